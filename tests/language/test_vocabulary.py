"""The vocabulary is data that does not contradict itself, and covers the words of the film."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path

import pytest

import drama_grammar
from drama_compiler.film import words
from drama_grammar import SHOT_TABLES, fold, vocabulary

FILES = sorted((Path(drama_grammar.__file__).parent / "vocabulary").glob("*.toml"))
CANONICAL: dict[str, type[StrEnum]] = {
    "size": words.Size,
    "composition": words.Composition,
    "angle": words.Angle,
    "pace": words.Pace,
    "place": words.ScreenPlace,
    "depth": words.Depth,
    "facing": words.Facing,
    "time": words.Daytime,
    "transition": words.TransitionKind,
    "transition-line": words.TransitionKind,
}


@pytest.mark.parametrize("table", CANONICAL)
def test_every_canonical_word_is_one_of_the_films(table: str) -> None:
    assert set(vocabulary().tables[table].values()) <= {str(word) for word in CANONICAL[table]}


@pytest.mark.parametrize("table", [table for table in CANONICAL if table != "transition-line"])
def test_every_word_of_the_film_can_be_typed(table: str) -> None:
    assert {str(word) for word in CANONICAL[table]} <= set(vocabulary().tables[table].values())


def test_every_move_can_be_typed() -> None:
    moves = vocabulary().tables["move"].values()
    assert {move.split(" ")[0] for move in moves} == {str(kind) for kind in words.MoveKind}
    directions = {str(direction) for direction in words.Direction}
    assert {move.split(" ")[1] for move in moves if " " in move} <= directions
    assert set(vocabulary().tables["direction"].values()) <= directions


def test_no_word_means_two_things_in_one_table() -> None:
    meanings: dict[tuple[str, str], str] = {}
    for file in FILES:
        data = tomllib.loads(file.read_text("utf-8"))
        tables = {f"property.{name}": keys for name, keys in data.pop("property").items()}
        for table, entries in {**data, **tables}.items():
            for canonical, spellings in entries.items():
                for spelling in spellings:
                    key = table, fold(spelling)
                    assert meanings.setdefault(key, canonical) == canonical, key


def test_languages_have_the_same_tables() -> None:
    first, *others = (set(tomllib.loads(file.read_text("utf-8"))) for file in FILES)
    assert others
    assert all(other == first for other in others)


def test_a_word_of_a_shot_is_one_clause_or_a_side() -> None:
    seen: dict[str, set[str]] = {}
    for table in SHOT_TABLES:
        for word in vocabulary().tables[table]:
            seen.setdefault(word, set()).add(table)
    shared = {word: tables for word, tables in seen.items() if len(tables) > 1}
    assert all(tables == {"direction", "place"} for tables in shared.values()), shared
    assert shared
