"""Learning for the speech embedding and the head on it, together, in torch.

The lower layers of the embedding stay as they are: what comes out of them is computed once. torch
is needed for training alone, and is no dependency of the project.
"""

from __future__ import annotations

import dataclasses
from itertools import islice

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from backtalk.hearing.embedding import VALUES, Floats
from backtalk.hearing.head import CONTEXT, INPUTS, KINDS, NORM_FLOOR, Head, logits, scores
from training.batches import Rows, drawn, groups_of, pace
from training.examples import CLASSES, Examples
from training.speech_network import SpeechNetwork, read

FIRST_LEARNING = 7
"""The convolution from which on the embedding learns."""

HIDDEN, MORE_HIDDEN = 192, 64
BATCH = 192
RATE, HEAD_RATE, RISE, DECAY = 5e-4, 2e-3, 0.08, 1e-2
DROPOUT, MORE_DROPOUT = 0.12, 0.06
LONGEST_GRADIENT = 5.0

AT_ONCE = 256
"""Examples of which something is computed at a time, without learning."""

HARDEST_SHARE = 0.03
"""Of each group without stop words, what is kept for adapting comes half from its worst rows."""

REHEARSED = {"stops": 120, "others": 320}
"""Examples kept with the head, for adapting."""

CHOSEN_FROM = 1500
"""Examples of a group among which those are chosen."""


class _TorchHead(nn.Module):
    """The head, as `backtalk.hearing.head` computes it."""

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


def learn(examples: Examples, steps: int, seed: int) -> tuple[SpeechNetwork, Head]:
    """Return embedding and head fitted to the examples; the head's thresholds are still nothing.

    Some 2 s a step on one core, and some 50 kB of memory an example.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = read()
    lower = _lower(network, examples)
    network.to(memory_format=torch.channels_last)
    some = rng.choice(len(lower), min(len(lower), CHOSEN_FROM), replace=False)
    head = _TorchHead(_embeddings(network, lower[some]).reshape(-1, VALUES))
    learning = [layer.parameters() for layer in network.layers[FIRST_LEARNING:]]
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for layer in learning for p in layer if p.requires_grad], "lr": RATE},
            {"params": head.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=DECAY,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: pace(step, steps, RISE))
    groups = groups_of(examples.groups)
    head.train()
    for chosen in islice(drawn(groups, BATCH, rng), steps):
        heard = _tensor(lower[chosen]).contiguous(memory_format=torch.channels_last)
        given = head(_windows(network.upper(heard, FIRST_LEARNING)))
        classes = torch.tensor(examples.classes[chosen].astype(np.int64))
        loss = functional.cross_entropy(
            given.reshape(-1, given.shape[-1]), classes.reshape(-1), ignore_index=-1
        )
        optimiser.zero_grad()
        loss.backward()
        for part in (network, head):
            nn.utils.clip_grad_norm_(part.parameters(), LONGEST_GRADIENT)
        optimiser.step()
        schedule.step()
    return network, _with_rehearsed(_finished(head), network, lower, examples, rng)


def _lower(network: SpeechNetwork, examples: Examples) -> np.ndarray:
    """Return what the layers that do not learn make of all examples."""
    parts = []
    with torch.no_grad():
        for start in range(0, len(examples.mels), AT_ONCE):
            mels = _tensor(examples.mels[start : start + AT_ONCE])
            parts.append(network.lower(mels, FIRST_LEARNING).half().contiguous().numpy())
    return np.concatenate(parts)


def _embeddings(network: SpeechNetwork, lower: np.ndarray) -> torch.Tensor:
    with torch.no_grad():
        parts = [
            network.upper(_tensor(lower[start : start + AT_ONCE]), FIRST_LEARNING)
            for start in range(0, len(lower), AT_ONCE)
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
    lower: np.ndarray,
    examples: Examples,
    rng: np.random.Generator,
) -> Head:
    """Return the head with inputs of every group; of the others, half are among the hardest."""
    groups = groups_of(examples.groups)
    stops = sum(name.startswith("stops") for name in groups)
    inputs, classes = [], []
    for name, rows in groups.items():
        chosen = rng.choice(rows, min(len(rows), CHOSEN_FROM), replace=False)
        heard = _windows(_embeddings(network, lower[chosen])).reshape(-1, INPUTS).numpy()
        meant = examples.classes[chosen].ravel()
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


def _tensor(values: np.ndarray) -> torch.Tensor:
    return torch.tensor(values.astype(np.float32))
