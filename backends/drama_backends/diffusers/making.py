"""One request of diffusers and the weights come in; its picture or clip is made in a folder.

It runs in a worker: this module alone knows torch, and it is imported only there. The pipeline that
was used last stays loaded, for the next job is likely to be made by it too.
"""

from __future__ import annotations

import importlib
import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from drama_backends.diffusers.weights import Weights
from drama_backends.media.ffmpeg import write_video
from drama_backends.services.clips import ranged
from drama_backends.services.content import facts_of
from drama_compiler.contract import MakeError, Media, Output, Request, digest

DEVICE_VARIABLE = "DRAMA_DIFFUSERS_DEVICE"
"""`cpu`, `cuda`, `mps`: where to run, in place of what is found."""

_SEEDS = 2**31
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")

_loaded: dict[tuple[str, str, str], Any] = {}


def make_all(
    request: Request,
    weights: Weights,
    inputs: Mapping[str, Media],
    folder: Path,
    progress: Callable[[float], None],
) -> tuple[Output, ...]:
    """Make what the request asks for; raises `MakeError` where that cannot be."""
    call, outputs = request.body["call"], request.body["outputs"]
    chance = str(request.body.get("chance", ""))
    seed = call["seed"] if "seed" in call else _seed(call["prompt"], chance)
    made = _made(call, seed, weights, inputs, progress)
    if "frames" in call:
        path, type_ = folder / "clip.mp4", "video/mp4"
        _write_clip(made, path, Fraction(call["rate"]))
    else:
        path, type_ = folder / "still.png", "image/png"
        made.save(path)
    facts = {**facts_of(path, type_), "seed": seed}
    return tuple(ranged(each, path, type_, facts) for each in outputs)


def _seed(prompt: str, chance: str) -> int:
    """The seed of what the writer gave none: another for every take."""
    return int(digest(f"{prompt}\0{chance}".encode())[:12], 16) % _SEEDS


def _made(
    call: Mapping[str, Any],
    seed: int,
    weights: Weights,
    inputs: Mapping[str, Media],
    progress: Callable[[float], None],
) -> Any:
    """A picture, or frames as an array of shares of 1: (frames, height, width, 3), RGB."""
    for name in _OFFLINE:
        os.environ[name] = "1"
    torch = importlib.import_module("torch")
    # Workers are given one thread each: this one has the machine to itself.
    torch.set_num_threads(os.cpu_count() or 1)
    pipe = _pipeline(weights, _device(torch))
    pipe.set_progress_bar_config(disable=True)
    arguments = _arguments(call, inputs)
    arguments["generator"] = torch.Generator("cpu").manual_seed(seed)

    def step_ended(pipe: Any, step: int, time: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        progress((step + 1) / max(1, pipe.num_timesteps))
        return tensors

    arguments["callback_on_step_end"] = step_ended
    known = inspect.signature(pipe.__call__).parameters
    try:
        result = pipe(**{name: value for name, value in arguments.items() if name in known})
    except torch.OutOfMemoryError:
        _loaded.clear()
        raise MakeError("the device has not memory enough for this model at this size") from None
    except ValueError as failure:
        raise MakeError(f"the model refuses it: {_first_line(failure)}") from None
    if "frames" in call:
        return np.asarray(result.frames[0])
    if any(getattr(result, "nsfw_content_detected", None) or ()):
        raise MakeError("the model's own filter withholds it")
    return result.images[0]


def _device(torch: Any) -> str:
    named = os.environ.get(DEVICE_VARIABLE, "").strip()
    if named:
        return named
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _pipeline(weights: Weights, device: str) -> Any:
    """The pipeline on its device: from files of tensors only, none that could run code."""
    key = (str(weights.folder), weights.fingerprint, device)
    if key in _loaded:
        return _loaded[key]
    torch = importlib.import_module("torch")
    # The one that was used before makes room first.
    _loaded.clear()
    try:
        library = importlib.import_module("diffusers")
        for each in (library, importlib.import_module("transformers")):
            each.utils.logging.set_verbosity_error()
            each.utils.logging.disable_progress_bar()
        pipe = getattr(library, weights.pipeline).from_pretrained(
            weights.folder,
            dtype=_precision(torch, weights.pipeline, device),
            use_safetensors=True,
            local_files_only=True,
        )
        # Parts lie on a graphics card only while they work.
        pipe.enable_model_cpu_offload() if device == "cuda" else pipe.to(device)
    except (OSError, ValueError, ImportError, AttributeError, RuntimeError) as failure:
        raise MakeError(f"the weights cannot be loaded: {_first_line(failure)}") from None
    _loaded[key] = pipe
    return pipe


def _precision(torch: Any, pipeline: str, device: str) -> Any:
    """Half of it on a card; the picture codec of Wan loses too much by that."""
    if device == "cpu":
        return torch.float32
    halved = torch.bfloat16
    return {"default": halved, "vae": torch.float32} if pipeline.startswith("Wan") else halved


def _first_line(failure: Exception) -> str:
    return (str(failure).strip() or type(failure).__name__).splitlines()[0]


def _arguments(call: Mapping[str, Any], inputs: Mapping[str, Media]) -> dict[str, Any]:
    """What a pipeline of any class may be told of a call; its own signature says what it takes."""
    size = (call["width"], call["height"])
    arguments: dict[str, Any] = {
        "prompt": call["prompt"],
        "width": call["width"],
        "height": call["height"],
    }
    if "negative_prompt" in call:
        arguments["negative_prompt"] = call["negative_prompt"]
    for ours, theirs in (("steps", "num_inference_steps"), ("guidance", "guidance_scale")):
        if ours in call:
            arguments[theirs] = call[ours]
    images = [_picture(inputs[each["media"]].path) for each in call.get("images", ())]
    if images:
        # One that takes a single image makes a picture of its shape: that is to be the film's.
        arguments["image"] = _fitted(images[0], size) if call.get("one") else images
    if "frames" in call:
        arguments["num_frames"] = call["frames"]
        arguments["output_type"] = "np"
    if call.get("told_rate"):
        arguments["frame_rate"] = call["rate"]
    for end, name in (("first", "image"), ("last", "last_image")):
        if end in call:
            arguments[name] = _fitted(_picture(inputs[call[end]["media"]].path), size)
    return arguments


def _picture(path: Path) -> Any:
    from PIL import Image

    with Image.open(path) as image:
        return image.convert("RGB")


def _fitted(image: Any, size: tuple[int, int]) -> Any:
    """The picture filling another shape, cut where it is larger."""
    from PIL import Image, ImageOps

    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def _write_clip(frames: Sequence[Any], path: Path, rate: Fraction) -> None:
    shares = np.clip(np.asarray(frames), 0.0, 1.0)
    pixels = np.ascontiguousarray((shares * 255).round().astype(np.uint8)[..., ::-1])
    height, width = pixels.shape[1:3]
    write_video(path, width, height, rate, iter(pixels), timecode=None)
