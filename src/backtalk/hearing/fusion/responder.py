"""What is done about a detection: the reflex, a question, a command, or only a line on a screen.

Silence comes first: the reflex is tripped before anything is posted or told. What a command does
is decided by the session.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backtalk.core.model.events import STOP_CLASS, Command, CommandHeard, Event, NearMiss
from backtalk.hearing.detection import Detection, Source
from backtalk.hearing.fusion.outcome import Outcome
from backtalk.hearing.fusion.stop_fusion import Decision, StopFusion
from backtalk.hearing.fusion.understood import Understood
from backtalk.reflex import Reflex

SAME_COMMAND_S = 1.0
"""The same command again so soon is the same word: in noise pocketsphinx ended one word's utterance
three times within 0.8 s, and what was to be done once would have been done thrice."""


class Responder:
    """Acts on the detections of one stream, in the order of time."""

    def __init__(
        self,
        reflex: Reflex,
        post: Callable[[Event], None],
        watch: Callable[[Understood], None],
        confirm: Callable[[Detection, Decision], bool] = lambda _detection, _unheard: False,
    ) -> None:
        """Set up.

        Args:
            reflex: tripped by a stop.
            post: takes events to the session's inbox; must not block.
            watch: told of everything that was understood.
            confirm: has the second pass asked about a stop that is not beyond doubt, and returns
                whether it will answer; the decision is what it is without an answer.
        """
        self._reflex = reflex
        self._post = post
        self._watch = watch
        self._confirm = confirm
        self._stop_fusion = StopFusion()
        self._obeyed: Command | None = None
        """The last command that was passed on."""
        self._obeyed_at_s = 0.0

    def respond(self, detection: Detection) -> Decision:
        """Act on `detection`; return what the fusion decided, NOTHING where it was not asked."""
        command = detection.command
        if command is None or command not in STOP_CLASS:
            self._obey(detection)
            return Decision.NOTHING
        decision = self._stop_fusion.decide(detection)
        if decision is Decision.CONFIRM and not self._confirm(detection, Decision.STOP):
            decision = Decision.STOP
        elif decision is Decision.ASK and self._confirm(detection, Decision.ASK):
            decision = Decision.CONFIRM
        self._act(detection, decision)
        return decision

    def _obey(self, detection: Detection) -> None:
        """Pass a command on, once; tell what is only words."""
        command = detection.command
        if command is None:
            self._tell(detection)
        elif command is not self._obeyed or detection.at_s - self._obeyed_at_s > SAME_COMMAND_S:
            self._obeyed, self._obeyed_at_s = command, detection.at_s
            self._post(CommandHeard(command))
            self._tell(detection)

    def settle(self, outcome: Outcome) -> None:
        """Act on what the second pass has made of something."""
        detection = outcome.detection
        if outcome.event is not None:
            self._post(outcome.event)
            self._tell(detection)
        elif outcome.decision is Decision.NOTHING or detection.command is None:
            self.respond(detection)
        elif not self._stop_fusion.has_stopped_since(outcome.since_s, detection.command):
            self._act(replace(detection, sure=True, barely=False), outcome.decision)
            if outcome.decision is Decision.STOP:
                # Whoever suspected it may become sure of it yet: that is the same word.
                self._stop_fusion.stopped(replace(detection, source=Source.SECOND_PASS))

    def _act(self, detection: Detection, decision: Decision) -> None:
        if decision is Decision.STOP and detection.command is not None:
            self._reflex.trip(detection.command)
            self._stop_fusion.stopped(detection)
            self._tell(detection, stop=True)
        elif decision is Decision.ASK:
            self.ask(detection)

    def ask(self, detection: Detection) -> None:
        """Have the session ask whether it hurt, whatever the other detectors say."""
        # A cry has no word: the question must not name one.
        suspected = None if detection.source is Source.CRY else detection.command
        self._post(NearMiss(suspected))
        self._tell(detection, near_miss=True)

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
