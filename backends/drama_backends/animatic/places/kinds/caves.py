"""A site in a cave or nowhere in, its layers out: cave, void."""

from __future__ import annotations

import math

from drama_backends.animatic.places.colour import mix, shaded, tinted
from drama_backends.animatic.places.motifs.lamps import draw_fire
from drama_backends.animatic.places.motifs.land import draw_ground, draw_rock
from drama_backends.animatic.places.motifs.perspective import draw_floor
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import Points, blob, curve, foot, noise, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer

ROOF = -4100.0
"""Where the rock begins that hangs before the camera: over the highest head of a tall frame."""


def draw_cave(site: Site) -> list[PlaceLayer]:
    """A cave: light from its mouth or crystals, rock ribs closing in, stalactites, a pool."""
    palette = site.palette
    back = site.sheet("mouth")
    glow = mix(palette.sky_low, palette.light, 0.4)
    if site.look.has("crystal"):
        # It does not open on the sky, but on a deeper chamber full of them.
        glow = mix(_crystal_tint(back), palette.light, 0.06)
    back.path(
        f"M{PLATE.left:.0f} {PLATE.top:.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        back.fade(mix(palette.sky_top, glow, 0.5), mix(glow, palette.haze, 0.25), 0.8),
    )
    heart = mix(glow, "#ffffff", 0.5) if site.look.has("crystal") else palette.light
    back.glow(120 * site.side, -1000, 1500, 1200, heart, 0.6)
    layers = [back.layer(0.05, opaque=True)]
    for index, (reach, parallax) in enumerate(((620, 0.2), (1000, 0.45), (1500, 0.75))):
        sheet = site.sheet(f"rock{index}")
        colour = mix(mix(palette.far, palette.middle, 0.3), palette.near, 0.3 + 0.33 * index)
        _cave_ring(sheet, reach, 560 + 280 * index, colour, 130 * site.side - 40 * index)
        if index == 1:
            _crystals(sheet, site)
        layers.append(sheet.layer(parallax))
    floor = site.sheet("floor")
    draw_ground(
        floor, top=foot(0.62), colour=mix(palette.ground, palette.near, 0.2), bumpy=40, patches=0.8
    )
    pool = blob(floor.random, -site.side * 1250, foot(0.84), 700, 90, 18, 0.12)
    floor.path(curve(pool), mix(glow, palette.middle, 0.45), 0.8)
    floor.path(
        curve(blob(floor.random, -site.side * 1200, foot(0.83), 420, 40, 14, 0.2)),
        mix(glow, "#ffffff", 0.3),
        0.35,
    )
    for x, tall in ((1250, 260), (1650, 480), (-2100, 420), (2500, 700)):
        draw_rock(
            floor,
            x * site.side,
            foot(0.94),
            tall * 1.4,
            tall,
            mix(palette.near, palette.middle, 0.4),
            -site.side,
        )
    if site.look.has("fire"):
        draw_fire(floor, 900 * site.side, 50, 250)
    layers.append(floor.layer(1.0))
    layers.append(_stalactites(site))
    return layers


def _stalactites(site: Site) -> PlaceLayer:
    """Rock that hangs before the camera, at the sides and over all heads."""
    front = site.sheet("stalactites")
    dark = mix(site.palette.near, site.palette.ink, 0.4)
    for x, long, wide in (
        (-3300, 2600, 520),
        (-2500, 1100, 360),
        (2450, 1200, 380),
        (3250, 2900, 560),
        (-1800, 500, 200),
        (1760, 560, 210),
    ):
        drop = [
            (x - wide / 2, -4700),
            (x - wide * 0.3, ROOF),
            (x + front.random.uniform(-40, 40), ROOF + long),
            (x + wide * 0.3, ROOF),
            (x + wide / 2, -4700),
        ]
        front.shape(drop, dark, hatch=False)
    front.path(
        f"M{PLATE.left:.0f} {PLATE.top - 100:.0f}H{PLATE.right:.0f}"
        f"V{ROOF + 200:.0f}H{PLATE.left:.0f}z",
        dark,
    )
    return front.layer(1.3)


def _cave_ring(sheet: Sheet, reach: float, low: float, colour: str, shift: float) -> None:
    """Rock all round an opening."""
    ring: Points = []
    for index in range(46):
        angle = math.tau * index / 46
        wobble = (
            1
            + sheet.random.uniform(-0.05, 0.05)
            + 0.09 * math.sin(angle * 3 + reach)
            + 0.05 * math.sin(angle * 7 + shift)
        )
        down = low if math.sin(angle) > 0 else reach * 1.15
        ring.append(
            (
                shift + reach * 1.35 * wobble * math.cos(angle),
                -1000 + down * wobble * math.sin(angle),
            )
        )
    frame = (
        f"M{PLATE.left:.0f} {PLATE.top - 100:.0f}"
        f"H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
    )
    sheet.path(frame + polygon(ring), colour, extra=' fill-rule="evenodd"')
    pale = mix(colour, sheet.palette.haze, 0.35)
    for index in range(46):
        x, y = ring[index]
        out = sheet.random.uniform(1.08, 1.6)
        tip = (shift + (x - shift) * out, -1000 + (y + 1000) * out)
        sheet.stroke(
            [(x, y), ((x + tip[0]) / 2 + 20, (y + tip[1]) / 2), tip],
            sheet.random.uniform(18, 60),
            shaded(colour, sheet.random.choice((-0.04, 0.035))),
            0.5,
        )
    sheet.stroke([*ring, ring[0]], 22, pale, 0.5)
    if sheet.style == "pencil":
        border: Points = [
            (PLATE.left, PLATE.top),
            (PLATE.right, PLATE.top),
            (PLATE.right, PLATE.bottom),
            (PLATE.left, PLATE.bottom),
        ]
        sheet.hatch([border, ring], 2, 0.3)


def _crystal_tint(sheet: Sheet) -> str:
    """The colour of crystals that shine by themselves: as light by night as by day."""
    if sheet.style == "pencil":
        return mix(sheet.tone("#9fd0d8"), "#ffffff", 0.3)
    return mix(tinted("#4fb3c4", sheet.palette.sky_low, 0.3), sheet.palette.light, 0.12)


def _crystals(sheet: Sheet, site: Site) -> None:
    tint = _crystal_tint(sheet)
    for x, y, tall in (
        (-1250, -330, 420),
        (-1430, -300, 300),
        (1330, -350, 380),
        (1500, -320, 520),
    ):
        sheet.glow(x, y - tall * 0.5, tall, tall, tint, 0.3)
        for lean, share in ((-0.35, 0.7), (0.05, 1.0), (0.4, 0.6)):
            tip = (x + lean * tall, y - tall * share)
            wide = tall * 0.1
            sheet.path(
                polygon(
                    [
                        (x - wide, y),
                        (tip[0] - wide * 0.8, tip[1] + wide),
                        tip,
                        (tip[0] + wide * 0.8, tip[1] + wide),
                        (x + wide, y),
                    ]
                ),
                mix(tint, sheet.palette.light, 0.2),
                0.85,
            )
            sheet.path(
                polygon([(x, y), tip, (tip[0] + wide * 0.8, tip[1] + wide), (x + wide, y)]),
                shaded(tint, -0.1),
                0.6,
            )


def draw_void(site: Site) -> list[PlaceLayer]:
    """No known place: a designed emptiness, a great disc of light over a reflecting ground."""
    inside = site.look.interior
    palette = site.palette
    low = (
        mix(palette.sky_low, palette.haze, 0.4)
        if not inside
        else mix(palette.far, palette.light, 0.3)
    )
    return [_emptiness(site, low), _disc(site, low), _still_ground(site), _wings(site)]


def _emptiness(site: Site, low: str) -> PlaceLayer:
    """The sky or far wall of nowhere, opaque."""
    palette = site.palette
    inside = site.look.interior
    back = site.sheet("sky")
    top = palette.sky_top if not inside else mix(palette.far, palette.shadow, 0.45)
    back.path(
        f"M{PLATE.left:.0f} {PLATE.top:.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z",
        top,
    )
    back.path(
        f"M{PLATE.left:.0f} -3400H{PLATE.right:.0f}V{HORIZON + 200:.0f}H{PLATE.left:.0f}z",
        back.fade(top, low, 0.95),
    )
    back.path(
        (
            f"M{PLATE.left:.0f} {HORIZON + 190:.0f}"
            f"H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
        ),
        low,
    )
    back.blots(-3800, -2900, 3800, -900, mix(top, low, 0.6), 0.5, 12)
    return back.layer(0.0, opaque=True)


def _disc(site: Site, low: str) -> PlaceLayer:
    """A great disc of light behind rolling bands."""
    palette = site.palette
    disc = site.sheet("disc")
    x = 480 * site.side
    disc.glow(x, -1080, 1900, 1500, palette.light, 0.5)
    disc.ellipse(x, -1080, 640, 640, mix(low, palette.light, 0.55), 0.75)
    if disc.style == "ink":
        ring = [
            (x + 660 * math.cos(t), -1080 + 650 * math.sin(t))
            for t in (0.5 + i * 0.19 for i in range(31))
        ]
        disc.stroke(ring, 92, mix(palette.middle, palette.shadow, 0.2), 0.32)
    elif disc.style == "pencil":
        disc.line(f"M{x - 640:.0f} -1080a640 640 0 1 1 0 .1", 8, palette.ink, 0.5)
    for index in range(3):
        line = noise(disc.random, 2100 - 420 * index, 2, 0.4)
        wave = [
            (float(u), HORIZON - 90 + 90 * index - (170 - 40 * index) * line(u))
            for u in range(-5100, 5101, 170)
        ]
        tone = mix(mix(palette.far, palette.middle, 0.3 * index), palette.haze, 0.45 - 0.1 * index)
        disc.path(
            polygon([*wave, (5100, 200), (-5100, 200)]),
            disc.fade(tone, mix(tone, palette.haze, 0.6), 0.5),
            0.8,
        )
    disc.mist(HORIZON + 60, 360, palette.haze, 0.6)
    return disc.layer(0.15, "mist")


def _still_ground(site: Site) -> PlaceLayer:
    """A plain ground, or tiles within."""
    palette = site.palette
    inside = site.look.interior
    ground = site.sheet("ground")
    draw_floor(
        ground,
        foot(0.3),
        mix(palette.ground, palette.haze, 0.45),
        half=5200,
        kind="tiles" if inside else "plain",
    )
    if not inside:
        ground.mist(foot(0.3), 200, palette.haze, 0.7)
    for index in range(7):
        scale = 0.36 + index * 0.17
        ground.line(
            f"M{-900 * scale:.0f} {foot(scale):.0f}H{900 * scale:.0f}",
            3 + 4 * scale,
            mix(palette.ground, palette.light, 0.6),
            0.16,
        )
    return ground.layer(1.0)


def _wings(site: Site) -> PlaceLayer:
    """Dark curves at both sides, near the camera."""
    palette = site.palette
    front = site.sheet("front")
    for side in (-1, 1):
        shape = curve(
            [
                (side * 5200, 1950),
                (side * 1700, 1950),
                (side * 2150, 900),
                (side * 2500, -400),
                (side * 3300, -1900),
                (side * 3700, -4700),
                (side * 5200, -4700),
            ]
        )
        front.path(shape, mix(palette.near, palette.shadow, 0.4), 0.85)
    return front.layer(1.35)
