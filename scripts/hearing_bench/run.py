"""A whole run: every contestant hears everything, shared out among processes."""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from backtalk.app.transcription.detectors import Detector
from backtalk.ports import RATE_HZ
from backtalk.speaking.rendering import level
from hearing_bench import bare_coaching, coaching, cost, endpoints, talk, trials
from hearing_bench.coaching import Coached
from hearing_bench.contestants import Contestant
from hearing_bench.cost import Cost
from hearing_bench.endpoints import Endpointed
from hearing_bench.material import Material, Size
from hearing_bench.scenes import CLEAN, COMMAND_CONDITIONS, STOP_CONDITIONS
from hearing_bench.talk import Talked
from hearing_bench.trials import Outcome, Trial

TRIALS_A_TASK = 60
TALK_A_TASK_S = 240.0
COACH_A_TASK_S = 300.0
COST_TALK_S = 60.0
BARE_MINUTES = 8.0
"""Of talk and of the coach for a bare recogniser: it takes six times the time over them."""

BARE_SHARE = 3
"""A bare recogniser hears every third trial, for the same reason."""

NOISY_A_COMMAND = 1
"""In how many of the seven noise levels each command is heard; clips take turns."""


@dataclass
class Results:
    """What one contestant did."""

    outcomes: list[Outcome] = field(default_factory=list)
    talked: list[Talked] = field(default_factory=list)
    coached: list[Coached] = field(default_factory=list)
    """The coach alone."""
    spoken_over: list[Coached] = field(default_factory=list)
    cost: Cost | None = None


@dataclass(frozen=True)
class Run:
    """What is to be done."""

    material: Material
    file: Path
    """Where the material is kept for the processes."""
    size: Size
    seed: int
    processes: int
    coach_only: bool = False
    """Whether only the coach's own voice and words said over it are judged."""


Tell = Callable[[int, int], None]
"""Told how many tasks are done and how many there are."""


def run(plan: Run, assessed: Sequence[Contestant], tell: Tell) -> dict[str, Results]:
    """Let all contestants hear everything; return their results by name."""
    results = {contestant.name: Results() for contestant in assessed}
    with ProcessPoolExecutor(plan.processes) as pool:
        where: dict[Future[Any], list[Any]] = {}
        for contestant in assessed:
            own = results[contestant.name]
            for job, place in _coaching(pool, contestant, plan):
                where[job] = own.coached if place == "alone" else own.spoken_over
            if plan.coach_only:
                continue
            for part in _parts(_trials(plan.material, contestant)):
                job = pool.submit(trials.assess, contestant, part, plan.file, plan.seed)
                where[job] = own.outcomes
            most_s = BARE_MINUTES * 60 if contestant.detector is None else math.inf
            for numbers in _stretches(plan.material, most_s):
                where[pool.submit(talk.listen, contestant, numbers, plan.file)] = own.talked
        for done, job in enumerate(as_completed(where), start=1):
            found = job.result()
            where[job].extend(found if isinstance(found, list) else [found])
            tell(done, len(where))
    _costs(plan, assessed, results)
    return results


def endpointed(plan: Run) -> list[Endpointed]:
    """Endpoint all stop clips under all conditions."""
    wanted = [Trial(clip, where) for clip in plan.material.stops for where in STOP_CONDITIONS]
    with ProcessPoolExecutor(plan.processes) as pool:
        jobs = [
            pool.submit(endpoints.assess, part, plan.file, plan.seed) for part in _parts(wanted)
        ]
        return [one for job in jobs for one in job.result()]


def _trials(material: Material, contestant: Contestant) -> list[Trial]:
    wanted = [Trial(clip, where) for where in STOP_CONDITIONS for clip in material.stops]
    wanted += [Trial(clip, CLEAN) for clip in material.others]
    if contestant.detector is Detector.SPOTTER:
        return wanted
    noisy = [where for where in COMMAND_CONDITIONS if where is not CLEAN]
    for number, clip in enumerate(material.commands):
        turns = [noisy[(number + 3 * turn) % len(noisy)] for turn in range(NOISY_A_COMMAND)]
        wanted += [Trial(clip, where) for where in (CLEAN, *turns)]
    return wanted[::BARE_SHARE] if contestant.detector is None else wanted


def _parts(wanted: Sequence[Trial]) -> Iterator[list[Trial]]:
    for start in range(0, len(wanted), TRIALS_A_TASK):
        yield list(wanted[start : start + TRIALS_A_TASK])


def _stretches(material: Material, most_s: float) -> Iterator[list[int]]:
    """Yield the numbers of recordings of talk in stretches, `most_s` in all."""
    numbers: list[int] = []
    seconds = given_s = 0.0
    for number, clip in enumerate(material.talk):
        if given_s >= most_s:
            break
        numbers.append(number)
        clip_s = len(clip.sound) / RATE_HZ
        seconds += clip_s
        given_s += clip_s
        if seconds >= TALK_A_TASK_S:
            yield numbers
            numbers, seconds = [], 0.0
    if numbers:
        yield numbers


def _coaching(
    pool: ProcessPoolExecutor, contestant: Contestant, plan: Run
) -> Iterator[tuple[Future[Coached], str]]:
    is_bare = contestant.detector is None
    scenes = bare_coaching if is_bare else coaching
    minutes = min(plan.size.coach_minutes, BARE_MINUTES) if is_bare else plan.size.coach_minutes
    left_s, first = minutes * 60, 0
    while left_s > 0:
        part_s = min(left_s, COACH_A_TASK_S)
        yield pool.submit(scenes.alone, contestant, part_s, first, plan.file), "alone"
        left_s -= part_s
        first = (first + len(plan.material.coach) // 4) % len(plan.material.coach)
    rng = np.random.default_rng(plan.seed)
    chosen = rng.permutation(len(plan.material.stops))[: plan.size.said_twice].tolist()
    for start in range(0, len(chosen), 10):
        part = chosen[start : start + 10]
        yield pool.submit(scenes.barged_in, contestant, part, plan.file), "spoken over"


def _costs(plan: Run, assessed: Sequence[Contestant], results: dict[str, Results]) -> None:
    """Measure cost one contestant after another, each alone in a fresh process."""
    sound = np.concatenate([level(clip.sound) for clip in plan.material.talk])
    sound = sound[: round(COST_TALK_S * RATE_HZ)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        for contestant in assessed:
            results[contestant.name].cost = pool.submit(cost.measure, contestant, sound).result()
