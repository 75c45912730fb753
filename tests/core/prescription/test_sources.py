"""What the rules cite as their source is in the repository, and nothing else is."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from backtalk.core import prescription
from backtalk.core.prescription import progress, routine_rules, rules, schedule

FOLDER = Path(prescription.__file__).parent
FACTS = yaml.safe_load((FOLDER / "sources.yaml").read_text(encoding="utf-8"))
KNOWN = {f"{chapter}: {name}" for chapter, facts in FACTS.items() for name in facts}
CITATION = re.compile(rf"({'|'.join(FACTS)}): ")
DECIDING = {"Due", "_gentle"}
"""What a rule of `schedule` decides with; the fourth argument is the source."""
RULES = (
    *rules.EXERCISE_RULES,
    *rules.LIGHTER_RULES,
    rules.BEGIN_WITH_TEN,
    rules.LONGER_EACH_DAY,
    *routine_rules.DECLINING_RULES,
    *routine_rules.CAUTIONS,
    routine_rules.BELLY_WITHOUT_BACK,
    routine_rules.BACK_WITHOUT_BELLY,
    routine_rules.SELDOM_UP_AND_DOWN,
)


def facts_in(source: str) -> set[str]:
    """Return the facts that `source` names."""
    return set(source.split("; "))


def cited() -> set[str]:
    """Return every fact that the rules of any kind cite, found in their text."""
    texts = [
        node.value
        for module in sorted(FOLDER.glob("*.py"))
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return set().union(*(facts_in(text) for text in texts if CITATION.match(text)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_cites_facts_that_are_there(
    rule: rules.ExerciseRule | rules.DoseRule | routine_rules.RoutineRule,
) -> None:
    assert facts_in(rule.source) <= KNOWN


@pytest.mark.parametrize("module", [progress, schedule], ids=lambda module: module.__name__)
def test_whatever_history_leads_to_has_a_source(module: ModuleType) -> None:
    sources = sources_given(module)
    assert len(sources) >= len(module.RULES)
    assert [source for source in sources if not facts_in(source) <= KNOWN] == []


def sources_given(module: ModuleType) -> list[str]:
    """Return the source of every decision in `module`, be it written there or a constant."""
    given = [
        node.args[3]
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") == "at" or getattr(node.func, "id", "") in DECIDING)
    ]
    return [
        str(each.value) if isinstance(each, ast.Constant) else getattr(module, ast.unparse(each))
        for each in given
        if ast.unparse(each) != "source"  # handed on
    ]


def test_everything_that_is_cited_is_there_and_nothing_is_there_that_is_not_cited() -> None:
    by_the_programmes = {"routines: programmes"}  # cited where a programme is chosen, in the app
    assert cited() == KNOWN - by_the_programmes


def test_every_fact_is_a_sentence() -> None:
    facts = [fact for chapter in FACTS.values() for fact in chapter.values()]
    assert [fact for fact in facts if not re.fullmatch(r"[A-Z].*\.", fact)] == []
