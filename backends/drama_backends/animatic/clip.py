"""A clip: a shot's brief, its timing and its voices come in; a silent H.264 file goes out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from drama_backends.animatic.camera.acting import VoiceFacts
from drama_backends.animatic.camera.raster import Pixels
from drama_backends.animatic.camera.shoot import shoot
from drama_backends.animatic.camera.spoken import stretches_of
from drama_backends.animatic.figures import is_drawn
from drama_backends.animatic.places import is_known
from drama_backends.animatic.theme.theme import read_theme
from drama_backends.media.ffmpeg import Frame
from drama_backends.media.footage import probe, read_video
from drama_backends.media.stretches import write_stretches
from drama_compiler.contract import CACHE_VARIABLE, Json, Media, Size, briefs, timings

PROGRESS_FRAMES = 12
OPENING_FRAMES = 10
NAME_MAX = 40

STYLE_WORDS = {
    "ink": ("ink", "wash", "brush", "sumi", "guohua", "水墨", "国画", "写意", "工笔", "墨", "毛笔"),
    "pencil": (
        "pencil",
        "storyboard",
        "sketch",
        "charcoal",
        "graphite",
        "素描",
        "分镜",
        "铅笔",
        "手绘",
        "速写",
        "炭笔",
    ),
    "flat": (
        "flat",
        "graphic",
        "modern",
        "commercial",
        "vector",
        "minimal",
        "poster",
        "pop",
        "clean",
        "扁平",
        "现代",
        "广告",
        "简约",
        "矢量",
        "海报",
    ),
}
CLASSICAL_WORDS = re.compile(
    r"[古仙侠武神龙妖魔宫殿庙寺塔亭阁朝唐宋明清汉秦江湖剑帝皇山海禅茶]|myth|dynasty|ancient|wuxia|"
    r"immortal|dragon|temple|silk|legend",
    re.IGNORECASE,
)


def make_clip(
    brief: briefs.ClipBrief,
    timing: timings.ClipTiming,
    voices: Mapping[str, VoiceFacts],
    folder: Path,
    progress: Callable[[float], None] = lambda share: None,
    *,
    before: Media | None = None,
    cache: Path | None = None,
    theme: Json = None,
    version: str = "",
) -> tuple[Path, dict[str, Json]]:
    """Make the clean, silent picture of a shot, handles included, at the brief's format.

    `voices` are the facts of the spoken lines by job (`seconds`, `phones`). `before` is the
    picture on whose last frame the shot begins, where it is `from_last`. `cache` keeps drawings
    between clips; without it the folder that the contract gives, if any. `theme` holds the files
    of the theme that the film brings, as its request does. With a `version` of the code, what is
    spoken and what is not are kept apart between builds. Returns the file and its facts: `frames`,
    `head_frames`, `body_frames`, `rate`. Raises `MakeError` when the encoder fails.
    """
    if cache is None and os.environ.get(CACHE_VARIABLE):
        cache = Path(os.environ[CACHE_VARIABLE]) / "animatic"
    head, body = timing.head_frames, timing.body_frames
    path = folder / "clip.mp4"
    own, trouble = read_theme(theme)
    style = own.style or drawing_style(brief.style, brief.place)

    def filmed(wanted: Sequence[int]) -> Iterator[Pixels]:
        pictures = shoot(brief, timing, voices, style, cache, own, wanted)
        if brief.from_last and before is not None:
            pictures = _continued(pictures, wanted, _last_frame(before), head)
        return _told(pictures, len(wanted), progress)

    asked = {"version": version, "theme": theme, "before": before.digest if before else ""}
    stretches = stretches_of(brief, timing, voices, asked if version else None)
    count = write_stretches(path, brief.format, stretches, filmed)
    progress(1.0)
    facts: dict[str, Json] = {
        "frames": count,
        "head_frames": head,
        "body_frames": body,
        "rate": str(brief.format.rate),
    }
    told = trouble or told_of(brief)
    if told:
        facts["warning"] = told
    return path, facts


def told_of(brief: briefs.ClipBrief) -> str:
    """What the writer should know of how a shot is drawn; empty where all is as they said.

    A place or a thing that no word is known of is shown all the same, as a stand-in.
    """
    if not is_known(brief.place):
        name = _short(brief.place.name)
        return f"no word for the place `{name}` is known: it is drawn as an empty stage"
    shown = brief.things if brief.size is Size.INSERT else ()
    unknown = next((each for each in shown if each.subject and not is_drawn(each)), None)
    if unknown is not None:
        return f"no word for `{_short(unknown.name)}` is known: it is drawn as a card with its name"
    return ""


def _short(name: str) -> str:
    return name if len(name) <= NAME_MAX else f"{name[: NAME_MAX - 1]}…"


def drawing_style(style: briefs.StyleBrief, place: briefs.PlaceBrief | None = None) -> str:
    """How a film is drawn, by the words of its style: `ink`, `flat` or `pencil`.

    Without such a word: ink where style or place speak of classical China, else flat.
    """
    words = f"{style.name} {style.look} {style.palette}".lower()
    found = {
        kind: min((words.find(word) for word in known if word in words), default=-1)
        for kind, known in STYLE_WORDS.items()
    }
    named = [kind for kind, at in found.items() if at >= 0]
    if named:
        return min(named, key=lambda kind: found[kind])
    about = words if place is None else f"{words} {place.name} {place.look}"
    return "ink" if CLASSICAL_WORDS.search(about) else "flat"


def _told(
    pictures: Iterator[Pixels], total: int, progress: Callable[[float], None]
) -> Iterator[Pixels]:
    for index, picture in enumerate(pictures):
        if index % PROGRESS_FRAMES == 0:
            progress(index / max(1, total))
        yield picture


def _last_frame(picture: Media) -> Frame:
    """The last frame of a picture that is in the cut: the one before its tail handle."""
    frames = probe(picture.path).frames
    head = int(picture.facts.get("head_frames", 0))
    # Handles are as long at both ends where nothing else is said.
    body = int(picture.facts.get("body_frames", frames - 2 * head))
    return next(read_video(picture.path, min(max(head + body - 1, 0), frames - 1), 1))


def _continued(
    pictures: Iterator[Pixels], numbers: Sequence[int], opening: Frame, head: int
) -> Iterator[Pixels]:
    """The shot grown out of a still: it stands until the body begins, then gives way."""
    for index, picture in zip(numbers, pictures, strict=True):
        share = min(1.0, max(0.0, (index - head) / OPENING_FRAMES))
        share = share * share * (3.0 - 2.0 * share)
        if share < 1.0:
            still = cv2.resize(opening, (picture.shape[1], picture.shape[0]))
            still = cv2.cvtColor(still, cv2.COLOR_BGR2BGRA)
            yield np.asarray(cv2.addWeighted(picture, share, still, 1.0 - share, 0.0), np.uint8)
        else:
            yield picture
