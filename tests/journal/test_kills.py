"""A process killed at any moment loses no finished set and leaves a sound journal.

`scripts/bench_journal_kills` does the same a thousand times.
"""

from __future__ import annotations

from tests.journal.kills import kill_often


def test_a_process_killed_at_a_random_moment_loses_no_finished_set_and_breaks_nothing() -> None:
    count = kill_often(24, seed=5)
    assert count.sets_promised > count.kills
    assert (count.sets_lost, count.corrupt) == (0, 0)
