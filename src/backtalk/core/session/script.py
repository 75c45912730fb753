"""Everything a session may say, found by running it dry: no sound, no waiting.

A session knows what it will say only as it goes; so it is run once, each utterance taken as said
at once, and its lines are collected. Answers depend on the moment and are rendered when asked.
"""

from __future__ import annotations

from backtalk.core.model.effects import Speak
from backtalk.core.model.events import Begun, Line, SpeechFinished, Woken
from backtalk.core.model.plan import Plan
from backtalk.core.session.machine.states import State
from backtalk.core.session.session import Session
from backtalk.core.session.setup import SessionSetup

_MAX_STEPS = 100_000


def lines_of(plan: Plan, begin_at: int = 0) -> tuple[Line, ...]:
    """Return every line that the undisturbed session of `plan` says, in order, each once.

    `begin_at` is the set with which it begins, where it goes on in the middle.
    """
    session, now_s = Session(SessionSetup(plan, begin_at=begin_at)), 0.0
    lines: dict[Line, None] = {}
    effects = session.handle(Begun(), now_s)
    for _ in range(_MAX_STEPS):
        spoken = [effect for effect in effects if isinstance(effect, Speak)]
        for effect in spoken:
            lines.update(dict.fromkeys(effect.lines))
        if session.state is State.FINISHED:
            break
        if spoken:
            effects = session.handle(SpeechFinished(spoken[-1].utterance), now_s)
            continue
        now_s = session.next_deadline() or now_s
        effects = session.handle(Woken(), now_s)
    return tuple(lines)
