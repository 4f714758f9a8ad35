"""A clip is made in stretches: those in which no lips change are kept from build to build."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from drama_backends.animatic import clip
from drama_backends.animatic.camera import shoot
from drama_backends.animatic.camera.spoken import stretches_of
from drama_backends.animatic.clip import make_clip
from drama_backends.media.ffmpeg import write_video
from drama_backends.media.footage import probe, read_video
from drama_compiler.contract import CACHE_VARIABLE, Size, briefs, timings

from .paper_dolls import clip_brief, figure_brief

RATE = Fraction(24000, 1001)
BRIEF = clip_brief(Size.CLOSE, [figure_brief("ann", speaks=True)], frame=(96, 54), rate=RATE)
TIMING = timings.ClipTiming(
    body_frames=96,
    head_frames=3,
    tail_frames=3,
    speech=(timings.SpeechAt(voice="voice/1", character="ann", start_frame=24),),
)
SAID = {"seconds": 1.4, "phones": [["a", 0.0, 0.5], ["a", 0.6, 1.4]]}
CHANGED = {"seconds": 1.5, "phones": [["e", 0.0, 0.5], ["a", 0.6, 1.5]]}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "stretches"


def made(folder: Path, voice: Any, timing: timings.ClipTiming = TIMING) -> Path:
    folder.mkdir(exist_ok=True)
    path, _ = make_clip(BRIEF, timing, {"voice/1": voice}, folder, version="1")
    return path


def test_a_clip_of_kept_stretches_is_the_one_made_at_once(tmp_path: Path, kept: Path) -> None:
    made(tmp_path / "first", SAID)
    edited = made(tmp_path / "edited", CHANGED).read_bytes()
    for each in kept.iterdir():
        each.unlink()
    assert made(tmp_path / "anew", CHANGED).read_bytes() == edited


def test_after_a_changed_line_only_where_it_is_spoken_is_drawn(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "first", SAID)
    drawn: list[int] = []

    def told(*given: Any) -> Iterator[Any]:
        drawn.extend(given[-1])
        return real(*given)

    real = shoot.shoot
    monkeypatch.setattr(clip, "shoot", told)
    made(tmp_path / "edited", CHANGED)
    # From the frame before the line, until its subtitle is gone.
    assert drawn == list(range(26, 26 + 48))


def test_nothing_is_drawn_where_every_stretch_is_kept(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made(tmp_path / "before", SAID).read_bytes()
    monkeypatch.setattr(clip, "shoot", None)
    assert made(tmp_path / "after", SAID).read_bytes() == before


def test_a_clip_in_stretches_is_as_one_written_at_once(tmp_path: Path, kept: Path) -> None:
    path = made(tmp_path / "clip", SAID)
    frames = list(read_video(path, 0, 102))
    whole = tmp_path / "whole.mp4"
    write_video(whole, 96, 54, RATE, frames)
    one, other = probe(path), probe(whole)
    assert (one.signature, one.streams, one.rate) == (other.signature, 2, RATE)
    assert (one.frames, one.seconds, one.constant_rate) == (102, other.seconds, True)
    assert {0, 3, 26, 99} <= set(one.keyframes)
    silent = made(tmp_path / "silent", SAID, TIMING.model_copy(update={"speech": ()}))
    for index, (seen, unspoken) in enumerate(zip(frames, read_video(silent, 0, 102), strict=True)):
        differs = np.abs(seen.astype(int) - unspoken).max() > 40
        assert differs == (27 <= index < 39 or 42 <= index < 61), index


def test_a_silent_clip_is_one_stretch_and_none_is_shorter_than_half_a_second() -> None:
    assert len(stretches_of(BRIEF, TIMING.model_copy(update={"speech": ()}), {})) == 1
    for starts in itertools.combinations(range(0, 96, 7), 2):
        speech = [
            timings.SpeechAt(voice=f"voice/{start}", character="ann", start_frame=start)
            for start in starts
        ]
        timing = TIMING.model_copy(update={"speech": tuple(speech)})
        cut = stretches_of(BRIEF, timing, {each.voice: SAID for each in speech})
        assert (cut[0].start, cut[-1].end) == (0, 102)
        assert all(one.end == other.start for one, other in itertools.pairwise(cut))
        assert all(each.end - each.start >= 12 for each in cut)


@pytest.mark.parametrize("changed", ["version", "place", "length", "theme"])
def test_what_else_a_frame_is_made_by_names_its_stretch(changed: str) -> None:
    asked: dict[str, Any] = {"version": "1", "theme": None}
    brief, timing = BRIEF, TIMING
    names = [each.name for each in stretches_of(brief, timing, {"voice/1": SAID}, asked)]
    assert all(names) and len(set(names)) == len(names)
    match changed:
        case "version":
            asked = {**asked, "version": "2"}
        case "theme":
            asked = {**asked, "theme": {"name": "plain"}}
        case "place":
            place = briefs.PlaceBrief(id="p", name="Harbour")
            brief = brief.model_copy(update={"place": place})
        case _:
            timing = timing.model_copy(update={"body_frames": 97})
    others = [each.name for each in stretches_of(brief, timing, {"voice/1": SAID}, asked)]
    assert not set(names) & set(others)
