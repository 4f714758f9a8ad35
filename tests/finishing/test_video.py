"""Frames go through ffmpeg and come back: which ones, in what colour, in what bytes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from drama_backends.media.ffmpeg import run, write_video
from drama_backends.media.footage import probe, read_video
from drama_compiler.contract import MakeError

RATES = [Fraction(24), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(25)]


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_any_frame_of_a_video_is_read_exactly(house: Any, rate: Fraction) -> None:
    clip = house.clip(130, rate=rate, keyframes=(7, 100))
    for start, count in ((0, 130), (1, 5), (7, 3), (6, 2), (99, 3), (48, 1), (129, 1)):
        frames = list(read_video(clip.path, start, count))
        assert [house.number(frame) for frame in frames] == list(range(start, start + count))


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_video_says_exactly_how_long_it_is(house: Any, rate: Fraction) -> None:
    for count in (1, 2, 49):
        facts = probe(house.clip(count, rate=rate).path)
        assert (facts.frames, facts.rate, facts.seconds) == (count, rate, count / rate)
        assert facts.constant_rate


def test_keyframes_stand_where_they_are_asked_for_and_each_two_seconds(house: Any) -> None:
    assert probe(house.clip(130, keyframes=(7, 100)).path).keyframes == (0, 7, 55, 100)


def test_same_frames_give_same_bytes(house: Any) -> None:
    assert house.clip(30).digest == house.clip(30).digest
    assert house.clip(30).digest != house.clip(31).digest


def test_a_picture_carries_timecode_and_a_part_does_not(house: Any) -> None:
    assert probe(house.clip(5).path).streams == 2
    assert probe(house.clip(5, timecode=None).path).streams == 1


@pytest.mark.parametrize("color", [(30, 60, 200), (200, 30, 60), (40, 180, 40), (128, 128, 128)])
def test_colour_comes_back_as_it_went_in(house: Any, color: tuple[int, int, int]) -> None:
    (frame,) = read_video(house.filmed(color, 1).path, 0, 1)
    assert np.abs(frame.astype(int).mean(axis=(0, 1)) - color).max() < 2


def test_frames_with_alpha_are_taken_too(tmp_path: Path) -> None:
    frame = np.full((54, 96, 4), (10, 200, 90, 255), np.uint8)
    path = tmp_path / "a.mp4"
    write_video(path, 96, 54, Fraction(24), [frame])
    (back,) = read_video(path, 0, 1)
    assert np.abs(back.astype(int).mean(axis=(0, 1)) - (10, 200, 90)).max() < 2


def test_frames_beyond_the_end_are_refused(house: Any) -> None:
    with pytest.raises(MakeError, match="holds 5 frames"):
        read_video(house.clip(5).path, 3, 3)


def children() -> set[str]:
    """The process ids of what this process has started and not yet reaped."""
    return set(
        " ".join(each.read_text() for each in Path("/proc/self/task").glob("*/children")).split()
    )


def test_a_reader_that_stops_early_leaves_no_process(house: Any) -> None:
    before = children()
    reader = read_video(house.clip(130).path, 0, 130)
    next(reader)
    reader.close()  # type: ignore[attr-defined]
    assert children() == before


def test_a_failing_source_of_frames_leaves_no_file_and_no_process(house: Any) -> None:
    before = children()

    def frames() -> Iterator[NDArray[np.uint8]]:
        yield from house.numbered(0, 3)
        raise RuntimeError("the drawing failed")

    path = house.folder / "broken.mp4"
    with pytest.raises(RuntimeError, match="the drawing failed"):
        write_video(path, 96, 54, Fraction(24), frames())
    assert not path.exists()
    assert children() == before


def test_a_frame_of_another_size_is_refused(house: Any) -> None:
    frames = [*house.numbered(0, 2), *house.numbered(2, 1, size=(48, 54))]
    with pytest.raises(MakeError, match="Frame 2"):
        write_video(house.folder / "a.mp4", 96, 54, Fraction(24), frames)


def test_what_ffmpeg_says_of_a_failure_is_told(tmp_path: Path) -> None:
    path = tmp_path / "noise.mp4"
    path.write_bytes(b"this is no video")
    with pytest.raises(MakeError, match="Invalid data"):
        run(["-i", str(path), "-f", "null", "-"])
    with pytest.raises(MakeError):
        probe(path)
    with pytest.raises(MakeError, match="not there"):
        probe(tmp_path / "nothing.mp4")
