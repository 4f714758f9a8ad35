"""Pictures, segments and transitions: the right frames, the right colours, the right texts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from drama_backends.media.ffmpeg import run, write_video
from drama_backends.media.footage import probe, read_video
from drama_compiler.contract import Format, MakeError, Media, TransitionKind, briefs, timings

FORMAT = Format(width=96, height=54, rate=Fraction(24))
BRIEF = briefs.PictureBrief(shot="s", base="SHS", format=FORMAT)


def frames_of(output: Any) -> list[NDArray[np.uint8]]:
    facts = probe(output.path)
    return list(read_video(output.path, 0, facts.frames))


def picture(house: Any, clip: Media, head: int, body: int, tail: int) -> Any:
    timing = timings.PictureTiming(head_frames=head, body_frames=body, tail_frames=tail)
    return house.make("picture", BRIEF, timing, {"clip/s": clip})


def test_a_conform_clip_is_its_own_picture(house: Any) -> None:
    clip = house.clip(20, head_frames=4)
    output = picture(house, clip, 4, 12, 4)
    assert house.media(output).digest == clip.digest
    assert output.path.name == "SHS.mp4"
    assert output.facts == {"frames": 20, "head_frames": 4, "body_frames": 12, "rate": "24"}


def test_a_clip_with_longer_handles_gives_the_right_range(house: Any) -> None:
    clip = house.clip(30, head_frames=6)
    output = picture(house, clip, 2, 12, 3)
    assert [house.number(frame) for frame in frames_of(output)] == list(range(4, 21))
    assert {2, 14} <= set(probe(output.path).keyframes)


def test_a_clip_that_is_too_short_is_held_and_reported(house: Any) -> None:
    output = picture(house, house.clip(10), 0, 14, 0)
    assert [house.number(frame) for frame in frames_of(output)] == [*range(10), 9, 9, 9, 9]
    assert "4 frames too short" in output.facts["warning"]


def test_a_foreign_clip_is_conformed_in_rate_size_and_length(house: Any) -> None:
    foreign = house.folder / "foreign.mp4"
    numbered = house.numbered(0, 60, size=(120, 96))
    write_video(foreign, 120, 96, Fraction(30), numbered, timecode=None)
    clip = Media("d", foreign, "video/mp4", {})
    output = picture(house, clip, 0, 40, 0)
    facts = probe(output.path)
    assert (facts.width, facts.height, facts.rate, facts.frames) == (96, 54, Fraction(24), 40)
    frames = frames_of(output)
    shown = [house.number(frame[:, 14:82]) for frame in frames]
    assert shown == [int((index + 0.5) / 24 * 30) for index in range(40)]
    assert frames[0][:, :8].mean() < 8, "what is not filled is black"


def joined(house: Any, clips: dict[str, Media], parts: list[Any], *handles: int) -> Any:
    head, body, tail = handles
    timing = timings.PictureTiming(
        head_frames=head, body_frames=body, tail_frames=tail, parts=tuple(parts)
    )
    return house.make("picture", BRIEF, timing, clips)


def test_a_picture_is_joined_of_what_was_chosen_of_two_takes(house: Any) -> None:
    clips = {"clip/s~1": house.clip(30), "clip/s~2": house.clip(40)}
    parts = [
        timings.PartAt(clip="clip/s~1", start_frame=6, end_frame=10),
        timings.PartAt(clip="clip/s~2", start_frame=20, end_frame=26),
    ]
    output = joined(house, clips, parts, 3, 10, 2)
    shown = [house.number(frame) for frame in frames_of(output)]
    assert shown == [3, 4, 5, *range(6, 10), *range(20, 26), 26, 27]
    assert "warning" not in output.facts


def test_what_was_chosen_and_is_too_short_is_held_and_not_run_on(house: Any) -> None:
    parts = [timings.PartAt(clip="clip/s~1", start_frame=6, end_frame=10)]
    output = joined(house, {"clip/s~1": house.clip(30)}, parts, 0, 6, 2)
    shown = [house.number(frame) for frame in frames_of(output)]
    assert shown == [6, 7, 8, 9, 9, 9, 9, 9]
    assert "2 frames too short" in output.facts["warning"]


def test_the_frames_of_a_part_are_of_its_own_rate(house: Any) -> None:
    clip = house.clip(60, rate=Fraction(30))
    parts = [timings.PartAt(clip="clip/s~1", start_frame=15, end_frame=30)]
    output = joined(house, {"clip/s~1": clip}, parts, 0, 12, 0)
    shown = [house.number(frame) for frame in frames_of(output)]
    assert shown[0] in (15, 16) and shown[-1] in (28, 29) and shown == sorted(shown)


def test_a_clip_with_sound_becomes_a_silent_picture(house: Any) -> None:
    clip = house.clip(12)
    loud = house.folder / "loud.mp4"
    run(["-i", str(clip.path), "-f", "lavfi", "-i", "sine=d=0.5", "-c:v", "copy", str(loud)])
    output = picture(house, Media("d", loud, "video/mp4", {}), 0, 12, 0)
    assert probe(output.path).streams == 2
    assert [house.number(frame) for frame in frames_of(output)] == list(range(12))


def test_a_segment_holds_exactly_its_frames(house: Any) -> None:
    output = house.segment(house.clip(40), 5, 20)
    assert [house.number(frame) for frame in frames_of(output)] == list(range(5, 25))
    assert probe(output.path).streams == 1


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(24000, 1001)], ids=str)
def test_a_plain_segment_between_keyframes_is_copied(house: Any, rate: Fraction) -> None:
    clip = house.clip(40, keyframes=(5, 25), rate=rate)
    output = house.segment(clip, 5, 20, rate=rate)
    assert output.facts["copied"]
    assert [house.number(frame) for frame in frames_of(output)] == list(range(5, 25))
    assert (
        probe(output.path).signature == probe(house.segment(clip, 6, 9, rate=rate).path).signature
    )


@pytest.mark.parametrize("text", ["Wait for me!", "母亲，等我回来！"])
def test_a_subtitle_is_drawn_at_the_foot_and_nowhere_else(house: Any, text: str) -> None:
    clip = house.filmed((60, 90, 120), 30)
    output = house.segment(clip, 0, 30, texts=[("subtitle", text, 8, 22)])
    frames = [frame.astype(int) for frame in frames_of(output)]
    foot, head = slice(36, 54), slice(0, 30)
    assert np.abs(frames[15][foot] - frames[0][foot]).max() > 100
    assert np.abs(frames[15][head] - frames[0][head]).max() < 8
    assert np.abs(frames[28][foot] - frames[0][foot]).max() < 8
    assert frames[8][foot].max() < frames[15][foot].max() - 30, "it comes in a few frames"


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(24000, 1001)], ids=str)
def test_only_the_groups_of_pictures_with_a_text_are_coded_anew(house: Any, rate: Fraction) -> None:
    clip = house.clip(90, keyframes=(5, 30, 55, 85), rate=rate)
    text = ("subtitle", "Wait for me!", 26, 43)
    output = house.segment(clip, 5, 80, rate=rate, texts=[text])
    seen, before = frames_of(output), list(read_video(clip.path, 5, 80))
    assert [house.number(frame) for frame in seen] == list(range(5, 85))
    same = [bool((one == other).all()) for one, other in zip(seen, before, strict=True)]
    assert all(same[:25]) and all(same[50:]), "copied"
    foot = slice(36, 54)
    lit = [
        np.abs(one[foot].astype(int) - other[foot]).max() > 100
        for one, other in zip(seen, before, strict=True)
    ]
    assert any(lit[27:31]) and all(lit[31:38]) and not any(lit[:26]) and not any(lit[43:])


def test_a_fade_ends_in_its_colour(house: Any) -> None:
    clip = house.filmed((60, 90, 120), 24)
    black = frames_of(house.segment(clip, 0, 24, fade_in_frames=8, fade_out_frames=8))
    assert black[0].mean() < 3 and black[-1].mean() < 3
    assert np.abs(black[12].mean(axis=(0, 1)) - (60, 90, 120)).max() < 3
    assert 30 < black[4].mean() < 60
    white = frames_of(house.segment(clip, 0, 24, fade_out_frames=8, fade_color="white"))
    assert white[-1].mean() > 250


def test_the_middle_of_a_dissolve_is_the_mean_of_both(house: Any) -> None:
    one, other = house.filmed((20, 40, 200), 30), house.filmed((200, 120, 40), 30)
    timing = timings.TransitionTiming(frames=9, from_start_frame=20, to_start_frame=0)
    output = house.transition(TransitionKind.DISSOLVE, one, other, timing)
    frames = frames_of(output)
    assert len(frames) == 9
    assert np.abs(frames[4].mean(axis=(0, 1)) - (110, 80, 120)).max() < 3
    assert np.abs(frames[0].mean(axis=(0, 1)) - (30, 44, 191)).max() < 3


def test_a_transition_mixes_the_frames_it_names(house: Any) -> None:
    same = house.clip(40)
    timing = timings.TransitionTiming(frames=6, from_start_frame=11, to_start_frame=11)
    output = house.transition(TransitionKind.DISSOLVE, same, same, timing)
    assert [house.number(frame) for frame in frames_of(output)] == list(range(11, 17))


def test_a_wipe_shows_both_pictures_side_by_side(house: Any) -> None:
    one, other = house.filmed((20, 40, 200), 30), house.filmed((200, 120, 40), 30)
    timing = timings.TransitionTiming(frames=9, from_start_frame=0, to_start_frame=0)
    middle = frames_of(house.transition(TransitionKind.WIPE, one, other, timing))[4].astype(int)
    assert np.abs(middle[27, 20] - (200, 120, 40)).max() < 6
    assert np.abs(middle[27, 76] - (20, 40, 200)).max() < 6


def test_colour_stays_from_clip_through_segment_and_transition(house: Any) -> None:
    color = (50, 140, 190)
    made = picture(house, house.filmed(color, 20), 0, 20, 0)
    still = house.media(made)
    timing = timings.TransitionTiming(frames=5, from_start_frame=9, to_start_frame=9)
    for output in (
        made,
        house.segment(still, 1, 9),
        house.transition(TransitionKind.DISSOLVE, still, still, timing),
    ):
        for frame in frames_of(output):
            assert np.abs(frame.mean(axis=(0, 1)) - color).max() < 2


def test_a_picture_too_short_for_its_segment_is_refused(house: Any) -> None:
    with pytest.raises(MakeError, match="holds 10 frames"):
        house.segment(house.clip(10), 5, 20)


def test_between_two_texts_the_picture_is_copied(house: Any) -> None:
    clip = house.clip(120, keyframes=(10, 30, 50, 70, 90, 110))
    texts = [("subtitle", "Wait!", 12, 26), ("subtitle", "For me!", 75, 88)]
    output = house.segment(clip, 0, 115, texts=texts, fade_in_frames=3, fade_out_frames=3)
    before = list(read_video(clip.path, 0, 115))
    seen = frames_of(output)
    assert [house.number(frame) for frame in seen[2:-3]] == list(range(2, 112))
    assert seen[0].mean() < 3 and seen[-1].mean() < 3
    same = [bool((one == other).all()) for one, other in zip(seen, before, strict=True)]
    assert all(same[30:70]) and all(same[90:110])
    foot = slice(36, 54)
    for shown in (18, 80):
        assert np.abs(seen[shown][foot].astype(int) - before[shown][foot]).max() > 100


def test_a_picture_may_lie_wherever_a_person_has_their_films(house: Any) -> None:
    folder = house.folder / "it's 片, 100%"
    folder.mkdir()
    clip = house.clip(40, keyframes=(5, 25))
    moved = folder / clip.path.name
    clip.path.rename(moved)
    output = house.segment(Media("d", moved, "video/mp4", clip.facts), 5, 20)
    assert output.facts["copied"] and probe(output.path).frames == 20
