"""The coach's voice, ready before the session: with a progress bar, for those who wait."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import Progress

from backtalk.app import log, wiring
from backtalk.app.context import Context
from backtalk.core.session.setup import SessionSetup
from backtalk.speaking.rendering import RenderedSpeech

_LOG = logging.getLogger(__name__)


@contextmanager
def coach_voice(setup: SessionSetup, context: Context) -> Iterator[RenderedSpeech]:
    """Render all that the session of `setup` is sure to say, and give the voice.

    Raises:
        BacktalkError: the voice cannot speak.
    """
    with wiring.open_voice(context.settings.voice, context.paths) as rendered:
        speech = wiring.speech_of(context.settings, rendered)
        lines = wiring.lines_to_prepare(setup, speech)
        with (
            log.timed(_LOG, f"rendering {len(lines)} lines"),
            Progress(console=context.console, transient=True) as progress,
        ):
            bar = progress.add_task("Preparing the coach's voice", total=None)
            speech.prepare(
                lines, lambda done, total: progress.update(bar, completed=done, total=total)
            )
        if rendered.warning:
            _LOG.warning("rendered speech cannot be kept")
            context.report(rendered.warning)
        yield rendered
