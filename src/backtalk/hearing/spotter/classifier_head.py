"""The head on the speech embedding: a small network that says which word has just ended.

It sees the last four embeddings (1.0 s) and gives one logit for each class: the words of the
stop class, other commands, and everything else. It decides nothing: thresholds belong to the
spotter's stream, and learning to `head_fitting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from backtalk.errors import BacktalkError
from backtalk.hearing.spotter.embedding import VALUES, Floats

CONTEXT = 4
"""Embeddings the head sees: three steps of 80 ms and one window of 775 ms."""

INPUTS = CONTEXT * VALUES

KINDS = {
    "pain": "pain",
    "ouch": "pain",
    "hurt": "pain",
    "stop": "stop",
    "halt": "stop",
    "unwell": "unwell",
}
"""Built-in classes of the stop class and the commands they mean."""

COMMAND_PREFIX = "say "
"""Stands before a phrase that is no stop word, so that none passes for one."""

BACKGROUND = "background"
"""The class of everything else."""

WEIGHTS = ("mean", "scale", "w1", "b1", "gain", "shift", "w2", "b2", "w3", "b3")

BUILT_IN = Path(__file__).with_name("stop_head.npz")

SUPPORT_SHARE = 0.5
"""What the wideband network's word counts for beside the head's."""

SMALLEST_SHARE = 1e-7
"""No class is so certain that less than this is left for the others."""

NORM_FLOOR = 1e-5
"""Keeps the layer normalisation from dividing by nothing."""


@dataclass(frozen=True)
class Head:
    """A trained head."""

    weights: Mapping[str, Floats]
    """By the names in `WEIGHTS`; matrices are inputs by outputs."""
    classes: tuple[str, ...]
    """Names of the outputs: the background, the stop class, and phrases after 'say '."""
    thresholds: Mapping[str, float]
    """For each class of the stop class: the score from which on it counts as said."""
    rehearsed: Floats
    """Example inputs of all classes, by `INPUTS`, kept for adapting: the head must go on
    telling them apart while it learns a person's voice."""
    rehearsed_classes: tuple[int, ...]
    """The class of each of them."""
    near_miss_margin: float = 0.0
    """Logits below the thresholds from which on a near miss is worth a question: some six an
    hour of talk."""
    kinds: Mapping[str, str] = field(default_factory=KINDS.copy)
    """The classes of the stop class, a person's own words too, and the commands they mean."""
    grown_from: str = ""
    """The fingerprint of the networks that an adapted head began with; '' if it is not adapted."""

    @property
    def stop_classes(self) -> tuple[str, ...]:
        """The classes of the stop class, in the order of their scores."""
        return tuple(name for name in self.classes if name in self.kinds)

    @property
    def phrases(self) -> tuple[str, ...]:
        """What `odds` is about, in its order: stop classes by name, commands by phrase."""
        return tuple(name.removeprefix(COMMAND_PREFIX) for name in self.classes[1:])


def load(path: Path = BUILT_IN) -> Head:
    """Read a head.

    Raises:
        BacktalkError: the file is missing or is no head.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            classes = tuple(str(name) for name in stored["classes"])
            kinds = dict(
                zip(stored["stop_classes"].tolist(), stored["kinds"].tolist(), strict=True)
            )
            return Head(
                {name: stored[name].astype(np.float32) for name in WEIGHTS},
                classes,
                dict(zip(kinds, stored["thresholds"].tolist(), strict=True)),
                stored["rehearsed"].astype(np.float32) * stored["rehearsed_unit"],
                tuple(stored["rehearsed_classes"].tolist()),
                float(stored["leniency"]),
                kinds,
                str(stored["grown_from"]) if "grown_from" in stored else "",
            )
    except (OSError, EOFError, KeyError, ValueError) as error:
        raise BacktalkError(
            f"The spotter's head {path.name} cannot be read.",
            "Reinstall Backtalk, or build it with 'scripts/train_spotter'.",
        ) from error


def save(head: Head, path: Path) -> None:
    """Write a head: weights in half precision, examples in steps of 1/127 of their largest."""
    unit = float(np.abs(head.rehearsed).max(initial=1e-6)) / 127
    arrays = {name: head.weights[name].astype(np.float16) for name in WEIGHTS}
    np.savez_compressed(
        path,
        allow_pickle=False,
        **arrays,
        classes=np.array(head.classes),
        stop_classes=np.array(head.stop_classes),
        kinds=np.array([head.kinds[name] for name in head.stop_classes]),
        thresholds=np.array([head.thresholds[name] for name in head.stop_classes]),
        leniency=np.float32(head.near_miss_margin),  # its name in the files that exist
        rehearsed=np.round(head.rehearsed / unit).astype(np.int8),
        rehearsed_unit=np.float32(unit),
        rehearsed_classes=np.array(head.rehearsed_classes, np.int16),
        grown_from=np.array(head.grown_from),
    )


def logits(head: Head, inputs: Floats) -> Floats:
    """Return the logits, rows by classes, of rows of `INPUTS` values."""
    w = head.weights
    hidden = (inputs - w["mean"]) / w["scale"] @ w["w1"] + w["b1"]
    centred = hidden - hidden.mean(1, keepdims=True)
    deviation = np.sqrt((centred * centred).mean(1, keepdims=True) + NORM_FLOOR)
    normed = np.maximum(centred / deviation * w["gain"] + w["shift"], 0)
    return np.asarray(np.maximum(normed @ w["w2"] + w["b2"], 0) @ w["w3"] + w["b3"], np.float32)


def blended(given: Floats, support: Floats | None = None) -> Floats:
    """Return the logits of head and wideband network together.

    Args:
        given: logits of the head, rows by classes.
        support: log-probabilities of the network, which knows the built-in classes only: it
            takes a person's own word for background. None: what it would say is not known.
    """
    own = given - _log_sum(given)[:, None]
    if support is None:
        return np.asarray((1 - SUPPORT_SHARE) * own, np.float32)
    unknown = np.repeat(support[:, :1], given.shape[1] - support.shape[1], axis=1)
    known = np.concatenate([support, unknown], axis=1)
    return np.asarray((1 - SUPPORT_SHARE) * own + SUPPORT_SHARE * known, np.float32)


def scores(head: Head, given: Floats) -> Floats:
    """Return for each row of logits and stop class: how far it is above all other classes.

    Logits, not probabilities: two stop words that share a sound must not halve each other.
    """
    stops = np.array([name in head.kinds for name in head.classes])
    return np.asarray(given[:, stops] - _log_sum(given[:, ~stops])[:, None], np.float32)


def odds(given: Floats) -> Floats:
    """Return for each row of logits and each of `Head.phrases` its log-odds.

    0 is as likely as everything else together; 5 is 150 to 1 for it, -5 as much against it.
    """
    log_share = given.astype(np.float64) - _log_sum(given)[:, None]
    against = np.log1p(-np.exp(np.minimum(log_share, -SMALLEST_SHARE)))
    return np.asarray((log_share - against)[:, 1:], np.float32)


def _log_sum(given: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    highest = given.max(1)
    summed = np.exp(given - highest[:, None]).sum(1)
    return np.asarray(highest + np.log(summed), given.dtype)


def windows(embeddings: Floats) -> Floats:
    """Return the head's inputs for a row of embeddings: one fewer than `CONTEXT` are lost."""
    count = len(embeddings) - CONTEXT + 1
    if count < 1:
        return np.zeros((0, INPUTS), np.float32)
    return np.concatenate([embeddings[i : i + count] for i in range(CONTEXT)], axis=1)
