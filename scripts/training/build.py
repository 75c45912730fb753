"""The whole way from voices and recordings to a head with thresholds, and its figures."""

from __future__ import annotations

import argparse
import dataclasses
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from rich.console import Console

from backtalk.hearing.head import BUILT_IN, save
from backtalk.hearing.head_fitting import Schedule
from training import corpus, examples, figures, report
from training.learning import learn
from training.thresholds import choose
from training.voices import FOLDS

SAY = Console(highlight=False, soft_wrap=True, markup=False)

EXTRA_ROUNDS = 3
"""People's clips are few: they are heard in so many rooms more."""


def main() -> int:
    """Do what the arguments say; return the exit code."""
    options = arguments()
    os.nice(options.nice)
    with ProcessPoolExecutor(options.processes) as pool:
        SAY.print("Voices and recordings ...")
        spoken = [
            pool.submit(corpus.synthetic, options.work, options.size, seed)
            for seed in range(1, options.batches + 1)
        ]
        clips = [clip for part in spoken for clip in part.result()]
        clips += corpus.people(options.recordings)
        SAY.print(f"{len(clips)} clips. Examples ...")
        made = _submit(pool, clips, options)
        folds = [[job.result() for job in jobs] for jobs in made]
        tests = [pool.submit(figures.scenes, *_scene_job(options, clips, f)) for f in range(FOLDS)]
        scenes = [job.result() for job in tests]
    schedule = Schedule(steps=options.steps)
    judged = []
    for fold in range(FOLDS):
        SAY.print(f"Learning without fold {fold} ...")
        head = learn(_joined([p for f in range(FOLDS) if f != fold for p in folds[f]]), schedule, 1)
        save(head, options.work / f"head-without-{fold}.npz")
        judged += figures.judge(head, scenes[fold])
    thresholds = choose(judged, options.false_per_hour)
    SAY.print(report.table(judged, thresholds))
    if options.out:
        SAY.print("Learning from everything ...")
        head = learn(_joined([part for parts in folds for part in parts]), schedule, 1)
        save(dataclasses.replace(head, thresholds=thresholds), options.out)
        SAY.print(f"Written: {options.out}, {options.out.stat().st_size // 1000} kB")
    return 0


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
        default=150,
        help="synthetic clips a class, fold and batch (default 150)",
    )
    parser.add_argument("--batches", type=int, default=2, help="batches of voices (default 2)")
    parser.add_argument(
        "--rounds",
        type=int,
        default=3,
        help="how often each clip is heard in another room (default 3)",
    )
    parser.add_argument("--steps", type=int, default=5000, help="steps of learning (default 5000)")
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


def _submit(pool: ProcessPoolExecutor, clips: list[corpus.Clip], options: argparse.Namespace):
    """Start making every fold's examples; people's clips are few and go round more often."""
    jobs = []
    for fold in range(FOLDS):
        own = [clip for clip in clips if clip.fold == fold]
        few = [clip for clip in own if clip.source in ("human", "talk")]
        name = f"examples-{options.size}x{options.batches}-{fold}"
        jobs.append(
            [
                pool.submit(
                    examples.cached,
                    options.work / f"{name}-{round_}.npz",
                    own if round_ < options.rounds else few,
                    fold,
                    round_,
                )
                for round_ in range(options.rounds + EXTRA_ROUNDS)
            ]
        )
    return jobs


def _scene_job(options: argparse.Namespace, clips: list[corpus.Clip], fold: int):
    return (
        options.work / f"scenes-{options.size}x{options.batches}-{fold}.npz",
        [c for c in clips if c.fold == fold],
        fold,
    )


def _joined(parts: list[examples.Examples]) -> examples.Examples:
    return examples.Examples(
        np.concatenate([part.inputs for part in parts]),
        np.concatenate([part.classes for part in parts]),
        np.concatenate([part.sources for part in parts]),
    )
