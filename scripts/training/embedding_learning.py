"""Learning for the speech embedding and the head on it, together, in torch.

The lower layers of the embedding stay as they are. torch is needed for training alone, and is no
dependency of the project.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from backtalk.hearing.spotter.classifier_head import (
    CONTEXT,
    INPUTS,
    KINDS,
    NORM_FLOOR,
    Head,
    logits,
    scores,
)
from backtalk.hearing.spotter.embedding import VALUES, Floats
from training.augment import Augmenter
from training.batches import Rows, groups_of
from training.examples import CLASSES, Material
from training.speech_network import SpeechNetwork, read
from training.trainer import Trainable, Trainer, tensor

FIRST_LEARNING = 7
"""The convolution from which on the embedding learns."""

HIDDEN, MORE_HIDDEN = 192, 64
TRAINER = Trainer(192, 0.08, Augmenter(row_per_db=0.1))
"""Its rows are powers in tens of decibels."""

RATE, HEAD_RATE, DECAY = 5e-4, 2e-3, 1e-2
DROPOUT, MORE_DROPOUT = 0.12, 0.06

AT_ONCE = 256
"""Examples of which something is computed at a time, without learning."""

HARDEST_SHARE = 0.03
"""Of each group without stop words, what is kept for adapting comes half from its worst rows."""

REHEARSED = {"stops": 120, "others": 320}
"""Examples kept with the head, for adapting."""

CHOSEN_FROM = 1500
"""Examples of a group among which those are chosen."""


class _TorchHead(nn.Module):
    """The head, as `backtalk.hearing.spotter.classifier_head` computes it."""

    def __init__(self, embeddings: torch.Tensor) -> None:
        """Scale the inputs by the spread of some embeddings, rows by values."""
        super().__init__()
        self.register_buffer("mean", embeddings.mean(0).repeat(CONTEXT))
        self.register_buffer("scale", (embeddings.std(0) + 1e-3).repeat(CONTEXT))
        self.first = nn.Linear(INPUTS, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=NORM_FLOOR)
        self.second = nn.Linear(HIDDEN, MORE_HIDDEN)
        self.third = nn.Linear(MORE_HIDDEN, len(CLASSES))
        self.left_out, self.more_left_out = nn.Dropout(DROPOUT), nn.Dropout(MORE_DROPOUT)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = self.norm(self.first((inputs - self.mean) / self.scale))
        hidden = self.second(self.left_out(functional.relu(hidden)))
        return self.third(self.more_left_out(functional.relu(hidden)))


def learn(material: Material, steps: int, seed: int) -> tuple[SpeechNetwork, Head]:
    """Return embedding and head fitted to the mels of examples; the head has no thresholds yet.

    Some 1.2 s a step on one core.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = read().to(memory_format=torch.channels_last)
    network.layers[:FIRST_LEARNING].requires_grad_(requires_grad=False)
    some = rng.choice(len(material.rows), min(len(material.rows), CHOSEN_FROM), replace=False)
    head = _TorchHead(_embeddings(network, material.rows[some]).reshape(-1, VALUES))
    learning = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": learning, "lr": RATE}, {"params": head.parameters(), "lr": HEAD_RATE}],
        weight_decay=DECAY,
    )
    head.train()

    def heard(mels: torch.Tensor) -> torch.Tensor:
        given: torch.Tensor = head(_windows(network(mels)))
        return given

    TRAINER.train(Trainable(heard, [network, head], optimiser), material, steps, seed)
    return network, _with_rehearsed(_finished(head), network, material, rng)


def _embeddings(network: SpeechNetwork, mels: npt.NDArray[np.float16]) -> torch.Tensor:
    with torch.no_grad():
        parts = [
            network(tensor(mels[start : start + AT_ONCE])) for start in range(0, len(mels), AT_ONCE)
        ]
    return torch.cat(parts)


def _windows(embeddings: torch.Tensor) -> torch.Tensor:
    """Return the head's inputs, examples by outputs by `INPUTS`."""
    count = embeddings.shape[1] - CONTEXT + 1
    return torch.cat([embeddings[:, at : at + count] for at in range(CONTEXT)], -1)


def _finished(head: _TorchHead) -> Head:
    """Return the head for the running program."""
    layers = {"1": head.first, "2": head.second, "3": head.third}
    weights = {"mean": head.mean, "scale": head.scale}
    weights |= {"gain": head.norm.weight, "shift": head.norm.bias}
    weights |= {f"w{number}": layer.weight.T for number, layer in layers.items()}
    weights |= {f"b{number}": layer.bias for number, layer in layers.items()}
    return Head(
        {name: value.detach().contiguous().numpy() for name, value in weights.items()},
        CLASSES,
        dict.fromkeys(KINDS, 0.0),
        np.zeros((0, INPUTS), np.float32),
        (),
    )


def _with_rehearsed(
    head: Head,
    network: SpeechNetwork,
    material: Material,
    rng: np.random.Generator,
) -> Head:
    """Return the head with inputs of every group; of the others, half are among the hardest."""
    groups = groups_of(material.groups)
    stops = sum(name.startswith("stops") for name in groups)
    inputs, classes = [], []
    for name, rows in groups.items():
        chosen = rng.choice(rows, min(len(rows), CHOSEN_FROM), replace=False)
        heard = _windows(_embeddings(network, material.rows[chosen])).reshape(-1, INPUTS).numpy()
        meant = material.classes[chosen].ravel()
        of_stops = np.isin(meant, [CLASSES.index(kind) for kind in KINDS])
        if name.startswith("stops"):
            kept = rng.choice(np.flatnonzero(of_stops), REHEARSED["stops"] // stops)
        else:
            count = REHEARSED["others"] // (len(groups) - stops)
            kept = _half_of_them_hard(
                head, heard, np.flatnonzero((meant >= 0) & ~of_stops), count, rng
            )
        inputs.append(heard[kept])
        classes += meant[kept].tolist()
    return dataclasses.replace(
        head, rehearsed=np.concatenate(inputs), rehearsed_classes=tuple(classes)
    )


def _half_of_them_hard(
    head: Head, inputs: Floats, rows: Rows, count: int, rng: np.random.Generator
) -> Rows:
    """Return `count` of the rows; half of them are among the nearest to a stop word."""
    highest = scores(head, logits(head, inputs[rows])).max(1)
    hardest = rows[highest.argsort()[-max(20, round(len(rows) * HARDEST_SHARE)) :]]
    return np.concatenate([rng.choice(hardest, count // 2), rng.choice(rows, count - count // 2)])
