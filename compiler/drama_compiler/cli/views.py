"""What a verb has to say comes in; text for a person on stderr or JSON on stdout comes out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from drama_dsl.diagnostic import Diagnostic, Severity
from drama_dsl.report import text
from drama_dsl.source import Source

EXIT_DONE = 0
EXIT_ERRORS = 1


def show_diagnostics(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> None:
    """Print diagnostics on stderr, in colour where a person reads them."""
    color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    click.echo(text.render(diagnostics, sources, color=color), err=True, nl=False)


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


def print_json(value: Any) -> None:
    """One line of JSON on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")))


def clock(seconds: float) -> str:
    """`4 s`, `1:05` or `2:03:00`: a length as people say it."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
