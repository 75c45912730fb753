from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from backtalk.app.models.index import MODELS_DIR, ModelIndex
from backtalk.errors import BacktalkError

ENTRY: dict[str, Any] = {
    "name": "tiny",
    "language": "en-US",
    "url": "https://example.invalid/tiny.zip",
    "bytes": 10,
    "sha256": "0a" * 32,
    "licence": "Apache-2.0",
    "source": "https://example.invalid",
    "folder": "tiny-model",
    "max_unpacked_bytes": 100,
}


def _write(folder: Path, content: object) -> Path:
    text = content if isinstance(content, str) else yaml.safe_dump(content)
    (folder / "index.yaml").write_text(text, encoding="utf-8")
    return folder


def _index_of(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"default": entries[0].get("name"), "models": list(entries)}


def test_the_index_of_the_repository_names_the_small_english_model() -> None:
    model = ModelIndex.read().find()

    assert model.name == "vosk-model-small-en-us-0.15"
    assert model.bytes == 41_205_931
    assert model.sha256 == "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498"
    assert model.licence == "Apache-2.0"
    assert model.folder_in(MODELS_DIR).parent.joinpath("index.yaml").is_file()


def test_a_second_language_is_one_entry_more(tmp_path: Path) -> None:
    german = ENTRY | {"name": "klein", "language": "de", "folder": "klein"}
    index = ModelIndex.read(_write(tmp_path, _index_of(ENTRY, german)))

    assert index.find().name == "tiny"
    assert index.find("klein").language == "de"


def test_an_unknown_model_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    index = ModelIndex.read(_write(tmp_path, _index_of(ENTRY)))

    with pytest.raises(BacktalkError, match="'tinny'") as caught:
        index.find("tinny")

    assert "tiny" in caught.value.remedy


def test_a_model_is_installed_when_its_folder_is_there_and_the_default_comes_first(
    tmp_path: Path,
) -> None:
    other = ENTRY | {"name": "other", "folder": "other"}
    content = _index_of(other, ENTRY) | {"default": "tiny"}
    index = ModelIndex.read(_write(tmp_path, content))
    assert index.installed_in(tmp_path) == ()

    (tmp_path / "other").mkdir()
    assert [model.name for model in index.installed_in(tmp_path)] == ["other"]

    (tmp_path / "tiny-model").mkdir()
    assert [model.name for model in index.installed_in(tmp_path)] == ["tiny", "other"]


def _without(key: str) -> dict[str, Any]:
    return {name: value for name, value in ENTRY.items() if name != key}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("models: [", "not YAML"),
        ("", "'default' and 'models'"),
        ({"models": [ENTRY]}, "'default' and 'models'"),
        ({"default": "tiny", "models": []}, "at least one"),
        ({"default": "tiny", "models": ["tiny"]}, "no 'name'"),
        ({"default": "big", "models": [ENTRY]}, "'big' is not among"),
        (_index_of(ENTRY, ENTRY), "listed twice"),
        (_index_of(_without("sha256")), "no 'sha256'"),
        (_index_of(ENTRY | {"size": 3}), "unknown field 'size'"),
        (_index_of(ENTRY | {"bytes": "10"}), "'bytes' .* whole number"),
        (_index_of(ENTRY | {"bytes": True}), "'bytes' .* whole number"),
        (_index_of(ENTRY | {"bytes": 0}), "more than zero"),
        (_index_of(ENTRY | {"sha256": int("1" * 64)}), "'sha256' .* text"),
        (_index_of(ENTRY | {"sha256": "0A" * 32}), "64 lower-case"),
        (_index_of(ENTRY | {"url": "http://example.invalid/x.zip"}), "https"),
        (_index_of(ENTRY | {"url": "file:///etc/passwd"}), "https"),
        (_index_of(ENTRY | {"folder": "../evil"}), "plain name"),
        (_index_of(ENTRY | {"folder": ".."}), "plain name"),
        (_index_of(ENTRY | {"name": "a/b"}), "plain name"),
    ],
)
def test_a_malformed_index_is_refused_with_file_and_reason(
    content: object, reason: str, tmp_path: Path
) -> None:
    _write(tmp_path, content)

    with pytest.raises(BacktalkError, match=reason) as caught:
        ModelIndex.read(tmp_path)

    assert str(tmp_path / "index.yaml") in caught.value.message


def test_a_missing_index_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BacktalkError, match="cannot be read: No such file"):
        ModelIndex.read(tmp_path)


def test_an_index_that_is_not_text_is_reported(tmp_path: Path) -> None:
    (tmp_path / "index.yaml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BacktalkError, match="malformed"):
        ModelIndex.read(tmp_path)
