"""Scripts that were checked come in; what is wrong with them, for another program, comes out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from drama_compiler.cli import views
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Source

FORMATS = ("text", "line", "json", "sarif", "github")
"""What `--format` can be; the last two are for code review on a server."""


def print_sarif(checked: Iterable[tuple[Path, Iterable[Diagnostic], Mapping[str, Source]]]) -> None:
    """Print one SARIF log of scripts, each with its path, its diagnostics and their sources."""
    from importlib.metadata import version

    from drama_compiler.pages import all_pages
    from drama_dsl.report import sarif

    scripts = [sarif.Checked(found, read, paths(path, read)) for path, found, read in checked]
    click.echo(views.json_text(sarif.as_data(scripts, all_pages(), version("drama-lang")), 2))


def print_github(
    checked: Iterable[tuple[Path, Iterable[Diagnostic], Mapping[str, Source]]],
) -> None:
    """Print GitHub's workflow commands for scripts."""
    from drama_dsl.report import github

    for path, found, read in checked:
        click.echo(github.render(found, read, paths(path, read)), nl=False)


def paths(script: Path, sources: Iterable[str]) -> dict[str, str]:
    """Where a script's files are seen from this folder, with slashes; diagnostics name them from
    the project's root.
    """
    from drama_compiler.project import open_project

    root = open_project(script).root
    seen = {name: os.path.relpath(root / name) for name in sources}
    return {name: path.replace(os.sep, "/") for name, path in seen.items()}
