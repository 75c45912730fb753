"""Train the network: first with even labels, then twice with labels it found itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .corpus import Utterance
from .hmm import SILENCE_PDF, Chain, Units, align
from .mfcc import CEPSTRA, HOP_FRAMES, mfcc
from .network import Network

SPLICE_OFFSETS = np.arange(-12, 7, 2)
"""Which frames (10 ms) around its own the network sees. The last one is look-ahead: latency."""

HIDDEN_SIZES = (128, 128)
BATCH_FRAMES = 512
SILENCE_KEPT = 0.4
"""There is more silence than anything else: train on this share of it."""

STAGES = ((2, 2e-3), (2, 2e-3), (3, 1e-3), (1, 2e-4))
"""Epochs and learning rate of each stage."""

REALIGNED_STAGES = (1, 2)

ALIGNED_TOGETHER = 64
"""Utterances."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class AcousticModel:
    """The trained network on raw cepstra, and how often each pdf occurs."""

    network: Network
    prior: Floats


class _Frames:
    """All frames of the corpus in one normalised array, spliced on demand."""

    def __init__(self, utterances: list[Utterance]) -> None:
        features = [mfcc(utterance.pcm) for utterance in utterances]
        self.counts = np.array([len(rows) for rows in features])
        self.firsts = np.concatenate([[0], np.cumsum(self.counts)[:-1]])
        rows = np.concatenate(features)
        self.mean, self.deviation = rows.mean(0), rows.std(0) + np.float32(1e-5)
        self._rows = (rows - self.mean) / self.deviation
        owner = np.repeat(np.arange(len(features)), self.counts)
        self._low = self.firsts[owner]
        self._high = self._low + self.counts[owner] - 1

    def spliced(self, indices: Ints) -> Floats:
        around = indices[:, None] + SPLICE_OFFSETS
        inside = np.clip(around, self._low[indices, None], self._high[indices, None])
        rows: Floats = self._rows[inside].reshape(len(indices), -1)
        return rows


def _even_labels(utterances: list[Utterance], counts: Ints, units: Units) -> Ints:
    labels = []
    for utterance, count in zip(utterances, counts, strict=True):
        first = max(0, utterance.start // HOP_FRAMES - 1)
        last = min(int(count), utterance.end // HOP_FRAMES)
        labels.append(units.evenly(utterance.text, int(count), first, last))
    return np.concatenate(labels)


def _realign(
    labels: Ints, model: AcousticModel, frames: _Frames, utterances: list[Utterance], units: Units
) -> None:
    """Put the best path through each utterance into `labels`."""
    log_prior = np.log(model.prior)
    spoken = [at for at, utterance in enumerate(utterances) if utterance.text]
    # Those of a length together: they are aligned in step, and the longest decides.
    by_length = sorted(spoken, key=lambda at: int(frames.counts[at]))
    for first in range(0, len(by_length), ALIGNED_TOGETHER):
        group = by_length[first : first + ALIGNED_TOGETHER]
        spans = [np.arange(frames.counts[at]) + frames.firsts[at] for at in group]
        chains = []
        for at, span in zip(group, spans, strict=True):
            pdfs, optional = units.chain(utterances[at].text)
            likelihoods = model.network.log_posteriors(frames.spliced(span)) - log_prior
            chains.append(Chain(likelihoods[:, pdfs], pdfs, optional))
        for span, path in zip(spans, align(chains), strict=True):
            if path is not None:
                labels[span] = path


def train(utterances: list[Utterance], units: Units, random: np.random.Generator) -> AcousticModel:
    """Return the network that tells the states of `units` apart in `utterances`."""
    frames = _Frames(utterances)
    labels = _even_labels(utterances, frames.counts, units)
    sizes = (CEPSTRA * len(SPLICE_OFFSETS), *HIDDEN_SIZES, units.pdf_count)
    network = Network(sizes, random)
    prior = np.ones(units.pdf_count, np.float32)
    for stage, (epochs, rate) in enumerate(STAGES):
        if stage in REALIGNED_STAGES:
            _realign(labels, AcousticModel(network, prior), frames, utterances, units)
        kept = (labels != SILENCE_PDF) | (random.random(len(labels)) < SILENCE_KEPT)
        chosen = np.flatnonzero(kept)
        occurrences = np.bincount(labels[chosen], minlength=units.pdf_count) + 20.0
        prior = (occurrences / occurrences.sum()).astype(np.float32)
        for _ in range(epochs):
            order = random.permutation(chosen)
            for batch in np.array_split(order, len(order) // BATCH_FRAMES):
                network.train(frames.spliced(batch), labels[batch], rate)
    copies = len(SPLICE_OFFSETS)
    network.fold_normalisation(np.tile(frames.mean, copies), np.tile(frames.deviation, copies))
    return AcousticModel(network, prior)
