"""A script that is watched is checked again when it changes."""

from __future__ import annotations

from pathlib import Path

from drama_compiler.remembering import Known
from drama_compiler.session import check
from tests.faces.run import run
from tests.faces.staying import posix, staying

SCRIPT = "use: cast.drama\n\nINT. HALL - DAY\n\nshot: close on SAM\n\nSam waits.\n"


@posix
def test_a_change_of_a_script_or_of_what_it_uses_is_checked_at_once(tmp_path: Path) -> None:
    script, cast = tmp_path / "film.drama", tmp_path / "cast.drama"
    script.write_text(SCRIPT, "utf-8")
    with staying(tmp_path, "check", "--watch", "--line", script.name) as watch:
        assert "there is no file `cast.drama`" in watch.until("checked in")
        cast.write_text("character: SAM\n  look: tall\n", "utf-8")
        assert "unknown" not in watch.until("checked in")
        script.write_text(SCRIPT.replace("SAM\n", "SAM, wobble\n"), "utf-8")
        assert "wobble" in watch.until("checked in")
        script.write_text(SCRIPT, "utf-8")
        assert "wobble" not in watch.until("checked in")
        cast.write_text("charcter: SAM\n", "utf-8")
        assert "charcter" in watch.until("checked in")


def test_watching_mends_nothing() -> None:
    done = run("check", "--watch", "--fix", "film.drama")
    assert done.code == 2
    assert "--watch" in done.err


def test_what_was_read_before_changes_nothing_that_is_told(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    known = Known()
    for text in (SCRIPT, SCRIPT.replace("SAM", "SMA"), f"Title: A\n\n{SCRIPT}", "", SCRIPT):
        script.write_text(text, "utf-8")
        again, sources = check(script, known=known)
        assert (again, sources) == check(script)
        assert known.trees[script.resolve()].source.text == text
