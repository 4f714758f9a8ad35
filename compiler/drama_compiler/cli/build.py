"""`drama build`: a script comes in; a film, its timeline and its media come out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drama_compiler.cli.arguments import find_script, script_argument
from drama_compiler.cli.making import Making, make_film, making_options
from drama_compiler.cli.remaking import keep_making

if TYPE_CHECKING:
    from drama_compiler.store.stamp import Asked


@click.command(
    epilog="Example:  drama build film.drama --scale 1/2    drama build --profile final"
    "    drama build --watch    exit code: 0 made, 1 not"
)
@script_argument
@making_options
@click.option("redo_stale", "--redo", is_flag=True, help="Buy anew whatever is out of date.")
@click.option(
    "--plan",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Buy what this saved plan says, or nothing if the world has moved.",
)
@click.option(
    "--watch", is_flag=True, help="Make it again at every change, until Ctrl-C; buys nothing."
)
@click.pass_obj
def command(
    asked: Asked | None,
    /,
    script: Path | None,
    redo_stale: bool,
    plan: Path | None,
    watch: bool,
    **how: Any,
) -> None:
    """Make the film: an MP4 to watch, a timeline and an edit list, every shot's clean picture.

    Without any key it is an animatic, drawn, spoken and scored on this machine. With a profile of
    drama.toml, services make what it gives them; `drama plan` says what that takes. What was made
    before and has not changed is reused, and nothing is paid for twice.

    With --watch it stays, and makes the film again whenever the script or a file that it uses, the
    project's file, its lock or its themes change: leave it running beside the editor, with a player
    on the film. Only what an edit touches is made; where the script has errors they are told, and
    the film stays as it was. Nothing is bought: what was bought before is in the film.
    """
    making = Making(**how, redo_stale=redo_stale, plan=plan)
    if watch:
        keep_making(find_script(script), making)
    make_film(find_script(script), making, asked)
