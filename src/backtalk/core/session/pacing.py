"""When each cue of a bout sounds: a bout becomes stages, a stage becomes timed beats.

Pure arithmetic. A stage may open with speech of unknown length; its beats count from the end of
that speech. Beats never depend on how long a cue takes to say, so counts keep their distance.
"""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.model.events import Line, Signal, phrase
from backtalk.core.model.exercise import Sides
from backtalk.core.model.plan import Bout
from backtalk.core.session.phases import Phase

SETTLE_S = 4.0
"""From the end of the introduction to the first repetition, in an unchanged position."""
SETTLE_NEW_POSITION_S = 12.0
"""The same where one has to lie down, turn over or get up first."""
READY_LEAD_S = 2.5
"""'Get ready' comes this long before the work."""
DONE_LEAD_S = 0.5
"""The tone that ends a set sounds this long before the set is over, clear of the next words."""
LONG_HOLD_S = 3.0
"""Holds from this length on are announced and counted down; shorter ones are part of the tempo."""
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
MINUTES_FROM_S = 120.0
"""Lengths from here on are said in minutes when they are whole ones; holds count them down."""
_MINUTE_S = 60.0


@dataclass(frozen=True)
class Beat:
    """One thing that happens at a fixed time within a stage."""

    at_s: float
    """Seconds from the start of the stage's clock."""
    lines: tuple[Line, ...] = ()
    signal: Signal | None = None
    phase: Phase | None = None
    """The phase entered at this beat, if it changes."""
    repetitions_done: int | None = None
    """How many repetitions are complete from here on, if that changes."""
    within_s: float | None = None
    """Passed on to `Speak`: how late the lines may start."""


@dataclass(frozen=True)
class Stage:
    """A stretch of the session: opening speech, then beats on a clock, then over."""

    phase: Phase
    opening: tuple[Line, ...]
    beats: tuple[Beat, ...]
    length_s: float
    """On the clock that starts when the opening has been said."""


def introduction(opening: tuple[Line, ...], settle_s: float) -> Stage:
    """Return the stage that says `opening`, leaves `settle_s` to get into place, and gets ready."""
    ready_s = max(0.0, settle_s - READY_LEAD_S)
    beats = (Beat(ready_s, (phrase("get_ready"),), Signal.GET_READY),)
    return Stage(Phase.INTRODUCING, opening, beats, ready_s + READY_LEAD_S)


def switching(bout: Bout) -> Stage:
    """Return the stage that changes to the side of `bout`, resting for its `rest_before_s`."""
    side = side_line(bout)
    lines = (phrase("switch_sides"), *((side,) if side else ()))
    if bout.exercise.dose.sides is Sides.DIRECTIONS:
        lines = (phrase("other_way"), *((side,) if side else ()))
    return _countdown_rest(Phase.SWITCHING, lines, max(bout.rest_before_s, SETTLE_S * 2))


def resting(rest_s: float, coming: tuple[Line, ...], *, then_work: bool) -> Stage:
    """Return a rest of `rest_s` that says its length and what comes after it.

    `then_work` tells whether work follows at once, so that one has to get ready for it.
    """
    lines = (phrase("rest", seconds=round(rest_s)), *coming)
    return _countdown_rest(Phase.RESTING, lines, rest_s, then_work=then_work)


def _countdown_rest(
    phase: Phase, lines: tuple[Line, ...], rest_s: float, *, then_work: bool = True
) -> Stage:
    beats = [Beat(0.0, lines)]
    if rest_s >= LAST_TEN_FROM_S:
        beats.append(Beat(rest_s - _LAST_TEN_S, (phrase("ten_seconds_left"),), within_s=1.0))
    if then_work and rest_s > READY_LEAD_S:
        # Where slow speech fills a short rest, the words give way: the work begins on time.
        ready = (phrase("get_ready"),)
        beats.append(Beat(rest_s - READY_LEAD_S, ready, Signal.GET_READY, within_s=1.0))
    return Stage(phase, (), tuple(beats), rest_s)


def work(bout: Bout, done: int = 0, pace: float = 1.0) -> Stage:
    """Return the stage of `bout` from repetition `done` on; `pace` stretches the tempo.

    A pace of 1.25 makes each repetition a quarter slower; holds keep their length.
    """
    tempo_s = round(bout.tempo_s * pace, 2)
    held = bout.hold_s >= LONG_HOLD_S
    length_s = tempo_s + bout.hold_s
    beats: list[Beat] = []
    for number in range(done + 1, bout.repetitions + 1):
        start_s = (number - done - 1) * length_s
        if bout.exercise.dose.breath:
            beats += _breathed(bout, number, start_s, tempo_s)
        elif held:
            beats += _held(bout, number, start_s, tempo_s)
        else:
            beats.append(_counted(bout, number, start_s))
        beats.append(Beat(start_s + length_s, repetitions_done=number))
    total_s = max(0, bout.repetitions - done) * length_s
    if beats:
        beats.insert(-1, Beat(total_s - DONE_LEAD_S, signal=Signal.DONE))
    return Stage(Phase.MOVING, (), tuple(beats), total_s)


def _counted(bout: Bout, number: int, start_s: float) -> Beat:
    lines: list[Line] = [phrase("count", number=number)]
    if bout.exercise.dose.sides is Sides.ALTERNATING:
        lines = [phrase("count_right" if number % 2 else "count_left", number=number)]
    left = bout.repetitions - number
    signal = None
    if bout.repetitions > 2 * _COUNTDOWN:
        if left == _COUNTDOWN - 1:
            lines.append(phrase("last_three"))
        elif number == bout.repetitions // 2:
            lines.append(phrase("half_way"))
            signal = Signal.HALF_WAY
    if left == 0 and bout.repetitions > 1:
        lines.append(phrase("last_one"))
    return Beat(start_s, tuple(lines), signal, Phase.MOVING, within_s=LATE_COUNT_S)


def _breathed(bout: Bout, number: int, start_s: float, tempo_s: float) -> list[Beat]:
    """Return the beats of one breath: in for half the tempo, held, out for the other half."""
    top_s, hold_s = start_s + tempo_s / 2, bout.hold_s
    last = number == bout.repetitions and number > 1
    inward = (phrase("last_one") if last else phrase("count", number=number), phrase("breathe_in"))
    beats = [Beat(start_s, inward, phase=Phase.MOVING, within_s=LATE_COUNT_S)]
    if hold_s >= LONG_HOLD_S:
        holding = (phrase("hold_breath"),)
        beats.append(Beat(top_s, holding, phase=Phase.HOLDING, within_s=LATE_COUNT_S))
    outward = (phrase("breathe_out"),)
    beats.append(Beat(top_s + hold_s, outward, phase=Phase.MOVING, within_s=LATE_COUNT_S))
    return beats


def _held(bout: Bout, number: int, start_s: float, tempo_s: float) -> list[Beat]:
    hold_s = bout.hold_s
    top_s = start_s + tempo_s / 2
    words = bout.exercise.words
    effort: tuple[Line, ...] = (phrase("repetition", number=number), words.effort)
    if bout.repetitions == 1:
        effort = (words.effort,)
    beats = [
        Beat(start_s, effort, phase=Phase.MOVING),
        Beat(top_s, (_hold_line(hold_s),), phase=Phase.HOLDING),
    ]
    beats += _minutes_to_go(top_s, hold_s)
    if hold_s >= HALF_WAY_FROM_S:
        half = (phrase("half_way"),)
        beats.append(Beat(top_s + hold_s / 2, half, Signal.HALF_WAY, within_s=COUNT_WITHIN_S))
    if hold_s >= LAST_TEN_FROM_S and hold_s / 2 > _LAST_TEN_S + _CLEAR_OF_HALF_S:
        last = (phrase("ten_seconds_left"),)
        beats.append(Beat(top_s + hold_s - _LAST_TEN_S, last, within_s=1.0))
    if hold_s >= _COUNTED_DOWN_FROM_S:
        beats += [
            Beat(top_s + hold_s - left, (phrase("count", number=left),), within_s=COUNT_WITHIN_S)
            for left in range(_COUNTDOWN, 0, -1)
        ]
    beats.append(Beat(top_s + hold_s, (words.release,), phase=Phase.MOVING))
    return sorted(beats, key=lambda beat: beat.at_s)


def _minutes_to_go(top_s: float, hold_s: float) -> list[Beat]:
    """Return a word at every full minute of a long hold, except where its half is named."""
    minutes = range(int((hold_s - 1) // _MINUTE_S), 0, -1) if hold_s > MINUTES_FROM_S else ()
    return [
        Beat(
            top_s + hold_s - left * _MINUTE_S,
            (phrase("minutes_to_go" if left > 1 else "minute_to_go", minutes=left),),
            within_s=1.0,
        )
        for left in minutes
        if abs(left * _MINUTE_S - hold_s / 2) > _CLEAR_OF_HALF_S
    ]


def whole_minutes(seconds: float) -> int | None:
    """Return the minutes of a length that is said in minutes; None where seconds say it better."""
    whole = seconds >= MINUTES_FROM_S and seconds % _MINUTE_S == 0
    return round(seconds / _MINUTE_S) if whole else None


def _hold_line(seconds: float) -> Line:
    minutes = whole_minutes(seconds)
    if minutes is not None:
        return phrase("hold_minutes", minutes=minutes)
    return phrase("hold", seconds=round(seconds))


def side_line(bout: Bout) -> Line | None:
    """Return the sentence that names the side of `bout`, or None where there is none."""
    return bout.exercise.words.side(bout.side) if bout.side is not None else None


def dose_line(bout: Bout) -> Line:
    """Return the sentence that says how much of `bout` there is to do."""
    count = bout.repetitions
    if bout.exercise.dose.breath:
        return phrase("dose_breaths", count=count)
    if bout.hold_s >= LONG_HOLD_S:
        return _dose_held_line(count, bout.hold_s)
    return phrase("dose_counted" if count > 1 else "dose_once", count=count)


def _dose_held_line(count: int, seconds: float) -> Line:
    minutes = whole_minutes(seconds)
    if minutes is not None:
        once = phrase("dose_once_held_minutes", minutes=minutes)
        return once if count == 1 else phrase("dose_held_minutes", count=count, minutes=minutes)
    if count == 1:
        return phrase("dose_once_held", seconds=round(seconds))
    return phrase("dose_held", count=count, seconds=round(seconds))


def description(bout: Bout, *, times_heard: int) -> tuple[Line, ...]:
    """Return how to do `bout`, short from the third time on.

    Args:
        bout: what comes.
        times_heard: how often the person has heard this exercise described before.
    """
    words = bout.exercise.words
    full = times_heard < 2  # noqa: PLR2004  'the third time and later' of the catalogue issue
    lines: list[Line] = [*words.setup] if full else [words.short]
    side = side_line(bout)
    if side:
        lines.append(side)
    if full:
        lines += [*words.do, words.mind]
    rung = bout.exercise.rungs[bout.rung].say
    if rung:
        lines.append(rung)
    lines.append(dose_line(bout))
    return tuple(lines)


def name_line(bout: Bout) -> Line:
    """Return the sentence that names the exercise of `bout`."""
    return phrase("exercise_name", name=bout.exercise.name)


def reminder(bout: Bout, done: int, *, in_place: bool) -> tuple[Line, ...]:
    """Return what to say before going on with `bout` after `done` repetitions.

    `in_place` tells whether the person is still in position and needs no name or side.
    """
    more = 0 < done < bout.repetitions
    lines: tuple[Line, ...] = (phrase("from_repetition", number=done + 1),) if more else ()
    if in_place:
        return lines
    side = side_line(bout)
    return (*lines, name_line(bout), *((side,) if side else ()))


def coming_lines(bout: Bout) -> tuple[Line, ...]:
    """Return what a rest says of `bout`, which comes after it."""
    if bout.opens_exercise:
        return (phrase("comes_next", name=bout.exercise.name),)
    side = side_line(bout)
    number = phrase("next_set", number=bout.set_number, count=bout.set_count)
    # Not the hold: it is known, and rests of 10 s have no time for more words.
    count = phrase("dose_counted" if bout.repetitions > 1 else "dose_once", count=bout.repetitions)
    return (number, *((side,) if side else ()), count)
