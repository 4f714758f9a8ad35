"""One job of every kind, as the compiler would lower it, fitted to what a model can do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from math import inf
from pathlib import Path

import cv2
import numpy as np

from drama_compiler.contract import (
    Ability,
    Daytime,
    Format,
    Job,
    JobKind,
    Limits,
    Media,
    Move,
    MoveKind,
    Size,
    briefs,
    digest,
    timings,
)
from drama_compiler.film.words import Angle, Composition, TransitionKind
from tests.doubles import studio

RATE = Fraction(24)
FORMAT = Format(width=320, height=180, rate=RATE)
STYLE = briefs.StyleBrief(name="ink", look="ink wash", palette="black and red", avoid="lettering")
PLACE = briefs.PlaceBrief(
    id="bay", name="BAY", look="grey water", interior=False, time=Daytime.DUSK, weather="storm"
)
FIGURES = tuple(
    briefs.FigureBrief(id=id_, name=id_.upper(), look=f"{id_} in oilskins", mood="wary")
    for id_ in ("ann", "ben", "cy", "dee", "eve", "fay", "gus", "hal", "ian", "joe", "kit")
)
CLIP = briefs.ClipBrief(
    shot="k7f2q",
    format=FORMAT,
    aspect="16:9",
    size=Size.CLOSE,
    composition=Composition.SINGLE,
    angle=Angle.LOW,
    moves=(Move(kind=MoveKind.DOLLY),),
    lens_millimetres=35,
    figures=FIGURES[:1],
    things=(briefs.ThingBrief(id="lantern", name="LANTERN", look="brass", held_by="ann"),),
    place=PLACE,
    style=STYLE,
    actions=("Ann rows.",),
    performance="a tired stare",
    blocking="ANN crosses left",
    prompt="grain of old film",
    avoid="crowds",
    seed=7,
)
SAID = {
    "ink wash", "black and red", "BAY", "dusk", "storm", "ANN", "wary", "LANTERN", "35",
    "a tired stare", "ANN crosses left", "grain of old film", "lettering", "crowds", "dolly",
}  # fmt: skip
"""Words of `CLIP` that a service must be told in one way or another."""

FRAMES = ("frame/k7f2q/first", "frame/k7f2q/last")


def specimen(ability: Ability) -> Job:
    """A job that a model can do, with as many inputs as it can take."""
    kind, limits = ability.kind, ability.limits
    job = _plain(kind, limits)
    return replace(job, model=ability.model, inputs=tuple(_inputs(ability)), tier=ability.tier)


def clip(ability: Ability, shot: str, frames: int, inputs: Iterable[str] = ()) -> Job:
    """A shot that needs `frames` at 24 a second, for a call of several."""
    brief = CLIP.model_copy(update={"shot": shot})
    timing = timings.ClipTiming(body_frames=frames)
    return Job(
        f"clip/{shot}", JobKind.CLIP, brief, timing, tuple(inputs), shot, model=ability.model
    )


def asked(job: Job, seconds: float) -> Job:
    """The same clip or sound, asked for at another length."""
    if isinstance(job.timing, timings.ClipTiming) and job.kind is JobKind.SYNC:
        timing = job.timing.model_copy(update={"asked_seconds": seconds})
        return replace(job, timing=timing)
    if job.kind is JobKind.CLIP:
        return replace(job, timing=timings.ClipTiming(body_frames=24, asked_seconds=seconds))
    if job.kind is JobKind.CUE:
        return replace(job, timing=timings.CueTiming(seconds=seconds))
    return replace(job, timing=timings.SoundTiming(seconds=seconds))


def given(folder: Path, name: str) -> Media:
    """A small picture, a clip of a second, or a sound, to give as the input of that name."""
    kind = name.partition("/")[0]
    if kind not in ("clip", "voice"):
        return image(folder, name)
    suffix, type_ = ("mp4", "video/mp4") if kind == "clip" else ("mp3", "audio/mpeg")
    path = folder / f"{digest(name.encode())[:12]}.{suffix}"
    path.write_bytes(studio.clip(32, 18, 1.0) if kind == "clip" else studio.sound(1.0))
    return Media(digest(path.read_bytes()), path, type_)


def image(folder: Path, name: str) -> Media:
    """A small picture to give as an input."""
    path = folder / f"{digest(name.encode())[:12]}.png"
    ground = np.empty((24, 32, 3), np.uint8)
    ground[:] = list(bytes.fromhex(digest(name.encode())[:6]))
    path.write_bytes(cv2.imencode(".png", ground)[1].tobytes())
    return Media(digest(path.read_bytes()), path, "image/png")


def _inputs(ability: Ability) -> Iterable[str]:
    limits, takes = ability.limits, ability.takes
    if JobKind.FRAME in takes:
        yield from FRAMES if limits.last_frame else FRAMES[:1]
    if JobKind.VOICE in takes:
        yield from ("clip/k7f2q~mute", "voice/k7f2q")
    if JobKind.PORTRAIT in takes:
        room = min(limits.references_max, len(FIGURES))
        yield from (f"portrait/{each.id}/default~k7f2q" for each in FIGURES[:room])


def _seconds(limits: Limits) -> float | None:
    if limits.seconds:
        return limits.seconds[0]
    if limits.seconds_max != inf:
        return max(limits.seconds_min, limits.seconds_step, 1.0)
    return None


def _plain(kind: JobKind, limits: Limits) -> Job:
    """The job without inputs, except for those of post-production."""
    name = f"{kind}/k7f2q"
    sound = timings.SoundTiming(seconds=_seconds(limits) or 2.0)
    match kind:
        case JobKind.PORTRAIT:
            brief: briefs.Brief = briefs.PortraitBrief(id="ann", name="ANN", look="old")
            return Job("portrait/ann/default", kind, brief)
        case JobKind.PLATE:
            return Job("plate/bay/dusk", kind, briefs.PlateBrief(place=PLACE, aspect="16:9"))
        case JobKind.OBJECT:
            return Job("object/lantern", kind, briefs.ObjectBrief(id="lantern", name="LANTERN"))
        case JobKind.FRAME:
            return Job(FRAMES[0], kind, briefs.FrameBrief(which="first", of=CLIP))
        case JobKind.CLIP:
            timing = timings.ClipTiming(
                body_frames=12, head_frames=6, tail_frames=6, asked_seconds=_seconds(limits)
            )
            return Job(name, kind, CLIP, timing, origin="k7f2q")
        case JobKind.IDENTITY:
            brief = briefs.IdentityBrief(id="ann", name="ANN", voice="old and hoarse")
            return Job("identity/ann", kind, brief)
        case JobKind.SYNC:
            brief = briefs.SyncBrief(shot="k7f2q", format=FORMAT, character="ann", name="ANN")
            spoken = timings.SpeechAt(voice="voice/k7f2q", character="ann", start_frame=2)
            timing = timings.ClipTiming(
                body_frames=12,
                head_frames=6,
                tail_frames=6,
                speech=(spoken,),
                asked_seconds=_seconds(limits),
            )
            return Job(name, kind, brief, timing, origin="k7f2q")
        case JobKind.VOICE:
            brief = briefs.VoiceBrief(
                text="Who is there?", language="en", character="ann", name="ANN", mood="afraid"
            )
            return Job(name, kind, brief)
        case JobKind.CUE:
            brief = briefs.CueBrief(text="dread, 60 bpm", film="Sea")
            return Job(name, kind, brief, timings.CueTiming(seconds=sound.seconds))
        case JobKind.AMBIENCE:
            return Job(name, kind, briefs.AmbienceBrief(text="surf", place=PLACE), sound)
        case JobKind.EFFECT:
            return Job(name, kind, briefs.EffectBrief(text="a knock"))
        case _:
            return _of_post(kind, name)


def _of_post(kind: JobKind, name: str) -> Job:
    match kind:
        case JobKind.PICTURE:
            brief: briefs.Brief = briefs.PictureBrief(shot="k7f2q", base="SH1", format=FORMAT)
            timing: timings.Timing = timings.PictureTiming(
                body_frames=12, head_frames=6, tail_frames=6
            )
            return Job(name, kind, brief, timing, ("clip/k7f2q",))
        case JobKind.SEGMENT:
            brief = briefs.SegmentBrief(shot="k7f2q", format=FORMAT)
            timing = timings.SegmentTiming(start_frame=6, frames=12)
            return Job(name, kind, brief, timing, ("picture/k7f2q",))
        case JobKind.TRANSITION:
            brief = briefs.TransitionBrief(kind=TransitionKind.DISSOLVE, format=FORMAT)
            timing = timings.TransitionTiming(frames=6, from_start_frame=0, to_start_frame=0)
            return Job(name, kind, brief, timing, ("picture/k7f2q", "picture/m3x8z"))
        case JobKind.STEM:
            timing = timings.StemTiming(frames=24, rate=RATE)
            return Job("stem/music", kind, briefs.StemBrief(bus="music"), timing)
        case JobKind.MIX:
            timing = timings.MixTiming(frames=24, rate=RATE)
            return Job("mix/film", kind, briefs.MixBrief(loudness_lufs=-23.0), timing)
        case _:
            brief = briefs.MasterBrief(title="Sea", format=FORMAT, language="en")
            timing = timings.MasterTiming(frames=24, parts=("segment/k7f2q",))
            return Job("master/film", kind, brief, timing, ("segment/k7f2q", "mix/film"))
