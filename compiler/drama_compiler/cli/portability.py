"""What backends can carry of a script comes in; a table and the losses, or JSON, come out."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from drama_compiler.cli import views
from drama_dsl.diagnostic import Severity

if TYPE_CHECKING:
    from rich.text import Text

    from drama_compiler.portability import Port
    from drama_dsl.source import Source


def report(path: Path, names: str, as_json: bool) -> NoReturn:
    """Tell what each of `names`, with commas between them, carries of the script, and exit."""
    from drama_compiler.cli.plan import schedule_of
    from drama_compiler.make.executor import find_backends
    from drama_compiler.plan.story import Story
    from drama_compiler.portability import ports
    from drama_compiler.session import analyse

    analysis, reading = analyse(path)
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    wanted = [each.strip() for each in names.split(",") if each.strip()]
    if not wanted:
        raise click.UsageError("--for names backends, as in --for pixverse,rehearsal/long")
    wrong = [each for each in analysis.diagnostics if each.severity is Severity.ERROR]
    story = Story(analysis.film, analysis.resolution.origins, analysis.sources)
    schedule = schedule_of(analysis)
    found, problems = ports(story, schedule, wanted, find_backends(analysis.project.root))
    views.show_diagnostics((*wrong, *problems), analysis.sources)
    if as_json:
        from drama_dsl.report.json import as_data

        told = as_data(problems, analysis.sources)
        rows = [{**_data(port), "losses": as_data(port.losses, analysis.sources)} for port in found]
        views.print_json({"backends": rows, "diagnostics": told})
    elif found:
        _show(found, analysis.sources)
    refused = any(port.refused for port in found)
    sys.exit(views.EXIT_ERRORS if wrong or problems or refused else views.EXIT_DONE)


def _data(port: Port) -> dict[str, Any]:
    return {
        "backend": port.name,
        "shots": port.shots,
        "shots_whole": port.whole,
        "jobs": {str(kind): count for kind, count in port.jobs.items()},
        "refused": {str(kind): count for kind, count in port.refused.items()},
        "elsewhere": [str(kind) for kind in port.elsewhere],
        "clip_seconds": round(port.cost.clip_seconds, 3),
        "usd": [round(port.cost.usd_min, 6), round(port.cost.usd_max, 6)],
        "priced": port.cost.priced,
    }


def _show(found: tuple[Port, ...], sources: Mapping[str, Source]) -> None:
    """The losses of each backend, then all backends side by side."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    for port in found:
        if port.losses:
            click.echo(f"{port.name}:", err=True)
            views.show_diagnostics(port.losses, sources)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column("Backend", no_wrap=True, overflow="fold")
    for name in ("Shots whole", "Refused", "Lost", "Seconds", "Price"):
        table.add_column(name, justify="right", no_wrap=name != "Shots whole")
    table.add_column("Not made there")
    for port in found:
        table.add_row(*_cells(port))
    views.console().print(table)


def _cells(port: Port) -> list[str | Text]:
    from rich.text import Text

    from drama_compiler.plan.price import dollars

    refused = sum(port.refused.values())
    lost = port.lost(Severity.HINT) + port.lost(Severity.WARNING)
    whole = Text(f"{port.whole} of {port.shots}", "green" if port.whole == port.shots else "")
    return [
        port.name,
        whole,
        Text(str(refused), "bold red" if refused else "dim"),
        Text(str(lost), "yellow" if lost else "dim"),
        f"{port.cost.clip_seconds:,.1f}".removesuffix(".0") if port.cost.clip_seconds else "",
        dollars(port.cost) if port.cost.usd_max or not port.cost.priced else "free",
        ", ".join(_elsewhere(port)),
    ]


def _elsewhere(port: Port) -> list[str]:
    """The kinds that a backend does not make; where it makes no image at all, `stills`."""
    from drama_compiler.graph.references import STILLS

    none = set(port.elsewhere) >= STILLS
    told = [f"{kind}s" for kind in port.elsewhere if not (none and kind in STILLS)]
    return [*told, "stills"] if none else told
