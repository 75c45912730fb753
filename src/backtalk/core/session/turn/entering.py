"""What begins in each state: a timed stage, or a conversation.

Called once the state has been come to, with the memory after the trigger's action. Pure: it says
what begins; the session keeps its time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from backtalk.core.dialogue.after_pain import AfterPain
from backtalk.core.dialogue.after_stop import AfterStop
from backtalk.core.dialogue.confirm_finish import ConfirmFinish
from backtalk.core.dialogue.debrief import Debrief
from backtalk.core.dialogue.dialogue import Dialogue, Question
from backtalk.core.dialogue.near_miss import NearMissQuestion
from backtalk.core.dialogue.pause import Pause
from backtalk.core.model.effects import Chime, Effect
from backtalk.core.model.events import Line, Signal, phrase
from backtalk.core.session.machine.memory import Memory
from backtalk.core.session.machine.states import WORKING, State
from backtalk.core.session.pacing import framing, pacing, set_lines
from backtalk.core.session.pacing.stage import Stage
from backtalk.core.session.turn.closing import closing_words, records_of_beginning, records_of_end

MORE_REST_S = 30.0
WORDS_END_S = 0.5
"""Between the last of some words and what follows."""
_TAKEN_UP = frozenset(
    {"go_on", "take_back", "ease", "slow_down", "speed_up", "make_easier", "make_harder"}
)
"""Triggers that take up the set under way; the others describe what comes."""


@dataclass(frozen=True)
class Arrival:
    """A state that was come to, and how."""

    state: State
    trigger: str
    source: State
    memory: Memory
    before: tuple[Line, ...] = ()
    """Said first."""
    left_s: float = 0.0
    """Seconds that were left of the stage before."""


@dataclass(frozen=True)
class Beginning:
    """What begins: a stage, or a dialogue."""

    memory: Memory
    stage: Stage | None = None
    dialogue: Dialogue | None = None
    question: Question | None = None
    """Where the dialogue is gone on with at this very question."""
    effects: tuple[Effect, ...] = field(default=())
    """Before anything is said."""


def begin(arrival: Arrival) -> Beginning:
    """Return what begins in the state of `arrival`; nothing does in `finished`."""
    suspended = arrival.memory.suspended
    resumes = arrival.trigger == "go_on" and arrival.source is State.NEAR_MISS
    if resumes and suspended is not None and suspended.state is arrival.state:
        memory = replace(arrival.memory, suspended=suspended.beneath)
        return Beginning(memory, dialogue=suspended.dialogue, question=suspended.question)
    return _BEGINNINGS[arrival.state](arrival)


# ---------------------------------------------------------------- preparing


def _check(arrival: Arrival) -> Beginning:
    return Beginning(arrival.memory, dialogue=arrival.memory.check)


def _identify(arrival: Arrival) -> Beginning:
    return Beginning(arrival.memory, dialogue=arrival.memory.who)


def _interview(arrival: Arrival) -> Beginning:
    return Beginning(arrival.memory, dialogue=arrival.memory.interview)


def _resume_offer(arrival: Arrival) -> Beginning:
    memory = arrival.memory
    offer = memory.offer or memory.setup.offer_in(memory.position.plan)
    return Beginning(replace(memory, offer=offer), dialogue=offer)


def _welcome(arrival: Arrival) -> Beginning:
    """Say what comes and how to talk to the coach; the first exercise follows."""
    memory, records = records_of_beginning(arrival.memory)
    position = memory.position
    lines = (
        *arrival.before,
        *framing.welcome(position.plan, position.index, memory.pace),
        *memory.setup.opening,
        *framing.opening(position.plan),
        phrase("talk_to_me"),
        phrase("tell_me_at_once"),
    )
    return Beginning(memory, Stage(lines, (), WORDS_END_S), effects=records)


# ---------------------------------------------------------------- training


def _introducing(arrival: Arrival) -> Beginning:
    """Describe the coming set, or take up the one under way.

    A description that was not heard to its end is begun again: nobody has to guess the rest.
    """
    position = arrival.memory.position
    if arrival.trigger in _TAKEN_UP and position.times_described:
        return _taking_up(arrival)
    first = phrase("next_exercise" if position.index else "first_exercise")
    described = set_lines.description(position.exercise_set, times_heard=position.times_described)
    lines = (*arrival.before, first, set_lines.name_line(position.exercise_set), *described)
    memory = replace(arrival.memory, position=position.being_described())
    return Beginning(memory, pacing.introduction(lines, pacing.SETTLE_NEW_POSITION_S))


def _taking_up(arrival: Arrival) -> Beginning:
    position, in_place = arrival.memory.position, arrival.source in WORKING
    reminder = set_lines.reminder(position.exercise_set, position.done, in_place=in_place)
    settle_s = pacing.SETTLE_S if in_place else pacing.SETTLE_NEW_POSITION_S
    return Beginning(arrival.memory, pacing.introduction((*arrival.before, *reminder), settle_s))


def _moving(arrival: Arrival) -> Beginning:
    memory = replace(arrival.memory, position=arrival.memory.position.at_work())
    position = memory.position
    return Beginning(memory, pacing.work(position.exercise_set, position.done, memory.pace))


def _switching(arrival: Arrival) -> Beginning:
    return Beginning(arrival.memory, pacing.switching(arrival.memory.position.exercise_set))


def _resting(arrival: Arrival) -> Beginning:
    """Rest and say what comes after; longer by request, the rest that was left and some more."""
    coming = arrival.memory.position.exercise_set
    longer = arrival.trigger == "rest_longer"
    rest_s = arrival.left_s + MORE_REST_S if longer else coming.rest_before_s
    lines = () if longer else set_lines.coming_lines(coming)
    stage = pacing.resting(rest_s, lines, then_work=not coming.opens_exercise)
    return Beginning(arrival.memory, stage)


# ---------------------------------------------------------------- waiting for the person


def _paused(arrival: Arrival) -> Beginning:
    return Beginning(arrival.memory, dialogue=Pause())


def _confirm_finish(arrival: Arrival) -> Beginning:
    return Beginning(arrival.memory, dialogue=ConfirmFinish())


def _near_miss(arrival: Arrival) -> Beginning:
    return Beginning(arrival.memory, dialogue=NearMissQuestion())


def _pain_score(arrival: Arrival) -> Beginning:
    memory = arrival.memory
    return Beginning(memory, dialogue=AfterPain(memory.setup.limits, memory.exercise))


def _stopped(arrival: Arrival) -> Beginning:
    return Beginning(arrival.memory, dialogue=AfterStop(phrase("silent_now")))


def _no_audio(arrival: Arrival) -> Beginning:
    alarm = (Chime(Signal.ALARM, safety=True),) if arrival.trigger == "lose_sound" else ()
    dialogue = AfterStop(phrase("cannot_hear"))
    return Beginning(arrival.memory, dialogue=dialogue, effects=alarm)


# ---------------------------------------------------------------- closing


def _debrief(arrival: Arrival) -> Beginning:
    setup = arrival.memory.setup
    memory = replace(arrival.memory, debriefed=True)
    return Beginning(memory, dialogue=Debrief(setup.limits, setup.whom_to_call))


def _goodbye(arrival: Arrival) -> Beginning:
    """Say goodbye and how to get up.

    A goodbye that was cut short is said from its beginning, with its reasons and warnings.
    """
    memory = arrival.memory
    why = (*arrival.before, *(memory.refusal or ()), *(memory.ending or ()))
    memory = replace(memory, ending=tuple(dict.fromkeys(why)))
    memory, records = records_of_end(memory)
    lines = closing_words(memory, latched=arrival.state is State.LATCHED_GOODBYE)
    return Beginning(memory, Stage(lines, (), WORDS_END_S), effects=records)


def _nothing(arrival: Arrival) -> Beginning:
    return Beginning(arrival.memory)


_BEGINNINGS: Mapping[State, Callable[[Arrival], Beginning]] = MappingProxyType(
    {
        State.HEARING_CHECK: _check,
        State.IDENTIFY: _identify,
        State.INTERVIEW: _interview,
        State.RESUME_OFFER: _resume_offer,
        State.WELCOME: _welcome,
        State.INTRODUCING: _introducing,
        State.MOVING: _moving,
        State.SWITCHING: _switching,
        State.RESTING: _resting,
        State.PAUSED: _paused,
        State.CONFIRM_FINISH: _confirm_finish,
        State.NEAR_MISS: _near_miss,
        State.PAIN_SCORE: _pain_score,
        State.PAIN_CHOICE: _nothing,
        State.STOPPED: _stopped,
        State.NO_AUDIO: _no_audio,
        State.LATCHED_GOODBYE: _goodbye,
        State.DEBRIEF: _debrief,
        State.GOODBYE: _goodbye,
        State.FINISHED: _nothing,
    }
)
"""`holding` is come to in the middle of a stage; `pain_choice` in the middle of a dialogue, or
with a dialogue that the turn opens."""
