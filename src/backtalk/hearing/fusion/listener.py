"""From microphone blocks to detections, and to what is done about them.

Theory of operation
-------------------

One thread calls `process` with each block of 20 ms, and with what the loudspeaker played in the
same time (the reference). What happens to a block, in this order:

1. *The watchdog* measures it raw, before anything that may fail: a dead microphone must be noticed
   even while a recogniser is broken, and cleaning may turn a flat line into something that moves.
2. *The near end* takes the coach's voice out. All detectors hear the cleaned block, so that the
   coach cannot stop itself; and the near end knows from then on how loud its echo can have been.
3. *Self speech* notes the words that sound now. It comes before any detector: the word that a
   detector reports with this block may be the coach's own, and is then not the person's, unless
   it was louder than the echo can be.
4. *Recent sound* keeps the block for the hearing check, and *speech-like* notes whether there is a
   voice in it: commands and questions need one, stops do not.
5. *Barge-in*, if the near end notices a voice over the coach: the cue pauses before any word is
   known. It needs no detector, and so it does not wait for one.
6. *The spotter*. Its detections go to the responder at once. It comes before the recogniser,
   because the rescorer asks it for a second look at the recogniser's words: it must have heard as
   much.
7. *The grammar*, if other words are to be open. Any thread may ask for that, but recognisers are
   not thread-safe: so it is done here, in the thread that feeds them, between two blocks.
8. *The recogniser*. A stop phrase anywhere in a result counts, partial or final. Everything else
   waits for a final result that is a command and nothing but a command. Both are put off until
   the rescorer is clear about them (`PendingResults`): at most half a second, and no time at all
   with a recogniser that needs no confirmation.
9. *What has become clear* goes to the responder, in the order in which it was said.
10. *The cry* comes last: it only ever leads to a question, and a stop of the same block must
    reach the session before a question does.

The responder asks the fusion about each stop, trips the reflex, posts events and tells screens.

Two bits of state belong to the recogniser's utterance under way and end with its final result: the
gravest stop it has led to, so that its revisions do not stop again, and whether it has led to a
question. Nothing raised by a detector leaves `process`: it becomes `SoundLost`, once, and
`SoundFound` as soon as a live block passes through everything again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backtalk.core.model.events import Command, Event, RoomLevels
from backtalk.hearing.acoustics.cry import CryDetector
from backtalk.hearing.acoustics.microphone_watchdog import MicrophoneWatchdog
from backtalk.hearing.acoustics.recent_sound import RecentSound
from backtalk.hearing.acoustics.speech_like import SpeechLike
from backtalk.hearing.detection import Detection
from backtalk.hearing.echo.canceller import EchoCanceller
from backtalk.hearing.echo.near_end import NearEnd
from backtalk.hearing.fusion.open_words import OpenWords
from backtalk.hearing.fusion.pending_results import PendingResults
from backtalk.hearing.fusion.rescoring import Rescorer
from backtalk.hearing.fusion.responder import Responder
from backtalk.hearing.fusion.self_speech import SelfSpeech
from backtalk.hearing.fusion.sound_loss import SoundLoss
from backtalk.hearing.fusion.stop_fusion import RANKS, Decision
from backtalk.hearing.fusion.understood import Understood
from backtalk.hearing.spotter.spotter import Spotter
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import RATE_HZ, Heard, Pcm, Recogniser
from backtalk.reflex import Reflex


class Listener:
    """Feeds the detectors and passes on what they say. One thread calls `process`."""

    def __init__(  # noqa: PLR0913  each part is given, none is looked up
        self,
        recogniser: Recogniser | None,
        vocabulary: Vocabulary,
        reflex: Reflex,
        post: Callable[[Event], None],
        *,
        commands: frozenset[Command] = frozenset(),
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
            commands: those whose words are open from the first block on; see `open`.
            spotter: the second detector for the stop class; None for none.
            coach_says: the coach's words of this moment, for rooms in which the microphone
                hears the loudspeaker: a command among them is not the person's.
            echo: takes the coach's voice out of what the microphone hears; None where the
                microphone cannot hear the loudspeaker.
            barged_in: called at once when the person speaks over the coach.
            watch: told of every result, for screens and timelines.
        """
        self._recogniser = recogniser
        self._spotter = spotter
        self._vocabulary = vocabulary
        self._barged_in = barged_in
        self._watchdog = MicrophoneWatchdog()
        self._near_end = NearEnd(echo)
        self._self_speech = SelfSpeech(coach_says)
        self._recent = RecentSound()
        self._cry = CryDetector()
        self._rescorer = Rescorer(
            spotter, is_needed=recogniser is not None and recogniser.needs_confirmation
        )
        self._wanted = OpenWords(vocabulary, commands)
        self._pending = PendingResults(self._rescorer, self._wanted, self._is_own)
        self._speech_like = SpeechLike()
        self._responder = Responder(reflex, post, watch, lambda: self._speech_like.may_be_speech)
        self._acted: Command | None = None
        """The stop that the utterance under way has led to."""
        self._asked = False
        """Whether it has led to a question."""
        self._frames = 0
        self._loss = SoundLoss(post)
        if recogniser is not None:
            recogniser.open_grammar(self._wanted.grammar)

    @property
    def heard_s(self) -> float:
        """Seconds of sound heard so far: the listener's heartbeat."""
        return self._frames / RATE_HZ

    @property
    def level(self) -> float:
        """Root mean square of the last block, 0 to 1, for a screen."""
        return self._watchdog.level

    def open(self, commands: frozenset[Command]) -> None:
        """Listen for the words of `commands` from the next block on. Any thread may call."""
        self._wanted = OpenWords(self._vocabulary, commands)

    def adopt(self, spotter: Spotter) -> None:
        """Listen with `spotter` from the next block on. Any thread may call."""
        self._spotter = self._rescorer.spotter = spotter

    def room_levels(self) -> RoomLevels:
        """Return how loud voice, room and echo were in the last seconds."""
        return self._recent.levels()

    def last_utterance(self) -> Pcm:
        """Return the sound of the last voice in the last seconds; empty where there was none."""
        return self._recent.utterance()

    def process(self, block: Pcm, reference: Pcm | None = None) -> None:
        """Hear one block; act on what became known by it. Never raises.

        `reference` is what the loudspeaker played in the same time; None: it was silent.
        """
        self._frames += len(block)
        moves = self._watchdog.process(block)
        if self._watchdog.dead:
            self._loss.begin("the microphone gives a flat line")
        try:
            self._listen(block, reference)
        except Exception as error:  # noqa: BLE001  an edge: a failed recogniser must become a safe state
            self._loss.begin(f"the recogniser failed ({type(error).__name__})", error)
            return
        if moves:
            self._loss.end()

    def finish(self) -> None:
        """Close the utterance under way and act on it: the end of a recording."""
        for heard in self._recogniser.finish() if self._recogniser is not None else []:
            self._weigh(heard)
        self._settle(over=True)

    def _listen(self, block: Pcm, reference: Pcm | None) -> None:
        cleaned = self._near_end.process(block, reference)
        self._self_speech.process(self.heard_s)
        self._recent.process(cleaned, block, reference)
        self._speech_like.process(cleaned)
        if self._near_end.barged_in:
            self._barged_in()
        # Another thread may hand over another spotter meanwhile: this block has one.
        spotter = self._spotter
        for detection in spotter.process(cleaned) if spotter is not None else []:
            self._pass_on(detection)
        self._open_wanted()
        for heard in self._recogniser.process(cleaned) if self._recogniser is not None else []:
            self._weigh(heard)
        self._settle()
        for detection in self._cry.process(cleaned):
            self._responder.ask(self._now(detection))

    def _open_wanted(self) -> None:
        wanted = self._wanted
        if wanted != self._pending.words:
            if self._recogniser is not None:
                self._recogniser.open_grammar(wanted.grammar)
            # Only now: where the grammar cannot be opened, the next block tries again.
            self._pending.words = wanted

    def _pass_on(self, detection: Detection) -> None:
        """Have a detection of the spotter acted on, unless the coach said it itself."""
        phrases = [p for p, c in self._vocabulary.meanings.items() if c is detection.command]
        # The spotter knows classes, not words: any phrase of the same meaning may be what it saw.
        own = any(self._self_speech.contain(phrase) for phrase in phrases)
        if not (own and self._near_end.only_echo):
            self._responder.respond(self._now(detection))

    def _weigh(self, heard: Heard) -> None:
        """Put one result off until it is clear. An utterance stops once for each meaning."""
        stop = self._vocabulary.stop_in(heard.text)
        if not self._is_own(heard.text, stop):
            self._put_off(heard, stop)
        if heard.final:
            self._acted, self._asked = None, False

    def _put_off(self, heard: Heard, stop: Command | None) -> None:
        # 'Stop' revised to 'stop it' has stopped already; revised to 'stop, it hurts' it is pain.
        new_stop = stop is not None and RANKS[stop] > RANKS.get(self._acted, -1)
        if new_stop or (stop is None and heard.final):
            acted = None if new_stop else self._acted
            self._pending.put_off(heard, stop, acted, self.heard_s)
            # At once: what is clear must not wait for the other results of this block.
            self._settle()

    def _settle(self, *, over: bool = False) -> None:
        """Have what has become clear acted on; `over`: nothing more will be heard."""
        for detection in self._pending.settle(self.heard_s, over=over):
            if self._asked and not detection.sure:
                continue
            decision = self._responder.respond(detection)
            self._asked = self._asked or decision is Decision.ASK
            stops = detection.command in RANKS and decision is not Decision.ASK
            if stops and not detection.final:
                self._acted = detection.command

    def _is_own(self, text: str, stop: Command | None) -> bool:
        """Whether the coach said `text` itself just now and no voice was louder than its echo.

        Where the echo is not known, a command counts as the coach's and a stop as the person's.
        """
        if not self._self_speech.contain(text):
            return False
        near_end = self._near_end
        return near_end.only_echo if stop is not None else not near_end.louder_than_echo

    def _now(self, detection: Detection) -> Detection:
        """Return `detection` in the listener's time: a spotter's began when it was adopted."""
        return replace(detection, at_s=self.heard_s)
