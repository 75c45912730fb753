"""Going on with a session that broke off: whether it may be offered, and where it goes on.

Offered after the questions, never before: a person with a red flag, or a back too bad for training,
is not asked to go on.
"""

from __future__ import annotations

from backtalk.core.dialogue.dialogue import Decision, Question, Reply, Unrecorded, Verdict
from backtalk.core.model.events import Command, Line, phrase
from backtalk.core.model.history import InterruptedSession
from backtalk.core.model.plan import Plan

OFFER_ID = "go-on"
ANSWER_WAIT_S = 10.0
_ACCEPTS = frozenset(
    {Command.YES, Command.NO, Command.CONTINUE, Command.BACK, Command.WHY, Command.HELP}
)


def offer_of(interrupted: InterruptedSession | None, plan: Plan, day: int) -> ResumeOffer | None:
    """Return the offer to go on with `interrupted` in `plan` on `day`; None where there is none."""
    if interrupted is None or not may_go_on(interrupted, plan, day):
        return None
    place = place_in(plan, interrupted)
    return ResumeOffer(interrupted.session, place, plan.sets[place - 1].exercise.name)


class ResumeOffer(Unrecorded):
    """The offer. Only a 'yes' takes the session up; anything else, and silence, begins a new one.

    'Continue' and 'go on' are a yes, too: that is what they mean.
    """

    def __init__(self, session: str, place: int, last: str) -> None:
        """Prepare to offer going on with `session` (an id) at set `place`, after `last`."""
        self.session = session
        self.place = place
        self._last = last
        self.accepted: bool | None = None
        """None while it is not answered."""

    def open(self) -> Question:
        """Ask."""
        return self._ask()

    def answer(self, command: Command) -> Reply:
        """Take a yes or no."""
        if command in {Command.WHY, Command.HELP}:
            return self._ask((phrase("because_go_on"),))
        if command in {Command.YES, Command.CONTINUE}:
            return self._decide(accepted=True)
        return self._ask() if command is Command.BACK else self._decide(accepted=False)

    def unanswered(self) -> Reply:
        """Begin a new session."""
        return self._decide(accepted=False)

    def _decide(self, *, accepted: bool) -> Verdict:
        self.accepted = accepted
        return Verdict(Decision.GO_ON, (phrase("taking_it_up" if accepted else "new_session"),))

    def _ask(self, before: tuple[Line, ...] = ()) -> Question:
        ask = phrase("shall_we_go_on", name=self._last)
        return Question((*before, ask), _ACCEPTS, ANSWER_WAIT_S, OFFER_ID)


def may_go_on(interrupted: InterruptedSession | None, plan: Plan, day: int) -> bool:
    """Whether going on may be offered: the same routine, the same day, begun, and not in pain.

    A session that broke off in the middle of pain is never taken up again: it ended there.
    """
    if interrupted is None or interrupted.hurt:
        return False
    same = (interrupted.routine, interrupted.day) == (plan.routine.id, day)
    return same and 0 < place_in(plan, interrupted) < len(plan.sets)


def place_in(plan: Plan, interrupted: InterruptedSession) -> int:
    """Return the index of the first set of `plan` after all that was done or left out."""
    done = {(each.exercise, each.number, each.side) for each in interrupted.sets}
    place = 0
    for index, exercise_set in enumerate(plan.sets):
        side = exercise_set.side.value if exercise_set.side else ""
        if (exercise_set.exercise.id, exercise_set.set_number, side) in done:
            place = index + 1
        if exercise_set.exercise.id in interrupted.left_out:
            place = max(place, plan.after_exercise(index))
    return place
