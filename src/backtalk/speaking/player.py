"""What the loudspeaker plays next: a queue of clips that can fall silent within one block.

Theory of operation
-------------------

*Pulled.* The sound card's callback calls `read(frames)` every 20 ms and plays what it gets: the
next samples of the clip under way, then the next clip's, then silence. Nothing is ever pushed into
the loudspeaker, so silence is only ever one block away. The player mixes nothing (one clip sounds
at a time) and knows no time but its own count of samples, `frames`: a simulated room that pulls
faster than a clock runs gets the same samples.

*Nothing blocks.* `read` runs in a thread that must be back within milliseconds, and `latch` is
called by the reflex, which must not wait for anything. So there is no lock. What threads share is
one attribute that is replaced whole, or one `append` or `popleft` of a deque: CPython does each
atomically. `_current`, the clip under way, is written by `read` alone. What remains is order: a
method that writes two values writes them so that another thread may look in between.

*Eras.* Each latch and each hush takes the next number and begins an era with it; each clip carries
the era in which it was queued. `read` drops clips of earlier eras, the one under way too, so that
no thread has to empty the queue of another. A clip of a *later* era is not old: where two threads
stop at once, the lower number may be written last, and both stop clips still sound.

*Latch numbers.* `release(number)` says which latch it answers. The player is latched while the
latest latch is not the one that was released. So an answer that was on its way when the person said
stop again releases nothing, and a `hush(number)` that belongs to the older stop does not cut off
what is said about the newer one.

*What may sound while latched.* Clips with `safety=True` (the stop clip, the questions about pain,
the alarm), never softer than they were rendered. Everything else is dropped and reported as
dropped, whether it was under way, was queued, or is queued while latched. A release brings nothing
back: what is to sound again must be queued again.

*What a hold keeps.* `hold(frames)` is silence without loss, for a voice over the coach's own of
which it is not known yet whether it says a stop word. The clip under way, its place in it and the
queue stay as they are; afterwards the clip goes on a little before the cut. The count of frames
goes on, too: a clip that waits for its beat may have missed it by then and is dropped by its
`not_after`. A latch or a hush ends the hold at once. A hold that comes after the latch holds safety
clips as well: it does not ask what sounds.

*Cuts.* A clip that is cut fades within 5 ms, and the rest of that block is silent.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from backtalk.ports import BLOCK_FRAMES, Pcm
from backtalk.speaking.clip import Clip, Played
from backtalk.speaking.clip_cursor import ClipCursor

BARGE_IN_FRAMES = 24_000
"""1.5 s of silence when a voice speaks over the coach: time to say a word again, in the clear."""
TAKE_UP_FRAMES = 4800
"""After a hold a clip goes on 0.3 s before the cut, so that no word is lost in it."""


@dataclass
class Player:
    """A pull-based queue of clips with a latch."""

    gain: float = 1.0
    """Linear gain of coaching; clips that carry safety are never played softer than 1.0."""
    frames: int = 0
    """Samples given out so far: the player's clock."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    """The numbers of latches and eras, growing; `next` of it is atomic."""
    _queue: deque[tuple[int, Clip]] = field(default_factory=deque)
    _events: deque[Played] = field(default_factory=deque)
    _era: int = 0
    _latch: int = 0
    _released: int = 0
    _current: ClipCursor | None = None
    _held_until: int = 0
    _holding: bool = False

    def play(self, clip: Clip) -> None:
        """Queue `clip`. While latched, a clip without `safety` is dropped at once."""
        # The era first: a stop between this look and the next makes the clip old, so it is dropped.
        era = self._era
        if self.latched and not clip.safety:
            self._report("dropped", clip, self.frames)
        else:
            self._queue.append((era, clip))

    def latch(self) -> None:
        """Fall silent now, drop everything, and let only safety clips sound until `release`."""
        number = next(self.numbers)
        self._held_until = 0
        # The latch before the era: between the two, a clip that is queued is refused or is old.
        # The other way round it would be of the new era and not refused: it would sound.
        self._latch = number
        self._era = number

    def hush(self, latch: int | None = None) -> None:
        """Fall silent now and drop everything, without latching.

        With `latch`, do nothing if the player was latched again since that one: everything from
        before was dropped then, and what is queued now answers the newer stop.
        """
        # The number before the look: a latch after the look has a higher one, so that its stop
        # clip is not old by what is written here.
        number = next(self.numbers)
        if latch is None or latch == self._latch:
            self._held_until = 0
            self._era = number

    def hold(self, frames: int) -> None:
        """Fall silent for `frames` samples, then take up the clip a little before the cut.

        Nothing is dropped; a latch or a hush ends the hold.
        """
        self._held_until = self.frames + frames

    def release(self, latch: int | None = None) -> None:
        """Let coaching sound again; with `latch`, unless it was latched again since that one."""
        # Not a flag that is cleared: a newer latch in between has another number and holds on.
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
        return current.clip.text if current is not None and current.era >= self._era else ""

    @property
    def sounding(self) -> bool:
        """Whether a clip is under way and to be heard."""
        current = self._current
        return current is not None and current.era >= self._era and not self._holding

    def read(self, frames: int) -> Pcm:
        """Return the next `frames` samples to play. Called by one thread only."""
        out = np.zeros(frames, dtype=np.int16)
        if self.frames < self._held_until:
            self._wait_in_silence(out)
            return out
        # After a hold the clip was faded out already: to fade it again would be heard as a blip.
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
        return era >= self._era and (clip.safety or not self.latched)

    def _fade_if_cut(self, out: Pcm, *, was_silent: bool) -> int:
        current = self._current
        if current is None or self._allowed(current.era, current.clip):
            return 0
        if not was_silent:
            current.fade(out, self._gain_of(current.clip))
        self._report("dropped", current.clip, self.frames)
        self._current = None
        # Silence for the rest of this block, so that the stop clip starts clear of the cut.
        return len(out)

    def _wait_in_silence(self, out: Pcm) -> None:
        current = self._current
        if current is not None and not self._holding:  # the first block of the hold
            current.fade(out, self._gain_of(current.clip))
            current.go_back(TAKE_UP_FRAMES)
        self._holding = True
        self.frames += len(out)

    def _start_next(self, frame: int) -> bool:
        # Only this thread takes from the queue: what is first now is first below.
        while self._queue:
            era, clip = self._queue[0]
            too_late = clip.not_after is not None and frame > clip.not_after
            # Asked again although `play` did: the latch may be younger than the clip.
            if not self._allowed(era, clip) or too_late:
                self._queue.popleft()
                self._report("dropped", clip, frame)
                continue
            if clip.not_before > frame:
                return self._wait_within_block(clip, frame)
            self._queue.popleft()
            self._current = ClipCursor(clip, era)
            self._report("started", clip, frame)
            return True
        return False

    def _wait_within_block(self, clip: Clip, frame: int) -> bool:
        """Start with as much silence as there is to wait, if that is less than a block.

        A count that starts on its beat only to the block would be up to 20 ms late, each time by
        another amount.
        """
        gap = clip.not_before - frame
        if gap >= BLOCK_FRAMES:
            return False
        era, _ = self._queue.popleft()
        silence = np.zeros(gap, dtype=np.int16)
        padded = Clip(np.concatenate([silence, clip.pcm]), clip.text, clip.utterance, clip.safety)
        self._current = ClipCursor(padded, era)
        self._report("started", padded, clip.not_before)
        return True

    def _fill(self, out: Pcm, filled: int) -> int:
        current = self._current
        if current is None:
            return 0
        count = current.fill(out[filled:], self._gain_of(current.clip))
        if current.at_end:
            self._report("finished", current.clip, self.frames + filled + count)
            self._current = None
        return count

    def _gain_of(self, clip: Clip) -> float:
        # Turned down to a whisper, the coach must still be heard when it speaks of a stop.
        return max(1.0, self.gain) if clip.safety else self.gain

    def _report(self, kind: str, clip: Clip, at_frame: int) -> None:
        self._events.append(Played(kind, clip, at_frame))
