"""The states of a session, by name, and the groups they stand in.

Only names: what may follow what is in `tables`.
"""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """Where a session stands. The value is the path in the machine: group, then state."""

    READY = "ready"
    HEARING_CHECK = "preparing.hearing_check"
    """The person says 'stop' and the coach says what it heard."""
    IDENTIFY = "preparing.identify"
    """Who of a home it is."""
    INTERVIEW = "preparing.interview"
    """Warning signs, the back's past, how it is today."""
    RESUME_OFFER = "preparing.resume_offer"
    """Whether to go on with an interrupted session."""
    WELCOME = "preparing.welcome"
    """All questions are answered; what comes is told."""
    INTRODUCING = "training.introducing"
    MOVING = "training.moving"
    HOLDING = "training.holding"
    SWITCHING = "training.switching"
    RESTING = "training.resting"
    PAUSED = "paused"
    CONFIRM_FINISH = "asking.confirm_finish"
    NEAR_MISS = "asking.near_miss"
    """After a cry or half a stop word: did that hurt?"""
    PAIN_SCORE = "latched.pain_score"
    PAIN_CHOICE = "latched.pain_choice"
    STOPPED = "latched.stopped"
    NO_AUDIO = "latched.no_audio"
    """The coach cannot hear, or not be heard."""
    LATCHED_GOODBYE = "latched.goodbye"
    """The closing words after a stop that was not answered with going on: still latched."""
    DEBRIEF = "closing.debrief"
    """The one question after a whole session."""
    GOODBYE = "closing.goodbye"
    FINISHED = "finished"

    @property
    def group(self) -> str:
        """The group it stands in; its own name where it stands alone."""
        return self.value.partition(".")[0]

    @property
    def label(self) -> str:
        """Its name without the group, for people and timelines."""
        return self.value.rpartition(".")[2].replace("_", " ")


def in_group(*groups: str) -> tuple[State, ...]:
    """Return the states of `groups`, in order."""
    return tuple(state for state in State if state.group in groups)


PREPARING = in_group("preparing")
TRAINING = in_group("training")
ASKING = in_group("asking")
LATCHED = in_group("latched")
CLOSING = in_group("closing")
WORKING = (State.MOVING, State.HOLDING)
BREAKS = (State.RESTING, State.SWITCHING)
"""States in which the person waits for the next set."""
PAIN = (State.PAIN_SCORE, State.PAIN_CHOICE)
ALIVE = tuple(state for state in State if state is not State.FINISHED)
