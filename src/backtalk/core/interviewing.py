"""How a session asks: the questions before it, what follows from them, and the one after it.

The interview is over before any exercise. What was answered may change the plan or decline it;
then the reasons are said and nothing is trained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backtalk.core.course import Course
from backtalk.core.interview import HowWasIt, Interview
from backtalk.core.messages import Line
from backtalk.core.phases import Phase
from backtalk.core.plan import Bout, Plan
from backtalk.core.questions import AFTERWARDS
from backtalk.core.remarks import Change, of

if TYPE_CHECKING:
    from backtalk.core.session import Session


def ask(session: Session, interview: Interview, now_s: float) -> None:
    """Open the interview, or take it up where it was left."""
    if session.phase is not Phase.ASKING:
        if session.phase is not Phase.CHECKING_VOICE:
            session.enter("check")
        session.enter("ask")
    session.open_dialogue(interview, now_s)


def go_on(session: Session, interview: Interview, lines: tuple[Line, ...], now_s: float) -> None:
    """Go on with what is still to be asked; when nothing is, fit the plan and welcome."""
    if session.closing:
        session.close(now_s, lines)
    elif interview.asked is not None:
        ask(session, interview, now_s)
    else:
        _fit(session, interview, lines, now_s)


def keep_answers(session: Session) -> None:
    """Write down what was just answered, before anything else is said."""
    dialogue = session.waiting.dialogue
    if isinstance(dialogue, Interview | HowWasIt):
        session.out.add(*dialogue.take_records())


def asked_now(session: Session) -> str:
    """Return the id of the question that is being asked; '' where it is none of these."""
    dialogue = session.waiting.dialogue
    if isinstance(dialogue, Interview):
        return dialogue.asked.id if dialogue.asked is not None else ""
    return AFTERWARDS.id if isinstance(dialogue, HowWasIt) else ""


def ask_afterwards(session: Session, now_s: float) -> bool:
    """Ask once how it was, after a session that was done to its end; return whether it asks."""
    if session.asking is None or session.asked_afterwards:
        return False
    if session.latched or not session.course.at_end:
        return False
    if not session.may("ask"):
        return False
    session.asked_afterwards = True
    session.clock.stand_still()
    session.waiting.end()
    session.enter("ask")
    session.open_dialogue(HowWasIt(session.limits, session.asking.whom_to_call), now_s)
    return True


def refusal(plan: Plan) -> tuple[Line, ...]:
    """Return why nothing of `plan` is trained; nothing where something is."""
    if plan.bouts and not plan.declined:
        return ()
    reasons = plan.declined or of(plan.remarks, Change.LEFT_OUT)
    return tuple(dict.fromkeys(remark.says for remark in reasons))


def place_after(plan: Plan, before: Plan, index: int) -> int:
    """Return the bout of `plan` to begin with, where `before` was to begin with bout `index`."""
    done = {_sort(bout) for bout in before.bouts[:index]}
    coming = (n for n, bout in enumerate(plan.bouts) if _sort(bout) not in done)
    return next(coming, 0)


def _fit(session: Session, interview: Interview, lines: tuple[Line, ...], now_s: float) -> None:
    session.interview = None
    before = session.course
    replan = session.asking.replan if session.asking is not None else None
    plan = replan(interview.given) if replan is not None else before.plan
    if not plan.bouts or plan.declined:
        session.close(now_s, (*lines, *refusal(plan)))
        return
    session.course = Course(plan)
    session.course.begin_at(place_after(plan, before.plan, before.index))
    session.enter("check")
    session.welcome(lines, now_s)


def _sort(bout: Bout) -> tuple[str, int, str]:
    return bout.exercise.id, bout.set_number, bout.side.value if bout.side else ""
