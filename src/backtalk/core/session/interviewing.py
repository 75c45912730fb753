"""How a session asks: the questions before it, what follows from them, and the one after it.

The interview is over before any exercise. What was answered may change the plan or decline it;
then the reasons are said and nothing is trained. The order in which a session asks is in
`preliminaries`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backtalk.core.dialogue.debrief import HowWasIt
from backtalk.core.dialogue.interview import Interview
from backtalk.core.dialogue.near_miss import ASK_ID as DID_THAT_HURT
from backtalk.core.dialogue.near_miss import DidThatHurt
from backtalk.core.dialogue.questions import AFTERWARDS
from backtalk.core.dialogue.resume_offer import OFFER_ID, ShallWeGoOn
from backtalk.core.dialogue.who_is_it import ASK_ID, WhoIsIt
from backtalk.core.model.adjustments import Change, of
from backtalk.core.model.events import Line
from backtalk.core.model.plan import ExerciseSet, Plan

if TYPE_CHECKING:
    from backtalk.core.session.session import Session


def keep_answers(session: Session) -> None:
    """Write down what was just answered, before anything else is said."""
    dialogue = session.waiting.dialogue
    if isinstance(dialogue, Interview | HowWasIt):
        session.out.add(*dialogue.take_records())


def asked_now(session: Session) -> str:
    """Return the id of the question that is being asked; '' where it is none of these.

    Who it is has the id 'who:' and the name.
    """
    match session.waiting.dialogue:
        case Interview(asked=item):
            return item.id if item is not None else ""
        case WhoIsIt(asked=person):
            return f"{ASK_ID}:{person.name if person.is_named else ''}"
        case ShallWeGoOn():
            return OFFER_ID
        case HowWasIt():
            return AFTERWARDS.id
        case DidThatHurt():
            return DID_THAT_HURT
        case _:
            return ""


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


def still_to_be_told(session: Session) -> tuple[Line, ...]:
    """Return the warning of the questions where something else ends the session among them."""
    interview = session.interview
    if interview is None or session.waiting.dialogue is interview:
        return ()
    return interview.warning


def refusal(plan: Plan) -> tuple[Line, ...]:
    """Return why nothing of `plan` is trained; nothing where something is."""
    if plan.sets and not plan.declined:
        return ()
    reasons = plan.declined or of(plan.adjustments, Change.LEFT_OUT)
    return tuple(dict.fromkeys(adjustment.says for adjustment in reasons))


def place_after(plan: Plan, before: Plan, index: int) -> int:
    """Return the set of `plan` to begin with, where `before` was to begin with set `index`."""
    done = {_sort(exercise_set) for exercise_set in before.sets[:index]}
    coming = (n for n, exercise_set in enumerate(plan.sets) if _sort(exercise_set) not in done)
    return next(coming, 0)


def _sort(exercise_set: ExerciseSet) -> tuple[str, int, str]:
    return (
        exercise_set.exercise.id,
        exercise_set.set_number,
        exercise_set.side.value if exercise_set.side else "",
    )
