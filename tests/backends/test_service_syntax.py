"""What is said to each service in its own syntax: cameras, names of references, lengths, frames."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from drama_backends.google import Google
from drama_backends.kling import Kling
from drama_backends.luma import Luma
from drama_backends.minimax import Minimax
from drama_backends.runway import Runway
from drama_backends.vidu import Vidu
from drama_compiler.contract import Job, Move, MoveKind, Service, ServiceError
from drama_compiler.film.words import Direction
from tests.backends.vertical import jobs

SHOTS = jobs()


@pytest.mark.parametrize(
    ("kind", "direction", "config"),
    [
        (MoveKind.PAN, Direction.LEFT, {"tilt": -5}),
        (MoveKind.TILT, Direction.UP, {"pan": 5}),
        (MoveKind.TRUCK, Direction.RIGHT, {"horizontal": 5}),
    ],
)
def test_pan_and_tilt_change_places_at_kling(
    kind: MoveKind, direction: Direction, config: dict[str, int]
) -> None:
    body = _asked(Kling(), _moved(Move(kind=kind, direction=direction)), "v1-6")
    assert body["camera_control"] == {"type": "simple", "config": config}


def test_kling_is_told_of_two_moves_in_words_alone() -> None:
    body = _asked(Kling(), SHOTS["clip of words"], "v1-6")
    assert "camera_control" not in body
    assert "slow dolly in, then pan left" in body["prompt"]


def test_shots_of_klings_array_are_whole_seconds_that_add_up() -> None:
    body = _asked(Kling(), SHOTS["two shots of a scene"], "v3-omni")
    lengths = [int(shot["duration"]) for shot in body["multi_prompt"]]
    assert sum(lengths) == int(body["duration"])
    assert "prompt" not in body


def test_a_shot_of_klings_array_that_is_told_at_length_is_refused() -> None:
    first, second = SHOTS["two shots of a scene"]
    long = first.brief.model_copy(update={"prompt": "reeds in the wind, " * 30})
    with pytest.raises(ServiceError, match="512 characters a shot"):
        _asked(Kling(), (replace(first, brief=long), second), "v3-omni")


@pytest.mark.parametrize(
    ("move", "command"),
    [
        (Move(kind=MoveKind.DOLLY, direction=Direction.IN), "[Push in]"),
        (Move(kind=MoveKind.CRANE, direction=Direction.UP), "[Pedestal up]"),
        (Move(kind=MoveKind.HANDHELD), "[Shake]"),
    ],
)
def test_hailuo_is_told_of_the_camera_in_brackets(move: Move, command: str) -> None:
    body = _asked(Minimax(), _moved(move), "hailuo-2.3")
    assert command in body["prompt"]
    assert body["prompt_optimizer"] is False


def test_h3_is_given_frames_or_references_and_never_both() -> None:
    for words, roles in (
        ("clip of references", {"reference_image"}),
        ("clip of frames", {"first_frame", "last_frame"}),
    ):
        content = _asked(Minimax(), SHOTS[words], "h3")["content"]
        assert {each["role"] for each in content if "role" in each} == roles


def test_luma_is_given_key_frames_where_a_clip_is_long() -> None:
    video = _asked(Luma(), _longer(SHOTS["clip of frames"]), "ray-3.2")["video"]
    assert video["duration"] == "10s"
    assert video["keyframe_indexes"] == [0, 240]
    assert not {"start_frame", "end_frame"} & video.keys()


def test_runways_references_have_tags_that_its_prompt_says() -> None:
    body = _asked(Runway(), SHOTS["frame with references"], "gen4-image")
    tags = [each["tag"] for each in body["referenceImages"]]
    assert tags == ["li_wei_1", "lin_2", "pier_3"]
    assert all(f"@{tag}" in body["promptText"] for tag in tags)


def test_vidus_subjects_go_by_their_names() -> None:
    body = _asked(Vidu(), SHOTS["clip of references"], "q3")
    assert [each["name"] for each in body["subjects"]] == ["li_wei", "lin", "pier"]
    assert body["audio"] is False


def test_omni_counts_references_from_nought() -> None:
    body = _asked(Google(), SHOTS["clip of references"], "omni-1.2")
    assert "<IMAGE_REF_0> (LI WEI)" in body["input"][-1]["text"]
    assert body["response_format"]["duration"] == "5s"


@pytest.mark.parametrize("model", ["veo-3.1", "omni-preview"])
def test_what_google_has_ended_names_what_came_after(model: str) -> None:
    (ended,) = [each for each in Google().describe().abilities if each.model == model]
    assert ended.retired
    live = {each.model for each in Google().describe().abilities if not each.retired}
    assert ended.successor in live


def _asked(backend: Service, batch: tuple[Job, ...], model: str) -> Any:
    request = backend.lower([replace(job, model=model) for job in batch])
    return request.body["call"]["json"]


def _moved(move: Move) -> tuple[Job, ...]:
    (job,) = SHOTS["clip of words"]
    return (replace(job, brief=job.brief.model_copy(update={"moves": (move,)})),)


def _longer(batch: tuple[Job, ...]) -> tuple[Job, ...]:
    (job,) = batch
    assert job.timing is not None
    return (replace(job, timing=job.timing.model_copy(update={"body_frames": 200})),)
