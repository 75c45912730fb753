"""The shortest way from a stop word to silence.

`trip` latches the player first and only then does anything else: the fixed clip, the event for
the session. It asks nobody, confirms nothing, and may be called from any thread, any number of
times.
"""

from __future__ import annotations

from collections.abc import Callable

from backtalk.core.model.events import Command, StopHeard
from backtalk.ports import Pcm
from backtalk.speaking.player import Clip, Player


class Reflex:
    """Silences the loudspeaker, says the stop clip, and tells the session."""

    def __init__(self, player: Player, stop_clip: Clip, post: Callable[[StopHeard], None]) -> None:
        """`post` takes the event to the session's inbox and must not block."""
        self._player = player
        self._stop_clip = stop_clip
        self._post = post

    def trip(self, command: Command, *, by_key: bool = False) -> None:
        """Stop: silence first, words second."""
        quiet_and_latched = self._player.latched and not self._player.sounding
        self._player.latch()
        if not quiet_and_latched:
            self._player.play(self._stop_clip)
        self._post(StopHeard(command, by_key))


def stop_clip(pcm: Pcm, text: str) -> Clip:
    """Return the fixed clip that answers a stop."""
    return Clip(pcm, text, safety=True)
