"""`drama lock`: a project comes in; what its lock holds, or what is wrong with it, comes out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import json_option
from drama_dsl.diagnostic import Diagnostic, Help, Severity, error, hint
from drama_dsl.source import Source

if TYPE_CHECKING:
    from drama_compiler.project import Project
    from drama_compiler.store.lock import Entry, Lock

SHARED = "all films"
"""Where jobs are counted that no single film has: sheets of characters, plates, things."""

_NAMED_TAKES = 5
_MICROS = 1_000_000


@dataclass(slots=True)
class Holding:
    """What the lock holds of one film: numbers of jobs and takes, and what was paid for them."""

    film: str
    jobs: int = 0
    takes: int = 0
    added: int = 0
    dropped: int = 0
    chosen: int = 0
    disputed: int = 0
    usd_micros: int = 0

    def count(self, entry: Entry) -> None:
        """Take one job in."""
        from drama_compiler.store.lock import Origin

        self.jobs += 1
        self.takes += len(entry.takes)
        self.added += sum(take.origin is Origin.ADDED for take in entry.takes)
        self.dropped += sum(take.dropped for take in entry.takes)
        self.chosen += bool(entry.chosen)
        self.disputed += bool(entry.disputed)
        self.usd_micros += sum(take.usd_micros for take in entry.takes)


@click.command(
    epilog="Example:  drama lock --check    exit code: 0 fine, 1 something to mend, 2 usage"
)
@click.argument("project", required=False, type=click.Path(path_type=Path), metavar="[PROJECT]")
@click.option("--check", "checks", is_flag=True, help="Only say what is wrong with it.")
@click.option("--heal", "heals", is_flag=True, help="Write it clean, after a merge.")
@json_option
def command(project: Path | None, checks: bool, heals: bool, as_json: bool) -> None:
    """Say what the lock of PROJECT (a folder or a script) holds: jobs, takes and their price.

    With --check say what is wrong with it; with --heal write it without the markers that git
    left, both sides merged. Media that is not here is told and is no error.
    """
    from drama_compiler.store.lock_text import load_lock

    where = _project(project or Path.cwd())
    try:
        lock, found, sources = load_lock(where.lock_file)
        healed = heals and not views.has_errors(found) and _heal(where, lock)
        if healed:
            lock, found, sources = load_lock(where.lock_file)
        problems = [*found, *_absent_media(lock, where)]
    except OSError as failure:
        lock, sources, healed, problems = _nothing(failure)
    _print(lock, problems, sources, healed, as_json=as_json, tells=not (checks or heals))
    wrong = any(each.severity is not Severity.HINT for each in problems)
    failed = wrong if checks or heals else views.has_errors(problems)
    sys.exit(views.EXIT_ERRORS if failed else views.EXIT_DONE)


def _project(path: Path) -> Project:
    from drama_compiler.project import open_project

    # The root is looked for from a file's folder; which file does not matter.
    return open_project(path / "any" if path.is_dir() else path)


def _heal(where: Project, lock: Lock) -> bool:
    from drama_compiler.store.lock_text import write_lock

    return where.lock_file.is_file() and write_lock(where.lock_file, lock, whole=True)


def _nothing(failure: OSError) -> tuple[Lock, dict[str, Source], bool, list[Diagnostic]]:
    """What there is to print where the lock cannot be read or written."""
    from drama_compiler.store.lock import Lock

    message = f"the lock cannot be read or written: {failure.strerror or failure}"
    return Lock(), {}, False, [error("lock-not-written", message, None)]


def _absent_media(lock: Lock, where: Project) -> list[Diagnostic]:
    """One hint for all takes whose media is not in the store of this project."""
    from drama_compiler.store.media import MediaStore

    store = MediaStore(where.state_folder / "media")
    absent = [
        name
        for name, entry in sorted(lock.entries.items())
        for take in entry.takes
        if not take.dropped and not store.has(take.media, take.type)
    ]
    if not absent:
        return []
    notes = [", ".join(list(dict.fromkeys(absent))[:_NAMED_TAKES])]
    if len(set(absent)) > _NAMED_TAKES:
        notes.append(f"and {len(set(absent)) - _NAMED_TAKES} more jobs")
    message = f"the media of {_counted(len(absent), 'take')} is not in the store of this project"
    helps = (Help("fetch it from a shared store: drama store pull"),)
    return [hint("lock-media-absent", message, None, notes=tuple(notes), helps=helps)]


def _print(
    lock: Lock,
    problems: Iterable[Diagnostic],
    sources: Mapping[str, Source],
    healed: bool,
    *,
    as_json: bool,
    tells: bool,
) -> None:
    from drama_dsl.report import json as json_report

    holdings = holdings_of(lock)
    if as_json:
        data = {
            "films": [asdict(each) for each in holdings],
            "diagnostics": json_report.as_data(problems, sources),
        }
        views.print_json({**data, "healed": True} if healed else data)
        return
    views.show_diagnostics(problems, sources)
    if tells:
        _show(holdings)
    elif healed:
        click.echo("the lock was healed", err=True)
    if not tells:
        click.echo(f"{_summary(holdings)}: {views.summary(problems)}", err=True)


def holdings_of(lock: Lock) -> list[Holding]:
    """What the lock holds of each film, by name; what all films share comes first."""
    from drama_compiler.store.lock import PROJECT_WIDE

    held: dict[str, Holding] = {}
    for name, entry in lock.entries.items():
        kind, _, owner = name.partition(" ")
        film = SHARED if kind in PROJECT_WIDE else _film(owner, lock)
        held.setdefault(film, Holding(film)).count(entry)
    return sorted(held.values(), key=lambda each: (each.film != SHARED, each.film))


def _film(owner: str, lock: Lock) -> str:
    """The film of `ep03/k7f2q` or `ep03/k7f2q/first`; its own name can have slashes, too."""
    parts = owner.split("/")
    known = ("/".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
    found = next((film for film in known if film in lock.names), None)
    if found is not None:
        return found
    if len(parts) > 2 and (parts[-1] in ("first", "last") or parts[-1].isdecimal()):
        parts.pop()
    return "/".join(parts[:-1]) or owner


def _show(holdings: list[Holding]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    if not holdings:
        click.echo("nothing was paid for, brought in or chosen yet", err=True)
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("Film", overflow="fold")
    for name in ("Jobs", "Takes", "Added", "Dropped", "Chosen", "Paid"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in holdings:
        numbers = (each.jobs, each.takes, each.added, each.dropped, each.chosen)
        cells = (str(number) if number else "–" for number in numbers)
        table.add_row(Text(each.film), *cells, _dollars(each.usd_micros))
    views.console().print(table)
    click.echo(_summary(holdings))


def _summary(holdings: list[Holding]) -> str:
    jobs = sum(each.jobs for each in holdings)
    takes = sum(each.takes for each in holdings)
    paid = sum(each.usd_micros for each in holdings)
    return f"{_counted(jobs, 'job')}, {_counted(takes, 'take')}, {_dollars(paid)} paid"


def _dollars(micros: int) -> str:
    """`$1.20`; to the tenth of a cent where that is needed."""
    cents = -(-micros // 1000) / 1000
    return f"${cents:,.2f}" if micros % 10_000 == 0 else f"${cents:,.3f}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"
