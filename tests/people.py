"""The people who live in the homes of the tests."""

from __future__ import annotations

from backtalk.core.model.person import Person

ANNA, BERT = Person("anna", "Anna"), Person("bert", "Bert")
