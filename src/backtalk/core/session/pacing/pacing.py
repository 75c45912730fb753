"""When each cue of a set sounds: a set becomes stages, a stage becomes timed cues.

Pure arithmetic. A stage may open with speech of unknown length; its cues count from the end of
that speech. When they sound never depends on how long a cue takes to say, so counts keep their
distance.
"""

from __future__ import annotations

from backtalk.core.model.duration import MINUTE_S, MINUTES_FROM_S, whole_minutes
from backtalk.core.model.events import Line, Signal, phrase
from backtalk.core.model.plan import ExerciseSet
from backtalk.core.model.sides import Sides
from backtalk.core.session.machine.states import State
from backtalk.core.session.pacing.set_lines import LONG_HOLD_S, side_line
from backtalk.core.session.pacing.stage import Cue, Stage

SETTLE_S = 4.0
"""From the end of the introduction to the first repetition, in an unchanged position."""
SETTLE_NEW_POSITION_S = 12.0
"""The same where one has to lie down, turn over or get up first."""
READY_LEAD_S = 2.5
"""'Get ready' comes this long before the work."""
DONE_LEAD_S = 0.5
"""The tone that ends a set sounds this long before the set is over, clear of the next words."""
HALF_WAY_FROM_S = 8.0
"""Holds from this length on name their half."""
LAST_TEN_FROM_S = 30.0
"""Holds from this length on announce the last ten seconds."""
COUNT_WITHIN_S = 0.4
"""A count that cannot start within this time is left out rather than said late."""
LATE_COUNT_S = 1.0
"""The same for counted repetitions, which have seconds between them."""
_COUNTDOWN = 3
_COUNTED_DOWN_FROM_S = 5.0
_LAST_TEN_S = 10.0
_CLEAR_OF_HALF_S = 3.0


def introduction(opening: tuple[Line, ...], settle_s: float) -> Stage:
    """Return the stage that says `opening`, leaves `settle_s` to get into place, and gets ready."""
    ready_s = max(0.0, settle_s - READY_LEAD_S)
    cues = (Cue(ready_s, (phrase("get_ready"),), Signal.GET_READY),)
    return Stage(opening, cues, ready_s + READY_LEAD_S)


def switching(exercise_set: ExerciseSet) -> Stage:
    """Return the stage that changes to the side of `set`, resting for its `rest_before_s`."""
    side = side_line(exercise_set)
    lines = (phrase("switch_sides"), *((side,) if side else ()))
    if exercise_set.exercise.dose.sides is Sides.DIRECTIONS:
        lines = (phrase("other_way"), *((side,) if side else ()))
    return _countdown_rest(lines, max(exercise_set.rest_before_s, SETTLE_S * 2))


def resting(rest_s: float, coming: tuple[Line, ...], *, then_work: bool) -> Stage:
    """Return a rest of `rest_s` that says its length and what comes after it.

    `then_work` tells whether work follows at once, so that one has to get ready for it.
    """
    lines = (phrase("rest", seconds=round(rest_s)), *coming)
    return _countdown_rest(lines, rest_s, then_work=then_work)


def _countdown_rest(lines: tuple[Line, ...], rest_s: float, *, then_work: bool = True) -> Stage:
    cues = [Cue(0.0, lines)]
    if rest_s >= LAST_TEN_FROM_S:
        cues.append(Cue(rest_s - _LAST_TEN_S, (phrase("ten_seconds_left"),), within_s=1.0))
    if then_work and rest_s > READY_LEAD_S:
        # Where slow speech fills a short rest, the words give way: the work begins on time.
        ready = (phrase("get_ready"),)
        cues.append(Cue(rest_s - READY_LEAD_S, ready, Signal.GET_READY, within_s=1.0))
    return Stage((), tuple(cues), rest_s)


def work(exercise_set: ExerciseSet, done: int = 0, pace: float = 1.0) -> Stage:
    """Return the stage of `set` from repetition `done` on; `pace` stretches the tempo.

    A pace of 1.25 makes each repetition a quarter slower; holds keep their length.
    """
    tempo_s = round(exercise_set.tempo_s * pace, 2)
    held = exercise_set.hold_s >= LONG_HOLD_S
    length_s = tempo_s + exercise_set.hold_s
    cues: list[Cue] = []
    for number in range(done + 1, exercise_set.repetitions + 1):
        start_s = (number - done - 1) * length_s
        if exercise_set.exercise.dose.breath:
            cues += _breathed(exercise_set, number, start_s, tempo_s)
        elif held:
            cues += _held(exercise_set, number, start_s, tempo_s)
        else:
            cues.append(_counted(exercise_set, number, start_s))
        cues.append(Cue(start_s + length_s, repetitions_done=number))
    total_s = max(0, exercise_set.repetitions - done) * length_s
    if cues:
        # Before the last one, which completes the set: the timer needs cues in the order of time.
        cues.insert(-1, Cue(total_s - DONE_LEAD_S, signal=Signal.DONE))
    return Stage((), tuple(cues), total_s)


def _counted(exercise_set: ExerciseSet, number: int, start_s: float) -> Cue:
    lines: list[Line] = [phrase("count", number=number)]
    if exercise_set.exercise.dose.sides is Sides.ALTERNATING:
        lines = [phrase("count_right" if number % 2 else "count_left", number=number)]
    left = exercise_set.repetitions - number
    signal = None
    if exercise_set.repetitions > 2 * _COUNTDOWN:
        if left == _COUNTDOWN - 1:
            lines.append(phrase("last_three"))
        elif number == exercise_set.repetitions // 2:
            lines.append(phrase("half_way"))
            signal = Signal.HALF_WAY
    if left == 0 and exercise_set.repetitions > 1:
        lines.append(phrase("last_one"))
    return Cue(start_s, tuple(lines), signal, State.MOVING, within_s=LATE_COUNT_S)


def _breathed(exercise_set: ExerciseSet, number: int, start_s: float, tempo_s: float) -> list[Cue]:
    """Return the cues of one breath: in for half the tempo, held, out for the other half."""
    top_s, hold_s = start_s + tempo_s / 2, exercise_set.hold_s
    last = number == exercise_set.repetitions and number > 1
    inward = (phrase("last_one") if last else phrase("count", number=number), phrase("breathe_in"))
    cues = [Cue(start_s, inward, state=State.MOVING, within_s=LATE_COUNT_S)]
    if hold_s >= LONG_HOLD_S:
        holding = (phrase("hold_breath"),)
        cues.append(Cue(top_s, holding, state=State.HOLDING, within_s=LATE_COUNT_S))
    outward = (phrase("breathe_out"),)
    cues.append(Cue(top_s + hold_s, outward, state=State.MOVING, within_s=LATE_COUNT_S))
    return cues


def _held(exercise_set: ExerciseSet, number: int, start_s: float, tempo_s: float) -> list[Cue]:
    hold_s = exercise_set.hold_s
    top_s = start_s + tempo_s / 2
    words = exercise_set.exercise.words
    effort: tuple[Line, ...] = (phrase("repetition", number=number), words.effort)
    if exercise_set.repetitions == 1:
        effort = (words.effort,)
    cues = [
        Cue(start_s, effort, state=State.MOVING),
        Cue(top_s, (_hold_line(hold_s),), state=State.HOLDING),
    ]
    cues += _minutes_to_go(top_s, hold_s)
    if hold_s >= HALF_WAY_FROM_S:
        half = (phrase("half_way"),)
        cues.append(Cue(top_s + hold_s / 2, half, Signal.HALF_WAY, within_s=COUNT_WITHIN_S))
    if hold_s >= LAST_TEN_FROM_S and hold_s / 2 > _LAST_TEN_S + _CLEAR_OF_HALF_S:
        last = (phrase("ten_seconds_left"),)
        cues.append(Cue(top_s + hold_s - _LAST_TEN_S, last, within_s=1.0))
    if hold_s >= _COUNTED_DOWN_FROM_S:
        cues += [
            Cue(top_s + hold_s - left, (phrase("count", number=left),), within_s=COUNT_WITHIN_S)
            for left in range(_COUNTDOWN, 0, -1)
        ]
    cues.append(Cue(top_s + hold_s, (words.release,), state=State.MOVING))
    return sorted(cues, key=lambda cue: cue.at_s)


def _minutes_to_go(top_s: float, hold_s: float) -> list[Cue]:
    """Return a word at every full minute of a long hold, except where its half is named."""
    minutes = range(int((hold_s - 1) // MINUTE_S), 0, -1) if hold_s > MINUTES_FROM_S else ()
    return [
        Cue(
            top_s + hold_s - left * MINUTE_S,
            (phrase("minutes_to_go", count=left),),
            within_s=1.0,
        )
        for left in minutes
        if abs(left * MINUTE_S - hold_s / 2) > _CLEAR_OF_HALF_S
    ]


def _hold_line(seconds: float) -> Line:
    minutes = whole_minutes(seconds)
    if minutes is not None:
        return phrase("hold_minutes", minutes=minutes)
    return phrase("hold", seconds=round(seconds))
