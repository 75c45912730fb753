"""What may follow what: every state, every trigger, every command. The centre of the program.

Theory of operation
===================

A session is one hierarchical state machine (`machine`, built on `transitions`) and a little memory
(`memory`). Whatever affects what may follow what stands in tables, here and, for what is said, in
`meanings`:

- `TRANSITIONS`: trigger x state -> state. Several rows of a trigger and a state are tried from top
  to bottom; the first whose guard holds (a method of `guards.Guards`, reading the memory) is taken.
- `meanings.COMMANDS`: state x command -> trigger. What a word means depends on where it is said.
  The words that a recogniser listens for are the keys of this table, and what the open question
  accepts; there is no second list of them. Triggers of `SPOKEN` lead nowhere: they are only
  answered.
- `meanings.REFUSALS` and `meanings.DOUBTS`: state x kind of sentence -> trigger. A refusal never
  leads to what it names, and a doubt is never an answer.
- `DECISIONS`: what a dialogue decided -> trigger; `HOW_IT_HURT`: what a score allows -> trigger.
- `STAGE_OVER`: state -> trigger when its time is up.
What the machine does not hold (how far the plan is, which question is open, what was set aside) is
the memory's; its few bits that guards read are named there, each with why it is no state.

One event is handled in one turn (`session.Session.handle`):

1. the event, the state and the memory give a `Step` (`interruptions`, `answers`, `commands`,
   `sentences`): a trigger, effects, and a changed memory. A handler calls no other handler.
2. The machine fires the trigger; guards read the memory *as it was before* the trigger's own
   action, so they look ahead ('is this the last set?') in place of stepping on a stone in between.
3. The trigger's action (`actions`) moves through the plan and writes records.
4. Where another state was come to, it begins (`entering`): a timed stage, or a question.

Invariants, each with tests in tests/safety and tests/core/session:

- The loudspeaker is latched exactly while the state is in the group `latched`. Coming into it
  latches (where the reflex has not done so already: after a stop word it has), leaving it releases,
  and `finished` releases nothing.
- `pain`, `stop` and `lose_sound` are possible from every state but `finished`, without any guard.
- Out of `latched` into `training` lead `go_on`, `take_back`, `ease`, `leave_out` and
  `leave_out_easier` alone, and these are fired only by an answer of the person: no timer, no found
  microphone, no refusal and no doubt fires them.
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
from backtalk.core.model.pain import Outcome
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
QUESTIONS = (_S.HEARING_CHECK, _S.IDENTIFY, _S.INTERVIEW, _S.RESUME_OFFER)
RUNNING = (_S.WELCOME, *TRAINING)
"""The session goes on by itself, past its questions."""
HELD = (*PAIN, _S.STOPPED, _S.NO_AUDIO)
"""Latched, and waiting for the person's word."""
UNLATCHED_QUESTIONS = (*QUESTIONS, _S.CONFIRM_FINISH, _S.NEAR_MISS, _S.DEBRIEF)
_NO_PAIN = tuple(state for state in ALIVE if state not in PAIN)
_DESCRIBED = (_S.INTRODUCING, *WORKING)
"""A change is told and the set taken up again; elsewhere it is told and nothing else happens."""
_TOLD_ONLY = (_S.WELCOME, *BREAKS, _S.PAUSED, _S.GOODBYE)
SUSPENDABLE = (*QUESTIONS, _S.CONFIRM_FINISH, _S.DEBRIEF)
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
    Row("suspect", (*RUNNING, *QUESTIONS, _S.CONFIRM_FINISH, _S.DEBRIEF, _S.GOODBYE), _S.NEAR_MISS),
    # ---- the way through the questions, and back to where an interruption found the session
    *_next("begin", (_S.READY,), "is_done"),
    *_BACK_TO_THE_QUESTION,
    Row("go_on", (_S.CONFIRM_FINISH,), _S.PAUSED, ("pause_is_suspended",)),
    *_next(
        "go_on",
        (*QUESTIONS, _S.PAUSED, _S.CONFIRM_FINISH, _S.NEAR_MISS, *HELD),
        "is_done",
    ),
    *_next("ease", HELD, "is_done_after_easing"),
    *_next("leave_out", HELD, "is_last_exercise"),
    *_next("leave_out_easier", HELD, "is_last_exercise"),
    Row("ask_again_who", (_S.INTERVIEW, _S.RESUME_OFFER), _S.IDENTIFY),
    Row("score", (_S.PAIN_SCORE,), _S.PAIN_CHOICE),
    Row("take_back", (_S.PAIN_SCORE,), _S.NO_AUDIO, ("sound_is_gone",)),
    Row("take_back", (_S.PAIN_SCORE,), _S.PAUSED, ("pause_is_suspended",)),
    *_next("take_back", (_S.PAIN_SCORE,), "is_done"),
    Row("it_hurt", (_S.NEAR_MISS,), _S.PAIN_SCORE),
    Row("it_hurt_bearably", (_S.NEAR_MISS,), _S.PAIN_CHOICE),
    Row("it_hurt_badly", (_S.NEAR_MISS,), _S.LATCHED_GOODBYE),
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
    Row("leave_out", (*RUNNING, _S.PAUSED), _S.DEBRIEF, ("is_last_exercise", "debrief_is_due")),
    Row("leave_out", (*RUNNING, _S.PAUSED), _S.GOODBYE, ("is_last_exercise",)),
    Row("leave_out", (*RUNNING, _S.PAUSED), _S.INTRODUCING),
    Row("go_back", (*RUNNING, _S.PAUSED), _S.INTRODUCING),
    Row("repeat", (*RUNNING, _S.PAUSED), _S.INTRODUCING),
    Row("rest_longer", BREAKS, _S.RESTING),
    *(
        row
        for trigger in ("slow_down", "speed_up", "make_easier", "make_harder")
        for row in (Row(trigger, _DESCRIBED, _S.INTRODUCING), Row(trigger, _TOLD_ONLY, None))
    ),
    Row("pause", (*RUNNING, _S.HEARING_CHECK), _S.PAUSED),
    Row("ask_to_finish", (*RUNNING, _S.PAUSED), _S.CONFIRM_FINISH),
    Row("wait_here", (_S.CONFIRM_FINISH,), _S.PAUSED),
    # ---- the end
    Row("end", HELD, _S.LATCHED_GOODBYE),
    Row("end", (*UNLATCHED_QUESTIONS, _S.PAUSED), _S.GOODBYE),
    Row("finish", (_S.GOODBYE, _S.LATCHED_GOODBYE), _S.FINISHED),
)

LATCHING = frozenset({"lose_sound", "it_hurt", "it_hurt_bearably", "it_hurt_badly"})
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
        Decision.FALSE_ALARM: "take_back",
    }
)
"""What the verdict of a dialogue leads to."""

HOW_IT_HURT: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.EASE: "it_hurt_bearably",
        Outcome.LEAVE_OUT: "it_hurt_bearably",
        Outcome.END: "it_hurt_badly",
    }
)
"""What a score leads to where it was asked only whether it hurt: by what the score allows."""
