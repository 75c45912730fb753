"""When each cue of a set sounds, to the hundredth of a second."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from backtalk.core.model.dose import Dose
from backtalk.core.model.events import Line, Signal, phrase
from backtalk.core.model.plan import ExerciseSet
from backtalk.core.model.sides import Sides
from backtalk.core.session.machine.states import State
from backtalk.core.session.pacing import pacing, set_lines
from backtalk.core.session.pacing.stage import Stage
from tests.core.driver import texts
from tests.core.samples import VARIATIONS, exercise, exercise_set, plan


def said(stage: Stage) -> list[tuple[float, str]]:
    """Return what the stage says, and when."""
    return [(cue.at_s, " ".join(texts(cue.lines))) for cue in stage.cues if cue.lines]


def tones(stage: Stage) -> list[tuple[float, Signal]]:
    """Return the tones of the stage, and when."""
    return [(cue.at_s, cue.signal) for cue in stage.cues if cue.signal]


def sentences(lines: tuple[Line, ...]) -> list[str]:
    return list(texts(lines))


def test_a_hold_of_ten_seconds_names_its_half_and_counts_the_last_three() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=1, hold_s=10, tempo_s=4)))
    assert said(work) == [
        (0.0, "Lift."),
        (2.0, "Hold 10 seconds."),
        (7.0, "Half-way."),
        (9.0, "3."),
        (10.0, "2."),
        (11.0, "1."),
        (12.0, "And lower."),
    ]
    assert tones(work) == [(7.0, Signal.HALF_WAY), (13.5, Signal.DONE)]
    assert work.length_s == 14.0


def test_a_held_repetition_moves_holds_and_moves_again() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=1, hold_s=10, tempo_s=4)))
    states = [(cue.at_s, cue.state) for cue in work.cues if cue.state]
    assert states == [(0.0, State.MOVING), (2.0, State.HOLDING), (12.0, State.MOVING)]


def test_several_holds_are_numbered() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=3, hold_s=6, tempo_s=4)))
    starts = [(at_s, text) for at_s, text in said(work) if text.startswith("Number")]
    assert starts == [(10.0 * n, f"Number {n + 1}. Lift.") for n in range(3)]


@pytest.mark.parametrize(
    ("hold_s", "expected"),
    [
        (3, ["Hold 3 seconds.", "And lower."]),
        (5, ["Hold 5 seconds.", "3.", "2.", "1.", "And lower."]),
        (7, ["Hold 7 seconds.", "3.", "2.", "1.", "And lower."]),
        (8, ["Hold 8 seconds.", "Half-way.", "3.", "2.", "1.", "And lower."]),
        (20, ["Hold 20 seconds.", "Half-way.", "3.", "2.", "1.", "And lower."]),
    ],
)
def test_how_much_of_a_hold_is_counted_depends_on_its_length(
    hold_s: float, expected: list[str]
) -> None:
    work = pacing.work(exercise_set(Dose(repetitions=1, hold_s=hold_s)))
    assert [text for _, text in said(work)][1:] == expected


def test_a_hold_of_minutes_tells_minutes_the_half_the_last_ten_and_the_last_three() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=1, hold_s=180, tempo_s=4)))
    assert said(work)[1:] == [
        (2.0, "Hold 3 minutes."),
        (62.0, "2 minutes to go."),
        (92.0, "Half-way."),
        (122.0, "One minute to go."),
        (172.0, "Ten seconds left."),
        (179.0, "3."),
        (180.0, "2."),
        (181.0, "1."),
        (182.0, "And lower."),
    ]


def test_where_a_full_minute_is_the_half_only_the_half_is_named() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=1, hold_s=240)))
    assert [text for _, text in said(work) if "go" in text or "Half" in text] == [
        "3 minutes to go.",
        "Half-way.",
        "One minute to go.",
    ]


def test_a_breath_is_paced_in_held_and_out_at_its_own_times() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=2, hold_s=5, tempo_s=8, breath=True)))
    assert said(work) == [
        (0.0, "1. Breathe in."),
        (4.0, "Hold the breath."),
        (9.0, "Breathe out."),
        (13.0, "The last one. Breathe in."),
        (17.0, "Hold the breath."),
        (22.0, "Breathe out."),
    ]
    assert work.length_s == 26.0


def test_a_breath_without_a_hold_is_in_for_one_half_and_out_for_the_other() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=1, tempo_s=8, breath=True)))
    assert said(work) == [(0.0, "1. Breathe in."), (4.0, "Breathe out.")]


@pytest.mark.parametrize("hold_s", [3, 5, 8, 10, 13, 20, 24, 30, 45, 60, 300, 1200])
def test_no_two_cues_of_a_hold_come_within_a_second_of_one_another(hold_s: float) -> None:
    times = [
        at_s for at_s, _ in said(pacing.work(exercise_set(Dose(repetitions=2, hold_s=hold_s))))
    ]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert min(gaps) >= 1.0


def test_a_short_hold_is_part_of_the_tempo() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=2, hold_s=2, tempo_s=4)))
    assert said(work) == [(0.0, "1."), (6.0, "2. The last one.")]
    assert work.length_s == 12.0


def test_repetitions_are_counted_at_the_tempo_with_the_half_and_the_last_three() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=10, tempo_s=3)))
    assert said(work) == [
        (0.0, "1."),
        (3.0, "2."),
        (6.0, "3."),
        (9.0, "4."),
        (12.0, "5. Half-way."),
        (15.0, "6."),
        (18.0, "7."),
        (21.0, "8. The last three."),
        (24.0, "9."),
        (27.0, "10. The last one."),
    ]
    assert tones(work) == [(12.0, Signal.HALF_WAY), (29.5, Signal.DONE)]


def test_a_handful_of_repetitions_has_no_half() -> None:
    assert [text for _, text in said(pacing.work(exercise_set(Dose(repetitions=4))))] == [
        "1.",
        "2.",
        "3.",
        "4. The last one.",
    ]


def test_alternating_repetitions_name_the_side() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=4, sides=Sides.ALTERNATING)))
    assert [text for _, text in said(work)][:2] == ["1, right.", "2, left."]


def test_a_slower_pace_stretches_the_movement_and_never_the_hold() -> None:
    held = pacing.work(exercise_set(Dose(repetitions=1, hold_s=10, tempo_s=4)), pace=1.5)
    assert said(held)[1] == (3.0, "Hold 10 seconds.")
    assert said(held)[-1] == (13.0, "And lower.")
    counted = pacing.work(exercise_set(Dose(repetitions=3, tempo_s=4)), pace=1.25)
    assert [at_s for at_s, _ in said(counted)] == [0.0, 5.0, 10.0]


def test_going_on_in_the_middle_counts_from_there() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=5, tempo_s=4)), done=3)
    assert said(work) == [(0.0, "4."), (4.0, "5. The last one.")]
    assert work.length_s == 8.0


def test_a_set_of_which_more_is_done_than_asked_is_over_at_once() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=5)), done=8)
    assert (work.cues, work.length_s) == ((), 0.0)


def test_every_repetition_is_marked_done_at_its_end() -> None:
    work = pacing.work(exercise_set(Dose(repetitions=3, hold_s=5, tempo_s=4)))
    done = [(b.at_s, b.repetitions_done) for b in work.cues if b.repetitions_done]
    assert done == [(9.0, 1), (18.0, 2), (27.0, 3)]


def test_getting_ready_comes_two_and_a_half_seconds_before_the_work() -> None:
    stage = pacing.introduction(("Lie down.",), settle_s=12)
    assert said(stage) == [(9.5, "Get ready.")]
    assert tones(stage) == [(9.5, Signal.GET_READY)]
    assert stage.length_s == 12


def test_a_rest_says_its_length_what_comes_and_its_last_ten_seconds() -> None:
    rest = pacing.resting(60, (phrase("comes_next", name="Bird dog"),), then_work=True)
    assert said(rest) == [
        (0.0, "Rest 60 seconds. After that comes Bird dog."),
        (50.0, "Ten seconds left."),
        (57.5, "Get ready."),
    ]
    assert rest.length_s == 60


def test_a_rest_before_a_description_does_not_say_get_ready() -> None:
    rest = pacing.resting(15, (), then_work=False)
    assert said(rest) == [(0.0, "Rest 15 seconds.")]


def both_sides(sides: Sides, rest_s: float = 10) -> tuple[ExerciseSet, ...]:
    return plan(exercise(dose=Dose(repetitions=3, sides=sides, rest_s=rest_s))).sets


def test_switching_names_the_other_side_and_leaves_its_rest() -> None:
    stage = pacing.switching(both_sides(Sides.EACH)[1])
    assert said(stage) == [(0.0, "Switch sides. Left leg."), (7.5, "Get ready.")]
    assert stage.length_s == 10


def test_switching_never_takes_less_than_eight_seconds() -> None:
    assert pacing.switching(both_sides(Sides.EACH, rest_s=0)[1]).length_s == 8


def test_directions_are_changed_with_other_words() -> None:
    stage = pacing.switching(both_sides(Sides.DIRECTIONS)[1])
    assert said(stage)[0] == (0.0, "Now the other way. The other way round.")


@pytest.mark.parametrize(
    ("dose", "sentence"),
    [
        (Dose(repetitions=8), "8 times."),
        (Dose(repetitions=1), "Once."),
        (Dose(repetitions=8, hold_s=2), "8 times."),
        (Dose(repetitions=8, hold_s=10), "8 times, holding 10 seconds."),
        (Dose(repetitions=1, hold_s=60), "Hold it for 60 seconds."),
        (Dose(series=(5, 3, 1), hold_s=10), "5 times, holding 10 seconds."),
    ],
)
def test_each_kind_of_dose_is_said_in_words(dose: Dose, sentence: str) -> None:
    assert sentences((set_lines.dose_line(exercise_set(dose)),)) == [sentence]


def test_an_exercise_is_described_whole_twice_and_then_in_short() -> None:
    held = exercise_set(Dose(repetitions=2, hold_s=10, sides=Sides.EACH))
    whole = sentences(set_lines.description(held, times_heard=0))
    assert whole == sentences(set_lines.description(held, times_heard=1))
    assert whole[:3] == ["Lie on your back.", "Bend your knees.", "Right leg."]
    assert sentences(set_lines.description(held, times_heard=2)) == [
        "Bridge, as before.",
        "Right leg.",
        "2 times, holding 10 seconds.",
    ]


def test_a_variation_that_is_not_the_usual_one_is_part_of_the_description() -> None:
    easy = exercise_set(Dose(repetitions=2), variations=VARIATIONS, start_variation=0)
    assert "Bend your arms." in sentences(set_lines.description(easy, times_heard=5))


def test_a_rest_between_sets_names_set_side_and_count() -> None:
    series = plan(exercise(dose=Dose(series=(5, 3), hold_s=10, sides=Sides.EACH)))
    assert sentences(set_lines.coming_lines(series.sets[2])) == [
        "Then set 2 of 2.",
        "Right leg.",
        "3 times.",
    ]


def test_going_on_reminds_of_the_number_and_where_needed_of_the_exercise() -> None:
    second = replace(both_sides(Sides.EACH)[1])
    assert sentences(set_lines.reminder(second, 0, in_place=True)) == []
    assert sentences(set_lines.reminder(second, 2, in_place=True)) == ["From number 3."]
    assert sentences(set_lines.reminder(second, 2, in_place=False)) == [
        "From number 3.",
        "Bridge.",
        "Left leg.",
    ]


def test_a_reminder_never_names_a_repetition_that_does_not_exist() -> None:
    assert set_lines.reminder(exercise_set(Dose(repetitions=5)), 5, in_place=True) == ()
