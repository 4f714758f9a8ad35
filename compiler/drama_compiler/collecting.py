"""A folder of results that a person made by hand comes in; each becomes a take of its job.

A file is known by its name, which begins with that of its prompt (`k7f2q-first-2.png`), or with the
number of a shot that has but one prompt of its kind; else by the prompt that it still holds; else a
person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from drama_compiler.contract.backend import Backend
from drama_compiler.contract.handoff import HandOff
from drama_compiler.graph.jobs import JobKind, Tier, role
from drama_compiler.graph.keys import canonical, digest
from drama_compiler.handing import PAGE, REFERENCES, TEXT
from drama_compiler.store.handed import HandedSheet, read_sheets
from drama_compiler.store.lock import Lock, LockTake, lock_name
from drama_compiler.store.lock_edit import add_take, with_entry
from drama_compiler.takes.book import TakeBook
from drama_compiler.takes.edit import TYPES, TakeError

LONG_NAME_CHARS = 5
"""From this length on a name is looked for anywhere in a file's, and in any case of letters."""
WORDS_CHARS_MIN = 12
"""A prompt that is shorter could stand in any other."""

Ask = Callable[[Path, Sequence[HandedSheet]], HandedSheet | None]
"""Asks a person which sheet a file came of; None where it is to be left."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A file that is a take now, of which job, and by what it was known.

    `is_new` is false where the very same file was brought in before.
    """

    file: Path
    job: str
    by: str
    is_new: bool


@dataclass(slots=True)
class Collected:
    """What came of a folder; `left` are the files that belong to nothing, and why."""

    placed: list[Placed] = field(default_factory=list)
    left: list[tuple[Path, str]] = field(default_factory=list)


def collect(book: TakeBook, folder: Path, backends: Mapping[str, Backend], ask: Ask) -> Collected:
    """Take in every file of `folder`; raises OSError where it cannot be read.

    References come first: what is made of them is of them as they are now.
    """
    project = book.analysis.project
    sheets = [each for each in read_sheets(project.state_folder) if each.film == project.key]
    collector = _Collector(book, sheets, backends, ask)
    found = Collected()
    matched: list[tuple[int, Path, HandedSheet, str, LockTake]] = []
    for path in files_of(folder):
        try:
            matched.append(collector.matched(path))
        except TakeError as failure:
            found.left.append((path, str(failure)))
    for _, path, sheet, by, take in sorted(matched, key=lambda each: each[0]):
        try:
            is_new = collector.take_in(sheet, take)
        except TakeError as failure:
            found.left.append((path, str(failure)))
        else:
            found.placed.append(Placed(path, sheet.job, by, is_new))
    return found


def files_of(folder: Path) -> Iterator[Path]:
    """The files that can be results: neither hidden, nor links, nor laid out by a build."""
    if not folder.is_dir():
        raise NotADirectoryError(20, "is no folder", str(folder))
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        laid_out = path.name in (TEXT, PAGE) or REFERENCES in inside[:-1]
        hidden = any(part.startswith(".") for part in inside)
        if path.is_file() and not (path.is_symlink() or laid_out or hidden):
            yield path


@dataclass(frozen=True, slots=True)
class _Collector:
    """What files are held against; `sheets` are the oldest first."""

    book: TakeBook
    sheets: Sequence[HandedSheet]
    backends: Mapping[str, Backend]
    ask: Ask

    def matched(self, path: Path) -> tuple[int, Path, HandedSheet, str, LockTake]:
        """A file with its sheet, by what it was known, and the take it makes; raises TakeError."""
        take = self.book.brought_in(path, "", "")
        medium = take.type.partition("/")[0]
        fitting = [each for each in self.sheets if TYPES[_kind(each)] == medium]
        newest = {each.job: each for each in fitting}
        sheet, by = by_name(path.stem, list(newest.values())), "its name"
        if sheet is None:
            sheet, by = self._by_prompt(path, fitting), "its prompt"
        if sheet is None and newest:
            sheet, by = self.ask(path, list(newest.values())), "your word"
        if sheet is None:
            raise TakeError("neither its name nor a prompt in it says what it is of")
        order = list(JobKind).index(_kind(sheet))
        return order, path, sheet, by, take

    def take_in(self, sheet: HandedSheet, take: LockTake) -> bool:
        """Put a take into the lock; whether it was not there yet. Raises TakeError."""
        of = self._basis(sheet)
        take = replace(
            take,
            basis=of,
            backend=sheet.backend,
            model=sheet.model,
            tier=Tier(sheet.tier),
        )
        is_new = self.book.entry(sheet.job).take(take.key) is None

        def change(lock: Lock, film: str, job: str) -> Lock:
            name = lock_name(job, film)
            return with_entry(lock, name, add_take(self.book.entry(job), take))

        self.book.change(sheet.job, change)
        return is_new

    def _by_prompt(self, path: Path, sheets: Sequence[HandedSheet]) -> HandedSheet | None:
        for service in self.backends.values():
            if isinstance(service, HandOff):
                found = by_prompt(service.prompt_in(path), sheets)
                if found:
                    return found
        return None

    def _basis(self, sheet: HandedSheet) -> str:
        """The digest of what a result is of, kept in the store.

        What had not been made when the sheet was written is what is in the film by now.
        """
        inputs = dict(sheet.basis["inputs"])
        for name in sheet.inputs:
            shown = self.book.shown(name)
            take = self.book.entry(name).take(shown[0].take) if shown else None
            if role(name) not in inputs and take:
                inputs[role(name)] = take.media
        data = canonical({**sheet.basis, "inputs": inputs})
        of = digest(data)
        if not self.book.media.has(of, "application/json"):
            folder = self.book.analysis.project.state_folder / "tmp"
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=folder) as scratch:
                path = Path(scratch) / f"{of}.json"
                path.write_bytes(data)
                self.book.media.adopt(path, of, "application/json")
        return of


def by_name(name: str, sheets: Sequence[HandedSheet]) -> HandedSheet | None:
    """The sheet that a file's name says, one a job being given; None where it says none or two."""
    said = [each for each in sheets if _says(name, each.stem)]
    if said:
        return max(said, key=lambda each: len(each.stem))
    owners = [
        each
        for each in sheets
        if _kind(each) in (JobKind.CLIP, JobKind.FRAME)
        and (_says(name, each.job.split("/")[1]) or (each.shot and _says(name, each.shot)))
    ]
    return owners[0] if len(owners) == 1 else None


def by_prompt(prompt: str, sheets: Sequence[HandedSheet]) -> HandedSheet | None:
    """The newest sheet with the longest words that stand in a prompt."""
    text = _plain(prompt)
    held = [
        (len(words), index)
        for index, words in enumerate(_plain(s.words) for s in sheets)
        if len(words) >= WORDS_CHARS_MIN and words in text
    ]
    return sheets[max(held)[1]] if held else None


def _says(name: str, word: str) -> bool:
    """Whether a file's name holds a word: at its beginning, or if it is long anywhere."""
    at = r"(?<![^\W_])" if len(word) >= LONG_NAME_CHARS else "^"
    flags = re.IGNORECASE if len(word) >= LONG_NAME_CHARS else 0
    return bool(re.search(at + re.escape(word) + r"(?![^\W_])", name, flags))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _kind(sheet: HandedSheet) -> JobKind:
    return JobKind(sheet.job.partition("/")[0])
