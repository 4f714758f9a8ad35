"""`drama new`: a name comes in; a folder with a film that builds comes out, laid out for git."""

from __future__ import annotations

import importlib.resources
import json
import sys
from pathlib import Path

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import json_option

IGNORED = """\
# what drama makes again by itself
.drama/
build/
"""

ATTRIBUTES = """\
# scene headings in the hunks of a diff, and line ends that are the same everywhere
*.drama text eol=lf diff=fountain
*.fountain text eol=lf diff=fountain
# git merges it line by line as any text, and drama heals what is left
drama.lock text eol=lf
"""

PROJECT = """\
# This file marks the project's root; what `use:` reaches lies below it.
[film]
script = {script}

# Without a profile the film is an animatic: drawn, spoken and scored on this machine, for nothing.
# With one, services make it, for money: `drama build --profile draft`, and when it is right,
# `--profile final`. `rehearsal` is a service of play money on this machine (`drama backends
# rehearse`); `drama backends` lists the real ones. What both profiles name alike is bought once.
[profile.draft]
still = "rehearsal/still"
voice = "rehearsal"
identity = "rehearsal"
clip = "rehearsal/draft"

[profile.final]
still = "rehearsal/still"
voice = "rehearsal"
identity = "rehearsal"
clip = "rehearsal/steps"
sync = "rehearsal"

[budget]
usd = 20
"""


@click.command(epilog="Example:  drama new waves    then: drama build waves/waves.drama")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="The film's title; the folder's name if not said.")
@click.option(
    "--language", type=click.Choice(["en", "zh"]), default="en", help="Of the example script."
)
@json_option
def command(folder: Path, title: str | None, language: str, as_json: bool) -> None:
    """Lay out a new film in FOLDER: a short script that builds at once, ready for git."""
    name = folder.resolve().name
    if not name.isprintable() or not name:
        raise click.UsageError(f"a film cannot be called {name!r}: name a folder, as in waves")
    script = folder / f"{name}.drama"
    starter = importlib.resources.files("drama_compiler.cli") / "starters" / f"{language}.drama"
    text = starter.read_text("utf-8").replace("{title}", title or _as_title(name))
    files = {
        script: text,
        folder / "drama.toml": PROJECT.format(script=json.dumps(script.name, ensure_ascii=False)),
        folder / ".gitignore": IGNORED,
        folder / ".gitattributes": ATTRIBUTES,
    }
    taken = [path for path in files if path.exists()]
    if taken:
        click.echo(f"error: {taken[0]} is there already; nothing was written", err=True)
        sys.exit(views.EXIT_ERRORS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            path.write_text(content, "utf-8", newline="\n")
    except OSError as failure:
        click.echo(f"error: {folder} cannot be written: {failure.strerror}", err=True)
        sys.exit(views.EXIT_ERRORS)
    if as_json:
        views.print_json({"script": str(script), "files": [str(path) for path in files]})
    else:
        click.echo(f"{script} is ready; build it with: drama build {script}", err=True)


def _as_title(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ").strip()
    return words.title() if words.isascii() else words
