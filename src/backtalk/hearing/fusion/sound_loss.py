"""Whether sound is lost: told to the session once when it goes, and once when it is back."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from backtalk.core.model.events import Event, SoundFound, SoundLost

_LOG = logging.getLogger(__name__)


class SoundLoss:
    """Remembers whether the session knows that nothing is heard."""

    def __init__(self, post: Callable[[Event], None]) -> None:
        """`post` takes events to the session's inbox; must not block."""
        self._post = post
        self._is_lost = False

    def begin(self, reason: str, error: Exception | None = None) -> None:
        """Note that nothing is heard.

        Args:
            reason: half a sentence for people.
            error: what was raised, where something was; where it was goes to the log.
        """
        # A broken recogniser raises with every block: it is one loss, not fifty a second.
        if not self._is_lost:
            self._is_lost = True
            _LOG.error("Sound is lost: %s%s.", reason, _way_to(error))
            self._post(SoundLost(reason))

    def end(self) -> None:
        """Note that a live block has passed through everything."""
        if self._is_lost:
            self._is_lost = False
            _LOG.warning("Sound is back.")
            self._post(SoundFound())


def _way_to(error: Exception | None) -> str:
    """Return the functions that led to `error`: its message may hold words, so it is not logged."""
    if error is None:
        return ""
    calls = traceback.extract_tb(error.__traceback__)
    return ", in " + " > ".join(call.name for call in calls)
