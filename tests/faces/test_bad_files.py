"""Files that are no scripts each give one clear error and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faces.run import Run, run

VERBS = ("check", "build", "ir")
SCRIPT = "INT. ROOM - DAY\n\nA chair.\n"


def _all_refuse(path: Path, code: str) -> list[Run]:
    runs = [run(verb, path) for verb in VERBS]
    for verb, each in zip(VERBS, runs, strict=True):
        assert each.code == 1, f"{verb} gave {each.code}: {each.err}"
        assert f"error[{code}]" in each.err, f"{verb}: {each.err}"
        assert "Traceback" not in each.err
    return runs


def test_a_file_that_is_not_there_suggests_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "film.drama").write_text(SCRIPT)
    runs = _all_refuse(tmp_path / "flim.drama", "no-such-file")
    assert "did you mean `film.drama`?" in runs[0].err


def test_a_folder_is_not_a_script(tmp_path: Path) -> None:
    for name in ("one.drama", "two.drama"):
        (tmp_path / name).write_text(SCRIPT)
    runs = _all_refuse(tmp_path, "not-a-file")
    assert "one.drama, two.drama" in runs[0].err


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_file_that_may_not_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.drama"
    path.write_text(SCRIPT)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    # Permissions do not hold back the superuser, as whom tests may run.
    monkeypatch.setattr(Path, "read_bytes", refuse)
    runs = _all_refuse(path, "unreadable-file")
    assert "Permission denied" in runs[0].err


def test_a_binary_file_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "photo.drama"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(500))
    _all_refuse(path, "not-text")


def test_another_encoding_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "old.drama"
    path.write_bytes("INT. ROOM - DAY\n\n李雷走进来。\n".encode("gb18030"))
    assert "line 3" in _all_refuse(path, "not-utf-8")[0].err


def test_a_hundred_megabytes_are_no_script(tmp_path: Path) -> None:
    path = tmp_path / "huge.drama"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert "100 MB" in _all_refuse(path, "file-too-large")[0].err


def test_an_empty_file_is_fine_to_check_and_cannot_be_built(tmp_path: Path) -> None:
    path = tmp_path / "empty.drama"
    path.touch()
    assert run("check", path).code == 0
    built = run("build", path)
    assert built.code == 1 and "error[nothing-to-film]" in built.err


@pytest.mark.parametrize(
    ("used", "code"),
    [
        ("missing.drama", "no-such-file"),
        ("../outside.drama", "use-outside-project"),
        ("film.drama", "circular-use"),
        ("circle.drama", "circular-use"),
    ],
)
def test_a_bad_use_points_at_its_line(tmp_path: Path, used: str, code: str) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "outside.drama").write_text("character: BO\n")
    (folder / "drama.toml").write_text('[film]\nscript = "film.drama"\n')
    (folder / "circle.drama").write_text("use: film.drama\n")
    script = folder / "film.drama"
    script.write_text(f"use: {used}\n\n{SCRIPT}")
    checked = run("check", script)
    assert checked.code == 1
    assert f"error[{code}]" in checked.err
    assert ":1:6" in checked.err and "^" in checked.err
    # What can be read still is.
    assert run("ir", script).code == 0


def test_errors_are_the_same_in_json(tmp_path: Path) -> None:
    data = run("check", "--json", tmp_path / "nothing.drama").json
    assert [each["code"] for each in data["diagnostics"]] == ["no-such-file"]
    data = run("build", "--json", tmp_path / "nothing.drama").json
    assert data["film"] is None and data["diagnostics"][0]["severity"] == "error"


def test_a_link_that_leads_in_a_circle_is_an_error_at_its_place(tmp_path: Path) -> None:
    loop = tmp_path / "loop.drama"
    try:
        loop.symlink_to(loop)
    except OSError:
        pytest.skip("no symbolic links here")
    _all_refuse(loop, "unreadable-file")
    script = tmp_path / "film.drama"
    script.write_text(f"use: loop.drama\n\n{SCRIPT}")
    checked = run("check", script)
    assert checked.code == 1 and "error[unreadable-file]" in checked.err and ":1:6" in checked.err


@pytest.mark.parametrize("used", ["a\0b.drama", "n" * 300 + ".drama"])
def test_a_name_that_no_file_can_have_is_an_error(tmp_path: Path, used: str) -> None:
    script = tmp_path / "film.drama"
    # Past the part that is looked at for binary files.
    script.write_text(SCRIPT + "\nA long day.\n" * 1000 + f"\nuse: {used}\n")
    checked = run("check", script)
    assert checked.code == 1 and "asked for here" in checked.err
    assert run("check", tmp_path / ("n" * 300 + ".drama")).code == 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="devices of POSIX")
def test_a_device_is_not_read_for_ever() -> None:
    _all_refuse(Path("/dev/zero"), "not-a-file")


def test_files_can_use_each_other_a_thousand_deep(tmp_path: Path) -> None:
    for number in range(1100):
        (tmp_path / f"c{number}.drama").write_text(f"use: c{number + 1}.drama\n")
    (tmp_path / "c1100.drama").write_text(SCRIPT)
    checked = run("check", tmp_path / "c0.drama")
    assert checked.code == 0 and "1101 files read" in checked.err


def test_two_scripts_of_one_name_each_show_their_own_lines(tmp_path: Path) -> None:
    for folder, lead in (("one", ""), ("two", "\n" * 9)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "film.drama").write_text(f"{lead}use: {folder}.drama\n\n{SCRIPT}")
    scripts = [tmp_path / folder / "film.drama" for folder in ("one", "two")]
    checked = run("check", *scripts)
    assert "1 | use: one.drama" in checked.err and "10 | use: two.drama" in checked.err
    lines = run("check", "--line", *scripts).out.splitlines()
    assert ":1:6:" in lines[0] and ":10:6:" in lines[1]
    data = run("check", "--json", *scripts).json["diagnostics"]
    assert [each["primary"]["line"] for each in data] == [1, 10]


def test_a_damaged_state_stops_no_check(tmp_path: Path) -> None:
    (tmp_path / ".drama").mkdir()
    state = tmp_path / ".drama" / "state.db"
    state.write_bytes(b"no database" * 500)
    (tmp_path / "film.drama").write_text(SCRIPT)
    assert run("check", tmp_path / "film.drama").code == 0
    assert state.read_bytes() == b"no database" * 500


def test_a_place_that_cannot_be_written_is_told_before_anything_is_made(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    script.write_text(SCRIPT)
    told = run("build", script, "--out", script)
    assert told.code == 1 and "error[not-written]" in told.err and "film.drama" in told.err
    assert script.read_text() == SCRIPT
    (tmp_path / ".drama").touch()
    told = run("build", script)
    assert told.code == 1 and "error[not-written]" in told.err
    told = run("export", "edl", script)
    assert told.code == 1 and "error[not-written]" in told.err


@pytest.mark.parametrize("text", ["film = 3\n", "[film]\nscript = 3\n"])
def test_a_project_file_of_odd_values_is_no_crash(tmp_path: Path, text: str) -> None:
    (tmp_path / "drama.toml").write_text(text)
    assert run("check", tmp_path).code == 1


def test_json_goes_to_terminals_that_have_no_sign_for_it(tmp_path: Path) -> None:
    script = tmp_path / "戏.drama"
    script.write_text(f"use: 没有.drama\n\n{SCRIPT}", "utf-8")
    command = [sys.executable, "-c", "from drama_compiler.cli.main import main; main()"]
    env = dict(os.environ, PYTHONIOENCODING="cp1252")
    words = ["check", str(script), "--json"]
    told = subprocess.run([*command, *words], env=env, capture_output=True)
    assert told.returncode == 1 and "没有" in json.loads(told.stdout)["diagnostics"][0]["message"]
    told = subprocess.run([*command, *words[:2]], env=env, capture_output=True)
    assert b"error[no-such-file]" in told.stderr and b"Traceback" not in told.stderr


@pytest.mark.parametrize("name", ['a"b', "a'b", "a b # 100%", "归海"])
def test_a_new_film_of_an_odd_name_is_found_by_its_folder(tmp_path: Path, name: str) -> None:
    if os.name == "nt" and '"' in name:
        pytest.skip("no name on Windows")
    assert run("new", tmp_path / name).code == 0
    assert run("check", tmp_path / name).code == 0


def test_a_film_has_a_name(tmp_path: Path) -> None:
    assert run("new", "/").code == 2 and run("new", tmp_path / "a\nb").code == 2
    assert not list(tmp_path.iterdir())
