"""The coach's voice, ready before the session: with a progress bar, for those who wait."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import Progress

from backtalk.app import log, wiring
from backtalk.app.context import Context
from backtalk.core.dialogue.interview import Asking
from backtalk.core.model.plan import Plan
from backtalk.speaking.rendering import RenderedSpeech

_LOG = logging.getLogger(__name__)


@contextmanager
def coach_voice(
    plan: Plan,
    context: Context,
    *,
    asking: Asking | None = None,
    check: bool = False,
    begin_at: int = 0,
) -> Iterator[RenderedSpeech]:
    """Render all that the session of `plan` is sure to say, and give the voice.

    Args:
        plan: what is to be trained.
        context: whose voice, and where the progress is shown.
        asking: what is asked; None: nothing.
        check: whether the session begins with the hearing check.
        begin_at: the set to begin with.

    Raises:
        BacktalkError: the voice cannot speak.
    """
    with wiring.open_voice(context.settings.voice, context.paths) as rendered:
        speech = wiring.speech_of(context.settings, rendered)
        lines = wiring.lines_to_prepare(plan, speech, begin_at=begin_at, asking=asking, check=check)
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
