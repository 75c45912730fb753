"""Learning for the full-band network, in torch; the program itself runs it in numpy.

torch is needed for training alone, and is no dependency of the project.
"""

from __future__ import annotations

from itertools import islice, pairwise

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from backtalk.hearing.full_band import BANDS, BLOCKS, FullBand
from training.batches import drawn, groups_of, pace
from training.examples import CLASSES, Examples

WIDTHS = (80, 112, 144)
BATCH = 256
RATE, RISE, DECAY = 3e-3, 0.06, 2e-2
DROPOUT = 0.15
LONGEST_GRADIENT = 5.0

NOISIER_SHARE = 0.45
"""Examples that get more noise or talk of others on top, each time other."""

LEAST_BELOW, MOST_BELOW = -1.5, 3.2
"""How far the added noise lies below the word, in units of the rows: 1 is 8.7 dB."""

LEVEL, TILT, CURVE = 0.3, 0.35, 0.2
"""Deviations of an example's level, tilt and bow over the bands: other microphones."""

MOST_BANDS, MOST_ROWS = 7, 5
"""Of an example, so many neighbouring bands and rows at most are hidden."""


class _Block(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.a, self.a_norm = _conv(inputs, outputs, 5, 2), nn.BatchNorm1d(outputs)
        self.b, self.b_norm = _conv(outputs, outputs, 5), nn.BatchNorm1d(outputs)
        self.past, self.past_norm = _conv(inputs, outputs, 1, 2), nn.BatchNorm1d(outputs)

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        inner = self.b_norm(self.b(functional.relu(self.a_norm(self.a(heard)))))
        past = self.past_norm(self.past(heard))
        cut = (past.shape[-1] - inner.shape[-1]) // 2
        return functional.relu(inner + past[..., cut : cut + inner.shape[-1]])


class _Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inputs = nn.BatchNorm1d(BANDS)
        self.first, self.first_norm = _conv(BANDS, WIDTHS[0], 3), nn.BatchNorm1d(WIDTHS[0])
        sizes = pairwise((WIDTHS[0], *WIDTHS))
        self.blocks = nn.ModuleList([_Block(inputs, outputs) for inputs, outputs in sizes])
        self.left_out = nn.Dropout(DROPOUT)
        self.last = nn.Conv1d(WIDTHS[-1], len(CLASSES), 2)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        heard = self.first(self.inputs(rows.transpose(1, 2)))
        heard = functional.relu(self.first_norm(heard))
        for block in self.blocks:
            heard = block(heard)
        return self.last(self.left_out(heard)).transpose(1, 2)


def learn(examples: Examples, steps: int, seed: int) -> FullBand:
    """Return a network fitted to the examples; some 0.6 s a step on two cores."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = _Network()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: pace(step, steps, RISE))
    network.train()
    groups = groups_of(examples.groups)
    noises = np.concatenate([groups["noise"], groups["noise"], groups["talk"]])
    for chosen in islice(drawn(groups, BATCH, rng), steps):
        rows = _tensor(examples.rows[chosen])
        noise = _tensor(examples.rows[rng.choice(noises, len(chosen))])
        given = network(_hidden(_elsewhere(_noisier(rows, noise, rng)), rng))
        classes = torch.tensor(examples.classes[chosen].astype(np.int64))
        loss = functional.cross_entropy(
            given.reshape(-1, given.shape[-1]), classes.reshape(-1), ignore_index=-1
        )
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), LONGEST_GRADIENT)
        optimiser.step()
        schedule.step()
    return _folded(network.eval())


def _noisier(rows: torch.Tensor, noise: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Add noise to some of the examples: rows are half the logarithms of powers."""
    below = rng.uniform(LEAST_BELOW, MOST_BELOW, len(rows)).astype(np.float32)
    loud = rows.amax(-1).quantile(0.9, dim=1) - noise.mean(-1).quantile(0.8, dim=1)
    louder = noise + (loud - torch.tensor(below))[:, None, None]
    mixed = torch.logaddexp(2 * rows, 2 * louder) / 2
    picked = torch.tensor(rng.random(len(rows)) < NOISIER_SHARE)
    return torch.where(picked[:, None, None], mixed, rows)


def _elsewhere(rows: torch.Tensor) -> torch.Tensor:
    """Change level, tilt and bow of each example."""
    count = len(rows)
    across = torch.linspace(-1, 1, BANDS)
    tilt = torch.randn(count, 1, 1) * TILT * across
    bow = torch.randn(count, 1, 1) * CURVE * torch.cos(torch.linspace(0, 2 * torch.pi, BANDS))
    return rows + torch.randn(count, 1, 1) * LEVEL + tilt + bow


def _hidden(rows: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Hide a stripe of bands and one of rows of each example."""
    for one in rows:
        mean = one.mean()
        band, row = rng.integers(BANDS), rng.integers(len(one))
        one[:, band : band + rng.integers(MOST_BANDS + 1)] = mean
        one[row : row + rng.integers(MOST_ROWS + 1)] = mean
    return rows


def _folded(network: _Network) -> FullBand:
    """Return the network with its norms folded into the kernels."""
    scale, shift = _norm(network.inputs)
    kernel = network.first.weight.detach()
    begins = (kernel * shift[None, :, None]).sum((1, 2))
    first = _kernel(kernel * scale[None, :, None], begins, network.first_norm)
    weights = {"first": first[0], "first bias": first[1]}
    for number in range(BLOCKS):
        block = network.blocks[number]
        for part in ("a", "b", "past"):
            own, norm = getattr(block, part), getattr(block, f"{part}_norm")
            name = f"block {number} {part}"
            weights[name], weights[f"{name} bias"] = _kernel(own.weight.detach(), 0.0, norm)
    weights["last"] = _array(network.last.weight.detach().permute(2, 1, 0))
    weights["last bias"] = _array(network.last.bias.detach())
    return FullBand(weights, CLASSES)


def _kernel(
    kernel: torch.Tensor, bias: torch.Tensor | float, norm: nn.BatchNorm1d
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    scale, shift = _norm(norm)
    return (
        _array((kernel * scale[:, None, None]).permute(2, 1, 0)),
        _array(bias * scale + shift),
    )


def _norm(norm: nn.BatchNorm1d) -> tuple[torch.Tensor, torch.Tensor]:
    scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach()
    return scale, (norm.bias - norm.running_mean * scale).detach()


def _conv(inputs: int, outputs: int, width: int, stride: int = 1) -> nn.Conv1d:
    return nn.Conv1d(inputs, outputs, width, stride, bias=False)


def _tensor(rows: npt.NDArray[np.float16]) -> torch.Tensor:
    return torch.tensor(rows.astype(np.float32))


def _array(values: torch.Tensor) -> npt.NDArray[np.float32]:
    return values.contiguous().numpy().astype(np.float32)
