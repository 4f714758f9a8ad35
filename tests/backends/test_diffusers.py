"""What is asked of models on this machine, and where they are looked for: nothing is loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from drama_backends.diffusers import Diffusers
from drama_backends.diffusers.weights import find_weights
from drama_compiler.contract import Job, JobKind, MakeError, ServiceError
from tests.backends.vertical import jobs

SHOTS = jobs()


def weights(folder: Path, pipeline: str, data: bytes = b"tensors") -> Path:
    """What looks like the weights of a pipeline."""
    (folder / "unet").mkdir(parents=True)
    (folder / "model_index.json").write_text(json.dumps({"_class_name": pipeline}))
    (folder / "unet" / "model.safetensors").write_bytes(data)
    return folder


def asked(words: str, model: str) -> Job:
    """A job of the vertical film, given to a model."""
    return replace(SHOTS[words][0], model=model)


def test_weights_in_a_folder_of_the_project_can_what_their_pipeline_can(tmp_path: Path) -> None:
    weights(tmp_path / "models" / "mine", "WanImageToVideoPipeline")
    backend = Diffusers(tmp_path)
    ability = backend.describe().ability(JobKind.CLIP, "./models/mine")
    assert ability is not None and ability.limits.last_frame
    assert backend.describe().ability(JobKind.PORTRAIT, "./models/mine") is None
    request = backend.lower([asked("clip of frames", "./models/mine")])
    cost, call = backend.estimate(request), request.body["call"]
    assert cost.priced and not cost.usd_max and cost.clip_seconds == pytest.approx(4.667, abs=0.001)
    assert (call["pipeline"], call["frames"], call["rate"]) == ("WanImageToVideoPipeline", 77, 16)
    assert (call["width"], call["height"]) == (432, 768)
    assert call["first"] == {"media": "frame/a1b2c/first"}
    assert call["negative_prompt"] == "lettering; modern boats"


def test_weights_are_run_as_the_project_says(tmp_path: Path) -> None:
    weights(tmp_path / "models" / "mine", "WanImageToVideoPipeline")
    settings = tmp_path / "prompts" / "diffusers" / "settings.toml"
    settings.parent.mkdir(parents=True)
    backend, job = Diffusers(tmp_path), asked("clip of frames", "./models/mine")
    settings.write_text('["./models/mine"]\nsteps = 4\nguidance = 1\nrate = 24\nseconds_max = 9\n')
    call = backend.lower([job]).body["call"]
    assert (call["steps"], call["guidance"], call["rate"], call["frames"]) == (4, 1.0, 24, 113)
    ability = backend.describe().ability(JobKind.CLIP, "./models/mine")
    assert ability is not None and ability.limits.seconds_max == 9
    for wrong in ("step = 4", "steps = 0", "steps = true", "steps ="):
        settings.write_text(f'["./models/mine"]\n{wrong}\n')
        (told,) = Diffusers(tmp_path).check(job)
        assert told.code == "service-refuses" and "settings.toml" in told.message


def test_weights_are_found_where_the_hub_leaves_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    model = tmp_path / "hub" / "models--some--model"
    weights(model / "snapshots" / "abc", "FluxPipeline")
    (model / "refs").mkdir()
    (model / "refs" / "main").write_text("abc")
    found = find_weights("some/model", None)
    assert found is not None and found.pipeline == "FluxPipeline"


def test_the_same_weights_are_the_same_anywhere_and_others_are_not(tmp_path: Path) -> None:
    def fingerprint(name: str, data: bytes) -> str:
        found = find_weights(str(weights(tmp_path / name, "FluxPipeline", data)), None)
        assert found is not None
        return found.fingerprint

    assert fingerprint("a", b"one") == fingerprint("b", b"one") != fingerprint("c", b"two")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("some/model", "hf download some/model"),
        ("./models/none", "name the folder they lie in"),
    ],
)
def test_weights_that_are_not_here_are_never_fetched_but_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, said: str
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "nothing"))
    backend = Diffusers(tmp_path)
    (told,) = backend.check(asked("plate", model))
    assert said in told.message
    with pytest.raises(ServiceError, match="not on this machine"):
        backend.lower([asked("plate", model)])


def test_a_pipeline_that_is_not_known_is_told_by_its_name(tmp_path: Path) -> None:
    weights(tmp_path / "models" / "odd", "AudioLDM2Pipeline")
    (told,) = Diffusers(tmp_path).check(asked("plate", "./models/odd"))
    assert "AudioLDM2Pipeline" in told.message


def test_a_prompt_that_is_too_long_for_its_reader_is_not_cut_in_silence(tmp_path: Path) -> None:
    backend = Diffusers(tmp_path)
    for model, count in (("StableDiffusionXLPipeline", 1), ("FluxPipeline", 0)):
        told = [each.message for each in backend.check(asked("frame with references", model))]
        assert len([each for each in told if "the end of its prompt" in each]) == count


def test_a_model_that_nobody_named_makes_nothing(tmp_path: Path) -> None:
    request = Diffusers(tmp_path).lower([asked("plate", "")])
    with pytest.raises(MakeError, match=r"not installed|which weights"):
        Diffusers(tmp_path).make(request, {}, tmp_path, lambda share: None)


def test_to_ask_what_it_can_do_loads_nothing() -> None:
    code = (
        "import sys\n"
        "from drama_backends.diffusers import Diffusers\n"
        "Diffusers().describe()\n"
        "print({'torch', 'diffusers', 'numpy', 'cv2', 'PIL'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
