"""Stand-ins for the sounds of a home that are no words: cries, coughs, dogs, water and others.

They are built from harmonics, filtered noise and envelopes, with measures drawn from a seed. They
are no recordings: what is counted on them says how a detector takes sounds of this make, not how
often a real cough is misheard.

Each kind comes in two makes, with other parameters and mostly another build. `CHOOSING` is what
thresholds were looked for on; `REPORTING` was not looked at until they stood, and is what the
figures are about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from backtalk.ports import RATE_HZ, Pcm

Wave = npt.NDArray[np.float64]
Chance = np.random.Generator

FULL_SCALE = 32768.0

STRAY_FRAMES = 400

FORMANTS_HZ = {
    "ah": (750.0, 1250.0, 2600.0),
    "eh": (580.0, 1800.0, 2600.0),
    "oh": (480.0, 850.0, 2500.0),
    "ee": (300.0, 2300.0, 3000.0),
    "oo": (330.0, 850.0, 2300.0),
}


class Half(Enum):
    """Which half of the stand-ins."""

    CHOOSING = 1
    REPORTING = 2


def seconds(wave: Wave) -> float:
    return len(wave) / RATE_HZ


def _count(length_s: float) -> int:
    return round(length_s * RATE_HZ)


def _curve(points: Sequence[float], count: int) -> Wave:
    """Return a smooth way through `points`, equally far apart."""
    return np.interp(np.linspace(0, len(points) - 1, count), range(len(points)), points)


def _throat(frequency_hz: npt.NDArray[np.floating[Any]], vowel: str) -> Wave:
    """Return how strongly a mouth shaped like `vowel` passes each frequency."""
    bands = [np.exp(-(((frequency_hz - f) / (0.12 * f + 60)) ** 2)) for f in FORMANTS_HZ[vowel]]
    return np.asarray(0.04 + sum(b / (n + 1) for n, b in enumerate(bands)))


def _voice(
    chance: Chance,
    pitch_hz: Wave,
    vowel: str,
    *,
    jitter: float = 0.01,
    rough: float = 0.0,
    breath: float = 0.05,
) -> Wave:
    """Return a voice at `pitch_hz`: harmonics through a throat, uneven as throats are.

    `jitter` is how far the pitch strays, as a share; `rough` how deep its loudness flutters at 40
    to 90 Hz; `breath` how much noise there is in it.
    """
    count = len(pitch_hz)
    # Some 40 times a second the pitch is drawn afresh.
    knots = np.arange(0, count + STRAY_FRAMES, STRAY_FRAMES)
    strays = np.interp(np.arange(count), knots, chance.normal(0, 1, len(knots)))
    pitch_hz = pitch_hz * (1 + jitter * strays)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    wave = np.zeros(count)
    for harmonic in range(1, 26):
        at_hz = harmonic * pitch_hz
        wave += np.where(at_hz < 7000, _throat(at_hz, vowel) / harmonic**0.7, 0) * np.sin(
            harmonic * phase
        )
    flutter = 1 + rough * np.sin(
        2 * np.pi * np.cumsum(np.full(count, chance.uniform(40, 90))) / RATE_HZ
    )
    return _unit(wave * flutter) + breath * _hiss(chance, count, 1500, 2500)


def _hiss(chance: Chance, count: int, centre_hz: float, width_hz: float) -> Wave:
    """Return noise around `centre_hz`."""
    spectrum = np.fft.rfft(chance.normal(0, 1, count))
    frequency_hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    shape = np.exp(-(((frequency_hz - centre_hz) / width_hz) ** 2)) + 0.01
    return _unit(np.fft.irfft(spectrum * shape, count))


def _whisper(chance: Chance, count: int, vowel: str) -> Wave:
    """Return noise through a throat."""
    spectrum = np.fft.rfft(chance.normal(0, 1, count))
    frequency_hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    return _unit(np.fft.irfft(spectrum * (_throat(frequency_hz, vowel) + 0.1), count))


def _unit(wave: Wave) -> Wave:
    return np.asarray(wave / max(float(np.sqrt(np.mean(np.square(wave)))), 1e-9))


def _swell(count: int, attack_s: float, release_s: float) -> Wave:
    """Return an envelope with soft ends."""
    envelope = np.ones(count)
    attack, release = min(_count(attack_s), count), min(_count(release_s), count)
    envelope[:attack] *= np.linspace(0, 1, attack)
    envelope[count - release :] *= np.linspace(1, 0, release)
    return envelope


def _decay(count: int, time_s: float) -> Wave:
    return np.asarray(np.exp(-np.arange(count) / (time_s * RATE_HZ)))


def _gap(length_s: float) -> Wave:
    return np.zeros(_count(length_s))


# --- What has a throat


def _cry(chance: Chance, half: Half) -> Wave:
    """'Aah!' that falls, with a hard onset; or 'ow', 'ee', rising first, rough and breathy."""
    if half is Half.CHOOSING:
        count, top_hz = _count(chance.uniform(0.45, 1.0)), chance.uniform(420, 800)
        pitch_hz = _curve((0.85 * top_hz, top_hz, 0.95 * top_hz, 0.7 * top_hz), count)
        return _voice(chance, pitch_hz, "ah", jitter=0.01) * _swell(count, 0.03, 0.15)
    count, top_hz = _count(chance.uniform(0.45, 1.2)), chance.uniform(450, 950)
    pitch_hz = _curve((0.6 * top_hz, 0.9 * top_hz, top_hz, 0.85 * top_hz, 0.8 * top_hz), count)
    vowel = str(chance.choice(["oh", "ee", "eh"]))
    return _voice(chance, pitch_hz, vowel, jitter=0.02, rough=0.3, breath=0.15) * _swell(
        count, 0.06, 0.2
    )


def _shout(chance: Chance, half: Half) -> Wave:
    """'Hey!', or a longer 'hello!' in two steps."""
    top_hz = chance.uniform(220, 380)
    breath = 0.3 * _hiss(chance, _count(0.06), 1800, 1500)
    if half is Half.CHOOSING:
        count = _count(chance.uniform(0.25, 0.45))
        pitch_hz = _curve((0.8 * top_hz, top_hz, 0.75 * top_hz), count)
        return np.concatenate([breath, _voice(chance, pitch_hz, "eh") * _swell(count, 0.03, 0.1)])
    first, second = _count(chance.uniform(0.12, 0.2)), _count(chance.uniform(0.3, 0.5))
    low = _voice(chance, _curve((0.7 * top_hz, 0.8 * top_hz), first), "eh")
    high = _voice(chance, _curve((top_hz, 0.9 * top_hz), second), "oh")
    return np.concatenate(
        [breath, low * _swell(first, 0.02, 0.05), high * _swell(second, 0.04, 0.15)]
    )


def _laughter(chance: Chance, half: Half) -> Wave:
    """'Ha ha ha', falling; or 'hee hee', higher and quicker."""
    quick = half is Half.REPORTING
    pitch = chance.uniform(280, 520) if quick else chance.uniform(170, 380)
    pieces = []
    for number in range(int(chance.integers(3, 8))):
        voiced = _count(chance.uniform(0.06, 0.1) if quick else chance.uniform(0.08, 0.13))
        pause = chance.uniform(0.05, 0.09) if quick else chance.uniform(0.07, 0.13)
        at_hz = pitch * (0.96**number)
        vowel = "ee" if quick else "ah"
        tone = _voice(chance, _curve((at_hz, 1.1 * at_hz, 0.9 * at_hz), voiced), vowel, breath=0.2)
        pieces += [
            0.25 * _hiss(chance, _count(pause), 1500, 1500),
            tone * _swell(voiced, 0.02, 0.03),
        ]
    return np.concatenate(pieces)


def _cough(chance: Chance, half: Half) -> Wave:
    """A burst and its decay; or two, with a hoarse voice at the end."""

    def one() -> Wave:
        burst = _count(chance.uniform(0.02, 0.05))
        tail = _count(chance.uniform(0.1, 0.25))
        vowel = "ah" if half is Half.CHOOSING else str(chance.choice(["eh", "oh"]))
        bang = 1.6 * _hiss(chance, burst, chance.uniform(800, 2500), 2000) * _swell(burst, 0.005, 0)
        air = _whisper(chance, tail, vowel) * _decay(tail, chance.uniform(0.05, 0.12))
        if half is Half.CHOOSING and chance.random() < 0.5:
            return np.concatenate([bang, air])
        voiced = _count(chance.uniform(0.05, 0.16))
        low_hz = chance.uniform(110, 280)
        hoarse = _voice(
            chance, _curve((1.2 * low_hz, 0.8 * low_hz), voiced), vowel, jitter=0.06, rough=0.5,
            breath=0.5,
        )  # fmt: skip
        return np.concatenate([bang, air, 0.5 * hoarse * _swell(voiced, 0.02, 0.05)])

    if half is Half.CHOOSING:
        return one()
    return np.concatenate([one(), _gap(chance.uniform(0.08, 0.25)), one()])


def _sneeze(chance: Chance, half: Half) -> Wave:
    """A hiss, half voiced at its end; or 'ah', a gap and 'tshoo'."""
    burst = _count(chance.uniform(0.1, 0.25))
    centre_hz = chance.uniform(2500, 4500)
    hiss = 1.3 * _hiss(chance, burst, centre_hz, 1800) * _swell(burst, 0.01, 0.06)
    end = _count(chance.uniform(0.08, 0.25))
    high_hz = chance.uniform(160, 400)
    voiced = _voice(chance, _curve((high_hz, 0.7 * high_hz), end), "oo", breath=0.4)
    tail = 0.5 * voiced * _swell(end, 0.03, 0.08)
    if half is Half.CHOOSING:
        return np.concatenate([hiss, tail]) if chance.random() < 0.5 else hiss
    start = _count(chance.uniform(0.15, 0.35))
    inward = _voice(chance, _curve((0.8 * high_hz, 1.1 * high_hz), start), "ah", breath=0.8)
    return np.concatenate(
        [0.3 * inward * _swell(start, 0.1, 0.04), _gap(chance.uniform(0.03, 0.15)), hiss, tail]
    )


def _bark(chance: Chance, half: Half) -> Wave:
    """One to three low barks; or a row of a small dog's."""
    small = half is Half.REPORTING
    pieces = []
    for _ in range(int(chance.integers(2, 6) if small else chance.integers(1, 4))):
        count = _count(chance.uniform(0.07, 0.15) if small else chance.uniform(0.1, 0.22))
        top_hz = chance.uniform(500, 950) if small else chance.uniform(250, 550)
        pitch_hz = _curve((0.6 * top_hz, top_hz, 0.55 * top_hz), count)
        tone = _voice(chance, pitch_hz, "ah" if small else "oh", jitter=0.04, rough=0.6, breath=0.4)
        pause = chance.uniform(0.1, 0.3) if small else chance.uniform(0.2, 0.5)
        pieces += [tone * _swell(count, 0.015, 0.05), _gap(pause)]
    return np.concatenate(pieces)


# --- What has none


def _water(chance: Chance, half: Half) -> Wave:
    """A tap that rushes; or one that splashes and bubbles."""
    count = _count(chance.uniform(0.6, 3.0))
    time_s = np.arange(count) / RATE_HZ
    sway = 1 + 0.3 * np.sin(2 * np.pi * chance.uniform(0.5, 3) * time_s + chance.uniform(0, 6))
    if half is Half.CHOOSING:
        return (
            _hiss(chance, count, chance.uniform(2000, 5000), 3000) * sway * _swell(count, 0.1, 0.2)
        )
    wave = 0.5 * _hiss(chance, count, chance.uniform(1000, 3000), 2500) * sway
    for _ in range(int(seconds(wave) * chance.uniform(10, 40))):
        length = _count(chance.uniform(0.01, 0.05))
        at = int(chance.integers(0, max(count - length, 1)))
        low_hz = chance.uniform(400, 1800)
        drop = np.sin(2 * np.pi * np.cumsum(_curve((low_hz, 1.3 * low_hz), length)) / RATE_HZ)
        wave[at : at + length] += chance.uniform(0.5, 2) * drop * _decay(length, 0.01)
    return wave * _swell(count, 0.05, 0.1)


def _vacuum(chance: Chance, half: Half) -> Wave:
    """A motor that spins up under its own noise; the second with a clearer whine."""
    count = _count(chance.uniform(2.0, 4.0))
    whine_hz = chance.uniform(180, 400) if half is Half.CHOOSING else chance.uniform(400, 700)
    pitch_hz = _curve((0.3 * whine_hz, 0.9 * whine_hz, whine_hz, whine_hz, whine_hz), count)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    hum = sum(np.sin(n * phase) / n for n in range(1, 6))
    share = 0.4 if half is Half.CHOOSING else 0.9
    return (_hiss(chance, count, 1200, 2500) + share * _unit(np.asarray(hum))) * _swell(
        count, 0.5, 0.3
    )


def _music(chance: Chance, half: Half) -> Wave:
    """Plucked chords with a beat; or a tune held by one instrument."""
    root_hz = chance.uniform(110, 220) if half is Half.CHOOSING else chance.uniform(220, 440)
    pieces = []
    for _ in range(8):
        count = _count(chance.uniform(0.25, 0.5))
        steps = chance.choice([0, 2, 4, 5, 7, 9, 12], 3 if half is Half.CHOOSING else 1)
        time_s = np.arange(count) / RATE_HZ
        tones = [
            np.sin(2 * np.pi * n * root_hz * 2 ** (step / 12) * time_s) / n
            for step in steps
            for n in range(1, 7)
        ]
        note = _unit(np.sum(tones, axis=0))
        if half is Half.CHOOSING:
            note = note * _decay(count, 0.2)
            note += 0.5 * _hiss(chance, count, 3000, 3000) * _decay(count, 0.03)
        pieces.append(note * _swell(count, 0.01, 0.03))
    return np.concatenate(pieces)


MAKERS: dict[str, Callable[[Chance, Half], Wave]] = {
    "cry": _cry,
    "shout": _shout,
    "laughter": _laughter,
    "cough": _cough,
    "sneeze": _sneeze,
    "bark": _bark,
    "water": _water,
    "vacuum": _vacuum,
    "music": _music,
}

LEVELS_DB = {
    "cry": (-26, -8),
    "shout": (-24, -10),
    "laughter": (-30, -14),
    "cough": (-28, -12),
    "sneeze": (-28, -12),
    "bark": (-30, -10),
    "water": (-40, -24),
    "vacuum": (-36, -22),
    "music": (-40, -24),
}
"""How loud each is at the microphone, below full scale; half of all talk lies above -32."""


def stand_in(kind: str, half: Half, number: int) -> Pcm:
    """Return one sound: the same for the same kind, half and number."""
    chance = np.random.default_rng([sorted(MAKERS).index(kind), half.value, number])
    wave = _unit(MAKERS[kind](chance, half))
    level = 10 ** (chance.uniform(*LEVELS_DB[kind]) / 20) * FULL_SCALE
    pcm: Pcm = np.clip(wave * level, -32768, 32767).astype(np.int16)
    return pcm


def stand_ins(kind: str, half: Half, count: int) -> list[Pcm]:
    return [stand_in(kind, half, number) for number in range(count)]
