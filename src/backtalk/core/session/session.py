"""The session: events in, effects out.

`handle(event, now_s)` says what to do about what happened; `next_deadline()` says when to wake it.
It decides; the table of phases permits. It knows no clock, device or language, and it never
assumes that speech takes a certain time: it is told when speech has finished.

The order of effects is the order to carry them out: what is recorded comes before what is said.
This file is what a session is and how it is told of events and of time; its stages are in
`stages`, its two ends in `greeting`, what interrupts it in `alarms`, what its questions lead to in
`answers`, the commands that steer it in `steering`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from backtalk.core.dialogue.dialogue import (
    AfterPain,
    Dialogue,
)
from backtalk.core.dialogue.hearing_check import HearingCheck
from backtalk.core.dialogue.interview import Asking, Interview
from backtalk.core.dialogue.resume_offer import BrokenOff, ShallWeGoOn
from backtalk.core.dialogue.who_is_it import Arrival, Start, WhoIsIt
from backtalk.core.model.effects import Chime, Effect, Entered, Hush
from backtalk.core.model.events import (
    Begun,
    CommandHeard,
    Event,
    Line,
    NearMiss,
    RoomMeasured,
    SoundFound,
    SoundLost,
    SpeechFinished,
    StopHeard,
    Troubled,
    Woken,
)
from backtalk.core.model.pain import PainLimits
from backtalk.core.model.plan import Plan
from backtalk.core.model.records import CheckResult
from backtalk.core.session import answers, interruptions, preliminaries, stages
from backtalk.core.session.outbox import Outbox
from backtalk.core.session.pacing import Cue, Stage
from backtalk.core.session.phases import Phase, Phases
from backtalk.core.session.plan_position import PlanPosition
from backtalk.core.session.stage_timer import StageTimer
from backtalk.core.session.waiting import Waiting


class Session:
    """One person, one plan, one run through it."""

    def __init__(
        self,
        plan: Plan,
        limits: PainLimits | None = None,
        *,
        check: HearingCheck | None = None,
        asking: Asking | None = None,
        opening: tuple[Line, ...] = (),
        arrival: Arrival | None = None,
        broken_off: BrokenOff | None = None,
    ) -> None:
        """Prepare the session of `plan`; nothing happens before `Begun`.

        Args:
            plan: what to train.
            limits: the pain rules.
            check: the hearing check to begin with; it must be over before any exercise.
            asking: what is asked before the session and after it; None asks nothing.
            opening: what is said of today in the welcome.
            arrival: who may come, where it has to be asked; whoever it is brings a plan and
                questions of their own in place of these.
            broken_off: a session that may be offered to be taken up.
        """
        self.check = check
        self.arrival = arrival
        self.who = WhoIsIt(arrival.people) if arrival is not None else None
        """The question who it is; None once that is settled."""
        self.came_as: WhoIsIt | None = None
        """That question once it was answered; the answer can be taken back for a while."""
        self.came_after = 0
        """How many records there were before it was answered."""
        self.checked: CheckResult | None = None
        """How the hearing check ended; None while it has not."""
        self.offer: ShallWeGoOn | None = None
        """The offer to take up a session that broke off, while it is made."""
        self.limits = limits or PainLimits()
        self.asked_afterwards = False
        self.recorded = False
        """Whether it was written down what is trained."""
        self.opening = opening
        self.take(Start(plan, asking, broken_off=broken_off))
        self.pace = 1.0
        """Stretches the tempo of repetitions; above one is slower."""
        self.out = Outbox()
        self.waiting = Waiting()
        self.clock = StageTimer()
        self._phases = Phases()
        self.unanswered_pain: AfterPain | None = None
        """The dialogue that lost sound cut short; it must still be answered."""
        self.sound_gone = False
        """Whether going on would be deaf: what was lost has not come back."""
        self.paused_before_asking = False
        self.closing = False
        """Whether it has come to its goodbye: no exercise follows."""
        self.why_it_ends: tuple[Line, ...] = ()
        """What the goodbye begins with."""
        self.latched = False
        """Whether the loudspeaker may say only what a stop allows, until the person answers."""

    # ------------------------------------------------------------ what others may ask

    @property
    def phase(self) -> Phase:
        """The present phase."""
        return self._phases.phase

    @property
    def preliminary(self) -> bool:
        """Whether hearing check or questions are not over: nothing was trained yet."""
        return self.check is not None or self.asking_first

    @property
    def asking_first(self) -> bool:
        """Whether something is still to be asked before the welcome."""
        waiting = (self.who, self.interview, self.offer, self.broken_off)
        return any(each is not None for each in waiting)

    def may(self, trigger: str) -> bool:
        """Whether the table of phases allows `trigger` now."""
        return self._phases.allows(trigger)

    @property
    def sets_done(self) -> int:
        """How many sets of the plan were done."""
        return len(self.course.finished)

    def left_s(self, now_s: float) -> float:
        """Return the seconds left of the present stage, for a screen."""
        return self.clock.left_s(now_s)

    def next_deadline(self) -> float | None:
        """Return when to send `Woken`, in the seconds of `now_s`; None: only an event helps."""
        times = (self.clock.next_deadline(), self.waiting.deadline_s)
        return min((time for time in times if time is not None), default=None)

    def handle(self, event: Event, now_s: float) -> tuple[Effect, ...]:
        """Return what is to be done about `event`, in order. A finished session does nothing."""
        if self.phase is Phase.FINISHED:
            return ()
        match event:
            case StopHeard(command, by_key):
                interruptions.stop(self, command, now_s, by_key=by_key)
            case NearMiss(suspected):
                interruptions.near_miss(self, suspected, now_s)
            case SoundLost(reason):
                interruptions.sound_lost(self, reason, now_s)
            case SoundFound():
                interruptions.sound_found(self, now_s)
            case Troubled(reason):
                interruptions.troubled(self, reason, now_s)
            case RoomMeasured(levels):
                answers.measured(self, levels, now_s)
            case Begun():
                preliminaries.begin(self, now_s)
            case CommandHeard(command, by_key):
                answers.take(self, command, now_s, by_key=by_key)
            case SpeechFinished(utterance):
                self.clock.speech_finished(utterance, now_s)
                self.waiting.speech_finished(utterance, now_s)
            case Woken():
                pass
            case _:
                assert_never(event)
        self._catch_up(now_s)
        return self.out.take()

    # ------------------------------------------------------------ time

    def _catch_up(self, now_s: float) -> None:
        """Do all that has come due, each stage at its planned time, so that nothing drifts."""
        while True:
            for cue in self.clock.due(now_s):
                self._do(cue)
            end_s = self.clock.over_at(now_s)
            if end_s is None:
                break
            stages.over(self, end_s)
        answers.follow(self, self.waiting.overdue(now_s), now_s)

    def _do(self, cue: Cue) -> None:
        if cue.repetitions_done is not None:
            self.course.done = cue.repetitions_done
        if cue.phase is not None and cue.phase is not self.phase:
            self.enter("hold" if cue.phase is Phase.HOLDING else "move")
        if cue.lines:  # before the tone, so that the words land on their planned time
            self.out.say(cue.lines, within_s=cue.within_s)
        if cue.signal is not None:
            self.out.add(Chime(cue.signal))

    # ------------------------------------------------------------ how it begins and waits

    def take(self, start: Start) -> None:
        """Make it the session that `start` describes; nothing of it has begun."""
        self.asking = start.asking
        self.interview = Interview(start.asking, self.limits) if start.asking is not None else None
        """The questions before the session; None once they are answered."""
        self.broken_off = start.broken_off
        """A session that may yet be offered to be taken up."""
        self.course = PlanPosition(start.plan)
        self.course.begin_at(start.begin_at)

    def wait(self, trigger: str, dialogue: Dialogue, now_s: float) -> None:
        """Fall silent and wait in the phase that `trigger` leads to."""
        self.paused_before_asking = self.phase is Phase.PAUSED
        self.interrupt()
        self.enter(trigger)
        self.open_dialogue(dialogue, now_s)

    def open_dialogue(
        self, dialogue: Dialogue, now_s: float, before: tuple[Line, ...] = ()
    ) -> None:
        """Begin `dialogue` in the present phase, after the words `before`."""
        self.waiting.dialogue = dialogue
        first = dialogue.open()
        answers.follow(self, replace(first, first=(*before, *first.first)), now_s)

    # ------------------------------------------------------------ small things

    def interrupt(self) -> None:
        """Fall silent and forget what was under way."""
        self.out.add(Hush())
        self.clock.stand_still()
        self.waiting.end()

    def enter(self, trigger: str, detail: str = "") -> None:
        """Go to the phase that `trigger` leads to.

        Raises:
            IllegalTrigger: the table of phases does not allow it.
        """
        self.out.add(Entered(self._phases.trigger(trigger).value, detail))

    def start(self, stage: Stage, now_s: float) -> None:
        """Begin `stage`: say its opening; its clock starts when that has been said."""
        opening = self.out.say(stage.opening, safety=self.latched) if stage.opening else None
        self.clock.start(stage, now_s, opening)
