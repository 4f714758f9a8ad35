"""The clauses of a shot come in; what is wrong with them by themselves goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from drama_dsl.clauses import (
    Aperture,
    Clause,
    Continuity,
    Length,
    Lens,
    Moves,
    Phrase,
    Pin,
    Quoted,
    Size,
    Speed,
    Step,
)
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, error, warning
from drama_dsl.source import Source
from drama_dsl.suggest import suggest
from drama_grammar import SHOT_TABLES, vocabulary

_SECONDS_MAX = 3600
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?\s*[^\W\d_]{0,12}")
_CLOSING = {'"': '"', "“": "”", "「": "」", "『": "』"}
_ACROSS = ("left", "right")
_GOES = {
    "pan": _ACROSS, "truck": _ACROSS, "orbit": _ACROSS, "whip": _ACROSS, "roll": _ACROSS,
    "tilt": ("up", "down"), "crane": ("up", "down"), "dolly": ("in", "out"), "zoom": ("in", "out"),
}  # fmt: skip
_TURNED = {
    ("pan", "up"): "tilt up", ("pan", "down"): "tilt down", ("tilt", "left"): "pan left",
    ("tilt", "right"): "pan right", ("dolly", "left"): "truck left",
    ("dolly", "right"): "truck right", ("crane", "left"): "truck left",
    ("crane", "right"): "truck right", ("truck", "up"): "crane up", ("truck", "down"): "crane down",
    ("dolly", "up"): "crane up", ("dolly", "down"): "crane down", ("whip", "up"): "tilt up fast",
    ("whip", "down"): "tilt down fast",
}  # fmt: skip
_ONCE: dict[type, str] = {
    Size: "size", Length: "length", Lens: "lens", Aperture: "aperture", Speed: "speed",
    Pin: "id",
}  # fmt: skip


def unknown_clause(phrase: Phrase, source: Source, names: Iterable[str] = ()) -> Diagnostic:
    """The diagnostic for words of a shot that are neither clause, preset nor name.

    `names` are the declared names and presets in scope; the nearest of them or of the
    vocabulary is suggested. The code tells what was most likely meant: `unknown-move`,
    `unknown-size`, `unknown-angle`, else `unknown-clause`.
    """
    span = source.span(phrase.start, phrase.end)
    tables = vocabulary().tables
    meant = suggest(phrase.text, [*names, *(word for t in SHOT_TABLES for word in tables[t])])
    kind = next((t for t in ("size", "angle", "move") if meant in tables[t]), "clause")
    helps: tuple[Help, ...] = ()
    if meant:
        helps = (Help(f"did you mean `{meant}`?", Fix((Edit(span, meant),))),)
    else:
        helps = (Help(f'put free words for the picture in quotation marks: `"{phrase.text}"`'),)
    message = f"unknown {'shot clause' if kind == 'clause' else kind} `{phrase.text}`"
    label = "no clause, preset or name" if kind == "clause" else ""
    return error(f"unknown-{kind}", message, span, label, helps=helps)


def check_words(phrase: Phrase, source: Source) -> Diagnostic | None:
    """What is wrong with words that can be no name: `4 sceonds`, or a pace without a move."""
    if _NUMBER.fullmatch(phrase.text):
        return _bad_length(phrase, source)
    if vocabulary().canonical("pace", phrase.text) is None:
        return None
    return error(
        "pace-without-move", f"`{phrase.text}` says how fast, but not what moves",
        source.span(phrase.start, phrase.end), "no move stands before it",
        helps=(Help(f"say what the camera does: `dolly in {phrase.text}`"),),
    )  # fmt: skip


def _bad_length(phrase: Phrase, source: Source) -> Diagnostic:
    """A number whose unit no shot knows: `4 sceonds`."""
    span = source.span(phrase.start, phrase.end)
    units = [word for word in vocabulary().tables["unit"] if len(word) > 2]
    meant = suggest(phrase.text.lstrip("-0123456789., "), units)
    number = re.match(r"[-\d.]+", phrase.text)
    helps: tuple[Help, ...] = (Help("write `4s`, `2.5s` or `96f`"),)
    if meant and number:
        edit = Edit(span, f"{number[0]} {meant}")
        helps = (Help(f"did you mean `{edit.text}`?", Fix((edit,))),)
    message = f"`{phrase.text}` is no length"
    return error("bad-length", message, span, "seconds or frames?", helps=helps)


def check_clauses(
    clauses: Sequence[Clause], text: str, offset: int, source: Source
) -> Iterator[Diagnostic]:
    """Lengths of nothing, moves that cannot go where they are sent, clauses said twice."""
    seen: dict[str, Clause] = {}
    told: set[str] = set()
    for clause in clauses:
        what = _ONCE.get(type(clause))
        if isinstance(clause, Continuity):
            what = f"`{clause.kind}`"
        if what and what not in seen:
            seen[what] = clause
        elif what and what not in told:
            told.add(what)
            yield _twice(clause, seen[what], what, source)
        if isinstance(clause, Moves):
            for step in clause.steps:
                yield from _wrong_direction(step, source)
        elif isinstance(clause, (Length, Lens, Aperture, Speed)):
            yield from _out_of_range(clause, source)
        elif isinstance(clause, Quoted):
            yield from _unclosed(clause, text[clause.start - offset : clause.end - offset], source)


def _twice(clause: Clause, first: Clause, what: str, source: Source) -> Diagnostic:
    return warning(
        "clause-twice", f"the {what} of this shot is said twice",
        source.span(clause.start, clause.end), "this one counts",
        secondary=(Label(source.span(first.start, first.end), "said first here"),),
        helps=(Help("begin another shot with another `shot:`"),) if what == "size" else (),
    )  # fmt: skip


def _wrong_direction(step: Step, source: Source) -> Iterator[Diagnostic]:
    """`pan up`: a pan turns left or right."""
    goes = _GOES.get(step.kind)
    if goes is None or step.direction is None or step.direction in goes:
        return
    span = source.span(step.start, step.end)
    turned = _TURNED.get((step.kind, step.direction))
    helps: tuple[Help, ...] = ()
    if turned and step.target is None and step.pace is None:
        helps = (Help(f"did you mean `{turned}`?", Fix((Edit(span, turned),))),)
    yield error(
        "wrong-direction", f"a {step.kind} does not go {step.direction}", span,
        f"{goes[0]} or {goes[1]}", helps=helps,
    )  # fmt: skip


def _out_of_range(clause: Length | Lens | Aperture | Speed, source: Source) -> Iterator[Diagnostic]:
    """Numbers that no camera and no film has."""
    span = source.span(clause.start, clause.end)
    if isinstance(clause, Length):
        seconds = clause.seconds if clause.frames is None else clause.frames
        if seconds is not None and not 0 < seconds <= _SECONDS_MAX * (24 if clause.frames else 1):
            label = "longer than nothing, and at most an hour"
            yield error("bad-length", "no shot has this length", span, label)
    elif isinstance(clause, Lens) and not 1 <= clause.millimetres <= 2000:
        yield error("bad-lens", "no lens has this focal length", span, "from 1mm to 2000mm")
    elif isinstance(clause, Aperture) and not 0 < clause.number <= 64:
        yield error("bad-lens", "no lens has this aperture", span, "from f/0.5 to f/64")
    elif isinstance(clause, Speed) and not 0 < clause.speed <= 1000:
        yield error("bad-speed", "no shot runs at this speed", span, "above 0x, at most 1000x")


def _unclosed(clause: Quoted, written: str, source: Source) -> Iterator[Diagnostic]:
    closing = _CLOSING[written[0]]
    if len(written) < 2 or written[-1] != closing:
        at = source.span(clause.end, clause.end)
        span = source.span(clause.start, clause.start + 1)
        fix = Fix((Edit(at, closing),))
        helps = (Help(f"close it with `{closing}`", fix),)
        yield error("unclosed-quote", "this quotation is never closed", span, helps=helps)
