"""The other departments' work: a brief and its marks come in, all drawings of a shot go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from drama_backends.animatic.camera.drawings import Drawings
from drama_backends.animatic.camera.props import Prop
from drama_backends.animatic.camera.staging import Mark, Role, is_tighter
from drama_backends.animatic.figures import (
    Look,
    Pose,
    draw_figure,
    draw_thing,
    read_look,
    read_pose,
)
from drama_backends.animatic.places import (
    PlaceLook,
    draw_place,
    lightning_times,
    palette_of,
    read_place,
    weather_layers,
)
from drama_backends.animatic.stage import FigureDrawing, Palette, PlaceLayer
from drama_compiler.contract import MoveKind, Size, briefs

# Places without a ground to stand on, and who needs a boat there.
AFLOAT = ("sea",)
PEOPLE = ("human", "robot")


def draw_all(
    brief: briefs.ClipBrief, marks: Sequence[Mark], style: str, seconds: float
) -> Drawings:
    """Layers, weather, a drawing for every mark, and one for every thing nobody holds.

    The place is drawn from its own name and look, so that it is the same in every shot.
    """
    place = read_place(brief.place)
    palette = palette_of(brief.place, brief.style)
    seed = f"{brief.place.id}/{brief.place.name}"
    weather = place.weather
    looks = [_look(mark, brief) for mark in marks]
    poses = [_pose(mark, brief, look) for mark, look in zip(marks, looks, strict=True)]
    return Drawings(
        layers=_layers(place, palette, style, seed),
        figures=tuple(
            _figure(look, pose, palette, style, _detail(brief))
            for look, pose in zip(looks, poses, strict=True)
        ),
        actions=tuple(pose.action for pose in poses),
        props=tuple(_prop(thing, palette, style) for thing in brief.things),
        weather=weather_layers(weather, palette, style=style, seed=seed),
        lightning_seconds=(
            lightning_times(f"{seed}/{brief.shot}", seconds) if weather.lightning else ()
        ),
        people=tuple(look.kind in PEOPLE for look in looks),
        boat=_named("boat", palette, style) if place.kind in AFLOAT else None,
        table=_named("table", palette, style) if place.interior else None,
        palette=palette,
    )


def statures(brief: briefs.ClipBrief) -> dict[str, float]:
    """How tall each figure of a shot is, by id; an adult is 1."""
    return {each.id: read_look(each, ()).height for each in brief.figures}


# The shots of a scene have their place and most of their figures in common.
@lru_cache(maxsize=8)
def _layers(place: PlaceLook, palette: Palette, style: str, seed: str) -> tuple[PlaceLayer, ...]:
    return draw_place(place, palette, style=style, seed=seed)


@lru_cache(maxsize=64)
def _figure(look: Look, pose: Pose, palette: Palette, style: str, detail: str) -> FigureDrawing:
    return draw_figure(look, pose, palette, style=style, detail=detail)


def _named(name: str, palette: Palette, style: str) -> Prop:
    return _prop(briefs.ThingBrief(id=name, name=name), palette, style)


def _prop(thing: briefs.ThingBrief, palette: Palette, style: str) -> Prop:
    drawn = draw_thing(thing, palette, style)
    return Prop(thing, drawn.body, drawn.defs, drawn.bounds, drawn.held)


def _look(mark: Mark, brief: briefs.ClipBrief) -> Look:
    return read_look(mark.figure, [each for each in brief.figures if each.id != mark.figure.id])


def _pose(mark: Mark, brief: briefs.ClipBrief, look: Look) -> Pose:
    pose = read_pose(mark.figure)
    tall = brief.format.width < 0.8 * brief.format.height
    if look.kind == "dragon" and tall and not is_tighter(brief.size, Size.FULL):
        # A long body lies badly in a tall frame: it rears up.
        return replace(pose, action="rise")
    handled = any(each.name and each.name in mark.figure.doing for each in brief.things)
    if pose.action == "reach" and handled:
        # What they take or lift they have, and the frame shows it.
        return replace(pose, action="hold")
    followed = any(move.kind is MoveKind.FOLLOW for move in brief.moves)
    if followed and mark.role is Role.SUBJECT and pose.action == "stand":
        return replace(pose, action="walk")
    return pose


def _detail(brief: briefs.ClipBrief) -> str:
    return "face" if is_tighter(brief.size, Size.MEDIUM) else "full"
