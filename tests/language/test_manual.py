"""docs/language.md says what the program does: its examples are read, its words are known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drama_dsl.clauses import Words
from drama_dsl.parser import parse
from drama_dsl.shot import parse_shot, shot_clauses
from drama_dsl.shot_lexer import read_clauses
from drama_dsl.source import Source
from drama_dsl.tree import Annotation, Kind, TitleEntry
from drama_dsl.view import elements
from drama_grammar import SHOT_TABLES, fold, vocabulary

MANUAL = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)`(?: LANG)? \| ([^|`]+) \| [^|]+ \| `([^`|]+)` \|$", re.MULTILINE)
ROWS = ROW.findall(MANUAL)
OPEN = re.findall(
    r"^\| .* \| `([^`|]+)` ([a-z]+(?:, [a-z]+)*) \|$",
    MANUAL.partition("## What Fountain leaves open")[2],
    re.MULTILINE,
)
ELEMENTS = re.findall(
    r"^\| (?!element)([a-z ,]+) \| ?([^|]*?) ?\| ?([^|]*?) ?\|$",
    MANUAL.partition("## The screenplay")[2].partition("## Annotations")[0],
    re.MULTILINE,
)
SAMPLE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
SHOTS = MANUAL.partition("## Shots\n")[2].partition("### Properties of a shot")[0]
CLAUSES = re.findall(r"^\| ([a-z, -]+) \| (`.*) \|$", SHOTS, re.MULTILINE)
TITLES = re.findall(r"^\| `([A-Z]\w+)` \| (\S+(?: \S+)*) \| `(.*?)`.* \|$", MANUAL, re.MULTILINE)
KINDS = {
    "heading": "scene_heading", "action": "action", "character": "character",
    "parenthetical": "parenthetical", "two": "character", "lyrics": "lyrics",
    "transition": "transition", "centred": "centered", "section": "section",
    "synopsis": "synopsis", "page": "page_break", "note": "note", "boneyard": "boneyard",
    "dialogue": "dialogue",
}  # fmt: skip


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


def _kinds(example: str) -> list[str]:
    text = example.replace("↵", "\n").replace("↹", "\t") + "\n"
    return [element["kind"] for element in elements(parse(Source("manual.fountain", text)))]


def test_the_tables_of_the_manual_are_found() -> None:
    assert (len(OPEN), len(ELEMENTS), len(CLAUSES), len(TITLES)) == (26, 12, 12, 9)


@pytest.mark.parametrize("example, kinds", OPEN, ids=[row[0] for row in OPEN])
def test_what_fountain_leaves_open_is_read_as_the_manual_says(example: str, kinds: str) -> None:
    assert _kinds(example) == [KINDS[kind] for kind in kinds.split(", ")]


@pytest.mark.parametrize("name, plain, forced", ELEMENTS, ids=[row[0] for row in ELEMENTS])
def test_every_element_of_the_manual_is_one(name: str, plain: str, forced: str) -> None:
    wanted = {KINDS[word] for word in re.findall(r"\w+", name) if word in KINDS}
    samples = SAMPLE.findall(plain) + SAMPLE.findall(forced)
    assert samples
    for sample in samples:
        assert wanted & set(_kinds(sample)), sample


@pytest.mark.parametrize("name, words", CLAUSES, ids=[row[0] for row in CLAUSES])
def test_every_clause_of_the_manual_is_one(name: str, words: str) -> None:
    for sample in SAMPLE.findall(words.replace("`` on `SALT & PEPPER` ``", "")):
        if sample in ("shot", "up", "to SUBJECT", "then"):
            continue
        read = f"dolly in {sample}" if sample in ("slow", "steady", "fast") else sample
        clauses, found = parse_shot(read, 0, Source("manual", read), lenient=False)
        named = name == "where, on the screen" and sample[0].isupper()
        assert found == ()
        assert named or not any(isinstance(clause, Words) for clause in clauses), sample


@pytest.mark.parametrize("key, chinese, example", TITLES, ids=[row[0] for row in TITLES])
def test_every_title_of_the_manual_is_one(key: str, chinese: str, example: str) -> None:
    words = vocabulary().tables["title"]
    assert all(words[written] == key.lower() for written in chinese.split())
    (entry,) = (node for node in parse(Source("a.drama", example + "\n")).nodes)
    assert isinstance(entry, TitleEntry)
    assert entry.key == key
