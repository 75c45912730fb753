"""The whole way from voices and recordings to head and network with thresholds, and figures."""

from __future__ import annotations

import argparse
import dataclasses
import os
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from rich.console import Console

from backtalk.hearing import full_band
from backtalk.hearing.full_band import FullBand
from backtalk.hearing.head import BACKGROUND, BUILT_IN, KINDS, Head, save
from backtalk.hearing.head_fitting import Schedule
from training import band_examples, band_learning, corpus, enrolment, examples, figures, report
from training.band_examples import BandExamples
from training.examples import Examples
from training.learning import learn
from training.thresholds import choose, leniency
from training.voices import FOLDS

SAY = Console(highlight=False, soft_wrap=True, markup=False)

PEOPLES_ROUNDS, PEOPLES_STOP_ROUNDS = 3, 36
"""How often people's clips are said anew: those of the stop class are few and matter most."""

BAND_ROUNDS = {"synthetic": 3, "people": 2, "stops": 4}
"""The same for the network; those of the stop class are said eight times in each round."""

BAND_STOPS = 8

BABBLE_CLIPS = 12

NEAR_MISSES_PER_HOUR = 6.0


def main() -> int:
    """Do what the arguments say; return the exit code."""
    options = arguments()
    os.nice(options.nice)
    with ProcessPoolExecutor(options.processes) as pool:
        SAY.print("Voices and recordings ...")
        spoken = [
            pool.submit(corpus.synthetic, options.work, options.size, fold) for fold in range(FOLDS)
        ]
        clips = [clip for part in spoken for clip in part.result()]
        clips += corpus.people(options.recordings)
        SAY.print(f"{len(clips)} clips. Examples ...")
        by_fold = [[clip for clip in clips if clip.fold == fold] for fold in range(FOLDS)]
        made = [_submit(pool, own, fold, options) for fold, own in enumerate(by_fold)]
        banded = [_submit_bands(pool, own, fold, options) for fold, own in enumerate(by_fold)]
        tests = [
            pool.submit(
                figures.scenes, options.work / f"scenes-{options.size}-{fold}.npz", own, fold
            )
            for fold, own in enumerate(by_fold)
        ]
        folds = [examples.joined([job.result() for job in jobs]) for jobs in made]
        bands = [band_examples.joined([job.result() for job in jobs]) for jobs in banded]
        scenes = [job.result() for job in tests]
    learners, judged = [], []
    for fold in range(FOLDS):
        SAY.print(f"Learning without fold {fold} ...")
        others = [f for f in range(FOLDS) if f != fold]
        head, network = _learnt([folds[f] for f in others], [bands[f] for f in others], options)
        save(head, options.work / f"head-without-{fold}.npz")
        full_band.save(network, options.work / f"full-band-without-{fold}.npz")
        learners.append((head, network))
        judged += figures.judge(head, network, scenes[fold])
    thresholds = choose(judged, options.false_per_hour)
    lenient = leniency(judged, thresholds, NEAR_MISSES_PER_HOUR)
    SAY.print(report.table(judged, thresholds))
    for (head, network), own, some in zip(learners, by_fold, scenes, strict=True):
        SAY.print(enrolment.table(head, network, own, some, thresholds))
    if options.out:
        SAY.print("Learning from everything ...")
        head, network = _learnt(folds, bands, options)
        save(dataclasses.replace(head, thresholds=thresholds, leniency=lenient), options.out)
        full_band.save(network, options.out.with_name(full_band.BUILT_IN.name))
        SAY.print(f"Written: {options.out}, and {full_band.BUILT_IN.name} beside it")
    return 0


def _learnt(
    folds: list[Examples], bands: list[BandExamples], options: argparse.Namespace
) -> tuple[Head, FullBand]:
    """Return head and network, learnt from the same folds."""
    head = learn(examples.joined(folds), Schedule(steps=options.steps), 1)
    return head, band_learning.learn(band_examples.joined(bands), options.band_steps, 1)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="scripts/train_spotter", description=__doc__)
    parser.add_argument(
        "--recordings",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="people's clips: words/WORD/SPEAKER_N.flac, speech/, manifest.csv",
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(".spotter-work"),
        metavar="FOLDER",
        help="keeps what was made on the way (some GB); default .spotter-work",
    )
    parser.add_argument(
        "--size",
        type=int,
        default=260,
        help="synthetic clips a class of the stop class and fold (default 260)",
    )
    parser.add_argument(
        "--rounds",
        type=int,
        default=2,
        help="how often each synthetic clip is heard in another room (default 2)",
    )
    parser.add_argument(
        "--steps", type=int, default=10_500, help="steps of learning (default 10500)"
    )
    parser.add_argument(
        "--band-steps", type=int, default=2500, help="steps of the network (default 2500)"
    )
    parser.add_argument(
        "--false-per-hour",
        type=float,
        default=1.0,
        help="false triggers in an hour of talk that are allowed (default 1)",
    )
    parser.add_argument("--processes", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--nice", type=int, default=10, help="step back by this much (default 10)")
    parser.add_argument(
        "--out",
        type=Path,
        nargs="?",
        const=BUILT_IN,
        metavar="FILE",
        help="write the head; without FILE, the one of the package",
    )
    return parser.parse_args()


def _submit(
    pool: ProcessPoolExecutor, own: list[corpus.Clip], fold: int, options: argparse.Namespace
) -> list[Future[examples.Examples]]:
    """Start making a fold's examples, in rounds that are kept in files of their own."""
    words = [clip for clip in own if clip.source == "human"]
    around = [clip for clip in own if clip.source == "talk"][:BABBLE_CLIPS]
    around += [clip for clip in words if clip.label == BACKGROUND]
    rounds = {
        "synthetic": ([clip for clip in own if clip.source != "human"], options.rounds),
        "people": ([*words, *(c for c in own if c.source == "talk")], PEOPLES_ROUNDS),
        "stops": ([*around, *(c for c in words if c.label in KINDS)], PEOPLES_STOP_ROUNDS),
    }
    return [
        pool.submit(
            examples.cached,
            options.work / f"examples-{options.size}-{name}-{fold}-{round_}.npz",
            clips,
            fold,
            round_,
        )
        for name, (clips, count) in rounds.items()
        for round_ in range(count)
    ]


def _submit_bands(
    pool: ProcessPoolExecutor, own: list[corpus.Clip], fold: int, options: argparse.Namespace
) -> list[Future[BandExamples]]:
    """Start making a fold's examples for the network; rounds in files of their own, too."""
    words = [clip for clip in own if clip.source == "human"]
    talk = [clip for clip in own if clip.source == "talk"]
    stops = [clip for clip in words if clip.label in KINDS]
    chosen = {
        "synthetic": [clip for clip in own if clip.source not in {"human", "talk"}],
        "people": [*words, *talk],
        "stops": stops * BAND_STOPS,
    }
    return [
        pool.submit(
            band_examples.cached,
            options.work / f"bands-{options.size}-{name}-{fold}-{round_}.npz",
            chosen[name],
            [*words, *talk],
            fold,
            round_,
        )
        for name, count in BAND_ROUNDS.items()
        for round_ in range(count)
    ]
