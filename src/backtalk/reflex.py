"""The shortest way from a stop word to silence.

Theory of operation: `trip` is called by whichever thread knows of a stop first: the listener's when
a detector is sure, the keyboard's or the web's when a key or a button is pressed. It does three
things, and their order is the promise:

1. latch the player. From the next block on, 20 ms at most, nothing of the coach sounds. This comes
   first because it cannot fail and cannot wait: it replaces three numbers.
2. queue the stop clip. It was rendered before the session began, so the first words after a stop
   need no voice, no session and no decision.
3. post the event. The session answers in its own time; should the inbox be broken, the coach is
   silent all the same, and the error goes to the caller.

It asks for no confirmation, has no debounce, holds no state and no lock: it may be called from any
thread, any number of times, in every state, while latched too. What a stop means is for the session
to say; here every stop is alike.
"""

from __future__ import annotations

from collections.abc import Callable

from backtalk.core.model.events import Command, StopHeard
from backtalk.ports import Pcm
from backtalk.speaking.clip import Clip
from backtalk.speaking.player import Player


class Reflex:
    """Silences the loudspeaker, says the stop clip, and tells the session."""

    def __init__(self, player: Player, stop_clip: Clip, post: Callable[[StopHeard], None]) -> None:
        """`post` takes the event to the session's inbox and must not block."""
        self._player = player
        self._stop_clip = stop_clip
        self._post = post

    def trip(self, command: Command, *, by_key: bool = False) -> None:
        """Stop: silence first, words second.

        Args:
            command: the stop word that was heard or stands for the key.
            by_key: whether a key or a button said it.
        """
        # Read before latching, which silences. A person who says 'pain, pain, pain' would otherwise
        # hear 'Stopped.' three times; but a stop into an answer cuts it and is acknowledged again.
        quiet_and_latched = self._player.latched and not self._player.sounding
        self._player.latch()
        if not quiet_and_latched:
            self._player.play(self._stop_clip)
        self._post(StopHeard(command, by_key))


def stop_clip(pcm: Pcm, text: str) -> Clip:
    """Return the fixed clip that answers a stop: `text`, spoken in `pcm`; it sounds latched."""
    return Clip(pcm, text, safety=True)
