"""What the spotter's knowledge makes of the embedded recogniser's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from backtalk.hearing.fusion.rescoring import (
    CERTAIN_ODDS,
    CERTAIN_ODDS_ALONE,
    CERTAIN_ODDS_UNSUSPECTED,
    COMMAND_LEAD,
    COMMAND_ODDS,
    COMMAND_ODDS_ALONE,
    COMMAND_ODDS_UNSURE,
    POSSIBLE_ODDS,
    Likelihood,
    Rescorer,
)
from backtalk.ports import Heard

OPEN = ("skip", "four", "pause")


@dataclass(frozen=True)
class Scores:
    """Knows what a test says it knows."""

    latest: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=lambda: {"halt": "stop", "pain": "pain"})


def opinion(**odds: float) -> Rescorer:
    return Rescorer(Scores(odds), is_needed=True)


def final(text: str, *, sure: bool = True, alone: bool = True) -> Heard:
    return Heard(text, final=True, at_s=0.0, sure=sure, alone=alone)


def test_a_recogniser_that_needs_no_second_opinion_is_believed() -> None:
    alone = Rescorer(Scores({"stop": -9.0, "skip": -9.0}), is_needed=False)
    assert alone.of_stop(sure=True) is Likelihood.CERTAIN
    assert alone.of_stop(sure=False) is Likelihood.POSSIBLE
    assert alone.command(final("skip"), OPEN) == "skip"
    assert alone.patience_s == 0


def test_without_anybody_to_ask_a_sure_recogniser_is_believed() -> None:
    assert Rescorer(None, is_needed=True).of_stop(sure=True) is Likelihood.CERTAIN


def test_a_stop_that_the_spotter_finds_likely_is_certain() -> None:
    assert opinion(halt=CERTAIN_ODDS).of_stop(sure=True) is Likelihood.CERTAIN


def test_a_suspected_stop_needs_more() -> None:
    assert opinion(halt=CERTAIN_ODDS).of_stop(sure=False) is Likelihood.POSSIBLE


def test_a_suspected_stop_that_stands_alone_needs_less() -> None:
    assert opinion(pain=CERTAIN_ODDS_ALONE).of_stop(sure=False, alone=True) is Likelihood.CERTAIN
    assert opinion(pain=CERTAIN_ODDS_ALONE).of_stop(sure=False) is Likelihood.POSSIBLE


def test_a_stop_that_the_recogniser_did_not_suspect_needs_most_and_quiet_around_it() -> None:
    spotted = opinion(halt=CERTAIN_ODDS_UNSUSPECTED, pain=1.0)
    assert spotted.unsuspected_stop(final("")) == "stop"
    assert spotted.unsuspected_stop(final("", alone=False)) == ""
    assert opinion(pain=CERTAIN_ODDS_UNSUSPECTED - 0.1).unsuspected_stop(final("")) == ""


def test_a_score_that_was_asked_for_is_no_stop() -> None:
    spotted = opinion(halt=4.0, six=5.0)
    assert spotted.of_stop(sure=True, alone=True, rivals=("six",)) is Likelihood.UNLIKELY
    assert spotted.of_stop(sure=True, alone=True) is Likelihood.CERTAIN


def test_a_stop_that_the_spotter_finds_unlikely_is_not_even_asked_about() -> None:
    assert opinion(halt=POSSIBLE_ODDS - 0.1).of_stop(sure=True) is Likelihood.UNLIKELY


def test_a_quiet_room_in_which_the_spotter_heard_nothing_makes_no_stop() -> None:
    assert opinion().of_stop(sure=True) is Likelihood.UNLIKELY


def test_a_command_that_the_spotter_does_not_rule_out_counts() -> None:
    assert opinion(skip=COMMAND_ODDS).command(final("skip"), OPEN) == "skip"
    assert opinion(skip=COMMAND_ODDS - 0.1).command(final("skip"), OPEN) == ""


def test_a_suspected_command_needs_more() -> None:
    assert opinion(skip=COMMAND_ODDS).command(final("skip", sure=False), OPEN) == ""
    assert opinion(skip=COMMAND_ODDS_UNSURE).command(final("skip", sure=False), OPEN) == "skip"


def test_what_stands_alone_can_be_known_by_the_spotter_only() -> None:
    spotted = opinion(four=COMMAND_ODDS_ALONE)
    assert spotted.command(final("", sure=False), OPEN) == "four"
    assert spotted.command(final("", sure=False, alone=False), OPEN) == ""


def test_the_spotters_favourite_wins_by_a_clear_lead() -> None:
    clear = opinion(four=COMMAND_ODDS_ALONE + COMMAND_LEAD, pause=COMMAND_ODDS_ALONE - 0.1)
    assert clear.command(final("pause"), OPEN) == "four"
    narrow = opinion(four=COMMAND_ODDS_ALONE + 0.5, pause=COMMAND_ODDS_ALONE)
    assert narrow.command(final("pause"), OPEN) == "pause"


def test_a_command_that_is_not_open_is_none() -> None:
    assert opinion(seven=9.0).command(final("seven"), OPEN) == ""


def test_a_phrase_that_the_spotter_does_not_know_is_the_recognisers_affair() -> None:
    assert opinion(halt=-3.0).command(final("skip"), OPEN) == "skip"
    assert opinion(halt=-3.0).command(final("skip", sure=False), OPEN) == ""


def test_where_nothing_rose_out_of_the_noise_there_was_no_command() -> None:
    assert opinion().command(final("skip"), OPEN) == ""


def test_the_spotter_says_which_stop_it_was() -> None:
    assert opinion(halt=2.0, pain=3.0).likeliest_stop() == "pain"
    assert opinion(halt=3.0, pain=2.0).likeliest_stop() == "stop"
    assert opinion(halt=POSSIBLE_ODDS - 0.1).likeliest_stop() == ""
