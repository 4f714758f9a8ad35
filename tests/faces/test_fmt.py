"""`drama fmt`, as a user types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from drama_compiler.cli.main import drama
from drama_compiler.film.resolve import resolve
from drama_compiler.project import open_project
from drama_compiler.session import read_film
from tests.faces.run import run

ROOT = Path(__file__).parents[2]
LOOSE = "INT.  ROOM  - DAY\nANN\n  Hello.\n"
TIGHT = "INT. ROOM - DAY\n\nANN\nHello.\n"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "film.drama"
    path.write_text(LOOSE)
    return path


def test_a_script_is_rewritten_and_one_that_is_right_is_not_touched(script: Path) -> None:
    script.chmod(0o640)
    assert run("fmt", script).code == 0
    assert script.read_text() == TIGHT
    assert script.stat().st_mode & 0o777 == 0o640
    before = script.stat()
    again = run("fmt", script)
    assert again.err == "" and script.stat() == before
    assert [path.name for path in script.parent.iterdir()] == ["film.drama"]


def test_a_check_names_what_would_change_and_writes_nothing(script: Path) -> None:
    checked = run("fmt", "--check", script)
    assert checked.code == 1 and "film.drama" in checked.err
    assert script.read_text() == LOOSE
    run("fmt", script)
    assert run("fmt", "--check", script).code == 0


def test_a_diff_shows_what_would_change_and_writes_nothing(script: Path) -> None:
    shown = run("fmt", "--diff", script)
    assert shown.code == 0 and "-INT.  ROOM  - DAY" in shown.out and "+INT. ROOM - DAY" in shown.out
    assert script.read_text() == LOOSE


def test_what_was_done_is_told_as_json(script: Path) -> None:
    told = run("fmt", "--json", script, script.with_name("none.drama"))
    files = [(each["file"], each["changed"], each["written"]) for each in told.json["files"]]
    assert files == [("film.drama", True, str(script)), ("none.drama", False, None)]
    assert [each["code"] for each in told.json["diagnostics"]] == ["no-such-file"]
    assert told.code == 1


@pytest.mark.parametrize("data", [b"\xff\xfeI\0", b"INT. A\0B", b"\xe9t\xe9"])
def test_what_is_no_text_is_told_and_left_alone(script: Path, data: bytes) -> None:
    script.write_bytes(data)
    told = run("fmt", script)
    assert told.code == 1 and "error[not-" in told.err
    assert script.read_bytes() == data


def test_stdin_goes_to_stdout() -> None:
    def piped(*words: str, given: str) -> str:
        return CliRunner().invoke(drama, ["fmt", *words], input=given).stdout

    assert piped("-", given=LOOSE) == TIGHT
    assert piped("--to", "fountain", "-", given="shot: wide\n") == "[[SHOT: wide]]\n"
    assert piped("--to", "drama", "-", given="[[SHOT: wide]]\n") == "shot: wide\n"
    assert piped("--stdin-name", "a.fountain", "-", given="music:x\n") == "music:x\n"


def test_another_script_is_not_written_over(script: Path) -> None:
    other = script.with_suffix(".fountain")
    other.write_text("mine")
    told = run("fmt", "--to", "fountain", script)
    assert told.code == 1 and "--force" in told.err and other.read_text() == "mine"
    assert run("fmt", "--to", "fountain", "--force", script).code == 0
    assert other.read_text() == TIGHT and script.read_text() == LOOSE
    assert run("fmt", "--to", "fountain", script).code == 0
    assert run("fmt", "--to", "fountain", "--out", "-", script).out == TIGHT
    assert run("fmt", "--out", "-", script).code == 2


def test_a_script_that_reads_otherwise_is_told(script: Path) -> None:
    script.write_text("character: ANN\n\nINT. ROOM - DAY\n\nshot: clsoe on ANN\n\nAnn sits.\n")
    told = run("fmt", "--to", "fountain", script)
    assert told.code == 0 and "warning[reads-otherwise]" in told.err


@pytest.mark.parametrize("name", ["first-cup", "guihai"])
def test_an_example_is_the_same_film_in_both_dialects(tmp_path: Path, name: str) -> None:
    for path in (ROOT / "examples" / name).glob("*.drama"):
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    script = tmp_path / f"{name}.drama"
    wanted = resolve(read_film(open_project(script)).trees)
    for target in ("fountain", "drama"):
        done = run("fmt", "--to", target, "--force", script)
        assert done.code == 0 and done.err.startswith("wrote")
        script = script.with_suffix(f".{target}")
        trees = read_film(open_project(script)).trees
        came = resolve(trees)
        assert came.film == wanted.film and came.names == wanted.names
        assert run("fmt", "--check", script).code == 0
