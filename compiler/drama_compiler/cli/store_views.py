"""What is known of a store comes in; lines and tables for people, and data for JSON, come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from drama_compiler.cli import views
from drama_compiler.store.remote import Moved
from drama_compiler.store.sweep import Kept, Need, Sweeping
from drama_compiler.store.verify import Damage, Verdict
from drama_dsl.diagnostic import Diagnostic, Help, error

_NAMED_FILES = 20
_ALL_FILMS = "all films"


@dataclass(slots=True)
class Size:
    """How many files there are of something, and how large they are together."""

    files: int = 0
    bytes: int = 0

    def add(self, bytes_: int) -> None:
        """One file more."""
        self.files += 1
        self.bytes += bytes_

    def as_data(self) -> dict[str, int]:
        """As JSON."""
        return {"files": self.files, "bytes": self.bytes}


@dataclass(slots=True)
class Report:
    """The sizes of a store: of all, by kind of job, by film, by why it is kept, and what can go.

    `kinds` tell what is paid or brought in from what is made here for nothing.
    """

    total: Size = field(default_factory=Size)
    kinds: dict[tuple[str, bool], Size] = field(default_factory=dict)
    films: dict[str, Size] = field(default_factory=dict)
    needs: dict[str, Size] = field(default_factory=dict)
    can_go: Size = field(default_factory=Size)
    cache_bytes: int = 0

    @classmethod
    def of(cls, kept: Iterable[Kept], sweeping: Sweeping, state_folder: Path) -> Report:
        """The report on these files."""
        report = cls(cache_bytes=_bytes_below(state_folder / "cache"))
        for each in kept:
            bytes_ = each.file.bytes
            paid = each.need in (Need.LOCKED, Need.JOURNAL, Need.PAID)
            report.total.add(bytes_)
            report.kinds.setdefault((each.kind or "other", paid), Size()).add(bytes_)
            report.needs.setdefault(str(each.need), Size()).add(bytes_)
            for film in each.films or ("",):
                report.films.setdefault(film, Size()).add(bytes_)
        for each in sweeping.freed:
            report.can_go.add(each.file.bytes)
        return report

    def as_data(self) -> dict[str, Any]:
        """As JSON; a film's empty name stands for what belongs to none."""
        return {
            "total": self.total.as_data(),
            "kinds": [
                {"kind": kind, "paid": paid, **size.as_data()}
                for (kind, paid), size in sorted(self.kinds.items())
            ],
            "films": {name: size.as_data() for name, size in sorted(self.films.items())},
            "needs": {name: size.as_data() for name, size in sorted(self.needs.items())},
            "can_go": self.can_go.as_data(),
            "cache_bytes": self.cache_bytes,
        }


def show(report: Report, absent: int) -> None:
    """Print the report for a person."""
    if not report.total.files:
        click.echo("the store is empty")
    else:
        _table(
            "Kind",
            (
                (f"{kind}{' (paid or brought in)' if paid else ''}", size)
                for (kind, paid), size in sorted(report.kinds.items())
            ),
        )
        named = ((name or "no film's last build", size) for name, size in report.films.items())
        _table("Film", sorted(named))
        click.echo(f"{_sized(report.total)} in all; `drama store gc` frees {_sized(report.can_go)}")
    click.echo(f"beside it {megabytes(report.cache_bytes)} of drawings kept between builds")
    if absent:
        click.echo(f"{_files(absent)} of the lock not here: drama store pull")


def damage(found: Damage, label: str) -> Diagnostic:
    """The diagnostic on a damaged file."""
    whose = ", ".join(found.jobs[:5]) or "nobody on record"
    message = f"a take is damaged: `{found.path.name}`, of {whose}"
    text = "fetch it again: drama store pull" if found.locked else "build again: it is free"
    helps = (Help(text),)
    return error("media-damaged", message, None, notes=(f"set aside as {label}",), helps=helps)


def verdict_line(verdict: Verdict) -> str:
    """What a verification came to, in a line."""
    line = f"{_files(verdict.files)} whole, {megabytes(verdict.bytes)}"
    if verdict.damaged:
        line += f"; {len(verdict.damaged)} damaged"
    if verdict.absent:
        line += f"; {_files(len(verdict.absent))} of the lock not here: drama store pull"
    return line


def verdict_data(verdict: Verdict, label: Callable[[Path], str]) -> dict[str, Any]:
    """What a verification came to, as JSON."""
    damaged = [
        {"digest": each.digest, "jobs": list(each.jobs), "aside": label(each.path)}
        for each in verdict.damaged
    ]
    size = {"whole": verdict.files, "bytes": verdict.bytes}
    return {**size, "damaged": damaged, "absent": list(verdict.absent)}


def show_sweeping(sweeping: Sweeping, *, dry_run: bool) -> None:
    """Print what goes and how much it is."""
    freed = sorted(sweeping.freed, key=lambda each: -each.file.bytes)
    for each in freed[:_NAMED_FILES]:
        whose = ", ".join(sorted(each.jobs)[:3]) or str(each.need)
        name = each.file.path.name[:12]
        click.echo(f"  {name}…  {megabytes(each.file.bytes):>9}  {whose}", err=True)
    if len(freed) > _NAMED_FILES:
        click.echo(f"  and {len(freed) - _NAMED_FILES} more", err=True)
    total = Size(len(freed), sum(each.file.bytes for each in freed))
    line = f"{'would free' if dry_run else 'freed'} {_sized(total)}"
    if sweeping.young:
        line += f"; {_files(len(sweeping.young))} too young to go"
    click.echo(line)


def sweeping_data(sweeping: Sweeping, *, dry_run: bool) -> dict[str, Any]:
    """What goes, as JSON."""
    return {
        "dry_run": dry_run,
        "freed": [
            {
                "digest": each.file.digest,
                "bytes": each.file.bytes,
                "need": str(each.need),
                "jobs": sorted(each.jobs),
            }
            for each in sweeping.freed
        ],
        "bytes": sum(each.file.bytes for each in sweeping.freed),
        "too_young": len(sweeping.young),
    }


def moved_line(moved: Moved, url: str, verb: str) -> str:
    """What was pushed or pulled, in a line."""
    size = _sized(Size(len(moved.moved), moved.bytes))
    direction = "to" if verb == "pushed" else "from"
    line = f"{verb} {size} {direction} {url}; {len(moved.there)} there already"
    if moved.absent:
        line += f"; {_files(len(moved.absent))} nowhere"
    return line


def moved_data(moved: Moved, url: str) -> dict[str, Any]:
    """What was pushed or pulled, as JSON."""
    return {
        "remote": url,
        "moved": moved.moved,
        "there": moved.there,
        "absent": moved.absent,
        "refused": moved.refused,
        "bytes": moved.bytes,
    }


def megabytes(bytes_: int) -> str:
    """`12.3 MB`, `4 kB`: a size as people say it."""
    if bytes_ >= 1_000_000_000:
        return f"{bytes_ / 1e9:.1f} GB"
    return f"{bytes_ / 1e6:.1f} MB" if bytes_ >= 100_000 else f"{-(-bytes_ // 1000)} kB"


def _table(first: str, rows: Iterable[tuple[str, Size]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(first, overflow="fold")
    table.add_column("Files", justify="right", no_wrap=True)
    table.add_column("Size", justify="right", no_wrap=True)
    for name, size in rows:
        table.add_row(Text(name), str(size.files), megabytes(size.bytes))
    views.console().print(table)


def _sized(size: Size) -> str:
    return f"{_files(size.files)}, {megabytes(size.bytes)}"


def _files(number: int) -> str:
    return f"{number} file{'s' if number != 1 else ''}"


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
