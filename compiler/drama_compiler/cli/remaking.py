"""A script and how to film it come in; it is made, and made again whenever one of its files has
changed; each time one line says what came of it, until Ctrl-C.
"""

from __future__ import annotations

import contextlib
import gc
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from drama_compiler.cli import told, views
from drama_compiler.cli.making import Making, built_data, options_of, refusal_data
from drama_compiler.make import warm

if TYPE_CHECKING:
    from drama_compiler.building import Built
    from drama_compiler.rebuilding import Round


def keep_making(path: Path, making: Making) -> NoReturn:
    """Make the film of the script at `path`, again at every change, and exit when interrupted."""
    _refuse_to_buy(making)
    with contextlib.suppress(OSError):
        warm.begin()
    from drama_compiler.building import not_written
    from drama_compiler.cli.progress import Progress
    from drama_compiler.project import open_project
    from drama_compiler.rebuilding import rebuild

    options = options_of(open_project(path), making)
    good, shown = False, ""
    try:
        with contextlib.closing(rebuild(path, options, Progress)) as rounds:
            for round_ in rounds:
                good = round_.good
                shown = _tell(round_, making.as_json, shown)
                _tidy()
    except KeyboardInterrupt:
        pass
    except OSError as failure:
        # What a build meets on the disk it tells itself: this is of the workers' own.
        views.show_diagnostics((not_written(failure),), {})
        good = False
    sys.exit(views.EXIT_DONE if good else views.EXIT_ERRORS)


def _refuse_to_buy(making: Making) -> None:
    """Who is not asked before each build must not be made to pay for one."""
    buys = {
        "--profile": making.profile != "preview",
        "--until": making.until != "sounds",
        "--redo": making.redo_stale,
        "--plan": making.plan is not None,
        "--allow-unpriced": making.allow_unpriced,
        "--retry-unknown": making.retry_unknown,
        "--forget-unknown": making.forget_unknown,
    }
    asked = [name for name, is_asked in buys.items() if is_asked]
    if asked:
        raise click.UsageError(
            f"--watch buys nothing: it goes without {' and '.join(asked)}; "
            "what was bought before is in the film"
        )


def _tell(round_: Round, as_json: bool, shown: str) -> str:
    """Say what a round came to; the film's path, printed where it is not the one `shown` before."""
    built = round_.built
    views.show_diagnostics(round_.diagnostics, round_.sources)
    if built:
        views.show_diagnostics(built.diagnostics, {**built.sources, **round_.sources})
    _say(f"{_summary(round_)}; Ctrl-C ends")
    if as_json:
        if built and round_.analysis:
            views.print_json(built_data(built, round_.analysis))
        else:
            views.print_json(refusal_data(round_.diagnostics, round_.sources))
    elif built and built.film and str(built.film) != shown:
        shown = str(built.film)
        click.echo(told.shown(shown))
    return shown


def _say(words: str) -> None:
    click.echo(f"{time.strftime('%X')} {words}", err=True)


def _summary(round_: Round) -> str:
    """`built in 1.2 s, 7 of 149 made: voice, clip, picture, segment, stem, mix, master`."""
    built, took = round_.built, f"{round_.seconds:.1f} s"
    if built is None:
        return "not built, for there are errors: the film stays as it was"
    if built.left:
        return f"left after {took}, for there was a change"
    if built.film is None:
        return "the film could not be made: it stays as it was"
    return f"built in {took}, {_made(built)}"


def _made(built: Built) -> str:
    if not built.made:
        return "nothing to make"
    count = f"{len(built.made)} of {len(built.made) + len(built.reused)}"
    return f"{count} made: {', '.join(_kinds(built.made))}"


def _kinds(jobs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(job.partition("/")[0] for job in jobs))


def _tidy() -> None:
    """Look for what is dead now, while nobody waits, and at what is alive no more hereafter."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
