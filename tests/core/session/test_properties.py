"""Random sessions: whatever happens, in whatever order and at whatever time, the rules hold.

The examples are the same in every run; raise `max_examples` to search further.
"""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from backtalk.core.dialogue.hearing_check import EVERY_DAY
from backtalk.core.dialogue.questions import BACK_NOW, RED_FLAGS
from backtalk.core.model.effects import CheckEnded, Effect, MeasureRoom
from backtalk.core.model.events import (
    STOP_CLASS,
    Begun,
    Command,
    CommandHeard,
    Doubted,
    Event,
    NearMiss,
    Refused,
    RoomLevels,
    RoomMeasured,
    SoundFound,
    SoundLost,
    SpeechFinished,
    StopHeard,
    Troubled,
    Woken,
)
from backtalk.core.model.records import CheckResult, Record
from backtalk.core.session.machine.states import LATCHED, State
from backtalk.core.session.session import Session
from backtalk.core.session.setup import SessionSetup
from tests.core.driver import Driver
from tests.core.samples import two_exercises
from tests.core.session.rules import Rules

COMMANDS = [command for command in Command if command not in STOP_CLASS]
STOPS = sorted(STOP_CLASS, key=lambda command: command.value)
TRAINING = (State.INTRODUCING, State.MOVING, State.HOLDING, State.SWITCHING, State.RESTING)
ANSWERS = [Command.TWO, Command.FOUR, Command.SEVEN, Command.EASIER, Command.SKIP, Command.CONTINUE]
STEADY = settings(
    derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)

EVENTS = st.one_of(
    st.sampled_from(COMMANDS).map(CommandHeard),
    st.sampled_from([Command.NO, Command.TWO]).map(CommandHeard),
    st.sampled_from(STOPS).map(StopHeard),
    st.integers(0, 12).map(SpeechFinished),
    st.sampled_from([None, *STOPS]).map(NearMiss),
    st.sampled_from([None, Command.CONTINUE, Command.FINISH]).map(Refused),
    st.just(Doubted()),
    st.just(Woken()),
    st.just(SoundLost("gone")),
    st.just(SoundFound()),
    st.just(Troubled("the voice failed")),
)
KEYS = st.sampled_from(COMMANDS).map(lambda command: CommandHeard(command, by_key=True))
GAPS_S = st.one_of(st.just(0.0), st.floats(0.0, 1.0), st.floats(0.0, 200.0))


@settings(STEADY, max_examples=150)
@given(st.lists(st.tuples(EVENTS, GAPS_S), max_size=40))
def test_no_order_of_events_at_any_times_breaks_a_rule(
    happenings: list[tuple[Event, float]],
) -> None:
    session = Session(SessionSetup(two_exercises()))
    rules, now_s = Rules(session), 0.0
    rules.check(Begun(), session.handle(Begun(), now_s), now_s)
    for event, gap_s in happenings:
        now_s += gap_s
        rules.check(event, session.handle(event, now_s), now_s)


@settings(STEADY, max_examples=150)
@given(st.lists(st.tuples(EVENTS, GAPS_S), max_size=60))
def test_no_order_of_events_leads_past_a_question(happenings: list[tuple[Event, float]]) -> None:
    """Whatever happens, nothing is trained before all is answered, nor after a red flag."""
    items = (*RED_FLAGS, BACK_NOW)
    session = Session(SessionSetup(two_exercises(), questions=items))
    rules, now_s = Rules(session), 0.0
    rules.check(Begun(), session.handle(Begun(), now_s), now_s)
    said: dict[str, str] = {}
    for event, gap_s in happenings:
        now_s += gap_s
        effects = session.handle(event, now_s)
        rules.check(event, effects, now_s)
        answers = [dict(e.facts) for e in effects if isinstance(e, Record) and e.kind == "answer"]
        said |= {str(each["question"]): str(each["answer"]) for each in answers}
        flagged = any(said.get(flag.id) == "yes" for flag in RED_FLAGS)
        if flagged or not {item.id for item in items} <= set(said):
            assert session.state not in TRAINING


@settings(STEADY, max_examples=150)
@given(st.lists(st.tuples(st.one_of(EVENTS, KEYS), GAPS_S), max_size=60))
def test_no_order_of_events_leads_past_a_hearing_check(
    happenings: list[tuple[Event, float]],
) -> None:
    """Without a good check nothing is trained but at a key, or where it was left out in words."""
    session = Session(SessionSetup(two_exercises(), check=EVERY_DAY))
    rules, now_s = Rules(session, stop_answers=True), 0.0
    rules.check(Begun(), session.handle(Begun(), now_s), now_s)
    ended: list[CheckResult] = []
    for event, gap_s in happenings:
        now_s += gap_s
        effects = session.handle(event, now_s)
        rules.check(event, effects, now_s)
        if any(isinstance(effect, MeasureRoom) for effect in effects):  # which may end the check
            effects += session.handle(RoomMeasured(RoomLevels(None, -60.0)), now_s)
        results = [effect.result for effect in effects if isinstance(effect, CheckEnded)]
        ended += results
        if CheckResult.FAILED in results:
            assert event == CommandHeard(Command.CONTINUE, by_key=True)
        assert ended or session.state not in TRAINING


class SessionWithAPerson(RuleBasedStateMachine):
    """A session whose cues are really said, and a person who interrupts at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.driver = Driver(two_exercises(), watch=self._check)
        self.watched = Rules(self.driver.session)
        self.driver.begin()

    def _check(self, driver: Driver, event: Event, effects: tuple[Effect, ...]) -> None:
        self.watched.check(event, effects, driver.now_s)

    @rule(command=st.sampled_from(COMMANDS))
    def says(self, command: Command) -> None:
        self.driver.say(command)

    @rule(command=st.sampled_from(ANSWERS))
    def answers(self, command: Command) -> None:
        self.driver.say(command)

    @rule(command=st.sampled_from(STOPS))
    def stops(self, command: Command) -> None:
        self.driver.stop(command)
        assert self.driver.state in {*LATCHED, State.FINISHED}

    @rule(suspected=st.sampled_from([None, *STOPS]))
    def cries(self, suspected: Command | None) -> None:
        self.driver.send(NearMiss(suspected))
        assert self.driver.state not in TRAINING

    @rule(seconds=st.floats(0.0, 90.0))
    def waits(self, seconds: float) -> None:
        self.driver.run(seconds)

    @rule(steps=st.integers(1, 60))
    def follows_the_coach(self, steps: int) -> None:
        for _ in range(steps):
            self.driver.step()

    @rule()
    def loses_the_microphone(self) -> None:
        self.driver.lose_sound()

    @rule()
    def finds_the_microphone(self) -> None:
        self.driver.find_sound()

    @rule()
    def has_trouble_with_the_voice(self) -> None:
        self.driver.send(Troubled("the voice failed"))

    @rule(seconds=st.floats(0.0, 90.0))
    def the_machine_was_busy(self, seconds: float) -> None:
        """Nothing is handled for a while, then everything is late."""
        self.driver.now_s += seconds

    def teardown(self) -> None:
        """Whatever happened, left alone the session comes to an end, or waits for its sound."""
        self.driver.run(4 * 3600.0)
        assert self.driver.state in {State.READY, State.FINISHED}


SessionWithAPerson.TestCase.settings = settings(STEADY, max_examples=100, stateful_step_count=30)
TestSessionWithAPerson = SessionWithAPerson.TestCase
