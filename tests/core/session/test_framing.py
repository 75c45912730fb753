"""How a session begins in words."""

from __future__ import annotations

import pytest

from backtalk.core.model.dose import Dose
from backtalk.core.session.pacing import framing
from backtalk.language.phrasebook import load
from tests.core.samples import exercise, plan


@pytest.mark.parametrize(
    ("repetitions", "length"), [(2, "It takes about a minute."), (40, "It takes about 3 minutes.")]
)
def test_the_welcome_says_how_long_it_takes_as_people_say_it(repetitions: int, length: str) -> None:
    short = plan(exercise(dose=Dose(repetitions=repetitions, tempo_s=3)))
    (line,) = framing.welcome(short, 0, pace=1.0)
    assert load().text(line) == f"Welcome. The sample routine. {length}"
