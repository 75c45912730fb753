"""What the coach asks a person, each question once: its words, its reason, how it is answered.

Plain words for the ear, one thing at a time. The questions are no examination: a 'yes' to a red
flag sends the person to someone who can examine them. `interview` says which of them are asked and
when; `profile_from_answers` says what the answers mean for a plan.

The red flags follow the usual lists for low back pain (cauda equina, fracture, infection, tumour);
the others are the catalogue's own: starting points, contraindications and cautions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from backtalk.core.model.events import SCORES, Command, Line, phrase
from backtalk.core.model.exercise import Exercise, Trait
from backtalk.core.model.history import HOW_IT_WAS, PAIN_NOW, SETTLED, SORE
from backtalk.core.model.profile import HOUSEHOLD, Condition, Consent
from backtalk.core.model.wording import with_article

YES, NO = "yes", "no"
LEG_WEAK = "leg-weakness"
INJURED, SEVERE, HERNIA, LOAD = "back-injury", "severe-injury", "hernia", "load-trouble"
OSTEOPOROSIS, OLDER, CAN_HANG = "osteoporosis", "age-65", "can-hang"
_EQUIPMENT, _AGREED = "equipment:", "agreed:"


class Kind(Enum):
    """What a question is for."""

    RED_FLAG = "red flag"
    READ_BACK = "read back"
    """Whether the red flags were understood."""
    STARTING_POINT = "starting point"
    CONTRAINDICATION = "contraindication"
    CONSENT = "consent"
    """Whether the doctor agreed."""
    CAUTION = "caution"
    EQUIPMENT = "equipment"
    EVERY_SESSION = "every session"
    AFTER = "after"


class Form(Enum):
    """How a question is answered."""

    YES_NO = "yes or no"
    SCORE = "0 to 10"


@dataclass(frozen=True)
class Item:
    """One thing to ask."""

    id: str
    kind: Kind
    ask: Line
    why: Line
    """Why it is asked: the answer to 'why'."""
    form: Form = Form.YES_NO
    after: str = ""
    """The id of the question that must have been answered with yes; '' for none."""
    unless: str = ""
    """The id of the question whose 'yes' makes this one needless; '' for none."""
    passing: str = ""
    """The answer that is asked about again the next time; '' where every answer stands a month."""
    urgent: bool = False
    """Whether a 'yes' is an emergency."""
    first: tuple[Line, ...] = ()
    """What is said before it, each time it is asked."""

    @property
    def accepts(self) -> frozenset[Command]:
        """The words that answer it."""
        return frozenset(SCORES if self.form is Form.SCORE else (Command.YES, Command.NO))

    def given_by(self, command: Command) -> str | None:
        """Return what `command` answers, as the journal keeps it; None: it is no answer."""
        if self.form is Form.SCORE:
            return str(SCORES.index(command)) if command in SCORES else None
        return {Command.YES: YES, Command.NO: NO}.get(command)


def agreed(to: str) -> str:
    """Return the id of the question whether the doctor agreed, in spite of `to`."""
    return f"{_AGREED}{to}"


def at_hand(thing: str) -> str:
    """Return the id of the question whether `thing` is at hand."""
    return f"{_EQUIPMENT}{thing}"


def _flag(question: str, ask: Line, why: Line, *, urgent: bool = False) -> Item:
    return Item(question, Kind.RED_FLAG, ask, why, passing=YES, urgent=urgent)


def _consent(to: str, after: str) -> Item:
    """The question that follows a contraindication; a 'no' of today may be a 'yes' tomorrow."""
    ask, why = phrase("ask_agreed"), phrase("because_agreed")
    return Item(agreed(to), Kind.CONSENT, ask, why, after=after, passing=NO)


def _against(
    condition: Condition, ask: Line, *, after: str = "", unless: str = "", passing: str = ""
) -> tuple[Item, Item]:
    why, kind, name = phrase("because_against"), Kind.CONTRAINDICATION, condition.value
    asked = Item(name, kind, ask, why, after=after, unless=unless, passing=passing)
    return asked, _consent(name, name)


def _caution(question: str, ask: Line) -> Item:
    return Item(question, Kind.CAUTION, ask, phrase("because_caution"))


RED_FLAGS = (
    _flag("bladder-or-bowel", phrase("ask_bladder"), phrase("because_nerves"), urgent=True),
    _flag("saddle-numbness", phrase("ask_saddle"), phrase("because_nerves"), urgent=True),
    _flag(LEG_WEAK, phrase("ask_leg_weak"), phrase("because_nerves")),
    _flag("after-a-fall", phrase("ask_fall"), phrase("because_fall")),
    _flag("fever", phrase("ask_fever"), phrase("because_ill")),
    _flag("weight-loss", phrase("ask_weight"), phrase("because_ill")),
    _flag("night-pain", phrase("ask_night"), phrase("because_ill")),
)

_START = phrase("because_start")
STARTING_POINTS = (
    Item(INJURED, Kind.STARTING_POINT, phrase("ask_injured"), _START),
    Item(SEVERE, Kind.STARTING_POINT, phrase("ask_severe"), _START, after=INJURED),
    _consent(Consent.SEVERE.value, SEVERE),
    *_against(Condition.MOVEMENT_LIMITED, phrase("ask_limited"), after=INJURED),
    Item(HERNIA, Kind.STARTING_POINT, phrase("ask_hernia"), _START),
    Item(LOAD, Kind.STARTING_POINT, phrase("ask_load"), _START),
)

CONTRAINDICATIONS = (
    *_against(Condition.ACUTE, phrase("ask_acute"), passing=YES),
    *_against(Condition.PREGNANCY, phrase("ask_pregnancy"), unless=OLDER),
    *_against(Condition.TUMOUR, phrase("ask_tumour")),
    *_against(Condition.LUNGS, phrase("ask_lungs")),
    *_against(Condition.KIDNEYS, phrase("ask_kidneys")),
    *_against(Condition.STOMACH, phrase("ask_stomach")),
)

CAUTIONS = (
    _caution(Condition.BLOOD_PRESSURE.value, phrase("ask_pressure")),
    _caution(Condition.BLEEDING.value, phrase("ask_bleeding")),
    _caution(Condition.DIABETES.value, phrase("ask_diabetes")),
    _caution(OSTEOPOROSIS, phrase("ask_bones")),
)

AGE = Item(OLDER, Kind.CAUTION, phrase("ask_age"), phrase("because_age"))
HANGING = Item(CAN_HANG, Kind.EQUIPMENT, phrase("ask_hang"), phrase("because_hang"))

BACK_NOW = Item(
    PAIN_NOW, Kind.EVERY_SESSION, phrase("ask_back_now"), phrase("because_today"), Form.SCORE
)
SETTLED_BY_MORNING = Item(
    SETTLED, Kind.EVERY_SESSION, phrase("ask_settled"), phrase("because_today")
)
SORE_NOW = Item(SORE, Kind.EVERY_SESSION, phrase("ask_sore"), phrase("because_today"))
AFTERWARDS = Item(
    HOW_IT_WAS, Kind.AFTER, phrase("ask_how_it_was"), phrase("because_after"), Form.SCORE
)

MONTHLY = (*RED_FLAGS, AGE, *STARTING_POINTS, *CONTRAINDICATIONS, *CAUTIONS)
"""What everybody is asked once a month, in this order."""
EVERY_TIME = (BACK_NOW, SETTLED_BY_MORNING, SORE_NOW)
"""What is asked before each session."""
BY_ID = {item.id: item for item in (*MONTHLY, HANGING, *EVERY_TIME, AFTERWARDS)}
"""Every question that is not about a thing."""


def about_things(exercises: tuple[Exercise, ...]) -> tuple[Item, ...]:
    """Return the questions about what `exercises` need and a household may not have."""
    wanted = dict.fromkeys(thing for exercise in exercises for thing in _beyond(exercise))
    hanging = any(Trait.HANG in exercise.traits for exercise in exercises)
    asked = tuple(
        Item(
            at_hand(thing),
            Kind.EQUIPMENT,
            phrase("ask_equipment", thing=with_article(thing)),
            phrase("because_equipment"),
        )
        for thing in wanted
    )
    return (*asked, HANGING) if hanging else asked


def _beyond(exercise: Exercise) -> tuple[str, ...]:
    """Return the single things that `exercise` needs, where no household has one of them."""
    choices = [[one.strip() for one in thing.split(" or ")] for thing in exercise.equipment]
    return tuple(one for choice in choices if not set(choice) & set(HOUSEHOLD) for one in choice)
