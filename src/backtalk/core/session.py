"""The session: events in, effects out.

`handle(event, now_s)` says what to do about what happened; `next_deadline()` says when to wake it.
It decides; the table of phases permits. It knows no clock, device or language, and it never
assumes that speech takes a certain time: it is told when speech has finished.

The order of effects is the order to carry them out: what is recorded comes before what is said.
"""

from __future__ import annotations

from backtalk.core import pacing
from backtalk.core.course import Course
from backtalk.core.dialogues import (
    AfterPain,
    AfterStop,
    ConfirmFinish,
    Decision,
    Dialogue,
    Question,
    Reply,
    Verdict,
    WhilePaused,
)
from backtalk.core.ladder import Step, easier, harder
from backtalk.core.messages import (
    AdjustRate,
    AdjustVolume,
    Begun,
    Chime,
    Command,
    CommandHeard,
    Effect,
    Entered,
    Event,
    Hush,
    Latch,
    Line,
    Listen,
    Release,
    Signal,
    Situation,
    SoundFound,
    SoundLost,
    Speak,
    SpeechFinished,
    StopHeard,
    Woken,
    phrase,
    record,
)
from backtalk.core.pacing import Beat, Stage
from backtalk.core.phases import LATCHED, RUNNING, Phase, Phases
from backtalk.core.plan import Bout, Plan
from backtalk.core.replies import QUESTIONS, View, minutes_left, name_line, reply
from backtalk.core.safety import PainLimits
from backtalk.core.stage_clock import StageClock

SLOWER, FASTER = 1.25, 0.8
SLOWEST, FASTEST = 2.0, 0.6
MORE_REST_S = 30.0
_EXACT_S = 1e-6
_WORKING = (Phase.MOVING, Phase.HOLDING)
_PAUSES = (Phase.RESTING, Phase.SWITCHING)


class Session:
    """One person, one plan, one run through it."""

    def __init__(self, plan: Plan, limits: PainLimits | None = None) -> None:
        """Prepare the session of `plan`; nothing happens before `Begun`."""
        self.course = Course(plan)
        self._limits = limits or PainLimits()
        self._phases = Phases()
        self._clock = StageClock()
        self._pace = 1.0
        self._utterance = 0
        self._situation: Situation | None = None
        self._dialogue: Dialogue | None = None
        self._shelved: Dialogue | None = None
        """The dialogue that lost sound interrupted; it must still be answered."""
        self._question: Question | None = None
        self._question_utterance: int | None = None
        self._question_ends_s: float | None = None
        self._closing = False
        """Whether the plan is over, so that going on means closing."""
        self._out: list[Effect] = []

    # ------------------------------------------------------------ what others may ask

    @property
    def phase(self) -> Phase:
        """The present phase."""
        return self._phases.phase

    @property
    def sets_done(self) -> int:
        """How many bouts of the plan were done."""
        return len(self.course.finished)

    def left_s(self, now_s: float) -> float:
        """Return the seconds left of the present stage, for a screen."""
        return self._clock.left_s(now_s)

    def next_deadline(self) -> float | None:
        """Return when to send `Woken`, in the seconds of `now_s`; None: only an event helps."""
        times = [t for t in (self._clock.next_deadline(), self._question_ends_s) if t is not None]
        return min(times, default=None)

    def handle(self, event: Event, now_s: float) -> tuple[Effect, ...]:
        """Return what is to be done about `event`, in order."""
        self._out = []
        if self.phase is not Phase.FINISHED:
            match event:
                case StopHeard(command):
                    self._on_stop(command, now_s)
                case SoundLost(reason):
                    self._on_sound_lost(reason, now_s)
                case SoundFound():
                    self._on_sound_found(now_s)
                case Begun():
                    self._begin(now_s)
                case CommandHeard(command):
                    self._on_command(command, now_s)
                case SpeechFinished(utterance):
                    self._on_speech_finished(utterance, now_s)
                case Woken():
                    pass
            self._catch_up(now_s)
        return tuple(self._out)

    # ------------------------------------------------------------ time

    def _on_speech_finished(self, utterance: int, now_s: float) -> None:
        self._clock.speech_finished(utterance, now_s)
        if utterance == self._question_utterance and self._question is not None:
            self._question_utterance = None
            self._question_ends_s = now_s + self._question.wait_s

    def _catch_up(self, now_s: float) -> None:
        """Do all that has come due, each stage at its planned time, so that nothing drifts."""
        while True:
            for beat in self._clock.due(now_s):
                self._do_beat(beat)
            end_s = self._clock.over_at(now_s)
            if end_s is None:
                break
            self._stage_over(end_s)
        if self._question_ends_s is not None and self._question_ends_s <= now_s + _EXACT_S:
            self._question_ends_s = None
            if self._dialogue is not None:
                self._follow(self._dialogue.unanswered(), now_s)

    def _do_beat(self, beat: Beat) -> None:
        if beat.repetitions_done is not None:
            self.course.done = beat.repetitions_done
        if beat.phase is not None and beat.phase is not self.phase:
            self._enter("hold" if beat.phase is Phase.HOLDING else "move")
        if beat.lines:  # before the tone, so that the words land on their planned time
            self._say(beat.lines, within_s=beat.within_s)
        if beat.signal is not None:
            self._out.append(Chime(beat.signal))

    def _stage_over(self, end_s: float) -> None:
        match self.phase:
            case Phase.CHECKING_VOICE:
                self._introduce(end_s)
            case Phase.INTRODUCING | Phase.SWITCHING:
                self._work(end_s)
            case Phase.MOVING | Phase.HOLDING:
                self._set_done(end_s)
            case Phase.RESTING:
                self._after_rest(end_s)
            case Phase.FINISHING:
                self._clock.stand_still()
                self._enter("end")

    # ------------------------------------------------------------ the course of a session

    def _begin(self, now_s: float) -> None:
        if not self._phases.allows("begin"):
            return
        self._enter("begin")
        self._listen(Situation.FLOW)
        plan = self.course.plan
        self._out.append(record("session", routine=plan.routine.id, sets=len(plan.bouts)))
        minutes = minutes_left(plan, 0, self._pace)
        welcome = phrase("welcome", name=plan.routine.name, minutes=minutes)
        lines = (welcome, phrase("talk_to_me"), phrase("tell_me_at_once"))
        self._start(Stage(Phase.CHECKING_VOICE, lines, (), 0.5), now_s)

    def _introduce(self, now_s: float, before: tuple[Line, ...] = ()) -> None:
        """Describe the coming bout and leave time to get into place."""
        if self.course.at_end:
            self._close(now_s, before)
            return
        bout = self.course.bout
        times = self.course.times_described(bout)
        name = phrase("next_exercise" if self.course.finished else "first_exercise")
        lines = (*before, name, phrase("exercise_name", name=bout.exercise.name))
        lines += pacing.description(bout, times_heard=times)
        self._enter("introduce")
        self._start(pacing.introduction(lines, pacing.SETTLE_NEW_POSITION_S), now_s)

    def _resume(self, now_s: float, before: tuple[Line, ...]) -> None:
        """Go on with the present bout where it was left, after words and a moment to settle."""
        if self._closing or self.course.at_end:
            self._close(now_s, before)
            return
        bout = self.course.bout
        lines: tuple[Line, ...] = before
        if self.course.done:
            lines += (phrase("from_repetition", number=self.course.done + 1),)
        settle_s = pacing.SETTLE_S
        if self.phase not in _WORKING:
            lines += name_line(bout)
            settle_s = pacing.SETTLE_NEW_POSITION_S
        self._enter("introduce")
        self._start(pacing.introduction(lines, settle_s), now_s)

    def _work(self, now_s: float) -> None:
        bout = self.course.bout
        self._enter("move")
        self._start(pacing.work(bout, done=self.course.done, pace=self._pace), now_s)

    def _set_done(self, now_s: float) -> None:
        """Record the set, then switch sides, rest, or close."""
        done = self.course.done
        before = self.course.complete()
        self._record_set(before, done)
        if self.course.at_end:
            self._close(now_s, ())
            return
        coming = self.course.bout
        same_set = not coming.opens_exercise and coming.set_number == before.set_number
        if same_set and coming.side is not before.side:
            self._enter("switch")
            self._start(pacing.switching(coming), now_s)
            return
        self._rest(coming.rest_before_s, self._coming_lines(coming), now_s)

    def _rest(self, rest_s: float, coming: tuple[Line, ...], now_s: float) -> None:
        self._enter("rest")
        then_work = not self.course.bout.opens_exercise
        self._start(pacing.resting(rest_s, coming, then_work=then_work), now_s)

    def _coming_lines(self, coming: Bout) -> tuple[Line, ...]:
        if coming.opens_exercise:
            return (phrase("comes_next", name=coming.exercise.name),)
        side = pacing.side_line(coming)
        set_line = phrase("next_set", number=coming.set_number, count=coming.set_count)
        return (set_line, *((side,) if side else ()), pacing.dose_line(coming))

    def _after_rest(self, now_s: float) -> None:
        if self.course.bout.opens_exercise:
            self._introduce(now_s)
        else:
            self._work(now_s)

    def _close(self, now_s: float, before: tuple[Line, ...], *, kindly: bool = True) -> None:
        """Say goodbye and how to get up. After a stop the loudspeaker stays latched."""
        safety = self.phase in LATCHED
        self._closing = True
        self._end_dialogue()
        plan = self.course.plan
        advice = plan.routine.advice if kindly and self.course.at_end else ()
        lines = (*before, phrase("well_done" if self.course.at_end else "that_is_all"), *advice)
        self._enter("wrap_up")
        self._out.append(record("closing", sets_done=self.sets_done))
        self._listen(Situation.FLOW)
        stage = Stage(Phase.FINISHING, (*lines, phrase("get_up")), (), 0.5)
        self._start(stage, now_s, safety=safety)

    # ------------------------------------------------------------ stop, sound lost

    def _on_stop(self, command: Command, now_s: float) -> None:
        """The loudspeaker is already silent and latched. What follows is only words."""
        self._clock.stand_still()
        self._record_stop(command)
        if self.phase is Phase.HURT:
            # Perhaps 'six' was taken for 'sick': leave the person time to answer, then ask again.
            self._question_utterance, self._question_ends_s = None, now_s + 2.0
            return
        if command is Command.PAIN:
            self._enter("hurt")
            self._open(AfterPain(self._limits), now_s)
            return
        self._enter("stop")
        first = phrase("lie_still" if command is Command.UNWELL else "silent_now")
        self._open(AfterStop(first), now_s)

    def _on_sound_lost(self, reason: str, now_s: float) -> None:
        if self.phase is Phase.DEAF:
            return
        self._clock.stand_still()
        self._out += [Latch(), record("sound lost", reason=reason)]
        self._shelved = self._dialogue if self.phase is Phase.HURT else None
        self._enter("lose_sound", reason)
        self._out.append(Chime(Signal.ALARM, safety=True))
        self._open(AfterStop(phrase("cannot_hear")), now_s)

    def _on_sound_found(self, now_s: float) -> None:
        if self.phase is Phase.DEAF:
            self._out.append(record("sound found"))
            self._open(AfterStop(phrase("hear_again")), now_s)

    # ------------------------------------------------------------ dialogues

    def _open(self, dialogue: Dialogue, now_s: float) -> None:
        self._dialogue = dialogue
        self._follow(dialogue.open(), now_s)

    def _end_dialogue(self) -> None:
        self._dialogue = self._question = None
        self._question_utterance = self._question_ends_s = None

    def _follow(self, outcome: Reply, now_s: float) -> None:
        match outcome:
            case Question():
                self._ask(outcome)
            case Verdict(decision, lines):
                self._decide(decision, lines, now_s)

    def _ask(self, question: Question) -> None:
        self._question, self._question_ends_s = question, None
        self._listen(question.situation)
        self._question_utterance = self._say(question.lines, safety=self.phase in LATCHED)

    def _decide(self, decision: Decision, lines: tuple[Line, ...], now_s: float) -> None:
        if self.phase is Phase.DEAF and self._shelved is not None and decision is not Decision.END:
            dialogue, self._shelved = self._shelved, None
            self._enter("hurt")
            self._open(dialogue, now_s)
            return
        if decision is Decision.END:
            self._close(now_s, lines, kindly=False)
            return
        self._end_dialogue()
        if self.phase in LATCHED:
            self._out.append(Release())
        self._listen(Situation.FLOW)
        if decision in {Decision.LEAVE_OUT, Decision.LEAVE_OUT_EASIER}:
            self._leave_out(now_s, easier_next=decision is Decision.LEAVE_OUT_EASIER)
        elif decision is Decision.GO_ON_EASIER:
            self._take_step(easier, now_s)
        else:
            self._resume(now_s, (phrase("going_on"),))

    # ------------------------------------------------------------ commands

    def _on_command(self, command: Command, now_s: float) -> None:
        if self._dialogue is not None:
            outcome = self._dialogue.answer(command)
            if outcome is not None:
                self._note_score()
                self._out.append(Hush())
                self._follow(outcome, now_s)
                return
            if self.phase is not Phase.PAUSED:
                self._answer_while_waiting(command)
                return
        if self.phase is Phase.READY:
            if command is Command.START:
                self._begin(now_s)
            return
        if self._adjust(command, now_s) or self._reply(command, now_s):
            return
        if self.phase is Phase.FINISHING or not self._steer(command, now_s):
            self._say((phrase("not_now"),))

    def _answer_while_waiting(self, command: Command) -> None:
        """Louder and quieter always work; help repeats the question; the rest waits."""
        if command in {Command.LOUDER, Command.QUIETER}:
            self._out.append(AdjustVolume(1 if command is Command.LOUDER else -1))
        elif command in {Command.HELP, Command.REPEAT, Command.WHAT_NOW} and self._question:
            self._out.append(Hush())
            self._ask(self._question)

    def _adjust(self, command: Command, now_s: float) -> bool:
        match command:
            case Command.LOUDER | Command.QUIETER:
                up = command is Command.LOUDER
                self._out.append(AdjustVolume(1 if up else -1))
                self._say((phrase("louder" if up else "quieter"),))
            case Command.SLOWER | Command.FASTER:
                self._change_pace(slower=command is Command.SLOWER, now_s=now_s)
            case _:
                return False
        return True

    def _change_pace(self, *, slower: bool, now_s: float) -> None:
        self._pace = min(SLOWEST, max(FASTEST, self._pace * (SLOWER if slower else FASTER)))
        self._out.append(AdjustRate(-1 if slower else 1))
        self._say_and_go_on((phrase("slower" if slower else "faster"),), now_s)

    def _reply(self, command: Command, now_s: float) -> bool:
        if command not in QUESTIONS:
            return False
        left_s = self._clock.left_s(now_s)
        course = self.course
        view = View(course.plan, course.index, course.done, self.phase, left_s, self._pace)
        self._say(reply(command, view))
        return True

    def _steer(self, command: Command, now_s: float) -> bool:
        """Do what moves the session along; False where the command makes no sense now."""
        match command:
            case Command.SKIP if self.phase in _PAUSES:
                self._go(now_s)
            case Command.SKIP:
                self._leave_out(now_s)
            case Command.BACK:
                self._hush_and_wait_no_more()
                self.course.back()
                self._introduce(now_s, (phrase("going_back"),))
            case Command.REPEAT:
                self._hush_and_wait_no_more()
                self.course.repeat(previous=self.phase in _PAUSES)
                self._introduce(now_s, (phrase("once_more"),))
            case Command.PAUSE if self.phase in RUNNING:
                self._wait("pause", WhilePaused(), now_s)
            case Command.FINISH:
                self._wait("ask", ConfirmFinish(), now_s)
            case Command.EASIER:
                self._take_step(easier, now_s)
            case Command.HARDER:
                self._take_step(harder, now_s)
            case Command.DONE if self.phase in _WORKING:
                self._out.append(Hush())
                self._set_done(now_s)
            case Command.START | Command.CONTINUE | Command.DONE if self.phase not in _WORKING:
                self._go(now_s)
            case Command.MORE_REST:
                self._rest_more(now_s)
            case _:
                return False
        return True

    def _go(self, now_s: float) -> None:
        """Do not wait any longer: begin what is coming."""
        self._hush_and_wait_no_more()
        if self.phase is Phase.RESTING:
            self._after_rest(now_s)
        elif self.phase is Phase.CHECKING_VOICE:
            self._introduce(now_s)
        else:
            self._work(now_s)

    def _wait(self, trigger: str, dialogue: Dialogue, now_s: float) -> None:
        self._hush_and_wait_no_more()
        self._enter(trigger)
        self._open(dialogue, now_s)

    def _rest_more(self, now_s: float) -> None:
        if self.phase not in _PAUSES:
            self._say((phrase("rest_later"),))
            return
        self._out.append(Hush())
        rest_s = self._clock.left_s(now_s) + MORE_REST_S
        self._rest(rest_s, (), now_s)

    def _leave_out(self, now_s: float, *, easier_next: bool = False) -> None:
        self._hush_and_wait_no_more()
        left = self.course.leave_out()
        self._out.append(record("left out", exercise=left.exercise.id))
        step = easier(self.course.bout) if easier_next and not self.course.at_end else None
        if step is not None:
            self.course.change(step.change)
        self._introduce(now_s, (phrase("left_out"),))

    def _take_step(self, ladder: object, now_s: float) -> None:
        """Take the next easier or harder step of the present bout and say what changed."""
        step: Step | None = (
            easier(self.course.bout) if ladder is easier else harder(self.course.bout)
        )
        if step is None:
            lines: tuple[Line, ...] = (phrase("no_easier" if ladder is easier else "no_harder"),)
        else:
            self.course.change(step.change)
            lines = (phrase("easier" if ladder is easier else "harder"), *step.says)
            self._out.append(record("step", exercise=self.course.bout.exercise.id))
        self._say_and_go_on(lines, now_s)

    def _say_and_go_on(self, lines: tuple[Line, ...], now_s: float) -> None:
        """Say `lines`; in the middle of work or of a description, take up the bout after them."""
        if self.phase in _PAUSES or self.phase in {Phase.CHECKING_VOICE, Phase.PAUSED}:
            self._say(lines)
            return
        if self.phase is Phase.FINISHING:
            self._say((phrase("not_now"),))
            return
        self._out.append(Hush())
        self._resume(now_s, lines)

    # ------------------------------------------------------------ small things

    def _hush_and_wait_no_more(self) -> None:
        self._out.append(Hush())
        self._clock.stand_still()
        self._end_dialogue()

    def _enter(self, trigger: str, detail: str = "") -> None:
        phase = self._phases.trigger(trigger)
        bout = self.course.bout
        detail = detail or f"{bout.exercise.name} {self.course.done}/{bout.repetitions}"
        self._out.append(Entered(phase.value, detail))

    def _start(self, stage: Stage, now_s: float, *, safety: bool = False) -> None:
        opening = self._say(stage.opening, safety=safety) if stage.opening else None
        self._clock.start(stage, now_s, opening)

    def _say(
        self, lines: tuple[Line, ...], *, safety: bool = False, within_s: float | None = None
    ) -> int:
        self._utterance += 1
        self._out.append(Speak(self._utterance, lines, safety, within_s))
        return self._utterance

    def _listen(self, situation: Situation) -> None:
        if situation is not self._situation:
            self._situation = situation
            self._out.append(Listen(situation))

    def _record_set(self, bout: Bout, repetitions: int) -> None:
        self._out.append(
            record(
                "set",
                exercise=bout.exercise.id,
                set=bout.set_number,
                side=bout.side.value if bout.side else "",
                repetitions=repetitions,
                planned=bout.repetitions,
                hold_s=bout.hold_s,
                rung=bout.exercise.rungs[bout.rung].name,
            )
        )

    def _record_stop(self, command: Command) -> None:
        bout = self.course.bout
        self._out.append(
            record(
                "stop",
                word=command.value,
                exercise=bout.exercise.id,
                set=bout.set_number,
                repetition=self.course.done + 1,
            )
        )

    def _note_score(self) -> None:
        score = getattr(self._dialogue, "score", None)
        if score is not None and self._question and self._question.situation is Situation.SCORE:
            self._out.append(record("pain", score=score, exercise=self.course.bout.exercise.id))
