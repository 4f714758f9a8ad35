"""The other departments' work: a brief and its marks come in, all drawings of a shot go out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from drama_backends.animatic.camera.drawings import Drawings
from drama_backends.animatic.camera.mounts import astride, mount_pose
from drama_backends.animatic.camera.props import Prop, has_in_hand
from drama_backends.animatic.camera.staging import Mark, Role, is_tighter
from drama_backends.animatic.figures import (
    STRIDES,
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
from drama_backends.animatic.places.sheet import styled
from drama_backends.animatic.stage import PLATE, FigureDrawing, Palette, PlaceLayer
from drama_backends.animatic.theme.theme import PLAIN, Theme
from drama_compiler.contract import MoveKind, Size, briefs

# Places without a ground to stand on, and who needs a boat there.
AFLOAT = ("sea",)
PEOPLE = ("human", "robot")
FALLING = ("rain", "storm", "snow", "wind", "petals", "dust")
# Places within where nobody has put a table.
WILD = ("cave", "undersea", "forest", "void")
GOES_OUT = re.compile(r"^[^.。]*(?:\b(?:goes|went|blown|burnt|is) out\b|熄|灭了)")
# Who has legs to walk with, and how many in a shot are drawn step by step.
STRIDING = ("human", "robot", "spirit", "beast", "horse")
WALKERS_MAX = 6


def draw_all(
    brief: briefs.ClipBrief,
    marks: Sequence[Mark],
    style: str,
    seconds: float,
    mounts: Mapping[str, briefs.FigureBrief] = MappingProxyType({}),
    theme: Theme = PLAIN,
) -> Drawings:
    """Layers, weather, a drawing for every mark, and one for every thing nobody holds.

    `mounts` are the animals that are ridden, by their riders' ids.

    The place is drawn from its own name and look, so that it is the same in every shot.
    """
    place = read_place(brief.place)
    palette = theme.coloured(palette_of(brief.place, brief.style))
    seed = f"{brief.place.id}/{brief.place.name}"
    weather = place.weather
    # Under a roof nothing falls; what floats in the air may be anywhere.
    sheltered = place.interior and weather.kind in FALLING
    looks = [_look(mark, brief) for mark in marks]
    poses = [_pose(mark, brief, look) for mark, look in zip(marks, looks, strict=True)]
    poses = [
        replace(pose, action="ride") if mark.figure.id in mounts else pose
        for mark, pose in zip(marks, poses, strict=True)
    ]
    poses = _embracing(poses, looks)
    drawn = [
        _drawn(mark, look, pose, _Hand(palette, style, theme), brief, mounts.get(mark.figure.id))
        for mark, look, pose in zip(marks, looks, poses, strict=True)
    ]
    return Drawings(
        layers=_layers(place, palette, style, seed, theme),
        figures=tuple(drawing for drawing, _ in drawn),
        actions=tuple(pose.action for pose in poses),
        props=tuple(_prop(_as_is(each, brief), palette, style, theme) for each in brief.things),
        weather=() if sheltered else weather_layers(weather, palette, style=style, seed=seed),
        lightning_seconds=(
            lightning_times(f"{seed}/{brief.shot}", seconds) if weather.lightning else ()
        ),
        people=tuple(look.kind in PEOPLE for look in looks),
        strides=tuple(strides for _, strides in drawn),
        boat=_named("boat", palette, style, theme) if place.kind in AFLOAT else None,
        table=_named("table", palette, style, theme) if _furnished(place) else None,
        palette=styled(palette, style),
        theme=theme,
    )


def statures(brief: briefs.ClipBrief) -> dict[str, float]:
    """How tall each figure of a shot is, by id; an adult is 1."""
    return {each.id: read_look(each, ()).height for each in brief.figures}


# The shots of a scene have their place and most of their figures in common.
@lru_cache(maxsize=8)
def _layers(
    place: PlaceLook, palette: Palette, style: str, seed: str, theme: Theme
) -> tuple[PlaceLayer, ...]:
    layers = draw_place(place, palette, style=style, seed=seed)
    if not theme.has("layer.svg.j2"):
        return layers
    values = {
        "kind": place.kind,
        "interior": place.interior,
        "time": place.time.value,
        "weather": place.weather.kind,
        "palette": asdict(palette),
        "style": style,
        "plate": PLATE._asdict(),
    }
    return tuple(theme.layer(each, values) for each in layers)


class _Hand(NamedTuple):
    """Whose hand draws the figures of a shot."""

    palette: Palette
    style: str
    theme: Theme


@lru_cache(maxsize=64)
def _figure(look: Look, pose: Pose, hand: _Hand, detail: str) -> FigureDrawing:
    palette, style, theme = hand
    return draw_figure(look, pose, palette, style=style, detail=detail, theme=theme)


def _embracing(poses: Sequence[Pose], looks: Sequence[Look]) -> list[Pose]:
    """Two who embrace put their arms where the other's shoulders are."""
    pair = [index for index, pose in enumerate(poses) if pose.action == "embrace"]
    if len(poses) == 2 and len(pair) == 1:
        # Who is embraced, embraces.
        pair = [0, 1]
        poses = [replace(pose, action="embrace") for pose in poses]
    fitted = list(poses)
    if len(pair) == 2:
        one, other = pair
        for index, partner in ((one, other), (other, one)):
            taller = looks[index].height - looks[partner].height
            degrees = max(-42.0, min(26.0, -150.0 * taller))
            fitted[index] = replace(poses[index], reach_degrees=degrees)
    return fitted


def _drawn(
    mark: Mark,
    look: Look,
    pose: Pose,
    hand: _Hand,
    brief: briefs.ClipBrief,
    mount: briefs.FigureBrief | None,
) -> tuple[FigureDrawing, tuple[FigureDrawing, ...]]:
    """A figure, with its mount where it rides, and the same through a stride where it goes."""
    drawing = _figure(look, pose, hand, _detail(brief))
    if mount is None:
        return drawing, _strides(look, pose, hand, brief)
    animal, gait = read_look(mount, ()), mount_pose(mount, pose, mark.figure.doing)
    standing = _figure(animal, gait, hand, "full")
    going = _strides(animal, gait, hand, brief)
    return (
        astride(drawing, look.height, standing, mount, gait),
        tuple(astride(drawing, look.height, each, mount, gait) for each in going),
    )


def _strides(
    look: Look, pose: Pose, hand: _Hand, brief: briefs.ClipBrief
) -> tuple[FigureDrawing, ...]:
    """A walk or a run through its cycle, where legs are seen."""
    goes = pose.action in ("walk", "run") and look.kind in STRIDING and pose.sideways
    if not goes or is_tighter(brief.size, Size.MEDIUM_WIDE) or len(brief.figures) > WALKERS_MAX:
        return ()
    turns = (replace(pose, stride=index / STRIDES) for index in range(STRIDES))
    return tuple(_figure(look, turn, hand, _detail(brief)) for turn in turns)


def _as_is(thing: briefs.ThingBrief, brief: briefs.ClipBrief) -> briefs.ThingBrief:
    """A thing as the shot's own words leave it: a light that goes out is out."""
    for action in brief.actions:
        after = action.lower().partition(thing.name.lower())[2]
        if thing.name and GOES_OUT.search(after):
            return thing.model_copy(update={"look": f"{thing.look}, gone out"})
    return thing


def _furnished(place: PlaceLook) -> bool:
    """Whether there is a table to put things on."""
    return place.interior and place.kind not in WILD


def _named(name: str, palette: Palette, style: str, theme: Theme) -> Prop:
    return _prop(briefs.ThingBrief(id=name, name=name), palette, style, theme)


def _prop(thing: briefs.ThingBrief, palette: Palette, style: str, theme: Theme) -> Prop:
    drawn = draw_thing(thing, palette, style)
    return Prop(
        thing,
        theme.thing(thing.name, drawn.body, drawn.bounds, palette, style),
        drawn.defs,
        drawn.bounds,
        drawn.held,
        drawn.portable,
        drawn.hung,
        drawn.solid,
    )


def _look(mark: Mark, brief: briefs.ClipBrief) -> Look:
    return read_look(mark.figure, [each for each in brief.figures if each.id != mark.figure.id])


def _pose(mark: Mark, brief: briefs.ClipBrief, look: Look) -> Pose:
    pose = read_pose(mark.figure)
    tall = brief.format.width < 0.8 * brief.format.height
    if look.kind == "dragon" and tall and not is_tighter(brief.size, Size.FULL):
        # A long body lies badly in a tall frame: it rears up.
        return replace(pose, action="rise")
    handled = any(has_in_hand(each, mark.figure, "reach") for each in brief.things)
    if pose.action == "reach" and handled:
        # What they take or lift they have, and the frame shows it.
        return replace(pose, action="hold")
    if any(has_in_hand(each, mark.figure, pose.action) for each in brief.things):
        pose = replace(pose, holds=True)
    followed = any(move.kind is MoveKind.FOLLOW for move in brief.moves)
    if followed and mark.role is Role.SUBJECT and pose.action == "stand":
        return replace(pose, action="walk")
    return pose


def _detail(brief: briefs.ClipBrief) -> str:
    return "face" if is_tighter(brief.size, Size.MEDIUM) else "full"
