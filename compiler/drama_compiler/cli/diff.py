"""`drama diff`: one or two revisions come in; what changed between the two films comes out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option
from drama_compiler.project import SUFFIXES, script_of_folder
from drama_compiler.roots import PROJECT_FILE

if TYPE_CHECKING:
    from drama_compiler.comparing import Comparison
    from drama_compiler.repricing import Repricing

EXIT_DIFFERENT = 1
EXIT_TROUBLE = 2
"""As `diff` and `git diff` end: so that a script can tell another film from no answer."""

_REVISIONS_MAX = 2


@click.command(epilog="Examples:  drama diff    drama diff HEAD~3    drama diff main... film.drama")
@click.argument("words", nargs=-1, metavar="[REV [REV]] [SCRIPT]")
@click.option("--profile", metavar="NAME", help="Tell what the change costs with this profile.")
@click.option("--exit-code", is_flag=True, help="End with 1 where it is another film.")
@click.option("--markdown", is_flag=True, help="Print a comment for a pull request.")
@json_option
def command(
    words: tuple[str, ...],
    profile: str | None,
    exit_code: bool,
    markdown: bool,
    as_json: bool,
) -> None:
    """Say what changed as a film between two revisions in git, or a revision and the files here.

    Shots that came, went, moved or changed and how, what declarations reach, how long the film is
    now and what has to be made anew. Without a REV it is HEAD; with `A...B` it is what B changed
    since it left A. Layout, notes and comments change nothing. Exit code: 0, and 2 where there is
    no answer; with --exit-code 1 where something changed.
    """
    from drama_compiler.comparing import compare

    revisions, script = _parted(words)
    found = compare(script, *(revisions or ["HEAD"]))
    if found.changes is None:
        views.show_diagnostics(found.diagnostics, found.sources or {})
        sys.exit(EXIT_TROUBLE)
    price = _price(found, profile) if profile else None
    _print(found, price, "json" if as_json else "markdown" if markdown else "text")
    sys.exit(EXIT_DIFFERENT if exit_code and not found.changes.empty else views.EXIT_DONE)


def _price(found: Comparison, profile: str) -> Repricing:
    """What the change costs; where the profile does not say, that is told and the command ends."""
    from drama_compiler.repricing import reprice

    assert found.before and found.after
    price, diagnostics, sources = reprice(found.before.analysis, found.after.analysis, profile)
    views.show_diagnostics(diagnostics, sources)
    if price is None:
        sys.exit(EXIT_TROUBLE)
    return price


def _print(found: Comparison, price: Repricing | None, form: str) -> None:
    if form == "json":
        from drama_compiler.cli.changes_data import as_data

        views.print_json(as_data(found, price))
    elif form == "markdown":
        from drama_compiler.cli.changes_markdown import as_markdown

        click.echo(as_markdown(found, price), nl=False)
    else:
        from drama_compiler.cli.changes_text import show

        show(found, price, views.console(100))


def _parted(words: Sequence[str]) -> tuple[list[str], Path]:
    """Revisions, and the script: the last word where it is one, else that of this folder."""
    revisions = list(words)
    script = None
    if words and _is_script(Path(words[-1])):
        script = find_script(Path(revisions.pop()))
    if len(revisions) > _REVISIONS_MAX:
        raise click.UsageError(f"'{revisions[-1]}' is one revision too many")
    if any(not each or each.startswith("-") for each in revisions):
        raise click.UsageError("a revision is a name such as HEAD~1, main or 12c08a9")
    return revisions, script or _script_around()


def _is_script(path: Path) -> bool:
    return path.suffix in SUFFIXES or (path / PROJECT_FILE).is_file()


def _script_around() -> Path:
    """The script of this folder, or of the nearest one above it in the checkout that has any."""
    for folder in _within_checkout(Path.cwd()):
        if (folder / PROJECT_FILE).is_file() or any(folder.glob("*.drama")):
            found, diagnostics, sources = script_of_folder(folder)
            views.show_diagnostics(diagnostics, sources)
            if found is None:
                sys.exit(EXIT_TROUBLE)
            return found
    return find_script(None)


def _within_checkout(folder: Path) -> list[Path]:
    """This folder and those above it up to the top of its checkout; without one this alone."""
    folders = [folder, *folder.parents]
    tops = [place for place, each in enumerate(folders) if (each / ".git").exists()]
    return folders[: tops[0] + 1] if tops else [folder]
