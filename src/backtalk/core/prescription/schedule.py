"""What is due today and why: rules one can read, over the history and the day.

The first rule that applies decides. Rest after strong pain, the gentle routine after
middling pain or with sore muscles, days of rest between, belly and back in turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backtalk.core.model.events import SCORES, Line, phrase
from backtalk.core.model.history import SETTLED, SORE, History
from backtalk.core.prescription.build_plan import Past
from backtalk.core.prescription.days import sharp_days
from backtalk.core.prescription.frequency import how_often, may_be_trained

GENTLE = ("breath-and-towel", "acute-relief", "preparatory", "office-seated")
"""The routines for a day on which less is more, the first choice first."""
SORE_DAYS = 2
"""'Usually after two to three days.'"""
_STOP_AND_REST = "during a session: pain in the back; ours: a day of rest"
_IF_IT_HURTS = "during a session: if it hurts"


@dataclass(frozen=True)
class Wish:
    """What may be trained: the routine asked for, or those of a programme, in order."""

    routines: tuple[str, ...]
    gentle: tuple[str, ...] = GENTLE
    """What to take where less is more; those that are offered to the person."""


@dataclass(frozen=True)
class Due:
    """What is due today, and why."""

    routine: str | None
    """None: nothing, not even the gentle one."""
    rule: str
    says: tuple[Line, ...]
    source: str
    as_wished: bool = True
    """False: another routine takes the place of the one that was wished for."""


DueRule = Callable[[Wish, Past], Due | None]


def rest_after_strong_pain(_: Wish, past: Past) -> Due | None:
    """What ended a session for pain, or a back that is bad now, gets a day of rest.

    Source: 'during a session: pain in the back'; the day is ours.
    """
    now = past.history.pain_on(past.day)
    if now is not None and past.limits.is_sharp(now):
        says = (phrase("now_rest", score=_word(now)),)
        return Due(None, "rest-after-strong-pain", says, _STOP_AND_REST, as_wished=False)
    sharp = sharp_days(past.history, past.limits).values()
    if not any(past.day - 1 <= day <= past.day for day in sharp) or _settled(past):
        return None
    return Due(
        None, "rest-after-strong-pain", _was(past, gentle=False), _STOP_AND_REST, as_wished=False
    )


def gentle_after_pain(wish: Wish, past: Past) -> Due | None:
    """Pain of three or four, or pain that had not settled by the morning: the gentle routine.

    Source: 'during a session: if it hurts'.
    """
    now = past.history.pain_on(past.day)
    if now is not None and past.limits.is_troubling(now):
        says = (phrase("now_gentle", score=_word(now)),)
        return _gentle(wish, "gentle-after-pain", says, _IF_IT_HURTS)
    unsettled = past.history.last_answer(SETTLED)
    if unsettled and unsettled.answer == "no" and past.day - 1 <= unsettled.day <= past.day:
        return _gentle(wish, "gentle-after-pain", (phrase("unsettled_gentle"),), _IF_IT_HURTS)
    score = _worst(past)
    if past.limits.is_troubling(score) and not _settled(past):
        return _gentle(wish, "gentle-after-pain", _was(past, gentle=True), _IF_IT_HURTS)
    return None


def wait_while_sore(wish: Wish, past: Past) -> Due | None:
    """Sore muscles wait until they are barely felt: two or three days.

    Source: 'progress: sore muscles'.
    """
    sore = past.history.last_answer(SORE)
    if sore is None or sore.answer != "yes" or past.day - sore.day >= SORE_DAYS:
        return None
    return _gentle(wish, "wait-while-sore", (phrase("sore_gentle"),), "progress: sore muscles")


def belly_and_back(wish: Wish, past: Past) -> Due | None:
    """Belly and back alike: after one of them the other, never one alone.

    Source: 'progress: abs and back alike'.
    """
    other = {"main-abs": "main-back", "main-back": "main-abs"}
    if len(wish.routines) != 1 or wish.routines[0] not in other:
        return None
    wished = wish.routines[0]
    halves = past.history.of_routines(("main", *other))
    if not halves or halves[-1].routine != wished:
        return None
    turn = other[wished]
    if not may_be_trained(turn, past):
        return None
    part = phrase("back_turn" if turn == "main-back" else "belly_turn")
    return Due(turn, "belly-and-back", (part,), "progress: abs and back alike", as_wished=False)


def in_turn(wish: Wish, past: Past) -> Due | None:
    """The routine that is free to be trained today; of a programme, the one longest ago.

    Source: 'progress: how often'.
    """
    free = [name for name in wish.routines if may_be_trained(name, past)]
    if not free:
        return None
    routine = min(free, key=lambda name: (_last(past.history, name) or 0, free.index(name)))
    return Due(routine, "in-turn", _ago(routine, past), "progress: how often")


def rest_day(wish: Wish, past: Past) -> Due | None:
    """Between two times lie days of rest; on them only the gentle routine.

    Source: 'progress: how often'; the days between are ours.
    """
    often = how_often(wish.routines[0])
    says = (*_ago(wish.routines[0], past), phrase("rest_day_gentle", times=often.a_week))
    return _gentle(wish, "rest-day", says, "progress: how often; ours: days between")


RULES: tuple[DueRule, ...] = (
    rest_after_strong_pain,
    gentle_after_pain,
    wait_while_sore,
    belly_and_back,
    in_turn,
    rest_day,
)
"""In the order in which they are tried."""


def due(wish: Wish, past: Past) -> Due:
    """Return what is due on the day of `past`: the first rule that applies decides."""
    found = (rule(wish, past) for rule in RULES)
    return next(each for each in found if each is not None)


def _gentle(wish: Wish, rule: str, says: tuple[Line, ...], source: str) -> Due:
    gentle = [name for name in wish.gentle if name in wish.routines] or list(wish.gentle)
    if not gentle:
        return Due(None, rule, (phrase("nothing_gentle"),), source, as_wished=False)
    return Due(gentle[0], rule, says, source, as_wished=gentle[0] in wish.routines)


def _settled(past: Past) -> bool:
    """Whether the person said since the last pain that it had settled."""
    answer = past.history.last_answer(SETTLED)
    last = max((pain.day for pain in past.history.pains), default=past.day)
    return answer is not None and answer.answer == "yes" and last < answer.day <= past.day


def _worst(past: Past) -> int | None:
    """Return the highest score of today or yesterday, whichever has the later one."""
    for day in (past.day, past.day - 1):
        scores = [p.score for p in past.history.pains if p.day == day and p.score is not None]
        if scores:
            return max(scores)
    return None


def _was(past: Past, *, gentle: bool) -> tuple[Line, ...]:
    """Return what the back was at, and what follows: the gentle routine, or rest."""
    score = _worst(past)
    if score is None:
        return (phrase("troubled_gentle" if gentle else "troubled_rest"),)
    word = _word(score)
    if any(p.day == past.day and p.score == score for p in past.history.pains):
        return (phrase("today_gentle" if gentle else "today_rest", score=word),)
    return (phrase("yesterday_gentle" if gentle else "yesterday_rest", score=word),)


def _word(score: int) -> str:
    """Return the number as it is spoken: the word that a person answers with, too."""
    return SCORES[score].value


def _last(history: History, routine: str) -> int | None:
    times = history.of_routines((routine,))
    return times[-1].day if times else None


def _ago(routine: str, past: Past) -> tuple[Line, ...]:
    """Return when `routine` was trained last."""
    last = _last(past.history, routine)
    if last is None:
        return (phrase("first_time"),)
    days = past.day - last
    if days == 0:
        return (phrase("trained_today"),)
    return (phrase("trained_yesterday") if days == 1 else phrase("trained_ago", days=days),)
