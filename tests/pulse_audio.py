"""A private PulseAudio: a sound card without hardware, for real PortAudio streams in tests.

Two null sinks stand for the air: what is played into `speaker` can be recorded at its monitor,
what is played into `mic_in` is what the microphone hears. Programs that get `environment` see
the ALSA devices `va_speaker`, `va_mic`, `va_feed` (plays into the microphone) and `va_tap`
(records what the loudspeaker played). PortAudio reads them when it starts, not later.

Needs on Debian: pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from backtalk.ports import BLOCK_FRAMES, RATE_HZ, Pcm

READY_WITHIN_S = 20.0
"""It took 0.1 s on an idle machine and 1 s on a busy one."""

ROOM_S = 300
"""How long a room hisses: longer than any test may take."""

RAW = ("--raw", f"--rate={RATE_HZ}", "--channels=1", "--format=s16le")

DAEMON = """\
load-module module-native-protocol-unix socket={socket} auth-anonymous=1
load-module module-null-sink sink_name=speaker rate=48000 channels=1 format=s16le norewinds=1
load-module module-null-sink sink_name=mic_in rate=48000 channels=1 format=s16le norewinds=1
load-module module-remap-source source_name=mic master=mic_in.monitor channels=1
set-default-sink speaker
set-default-source mic
"""
# Without norewinds=1 the null sinks make PortAudio underrun without end.

CLIENT = """\
autospawn = no
default-server = unix:{socket}
enable-shm = no
"""

ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.va_speaker {{ type pulse server "unix:{socket}" device "speaker" hint {{ show on }} }}
pcm.va_mic {{ type pulse server "unix:{socket}" device "mic" hint {{ show on }} }}
pcm.va_feed {{ type pulse server "unix:{socket}" device "mic_in" hint {{ show on }} }}
pcm.va_tap {{ type pulse server "unix:{socket}" device "speaker.monitor" hint {{ show on }} }}
"""


def why_no_pulse_audio() -> str | None:
    """Say what is missing for a private PulseAudio, or None."""
    missing = [name for name in ("pulseaudio", "pactl", "parec", "pacat") if not shutil.which(name)]
    if ctypes.util.find_library("portaudio") is None:
        missing.append("libportaudio2")
    if not list(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so")):
        missing.append("libasound2-plugins")
    return f"a private PulseAudio needs {', '.join(missing)}" if missing else None


class PulseAudio:
    """One private server; its files and its socket lie in `folder` (a short path)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        socket = folder / "native"
        for name, text in {"daemon.pa": DAEMON, "client.conf": CLIENT, "asound.conf": ALSA}.items():
            (folder / name).write_text(text.format(socket=socket))
        self.environment: Mapping[str, str] = {
            "PULSE_SERVER": f"unix:{socket}",
            "PULSE_CLIENTCONFIG": str(folder / "client.conf"),
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }
        """The variables that make PortAudio and the PulseAudio tools use this server."""

    def start(self) -> None:
        """Start the server and wait until it answers."""
        home = str(self._folder)
        places = ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "PULSE_STATE_PATH")
        command = ["pulseaudio", "-n", "-F", f"{home}/daemon.pa", "--daemonize=no"]
        command += ["--exit-idle-time=-1", "--disable-shm=yes", "--use-pid-file=no"]
        command += ["--high-priority=no", "--realtime=no", "--log-target=stderr"]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                env=os.environ | dict.fromkeys((*places, "PULSE_RUNTIME_PATH"), home),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline_s = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline_s:
                log_text = (self._folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PulseAudio did not start: {log_text}")

    def kill(self) -> None:
        """End the server as a crash would; `start` brings it back under the same names."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        (self._folder / "native").unlink(missing_ok=True)

    def freeze(self) -> None:
        """Make the server hang until `thaw`."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(signal.SIGCONT)

    def play_into_microphone(self, pcm: Pcm) -> None:
        """Play `pcm` to the programs that record the microphone; return when it has been played."""
        command = ["pacat", "--playback", "--device=mic_in", *RAW]
        subprocess.run(command, input=pcm.tobytes(), env=self._client_env(), check=True, timeout=30)

    @contextmanager
    def room(self) -> Iterator[None]:
        """Let the microphone hear a quiet room during the body: one without any hiss is dead."""
        command = ["pacat", "--playback", "--device=mic_in", *RAW]
        hiss = np.random.default_rng(0).normal(0, 8, RATE_HZ * ROOM_S).astype(np.int16)
        with (self._folder / "room").open("w+b") as sound:
            sound.write(hiss.tobytes())
            sound.seek(0)
            with subprocess.Popen(command, env=self._client_env(), stdin=sound) as process:
                try:
                    yield
                finally:
                    process.kill()

    @contextmanager
    def tap(self) -> Iterator[Tap]:
        """Record what the loudspeaker plays, from before the body until its end."""
        command = ["parec", "--device=speaker.monitor", "--latency-msec=10", *RAW]
        with subprocess.Popen(
            command, env=self._client_env(), stdout=subprocess.PIPE, bufsize=0
        ) as process:
            tap = Tap(process)
            try:
                tap.wait_for_frames(1)
                yield tap
            finally:
                process.terminate()
                tap.join()

    def _client_env(self) -> Mapping[str, str]:
        return os.environ | self.environment

    def _answers(self) -> bool:
        command = ["pactl", "info"]
        return not subprocess.run(
            command, env=self._client_env(), capture_output=True, check=False, timeout=10
        ).returncode

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)


class Tap:
    """What the loudspeaker has played so far, and when each piece arrived."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._pieces: list[bytes] = []
        self._arrived = threading.Condition()
        self.last_sound_s = 0.0
        """When the last piece arrived that was not silent (monotonic seconds)."""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def pcm(self) -> Pcm:
        """Everything recorded so far."""
        sound = b"".join(self._pieces)
        return np.frombuffer(sound[: len(sound) // 2 * 2], np.int16)

    def wait_for_frames(self, frames: int, limit_s: float = 20.0) -> None:
        """Wait until `frames` more samples have been recorded."""
        target = len(self.pcm) + frames
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.pcm) >= target, limit_s):
                raise TimeoutError(f"the loudspeaker's monitor gave no {frames} samples")

    def join(self) -> None:
        """Wait until the recorder has ended."""
        self._thread.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        while piece := self._process.stdout.read(BLOCK_FRAMES * 2):
            with self._arrived:
                self._pieces.append(piece)
                if any(piece):
                    self.last_sound_s = time.monotonic()
                self._arrived.notify_all()


@contextmanager
def private_pulse_audio() -> Iterator[PulseAudio]:
    """Run a private PulseAudio with a folder and a socket of its own."""
    # Not pytest's tmp_path: the path of a socket may have no more than 107 characters.
    with tempfile.TemporaryDirectory(prefix="backtalk-pulse-") as folder:
        pulse_audio = PulseAudio(Path(folder))
        try:
            pulse_audio.start()
            yield pulse_audio
        finally:
            pulse_audio.kill()
