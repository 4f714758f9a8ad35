"""Every rule has a page whose example breaks it, and whose other way of writing breaks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import drama_compiler.rules
from drama_compiler.rules import RULES, Rule
from tests.rules.linted import codes

BY_CODE = [pytest.param(rule, id=rule.code) for rule in RULES]


@pytest.mark.parametrize("rule", BY_CODE)
def test_the_example_of_a_page_breaks_its_rule_and_no_other(rule: Rule) -> None:
    assert codes(rule.page.example) == [rule.code]


@pytest.mark.parametrize("rule", BY_CODE)
def test_what_a_page_says_to_write_instead_breaks_nothing(rule: Rule) -> None:
    assert codes(rule.page.instead) == []


def test_a_rule_is_called_as_its_file() -> None:
    files = {path.stem for path in Path(drama_compiler.rules.__file__).parent.glob("*.py")}
    assert {rule.code.replace("-", "_") for rule in RULES} <= files
    assert len({rule.code for rule in RULES}) == len(RULES)
