"""Spoken lines, cues, places and effects come in; the calls of ElevenLabs for them come out.

a voice         /v1/text-to-voice/design, of which the first preview is kept
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
from drama_backends.services.adapter import Lowered, media
from drama_backends.services.clips import refuse_prompt, refused
from drama_backends.services.models import Model
from drama_backends.services.prompts import render
from drama_backends.services.stills import sound_seconds
from drama_compiler.contract import Cost, Job, JobKind, briefs

SPEECH = "/v1/text-to-speech/{}/with-timestamps"
FORMAT = {"output_format": "mp3_44100_128"}
DESIGN = "/v1/text-to-voice/design"
DESCRIBED = "A character's voice in a film: {}"
"""A description has 20 characters at least."""
PREVIEW_EN = (
    "I did not think that you would come. The tide is out, and we have an hour at the most. "
    "Stay close to me, say nothing, and do not look back!"
)
PREVIEW_ZH = (
    "我没想到你真的会来。潮水已经退了，我们最多只有一个小时。跟紧我，什么也别说，千万不要回头！"
    "你听，风停了，远处有人在唱歌。小时候，母亲也唱过这首歌，那时候灯还亮着，海还很安静。"
    "好了，走吧，天亮之前，我们必须回到岸上，一个也不能少。"
)
"""What a preview says: 100 to 1000 characters are read."""
_WIDE_FROM = 0x2E80

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
        voice = _voice(batch[0])
        if isinstance(voice, str):
            call = {"path": SPEECH.format(voice), "params": FORMAT, "json": body}
        else:
            call = {"path": SPEECH, "voice": voice, "params": FORMAT, "json": body}
    else:
        call = _dialogue(model, batch, texts)
    outputs = [{"job": job.name, "text": text} for job, text in zip(batch, texts, strict=True)]
    return Lowered(call, Cost(characters=sum(map(len, texts))), outputs, lost)


def lower_identity(model: Model, job: Job) -> Lowered:
    """The call for a character's voice: previews of a description, of which the first is kept."""
    brief = job.brief
    if not isinstance(brief, briefs.IdentityBrief):
        raise refused(f"the brief of {job.name} is not that of a voice")
    told = DESCRIBED.format(brief.voice)
    refuse_prompt(model, told)
    chinese = any(ord(each) > _WIDE_FROM for each in brief.voice)
    text = PREVIEW_ZH if chinese else PREVIEW_EN
    body = {"voice_description": told, "model_id": model.wire["model_id"], "text": text}
    call = {"path": DESIGN, "params": FORMAT, "json": body, "voice_name": brief.name}
    return Lowered(call, Cost(characters=len(text)), [{"job": job.name}])


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


def _voice(job: Job) -> Any:
    """Whose voice a line is spoken in: the one that was made for the character, named, or stock."""
    made = next((name for name in job.inputs if name.startswith(f"{JobKind.IDENTITY}/")), "")
    return media(made) if made else voice_of(_brief(job))


def _dialogue(model: Model, batch: Sequence[Job], texts: Sequence[str]) -> Any:
    voices = [_voice(job) for job in batch]
    if not model.wire.get("tags"):
        raise refused(f"`{model.name}` makes no dialogues")
    if (
        len(set(map(str, voices))) > DIALOGUE_VOICES_MAX
        or sum(map(len, texts)) > DIALOGUE_CHARS_MAX
    ):
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
