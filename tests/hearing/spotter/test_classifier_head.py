"""The head, its learning and its adapting, on the built-in weights and on espeak's voice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backtalk.core.model.events import Command
from backtalk.errors import BacktalkError
from backtalk.hearing.spotter import classifier_head as heads
from backtalk.hearing.spotter.embedding import VALUES, Floats, SpeechEmbedding
from backtalk.hearing.spotter.enrolment.adaptation import adapt
from backtalk.hearing.spotter.enrolment.confusions import confusions
from backtalk.hearing.spotter.enrolment.examples import at_word_end
from backtalk.hearing.spotter.enrolment.head_fitting import LEARNT, Schedule, fit, gradients
from backtalk.ports import RATE_HZ, Pcm
from tests.tiny_vosk.espeak import Espeak

PLAIN = Schedule(steps=200, rate=1e-2)


@pytest.fixture(scope="module")
def head() -> heads.Head:
    return heads.load()


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


def cross_entropy(weights: dict[str, Floats], inputs: Floats, truth: np.ndarray) -> float:
    out = heads.logits(heads.Head(weights, (), {}, inputs, ()), inputs).astype(float)
    return float((np.log(np.exp(out).sum(1)) - out[np.arange(len(out)), truth]).mean())


def small(rng: np.random.Generator) -> tuple[dict[str, Floats], Floats, np.ndarray]:
    inputs = rng.standard_normal((20, 12)).astype(np.float32)
    truth = rng.integers(4, size=20)
    shapes: dict[str, tuple[int, ...]] = {"w1": (12, 30), "w2": (30, 10), "w3": (10, 4)}
    shapes |= {"b1": (30,), "shift": (30,), "b2": (10,), "b3": (4,)}
    weights = {name: rng.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
    fixed = {"mean": np.zeros(12), "scale": np.ones(12), "gain": np.ones(30)}
    return weights | {n: v.astype(np.float32) for n, v in fixed.items()}, inputs, truth


@pytest.mark.parametrize("name", LEARNT)
def test_a_gradient_is_the_slope_of_the_loss(name: str) -> None:
    rng = np.random.default_rng(1)
    weights, inputs, truth = small(rng)
    slopes = gradients(weights, inputs, truth, PLAIN, rng)
    way = rng.standard_normal(weights[name].shape).astype(np.float32) / 10
    step = 2e-3
    ahead = weights | {name: np.asarray(weights[name] + step * way, np.float32)}
    behind = weights | {name: np.asarray(weights[name] - step * way, np.float32)}
    climbed = cross_entropy(ahead, inputs, truth) - cross_entropy(behind, inputs, truth)
    assert climbed / (2 * step) == pytest.approx(
        float((slopes[name] * way).sum()), rel=0.02, abs=2e-3
    )


def test_fitting_lowers_the_loss_and_leaves_its_beginning_alone() -> None:
    rng = np.random.default_rng(2)
    weights, inputs, truth = small(rng)
    before = cross_entropy(weights, inputs, truth)
    fitted = fit(weights, lambda: (inputs, truth), PLAIN, rng)
    assert cross_entropy(weights, inputs, truth) == before
    assert cross_entropy(fitted, inputs, truth) < before / 10


def test_every_class_of_the_stop_class_means_a_command_and_has_a_threshold(
    head: heads.Head,
) -> None:
    assert set(head.stop_classes) == set(heads.KINDS) == set(head.thresholds)
    assert {Command(kind) for kind in heads.KINDS.values()} == {
        Command.PAIN,
        Command.STOP,
        Command.UNWELL,
    }


def test_a_saved_head_comes_back_with_the_same_scores(head: heads.Head, tmp_path: Path) -> None:
    heads.save(head, tmp_path / "head.npz")
    again = heads.load(tmp_path / "head.npz")
    assert again.thresholds == head.thresholds
    assert again.kinds == head.kinds
    assert again.near_miss_margin == head.near_miss_margin
    assert again.rehearsed_classes == head.rehearsed_classes
    assert np.allclose(heads.logits(again, head.rehearsed), heads.logits(head, head.rehearsed))


def test_the_built_in_head_is_small(head: heads.Head) -> None:
    assert heads.BUILT_IN.stat().st_size < 350_000
    assert sum(head.weights[name].size for name in LEARNT) < 100_000


@pytest.mark.parametrize("broken", [b"", b"not a head at all", None])
def test_a_broken_head_is_told_in_words(broken: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "head.npz"
    if broken is not None:
        file.write_bytes(broken)
    with pytest.raises(BacktalkError, match=r"head\.npz"):
        heads.load(file)


def test_odds_are_those_of_a_class_against_all_others_together(head: heads.Head) -> None:
    given = heads.logits(head, head.rehearsed[:5]).astype(float)
    shares = np.exp(given) / np.exp(given).sum(1, keepdims=True)
    at = 1 + head.phrases.index("skip")
    told = heads.odds(heads.logits(head, head.rehearsed[:5]))[:, at - 1]
    assert told == pytest.approx(np.log(shares[:, at] / (1 - shares[:, at])), rel=0.01)


def test_phrases_are_stop_words_and_commands_without_the_background(head: heads.Head) -> None:
    assert {"pain", "stop", "skip", "more rest", "seven", "yes"} <= set(head.phrases)
    assert heads.BACKGROUND not in head.phrases


def test_windows_are_the_last_four_embeddings_oldest_first() -> None:
    rows = np.arange(6 * VALUES, dtype=np.float32).reshape(6, VALUES)
    given = heads.windows(rows)
    assert np.array_equal(given[1], rows[1:5].ravel())
    assert len(given) == 3
    assert heads.windows(rows[:3]).shape == (0, heads.INPUTS)


def word(espeak: Espeak, text: str) -> Pcm:
    quiet = np.zeros(RATE_HZ // 4, np.int16)
    return np.concatenate([quiet, espeak.say_pcm(text, "en-us+f3", 140, 60), quiet])


def peak(head: heads.Head, said: Pcm, kind: str) -> float:
    lead = np.random.default_rng(0).integers(-8, 8, RATE_HZ).astype(np.float32)
    heard = np.concatenate([lead, said.astype(np.float32), lead])
    inputs = at_word_end(SpeechEmbedding(8), heard, RATE_HZ + len(said) - RATE_HZ // 4)
    given = heads.blended(heads.logits(head, inputs))
    return float(heads.scores(head, given)[:, head.stop_classes.index(kind)].max())


def test_adapting_raises_the_persons_own_word_and_not_the_others(
    head: heads.Head, espeak: Espeak
) -> None:
    own, other = word(espeak, "enough"), word(espeak, "again")
    adapted = adapt(head, {"stop": [own, own // 2, own // 3]})
    assert peak(head, own, "stop") < head.thresholds["stop"] < peak(adapted, own, "stop")
    assert peak(adapted, other, "stop") < adapted.thresholds["stop"]


@pytest.fixture(scope="module")
def banana(espeak: Espeak) -> Pcm:
    return word(espeak, "banana")


@pytest.fixture(scope="module")
def with_banana(head: heads.Head, banana: Pcm) -> heads.Head:
    """A head with a person's own word, which means that it hurts: learning takes seconds."""
    return adapt(head, {"banana": clips_of(banana)}, own_kind="pain")


def clips_of(said: Pcm) -> list[Pcm]:
    return [said, said // 2, said // 3]


def test_a_word_of_ones_own_becomes_a_class_that_stops(
    head: heads.Head, with_banana: heads.Head, banana: Pcm, espeak: Espeak
) -> None:
    adapted, other = with_banana, word(espeak, "again")
    assert adapted.kinds["banana"] == "pain"
    assert peak(adapted, banana, "banana") > adapted.thresholds["banana"]
    assert peak(adapted, other, "banana") < adapted.thresholds["banana"]
    assert {word: adapted.thresholds[word] for word in head.thresholds} == head.thresholds


def test_a_head_with_a_word_of_ones_own_is_saved_and_adapted_again(
    with_banana: heads.Head, banana: Pcm, tmp_path: Path
) -> None:
    heads.save(with_banana, tmp_path / "own.npz")
    again = heads.load(tmp_path / "own.npz")
    assert again.kinds["banana"] == "pain"
    adapted = adapt(again, {"banana": [banana]})
    assert adapted.classes == again.classes
    assert adapted.kinds == again.kinds


def test_a_word_that_is_a_command_sounds_like_it_and_one_that_is_none_does_not(
    head: heads.Head, espeak: Espeak
) -> None:
    assert next(iter(confusions(head, [word(espeak, "seven")]))) == "seven"
    assert max(confusions(head, [word(espeak, "banana")]).values(), default=0) < 0.5


def test_silence_sounds_like_nothing(head: heads.Head) -> None:
    assert confusions(head, [np.zeros(RATE_HZ, np.int16)]) == {}


def test_adapting_gives_the_same_head_for_the_same_clips(
    head: heads.Head, with_banana: heads.Head, banana: Pcm
) -> None:
    second = adapt(head, {"banana": clips_of(banana)}, own_kind="pain")
    assert all(np.array_equal(with_banana.weights[name], second.weights[name]) for name in LEARNT)


def test_adapting_refuses_other_commands_and_silence(head: heads.Head) -> None:
    silence = np.zeros(RATE_HZ, np.int16)
    with pytest.raises(ValueError, match="skip"):
        adapt(head, {"skip": [silence]})
    with pytest.raises(ValueError, match="no speech"):
        adapt(head, {"stop": [silence]})
