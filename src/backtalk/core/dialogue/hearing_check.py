"""The check before a session: the person says 'stop' from the mat and the coach says what it heard.

Once in silence and once over the coach's own voice; the first time three times each for 'stop' and
'pain', so that the coach learns how this person says them. A word that is not heard leads to a
piece of advice drawn from what was measured. A check that fails ends with the offer of the keys,
and only a key accepts it. It can be left out for a day, by saying so; never silently.

A dialogue like the others: it knows neither the time nor the session's states, and it measures
nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from backtalk.core.dialogue.dialogue import (
    Decision,
    Measurement,
    Question,
    Reply,
    Unrecorded,
    Verdict,
)
from backtalk.core.model.events import Command, Line, Phrase, RoomLevels, phrase
from backtalk.core.model.records import CheckResult

TRIES = 3
"""How often one word is asked for before the check has failed."""
WORD_WAIT_S = 5.0
"""Patience for one word: older people need two seconds more than young ones to begin an answer."""
KEY_WAIT_S = 60.0

QUIET_VOICE_DB = 12.0
"""A voice less than this above the noise is missed too often: at 10 dB a recogniser of this size
loses a third of the words it hears at 20 dB."""
LOUD_NOISE_DB = -45.0
"""A room louder than this is worth naming: a quiet one at a desk microphone is at -60 dBFS."""
LOUD_ECHO_DB = 6.0
"""An echo this far above the voice cannot be spoken over."""


@dataclass(frozen=True)
class Prompt:
    """One word to be said."""

    says: Phrase
    word: Command
    keep: str = ""
    """The phrase that the sound is kept for as an example; '' keeps nothing."""


EVERY_DAY = (
    Prompt(phrase("say_stop"), Command.STOP),
    Prompt(phrase("say_stop_over_me"), Command.STOP),
)
FIRST_TIME = (
    Prompt(phrase("say_stop"), Command.STOP, "stop"),
    Prompt(phrase("say_stop_again"), Command.STOP, "stop"),
    Prompt(phrase("say_stop_again"), Command.STOP, "stop"),
    Prompt(phrase("say_pain"), Command.PAIN, "pain"),
    Prompt(phrase("say_pain_again"), Command.PAIN, "pain"),
    Prompt(phrase("say_pain_again"), Command.PAIN, "pain"),
    Prompt(phrase("say_stop_over_me"), Command.STOP),
)
ONLY_HERE = frozenset(
    {
        *(prompt.says.id for prompt in FIRST_TIME),
        *("check_intro", "check_first_time", "check_can_be_skipped", "check_skipped"),
        *("advice_nothing", "advice_closer", "advice_noise", "advice_echo", "advice_clearly"),
        *("another_microphone", "check_failed", "i_can_hear_you"),
    }
)
"""Ids of the phrases that only a check says: a session without one need not have them ready."""

_ACCEPTS = frozenset({Command.SKIP})
_BY_KEY = frozenset({Command.CONTINUE})


class HearingCheck(Unrecorded):
    """One check. Opened again, it goes on with the word, or the key, that it was waiting for."""

    def __init__(self, prompts: tuple[Prompt, ...] = EVERY_DAY) -> None:
        """`prompts` are the words to be said, in order; at least one."""
        self._prompts = prompts
        self._first_time = any(prompt.keep for prompt in prompts)
        self._at = 0
        self._tries = 0
        self._heard = False
        self.result: CheckResult | None = None
        """How it ended; None while it has not."""

    @property
    def asked(self) -> Prompt:
        """The word that is being asked for."""
        return self._prompts[self._at]

    def open(self) -> Question:
        """Say what this is, then ask for the word; where it has failed, for a key."""
        if self.result is CheckResult.FAILED:
            return self._ask_for_key()
        intro = phrase("check_first_time" if self._first_time else "check_intro")
        return self._ask(first=(intro, phrase("check_can_be_skipped")))

    def hears(self, command: Command) -> bool:
        """Whether the stop word `command` is what was asked for, and so no stop.

        'Pain' when 'stop' was asked for is meant; the other way round it is a misheard 'pain'.
        """
        if self.result is not None:
            return False
        wanted = self.asked.word
        return command is wanted or (wanted is Command.PAIN and command is Command.STOP)

    def heard(self) -> Measurement:
        """Take the word as heard; measure how well."""
        self._heard = True
        return Measurement(self.asked.keep)

    def answer(self, command: Command) -> Reply:
        """Take only what concerns the check; any other word asks for the stop word again."""
        if self.result is CheckResult.FAILED:
            return Verdict(Decision.GO_ON) if command is Command.CONTINUE else None
        if command is Command.SKIP:
            self.result = CheckResult.SKIPPED
            return Verdict(Decision.GO_ON, (phrase("check_skipped"),))
        return self._ask()

    def unanswered(self) -> Reply:
        """Measure why nothing was heard; once only keys are left, silence ends the session."""
        if self.result is CheckResult.FAILED:
            return Verdict(Decision.END, (phrase("no_answer"),))
        self._heard = False
        return Measurement(self.asked.keep)

    def measured(self, levels: RoomLevels) -> Reply:
        """Go on to the next word, or say what to change and ask again."""
        learnt = bool(self.asked.keep) and levels.voice_db is not None
        if self._heard or learnt:
            return self._next()
        self._tries += 1
        if self._tries >= TRIES:
            self.result = CheckResult.FAILED
            return self._ask_for_key(first=(advice(levels), phrase("another_microphone")))
        return self._ask(first=(advice(levels),))

    def _next(self) -> Reply:
        self._at, self._tries = self._at + 1, 0
        if self._at < len(self._prompts):
            return self._ask()
        self._at = len(self._prompts) - 1
        self.result = CheckResult.PASSED
        return Verdict(Decision.GO_ON, (phrase("i_can_hear_you"),))

    def _ask_for_key(self, first: tuple[Line, ...] = ()) -> Question:
        failed = (phrase("check_failed"),)
        return Question(failed, _BY_KEY, KEY_WAIT_S, needs_key=True, first=first)

    def _ask(self, first: tuple[Line, ...] = ()) -> Question:
        return Question((self.asked.says,), _ACCEPTS, WORD_WAIT_S, first=first)


def advice(levels: RoomLevels) -> Line:
    """Return what to change so that the word is heard, the likeliest cause first."""
    voice_db, echo_db = levels.voice_db, levels.echo_db
    if voice_db is None:
        return phrase("advice_noise" if levels.noise_db > LOUD_NOISE_DB else "advice_nothing")
    if echo_db is not None and echo_db - voice_db > LOUD_ECHO_DB:
        return phrase("advice_echo")
    if voice_db - levels.noise_db < QUIET_VOICE_DB:
        return phrase("advice_noise" if levels.noise_db > LOUD_NOISE_DB else "advice_closer")
    return phrase("advice_clearly")
