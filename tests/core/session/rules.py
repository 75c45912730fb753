"""What must hold after every event, whatever happened: checked by the property tests."""

from __future__ import annotations

from backtalk.core.model.effects import Chime, Effect, Entered, Latch, Release, Speak
from backtalk.core.model.events import CommandHeard, Event, StopHeard
from backtalk.core.model.records import Record
from backtalk.core.session.machine.states import State
from backtalk.core.session.session import Session

_EXACT_S = 1e-6
_AFTER_A_SET = {
    state.value for state in (State.SWITCHING, State.RESTING, State.GOODBYE, State.DEBRIEF)
}


class Rules:
    """Watches one session; `check` fails when it breaks a rule."""

    def __init__(self, session: Session, *, stop_answers: bool = False) -> None:
        """`stop_answers`: a hearing check may ask for a stop word, and only then one releases."""
        self._session = session
        self._stop_answers = stop_answers
        self._latched = False
        self._sets_done = 0
        self._finished = False

    def check(self, event: Event, effects: tuple[Effect, ...], now_s: float) -> None:
        """Check what `session` did about `event` at `now_s`."""
        if self._finished:
            assert effects == ()
            assert self._session.state is State.FINISHED
            return
        if isinstance(event, StopHeard):
            self._latched = True
        for effect in effects:
            self._check_latch(event, effect)
        self._check_records(effects)
        sets_done = self._session.view(now_s).sets_done
        assert sets_done >= self._sets_done
        self._sets_done = sets_done
        self._finished = self._session.state is State.FINISHED
        deadline_s = self._session.next_deadline()
        assert deadline_s is None or deadline_s > now_s - _EXACT_S, "what was due was not done"

    def _check_latch(self, event: Event, effect: Effect) -> None:
        match effect:
            case Latch():
                self._latched = True
            case Release():
                answers = (CommandHeard, StopHeard) if self._stop_answers else CommandHeard
                assert isinstance(event, answers), "only a person's word releases"
                self._latched = False
            case Speak(safety=False) | Chime(safety=False):
                assert not self._latched, f"{effect} while latched"

    @staticmethod
    def _check_records(effects: tuple[Effect, ...]) -> None:
        """Each set is recorded right before the state that follows it, so before any word."""
        for index, effect in enumerate(effects):
            if isinstance(effect, Record) and effect.kind == "set":
                following = effects[index + 1]
                assert isinstance(following, Entered)
                assert following.state in _AFTER_A_SET
            if isinstance(effect, Entered) and effect.state == State.SWITCHING.value:
                before = effects[index - 1]
                assert isinstance(before, Record)
                assert before.kind == "set"
