"""How surely, how falsely, how soon and at what cost Backtalk hears, beside bare recognisers.

The corpus is what this machine has: espeak-ng (flite and festival where installed) and folders of
recordings; simulated rooms of RT60 0.2 to 0.6 s; pink noise, babble and a fan at 20, 10 and 6 dB;
other people's talk; and the coach itself at 0 dB echo. Each contestant hears the same samples.

It follows two public protocols. Picovoice's wake-word-benchmark: words missed in noise at 10 dB
against false alarms an hour of talk. It differs: no sensitivity is swept to one false alarm in 10
hours, the setting is the shipped one, and the bound that the hours of talk allow is printed
beside the rate; the words are stop words, not one wake word; the level of speech is that of its
active part, and clean and reverberant speech are judged, too. Picovoice's
speech-to-intent-benchmark: right commands at 6 to 24 dB in steps of 3. It differs: commands of one
to three words in the situation in which they are open, no slots, each clip clean and at one of
the seven levels, and another command instead is counted apart from nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from training.voices import FOLDS

from backtalk.app import wiring
from backtalk.app.settings import Settings
from backtalk.errors import BacktalkError
from backtalk.hearing.spotter import networks
from hearing_bench import figures, material, tables
from hearing_bench.contestants import Contestant, contestants
from hearing_bench.run import Run, endpointed, run

USER_ERROR = 2


def main() -> int:
    """Do what the arguments say; return the exit code."""
    say = Console(highlight=False, soft_wrap=True)
    try:
        return _bench(_arguments(), say)
    except BacktalkError as error:
        Console(stderr=True, soft_wrap=True).print(f"bench_hearing: {error}", markup=False)
        return USER_ERROR


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench_hearing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "recordings",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help="recordings: words/WORD/SPEAKER_N.flac, speech/, manifest.csv",
    )
    parser.add_argument("--quick", action="store_true", help="a smoke run; its figures say little")
    parser.add_argument(
        "--model",
        default="",
        metavar="DIR",
        help="a Vosk model: judges that recogniser, too; default: an installed one",
    )
    parser.add_argument(
        "--networks",
        type=Path,
        default=networks.BUILT_IN,
        metavar="FOLDER",
        help="other networks for the spotter, as train_spotter leaves them in its work folder",
    )
    parser.add_argument(
        "--held-out-fold",
        type=int,
        choices=range(FOLDS),
        metavar="N",
        help=f"only speakers and voices of fold N (0 to {FOLDS - 1})",
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="judge only this contestant, named as the heading of its column; may be repeated",
    )
    parser.add_argument("--coach-minutes", type=float, help="of the coach's own voice (default 20)")
    parser.add_argument(
        "--coach-only",
        action="store_true",
        help="judge only the coach's own voice and words said over it",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures")
    return parser.parse_args()  # fmt: skip


def _bench(asked: argparse.Namespace, say: Console) -> int:
    began_s = time.monotonic()
    size = material.QUICK if asked.quick else material.FULL
    if asked.coach_minutes:
        size = material.with_coach(size, asked.coach_minutes)
    with tempfile.TemporaryDirectory() as folder, Progress(console=say, transient=True) as progress:
        bar = progress.add_task("Voices, rooms and noises", total=None)
        made = material.make(size, asked.recordings, asked.held_out_fold, asked.seed)
        file = Path(folder) / "material"
        material.keep(made, file)
        plan = Run(made, file, size, asked.seed, asked.processes, asked.coach_only)
        progress.update(bar, description="Listening")
        assessed = _judged(asked)
        results = run(
            plan, assessed, lambda done, total: progress.update(bar, completed=done, total=total)
        )
        found = figures.of_all(results, [] if asked.coach_only else endpointed(plan))
    took_s = time.monotonic() - began_s
    say.print(_about(made, asked, took_s), markup=False)
    tables.show(found, say)
    if asked.json:
        found["run"] = {"seed": asked.seed, "fold": asked.held_out_fold, "seconds": round(took_s)}
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def _judged(asked: argparse.Namespace) -> list[Contestant]:
    every = contestants(iter(_recognisers(asked.model)), asked.networks)
    chosen = [one for one in every if not asked.only or one.name in asked.only]
    if not chosen:
        names = ", ".join(f"'{one.name}'" for one in every)
        raise BacktalkError("There is no such contestant.", f"Choose among {names}.")
    return chosen


def _recognisers(model: str) -> list[tuple[str, str]]:
    """Return the recognisers to judge: Vosk only where there is a model."""
    installed = wiring.model_dir(Settings(model=model))
    return [("sphinx", ""), *([("vosk", str(installed))] if installed else [])]


def _about(made: material.Material, asked: argparse.Namespace, took_s: float) -> str:
    spoken = (*made.stops, *made.commands, *made.others)
    people = {clip.speaker for clip in (*spoken, *made.talk) if clip.is_human}
    voices = {clip.speaker for clip in spoken if not clip.is_human}
    fold = "all folds" if asked.held_out_fold is None else f"fold {asked.held_out_fold}"
    return (
        f"{len(voices)} synthetic voices and {len(people)} people of {fold}, seed {asked.seed}, "
        f"{took_s / 60:.0f} min. {len(made.coach)} of the coach's sentences. "
        "Levels of voices -34 to -20 dBFS."
    )
