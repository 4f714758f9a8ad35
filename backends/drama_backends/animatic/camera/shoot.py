"""Shooting a shot: brief, timing and voices come in, frames go out; all departments meet here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import cv2

from drama_backends.animatic.camera.acting import (
    NEVER,
    MouthTrack,
    VoiceFacts,
    eyes_at_rest,
    eyes_closed,
    mouth_tracks,
)
from drama_backends.animatic.camera.afloat import boarded
from drama_backends.animatic.camera.composite import Picture, Screen, frames, needed_box
from drama_backends.animatic.camera.drawings import Drawings
from drama_backends.animatic.camera.figure import Figure
from drama_backends.animatic.camera.finish import finish_mask, flash_at, weather_tiles
from drama_backends.animatic.camera.fragments import mapped
from drama_backends.animatic.camera.framing import frame_shot, reference_width
from drama_backends.animatic.camera.gait import Gait, gait_of
from drama_backends.animatic.camera.layout import Shot, body_of, figure_projection, lay_out
from drama_backends.animatic.camera.motion import Body
from drama_backends.animatic.camera.moves import CameraPath, Limits, plan_moves
from drama_backends.animatic.camera.planes import Plane, PlaneSpec, merged, realised
from drama_backends.animatic.camera.printing import print_matrix, printed
from drama_backends.animatic.camera.props import place_props
from drama_backends.animatic.camera.raster import Pixels, Rasteriser
from drama_backends.animatic.camera.staging import (
    Mark,
    Role,
    block_figures,
    is_tighter,
    spread_marks,
)
from drama_backends.animatic.stage import HORIZON, PLATE, Box, PlaceLayer
from drama_backends.animatic.theme.theme import PLAIN, Theme
from drama_compiler.contract import Daytime, MoveKind, Size, briefs, timings

# Half of how far apart two stand who embrace, as a share of the smaller one's height.
EMBRACE = 0.236
# How far a boat leans on the waves, in radians.
ROCK = 0.05


def shoot(
    brief: briefs.ClipBrief,
    timing: timings.ClipTiming,
    voices: Mapping[str, VoiceFacts],
    style: str,
    cache: Path | None = None,
    theme: Theme = PLAIN,
    wanted: Sequence[int] | None = None,
) -> Iterator[Pixels]:
    """Frames of shape (height, width, 4), BGRA, handles included; an array is used again.

    Those of the numbers `wanted`, or all.
    """
    from drama_backends.animatic.camera.departments import draw_all, statures
    from drama_backends.animatic.camera.mounts import mount_up

    brief, mounts = mount_up(brief)
    marks = block_figures(brief, statures(brief))
    seconds = float((timing.head_frames + timing.body_frames) / brief.format.rate)
    drawings = draw_all(brief, marks, style, seconds, mounts, theme)
    return film(brief, timing, voices, style, marks, drawings, Rasteriser(cache), wanted)


def still(
    brief: briefs.ClipBrief,
    timing: timings.ClipTiming,
    style: str,
    share: float,
    cache: Path | None = None,
    theme: Theme = PLAIN,
) -> Pixels:
    """One frame of a shot, at this share of its body: what a contact sheet shows of it."""
    from drama_backends.animatic.camera.departments import draw_all, statures
    from drama_backends.animatic.camera.mounts import mount_up

    brief, mounts = mount_up(brief)
    marks = block_figures(brief, statures(brief))
    seconds = float(timing.body_frames / brief.format.rate)
    drawings = draw_all(brief, marks, style, seconds, mounts, theme)
    picture = set_picture(brief, timing, {}, style, marks, drawings, Rasteriser(cache))
    return next(iter(frames(picture, [share * seconds])))


def film(
    brief: briefs.ClipBrief,
    timing: timings.ClipTiming,
    voices: Mapping[str, VoiceFacts],
    style: str,
    marks: Sequence[Mark],
    drawings: Drawings,
    rasteriser: Rasteriser,
    wanted: Sequence[int] | None = None,
) -> Iterator[Pixels]:
    """Frames of a shot whose drawings are at hand: those of the numbers `wanted`, or all."""
    rate = brief.format.rate
    picture = set_picture(brief, timing, voices, style, marks, drawings, rasteriser)
    total = timing.head_frames + timing.body_frames + timing.tail_frames
    numbers = range(total) if wanted is None else wanted
    return frames(picture, [float((index - timing.head_frames) / rate) for index in numbers])


def set_picture(
    brief: briefs.ClipBrief,
    timing: timings.ClipTiming,
    voices: Mapping[str, VoiceFacts],
    style: str,
    marks: Sequence[Mark],
    drawings: Drawings,
    rasteriser: Rasteriser,
) -> Picture:
    """Everything a shot's frames are made of, from its drawings."""
    cv2.setNumThreads(1)
    rate = brief.format.rate
    tempo = _tempo(brief.speed)
    span = (
        -float(timing.head_frames / rate),
        float((timing.body_frames + timing.tail_frames) / rate),
    )
    shot, figures, things = set_up(brief, timing, marks, drawings, span, tempo)
    bodies = _bodies(brief, shot, figures, drawings)
    bodies |= _led_along(figures, things, bodies)
    path = _path(brief, timing, shot, figures, bodies, span, tempo)
    shot = replace(shot, path=path)
    screen = _screen(shot, figures)
    # Washes are as fine as the picture is large.
    unit = min(shot.width, shot.height) / 720.0 if style == "ink" else 0.0
    printing = drawings.theme.printing
    inks = None if printing.plain else print_matrix(printing)
    developed = partial(realised, rasteriser=rasteriser, wash_unit=unit, inks=inks)
    planes = _planes(shot, drawings.layers, figures, things, bodies, screen, span, developed)
    tiles = weather_tiles(
        drawings.weather, rasteriser, shot.width, shot.height, shot.framing.width, tempo
    )
    if inks is not None:
        tiles = [replace(each, image=printed(each.image, inks)) for each in tiles]
    tracks = mouth_tracks(timing.speech, voices, rate)
    rests = eyes_at_rest(brief, float(timing.body_frames / rate))
    return Picture(
        screen,
        path,
        planes,
        tiles=tiles,
        finish=finish_mask(
            shot.width,
            shot.height,
            style,
            lamplit=_is_lamplit(brief),
            grain=printing.grain,
            vignette=printing.vignette,
        ),
        mouth=lambda figure, second: tracks.get(figure, MouthTrack()).at(second),
        closed=lambda figure, second: (
            rests.get(figure, NEVER).at(second) or eyes_closed(figure, second)
        ),
        flash=lambda second: flash_at(drawings.lightning_seconds, second),
    )


def set_up(
    brief: briefs.ClipBrief,
    timing: timings.ClipTiming,
    marks: Sequence[Mark],
    drawings: Drawings,
    span: tuple[float, float],
    tempo: float,
) -> tuple[Shot, tuple[Figure, ...], tuple[Figure, ...]]:
    """Marks given their x, the frame chosen, things put where they belong."""
    spread = spread_marks(marks, drawings.figures, reference_width(brief))
    spread = _together(spread, drawings)
    strides = drawings.strides or ((),) * len(spread)
    figures = tuple(
        Figure(mark, drawing, each)
        for mark, drawing, each in zip(spread, drawings.figures, strides, strict=True)
    )
    figures, things = place_props(brief, drawings.props, figures, drawings.table, drawings.actions)
    if drawings.boat and drawings.palette:
        figures = boarded(
            figures, drawings.people, drawings.actions, drawings.boat, drawings.palette
        )
    framing, figures = frame_shot(brief, figures, things)
    shot = Shot(
        framing,
        brief.format.width,
        brief.format.height,
        plan_moves((), 1.0),
        brief.size,
        (span[0] + span[1]) / 2.0,
        span[1] - span[0],
        tempo,
    )
    return shot, figures, things


def _together(marks: Sequence[Mark], drawings: Drawings) -> tuple[Mark, ...]:
    """Two who embrace stand as close as that needs."""
    pair = [
        index
        for index, (mark, action) in enumerate(zip(marks, drawings.actions, strict=False))
        if action == "embrace" and mark.role is Role.SUBJECT
    ]
    if len(pair) != 2:
        return tuple(marks)
    left, right = sorted(pair, key=lambda index: marks[index].x)
    middle = (marks[left].x + marks[right].x) / 2.0
    tall = min(-drawings.figures[index].head.top for index in pair)
    closer = list(marks)
    for index, side in ((left, -1.0), (right, 1.0)):
        x = middle + side * EMBRACE * tall * marks[index].depth
        # The smaller one is in front, so that neither face is hidden.
        behind = 0.004 if -drawings.figures[index].head.top > tall + 1.0 else 0.0
        closer[index] = replace(marks[index], x=x, depth=marks[left].depth - behind)
    return tuple(closer)


def _bodies(
    brief: briefs.ClipBrief, shot: Shot, figures: Sequence[Figure], drawings: Drawings
) -> dict[str, Body]:
    """How each figure moves: all breathe, some go somewhere."""
    bodies = {}
    followed = any(move.kind is MoveKind.FOLLOW for move in brief.moves)
    forward = 0.0
    actions = drawings.actions or ("",) * len(figures)
    for figure, action in zip(figures, actions, strict=True):
        mark = figure.mark
        gait = gait_of(action, mark.figure.facing) if mark.role is Role.SUBJECT else Gait()
        if followed and gait.kind:
            # Whom the camera follows go one way together.
            forward = forward or gait.forward or 1.0
            gait = replace(gait, forward=forward)
        speed = _speed(brief, shot, gait, followed)
        body = body_of(shot, figure, gait, speed)
        if drawings.boat and mark.role is not Role.BACK:
            # All that is at sea rides the same waves.
            body = replace(body, rock=ROCK, phase=0.0)
        bodies[mark.figure.id] = body
    return bodies


def _led_along(
    figures: Sequence[Figure], things: Sequence[Figure], bodies: Mapping[str, Body]
) -> dict[str, Body]:
    """What stands beside somebody who walks, and is said to be with them, goes with them."""
    led = {}
    for thing in things:
        name = thing.mark.figure.name.lower()
        for figure in figures:
            body = bodies.get(figure.mark.figure.id)
            if body and body.speed_x and name and name in figure.mark.figure.doing.lower():
                led[thing.mark.figure.id] = replace(
                    body, breath=0.0, step_height=0.0, steps_per_second=0.0
                )
    return led


def _speed(brief: briefs.ClipBrief, shot: Shot, gait: Gait, followed: bool) -> float:
    """Units a second of a walker: as fast as they go, but not out of the frame."""
    if not gait.kind or not gait.forward:
        return 0.0
    if followed:
        return min(gait.units_per_second, _way(shot) / max(shot.span_seconds, 0.5))
    if is_tighter(brief.size, Size.MEDIUM_WIDE):
        # So close the camera goes with them: only the step is seen.
        return 0.0
    return min(gait.units_per_second, 0.3 * shot.framing.width / max(shot.span_seconds, 0.5))


def _way(shot: Shot) -> float:
    """How many units the place allows a figure that the camera follows."""
    return min(2400.0, 0.8 * (PLATE.right - PLATE.left - shot.framing.width))


def _path(
    brief: briefs.ClipBrief,
    timing: timings.ClipTiming,
    shot: Shot,
    figures: Sequence[Figure],
    bodies: Mapping[str, Body],
    span: tuple[float, float],
    tempo: float,
) -> CameraPath:
    lead = next((each for each in figures if each.mark.role is Role.SUBJECT), None)
    body = bodies.get(lead.mark.figure.id) if lead else None
    height = shot.framing.height
    return plan_moves(
        brief.moves,
        float(timing.body_frames / brief.format.rate),
        tight=min(1.0, max(0.0, (2600.0 - height) / 2200.0)) if figures else 0.2,
        speed=tempo,
        forward=-1.0 if lead and lead.mark.side > 0.2 else 1.0,
        depths={each.mark.figure.id: each.mark.depth for each in figures},
        follow=(lambda second: body.travelled(second) / shot.width) if body else None,
        span=span,
        limits=_limits(shot),
        # Two stay in the frame to the end only if the camera begins wider.
        lead_in=0.3 if sum(each.mark.role is Role.SUBJECT for each in figures) < 2 else 0.7,
    )


def _limits(shot: Shot) -> Limits:
    """How far the camera may go on the plate that a place is drawn on."""
    framing = shot.framing
    lean = abs(math.sin(math.radians(framing.roll_degrees)))
    reach = framing.width / 2.0 + lean * framing.height / 2.0
    spare = 2.0 * (min(framing.x - PLATE.left, PLATE.right - framing.x) - reach)
    sky = framing.top - (PLATE.top - HORIZON - framing.camera_height)
    return Limits(
        across=max(0.04, 0.8 * spare / framing.width),
        up=max(0.03, 1.2 * sky / framing.width),
        crane=0.9 * framing.camera_height / framing.width,
        vertigo=max(0.04, min(0.36, 0.9 * spare / (PLATE.right - PLATE.left))),
    )


def _planes(
    shot: Shot,
    layers: Sequence[PlaceLayer],
    figures: Sequence[Figure],
    things: Sequence[Figure],
    bodies: dict[str, Body],
    screen: Screen,
    span: tuple[float, float],
    developed: Callable[[PlaneSpec, Box], Plane | None],
) -> list[Plane]:
    alike = shot.path.only_turns
    specs = merged(lay_out(shot, layers, figures, things, bodies), alike)
    planes = [developed(spec, needed_box(spec, shot.path, screen, span)) for spec in specs]
    return [plane for plane in planes if plane is not None]


def _screen(shot: Shot, figures: Sequence[Figure]) -> Screen:
    """The frame, aimed at the lead's eyes, or most of the way to them."""
    lead = next((each for each in figures if each.mark.role is Role.SUBJECT), None)
    x = y = 0.0
    if lead is not None:
        eyes = lead.drawing.eyes_at
        count = sum(each.mark.role is Role.SUBJECT for each in figures)
        x, y = mapped(figure_projection(shot, lead), [(eyes.x, eyes.y)])[0]
        x = (x - (shot.width - 1) / 2.0) * (0.8 if count == 1 else 0.0)
        y = (y - (shot.height - 1) / 2.0) * 0.8
    return Screen(
        shot.width,
        shot.height,
        math.radians(shot.framing.roll_degrees),
        min(max(x, -0.3 * shot.width), 0.3 * shot.width),
        min(max(y, -0.3 * shot.height), 0.3 * shot.height),
    )


def _is_lamplit(brief: briefs.ClipBrief) -> bool:
    """Whether light is in the middle of a room only: indoors, at night."""
    return bool(brief.place.interior) and brief.place.time in (Daytime.NIGHT, Daytime.EVENING)


def _tempo(speed: str) -> float:
    """The shot's speed, 1 where it cannot be read."""
    try:
        return min(8.0, max(0.1, float(Fraction(speed))))
    except (ValueError, ZeroDivisionError):
        return 1.0
