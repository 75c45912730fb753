"""What a whole sentence means: a request, a refusal, a doubt, a number, a complaint.

A closed list of phrases hears 'go on' in "I can't go on". So where an utterance was more than a
phrase, its words are read here (language/en/sentences.yaml). The order is one of care:

1. Complaints (unwell, nerves, pain, stop) are looked for anywhere in the sentence. Only a 'not'
   right before one turns it round. A complaint too many costs a question.
2. What was taken back ('no, I mean yes') is forgotten.
3. A request must be the whole sentence, politeness aside: people talk to one another, too.
4. A doubt anywhere is never an answer, and a command behind a 'not' is never that command.
5. What is left is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from backtalk.core.model.events import SCORES, STOP_CLASS, Command
from backtalk.language import scores, wording
from backtalk.language.sentence import DOUBT, NOT_PAIN, NOTHING, Asks, Kind, Said, Sentence
from backtalk.language.sentence_patterns import Patterns, load_patterns

ANSWERS = frozenset({Command.YES, Command.NO, *SCORES})
"""Commands that cannot be refused."""


def understand(
    text: str,
    open_commands: Iterable[Command],
    asks: Asks = Asks.OTHER,
    language: str = "en",
) -> Sentence:
    """Return what `text` means.

    Args:
        text: as the second pass wrote it, with capitals, punctuation and digits.
        open_commands: what may be asked for now; the stop class always may.
        asks: what the coach waits for.
        language: an installed folder such as 'en'.
    """
    return _reader(language).understand(text, frozenset(open_commands), asks)


def plain_words(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the words of `text` in full and without repetitions.

    An utterance with no more of them than the phrase that it was heard as is that phrase; one with
    more is a sentence.
    """
    return _reader(language).plain_words(text)


@cache
def _reader(language: str) -> _Reader:
    return _Reader(load_patterns(language))


class _Reader:
    """The steps of understanding, in order."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns

    def understand(self, text: str, open_commands: frozenset[Command], asks: Asks) -> Sentence:
        p = self._patterns
        words = wording.words(text, p.short_forms, p.digits)
        return self._meaning(Said(tuple(p.without_asking_not(words)), open_commands, asks))

    def plain_words(self, text: str) -> tuple[str, ...]:
        """Return what the function of this name promises."""
        found = wording.words(text, self._patterns.short_forms, self._patterns.digits)
        return tuple(wording.without_stops(found))

    def _meaning(self, said: Said) -> Sentence:
        if not said.words:
            return NOTHING
        steps = (
            self._zero,
            self._complaint,
            self._denied_complaint,
            self._corrected,
            self._contradiction,
            self._request,
            self._taken_back,
            self._doubt,
            self._score,
            self._refusal,
        )
        return next((found for step in steps if (found := step(said))), NOTHING)

    def _zero(self, said: Said) -> Sentence | None:
        """'None', 'no pain': zero where a score is asked; a bare 'no' takes the pain back."""
        p = self._patterns
        is_clear = not p.complains(Command.PAIN, said.scoped) and not set(said.words) & p.yes_words
        if not self._asks_score(said) or not is_clear:
            return None
        if p.zero.fullmatch(said.plain):
            return Sentence(Kind.SCORE, score=0)
        is_no = p.requests[Command.NO].fullmatch(said.plain)
        return NOT_PAIN if is_no and Command.NO not in said.open else None

    def _complaint(self, said: Said) -> Sentence | None:
        """The stop class and nerves, anywhere. A score may say how bad it is, and where."""
        p = self._patterns
        text = p.no_complaints.sub(", ", said.scoped)
        score, place = self._valid_score(said), self._place(said)
        if p.complains(Command.UNWELL, text):
            return Sentence(Kind.COMMAND, Command.UNWELL, score, place)
        if p.complains(Command.LEG, text):
            is_asked = Command.LEG in said.open
            kind, command = (Kind.COMMAND, Command.LEG) if is_asked else (Kind.PAIN, None)
            return Sentence(kind, command, score, "leg")
        if p.complains(Command.PAIN, text) or self._is_about_place(said):
            return Sentence(Kind.PAIN if score is None else Kind.SCORE, None, score, place)
        if p.complains(Command.STOP, text):
            return Sentence(Kind.COMMAND, Command.STOP)
        return None

    def _denied_complaint(self, said: Said) -> Sentence | None:
        """A complaint that a 'not' turned round, with no other beside it, and no score."""
        p = self._patterns
        text = p.no_complaints.sub(", ", said.scoped)
        if self._valid_score(said) is not None:
            return None
        if p.relieves(text):
            return NOT_PAIN
        denied = (c for c in (Command.STOP, Command.UNWELL, Command.LEG) if p.denies(c, text))
        return next((Sentence(Kind.REFUSAL, command) for command in denied), None)

    def _corrected(self, said: Said) -> Sentence | None:
        """What follows the last correction, if that means something."""
        rest = self._patterns.after_correction(said.scoped)
        is_wait = Command.PAUSE in self._commands_of(said.plain)  # 'can you wait a moment'
        if rest is None or is_wait:
            return None
        meaning = self._meaning(replace(said, words=tuple(rest.split())))
        return None if meaning == NOTHING else meaning

    def _contradiction(self, said: Said) -> Sentence | None:
        words = set(said.words)
        p = self._patterns
        return DOUBT if words & p.yes_words and words & p.negations else None

    def _request(self, said: Said) -> Sentence | None:
        """The one request among its sentences, each understood as a whole."""
        if set(said.words) & self._patterns.hedges:
            return None
        whole = self._commands_of(said.plain)
        if whole:
            return self._as_request(whole, said)
        found = [self._commands_of(part.plain) for part in said.parts]
        understood = [commands for commands in found if commands]
        if len({commands[0] for commands in understood}) != 1 or self._is_unsure(said):
            return None
        return self._as_request(understood[0], said)

    def _as_request(self, commands: list[Command], said: Said) -> Sentence | None:
        """Return the first of `commands` that is open; 'hold on' is heard even where it is not."""
        allowed = [c for c in commands if c in said.open or c in STOP_CLASS]
        if allowed:
            return Sentence(Kind.COMMAND, allowed[0])
        return Sentence(Kind.REFUSAL) if Command.PAUSE in commands else None

    def _taken_back(self, said: Said) -> Sentence | None:
        return NOT_PAIN if self._patterns.takes_back(said.scoped) else None

    def _doubt(self, said: Said) -> Sentence | None:
        """Doubts and questions, unless two numbers stand beside the doubt: then the higher one."""
        if self._patterns.not_yet.fullmatch(said.plain):
            return Sentence(Kind.REFUSAL)
        if self._patterns.questions.fullmatch(said.plain):
            return DOUBT
        score = self._valid_score(said)
        if self._patterns.doubts.search(said.plain):
            several = scores.count(said.words, self._patterns.numbers) > 1
            return Sentence(Kind.SCORE, score=score) if score is not None and several else DOUBT
        return DOUBT if score is None and self._patterns.is_doubtful(said.plain) else None

    def _score(self, said: Said) -> Sentence | None:
        if not said.open & set(SCORES) or not self._may_hold_score(said):
            return None
        if self._score_in(said) is None:
            return None
        valid = self._valid_score(said)
        return DOUBT if valid is None else Sentence(Kind.SCORE, None, valid, self._place(said))

    def _refusal(self, said: Said) -> Sentence | None:
        words = wording.without_stops(said.words)
        p = self._patterns
        first = next((i for i, word in enumerate(words) if word in p.negations), None)
        if first is None:
            return None
        refused = self._first_command(words[first + 1 :])
        # "No, I can't go on" answers a yes or no; about a pain it does not mean that there is none.
        answers = Command.NO in said.open and said.asks is not Asks.SCORE
        if refused and words[0] in p.no_words and answers and first == 0:
            return Sentence(Kind.COMMAND, Command.NO)
        if refused or p.refusals.fullmatch(said.plain):
            return Sentence(Kind.REFUSAL, refused)
        return None

    def _first_command(self, words: list[str]) -> Command | None:
        """Return the first command that is named anywhere in `words`."""
        for place in range(len(words)):
            rest = "".join(f"{word} " for word in words[place:])
            for command, pattern in self._patterns.requests.items():
                if command not in ANSWERS and pattern.match(rest):
                    return command
        return None

    def _commands_of(self, plain: str) -> list[Command]:
        """Return the commands that `plain` is a request of, all of it."""
        return [c for c, pattern in self._patterns.requests.items() if pattern.fullmatch(plain)]

    def _is_unsure(self, said: Said) -> bool:
        words = set(said.words)
        p = self._patterns
        return bool(words & p.negations or p.is_doubtful(said.plain))

    def _is_about_place(self, said: Said) -> bool:
        """Whether a place in trouble is named, or a place alone where pain is the subject."""
        if self._patterns.place_in_trouble.search(said.scoped):
            return True
        after_pain = said.asks in (Asks.SCORE, Asks.CHOICE)
        leg_is_asked = Command.LEG in said.open and self._place(said) == "leg"
        alone = self._patterns.place_alone.fullmatch(said.plain)
        return bool(after_pain and alone and not leg_is_asked)

    def _place(self, said: Said) -> str:
        """Return the first part of the body that is named."""
        for match in self._patterns.any_place.finditer(said.plain):
            return self._patterns.place_names[match.group().strip()]
        return ""

    def _asks_score(self, said: Said) -> bool:
        return said.asks is Asks.SCORE and Command.ZERO in said.open

    def _may_hold_score(self, said: Said) -> bool:
        """Where no score is asked, numbers are answers only with nothing else around them."""
        p = self._patterns
        known = p.score_carriers | p.numbers.values.keys() | {",", "."}
        return said.asks is Asks.SCORE or set(said.words) <= known

    def _score_in(self, said: Said) -> int | None:
        """Return the number beside 'no pain' and its like: 'zero, no pain' takes no zero back."""
        text = self._patterns.relief.sub(", ", said.scoped)
        return scores.score_in(text.split(), self._patterns.numbers)

    def _valid_score(self, said: Said) -> int | None:
        """Return the score in the sentence, if it can be one and is open."""
        if not self._may_hold_score(said):
            return None
        score = self._score_in(said)
        if score is None or score == scores.UNCLEAR or SCORES[score] not in said.open:
            return None
        return score
