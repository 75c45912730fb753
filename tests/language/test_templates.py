"""The notation of sentences."""

from __future__ import annotations

import pytest

from backtalk.language.templates import TemplateError, compiled

RULES = {"this": "(this|that) [one]"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("skip", "skip "),
        ("skip [it]", "skip "),
        ("skip [it]", "skip it "),
        ("(skip|leave) it", "leave it "),
        ("skip <this>", "skip that one "),
        ("[please] skip [<this>]", "skip this "),
        ("how long *", "how long "),
        ("how long *", "how long is it now "),
        ("what is it (|now)", "what is it "),
    ],
)
def test_a_text_fits_its_template(template: str, text: str) -> None:
    assert compiled([template], RULES).fullmatch(text)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("skip", "skipped "),
        ("skip it", "skip "),
        ("(skip|leave) it", "skip leave it "),
        ("how long *", "how long is it until we are done "),
        ("a.b", "axb "),
    ],
)
def test_another_text_does_not(template: str, text: str) -> None:
    assert not compiled([template], RULES).fullmatch(text)


def test_no_template_fits_nothing() -> None:
    assert not compiled([], RULES).fullmatch("")


@pytest.mark.parametrize("template", ["(skip", "skip]", "skip <nothing>"])
def test_a_template_that_cannot_be_read_is_named(template: str) -> None:
    with pytest.raises(TemplateError):
        compiled([template], RULES)
