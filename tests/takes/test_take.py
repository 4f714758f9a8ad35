"""A person brings takes in, chooses and trims them; the film shows just that."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from drama_backends.media.ffmpeg import write_video
from drama_backends.media.footage import probe, read_video
from tests.faces.run import run

SCRIPT = """\
Title: The Lamp
Format: 16:9 160x90 24fps

EXT. HARBOUR - DUSK

shot: wide, 2s, #A#

A small boat comes home.

shot: wide, 1s, #B#

It lies still.
"""
RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)


def footage(path: Path, color: tuple[int, int, int], frames: int, rate: int = 24) -> Path:
    """A film of one colour (BGR), of another size than the film's."""
    frame = np.full((72, 128, 3), color, np.uint8)
    write_video(path, 128, 72, Fraction(rate), [frame] * frames, timecode=None)
    return path


def colors(film: Path) -> list[str]:
    """What each frame of a film mostly is: b, g, r, or - for none of them."""
    facts = probe(film)
    means = (frame.mean(axis=(0, 1)) for frame in read_video(film, 0, facts.frames, facts))
    return [
        "bgr"[int(mean.argmax())] if mean.max() > 2 * mean.min() + 60 else "-" for mean in means
    ]


@pytest.fixture
def film(tmp_path: Path) -> Path:
    script = tmp_path / "lamp.drama"
    script.write_text(SCRIPT, "utf-8")
    return script


def take(film: Path, *words: str | Path) -> Any:
    result = run("take", *words, "--film", film, "--json")
    assert result.code == 0, result.err
    return result.json[0]["takes"]


def refused(film: Path, *words: str | Path) -> str:
    result = run("take", *words, "--film", film)
    assert result.code == 1 and not result.out
    return result.err


def built(film: Path) -> tuple[Path, Any]:
    result = run("build", film, "--json")
    assert result.code == 0, result.err
    return Path(result.json["film"]), result.json


def test_the_film_shows_the_ranges_that_were_chosen_of_two_takes(film: Path) -> None:
    red, green = (
        footage(film.with_name("r.mp4"), RED, 48),
        footage(film.with_name("g.mp4"), GREEN, 60, 30),
    )
    take(film, "add", "A", red, "--note", "too slow")
    takes = take(film, "add", "A", green)
    assert [(each["number"], each["chosen"], each["note"]) for each in takes] == [
        (1, False, "too slow"),
        (2, True, ""),
    ]
    takes = take(film, "pick", "A", "1:12-36", "2:0s-1s")
    assert [each["shown"] for each in takes] == [[12, 36], [0, 30]]
    path, told = built(film)
    assert told["frames"] == 72
    shown = colors(path)
    assert shown[:48] == ["r"] * 24 + ["g"] * 24 and set(shown[48:]) == {"-"}
    _, again = built(film)
    assert not again["made"]


def test_another_choice_remakes_only_what_shows_it(film: Path) -> None:
    take(film, "add", "A", footage(film.with_name("r.mp4"), RED, 60))
    take(film, "add", "A", footage(film.with_name("b.mp4"), BLUE, 60))
    path, _ = built(film)
    assert set(colors(path)[:48]) == {"b"}
    take(film, "pick", "A", "1")
    path, told = built(film)
    assert set(colors(path)[:48]) == {"r"}
    kinds = sorted(each["job"].partition("/")[0] for each in told["made"])
    assert kinds == ["master", "picture", "segment"]


def test_a_trimmed_take_that_is_too_short_is_held_and_told(film: Path) -> None:
    take(film, "add", "A", footage(film.with_name("r.mp4"), RED, 48))
    (only,) = take(film, "trim", "A", "12-24")
    assert only["shown"] == [12, 24]
    path, told = built(film)
    assert told["frames"] == 72 and set(colors(path)[:48]) == {"r"}
    assert any("36 frames too short" in each["message"] for each in told["diagnostics"])


def test_a_take_that_is_dropped_gives_way_and_is_never_lost(film: Path) -> None:
    take(film, "add", "A", footage(film.with_name("r.mp4"), RED, 48))
    take(film, "add", "A", footage(film.with_name("b.mp4"), BLUE, 48))
    first, second = take(film, "drop", "A", "2")
    assert second["dropped"] and first["shown"] and not second["shown"]
    first, second = take(film, "pick", "A", "2")
    assert second["shown"] and not second["dropped"]
    first, second = take(film, "pick", "A", "--none")
    assert not first["chosen"] and not second["chosen"] and second["shown"]


def test_takes_find_their_shot_in_a_clone_without_any_state(film: Path, tmp_path: Path) -> None:
    take(film, "add", "A", footage(film.with_name("r.mp4"), RED, 60))
    clone = tmp_path / "clone"
    clone.mkdir()
    (clone / "drama.lock").write_bytes((tmp_path / "drama.lock").read_bytes())
    edited = SCRIPT.replace(", #A#", "").replace("A small boat", "A very small boat")
    (clone / "lamp.drama").write_text(edited, "utf-8")
    (only,) = take(clone / "lamp.drama", "list", "1A")
    assert only["number"] == 1 and not only["here"]


def test_what_cannot_be_is_refused_in_a_sentence(film: Path) -> None:
    red = footage(film.with_name("r.mp4"), RED, 48)
    assert "has no takes yet" in refused(film, "pick", "A", "1")
    take(film, "add", "A", red)
    assert "there are 1" in refused(film, "pick", "A", "2")
    assert "48 frames" in refused(film, "pick", "A", "1:40-60")
    assert "begins before it ends" in refused(film, "trim", "A", "20-10")
    assert "neither frames" in refused(film, "trim", "A", "x-10")
    assert "run from" in refused(film, "list", "7Z")
    assert "nothing with that id" in refused(film, "list", "voice/zzzzz")
    assert "none is of the kind" in refused(film, "list", "hat/x")
    assert "neither a picture" in refused(film, "add", "A", film)
    assert "is image" in refused(film, "add", "plate/harbour", red)


def test_a_still_is_brought_in_as_a_reference(film: Path) -> None:
    import cv2

    still = film.with_name("harbour.png")
    cv2.imwrite(str(still), np.full((40, 60, 3), 90, np.uint8))
    (only,) = take(film, "add", "plate/harbour/dusk", still)
    assert (only["type"], only["shown"]) == ("image/png", [0, None])
