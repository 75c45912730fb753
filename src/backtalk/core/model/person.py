"""Who trains: a person with a name, the one who never gave a name, or a guest."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """One person; two values are equal when they mean the same person, however it is spelled."""

    key: str
    """What distinguishes people: the name without regard to capitals and spaces."""
    name: str = field(compare=False)
    """As it is written on documents and spoken."""

    @property
    def is_guest(self) -> bool:
        """Whether it is none of the people the home knows."""
        return self == GUEST

    @property
    def is_named(self) -> bool:
        """Whether there is a name to ask for and to greet with."""
        return self not in {UNNAMED, GUEST}


UNNAMED = Person("me", "me")
"""The person who trains where no name was ever given; journals call them 'me'."""
GUEST = Person("", "a guest")
"""Someone the home does not know: without a past, a profile, a voice or a record."""
