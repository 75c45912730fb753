"""The speech models that `voice_models/index.yaml` lists, and where they lie.

It reads one file and looks at folders; it opens no connection and loads no model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import yaml

from backtalk.errors import BacktalkError

MODELS_DIR = Path(__file__).resolve().parents[4] / "voice_models"
"""The `voice_models` folder of the repository that this file belongs to."""

INDEX_NAME = "index.yaml"
"""The index's file name inside the models' folder."""


@dataclass(frozen=True)
class VoiceModel:
    """One entry of the index: a speech model, and what its archive must be."""

    name: str
    """What `--model` calls it."""
    language: str
    """Language tag, such as `en-US`."""
    url: str
    """Address of the .zip file; https."""
    bytes: int
    """Length of the .zip file."""
    sha256: str
    """Checksum of the .zip file: 64 lower-case hexadecimal digits."""
    licence: str
    """SPDX name of the model's licence."""
    source: str
    """Page that describes the model."""
    folder: str
    """The one folder inside the .zip file, and its name among the models."""
    max_unpacked_bytes: int
    """The most that the archive may unpack to."""

    def folder_in(self, models_dir: Path) -> Path:
        """Return where the model lies, or would lie, in `models_dir`."""
        return models_dir / self.folder

    def is_installed_in(self, models_dir: Path) -> bool:
        """Say whether the model's folder is there. Its content is the recogniser's to judge."""
        return self.folder_in(models_dir).is_dir()


@dataclass(frozen=True)
class ModelIndex:
    """The models of one index file, in its order."""

    default: str
    """Name of the model that is fetched when none is named."""
    models: tuple[VoiceModel, ...]

    @classmethod
    def read(cls, models_dir: Path = MODELS_DIR) -> Self:
        """Read the index of `models_dir`.

        Raises:
            BacktalkError: the index is missing or malformed; the message names file and reason.
        """
        path = models_dir / INDEX_NAME
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls(*_parsed(content))
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
        except yaml.YAMLError as error:
            reason = f"is not YAML: {' '.join(str(error).split())}"
        except ValueError as error:
            reason = f"is malformed: {error}"
        raise BacktalkError(
            f"The index of voice models {path} {reason}.",
            "Restore it with 'git checkout voice_models/index.yaml', or mend the entry.",
        )

    def find(self, name: str | None = None) -> VoiceModel:
        """Return the model called `name`, or the default one.

        Raises:
            BacktalkError: there is no such model.
        """
        wanted = name or self.default
        for model in self.models:
            if model.name == wanted:
                return model
        raise BacktalkError(
            f"There is no voice model called '{wanted}'.",
            f"Choose one of: {', '.join(model.name for model in self.models)}.",
        )

    def installed_in(self, models_dir: Path = MODELS_DIR) -> tuple[VoiceModel, ...]:
        """Return the models whose folders are there, the default one first."""
        found = [model for model in self.models if model.is_installed_in(models_dir)]
        return tuple(sorted(found, key=lambda model: model.name != self.default))


def _parsed(content: object) -> tuple[str, tuple[VoiceModel, ...]]:
    """Return default and models; raise ValueError with the reason when something is wrong."""
    if not isinstance(content, Mapping) or set(content) != {"default", "models"}:
        raise ValueError("it needs exactly the keys 'default' and 'models'")
    entries = content["models"]
    if not isinstance(entries, list) or not entries:
        raise ValueError("'models' must be a list of at least one entry")
    models = tuple(_model(entry, number) for number, entry in enumerate(entries, start=1))
    names = [model.name for model in models]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"'{name}' is listed twice")
    if content["default"] not in names:
        raise ValueError(f"the default '{content['default']}' is not among the models")
    return str(content["default"]), models


def _model(entry: object, number: int) -> VoiceModel:
    """Return the `number`th entry as a model; raise ValueError when it is not one."""
    if not isinstance(entry, Mapping) or "name" not in entry:
        raise ValueError(f"entry {number} has no 'name'")
    expected = {field.name: int if field.type == "int" else str for field in fields(VoiceModel)}
    where = f"entry {number} ({entry['name']})"
    for key in entry:
        if key not in expected:
            raise ValueError(f"{where} has an unknown field '{key}'")
    for key, kind in expected.items():
        if key not in entry:
            raise ValueError(f"{where} has no '{key}'")
        if type(entry[key]) is not kind:
            raise ValueError(f"'{key}' of {where} must be {_A_KIND[kind]}")
    model = VoiceModel(**entry)
    _check(model, where)
    return model


_A_KIND = {int: "a whole number", str: "text (in quotes when it looks like a number)"}


def _check(model: VoiceModel, where: str) -> None:
    """Raise ValueError when a field of `model` holds what it must not."""
    if not re.fullmatch(r"https://[^/\s]+/\S+", model.url):
        raise ValueError(f"'url' of {where} must be an https address")
    if not re.fullmatch(r"[0-9a-f]{64}", model.sha256):
        raise ValueError(f"'sha256' of {where} must be 64 lower-case hexadecimal digits")
    for key in ("name", "folder"):
        if not re.fullmatch(r"\w[\w.+-]*", getattr(model, key), re.ASCII):
            raise ValueError(f"'{key}' of {where} must be one plain name, without '/'")
    for key in ("bytes", "max_unpacked_bytes"):
        if getattr(model, key) <= 0:
            raise ValueError(f"'{key}' of {where} must be more than zero")
