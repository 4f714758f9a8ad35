"""The cut as a timeline and as an edit list: correct to the frame at every rate, read back."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pycmx
import pytest

from drama_backends.exporters import edl
from drama_backends.exporters import otio as otio_exporter
from drama_compiler.film.words import TransitionKind
from drama_compiler.timeline.assemble import MediaFile, PlacedSound
from tests.timeline.cuts import HANDLE, Told, tell

RATES = [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60)]
DISSOLVE, WIPE = TransitionKind.DISSOLVE, TransitionKind.WIPE
rates = pytest.mark.parametrize("rate", RATES, ids=str)


def read_edl(text: str) -> list[Any]:
    """Every edit of a list, by a reader that is not ours; no line may be unknown to it."""
    read = pycmx.parse_cmx3600(io.StringIO(text, newline=None))
    assert not list(read.unrecognized_statements)
    return [edit for event in read.events for edit in event.edits]


def frame(timecode: str, rate: Fraction) -> int:
    hours, minutes, seconds, frames = map(int, timecode.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * round(rate) + frames


def picture_edits(told: Told) -> list[Any]:
    files = edl.export(told.timeline(), "film")
    edits = [edit for text in files.values() for edit in read_edl(text)]
    return [edit for edit in edits if edit.channels.video]


@rates
def test_the_timeline_lasts_as_long_as_the_film_and_starts_at_one_hour(
    tmp_path: Path, rate: Fraction
) -> None:
    timeline = tell(tmp_path, [10, 48, 7], rate).timeline()
    (track,) = timeline.video_tracks()
    assert track.duration().to_frames() == 65
    assert [clip.range_in_parent().start_time.to_frames() for clip in track] == [0, 10, 58]
    assert timeline.global_start_time.to_frames() == 3600 * round(rate)
    # As the edit list counts: no timecode is dropped at 29.97.
    start = timeline.global_start_time
    assert otio.opentime.to_timecode(start, start.rate, drop_frame=False) == "01:00:00:00"


@rates
def test_every_clip_lies_inside_its_media_with_its_handles(tmp_path: Path, rate: Fraction) -> None:
    timeline = tell(tmp_path, [30, 40, 50], rate, {1: (DISSOLVE, 21)}).timeline()
    clips = list(timeline.video_tracks()[0].find_clips())
    for clip in clips:
        media = clip.media_reference.available_range
        assert clip.source_range.start_time.to_frames() >= HANDLE
        end = clip.source_range.end_time_exclusive()
        assert end.to_frames() + HANDLE <= media.duration.to_frames()
        assert clip.source_range.duration.rate == media.duration.rate == float(rate)
    (mix,) = timeline.video_tracks()[0].find_children(otio.schema.Transition)
    assert (mix.in_offset.to_frames(), mix.out_offset.to_frames()) == (10, 11)
    # What an editor sees of the mix is in the files: neither side runs out of picture.
    ranges = timeline.video_tracks()[0].range_of_all_children()
    assert clips[1].source_range.start_time.to_frames() >= 10
    assert clips[0].media_reference.available_range.duration.to_frames() >= HANDLE + 30 + 11
    assert ranges[clips[1]].start_time.to_frames() == 30


@rates
def test_a_timeline_reads_back_as_it_was_written(tmp_path: Path, rate: Fraction) -> None:
    timeline = tell(tmp_path, [30, 40], rate, {1: (DISSOLVE, 12)}, title="归海 # 1").timeline()
    (name, text), *rest = otio_exporter.export(timeline, "film").items()
    assert name == "film.otio" and not rest
    back = otio.adapters.read_from_string(text, "otio_json")
    assert back.is_equivalent_to(timeline) and back.name == "归海 # 1"
    assert back.global_start_time.rate == float(rate)


def test_media_are_cited_by_addresses_that_lead_to_them(tmp_path: Path) -> None:
    folder = tmp_path / "雨 #1 50% off"
    told = tell(folder, [10])
    (clip,) = told.timeline().find_clips()
    url = clip.media_reference.target_url
    assert url.isascii() and "#" not in url
    assert Path(otio.url_utils.filepath_from_url(url)) == told.pictures["a0000"].path


@rates
def test_the_edits_tile_the_record_without_gaps(tmp_path: Path, rate: Fraction) -> None:
    mixes = {1: (DISSOLVE, 13), 2: (WIPE, 8), 4: (DISSOLVE, 1)}
    told = tell(tmp_path, [30, 40, 9, 5, 60], rate, mixes)
    edits = picture_edits(told)
    pieces = [edit for edit in edits if edit.record_in != edit.record_out]
    ends = [(frame(edit.record_in, rate), frame(edit.record_out, rate)) for edit in pieces]
    hour = 3600 * round(rate)
    assert ends[0][0] == hour and ends[-1][1] == hour + told.schedule.frames
    assert all(left[1] == right[0] for left, right in pairwise(ends))
    for edit in edits:
        source = frame(edit.source_out, rate) - frame(edit.source_in, rate)
        assert source == frame(edit.record_out, rate) - frame(edit.record_in, rate)


@rates
def test_a_mix_begins_before_the_cut_on_both_sides_handles(tmp_path: Path, rate: Fraction) -> None:
    told = tell(tmp_path, [30, 40], rate, {1: (DISSOLVE, 13)})
    first, held, mixed = picture_edits(told)
    hour = 3600 * round(rate)
    # 13 frames around frame 30: 6 before the cut, 7 after it.
    assert frame(first.record_out, rate) == frame(mixed.record_in, rate) == hour + 24
    assert frame(held.source_in, rate) == frame(first.source_out, rate) == HANDLE + 24
    assert held.record_in == held.record_out
    assert (mixed.transition.kind, int(mixed.transition.operand)) == ("D", 13)
    assert frame(mixed.source_in, rate) == 0
    assert (held.source, mixed.source) == ("SHA0000", "SHA0001")
    assert (held.clip_name, mixed.clip_name) == ("SHA0000", "SHA0001")


def test_a_wipe_is_no_dissolve(tmp_path: Path) -> None:
    told = tell(tmp_path, [30, 40], mixes={1: (WIPE, 12)})
    *_, wiped = picture_edits(told)
    assert wiped.transition.kind == "W"
    assert " W001 012 " in edl.export(told.timeline(), "film")["film.edl"]


def test_columns_stand_where_readers_look(tmp_path: Path) -> None:
    text = edl.export(tell(tmp_path, [30, 40], mixes={1: (DISSOLVE, 12)}).timeline(), "film")
    lines = text["film.edl"].split("\r\n")
    assert lines[:2] == ["TITLE: Waves", "FCM: NON-DROP FRAME"]
    mixed = next(line for line in lines if " D " in line)
    assert mixed[:3] == "002" and mixed[5:13].rstrip() == "SHA0001" and mixed[14] == "V"
    assert mixed[20] == "D" and mixed[25:28] == "012" and mixed[29:40] == "00:00:00:00"
    assert lines[-1] == ""


def test_a_long_film_is_several_lists_whose_record_runs_on(tmp_path: Path) -> None:
    told = tell(tmp_path, [2] * 2100)
    files = edl.export(told.timeline(), "film")
    assert list(files) == ["film.edl", "film.2.edl", "film.3.edl"]
    edits = [read_edl(text) for text in files.values()]
    # 2100 pictures and the mix of the sound.
    assert [len(each) for each in edits] == [999, 999, 103]
    for text in files.values():
        assert text.split("\r\n")[2].startswith("001  ")
    assert edits[1][0].record_in == edits[0][-1].record_out
    assert frame(edits[2][-2].record_out, Fraction(24)) == 3600 * 24 + 4200


def test_the_sound_of_an_edit_list_is_the_whole_mix(tmp_path: Path) -> None:
    (sound,) = [
        edit
        for edit in read_edl(edl.export(tell(tmp_path, [30, 40]).timeline(), "film")["film.edl"])
        if not edit.channels.video
    ]
    assert sound.channels.audio and sound.source == "MIX"
    assert (sound.record_in, sound.record_out) == ("01:00:00:00", "01:00:02:22")


@pytest.mark.parametrize(
    ("title", "told"),
    [("归海", "FILM"), ("归海 II\nx", "II x"), ("", "film"), ("W" * 90, "W" * 70)],
)
def test_a_title_that_is_no_ascii_leaves_a_list_that_reads(
    tmp_path: Path, title: str, told: str
) -> None:
    text = edl.export(tell(tmp_path, [5], title=title).timeline(), "film")["film.edl"]
    assert text.isascii()
    assert text.split("\r\n")[0] == f"TITLE: {told}"


def test_what_an_edit_list_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="120 a second"):
        edl.export(tell(tmp_path, [5], Fraction(120)).timeline(), "film")
    long = tell(tmp_path, [3000, 3000], mixes={1: (DISSOLVE, 1200)})
    with pytest.raises(ValueError, match="1200 frames"):
        edl.export(long.timeline(), "film")
    timeline = tell(tmp_path, [5, 5]).timeline()
    timeline.video_tracks()[0][1].name = "SHA0000"
    with pytest.raises(ValueError, match="SHA0000"):
        edl.export(timeline, "film")


def test_an_exporter_leaves_the_timeline_as_it_was(tmp_path: Path) -> None:
    timeline = tell(tmp_path, [30, 40], mixes={1: (DISSOLVE, 12)}).timeline()
    before = timeline.to_json_string()
    edl.export(timeline, "film")
    otio_exporter.export(timeline, "film")
    assert timeline.to_json_string() == before


def sound(name: str, start: int, frames: int, bus: str = "dialogue") -> PlacedSound:
    media = MediaFile(Path("/film/sound") / f"{name}.wav", frames + 3)
    return PlacedSound(bus, name, media, start, frames, {"id": name})


@rates
def test_sounds_at_once_lie_on_lanes_of_their_own(tmp_path: Path, rate: Fraction) -> None:
    sounds = [
        sound("b", 5, 10),
        sound("a", 5, 20),
        sound("c", 15, 10),
        sound("rain", 0, 70, "ambience"),
        sound("d", 25, 1),
    ]
    timeline = tell(tmp_path, [30, 40], rate).timeline(sounds)
    tracks = {track.name: track for track in timeline.audio_tracks()}
    assert list(tracks) == ["Ambience", "Dialogue 1", "Dialogue 2"]
    placed = {
        clip.name: (clip.range_in_parent().start_time.to_frames(), clip.duration().to_frames())
        for track in tracks.values()
        for clip in track.find_clips()
    }
    assert placed == {each.name: (each.film_frame, each.frames) for each in sounds}
    assert [clip.name for clip in tracks["Dialogue 1"].find_clips()] == ["a", "d"]
    assert [clip.name for clip in tracks["Dialogue 2"].find_clips()] == ["b", "c"]


def test_every_scene_has_a_marker_and_every_shot_its_place_in_the_script(tmp_path: Path) -> None:
    timeline = tell(tmp_path, [30, 40]).timeline()
    (marker,) = timeline.tracks.markers
    assert marker.name == "EXT. SEA - DAY"
    assert marker.marked_range.duration.to_frames() == 70
    first, second = timeline.find_clips()
    assert first.metadata["drama"]["script"] == "film:3"
    assert (second.metadata["drama"]["number"], second.metadata["drama"]["entered_by"]) == (
        "1-2",
        "cut",
    )


def test_a_shot_of_one_frame_and_a_mix_into_the_first_shot_are_taken(tmp_path: Path) -> None:
    told = tell(tmp_path, [1, 1, 1], mixes={0: (DISSOLVE, 2)})
    edits = picture_edits(told)
    assert [edit.transition.kind for edit in edits] == ["C", "C", "C"]
    bare = replace(told, schedule=told.schedule.model_copy(update={"shots": (), "frames": 0}))
    assert edl.export(bare.timeline(), "film")["film.edl"].startswith("TITLE: Waves")
