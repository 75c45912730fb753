"""What is said and what it means, in every state: words, refusals, doubts -> triggers of `tables`.

What a trigger leads to stands there; what is answered to it, in the turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from backtalk.core.model.events import SCORES, Command
from backtalk.core.session.machine.states import State
from backtalk.core.session.machine.tables import HELD, RUNNING, UNLATCHED_QUESTIONS

_S = State

# ---------------------------------------------------------------- state x command -> trigger

SPOKEN = frozenset(
    {
        *("answer", "turn_up", "turn_down", "ask_once_more", "say_not_now", "say_rest_comes"),
        *("stay", "stay_or_finish", "ask_in_other_words"),
    }
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
_ALL_WELL = {_C.NO: "take_back", _C.FINE: "take_back"}
"""To 'How bad is it?': a false alarm, as zero is."""
_HURT_OR_NOT = {
    **dict.fromkeys(SCORES, "it_hurt"),
    _C.ZERO: "go_on",
    _C.FINE: "go_on",
}
"""To 'Did that hurt?': a score is a yes with its number, zero is a no."""

COMMANDS: Mapping[State, Mapping[Command, str]] = MappingProxyType(
    {
        _S.READY: {_C.START: "begin"},
        **dict.fromkeys((*UNLATCHED_QUESTIONS, *HELD), _ASKED),
        _S.NEAR_MISS: {**_ASKED, **_HURT_OR_NOT},
        _S.PAIN_SCORE: {**_ASKED, **_ALL_WELL},
        _S.STOPPED: {**_ASKED, _C.FINE: "go_on"},
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


_NOT_NOW = frozenset({*RUNNING, _S.PAUSED, _S.GOODBYE})


def commands_in(state: State, *, prepared: bool) -> Mapping[Command, str]:
    """Return what each word means in `state`; `prepared`: the questions before it are over."""
    if not prepared and state in BEFORE_TRAINING:
        return BEFORE_TRAINING[state]
    return COMMANDS[state]


def meaning(state: State, command: Command, *, prepared: bool) -> str:
    """Return the trigger that `command` means in `state`; '' where it means nothing."""
    unknown = "say_not_now" if prepared and state in _NOT_NOW else ""
    return commands_in(state, prepared=prepared).get(command, unknown)


# ---------------------------------------------------------------- state x sentence -> trigger

_STAYED: Mapping[Command | None, str] = {
    None: "stay",
    _C.CONTINUE: "stay_or_finish",
    _C.START: "stay_or_finish",
}
REFUSALS: Mapping[State, Mapping[Command | None, str]] = MappingProxyType(
    {
        **dict.fromkeys((*HELD, _S.PAUSED), _STAYED),
        # "Don't finish" is a no. Whatever else is refused there ("I can't go on", 'hold on') must
        # not end in the silence that goes on.
        _S.CONFIRM_FINISH: {_C.FINISH: "go_on", None: "wait_here"},
    }
)
"""What it means that the person refused a command; None: any other, or one that was not named.

Where a state is missing nothing happens. At work nothing is to be undone: what was refused was not
begun. To a question about health a refusal is no answer, neither yes nor no.
"""

DOUBTS: Mapping[State, str] = MappingProxyType(
    dict.fromkeys((_S.INTERVIEW, _S.PAIN_SCORE), "ask_in_other_words")
)
"""What it means that the person does not know. Where a state is missing nothing happens: after a
cry, patience runs on, and at its end it counts as pain."""


def meaning_of_refusal(state: State, command: Command | None) -> str:
    """Return the trigger that refusing `command` means in `state`; '' where it means nothing."""
    meanings = REFUSALS.get(state, {})
    return meanings.get(command, meanings.get(None, ""))
