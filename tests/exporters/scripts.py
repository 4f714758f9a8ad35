"""A screenplay's text comes in; it comes out as exporters get it, or as a list to compare."""

from __future__ import annotations

from typing import NamedTuple

from drama_compiler.contract.script import Script
from drama_dsl.manuscript import DualSpeech, Manuscript, Paragraph, Speech, read_manuscript
from drama_dsl.parser import parse
from drama_dsl.source import Source


class Told(NamedTuple):
    """What an element says; `styles` of each character with ink: bold, italic, underline."""

    kind: str
    text: str = ""
    styles: tuple[tuple[bool, bool, bool], ...] = ()
    number: str = ""
    depth: int = 0
    notes: tuple[str, ...] = ()


def script(text: str, name: str = "film.fountain") -> Script:
    return Script(parse(Source(name, text)), frozenset(), name.partition(".")[0])


def manuscript(text: str, name: str = "film.fountain") -> Manuscript:
    return read_manuscript(script(text, name).tree)


def told(text: str, name: str = "film.fountain") -> list[Told]:
    """What the elements of a script say, in order; a dual speech has a mark between its halves.

    Final Draft has four depths of sections, and so those below count as the fourth.
    """
    found: list[Told] = []
    for element in manuscript(text, name).elements:
        if isinstance(element, DualSpeech):
            found += [_told(each) for each in (element.left.cue, *element.left.said)]
            found.append(Told("^"))
            found += [_told(each) for each in (element.right.cue, *element.right.said)]
        elif isinstance(element, Speech):
            found += [_told(each) for each in (element.cue, *element.said)]
        else:
            found.append(_told(element))
    return found


def _told(paragraph: Paragraph) -> Told:
    text = "\n".join(" ".join(line.split()) for line in paragraph.plain.split("\n"))
    styles = tuple(
        (run.bold, run.italic, run.underline)
        for run in paragraph.runs
        for letter in run.text
        if not letter.isspace()
    )
    depth = min(paragraph.depth, 4)
    return Told(paragraph.kind, text, styles, paragraph.number, depth, paragraph.notes)
