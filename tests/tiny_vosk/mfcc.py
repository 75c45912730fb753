"""Kaldi's MFCC in numpy: dither 0, edges snipped, C0 kept. The settings must match `CONFIG`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from backtalk.ports import RATE_HZ, Pcm

CEPSTRA, MEL_BINS = 20, 30
LOW_HZ, HIGH_HZ = 60.0, 7600.0
WINDOW_FRAMES, HOP_FRAMES, FFT_SIZE = 400, 160, 512
PREEMPHASIS, LIFTER = 0.97, 22

CONFIG = f"""--use-energy=false
--sample-frequency={RATE_HZ}
--num-ceps={CEPSTRA}
--num-mel-bins={MEL_BINS}
--low-freq={LOW_HZ:g}
--high-freq={HIGH_HZ:g}
--dither=0
"""
"""The same settings as a Kaldi option file, conf/mfcc.conf."""

Features = npt.NDArray[np.float32]


def _mel(hertz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    mels: npt.NDArray[np.float64] = 1127.0 * np.log(1.0 + np.asarray(hertz, np.float64) / 700.0)
    return mels


def _povey_window() -> npt.NDArray[np.float64]:
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW_FRAMES) / (WINDOW_FRAMES - 1))
    window: npt.NDArray[np.float64] = hann**0.85
    return window


def _mel_bank() -> npt.NDArray[np.float64]:
    edges = np.linspace(_mel(LOW_HZ), _mel(HIGH_HZ), MEL_BINS + 2)
    mels = _mel(np.arange(FFT_SIZE // 2) * RATE_HZ / FFT_SIZE)[:, None]
    rising = (mels - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - mels) / (edges[2:] - edges[1:-1])
    bank: npt.NDArray[np.float64] = np.maximum(0, np.minimum(rising, falling))
    return bank


def _liftered_dct() -> npt.NDArray[np.float64]:
    angles = np.pi / MEL_BINS * np.outer(np.arange(MEL_BINS) + 0.5, np.arange(CEPSTRA))
    dct = np.sqrt(2 / MEL_BINS) * np.cos(angles)
    dct[:, 0] = np.sqrt(1 / MEL_BINS)
    liftered: npt.NDArray[np.float64] = dct * (
        1 + LIFTER / 2 * np.sin(np.pi * np.arange(CEPSTRA) / LIFTER)
    )
    return liftered


_WINDOW, _BANK, _DCT = _povey_window(), _mel_bank(), _liftered_dct()


def mfcc(pcm: Pcm) -> Features:
    """Return the cepstra of `pcm`, one row for every 10 ms."""
    count = 1 + (len(pcm) - WINDOW_FRAMES) // HOP_FRAMES
    starts = np.arange(count)[:, None] * HOP_FRAMES
    frames = pcm.astype(np.float64)[starts + np.arange(WINDOW_FRAMES)]
    frames -= frames.mean(1, keepdims=True)
    frames -= PREEMPHASIS * np.concatenate([frames[:, :1], frames[:, :-1]], 1)
    power = np.abs(np.fft.rfft(frames * _WINDOW, FFT_SIZE)[:, : FFT_SIZE // 2]) ** 2
    log_mel = np.log(np.maximum(power @ _BANK, np.finfo(np.float32).eps))
    return (log_mel @ _DCT).astype(np.float32)
