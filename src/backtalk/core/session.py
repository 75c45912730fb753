"""The session: events in, effects out.

`handle(event, now_s)` says what to do about what happened; `next_deadline()` says when to wake it.
It decides; the table of phases permits. It knows no clock, device or language, and it never
assumes that speech takes a certain time: it is told when speech has finished.

The order of effects is the order to carry them out: what is recorded comes before what is said.
This file is the course of a session; what interrupts it is in `alarms`, what its questions
lead to in `answers`, the commands that steer it in `steering`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from backtalk.core import alarms, answers, framing, interviewing, pacing, preliminaries
from backtalk.core.arrival import Arrival, Start, WhoIsIt
from backtalk.core.course import Course
from backtalk.core.dialogues import (
    AfterPain,
    Dialogue,
)
from backtalk.core.hearing_check import HearingCheck
from backtalk.core.interview import Asking, Interview
from backtalk.core.ladder import easier
from backtalk.core.messages import (
    Begun,
    Chime,
    CommandHeard,
    Effect,
    Entered,
    Event,
    Hush,
    Line,
    NearMiss,
    RoomMeasured,
    Situation,
    SoundFound,
    SoundLost,
    SpeechFinished,
    StopHeard,
    Troubled,
    Woken,
    phrase,
    record,
)
from backtalk.core.outbox import Outbox, set_record
from backtalk.core.pacing import Beat, Stage
from backtalk.core.phases import Phase, Phases
from backtalk.core.plan import Plan
from backtalk.core.resuming import BrokenOff, ShallWeGoOn
from backtalk.core.safety import PainLimits
from backtalk.core.stage_clock import StageClock
from backtalk.core.waiting import Waiting

WORKING = (Phase.MOVING, Phase.HOLDING)
PAUSES = (Phase.RESTING, Phase.SWITCHING)


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
        self.offer: ShallWeGoOn | None = None
        """The offer to take up a session that broke off, while it is made."""
        self.limits = limits or PainLimits()
        self.asked_afterwards = False
        self._recorded = False
        self._opening = opening
        self.take(Start(plan, asking, broken_off=broken_off))
        self.pace = 1.0
        """Stretches the tempo of repetitions; above one is slower."""
        self.out = Outbox()
        self.waiting = Waiting()
        self.clock = StageClock()
        self._phases = Phases()
        self.unanswered_pain: AfterPain | None = None
        """The dialogue that lost sound cut short; it must still be answered."""
        self.sound_gone = False
        """Whether going on would be deaf: what was lost has not come back."""
        self.paused_before_asking = False
        self._closing = False
        self._why_it_ends: tuple[Line, ...] = ()
        self.latched = False
        """Whether the loudspeaker may say only what a stop allows, until the person answers."""

    # ------------------------------------------------------------ what others may ask

    @property
    def phase(self) -> Phase:
        """The present phase."""
        return self._phases.phase

    @property
    def closing(self) -> bool:
        """Whether it has come to its goodbye: no exercise follows."""
        return self._closing

    @property
    def preliminary(self) -> bool:
        """Whether hearing check or questions are not over: nothing was trained yet."""
        return self.check is not None or self._asking_first

    @property
    def _asking_first(self) -> bool:
        waiting = (self.who, self.interview, self.offer, self.broken_off)
        return any(each is not None for each in waiting)

    def may(self, trigger: str) -> bool:
        """Whether the table of phases allows `trigger` now."""
        return self._phases.allows(trigger)

    @property
    def sets_done(self) -> int:
        """How many bouts of the plan were done."""
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
                alarms.stop(self, command, now_s, by_key=by_key)
            case NearMiss(suspected):
                alarms.near_miss(self, suspected, now_s)
            case SoundLost(reason):
                alarms.sound_lost(self, reason, now_s)
            case SoundFound():
                alarms.sound_found(self, now_s)
            case Troubled(reason):
                alarms.troubled(self, reason, now_s)
            case RoomMeasured(levels):
                answers.measured(self, levels, now_s)
            case Begun():
                self.begin(now_s)
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
            for beat in self.clock.due(now_s):
                self._do(beat)
            end_s = self.clock.over_at(now_s)
            if end_s is None:
                break
            self._stage_over(end_s)
        answers.follow(self, self.waiting.overdue(now_s), now_s)

    def _do(self, beat: Beat) -> None:
        if beat.repetitions_done is not None:
            self.course.done = beat.repetitions_done
        if beat.phase is not None and beat.phase is not self.phase:
            self.enter("hold" if beat.phase is Phase.HOLDING else "move")
        if beat.lines:  # before the tone, so that the words land on their planned time
            self.out.say(beat.lines, within_s=beat.within_s)
        if beat.signal is not None:
            self.out.add(Chime(beat.signal))

    def _stage_over(self, end_s: float) -> None:
        match self.phase:
            case Phase.CHECKING_VOICE:
                self.introduce(end_s)
            case Phase.INTRODUCING | Phase.SWITCHING:
                self.work(end_s)
            case Phase.MOVING | Phase.HOLDING:
                self.set_done(end_s)
            case Phase.RESTING:
                self.after_rest(end_s)
            case Phase.FINISHING:
                self.clock.stand_still()
                self.enter("end")

    # ------------------------------------------------------------ the course of a session

    def begin(self, now_s: float) -> None:
        """Check the hearing where asked to, then welcome; nothing in a session that has begun."""
        if self.phase is not Phase.READY:
            return
        self.enter("begin")
        self.out.listen(Situation.FLOW)
        if not self._asking_first:  # the answers may change what the session is
            self._record_begun()
        if self.check is not None:
            self.open_dialogue(self.check, now_s)
        else:
            preliminaries.go_on(self, (), now_s)

    def take(self, start: Start) -> None:
        """Make it the session that `start` describes; nothing of it has begun."""
        self.asking = start.asking
        self.interview = Interview(start.asking, self.limits) if start.asking is not None else None
        """The questions before the session; None once they are answered."""
        self.broken_off = start.broken_off
        """A session that may yet be offered to be taken up."""
        self.course = Course(start.plan)
        self.course.begin_at(start.begin_at)

    def _record_begun(self) -> None:
        if self._recorded:
            return
        self._recorded = True
        plan = self.course.plan
        begun = record("session", routine=plan.routine.id, sets=len(plan.bouts))
        self.out.add(begun, *framing.consents(plan))

    def welcome(self, before: tuple[Line, ...], now_s: float) -> None:
        """Say what comes and how to talk to the coach; the first exercise follows."""
        self._record_begun()
        plan = self.course.plan
        welcome = framing.welcome(plan, self.course.index, self.pace)
        opening = (*self._opening, *framing.opening(plan))
        lines = (*before, *welcome, *opening, phrase("talk_to_me"), phrase("tell_me_at_once"))
        self._start(Stage(Phase.CHECKING_VOICE, lines, (), 0.5), now_s)

    def introduce(self, now_s: float, before: tuple[Line, ...] = ()) -> None:
        """Describe the coming bout and leave time to get into place."""
        if self._closing or self.course.at_end:
            self.close(now_s, before)
            return
        bout = self.course.bout
        times = self.course.times_described(bout)
        first = phrase("next_exercise" if self.course.index else "first_exercise")
        lines = (first, pacing.name_line(bout), *pacing.description(bout, times_heard=times))
        self.enter("introduce")
        self._start(pacing.introduction((*before, *lines), pacing.SETTLE_NEW_POSITION_S), now_s)

    def resume(self, now_s: float, before: tuple[Line, ...]) -> None:
        """Go on with the present bout where it was left, after words and a moment to settle."""
        if self._closing or self.course.at_end:
            self.close(now_s, before)
            return
        working = self.phase in WORKING
        lines = before + pacing.reminder(self.course.bout, self.course.done, in_place=working)
        settle_s = pacing.SETTLE_S if working else pacing.SETTLE_NEW_POSITION_S
        self.enter("introduce")
        self._start(pacing.introduction(lines, settle_s), now_s)

    def work(self, now_s: float) -> None:
        """Begin the repetitions of the present bout."""
        self.enter("move")
        self._start(pacing.work(self.course.bout, self.course.done, self.pace), now_s)

    def set_done(self, now_s: float) -> None:
        """Record the set, then switch sides, rest, or close."""
        repetitions = self.course.done
        before = self.course.complete()
        self.out.add(set_record(before, repetitions))
        if self.course.at_end:
            self.close(now_s, ())
            return
        coming = self.course.bout
        if coming.set_number == before.set_number and not coming.opens_exercise:
            self.enter("switch")
            self._start(pacing.switching(coming), now_s)
        else:
            self.rest(coming.rest_before_s, pacing.coming_lines(coming), now_s)

    def rest(self, rest_s: float, coming: tuple[Line, ...], now_s: float) -> None:
        """Rest for `rest_s`, saying what comes after."""
        self.enter("rest")
        then_work = not self.course.bout.opens_exercise
        self._start(pacing.resting(rest_s, coming, then_work=then_work), now_s)

    def after_rest(self, now_s: float) -> None:
        """Go on after a rest: a new exercise is described, a known one begins."""
        if self.course.bout.opens_exercise:
            self.introduce(now_s)
        else:
            self.work(now_s)

    def leave_out(self, now_s: float, *, easier_next: bool = False) -> None:
        """Go on with the next exercise, taking that one step easier where asked."""
        self.interrupt()
        left = self.course.leave_out()
        self.out.add(record("left out", exercise=left.exercise.id))
        step = easier(self.course.bout) if easier_next and not self.course.at_end else None
        if step is not None:
            self.course.change(step.change)
        self.introduce(now_s, (phrase("left_out"),))

    def close(self, now_s: float, before: tuple[Line, ...]) -> None:
        """Say goodbye and how to get up. After a stop the loudspeaker stays latched."""
        if interviewing.ask_afterwards(self, now_s):
            return
        self._closing = True
        # A goodbye that was cut short is said from its beginning, with its reasons and warnings.
        self._why_it_ends = tuple(dict.fromkeys((*before, *self._why_it_ends)))
        self.waiting.end()
        closing: tuple[Line, ...] = (phrase("that_is_all"),)
        if self.course.at_end and not self.latched:
            closing = (phrase("well_done"), *framing.closing(self.course.plan))
        self.enter("wrap_up")
        self._record_begun()
        self.out.add(record("closing", sets_done=self.sets_done))
        self.out.listen(Situation.FLOW)
        up = () if self._asking_first else (phrase("get_up"),)
        lines = (*self._why_it_ends, *closing, *up)
        self._start(Stage(Phase.FINISHING, lines, (), 0.5), now_s)

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
        answers.follow(self, replace(first, lines=(*before, *first.lines)), now_s)

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

    def _start(self, stage: Stage, now_s: float) -> None:
        opening = self.out.say(stage.opening, safety=self.latched) if stage.opening else None
        self.clock.start(stage, now_s, opening)
