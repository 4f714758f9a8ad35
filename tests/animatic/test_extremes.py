"""Input from hell: whatever a script holds, there is a picture, and the writer is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from drama_backends.animatic.camera.raster import Rasteriser
from drama_backends.animatic.clip import make_clip, told_of
from drama_backends.animatic.figures import draw_thing
from drama_backends.animatic.places import palette_of
from drama_backends.media.footage import probe, read_video
from drama_compiler.contract import Size, briefs, timings
from drama_compiler.graph.lower import lower
from drama_compiler.session import analyse, check

from .paper_dolls import clip_brief
from .staged import clips_of, staged

TITLE = "Title: Hell\nFormat: 16:9 64x36 4fps\n\n"
CROWD = [f"GUEST {chr(65 + index // 8)}{chr(65 + index % 8)}" for index in range(40)]
LONG = "LONGNAME" * 37 + "ZZZZ"


def made(text: str, folder: Path) -> list[tuple[briefs.ClipBrief, Path, dict[str, object]]]:
    """Every clip of a script, drawn small."""
    script = folder / "film.drama"
    script.write_text(TITLE + text, encoding="utf-8")
    analysis, _ = analyse(script)
    assert analysis is not None
    schedule, _ = analysis.scheduled({})
    clips = []
    for index, job in enumerate(lower(analysis.film, schedule).jobs.values()):
        if isinstance(job.brief, briefs.ClipBrief):
            assert isinstance(job.timing, timings.ClipTiming)
            place = folder / str(index)
            place.mkdir()
            path, facts = make_clip(job.brief, job.timing, {}, place)
            clips.append((job.brief, path, facts))
            assert probe(path).frames == sum(
                (job.timing.head_frames, job.timing.body_frames, job.timing.tail_frames)
            )
    return clips


def codes(text: str, folder: Path) -> set[str]:
    script = folder / "film.drama"
    script.write_text(TITLE + text, encoding="utf-8")
    return {each.code for each in check(script)[0]}


def is_a_picture(path: Path) -> bool:
    """Whether something is seen: not one flat colour."""
    return float(np.std(next(read_video(path, 0, 1)))) > 3.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INT. ROOM - DAY\n\nshot: close, 0.1s\n\nA chair.\n", "shot-too-short"),
        ("INT. ROOM - DAY\n\nshot: wide, 10 min\n\nA chair.\n", "shot-too-long"),
        (
            "INT. HALL - DAY\n\ncast: " + ", ".join(CROWD[:9]) + "\n\nshot: group on "
            + " & ".join(CROWD) + ", wide, 2s\n\nThey wait.\n",
            "unknown-character",
        ),
    ],
    ids=["a tenth of a second", "ten minutes", "forty in frame"],
)  # fmt: skip
def test_a_length_or_a_crowd_beyond_reason_is_told_and_drawn(
    text: str, expected: str, tmp_path: Path
) -> None:
    assert expected in codes(text, tmp_path)
    clips = made(text, tmp_path)
    assert clips and all(is_a_picture(path) for _, path, _ in clips)


def test_forty_people_in_one_frame_are_all_there(tmp_path: Path) -> None:
    declared = "".join(f"character: {name}\n\n" for name in CROWD)
    text = f"{declared}INT. HALL - DAY\n\nshot: group on {', '.join(CROWD)}, wide, 1s\n\nA ball.\n"
    script = tmp_path / "film.drama"
    script.write_text(TITLE + text, encoding="utf-8")
    (clip,) = clips_of(script)
    shot = staged(clip)
    assert len(shot.figures) == 40
    eyes = [shot.eyes(figure) for figure in shot.figures]
    assert all(0.0 < x < 1.0 and 0.0 < y < 1.0 for x, y in eyes)
    # Nobody stands right behind somebody else.
    assert len({(round(x, 2), round(y, 2)) for x, y in eyes}) > 36


@pytest.mark.parametrize(
    "name",
    [LONG, "😀🎬", "مريم", "ש" * 40, "<b>&amp;\"'", "A\u0301\u0301\u0301", "\u202eEVIL", "王"],
    ids=["300 letters", "emoji", "Arabic", "Hebrew", "markup", "marks", "override", "one sign"],
)
def test_any_name_can_be_a_character_a_place_and_a_thing(name: str, tmp_path: Path) -> None:
    text = (
        f"character: {name}\n  look: woman, {name}\n\nlocation: {name}\n\nprop: {name} BOX\n\n"
        f"INT. {name} - DAY\n\nshot: close on {name}, 1s\n\n@{name}\n{name}!\n\n"
        f"shot: insert {name} BOX, 1s\n\nsuper: {name}\n"
    )
    clips = made(text, tmp_path)
    assert clips and all(is_a_picture(path) for _, path, _ in clips)


def test_a_place_that_no_word_tells_of_is_drawn_and_told(tmp_path: Path) -> None:
    ((brief, path, facts),) = made("INT. QWXYZZY - DAY\n\nshot: wide, 1s\n\nNothing.\n", tmp_path)
    assert is_a_picture(path)
    assert "QWXYZZY" in str(facts["warning"]) == told_of(brief) + ""
    known = brief.place.model_copy(update={"look": "a kitchen"})
    assert told_of(brief.model_copy(update={"place": known})) == ""


def test_a_thing_that_no_word_tells_of_is_a_card_with_its_name_and_told() -> None:
    thing = briefs.ThingBrief(id="z", name="ZORBLAT <3", subject=True)
    place = briefs.PlaceBrief(id="k", name="kitchen")
    brief = clip_brief(Size.INSERT).model_copy(update={"things": (thing,), "place": place})
    assert "ZORBLAT" in told_of(brief)
    palette = palette_of(place, briefs.StyleBrief())
    drawn, other = (
        draw_thing(thing.model_copy(update={"name": name}), palette, "flat")
        for name in ("ZORBLAT", "GRIMBEL")
    )
    pictures = [
        Rasteriser().draw(each.body, each.defs, each.bounds, 120, 90) for each in (drawn, other)
    ]
    assert np.abs(pictures[0].astype(int) - pictures[1].astype(int)).max() > 60
    spelt = thing.model_copy(update={"look": "a small wooden box"})
    assert told_of(brief.model_copy(update={"things": (spelt,)})) == ""


@pytest.mark.parametrize(
    "text",
    [
        "INT. ROOM - DAY\n\nA chair. A window.\n\nIt rains.\n",
        "ANN\nHello.\n\nBOB\nHello?\n\nANN\nStill here.\n",
        "\n\n\n",
        "INT. ROOM - DAY\n",
    ],
    ids=["no dialogue", "only dialogue", "nothing", "only a heading"],
)
def test_a_film_of_one_kind_of_line_is_a_film(text: str, tmp_path: Path) -> None:
    assert all(is_a_picture(path) for _, path, _ in made(text, tmp_path))
    assert not {each for each in codes(text, tmp_path) if each.startswith("unknown")}


def test_who_is_not_declared_in_a_large_group_is_told_by_name(tmp_path: Path) -> None:
    text = f"INT. HALL - DAY\n\nshot: group on {', '.join(CROWD[:3])}, 2s\n\nThey wait.\n"
    script = tmp_path / "film.drama"
    script.write_text(TITLE + text, encoding="utf-8")
    messages: Sequence[str] = [each.message for each in check(script)[0]]
    for name in CROWD[:3]:
        assert any(name in message for message in messages)
