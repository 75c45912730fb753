"""A sound card without hardware for the tests of the room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backtalk.room import portaudio
from tests.needs import needs
from tests.pulse_audio import PulseAudio, private_pulse_audio, why_no_pulse_audio


@pytest.fixture(scope="session")
def pulse_audio() -> Iterator[PulseAudio]:
    """A private PulseAudio that PortAudio in this process uses: one for each test worker."""
    missing = why_no_pulse_audio()
    needs(missing is None, str(missing))
    with private_pulse_audio() as server:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in server.environment.items():
                patch.setenv(name, value)
            portaudio.restart()
            yield server
        portaudio.restart()
