"""Any text comes in; its tree gives it back, in linear time, and never raises."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from drama_dsl.clauses import Phrase
from drama_dsl.emphasis import plain
from drama_dsl.parser import Dialect, parse
from drama_dsl.shot import parse_shot, shot_clauses, stance
from drama_dsl.source import Source
from drama_dsl.tree import Annotation, Cue, Kind, Node, SceneHeading, Tree
from drama_dsl.view import elements

PIECES = [
    "INT. HOUSE - DAY", "EXT", ".X", "..", "I./E. CAR", "SAM", "SAM (V.O.)", "@sam", "^", "(low)",
    "Hello there.", "~la", ">", "> x <", "CUT TO:", "FADE IN:", "# A", "## B #2#", "= s", "==",
    "===", "!", "!!", "!! close", "[[", "]]", "[[a note]]", "[[SHOT: close | last: x]]", "\\]",
    "/*", "*/", "/* b */", "*", "**", "***", "_", "\\", "Title: X", "Draft:", "  ", " ", "\t", "\n",
    "\n\n", "\r\n", "\r", "\ufeff", "\x00", "\ud800", "\u2028", "\x0b", "\x1c", "İ", "ß", "　",
    "内景 茶馆 日", "1-1 茶馆 日 内", "李雷", "李雷：你好", "李雷（旁白）：", "他说：走吧",
    "＠李雷", "．内景", "～啦", "＃ 一", "！走", "！！特写", "（低声）", "＞叠化", "镜头：特写李雷",
    "character: LI", "  look: thin", "    look: thin", "shot: close on LI, 3s", "sub en: Hi",
    "sub: Hi", "charcter: X",
    "字幕en：", "preset: a = b", "music: out", "`", '"', ",", "，", "#12A#", "0s", "1/0x", "9秒",
]  # fmt: skip
scripts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=24).map("".join)
lined = st.lists(st.sampled_from(PIECES), max_size=24).map("\n".join)
dialects = st.sampled_from(list(Dialect))


def tree_of(text: str, dialect: Dialect) -> Tree:
    return parse(Source("a.txt", text), dialect=dialect)


def check_tiles(tree: Tree) -> None:
    cursor = 0
    for node in tree.nodes:
        assert node.start == cursor, node
        assert node.end > node.start, node
        cursor = node.end
        for child in node.inner:
            assert node.start <= child.start < child.end <= node.end
    assert cursor == len(tree.source.text)


def check_places(node: Node, source: str) -> None:
    """What a node says stands where the node says that it stands."""
    assert 0 <= node.text_start <= len(source), node
    if node.kind is not Kind.ACTION and node.text and not node.inner:
        assert source.startswith(node.text[:1], node.text_start), node
    if isinstance(node, Cue) and not node.inner:
        assert source.startswith(node.name, node.name_start), node
    if isinstance(node, SceneHeading) and not node.inner:
        assert source.startswith(node.place, node.place_start), node
        assert source.startswith(node.time, node.time_start), node
    if isinstance(node, Annotation):
        assert node.start <= node.value_start <= node.value_end <= node.end, node
        for found in node.properties:
            assert node.start <= found.key_start <= found.value_start <= found.value_end <= node.end
            assert node.inner or source.startswith(found.written, found.key_start)


@settings(max_examples=700, deadline=None)
@given(scripts | lined, dialects)
def test_every_text_comes_back_from_its_tree(text: str, dialect: Dialect) -> None:
    tree = tree_of(text, dialect)
    assert tree.text == text
    check_tiles(tree)
    for node in tree.nodes:
        check_places(node, text)
    for found in tree.diagnostics:
        assert found.primary is not None
        assert 0 <= found.primary.span.start <= found.primary.span.end <= len(text)
    json.dumps(elements(tree))
    json.dumps(elements(tree, frozenset()))


@settings(max_examples=200, deadline=None)
@given(lined, dialects, st.sampled_from(["\r\n", "\r"]))
def test_line_ends_make_no_difference(text: str, dialect: Dialect, line_end: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain_kinds = [node.kind for node in tree_of(text, dialect)]
    assert [node.kind for node in tree_of(text.replace("\n", line_end), dialect)] == plain_kinds


@settings(max_examples=200, deadline=None)
@given(lined.filter(lambda text: not text.startswith("\ufeff")), dialects)
def test_a_byte_order_mark_makes_no_difference(text: str, dialect: Dialect) -> None:
    marked = tree_of("\ufeff" + text, dialect)
    kinds = [node.kind for node in marked if text]
    assert kinds == [node.kind for node in tree_of(text, dialect)]
    assert marked.text == "\ufeff" + text


@settings(max_examples=400, deadline=None)
@given(scripts, st.booleans())
def test_every_text_is_read_as_a_shot(text: str, lenient: bool) -> None:
    clauses, found = parse_shot(text, 7, Source("a.drama", "x" * 7 + text), lenient=lenient)
    for clause in clauses:
        assert 7 <= clause.start <= clause.end <= 7 + len(text)
    assert not (lenient and found)
    stance(Phrase(text, 0, len(text)))


@settings(max_examples=200, deadline=None)
@given(lined)
def test_every_shot_of_a_script_is_read(text: str) -> None:
    tree = tree_of(text, Dialect.DRAMA)
    for node in tree:
        for part in (node, *node.inner):
            if isinstance(part, Annotation):
                clauses, _ = shot_clauses(part, tree.source)
                assert all(part.start <= clause.start <= part.end for clause in clauses)


@settings(max_examples=300, deadline=None)
@given(scripts)
def test_emphasis_takes_only_marks_away(text: str) -> None:
    left = iter(text)
    assert all(letter in left for letter in plain(text))


def test_every_file_beside_the_tests_comes_back() -> None:
    root = Path(__file__).parents[2]
    files = [*root.glob("examples/**/*.drama"), *root.glob("tests/**/*.drama"), *root.glob("*.md")]
    assert files
    for file in filter(Path.is_file, files):
        text = file.read_bytes().decode("utf-8", "surrogateescape")
        assert parse(Source(file.name, text)).text == text


def test_a_time_behind_a_tight_dash_stands_where_its_heading_says() -> None:
    text = "\nINT. ROOM\x0e- DAY\n\nINT. ÉCOLE- NIGHT\n\n内景 茶馆- DAY\n"
    for node in tree_of(text, Dialect.DRAMA).nodes:
        check_places(node, text)
