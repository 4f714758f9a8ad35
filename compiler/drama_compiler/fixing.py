"""A script comes in; its files are rewritten with the fixes of its diagnostics, and what remains
wrong comes out.

Nothing but the characters of an edit changes: line ends, blanks and byte order marks stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from drama_compiler.project import open_project
from drama_compiler.remembering import Known
from drama_compiler.session import check
from drama_compiler.store.media import write_text
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Severity, error
from drama_dsl.source import Source

ROUNDS_MAX = 20
"""Fixes that overlap wait for the next round; what needs more rounds than this goes in circles."""

_Checked = tuple[tuple[Diagnostic, ...], Mapping[str, Source]]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A script after its fixes: what was mended, in order, and what is wrong now.

    `mended` has each diagnostic with the source that it stood in.
    """

    mended: tuple[tuple[Diagnostic, Source], ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]


def fix(path: Path, *, unsafe: bool = False, linted: bool = True) -> Fixed:
    """Apply every safe fix, and with `unsafe` the others too, and check again after each round.

    A round that leaves more errors than there were is taken back. Each file is replaced whole.
    """
    root = open_project(path).root
    mended: list[tuple[Diagnostic, Source]] = []
    known = Known()
    checked = check(path, linted=linted, known=known)
    seen = {_texts(checked)}
    for _ in range(ROUNDS_MAX):
        diagnostics, sources = checked
        chosen = choose(diagnostics, unsafe=unsafe)
        if not chosen:
            break
        after = {
            name: applied(sources[name].text, edits)
            for name, edits in _by_file(fix for _, fix in chosen).items()
            if name in sources
        }
        try:
            _write(root, after)
        except OSError as failure:
            told = error("not-written", f"a file cannot be rewritten: {failure.strerror}", None)
            return Fixed(tuple(mended), (*diagnostics, told), sources)
        checked = check(path, linted=linted, known=known)
        if _errors(checked) > _errors((diagnostics, sources)) or _texts(checked) in seen:
            _write(root, {name: sources[name].text for name in after})
            checked = diagnostics, sources
            break
        seen.add(_texts(checked))
        mended += [(one, sources[one.primary.span.file]) for one, _ in chosen if one.primary]
    return Fixed(tuple(mended), *checked)


def choose(diagnostics: Iterable[Diagnostic], *, unsafe: bool) -> list[tuple[Diagnostic, Fix]]:
    """The first fix of each diagnostic that may be applied and touches none chosen before."""
    chosen: list[tuple[Diagnostic, Fix]] = []
    taken: list[Edit] = []
    for each in diagnostics:
        fix = fix_of(each, unsafe=unsafe)
        if fix is None or any(_touch(edit, other) for edit in fix.edits for other in taken):
            continue
        chosen.append((each, fix))
        taken += fix.edits
    return chosen


def fix_of(diagnostic: Diagnostic, *, unsafe: bool) -> Fix | None:
    """The first fix that a diagnostic has, if it may be applied."""
    fixes = [help_.fix for help_ in diagnostic.helps if help_.fix]
    return next((fix for fix in fixes if fix.edits and (unsafe or fix.safe)), None)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """`text` with edits that do not touch each other."""
    for edit in sorted(edits, key=lambda each: -each.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap or meet, so that their order would matter."""
    first, second = one.span, other.span
    return first.file == second.file and first.start <= second.end and second.start <= first.end


def _by_file(fixes: Iterable[Fix]) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = defaultdict(list)
    for each in fixes:
        for edit in each.edits:
            found[edit.span.file].append(edit)
    return found


def _write(root: Path, texts: Mapping[str, str]) -> None:
    """Replace files by their names in the project, each whole, with the rights that it had."""
    for name, text in texts.items():
        target = (root / name).resolve()
        mode = target.stat().st_mode
        write_text(target, text)
        target.chmod(mode)


def _texts(checked: _Checked) -> frozenset[tuple[str, str]]:
    return frozenset((name, source.text) for name, source in checked[1].items())


def _errors(checked: _Checked) -> int:
    return sum(each.severity is Severity.ERROR for each in checked[0])
