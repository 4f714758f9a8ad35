"""The verbs, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.run import run

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*/*.drama") if path.is_file())


def test_help_has_a_line_and_every_verb_an_example() -> None:
    from drama_compiler.cli.main import VERBS

    help_ = run("--help")
    for verb, line in VERBS.items():
        assert verb in help_.out and line.split()[0] in help_.out
        assert "Example" in run(verb, "--help").out


def test_a_misspelt_verb_is_recognised() -> None:
    result = run("biuld")
    assert result.code == 2 and "Did you mean 'build'?" in result.err


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_have_no_problems(path: Path) -> None:
    checked = run("check", path)
    assert checked.code == 0, checked.err
    assert "no problems" in checked.err or path.stem == "cast"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_film_is_without_problems_and_ready_for_git(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "waves"
    made = run("new", folder, "--language", language, "--json").json
    script = Path(made["script"])
    assert script == folder / "waves.drama"
    checked = run("check", script)
    assert checked.code == 0 and "no problems" in checked.err, checked.err
    assert ".drama/" in (folder / ".gitignore").read_text()
    assert "diff=fountain" in (folder / ".gitattributes").read_text()


def test_a_new_film_writes_over_nothing(tmp_path: Path) -> None:
    run("new", tmp_path / "waves")
    script = tmp_path / "waves" / "waves.drama"
    script.write_text("mine")
    again = run("new", tmp_path / "waves")
    assert again.code == 1 and script.read_text() == "mine"


def test_the_tree_of_every_file_is_one_line_of_json(tmp_path: Path) -> None:
    one, two = tmp_path / "one.fountain", tmp_path / "two.drama"
    one.write_text("INT. ROOM - DAY\n\nANN\nHello.\n\nBOB ^\nHi!\n")
    two.write_text("内景 茶馆 - 日\n\n李雷：你好。\n\n角色：李雷\n")
    lines = run("ir", "--tree", one, two, "--json").out.splitlines()
    first, second = map(json.loads, lines)
    kinds = [element["kind"] for element in first["elements"]]
    assert kinds == ["scene_heading", "character", "dialogue", "character", "dialogue"]
    assert [element.get("dual", False) for element in first["elements"]][3] is True
    text = one.read_text()
    assert all(
        element["text"].strip() in text[element["start"] : element["end"]]
        for element in first["elements"]
    )
    assert [element["kind"] for element in second["elements"]] == [
        "scene_heading",
        "character",
        "dialogue",
        "annotation",
    ]


def test_the_film_is_valid_by_its_own_schema() -> None:
    schema = json.loads(run("ir", "--schema").out)
    film = json.loads(run("ir", EXAMPLES[0].parent / f"{EXAMPLES[0].parent.name}.drama").out)
    assert set(film) <= set(schema["properties"])
    assert {"scenes", "characters", "format"} <= set(film)


@pytest.mark.parametrize("words", [("build", "--scale", "0"), ("build", "--scale", "big")])
def test_a_bad_option_is_a_question_of_usage(words: tuple[str, ...]) -> None:
    assert run(*words, "film.drama").code == 2


def test_an_export_before_the_build_says_what_to_do(tmp_path: Path) -> None:
    script = tmp_path / "film.fountain"
    script.write_text("INT. ROOM - DAY\n\nA chair.\n")
    result = run("export", "otio", script)
    assert result.code == 1 and "drama build" in result.err
    assert run("export", "avi", script).code == 2


def test_twelve_mistakes_are_told_as_twelve_each_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = ROOT / "tests" / "cases" / "diagnostics" / "twelve_mistakes.drama"
    text = script.read_text().partition("--- diagnostics ---")[0]
    path = Path(script.name)
    monkeypatch.chdir(tmp_path)
    path.write_text(text)
    told = run("check", path)
    data = run("check", path, "--json").json["diagnostics"]
    by_line = run("check", path, "--line").out.splitlines()
    assert told.code == 1
    assert len(data) == len(by_line) == told.err.count("\n --> ") + told.err.count("\n  --> ") == 12
    lines = text.splitlines()
    for each, line in zip(data, by_line, strict=True):
        place = each["primary"]
        assert line.startswith(f"{path}:{place['line']}:{place['column']}: {each['severity']}")
        assert f"{path}:{place['line']}:{place['column']}" in told.err
        assert place["end"] > place["start"]
        marked = lines[place["line"] - 1][place["column"] - 1 :]
        assert marked and "^" * (place["end"] - place["start"]) in told.err
    assert sum(bool(each["helps"]) for each in data) >= 9
    assert [each["primary"]["start"] for each in data] == sorted(
        each["primary"]["start"] for each in data
    )


def test_a_broken_project_file_is_told_and_a_strange_table_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "film.drama").write_text("INT. ROOM - DAY\n\nA chair.\n")
    (tmp_path / "drama.toml").write_text("script = film.drama")
    assert "error[bad-project-file]" in run("check").err
    (tmp_path / "drama.toml").write_text("[flim]\nscript = 'film.drama'\n")
    told = run("check")
    assert "warning[unknown-table]" in told.err and told.code == 0


def test_without_a_script_the_folder_decides_or_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "which-script" in run("check").err
    (tmp_path / "one.drama").write_text("INT. ROOM - DAY\n\nA chair.\n")
    assert run("check").code == 0
    (tmp_path / "two.drama").write_text("INT. ROOM - DAY\n\nA table.\n")
    assert "which-script" in run("check").err
