"""The person on the mat, as the rules see them; what follows from it is in `prescription`.

A profile is what a person said of themselves. It is no finding of a doctor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

ELDERLY_FROM_AGE = 65
"""The source says 'elderly' and gives no age; this is the custom of health statistics."""
MAX_AGE = 120
MAX_DAYS = 36_500
MAX_MONTHS = 1200

HOUSEHOLD = ("mat", "chair", "high-backed chair", "wall", "table", "window sill", "towel")
"""What counts as at hand where a profile does not say."""


class StartingPoint(Enum):
    """Where a person begins: the three points of the source, and a severe injury."""

    NEVER_INJURED = "1"
    """Never injured; trouble comes with age, when bending."""
    HERNIA_OR_LOAD = "2"
    """A hernia now or before, or trouble under load or after the gym."""
    PAST_INJURY = "3"
    """An injury in the past; movement is not limited."""
    SEVERE = "severe"
    """A severe injury: only what is gentle, and only as the doctor agreed."""


class Condition(Enum):
    """What a doctor found, as far as the rules know it."""

    ACUTE = "acute-phase"
    PREGNANCY = "pregnancy"
    TUMOUR = "malignant-tumour"
    LUNGS = "lung-disease"
    KIDNEYS = "kidney-trouble"
    STOMACH = "gastritis-or-ulcer"
    MOVEMENT_LIMITED = "movement-limited"
    """An injury of the spinal column that limits movement."""
    BLOOD_PRESSURE = "high-blood-pressure"
    BLEEDING = "tendency-to-bleed"
    DIABETES = "diabetes"
    HERNIA = "hernia"
    BACK_TROUBLE = "back-trouble"


class Consent(Enum):
    """What a doctor can agree to beside the conditions: each lifts the rules of that name."""

    SEVERE = "severe-injury"
    INJURY = "past-injury"
    TWIST = "twist"
    FLEXION = "flexion"
    EXTENSION = "extension"
    LOAD = "load"


CONSENTS = (
    *(consent.value for consent in Consent),
    *(
        condition.value
        for condition in Condition
        if condition not in {Condition.HERNIA, Condition.BACK_TROUBLE}
    ),
)
"""All that a profile may name under 'doctor_agreed_to'."""


@dataclass(frozen=True)
class Profile:
    """One person's answers. What was not answered has the careful default, or None."""

    starting_point: StartingPoint
    conditions: frozenset[Condition] = frozenset()
    equipment: frozenset[str] = frozenset(HOUSEHOLD)
    """All that is at hand."""
    can_hang: bool | None = None
    """Whether the person can hang from a bar; None where it was not asked."""
    age: int | None = None
    osteoporosis: bool = False
    days_since_last: int | None = None
    """Since the last session; None before the first."""
    main_is_easy: bool | None = None
    """Whether the main routine has become easy, which opens what needs a strong belly.

    None where it was not said: then the history may show it (see `prescription.unlocked`)."""
    hyperextension_months: int = 0
    """For how many months the person has done hyperextension; the history may show more."""
    agreed: frozenset[str] = frozenset()
    """What the doctor agreed to, by name: some of `CONSENTS`."""
    sharp_days_ago: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Exercise id to the days since it caused something sharp."""
    days_trained: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Exercise id to the days on which it was done; lengthens what lengthens day by day."""
    week: tuple[str, ...] = ()
    """Ids of the other routines of this week."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for what cannot be."""
        days = (self.days_since_last, *self.sharp_days_ago.values(), *self.days_trained.values())
        if self.age is not None and not 1 <= self.age <= MAX_AGE:
            raise ValueError(f"age is 1 to {MAX_AGE}")
        if not all(day is None or 0 <= day <= MAX_DAYS for day in days):
            raise ValueError(f"days are 0 to {MAX_DAYS}")
        if not 0 <= self.hyperextension_months <= MAX_MONTHS:
            raise ValueError(f"hyperextension_months is 0 to {MAX_MONTHS}")
        if not self.agreed <= set(CONSENTS):
            raise ValueError("a doctor agrees to something the rules know")

    @property
    def may_have_hernia(self) -> bool:
        """Whether a hernia is known, or meant by the starting point."""
        return self.starting_point is StartingPoint.HERNIA_OR_LOAD or (
            Condition.HERNIA in self.conditions
        )

    @property
    def back_trouble(self) -> bool:
        """Whether the back is in trouble now, as far as the answers tell."""
        return (
            self.may_have_hernia
            or self.starting_point is StartingPoint.SEVERE
            or not self.conditions.isdisjoint({Condition.BACK_TROUBLE, Condition.MOVEMENT_LIMITED})
        )

    @property
    def steady(self) -> bool:
        """Whether nothing speaks against twists and load: never injured, no trouble."""
        return self.starting_point is StartingPoint.NEVER_INJURED and not self.back_trouble

    @property
    def hangs(self) -> bool:
        """Whether hanging is within reach: as answered, else by age."""
        if self.can_hang is not None:
            return self.can_hang
        return self.age is None or self.age < ELDERLY_FROM_AGE

    def has(self, thing: str) -> bool:
        """Whether `thing` of an exercise's equipment is at hand; 'a or b' is either of them."""
        return any(self._has_one(one.strip()) for one in thing.split(" or "))

    def missing(self, things: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of `things` that are not at hand."""
        return tuple(thing for thing in things if not self.has(thing))

    def _has_one(self, thing: str) -> bool:
        return thing in self.equipment or (
            thing == "chair" and "high-backed chair" in self.equipment
        )
