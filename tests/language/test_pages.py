"""Every diagnostic of the language has a page, and its example and its remedy are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import drama_dsl
from drama_dsl.clauses import Words
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.pages import PAGES
from drama_dsl.parser import parse
from drama_dsl.shot import shot_clauses
from drama_dsl.shot_complaints import unknown_clause
from drama_dsl.source import Source
from drama_dsl.tree import Annotation

UNKNOWN = re.compile(r"unknown-(size|angle|move|clause)")


def complaints(text: str) -> list[Diagnostic]:
    """All that parser and shots find; unknown words too, as if LI WEI were the only name."""
    tree = parse(Source("page.drama", text))
    found = list(tree.diagnostics)
    for node in tree:
        if isinstance(node, Annotation) and node.word == "shot":
            clauses, wrong = shot_clauses(node, tree.source)
            found += wrong
            for clause in clauses:
                if isinstance(clause, Words) and clause.phrase.text != "LI WEI":
                    found.append(unknown_clause(clause.phrase, tree.source, ["LI WEI"]))
    return found


@pytest.mark.parametrize("code", PAGES)
def test_the_example_of_a_page_gets_its_diagnostic_and_no_other(code: str) -> None:
    assert [found.code for found in complaints(PAGES[code].example)] == [code]


@pytest.mark.parametrize("code", PAGES)
def test_what_a_page_says_to_write_instead_is_right(code: str) -> None:
    assert complaints(PAGES[code].instead) == []


@pytest.mark.parametrize("code", PAGES)
def test_applying_the_fix_of_an_example_mends_it(code: str) -> None:
    text = PAGES[code].example
    (found,) = complaints(text)
    fixes = [help_.fix for help_ in found.helps if help_.fix]
    for fix in fixes:
        for edit in fix.edits:
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        assert complaints(text) == []


def test_every_code_of_the_room_has_a_page() -> None:
    room = Path(drama_dsl.__file__).parent
    codes = {
        code
        for file in ("complaints.py", "shot_complaints.py")
        for code in re.findall(
            r"(?:error|warning|hint)\(\s*\"([a-z-]+)\"", (room / file).read_text("utf-8")
        )
    }
    assert len(codes) > 10
    assert codes <= set(PAGES)
    assert {code for code in PAGES if not UNKNOWN.fullmatch(code)} == codes
