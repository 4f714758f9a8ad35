"""`drama sheet`: a film at a glance, as pages with everybody and everything on them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from drama_backends.animatic.sheet.page import shortened, wrapped
from drama_compiler.draughting import find_draughts, order_sheets
from drama_compiler.session import analyse
from tests.faces.run import run

SCRIPT = """\
Title: Two
Format: 16:9 160x90 12fps

character: ANN
  look: woman, red dress, long black hair
  wardrobe rain: yellow raincoat, hat

character: REX
  look: a brown dog

location: BEACH
  look: sand

EXT. BEACH - DAY

weather: rain

shot: wide on ANN in rain, REX right, 2s
ANN walks.

EXT. BEACH - NIGHT

shot: close on REX, low angle, slow push in, 2s
REX sleeps.

shot: over ANN on REX, 2s
REX wakes.
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "two.drama"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def test_a_sheet_has_everybody_in_every_wardrobe_and_each_place_as_it_is_seen(
    script: Path,
) -> None:
    analysis, _ = analyse(script)
    assert analysis is not None
    order = order_sheets(analysis, cast=True, places=True, shots=True, pdf=False)
    assert [each.name for each in order.characters] == ["ANN", "REX"]
    assert [name for name, _ in order.characters[0].looks] == ["", "rain"]
    (beach,) = order.places
    assert [words for words, _ in beach.views] == ["day, rain", "night"]
    assert [each.number for each in order.shots] == ["1A", "2A", "2B"]
    assert "close" in order.shots[1].words and "low angle" in order.shots[1].words
    assert "over ANN on REX" in order.shots[2].words


def test_sheets_are_pictures_with_something_in_every_cell(script: Path, tmp_path: Path) -> None:
    told = run("sheet", "--cast", "--places", "--shots", "--out", tmp_path, "--json", script)
    assert told.code == 0
    names = [Path(each).name for each in told.json["files"]]
    assert names == ["two-cast.png", "two-places.png", "two-shots.png"]
    for name in names:
        page = cv2.imread(str(tmp_path / name))
        assert page is not None and page.shape[1] == 1920
        inside = page[120:, 60:-60]
        assert float(np.std(inside)) > 20.0


def test_a_sheet_is_the_same_each_time_and_a_pdf_too(script: Path, tmp_path: Path) -> None:
    for kind, option in (("two-places.png", "--places"), ("two-sheet.pdf", "--pdf")):
        bytes_ = []
        for turn in ("a", "b"):
            words = ["sheet", "--places", option] if option == "--pdf" else ["sheet", option]
            assert run(*words, "--out", tmp_path / turn, script).code == 0
            bytes_.append((tmp_path / turn / kind).read_bytes())
        assert bytes_[0] == bytes_[1]


def test_a_backend_that_draws_sheets_is_found_without_being_named() -> None:
    assert find_draughts() is not None


def test_a_sheet_of_nothing_is_no_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty.drama"
    empty.write_text("", encoding="utf-8")
    assert run("sheet", "--shots", "--cast", "--out", tmp_path, empty).code == 0
    assert run("sheet", tmp_path / "none.drama").code == 1


def test_captions_are_cut_where_they_do_not_fit() -> None:
    assert shortened("short", 14, 200) == "short"
    assert shortened("a very long caption indeed", 14, 90).endswith("…")
    lines = wrapped("one two three four five six seven eight nine ten", 14, 120, 2)
    assert len(lines) == 2 and lines[1].endswith("…")
