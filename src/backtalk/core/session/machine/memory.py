"""What a session remembers besides its state. Frozen: each turn gives another memory.

The bits that guards read, and why each is no state of the machine: `sound_gone`, because sound can
be lost in the middle of a latched stop, which stays what it is; `ending`, because a goodbye that
was interrupted by a stop is come back to; `begun` and `debriefed`, because they say what must not
happen twice, wherever the session is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from backtalk.core.dialogue.dialogue import Dialogue, Question
from backtalk.core.dialogue.hearing_check import HearingCheck
from backtalk.core.dialogue.interview import Interview
from backtalk.core.dialogue.resume_offer import ResumeOffer
from backtalk.core.dialogue.who_is_it import WhoIsIt
from backtalk.core.model.events import Line
from backtalk.core.model.plan import Plan
from backtalk.core.model.records import CheckResult
from backtalk.core.session.machine.states import State
from backtalk.core.session.pacing.framing import refusal
from backtalk.core.session.pacing.plan_position import PlanPosition, place_after
from backtalk.core.session.setup import SessionSetup


@dataclass(frozen=True)
class Suspended:
    """What an interruption set aside, to be come back to."""

    state: State
    dialogue: Dialogue | None = None
    """The conversation of that state, as far as it had come."""
    question: Question | None = None
    """The very question that was being asked."""
    beneath: Suspended | None = None
    """What was set aside already."""


@dataclass(frozen=True)
class Memory:
    """All that a session knows; `fresh` makes the first one."""

    household: SessionSetup
    """What it was begun with: nobody's where it is asked who it is."""
    setup: SessionSetup
    """The same, of the person who has come."""
    position: PlanPosition
    pace: float = 1.0
    """Stretches the tempo of repetitions; above one is slower."""
    check: HearingCheck | None = None
    """The hearing check; None once it is over."""
    who: WhoIsIt | None = None
    """The question who it is; None once that is settled."""
    interview: Interview | None = None
    """The questions before the session; None once they are answered."""
    offer: ResumeOffer | None = None
    """The offer to go on with an interrupted session, once it was made."""
    named: WhoIsIt | None = None
    """The question who it is, once answered: 'back' at the next question takes the name back."""
    named_at: int = 0
    """How many records there were when it was answered."""
    records: int = 0
    """How many records there were."""
    checked: CheckResult | None = None
    """How the hearing check ended."""
    suspended: Suspended | None = None
    sound_gone: bool = False
    """Whether what was lost has not come back."""
    begun: bool = False
    """Whether it was written down what is trained; the welcome does it."""
    debriefed: bool = False
    """Whether it was asked how it was."""
    ending: tuple[Line, ...] | None = None
    """What the goodbye begins with, once it has begun."""
    refusal: tuple[Line, ...] | None = None
    """Why nothing is trained; None where something is."""
    unhandled_pain: bool = False
    """Whether a report of pain waits for what was done about it."""

    @classmethod
    def fresh(cls, setup: SessionSetup) -> Memory:
        """Return the memory of a session that begins with `setup`."""
        memory = cls(
            setup,
            setup,
            PlanPosition(setup.plan),
            check=HearingCheck(setup.check) if setup.check else None,
            who=WhoIsIt(setup.candidates) if setup.candidates else None,
        )
        return memory.with_setup(setup)

    def with_setup(self, setup: SessionSetup) -> Memory:
        """Return it as the session of `setup`, of which nothing has begun."""
        memory = replace(self, setup=setup, interview=None, offer=None).with_plan(setup.plan)
        memory = replace(memory, position=memory.position.begun_at(setup.begin_at))
        if setup.questions is None:
            return memory
        interview = Interview(setup.questions, setup.known, setup.whom_to_call, setup.limits)
        if interview.asked is None:  # all is known: the plan follows from that
            return memory.with_answers({})
        return replace(memory, interview=interview, refusal=None)

    def with_answers(self, given: Mapping[str, str]) -> Memory:
        """Return it with the interview over and the plan fitted to what was answered."""
        memory = replace(self, interview=None)
        if self.setup.replan is None:
            return memory.with_plan(self.position.plan)
        return memory.with_plan(self.setup.replan(given))

    def with_plan(self, plan: Plan) -> Memory:
        """Return it with `plan`, going on where the plan before was to begin.

        Where nothing of it is trained, the plan before stays and the reasons are kept.
        """
        if not plan.sets or plan.declined:
            return replace(self, refusal=refusal(plan))
        if plan is self.position.plan:
            return replace(self, refusal=None)
        index = place_after(plan, self.position.plan, self.position.index)
        return replace(self, position=PlanPosition(plan).begun_at(index), refusal=None)

    @property
    def resume_is_open(self) -> bool:
        """Whether an interrupted session may be gone on with and nobody has answered yet."""
        if self.begun:
            return False
        if self.offer is not None:
            return self.offer.accepted is None
        return self.setup.offer_in(self.position.plan) is not None

    @property
    def questions_open(self) -> bool:
        """Whether anything is still to be asked before the welcome."""
        return self.who is not None or self.interview is not None or self.resume_is_open

    @property
    def prepared(self) -> bool:
        """Whether hearing check and questions are over: something may be trained."""
        return self.check is None and not self.questions_open

    @property
    def exercise(self) -> str:
        """The id of the present exercise; '' before anything is trained: none is to blame."""
        return self.position.exercise_set.exercise.id if self.prepared else ""

    @property
    def name_can_be_taken_back(self) -> bool:
        """Whether nothing was recorded since it was said who it is."""
        return self.named is not None and self.records == self.named_at
