"""From microphone blocks to events: the near end, the witnesses, the reflex, and a watch over all.

A stop phrase that a witness is sure of goes straight to the reflex, from a partial result if need
be. Everything else waits for a final result that is a command and nothing but a command. What the
coach says itself is nobody's word, unless it is louder than its echo can be. The listener judges
words; what they do is not its business.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from backtalk.core.messages import (
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
from backtalk.hearing.cry import CryWatch
from backtalk.hearing.echo import EchoCanceller
from backtalk.hearing.jury import RANKS, Claim, Jury, Ruling
from backtalk.hearing.line_watch import LineWatch
from backtalk.hearing.near_end import NearEnd
from backtalk.hearing.own_words import OwnWords
from backtalk.hearing.recent_sound import RecentSound
from backtalk.hearing.second_opinion import Opinion, SecondOpinion
from backtalk.hearing.spotter import Sighting, Spotter
from backtalk.language.vocabulary import Vocabulary
from backtalk.ports import RATE_HZ, Ear, Heard, Pcm
from backtalk.reflex import Reflex

RECOGNISER, SPOTTER, CRY = "recogniser", "spotter", "cry"
"""The witnesses."""


@dataclass(frozen=True)
class Understood:
    """What the listener made of one result, for screens and timelines."""

    at_s: float
    text: str
    command: Command | None
    stop: bool
    final: bool
    witness: str = RECOGNISER
    near_miss: bool = False
    """Whether it only led to the question whether it hurt."""


@dataclass(frozen=True)
class Pending:
    """A result of the recogniser that waits for the second opinion."""

    heard: Heard
    stop: Command | None
    """The stop phrase in it; None for a final result without one."""
    until_s: float
    """When waiting is over."""
    acted: Command | None = None
    """The stop that its utterance has led to already."""


class Listener:
    """Feeds the witnesses and judges what they say. One thread calls `hear`."""

    def __init__(  # noqa: PLR0913  each part is given, none is looked up
        self,
        ear: Ear | None,
        vocabulary: Vocabulary,
        reflex: Reflex,
        post: Callable[[Event], None],
        *,
        spotter: Spotter | None = None,
        coach_says: Callable[[], str] = lambda: "",
        echo: EchoCanceller | None = None,
        talked_over: Callable[[], None] = lambda: None,
        watch: Callable[[Understood], None] = lambda _: None,
    ) -> None:
        """Set up the listening.

        Args:
            ear: the recogniser; None to listen with the spotter alone.
            vocabulary: what words mean.
            reflex: tripped by stop words.
            post: takes events to the session's inbox; must not block.
            spotter: the second witness for the stop class; None for none.
            coach_says: the coach's words of this moment, for rooms in which the microphone
                hears the loudspeaker: a command among them is not the person's.
            echo: takes the coach's voice out of what the microphone hears; None where the
                microphone cannot hear the loudspeaker.
            talked_over: called at once when somebody speaks over the coach.
            watch: told of every result, for screens and timelines.
        """
        self._ear = ear
        self._opinion = SecondOpinion(spotter, is_needed=ear is not None and ear.is_doubtful)
        self._vocabulary = vocabulary
        self._spotter = spotter
        self._reflex = reflex
        self._post = post
        self._talked_over = talked_over
        self._watch = watch
        self._near_end = NearEnd(echo)
        self._own_words = OwnWords(coach_says)
        self._line = LineWatch()
        self._recent = RecentSound()
        self._cry = CryWatch()
        self._jury = Jury()
        self._wanted = self._situation = Situation.FLOW
        self._acted: Command | None = None
        """The stop that the utterance under way has led to."""
        self._asked = False
        """Whether it has led to a question."""
        self._pending: deque[Pending] = deque()
        self._frames = 0
        self._lost = ""
        if ear is not None:
            ear.open_grammar(vocabulary.grammar(Situation.FLOW))

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
        self._spotter = self._opinion.spotter = spotter

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
        except Exception as error:  # noqa: BLE001  an edge: a failed ear must become a safe state
            self._lose(f"the recogniser failed ({type(error).__name__})")
            return
        if moves and self._lost:
            self._lost = ""
            self._post(SoundFound())

    def finish(self) -> None:
        """Close the utterance under way and judge it: the end of a recording."""
        for heard in self._ear.finish() if self._ear is not None else []:
            self._judge(heard)
        self._weigh(over=True)

    def _listen(self, block: Pcm, far: Pcm | None) -> None:
        cleaned = self._near_end.clean(block, far)
        self._own_words.listen(self.heard_s)
        self._recent.add(cleaned, block, far)
        if self._near_end.talked_over:
            self._talked_over()
        spotter = self._spotter
        for sighting in spotter.feed(cleaned) if spotter is not None else []:
            self._see(sighting)
        self._open_wanted()
        for heard in self._ear.feed(cleaned) if self._ear is not None else []:
            self._judge(heard)
        self._weigh()
        if self._cry.noticed(cleaned):
            self._ask("", Command.PAIN, CRY, final=False)

    def _open_wanted(self) -> None:
        wanted = self._wanted
        if wanted is not self._situation:
            if self._ear is not None:
                self._ear.open_grammar(self._vocabulary.grammar(wanted))
            self._situation = wanted

    def _see(self, sighting: Sighting) -> None:
        """Act on one sighting of the spotter."""
        command = Command(sighting.kind)
        own = any(self._own_words.contain(p) for p in self._vocabulary.phrases(command))
        if not (own and self._near_end.only_echo):
            self._claim(sighting.word, command, SPOTTER, sure=sighting.is_sure, final=False)

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
            until_s = self.heard_s + self._opinion.patience_s
            self._put_off(Pending(heard, stop, until_s, None if new_stop else self._acted))
            self._weigh()

    def _put_off(self, pending: Pending) -> None:
        """Keep a result for weighing; it replaces what its own utterance was taken for before."""
        if self._pending and not self._pending[-1].heard.final:
            self._pending.pop()
        self._pending.append(pending)

    def _weigh(self, *, over: bool = False) -> None:
        """Weigh each result that waits; `over`: there is nothing more to wait for."""
        for pending in tuple(self._pending):
            if self._is_settled(pending, over=over):
                self._pending.remove(pending)

    def _is_settled(self, pending: Pending, *, over: bool) -> bool:
        """Ask for a second opinion on a result; act, and return True, when it is clear."""
        heard, stop = pending.heard, pending.stop
        opinion = self._opinion_of(heard, stop)
        if stop is not None and opinion is Opinion.CERTAIN:
            self._stop(heard, stop, sure=True)
        elif stop is None and pending.acted is None and (spotted := self._spotted(heard)):
            self._stop(heard, spotted, sure=True)
        elif (command := self._command(heard)) is not None:
            self._take(heard, command, pending.acted)
        elif over or self.heard_s >= pending.until_s:
            self._give_up(heard, stop, opinion)
        else:
            return False
        return True

    def _opinion_of(self, heard: Heard, stop: Command | None) -> Opinion:
        if stop is None:
            return Opinion.UNLIKELY
        asks_score = self._situation is Situation.SCORE
        rivals = [score.value for score in SCORES] if asks_score else ()
        return self._opinion.of_stop(sure=heard.sure, alone=heard.alone, rivals=rivals)

    def _give_up(self, heard: Heard, stop: Command | None, opinion: Opinion) -> None:
        """Leave a result that no second opinion came for; ask where it may have been a stop."""
        # A guess may still turn into another word: it is asked about at its end, and once.
        if opinion is Opinion.POSSIBLE and stop is not None and heard.final and not self._asked:
            self._stop(heard, stop, sure=False)
        elif heard.final and stop is None and heard.text:
            self._watch(Understood(self.heard_s, heard.text, None, stop=False, final=True))

    def _stop(self, heard: Heard, stop: Command, *, sure: bool) -> None:
        ruling = self._claim(heard.text, stop, RECOGNISER, sure=sure, final=heard.final)
        if ruling is not Ruling.ASK and not heard.final:
            self._acted = stop

    def _spotted(self, heard: Heard) -> Command | None:
        """Return the stop that the spotter takes the utterance for, unknown to the recogniser."""
        name = self._opinion.unsuspected_stop(heard)
        if not name or self._spotter is None:
            return None
        command = Command(self._spotter.kinds[name])
        own = any(self._is_own(phrase, command) for phrase in self._vocabulary.phrases(command))
        return None if own else command

    def _command(self, heard: Heard) -> Command | None:
        """Return the command that a final result is, by both opinions; None for none yet."""
        if not heard.final:
            return None
        if not self._opinion.gives_any:
            return self._vocabulary.command(heard.text, self._situation) if heard.sure else None
        phrases = self._vocabulary.grammar(self._situation).commands
        said = self._opinion.command(heard, phrases)
        own = bool(said) and self._is_own(said, None)
        return None if own else self._vocabulary.command(said, self._situation)

    def _take(self, heard: Heard, command: Command, after: Command | None) -> None:
        # What turns out to be no stop word after all cannot undo the stop it caused; but 'six',
        # taken for 'sick' at first, still answers how bad it is.
        told = command if after is None or command in SCORES else None
        if told is not None:
            self._post(CommandHeard(told))
        known = self._vocabulary.command(heard.text, self._situation) is command
        text = heard.text if known else command.value
        self._watch(Understood(self.heard_s, text, told, stop=False, final=True))

    def _claim(
        self, text: str, command: Command, witness: str, *, sure: bool, final: bool
    ) -> Ruling:
        """Have the jury rule and act on it."""
        ruling = self._jury.rule(Claim(witness, command, sure, self.heard_s))
        if ruling is Ruling.STOP:
            self._reflex.trip(command)
            told = Understood(self.heard_s, text, command, stop=True, final=final, witness=witness)
            self._watch(told)
        elif ruling is Ruling.ASK:
            self._ask(text, command, witness, final=final)
        return ruling

    def _ask(self, text: str, command: Command, witness: str, *, final: bool) -> None:
        self._asked = self._asked or witness is RECOGNISER
        self._post(NearMiss())
        told = Understood(
            self.heard_s, text, command, stop=False, final=final, witness=witness, near_miss=True
        )
        self._watch(told)

    def _is_own(self, text: str, stop: Command | None) -> bool:
        """Whether the coach said `text` itself just now and nobody spoke louder than its echo.

        Where the echo is not known, a command is taken for the coach's and a stop for a stop.
        """
        if not self._own_words.contain(text):
            return False
        near_end = self._near_end
        return near_end.only_echo if stop is not None else not near_end.louder_than_echo

    def _lose(self, reason: str) -> None:
        if not self._lost:
            self._lost = reason
            self._post(SoundLost(reason))
