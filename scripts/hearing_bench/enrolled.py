"""What three clips of a person's own 'stop' are worth, with everything together.

People with four clips or more say the others; beside misses, each adapted head hears two minutes
of other people's talk. It cannot tell whom the networks
were trained on: give the fold that they have not heard, 2 for those that ship.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from backtalk.app import settings as user_settings
from backtalk.app.settings import Settings
from backtalk.app.transcription.detectors import Detector, open_hearing
from backtalk.app.transcription.transcribe import Recognition
from backtalk.core.session.situations import Situation
from backtalk.hearing.spotter import networks
from backtalk.hearing.spotter.enrolment.adaptation import adapt
from backtalk.hearing.spotter.networks import Networks
from backtalk.language import vocabulary
from backtalk.ports import RATE_HZ
from backtalk.speaking.rendering import level
from hearing_bench import clips, noises
from hearing_bench.clips import Clip
from hearing_bench.scenes import CLEAN, Condition, Scene, scene

OWN_CLIPS = 3
CONDITIONS = (CLEAN, Condition("20 dB", 20), Condition("10 dB", 10))
TALK_S = 120.0
ALL_CLIPS = 1000
WORD = "stop"


@dataclass
class Tally:
    """What happened with the heads of one kind."""

    missed: Counter[str] = field(default_factory=Counter)
    """By condition."""
    said: Counter[str] = field(default_factory=Counter)
    false_stops: int = 0
    talk_s: float = 0.0


def main() -> int:
    """Do what the arguments say; return the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/bench_enrolment", description=__doc__)
    parser.add_argument("recordings", type=Path, metavar="FOLDER")
    parser.add_argument("--networks", type=Path, default=networks.BUILT_IN, metavar="FOLDER")
    parser.add_argument("--held-out-fold", type=int, metavar="N", help="only people of fold N")
    parser.add_argument("--recogniser", "--ear", dest="recogniser", default="sphinx")
    parser.add_argument("--model", default="", metavar="DIR", help="for --recogniser vosk")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = np.random.default_rng(asked.seed)
    spoken = clips.words(asked.recordings, asked.held_out_fold, lambda _: ALL_CLIPS, rng)
    talk = clips.talk(asked.recordings, asked.held_out_fold, TALK_S / 60)
    bank = noises.bank(talk, rng)
    settings = Settings(recogniser=asked.recogniser, model=asked.model)
    given = networks.load(asked.networks)
    tallies = {"before": Tally(), "after": Tally()}
    people = people_of(spoken)
    for own in people:
        learnt = adapt(
            given.head,
            {WORD: [clip.sound for clip in own[:OWN_CLIPS]]},
            embedding=given.embedding,
        )
        for name, head in (("before", given.head), ("after", learnt)):
            hearing = _hearing(settings, dataclasses.replace(given, head=head))
            _judge(hearing, own[OWN_CLIPS:], tallies[name], lambda c, w: scene(c, w, bank, (), 1))
            if name == "after" or not tallies[name].talk_s:
                _listen(hearing, talk, tallies[name])
    _show(tallies, len(people))
    return 0


def people_of(spoken: Sequence[Clip]) -> list[list[Clip]]:
    """Return the clips of the word of everybody who has some left after those they teach with."""
    by_speaker: dict[str, list[Clip]] = defaultdict(list)
    for clip in sorted(spoken, key=lambda clip: clip.name):
        if clip.text == WORD:
            by_speaker[clip.speaker].append(clip)
    return [own for own in by_speaker.values() if len(own) > OWN_CLIPS]


def _hearing(settings: Settings, used: Networks) -> Recognition:
    paths = user_settings.user_paths()
    detectors = open_hearing(settings, paths, Detector.ALL, spotter=used.spotter())
    return Recognition(detectors, vocabulary.load(), Situation.FLOW)


def _judge(
    hearing: Recognition,
    said: Sequence[Clip],
    tally: Tally,
    heard: Callable[[Clip, Condition], Scene],
) -> None:
    for clip in said:
        for condition in CONDITIONS:
            found = hearing.perceive(heard(clip, condition).sound)
            tally.said[condition.name] += 1
            tally.missed[condition.name] += not any(result.stop for result in found)


def _listen(hearing: Recognition, talk: Sequence[Clip], tally: Tally) -> None:
    for clip in talk:
        found = hearing.perceive(level(clip.sound))
        tally.false_stops += any(result.stop for result in found)
        tally.talk_s += len(clip.sound) / RATE_HZ


def _show(tallies: dict[str, Tally], people: int) -> None:
    names = [condition.name for condition in CONDITIONS]
    table = Table("", *names, "false stops in talk", title=f"'{WORD}' missed, {people} people")
    for name, tally in tallies.items():
        cells = [f"{tally.missed[where]} of {tally.said[where]}" for where in names]
        table.add_row(name, *cells, f"{tally.false_stops} in {tally.talk_s / 60:.0f} min")
    Console(soft_wrap=True).print(table)
