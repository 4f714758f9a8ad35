"""Diagnostics, their sources and manual pages come in; a SARIF 2.1.0 log, as JSON data, comes out.

The format is OASIS's "Static Analysis Results Interchange Format"; section numbers are those of
its version 2.1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from drama_dsl.diagnostic import Diagnostic, Edit, Help, Label, Page, Severity
from drama_dsl.source import Source, Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_BYTE_ORDER_MARK = "\ufeff"


class Checked(NamedTuple):
    """One script that was checked; `paths` are its files as seen from the reader's folder, by
    the names that diagnostics give them (a name without one stands for itself).
    """

    diagnostics: Iterable[Diagnostic]
    sources: Mapping[str, Source]
    paths: Mapping[str, str]


def as_data(
    scripts: Iterable[Checked], pages: Mapping[str, Page], version: str = ""
) -> dict[str, Any]:
    """A log of one run over all scripts; `version` is the program's.

    Lines and columns count from 1, columns in UTF-16 code units (`columnKind`, 3.14.17). A byte
    order mark is no part of the text (3.30.2).
    """
    found = [(each, script) for script in scripts for each in script.diagnostics]
    codes = list(dict.fromkeys(each.code for each, _ in found))
    driver: dict[str, Any] = {"name": "drama"}
    if version:
        driver["version"] = version
    driver["rules"] = [_rule(code, pages.get(code)) for code in codes]
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [_result(each, codes.index(each.code), script) for each, script in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, page: Page | None) -> dict[str, Any]:
    if page is None:
        return {"id": code}
    text = f"{page.why}\n\nExample:\n{page.example.rstrip()}\n\nInstead:\n{page.instead.rstrip()}"
    markdown = (
        f"{page.why}\n\nExample:\n\n```\n{page.example.rstrip()}\n```\n\n"
        f"Instead:\n\n```\n{page.instead.rstrip()}\n```"
    )
    return {
        "id": code,
        "shortDescription": {"text": page.what},
        "fullDescription": {"text": f"{page.what} {page.why}"},
        "help": {"text": text, "markdown": markdown},
    }


def _result(each: Diagnostic, rule: int, script: Checked) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": each.code,
        "ruleIndex": rule,
        "level": _LEVELS[each.severity],
        "message": {"text": _said(each)},
    }
    if each.primary:
        result["locations"] = [_location(each.primary, script)]
    if each.secondary:
        result["relatedLocations"] = [
            {"id": index, **_location(label, script)} for index, label in enumerate(each.secondary)
        ]
    fixes = [_fix(help_, script) for help_ in each.helps if help_.fix and help_.fix.edits]
    if fixes:
        result["fixes"] = fixes
    return result


def _said(each: Diagnostic) -> str:
    """The message, and beneath it what gives context and what to do: viewers show no more."""
    notes = [f"note: {note}" for note in each.notes]
    helps = [f"help: {help_.text}" for help_ in each.helps]
    return "\n".join([each.message, *notes, *helps])


def _location(label: Label, script: Checked) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(label.span.file, script)}
    if label.span.file in script.sources:
        place["region"] = _region(label.span, script.sources[label.span.file])
    located: dict[str, Any] = {"physicalLocation": place}
    if label.text:
        located["message"] = {"text": label.text}
    return located


def _fix(help_: Help, script: Checked) -> dict[str, Any]:
    """A fix by file (3.55): edits of one file are one change."""
    by_file: dict[str, list[Edit]] = {}
    for edit in help_.fix.edits if help_.fix else ():
        if edit.span.file in script.sources:
            by_file.setdefault(edit.span.file, []).append(edit)
    return {
        "description": {"text": help_.text},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(file, script),
                "replacements": [_replacement(edit, script.sources[file]) for edit in edits],
            }
            for file, edits in by_file.items()
        ],
    }


def _replacement(edit: Edit, source: Source) -> dict[str, Any]:
    replacement: dict[str, Any] = {"deletedRegion": _region(edit.span, source)}
    if edit.text:
        replacement["insertedContent"] = {"text": edit.text}
    return replacement


def _artifact(file: str, script: Checked) -> dict[str, str]:
    return {"uri": quote(script.paths.get(file, file).replace("\\", "/"), safe="/:")}


def _region(span: Span, source: Source) -> dict[str, int]:
    start, end = _place(span.start, source), _place(max(span.start, span.end), source)
    return {
        "startLine": start[0],
        "startColumn": start[1],
        "endLine": end[0],
        "endColumn": end[1],
    }


def _place(offset: int, source: Source) -> tuple[int, int]:
    """Line and column of a character, from 1, the column in UTF-16 code units."""
    line = source.position(offset).line
    before = source.text[source.line_starts[line - 1] : offset]
    units = len(before.encode("utf-16-le", "surrogatepass")) // 2
    return line, 1 + units - before.startswith(_BYTE_ORDER_MARK) * (line == 1)
