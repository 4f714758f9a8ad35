"""`drama export` of a screenplay and `drama import`, as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.run import run

SCRIPT = """\
Title: 信

人物：李雷

内景 茶馆 日

镜头：特写李雷，3秒

李雷：走吧。

他说：走吧
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.drama"
    path.write_text(SCRIPT, "utf-8")
    return path


def test_export_without_a_format_lists_all() -> None:
    listed = run("export", "--json").json
    assert {"edl", "otio"} <= set(listed["cut"])
    assert listed["script"] == ["fdx", "fountain", "pdf"]
    assert "fountain" in run("export").out


def test_a_script_goes_out_without_a_build(film: Path) -> None:
    for format_ in ("fdx", "fountain", "pdf"):
        found = run("export", format_, film, "--json")
        assert found.code == 0, found.err
        (path,) = found.json["files"]
        assert Path(path) == film.parent / "build" / "film" / f"film.{format_}"
        assert Path(path).stat().st_size > 100


def test_out_is_a_folder_or_the_file(film: Path) -> None:
    folder = film.parent / "out"
    assert run("export", "fdx", film, "--out", folder).out.strip() == str(folder / "film.fdx")
    file = film.parent / "letter.fdx"
    assert run("export", "fdx", film, "--out", file).out.strip() == str(file)


def test_only_a_character_speaks(film: Path) -> None:
    run("export", "fdx", film, "--out", film.parent)
    back = run("import", film.parent / "film.fdx")
    text = Path(back.out.strip()).read_text("utf-8")
    assert "@李雷\n走吧。" in text
    assert "\n他说：走吧\n" in text
    assert "[[SHOT: 特写李雷，3秒]]" in text


def test_a_script_comes_back_as_drama_that_checks(film: Path) -> None:
    run("export", "fdx", film, "--out", film.parent)
    back = run("import", film.parent / "film.fdx", "--out", film.parent / "back.drama", "--json")
    assert back.json == {"script": str(film.parent / "back.drama"), "left_out": []}
    assert run("check", film.parent / "back.drama").code == 0


def test_import_writes_over_nothing_unless_told(film: Path) -> None:
    run("export", "fdx", film, "--out", film.parent)
    target = film.parent / "film.fountain"
    target.write_text("mine", "utf-8")
    refused = run("import", film.parent / "film.fdx")
    assert (refused.code, target.read_text("utf-8")) == (1, "mine")
    assert "--force" in refused.err
    assert run("import", film.parent / "film.fdx", "--force").code == 0
    assert target.read_text("utf-8") != "mine"


def test_text_in_another_encoding_is_read_when_it_is_named(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_bytes("内景 茶馆 日\n\n李雷走了。\n".encode("gb18030"))
    refused = run("import", old)
    assert refused.code == 1 and "--encoding" in refused.err
    assert run("import", old, "--encoding", "klingon").code == 1
    assert run("import", old, "--encoding", "gb18030").code == 0
    assert (tmp_path / "old.fountain").read_text("utf-8") == "内景 茶馆 日\n\n李雷走了。\n"


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.fdx"
    bad.write_bytes(b"<html/>")
    for path in (bad, tmp_path / "none.fdx", tmp_path):
        found = run("import", path, "--out", tmp_path / "out.fountain")
        assert found.code == 1 and found.err.startswith("error: ")
    assert not (tmp_path / "out.fountain").exists()


def test_a_final_draft_document_is_sent_to_import(film: Path) -> None:
    run("export", "fdx", film, "--out", film.parent)
    found = run("check", film.parent / "film.fdx", "--json").json["diagnostics"]
    assert [each["code"] for each in found] == ["not-text"]
    assert "drama import film.fdx" in run("check", film.parent / "film.fdx").err


def test_a_format_that_is_none_is_answered_with_those_there_are(film: Path) -> None:
    found = run("export", "docx", film)
    assert found.code == 2
    assert "edl" in found.err and "fountain" in found.err
