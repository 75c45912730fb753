"""Whisper's decoder: how likely each token is next, given the sound and the tokens before it.

The keys and values of the sound are the same for every token: they are computed once (`listen`).
Tokens are run in one of two ways: all at once, where a mask says which sees which (the phrase
tree), or one after the other with a memory of the earlier ones (`greedy`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backtalk.hearing.second_pass.features import Floats
from backtalk.hearing.second_pass.layers import (
    Memory,
    Visible,
    attend,
    feed_forward,
    linear,
    normalised,
    split,
)
from backtalk.hearing.second_pass.tokens import END, NO_TIMES, START, loop_length
from backtalk.hearing.second_pass.weights import Indices, Weights

LAYERS = 4
EMBEDDINGS = "decoder/embeddings"
OPENING = (START, NO_TIMES)
"""What every text begins with."""

SPACE = 220
"""The token of a lone space."""
NEVER_FIRST = (END, SPACE, START, NO_TIMES)
"""There is a text, and it begins with a word."""


Step = tuple[int, int]
"""A row of the decoder, and the token that is to follow it."""


@dataclass(frozen=True)
class Sound:
    """What the decoder hears: keys and values of the encoder's rows for each layer."""

    memories: tuple[Memory, ...]


class Decoder:
    """Whisper's decoder with the weights of one extract; keeps nothing between calls."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def listen(self, encoded: Floats) -> Sound:
        """Return what the tokens are to attend to, from the encoder's rows."""
        memories = []
        for layer in range(LAYERS):
            name = f"decoder/layer_{layer}/attention/linear_1"
            memories.append(Memory.of(*split(linear(encoded, self._weights, name), 2)))
        return Sound(tuple(memories))

    def run(
        self,
        sound: Sound,
        tokens: Indices,
        positions: Indices,
        visible: Visible | None = None,
        earlier: list[Memory] | None = None,
    ) -> Floats:
        """Return a row of 384 values for each token, from which the next one follows.

        Args:
            sound: what was heard.
            tokens: their numbers.
            positions: how many tokens stand before each.
            visible: tokens by tokens, whether one sees the other; with `earlier` for the first
                call only.
            earlier: the memory of the tokens run before, by layer; empty at first. The tokens
                are added to it.
        """
        embedded = self._weights.matrices[EMBEDDINGS].outputs(tokens)
        rows = embedded + self._weights.tensors["decoder/position_encodings/encodings"][positions]
        for layer in range(LAYERS):
            name = f"decoder/layer_{layer}"
            rows = self._with_tokens(rows, f"{name}/self_attention", layer, visible, earlier)
            rows = self._with_sound(rows, f"{name}/attention", sound.memories[layer])
            rows = feed_forward(rows, self._weights, f"{name}/ffn")
        return normalised(rows, self._weights, "decoder/layer_norm")

    def log_p(self, rows: Floats, steps: Sequence[Step]) -> Floats:
        """Return the log-probability of each step: that its token follows its row."""
        logits = self._weights.matrices[EMBEDDINGS].apply(rows)
        before, tokens = np.array(steps).T
        wanted = logits[before, tokens]
        highest = logits.max(axis=1)
        logits -= highest[:, None]
        totals = highest + np.log(np.exp(logits, out=logits).sum(axis=1))
        return np.asarray(wanted - totals[before], np.float32)

    def greedy(self, sound: Sound, most_tokens: int) -> list[int]:
        """Return the text that is likeliest token by token: at most `most_tokens` of them.

        Whisper tends to say a short utterance again and again: a loop ends the text.
        """
        count = len(OPENING)
        earlier: list[Memory] = []
        causal = np.tril(np.ones((count, count), bool))
        rows = self.run(sound, np.array(OPENING), np.arange(count), causal, earlier)
        text: list[int] = []
        while len(text) < most_tokens:
            token = self._likeliest(rows[-1:], barred=() if text else NEVER_FIRST)
            if token == END:
                break
            text.append(token)
            if loop := loop_length(text):
                return text[:-loop]
            position = np.array([count + len(text) - 1])
            rows = self.run(sound, np.array([token]), position, earlier=earlier)
        return text

    def _likeliest(self, row: Floats, barred: tuple[int, ...]) -> int:
        logits = self._weights.matrices[EMBEDDINGS].apply(row)[0]
        logits[list(barred)] = -np.inf
        return int(logits.argmax())

    def _with_tokens(
        self,
        rows: Floats,
        name: str,
        layer: int,
        visible: Visible | None,
        earlier: list[Memory] | None,
    ) -> Floats:
        """Return `rows` plus what they take from the tokens before them."""
        normed = normalised(rows, self._weights, f"{name}/layer_norm")
        queries, keys, values = split(linear(normed, self._weights, f"{name}/linear_0"), 3)
        memory = Memory.of(keys, values)
        if earlier is not None:
            if layer < len(earlier):
                memory = earlier[layer] = earlier[layer].followed_by(memory)
            else:
                earlier.append(memory)
        taken = attend(queries, memory, visible)
        return rows + linear(taken, self._weights, f"{name}/linear_1")

    def _with_sound(self, rows: Floats, name: str, heard: Memory) -> Floats:
        """Return `rows` plus what they take from the sound."""
        normed = normalised(rows, self._weights, f"{name}/layer_norm")
        queries = linear(normed, self._weights, f"{name}/linear_0")
        return rows + linear(attend(queries, heard), self._weights, f"{name}/linear_2")
