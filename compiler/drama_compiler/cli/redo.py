"""`drama redo`: shots come in; another take of each is bought, and the film made with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from drama_compiler.cli.arguments import find_script
from drama_compiler.cli.making import Making, make_film, making_options
from drama_compiler.cli.take import film_option


@click.command(epilog="Example:  drama redo 2A 2B --profile final    drama redo voice/x9d4e")
@click.argument("what", nargs=-1, required=True)
@film_option
@making_options
def command(what: tuple[str, ...], film: Path | None, **how: Any) -> None:
    """Buy another take of WHAT (shots by number, other jobs by name), and make the film with it.

    Takes that were bought before are kept: `drama take pick` brings them back. What the animatic
    draws is not redone: it would come out the same.
    """
    make_film(find_script(film), Making(**how, redo=what))
