"""The figures as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from rich.console import Console
from rich.table import Table

from hearing_bench.figures import Figures, most_an_hour
from hearing_bench.scenes import COMMAND_CONDITIONS, STOP_CONDITIONS

NONE = "-"
WHO = ("people", "synthetic")


def show(figures: Figures, say: Console) -> None:
    """Print every table."""
    names = list(figures["contestants"])
    for table in (
        _stops(figures, names),
        _false(figures, names),
        _commands(figures, names),
        _speed(figures, names),
        _by_word(figures, names),
        _endpoints(figures),
    ):
        say.print(table)
    for name in names:
        own = figures["contestants"][name]
        for what, found in (
            ("false stops in talk", own["talk"]["taken_for"]),
            ("misheard in the clear", own["misheard commands"]),
        ):
            if found:
                say.print(f"{name}, {what}: {'; '.join(found)}", markup=False)


def share(part: int, of: int) -> str:
    """Return a share in per cent, without its count."""
    return f"{100 * part / of:.0f} %" if of else NONE


def rate(found: Figures, key: str) -> str:
    """Return events an hour and below what the true rate is with 95 %."""
    count, hours = found[key], found["hours"]
    return f"{count / hours:.1f} (< {most_an_hour(count, hours):.1f})" if hours else NONE


def _table(title: str, names: Sequence[str], caption: str = "") -> Table:
    table = Table("", *names, title=title, title_justify="left", caption=caption or None)
    table.caption_justify = "left"
    return table


def _row(
    table: Table, label: str, figures: Figures, names: Sequence[str], cell: Callable[[Figures], str]
) -> None:
    cells = [cell(figures["contestants"][name]) for name in names]
    if any(text != NONE for text in cells):
        table.add_row(label, *cells)


def _stops(figures: Figures, names: Sequence[str]) -> Table:
    table = _table(
        "Stop class missed", names,
        "Not stopped at; in brackets the share of all that was not stopped at but asked about.",
    )  # fmt: skip

    def cell(key: str) -> Callable[[Figures], str]:
        def text(own: Figures) -> str:
            found = own["stops"][key]
            asked = f" ({share(found['asked'], found['of'])})" if found["asked"] else ""
            return share(found["missed"], found["of"]) + asked

        return text

    first = figures["contestants"][names[0]]["stops"]
    for who in WHO:
        for where in STOP_CONDITIONS:
            key = f"{who}, {where.name}"
            _row(table, f"{key} [{first[key]['of']}]", figures, names, cell(key))
    return table


def _false(figures: Figures, names: Sequence[str]) -> Table:
    table = _table(
        "False and caught", names, "In brackets the rate that the true one is below with 95 %."
    )
    rows: tuple[tuple[str, Callable[[Figures], str]], ...] = (
        ("minutes of other people's talk", lambda o: f"{o['talk']['hours'] * 60:.0f}"),
        ("false stops an hour of talk", lambda o: rate(o["talk"], "stops")),
        ("'Did that hurt?' an hour of talk", lambda o: rate(o["talk"], "asked")),
        ("false commands an hour of talk", lambda o: rate(o["talk"], "commands")),
        ("minutes of the coach at 0 dB echo", lambda o: f"{o['coach']['hours'] * 60:.0f}"),
        ("false stops an hour of the coach", lambda o: rate(o["coach"], "stops")),
        ("other words taken for a stop", lambda o: _of(o["other words"], "stopped")),
        ("other words taken for a command", lambda o: _of(o["other words"], "command")),
        ("said twice over the coach: caught", lambda o: _of(o["said twice"], "caught")),
        ("   at the first time", lambda o: _of(o["said twice"], "at_first")),
        ("   coach paused by 0.3 s after it", lambda o: _of(o["said twice"], "noticed")),
    )
    for label, cell in rows:
        _row(table, label, figures, names, cell)
    return table


def _commands(figures: Figures, names: Sequence[str]) -> Table:
    table = _table("Commands: right / another instead / nothing", names)

    def cell(keys: Sequence[str]) -> Callable[[Figures], str]:
        def text(own: Figures) -> str:
            found = [own["commands"][key] for key in keys]
            of = sum(one["of"] for one in found)
            parts = [sum(o[v] for o in found) for v in ("right", "wrong", "nothing")]
            return " / ".join(share(part, of) for part in parts) if of else NONE

        return text

    for who in WHO:
        keys = [f"{who}, {where.name}" for where in COMMAND_CONDITIONS]
        for key in keys:
            _row(table, key, figures, names, cell([key]))
        _row(table, f"{who}, mean of 6 to 24 dB", figures, names, cell(keys[1:]))
    return table


def _speed(figures: Figures, names: Sequence[str]) -> Table:
    table = _table("Time from the word's end to the act, and cost", names)
    for where in ("clean", "10 dB"):
        for kind in ("stop", "command"):
            label = f"{kind}, {where}: median / p95"
            _row(table, label, figures, names, partial(_delay, where=where, kind=kind))
    costs: tuple[tuple[str, Callable[[Figures], str]], ...] = (
        ("CPU a second of talk", lambda c: f"{c['talk_cpu_s']:.3f} s"),
        ("CPU a second of quiet", lambda c: f"{c['quiet_cpu_s']:.3f} s"),
        ("CPU to load", lambda c: f"{c['load_s']:.2f} s"),
        ("peak memory", lambda c: f"{c['peak_mb']:.0f} MB"),
    )
    for label, cell in costs:
        _row(table, label, figures, names, partial(_of_cost, cell=cell))
    return table


def _of_cost(own: Figures, cell: Callable[[Figures], str]) -> str:
    return cell(own["cost"]) if own["cost"] else NONE


def _by_word(figures: Figures, names: Sequence[str]) -> Table:
    table = _table("Stop class missed by word, in the clear", names)
    words = figures["contestants"][names[0]]["stops by word, clean"]
    for key, first in words.items():
        label = f"{key} [{first['of']}]"
        cell = partial(_missed_word, key=key)
        _row(table, label, figures, names, cell)
    return table


def _missed_word(own: Figures, key: str) -> str:
    return _of(own["stops by word, clean"][key], "missed")


def _endpoints(figures: Figures) -> Table:
    table = _table("Stop words endpointed", ["Backtalk", "pocketsphinx"])
    for key, found in figures["endpointing"].items():
        if found["of"]:
            ours, theirs = share(found["ours"], found["of"]), share(found["theirs"], found["of"])
            table.add_row(f"{key} [{found['of']}]", ours, theirs)
    return table


def _of(found: Figures, key: str) -> str:
    return f"{share(found[key], found['of'])} of {found['of']}" if found["of"] else NONE


def _delay(own: Figures, where: str, kind: str) -> str:
    found = (own["delay"][where] or {}).get(kind)
    return f"{found['median_s'] * 1000:.0f} / {found['p95_s'] * 1000:.0f} ms" if found else NONE
