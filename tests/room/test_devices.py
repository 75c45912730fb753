from __future__ import annotations

import ctypes.util
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from backtalk.errors import BacktalkError
from backtalk.room.devices import find_device, list_devices, why_no_sound
from tests.needs import needs
from tests.pulse_audio import PulseAudio

ALSA_AS_INSTALLED = "/usr/share/alsa/alsa.conf"


def printed(program: str, environment: Mapping[str, str]) -> str:
    """What a small program prints in a process of its own, with PortAudio started there."""
    command = [sys.executable, "-c", program]
    return subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.strip()


@pytest.mark.usefixtures("pulse_audio")
class TestOnAMachineWithSound:
    def test_every_device_is_listed_with_its_host_api(self) -> None:
        devices = {device.name: device for device in list_devices()}
        for name in ("va_speaker", "va_mic", "va_feed", "va_tap"):
            assert devices[name].host_api == "ALSA"

    def test_each_device_is_asked_whether_it_takes_16_khz_mono(self) -> None:
        devices = {device.name: device for device in list_devices()}
        for name in ("va_speaker", "va_feed"):
            assert (devices[name].hears, devices[name].plays) == (False, True)
        for name in ("va_mic", "va_tap"):
            assert (devices[name].hears, devices[name].plays) == (True, False)

    def test_one_device_is_the_default_for_playing_and_one_for_recording(self) -> None:
        assert len([device for device in list_devices() if device.default_output]) == 1
        assert len([device for device in list_devices() if device.default_input]) == 1

    def test_no_name_means_the_default(self) -> None:
        assert find_device(None, "input").default_input
        assert find_device(None, "output").default_output

    @pytest.mark.parametrize("name", ["va_mic", "VA_MIC", "_mic", "va_mic, ALSA"])
    def test_a_device_is_found_by_its_name_or_a_part_in_any_case(self, name: str) -> None:
        assert find_device(name, "input").name == "va_mic"

    def test_an_exact_name_wins_over_parts_of_other_names(self) -> None:
        assert find_device("default", "output").name == "default"

    def test_a_part_that_fits_several_names_all_of_them(self) -> None:
        with pytest.raises(BacktalkError) as caught:
            find_device("va_", "input")
        for name in ("va_speaker", "va_mic", "va_feed", "va_tap"):
            assert name in caught.value.message

    def test_a_wrong_name_gets_a_suggestion_and_a_remedy(self) -> None:
        with pytest.raises(BacktalkError) as caught:
            find_device("va_mik", "input")
        message = "No microphone is called 'va_mik'; did you mean 'va_mic'?"
        assert caught.value.message == message
        assert caught.value.remedy == "Run backtalk doctor to see the devices."

    def test_a_name_like_no_other_gets_no_suggestion(self) -> None:
        with pytest.raises(BacktalkError) as caught:
            find_device("Steinway", "output")
        assert caught.value.message == "No loudspeaker is called 'Steinway'."

    def test_nothing_stands_in_the_way_of_sound(self) -> None:
        assert why_no_sound("input") is None
        assert why_no_sound("output") is None


class TestOnAMachineWithoutSound:
    @pytest.fixture
    def environment(self, tmp_path: Path) -> Mapping[str, str]:
        needs(ctypes.util.find_library("portaudio"), "PortAudio (libportaudio2) is not installed")
        needs(not Path("/dev/snd").exists(), "this machine has a sound card of its own")
        return {"ALSA_CONFIG_PATH": ALSA_AS_INSTALLED, "PULSE_SERVER": f"unix:{tmp_path}/none"}

    def test_the_reason_is_one_sentence(self, environment: Mapping[str, str]) -> None:
        program = "from backtalk.room.devices import *; print(why_no_sound('input'))"
        assert printed(program, environment) == "This machine has no microphone."

    def test_a_name_finds_nothing_and_says_so(self, environment: Mapping[str, str]) -> None:
        program = """
from backtalk.errors import BacktalkError
from backtalk.room.devices import find_device
try:
    find_device("Headset", "output")
except BacktalkError as error:
    print(error.message)
"""
        expected = "No loudspeaker is called 'Headset', and this machine has none at all."
        assert printed(program, environment) == expected

    def test_a_missing_portaudio_is_a_reason_like_any_other(self, tmp_path: Path) -> None:
        # What the real module does where the library is not installed.
        (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
        program = "from backtalk.room.devices import *; print(why_no_sound('output'))"
        expected = "The sound library PortAudio does not load (PortAudio library not found)."
        assert printed(program, {"PYTHONPATH": str(tmp_path)}) == expected


def test_a_device_that_came_after_the_start_is_found_after_a_restart(
    pulse_audio: PulseAudio,
) -> None:
    program = """
import os
from backtalk.room import portaudio
from backtalk.room.devices import list_devices
def known():
    return "va_mic" in [device.name for device in list_devices()]
before = known()
os.environ["ALSA_CONFIG_PATH"] = os.environ["LATER"]
portaudio.restart()
print(before, known())
"""
    later = {
        "LATER": pulse_audio.environment["ALSA_CONFIG_PATH"],
        "ALSA_CONFIG_PATH": ALSA_AS_INSTALLED,
    }
    assert printed(program, {**pulse_audio.environment, **later}) == "False True"
