"""`drama import`: a script of another program comes in; a script that `drama` reads comes out."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import NoReturn

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import json_option


@click.command(epilog="Examples:  drama import film.fdx   drama import old.txt --encoding gb18030")
@click.argument("script", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write, .fountain or .drama; beside SCRIPT if not said.",
)
@click.option("--encoding", metavar="NAME", default="", help="Of plain text; UTF-8 if not said.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@json_option
def command(script: Path, out: Path | None, encoding: str, force: bool, as_json: bool) -> None:
    """Read a Final Draft script (.fdx), or plain text in any encoding, and write it as Fountain.

    What Fountain cannot say is left out, and told. No file is written over without --force.
    """
    from drama_compiler.exchange import import_script
    from drama_compiler.store.media import write_bytes
    from drama_dsl.parser import dialect_of

    target = out or script.with_suffix(".fountain")
    if target.exists() and not force:
        _give_up(f"{target} is there already; --force writes over it")
    data = _read(script)
    suffix = script.suffix.lower().removeprefix(".")
    try:
        imported = import_script(data, suffix, dialect_of(target.name), encoding)
    except ValueError as failure:
        _give_up(f"{script} cannot be read: {failure}")
    try:
        write_bytes(target, imported.text.encode("utf-8", "replace"))
    except OSError as failure:
        _give_up(f"{target} cannot be written: {failure.strerror}")
    for each in imported.left_out:
        click.echo(f"left out: {each}", err=True)
    if as_json:
        views.print_json({"script": str(target), "left_out": list(imported.left_out)})
    else:
        click.echo(target)


def _read(script: Path) -> bytes:
    from drama_compiler.exchange import IMPORT_BYTES_MAX

    try:
        status = script.stat()
        if not stat.S_ISREG(status.st_mode):
            _give_up(f"{script} is not a file")
        if status.st_size > IMPORT_BYTES_MAX:
            _give_up(f"{script} has {status.st_size >> 20} MB, more than a script can have")
        return script.read_bytes()
    except (OSError, ValueError) as failure:
        _give_up(f"{script} cannot be read: {getattr(failure, 'strerror', None) or failure}")


def _give_up(message: str) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(views.EXIT_ERRORS)
