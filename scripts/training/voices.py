"""Speakers of several synthesisers: espeak-ng always, the others where they are installed.

Voices belong to folds: what is measured on a fold was never trained on its voices.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from backtalk.ports import RATE_HZ
from training.espeak import ACCENTS, Espeak, Floats, variants

FOLDS = 3
EVERY_FOLD = -1

FLITE = {"slt": (0, 170), "kal": (0, 105), "rms": (1, 95), "kal16": (0, 105), "awb": (2, 130)}
"""Fold and usual pitch in Hz; kal and kal16 are one person."""

FESTIVAL = {"cmu_us_slt_arctic_hts": 0, "kal_diphone": 0, "ked_diphone": 2}
"""slt and kal speak in flite too and keep their folds."""

RHVOICE = {"alan": 1, "clb": 1, "bdl": 2, "slt": 0}
"""Those of its English voices that may be used for everything."""

PICO = {"en-GB": 0, "en-US": 2}

ENGINES = {"espeak": 0.40, "flite": 0.22, "rhvoice": 0.18, "pico": 0.14, "festival": 0.06}
"""Shares of the engines: festival is slow and has few voices."""


Job = tuple[list[str], str]
"""A command and what it reads."""


@dataclass(frozen=True)
class Voice:
    """A synthetic speaker."""

    engine: str
    name: str
    fold: int


def all_voices() -> list[Voice]:
    """Return every voice this machine has."""
    found = [Voice("espeak", name, i % FOLDS) for i, name in enumerate(variants())]
    if shutil.which("flite"):
        found += [Voice("flite", name, fold) for name, (fold, _) in FLITE.items()]
    if shutil.which("festival"):
        found += [Voice("festival", name, fold) for name, fold in FESTIVAL.items()]
    if shutil.which("RHVoice-test"):
        found += [Voice("rhvoice", name, fold) for name, fold in RHVOICE.items()]
    if shutil.which("pico2wave"):
        found += [Voice("pico", name, fold) for name, fold in PICO.items()]
    return found


def pick(voices: list[Voice], rng: np.random.Generator) -> Voice:
    """Return a voice: engines by their shares, those that this machine has."""
    engine = str(rng.choice(list(ENGINES), p=list(ENGINES.values())))
    # A fold without a voice of that engine takes any of its recorded ones: they are the rarer.
    among = [voice for voice in voices if voice.engine == engine]
    among = among or [voice for voice in voices if voice.engine != "espeak"] or voices
    return among[rng.integers(len(among))]


def say_all(
    jobs: list[tuple[Voice, str]], rng: np.random.Generator, slowest: int = 105, fastest: int = 220
) -> list[Floats]:
    """Return every text spoken by its voice, at rates and pitches of its own."""
    espeak = Espeak()
    sounds: dict[int, Floats] = {}
    with tempfile.TemporaryDirectory() as folder:
        script = []
        for i, (voice, text) in enumerate(jobs):
            if voice.engine == "espeak":
                accent = ACCENTS[rng.integers(len(ACCENTS))]
                sounds[i] = espeak.say(
                    text,
                    f"{accent}+{voice.name}" if voice.name else accent,
                    int(rng.integers(slowest, fastest)),
                    int(rng.integers(20, 85)),
                    int(rng.integers(30, 90)),
                )
            elif voice.engine in ONE_BY_ONE:
                file = Path(folder) / "said.wav"
                _run(*ONE_BY_ONE[voice.engine](voice, text, file, rng))
                sounds[i] = _read(file)
            else:
                line = _festival_line(text, f"{folder}/{i}.wav", rng)
                script.append((i, voice.name, line))
        sounds |= _festival(script, Path(folder))
    return [sounds[i] for i in range(len(jobs))]


def _flite(voice: Voice, text: str, file: Path, rng: np.random.Generator) -> Job:
    stretch = rng.uniform(0.8, 1.5)
    pitch_hz = FLITE[voice.name][1] * rng.uniform(0.8, 1.4)
    settings = [f"duration_stretch={stretch:.2f}", f"int_f0_target_mean={pitch_hz:.0f}"]
    changes = [part for setting in settings for part in ("--setf", setting)]
    return ["flite", "-voice", voice.name, *changes, "-t", text, "-o", str(file)], ""


def _rhvoice(voice: Voice, text: str, file: Path, rng: np.random.Generator) -> Job:
    rate, pitch = str(rng.integers(65, 135)), str(rng.integers(75, 130))
    return ["RHVoice-test", "-p", voice.name, "-r", rate, "-t", pitch, "-o", str(file)], text


def _pico(voice: Voice, text: str, file: Path, rng: np.random.Generator) -> Job:
    rate, pitch = rng.integers(65, 140), rng.integers(75, 135)
    marked = f'<pitch level="{pitch}"><speed level="{rate}">{text}</speed></pitch>'
    return ["pico2wave", "-l", voice.name, "-w", str(file), marked], ""


ONE_BY_ONE = {"flite": _flite, "rhvoice": _rhvoice, "pico": _pico}
"""Engines that run once for each text: the command and what it reads."""


def _festival_line(text: str, file: str, rng: np.random.Generator) -> str:
    stretch = f"(Parameter.set 'Duration_Stretch {rng.uniform(0.85, 1.4):.2f})"
    return f'{stretch}(utt.save.wave (SynthText "{text}") "{file}" \'riff)'


def _festival(script: list[tuple[int, str, str]], folder: Path) -> dict[int, Floats]:
    for name in FESTIVAL:
        lines = [line for _, voice, line in script if voice == name]
        if lines:
            file = folder / f"{name}.scm"
            file.write_text("\n".join([f"(voice_{name})", *lines]))
            _run(["festival", "-b", str(file)], "")
    return {i: _read(folder / f"{i}.wav") for i, _, _ in script}


def _run(command: list[str], reads: str) -> None:
    subprocess.run(command, input=reads.encode(), check=True, capture_output=True)  # noqa: S603 - our own texts, no shell


def _read(file: Path) -> Floats:
    sound, rate_hz = soundfile.read(file, dtype="float32")
    return np.asarray(soxr.resample(sound, rate_hz, RATE_HZ), np.float32)
