"""The whole way from voices and recordings to a head with thresholds, and its figures."""

from __future__ import annotations

import argparse
import dataclasses
import os
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from rich.console import Console

from backtalk.hearing.head import BACKGROUND, BUILT_IN, KINDS, save
from backtalk.hearing.head_fitting import Schedule
from training import corpus, enrolment, examples, figures, report
from training.learning import learn
from training.thresholds import choose, leniency
from training.voices import FOLDS

SAY = Console(highlight=False, soft_wrap=True, markup=False)

PEOPLES_ROUNDS, PEOPLES_STOP_ROUNDS = 3, 36
"""How often people's clips are said anew: those of the stop class are few and matter most."""

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
        tests = [
            pool.submit(
                figures.scenes, options.work / f"scenes-{options.size}-{fold}.npz", own, fold
            )
            for fold, own in enumerate(by_fold)
        ]
        folds = [examples.joined([job.result() for job in jobs]) for jobs in made]
        scenes = [job.result() for job in tests]
    schedule = Schedule(steps=options.steps)
    heads, judged = [], []
    for fold in range(FOLDS):
        SAY.print(f"Learning without fold {fold} ...")
        head = learn(examples.joined([folds[f] for f in range(FOLDS) if f != fold]), schedule, 1)
        save(head, options.work / f"head-without-{fold}.npz")
        heads.append(head)
        judged += figures.judge(head, scenes[fold])
    thresholds = choose(judged, options.false_per_hour)
    lenient = leniency(judged, thresholds, NEAR_MISSES_PER_HOUR)
    SAY.print(report.table(judged, thresholds))
    for head, own, some in zip(heads, by_fold, scenes, strict=True):
        SAY.print(enrolment.table(head, own, some, thresholds))
    if options.out:
        SAY.print("Learning from everything ...")
        head = learn(examples.joined(folds), schedule, 1)
        save(dataclasses.replace(head, thresholds=thresholds, leniency=lenient), options.out)
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
