"""Spoken lines, cues, places and effects come in; the calls of ElevenLabs for them come out.

one line        /v1/text-to-speech/{voice}/with-timestamps
several lines   /v1/text-to-dialogue/with-timestamps
a cue           /v1/music
other sounds    /v1/sound-generation
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drama_backends.elevenlabs.voices import voice_of
from drama_backends.services.adapter import Lowered
from drama_backends.services.clips import refuse_prompt, refused
from drama_backends.services.models import Model
from drama_backends.services.prompts import render
from drama_backends.services.stills import sound_seconds
from drama_compiler.contract import Cost, Job, briefs

FORMAT = {"output_format": "mp3_44100_128"}
DIALOGUE_CHARS_MAX = 2000
DIALOGUE_VOICES_MAX = 10
LOOP_SECONDS = 30.0
"""The longest sound of one call; a place that lasts longer is a loop of that length."""


def lower_speech(model: Model, batch: Sequence[Job]) -> Lowered:
    """The call for a spoken line, or for several of a conversation."""
    spoken = [_spoken(model, job) for job in batch]
    texts = [text for text, _ in spoken]
    refuse_prompt(model, max(texts, key=len))
    lost = tuple(dict.fromkeys(lost for _, each in spoken for lost in each))
    lines = [_brief(job) for job in batch]
    call: dict[str, Any]
    if len(batch) == 1:
        body = {"text": texts[0], "model_id": model.wire["model_id"]}
        if model.wire.get("language"):
            body["language_code"] = lines[0].language.partition("-")[0]
        path = f"/v1/text-to-speech/{voice_of(lines[0])}/with-timestamps"
        call = {"path": path, "params": FORMAT, "json": body}
    else:
        call = _dialogue(model, lines, texts)
    outputs = [{"job": job.name, "text": text} for job, text in zip(batch, texts, strict=True)]
    return Lowered(call, Cost(characters=sum(map(len, texts))), outputs, lost)


def lower_music(model: Model, job: Job, templates: Sequence[Path]) -> Lowered:
    """The call for a piece of score: instrumental, to the millisecond."""
    seconds = sound_seconds(job, model)
    prompt = render(job, {}, templates)
    refuse_prompt(model, prompt)
    body = {
        "prompt": prompt,
        "music_length_ms": round(seconds * 1000),
        "model_id": model.wire["model_id"],
        "force_instrumental": True,
    }
    call = {"path": "/v1/music", "params": FORMAT, "json": body}
    return Lowered(call, Cost(sound_seconds=seconds), [{"job": job.name}])


def lower_sound(model: Model, job: Job, templates: Sequence[Path]) -> Lowered:
    """The call for the sound of a place, or for one that happens once."""
    wanted = sound_seconds(job, model)
    seconds = min(wanted, LOOP_SECONDS)
    prompt = render(job, {}, templates)
    refuse_prompt(model, prompt)
    body: dict[str, Any] = {
        "text": prompt,
        "duration_seconds": seconds,
        "model_id": model.wire["model_id"],
    }
    output: dict[str, Any] = {"job": job.name}
    if wanted > seconds:
        body["loop"] = True
        output["looped_seconds"] = wanted
    call = {"path": "/v1/sound-generation", "params": FORMAT, "json": body}
    return Lowered(call, Cost(sound_seconds=seconds), [output])


def _spoken(model: Model, job: Job) -> tuple[str, tuple[str, ...]]:
    """What is sent of a line, and what of it cannot be: a tag says how it is said."""
    line = _brief(job)
    manner = [word for word in ("singing" if line.lyric else "", line.mood) if word]
    if not manner:
        return line.text, ()
    if model.wire.get("tags"):
        return f"[{', '.join(manner)}] {line.text}", ()
    return line.text, ("how a line is said",)


def _dialogue(model: Model, lines: Sequence[briefs.VoiceBrief], texts: Sequence[str]) -> Any:
    voices = [voice_of(line) for line in lines]
    if not model.wire.get("tags"):
        raise refused(f"`{model.name}` makes no dialogues")
    if len(set(voices)) > DIALOGUE_VOICES_MAX or sum(map(len, texts)) > DIALOGUE_CHARS_MAX:
        raise refused(
            f"a dialogue has {DIALOGUE_VOICES_MAX} voices and {DIALOGUE_CHARS_MAX} characters"
        )
    said = [{"text": text, "voice_id": id_} for text, id_ in zip(texts, voices, strict=True)]
    body = {"inputs": said, "model_id": model.wire["model_id"]}
    return {"path": "/v1/text-to-dialogue/with-timestamps", "params": FORMAT, "json": body}


def _brief(job: Job) -> briefs.VoiceBrief:
    if not isinstance(job.brief, briefs.VoiceBrief):
        raise refused(f"the brief of {job.name} is not that of a {job.kind}")
    return job.brief
