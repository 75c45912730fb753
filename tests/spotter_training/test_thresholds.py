"""The thresholds that training chooses: as low as other people's talk and the coach allow."""

from __future__ import annotations

import numpy as np
from training.figures import Assessment, Scene
from training.thresholds import choose

from backtalk.hearing.spotter.classifier_head import BACKGROUND, KINDS

ROWS = 100
NO_SOUND = np.zeros((0, 32), np.float32)


def assessed(source: str, peak: float, label: str = BACKGROUND, text: str = "") -> Assessment:
    """Return a scene of ten seconds in which every class comes up to `peak` once."""
    scores = np.full((ROWS, len(KINDS)), -20, np.float32)
    scores[ROWS // 4] = peak
    return Assessment(Scene(NO_SOUND, NO_SOUND, label, text, source, "clean", 8.0), scores)


def words(peak: float) -> list[Assessment]:
    return [assessed("espeak", peak, word, word) for word in KINDS]


def test_without_false_triggers_allowed_a_threshold_is_just_above_the_loudest_talk() -> None:
    given = [*words(9.0), assessed("talk", 3.0), assessed("talk", 1.0), assessed("coach", -5.0)]
    found = choose(given, false_per_hour=0.0)
    assert set(found) == set(KINDS)
    assert set(found.values()) == {3.2}


def test_the_coachs_own_voice_raises_the_thresholds_where_talk_would_not() -> None:
    given = [*words(9.0), assessed("talk", 3.0), *[assessed("coach", 8.0)] * 20]
    assert set(choose(given, false_per_hour=0.0).values()) == {8.2}


def test_what_is_allowed_goes_to_the_word_that_gains_most_by_it() -> None:
    quiet_stop = [assessed("human", 2.0, "stop", "stop")]
    hour_of_talk = [assessed("talk", -9.0)] * 365
    given = [*words(9.0), *quiet_stop, assessed("talk", 3.0), assessed("talk", 1.0), *hour_of_talk]
    found = choose(given, false_per_hour=1.0)
    assert found["stop"] == 1.2
    assert {found[word] for word in KINDS if word != "stop"} == {3.2}
