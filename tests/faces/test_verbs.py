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
