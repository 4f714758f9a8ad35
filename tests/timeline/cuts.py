"""The lengths of shots and the mixes between them come in; a film and its schedule come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import opentimelineio as otio

from drama_compiler.film.film import Film, Format, Location, Scene, Shot
from drama_compiler.film.index import index_film
from drama_compiler.film.times import SceneTime, Schedule, ShotTime
from drama_compiler.film.words import TransitionKind
from drama_compiler.graph.lower import base_name
from drama_compiler.timeline.assemble import MediaFile, PlacedSound, assemble

HANDLE = 6


@dataclass(frozen=True)
class Told:
    """A cut in made-up shots; `mixes` are kind and frames by the index of the shot entered."""

    film: Film
    schedule: Schedule
    pictures: Mapping[str, MediaFile]
    folder: Path

    def timeline(self, sounds: Sequence[PlacedSound] = ()) -> otio.schema.Timeline:
        mix = MediaFile(self.folder / "sound" / "MIX.m4a", self.schedule.frames)
        index = index_film(self.film)
        return assemble(index, self.schedule, self.pictures, sounds, mix, {"a0000": "film:3"})


def tell(
    folder: Path,
    bodies: Sequence[int],
    rate: Fraction = Fraction(24),
    mixes: Mapping[int, tuple[TransitionKind, int]] | None = None,
    title: str = "Waves",
) -> Told:
    """A film of one scene with a shot for each of `bodies`."""
    mixes = mixes or {}
    ids = [f"a{number:04}" for number in range(len(bodies))]
    starts = [0, *accumulate(bodies)]
    shots = tuple(Shot(id=id_, number=f"1-{number}") for number, id_ in enumerate(ids, 1))
    scene = Scene(id="s0000", number="1", heading="EXT. SEA - DAY", location="sea", shots=shots)
    film = Film(
        title=title,
        format=Format(rate=rate),
        locations={"sea": Location(id="sea", name="SEA")},
        scenes=(scene,),
    )
    times = []
    for number, id_ in enumerate(ids):
        kind, frames = mixes.get(number, (TransitionKind.CUT, 0))
        _, leaving = mixes.get(number + 1, (TransitionKind.CUT, 0))
        times.append(
            ShotTime(
                shot=id_,
                scene=scene.id,
                film_frame=starts[number],
                body_frames=bodies[number],
                head_frames=max(HANDLE, frames // 2),
                tail_frames=max(HANDLE, leaving - leaving // 2),
                transition=kind,
                transition_frames=frames,
            )
        )
    schedule = Schedule(
        rate=rate,
        frames=starts[-1],
        shots=tuple(times),
        scenes=(SceneTime(scene=scene.id, film_frame=0, frames=starts[-1]),),
    )
    pictures = {
        time.shot: MediaFile(
            folder / "pictures" / f"{base_name(time.shot)}.mp4",
            time.head_frames + time.body_frames + time.tail_frames,
        )
        for time in times
    }
    return Told(film, schedule, pictures, folder)
