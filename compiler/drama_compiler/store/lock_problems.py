"""A lock and the lines it was read from come in; what is wrong with them comes out, with places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from drama_compiler.store.lock import KEY_LETTERS, Cut, Entry, Lock
from drama_compiler.store.lock_lines import LOCK_VERSION, LockLines, spell_name
from drama_compiler.store.lock_merge import choices
from drama_dsl.diagnostic import Diagnostic, Help, error, hint, warning
from drama_dsl.source import Source, Span

_SHOWN_CHARACTERS = 40
"""How much of a line is marked; a data line can be as long as a page."""


def find_refusal(lines: LockLines, source: Source) -> Diagnostic | None:
    """Why nothing of this text can be used, if that is so: then it must not be written over."""
    newer = max(lines.versions, default=0)
    if newer > LOCK_VERSION:
        return error(
            "lock-newer",
            f"`{source.name}` was written by a newer release of drama",
            _find(source, f"{source.name} {newer}"),
            f"this release reads version {LOCK_VERSION}",
            notes=("nothing was read from it, and it is not written over",),
            helps=(Help("bring drama up to date: pip install --upgrade drama-lang"),),
        )
    if not lines.versions and not lines.data and (lines.strange or lines.orphans or lines.bare):
        return error(
            "no-lock",
            f"`{source.name}` is not a lock of drama",
            source.span(0, min(len(source.text), _SHOWN_CHARACTERS)),
            f"a lock begins with `{source.name} {LOCK_VERSION}`",
            notes=("nothing was read from it, and it is not written over",),
            helps=(Help(f"bring the last good one back: git checkout -- {source.name}"),),
        )
    return None


def find_problems(lock: Lock, lines: LockLines, source: Source) -> tuple[Diagnostic, ...]:
    """What is wrong in the order of the text: lines first, then choices, entry by entry."""
    found = [*_in_lines(lines, source)]
    chosen = [name for name, entry in lock.entries.items() if entry.chosen or entry.rivals]
    for name in sorted(chosen):
        found += _in_choices(name, lock.entries[name], source)
    return tuple(found)


def _in_lines(lines: LockLines, source: Source) -> Iterator[Diagnostic]:
    odd = lines.strange or lines.orphans or lines.bare or lines.markers
    if not odd and lines.ended and lines.versions:
        return
    places = _Places(source)
    if not lines.versions and lines.ended:
        message = f"`{source.name}` does not say its version"
        first = f"the first line should be `{source.name} {LOCK_VERSION}`"
        yield warning("lock-unreadable", message, places.line(1), first)
    if lines.markers:
        yield warning(
            "lock-markers",
            f"`{source.name}` holds conflict markers that git left",
            places.line(lines.markers[0]),
            "here is the first",
            notes=("both sides were read and nothing is lost",),
            helps=(Help("write it clean: drama lock --heal, or any build"),),
        )
    for number in sorted(_unread(lines)):
        yield warning(
            "lock-unreadable",
            f"a line of `{source.name}` cannot be read",
            places.line(number),
            "kept as it is",
            helps=(Help(f"see what it was: git log -p -- {source.name}"),),
        )
    for name, number in lines.bare.items():
        message = f"nothing stands under `{name}`"
        yield warning("lock-unreadable", message, places.line(number), "its data line is missing")
    if not lines.ended:
        yield warning(
            "lock-truncated",
            f"`{source.name}` ends too early",
            places.line(places.count),
            "after this something is missing",
            helps=(
                Help(f"compare it with the last one: git diff -- {source.name}"),
                Help("if nothing is missing: drama lock --heal"),
            ),
        )


def _unread(lines: LockLines) -> Iterator[int]:
    for odd in lines.strange.values():
        yield from (number for number, _ in odd)
    yield from (number for number, _ in lines.orphans)


def _in_choices(name: str, entry: Entry, source: Source) -> Iterator[Diagnostic]:
    if entry.disputed:
        told = [f"{_says(choice.by)} {_told(choice.cuts, entry)}" for choice in choices(entry)]
        yield warning(
            "lock-disputed",
            f"different takes were chosen for `{name}`",
            _find(source, spell_name(name)),
            f"{_told(entry.chosen, entry)} is in the film until somebody decides",
            notes=tuple(dict.fromkeys(told)),
            helps=(Help("decide with: drama take pick"),),
        )
    for key in dict.fromkeys(cut.take for cut in entry.chosen):
        take = entry.take(key)
        if take is None:
            message = f"a take was chosen for `{name}` that the lock does not hold"
            label = f"{key[:KEY_LETTERS]} is in none of its entries"
            yield warning("lock-choice-absent", message, _find(source, spell_name(name)), label)
        elif take.dropped:
            message = f"the take chosen for `{name}` was dropped"
            label = f"{_told(entry.chosen, entry)} is in the film all the same"
            yield hint("lock-choice-dropped", message, _find(source, spell_name(name)), label)


def _says(by: str) -> str:
    return f"{by} chose" if by else "somebody chose"


def _told(cuts: tuple[Cut, ...], entry: Entry) -> str:
    """Cuts as people name them: `take 2 (3f9ac04b) from frame 12 to 60, then take 1 (…)`."""
    return ", then ".join(_cut(cut, entry) for cut in cuts) or "none"


def _cut(cut: Cut, entry: Entry) -> str:
    take = entry.take(cut.take)
    name = f"take {take.number} " if take and take.number else "take "
    words = f"{name}({cut.take[:KEY_LETTERS]})"
    if cut.start_frame:
        words += f" from frame {cut.start_frame}"
    return words if cut.end_frame is None else f"{words} to frame {cut.end_frame}"


def _find(source: Source, line: str) -> Span | None:
    """The place of a line in the text, or its beginning where it is spelled in another way."""
    start = source.text.find(f"\n{line}") + 1
    if not start and not source.text.startswith(line):
        return source.span(0, 0)
    return source.span(start, start + len(line))


class _Places:
    """Where lines begin, counted as the lock's own reader counts them."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    @property
    def count(self) -> int:
        """The number of the last line that says something."""
        filled = [number for number, line in enumerate(self.lines, 1) if line.strip()]
        return filled[-1] if filled else 1

    def line(self, number: int) -> Span:
        """The beginning of a line, from 1."""
        start = self.starts[number - 1]
        length = len(self.lines[number - 1].rstrip())
        return self.source.span(start, start + min(length, _SHOWN_CHARACTERS))
