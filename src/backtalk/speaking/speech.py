"""Lines to clips: the phrasebook, the rendered speech and the tones behind one door."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from backtalk.core.model.events import Line, Signal
from backtalk.language.phrasebook import Phrasebook
from backtalk.ports import RATE_HZ, Pcm
from backtalk.speaking.clip import Clip
from backtalk.speaking.rendering import RenderedSpeech
from backtalk.speaking.tones import Earcon, sound

WORDS_PER_MINUTE = 150
"""Older listeners follow 150 to 200 words a minute with ease."""
SLOWEST_WPM, FASTEST_WPM = 100, 230
RATE_STEP = 1.15
SENTENCE_GAP_S = 0.25
"""Silence between two sentences of one utterance."""

_GAP = np.zeros(int(SENTENCE_GAP_S * RATE_HZ), dtype=np.int16)


class Speech:
    """Turns what a session wants said into clips, at the present rate of speech."""

    def __init__(
        self,
        rendered: RenderedSpeech,
        phrasebook: Phrasebook,
        words_per_minute: int = WORDS_PER_MINUTE,
    ) -> None:
        self._rendered = rendered
        self._phrasebook = phrasebook
        self.words_per_minute = words_per_minute

    def clips(
        self,
        utterance: int,
        lines: tuple[Line, ...],
        *,
        safety: bool,
        not_before: int,
        not_after: int | None,
    ) -> list[Clip]:
        """Return a clip for each of `lines`; the last one carries `utterance`."""
        texts = self._phrasebook.texts(lines)
        clips = []
        for number, text in enumerate(texts, start=1):
            last = number == len(texts)
            pcm = self.pcm(text)
            clips.append(
                Clip(
                    pcm if last else np.concatenate([pcm, _GAP]),
                    text,
                    utterance if last else None,
                    safety,
                    not_before if number == 1 else 0,
                    not_after if number == 1 else None,
                )
            )
        return clips

    def tone(self, signal: Signal, *, safety: bool, not_before: int = 0) -> Clip:
        """Return the tone for `signal`."""
        return Clip(sound(Earcon[signal.name]), "", None, safety, not_before)

    def pcm(self, text: str) -> Pcm:
        """Return `text` spoken at the present rate."""
        return self._rendered.pcm(text, self.words_per_minute)

    def text(self, line: Line) -> str:
        """Return the sentence for `line`."""
        return self._phrasebook.text(line)

    def phrases_without_gaps(self) -> tuple[str, ...]:
        """Return the ids of all phrases that need no values."""
        book = self._phrasebook
        return tuple(name for name in book.templates if not book.gaps(name))

    def change_rate(self, step: int) -> None:
        """Speak faster (+1) or slower (-1) by one step."""
        rate = self.words_per_minute * RATE_STEP**step
        self.words_per_minute = round(min(FASTEST_WPM, max(SLOWEST_WPM, rate)))

    def prepare(
        self, lines: Iterable[Line], progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Render all of `lines` that are not in the cache; `progress` gets done and total."""
        self._rendered.prepare(self._phrasebook.texts(lines), self.words_per_minute, progress)
