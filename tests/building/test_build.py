"""A whole film, built for real at an eighth of its size, changed, and built again."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pycmx
import pytest

from drama_backends.media.footage import probe, read_video
from tests.faces.run import run

SCRIPT = """\
Title: The Lamp
Format: 16:9 640x360 24fps

character: NORA
  look: woman of thirty, yellow raincoat
character: SAM
  look: boy of nine, red cap

EXT. HARBOUR - DUSK

music: tender, 72 bpm, piano

shot: wide, slow push in, 2s
super: The Lamp

A small boat comes home.

shot: close on SAM

SAM
I can see it!

> DISSOLVE TO:

INT. KITCHEN - NIGHT

sound: once knock

shot: medium on NORA, 2s

NORA puts the lamp on the table.

shot: close on NORA

NORA
Sit down, Sam.

EXT. HILL - DAY

shot: wide, 1.5s

Grass. Wind.
"""


def build(script: Path) -> Any:
    result = run("build", script, "--scale", "1/4", "--json")
    assert result.code == 0, result.err
    return result.json


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    script = tmp_path_factory.mktemp("film") / "lamp.drama"
    script.write_text(SCRIPT)
    return script, build(script)


def rebuilt(built: tuple[Path, Any], text: str) -> set[str]:
    """The jobs made by building the changed script; the film is put back afterwards."""
    script, _ = built
    script.write_text(text)
    made = {each["job"] for each in build(script)["made"]}
    script.write_text(SCRIPT)
    build(script)
    return made


def kinds(jobs: set[str]) -> set[str]:
    return {job.partition("/")[0] for job in jobs}


def test_every_file_that_is_named_is_there(built: tuple[Path, Any]) -> None:
    _, result = built
    files = [Path(name) for name in result["files"]]
    assert all(file.is_file() for file in files)
    suffixes = {file.suffix for file in files}
    assert {".mp4", ".otio", ".edl", ".srt", ".wav"} <= suffixes


def test_the_film_lasts_what_the_timeline_says_to_the_frame(built: tuple[Path, Any]) -> None:
    _, result = built
    video = probe(Path(result["film"]))
    timeline = otio.adapters.read_from_file(_beside(result, ".otio"))
    (picture,) = timeline.video_tracks()
    assert video.frames == result["frames"] == picture.duration().to_frames()
    assert video.rate == Fraction(24)


def test_every_shot_has_a_picture_that_is_not_black(built: tuple[Path, Any]) -> None:
    _, result = built
    for file in result["files"]:
        if "pictures" in file:
            frames = list(read_video(Path(file), 10, 1))
            assert frames[0].mean() > 12 and frames[0].std() > 5, file


def test_the_timeline_cites_pictures_on_disk_with_their_handles(built: tuple[Path, Any]) -> None:
    _, result = built
    timeline = otio.adapters.read_from_file(_beside(result, ".otio"))
    (track,) = timeline.video_tracks()
    clips = list(track.find_clips())
    assert len(clips) == 5 and len(list(track.find_children(otio.schema.Transition))) == 1
    for clip in clips:
        path = Path(otio.url_utils.filepath_from_url(clip.media_reference.target_url))
        frames = probe(path).frames
        assert clip.media_reference.available_range.duration.to_frames() == frames
        assert clip.source_range.start_time.to_frames() >= 6
        assert clip.source_range.end_time_exclusive().to_frames() + 6 <= frames
        assert path.stem == clip.name


def test_the_edit_list_reads_back_and_names_the_files(built: tuple[Path, Any]) -> None:
    _, result = built
    with Path(_beside(result, ".edl")).open() as file:
        edl = pycmx.parse_cmx3600(file)
    assert not list(edl.unrecognized_statements)
    events = [edit for event in edl.events for edit in event.edits if edit.channels.video]
    stems = {Path(file).stem for file in result["files"] if "pictures" in file}
    assert {edit.source for edit in events} == stems
    pieces = [edit for edit in events if _frames(edit.record_out) > _frames(edit.record_in)]
    starts = [_frames(edit.record_in) for edit in pieces]
    ends = [_frames(edit.record_out) for edit in pieces]
    assert starts == [24 * 3600, *ends[:-1]] and ends[-1] - 24 * 3600 == result["frames"]
    assert sum(edit.transition.kind == "D" for edit in events) == 1


def test_pictures_carry_the_timecode_that_the_edit_list_counts_in(
    built: tuple[Path, Any],
) -> None:
    import imageio_ffmpeg

    _, result = built
    picture = next(file for file in result["files"] if "pictures" in file)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", picture]
    told = subprocess.run(command, capture_output=True, text=True).stderr
    assert "timecode" in told and "00:00:00:00" in told


def test_a_second_build_makes_nothing(built: tuple[Path, Any]) -> None:
    script, first = built
    second = build(script)
    assert second["made"] == [] and len(second["reused"]) == len(first["made"])


def test_layout_and_comments_remake_nothing(built: tuple[Path, Any]) -> None:
    changed = SCRIPT.replace("\n\nA small", "\n\n\n\n/* a thought */\n\nA small").replace(
        "  look: boy", "      look:   boy"
    )
    assert changed != SCRIPT and rebuilt(built, changed) == set()


def test_one_line_of_dialogue_remakes_only_what_it_reaches(built: tuple[Path, Any]) -> None:
    changed = SCRIPT.replace("Sit down, Sam.", "Sit down, Sam. You are soaked to the bone.")
    made = rebuilt(built, changed)
    by_kind = {kind: [job for job in made if job.startswith(f"{kind}/")] for kind in kinds(made)}
    assert len(by_kind["voice"]) == len(by_kind["clip"]) == len(by_kind["picture"]) == 1
    assert len(by_kind["segment"]) == 1 and "transition" not in by_kind
    assert {"mix", "master"} <= set(by_kind)


def test_a_moved_scene_remakes_no_picture_but_those_a_transition_ties(
    built: tuple[Path, Any],
) -> None:
    head, hill = SCRIPT.split("EXT. HILL - DAY")
    before, kitchen = head.split("INT. KITCHEN - NIGHT")
    moved = f"{before}EXT. HILL - DAY{hill}\nINT. KITCHEN - NIGHT{kitchen}"
    made = rebuilt(built, moved)
    # The dissolve now leads into the hill: its two ends have other segments, nobody else has.
    assert not {job for job in made if job.startswith(("voice/", "ambience/", "effect/"))}
    assert len([job for job in made if job.startswith("clip/")]) <= 2
    assert len([job for job in made if job.startswith("transition/")]) == 1


def test_a_changed_subtitle_redraws_nothing(built: tuple[Path, Any]) -> None:
    changed = SCRIPT.replace("super: The Lamp", "super: The Lamp at Home")
    made = rebuilt(built, changed)
    assert kinds(made) <= {"segment", "transition", "master"}


def test_an_export_cites_what_was_built(built: tuple[Path, Any], tmp_path: Path) -> None:
    script, result = built
    told = run("export", "edl", script, "--scale", "1/4", "--out", tmp_path, "--json").json
    (exported,) = map(Path, told["files"])
    assert exported.read_text() == Path(_beside(result, ".edl")).read_text()


def _beside(result: Any, suffix: str) -> str:
    return str(next(file for file in result["files"] if file.endswith(suffix)))


def _frames(timecode: str) -> int:
    hours, minutes, seconds, frames = map(int, timecode.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 24 + frames
