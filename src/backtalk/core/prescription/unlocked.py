"""What training unlocks: the history shows it, and no question has to be asked.

Two answers of a profile are facts about what was trained: whether the main routine has become
easy, and for how many months hyperextension was done. Each follows from the history by a rule one
can read, which says 'no' wherever the history does not show it: what was trained elsewhere, or
before the journal began, only the profile can tell. A profile that says that the main routine is
not easy is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.events import phrase
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.history import MONTH_DAYS, SORE, WEEK_DAYS, DoneSet, History, PastSession
from backtalk.core.model.pain import PainLimits
from backtalk.core.model.profile import MAX_MONTHS, Profile
from backtalk.core.prescription.days import SORE_WITHIN_DAYS, Day, days_of
from backtalk.core.prescription.rules import AGAIN_AFTER_DAYS, EXERCISE_RULES

BELLY_ROUTINES, BACK_ROUTINES = frozenset({"main", "main-abs"}), frozenset({"main", "main-back"})
BELLY_OF_MAIN = ("head-lift-crunch", "alternate-leg-raise", "elbow-to-knee")
"""What trains the belly in the main routine."""
HYPEREXTENSION = "hyperextension"
WEEKS = 4
"""'For a month before anything harder': four whole weeks."""
DAYS_A_MONTH = 8
"""'2 times a week.'"""

_EASY = (
    "roman-chair",
    "main-has-become-easy",
    phrase("unlocked_main_is_easy"),
    "routines: main; routines: advanced",
)
_MONTHS = (
    "deadlift-after-months",
    "months-of-hyperextension",
    phrase("unlocked_hyperextension"),
    "routines: advanced",
)
_UNLOCKED = (_EASY, _MONTHS)
"""The rule of `rules` that no longer applies, and the reason why: its id, its words, its source."""


def with_unlocked(
    profile: Profile,
    exercises: Mapping[str, Exercise],
    history: History,
    day: int,
    limits: PainLimits,
) -> Profile:
    """Return `profile` with what `history` shows on `day` to have been unlocked."""
    easy = profile.main_is_easy
    if easy is None:
        easy = main_is_easy(exercises, history, day, limits) or None
    months = hyperextension_months(exercises, history, day, limits)
    return replace(
        profile,
        main_is_easy=easy,
        hyperextension_months=max(profile.hyperextension_months, months),
    )


def main_is_easy(
    exercises: Mapping[str, Exercise], history: History, day: int, limits: PainLimits
) -> bool:
    """Whether the main routine has become easy.

    There were four weeks in which belly and back of it were each trained on eight days, at least
    once in each week; every such session was done to its end with nothing hurting, nothing made
    easier or left out and no soreness after it; and the last one had every exercise for the belly
    in the catalogue's whole dose, or on a harder variation. It stays so until something hurts
    sharply or a month goes by without training.

    Source: 'routines: main' and 'routines: advanced'. What 'easy' looks like is ours.
    """
    sessions = history.of_routines(BELLY_ROUTINES | BACK_ROUTINES)
    ends = dict.fromkeys(session.day for session in reversed(sessions) if session.day <= day)
    unlocked_on = next(
        (end for end in ends if _easy_weeks(sessions, end, exercises, history)), None
    )
    return unlocked_on is not None and _kept(history, unlocked_on, day, limits)


def hyperextension_months(
    exercises: Mapping[str, Exercise], history: History, day: int, limits: PainLimits
) -> int:
    """Return for how many months up to `day` hyperextension was done.

    Months of thirty days are counted back from the last time it was done, as long as each has
    eight days on which all of it was done, on the usual variation or a harder one, and none on
    which it hurt sharply. A month without it starts the count again.

    Source: 'routines: advanced'.
    Eight days are the 'two times a week' of the main routine; for this one the source has none.
    """
    exercise = exercises.get(HYPEREXTENSION)
    days = [each for each in days_of(history, HYPEREXTENSION) if each.day <= day]
    if exercise is None or not days or day - days[-1].day >= MONTH_DAYS:
        return 0
    months, end = 0, days[-1].day
    while months < MAX_MONTHS and _whole_month(_between(days, end), exercise, limits):
        months, end = months + 1, end - MONTH_DAYS
    return months


def unlocking_reasons(
    exercise: Exercise, written: Profile, known: Profile
) -> tuple[Adjustment, ...]:
    """Return why `exercise` is open that was closed before training unlocked it.

    `written` is the profile as answered, `known` the one with what was unlocked.
    """
    rules = {rule.id: rule for rule in EXERCISE_RULES}
    return tuple(
        Adjustment(Change.PROGRESS, reason, says, source, exercise.id, exercise.name)
        for closing, reason, says, source in _UNLOCKED
        if rules[closing].applies(written, exercise) and not rules[closing].applies(known, exercise)
    )


def _easy_weeks(
    sessions: Iterable[PastSession],
    end: int,
    exercises: Mapping[str, Exercise],
    history: History,
) -> bool:
    """Whether the four weeks that end with the day `end` show it."""
    lately = [s for s in sessions if end - WEEKS * WEEK_DAYS < s.day <= end]
    if not all(_went_easily(session, history) for session in lately):
        return False
    belly = [session for session in lately if session.routine in BELLY_ROUTINES]
    back = [session for session in lately if session.routine in BACK_ROUTINES]
    if not _often_enough(belly, end) or not _often_enough(back, end):
        return False
    last = belly[-1].sets
    return all(_whole_dose(exercises.get(name), last) for name in BELLY_OF_MAIN)


def _went_easily(session: PastSession, history: History) -> bool:
    troubled = session.pains or session.eased or session.left_out
    whole = session.ending == "complete" and all(s.done >= s.planned for s in session.sets)
    sore = history.said_after(session.day, SORE_WITHIN_DAYS, SORE, "yes")
    return whole and not troubled and not sore


def _often_enough(sessions: Iterable[PastSession], end: int) -> bool:
    days = {session.day for session in sessions}
    return len(days) >= DAYS_A_MONTH and len({(end - day) // WEEK_DAYS for day in days}) == WEEKS


def _whole_dose(exercise: Exercise | None, sets: Iterable[DoneSet]) -> bool:
    """Whether `sets` have `exercise` in its whole dose, or on a harder variation."""
    own = [each for each in sets if exercise is not None and each.exercise == exercise.id]
    if exercise is None or not own:
        return False
    variation = min(_variation(exercise, each) for each in own)
    enough = all(each.done >= exercise.dose.repetitions for each in own)
    return variation > exercise.start_variation or (
        variation == exercise.start_variation and enough
    )


def _variation(exercise: Exercise, done: DoneSet) -> int:
    """Return the number of the variation of `done`; one that has gone is below all others."""
    names = [variation.name for variation in exercise.variations]
    return names.index(done.variation) if done.variation in names else -1


def _kept(history: History, since: int, day: int, limits: PainLimits) -> bool:
    """Whether nothing since the day `since` has undone it."""
    if any(pain.sharp(limits) for pain in history.pains if since <= pain.day <= day):
        return False
    trained = [s.day for s in history.trained if since <= s.day <= day]
    following = [*trained[1:], day]
    return all(
        after - before < AGAIN_AFTER_DAYS for before, after in zip(trained, following, strict=True)
    )


def _between(days: Iterable[Day], end: int) -> list[Day]:
    """Return those of `days` in the month that ends with `end`."""
    return [each for each in days if end - MONTH_DAYS < each.day <= end]


def _whole_month(days: list[Day], exercise: Exercise, limits: PainLimits) -> bool:
    if any(each.sharp(limits) for each in days):
        return False
    done = [each for each in days if each.complete and _on_the_usual_variation(each, exercise)]
    return len(done) >= DAYS_A_MONTH


def _on_the_usual_variation(day: Day, exercise: Exercise) -> bool:
    return all(_variation(exercise, each) >= exercise.start_variation for each in day.sets)
