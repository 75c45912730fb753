"""Sound files in, sound files out, read and written by libsndfile at any rate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ, Pcm
from backtalk.speaking.resampling import to_pcm

LONGEST_S = 3600.0
"""A file longer than an hour is not read whole."""


def read(path: Path) -> Pcm:
    """Return the sound of `path` (WAV, FLAC or what else libsndfile reads) as 16 kHz mono.

    Raises:
        BacktalkError: no such file, not sound, empty, or too long.
    """
    remedy = "Use a WAV or FLAC file that contains sound."
    try:
        info = soundfile.info(str(path))
        if info.frames == 0:
            raise BacktalkError(f"The file {path} contains no sound.", remedy)
        if info.duration > LONGEST_S:
            raise BacktalkError(
                f"The file {path} is longer than an hour.", "Split it into shorter files."
            )
        samples, rate_hz = soundfile.read(str(path), dtype="float32", always_2d=True)
    except (OSError, RuntimeError) as error:
        if not path.exists():
            raise BacktalkError(f"There is no file {path}.", remedy) from error
        raise BacktalkError(f"The file {path} cannot be read as sound.", remedy) from error
    mono = samples.mean(axis=1)
    if not np.isfinite(mono).all():
        raise BacktalkError(f"The file {path} contains no usable sound.", remedy)
    return to_pcm(mono, rate_hz)


def write(path: Path, pcm: Pcm) -> None:
    """Write `pcm` to `path` as a WAV file.

    Raises:
        BacktalkError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(str(path), pcm, RATE_HZ, subtype="PCM_16", format="WAV")
    except (OSError, RuntimeError) as error:
        raise BacktalkError(
            f"The file {path} cannot be written.", "Choose another path."
        ) from error
