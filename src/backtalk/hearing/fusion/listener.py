"""From microphone blocks to events: the near end, the detectors, the reflex, and a watch over all.

A stop phrase that a detector is sure of goes straight to the reflex, from a partial result if need
be. Everything else waits for a final result that is a command and nothing but a command. What the
coach says itself is nobody's word, unless it is louder than its echo can be. The listener judges
words; what they do is not its business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backtalk.core.model.events import (
    SCORES,
    Command,
    CommandHeard,
    Event,
    NearMiss,
    RoomLevels,
    Situation,
    SoundFound,
    SoundLost,
)
from backtalk.hearing.acoustics.cry import CryWatch
from backtalk.hearing.acoustics.microphone_watchdog import MicrophoneWatchdog
from backtalk.hearing.acoustics.recent_sound import RecentSound
from backtalk.hearing.echo.canceller import EchoCanceller
from backtalk.hearing.echo.near_end import NearEnd
from backtalk.hearing.fusion.pending_results import PendingResults
from backtalk.hearing.fusion.rescoring import Rescorer
from backtalk.hearing.fusion.self_speech import SelfSpeech
from backtalk.hearing.fusion.stop_fusion import RANKS, Claim, Decision, StopFusion
from backtalk.hearing.spotter.spotter import Detection, Spotter
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import RATE_HZ, Heard, Pcm, Recogniser
from backtalk.reflex import Reflex

RECOGNISER, SPOTTER, CRY = "recogniser", "spotter", "cry"
"""The detectors."""


@dataclass(frozen=True)
class Understood:
    """What the listener made of one result, for screens and timelines."""

    at_s: float
    text: str
    command: Command | None
    stop: bool
    final: bool
    detector: str = RECOGNISER
    near_miss: bool = False
    """Whether it only led to the question whether it hurt."""


class Listener:
    """Feeds the detectors and judges what they say. One thread calls `hear`."""

    def __init__(  # noqa: PLR0913  each part is given, none is looked up
        self,
        recogniser: Recogniser | None,
        vocabulary: Vocabulary,
        reflex: Reflex,
        post: Callable[[Event], None],
        *,
        spotter: Spotter | None = None,
        coach_says: Callable[[], str] = lambda: "",
        echo: EchoCanceller | None = None,
        barged_in: Callable[[], None] = lambda: None,
        watch: Callable[[Understood], None] = lambda _: None,
    ) -> None:
        """Set up the listening.

        Args:
            recogniser: the recogniser; None to listen with the spotter alone.
            vocabulary: what words mean.
            reflex: tripped by stop words.
            post: takes events to the session's inbox; must not block.
            spotter: the second detector for the stop class; None for none.
            coach_says: the coach's words of this moment, for rooms in which the microphone
                hears the loudspeaker: a command among them is not the person's.
            echo: takes the coach's voice out of what the microphone hears; None where the
                microphone cannot hear the loudspeaker.
            barged_in: called at once when somebody speaks over the coach.
            watch: told of every result, for screens and timelines.
        """
        self._recogniser = recogniser
        self._rescorer = Rescorer(
            spotter, is_needed=recogniser is not None and recogniser.needs_confirmation
        )
        self._vocabulary = vocabulary
        self._spotter = spotter
        self._reflex = reflex
        self._post = post
        self._talked_over = barged_in
        self._watch = watch
        self._near_end = NearEnd(echo)
        self._self_speech = SelfSpeech(coach_says)
        self._line = MicrophoneWatchdog()
        self._recent = RecentSound()
        self._cry = CryWatch()
        self._stop_fusion = StopFusion()
        self._wanted = Situation.FLOW
        self._acted: Command | None = None
        """The stop that the utterance under way has led to."""
        self._asked = False
        """Whether it has led to a question."""
        self._pending_results = PendingResults(self._rescorer, vocabulary, self._is_own)
        self._frames = 0
        self._lost = ""
        if recogniser is not None:
            recogniser.open_grammar(vocabulary.grammar(Situation.FLOW))

    @property
    def heard_s(self) -> float:
        """Seconds of sound heard so far: the listener's heartbeat."""
        return self._frames / RATE_HZ

    @property
    def level(self) -> float:
        """Root mean square of the last block, 0 to 1, for a screen."""
        return self._line.level

    def open(self, situation: Situation) -> None:
        """Listen for the words of `situation` from the next block on. Any thread may call."""
        self._wanted = situation

    def adopt(self, spotter: Spotter) -> None:
        """Listen with `spotter` from the next block on. Any thread may call."""
        self._spotter = self._rescorer.spotter = spotter

    def room_levels(self) -> RoomLevels:
        """Return how loud voice, room and echo were in the last seconds."""
        return self._recent.levels()

    def last_utterance(self) -> Pcm:
        """Return the sound of the last voice in the last seconds; empty where there was none."""
        return self._recent.utterance()

    def hear(self, block: Pcm, far: Pcm | None = None) -> None:
        """Hear one block; act on what became known by it. Never raises.

        `far` is what the loudspeaker played in the same time; None: it was silent.
        """
        self._frames += len(block)
        moves = self._line.moves(block)
        if self._line.dead:
            self._lose("the microphone gives a flat line")
        try:
            self._listen(block, far)
        except Exception as error:  # noqa: BLE001  an edge: a failed recogniser must become a safe state
            self._lose(f"the recogniser failed ({type(error).__name__})")
            return
        if moves and self._lost:
            self._lost = ""
            self._post(SoundFound())

    def finish(self) -> None:
        """Close the utterance under way and judge it: the end of a recording."""
        for heard in self._recogniser.finish() if self._recogniser is not None else []:
            self._judge(heard)
        self._act(over=True)

    def _listen(self, block: Pcm, far: Pcm | None) -> None:
        cleaned = self._near_end.clean(block, far)
        self._self_speech.listen(self.heard_s)
        self._recent.add(cleaned, block, far)
        if self._near_end.barged_in:
            self._talked_over()
        spotter = self._spotter
        for detection in spotter.feed(cleaned) if spotter is not None else []:
            self._see(detection)
        self._open_wanted()
        for heard in self._recogniser.feed(cleaned) if self._recogniser is not None else []:
            self._judge(heard)
        self._act()
        if self._cry.noticed(cleaned):
            self._ask("", Command.PAIN, CRY, final=False)

    def _open_wanted(self) -> None:
        wanted = self._wanted
        if wanted is not self._pending_results.situation:
            if self._recogniser is not None:
                self._recogniser.open_grammar(self._vocabulary.grammar(wanted))
            self._pending_results.situation = wanted

    def _see(self, detection: Detection) -> None:
        """Act on one sighting of the spotter."""
        command = Command(detection.kind)
        own = any(self._self_speech.contain(p) for p in self._vocabulary.phrases(command))
        if not (own and self._near_end.only_echo):
            self._claim(detection.word, command, SPOTTER, sure=detection.is_sure, final=False)

    def _judge(self, heard: Heard) -> None:
        """Act on one result. An utterance stops once for each meaning, however often revised."""
        stop = self._vocabulary.stop_in(heard.text)
        if not self._is_own(heard.text, stop):
            self._consider(heard, stop)
        if heard.final:
            self._acted, self._asked = None, False

    def _consider(self, heard: Heard, stop: Command | None) -> None:
        """Act on a result that is not the coach's own, or put it off until it is clear."""
        new_stop = stop is not None and (self._acted is None or RANKS[stop] > RANKS[self._acted])
        if new_stop or (stop is None and heard.final):
            acted = None if new_stop else self._acted
            self._pending_results.put_off(heard, stop, acted, self.heard_s)
            self._act()

    def _act(self, *, over: bool = False) -> None:
        """Act on what has become clear; `over`: nothing more will be heard."""
        for settled in self._pending_results.settle(self.heard_s, over=over):
            if settled.stop is not None:
                self._stop(settled.heard, settled.stop, sure=settled.sure)
            elif settled.command is not None:
                self._take(settled.heard, settled.command, settled.after)
            else:
                self._leave(settled.heard)

    def _stop(self, heard: Heard, stop: Command, *, sure: bool) -> None:
        if not sure and self._asked:
            return
        decision = self._claim(heard.text, stop, RECOGNISER, sure=sure, final=heard.final)
        if decision is not Decision.ASK and not heard.final:
            self._acted = stop

    def _leave(self, heard: Heard) -> None:
        if heard.final and heard.text and self._vocabulary.stop_in(heard.text) is None:
            self._watch(Understood(self.heard_s, heard.text, None, stop=False, final=True))

    def _take(self, heard: Heard, command: Command, after: Command | None) -> None:
        # What turns out to be no stop word after all cannot undo the stop it caused; but 'six',
        # taken for 'sick' at first, still answers how bad it is.
        told = command if after is None or command in SCORES else None
        if told is not None:
            self._post(CommandHeard(told))
        known = self._vocabulary.command(heard.text, self._pending_results.situation) is command
        text = heard.text if known else command.value
        self._watch(Understood(self.heard_s, text, told, stop=False, final=True))

    def _claim(
        self, text: str, command: Command, detector: str, *, sure: bool, final: bool
    ) -> Decision:
        """Have the fusion rule and act on it."""
        decision = self._stop_fusion.rule(Claim(detector, command, sure, self.heard_s))
        if decision is Decision.STOP:
            self._reflex.trip(command)
            told = Understood(
                self.heard_s, text, command, stop=True, final=final, detector=detector
            )
            self._watch(told)
        elif decision is Decision.ASK:
            self._ask(text, command, detector, final=final)
        return decision

    def _ask(self, text: str, command: Command, detector: str, *, final: bool) -> None:
        self._asked = self._asked or detector is RECOGNISER
        self._post(NearMiss(None if detector == CRY else command))
        told = Understood(
            self.heard_s, text, command, stop=False, final=final, detector=detector, near_miss=True
        )
        self._watch(told)

    def _is_own(self, text: str, stop: Command | None) -> bool:
        """Whether the coach said `text` itself just now and nobody spoke louder than its echo.

        Where the echo is not known, a command is taken for the coach's and a stop for a stop.
        """
        if not self._self_speech.contain(text):
            return False
        near_end = self._near_end
        return near_end.only_echo if stop is not None else not near_end.louder_than_echo

    def _lose(self, reason: str) -> None:
        if not self._lost:
            self._lost = reason
            self._post(SoundLost(reason))
