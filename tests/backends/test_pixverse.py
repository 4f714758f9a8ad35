"""PixVerse: which call is made of what, field by field, and what its answers mean."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drama_backends.pixverse import Pixverse
from drama_compiler.contract import (
    Job,
    JobKind,
    Media,
    Request,
    ServiceError,
    Status,
    Trouble,
    digest,
)
from tests.contract.specimens import CLIP, asked, image, specimen
from tests.doubles import studio
from tests.doubles.double import KEY
from tests.doubles.pixverse import FakePixverse, error
from tests.doubles.server import running

BACKEND = Pixverse()
FIRST, LAST = "frame/k7f2q/first", "frame/k7f2q/last"
ANN, BAY, LAMP = "portrait/ann/default~k7f2q", "plate/bay/dusk~k7f2q", "object/lantern~k7f2q"


def job(*inputs: str, model: str = "v6", seconds: float = 5.0) -> Job:
    """A shot that is made of these; lips are moved in a clip, to a voice."""
    kind = JobKind.SYNC if model == "lip-sync" else JobKind.CLIP
    ability = BACKEND.describe().ability(kind, model)
    assert ability
    found = asked(specimen(ability), seconds)
    return found if kind is JobKind.SYNC else replace(found, inputs=inputs)


def call(*inputs: str, model: str = "v6") -> tuple[str, dict[str, Any]]:
    """The way of a call and its fields, but for the prompt."""
    sent = BACKEND.lower([job(*inputs, model=model)]).body["call"]
    fields = {name: value for name, value in sent["json"].items() if name != "prompt"}
    return sent["path"].split("/")[4], fields


COMMON = {"model": "v6", "quality": "720p", "duration": 5, "seed": 7}


def test_words_alone_have_a_shape() -> None:
    assert call() == ("text", {**COMMON, "aspect_ratio": "16:9"})


def test_a_first_frame_has_the_shape_of_its_own() -> None:
    assert call(FIRST) == ("img", {**COMMON, "img_id": {"media": FIRST}})
    assert call(FIRST, ANN, BAY) == call(FIRST)


def test_two_frames_are_a_transition() -> None:
    frames = {"first_frame_img": {"media": FIRST}, "last_frame_img": {"media": LAST}}
    assert call(FIRST, LAST, ANN) == ("transition", {**COMMON, **frames})


def test_references_are_bound_by_their_names() -> None:
    references = [
        {"type": "subject", "img_id": {"media": ANN}, "ref_name": "ann"},
        {"type": "background", "img_id": {"media": BAY}, "ref_name": "bay"},
        {"type": "subject", "img_id": {"media": LAMP}, "ref_name": "lantern"},
    ]
    found = call(ANN, BAY, LAMP)
    assert found == ("fusion", {**COMMON, "aspect_ratio": "16:9", "image_references": references})
    prompt = BACKEND.lower([job(ANN, BAY, LAMP)]).body["call"]["json"]["prompt"]
    assert "@ann (ANN)" in prompt and "exterior, @bay (BAY)" in prompt and "@lantern" in prompt
    assert "ann in oilskins" not in prompt


def test_a_clip_before_is_extended() -> None:
    assert call("clip/before") == ("extend", {**COMMON, "video_media_id": {"media": "clip/before"}})


def test_the_lips_of_a_clip_are_moved_to_a_voice() -> None:
    lips = job(model="lip-sync")
    clip, voice = lips.inputs
    request = BACKEND.lower([lips])
    made_of = {"video_media_id": {"media": clip}, "audio_media_id": {"media": voice}}
    assert request.body["call"]["path"].endswith("/video/lip_sync/generate")
    assert request.body["call"]["json"] == made_of
    cost = BACKEND.estimate(request)
    assert (cost.usd_min, cost.usd_max) == pytest.approx((0.04, 0.20)), "a second is in the film"
    several = lips.brief.model_copy(update={"faces": 2})
    (told,) = BACKEND.check(replace(lips, brief=several))
    assert told.code == "not-carried" and "whose lips move" in told.message
    for wrong in (replace(lips, inputs=(voice,)), asked(lips, 31.0)):
        (complaint,) = BACKEND.check(wrong)
        assert complaint.code == "service-refuses"


def test_sound_is_a_switch_of_a_model_of_its_own_price() -> None:
    _, fields = call(model="c1-1080p-sound")
    assert fields["generate_audio_switch"] is True
    assert (fields["model"], fields["quality"]) == ("c1", "1080p")
    assert "generate_audio_switch" not in call(model="c1-1080p")[1]
    prices = [
        BACKEND.estimate(BACKEND.lower([job(model=model)])).usd_max
        for model in ("v6", "v6-360p", "v6-1080p-sound", "c1-sound")
    ]
    assert prices == pytest.approx([0.45, 0.25, 1.15, 0.65])


def test_what_a_call_has_no_field_for_is_told() -> None:
    def lost(*inputs: str) -> list[str]:
        return [each.message for each in BACKEND.check(job(*inputs))]

    assert lost(FIRST, LAST) == lost(ANN, BAY) == lost() == []
    (told,) = lost(LAST)
    assert told.startswith("`pixverse/v6` cannot be told on which frame the clip ends")
    assert len(lost("clip/before", ANN)) == 1
    assert [each.code for each in BACKEND.check(job(LAST))] == ["not-carried"]
    brief = CLIP.model_copy(update={"aspect": "239:100"})
    (told,) = (each.message for each in BACKEND.check(replace(job(), brief=brief)))
    assert told == "`pixverse/v6` cannot be told to make 239:100: 21:9 is nearest"


def test_lengths_are_whole_seconds_from_1_to_15() -> None:
    for seconds in (0.5, 2.5, 16.0):
        (complaint,) = BACKEND.check(job(seconds=seconds))
        assert complaint.code == "service-refuses"


@contextmanager
def fake(environment: pytest.MonkeyPatch) -> Iterator[FakePixverse]:
    """The double, with the environment pointed at it."""
    service = FakePixverse(KEY)
    with running(service):
        environment.setenv("PIXVERSE_API_KEY", KEY)
        environment.setenv("PIXVERSE_BASE_URL", service.url)
        yield service


def bought(request: Request, folder: Path, ticket: str = "t-1") -> Any:
    """A call from end to end: its standing and its outputs."""

    async def run() -> Any:
        async with BACKEND.connect() as connection:
            handles = {}
            for name in request.inputs:
                media = image(folder, name)
                if name.startswith(("clip", "voice")):
                    media = _media(folder, name)
                handles[name] = (await connection.stage(media)).value
            id_ = (await connection.submit(request, handles, ticket, folder)).id
            while not (standing := await connection.poll(id_)).status.settled:
                pass
            assert standing.status is Status.SUCCEEDED, standing
            return standing, await connection.fetch(id_, request, folder)

    return asyncio.run(run())


def _media(folder: Path, name: str) -> Media:
    is_clip = name.startswith("clip")
    path = folder / ("a.mp4" if is_clip else "a.mp3")
    path.write_bytes(studio.clip(32, 18, 5.0) if is_clip else studio.sound(1.0))
    type_ = "video/mp4" if is_clip else "audio/mpeg"
    return Media(digest(path.read_bytes()), path, type_)


@pytest.mark.parametrize(
    ("inputs", "model"),
    [
        ((), "v6"),
        ((FIRST,), "c1-360p"),
        ((FIRST, LAST), "v6"),
        ((ANN, BAY, LAMP), "v6-sound"),
        (("clip/before",), "v6"),
        ((), "lip-sync"),
    ],
    ids=["text", "img", "transition", "fusion", "extend", "lip-sync"],
)
def test_every_mode_is_understood_and_paid_by_the_list(
    inputs: tuple[str, ...], model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = BACKEND.lower([job(*inputs, model=model)])
    with fake(monkeypatch) as service:
        standing, outputs = bought(request, tmp_path)
        assert service.calls[0].ticket == "t-1"
        assert standing.usd == pytest.approx(BACKEND.estimate(request).usd_max)
        assert service.paid_usd() == pytest.approx(standing.usd)
    assert outputs[0].facts["seconds"] == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (10001, Trouble.AUTH),
        (400018, Trouble.INVALID),
        (400032, Trouble.GONE),
        (500044, Trouble.BUSY),
        (500054, Trouble.MODERATED),
        (500063, Trouble.MODERATED),
        (500090, Trouble.FUNDS),
        (777777, Trouble.BROKEN),
    ],
)
def test_an_error_in_an_answer_of_status_200_is_an_error(
    code: int, trouble: Trouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "your balance is used up" if code == 500090 else "no"
    with fake(monkeypatch) as service:
        service.spoil("submit", error(code, words))
        with pytest.raises(ServiceError, match=f"ErrCode {code}") as refusal:
            bought(BACKEND.lower([job()]), tmp_path)
        assert refusal.value.trouble is trouble
        assert not service.calls


def test_a_trace_that_it_refuses_the_second_time_is_no_second_video(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake(monkeypatch) as service:
        service.refuses_traces = True
        bought(BACKEND.lower([job()]), tmp_path)
        with pytest.raises(ServiceError) as refusal:
            bought(BACKEND.lower([job()]), tmp_path)
        assert refusal.value.trouble is Trouble.INVALID
        assert len(service.calls) == 1
        traces = [each.headers.get("ai-trace-id") for each in service.questions]
        assert len(set(traces) - {None}) == len([each for each in traces if each]) - 1


def test_what_is_too_large_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(b"\x89PNG" + bytes(20_000_001))

    async def stage() -> None:
        async with BACKEND.connect() as connection:
            await connection.stage(Media("0" * 64, path, "image/png"))

    with fake(monkeypatch) as service:
        with pytest.raises(ServiceError, match="20 MB"):
            asyncio.run(stage())
        assert not service.questions
