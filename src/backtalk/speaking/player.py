"""What the loudspeaker plays next: a queue of clips that can fall silent within one block.

The sound card's callback pulls (`read`), other threads add clips and latch. There is no lock:
every shared value is replaced whole, which CPython does atomically, so `read` never waits. The
player mixes nothing and knows no time but its own count of samples.

Once latched, only clips that say so (`safety=True`) may sound, until `release`.
"""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from backtalk.ports import BLOCK_FRAMES, Pcm

BARGE_IN_FRAMES = 24_000
"""1.5 s of silence when somebody speaks over the coach: time to say a word again, in the clear."""
TAKE_UP_FRAMES = 4800
"""After a hold a clip goes on 0.3 s before the cut, so that no word is lost in it."""
FADE_FRAMES = 80
"""5 ms from full sound to silence: too short to hear as a word, long enough not to click."""


@dataclass(frozen=True)
class Clip:
    """Sound to play, and what it is."""

    pcm: Pcm
    text: str
    """What is said in it; '' for a tone."""
    utterance: int | None = None
    """Reported by `finished` when the clip is over or was dropped; None: not reported."""
    safety: bool = False
    not_before: int = 0
    """Frame of the player's count at which it may start."""
    not_after: int | None = None
    """Frame after which it is no longer worth starting."""


@dataclass(frozen=True)
class Played:
    """A clip that started, was finished, or was dropped."""

    kind: str
    """'started', 'finished' or 'dropped'."""
    clip: Clip
    at_frame: int


@dataclass
class _Current:
    clip: Clip
    era: int
    position: int = 0


@dataclass
class Player:
    """A pull-based queue of clips with a latch."""

    gain: float = 1.0
    """Linear gain of coaching; clips that carry safety are never played softer than 1.0."""
    frames: int = 0
    """Samples given out so far: the player's clock."""
    _queue: deque[tuple[int, Clip]] = field(default_factory=deque)
    _events: deque[Played] = field(default_factory=deque)
    _eras: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _era: int = 0
    _latch: int = 0
    _released: int = 0
    _current: _Current | None = None
    _held_until: int = 0
    _holding: bool = False

    def play(self, clip: Clip) -> None:
        """Queue `clip`. While latched, a clip without `safety` is dropped at once."""
        era = self._era  # before the look at the latch: a stop in between makes the clip old
        if self.latched and not clip.safety:
            self._report("dropped", clip, self.frames)
        else:
            self._queue.append((era, clip))

    def latch(self) -> None:
        """Fall silent now, drop everything, and let only safety clips sound until `release`."""
        era = next(self._eras)
        self._held_until = 0
        self._latch = era
        self._era = era

    def hush(self, latch: int | None = None) -> None:
        """Fall silent now and drop everything, without latching.

        With `latch`, do nothing if the player was latched again since that one: everything from
        before was dropped then, and what is queued now answers the newer stop.
        """
        if latch is None or latch == self._latch:
            self._held_until = 0
            self._era = next(self._eras)

    def hold(self, frames: int) -> None:
        """Fall silent for `frames` samples, then take up the clip a little before the cut.

        Nothing is dropped; a latch or a hush ends the hold.
        """
        self._held_until = self.frames + frames

    def release(self, latch: int | None = None) -> None:
        """Let coaching sound again; with `latch`, unless it was latched again since that one."""
        self._released = self._latch if latch is None else latch

    @property
    def last_latch(self) -> int:
        """The number of the latest latch, for a `release` that answers this one and no other."""
        return self._latch

    @property
    def latched(self) -> bool:
        """Whether only safety clips may sound."""
        return self._latch != self._released

    @property
    def saying(self) -> str:
        """The text of the clip that sounds now; '' when none does."""
        current = self._current
        return current.clip.text if current is not None and current.era == self._era else ""

    @property
    def sounding(self) -> bool:
        """Whether a clip is under way and to be heard."""
        current = self._current
        return current is not None and current.era == self._era and not self._holding

    def read(self, frames: int) -> Pcm:
        """Return the next `frames` samples to play. Called by one thread only."""
        out = np.zeros(frames, dtype=np.int16)
        if self.frames < self._held_until:
            self._wait_in_silence(out)
            return out
        was_silent, self._holding = self._holding, False
        filled = self._fade_if_cut(out, was_silent=was_silent)
        while filled < frames:
            if self._current is None and not self._start_next(self.frames + filled):
                break
            filled += self._fill(out, filled)
        self.frames += frames
        return out

    def events(self) -> list[Played]:
        """Return what started, finished or was dropped since the last call, in order."""
        taken = []
        while self._events:
            taken.append(self._events.popleft())
        return taken

    def _allowed(self, era: int, clip: Clip) -> bool:
        return era == self._era and (clip.safety or not self.latched)

    def _fade_if_cut(self, out: Pcm, *, was_silent: bool) -> int:
        current = self._current
        if current is None or self._allowed(current.era, current.clip):
            return 0
        if not was_silent:
            self._fade(out, current)
        self._report("dropped", current.clip, self.frames)
        self._current = None
        # Silence for the rest of this block, so that the stop clip starts clear of the cut.
        return len(out)

    def _wait_in_silence(self, out: Pcm) -> None:
        current = self._current
        if current is not None and not self._holding:
            self._fade(out, current)
            current.position = max(0, current.position - TAKE_UP_FRAMES)
        self._holding = True
        self.frames += len(out)

    def _fade(self, out: Pcm, current: _Current) -> None:
        rest = current.clip.pcm[current.position : current.position + FADE_FRAMES]
        ramp = np.linspace(1.0, 0.0, len(rest), endpoint=False)
        count = min(len(rest), len(out))
        out[:count] = _scaled(rest, ramp * self._gain_of(current.clip))[:count]

    def _start_next(self, frame: int) -> bool:
        while self._queue:
            era, clip = self._queue[0]
            too_late = clip.not_after is not None and frame > clip.not_after
            if not self._allowed(era, clip) or too_late:
                self._queue.popleft()
                self._report("dropped", clip, frame)
                continue
            if clip.not_before > frame:
                return self._wait_within_block(clip, frame)
            self._queue.popleft()
            self._current = _Current(clip, era)
            self._report("started", clip, frame)
            return True
        return False

    def _wait_within_block(self, clip: Clip, frame: int) -> bool:
        """Start with as much silence as there is to wait, if that is less than a block."""
        gap = clip.not_before - frame
        if gap >= BLOCK_FRAMES:
            return False
        era, _ = self._queue.popleft()
        silence = np.zeros(gap, dtype=np.int16)
        padded = Clip(np.concatenate([silence, clip.pcm]), clip.text, clip.utterance, clip.safety)
        self._current = _Current(padded, era)
        self._report("started", padded, clip.not_before)
        return True

    def _fill(self, out: Pcm, filled: int) -> int:
        current = self._current
        if current is None:
            return 0
        pcm = current.clip.pcm[current.position : current.position + len(out) - filled]
        gain = self._gain_of(current.clip)
        out[filled : filled + len(pcm)] = pcm if gain == 1.0 else _scaled(pcm, gain)
        current.position += len(pcm)
        if current.position >= len(current.clip.pcm):
            self._report("finished", current.clip, self.frames + filled + len(pcm))
            self._current = None
        return len(pcm)

    def _gain_of(self, clip: Clip) -> float:
        return max(1.0, self.gain) if clip.safety else self.gain

    def _report(self, kind: str, clip: Clip, at_frame: int) -> None:
        self._events.append(Played(kind, clip, at_frame))


def _scaled(pcm: Pcm, gain: float | npt.NDArray[np.float64]) -> Pcm:
    scaled: Pcm = np.clip(pcm * gain, -32768, 32767).astype(np.int16)
    return scaled
