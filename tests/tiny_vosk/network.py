"""A small network of ReLU layers, trained with Adam in plain numpy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

ADAM_MEAN, ADAM_SQUARE, ADAM_EPSILON = 0.9, 0.999, 1e-8


def _softmax(scores: Floats) -> Floats:
    exponents = np.exp(scores - scores.max(1, keepdims=True))
    shares: Floats = exponents / exponents.sum(1, keepdims=True)
    return shares


class Network:
    """Affine layers with ReLU between them and a softmax at the end."""

    def __init__(self, sizes: tuple[int, ...], random: np.random.Generator) -> None:
        self.weights: list[Floats] = [
            (random.standard_normal((after, before)) * np.sqrt(2 / before)).astype(np.float32)
            for before, after in pairwise(sizes)
        ]
        self.biases: list[Floats] = [np.zeros(after, np.float32) for after in sizes[1:]]
        self._means = [np.zeros_like(p) for p in self.weights + self.biases]
        self._squares = [np.zeros_like(p) for p in self.weights + self.biases]
        self._steps = 0

    def _activations(self, inputs: Floats) -> list[Floats]:
        layers = [inputs]
        last = len(self.weights) - 1
        for index, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            outputs = layers[-1] @ weight.T + bias
            layers.append(outputs if index == last else np.maximum(outputs, 0))
        return layers

    def log_posteriors(self, inputs: Floats) -> Floats:
        """Return the log of the softmax for each row of `inputs`."""
        log_shares: Floats = np.log(_softmax(self._activations(inputs)[-1]) + np.float32(1e-30))
        return log_shares

    def train(self, inputs: Floats, labels: Ints, rate: float) -> float:
        """Make one step towards `labels`; return the cross-entropy before it."""
        layers = self._activations(inputs)
        gradient = _softmax(layers[-1])
        rows = np.arange(len(labels))
        loss = float(-np.log(gradient[rows, labels] + 1e-9).mean())
        gradient[rows, labels] -= 1
        gradient /= np.float32(len(labels))
        by_weight: list[Floats] = []
        by_bias: list[Floats] = []
        for index in reversed(range(len(self.weights))):
            by_weight.insert(0, gradient.T @ layers[index])
            by_bias.insert(0, gradient.sum(0))
            if index:
                gradient = (gradient @ self.weights[index]) * (layers[index] > 0)
        self._adam(by_weight + by_bias, rate)
        return loss

    def _adam(self, gradients: list[Floats], rate: float) -> None:
        self._steps += 1
        mean_share = 1 - ADAM_MEAN**self._steps
        square_share = 1 - ADAM_SQUARE**self._steps
        parameters = self.weights + self.biases
        for value, slope, mean, square in zip(
            parameters, gradients, self._means, self._squares, strict=True
        ):
            mean[:] = ADAM_MEAN * mean + (1 - ADAM_MEAN) * slope
            square[:] = ADAM_SQUARE * square + (1 - ADAM_SQUARE) * slope * slope
            value[:] -= rate * (mean / mean_share) / (np.sqrt(square / square_share) + ADAM_EPSILON)

    def fold_normalisation(self, mean: Floats, deviation: Floats) -> None:
        """Take over `(x - mean) / deviation` into the first layer, so that it gets raw inputs."""
        self.biases[0] = self.biases[0] - self.weights[0] @ (mean / deviation)
        self.weights[0] = self.weights[0] / deviation
