"""What an interruption sets aside, and for how long."""

from __future__ import annotations

from backtalk.core.session.machine.memory import Suspended
from backtalk.core.session.machine.states import PAIN, State
from backtalk.core.session.machine.tables import SUSPENDABLE
from backtalk.core.session.turn.step import Turn


def suspended_after(turn: Turn, trigger: str, dest: State) -> Suspended | None:
    """Return what is set aside once `trigger` has led from `turn` to `dest`.

    - A near miss sets aside the question it came in, with what that one had set aside itself.
    - 'Finish now?' in a pause comes back to the pause.
    - Pain in a pause comes back to the pause, where it was a false alarm.
    - Lost sound sets aside a report of pain until it is asked about again, whatever comes in
      between.
    - Everything else ends it: where the session stands is where it goes on.
    """
    before = turn.memory.suspended
    if trigger == "suspect" and turn.state in SUSPENDABLE:
        return Suspended(turn.state, turn.dialogue, turn.question, beneath=before)
    if trigger in {"ask_to_finish", "pain"} and turn.state is State.PAUSED:
        return Suspended(State.PAUSED)
    if trigger == "lose_sound" and turn.state in PAIN:
        return Suspended(turn.state, beneath=before)
    return None if before is None else _kept(before, turn.state, trigger, dest)


def _kept(before: Suspended, state: State, trigger: str, dest: State) -> Suspended | None:
    """Return what is still set aside of `before`."""
    if trigger == "go_on" and before.state in PAIN and dest in PAIN:
        return before.beneath
    if trigger == "go_on" and before.state is dest:
        return before
    if trigger == "pain" and state is State.CONFIRM_FINISH:
        return before
    if trigger == "it_hurt" and before.state is State.CONFIRM_FINISH:
        return before.beneath
    keeps_pain = trigger in {"lose_sound", "find_sound", "stop"}
    return before if keeps_pain and before.state in PAIN else None
