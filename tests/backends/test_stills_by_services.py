"""What is particular to services of stills: where they are asked after, named models, no key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from drama_backends.bfl import Bfl
from drama_backends.openai import Openai
from drama_backends.services.sizes import size_of
from drama_backends.stability import Stability
from drama_compiler.contract import (
    Job,
    JobKind,
    LostAnswer,
    Media,
    Once,
    Output,
    Service,
    ServiceError,
    Trouble,
    briefs,
)
from tests.backends.vertical import jobs
from tests.contract.call import Call
from tests.doubles.bfl import REGION, FakeBfl
from tests.doubles.double import KEY, doubling
from tests.doubles.openai import OWN_IMAGE, OWN_SPEECH, FakeOpenai
from tests.doubles.server import Fake, Reply
from tests.doubles.stability import FakeStability

SHOTS = jobs()
BFL = ("BFL_API_KEY", "BFL_BASE_URL")
OPENAI = ("OPENAI_API_KEY", "OPENAI_BASE_URL")
STABILITY = ("STABILITY_API_KEY", "STABILITY_BASE_URL")


@pytest.fixture
def bfl(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBfl]:
    """Black Forest Labs on loopback."""
    yield from _running(FakeBfl(KEY), Bfl(), BFL, monkeypatch)


@pytest.fixture
def openai(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenai]:
    """OpenAI, or a server like it, on loopback."""
    yield from _running(FakeOpenai(KEY), Openai(), OPENAI, monkeypatch)


@pytest.fixture
def stability(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeStability]:
    """Stability AI on loopback."""
    yield from _running(FakeStability(KEY), Stability(), STABILITY, monkeypatch)


def _running(
    fake: Any, service: Service, variables: tuple[str, str], environment: pytest.MonkeyPatch
) -> Iterator[Any]:
    with doubling(fake, service, environment, variables, once=Once.NOTHING):
        yield fake


def made(service: Service, folder: Path, words: str, model: str = "") -> Output:
    """What comes of a job of the vertical film."""
    call = Call(service, [replace(job, model=model) for job in SHOTS[words]], folder)

    async def run() -> Output:
        async with service.connect() as connection:
            return (await call.through(connection))[1][0]

    return asyncio.run(run())


def asked(fake: Fake, path: str) -> list[Any]:
    """Every question that was asked there."""
    return [each for each in fake.questions if each.path == path]


@pytest.mark.parametrize(
    ("aspect", "pixels", "size"),
    [
        ("9:16", 1 << 20, (720, 1280)),
        ("1:1", 1 << 20, (1024, 1024)),
        ("9:16", 2 << 20, (1008, 1792)),
        ("2.39:1", 1 << 20, (1568, 656)),
        ("3:1", 2 << 20, (2016, 672)),
    ],
)
def test_a_size_has_the_shape_within_the_area(
    aspect: str, pixels: int, size: tuple[int, int]
) -> None:
    assert size_of(aspect, pixels) == size


def test_flux_is_asked_after_where_its_answer_says(bfl: FakeBfl, tmp_path: Path) -> None:
    made(Bfl(), tmp_path, "plate")
    assert asked(bfl, REGION)
    assert not asked(bfl, "/v1/get_result")


@pytest.mark.parametrize(
    "place", ["https://bfl.ai.example.org/poll?id=1", "http://127.0.0.1:1/poll?id=1", "nowhere"]
)
def test_flux_leads_its_key_to_no_other_place(bfl: FakeBfl, tmp_path: Path, place: str) -> None:
    bfl.spoil("submit", Reply.of({"id": "1", "polling_url": place}))
    with pytest.raises(LostAnswer, match="not the service"):
        made(Bfl(), tmp_path, "plate")


def test_a_reference_of_flux_is_sent_no_larger_than_it_is_paid_for(
    bfl: FakeBfl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(cv2.imencode(".png", np.zeros((1500, 1500, 3), np.uint8))[1].tobytes())
    large = Media("0" * 64, path, "image/png")
    monkeypatch.setattr("tests.contract.call.given", lambda folder, name: large)
    made(Bfl(), tmp_path, "frame with references")
    service, (job,) = Bfl(), SHOTS["frame with references"]
    cost = service.estimate(service.lower([job]))
    assert cost.usd_min == 0.03
    assert bfl.paid_usd() == pytest.approx(cost.usd_max) == pytest.approx(0.03 + 3 * 0.015)


def test_flux_does_what_it_is_told_and_no_more(bfl: FakeBfl, tmp_path: Path) -> None:
    made(Bfl(), tmp_path, "clip of frames")
    (call,) = bfl.calls
    assert call.body["generate_audio"] is False
    assert len(call.body["keyframes"]) == 2


def test_what_a_service_withholds_of_what_it_made_is_told(
    stability: FakeStability, tmp_path: Path
) -> None:
    (plate,) = SHOTS["plate"]
    assert isinstance(plate.brief, briefs.PlateBrief)
    look = plate.brief.place.model_copy(update={"look": stability.output_word})
    job = replace(plate, brief=plate.brief.model_copy(update={"place": look}))
    call = Call(Stability(), [job], tmp_path)

    async def run() -> None:
        async with Stability().connect() as connection:
            await call.submit(connection)

    with pytest.raises(ServiceError, match="not given out") as refusal:
        asyncio.run(run())
    assert refusal.value.trouble is Trouble.MODERATED


def test_references_go_to_openai_in_their_order(openai: FakeOpenai, tmp_path: Path) -> None:
    made(Openai(), tmp_path, "frame with references")
    (question,) = asked(openai, "/images/edits")
    assert [name for name, _ in question.parts if "image" in name] == ["image[]"] * 3
    assert b"portrait" not in question.data.split(b"PNG")[0], "files go by names of ours"
    assert "image 3 (THE PIER)" in openai.calls[0].body["prompt"]


def test_a_server_of_ones_own_needs_no_key_and_has_models_of_its_own(
    openai: FakeOpenai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    openai.key = ""
    for words, model in (("plate", OWN_IMAGE), ("line", OWN_SPEECH)):
        folder = tmp_path / words
        folder.mkdir()
        assert made(Openai(), folder, words, model).facts
    assert all("authorization" not in each.headers for each in openai.questions)
    assert openai.calls[0].body["model"] == OWN_IMAGE


def test_openai_itself_asks_for_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in OPENAI:
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(ServiceError, match="OPENAI_API_KEY") as refusal:
        Openai().manners()
    assert refusal.value.trouble is Trouble.AUTH


def test_a_model_that_no_row_names_is_asked_for_by_its_name() -> None:
    described = Openai().describe()
    found = described.ability(JobKind.FRAME, "flux-schnell-local")
    assert found is not None and found.model == "flux-schnell-local"
    assert found.price is None, "nobody knows what it costs"
    assert described.ability(JobKind.CLIP, "flux-schnell-local") is None
    assert described.ability(JobKind.VOICE, "gpt-image-2") is None
    body = _body(Openai(), SHOTS["plate"][0], "flux-schnell-local")
    assert body == {**body, "model": "flux-schnell-local", "size": "768x1344", "n": 1}
    assert not {"quality", "output_format"} & body.keys()


@pytest.mark.parametrize(
    ("voice", "sent"),
    [
        ("openai:coral", "coral"),
        ("openai:voice_1234", {"id": "voice_1234"}),
        ("an old man, hoarse", "onyx"),
    ],
)
def test_a_voice_of_openai_is_named_or_found(voice: str, sent: Any) -> None:
    (line,) = SHOTS["line"]
    brief = line.brief.model_copy(update={"voice": voice, "look": ""})
    assert _body(Openai(), replace(line, brief=brief))["voice"] == sent


def test_how_a_line_is_said_is_told_where_there_is_a_field_for_it() -> None:
    (line,) = SHOTS["line"]
    assert _body(Openai(), line)["instructions"] == "Said: out of breath."
    old = replace(line, model="tts-1")
    assert "instructions" not in _body(Openai(), old)
    (told,) = Openai().check(old)
    assert told.message == "`openai/tts-1` cannot be told how a line is said"


def _body(service: Service, job: Job, model: str = "") -> Any:
    return service.lower([replace(job, model=model or job.model)]).body["call"]["json"]
