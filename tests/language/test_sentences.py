"""What people say in whole sentences, and what is understood.

Texts are written as Whisper writes them: capitals, punctuation, digits.
"""

from __future__ import annotations

from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtalk.core.model.events import SCORES, STOP_CLASS, Command
from backtalk.language import vocabulary
from backtalk.language.sentence import Asks, Kind, Sentence
from backtalk.language.sentences import plain_words, understand

VOCABULARY = vocabulary.load()
ASIDE = {Command.WHY, Command.HELP, Command.LOUDER, Command.FINISH}


class State(Enum):
    """Where a session may stand: what the coach waits for, and the commands open then."""

    FLOW = (
        Asks.OTHER,
        frozenset(Command)
        - STOP_CLASS
        - {*SCORES, Command.YES, Command.NO, Command.LEG, Command.FINE},
    )
    SCORE = (Asks.SCORE, frozenset({*SCORES, *ASIDE, Command.LEG, Command.BACK}))
    CHOICE = (
        Asks.CHOICE,
        frozenset({*ASIDE, Command.EASIER, Command.SKIP, Command.CONTINUE, Command.LEG}),
    )
    CONFIRM = (
        Asks.OTHER,
        frozenset({*ASIDE, Command.YES, Command.NO, Command.CONTINUE, Command.BACK}),
    )


FLOW, SCORE, CHOICE, CONFIRM = State
ALL = tuple(State)


SCORE_WITH_NO = frozenset({*SCORES, Command.NO, Command.FINE})


def meaning(text: str, asks: State = FLOW) -> Sentence:
    return understand(text, asks.value[1], asks.value[0])


def command_of(text: str, asks: State = FLOW) -> Command | None:
    found = meaning(text, asks)
    return found.command if found.kind is Kind.COMMAND else None


def score_of(text: str) -> int | None:
    found = meaning(text, SCORE)
    return found.score if found.kind is Kind.SCORE else None


REQUESTS = {
    Command.SKIP: [
        "Can we skip this one, please?",
        "Please skip.",
        "Skip this one.",
        "I said skip.",
        "Please skip this one.",
        "Let's go to the next one.",
        "Let us go to the next one.",
        "Can we move on to the next exercise?",
        "I want to skip this exercise.",
        "Skip, skip.",
        "Okay, next one, please.",
        "Could you skip that one?",
        "Why don't we skip this one?",
        "I'm tired. Skip this one.",
        "I really want to skip this one.",
        "How about we skip this?",
        "Could we skip this exercise, please?",
        "Let me skip this.",
        "Next, please.",
    ],
    Command.PAUSE: [
        "I need a break.",
        "Wait a minute.",
        "Hold on.",
        "Can we take a short break?",
        "Give me a minute.",
        "I need a moment, please.",
        "Let me catch my breath.",
        "Just a second. Wait.",
        "Could we pause for a moment?",
        "Please wait.",
        "I need to rest for a bit.",
        "I could use a break.",
        "One short break, please.",
        "Can you wait a moment, please?",
    ],
    Command.CONTINUE: [
        "Okay, continue.",
        "Let's go on.",
        "Please carry on.",
        "I'm ready to continue.",
        "We can go on now.",
        "Keep going.",
        "I'm fine, go on.",
        "I would like to continue.",
    ],
    Command.REPEAT: [
        "What was that?",
        "Say that again, please.",
        "Repeat that.",
        "Can you repeat that?",
        "One more time.",
        "I didn't catch that.",
        "Sorry, what did you say?",
    ],
    Command.EASIER: [
        "Easier, please.",
        "Can we make it easier, please?",
        "Something easier.",
        "That's too hard for me.",
        "Could you make this one a bit easier?",
        "This is too difficult.",
    ],
    Command.HARDER: ["Make it harder.", "That's too easy.", "I want something harder."],
    Command.SLOWER: ["Slow down, please.", "Can you go a bit slower?", "Not so fast!"],
    Command.FASTER: ["Can you go faster?", "Speed up."],
    Command.MORE_REST: ["I need more rest.", "Can I have more time?", "A longer break, please."],
    Command.FINISH: [
        "I want to finish now.",
        "Let's finish.",
        "That's enough for today.",
        "End the session.",
    ],
    Command.BACK: ["Go back.", "Back to the last one.", "Can we go back to the previous exercise?"],
    Command.DONE: ["I'm done.", "Done!", "I'm done with this one."],
    Command.START: ["I'm ready to start.", "Let's begin.", "Start the session, please."],
    Command.WHAT_NOW: [
        "How do I do it?",
        "How do I do this exercise?",
        "What am I supposed to do?",
        "What should I do now?",
        "Explain it to me, please.",
        "How does this one work?",
        "Can you show me how it works?",
        "What do I do?",
        "I don't know what to do.",
        "What do I need to do?",
        "How do I start this?",
    ],
    Command.HOW_LONG: ["How long is it?", "How much longer?", "How long do I have to hold it?"],
    Command.HOW_MANY: ["How many are left?", "How many more sets?"],
    Command.WHAT_NEXT: ["What's next?", "What comes next?", "What is the next exercise?"],
    Command.WHY: ["Why are we doing this?", "What is this good for?"],
    Command.HELP: ["What can I say?", "I need help.", "Help me, please."],
    Command.LOUDER: ["I can't hear you.", "Speak up, please.", "Can you turn it up a bit?"],
    Command.QUIETER: ["You're too loud.", "Turn it down, please.", "Not so loud."],
}


@pytest.mark.parametrize(
    ("text", "command"), [(text, command) for command, said in REQUESTS.items() for text in said]
)
def test_a_polite_sentence_is_the_command_it_asks_for(text: str, command: Command) -> None:
    assert command_of(text) is command


@pytest.mark.parametrize("state", ALL)
def test_every_phrase_of_the_vocabulary_is_itself(state: State) -> None:
    open_now = state.value[1]
    wrong = {
        phrase: meaning(phrase, state)
        for phrase, command in VOCABULARY.meanings.items()
        if command in open_now and not says(meaning(phrase, state), command)
    }
    assert wrong == {}


def says(found: Sentence, command: Command) -> bool:
    if command in SCORES:
        return found == Sentence(Kind.SCORE, score=SCORES.index(command))
    return found.kind is Kind.COMMAND and found.command is command


REFUSED = {
    "I can't go on.": Command.CONTINUE,
    "I cannot continue.": Command.CONTINUE,
    "I can not go on": Command.CONTINUE,
    "Don't continue.": Command.CONTINUE,
    "Do not go on!": Command.CONTINUE,
    "Do not continue.": Command.CONTINUE,
    "I don't want to continue.": Command.CONTINUE,
    "I won't go on.": Command.CONTINUE,
    "I do not think I can go on.": Command.CONTINUE,
    "Never continue.": Command.CONTINUE,
    "We can't carry on.": Command.CONTINUE,
    "I'm not ready to continue.": Command.CONTINUE,
    "Please don't go on yet.": Command.CONTINUE,
    "Don't skip.": Command.SKIP,
    "Don't skip this one, please.": Command.SKIP,
    "I don't want to skip it.": Command.SKIP,
    "No skip.": Command.SKIP,
    "Please do not skip that.": Command.SKIP,
    "Not the next one.": Command.SKIP,
    "Not easier.": Command.EASIER,
    "I don't need it easier.": Command.EASIER,
    "Don't make it harder.": Command.HARDER,
    "Don't pause.": Command.PAUSE,
    "I'm not done.": Command.DONE,
    "I'm not finished with it.": Command.DONE,
    "Don't finish.": Command.FINISH,
    "I don't want to finish now.": Command.FINISH,
    "Don't repeat that.": Command.REPEAT,
    "Not slower.": Command.SLOWER,
    "Don't start.": Command.START,
    "No more rest.": Command.MORE_REST,
    "I don't actually want to skip.": Command.SKIP,
    "Don't you go on!": Command.CONTINUE,
    "I hardly can go on.": Command.CONTINUE,
    "I simply can't carry on.": Command.CONTINUE,
    "Nobody said continue.": Command.CONTINUE,
    "I can no longer continue.": Command.CONTINUE,
    "Can't continue.": Command.CONTINUE,
    "There's no way I can go on.": Command.CONTINUE,
    "I never said skip.": Command.SKIP,
}


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused_is_never_done(text: str, asks: State) -> None:
    found = meaning(text, asks)
    assert found.kind in (Kind.REFUSAL, Kind.DOUBT) or found.command is Command.NO


@pytest.mark.parametrize("text", REFUSED)
def test_a_refusal_says_what_is_not_wanted(text: str) -> None:
    assert meaning(text).command in (REFUSED[text], None)


@pytest.mark.parametrize(
    "text",
    [
        "Don't stop.",
        "Do not stop!",
        "I don't want to stop.",
        "We don't need to stop.",
        "Please don't stop now.",
        "Never stop.",
    ],
)
def test_a_refusal_to_stop_is_no_stop(text: str) -> None:
    assert meaning(text) == Sentence(Kind.REFUSAL, Command.STOP)


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "Not yet.",
        "Hang on.",
        "One moment.",
        "Not now.",
        "I can't.",
        "I'd rather not.",
        "No more.",
        "I can't do this.",
        "Hang on a second.",
        "I'm not ready.",
    ],
)
def test_who_asks_for_time_moves_nothing(text: str, asks: State) -> None:
    assert meaning(text, asks) == Sentence(Kind.REFUSAL)


@pytest.mark.parametrize("asks", [SCORE, CHOICE, CONFIRM])
def test_hold_on_after_a_stop_moves_nothing(asks: State) -> None:
    assert meaning("Hold on.", asks) == Sentence(Kind.REFUSAL)


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "I don't know.",
        "I do not know",
        "I dunno.",
        "Maybe.",
        "Not sure.",
        "I'm not sure.",
        "I am not so sure.",
        "Perhaps.",
        "No idea.",
        "I have no idea.",
        "I don't think so.",
        "Not really.",
        "A bit.",
        "Hard to say.",
        "It depends.",
        "Kind of.",
        "I don't remember.",
        "I can't say.",
        "Maybe yes, maybe no.",
        "Yes and no.",
        "I guess so.",
        "Well, I'm not quite sure.",
        "Maybe skip.",
        "I don't know, maybe continue.",
        "Should I continue?",
        "Do I have to go on?",
        "What do you mean?",
        "Is it over?",
    ],
)
def test_a_doubt_is_never_an_answer(text: str, asks: State) -> None:
    assert meaning(text, asks).kind is Kind.DOUBT


SCORES_SAID = {
    "Six.": 6,
    "6": 6,
    "6 6": 6,
    "It's a six.": 6,
    "A four, I think.": 4,
    "Seven, I guess.": 7,
    "Kind of a four.": 4,
    "Maybe three, maybe four.": 4,
    "Six, oh sorry, seven.": 7,
    "No pain in my back.": 0,
    "No pain, really.": 0,
    "There is none.": 0,
    "Zero, no pain.": 0,
    "Five, no pain in my leg.": 5,
    "Four and a half.": 5,
    "nine no no five": 5,
    "Eight, sorry, five.": 5,
    "About five.": 5,
    "I would say seven.": 7,
    "3 or 4": 4,
    "Three or four.": 4,
    "Three, four.": 4,
    "Between 3 and 4.": 4,
    "3-4": 4,
    "3O 4": 4,
    "3 all 4": 4,
    "Three or for": 4,
    "four or three": 4,
    "3.5": 4,
    "Three point five.": 4,
    "Three and a half": 4,
    "5, no, 6.": 6,
    "Five, no, six.": 6,
    "six no five": 5,
    "Five. Sorry, six.": 6,
    "Five, I mean six.": 6,
    "Five, wait, six.": 6,
    "No, six.": 6,
    "Not five, six.": 6,
    "Six, not five.": 6,
    "Make that seven.": 7,
    "Six out of ten.": 6,
    "6/10": 6,
    "Ten out of ten.": 10,
    "On a scale from zero to ten, a six.": 6,
    "I don't know, three or four.": 4,
    "It hurts like an 8.": 8,
    "Pain level four.": 4,
    "Zero.": 0,
    "0": 0,
    "None.": 0,
    "Nothing.": 0,
    "No pain.": 0,
    "Zero pain.": 0,
    "No pain at all.": 0,
    "There's no pain.": 0,
    "I have no pain now.": 0,
    "Nothing at all.": 0,
    "I feel nothing.": 0,
    "Nothing more than a two.": 2,
    "For.": 4,
    "To": 2,
    "Just one.": 1,
    "It was a one.": 1,
}


@pytest.mark.parametrize(("text", "score"), SCORES_SAID.items())
def test_a_score_is_the_number_that_was_meant_in_the_end(text: str, score: int | None) -> None:
    assert score_of(text) == score


@pytest.mark.parametrize(
    "text",
    [
        "Eleven.",
        "11",
        "Twenty.",
        "100",
        "Minus one.",
        "More than five.",
        "Maybe a four.",
        "Is it a six?",
        "Not five.",
        "Five, no.",
        "34",
        "A thousand.",
    ],
)
def test_a_number_that_is_no_clear_score_is_asked_for_again(text: str) -> None:
    assert meaning(text, SCORE).kind is Kind.DOUBT


@pytest.mark.parametrize(
    "text", ["This one.", "Ten minutes ago.", "The last one.", "For my mother.", "No one."]
)
def test_numbers_of_other_things_are_no_scores(text: str) -> None:
    assert score_of(text) is None


@pytest.mark.parametrize("text", ["Three or four.", "None.", "Nothing.", "6", "Eleven."])
@pytest.mark.parametrize("asks", [FLOW, CHOICE])
def test_numbers_mean_nothing_where_none_is_asked_for(text: str, asks: State) -> None:
    found = meaning(text, asks)
    assert found.score is None
    assert found.kind is not Kind.COMMAND


def test_a_number_may_say_where_it_hurts() -> None:
    assert meaning("Six, in my knee.", SCORE) == Sentence(Kind.SCORE, score=6, place="knee")


PAINS = {
    "It hurts.": "",
    "It's hurting.": "",
    "It is painful.": "",
    "It's painful!": "",
    "Painful.": "",
    "Ow, ow, ow!": "",
    "Ouch!": "",
    "That was too much.": "",
    "This is too much for me.": "",
    "That hurt.": "",
    "It really hurts.": "",
    "No, it hurts.": "",
    "no it hurts": "",
    "No that hurts": "",
    "No, pain!": "",
    "My knee hurts.": "knee",
    "My left knee is hurting.": "knee",
    "My leg hurts.": "leg",
    "My back hurts.": "back",
    "My lower back hurts a lot.": "back",
    "My back's killing me.": "back",
    "There's a pain in my shoulder.": "shoulder",
    "I have a cramp in my calf.": "calf",
    "I pulled my hamstring.": "thigh",
    "Something popped in my back.": "back",
    "My neck is sore.": "neck",
    "My hip doesn't feel right.": "hip",
    "My stomach hurts.": "stomach",
    "It hurts here.": "",
    "Where does it hurt?": "",
    "I can't, it hurts.": "",
    "I can't do this, my back hurts.": "back",
    "I don't know, it hurts.": "",
    "Maybe it hurts a bit.": "",
    "It doesn't hurt here, but my knee hurts.": "knee",
    "I can't stand the pain.": "",
    "My back just locked up.": "back",
    "It's too much.": "",
    "My wrist aches.": "wrist",
    "Stop, my knee hurts!": "knee",
    "It burns.": "",
    "Ah, my back!": "back",
    "Something is wrong with my back.": "back",
    "Way too much.": "",
    "No, no, it hurts.": "",
    "I don't want to, it hurts.": "",
    "Okay, that hurts now. Continue.": "",
}


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize(("text", "place"), PAINS.items())
def test_a_complaint_is_pain_and_keeps_its_place(text: str, place: str, asks: State) -> None:
    assert meaning(text, asks) == Sentence(Kind.PAIN, place=place)


@pytest.mark.parametrize("asks", [SCORE, CHOICE])
@pytest.mark.parametrize("text", ["My knee.", "It's in my knee.", "Just my left knee."])
def test_a_place_alone_is_pain_where_pain_is_the_subject(text: str, asks: State) -> None:
    assert meaning(text, asks) == Sentence(Kind.PAIN, place="knee")
    assert meaning(text, FLOW) == Sentence(Kind.NOTHING)


@pytest.mark.parametrize("asks", [FLOW, CHOICE, CONFIRM])
@pytest.mark.parametrize(
    "text",
    [
        "It does not hurt.",
        "It doesn't hurt.",
        "No, it does not hurt.",
        "no it doesn't hurt",
        "It doesn't hurt at all.",
        "It didn't hurt.",
        "It isn't painful.",
        "That's not painful.",
        "No pain.",
        "I have no pain.",
        "I don't have any pain.",
        "Nothing hurts.",
        "It no longer hurts.",
        "It doesn't hurt any more.",
        "The pain is gone.",
        "It's not hurting.",
        "That wasn't too much.",
        "My knee doesn't hurt.",
        "Without pain.",
        "I am fine.",
        "I'm fine.",
        "I'm okay.",
        "No, I'm all right.",
        "False alarm.",
        "That was a false alarm.",
        "Everything's fine.",
        "It was nothing.",
        "Never mind.",
        "I was just joking.",
        "I feel fine.",
    ],
)
def test_what_does_not_hurt_is_no_pain(text: str, asks: State) -> None:
    assert meaning(text, asks).kind is Kind.NOT_PAIN


@pytest.mark.parametrize(
    "text", ["It does not hurt.", "I am fine.", "False alarm.", "No.", "None.", "Zero.", "No, no."]
)
def test_a_false_pain_is_taken_back_where_its_score_is_asked(text: str) -> None:
    found = meaning(text, SCORE)
    assert found.kind is Kind.NOT_PAIN or found.score == 0


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "Please stop.",
        "Stop, please.",
        "Okay, stop.",
        "No, no, stop!",
        "no no stop",
        "No stop!",
        "Stop. Stop.",
        "I want to stop.",
        "I want to stop now.",
        "Stop it!",
        "Can we stop?",
        "Can't you stop?",
        "Won't you stop!",
        "I can't go on, stop!",
        "Don't! Stop!",
        "Halt!",
        "That's enough.",
        "I said stop.",
        "Yes, stop.",
        "Maybe we should stop.",
        "I don't know, stop.",
    ],
)
def test_a_stop_is_a_stop_wherever_it_stands(text: str, asks: State) -> None:
    assert command_of(text, asks) is Command.STOP


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "I feel dizzy.",
        "I feel sick.",
        "I'm getting dizzy.",
        "I feel a bit dizzy, it hurts.",
        "I think I'm going to be sick.",
        "I can't breathe.",
        "I don't feel well.",
        "I'm not feeling well.",
        "The room is spinning.",
        "I'm light-headed.",
        "My chest hurts.",
        "Dizzy.",
        "No, I'm dizzy.",
        "Sick.",
    ],
)
def test_who_is_unwell_is_heard_everywhere(text: str, asks: State) -> None:
    assert command_of(text, asks) is Command.UNWELL


@pytest.mark.parametrize("text", ["I'm not dizzy.", "I don't feel sick.", "I am not sick."])
def test_who_is_not_unwell_is_not(text: str) -> None:
    assert meaning(text) == Sentence(Kind.REFUSAL, Command.UNWELL)


@pytest.mark.parametrize(
    "text",
    [
        "My leg feels numb.",
        "It goes down my leg.",
        "I can't feel my foot.",
        "My legs are weak.",
        "I have pins and needles.",
        "There's a tingling in my toes.",
        "It shoots down into my leg.",
        "Numb.",
    ],
)
def test_nerves_are_a_leg_where_it_is_asked_and_a_pain_elsewhere(text: str) -> None:
    assert command_of(text, SCORE) is Command.LEG
    assert command_of(text, CHOICE) is Command.LEG
    assert meaning(text, FLOW) == Sentence(Kind.PAIN, place="leg")


def test_a_leg_that_is_not_numb_is_none() -> None:
    assert command_of("My leg is not numb.", SCORE) is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Yes.", Command.YES),
        ("Yes, please.", Command.YES),
        ("Yeah.", Command.YES),
        ("Yes, it is.", Command.YES),
        ("Yes, I do.", Command.YES),
        ("Of course.", Command.YES),
        ("No, I mean yes.", Command.YES),
        ("no i mean yes", Command.YES),
        ("No, sorry, I meant yes.", Command.YES),
        ("Yes. No wait. No.", Command.NO),
        ("No, wait, yes.", Command.YES),
        ("No, actually yes.", Command.YES),
        ("Sorry, I meant yes.", Command.YES),
        ("Yes, I mean no.", Command.NO),
        ("No.", Command.NO),
        ("No, thank you.", Command.NO),
        ("No, thanks.", Command.NO),
        ("Nope.", Command.NO),
        ("No, I don't.", Command.NO),
        ("Not at all.", Command.NO),
        ("None of those.", Command.NO),
        ("No, continue.", Command.NO),
        ("Please finish.", Command.FINISH),
    ],
)
def test_a_question_is_answered_by_what_was_meant_in_the_end(text: str, command: Command) -> None:
    assert command_of(text, CONFIRM) is command


@pytest.mark.parametrize("text", ["Yes no.", "No yes.", "Yes, I don't know.", "Yes or no?"])
def test_yes_and_no_at_once_are_asked_again(text: str) -> None:
    assert meaning(text, CONFIRM).kind is Kind.DOUBT


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "(water running)",
        "[music]",
        "you",
        "What's up?",
        "I'll tell him you called.",
        "I'm very busy.",
        "He said that we skip school tomorrow.",
        "I left the phone in the kitchen.",
        "She continued her journey.",
        "Let's skip the dinner and meet later at my place.",
        "I give up.",
        "The bus stop is over there.",
        "I'm sick of this weather.",
        "Where did you put the pain killers?",
        "Thank you.",
    ],
)
def test_talk_to_others_means_nothing(text: str, asks: State) -> None:
    assert meaning(text, asks).kind in (Kind.NOTHING, Kind.DOUBT)


@pytest.mark.parametrize("text", ["Yes.", "Skip this one.", "Two."])
def test_what_is_not_open_is_not_done(text: str) -> None:
    assert understand(text, frozenset()).kind is Kind.NOTHING


@pytest.mark.parametrize("text", ["Skip. Continue.", "Easier. Harder."])
def test_two_requests_at_once_are_none(text: str) -> None:
    assert command_of(text) is None


@pytest.mark.parametrize(
    ("text", "command"),
    [("Skip, I mean back.", Command.BACK), ("Easier. No wait, harder.", Command.HARDER)],
)
def test_a_corrected_request_is_the_last_one(text: str, command: Command) -> None:
    assert command_of(text) is command


def test_curly_apostrophes_are_apostrophes() -> None:
    assert meaning("I can\u2019t go on.") == Sentence(Kind.REFUSAL, Command.CONTINUE)


@pytest.mark.parametrize(
    ("text", "count"),
    [("Stop. Stop.", 1), ("6 6", 1), ("Go on.", 2), ("I can't go on.", 5), ("(yawn)", 0)],
)
def test_a_sentence_has_more_words_than_a_phrase(text: str, count: int) -> None:
    assert len(plain_words(text)) == count


PLAIN_COMMANDS = [
    phrase
    for phrase, command in VOCABULARY.meanings.items()
    if command not in STOP_CLASS | {*SCORES, Command.YES, Command.NO, Command.LEG}
]
STOPS = {p: c for p, c in VOCABULARY.meanings.items() if c in STOP_CLASS}


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize(
    "frame",
    [
        "I can't {}.",
        "I cannot {}.",
        "Don't {}!",
        "Do not {}, please.",
        "I don't want to {}.",
        "I don't want {}.",
        "Never {}.",
        "No {}.",
        "Not {}.",
        "I won't {}.",
        "We shouldn't {} now.",
        "Please don't {}.",
        "I don't think we should {}.",
        "I'm not going to {}.",
        "I didn't say {}.",
        "No, don't {}.",
        "No no, not {}.",
        "I do not really want to {} now.",
        "I can't. {}? No.",
    ],
)
def test_no_command_behind_a_not_is_ever_done(frame: str, asks: State) -> None:
    done = {
        text: found
        for text in (frame.format(phrase) for phrase in PLAIN_COMMANDS)
        if (found := command_of(text, asks)) not in (None, Command.NO)
    }
    assert done == {}


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize(
    "frame",
    [
        "Maybe {}.",
        "I'm not sure, {}.",
        "I don't know, {}.",
        "Should I {}?",
        "Perhaps {}?",
        "{}, maybe.",
        "Not sure. {}.",
        "Shall we {}?",
        "Do I have to {}?",
    ],
)
def test_no_command_beside_a_doubt_is_ever_done(frame: str, asks: State) -> None:
    phrases = [*PLAIN_COMMANDS, "yes", "no"]
    done = {
        text: found
        for text in (frame.format(phrase) for phrase in phrases)
        if (found := command_of(text, asks)) is not None
    }
    assert done == {}


@pytest.mark.parametrize("asks", ALL)
@pytest.mark.parametrize(
    "frame",
    ["{}!", "Please, {}!", "No, {}!", "No, no, {}!", "I can't, {}!", "Okay, {}.", "{}, {}, {}!"],
)
def test_every_stop_word_is_heard_in_a_sentence(frame: str, asks: State) -> None:
    for phrase, command in STOPS.items():
        found = meaning(frame.format(phrase, phrase, phrase), asks)
        meant = Command.PAIN if found.kind is Kind.PAIN else found.command
        assert meant is command, (phrase, found)


WORDS_SAID = " ".join([*VOCABULARY.meanings, *REFUSED, *SCORES_SAID, *PAINS, ". , -"]).split()
SAID = st.lists(st.sampled_from(WORDS_SAID), max_size=30).map(" ".join)


@pytest.mark.parametrize("asks", ALL)
@given(text=st.one_of(SAID, st.text(max_size=60)))
def test_whatever_is_written_only_what_is_open_can_be_asked_for(text: str, asks: State) -> None:
    found = meaning(text, asks)
    if found.kind is Kind.COMMAND:
        assert found.command in asks.value[1] | STOP_CLASS
    if found.score is not None:
        assert SCORES[found.score] in asks.value[1]


@pytest.mark.parametrize("text", ["No, I can't go on.", "No, don't continue."])
def test_a_no_that_refuses_to_go_on_does_not_take_a_pain_back(text: str) -> None:
    meant = understand(text, SCORE_WITH_NO, Asks.SCORE)
    assert (meant.kind, meant.command) == (Kind.REFUSAL, Command.CONTINUE)


def test_a_bare_no_about_a_pain_takes_it_back() -> None:
    meant = understand("No.", SCORE_WITH_NO, Asks.SCORE)
    assert meant.command is Command.NO or meant.kind is Kind.NOT_PAIN
