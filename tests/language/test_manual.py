"""docs/language.md says what the program does: its examples are read, its words are known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drama_dsl.parser import parse
from drama_dsl.shot import shot_clauses
from drama_dsl.shot_lexer import read_clauses
from drama_dsl.source import Source
from drama_dsl.tree import Annotation, Kind
from drama_grammar import SHOT_TABLES, fold, vocabulary

MANUAL = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)`(?: LANG)? \| ([^|`]+) \| [^|]+ \| `([^`|]+)` \|$", re.MULTILINE)
ROWS = ROW.findall(MANUAL)


def test_the_whole_scene_of_the_manual_is_read_without_complaint() -> None:
    script = MANUAL.split("```drama\n")[1].split("```")[0]
    tree = parse(Source("manual.drama", script))
    assert tree.diagnostics == ()
    kinds = {node.kind for node in tree}
    assert {Kind.TITLE_PAGE, Kind.SCENE_HEADING, Kind.CHARACTER, Kind.DIALOGUE} <= kinds
    for node in tree:
        if isinstance(node, Annotation) and node.word == "shot":
            clauses, found = shot_clauses(node, tree.source)
            assert clauses
            assert found == ()


@pytest.mark.parametrize("word, chinese, example", ROWS, ids=[row[0] for row in ROWS])
def test_every_annotation_of_the_manual_is_one(word: str, chinese: str, example: str) -> None:
    tree = parse(Source("manual.drama", example + "\n"))
    assert [(node.word) for node in tree if isinstance(node, Annotation)] == [word]
    assert tree.diagnostics == ()
    words = vocabulary().tables["annotation"]
    assert all(words[written] == word for written in chinese.split())


def test_the_manual_has_every_annotation_and_every_property() -> None:
    tables = vocabulary().tables
    assert {row[0] for row in ROWS} == set(tables["annotation"].values())
    for table, keys in tables.items():
        if table.startswith("property."):
            for key in keys.values():
                assert re.search(rf"`{key}[` ]", MANUAL), (table, key)


def test_the_manual_has_every_canonical_word_of_a_shot() -> None:
    known = fold(MANUAL)
    for table in SHOT_TABLES:
        spelt: dict[str, list[str]] = {}
        for written, canonical in vocabulary().tables[table].items():
            word = canonical.split(" ")[0] if table == "move" else canonical
            spelt.setdefault(word, []).append(written)
        for canonical, spellings in spelt.items():
            assert any(one in known for one in spellings if one.isascii()), (table, canonical)


def test_the_chinese_words_of_the_manual_are_known() -> None:
    line = next(line for line in MANUAL.splitlines() if "大特写 插入" in line)
    for clause in line.split("Sizes ")[1].replace("(左摇)", "").split(";"):
        for written in re.findall(r"[\d\u4e00-\u9fff]+", clause):
            (units, *_) = read_clauses(written)
            assert any(unit.types for unit in units), written
