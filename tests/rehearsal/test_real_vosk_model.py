"""A whole rehearsal on a real Vosk model; `tests.korean_vosk` says what may be asked of it."""

from __future__ import annotations

from backtalk.hearing.vosk.recogniser import VoskRecogniser
from tests.rehearsal.studio import Studio


def test_a_rehearsal_with_a_stop_said_runs_to_its_end(
    studio: Studio, real_vosk: VoskRecogniser
) -> None:
    said = [studio.says(at_s, word) for at_s, word in ((17.0, "start"), (24.0, "stop"))]
    report = studio.rehearse(studio.short_plan(), real_vosk, *said)
    assert report.finished
    assert [reaction.said for reaction in report.reactions] == ["start", "stop"]
