from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backtalk.core.model import adjustments
from backtalk.core.model.adjustments import Change
from backtalk.core.model.exercise import POSITIONS, Exercise, Trait
from backtalk.core.model.plan import Plan
from backtalk.core.model.profile import (
    CONSENTS,
    HOUSEHOLD,
    Condition,
    Profile,
    StartingPoint,
)
from backtalk.core.model.routine import Routine
from backtalk.core.prescription import contraindications, routine_rules, rules
from backtalk.core.prescription.dosing import extended
from backtalk.core.prescription.fitting import assess, fit
from backtalk.language import phrasebook
from tests.core.samples import library

BOOK = phrasebook.load()
LIBRARY = library()
EVERYTHING = frozenset(
    {"belt", *HOUSEHOLD, *(one for thing in LIBRARY.equipment for one in thing.split(" or "))}
)
WELL = Profile(StartingPoint.NEVER_INJURED, equipment=EVERYTHING, days_since_last=2)
"""Nothing speaks against anything, except what training has to unlock."""
STRONG = replace(WELL, main_is_easy=True, hyperextension_months=6)
ROUTINES = tuple(LIBRARY.routines.values())
DECLINING = (
    Condition.ACUTE,
    Condition.PREGNANCY,
    Condition.TUMOUR,
    Condition.LUNGS,
    Condition.KIDNEYS,
    Condition.STOMACH,
    Condition.MOVEMENT_LIMITED,
)

profiles = st.builds(
    Profile,
    starting_point=st.sampled_from(StartingPoint),
    conditions=st.frozensets(st.sampled_from(Condition), max_size=3),
    equipment=st.frozensets(st.sampled_from(sorted(EVERYTHING))) | st.just(EVERYTHING),
    can_hang=st.sampled_from([None, True, False]),
    age=st.none() | st.integers(1, 120),
    osteoporosis=st.booleans(),
    days_since_last=st.none() | st.integers(0, 400),
    main_is_easy=st.booleans(),
    hyperextension_months=st.integers(0, 12),
    agreed=st.frozensets(st.sampled_from(CONSENTS), max_size=4),
    sharp_days_ago=st.dictionaries(
        st.sampled_from(sorted(LIBRARY.exercises)), st.integers(0, 60), max_size=4
    ),
    days_trained=st.dictionaries(
        st.sampled_from(sorted(LIBRARY.exercises)), st.integers(0, 60), max_size=4
    ),
)
routines = st.sampled_from(ROUTINES) | st.lists(
    st.sampled_from(sorted(LIBRARY.exercises)), min_size=1, max_size=8
).map(lambda ids: Routine("mine", "Mine", "gentle", "Mine.", tuple(ids), free_order=True))


def fitted(routine_id: str, profile: Profile) -> Plan:
    return fit(LIBRARY.routine(routine_id), LIBRARY.exercises, profile)


def offered(routine_id: str, profile: Profile) -> list[str]:
    return [exercise.id for exercise in fitted(routine_id, profile).exercises]


def why_left_out(routine_id: str, profile: Profile, exercise_id: str) -> set[str]:
    plan = fitted(routine_id, profile)
    changed = adjustments.of(plan.adjustments, Change.LEFT_OUT, Change.REPLACED)
    return {adjustment.rule for adjustment in changed if adjustment.exercise == exercise_id}


# ---------------------------------------------------------------- for every profile


def asks_for(exercise: Exercise) -> list[tuple[frozenset[Trait], tuple[str, ...]]]:
    """Return the traits and the equipment of every variation that the plan leaves open."""
    return [
        (exercise.traits | variation.traits, variation.equipment or exercise.equipment)
        for variation in exercise.variations
    ]


@given(profiles, routines)
@settings(max_examples=200, deadline=None)
def test_what_the_rules_exclude_is_never_offered(profile: Profile, routine: Routine) -> None:
    """The rules are written once more here, from the catalogue's words and not from `rules`."""
    sound = profile.starting_point is StartingPoint.NEVER_INJURED and profile.conditions.isdisjoint(
        {Condition.HERNIA, Condition.BACK_TROUBLE, Condition.MOVEMENT_LIMITED}
    )
    trouble = not sound and profile.starting_point is not StartingPoint.PAST_INJURY
    for exercise in fit(routine, LIBRARY.exercises, profile).exercises:
        assert profile.sharp_days_ago.get(exercise.id, 99) >= 30
        assert contraindications.matching(exercise) is None
        for traits, things in asks_for(exercise):
            assert not profile.missing(things)
            if Trait.HANG in traits:
                assert profile.can_hang or (profile.can_hang is None and (profile.age or 0) < 65)
            if Trait.TWIST in traits and "twist" not in profile.agreed:
                assert sound
                assert not profile.osteoporosis
            if Trait.LOAD in traits and "load" not in profile.agreed:
                assert sound
            if Trait.FLEXION in traits and "flexion" not in profile.agreed:
                assert not trouble
                assert not profile.osteoporosis
        if exercise.id in {"boat", "boat-arms-down"} and "extension" not in profile.agreed:
            assert not trouble
        if exercise.id == "light-deadlift":
            assert Condition.HERNIA not in profile.conditions
            assert profile.starting_point is not StartingPoint.HERNIA_OR_LOAD
            assert profile.hyperextension_months >= 3
            assert "belt" in profile.equipment
        if exercise.id == "incline-body-raise":
            assert profile.main_is_easy


@given(profiles, routines)
@settings(max_examples=100, deadline=None)
def test_a_contraindication_declines_every_routine_without_the_doctor_s_consent(
    profile: Profile, routine: Routine
) -> None:
    plan = fit(routine, LIBRARY.exercises, profile)
    against = {c.value for c in profile.conditions & set(DECLINING)} - profile.agreed
    severe = profile.starting_point is StartingPoint.SEVERE
    if against or (severe and "severe-injury" not in profile.agreed):
        assert plan.declined
    if severe and routine.level != "gentle":
        assert plan.declined
    assert not (plan.declined and plan.sets)
    lifted = {adjustment.rule for adjustment in adjustments.of(plan.adjustments, Change.AGREED)}
    assert {c.value for c in profile.conditions & set(DECLINING)} & profile.agreed <= lifted


@given(profiles, routines)
@settings(max_examples=100, deadline=None)
def test_every_exercise_is_offered_or_has_a_reason(profile: Profile, routine: Routine) -> None:
    plan = fit(routine, LIBRARY.exercises, profile)
    if plan.declined:
        return
    there = {exercise.id for exercise in plan.exercises}
    gone = {r.exercise for r in adjustments.of(plan.adjustments, Change.LEFT_OUT, Change.REPLACED)}
    assert set(routine.exercises) == (there & set(routine.exercises)) | gone
    assert not there & gone
    assert all(adjustment.says and adjustment.source for adjustment in plan.adjustments)
    replaced = {r.instead for r in adjustments.of(plan.adjustments, Change.REPLACED)}
    assert there <= set(routine.exercises) | replaced


@given(profiles, routines)
@settings(max_examples=100, deadline=None)
def test_no_dose_is_above_the_catalogue_s_except_where_days_of_practice_lengthen_it(
    profile: Profile, routine: Routine
) -> None:
    for exercise in fit(routine, LIBRARY.exercises, profile).exercises:
        source = LIBRARY.exercise(exercise.id).dose
        assert max(exercise.dose.set_counts) <= max(source.set_counts)
        assert exercise.dose.hold_s <= (source.hold_max_s or source.hold_s)
        if exercise.dose.hold_s > source.hold_s:
            assert profile.days_trained[exercise.id] > 0


# ---------------------------------------------------------------- rule by rule


def test_who_is_well_gets_every_routine_as_the_source_has_it() -> None:
    for routine in ROUTINES:
        assert offered(routine.id, STRONG) == list(routine.exercises)


def test_the_order_of_the_package_s_routines_is_that_of_the_source() -> None:
    assert not any(routine.free_order for routine in ROUTINES)


@pytest.mark.parametrize("condition", DECLINING)
def test_a_contraindication_declines_every_routine_and_says_why(condition: Condition) -> None:
    profile = replace(WELL, conditions=frozenset({condition}))
    for routine in ROUTINES:
        plan = fitted(routine.id, profile)
        assert plan.sets == ()
        assert condition.value in {adjustment.rule for adjustment in plan.declined}


def test_a_doctor_s_consent_lifts_a_contraindication_and_the_plan_says_so() -> None:
    profile = replace(
        WELL,
        conditions=frozenset({Condition.PREGNANCY}),
        agreed=frozenset({"pregnancy"}),
    )
    plan = fitted("kneeling", profile)
    assert plan.sets
    assert [adjustment.rule for adjustment in adjustments.of(plan.adjustments, Change.AGREED)] == [
        "pregnancy"
    ]


def test_after_a_severe_injury_only_gentle_routines_are_open_and_only_as_agreed() -> None:
    profile = replace(WELL, starting_point=StartingPoint.SEVERE)
    assert {r.rule for r in fitted("kneeling", profile).declined} == {"severe-only-as-agreed"}
    agreed = replace(profile, agreed=frozenset({"severe-injury"}))
    assert offered("kneeling", agreed) == ["heel-sit-rock", "pelvis-sway"]
    assert {r.rule for r in fitted("lying", agreed).declined} == {"severe-only-gentle"}


def test_caution_makes_doses_lighter_and_is_said() -> None:
    profile = replace(WELL, conditions=frozenset({Condition.BLOOD_PRESSURE}))
    plan = fitted("big-three", profile)
    assert plan.exercises[0].dose.set_counts == (3, 2, 1)
    assert plan.exercises[0].dose.hold_s == 7
    assert [r.rule for r in adjustments.of(plan.adjustments, Change.CAUTION)] == [
        "high-blood-pressure"
    ]


def test_several_reasons_for_a_lighter_dose_make_it_no_lighter_than_one_does() -> None:
    one = replace(WELL, conditions=frozenset({Condition.DIABETES}))
    both = replace(one, days_since_last=60)
    assert fitted("lying", one).sets == fitted("lying", both).sets


def test_with_a_hernia_there_is_no_deadlift_whatever_the_doctor_agreed_to() -> None:
    profile = replace(STRONG, conditions=frozenset({Condition.HERNIA}), agreed=frozenset(CONSENTS))
    assert "light-deadlift" not in offered("advanced", profile)
    assert "hernia-deadlift" in why_left_out("advanced", profile, "light-deadlift")


def test_the_deadlift_comes_after_months_of_hyperextension_and_with_a_belt() -> None:
    early = replace(STRONG, hyperextension_months=2)
    assert why_left_out("advanced", early, "light-deadlift") == {"deadlift-after-months"}
    bare = replace(STRONG, equipment=EVERYTHING - {"belt"})
    assert why_left_out("advanced", bare, "light-deadlift") == {"deadlift-belt"}


def test_a_roman_chair_waits_until_the_main_routine_is_easy() -> None:
    profile = replace(WELL, hyperextension_months=6)
    assert why_left_out("advanced", profile, "incline-body-raise") == {"roman-chair"}


@pytest.mark.parametrize(
    "profile", [replace(WELL, age=65), replace(WELL, can_hang=False)], ids=["elderly", "cannot"]
)
def test_walking_on_all_fours_replaces_hanging_that_is_out_of_reach(profile: Profile) -> None:
    assert offered("preparatory", profile) == ["all-fours-walk", "knee-drops"]
    assert offered("by-position", profile).count("all-fours-walk") == 1
    assert why_left_out("traction", profile, "bar-hang-turns") == {"hanging-out-of-reach"}


def test_one_walk_replaces_two_ways_to_hang() -> None:
    routine = Routine("mine", "Mine", "gentle", "Mine.", ("bar-hang", "bar-hang-relaxed"))
    plan = fit(routine, LIBRARY.exercises, replace(WELL, can_hang=False))
    assert [exercise.id for exercise in plan.exercises] == ["all-fours-walk"]


def test_who_is_old_and_can_hang_hangs() -> None:
    assert "bar-hang" in offered("preparatory", replace(WELL, age=80, can_hang=True))


def test_what_is_not_at_hand_leaves_an_exercise_out_and_is_named() -> None:
    profile = replace(WELL, equipment=EVERYTHING - {"bar"})
    plan = fitted("preparatory", profile)
    (adjustment,) = adjustments.of(plan.adjustments, Change.LEFT_OUT)
    assert adjustment.exercise == "bar-hang"
    assert BOOK.text(adjustment.says) == "It needs a bar, which you have not said you have."


def test_either_of_two_things_is_enough() -> None:
    sill = replace(WELL, equipment=frozenset({"window sill"}))
    assert "supported-half-squat" in offered("strengthening", sill)


def test_without_the_bench_hyperextension_begins_on_the_fitball() -> None:
    profile = replace(STRONG, equipment=frozenset({"fitball", "wall"}))
    (exercise,) = fitted("hyperextension", profile).exercises
    assert exercise.variations[exercise.start_variation].name == "on a fitball"
    assert "standard" not in [variation.name for variation in exercise.variations]


def test_variations_with_weights_are_closed_where_load_is_not_for_the_person() -> None:
    profile = replace(WELL, starting_point=StartingPoint.PAST_INJURY)
    plan = fitted("by-position", profile)
    raise_ = next(e for e in plan.exercises if e.id == "wall-leg-raise")
    assert [variation.name for variation in raise_.variations] == ["standard"]
    assert ("load", "wall-leg-raise") in {
        (r.rule, r.exercise) for r in adjustments.of(plan.adjustments, Change.CLOSED)
    }


def test_with_back_trouble_the_mcgill_routine_is_whole_and_supermen_and_twists_are_out() -> None:
    profile = replace(WELL, conditions=frozenset({Condition.BACK_TROUBLE}))
    assert offered("big-three", profile) == ["bird-dog", "side-plank", "modified-curl-up"]
    assert "boat" not in offered("main", profile)
    assert "elbow-to-knee" not in offered("main", profile)
    assert "prone-press-up" in offered("main", profile)


def test_osteoporosis_leaves_out_loaded_bending_and_twists_and_says_that_this_is_ours() -> None:
    profile = replace(WELL, osteoporosis=True)
    plan = fitted("lying", profile)
    out = {
        adjustment.exercise: adjustment
        for adjustment in adjustments.of(plan.adjustments, Change.LEFT_OUT)
    }
    assert set(out) == {"knee-pull", "knee-drops-arms-wide"}
    assert all(adjustment.source.startswith("ours") for adjustment in out.values())


def test_the_main_routine_is_for_backs_without_injury() -> None:
    profile = replace(WELL, starting_point=StartingPoint.PAST_INJURY)
    assert {r.rule for r in fitted("main", profile).declined} == {"main-without-injury"}


def test_what_was_sharp_comes_back_after_a_month() -> None:
    lately = replace(WELL, sharp_days_ago={"boat": 29})
    assert why_left_out("main", lately, "boat") == {"sharp-lately"}
    assert "boat" in offered("main", replace(WELL, sharp_days_ago={"boat": 30}))


def test_the_first_session_has_ten_repetitions_at_most() -> None:
    plan = fitted("main", replace(WELL, days_since_last=None))
    assert max(max(e.dose.set_counts) for e in plan.exercises) == 10


def test_the_wall_stand_grows_day_by_day_up_to_ten_minutes() -> None:
    dose = LIBRARY.exercise("wall-stand").dose
    assert [extended(dose, days).hold_s for days in (0, 1, 2, 18, 19)] == [
        60,
        90,
        120,
        600,
        600,
    ]
    plan = fitted("main-back", replace(WELL, days_trained={"wall-stand": 4}))
    assert plan.exercises[-1].dose.hold_s == 180


@pytest.mark.parametrize(
    ("routine", "rule"),
    [("main-abs", "belly-without-back"), ("main-back", "back-without-belly")],
)
def test_a_week_of_belly_without_back_or_the_reverse_is_pointed_out(
    routine: str, rule: str
) -> None:
    cautions = adjustments.of(fitted(routine, WELL).adjustments, Change.CAUTION)
    assert [adjustment.rule for adjustment in cautions] == [rule]
    both = [LIBRARY.routine("main-abs"), LIBRARY.routine("main-back")]
    balanced = fit(LIBRARY.routine(routine), LIBRARY.exercises, WELL, both)
    assert not adjustments.of(balanced.adjustments, Change.CAUTION)


def test_a_free_order_goes_down_once_and_gets_up_once() -> None:
    ids = ("pelvic-lift", "wall-stand", "bird-dog", "pelvic-circles", "boat", "cat-camel")
    routine = Routine("mine", "Mine", "gentle", "Mine.", ids, free_order=True)
    plan = fit(routine, LIBRARY.exercises, WELL)
    assert [exercise.id for exercise in plan.exercises] == [
        "wall-stand",
        "pelvic-circles",
        "bird-dog",
        "cat-camel",
        "boat",
        "pelvic-lift",
    ]
    heights = [POSITIONS.index(exercise.position) for exercise in plan.exercises]
    assert heights == sorted(heights, reverse=True)
    kept = fit(replace(routine, free_order=False), LIBRARY.exercises, WELL)
    assert tuple(exercise.id for exercise in kept.exercises) == ids


def test_what_is_never_done_is_left_out_even_if_it_got_into_the_catalogue() -> None:
    squat = replace(LIBRARY.exercise("bird-dog"), id="barbell-squat", name="Barbell squat")
    assessed = assess(squat, WELL, LIBRARY.exercises)
    assert assessed.exercise is None
    assert [adjustment.rule for adjustment in assessed.adjustments] == ["contraindicated"]


def test_every_rule_has_an_id_of_its_own_a_reason_in_words_and_a_source() -> None:
    everything = (
        *rules.EXERCISE_RULES,
        *routine_rules.DECLINING_RULES,
        *routine_rules.CAUTIONS,
        *rules.LIGHTER_RULES,
        rules.BEGIN_WITH_TEN,
        rules.LONGER_EACH_DAY,
        routine_rules.BELLY_WITHOUT_BACK,
        routine_rules.BACK_WITHOUT_BELLY,
        routine_rules.SELDOM_UP_AND_DOWN,
    )
    ids = [rule.id for rule in everything]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"age": 0}, "age is 1 to 120"),
        ({"age": 300}, "age is 1 to 120"),
        ({"days_since_last": -1}, "days are 0 to"),
        ({"agreed": frozenset({"everything"})}, "a doctor agrees"),
    ],
)
def test_an_impossible_profile_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(WELL, **wrong)  # type: ignore[arg-type]  # wrong on purpose
