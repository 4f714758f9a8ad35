"""The written law goes out as data: the vocabulary of every language, the grammar of a shot."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

_TWINS = {0xFF01 + step: 0x21 + step for step in range(94)} | {
    0x3000: " ",
    0x2019: "'",
    0x2018: "'",
    ord("-"): " ",
    0x2010: " ",
    0x2011: " ",
    0xFF0D: " ",
}


@dataclass(frozen=True)
class Vocabulary:
    """Every word that a writer may type, and the canonical word that each stands for.

    `tables` maps a table's name (`size`, `move`, `property.shot`, ...) to what may be written,
    folded (see `fold`), and its canonical word. Languages are read together: a script may mix
    them.
    """

    tables: Mapping[str, Mapping[str, str]]

    def canonical(self, table: str, written: str) -> str | None:
        """The canonical word of `table` for what was `written`, in any language; or None."""
        return self.tables[table].get(fold(written))

    def spellings(self, table: str) -> tuple[str, ...]:
        """All that may be written for the words of `table`, folded, in the order of the files."""
        return tuple(self.tables[table])

    def properties(self, annotation: str) -> Mapping[str, str]:
        """The property keys of an annotation word, as written, folded -> canonical."""
        return self.tables.get(f"property.{annotation}", {})

    @cached_property
    def shot_words(self) -> frozenset[str]:
        """Every word that means something by itself in a shot: no preset may take one."""
        return frozenset(word for table in SHOT_TABLES for word in self.tables[table])


SHOT_TABLES = (
    "size", "composition", "angle", "move", "direction", "pace", "place", "depth", "facing",
    "optics", "speed", "continuity",
)  # fmt: skip
"""The tables whose words are shot clauses, or parts of one."""


def fold(written: str) -> str:
    """What was written, in the form that the tables are keyed by.

    Lower case, full-width marks as their ASCII twins, hyphens as blanks, single blanks.
    """
    return " ".join(written.translate(_TWINS).lower().split())


@cache
def vocabulary() -> Vocabulary:
    """The words of all languages; read once."""
    tables: dict[str, dict[str, str]] = {}
    folder = files(__name__) / "vocabulary"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            for table, words in _tables(tomllib.loads(file.read_text("utf-8"))):
                into = tables.setdefault(table, {})
                for canonical, spellings in words.items():
                    for spelling in spellings:
                        into.setdefault(fold(spelling), canonical)
    return Vocabulary(tables)


@cache
def shot_grammar() -> str:
    """The Lark grammar of one shot clause, over tokens that the lexer of shots makes."""
    return (files(__name__) / "shot.lark").read_text("utf-8")


def _tables(data: dict[str, object]) -> list[tuple[str, dict[str, list[str]]]]:
    """The tables of one language file by name; those under `property` as `property.WORD`."""
    found: list[tuple[str, dict[str, list[str]]]] = []
    for name, value in data.items():
        if isinstance(value, dict) and name == "property":
            found += [(f"property.{word}", keys) for word, keys in value.items()]
        elif isinstance(value, dict):
            found.append((name, value))
    return found
