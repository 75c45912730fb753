"""What comes before the welcome: the hearing check, who it is, the questions, the offer to go on.

Each is a dialogue that is over before the next begins, and all are over before any exercise. A
stop or lost sound in between latches as ever; after it the dialogue goes on where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backtalk.core.dialogue.interview import Interview
from backtalk.core.dialogue.resume_offer import ShallWeGoOn
from backtalk.core.dialogue.who_is_it import Arrival, Start, WhoIsIt
from backtalk.core.model.effects import Hush
from backtalk.core.model.events import Line, Situation
from backtalk.core.model.person import Person
from backtalk.core.model.records import SessionResumed
from backtalk.core.session import greeting, interviewing
from backtalk.core.session.phases import Phase
from backtalk.core.session.plan_position import PlanPosition

if TYPE_CHECKING:
    from backtalk.core.session.session import Session

_Asking = WhoIsIt | Interview | ShallWeGoOn


def begin(session: Session, now_s: float) -> None:
    """Check the hearing where asked to, then ask, then welcome; once."""
    if session.phase is not Phase.READY:
        return
    session.enter("begin")
    session.out.listen(Situation.FLOW)
    if session.check is not None:
        session.open_dialogue(session.check, now_s)
    else:
        go_on(session, (), now_s)


def go_on(session: Session, lines: tuple[Line, ...], now_s: float) -> None:
    """Ask what is still to be asked; when nothing is, welcome. `lines` are said first."""
    if session.closing:
        greeting.goodbye(session, now_s, lines)
    elif (dialogue := _open(session)) is not None:
        _ask(session, dialogue, lines, now_s)
    elif session.arrival is not None and session.who is not None and session.who.found is not None:
        _begin_as(session, session.arrival, session.who.found, lines, now_s)
    elif session.interview is not None:
        _fit(session, session.interview, lines, now_s)
    elif session.broken_off is not None:
        session.offer = session.broken_off.offer_in(session.course.plan)
        session.broken_off = None
        go_on(session, lines, now_s)
    else:
        _welcome(session, lines, now_s)


def back_to_who(session: Session, now_s: float) -> bool:
    """Ask once more who it is, where that can still be taken back; return whether it can.

    It can until anything is recorded: whoever it was taken for keeps no trace of it.
    """
    who = session.came_as
    if who is None or session.arrival is None or session.out.records > session.came_after:
        return False
    session.arrival.forget()
    who.take_back()
    session.who, session.came_as, session.offer = who, None, None
    session.take(Start(session.course.plan))
    session.out.add(Hush())
    session.open_dialogue(who, now_s)
    return True


def _open(session: Session) -> _Asking | None:
    """Return the dialogue that is not over; None where the next step is not a question."""
    if session.who is not None:
        return None if session.who.over else session.who
    if session.interview is not None:
        return None if session.interview.asked is None else session.interview
    if session.offer is not None:
        return session.offer if session.offer.accepted is None else None
    return None


def _ask(session: Session, dialogue: _Asking, lines: tuple[Line, ...], now_s: float) -> None:
    if session.phase is not Phase.ASKING:
        if session.phase is not Phase.CHECKING_VOICE:
            session.enter("check")
        session.enter("ask")
    session.open_dialogue(dialogue, now_s, lines)


def _begin_as(
    session: Session, arrival: Arrival, person: Person, lines: tuple[Line, ...], now_s: float
) -> None:
    """Go on as the session of `person`: with their plan, their questions, their past."""
    start = arrival.start(person)
    session.who, session.came_as, session.came_after = None, session.who, session.out.records
    session.take(start)
    if start.asking is None and (declined := interviewing.refusal(start.plan)):
        greeting.goodbye(session, now_s, (*lines, *declined))
    else:
        go_on(session, lines, now_s)


def _fit(session: Session, interview: Interview, lines: tuple[Line, ...], now_s: float) -> None:
    """Fit the plan to what was answered; where nothing of it is left, say why and close."""
    session.interview = None
    before = session.course
    replan = session.asking.replan if session.asking is not None else None
    plan = replan(interview.given) if replan is not None else before.plan
    if not plan.sets or plan.declined:
        greeting.goodbye(session, now_s, (*lines, *interviewing.refusal(plan)))
        return
    session.course = PlanPosition(plan)
    session.course.begin_at(interviewing.place_after(plan, before.plan, before.index))
    go_on(session, lines, now_s)


def _welcome(session: Session, lines: tuple[Line, ...], now_s: float) -> None:
    offer, session.offer = session.offer, None
    if offer is not None and offer.accepted:
        session.course.begin_at(offer.place)
        session.out.add(SessionResumed(offer.session))
    if session.phase is not Phase.CHECKING_VOICE:
        session.enter("check")
    greeting.welcome(session, lines, now_s)
