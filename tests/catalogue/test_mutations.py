"""Whatever the bytes are: an item or problems in words, never a traceback.

A few hundred files in the suite; BACKTALK_MUTATIONS=10000 says how many of each kind instead.
"""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from backtalk.catalogue.check import PACKAGE_DIR
from backtalk.catalogue.problem import Findings
from backtalk.catalogue.read import Reading, examine_bytes

SEEDS = [
    (PACKAGE_DIR / name).read_bytes()
    for name in (
        "exercises/bird-dog.yaml",
        "exercises/head-lift-crunch.yaml",
        "exercises/bar-hang-relaxed.yaml",
        "exercises/wall-leg-raise.yaml",
        "routines/big-three.yaml",
        "programmes.yaml",
    )
]
SNIPPETS = [
    *(b"\t", b"\n", b":", b"- ", b"  ", b"'", b'"', b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!"),
    *(b"|", b">", b"%", b"? ", b"<<: ", b"---\n", b"no", b"1:30", b"~", b"0x1F", b".nan", b"=" * 9),
    *(
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xa8",
        b"\\UFFFFFFFF",
        b"9" * 5000,
        b"#",
        b"1e400",
    ),
]
Edit = tuple[int, int, bytes]
EDITS = st.lists(
    st.tuples(
        st.integers(0, 2000),
        st.integers(0, 30),
        st.sampled_from(SNIPPETS) | st.binary(max_size=4),
    ),
    min_size=1,
    max_size=4,
)


def files(usually: int) -> int:
    """Return how many files to try."""
    return int(os.environ.get("BACKTALK_MUTATIONS", usually))


def read(data: bytes) -> Reading:
    return examine_bytes(data, Findings(Path("mine.yaml")))


def edited(data: bytes, edits: list[Edit]) -> bytes:
    for place, length, new in edits:
        start = place % (len(data) + 1)
        data = data[:start] + new + data[start + length :]
    return data


def assert_item_or_problems_in_words(data: bytes) -> None:
    reading = read(data)
    assert (reading.item is None) == bool(reading.problems)
    breaks = (b"\n", b"\r", b"\xe2\x80", b"\xc2\x85")  # also those that only YAML counts
    lines = sum(data.count(each) for each in breaks) + 2
    for problem in reading.problems:
        assert 1 <= problem.line <= lines
        assert problem.message.endswith(".")
        assert problem.remedy.endswith((".", "?"))
        assert str(problem).isprintable()
        assert len(str(problem)) < 400


@given(st.sampled_from(SEEDS), EDITS)
@settings(max_examples=files(500), deadline=None)
def test_a_mutated_file_gives_an_item_or_problems_in_words(seed: bytes, edits: list[Edit]) -> None:
    assert_item_or_problems_in_words(edited(seed, edits))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=files(200), deadline=None)
def test_any_bytes_give_problems_in_words(data: bytes) -> None:
    assert_item_or_problems_in_words(data)


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=files(200), deadline=None)
def test_a_file_with_one_line_too_few_or_twice_gives_an_item_or_problems(
    seed: bytes, data: st.DataObject
) -> None:
    lines = seed.splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines) - 1))
    twice = data.draw(st.booleans())
    lines[place : place + 1] = [lines[place]] * 2 if twice else []
    assert_item_or_problems_in_words(b"".join(lines))
