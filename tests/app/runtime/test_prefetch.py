"""The sentences of a plan to come are ready before they are said."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from backtalk.app.runtime.prefetch import Ahead, last_answers
from backtalk.app.wiring import lines_to_prepare
from backtalk.core.dialogue.hearing_check import EVERY_DAY, FIRST_TIME, ONLY_HERE, advice
from backtalk.core.dialogue.questions import BACK_NOW, BY_ID, Item
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.events import Command, Phrase, RoomLevels
from backtalk.core.model.plan import Plan
from backtalk.core.session.script import lines_of
from backtalk.core.session.setup import SessionSetup
from backtalk.errors import BacktalkError
from backtalk.language import phrasebook
from backtalk.ports import Pcm
from backtalk.speaking.rendering import RenderedSpeech
from backtalk.speaking.speech import Speech
from tests.app.runtime.harness import ToneVoice
from tests.core.driver import Driver
from tests.core.samples import HELD, plan, two_exercises

FEVER, PREGNANT, AGREED = (BY_ID[name] for name in ("fever", "pregnancy", "agreed:pregnancy"))
LIMIT_S = 20.0
DECLINED = "While you are pregnant, these exercises are not for you."


class ToldVoice:
    """A voice of tones that tells when it has rendered something."""

    def __init__(self, unspeakable: str = "") -> None:
        self.rendered: set[str] = set()
        self._voice = ToneVoice()
        self._unspeakable = unspeakable
        self._more = threading.Condition()

    def render(self, text: str, words_per_minute: int) -> Pcm:
        if text == self._unspeakable:
            raise BacktalkError("It cannot be said.", "Say something else.")
        with self._more:
            self.rendered.add(text)
            self._more.notify_all()
        return self._voice.render(text, words_per_minute)

    def close(self) -> None:
        """Nothing to end."""

    def wait_for(self, texts: Collection[str]) -> None:
        with self._more:
            assert self._more.wait_for(lambda: set(texts) <= self.rendered, LIMIT_S), texts


def speech_of(voice: ToldVoice, folder: Path) -> Speech:
    return Speech(RenderedSpeech(voice, folder, "told"), phrasebook.load())


def texts_of(laid: Plan, begin_at: int = 0) -> set[str]:
    return set(phrasebook.load().texts(lines_of(laid, begin_at)))


def fitted(given: Mapping[str, str]) -> Plan:
    """Return a plan of another exercise where the back is not well."""
    return plan(HELD) if given["pain-now"] != "0" else two_exercises()


def asking(*items: Item) -> SessionSetup:
    """Return the setup of a session that asks `items`."""
    return SessionSetup(two_exercises(), questions=items)


def asked(*items: Item) -> Driver:
    """Return a session that has just asked its first question."""
    return Driver(two_exercises(), questions=items, replan=fitted).begin().run(12)


@pytest.mark.parametrize(
    ("items", "given", "after"),
    [
        ((FEVER, BACK_NOW), {}, []),
        ((FEVER,), {}, [{"fever": "no"}, {"fever": "yes"}]),
        ((PREGNANT, AGREED), {}, [{"pregnancy": "no"}]),
        ((FEVER,), {"fever": "no"}, []),
    ],
)
def test_the_last_answers_are_those_that_leave_nothing_to_ask(
    items: tuple[Item, ...], given: Mapping[str, str], after: list[Mapping[str, str]]
) -> None:
    assert list(last_answers(asking(*items), given)) == after


def test_a_score_has_eleven_last_answers() -> None:
    given = {"fever": "no"}
    found = list(last_answers(asking(FEVER, BACK_NOW), given))
    assert [each["pain-now"] for each in found] == [str(score) for score in range(11)]


def test_a_new_plan_is_ready_before_the_answer_that_leads_to_it(tmp_path: Path) -> None:
    voice = ToldVoice()
    driver = asked(FEVER, BACK_NOW)
    ahead = Ahead(speech_of(voice, tmp_path))
    with ahead.running():
        ahead.follow(driver.view)
        driver.say(Command.NO).run(6)
        ahead.follow(driver.view)
        voice.wait_for(texts_of(two_exercises()) | texts_of(plan(HELD)))
    assert driver.view.asking


def test_nothing_is_worked_out_while_more_than_one_question_is_open(tmp_path: Path) -> None:
    voice = ToldVoice()
    driver = asked(FEVER, BACK_NOW)
    ahead = Ahead(speech_of(voice, tmp_path))
    with ahead.running():
        ahead.follow(driver.view)
    assert voice.rendered == set()


def test_why_a_plan_may_be_declined_is_ready_too(tmp_path: Path) -> None:
    voice = ToldVoice()
    adjustment = Adjustment(Change.DECLINED, "pregnancy", DECLINED, "a test")
    declined = Plan(plan(HELD).routine, (), (adjustment,), fitted=True)
    driver = Driver(two_exercises(), questions=(FEVER,), replan=lambda _: declined)
    driver.begin().run(12)
    ahead = Ahead(speech_of(voice, tmp_path))
    with ahead.running():
        ahead.follow(driver.view)
        voice.wait_for({DECLINED})


def test_what_goes_on_in_the_middle_is_rendered_from_there(tmp_path: Path) -> None:
    voice = ToldVoice()
    driver = Driver(
        two_exercises(), questions=(BACK_NOW,), replan=lambda _: two_exercises(), begin_at=3
    )
    driver.begin().run(12)
    ahead = Ahead(speech_of(voice, tmp_path))
    with ahead.running():
        ahead.follow(driver.view)
        voice.wait_for(texts_of(two_exercises(), 3))
    assert not [text for text in voice.rendered if "It takes about" in text]


def test_another_rate_of_speech_is_rendered_before_the_next_cue(tmp_path: Path) -> None:
    voice = ToldVoice()
    speech = speech_of(voice, tmp_path)
    driver = Driver(two_exercises()).begin()
    ahead = Ahead(speech)
    with ahead.running():
        ahead.follow(driver.view)
        speech.change_rate(1)
        ahead.follow(driver.view)
        voice.wait_for(texts_of(two_exercises()))


def test_a_plan_that_stays_as_it_is_is_not_rendered_again(tmp_path: Path) -> None:
    voice = ToldVoice()
    driver = Driver(two_exercises()).begin()
    ahead = Ahead(speech_of(voice, tmp_path))
    with ahead.running():
        ahead.follow(driver.view)
        driver.run(30)
        ahead.follow(driver.view)
    assert voice.rendered == set()


def test_a_sentence_that_cannot_be_rendered_does_not_keep_the_others_from_it(
    tmp_path: Path,
) -> None:
    welcome, *others = phrasebook.load().texts(lines_of(two_exercises()))
    voice = ToldVoice(unspeakable=welcome)
    driver = asked(BACK_NOW)
    ahead = Ahead(speech_of(voice, tmp_path))
    with ahead.running():
        ahead.follow(driver.view)
        voice.wait_for(others)


# ------------------------------------------------------------------ before the session


def test_the_sentences_of_the_check_are_prepared_only_for_a_session_that_has_one(
    tmp_path: Path,
) -> None:
    speech = speech_of(ToldVoice(), tmp_path)
    without = set(lines_to_prepare(SessionSetup(two_exercises()), speech))
    having = set(lines_to_prepare(SessionSetup(two_exercises(), check=FIRST_TIME), speech))
    assert having - without == {Phrase(phrase_id) for phrase_id in ONLY_HERE}
    assert Phrase("check_left_out") in without
    assert {prompt.says for prompt in EVERY_DAY} < having
    assert advice(RoomLevels(None, -60.0)) in having


def test_what_is_asked_is_prepared_with_its_reasons(tmp_path: Path) -> None:
    speech = speech_of(ToldVoice(), tmp_path)
    bar = next(item for name, item in BY_ID.items() if name.startswith("agreed:"))
    said = set(lines_to_prepare(SessionSetup(two_exercises(), questions=(bar,)), speech))
    assert {bar.ask, bar.why} <= said


def test_a_session_that_goes_on_has_its_own_welcome_prepared(tmp_path: Path) -> None:
    speech = speech_of(ToldVoice(), tmp_path)
    texts = {
        speech.text(line)
        for line in lines_to_prepare(SessionSetup(two_exercises(), begin_at=3), speech)
    }
    assert any(text.startswith("Welcome back.") for text in texts)
