"""A comparison of two films comes in; a page for a person in a terminal comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from drama_compiler.changes.film_changes import (
    Change,
    DeclarationChange,
    Fate,
    FilmChanges,
    SceneChange,
    ShotChange,
)
from drama_compiler.changes.words import Run, abridge, compare_words
from drama_compiler.cli import changes_words as say

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from drama_compiler.comparing import Comparison
    from drama_compiler.repricing import Repricing

_SIGNS = {Fate.NEW: ("+", "green"), Fate.GONE: ("−", "red"), Fate.KEPT: ("~", "yellow")}
_RUNS = {Run.GONE: ("[-", "-]", "red strike"), Run.NEW: ("{+", "+}", "green")}


def show(found: Comparison, price: Repricing | None, console: Console) -> None:
    """The film as a whole, what is declared, scene by scene, and what has to be made."""
    changes, before, after = found.changes, found.before, found.after
    assert changes and before and after
    page = _Page(plain=not console.is_terminal or console.no_color)
    sides = f"{before.name} → {after.name}"
    title = Text(changes.title or "Untitled", "bold")
    with console.capture() as printed:
        console.print(_beside(title, Text(sides, "dim")))
        if changes.empty:
            console.print("The same film: nothing changes.")
        else:
            for part in page.parts(changes):
                console.print(part)
        if price:
            console.print(page.price(price))
    for line in printed.get().splitlines():
        click.echo(line.rstrip(), color=console.is_terminal)


class _Page:
    """How changes are told; `plain` where no colour can tell old words from new."""

    def __init__(self, *, plain: bool) -> None:
        self._plain = plain

    def parts(self, changes: FilmChanges) -> Iterator[RenderableType]:
        """The page from top to bottom."""
        length = Text(say.lengths(changes.before.seconds, changes.after.seconds))
        longer = say.difference(changes.before, changes.after)
        if longer:
            length.append(f"  {longer}", "green" if longer[0] == "+" else "red")
        yield Text(" · ").join([length, Text(say.extent(changes.before, changes.after))])
        if changes.changes:
            yield Text()
            yield Padding(self._list(changes.changes), (0, 0, 0, 2))
        if changes.declarations:
            yield Text()
        for declaration in changes.declarations:
            yield self._declaration(declaration)
        for scene in changes.scenes:
            yield Text()
            yield self._scene(scene)
        yield Text()
        yield self._follows(changes)

    def _declaration(self, change: DeclarationChange) -> RenderableType:
        head = Text.assemble(_sign(change.fate), (change.name, "bold"), f"  {change.kind}")
        reach = say.reached(change)
        line = _beside(head, Text(reach, "dim"))
        return Group(line, Padding(self._list(change.changes), (0, 0, 0, 4)))

    def _scene(self, scene: SceneChange) -> RenderableType:
        sign = Text() if scene.fate is Fate.KEPT else _sign(scene.fate)
        head = Text.assemble(sign, (f"{scene.number}  {scene.heading or '(no heading)'}", "bold"))
        if scene.moved:
            head.append(f"  moved, was {scene.moved}", "cyan")
        length = Text(say.lengths(scene.seconds_before, scene.seconds_after), "dim")
        parts: list[RenderableType] = [_beside(head, length)]
        if scene.changes:
            parts.append(Padding(self._list(scene.changes), (0, 0, 0, 4)))
        parts += [Padding(self._shot(shot), (0, 0, 0, 2)) for shot in scene.shots]
        return Group(*parts)

    def _shot(self, shot: ShotChange) -> RenderableType:
        sign, color = _SIGNS[shot.fate]
        if shot.moved and not shot.changes:
            sign, color = "↕", "cyan"
        head = Text.assemble((f"{sign} ", color), (shot.number, f"bold {color}"), f"  {shot.told}")
        fate = say.shot_fate(shot)
        if fate:
            head.append(f"  {fate}", "cyan")
        length = say.lengths(shot.seconds_before, shot.seconds_after)
        line = _beside(head, Text(length, "" if "→" in length else "dim"))
        kept = shot.fate is Fate.KEPT
        return Group(line, Padding(self._list(say.details(shot), kept=kept), (0, 0, 0, 4)))

    def _list(self, changes: Iterable[Change], *, kept: bool = True) -> Table:
        """Changes in two columns: what, and how; all words of what is not `kept` are of one kind,
        so that they need no mark.
        """
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim", no_wrap=True, min_width=14, max_width=24)
        table.add_column(ratio=1)
        for change in changes:
            how = self._how(change) if kept else Text(change.after or change.before)
            if change.note:
                how.append(f"  ({change.note})", "cyan")
            table.add_row(Text(change.what), how)
        return table

    def _how(self, change: Change) -> Text:
        if not change.prose:
            old, new = change.before or "none", change.after or "none"
            return Text.assemble((old, "red"), " → ", (new, "green"))
        runs = abridge(compare_words(change.before, change.after))
        spaced = runs if self._plain else say.joined(runs)
        return Text.assemble(*(self._run(*each) for each in spaced))

    def _run(self, run: Run, text: str) -> tuple[str, str]:
        if run is Run.SAME:
            return text, ""
        opening, closing, style = _RUNS[run]
        return (f"{opening}{text}{closing}", style) if self._plain else (text, style)

    def _follows(self, changes: FilmChanges) -> RenderableType:
        if not changes.jobs:
            return Text("Nothing is made anew: only the cut changes.")
        table = Table.grid(padding=(0, 2))
        for jobs in changes.jobs:
            table.add_row(*map(Text, say.follows(jobs, changes.owners)))
        return Group(Text("What follows", "bold"), Padding(table, (0, 0, 0, 2)))

    def price(self, price: Repricing) -> RenderableType:
        """What the change costs, a line a kind; shots and things of many by the first ones."""
        table = Table.grid(padding=(0, 2))
        for right in (False, True, True, True, False):
            table.add_column(justify="right" if right else "left")
        for item in price.items:
            count, jobs = str(len(item.jobs)), Text(say.listed(item.jobs), "dim")
            table.add_row(item.kind, count, item.amount, item.price, jobs)
        head = Text(say.priced(price), "bold")
        return Group(Text(), head, Padding(table, (0, 0, 0, 2)))


def _sign(fate: Fate) -> Text:
    sign, color = _SIGNS[fate]
    return Text(f"{sign} ", color)


def _beside(left: Text, right: Text) -> Table:
    """Two texts at both ends of a line; the left one goes on below where it is too long."""
    table = Table.grid(expand=True, padding=(0, 2))
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    table.add_row(left, right)
    return table
