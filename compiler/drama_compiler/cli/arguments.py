"""The arguments and options that several verbs share, and what their texts mean."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from drama_compiler.cli import views
from drama_compiler.project import PROJECT_FILE, script_of_folder

script_argument = click.argument(
    "script", required=False, type=click.Path(path_type=Path), metavar="[SCRIPT]"
)

json_option = click.option(
    "as_json", "--json", is_flag=True, help="Print the result as JSON on stdout."
)


class Scale(click.ParamType[Fraction]):
    """A share of the picture's size: `1/4`, `0.5` or `50%`, over 0 and up to 4."""

    name = "scale"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """The share as an exact number."""
        if isinstance(value, Fraction):
            return value
        text = str(value).strip()
        try:
            share = Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
        except (ValueError, ZeroDivisionError):
            self.fail(f"'{value}' is not a share such as 1/4, 0.5 or 50%", param, ctx)
        if not 0 < share <= 4:
            self.fail(f"'{value}' is not over 0 and up to 4", param, ctx)
        return share


scale_option = click.option(
    "--scale", type=Scale(), default="1", metavar="SHARE", help="Share of the size, as 1/4."
)


def find_script(script: Path | None) -> Path:
    """The script that is meant: the one named, or that of the project in this folder.

    Where neither is, what is wrong is printed and the command ends with exit code 1.
    """
    folder = script or Path.cwd()
    if script is not None and not _holds_project(script):
        return script
    found, diagnostics, sources = script_of_folder(folder)
    views.show_diagnostics(diagnostics, sources)
    if found is None:
        sys.exit(views.EXIT_ERRORS)
    return found


def _holds_project(folder: Path) -> bool:
    try:
        return (folder / PROJECT_FILE).is_file()
    except OSError:
        return False
