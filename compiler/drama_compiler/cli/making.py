"""How a film is to be made comes in; it is made, and what came of it is told: for every verb that
makes films.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from drama_compiler.cli import told, views
from drama_compiler.cli.arguments import json_option, scale_option
from drama_compiler.make import warm
from drama_dsl.diagnostic import Diagnostic, Severity, error
from drama_dsl.source import Source

if TYPE_CHECKING:
    from drama_compiler.building import Built, Options
    from drama_compiler.film.times import Schedule
    from drama_compiler.project import Project
    from drama_compiler.session import Analysis
    from drama_compiler.spending import Spending
    from drama_compiler.store.stamp import Asked

Verb = TypeVar("Verb", bound=Callable[..., None])

STAGES = ("voices", "frames", "clips", "lips", "sounds")
"""See `spending.py`, which takes long to import."""


@dataclass(frozen=True, slots=True)
class Making:
    """How a film is to be made, as a person says it; `redo` are shots and jobs to buy anew."""

    out: Path | None = None
    scale: Fraction = Fraction(1)
    jobs: int | None = None
    profile: str = "preview"
    level: int = 1
    until: str = "sounds"
    allow_unpriced: bool = False
    retry_unknown: bool = False
    forget_unknown: bool = False
    wait: bool = True
    as_json: bool = False
    redo_stale: bool = False
    redo: tuple[str, ...] = ()
    plan: Path | None = None


def making_options(verb: Verb) -> Verb:
    """The options of every verb that makes the film."""
    options = (
        click.option("--out", type=click.Path(path_type=Path), help="Folder for finished files."),
        scale_option,
        click.option(
            "--jobs", type=click.IntRange(1), help="Worker processes; one a core if not said."
        ),
        click.option(
            "--profile",
            default="preview",
            show_default=True,
            help="Who makes what, from drama.toml.",
        ),
        level_option,
        click.option(
            "--until",
            type=click.Choice(STAGES),
            default="sounds",
            help="Buy up to this stage, and look at it.",
        ),
        click.option(
            "--allow-unpriced", is_flag=True, help="Buy also where nobody knows the price."
        ),
        click.option(
            "--retry-unknown", is_flag=True, help="Make calls again whose answer was lost."
        ),
        click.option(
            "--forget-unknown", is_flag=True, help="Believe that lost calls never arrived."
        ),
        click.option(
            "--wait/--no-wait", default=True, help="Wait for another build of the project."
        ),
        json_option,
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


level_option = click.option(
    "level",
    "-O",
    type=click.IntRange(0, 2),
    default=1,
    show_default=True,
    help="0 buys shot by shot, 1 shares references, 2 makes several shots in one call.",
)


def make_film(path: Path, making: Making, asked: Asked | None = None) -> NoReturn:
    """Make the film of the script at `path`, tell what came of it, and exit."""
    if path.is_file():
        # What workers need is loaded while we find out what they are to do. What the disk has
        # against it is told when they are wanted.
        with contextlib.suppress(OSError):
            warm.begin()
    from drama_compiler.building import build, nothing_to_film
    from drama_compiler.cli.progress import Progress
    from drama_compiler.cli.stamping import Stamping, is_settled
    from drama_compiler.session import analyse

    stamping = Stamping(asked) if asked else None
    analysis, reading = analyse(path)
    if analysis is None:
        _give_up(reading.diagnostics, reading.sources, making.as_json)
    views.show_diagnostics(analysis.diagnostics, analysis.sources)
    if analysis.empty:
        _give_up((nothing_to_film(analysis),), analysis.sources, making.as_json)
    options = replace(options_of(analysis.project, making), spending=_spending(analysis, making))
    with Progress() as progress:
        built = build(analysis, options, progress)
    views.show_diagnostics(built.diagnostics, {**built.sources, **analysis.sources})
    data = built_data(built, analysis)
    if making.as_json:
        views.print_json(data)
    else:
        _tell(built)
    if stamping and built.film and is_settled(built):
        stamping.keep(analysis, built, data)
    wrong = any(each.severity is Severity.ERROR for each in built.diagnostics)
    sys.exit(views.EXIT_DONE if built.film and not wrong else views.EXIT_ERRORS)


def options_of(project: Project, making: Making) -> Options:
    """How to build, but for what is bought."""
    from drama_compiler.building import Options

    return Options(
        folder=(making.out or project.build_folder).resolve(),
        scale=making.scale,
        workers=making.jobs or os.cpu_count() or 1,
        wait=making.wait,
    )


def _spending(analysis: Analysis, making: Making) -> Spending:
    """By whom the film is made and for how much; ends where that cannot be followed."""
    from drama_compiler.make.executor import find_backends
    from drama_compiler.plan.paid_plan import Wishes
    from drama_compiler.spending import Spending, read_terms, wished
    from drama_compiler.takes.edit import TakeError

    if making.retry_unknown and making.forget_unknown:
        raise click.UsageError("calls whose answer was lost are made again, or forgotten: not both")
    saved = _saved(making)
    name = str(saved["profile"]) if saved else making.profile
    profile, caps, found, sources = read_terms(analysis, name, find_backends())
    if any(each.severity is Severity.ERROR for each in found):
        _give_up(found, sources, making.as_json)
    views.show_diagnostics(found, sources)
    try:
        redo = wished(analysis.film, making.redo)
    except TakeError as failure:
        _give_up((error("no-such-job", str(failure), None),), sources, making.as_json)
    level = int(saved["level"]) if saved else making.level
    return Spending(
        profile,
        caps,
        Wishes(redo, making.redo_stale, level),
        making.until,
        making.allow_unpriced,
        "retry" if making.retry_unknown else "forget" if making.forget_unknown else "",
        saved,
    )


def _saved(making: Making) -> Mapping[str, Any] | None:
    """The data of the plan that is to be carried out, if any."""
    if making.plan is None:
        return None
    from drama_compiler.plan.save import read_plan

    try:
        text = making.plan.read_text("utf-8", "replace")
    except OSError as failure:
        wrong = error("bad-plan-file", f"`{making.plan}`: {failure.strerror}", None)
        _give_up((wrong,), {}, making.as_json)
    data, found = read_plan(text, str(making.plan))
    if data is None:
        _give_up(found, {}, making.as_json)
    return data


def _give_up(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], as_json: bool
) -> NoReturn:
    views.show_diagnostics(diagnostics, sources)
    if as_json:
        views.print_json(refusal_data(diagnostics, sources))
    sys.exit(views.EXIT_ERRORS)


def refusal_data(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]
) -> dict[str, Any]:
    """What `--json` prints where nothing was built."""
    from drama_dsl.report import json as json_report

    return {"film": None, "files": [], "diagnostics": json_report.as_data(diagnostics, sources)}


def built_data(built: Built, analysis: Analysis) -> dict[str, Any]:
    """What `--json` prints: every file written, what was made and why, what was reused."""
    from drama_dsl.report import json as json_report

    found = (*analysis.diagnostics, *built.diagnostics)
    schedule = built.schedule
    return {
        "film": str(built.film) if built.film else None,
        "files": [str(path) for path in built.files],
        "frames": schedule.frames if schedule else 0,
        "rate": str(schedule.rate) if schedule else "",
        "seconds": round(float(schedule.frames / schedule.rate), 3) if schedule else 0,
        "made": [{"job": name, "why": why} for name, why in built.made.items()],
        "reused": built.reused,
        "bought": built.bought,
        "usd": built.usd_micros / 1e6,
        "handed_off": [
            {"service": each.title, "page": str(each.page), "prompts": each.prompts}
            for each in built.handed
        ],
        "failed": [{"job": each.job.name, "error": each.error} for each in built.failures],
        "diagnostics": json_report.as_data(found, {**built.sources, **analysis.sources}),
        "elapsed_seconds": round(built.elapsed_seconds, 2),
    }


def _tell(built: Built) -> None:
    """What was made and where, in a few lines on stderr, and the film's path on stdout."""
    if built.film is None or built.schedule is None:
        click.echo("the film could not be made", err=True)
        return
    made, reused = len(built.made), len(built.reused)
    files = [str(path) for path in built.files]
    length = length_of(built.schedule)
    if built.bought:
        count = f"{len(built.bought)} job{'s' if len(built.bought) > 1 else ''}"
        click.echo(f"bought {count} for ${built.usd_micros / 1e6:,.2f}", err=True)
    for each in built.handed:
        prompts = f"{each.prompts} prompt{'s' * (each.prompts > 1)}"
        click.echo(f"{prompts} to carry to {each.title} by hand: {each.page}", err=True)
    if built.handed:
        click.echo("then bring the results back: drama collect FOLDER", err=True)
    click.echo(told.told(length, made, reused, built.elapsed_seconds, files), err=True, nl=False)
    click.echo(told.shown(str(built.film)))


def length_of(schedule: Schedule) -> str:
    """`12.0 s in 4 shots`."""
    seconds = float(schedule.frames / schedule.rate)
    return f"{seconds:.1f} s in {len(schedule.shots)} shots"
