"""What is done about a detection: the reflex, a question, a command, or only a line on a screen.

Silence comes first: the reflex is tripped before anything is posted or told. What a command does
is decided by the session.

A command or a question needs a voice to have been heard: a recogniser makes words out of coughs
and running water, too. A stop needs none, whether one detector is sure of it or two suspect it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backtalk.core.model.events import STOP_CLASS, CommandHeard, Event, NearMiss
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.fusion.stop_fusion import Decision, StopFusion
from backtalk.hearing.fusion.understood import Understood
from backtalk.reflex import Reflex


class Responder:
    """Acts on the detections of one stream, in the order of time."""

    def __init__(
        self,
        reflex: Reflex,
        post: Callable[[Event], None],
        watch: Callable[[Understood], None],
        may_be_speech: Callable[[], bool] = lambda: True,
    ) -> None:
        """Set up.

        Args:
            reflex: tripped by a stop.
            post: takes events to the session's inbox; must not block.
            watch: told of everything that was understood.
            may_be_speech: whether a voice was heard just now; asked about commands and questions.
        """
        self._may_be_speech = may_be_speech
        self._reflex = reflex
        self._post = post
        self._watch = watch
        self._stop_fusion = StopFusion()

    def respond(self, detection: Detection) -> Decision:
        """Act on `detection`; return what came of it, NOTHING where it is no stop."""
        command = detection.command
        if command is None or command not in STOP_CLASS:
            self._obey(detection)
            return Decision.NOTHING
        decision = self._stop_fusion.decide(detection)
        if decision is Decision.STOP:
            self._reflex.trip(command)
            self._tell(detection, stop=True)
        elif decision is Decision.ASK:
            if not self._may_be_speech():
                return Decision.NOTHING
            self.ask(detection)
        return decision

    def ask(self, detection: Detection) -> None:
        """Have the session ask whether it hurt, whatever the other detectors say."""
        # A cry has no word: the question must not name one.
        suspected = None if detection.source is Source.CRY else detection.command
        self._post(NearMiss(suspected))
        self._tell(detection, near_miss=True)

    def _obey(self, detection: Detection) -> None:
        """Post a command; of words that are none, or that were no voice's, only tell."""
        if detection.command is not None and self._may_be_speech():
            self._post(CommandHeard(detection.command))
            self._tell(detection)
        else:
            self._tell(replace(detection, command=None))

    def _tell(self, detection: Detection, *, stop: bool = False, near_miss: bool = False) -> None:
        self._watch(
            Understood(
                detection.at_s,
                detection.text,
                detection.command,
                stop=stop,
                final=detection.final,
                source=detection.source,
                near_miss=near_miss,
            )
        )
