"""`drama check --format` and `drama explain`, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drama_compiler.pages import all_pages
from tests.faces.run import run

WRONG = "INT. ROOM - DAY\n\nshot: wide, doly in\nRain.\n"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script with one mistake in the project `story`, seen from the folder above."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "drama.toml").write_text('[film]\nscript = "film.drama"\n')
    (folder / "film.drama").write_text(WRONG)
    return Path("story/film.drama")


def test_a_shorthand_prints_what_its_format_does(script: Path) -> None:
    for name in ("json", "line"):
        short, long = run("check", script, f"--{name}"), run("check", script, "--format", name)
        assert short.out == long.out and short.code == long.code == 1
    assert run("check", script).err == run("check", script, "--format", "text").err
    assert run("check", script, "--format", "xml").code == 2


def test_sarif_names_files_as_seen_from_here(script: Path) -> None:
    result = run("check", script, "--format", "sarif")
    (told,) = json.loads(result.out)["runs"]
    assert result.code == 1 and result.err == ""
    assert [each["ruleId"] for each in told["results"]] == ["unknown-move"]
    place = told["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "story/film.drama"
    assert told["tool"]["driver"]["rules"][0]["help"]["text"]


def test_two_scripts_of_one_name_are_told_apart(script: Path, tmp_path: Path) -> None:
    other = tmp_path / "film.drama"
    other.write_text("\n" + WRONG)
    (told,) = json.loads(run("check", script, other, "--format", "sarif").out)["runs"]
    places = [each["locations"][0]["physicalLocation"] for each in told["results"]]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "story/film.drama",
        "film.drama",
    ]
    assert [place["region"]["startLine"] for place in places] == [3, 4]
    assert len(told["tool"]["driver"]["rules"]) == 1


def test_github_gets_a_command_a_problem(script: Path) -> None:
    told = run("check", script, "--format", "github").out
    assert told.startswith("::error file=story/film.drama,line=3,endLine=3,col=13,")


def test_a_page_says_what_why_and_what_instead() -> None:
    page = all_pages()["unknown-move"]
    shown = run("explain", "unknown-move").out
    said = " ".join(shown.split())
    assert page.what in said and page.why in said
    assert page.example.strip() in shown and page.instead.strip() in shown
    assert run("explain", "error[unknown-move]").out == shown
    data = run("explain", "unknown-move", "--json").json
    assert data == {
        "name": "unknown-move",
        "what": page.what,
        "why": page.why,
        "example": page.example,
        "instead": page.instead,
    }


@pytest.mark.parametrize("code", all_pages())
def test_every_page_can_be_read(code: str) -> None:
    shown = run("explain", code).out
    page = all_pages()[code]
    assert shown.startswith(f"{code}\n")
    for text in (page.example, page.instead):
        assert all(line in shown for line in text.splitlines())
    assert not any(line != line.rstrip() for line in shown.splitlines() if "│" not in line)


def test_a_wrong_name_is_recognised() -> None:
    wrong = run("explain", "unknown-moev")
    assert wrong.code == 1 and "did you mean `unknown-move`?" in wrong.err
    assert "lists all names" in run("explain", "qqqqqqq").err


def test_all_names_are_listed_in_groups() -> None:
    shown = run("explain").out.splitlines()
    listed = [line.split()[0] for line in shown if line.startswith("  ")]
    assert sorted(listed) == sorted(all_pages())
    data = run("explain", "--json").json
    assert sorted(each["name"] for each in data) == sorted(all_pages())
    assert len({each["group"] for each in data}) == 4
    assert all(each["what"] and not each["what"].endswith(".") for each in data)
