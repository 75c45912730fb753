"""The whole way from voices and recordings to the spotter's networks with thresholds, and figures.

Two thirds of the speakers, voices and talk are learnt from; the networks are judged, and their
thresholds chosen, on the last third. What is judged is what is written.
"""

from __future__ import annotations

import argparse
import dataclasses
import logging
import os
import shutil
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import torch
from rich.console import Console

from backtalk.errors import BacktalkError
from backtalk.hearing.spotter import classifier_head as heads
from backtalk.hearing.spotter import wideband
from backtalk.hearing.spotter.classifier_head import KINDS, Head
from backtalk.hearing.spotter.networks import BUILT_IN, EMBEDDING, HEAD, WIDEBAND, Networks
from backtalk.hearing.spotter.wideband import Wideband
from training import (
    band_learning,
    corpus,
    embedding_learning,
    enrolment,
    examples,
    figures,
    report,
    speech_network,
)
from training.thresholds import choose, near_miss_margin
from training.voices import FOLDS

SAY = Console(highlight=False, soft_wrap=True, markup=False)

ROUNDS = {"synthetic": 6, "people": 20, "stops": 8}
"""How often clips are said again: people's are few. What is heard in other people's talk sets the
thresholds, so that more of it is worth more than anything else."""

STOPS_A_ROUND = 8
"""How often those are said in each round."""

NEAR_MISSES_PER_HOUR = 6.0


def main() -> int:
    """Do what the arguments say; return the exit code."""
    options = arguments()
    os.nice(options.nice)
    try:
        _build(options)
    except BacktalkError as error:
        SAY.print(f"train_spotter: {error}")
        return 2
    return 0


def _build(options: argparse.Namespace) -> None:
    held_out = options.held_out_fold
    with ProcessPoolExecutor(options.processes, initializer=_tell_progress) as pool:
        SAY.print("Voices and recordings ...")
        spoken = [
            pool.submit(corpus.synthetic, options.work, options.size, fold) for fold in range(FOLDS)
        ]
        clips = [clip for part in spoken for clip in part.result()]
        clips += corpus.people(options.recordings)
        SAY.print(f"{len(clips)} clips. Examples ...")
        by_fold = [[clip for clip in clips if clip.fold == fold] for fold in range(FOLDS)]
        made = [
            job
            for fold, own in enumerate(by_fold)
            if fold != held_out
            for job in _submit(pool, own, fold, options)
        ]
        file = options.work / f"scenes-{options.size}-{held_out}.npz"
        test = pool.submit(figures.scenes, file, by_fold[held_out], held_out)
        scenes = test.result()
        networks = _learnt(pool, [job.result() for job in made], options)
    assessed = figures.assess(networks, scenes)
    thresholds = choose(assessed, options.false_per_hour)
    lenient = near_miss_margin(assessed, thresholds, NEAR_MISSES_PER_HOUR)
    head = dataclasses.replace(networks.head, thresholds=thresholds, near_miss_margin=lenient)
    networks = dataclasses.replace(networks, head=head)
    heads.save(head, options.work / HEAD)
    SAY.print(report.table(assessed, thresholds))
    SAY.print(enrolment.table(networks, by_fold[held_out], scenes))
    SAY.print(f"Written to {options.work}.")
    if options.out:
        for name in (HEAD, EMBEDDING, WIDEBAND):
            shutil.copyfile(options.work / name, options.out / name)
        SAY.print(f"Copied to {options.out}.")


def _tell_progress() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")


def _learnt(pool: ProcessPoolExecutor, files: list[Path], options: argparse.Namespace) -> Networks:
    """Return networks learnt from the examples in the files, after writing those of both branches.

    Both learn at once where there are two processes.
    """
    SAY.print("The networks learn ...")
    of_speech = pool.submit(_embedding, files, options)
    wideband.save(pool.submit(_band, files, options).result(), options.work / WIDEBAND)
    head = of_speech.result()
    return Networks(head, wideband.load(options.work / WIDEBAND), options.work / EMBEDDING)


def _embedding(files: list[Path], options: argparse.Namespace) -> Head:
    """Write the embedding; return the head that belongs to it."""
    torch.set_num_threads(1)
    material = examples.load(files, "mels")
    network, head = embedding_learning.learn(material, options.embedding_steps, 1)
    speech_network.write(network, options.work / EMBEDDING)
    return head


def _band(files: list[Path], options: argparse.Namespace) -> Wideband:
    torch.set_num_threads(1)
    return band_learning.learn(examples.load(files, "rows"), options.band_steps, 1)


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
        default=320,
        help="synthetic clips a class of the stop class and fold (default 320)",
    )
    parser.add_argument(
        "--held-out-fold",
        type=int,
        choices=range(FOLDS),
        default=FOLDS - 1,
        metavar="N",
        help=f"the third of the speakers to judge by, not to learn from (default {FOLDS - 1})",
    )
    parser.add_argument(
        "--embedding-steps", type=int, default=3000, help="of learning (default 3000)"
    )
    parser.add_argument("--band-steps", type=int, default=5000, help="of learning (default 5000)")
    parser.add_argument(
        "--false-per-hour",
        type=float,
        default=1.0,
        help="false triggers in an hour of talk that are allowed (default 1)",
    )
    parser.add_argument(
        "--processes", type=int, default=2, help="processes, of up to 8 GB (default 2)"
    )
    parser.add_argument("--nice", type=int, default=10, help="step back by this much (default 10)")
    parser.add_argument(
        "--out",
        type=Path,
        nargs="?",
        const=BUILT_IN,
        metavar="FOLDER",
        help="copy the networks there; without FOLDER, into the package",
    )
    return parser.parse_args()


def _submit(
    pool: ProcessPoolExecutor, own: list[corpus.Clip], fold: int, options: argparse.Namespace
) -> list[Future[Path]]:
    """Start making a fold's examples, in rounds that are kept in files of their own."""
    words = [clip for clip in own if clip.source == "human"]
    talk = [clip for clip in own if clip.source == "talk"]
    stops = [clip for clip in words if clip.label in KINDS]
    chosen = {
        "synthetic": [clip for clip in own if clip.source not in {"human", "talk"}],
        "people": [*words, *talk],
        "stops": stops * STOPS_A_ROUND,
    }
    return [
        pool.submit(
            examples.make,
            options.work / f"examples-{options.size}-{name}-{fold}-{round_}.npz",
            chosen[name],
            [*words, *talk],
            fold,
            100 * list(ROUNDS).index(name) + round_,
        )
        for name, count in ROUNDS.items()
        for round_ in range(count)
    ]
