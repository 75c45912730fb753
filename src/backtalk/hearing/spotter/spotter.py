"""The spotter: a second detector for the stop class, beside whichever recogniser is listening.

It hears words of the stop class and nothing else, by their sound alone: no grammar, no
utterance, no situation. It has no gate in front of first words: sound below the noise floor's
neighbourhood is not computed, but looked back upon as soon as anything rises out of it.
What a detection means is decided elsewhere; any detector may stop.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from backtalk.errors import BacktalkError
from backtalk.hearing.detection import Detection
from backtalk.hearing.spotter import wideband
from backtalk.hearing.spotter.activity_gate import Gate
from backtalk.hearing.spotter.classifier_head import (
    CONTEXT,
    Head,
    blended,
    logits,
    odds,
    scores,
    windows,
)
from backtalk.hearing.spotter.embedding import (
    BUILT_IN,
    CHUNK_FRAMES,
    CHUNK_MELS,
    STEP_FRAMES,
    STEP_S,
    VALUES,
    WINDOW_CHUNKS,
    Floats,
    SpeechEmbedding,
)
from backtalk.hearing.spotter.peak_picker import PeakPicker
from backtalk.hearing.spotter.wideband import Wideband
from backtalk.ports import RATE_HZ, Pcm

STEPS_PER_RUN = 3
"""Embeddings computed at a time: among three one costs half of what it costs alone, and comes
80 ms later on average."""

LOOK_BACK_STEPS = 6
"""Embeddings made up for when listening begins: each sees 775 ms, so that together they reach
1.2 s back."""

BAND_CHUNKS = -(-wideband.WINDOW_ROWS // CHUNK_MELS)
"""Chunks under one output of the wideband network."""

KEPT_CHUNKS = max(WINDOW_CHUNKS, BAND_CHUNKS) + LOOK_BACK_STEPS
"""Chunks that are kept, as sound while their mel rows are not needed."""

RUN_ROWS = wideband.WINDOW_ROWS + wideband.STRIDE_ROWS * (STEPS_PER_RUN - 1)
"""Rows the wideband network needs for a run."""

QUIET_LEVEL = 6.0
"""Level of a quiet room, in int16: what the spotter takes to have been before it began."""

LATEST_S = 1.3
"""How far `Spotter.latest` reaches back."""


class Spotter:
    """Hears one stream of blocks. Not for two threads."""

    def __init__(
        self,
        head: Head,
        *,
        near_miss_margin: float | None = None,
        network: Wideband | None = None,
        embedding: Path = BUILT_IN,
    ) -> None:
        """Set up the listening.

        Args:
            head: built in (`head.load()`) or adapted to a person.
            near_miss_margin: how far below its threshold, in logits, a word is a near miss
                (`Detection.sure` is False); None: as far as the head says.
            network: hears the whole band; None: the built-in one.
            embedding: the one the head was trained on.

        Raises:
            BacktalkError: the embedding or the network does not load, or the network was not
                trained for the words of the head.
        """
        self._head = head
        if near_miss_margin is None:
            near_miss_margin = head.near_miss_margin
        self._near_miss_margin = near_miss_margin
        self._embedding = SpeechEmbedding(STEPS_PER_RUN, embedding)
        self._network = network or wideband.load()
        if head.classes[: len(self._network.classes)] != self._network.classes:
            raise BacktalkError(
                "The spotter's head and its wideband network do not know the same words.",
                "Build both with 'scripts/train_spotter'; then run 'backtalk enrol' again.",
            )
        self._quiet_mels, self._quiet_bands = self._rows_of(_hiss())
        self.reset()

    def reset(self) -> None:
        """Forget everything heard: another stream begins, as if after quiet."""
        self._fed_frames = 0
        self._waiting: Floats = np.zeros(0, np.float32)
        self._gate = Gate()
        self._mels = np.tile(self._quiet_mels, (KEPT_CHUNKS, 1))
        self._bands = np.tile(self._quiet_bands, (KEPT_CHUNKS, 1))
        self._unheard: deque[Floats] = deque(maxlen=KEPT_CHUNKS)
        # A word may have begun before the first block: the quiet ahead of it is computed with it.
        self._pending = LOOK_BACK_STEPS
        self._embeddings: Floats = np.zeros((0, VALUES), np.float32)
        self._peaks = PeakPicker(self._head, self._near_miss_margin)
        self._odds: deque[Floats] = deque(maxlen=round(LATEST_S / STEP_S))

    @property
    def kinds(self) -> Mapping[str, str]:
        """The names in `latest` that are of the stop class, and the commands they mean."""
        return self._head.kinds

    @property
    def heard_s(self) -> float:
        """Seconds of sound fed."""
        return self._fed_frames / RATE_HZ

    @property
    def latest(self) -> Mapping[str, float]:
        """What was likely said in the last 1.3 s: for each of `Head.phrases` its highest log-odds.

        For doubting the recogniser's word, or trusting it. A phrase at -5 was hardly said; at 0
        and more, probably. It is up to 0.24 s behind what was fed, so ask when it has its
        final result. Empty while nothing rises out of the noise: then nothing was said at all.
        """
        if not self._odds:
            return {}
        highest = np.max(self._odds, axis=0)
        return dict(zip(self._head.phrases, highest.tolist(), strict=True))

    def process(self, block: Pcm) -> list[Detection]:
        """Hear one block of any length; return what was seen in it, in order.

        Raises:
            TypeError: the block is not one row of int16 samples.
        """
        if block.dtype != np.int16 or block.ndim != 1:
            raise TypeError("a block is one row of int16 samples")
        sound = np.concatenate([self._waiting, block.astype(np.float32)])
        known_frames = self._fed_frames - len(self._waiting)
        self._fed_frames += len(block)
        seen: list[Detection] = []
        # Chunks overlap by 30 ms: the last mel window of a step reaches into the next one.
        while len(sound) >= CHUNK_FRAMES:
            self._take(sound[:CHUNK_FRAMES])
            seen += self._look((known_frames + CHUNK_FRAMES) / RATE_HZ)
            sound = sound[STEP_FRAMES:]
            known_frames += STEP_FRAMES
        self._waiting = sound
        return seen

    def _take(self, chunk: Floats) -> None:
        self._unheard.append(chunk)
        self._pending += 1
        if not self._gate.process(chunk[:STEP_FRAMES]) and self._pending > LOOK_BACK_STEPS:
            # What is older than the look-back will not be computed: the head begins afresh.
            self._pending = LOOK_BACK_STEPS
            self._embeddings = self._embeddings[:0]
            self._peaks.begin_again()
            self._odds.clear()

    def _look(self, now_s: float) -> list[Detection]:
        """Compute what is pending while the gate is open, and judge it."""
        seen: list[Detection] = []
        if self._gate.is_open:
            self._listen_up()
        while self._gate.is_open and self._pending >= STEPS_PER_RUN:
            self._pending -= STEPS_PER_RUN
            given = self._run(len(self._mels) - self._pending * CHUNK_MELS)
            self._odds.extend(odds(given))
            for row in scores(self._head, given):
                seen += self._peaks.process(row, now_s)
        return seen

    def _run(self, end: int) -> Floats:
        """Return the logits of the steps of one run, which ends before the row `end`."""
        fresh = self._embedding.embed(self._mels[end - self._embedding.run_mels : end])
        self._embeddings = np.concatenate([self._embeddings, fresh])
        inputs = windows(self._embeddings)
        self._embeddings = self._embeddings[-(CONTEXT - 1) :]
        support = self._network.log_shares(self._bands[end - RUN_ROWS : end])
        return blended(logits(self._head, inputs), support[len(support) - len(inputs) :])

    def _listen_up(self) -> None:
        """Make up for the rows that were not worth computing while the gate was closed."""
        if not self._unheard:
            return
        mels, bands = zip(*map(self._rows_of, self._unheard), strict=True)
        self._unheard.clear()
        self._mels = np.concatenate([self._mels, *mels])[-KEPT_CHUNKS * CHUNK_MELS :]
        self._bands = np.concatenate([self._bands, *bands])[-KEPT_CHUNKS * CHUNK_MELS :]

    def _rows_of(self, chunk: Floats) -> tuple[Floats, Floats]:
        """Return the embedding's mel rows of a chunk, and those of the whole band."""
        return self._embedding.mels(chunk), wideband.rows_of(chunk)[:CHUNK_MELS]


def _hiss() -> Floats:
    """Return a chunk of what a microphone gives in a silent room."""
    hiss = np.random.default_rng(0).standard_normal(CHUNK_FRAMES, dtype=np.float32)
    return np.asarray(hiss * QUIET_LEVEL, np.float32)
