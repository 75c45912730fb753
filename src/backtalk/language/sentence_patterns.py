"""The patterns of a language's sentences.yaml, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from backtalk.core.model.events import Command
from backtalk.language import vocabulary
from backtalk.language.scores import NumberWords
from backtalk.language.templates import compiled, expression

Pattern = re.Pattern[str]

WORD_START = r"(?<!\S)"


@dataclass(frozen=True)
class Patterns:
    """What sentences are made of. All patterns expect words with one space behind each."""

    short_forms: Mapping[str, str]
    digits: Mapping[str, str]
    """The word for each number in digits."""
    numbers: NumberWords
    score_carriers: frozenset[str]
    negations: frozenset[str]
    hedges: frozenset[str]
    yes_words: frozenset[str]
    no_words: frozenset[str]
    requests: Mapping[Command, Pattern]
    """Whole sentences that ask for a command."""
    complaints: Mapping[Command, Pattern]
    """Parts of sentences: the stop class, and LEG for nerves."""
    denials: Mapping[Command, Pattern]
    """The same behind a 'not'."""
    relief: Pattern
    no_complaints: Pattern
    zero: Pattern
    taken_back: Pattern
    denied_taken_back: Pattern
    turning: frozenset[str]
    """The 'not' and its like: they turn round what follows shortly after."""
    doubts: Pattern
    soft_doubts: Pattern
    questions: Pattern
    not_yet: Pattern
    refusals: Pattern
    corrections: Pattern
    asking_not: Pattern
    asking: str
    any_place: Pattern
    place_alone: Pattern
    place_in_trouble: Pattern
    place_names: Mapping[str, str]
    """The name that is kept for each word of a part of the body."""

    def complains(self, command: Command, text: str) -> bool:
        """Whether `text` holds a complaint that no 'not' turns round."""
        left = self.denials[command].sub(", ", text)
        if command is Command.PAIN:
            left = self.relief.sub(", ", left)
        return bool(self.complaints[command].search(left))

    def denies(self, command: Command, text: str) -> bool:
        """Whether a 'not' turns a complaint round."""
        return bool(self.denials[command].search(text))

    def relieves(self, text: str) -> bool:
        """Whether `text` says that it does not hurt."""
        return self.denies(Command.PAIN, text) or bool(self.relief.search(text))

    def takes_back(self, text: str) -> bool:
        """Whether `text` takes a complaint back: 'I am fine'."""
        return bool(self.taken_back.search(self.denied_taken_back.sub(", ", text)))

    def is_doubtful(self, text: str) -> bool:
        """Whether `text` holds a doubt, soft ones too."""
        return bool(self.doubts.search(text) or self.soft_doubts.search(text))

    def after_correction(self, text: str) -> str | None:
        """Return what follows the last correction; None where there is none, or nothing beside it.

        "I don't actually want to skip" corrects nothing: its 'not' goes on.
        """
        last = max(self.corrections.finditer(text), key=re.Match.end, default=None)
        if last is None or not last.start():
            return None
        clause = re.split(r"[,.]", text[: last.start()])[-1]
        rest = text[last.end() :].strip(" ,.")
        return None if self.turning & set(clause.split()) else rest or None

    def without_asking_not(self, words: Iterable[str]) -> list[str]:
        """Return the words with 'can you stop' in place of "can't you stop"."""
        text = "".join(f"{word} " for word in words)
        return self.asking_not.sub(
            lambda m: f"{self.asking} {m.group().split()[-1]} ", text
        ).split()


def load_patterns(language: str) -> Patterns:
    """Read and compile the sentences of `language`, an installed folder such as 'en'."""
    source = resources.files("backtalk.language").joinpath(language, "sentences.yaml")
    data: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    place_names = {word: name for name, words in data["places"].items() for word in words}
    longest_first = sorted(place_names, key=lambda word: -len(word.split()))
    a_place = f"({'|'.join(longest_first)})"
    rules = {**data["rules"], "a_place": a_place}
    complaints = {Command(name): found for name, found in data["complaints"].items()}
    complaints[Command.LEG] = data["nerves"]

    def anywhere(templates: Iterable[str]) -> Pattern:
        return re.compile(WORD_START + f"(?:{compiled(templates, rules).pattern})")

    def denied(templates: Sequence[str], *, wanting: bool) -> Pattern:
        between = "(<light>|<wanting>)" if wanting else "<light>"
        light = f"(?:{expression(between, rules)}){{0,5}}"
        turning = expression(f"({'|'.join(data['turning'])})", rules)
        return re.compile(
            WORD_START + turning + light + f"(?:{compiled(templates, rules).pattern})"
        )

    return Patterns(
        short_forms=data["short_forms"],
        digits=_digits(data["numbers"]),
        numbers=_number_words(data),
        score_carriers=frozenset(data["score_carriers"]),
        negations=frozenset(data["negations"]),
        hedges=frozenset(data["hedges"]),
        yes_words=frozenset(data["yes_words"]),
        no_words=frozenset(data["no_words"]),
        requests=_requests(data, rules, language),
        complaints={command: anywhere(found) for command, found in complaints.items()},
        denials={
            command: denied(found, wanting=command is not Command.PAIN)
            for command, found in complaints.items()
        },
        relief=anywhere(data["relief"]),
        no_complaints=anywhere(data["no_complaints"]),
        zero=compiled([f"[<before>] {t} [<behind>]" for t in data["zero"]], rules),
        taken_back=anywhere(data["taken_back"]),
        denied_taken_back=denied(data["taken_back"], wanting=False),
        turning=frozenset(data["turning"]),
        doubts=anywhere(data["doubts"]),
        soft_doubts=anywhere(data["soft_doubts"]),
        questions=compiled([f"[<before>] {t}" for t in data["questions"]], rules),
        not_yet=compiled([f"[<before>] {t} [<behind>]" for t in data["not_yet"]], rules),
        refusals=compiled([f"[<before>] {t} [<behind>]" for t in data["refusals"]], rules),
        corrections=anywhere(data["corrections"]),
        asking_not=anywhere([data["asking_not"]]),
        asking=data["asking"],
        any_place=anywhere([a_place]),
        place_alone=compiled([data["place_alone"]], rules),
        place_in_trouble=anywhere([data["place_in_trouble"]]),
        place_names=place_names,
    )


def _requests(
    data: Mapping[str, Any], rules: Mapping[str, str], language: str
) -> dict[Command, Pattern]:
    """Return the whole sentences of each command, its phrases of the vocabulary among them."""
    phrases = vocabulary.load(language)
    before, behind = data["request_before"], data["request_behind"]
    templates = {Command(name): found for name, found in data["commands"].items()}
    return {
        command: compiled([f"{before} ({'|'.join(found)}) {behind}"], rules)
        for command, found in (
            (command, [*written, *phrases.phrases(command)])
            for command, written in templates.items()
        )
    }


def _digits(numbers: Mapping[str, int]) -> dict[str, str]:
    """Return words for digits; numbers without a word of their own are out of reach, like 1000."""
    words: dict[str, str] = {}
    for word, value in numbers.items():
        words.setdefault(str(value), word)
    beyond = max(numbers, key=numbers.__getitem__)
    return {str(value): words.get(str(value), beyond) for value in range(-100, 1001)}


def _number_words(data: Mapping[str, Any]) -> NumberWords:
    words = data["number_words"]
    sets = ("takes_back", "denies", "above", "counted", "pointing", "to", "point", "half", "joins")
    return NumberWords(
        values=data["numbers"],
        like=words["like"],
        out_of=tuple(words["out_of"]),
        **{name: frozenset(words[name]) for name in sets},
    )
