"""What a contestant costs: seconds of CPU for a second of sound, memory, time to load.

Runs in a process of its own, so that the memory is the contestant's alone.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass

import numpy as np

from backtalk.core.session.situations import Situation
from backtalk.ports import RATE_HZ, Pcm
from backtalk.room.virtual_room import MICROPHONE_HISS
from hearing_bench.contestants import Contestant, hearing

QUIET_S = 40.0
KIB_OF_MAXRSS = 1024 if sys.platform == "darwin" else 1


@dataclass(frozen=True)
class Cost:
    """Figures of one contestant."""

    load_s: float
    talk_cpu_s: float
    """A second of talk."""
    quiet_cpu_s: float
    """A second of a quiet room."""
    peak_mb: float


def measure(contestant: Contestant, talk: Pcm) -> Cost:
    """Load `contestant`, let it hear talk and quiet; return what that took."""
    began_s = time.process_time()
    listener = hearing(contestant, Situation.FLOW)
    load_s = time.process_time() - began_s
    hiss = np.random.default_rng(1).normal(0, MICROPHONE_HISS, round(QUIET_S * RATE_HZ))
    quiet: Pcm = np.rint(hiss).astype(np.int16)
    costs = []
    for sound in (talk, quiet):
        began_s = time.process_time()
        listener.perceive(sound)
        costs.append((time.process_time() - began_s) / (len(sound) / RATE_HZ))
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_OF_MAXRSS
    return Cost(load_s, costs[0], costs[1], peak_kib / 1024)
