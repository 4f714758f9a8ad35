"""Diagnostics and their sources come in; GitHub's workflow commands, which put them beside the
lines of a pull request, come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drama_dsl.diagnostic import Diagnostic, Severity
from drama_dsl.source import Source, Span

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def render(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, Source],
    paths: Mapping[str, str] | None = None,
) -> str:
    """`::error file=…,line=…,col=…,title=CODE::message`, a line a diagnostic.

    `paths` are files as seen from the repository's root, by the names of the sources. Escapes
    are those of GitHub's toolkit: `%`, line ends, and in properties `:` and `,` too.
    """
    return "".join(_command(each, sources, paths or {}) for each in diagnostics)


def _command(each: Diagnostic, sources: Mapping[str, Source], paths: Mapping[str, str]) -> str:
    place = _place(each.primary.span, sources, paths) if each.primary else {}
    properties = ",".join(
        f"{key}={_property(value)}" for key, value in {**place, "title": each.code}.items()
    )
    notes = [f"note: {note}" for note in each.notes]
    helps = [f"help: {help_.text}" for help_ in each.helps]
    message = _data("\n".join([each.message, *notes, *helps]))
    return f"::{_COMMANDS[each.severity]} {properties}::{message}\n"


def _place(span: Span, sources: Mapping[str, Source], paths: Mapping[str, str]) -> dict[str, str]:
    """File, lines and columns; columns only of what stands in one line, as GitHub wants it."""
    place = {"file": paths.get(span.file, span.file)}
    if span.file not in sources:
        return place
    start, end = (sources[span.file].position(offset) for offset in (span.start, span.end))
    place |= {"line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:
        place |= {"col": str(start.column), "endColumn": str(end.column)}
    return place


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
