"""One request of the animatic comes in; its media is made in the folder given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drama_compiler.contract import JobKind, Json, Media, Output, Request, briefs, timings

if TYPE_CHECKING:
    import numpy as np

SAMPLE_RATE = 48_000


def make_one(
    request: Request,
    inputs: Mapping[str, Media],
    folder: Path,
    progress: Callable[[float], None],
) -> Output:
    """Make what the request's one job asks for; raises `MakeError` where that cannot be."""
    body = request.body
    (name,) = request.jobs
    match JobKind(body["kind"]):
        case JobKind.CLIP:
            return _clip(name, request, inputs, folder, progress)
        case JobKind.VOICE:
            return _voice(name, body, folder)
        case JobKind.CUE:
            return _cue(name, body, folder)
        case JobKind.AMBIENCE:
            return _ambience(name, body, folder)
        case JobKind.EFFECT:
            return _effect(name, body, folder)
        case kind:
            raise AssertionError(f"the animatic was routed a {kind}")


def _clip(
    name: str,
    request: Request,
    inputs: Mapping[str, Media],
    folder: Path,
    progress: Callable[[float], None],
) -> Output:
    from drama_backends.animatic.clip import make_clip
    from drama_backends.animatic.speech.models import let_go

    # Voices come first, and all of them: no picture waits beside a network.
    let_go()
    body = request.body
    brief = briefs.ClipBrief.model_validate(body["brief"])
    timing = timings.ClipTiming.model_validate(body["timing"])
    voices = {job: media.facts for job, media in inputs.items() if job.startswith("voice/")}
    before = next((each for job, each in inputs.items() if job.startswith("picture/")), None)
    path, facts = make_clip(
        brief,
        timing,
        voices,
        folder,
        progress,
        before=before,
        theme=body.get("theme"),
        version=request.version,
    )
    return Output(name, path, "video/mp4", facts)


def _voice(name: str, body: Json, folder: Path) -> Output:
    from drama_backends.animatic.casting import Voice
    from drama_backends.animatic.speech import speak
    from drama_backends.animatic.speech.models import give_back

    speech = speak(briefs.VoiceBrief.model_validate(body["brief"]), Voice(**body["voice"]))
    give_back()
    facts: dict[str, Any] = {
        "seconds": round(float(speech.seconds), 6),
        "engine": speech.engine,
        "phones": [list(phone) for phone in speech.phones],
        "words": [list(word) for word in speech.words],
    }
    if speech.warning:
        facts["warning"] = speech.warning
    return _sound(name, folder, speech.samples, facts)


def _cue(name: str, body: Json, folder: Path) -> Output:
    from drama_backends.animatic.score import compose_cue

    brief = briefs.CueBrief.model_validate(body["brief"])
    cue = compose_cue(brief, timings.CueTiming.model_validate(body["timing"]))
    return _sound(name, folder, cue.samples, cue.facts)


def _ambience(name: str, body: Json, folder: Path) -> Output:
    from drama_backends.animatic.ambience import make_ambience

    brief = briefs.AmbienceBrief.model_validate(body["brief"])
    samples = make_ambience(brief, timings.SoundTiming.model_validate(body["timing"]))
    return _sound(name, folder, samples, {})


def _effect(name: str, body: Json, folder: Path) -> Output:
    from drama_backends.animatic.ambience import make_effect

    return _sound(name, folder, make_effect(briefs.EffectBrief.model_validate(body["brief"])), {})


def _sound(
    name: str, folder: Path, samples: np.ndarray[Any, Any], facts: dict[str, Json]
) -> Output:
    from drama_backends.media.audio import write_wav

    path = folder / "sound.wav"
    write_wav(path, samples, rate=SAMPLE_RATE, bits=24)
    return Output(name, path, "audio/wav", {"seconds": len(samples) / SAMPLE_RATE, **facts})
