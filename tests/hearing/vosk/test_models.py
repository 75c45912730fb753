"""Missing, foreign and broken Vosk models: words, never a crash.

Each try runs in a process of its own: should a check fail, the crash shows as the child's.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from backtalk.errors import BacktalkError
from backtalk.hearing.vosk.recogniser import open_recogniser, unavailable_reason

OPEN_AND_HEAR = """
import sys
from pathlib import Path
import numpy as np
from backtalk.errors import BacktalkError
from backtalk.hearing.vosk.recogniser import open_recogniser
from backtalk.ports import Grammar
try:
    recogniser = open_recogniser(Path(sys.argv[1]), Path(sys.argv[2]))
    for stops in eval(sys.argv[3]):
        try:
            recogniser.open_grammar(Grammar(stops, ()))
        except BacktalkError as error:
            print(error)
        else:
            recogniser.process(np.zeros(4_000, np.int16))
    recogniser.finish()
except BacktalkError as error:
    print(error)
"""


def said_of(model: Path, cache_dir: Path, stops: str = "[('pain',)]") -> str:
    """Open `model` and feed it under each grammar of `stops`; return what the user would read."""
    done = subprocess.run(
        [sys.executable, "-c", OPEN_AND_HEAR, str(model), str(cache_dir), stops],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def model_copy(tiny_vosk_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_vosk_model, tmp_path / "model"))


def test_a_good_model_has_no_reason_against_it(tiny_vosk_model: Path) -> None:
    assert unavailable_reason(tiny_vosk_model) is None


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    reason = unavailable_reason(tmp_path / "nowhere")
    assert reason is not None
    assert "nowhere" in reason


def test_a_folder_of_something_else_is_told_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8")
    reason = unavailable_reason(tmp_path)
    assert reason is not None
    assert "am/final.mdl" in reason
    assert "conf/mfcc.conf" in reason


def test_a_file_in_the_place_of_the_folder_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.zip").touch()
    assert unavailable_reason(tmp_path / "model.zip") is not None


@pytest.mark.parametrize(
    "name", ["am/final.mdl", "conf/mfcc.conf", "graph/HCLr.fst", "graph/Gr.fst"]
)
def test_a_model_that_lacks_a_file_is_told_which(model_copy: Path, name: str) -> None:
    (model_copy / name).unlink()
    with pytest.raises(BacktalkError, match=name) as raised:
        open_recogniser(model_copy, model_copy.parent)
    assert "scripts/fetch_voice_model" in raised.value.remedy


def test_a_model_with_a_fixed_graph_is_refused_for_it_would_ignore_the_grammar(
    model_copy: Path,
) -> None:
    (model_copy / "graph/HCLr.fst").rename(model_copy / "graph/HCLG.fst")
    with pytest.raises(BacktalkError, match="fixed graph"):
        open_recogniser(model_copy, model_copy.parent)


def test_a_model_in_the_old_flat_layout_opens(model_copy: Path, tmp_path: Path) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    for path in (path for path in model_copy.rglob("*") if path.is_file()):
        shutil.copy(path, flat / path.name)
    assert said_of(flat, tmp_path / "cache") == ""


def test_a_model_that_carries_no_words_file_is_still_looked_at(model_copy: Path) -> None:
    (model_copy / "graph/words.txt").unlink()
    assert unavailable_reason(model_copy) is None


@pytest.mark.parametrize("rubbish", ["nothing", "half of it", "noise"])
@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst"])
def test_a_broken_model_is_an_error_in_words(
    model_copy: Path, tmp_path: Path, name: str, rubbish: str
) -> None:
    content = (model_copy / name).read_bytes()
    noise = np.random.default_rng(0).bytes(len(content))
    # Real models keep their words in Gr.fst and have no list of them beside it.
    (model_copy / "graph/words.txt").unlink()
    broken = {"nothing": b"", "half of it": content[: len(content) // 2], "noise": noise}[rubbish]
    (model_copy / name).write_bytes(broken)
    said = said_of(model_copy, tmp_path / "cache")
    assert str(model_copy) in said
    assert "scripts/fetch_voice_model" in said


def test_a_model_whose_settings_do_not_fit_its_network_is_an_error_in_words(
    model_copy: Path, tmp_path: Path
) -> None:
    (model_copy / "conf/mfcc.conf").write_text("--num-ceps=7\n")
    assert "scripts/fetch_voice_model" in said_of(model_copy, tmp_path / "cache")


def test_grammars_that_would_crash_libvosk_are_harmless(
    tiny_vosk_model: Path, tmp_path: Path
) -> None:
    fatal = [(), ("",), (" ",), ('"',), ("]",), ("{}",), ("\\",), ("schmerz",), ("größe", "pain")]
    said = said_of(tiny_vosk_model, tmp_path, repr([*fatal, ("pain",), ("pain", "stop")]))
    assert said.count("none of the stop words") == len(fatal) - 1


def test_a_model_that_opened_once_is_not_tried_again(tiny_vosk_model: Path, tmp_path: Path) -> None:
    open_recogniser(tiny_vosk_model, tmp_path).close()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    open_recogniser(tiny_vosk_model, tmp_path).close()
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime == before


def test_a_model_that_changed_since_it_opened_is_tried_again(
    model_copy: Path, tmp_path: Path
) -> None:
    assert said_of(model_copy, tmp_path / "cache") == ""
    (model_copy / "graph/HCLr.fst").write_bytes(b"rubbish")
    assert "scripts/fetch_voice_model" in said_of(model_copy, tmp_path / "cache")


def test_a_cache_that_cannot_be_written_does_not_keep_a_good_model_out(
    tiny_vosk_model: Path, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    open_recogniser(tiny_vosk_model, tmp_path / "cache").close()
