"""What a session begins with: one frozen value for every person and every set of questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from backtalk.core.dialogue.hearing_check import Prompt
from backtalk.core.dialogue.interview import YOUR_DOCTOR
from backtalk.core.dialogue.questions import Item
from backtalk.core.dialogue.resume_offer import ResumeOffer, offer_of
from backtalk.core.model.events import Line
from backtalk.core.model.history import InterruptedSession
from backtalk.core.model.pain import PainLimits
from backtalk.core.model.person import Person
from backtalk.core.model.plan import Plan


@dataclass(frozen=True)
class SessionSetup:
    """One person, one plan, what is asked and what is known; or a home in which it is asked who."""

    plan: Plan
    limits: PainLimits = field(default_factory=PainLimits)
    check: tuple[Prompt, ...] = ()
    """The words that the hearing check asks for; none: there is no check."""
    questions: tuple[Item, ...] | None = None
    """Asked before the session, in order; None asks nothing, not even afterwards."""
    known: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Question id to the answer that still stands."""
    replan: Callable[[Mapping[str, str]], Plan] | None = None
    """From what was answered now to the plan; None: the answers change nothing of it."""
    whom_to_call: str = YOUR_DOCTOR
    """Who examines a warning sign, in words that follow 'call'."""
    interrupted: InterruptedSession | None = None
    """A session that may be gone on with, if the person wants to."""
    day: int = 0
    """Today, as `date.toordinal` counts."""
    begin_at: int = 0
    """The set to begin with."""
    opening: tuple[Line, ...] = ()
    """What is said of today in the welcome."""
    candidates: tuple[Person, ...] = ()
    """Who may have come, in the order to ask; none where it is known who it is."""
    identify: Callable[[Person], SessionSetup] | None = None
    """From one of `candidates`, or the guest, to what their session begins with."""
    forget: Callable[[], None] = lambda: None
    """Takes back who has come: it was misheard, and nothing was recorded of them."""

    def of(self, theirs: SessionSetup) -> SessionSetup:
        """Return the setup of the person who has come, in this home."""
        return replace(
            self,
            plan=theirs.plan,
            questions=theirs.questions,
            known=theirs.known,
            replan=theirs.replan,
            whom_to_call=theirs.whom_to_call,
            interrupted=theirs.interrupted,
            day=theirs.day,
            begin_at=theirs.begin_at,
        )

    def offer_in(self, plan: Plan) -> ResumeOffer | None:
        """Return the offer to go on with the interrupted session in `plan`, where there is one."""
        return offer_of(self.interrupted, plan, self.day)
