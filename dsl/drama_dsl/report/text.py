"""Diagnostics and their sources come in; what a person reads in a terminal comes out.

The shape is rustc's: the message, the place, the lines with every label underlined, then notes
and helps. Colour is a style around each part and never the only carrier of meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from drama_dsl.diagnostic import Diagnostic, Help, Label, Severity
from drama_dsl.report.width import columns, printable
from drama_dsl.source import Source

LINE_COLUMNS_MAX = 160
"""A longer line is shown as the part around its labels."""

_Paint = Callable[[str, str], str]

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.HINT: "36"}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label on one line: columns from the left of what is shown, and how it is drawn."""

    start: int
    width: int
    sign: str
    text: str


def render(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], *, color: bool = False
) -> str:
    """All diagnostics, one block each, with a blank line after each."""
    return "".join(render_one(each, sources, color=color) + "\n" for each in diagnostics)


def render_one(diagnostic: Diagnostic, sources: Mapping[str, Source], *, color: bool) -> str:
    """One diagnostic in rustc's shape, ending with a line end."""
    paint = _painter(color)
    head = paint(f"{diagnostic.severity}[{diagnostic.code}]", _COLORS[diagnostic.severity])
    lines = [f"{head}: {paint(diagnostic.message, '1')}"]
    margin = _margin(diagnostic, sources)
    for index, (file, labels) in enumerate(_by_file(diagnostic)):
        lines += _snippet(sources.get(file), file, labels, diagnostic, margin, index == 0, paint)
    lead = " " * margin + paint(" = ", "34")
    lines += [f"{lead}note: {note}" for note in diagnostic.notes]
    for help_ in diagnostic.helps:
        lines += [f"{lead}help: {help_.text}", *_edits(help_, sources, margin, paint)]
    return "\n".join(lines) + "\n"


def _painter(color: bool) -> _Paint:
    if not color:
        return lambda text, code: text
    return lambda text, code: f"\x1b[{code}m{text}\x1b[0m" if text else text


def _by_file(diagnostic: Diagnostic) -> list[tuple[str, list[Label]]]:
    """Labels by file, the primary's file first."""
    files: dict[str, list[Label]] = {}
    for label in (diagnostic.primary, *diagnostic.secondary):
        if label:
            files.setdefault(label.span.file, []).append(label)
    return list(files.items())


def _margin(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> int:
    last = 1
    for label in (diagnostic.primary, *diagnostic.secondary):
        if label and label.span.file in sources:
            last = max(last, sources[label.span.file].position(label.span.start).line)
    return len(str(last))


def _snippet(
    source: Source | None,
    file: str,
    labels: list[Label],
    diagnostic: Diagnostic,
    margin: int,
    first: bool,
    paint: _Paint,
) -> Iterator[str]:
    arrow = "-->" if first else ":::"
    if source is None:
        yield f"{' ' * margin}{paint(arrow, '34')} {file}"
        return
    place = source.position(labels[0].span.start)
    yield f"{' ' * margin}{paint(arrow, '34')} {file}:{place.line}:{place.column}"
    bar = paint("|", "34")
    yield f"{' ' * margin} {bar}"
    by_line: dict[int, list[Label]] = {}
    for label in labels:
        by_line.setdefault(source.position(label.span.start).line, []).append(label)
    previous = None
    for number in sorted(by_line):
        if previous is not None and number > previous + 1:
            yield paint("...", "34")
        previous = number
        text, marks = _shown_line(source, number, by_line[number], diagnostic)
        yield f"{paint(str(number).rjust(margin), '34')} {bar} {text}".rstrip()
        for row in _mark_rows(marks):
            style = _COLORS[diagnostic.severity] if "^" in row else "34"
            yield f"{' ' * margin} {bar} {paint(row, style)}"


def _shown_line(
    source: Source, number: int, labels: list[Label], diagnostic: Diagnostic
) -> tuple[str, list[_Mark]]:
    line = source.line_text(number)
    start = source.line_starts[number - 1]
    cut = 0
    if columns(line) > LINE_COLUMNS_MAX:
        cut = max(0, min(label.span.start for label in labels) - start - 20)
        line = line[cut : cut + LINE_COLUMNS_MAX // 2]
    lead = "…" if cut else ""
    marks = []
    for label in labels:
        left = max(0, label.span.start - start - cut)
        right = max(left, min(label.span.end - start - cut, len(line)))
        marks.append(
            _Mark(
                columns(lead) + columns(line[:left]),
                max(1, columns(line[left:right])),
                "^" if label == diagnostic.primary else "-",
                label.text,
            )
        )
    return lead + printable(line), sorted(marks, key=lambda mark: mark.start)


def _mark_rows(marks: list[_Mark]) -> Iterator[str]:
    """The underlines in one row with the last label's text; the other texts beneath, hung."""
    row = ""
    for mark in marks:
        row = row.ljust(mark.start)
        row += mark.sign * (mark.start + mark.width - len(row))
    last = marks[-1]
    yield f"{row} {last.text}".rstrip()
    hung = [mark for mark in marks[:-1] if mark.text]
    if not hung:
        return
    yield _bars(hung)
    while hung:
        mark = hung.pop()
        yield _bars(hung).ljust(mark.start) + mark.text


def _bars(marks: list[_Mark]) -> str:
    row = ""
    for mark in marks:
        row = row.ljust(mark.start) + "|"
    return row


def _edits(help_: Help, sources: Mapping[str, Source], margin: int, paint: _Paint) -> Iterator[str]:
    """A fix as the line before and after, where all of it is in one line."""
    if help_.fix is None or len(help_.fix.edits) != 1:
        return
    edit = help_.fix.edits[0]
    source = sources.get(edit.span.file)
    if source is None or "\n" in edit.text:
        return
    number = source.position(edit.span.start).line
    line, start = source.line_text(number), source.line_starts[number - 1]
    if edit.span.end - start > len(line) or columns(line) > LINE_COLUMNS_MAX:
        return
    after = line[: edit.span.start - start] + edit.text + line[edit.span.end - start :]
    yield f"{' ' * margin} {paint('|', '34')}"
    yield f"{str(number).rjust(margin)} {paint('- ' + printable(line), '31')}"
    yield f"{str(number).rjust(margin)} {paint('+ ' + printable(after), '32')}"
