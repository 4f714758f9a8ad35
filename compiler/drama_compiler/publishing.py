"""Takes in the store come in; files laid out for people and editors come out.

The film, its timeline and its edit list, subtitles, the clean picture of every shot and every
sound lie in one folder under names that mean something; the store keeps the bytes.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import re
from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from pathlib import Path

import opentimelineio as otio

from drama_compiler.contract.exporter import Exporter
from drama_compiler.film.film import Line
from drama_compiler.film.times import Schedule
from drama_compiler.graph.jobs import Graph, Job, JobKind
from drama_compiler.graph.lower import base_name
from drama_compiler.graph.timings import StemTiming
from drama_compiler.session import Analysis
from drama_compiler.store.media import SUFFIXES, MediaStore, publish, write_text
from drama_compiler.store.state import Take
from drama_compiler.timeline.assemble import MediaFile, PlacedSound, assemble
from drama_dsl.diagnostic import Diagnostic, warning

EXPORTER_GROUP = "drama.exporters"

BESIDE_THE_FILM = ("otio", "edl")
"""What every build writes beside the film."""

PARTS = ("pictures", "sound")
"""The folders in which media lie beside the film."""


def publish_film(
    analysis: Analysis,
    schedule: Schedule,
    graph: Graph,
    takes: Mapping[str, Take],
    store: MediaStore,
    folder: Path,
) -> tuple[list[Path], tuple[Diagnostic, ...]]:
    """Lay everything out in `folder`; the paths written, the film first, and what a format of the
    timeline could not hold. Raises OSError.
    """
    name = analysis.project.name
    film = folder / f"{name}.mp4"
    publish(_stored(takes["master/film"], store), film)
    media = publish_media(schedule, graph, takes, store, folder, name)
    timeline = build_timeline(analysis, schedule, graph, takes, media)
    files, found = [film], []
    for format_ in BESIDE_THE_FILM:
        try:
            files += export(timeline, format_, name, folder)
        except ValueError as failure:
            message = f"there is no {format_} of this film: {failure}"
            found.append(warning("not-exported", message, None))
    for language, text in takes["master/film"].facts["subtitles"].items():
        # A language is a word of the script, and must not lead out of the folder.
        tag = re.sub(r"[^\w-]", "_", language)
        files.append(folder / f"{name}.{tag}.srt")
        write_text(files[-1], text)
    return [*files, *sorted(media.values())], tuple(found)


def publish_media(
    schedule: Schedule,
    graph: Graph,
    takes: Mapping[str, Take],
    store: MediaStore,
    folder: Path,
    name: str,
) -> dict[str, Path]:
    """The picture of every shot, every sound and the mix, by job name.

    What an earlier build of the film called `name` laid out here and this one does not is
    removed, and nothing else: the folder may be one that holds other things.
    """
    media: dict[str, Path] = {}
    for job in graph:
        place = _place(job)
        if place and job.name in takes:
            take = takes[job.name]
            media[job.name] = folder / f"{place}{SUFFIXES.get(take.type, '')}"
            publish(_stored(take, store), media[job.name])
    _sweep(
        folder, f".{name}.files", {path.relative_to(folder).as_posix() for path in media.values()}
    )
    return media


def _sweep(folder: Path, list_name: str, laid_out: set[str]) -> None:
    """Remove what the list in `folder` names and is laid out no more; the list is brought up."""
    file = folder / list_name
    try:
        before = set(file.read_text("utf-8").splitlines())
    except (OSError, ValueError):
        before = set()
    for gone in before - laid_out:
        path = folder / gone
        # The list is only text in a folder of a person: it leads nowhere else.
        if path.parent.parent == folder and path.parent.name in PARTS:
            with contextlib.suppress(OSError):
                path.unlink()
    if before != laid_out:
        write_text(file, "".join(f"{each}\n" for each in sorted(laid_out)))


def build_timeline(
    analysis: Analysis,
    schedule: Schedule,
    graph: Graph,
    takes: Mapping[str, Take],
    media: Mapping[str, Path],
) -> otio.schema.Timeline:
    """The cut of the film over the published media."""
    pictures = {
        time.shot: MediaFile(
            media[f"picture/{time.shot}"], int(takes[f"picture/{time.shot}"].facts["frames"])
        )
        for time in schedule.shots
    }
    places = {time.shot: analysis.place(time.shot) for time in schedule.shots}
    mix = MediaFile(media["mix/film"], schedule.frames)
    sounds = _sounds(analysis, schedule, graph, takes, media)
    return assemble(analysis.index, schedule, pictures, sounds, mix, places)


def export(timeline: otio.schema.Timeline, format_: str, name: str, folder: Path) -> list[Path]:
    """Write the cut in one format; the paths written.

    Raises KeyError for a format that no exporter has, ValueError where it cannot hold the cut.
    """
    paths = []
    for file, text in _exporter(format_)(timeline, name).items():
        write_text(folder / file, text)
        paths.append(folder / file)
    return paths


def exporters() -> list[str]:
    """The formats that can be written."""
    return sorted(entry.name for entry in importlib.metadata.entry_points(group=EXPORTER_GROUP))


@functools.cache
def _exporter(format_: str) -> Exporter:
    for entry in importlib.metadata.entry_points(group=EXPORTER_GROUP, name=format_):
        exporter: Exporter = entry.load()
        return exporter
    raise KeyError(format_)


def _place(job: Job) -> str | None:
    """Where a job's file lies for people, without its suffix; None for what nobody cites."""
    owner = job.name.partition("/")[2].replace("/", "-")
    match job.kind:
        case JobKind.PICTURE:
            return f"pictures/{base_name(owner)}"
        case JobKind.VOICE | JobKind.CUE | JobKind.AMBIENCE | JobKind.EFFECT:
            return f"sound/{job.kind}-{owner}"
        case JobKind.STEM:
            return f"sound/{job.kind}-{owner}"
        case JobKind.MIX:
            return "sound/MIX"
        case _:
            return None


def _stored(take: Take, store: MediaStore) -> Path:
    return store.path(take.media, take.type)


def _sounds(
    analysis: Analysis,
    schedule: Schedule,
    graph: Graph,
    takes: Mapping[str, Take],
    media: Mapping[str, Path],
) -> list[PlacedSound]:
    """Every sound of every stem, with its frames in the film."""
    sounds = []
    for job in graph:
        if job.kind is not JobKind.STEM:
            continue
        assert isinstance(job.timing, StemTiming)
        for sound in job.timing.sounds:
            seconds = Fraction(round(float(takes[sound.job].facts["seconds"]) * 1000), 1000)
            length = max(1, ceil(seconds * schedule.rate))
            end = sound.start_frame + length if sound.end_frame is None else sound.end_frame
            frames = min(end, schedule.frames) - sound.start_frame
            if frames <= 0:
                continue
            owner = sound.job.partition("/")[2]
            sounds.append(
                PlacedSound(
                    bus=job.name.removeprefix("stem/"),
                    name=media[sound.job].stem,
                    media=MediaFile(media[sound.job], length),
                    film_frame=sound.start_frame,
                    frames=min(frames, length),
                    metadata=_about(analysis, owner),
                )
            )
    return sounds


def _about(analysis: Analysis, id_: str) -> dict[str, str]:
    event = analysis.index.events.get(id_)
    about = {"id": id_, "script": analysis.place(id_)}
    if isinstance(event, Line):
        about |= {"character": event.character, "text": event.text}
    return {key: value for key, value in about.items() if value}
