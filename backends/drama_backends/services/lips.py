"""A job of moving lips comes in; which clip, which voices and from when on, come out, and the files
that a service is given for it.

Services hear one sound, from the first frame of a clip on. Before: a line of speech. After: a
sound as long as the clip, in which the line begins when it is spoken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from drama_backends.services.adapter import Lowered, media
from drama_backends.services.clips import refused
from drama_backends.services.models import MICROS, Model, legal_seconds, micros
from drama_backends.services.wire import Wire
from drama_compiler.contract import (
    Cost,
    Job,
    JobKind,
    Json,
    MakeError,
    Media,
    Request,
    briefs,
    digest,
    timings,
)


@dataclass(frozen=True, slots=True)
class Lips:
    """What lips are moved in and to, by the names of jobs.

    The first `seconds` of the clip are meant, of which `needed_seconds` are in the film; the body
    of its shot begins after `head_seconds`. Each voice begins at so many seconds of the clip.
    """

    job: str
    clip: str
    voices: tuple[tuple[str, float], ...]
    seconds: float
    needed_seconds: float
    head_seconds: float
    faces: int

    @property
    def sound(self) -> str:
        """The name under which the sound of all voices is staged."""
        return self.voices[0][0]


def lips_of(model: Model, batch: Sequence[Job]) -> Lips:
    """What a job asks for; raises `ServiceError` (INVALID) where the model cannot do it."""
    job = batch[0]
    brief, timing = job.brief, job.timing
    if not isinstance(brief, briefs.SyncBrief) or not isinstance(timing, timings.ClipTiming):
        raise refused(f"{job.name} is no clip with a voice")
    clip = next((name for name in job.inputs if name.startswith(f"{JobKind.CLIP}/")), "")
    if len(batch) > 1 or not clip or not timing.speech:
        raise refused("lips are moved in one clip, to what is spoken in it")
    rate = Fraction(brief.format.rate)
    head = timing.head_frames / rate
    needed = head + (timing.body_frames + timing.tail_frames) / rate
    seconds = round(float(timing.asked_seconds or needed), 3)
    if not legal_seconds(model.limits, seconds):
        raise refused(f"`{model.name}` moves lips in no clip of {seconds:g} s")
    voices = tuple(
        (each.voice, round(float(head + each.start_frame / rate), 3)) for each in timing.speech
    )
    least = min(seconds, round(float(needed), 3))
    return Lips(job.name, clip, voices, seconds, least, round(float(head), 6), brief.faces)


def lowered(model: Model, lips: Lips, call: Mapping[str, Json]) -> Lowered:
    """The call with what is paid for: from what the film needs to all that is given."""
    least, most = 0.0, 0.0
    if model.price is not None and model.price.usd_max:
        least = micros(model.price.usd_min, lips.needed_seconds) / MICROS
        most = micros(model.price.usd_max, lips.seconds) / MICROS
    output: dict[str, Json] = {"job": lips.job}
    if lips.head_seconds:
        output["head_seconds"] = lips.head_seconds
    output["clip"], output["seconds"] = media(lips.clip), lips.seconds
    output["voices"] = [
        {"voice": media(voice), "at_seconds": at_seconds} for voice, at_seconds in lips.voices
    ]
    lost = ("whose lips move, of several who are seen",) if lips.faces > 1 else ()
    amount = Cost(usd_min=least, usd_max=most, clip_seconds=lips.seconds)
    return Lowered(call, amount, [output], lost)


@dataclass(frozen=True, slots=True)
class Prepares:
    """A connection that lays voices where they are spoken before it stages them.

    See `drama_compiler.contract.Preparer`.
    """

    wire: Wire = field(repr=False)

    def prepare(
        self, request: Request, inputs: Mapping[str, Media], folder: Path
    ) -> Mapping[str, Media]:
        """Of moved lips a clip that is no longer than it is paid for, and the sound for it."""
        if request.body["kind"] != JobKind.SYNC:
            return inputs
        (output,) = request.body["outputs"]
        clip = shown_part(inputs[output["clip"]["media"]], Fraction(str(output["seconds"])), folder)
        voices = [
            (inputs[each["voice"]["media"]].path, float(each["at_seconds"]))
            for each in output["voices"]
        ]
        return {
            output["clip"]["media"]: clip,
            output["voices"][0]["voice"]["media"]: laid(voices, _seconds(clip), folder),
        }


def shown_part(clip: Media, seconds: Fraction, folder: Path) -> Media:
    """The part of a clip that is meant: its range, and no more than so many seconds of it."""
    from drama_backends.media.ffmpeg import write_video
    from drama_backends.media.footage import probe, read_video

    facts = probe(clip.path)
    start, end = clip.facts.get("range") or (0, facts.frames)
    most = floor(seconds * facts.rate)
    end = min(end, facts.frames, start + most)
    if (start, end) == (0, facts.frames):
        return clip
    if not facts.constant_rate:
        raise MakeError("a clip that is cut for moving lips needs frames of one length")
    path = folder / "part.mp4"
    frames = read_video(clip.path, start, end - start)
    write_video(path, facts.width, facts.height, facts.rate, frames, timecode=None)
    return _media(path, "video/mp4", {"frames": end - start, "rate": str(facts.rate)})


def _seconds(clip: Media) -> Fraction:
    from drama_backends.media.footage import probe

    return probe(clip.path).seconds


def laid(voices: Sequence[tuple[Path, float]], seconds: Fraction, folder: Path) -> Media:
    """Voices at their moments, in a sound of so many seconds: 48 kHz, mono, 16 bits."""
    import numpy as np

    from drama_backends.media.audio import RATE, read_sound, write_wav

    sound = np.zeros(round(seconds * RATE), np.float32)
    for path, at_seconds in voices:
        voice = np.concatenate([block[:, 0] for block in read_sound(path, channels=1)])
        start = round(at_seconds * RATE)
        room = sound[start : start + len(voice)]
        room += voice[: len(room)]
    if not sound.any():
        raise MakeError("nothing is heard in the voice that lips are to move to")
    path = folder / "voice.wav"
    write_wav(path, sound, RATE, 16)
    return _media(path, "audio/wav", {"seconds": float(seconds)})


def _media(path: Path, type_: str, facts: dict[str, Any]) -> Media:
    return Media(digest(path.read_bytes()), path, type_, facts)
