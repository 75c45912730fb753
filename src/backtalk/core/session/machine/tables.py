"""What may follow what: every state, every trigger, every command. The centre of the program.

Theory of operation
===================

A session is one hierarchical state machine (`machine`, built on `transitions`) and a little memory
(`memory`). Whatever affects what may follow what stands in this file, as tables:

- `TRANSITIONS`: trigger x state -> state. Several rows of a trigger and a state are tried from top
  to bottom; the first whose guard holds (a method of `guards.Guards`, reading the memory) is taken.
- `COMMANDS`: state x command -> trigger. What a word means depends on where it is said. The words
  that a recogniser listens for are the keys of this table, and what the open question accepts;
  there is no second list of them. Triggers of `SPOKEN` lead nowhere: they are only answered.
- `DECISIONS`: what a dialogue decided -> trigger.
- `STAGE_OVER`: state -> trigger when its time is up.
What the machine does not hold (how far the plan is, which question is open, what was set aside) is
the memory's; its few bits that guards read are named there, each with why it is no state.

One event is handled in one turn (`session.Session.handle`):

1. the event, the state and the memory give a `Step` (`interruptions`, `answers`, `commands`): a
   trigger, effects, and a changed memory. A handler calls no other handler.
2. The machine fires the trigger; guards read the memory *as it was before* the trigger's own
   action, so they look ahead ('is this the last set?') in place of stepping on a stone in between.
3. The trigger's action (`actions`) moves through the plan and writes records.
4. Where another state was come to, it begins (`entering`): a timed stage, or a question.

Invariants, each with tests in tests/safety and tests/core/session:

- The loudspeaker is latched exactly while the state is in the group `latched`. Coming into it
  latches (where the reflex has not done so already: after a stop word it has), leaving it releases,
  and `finished` releases nothing.
- `pain`, `stop` and `lose_sound` are possible from every state but `finished`, without any guard.
- Out of `latched` into `training` lead `go_on`, `ease`, `leave_out` and `leave_out_easier` alone,
  and these are fired only by an answer of the person: no timer and no found microphone fires them.
- Once the goodbye has begun (`goodbye_has_begun`) no row leads to `training`.
- No exercise comes before the hearing check, the name and the questions are over.
- Records come before what is said about them, because effects are carried out in order.
- A trigger that no row allows raises `IllegalTrigger` and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from backtalk.core.dialogue.dialogue import Decision
from backtalk.core.model.events import Command
from backtalk.core.session.machine.states import ALIVE, BREAKS, PAIN, TRAINING, WORKING, State


class Row(NamedTuple):
    """One row: `trigger` leads from each of `sources` to `dest` where all `guards` hold."""

    trigger: str
    sources: tuple[State, ...]
    dest: State | None
    """None: the state stays, and what is under way in it goes on."""
    guards: tuple[str, ...] = ()
    """Names of methods of `guards.Guards`."""
    is_next: bool = False
    """Whether it is one of the rows of going on, which are the same for many states."""


_S = State
_QUESTIONS = (_S.HEARING_CHECK, _S.IDENTIFY, _S.INTERVIEW, _S.RESUME_OFFER)
_RUNNING = (_S.WELCOME, *TRAINING)
"""The session goes on by itself, past its questions."""
_HELD = (*PAIN, _S.STOPPED, _S.NO_AUDIO)
"""Latched, and waiting for the person's word."""
_UNLATCHED_QUESTIONS = (*_QUESTIONS, _S.CONFIRM_FINISH, _S.NEAR_MISS, _S.DEBRIEF)
_NO_PAIN = tuple(state for state in ALIVE if state not in PAIN)
_DESCRIBED = (_S.INTRODUCING, *WORKING)
"""A change is told and the set taken up again; elsewhere it is told and nothing else happens."""
_TOLD_ONLY = (_S.WELCOME, *BREAKS, _S.PAUSED, _S.GOODBYE)
SUSPENDABLE = (*_QUESTIONS, _S.CONFIRM_FINISH, _S.DEBRIEF)
"""Questions that a near miss sets aside and comes back to."""


def _next(trigger: str, sources: tuple[State, ...], last: str) -> tuple[Row, ...]:
    """Return the rows for going on: what must come first stands first.

    `last` is the guard that says that no exercise follows.
    """

    def row(dest: State, *guards: str) -> Row:
        return Row(trigger, sources, dest, guards, is_next=True)

    return (
        row(_S.PAIN_SCORE, "pain_is_unanswered"),
        row(_S.NO_AUDIO, "sound_is_gone"),
        row(_S.GOODBYE, "goodbye_has_begun"),
        row(_S.HEARING_CHECK, "check_is_open"),
        row(_S.IDENTIFY, "person_is_unknown"),
        row(_S.INTERVIEW, "questions_are_open"),
        row(_S.GOODBYE, "nothing_is_offered"),
        row(_S.RESUME_OFFER, "resume_is_offered"),
        row(_S.WELCOME, "is_not_welcomed"),
        row(_S.GOODBYE, last),
        row(_S.INTRODUCING),
    )


_BACK_TO_THE_QUESTION = tuple(
    Row("go_on", (_S.NEAR_MISS,), state, (f"{state.name.lower()}_is_suspended",))
    for state in SUSPENDABLE
)

TRANSITIONS: tuple[Row, ...] = (
    # ---- what interrupts: from everywhere, before everything
    Row("pain", _NO_PAIN, _S.PAIN_SCORE),
    Row("pain", PAIN, None),  # the question is open: a stop word may be a misheard answer
    Row("stop", _NO_PAIN, _S.STOPPED),
    Row("stop", PAIN, None),
    Row("lose_sound", tuple(s for s in ALIVE if s is not _S.NO_AUDIO), _S.NO_AUDIO),
    Row("lose_sound", (_S.NO_AUDIO,), None),
    Row("find_sound", (_S.NO_AUDIO,), _S.NO_AUDIO),  # told; nothing starts by itself
    Row(
        "suspect", (*_RUNNING, *_QUESTIONS, _S.CONFIRM_FINISH, _S.DEBRIEF, _S.GOODBYE), _S.NEAR_MISS
    ),
    # ---- the way through the questions, and back to where an interruption found the session
    *_next("begin", (_S.READY,), "is_done"),
    *_BACK_TO_THE_QUESTION,
    Row("go_on", (_S.CONFIRM_FINISH,), _S.PAUSED, ("pause_is_suspended",)),
    *_next(
        "go_on",
        (*_QUESTIONS, _S.PAUSED, _S.CONFIRM_FINISH, _S.NEAR_MISS, *_HELD),
        "is_done",
    ),
    *_next("ease", _HELD, "is_done_after_easing"),
    *_next("leave_out", _HELD, "is_last_exercise"),
    *_next("leave_out_easier", _HELD, "is_last_exercise"),
    Row("ask_again_who", (_S.INTERVIEW, _S.RESUME_OFFER), _S.IDENTIFY),
    Row("score", (_S.PAIN_SCORE,), _S.PAIN_CHOICE),
    Row("it_hurt", (_S.NEAR_MISS,), _S.PAIN_SCORE),
    # ---- an exercise, set by set
    Row("go", (_S.WELCOME,), _S.INTRODUCING),
    Row("go", (_S.INTRODUCING, _S.SWITCHING), _S.MOVING),
    Row("go", (_S.RESTING,), _S.INTRODUCING, ("exercise_is_new",)),
    Row("go", (_S.RESTING,), _S.MOVING),
    Row("hold", (_S.MOVING,), _S.HOLDING),
    Row("move", (_S.HOLDING,), _S.MOVING),
    Row("set_done", WORKING, _S.DEBRIEF, ("is_last_set", "debrief_is_due")),
    Row("set_done", WORKING, _S.GOODBYE, ("is_last_set",)),
    Row("set_done", WORKING, _S.SWITCHING, ("other_side_follows",)),
    Row("set_done", WORKING, _S.RESTING),
    # ---- the person steers
    Row("leave_out", (*_RUNNING, _S.PAUSED), _S.DEBRIEF, ("is_last_exercise", "debrief_is_due")),
    Row("leave_out", (*_RUNNING, _S.PAUSED), _S.GOODBYE, ("is_last_exercise",)),
    Row("leave_out", (*_RUNNING, _S.PAUSED), _S.INTRODUCING),
    Row("go_back", (*_RUNNING, _S.PAUSED), _S.INTRODUCING),
    Row("repeat", (*_RUNNING, _S.PAUSED), _S.INTRODUCING),
    Row("rest_longer", BREAKS, _S.RESTING),
    *(
        row
        for trigger in ("slow_down", "speed_up", "make_easier", "make_harder")
        for row in (Row(trigger, _DESCRIBED, _S.INTRODUCING), Row(trigger, _TOLD_ONLY, None))
    ),
    Row("pause", (*_RUNNING, _S.HEARING_CHECK), _S.PAUSED),
    Row("ask_to_finish", (*_RUNNING, _S.PAUSED), _S.CONFIRM_FINISH),
    # ---- the end
    Row("end", _HELD, _S.LATCHED_GOODBYE),
    Row("end", (*_UNLATCHED_QUESTIONS, _S.PAUSED), _S.GOODBYE),
    Row("finish", (_S.GOODBYE, _S.LATCHED_GOODBYE), _S.FINISHED),
)

LATCHING = frozenset({"lose_sound", "it_hurt"})
"""Triggers that lead into `latched` and that no reflex came before: the session itself latches."""

STAGE_OVER: Mapping[State, str] = MappingProxyType(
    {
        _S.WELCOME: "go",
        _S.INTRODUCING: "go",
        _S.SWITCHING: "go",
        _S.RESTING: "go",
        _S.MOVING: "set_done",
        _S.HOLDING: "set_done",
        _S.GOODBYE: "finish",
        _S.LATCHED_GOODBYE: "finish",
    }
)
"""What a state leads to when its time is up."""

DECISIONS: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.GO_ON: "go_on",
        Decision.GO_ON_EASIER: "ease",
        Decision.LEAVE_OUT: "leave_out",
        Decision.LEAVE_OUT_EASIER: "leave_out_easier",
        Decision.END: "end",
        Decision.HURT: "it_hurt",
    }
)
"""What the verdict of a dialogue leads to."""

# ---------------------------------------------------------------- state x command -> trigger

SPOKEN = frozenset(
    {"answer", "turn_up", "turn_down", "ask_once_more", "say_not_now", "say_rest_comes"}
)
"""Triggers that lead nowhere: the coach answers, or turns its volume, and all goes on."""

_C = Command
_VOLUME = {_C.LOUDER: "turn_up", _C.QUIETER: "turn_down"}
_ANYWHERE = {
    **_VOLUME,
    _C.SLOWER: "slow_down",
    _C.FASTER: "speed_up",
    _C.WHAT_NOW: "answer",
    _C.HOW_LONG: "answer",
    _C.HOW_MANY: "answer",
    _C.WHAT_NEXT: "answer",
    _C.WHY: "answer",
    _C.HELP: "answer",
}
_STEERED = {
    **_ANYWHERE,
    _C.START: "go",
    _C.CONTINUE: "go",
    _C.DONE: "go",
    _C.SKIP: "leave_out",
    _C.BACK: "go_back",
    _C.REPEAT: "repeat",
    _C.PAUSE: "pause",
    _C.FINISH: "ask_to_finish",
    _C.EASIER: "make_easier",
    _C.HARDER: "make_harder",
    _C.MORE_REST: "say_rest_comes",
}
_WORKED = {
    **_STEERED,
    _C.START: "say_not_now",
    _C.CONTINUE: "say_not_now",
    _C.DONE: "set_done",
}
_RESTED = {**_STEERED, _C.SKIP: "go", _C.MORE_REST: "rest_longer"}
_ASKED = {
    **_VOLUME,
    _C.HELP: "ask_once_more",
    _C.FINISH: "end",
    _C.LEG: "end",
}
"""While the coach waits for an answer; what the question itself accepts goes before."""

COMMANDS: Mapping[State, Mapping[Command, str]] = MappingProxyType(
    {
        _S.READY: {_C.START: "begin"},
        **dict.fromkeys((*_UNLATCHED_QUESTIONS, *_HELD), _ASKED),
        _S.WELCOME: _STEERED,
        _S.INTRODUCING: _STEERED,
        _S.MOVING: _WORKED,
        _S.HOLDING: _WORKED,
        _S.SWITCHING: _RESTED,
        _S.RESTING: _RESTED,
        # Going on is an answer to the pause itself.
        _S.PAUSED: {
            word: "say_not_now" if word is _C.PAUSE else trigger
            for word, trigger in _STEERED.items()
            if trigger != "go"
        },
        _S.GOODBYE: {**dict.fromkeys(_STEERED, "say_not_now"), **_ANYWHERE},
        _S.LATCHED_GOODBYE: _VOLUME,
        _S.FINISHED: {},
    }
)
"""What each word means in each state; a word that is not named means nothing there.

Where it says 'not now' the word is listened for all the same: to be heard and answered is better
than to be met with silence.
"""

BEFORE_TRAINING: Mapping[State, Mapping[Command, str]] = MappingProxyType(
    {
        _S.PAUSED: {**_ASKED, _C.FINISH: "ask_to_finish"},
        _S.GOODBYE: _VOLUME,
    }
)
"""In place of `COMMANDS` while the questions before the session are not over: no word leads past
them."""


_NOT_NOW = frozenset({*_RUNNING, _S.PAUSED, _S.GOODBYE})


def commands_in(state: State, *, prepared: bool) -> Mapping[Command, str]:
    """Return what each word means in `state`; `prepared`: the questions before it are over."""
    if not prepared and state in BEFORE_TRAINING:
        return BEFORE_TRAINING[state]
    return COMMANDS[state]


def meaning(state: State, command: Command, *, prepared: bool) -> str:
    """Return the trigger that `command` means in `state`; '' where it means nothing."""
    unknown = "say_not_now" if prepared and state in _NOT_NOW else ""
    return commands_in(state, prepared=prepared).get(command, unknown)
