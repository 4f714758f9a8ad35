"""The rules are quiet where nobody said anything, and never fail whatever they are given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drama_compiler.rules import RULES
from tests.rules.linted import codes, linted

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*/*.drama"))
FOUNTAIN = Path(__file__).parents[1] / "language" / "fountain_cases.json"
CODES = {rule.code for rule in RULES}


def test_fountain_without_annotations_breaks_no_rule() -> None:
    texts = [case["source"] for case in json.loads(FOUNTAIN.read_text("utf-8"))]
    assert len(texts) > 100
    found = {text: CODES & set(codes(text, file="film.fountain")) for text in texts}
    assert not {text: broken for text, broken in found.items() if broken}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_script_cut_anywhere_is_linted_without_failing(path: Path) -> None:
    text = path.read_text("utf-8").partition("\n--- ")[0]
    for end in range(0, len(text), max(1, len(text) // 8)):
        for found in linted(text[:end]):
            assert found.primary is None or found.primary.span.end <= end


def test_a_code_is_lower_case_words_that_read_behind_allow() -> None:
    assert all(code.replace("-", "").isalpha() and code.islower() for code in CODES)
