"""What a whole sentence leads to that is no command: a refusal, a doubt.

Where it leads stands in the tables; here is what is said. Nothing is ever begun by either.
"""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Question
from backtalk.core.model.events import Command, phrase
from backtalk.core.session.machine.meanings import DOUBTS, SPOKEN, meaning_of_refusal
from backtalk.core.session.turn.step import Step, Turn

_STAYING = {
    "stay": (phrase("staying"),),
    "stay_or_finish": (phrase("staying"), phrase("say_finish")),
}
"""Said to a refusal; the question stays open."""


def refused(turn: Turn, command: Command | None) -> Step:
    """Return what follows where the person does not want `command`; None: it was not said."""
    trigger = meaning_of_refusal(turn.state, command)
    if trigger in SPOKEN:
        return Step(aside=_STAYING[trigger])
    return Step(hush=bool(trigger), trigger=trigger)


def doubted(turn: Turn) -> Step:
    """Return what follows where the person does not know: the question, in other words."""
    if turn.state not in DOUBTS or turn.dialogue is None:
        return Step()
    again: Question | None = turn.dialogue.doubted()
    return Step(hush=again is not None, reply=again)
