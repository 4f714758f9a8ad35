"""A film, its schedule and where its media lie come in; the cut as an OpenTimelineIO timeline
comes out, correct to the frame.

Picture is one video track of clean pictures with their handles; mixes are transitions between
clips. Every spoken line, cue, ambience and effect is a clip on an audio track of its bus.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from drama_compiler.film.index import FilmIndex
from drama_compiler.film.times import Schedule, ShotTime
from drama_compiler.film.words import TransitionKind

START_HOUR = 1
"""Cuts start at 01:00:00:00, as Resolve, Avid and Final Cut have it."""

NAMESPACE = "drama"

_MIXES = {
    TransitionKind.DISSOLVE: otio.schema.TransitionTypes.SMPTE_Dissolve,
    TransitionKind.WIPE: "SMPTE_Wipe",
}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that a clip cites: where it lies and how many frames of the film's rate it has."""

    path: Path
    frames: int


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """A sound in the cut: its bus, its name, its file, and its frames in the film."""

    bus: str
    name: str
    media: MediaFile
    film_frame: int
    frames: int
    metadata: Mapping[str, Any]


def assemble(
    index: FilmIndex,
    schedule: Schedule,
    pictures: Mapping[str, MediaFile],
    sounds: Iterable[PlacedSound],
    mix: MediaFile,
    places: Mapping[str, str],
) -> otio.schema.Timeline:
    """The cut. `pictures` are by shot id; `places` says where in the script an id stands.

    The whole `mix` is cited in the metadata, for formats that take one sound track.
    """
    clock = _Clock(schedule.rate)
    timeline = otio.schema.Timeline(
        name=index.film.title or "film",
        global_start_time=clock.time(START_HOUR * 3600 * clock.nominal),
        metadata={
            NAMESPACE: {
                "rate": str(schedule.rate),
                "width": index.film.format.width,
                "height": index.film.format.height,
                "mix": {
                    "name": mix.path.stem,
                    "url": mix.path.resolve().as_uri(),
                    "frames": mix.frames,
                },
            }
        },
    )
    timeline.tracks.append(_picture_track(index, schedule, pictures, places, clock))
    timeline.tracks.extend(_sound_tracks(sounds, clock))
    for scene in schedule.scenes:
        timeline.tracks.markers.append(
            otio.schema.Marker(
                name=index.scenes[scene.scene].heading,
                marked_range=clock.range(scene.film_frame, scene.frames),
                color=otio.schema.MarkerColor.CYAN,
                metadata={NAMESPACE: {"scene": scene.scene}},
            )
        )
    return timeline


class _Clock:
    """Frames as OpenTimelineIO times at one exact rate."""

    def __init__(self, rate: Fraction) -> None:
        self.rate = float(rate)
        self.nominal = round(rate)

    def time(self, frames: int) -> otio.opentime.RationalTime:
        return otio.opentime.RationalTime(frames, self.rate)

    def range(self, start: int, frames: int) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(self.time(start), self.time(frames))


def _picture_track(
    index: FilmIndex,
    schedule: Schedule,
    pictures: Mapping[str, MediaFile],
    places: Mapping[str, str],
    clock: _Clock,
) -> otio.schema.Track:
    track = otio.schema.Track(name="Picture", kind=otio.schema.TrackKind.Video)
    for time in schedule.shots:
        if time.transition in _MIXES and time.transition_frames and len(track):
            track.append(_transition(time, clock))
        shot = index.shots[time.shot]
        media = pictures[time.shot]
        clip = otio.schema.Clip(
            name=media.path.stem,
            media_reference=_reference(media, clock),
            source_range=clock.range(time.head_frames, time.body_frames),
            metadata={
                NAMESPACE: {
                    "shot": shot.id,
                    "number": shot.number,
                    "scene": time.scene,
                    "script": places.get(shot.id, ""),
                    "entered_by": str(time.transition),
                    "entered_over_frames": time.transition_frames,
                }
            },
        )
        track.append(clip)
    return track


def _transition(time: ShotTime, clock: _Clock) -> otio.schema.Transition:
    before = time.transition_frames // 2
    return otio.schema.Transition(
        name=str(time.transition),
        transition_type=_MIXES[time.transition],
        in_offset=clock.time(before),
        out_offset=clock.time(time.transition_frames - before),
    )


def _reference(media: MediaFile, clock: _Clock) -> otio.schema.ExternalReference:
    return otio.schema.ExternalReference(
        target_url=media.path.resolve().as_uri(),
        available_range=clock.range(0, media.frames),
    )


def _sound_tracks(sounds: Iterable[PlacedSound], clock: _Clock) -> list[otio.schema.Track]:
    """A track a bus, and more where sounds of one bus are heard at once."""
    buses: dict[str, list[list[PlacedSound]]] = {}
    for sound in sorted(sounds, key=lambda each: (each.film_frame, each.name)):
        lanes = buses.setdefault(sound.bus, [])
        for lane in lanes:
            if lane[-1].film_frame + lane[-1].frames <= sound.film_frame:
                lane.append(sound)
                break
        else:
            lanes.append([sound])
    return [
        _sound_track(f"{bus.title()} {number}" if len(lanes) > 1 else bus.title(), lane, clock)
        for bus, lanes in buses.items()
        for number, lane in enumerate(lanes, 1)
    ]


def _sound_track(name: str, lane: list[PlacedSound], clock: _Clock) -> otio.schema.Track:
    track = otio.schema.Track(name=name, kind=otio.schema.TrackKind.Audio)
    at = 0
    for sound in lane:
        if sound.film_frame > at:
            track.append(otio.schema.Gap(source_range=clock.range(0, sound.film_frame - at)))
        track.append(
            otio.schema.Clip(
                name=sound.name,
                media_reference=_reference(sound.media, clock),
                source_range=clock.range(0, sound.frames),
                metadata={NAMESPACE: dict(sound.metadata)},
            )
        )
        at = sound.film_frame + sound.frames
    return track
