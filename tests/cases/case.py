"""A case is a file: a script, then sections that say what must come of it.

`--- tree ---`, `--- film ---`, `--- graph ---`, `--- diagnostics ---` and `--- lint ---` stand for
one phase each; a case has those that it is about. `pytest --update` writes what came of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drama_compiler.film.film import Film
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import Resolution, resolve
from drama_compiler.film.schedule import schedule
from drama_compiler.graph.lower import lower
from drama_compiler.graph.route import route
from drama_compiler.pages import all_pages
from drama_compiler.passes import run_passes
from drama_compiler.rules import allowed, lint
from drama_dsl.convert import to_fountain
from drama_dsl.format import format_tree
from drama_dsl.parser import dialect_of, parse
from drama_dsl.report import line as line_report
from drama_dsl.report import text as text_report
from drama_dsl.source import Source
from drama_dsl.tree import Tree
from drama_dsl.view import elements

_SECTION = re.compile(r"^--- (\w+) ---\n", re.MULTILINE)


class CaseFile(pytest.File):
    """One case, as one test named after its file."""

    def collect(self) -> Iterator[pytest.Item]:
        yield CaseItem.from_parent(self, name=self.path.stem)


class CaseItem(pytest.Item):
    """Run the phases that the case has sections for and compare."""

    def runtest(self) -> None:
        written = self.path.read_text("utf-8")
        script, *parts = _SECTION.split(written)
        wanted = dict(zip(parts[::2], parts[1::2], strict=True))
        assert wanted, "a case needs a section"
        outcome = _Outcome(self.path.name, script)
        came = {name: SECTIONS[name](outcome) for name in wanted}
        if self.config.getoption("--update"):
            sections = "".join(f"--- {name} ---\n{text}" for name, text in came.items())
            self.path.write_text(script + sections, "utf-8")
            return
        for name, text in came.items():
            assert text == wanted[name], f"{name} differs"

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name.replace("_", " ")


class _Outcome:
    """What the phases make of one script."""

    def __init__(self, name: str, script: str) -> None:
        self.source = Source(name, script)
        self.tree: Tree = parse(self.source, dialect=dialect_of(name))
        self.resolution: Resolution = resolve((self.tree,), Names())
        self.film, self.from_passes = run_passes(self.resolution.film)
        self.schedule, self.from_schedule = schedule(self.film, {}, self.resolution.origins)


def _tree(outcome: _Outcome) -> str:
    decided = {start for _, start in outcome.resolution.cues}
    lines = []
    for element in elements(outcome.tree, decided):
        rest = {
            key: value
            for key, value in element.items()
            if key not in ("kind", "text", "start", "end") and value
        }
        about = f"  {rest}" if rest else ""
        lines.append(f"{element['kind']:<14} {element['text']!r}{about}\n")
    return "".join(lines)


def _film(outcome: _Outcome) -> str:
    return "".join(_outline(outcome.film))


def _outline(film: Film) -> Iterator[str]:
    for character in film.characters.values():
        yield f"character {character.name}: {character.look}\n"
    for scene in film.scenes:
        yield f"scene {scene.number} {scene.location} {scene.time}\n"
        for shot in scene.shots:
            moves = " then ".join(
                " ".join(filter(None, (move.kind, move.direction, move.pace)))
                for move in shot.moves
            )
            on = " & ".join(each.id or each.words for each in shot.subjects)
            said = f"{float(shot.seconds):g}s" if shot.seconds else ""
            words = (shot.number, shot.size, shot.composition, shot.angle, on, moves, said)
            implied = " (implied)" if shot.implied else ""
            yield "  shot " + " | ".join(filter(None, words)) + implied + "\n"
            for event in shot.events:
                what = event.model_dump(exclude={"id", "type"}, exclude_defaults=True)
                yield f"    {event.type} {what}\n"


def _graph(outcome: _Outcome) -> str:
    lines = []
    for job in route(lower(outcome.film, outcome.schedule)):
        inputs = f" <- {', '.join(job.inputs)}" if job.inputs else ""
        lines.append(f"{job.name} by {job.backend}{inputs}\n")
    return "".join(lines)


def _format(outcome: _Outcome) -> str:
    return format_tree(outcome.tree)


def _fountain(outcome: _Outcome) -> str:
    return to_fountain(outcome.tree).text


def _diagnostics(outcome: _Outcome) -> str:
    found = (
        *outcome.tree.diagnostics,
        *outcome.resolution.diagnostics,
        *outcome.from_passes,
        *outcome.from_schedule,
    )
    return text_report.render(found, {outcome.source.name: outcome.source})


def _lint(outcome: _Outcome) -> str:
    """What the rules find, a line each; nothing that the other phases find."""
    film, origins = outcome.resolution.film, outcome.resolution.origins
    trees = (outcome.tree,)
    found = lint(film, origins, trees)
    kept = allowed(found, trees, all_pages().keys())
    return line_report.render(kept, {outcome.source.name: outcome.source})


SECTIONS: dict[str, Callable[[_Outcome], str]] = {
    "tree": _tree,
    "film": _film,
    "graph": _graph,
    "diagnostics": _diagnostics,
    "format": _format,
    "fountain": _fountain,
    "lint": _lint,
}
