"""`doctor` finds of a recogniser what `start` finds: both open it the same way."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from backtalk.app import wiring
from backtalk.app.cli import doctor
from backtalk.app.context import Context
from backtalk.app.settings import Settings, user_paths
from backtalk.errors import BacktalkError
from tests.hearing.vosk.renamed_words import with_words_renamed

STOP_WORDS = ["pain", "ouch", "hurts", "stop", "halt", "dizzy", "sick"]


def without_unknown_word(tiny: Path, folder: Path) -> Path:
    return with_words_renamed(tiny, folder, {"[unk]": "etcetera"})


def with_a_word_missing(tiny: Path, folder: Path) -> Path:
    return with_words_renamed(tiny, folder, {"again": "wieder"})


def of_another_language(tiny: Path, folder: Path) -> Path:
    return with_words_renamed(tiny, folder, {word: f"x{word}" for word in STOP_WORDS})


def broken(tiny: Path, folder: Path) -> Path:
    model = with_words_renamed(tiny, folder, {})
    (model / "am/final.mdl").write_bytes(b"rubbish")
    return model


def lacking_a_file(tiny: Path, folder: Path) -> Path:
    model = with_words_renamed(tiny, folder, {})
    (model / "conf/mfcc.conf").unlink()
    return model


def nowhere(_: Path, folder: Path) -> Path:
    return folder


def said_by_start(model: Path) -> list[str]:
    """Return what a person is told when a session opens `model`: faults and what it lacks."""
    told = StringIO()
    context = Context(
        Settings(recogniser="vosk", model=str(model)), user_paths(), Console(file=told, width=5000)
    )
    try:
        wiring.open_wanted_recogniser(context, named=True).close()
    except BacktalkError as error:
        return [str(error)]
    return told.getvalue().splitlines()


def found_by_doctor(model: Path, what: str = "vosk") -> doctor.Finding:
    context = Context(Settings(model=str(model)), user_paths(), Console(file=StringIO()))
    return next(finding for finding in doctor.examine(context) if finding.what == what)


@pytest.mark.parametrize(
    "made", [of_another_language, broken, lacking_a_file, nowhere], ids=lambda made: made.__name__
)
def test_a_model_that_start_refuses_is_off_for_the_same_reason(
    tiny_vosk_model: Path, tmp_path: Path, made: Callable[[Path, Path], Path]
) -> None:
    model = made(tiny_vosk_model, tmp_path / "model")
    finding = found_by_doctor(model)
    assert [finding.fault] == said_by_start(model)
    assert str(finding).startswith("off vosk")


@pytest.mark.parametrize(
    "made", [without_unknown_word, with_a_word_missing], ids=lambda made: made.__name__
)
def test_a_model_that_start_takes_is_ok_and_lacks_the_same(
    tiny_vosk_model: Path, tmp_path: Path, made: Callable[[Path, Path], Path]
) -> None:
    model = made(tiny_vosk_model, tmp_path / "model")
    finding = found_by_doctor(model)
    assert finding.fault is None
    assert list(finding.remarks) == said_by_start(model)
    assert str(finding).splitlines() == [
        f"ok  vosk         {model}",
        *(f"    {remark}" for remark in finding.remarks),
    ]


def test_a_word_that_the_model_lacks_comes_with_what_to_say_instead(
    tiny_vosk_model: Path, tmp_path: Path
) -> None:
    (told,) = found_by_doctor(with_a_word_missing(tiny_vosk_model, tmp_path / "model")).remarks
    assert "'again' (say 'repeat')" in told


def test_without_an_unknown_word_that_is_told(tiny_vosk_model: Path, tmp_path: Path) -> None:
    remarks = found_by_doctor(without_unknown_word(tiny_vosk_model, tmp_path / "model")).remarks
    assert any("no unknown word" in remark for remark in remarks)


def test_a_model_that_opens_is_refused_for_what_it_lacks(
    tiny_vosk_model: Path, tmp_path: Path
) -> None:
    fault = found_by_doctor(of_another_language(tiny_vosk_model, tmp_path / "model")).fault
    assert fault is not None
    assert "knows none of the stop words" in fault


def test_the_embedded_recogniser_is_opened_too(tmp_path: Path) -> None:
    assert found_by_doctor(tmp_path, "pocketsphinx").fault is None
