"""docs/lint.md names every rule, and its examples are true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from drama_compiler.pages import all_pages
from drama_compiler.rules import RULES
from tests.rules.linted import codes

MANUAL = (Path(__file__).parents[2] / "docs" / "lint.md").read_text("utf-8")


def test_the_table_has_every_rule_in_the_order_in_which_they_are_asked() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", MANUAL, re.MULTILINE)
    assert rows == [rule.code for rule in RULES]


def test_every_name_in_the_manual_is_that_of_a_diagnostic() -> None:
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", MANUAL))
    assert len(named) > 15 and named <= all_pages().keys()


def test_the_example_allows_what_it_says() -> None:
    (example,) = re.findall(r"```drama\n(.*?)```", MANUAL, re.DOTALL)
    script = f"character: KAI\n\n{example}"
    assert codes(script) == []
    assert codes(script.replace("[[allow: jump-cut | he nods off]]\n", "")) == ["jump-cut"]


def test_the_project_file_of_the_manual_switches_a_rule() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", MANUAL, re.DOTALL)
    assert tomllib.loads(example)["lint"].keys() <= all_pages().keys()
