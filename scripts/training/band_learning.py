"""Learning for the wideband network, in torch; the program itself runs it in numpy.

torch is needed for training alone, and is no dependency of the project.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from backtalk.hearing.spotter.wideband import BANDS, BLOCKS, Wideband
from training.augment import Augmenter
from training.examples import CLASSES, Material
from training.trainer import Trainable, Trainer

WIDTHS = (80, 112, 144)
RATE, DECAY = 3e-3, 2e-2
DROPOUT = 0.15

TRAINER = Trainer(256, 0.06, Augmenter(row_per_db=np.log(10) / 20))
"""Its rows are half the natural logarithms of powers."""


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


def learn(material: Material, steps: int, seed: int) -> Wideband:
    """Return a network fitted to the rows of examples; some 0.3 s a step on one core."""
    torch.manual_seed(seed)
    network = _Network()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    network.train()
    TRAINER.train(Trainable(network, [network], optimiser), material, steps, seed)
    return _folded(network.eval())


def _folded(network: _Network) -> Wideband:
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
    return Wideband(weights, CLASSES)


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


def _array(values: torch.Tensor) -> npt.NDArray[np.float32]:
    return values.contiguous().numpy().astype(np.float32)
