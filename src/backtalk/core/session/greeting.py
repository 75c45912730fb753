"""The two ends of a session in words: the welcome, and the goodbye with how to get up.

A goodbye is final: whatever comes in between, it is said from its beginning and no exercise
follows. It refuses to wish anybody well who was stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backtalk.core.model.events import Line, Situation, phrase
from backtalk.core.model.records import HearingChecked, SessionBegun, SessionClosed
from backtalk.core.session import framing, interviewing
from backtalk.core.session.pacing import Stage
from backtalk.core.session.phases import Phase

if TYPE_CHECKING:
    from backtalk.core.session.session import Session

_SETTLE_S = 0.5
"""Between the last of these words and what follows."""


def welcome(session: Session, before: tuple[Line, ...], now_s: float) -> None:
    """Say what comes and how to talk to the coach; the first exercise follows."""
    record_begun(session)
    plan = session.course.plan
    welcome = framing.welcome(plan, session.course.index, session.pace)
    opening = (*session.opening, *framing.opening(plan))
    lines = (*before, *welcome, *opening, phrase("talk_to_me"), phrase("tell_me_at_once"))
    session.start(Stage(Phase.CHECKING_VOICE, lines, (), _SETTLE_S), now_s)


def goodbye(session: Session, now_s: float, before: tuple[Line, ...]) -> None:
    """Say goodbye and how to get up. After a stop the loudspeaker stays latched."""
    if interviewing.ask_afterwards(session, now_s):
        return
    session.closing = True
    # A goodbye that was cut short is said from its beginning, with its reasons and warnings.
    session.why_it_ends = tuple(dict.fromkeys((*before, *session.why_it_ends)))
    session.waiting.end()
    closing: tuple[Line, ...] = (phrase("that_is_all"),)
    if session.course.at_end and not session.latched:
        closing = (phrase("well_done"), *framing.closing(session.course.plan))
    session.enter("wrap_up")
    if session.out.records:  # a session with nothing in it is none
        record_begun(session)
        session.out.add(SessionClosed(session.sets_done))
    session.out.listen(Situation.FLOW)
    up = () if session.asking_first else (phrase("get_up"),)
    lines = (*session.why_it_ends, *closing, *up)
    session.start(Stage(Phase.FINISHING, lines, (), _SETTLE_S), now_s)


def record_begun(session: Session) -> None:
    """Write down once what is trained and how the hearing check ended.

    Where questions come first, both wait for the answers: these may change what is trained, and
    whoever leaves without any has had no session.
    """
    if session.recorded:
        return
    session.recorded = True
    plan = session.course.plan
    session.out.add(SessionBegun(plan.routine.id, len(plan.sets)))
    if session.checked is not None:
        session.out.add(HearingChecked(session.checked))
    session.out.add(*framing.consents(plan))
