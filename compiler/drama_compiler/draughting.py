"""An analysed film comes in; the sheets of its characters, places and shots come out as files."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from drama_compiler.breakdown.spell_shot import spell_shot, spelling
from drama_compiler.contract.sheets import (
    CharacterEntry,
    Draughts,
    PlaceEntry,
    SheetOrder,
    ShotEntry,
)
from drama_compiler.film.film import Character, Film, Shot
from drama_compiler.film.words import Angle
from drama_compiler.graph.brief_clip import brief_place, brief_style, worn
from drama_compiler.graph.briefs import ClipBrief, FigureBrief, PlaceBrief
from drama_compiler.graph.jobs import Job
from drama_compiler.graph.lower import lower
from drama_compiler.graph.timings import ClipTiming
from drama_compiler.make.executor import find_backends
from drama_compiler.session import Analysis
from drama_compiler.store.media import check_writable

STILL_HEIGHT = 360
"""How tall the picture of a shot is drawn, in pixels; one of another shape has the same area."""

WORKERS_MAX = 4


def find_draughts(root: Path | None = None) -> Draughts | None:
    """The backend that draws sheets, if one is installed, in the themes of the project `root`."""
    return next((each for each in find_backends(root).values() if isinstance(each, Draughts)), None)


def order_sheets(
    analysis: Analysis, *, cast: bool, places: bool, shots: bool, pdf: bool
) -> SheetOrder:
    """What is to be drawn of a film."""
    film = analysis.film
    return SheetOrder(
        title=film.title or analysis.project.name,
        name=analysis.project.name,
        style=brief_style(film),
        characters=_characters(film) if cast else (),
        places=_places(film) if places else (),
        shots=_shots(analysis) if shots else (),
        pdf=pdf,
        workers=max(1, min(WORKERS_MAX, os.cpu_count() or 1)),
    )


def draw_sheets(
    draughts: Draughts, order: SheetOrder, folder: Path, progress: Callable[[float], None]
) -> list[Path]:
    """Draw what was ordered; raises OSError where the folder cannot be written."""
    check_writable(folder)
    return list(draughts.draw_sheets(order, folder, progress))


def framing_words(shot: Shot, film: Film) -> str:
    """How a shot is framed, as one writes it: `close on MIRA, dolly in slow, low angle`."""
    chinese = film.language == "zh"
    parts = [spell_shot(shot, film, chinese=chinese)]
    if shot.pov:
        name = film.characters[shot.pov].name
        parts.append(f"{spelling('composition', 'pov', chinese=chinese)} {name}")
    if shot.angle is not Angle.EYE_LEVEL:
        parts.append(spelling("angle", shot.angle.value, chinese=chinese))
    return ("，" if chinese else ", ").join(parts)


def _characters(film: Film) -> tuple[CharacterEntry, ...]:
    """Who is seen, in the order of the film; in every wardrobe that they have."""
    seen = [each.character for scene in film.scenes for shot in scene.shots for each in shot.cast]
    people = (film.characters[each] for each in dict.fromkeys(seen))
    return tuple(CharacterEntry(person.name, _looks(person)) for person in people)


def _looks(person: Character) -> tuple[tuple[str, FigureBrief], ...]:
    return tuple(
        (
            wardrobe or "",
            FigureBrief(
                id=person.id,
                name=person.name,
                look=person.look,
                wardrobe=worn(person, wardrobe),
                wardrobe_name=wardrobe or "",
            ),
        )
        for wardrobe in (None, *person.wardrobes)
    )


def _places(film: Film) -> tuple[PlaceEntry, ...]:
    """Every place of a scene, once for every time, weather and light that it is seen in."""
    views: dict[str, dict[PlaceBrief, str]] = {}
    for scene in film.scenes:
        for shot in scene.shots:
            brief = brief_place(film, scene, shot)
            parts = (brief.time.value, brief.variant_name, brief.weather, brief.light)
            words = ", ".join(each for each in parts if each)
            views.setdefault(scene.location, {}).setdefault(brief, words)
    return tuple(
        PlaceEntry(film.locations[place].name, tuple((words, each) for each, words in own.items()))
        for place, own in views.items()
    )


def _shots(analysis: Analysis) -> tuple[ShotEntry, ...]:
    film = analysis.film
    schedule, _ = analysis.scheduled({})
    tall = max(1, round((film.format.width * film.format.height * 9 / 16) ** 0.5))
    graph = lower(film, schedule, scale=min(Fraction(1), Fraction(STILL_HEIGHT, tall)))
    entries = []
    for scene in film.scenes:
        for shot in scene.shots:
            job = graph.jobs.get(f"clip/{shot.reuse or shot.id}")
            if job is not None:
                entries.append(_shot(shot, film, job))
    return tuple(entries)


def _shot(shot: Shot, film: Film, job: Job) -> ShotEntry:
    assert isinstance(job.brief, ClipBrief)
    assert isinstance(job.timing, ClipTiming)
    return ShotEntry(shot.number, framing_words(shot, film), job.brief, job.timing)
