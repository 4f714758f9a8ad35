"""`[lint]` in `drama.toml` switches warnings off by name, and says where a name is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama_compiler.session import check
from tests.faces.run import run

SCRIPT = (
    "character: KAI\n\nprop: CUP\n\nINT. CAFE - DAY\n\nshot: medium on KAI, 0.2s\n\nKAI waits.\n"
)


def _codes(folder: Path, lint: str) -> list[str]:
    (folder / "drama.toml").write_text(lint, "utf-8")
    script = folder / "film.drama"
    script.write_text(SCRIPT, "utf-8")
    return [each.code for each in check(script)[0]]


@pytest.mark.parametrize("off", ['"off"', "false"])
def test_a_switch_takes_effect(tmp_path: Path, off: str) -> None:
    assert _codes(tmp_path, "") == ["unused-declaration", "shot-too-short"]
    assert _codes(tmp_path, f"[lint]\nshot-too-short = {off}\n") == ["unused-declaration"]
    assert _codes(tmp_path, f"[lint]\nunused-declaration = {off}\n") == ["shot-too-short"]
    assert len(_codes(tmp_path, '[lint]\nshot-too-short = "on"\n')) == 2


def test_a_misspelt_rule_is_told_at_its_place(tmp_path: Path) -> None:
    assert "unknown-rule" in _codes(tmp_path, '[lint]\nshot-to-short = "off"\n')
    told = run("check", tmp_path / "film.drama")
    assert "drama.toml:2:1" in told.err and "did you mean `shot-too-short`?" in told.err
    run("check", tmp_path / "film.drama", "--unsafe-fixes")
    assert "shot-too-short" in (tmp_path / "drama.toml").read_text("utf-8")


@pytest.mark.parametrize("lint", ['[lint]\njump-cut = "sometimes"\n', "lint = 3\n"])
def test_a_switch_is_on_or_off(tmp_path: Path, lint: str) -> None:
    assert "bad-switch" in _codes(tmp_path, lint)


def test_a_broken_project_file_is_told(tmp_path: Path) -> None:
    assert "bad-project-file" in _codes(tmp_path, "[lint\n")


def test_the_rules_can_be_left_out(tmp_path: Path) -> None:
    _codes(tmp_path, "")
    told = run("check", tmp_path / "film.drama", "--no-lint", "--json").json
    assert [each["code"] for each in told["diagnostics"]] == ["unused-declaration"]
