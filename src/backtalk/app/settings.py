"""The user's settings: a YAML file, every value of which has a default.

Where things lie follows the system's custom (platformdirs); the environment variable
`BACKTALK_HOME` puts everything under one folder instead.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs
import yaml

from backtalk.app.sayable import unsayable_in
from backtalk.core.model.pain import PainLimits
from backtalk.core.model.person import UNNAMED, Person
from backtalk.errors import BacktalkError
from backtalk.journal.people import called
from backtalk.language import vocabulary
from backtalk.speaking.speech import FASTEST_WPM, SLOWEST_WPM, WORDS_PER_MINUTE

_FORMER_NAMES = {"ear": "recogniser"}
"""Settings as earlier versions called them, to today's name: old files stay valid."""


@dataclass(frozen=True)
class Paths:
    """Where Backtalk keeps what belongs to the user."""

    config: Path
    data: Path
    cache: Path
    state: Path
    """For the log: what may be lost without loss."""
    owner: Person = UNNAMED
    """The owner of this home: their files need no folder of their name."""

    @property
    def own_catalogue(self) -> Path:
        """The user's own exercises and routines."""
        return self.config / "catalogue"

    @property
    def journal(self) -> Path:
        """The journal of live sessions, of everyone in the home."""
        return self.data / "journal.db"

    @property
    def old_journal(self) -> Path:
        """Where the journal was when it was a file of lines."""
        return self.data / "journal.jsonl"

    @property
    def voices(self) -> Path:
        """The folder of those who have a voice folder by name."""
        return self.data / "voices"

    @property
    def profiles(self) -> Path:
        """The folder for the profiles of the others in the home, by key."""
        return self.config / "profiles"

    def is_at_home(self, person: Person) -> bool:
        """Whether `person` is the owner of the home."""
        return person == self.owner

    def profile(self, person: Person) -> Path:
        """The profile of `person`, which may not exist."""
        at_home = self.is_at_home(person)
        return self.config / "profile.yaml" if at_home else self.profiles / f"{person.key}.yaml"

    def voice_clips(self, person: Person) -> Path:
        """How `person` says the words of the stop class, and what was learnt from it.

        A guest is heard as the owner is. Everyone else has a folder named by their key: no two
        people share a key, and a key has no character that leads out of a folder.
        """
        at_home = self.is_at_home(person) or person.is_guest
        return self.data / "voice" if at_home else self.voices / person.key

    def hearing_check(self, person: Person) -> Path:
        """How and when the last hearing check of `person` ended: one may leave out only one's own.

        It lies beside the owner's clips and among the others'.
        """
        name = "hearing-check.json"
        at_home = self.is_at_home(person) or person.is_guest
        return (self.data if at_home else self.voice_clips(person)) / name


def user_paths() -> Paths:
    """Return the folders of this user on this system."""
    home = os.environ.get("BACKTALK_HOME")
    if home:
        base = Path(home)
        return Paths(base / "config", base / "data", base / "cache", base / "state")
    return Paths(
        platformdirs.user_config_path("backtalk"),
        platformdirs.user_data_path("backtalk"),
        platformdirs.user_cache_path("backtalk"),
        platformdirs.user_state_path("backtalk"),
    )


@dataclass(frozen=True)
class Settings:
    """What the user can set in `settings.yaml`; the command line goes before it."""

    routine: str = "big-three"
    whom_to_call: str = "your doctor"
    """Who examines what speaks against training; the coach says 'call' and these words, so none
    of them may be a word that the coach listens for."""
    person: str = "me"
    """Who trains when there is no `--person`; 'me' is not a name: where the home knows several
    people, the coach then asks who it is."""
    language: str = "en"
    voice: str = "en-us"
    words_per_minute: int = WORDS_PER_MINUTE
    recogniser: str = "auto"
    """auto, vosk or sphinx."""
    model: str = ""
    """Folder of a Vosk model; '' for the one in voice_models."""
    microphone: str = ""
    loudspeaker: str = ""
    second_pass: bool = False
    """Whether sessions and rehearsals listen twice, too; `hear` can always be asked to."""
    headphones: bool = False
    """Whether the microphone cannot hear the coach: then no word can be the coach's own."""
    pain_ease_to: int = 2
    pain_leave_out_to: int = 4

    @property
    def owner(self) -> Person:
        """The owner of this home.

        Raises:
            BacktalkError: `person` cannot be a name.
        """
        return called(self.person)

    @property
    def limits(self) -> PainLimits:
        """The pain limits."""
        return PainLimits(self.pain_ease_to, self.pain_leave_out_to)


def load(path: Path) -> Settings:
    """Return the settings in `path`; the defaults if there is no such file.

    Raises:
        BacktalkError: naming every value that is wrong.
    """
    if not path.exists():
        return Settings()
    remedy = f"Fix {path}, or delete it to use the defaults."
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0]
        raise BacktalkError(f"The settings cannot be read: {reason}.", remedy) from error
    if isinstance(content, dict):
        content = {_FORMER_NAMES.get(name, name): value for name, value in content.items()}
    problems = _problems(content)
    if problems:
        raise BacktalkError("The settings are wrong: " + "; ".join(problems) + ".", remedy)
    return Settings(**content)


def _problems(content: Any) -> list[str]:
    if not isinstance(content, dict):
        return ["the file is not a list of names and values"]
    kinds = {field.name: type(field.default) for field in fields(Settings)}
    problems = []
    for name, value in content.items():
        if name not in kinds:
            near = difflib.get_close_matches(str(name), kinds, 1)
            problems.append(f"'{name}' is unknown" + (f", did you mean {near[0]}?" if near else ""))
        elif type(value) is not kinds[name]:
            problems.append(f"{name} should be a {kinds[name].__name__}, not {value!r}")
    return problems or _out_of_range(content)


def _out_of_range(content: dict[str, Any]) -> list[str]:
    settings = Settings(**content)
    problems = []
    if settings.recogniser not in {"auto", "vosk", "sphinx"}:
        problems.append("recogniser must be auto, vosk or sphinx")
    if not SLOWEST_WPM <= settings.words_per_minute <= FASTEST_WPM:
        problems.append(f"words_per_minute must be {SLOWEST_WPM} to {FASTEST_WPM}")
    problems += _unsayable(settings)
    try:
        _ = settings.owner
    except BacktalkError:
        problems.append(f"person cannot be {settings.person!r}")
    try:
        _ = settings.limits
    except ValueError as error:
        problems.append(str(error))
    return problems


def _unsayable(settings: Settings) -> list[str]:
    """Return what is wrong with the words that the coach is given to say."""
    if settings.language not in vocabulary.languages():
        return [f"language must be {' or '.join(vocabulary.languages())}"]
    if not settings.whom_to_call.strip():
        return ["whom_to_call is empty"]
    heard = unsayable_in(settings.whom_to_call, vocabulary.load(settings.language))
    if not heard:
        return []
    return [f"whom_to_call contains '{heard}', which the coach would hear as a command"]
