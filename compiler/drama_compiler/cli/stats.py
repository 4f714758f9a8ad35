"""`drama stats`: a script comes in; its film in figures, as tables or JSON, comes out."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option, script_argument
from drama_dsl.manuscript import as_pages
from drama_dsl.report.width import columns

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from drama_compiler.film.statistics import PlaceFigures, Statistics

_WIDTH_MAX = 92
_BAR_COLUMNS = 12
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LIGHT = {"day": "yellow", "morning": "yellow", "afternoon": "yellow", "night": "blue"}


@click.command(epilog="Example:  drama stats film.drama    drama stats film.drama --json")
@script_argument
@json_option
def command(script: Path | None, as_json: bool) -> None:
    """Count a film: its length, speech and screen time, places, day and night, shots.

    Speech is estimated until it has been spoken; pages are those of the printed screenplay.
    """
    from drama_compiler.film.page_lengths import page_lengths
    from drama_compiler.film.statistics import count
    from drama_compiler.session import analyse

    analysis, reading = analyse(find_script(script))
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    schedule, _ = analysis.scheduled({})
    lengths = page_lengths(reading.trees[0], analysis.resolution)
    figures = count(analysis.film, schedule, *lengths)
    if as_json:
        views.print_json(asdict(figures))
    else:
        _show(figures, views.console(_WIDTH_MAX))


def _show(figures: Statistics, console: Console) -> None:
    """Everything in the order of what is asked first: how long, which scenes, who, where, how."""
    from rich.text import Text

    console.print(Text(figures.title or "Untitled", "bold"))
    console.print(_summary(figures))
    for table in (_scenes(figures), _characters(figures), _places(figures), _light(figures)):
        if table.row_count:
            console.print()
            console.print(table)
    console.print()
    for line in _shots(figures):
        console.print(line)


def _summary(figures: Statistics) -> Text:
    from rich.text import Text

    parts = [clock(figures.seconds), _counted(len(figures.scenes), "scene")]
    parts.append(_counted(figures.shots.count, "shot"))
    if figures.pages is not None:
        parts.append(_counted(figures.pages, "page"))
    spoken = "speech" if figures.measured else "speech (estimated)"
    parts.append(f"{clock(figures.speech_seconds)} of {spoken}")
    return Text(" · ".join(parts))


def _scenes(figures: Statistics) -> Table:
    table = _table("Scene", right=("Pages", "Shots", "Length"))
    longest = max((scene.seconds for scene in figures.scenes), default=0.0)
    number = max((columns(scene.number) for scene in figures.scenes), default=0)
    for scene in figures.scenes:
        table.add_row(
            _plain(f"{scene.number.rjust(number)}  {scene.heading or '(no heading)'}"),
            as_pages(scene.eighths) if scene.eighths is not None else "",
            str(scene.shots),
            clock(scene.seconds),
            _bar(scene.seconds / longest if longest else 0, "cyan"),
        )
    return table


def _characters(figures: Statistics) -> Table:
    table = _table("Character", right=("Scenes", "Lines", "Words", "Speech", "On screen"))
    for each in figures.characters:
        table.add_row(
            _plain(each.name),
            str(each.scenes),
            str(each.lines) if each.lines else "–",
            str(each.words) if each.words else "–",
            _shared(each.speech_seconds, each.speech_share),
            _shared(each.screen_seconds, each.screen_share),
            _bar(each.screen_share, "green"),
        )
    return table


def _places(figures: Statistics) -> Table:
    table = _table("Place", right=("", "Scenes", "Time"))
    for each in figures.places:
        table.add_row(
            _plain(each.name),
            _side(each),
            str(each.scenes),
            _shared(each.seconds, each.share),
            _bar(each.share, "magenta"),
        )
    return table


def _light(figures: Statistics) -> Table:
    """Inside and outside, then the times of day, with the share of the film that each has."""
    table = _table("Setting and light", right=("",))
    shares: list[tuple[Mapping[str, float], str]] = [
        (figures.setting, "white"),
        (figures.daytime, ""),
    ]
    for group, color in shares:
        for name, share in group.items():
            style = color or _LIGHT.get(name, "red")
            said = "not said, or both" if name == "open" else name
            table.add_row(said, percent(share), _bar(share, style))
    return table


def _shots(figures: Statistics) -> list[Text]:
    from rich.text import Text

    shots = figures.shots
    if not shots.count:
        return []
    lengths = (
        f"mean {shots.seconds_mean:.1f} s, median {shots.seconds_median:.1f} s; "
        f"longest {shots.longest}, {shots.seconds_max:.1f} s, "
        f"shortest {shots.shortest}, {shots.seconds_min:.1f} s"
    )
    made = f"{shots.written} written in the script, {shots.implied} implied by its coverage"
    return [Text("Shots", "bold"), Text(f"  {lengths}"), Text(f"  {made}")]


def _table(first: str, *, right: tuple[str, ...]) -> Table:
    """A table as wide as all others: a name that takes what is left, then numbers, then a bar."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        box=SIMPLE_HEAD,
        expand=True,
        show_edge=False,
        pad_edge=False,
        collapse_padding=True,
        header_style="bold",
    )
    table.add_column(first, overflow="ellipsis", no_wrap=True, ratio=1, min_width=12)
    for name in right:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True, width=_BAR_COLUMNS)
    return table


def _shared(seconds: float, share: float) -> str:
    """A length and the share that it is, in columns of their own: `0:12   38 %`."""
    return f"{clock(seconds)}  {percent(share):>5}" if seconds else "–"


def _bar(share: float, style: str) -> Text:
    """A share of the bar's width, to an eighth of a column."""
    from rich.text import Text

    whole, rest = divmod(round(min(1.0, max(0.0, share)) * _BAR_COLUMNS * 8), 8)
    return Text("█" * whole + (_EIGHTHS[rest] if rest else ""), style)


def _plain(text: str) -> Text:
    """A script's text, in which brackets are no markup."""
    from rich.text import Text

    return Text(text)


def _side(place: PlaceFigures) -> str:
    return {True: "interior", False: "exterior", None: ""}[place.interior]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"


def percent(share: float) -> str:
    """A share as people read it; what is there is never 0 %."""
    whole = round(share * 100)
    return "<1 %" if share and not whole else f"{whole} %"


def clock(seconds: float) -> str:
    """`0:05`, `1:05`, `2:03:00`: a length in columns of its like."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
