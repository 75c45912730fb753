"""The session: events in, effects out.

`handle(event, now_s)` says what to do about what happened; `next_deadline()` says when to wake it;
`view(now_s)` shows where it stands. It knows no clock, device or language, and it never assumes
that speech takes a certain time: it is told when speech has finished. What may follow what is in
`tables`, which opens with how a turn goes; this file takes the turns.

The order of effects is the order to carry them out: what is recorded comes before what is said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from backtalk.core.dialogue.dialogue import Dialogue, Measurement, Question
from backtalk.core.model.effects import (
    Chime,
    Effect,
    Entered,
    Hush,
    Latch,
    MeasureRoom,
    Release,
)
from backtalk.core.model.events import (
    Begun,
    Command,
    CommandHeard,
    Doubted,
    Event,
    Line,
    NearMiss,
    Refused,
    RoomMeasured,
    SoundFound,
    SoundLost,
    SpeechFinished,
    StopHeard,
    Troubled,
    Woken,
)
from backtalk.core.model.records import Record
from backtalk.core.session.machine.guards import Guards
from backtalk.core.session.machine.meanings import commands_in
from backtalk.core.session.machine.memory import Memory
from backtalk.core.session.machine.session_machine import SessionMachine
from backtalk.core.session.machine.states import LATCHED, State
from backtalk.core.session.machine.suspending import suspended_after
from backtalk.core.session.machine.tables import LATCHING, STAGE_OVER
from backtalk.core.session.pacing.stage import Cue, Stage
from backtalk.core.session.pacing.stage_timer import StageTimer
from backtalk.core.session.setup import SessionSetup
from backtalk.core.session.turn import answers, commands, interruptions, sentences
from backtalk.core.session.turn.actions import Passage, act
from backtalk.core.session.turn.conversation import Conversation
from backtalk.core.session.turn.entering import Arrival, Beginning, begin
from backtalk.core.session.turn.outbox import Outbox
from backtalk.core.session.turn.step import Step, Turn
from backtalk.core.session.view import SessionView

ANSWER_AFTER_STOP_S = 2.0
"""A stop word in the middle of the pain question may be a misheard answer ('six', 'sick'): the
question waits this long for the answer before it is asked again."""


class Session:
    """One person, one plan, one run through it."""

    def __init__(self, setup: SessionSetup) -> None:
        """Prepare the session of `setup`; nothing happens before `Begun`."""
        self._guards = Guards(Memory.fresh(setup))
        self._machine = SessionMachine(self._guards)
        self._conversation = Conversation()
        self._timer = StageTimer()
        self._outbox = Outbox()

    # ------------------------------------------------------------ what others may ask

    @property
    def state(self) -> State:
        """Where it stands."""
        return self._machine.state

    def view(self, now_s: float) -> SessionView:
        """Return where the session stands at `now_s`."""
        memory, interview = self._memory, self._memory.interview
        asked = interview.asked if interview is not None else None
        return SessionView(
            state=self.state,
            setup=memory.setup,
            position=memory.position,
            open_commands=self._open_commands(),
            question=self._conversation.question,
            awaits_answer=self._conversation.deadline_s is not None,
            prepared=memory.prepared,
            given=interview.given if interview is not None else {},
            asking=asked.id if asked is not None else "",
            pace=memory.pace,
            left_s=self._timer.left_s(now_s),
        )

    def next_deadline(self) -> float | None:
        """Return when to send `Woken`, in the seconds of `now_s`; None: only an event helps."""
        times = (self._timer.next_deadline(), self._conversation.deadline_s)
        return min((time for time in times if time is not None), default=None)

    def handle(self, event: Event, now_s: float) -> tuple[Effect, ...]:
        """Return what is to be done about `event`, in order. A finished session does nothing."""
        if self.state is State.FINISHED:
            return ()
        if isinstance(event, SpeechFinished):
            self._timer.speech_finished(event.utterance, now_s)
            self._conversation.speech_finished(event.utterance, now_s)
        self._take(self._step_for(event, now_s), now_s)
        self._catch_up(now_s)
        return self._outbox.take()

    # ------------------------------------------------------------ one turn

    def _step_for(self, event: Event, now_s: float) -> Step:  # noqa: PLR0911  a row an event
        turn = self._turn(now_s)
        match event:
            case StopHeard(command, by_key):
                return interruptions.stop(turn, command, by_key=by_key)
            case NearMiss(suspected):
                return interruptions.near_miss(turn, suspected)
            case SoundLost(reason):
                return interruptions.sound_lost(turn, reason)
            case SoundFound():
                return interruptions.sound_found(turn)
            case Troubled(reason):
                return interruptions.troubled(turn, reason)
            case RoomMeasured(levels):
                return answers.measured(turn, levels)
            case Begun():
                return Step(trigger="begin" if turn.state is State.READY else "")
            case CommandHeard(command, by_key):
                return commands.said(turn, command, by_key=by_key)
            case Refused(command):
                return sentences.refused(turn, command)
            case Doubted():
                return sentences.doubted(turn)
            case SpeechFinished() | Woken():
                return Step()
            case _:
                assert_never(event)

    def _take(self, step: Step, now_s: float) -> None:
        """Do what `step` says, in its order."""
        if step.hush:
            self._do(Hush())
        if step.trigger in LATCHING:
            self._do(Latch())
        if step.memory is not None:
            self._memory = step.memory
        self._do(*step.effects)
        self._say(step.says)
        if step.aside:
            self._conversation.say_aside(step.aside, self._outbox, safety=self._latched)
        if step.cut_short:
            self._timer.stand_still()
            self._conversation.cut_short(now_s, ANSWER_AFTER_STOP_S)
        if step.trigger:
            self._pass(step, now_s)
        self._reply(step.reply)

    def _pass(self, step: Step, now_s: float) -> None:
        """Fire the trigger of `step`, do its action, and begin what it leads to."""
        turn = self._turn(now_s)
        stays = self._machine.stays(step.trigger)
        dest = self._machine.fire(step.trigger)
        done = act(Passage(step.trigger, turn.state, dest, turn.memory))
        self._memory = done.memory
        if stays:
            self._do(*done.effects)
            self._say(done.says)
            return
        set_aside = suspended_after(turn, step.trigger, dest)
        self._memory = replace(self._memory, suspended=set_aside)
        self._leave(turn.state, dest)
        self._do(*done.effects, Entered(dest.value, step.detail))
        if step.reply is not None:  # the same conversation goes on in the other state
            return
        self._conversation.end()
        before = (*step.before, *done.says)
        arrival = Arrival(dest, step.trigger, turn.state, self._memory, before, turn.left_s)
        self._begin(begin(arrival), step.opens, before, now_s)

    def _leave(self, source: State, dest: State) -> None:
        """Forget the stage under way; leaving the latched states releases the loudspeaker."""
        self._timer.stand_still()
        if source in LATCHED and dest not in LATCHED and dest is not State.FINISHED:
            self._do(Release())

    def _begin(
        self,
        beginning: Beginning,
        opens: Dialogue | None,
        before: tuple[Line, ...],
        now_s: float,
    ) -> None:
        """Begin the stage or the conversation of a state that was just come to."""
        self._memory = beginning.memory
        self._do(*beginning.effects)
        dialogue = opens or beginning.dialogue
        if dialogue is not None:
            self._conversation.begin(dialogue)
            self._ask(beginning.question or dialogue.open(), before)
        else:
            self._outbox.listen(self._open_commands())
        if beginning.stage is not None:
            self._start(beginning.stage, now_s)

    def _start(self, stage: Stage, now_s: float) -> None:
        """Begin `stage`: say its opening; its clock starts when that has been said."""
        self._timer.start(stage, now_s, self._say(stage.opening))

    def _reply(self, reply: Question | Measurement | None) -> None:
        if isinstance(reply, Question):
            self._ask(reply)
        elif isinstance(reply, Measurement):
            self._do(MeasureRoom(reply.keep))

    def _ask(self, question: Question, before: tuple[Line, ...] = ()) -> None:
        self._outbox.listen(self._open_commands(question))
        self._conversation.ask(question, self._outbox, safety=self._latched, before=before)

    # ------------------------------------------------------------ time

    def _catch_up(self, now_s: float) -> None:
        """Do all that has come due, each stage at its planned time, so that nothing drifts."""
        while True:
            for cue in self._timer.due(now_s):
                self._sound(cue)
            end_s = self._timer.over_at(now_s)
            if end_s is None:
                break
            self._take(Step(trigger=STAGE_OVER[self.state]), end_s)
        dialogue = self._conversation.dialogue
        if dialogue is not None and self._conversation.overdue(now_s):
            again = self._conversation.to_repeat()
            turn = self._turn(now_s)
            step = Step(reply=again) if again else answers.unanswered(turn, dialogue)
            self._take(step, now_s)

    def _sound(self, cue: Cue) -> None:
        if cue.repetitions_done is not None:
            position = self._memory.position.counted(cue.repetitions_done)
            self._memory = replace(self._memory, position=position)
        if cue.state is not None and cue.state is not self.state:
            moved = self._machine.fire("hold" if cue.state is State.HOLDING else "move")
            self._do(Entered(moved.value))
        if cue.lines:  # before the tone, so that the words land on their planned time
            self._outbox.say(cue.lines, within_s=cue.within_s)
        if cue.signal is not None:
            self._do(Chime(cue.signal))

    # ------------------------------------------------------------ small things

    @property
    def _memory(self) -> Memory:
        return self._guards.memory

    @_memory.setter
    def _memory(self, memory: Memory) -> None:
        self._guards.memory = memory

    @property
    def _latched(self) -> bool:
        return self.state in LATCHED

    def _turn(self, now_s: float) -> Turn:
        conversation = self._conversation
        left_s = self._timer.left_s(now_s)
        return Turn(self.state, self._memory, conversation.dialogue, conversation.question, left_s)

    def _open_commands(self, question: Question | None = None) -> frozenset[Command]:
        """Return the words that mean something now: of the state, and of what is being asked."""
        asked = question or self._conversation.question
        here = frozenset(commands_in(self.state, prepared=self._memory.prepared))
        return here | (asked.accepts if asked is not None else frozenset())

    def _do(self, *effects: Effect) -> None:
        self._outbox.add(*effects)
        written = sum(isinstance(effect, Record) for effect in effects)
        if written:
            self._memory = replace(self._memory, records=self._memory.records + written)

    def _say(self, lines: tuple[Line, ...]) -> int | None:
        return self._outbox.say(lines, safety=self._latched) if lines else None
