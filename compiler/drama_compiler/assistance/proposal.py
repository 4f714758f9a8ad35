"""A script and edits that a model proposes come in; what would be wrong with them comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drama_compiler.breakdown.breakdown import apply_edits, seen
from drama_compiler.film.film import Action, Character, Film, Line, Scene
from drama_compiler.film.resolve import Resolution, resolve
from drama_dsl.diagnostic import Diagnostic, Edit, Severity
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source
from drama_dsl.tree import Tree

ANSWER_CHARS_MAX = 200_000
"""More than any scene has."""

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
_FENCE = re.compile(r"^\s*```\w*\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Edits that a model would make, to be taken or left as one. `title` says what they are."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A script as it is, in which edits are tried."""

    trees: Sequence[Tree]
    resolution: Resolution
    dialect: Dialect

    @property
    def source(self) -> Source:
        """The script's own text."""
        return self.trees[0].source

    def after(self, edits: Sequence[Edit]) -> tuple[Source, Resolution, tuple[Diagnostic, ...]]:
        """The script with edits in it, what it then is, and what is said of that."""
        source = Source(self.source.name, apply_edits(self.source.text, edits))
        tree = parse(source, dialect=self.dialect)
        resolution = resolve((tree, *self.trees[1:]), self.resolution.names)
        return source, resolution, (*tree.diagnostics, *resolution.diagnostics)


def placed(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Where each edit's text lies, from and to, once all are in. In the order of the text."""
    found, by = [], 0
    for edit in edits:
        start = edit.span.start + by
        found.append((start, start + len(edit.text)))
        by += len(edit.text) - (edit.span.end - edit.span.start)
    return found


def complaints(
    diagnostics: Sequence[Diagnostic], start: int, end: int, file: str
) -> list[Diagnostic]:
    """What is said of a stretch of a text, hints apart."""
    return [
        each
        for each in diagnostics
        if each.severity is not Severity.HINT
        and each.primary
        and each.primary.span.file == file
        and start <= each.primary.span.start <= end
    ]


def in_words(diagnostic: Diagnostic, source: Source) -> str:
    """A complaint as one line for a model: the words that it is of, what is wrong, what helps."""
    assert diagnostic.primary is not None
    line = source.line_text(source.position(diagnostic.primary.span.start).line).strip()
    helps = "".join(f"; {each.text}" for each in diagnostic.helps)
    return f"`{line}`: {diagnostic.message}{helps}"


def happenings(scenes: Sequence[Scene]) -> list[tuple[str, str]]:
    """Who does or says what, in order, whatever shots it is cut into; blanks apart."""
    told: list[tuple[str, str]] = []
    for scene in scenes:
        for shot in scene.shots:
            for event in shot.events:
                if isinstance(event, Action | Line):
                    who = event.character if isinstance(event, Line) else ""
                    text = "".join(event.text.split())
                    if told and told[-1][0] == who:
                        text = told.pop()[1] + text
                    told.append((who, text))
    return told


def same_scenes(before: Sequence[Scene], after: Sequence[Scene]) -> bool:
    """Whether scenes are seen and heard alike."""
    return [seen(each) for each in before] == [seen(each) for each in after]


def cleaned(answer: str) -> str:
    """A model's answer without fences, and without what would play tricks on a terminal."""
    text = answer[:ANSWER_CHARS_MAX].replace("\r\n", "\n").replace("\t", "    ")
    return _FENCE.sub("", _CONTROL.sub("", text)).strip("\n")


def about(film: Film) -> str:
    """The film and its people, as far as a model must know them."""
    rows = [f"The film: {film.title or 'untitled'}, {film.format.width}x{film.format.height}."]
    rows += [_person(each) for each in film.characters.values()]
    return "\n".join(rows)


def _person(person: Character) -> str:
    wardrobes = f" (also: {', '.join(person.wardrobes)})" if person.wardrobes else ""
    return f"- {person.name}: {person.look}{wardrobes}" if person.look else f"- {person.name}"
