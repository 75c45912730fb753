"""A routine to begin with, full of comments: what `backtalk new-routine` writes."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from backtalk.catalogue.ids import MAX_ID_CHARACTERS
from backtalk.catalogue.problem import Findings
from backtalk.catalogue.read import examine_bytes
from backtalk.errors import BacktalkError

_TEXT = """\
# A routine of your own. 'backtalk check {file}' names every mistake.
# What comes after a '#' is a note for you and is never read.

# Lower-case letters, digits and hyphens. 'backtalk start {id}' trains it.
id: "{id}"

# The coach says this, so write it for the ear.
name: "{name}"

# gentle, basic or hard. After a severe injury only gentle ones are offered.
level: gentle

# One sentence: for whom, and when. The coach says it when you ask why.
about: For a quiet morning.

# 'backtalk list' shows what there is; 'backtalk show bird-dog' tells about one of them.
# An exercise of your own is a file beside this one, with 'position:', 'dose:' and 'say:'.
exercises:
  - cat-camel
  - bird-dog
  - pelvic-lift
  - knee-press-isometric

# free: the coach may change the order, so that you seldom get up and down.
# fixed: the order stays as it is written. Leave it out for fixed.
order: free

# Said at the end. Leave it out if there is nothing to say.
advice:
  - Drink a glass of water.
"""


def write_example(name: str, folder: Path, taken: Collection[str]) -> Path:
    """Write a routine called `name` into `folder` and return its file.

    Args:
        name: as the user typed it; the id is made from it.
        folder: the user's catalogue; it is made if it is not there.
        taken: the ids of routines that exist.

    Raises:
        BacktalkError: the name cannot be used, is taken, or the file cannot be written.
    """
    routine_id = "-".join(re.findall("[a-z0-9]+", name.lower()))[:MAX_ID_CHARACTERS].strip("-")
    if not routine_id:
        raise BacktalkError(f"{name!r} has no letters or digits.", "Choose a name such as morning.")
    if routine_id in taken:
        raise BacktalkError(
            f"A routine '{routine_id}' already exists.",
            f"Choose another, such as my-{routine_id}.",
        )
    file = folder / f"{routine_id}.yaml"
    spoken = routine_id.replace("-", " ").capitalize()
    text = _TEXT.format(id=routine_id, file=file.name, name=spoken)
    problems = examine_bytes(text.encode(), Findings(file)).problems
    if problems:  # a name the coach must not say
        raise BacktalkError(problems[0].message, "Choose another name.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise BacktalkError(f"The file {file} already exists.", "Choose another name.") from None
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise BacktalkError(
            f"The file {file} cannot be written: {reason}.", "Check the permissions of its folder."
        ) from error
    return file
