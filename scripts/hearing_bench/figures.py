"""From what happened to figures: shares with their counts, rates with their hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from hearing_bench.coaching import Coached
from hearing_bench.endpoints import Endpointed
from hearing_bench.run import Results
from hearing_bench.scenes import COMMAND_CONDITIONS, STOP_CONDITIONS
from hearing_bench.talk import Talked
from hearing_bench.trials import Outcome

Figures = dict[str, Any]

VOICES = {"people": True, "synthetic": False}


def of_all(results: Mapping[str, Results], endpointed: Sequence[Endpointed]) -> Figures:
    """Return all figures, ready for JSON."""
    return {
        "contestants": {name: of(own) for name, own in results.items()},
        "endpointing": {
            f"{who}, {where.name}": _endpointing(endpointed, where.name, is_human=is_human)
            for who, is_human in VOICES.items()
            for where in STOP_CONDITIONS
        },
    }


def of(own: Results) -> Figures:
    """Return the figures of one contestant."""
    return {
        "stops": {
            f"{who}, {where.name}": stops(own.outcomes, where.name, is_human=is_human)
            for who, is_human in VOICES.items()
            for where in STOP_CONDITIONS
        },
        "stops by word, clean": by_word(own.outcomes),
        "commands": {
            f"{who}, {where.name}": commands(own.outcomes, where.name, is_human=is_human)
            for who, is_human in VOICES.items()
            for where in COMMAND_CONDITIONS
        },
        "misheard commands": misheard(own.outcomes),
        "other words": others(own.outcomes),
        "talk": talk(own.talked),
        "coach": coach(own.coached),
        "said twice": said_twice(own.spoken_over),
        "delay": {where: delays(own.outcomes, where) for where in ("clean", "10 dB")},
        "cost": vars(own.cost) if own.cost else None,
    }


def stops(outcomes: Iterable[Outcome], condition: str, *, is_human: bool) -> Figures:
    """Return how many stop words were stopped at, asked about, and neither."""
    own = [
        o
        for o in outcomes
        if o.kind == "stop" and o.condition == condition and o.is_human is is_human
    ]
    return {
        "of": len(own),
        "missed": sum(not o.stopped for o in own),
        "asked": sum(o.asked for o in own),
    }


def by_word(outcomes: Iterable[Outcome]) -> dict[str, Figures]:
    """Return the same for each word, in the clear, people and synthetic voices together."""
    clean = [o for o in outcomes if o.kind == "stop" and o.condition == "clean"]
    words = sorted({(o.text, o.is_human) for o in clean})
    return {
        f"{text} ({'people' if is_human else 'synthetic'})": stops(
            [o for o in clean if o.text == text], "clean", is_human=is_human
        )
        for text, is_human in words
    }


def commands(outcomes: Iterable[Outcome], condition: str, *, is_human: bool) -> Figures:
    """Return how many commands were right, wrong and not heard."""
    own = [
        o
        for o in outcomes
        if o.kind == "command" and o.condition == condition and o.is_human is is_human
    ]
    counts = {verdict: sum(o.verdict == verdict for o in own) for verdict in _VERDICTS}
    return {"of": len(own), **counts, "stopped": sum(o.stopped for o in own)}


def misheard(outcomes: Iterable[Outcome]) -> list[str]:
    """Return which commands passed for which others, in the clear."""
    return sorted(
        f"{o.text} ({'people' if o.is_human else 'synthetic'}): "
        f"{', '.join([*o.commands, *(['a stop'] if o.stopped else [])])}"
        for o in outcomes
        if o.kind == "command" and o.condition == "clean" and o.verdict == "wrong"
    )


def others(outcomes: Iterable[Outcome]) -> Figures:
    """Return how many words that mean nothing passed for something."""
    own = [o for o in outcomes if o.kind == "other"]
    return {
        "of": len(own),
        "stopped": sum(o.stopped for o in own),
        "asked": sum(o.asked for o in own),
        "command": sum(bool(o.commands) for o in own),
    }


def talk(talked: Sequence[Talked]) -> Figures:
    """Return what was heard in other people's talk, with the hours of it."""
    hours = sum(part.seconds for part in talked) / 3600
    counts = {
        "stops": sum(part.stops for part in talked),
        "asked": sum(part.asked for part in talked),
        "commands": sum(part.commands for part in talked),
    }
    texts = sorted(text for part in talked for text in part.texts)
    return {"hours": hours, **counts, "taken_for": texts}


def coach(coached: Sequence[Coached]) -> Figures:
    """Return how often the coach stopped itself, with the hours of coaching."""
    hours = sum(part.seconds for part in coached) / 3600
    return {"hours": hours, "stops": sum(part.stops for part in coached)}


def said_twice(coached: Sequence[Coached]) -> Figures:
    """Return how many words said twice over the coach were caught."""
    return {
        "of": sum(part.said for part in coached),
        "caught": sum(part.caught for part in coached),
        "at_first": sum(part.caught_at_first for part in coached),
        "noticed": sum(part.noticed for part in coached),
    }


def delays(outcomes: Iterable[Outcome], condition: str) -> Figures | None:
    """Return seconds from a synthetic word's end to the act: its end is known to 20 ms."""
    found = {}
    for kind in ("stop", "command"):
        right_s = [
            o.delay_s
            for o in outcomes
            if o.kind == kind
            and o.condition == condition
            and not o.is_human
            and o.delay_s is not None
            and (o.stopped if kind == "stop" else o.verdict == "right")
        ]
        if right_s:
            found[kind] = {
                "median_s": float(np.median(right_s)),
                "p95_s": float(np.percentile(right_s, 95)),
            }
    return found or None


def most_an_hour(count: int, hours: float) -> float:
    """Return the rate that the true one is below with 95 %, for `count` events in `hours`.

    Wilson and Hilferty's approximation of the Poisson limit; 0 events in an hour: 3.0.
    """
    above = count + 1
    limit = above * (1 - 1 / (9 * above) + 1.645 / (3 * above**0.5)) ** 3
    return float(limit / hours)


def _endpointing(endpointed: Sequence[Endpointed], condition: str, *, is_human: bool) -> Figures:
    own = [one for one in endpointed if one.condition == condition and one.is_human is is_human]
    return {
        "of": len(own),
        "ours": sum(one.ours for one in own),
        "theirs": sum(one.theirs for one in own),
    }


_VERDICTS = ("right", "wrong", "nothing")
