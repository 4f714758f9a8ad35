"""A plan or a comparison comes in; tables for a person come out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from drama_compiler.graph.jobs import JobKind
from drama_compiler.plan.admit import headroom, reserve
from drama_compiler.plan.losses import losses
from drama_compiler.plan.paid_plan import Action, PaidPlan, PaidStep
from drama_compiler.plan.price import dollars, quantity, total
from drama_compiler.plan.states import State

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from drama_compiler.graph.limits import Cost
    from drama_compiler.plan.compare import LevelFigures
    from drama_compiler.plan.story import Story
    from drama_compiler.planning import Prospect

STAGES = (
    ("Voices", frozenset({JobKind.IDENTITY, JobKind.VOICE})),
    ("References", frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT})),
    ("Frames", frozenset({JobKind.FRAME})),
    ("Clips", frozenset({JobKind.CLIP})),
    ("Lips", frozenset({JobKind.SYNC})),
    ("Music and sound", frozenset({JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT})),
)
"""In the order in which they are bought."""

_STYLES = {
    Action.MAKE: "bold green",
    Action.HAND_OFF: "bold magenta",
    Action.KEEP: "yellow",
    Action.WAIT: "cyan",
    Action.BLOCKED: "bold red",
}

_WIDE_COLUMNS = 100

_SAID = (State.REDO, State.SHORT, State.WAITING)
"""States that say more than the action does."""


def show_plan(prospect: Prospect, plan: PaidPlan, console: Console) -> None:
    """What is to be done about every job that needs something, then sums and caps."""
    from rich.text import Text

    title = prospect.analysis.film.title or "Untitled"
    head = Text(f"{title}: profile {prospect.profile.name}", "bold")
    if not plan.steps:
        console.print(head)
        console.print("nothing is bought: every job is made on this machine")
        return
    console.print(head)
    for name, kinds in STAGES:
        steps = [step for step in plan.steps if step.job.kind in kinds]
        if steps:
            console.print()
            _stage(name, steps, prospect.story, console)
    console.print()
    _sums(prospect, plan, console)


def _stage(name: str, steps: list[PaidStep], story: Story, console: Console) -> None:
    from rich.text import Text

    shown = [step for step in steps if step.action in _STYLES]
    reused = sum(step.action is Action.REUSE for step in steps)
    left = sum(step.action is Action.LEAVE for step in steps)
    said = [f"{reused} reused"] if reused else []
    said += [f"{left} not needed"] if left else []
    if not shown:
        console.print(Text.assemble((name, "bold"), f"  {', '.join(said)}"))
        return
    wide = console.width >= _WIDE_COLUMNS
    table = _stage_table(name, wide)
    for alike in _alike(shown):
        step = alike[0]
        table.add_row(
            Text(", ".join(story.called(each.job) for each in alike)),
            Text(str(step.action), _STYLES[step.action]),
            _why(step, story) + _lost(alike),
            *((Text(_maker(step), "dim"),) if wide else ()),
            _amount(step),
            dollars(step.cost) if step.action is Action.MAKE else "",
        )
    console.print(table)
    if said:
        console.print(Text(f"and {', '.join(said)}", "dim"))


def _alike(steps: list[PaidStep]) -> list[list[PaidStep]]:
    """Steps that are told in one row: those that nothing is done about, for one and the same
    cause; every other step stands by itself.
    """
    rows: dict[object, list[PaidStep]] = {}
    for step in steps:
        told = (step.action, step.state, step.why, _maker(step))
        rows.setdefault(step.job.name if step.action is Action.MAKE else told, []).append(step)
    return list(rows.values())


def _why(step: PaidStep, story: Story) -> Text:
    from rich.text import Text

    if step.why is None:
        return Text(str(step.state))
    at = story.place(step.why.span)
    where = f"{at} " if at else ""
    state = f"{step.state}: " if step.state in _SAID else ""
    return Text.assemble(state, (where, "cyan"), step.why.words)


def _lost(steps: list[PaidStep]) -> Text:
    """How much of what a row asks for cannot be told to who makes it."""
    from rich.text import Text

    count = len({each.message for step in steps for each in step.lost})
    made = steps[0].action in (Action.MAKE, Action.HAND_OFF)
    return Text(f" ({count} lost)", "yellow") if count and made else Text()


def _maker(step: PaidStep) -> str:
    return f"{step.job.backend}/{step.job.model}" if step.job.model else step.job.backend


def _amount(step: PaidStep) -> str:
    if step.action is not Action.MAKE:
        return ""
    takes = step.job.takes or 1
    said = str(quantity(step.cost, step.job.kind))
    return f"{said} ({takes} takes)" if takes > 1 else said


def _sums(prospect: Prospect, plan: PaidPlan, console: Console) -> None:
    from rich.text import Text

    kept = len(plan.of(Action.KEEP))
    if kept:
        console.print(Text(f"{kept} out of date, kept as they are: --redo makes them anew"))
    handed = len(plan.of(Action.HAND_OFF))
    if handed:
        console.print(Text(f"{handed} made by hand: a build writes the sheets", "bold magenta"))
    if plan.lossy:
        console.print(Text(losses(plan), "yellow"))
    if not plan.purchases:
        console.print(Text("Nothing to buy.", "bold"))
        return
    table = _sum_table("To buy", ("Jobs", "Amount", "Price"))
    for name, kinds in STAGES:
        made = [s for s in plan.steps if s.job.kind in kinds and s.action is Action.MAKE]
        if made:
            cost = total(step.cost for step in made)
            amount = str(quantity(cost, made[0].job.kind))
            table.add_row(name, str(len(made)), amount, dollars(cost))
    calls = f"{plan.calls} call{'s' * (plan.calls != 1)}"
    if table.row_count:
        table.add_section()
    table.add_row(Text("In all", "bold"), calls, "", Text(dollars(plan.total), "bold"))
    console.print(table)
    for line in headroom(prospect.spent, reserve(plan), prospect.caps):
        parts = f"{line.spent} spent, up to {line.planned} planned, {line.left} left"
        console.print(Text(f"cap of {line.most}: {parts}"))
    console.print(Text(_of_prices(plan.as_of), "dim"))


def _of_prices(days: tuple[str, ...]) -> str:
    said = "Prices are estimates"
    if not days:
        return f"{said}."
    span = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    return f"{said} by the lists of {span}."


def show_comparison(
    prospect: Prospect, figures: tuple[LevelFigures, ...], console: Console
) -> None:
    """The whole film at each level, side by side, with what each saves against -O0."""
    from rich.text import Text

    title = prospect.analysis.film.title or "Untitled"
    name = prospect.profile.name
    console.print(Text(f"{title}: profile {name}, the whole film bought from nothing", "bold"))
    console.print()
    table = _sum_table("", tuple(f"-O{each.level}" for each in figures))
    for label, values in _rows(figures):
        table.add_row(label, *_against(values))
    table.add_row(Text("Price", "bold"), *(Text(dollars(_cost(each)), "bold") for each in figures))
    console.print(table)
    if any(each.refused for each in figures):
        console.print(f"{figures[0].refused} jobs are left out: their models cannot make them")
    console.print(Text("Prices are estimates; shots, order, lengths and sound are equal.", "dim"))


def _rows(figures: Iterable[LevelFigures]) -> list[tuple[str, list[float]]]:
    figures = list(figures)
    return [
        ("Jobs", [each.jobs for each in figures]),
        ("Reference images", [each.references for each in figures]),
        ("Frames", [each.frames for each in figures]),
        ("Images in all", [each.stills for each in figures]),
        ("Calls for clips", [each.clip_calls for each in figures]),
        ("Calls for clips, in dialogue scenes", [each.dialogue_calls for each in figures]),
        ("Seconds of clips", [each.clip_seconds for each in figures]),
        ("Calls in all", [each.calls for each in figures]),
    ]


def _against(values: list[float]) -> list[str]:
    """Each value with what it is less than the first, in percent."""
    said = []
    for value in values:
        text = f"{value:,.1f}".removesuffix(".0")
        less = round(100 * (1 - value / values[0])) if values[0] else 0
        percent = f"-{less} %" if less > 0 else ""
        # Blanks at the end of a cell are cut off, unless they do not break.
        said.append(f"{text} {percent:>6}".replace(" ", "\u00a0"))
    return said


def _cost(figures: LevelFigures) -> Cost:
    from drama_compiler.graph.limits import Cost

    return Cost(usd_min=figures.usd_min, usd_max=figures.usd_max, priced=figures.priced)


def _stage_table(name: str, wide: bool) -> Table:
    """One stage's jobs: the columns of all stages stand beneath each other.

    In a narrow terminal who makes them is left out.
    """
    table = _bare_table()
    table.add_column(name, overflow="fold", ratio=5)
    table.add_column("Action", no_wrap=True, width=10)
    table.add_column("Why", overflow="fold", ratio=6)
    if wide:
        table.add_column("By", no_wrap=True, overflow="ellipsis", width=18)
    table.add_column("Amount", justify="right", no_wrap=True, width=15)
    table.add_column("Price", justify="right", no_wrap=True, width=12)
    return table


def _sum_table(left: str, right: tuple[str, ...]) -> Table:
    table = _bare_table(expand=False)
    table.add_column(left, no_wrap=True, min_width=24)
    for name in right:
        table.add_column(name, justify="right", no_wrap=True, min_width=12)
    return table


def _bare_table(expand: bool = True) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    return Table(
        box=SIMPLE_HEAD,
        expand=expand,
        show_edge=False,
        pad_edge=False,
        collapse_padding=True,
        header_style="bold",
    )
