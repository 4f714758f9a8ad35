"""Files that are no scripts each give one clear error and no traceback."""

from __future__ import annotations

import os
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
