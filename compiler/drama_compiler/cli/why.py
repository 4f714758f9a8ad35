"""`drama why`: a shot comes in; what it is made of, how that stands and why, comes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import json_option
from drama_compiler.cli.plan import open_prospect, profile_option

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from drama_compiler.film.film import Film, Shot
    from drama_compiler.graph.jobs import Graph, Job
    from drama_compiler.plan.paid_plan import PaidPlan, PaidStep
    from drama_compiler.planning import Prospect
    from drama_compiler.store.lock import Entry


@click.command(epilog="Example:  drama why 12B    drama why k7f2q --profile final --json")
@click.argument("shot")
@click.option(
    "script", "--film", type=click.Path(path_type=Path), help="The script; if not said, this one's."
)
@profile_option
@json_option
def command(shot: str, script: Path | None, profile: str, as_json: bool) -> None:
    """Say what SHOT is made of: each part, its state, what changed and where, and its takes.

    SHOT is a number (12B) or an id. Nothing is bought and nothing is made.
    """
    from drama_compiler.plan.paid_plan import Wishes

    prospect = open_prospect(script, profile)
    found = find_shot(prospect.analysis.film, shot)
    plan, _ = prospect.plan(Wishes())
    graph, _ = prospect.graph(1)
    names = parts_of(found.id, graph)
    if as_json:
        views.print_json(_data(found, names, plan, prospect))
    else:
        _show(found, names, graph, plan, prospect, views.console())


def find_shot(film: Film, wanted: str) -> Shot:
    """The shot of that number or id; an unknown one is a question of usage."""
    from drama_dsl.suggest import suggest

    shots = [shot for scene in film.scenes for shot in scene.shots]
    for shot in shots:
        if wanted.casefold() in (shot.number.casefold(), shot.id.casefold()):
            return shot
    near = suggest(wanted, [shot.number for shot in shots])
    hint = f"did you mean '{near}'?" if near else f"they run to {shots[-1].number}"
    raise click.UsageError(f"there is no shot '{wanted}'; {hint}")


def parts_of(shot: str, graph: Graph) -> tuple[str, ...]:
    """The bought jobs of a shot and all that these are made of; clips first."""
    found = [job.name for job in graph if job.origin == shot and job.kind == "clip"]
    found += [job.name for job in graph if job.origin == shot and job.kind == "sync"]
    for name in found:
        found += [each for each in graph.jobs[name].inputs if each not in found]
    return tuple(found)


def _data(shot: Shot, names: tuple[str, ...], plan: PaidPlan, prospect: Prospect) -> dict[str, Any]:
    from drama_compiler.plan.save import cause_data

    steps = {step.job.name: step for step in plan.steps}
    return {
        "shot": shot.id,
        "number": shot.number,
        "at": prospect.analysis.place(shot.id),
        "parts": [
            {
                "job": name,
                "called": prospect.story.called(steps[name].job),
                "state": str(steps[name].state),
                "action": str(steps[name].action),
                **cause_data(steps[name].condition.cause or steps[name].why, prospect.story),
                "takes": [take.key for take in _entry(name, prospect).takes],
                "shown": [cut.take for cut in steps[name].condition.cuts],
            }
            for name in names
        ],
    }


def _entry(name: str, prospect: Prospect) -> Entry:
    from drama_compiler.plan.states import entry_of

    return entry_of(name, prospect.lock, prospect.analysis.project.key)


def _show(
    shot: Shot,
    names: tuple[str, ...],
    graph: Graph,
    plan: PaidPlan,
    prospect: Prospect,
    console: Console,
) -> None:
    from rich.text import Text
    from rich.tree import Tree

    at = prospect.analysis.place(shot.id)
    tree = Tree(Text.assemble((shot.number, "bold"), f"  {shot.id}  ", (at, "cyan")))
    steps = {step.job.name: step for step in plan.steps}
    its = [name for name in names if graph.jobs[name].origin == shot.id]
    clips = [name for name in its if name.startswith("clip/")]
    moved = {graph.jobs[name].inputs[0]: name for name in its if name.startswith("sync/")}
    for name in clips:
        _grow(tree, graph.jobs[moved.get(name, name)], graph, steps, prospect, set())
    if not clips:
        tree.add(Text(f"nothing of it is bought by the profile {prospect.profile.name}"))
        tree.add(Text("its picture is drawn on this machine, and drawn again when it changes"))
    console.print(tree)


def _grow(
    tree: Tree,
    job: Job,
    graph: Graph,
    steps: dict[str, PaidStep],
    prospect: Prospect,
    seen: set[str],
) -> None:
    """A job with its state and its takes, and beneath it what it is made of."""
    from rich.text import Text

    step = steps[job.name]
    branch = tree.add(_line(step, prospect))
    if job.name in seen:
        return
    seen.add(job.name)
    shown = {cut.take for cut in step.condition.cuts}
    for take in _entry(job.name, prospect).takes:
        mark = "●" if take.key in shown else "○"
        dropped = ", dropped" if take.dropped else ""
        by = f"{take.backend}/{take.model}".strip("/") or str(take.origin)
        paid = f", ${take.usd_micros / 1e6:.2f}" if take.usd_micros else ""
        note = f", {take.note}" if take.note else ""
        told = f"{mark} take {take.number} {take.key[:8]}: {take.tier}, {by}{paid}{dropped}{note}"
        branch.add(Text(told, "" if take.key in shown else "dim"))
    for name in job.inputs:
        _grow(branch, graph.jobs[name], graph, steps, prospect, seen)


def _line(step: PaidStep, prospect: Prospect) -> Text:
    from rich.text import Text

    styles = {"made": "green", "redo": "yellow", "short": "yellow", "blocked": "red"}
    state = str(step.state)
    line = Text.assemble(
        prospect.story.called(step.job),
        "  ",
        (state, styles.get(state, "bold")),
        ("  " + step.job.name, "dim"),
    )
    cause = step.condition.cause or step.why
    if cause is not None:
        at = prospect.story.place(cause.span)
        line.append(f"\n{at} " if at else "\n", "cyan")
        line.append(cause.words)
    return line
