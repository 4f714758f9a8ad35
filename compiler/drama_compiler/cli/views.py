"""What a verb has to say comes in; text for a person on stderr or JSON on stdout comes out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from drama_dsl.diagnostic import Diagnostic, Severity
from drama_dsl.report import text
from drama_dsl.source import Source

if TYPE_CHECKING:
    from rich.console import Console

EXIT_DONE = 0
EXIT_ERRORS = 1


def show_diagnostics(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> None:
    """Print diagnostics on stderr, in colour where a person reads them."""
    color = watched() and not os.environ.get("NO_COLOR")
    click.echo(text.render(diagnostics, sources, color=color), err=True, nl=False)


def watched() -> bool:
    """Whether a person sees stderr in a terminal; a program can be started without any."""
    return sys.stderr is not None and sys.stderr.isatty()


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    counts = dict.fromkeys(Severity, 0)
    for each in diagnostics:
        counts[each.severity] += 1
    parts = [
        f"{count} {severity}{'s' if count != 1 else ''}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(parts) or "no problems"


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether anything is bad enough for a command to fail."""
    return any(each.severity is Severity.ERROR for each in diagnostics)


def console(width_max: int = 120) -> Console:
    """A rich console on stdout, no wider than can be read; plain text where nobody sees it."""
    from rich.console import Console

    found = Console(highlight=False, soft_wrap=False)
    if found.width > width_max:
        found.width = width_max
    return found


def print_json(value: Any) -> None:
    """One line of JSON on stdout."""
    click.echo(json_text(value))


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON that stdout can take: what its encoding has no sign for is escaped."""
    separators = (", " if indent is None else ",", ": ")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent, separators=separators)
    return text


def clock(seconds: float) -> str:
    """`4 s`, `1:05` or `2:03:00`: a length as people say it."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
