"""Real pipelines of diffusers, with tiny random weights, make real pictures and clips."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import cv2
import numpy as np
import pytest

from drama_backends.diffusers import Diffusers
from drama_backends.media.footage import probe
from drama_compiler.contract import Job, JobKind, MakeError, Media, Output, Request, digest
from tests.backends.vertical import jobs

REASON = "needs the extra: pip install 'drama-lang[diffusers]'"
pytest.importorskip("torch", reason=REASON)
pytest.importorskip("diffusers", reason=REASON)

from tests.backends import tiny_models  # noqa: E402

SHOTS = jobs()
MODELS: dict[str, Callable[[Path], None]] = {
    "sd": tiny_models.tiny_stable_diffusion,
    "over": lambda folder: tiny_models.tiny_stable_diffusion(
        folder, "StableDiffusionImg2ImgPipeline"
    ),
    "flux": tiny_models.tiny_flux,
    "wan": tiny_models.tiny_wan,
}


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a folder of weights for each pipeline."""
    folder = tmp_path_factory.mktemp("project")
    for name, make in MODELS.items():
        make(folder / "models" / name)
    return folder


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched from anywhere."""

    def refuse(*where: object) -> NoReturn:
        raise AssertionError(f"it asks the network: {where}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("DRAMA_DIFFUSERS_DEVICE", "cpu")


def made(project: Path, words: str, model: str, folder: Path, **told: Any) -> Output:
    """What comes of a job in small; `told` changes the call, and `chance` the take."""
    backend = Diffusers(project)
    named = [replace(job, model=f"./models/{model}") for job in SHOTS[words]]
    request = _small(backend.lower(named), told)
    folder.mkdir()
    inputs = {name: picture(folder, name) for name in request.inputs}
    shares: list[float] = []
    outputs = backend.make(request, inputs, folder, shares.append)
    assert [output.job for output in outputs] == list(request.jobs)
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1.0)
    return outputs[0]


def picture(folder: Path, name: str) -> Media:
    """A picture of a colour of its own, as large as models ask for."""
    ground = np.empty((96, 128, 3), np.uint8)
    ground[:] = list(bytes.fromhex(digest(name.encode())[:6]))
    path = folder / f"{digest(name.encode())[:12]}.png"
    path.write_bytes(cv2.imencode(".png", ground)[1].tobytes())
    return Media(digest(path.read_bytes()), path, "image/png")


def _small(request: Request, told: dict[str, Any]) -> Request:
    """The same request for as few pixels as a tiny model is fit for."""
    small = {"width": 48, "height": 64, "steps": 3}
    if "frames" in request.body["call"]:
        small["frames"] = 9
    call = {**request.body["call"], **small, **told}
    chance = call.pop("chance", "")
    return replace(request, body={**request.body, "call": call, "chance": chance})


def test_a_still_is_made_of_words(project: Path, tmp_path: Path) -> None:
    output = made(project, "plate", "sd", tmp_path / "one")
    image = cv2.imread(str(output.path))
    assert image is not None and image.shape == (64, 48, 3)
    assert (output.type, output.facts["width"]) == ("image/png", 48)


def test_one_seed_gives_one_picture_and_another_another(project: Path, tmp_path: Path) -> None:
    def bytes_of(folder: str, **told: Any) -> bytes:
        return made(project, "plate", "sd", tmp_path / folder, **told).path.read_bytes()

    assert bytes_of("a", seed=7) == bytes_of("b", seed=7) != bytes_of("c", seed=8)
    assert bytes_of("d", chance="1") == bytes_of("e", chance="1") != bytes_of("f", chance="2")


def test_a_still_is_made_of_all_its_references(project: Path, tmp_path: Path) -> None:
    words = "frame with references"
    output = made(project, words, "flux", tmp_path / "all")
    images = Diffusers(project).lower([replace(SHOTS[words][0], model="./models/flux")])
    assert len(images.inputs) == 3
    fewer = [{"media": name} for name in images.inputs[:2]]
    other = made(project, words, "flux", tmp_path / "fewer", images=fewer)
    assert output.path.read_bytes() != other.path.read_bytes()


def test_a_picture_is_painted_over(project: Path, tmp_path: Path) -> None:
    backend = Diffusers(project)
    (frame,) = SHOTS["frame with references"]
    job = replace(frame, model="./models/over", inputs=frame.inputs[:1])
    (told,) = [each for each in backend.check(job) if "painted over" in each.message]
    assert told.code == "not-carried"
    request = _small(backend.lower([job]), {})
    inputs = {name: picture(tmp_path, name) for name in request.inputs}
    (output,) = backend.make(request, inputs, tmp_path, lambda share: None)
    assert output.facts["height"] == 64


@pytest.mark.parametrize("words", ["clip of a first frame", "clip of frames"])
def test_a_clip_begins_on_a_frame_and_may_end_on_one(
    project: Path, tmp_path: Path, words: str
) -> None:
    output = made(project, words, "wan", tmp_path / "clip")
    facts = probe(output.path)
    assert (facts.frames, facts.rate, facts.width, facts.height) == (9, Fraction(16), 48, 64)
    assert output.facts["frames"] == 9
    assert output.facts["head_frames"] == 4, "a quarter of a second"


def test_weights_that_have_changed_make_nothing(project: Path, tmp_path: Path) -> None:
    with pytest.raises(MakeError, match="is not what it was"):
        made(project, "plate", "sd", tmp_path / "none", weights="0" * 16)


def test_weights_that_cannot_be_loaded_are_told_of(tmp_path: Path) -> None:
    tiny_models.tiny_stable_diffusion(tmp_path / "models" / "sd")
    for file in (tmp_path / "models" / "sd" / "unet").glob("*.safetensors"):
        file.write_bytes(b"no tensors")
    with pytest.raises(MakeError, match="cannot be loaded"):
        made(tmp_path, "plate", "sd", tmp_path / "out")


def test_what_does_not_fit_the_weights_is_refused(project: Path) -> None:
    (clip,) = SHOTS["clip of words"]
    described = Diffusers(project).describe()
    assert described.ability(JobKind.CLIP, "./models/sd") is None
    assert described.ability(JobKind.CLIP, "./models/wan") is not None
    (told,) = Diffusers(project).check(_at(clip, "./models/wan"))
    assert "begins on a frame" in told.message


def _at(job: Job, model: str) -> Job:
    return replace(job, model=model)
