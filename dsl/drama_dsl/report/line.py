"""Diagnostics and their sources come in; one line each comes out, as editors and grep read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Source


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> str:
    """`file:line:column: severity[code]: message`, a line a diagnostic."""
    lines = []
    for each in diagnostics:
        place = ""
        if each.primary:
            file = each.primary.span.file
            place = f"{file}: "
            if file in sources:
                line, column = sources[file].position(each.primary.span.start)
                place = f"{file}:{line}:{column}: "
        lines.append(f"{place}{each.severity}[{each.code}]: {each.message}\n")
    return "".join(lines)
