"""`drama plan`: a script comes in; what would be bought for it, why and for how much, comes out."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import find_script, json_option, script_argument

if TYPE_CHECKING:
    from drama_compiler.film.times import Schedule
    from drama_compiler.plan.paid_plan import PaidPlan
    from drama_compiler.planning import Prospect
    from drama_compiler.session import Analysis
    from drama_dsl.diagnostic import Diagnostic

profile_option = click.option(
    "--profile", default="", metavar="NAME", help="The profile; the project's only one if not said."
)


@click.command(
    epilog="Examples:  drama plan film.drama --profile final    drama plan --compare    "
    "drama plan --out plan.json"
)
@script_argument
@profile_option
@click.option("-O", "level", type=click.IntRange(0, 2), default=1, help="Optimise; 1 if not said.")
@click.option("--compare", "compared", is_flag=True, help="The whole film at -O0, -O1 and -O2.")
@click.option("--payload", is_flag=True, help="The exact requests, as JSON.")
@click.option("--lost", is_flag=True, help="What services cannot be told, at its places.")
@click.option("--redo", is_flag=True, help="With all that is out of date, made anew.")
@click.option("--allow-unpriced", is_flag=True, help="Models of which no price is known, too.")
@click.option("--out", type=click.Path(path_type=Path), help="Save the plan: build --plan FILE.")
@json_option
def command(
    script: Path | None,
    profile: str,
    level: int,
    compared: bool,
    payload: bool,
    lost: bool,
    redo: bool,
    allow_unpriced: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Show what a build would buy: every job, why, from whom, and for how much.

    Nothing is bought and nothing is made. Prices are estimates, of the day that is shown; what is
    kept in drama.lock is never bought again unasked. exit code: 0 it can be bought, 1 it cannot
    """
    from drama_compiler.cli.plan_tables import show_plan
    from drama_compiler.plan.admit import admit
    from drama_compiler.plan.losses import told_losses
    from drama_compiler.plan.paid_plan import Wishes
    from drama_compiler.plan.save import payload as payload_data
    from drama_compiler.plan.save import plan_data

    prospect = open_prospect(script, profile)
    if compared:
        _compare(prospect, as_json)
        return
    plan, found = prospect.plan(Wishes(redo_stale=redo, level=level))
    if payload:
        click.echo(views.json_text(payload_data(plan), 2))
        return
    refused = admit(plan, prospect.spent, prospect.caps, allow_unpriced=allow_unpriced)
    if out is not None:
        _write(out, plan_data(plan, prospect.profile.name, level, prospect.story))
    views.show_diagnostics(found, prospect.sources)
    if lost:
        views.show_diagnostics(told_losses(plan, prospect.story), prospect.sources)
    if as_json:
        views.print_json(_data(prospect, plan, level, (*found, *refused)))
    else:
        show_plan(prospect, plan, views.console())
    views.show_diagnostics(refused, prospect.sources)
    sys.exit(views.EXIT_ERRORS if refused else views.EXIT_DONE)


def open_prospect(script: Path | None, profile: str) -> Prospect:
    """All that a plan of the script rests on; where it cannot be read, the command ends."""
    from drama_compiler.planning import look_ahead
    from drama_compiler.session import analyse

    analysis, reading = analyse(find_script(script))
    if analysis is None:
        views.show_diagnostics(reading.diagnostics, reading.sources)
        sys.exit(views.EXIT_ERRORS)
    prospect = look_ahead(analysis, schedule_of(analysis), profile)
    views.show_diagnostics((*analysis.diagnostics, *prospect.diagnostics), prospect.sources)
    if views.has_errors(prospect.diagnostics):
        sys.exit(views.EXIT_ERRORS)
    return prospect


def schedule_of(analysis: Analysis) -> Schedule:
    """The film in frames, by what was spoken as far as that is known."""
    from drama_compiler.recalling import recall

    if (analysis.project.state_folder / "state.db").is_file():
        return recall(analysis, Fraction(1)).schedule
    return analysis.scheduled({})[0]


def _data(
    prospect: Prospect, plan: PaidPlan, level: int, found: tuple[Diagnostic, ...]
) -> dict[str, Any]:
    from drama_compiler.plan.save import plan_data
    from drama_dsl.report.json import as_data

    told = as_data((*prospect.diagnostics, *found), prospect.sources)
    data = plan_data(plan, prospect.profile.name, level, prospect.story)
    return {**data, "diagnostics": told}


def _compare(prospect: Prospect, as_json: bool) -> None:
    from drama_compiler.cli.plan_tables import show_comparison
    from drama_compiler.plan.compare import compare, compare_data

    film, schedule = prospect.analysis.film, prospect.schedule
    declared = prospect.analysis.references.images.keys()
    figures = compare(film, schedule, prospect.profile, prospect.backends, declared)
    if as_json:
        views.print_json(compare_data(figures))
    else:
        show_comparison(prospect, figures, views.console())


def _write(path: Path, data: dict[str, Any]) -> None:
    from drama_compiler.store.media import write_text

    try:
        write_text(path, views.json_text(data, 1) + "\n")
    except OSError as failure:
        click.echo(f"error: {path} cannot be written: {failure.strerror}", err=True)
        sys.exit(views.EXIT_ERRORS)
    click.echo(f"saved: drama build --plan {path}", err=True)
