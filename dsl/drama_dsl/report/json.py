"""Diagnostics and their sources come in; JSON data comes out, lines and columns from 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from drama_dsl.diagnostic import Diagnostic, Help, Label
from drama_dsl.source import Source, Span


def as_data(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]
) -> list[dict[str, Any]]:
    """One object a diagnostic: code, severity, message, labels, notes, helps with their edits."""
    return [_diagnostic(each, sources) for each in diagnostics]


def _diagnostic(each: Diagnostic, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "code": each.code,
        "severity": str(each.severity),
        "message": each.message,
        "primary": _label(each.primary, sources) if each.primary else None,
        "secondary": [_label(label, sources) for label in each.secondary],
        "notes": list(each.notes),
        "helps": [_help(help_, sources) for help_ in each.helps],
    }


def _label(label: Label, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {**_span(label.span, sources), "text": label.text}


def _help(help_: Help, sources: Mapping[str, Source]) -> dict[str, Any]:
    data: dict[str, Any] = {"text": help_.text}
    if help_.fix:
        data["safe"] = help_.fix.safe
        data["edits"] = [
            {**_span(edit.span, sources), "replacement": edit.text} for edit in help_.fix.edits
        ]
    return data


def _span(span: Span, sources: Mapping[str, Source]) -> dict[str, Any]:
    data: dict[str, Any] = {"file": span.file, "start": span.start, "end": span.end}
    if span.file in sources:
        start = sources[span.file].position(span.start)
        end = sources[span.file].position(span.end)
        data |= {"line": start.line, "column": start.column}
        data |= {"end_line": end.line, "end_column": end.column}
    return data
