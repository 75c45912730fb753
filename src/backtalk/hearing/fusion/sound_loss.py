"""Whether sound is lost: told to the session once when it goes, and once when it is back."""

from __future__ import annotations

import logging
from collections.abc import Callable

from backtalk.core.model.events import Event, SoundFound, SoundLost

_LOG = logging.getLogger(__name__)


class SoundLoss:
    """Remembers whether the session knows that nothing is heard."""

    def __init__(self, post: Callable[[Event], None]) -> None:
        """`post` takes events to the session's inbox; must not block."""
        self._post = post
        self._is_lost = False

    def begin(self, reason: str) -> None:
        """Note that nothing is heard, for `reason`, which is half a sentence for people."""
        # A broken recogniser raises with every block: it is one loss, not fifty a second.
        if not self._is_lost:
            self._is_lost = True
            _LOG.error("Sound is lost: %s.", reason)
            self._post(SoundLost(reason))

    def end(self) -> None:
        """Note that a live block has passed through everything."""
        if self._is_lost:
            self._is_lost = False
            _LOG.warning("Sound is back.")
            self._post(SoundFound())
