"""The guards of the tables: which row of a trigger is taken.

Each is a question about the memory *before* the trigger's action, and nothing else. The library
calls them by name, and writes the state it is in to the same object.
"""

from __future__ import annotations

from collections.abc import Callable

from backtalk.core.session.machine.memory import Memory
from backtalk.core.session.machine.states import PAIN, State
from backtalk.core.session.pacing.adjust import easier


class Guards:
    """The memory of one session, as the tables ask about it."""

    state: str
    """Written by the library."""
    trigger: Callable[[str], bool]
    may_trigger: Callable[[str], bool]

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    # ---------------------------------------------------------------- what must come first

    def pain_is_unanswered(self) -> bool:
        """Whether lost sound cut the question about pain short."""
        return self.memory.suspended is not None and self.memory.suspended.state in PAIN

    def sound_is_gone(self) -> bool:
        """Whether going on would be deaf."""
        return self.memory.sound_gone

    def goodbye_has_begun(self) -> bool:
        """Whether the goodbye has begun: no exercise follows."""
        return self.memory.ending is not None

    def check_is_open(self) -> bool:
        """Whether the hearing check is not over."""
        return self.memory.check is not None

    def person_is_unknown(self) -> bool:
        """Whether it is still to be asked who it is."""
        return self.memory.who is not None

    def questions_are_open(self) -> bool:
        """Whether the interview is not over."""
        return self.memory.interview is not None

    def nothing_is_offered(self) -> bool:
        """Whether the plan has nothing to train for this person."""
        return not self.memory.begun and self.memory.refusal is not None

    def resume_is_offered(self) -> bool:
        """Whether an interrupted session may be gone on with and nobody has answered yet."""
        return self.memory.resume_is_open

    def is_not_welcomed(self) -> bool:
        """Whether the welcome is still to come."""
        return not self.memory.begun

    # ---------------------------------------------------------------- back to what was set aside

    def pause_is_suspended(self) -> bool:
        """Whether the question came in a pause."""
        return self._is_suspended(State.PAUSED)

    def hearing_check_is_suspended(self) -> bool:
        """Whether a near miss interrupted the hearing check."""
        return self._is_suspended(State.HEARING_CHECK)

    def identify_is_suspended(self) -> bool:
        """Whether it interrupted the question who it is."""
        return self._is_suspended(State.IDENTIFY)

    def interview_is_suspended(self) -> bool:
        """Whether it interrupted the interview."""
        return self._is_suspended(State.INTERVIEW)

    def resume_offer_is_suspended(self) -> bool:
        """Whether it interrupted the offer to go on."""
        return self._is_suspended(State.RESUME_OFFER)

    def confirm_finish_is_suspended(self) -> bool:
        """Whether it interrupted the question whether to finish."""
        return self._is_suspended(State.CONFIRM_FINISH)

    def debrief_is_suspended(self) -> bool:
        """Whether it interrupted the question how it was."""
        return self._is_suspended(State.DEBRIEF)

    # ---------------------------------------------------------------- where the plan leads

    def exercise_is_new(self) -> bool:
        """Whether the coming set opens an exercise."""
        return self.memory.position.exercise_set.opens_exercise

    def is_last_set(self) -> bool:
        """Whether no set follows the present one."""
        return self.memory.position.is_last_set

    def is_last_exercise(self) -> bool:
        """Whether no exercise follows the present one."""
        return self.memory.position.is_last_exercise

    def is_done(self) -> bool:
        """Whether no set is left."""
        return self.memory.position.at_end

    def is_done_after_easing(self) -> bool:
        """Whether nothing is left, or nothing easier of the last exercise.

        What hurt is not repeated unchanged: where nothing easier is left, it is left out.
        """
        if self.is_done():
            return True
        return self.is_last_exercise() and easier(self.memory.position.exercise_set) is None

    def other_side_follows(self) -> bool:
        """Whether the next set is the other side of the present one."""
        return self.memory.position.other_side_follows

    def debrief_is_due(self) -> bool:
        """Whether it is still to be asked how it was."""
        return self.memory.setup.questions is not None and not self.memory.debriefed

    def _is_suspended(self, state: State) -> bool:
        return self.memory.suspended is not None and self.memory.suspended.state is state
