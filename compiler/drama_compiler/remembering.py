"""What the last check of a script knew is kept here, so that the next one only looks at what an
edit touched. It changes nothing of what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from drama_compiler.film.memo import Memo
from drama_compiler.film.names import Names
from drama_compiler.rules.lint_memo import LintMemo
from drama_compiler.watching import FileStamp, file_stamp
from drama_dsl.tree import Annotation, Part, TitleEntry, Tree, moved

Stamps = tuple[FileStamp, ...]
"""How files were, in their order."""


@dataclass(slots=True)
class ScriptMemo:
    """What is known of one script: its film, and what the rules found in it."""

    film: Memo = field(default_factory=Memo)
    lint: LintMemo = field(default_factory=LintMemo)


class Known:
    """What is known of scripts by their paths: files as they were read last, names, memos."""

    def __init__(self) -> None:
        self.trees: dict[Path, Tree] = {}
        self._scripts: dict[Path, ScriptMemo] = {}
        self._names: dict[Path, tuple[Stamps, Names]] = {}
        self._uses: dict[Path, dict[int, tuple[Part, tuple[Annotation | TitleEntry, ...]]]] = {}

    def of(self, script: Path) -> ScriptMemo:
        """What is known of a script; empty where it is seen for the first time."""
        return self._scripts.setdefault(script, ScriptMemo())

    def names(self, script: Path, files: Iterable[Path], read: Callable[[], Names]) -> Names:
        """The names kept of a script's film: read again when one of their files has changed."""
        now = tuple(map(file_stamp, files))
        known = self._names.get(script)
        if known is None or known[0] != now:
            known = self._names[script] = now, read()
        return known[1]

    def uses(self, path: Path, tree: Tree) -> list[Annotation | TitleEntry]:
        """What a file says of other files that it uses."""
        known = self._uses.get(path, {})
        found = [
            (part, known[id(part.written)][1] if id(part.written) in known else _uses(part))
            for part in tree.parts
        ]
        self._uses[path] = {id(part.written): (part, some) for part, some in found}
        return [moved(each, part.by) if part.by else each for part, some in found for each in some]


def _uses(part: Part) -> tuple[Annotation | TitleEntry, ...]:
    """The nodes of a part, as written, that may name a file."""
    return tuple(
        each
        for each in part.written
        if (isinstance(each, Annotation) and each.word == "use") or isinstance(each, TitleEntry)
    )
