"""A text before and after comes in; what changes, as a unified diff on stdout, comes out."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from difflib import unified_diff

import click

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def show(name: str, before: str, after: str) -> None:
    """Print what changes from `before` to `after`, in colour where a person reads it."""
    color = sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in lines(name, before, after):
        painted = click.style(line, fg=_COLORS.get(line[:1])) if color else line
        click.echo(painted, color=color)


def lines(name: str, before: str, after: str) -> Iterator[str]:
    """The lines of a unified diff, as `git apply` reads it, without their line ends."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    for line in unified_diff(old, new, f"a/{name}", f"b/{name}"):
        yield line.rstrip("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"
