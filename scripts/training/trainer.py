"""How a network learns: batches augmented afresh each time, the rate rising and falling, in torch.

Layers compute in half precision, in half of the time on a processor made for it (AVX-512 BF16); on
another it may take longer.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from training.augment import Augmenter
from training.batches import disturbing, drawn, groups_of, pace
from training.examples import Material

LOG = logging.getLogger(__name__)

LONGEST_GRADIENT = 5.0

TOLD_STEPS = 100
"""How often the loss is logged, as a mean over as many steps."""

Network = Callable[[torch.Tensor], torch.Tensor]
"""Takes examples by rows by bands; gives examples by outputs by classes."""


@dataclass(frozen=True)
class Trainable:
    """What learns."""

    network: Network
    parts: list[nn.Module]
    """The network is made of them; each has a longest gradient of its own."""
    optimiser: torch.optim.Optimizer


@dataclass(frozen=True)
class Trainer:
    """How one network is taught."""

    batch: int
    rise: float
    """The share of the steps in which the rate rises."""
    augmenter: Augmenter

    def train(self, trainable: Trainable, material: Material, steps: int, seed: int) -> None:
        """Fit a network to the examples, and log how it fares."""
        rng = np.random.default_rng(seed)
        optimiser, rows = trainable.optimiser, material.rows
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: pace(step, steps, self.rise)
        )
        groups = groups_of(material.groups)
        noises = disturbing(groups)
        batches = islice(drawn(groups, self.batch, rng), steps)
        losses: deque[float] = deque(maxlen=TOLD_STEPS)
        for step, chosen in enumerate(batches, 1):
            noise = tensor(rows[rng.choice(noises, len(chosen))])
            heard = self.augmenter.augment(tensor(rows[chosen]), noise, rng)
            with torch.autocast("cpu", torch.bfloat16):
                given = trainable.network(heard)
            loss = _loss(given.float(), material.classes[chosen])
            optimiser.zero_grad()
            loss.backward()
            for part in trainable.parts:
                nn.utils.clip_grad_norm_(part.parameters(), LONGEST_GRADIENT)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            if step % TOLD_STEPS == 0:
                LOG.info("step %d of %d: loss %.3f", step, steps, np.mean(losses))


def tensor(rows: npt.NDArray[np.float16]) -> torch.Tensor:
    """Return rows as torch takes them."""
    return torch.tensor(rows.astype(np.float32))


def _loss(given: torch.Tensor, classes: npt.NDArray[np.int16]) -> torch.Tensor:
    """Return the mean over the outputs for which it matters what is said."""
    wanted = torch.tensor(classes.astype(np.int64).ravel())
    return functional.cross_entropy(given.reshape(len(wanted), -1), wanted, ignore_index=-1)
