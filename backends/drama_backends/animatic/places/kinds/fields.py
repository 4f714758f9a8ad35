"""A tended site in, its layers out: field, garden."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.land import (
    draw_ground,
    draw_hills,
    draw_path,
    draw_tufts,
)
from drama_backends.animatic.places.motifs.plants import draw_branch, draw_reeds, draw_shrub
from drama_backends.animatic.places.motifs.temples import draw_hall_front
from drama_backends.animatic.places.motifs.trees import draw_tree
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import foot, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer


def draw_field(site: Site) -> list[PlaceLayer]:
    """Wide farmland in strips under a great sky, lone trees, grass before us."""
    layers = site.sky()
    palette = site.palette
    far = site.sheet("far")
    draw_hills(far, HORIZON + 10, 260, mix(palette.far, palette.sky_low, 0.3), wave=2300)
    draw_hills(far, HORIZON + 30, 120, mix(palette.far, palette.middle, 0.5), wave=1200)
    layers.append(far.layer(0.12))
    middle = site.sheet("fields")
    _strips(middle)
    snow = site.look.weather.kind == "snow" or site.look.has("snow")
    for x, scale in ((-1080, 0.36), (-2400, 0.34), (1240, 0.46), (2900, 0.3), (700, 0.14)):
        draw_tree(middle, x, foot(scale), 1150 * scale, "bare" if snow else "broad", depth=0.3)
    for index in range(26):
        u = -4600 + index * 360 + middle.random.uniform(-140, 140)
        draw_shrub(
            middle,
            u,
            foot(0.09),
            70 + middle.random.uniform(0, 60),
            mix(middle.tone("#5f7d4e"), palette.haze, 0.5),
        )
    layers.append(middle.layer(0.4))
    ground = site.sheet("ground")
    draw_ground(ground, top=foot(0.62), bumpy=20)
    draw_path(ground, foot(0.62), mix(palette.ground, palette.light, 0.3), width=620)
    draw_tufts(ground, foot(0.63), mix(palette.ground, palette.near, 0.45), 1.5)
    layers.append(ground.layer(1.0))
    front = site.sheet("grass")
    for x in (-2200, -1560, 1640, 2300):
        draw_reeds(front, x, 480, 640, front.palette.near)
    layers.append(front.layer(1.35, "foliage"))
    return layers


def _strips(sheet: Sheet) -> None:
    """Fields in strips towards the horizon."""
    palette = sheet.palette
    sheet.path(
        (
            f"M{PLATE.left:.0f} {HORIZON + 20:.0f}H{PLATE.right:.0f}"
            f"V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
        ),
        sheet.fade(mix(palette.ground, palette.haze, 0.6), palette.ground, 0.35),
    )
    top, low = foot(0.035), foot(0.7)
    for index in range(-34, 34):
        a, b = index * 560 + sheet.random.uniform(-80, 80), (index + 1) * 560
        tone = mix(
            sheet.random.choice(
                (palette.ground, palette.middle, mix(palette.ground, palette.light, 0.3))
            ),
            palette.haze,
            0.25,
        )
        quad = [(a * 0.035 * 2.2, top), (b * 0.035 * 2.2, top), (b * 0.72, low), (a * 0.72, low)]
        sheet.path(polygon(quad), sheet.vanish(tone, 0.45, 0.95))
        if sheet.style != "flat" or index % 2:
            rows = "".join(
                (
                    f"M{(a + (b - a) * s) * 0.077:.0f} {top:.0f}"
                    f"L{(a + (b - a) * s) * 0.72:.0f} {low:.0f}"
                )
                for s in (0.25, 0.5, 0.75)
            )
            sheet.line(rows, 4, shaded(tone, -0.08), 0.35)


def draw_garden(site: Site) -> list[PlaceLayer]:
    """A garden: lawn, flowering trees, pond or pavilion, a branch from the side."""
    layers = site.sky()
    old = site.look.era == "ancient"
    blossom = site.look.has("blossom") or site.look.weather.kind == "petals" or old
    layers += [_garden_far(site), _garden_trees(site, old, blossom), _lawn(site, old)]
    front = site.sheet("branch")
    bloom = mix(front.tone("#f6b9c6"), front.palette.light, 0.2) if blossom else ""
    draw_branch(
        front,
        -2050 * site.side,
        -1640,
        site.side,
        1250,
        mix(front.palette.near, front.palette.ink, 0.3),
        bloom,
    )
    layers.append(front.layer(1.3, "foliage"))
    return layers


def _garden_far(site: Site) -> PlaceLayer:
    """Hills and a row of trees at the garden's end."""
    palette = site.palette
    far = site.sheet("far")
    draw_hills(far, HORIZON + 20, 260, palette.far, wave=1500)
    for index in range(24):
        x = -4500 + index * 390 + far.random.uniform(-120, 120)
        draw_tree(
            far,
            x,
            foot(0.16),
            far.random.uniform(330, 560),
            far.random.choice(("broad", "cypress", "broad")),
            depth=0.5,
        )
    far.mist(foot(0.12), 260, palette.haze, 0.55)
    return far.layer(0.2)


def _garden_trees(site: Site, old: bool, blossom: bool) -> PlaceLayer:
    """Trees and shrubs in the middle distance, with a pavilion in an old garden."""
    palette = site.palette
    middle = site.sheet("trees")
    middle.path(
        (
            f"M{PLATE.left:.0f} {foot(0.17):.0f}H{PLATE.right:.0f}"
            f"V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
        ),
        middle.fade(mix(palette.ground, palette.haze, 0.45), palette.ground, 0.4),
    )
    if old:
        draw_hall_front(middle, -site.side * 1250, foot(0.42), 900, storeys=1, depth=0.2)
    for x, scale in ((-1650, 0.55), (1150, 0.45), (1850, 0.6), (-2700, 0.5), (2900, 0.5)):
        draw_tree(
            middle,
            x * site.side,
            foot(scale),
            1900 * scale,
            "broad",
            depth=0.22,
            blossom=blossom and x > 0,
        )
    for index in range(18):
        u = middle.random.choice((-1, 1)) * middle.random.uniform(700, 3800)
        draw_shrub(
            middle,
            u,
            foot(middle.random.uniform(0.36, 0.6)),
            middle.random.uniform(150, 280),
            middle.tone("#5d8f55", 0.2),
            middle.tone(middle.random.choice(("#e58aa0", "#f3d06a", "#ffffff", "#d2553f")), 0.1)
            if index % 2
            else "",
        )
    return middle.layer(0.55)


def _lawn(site: Site, old: bool) -> PlaceLayer:
    """The near ground: lawn, path, flower beds, a bench."""
    palette = site.palette
    ground = site.sheet("lawn")
    draw_ground(ground, top=foot(0.7), bumpy=10)
    draw_path(ground, foot(0.7), ground.tone("#d6cbb4"), width=760, bend=340)
    draw_tufts(ground, foot(0.72), mix(palette.ground, palette.near, 0.4), 0.7)
    for x in (-1500, -1900, 1350, 1800, 2400, -2600):
        draw_shrub(
            ground,
            x,
            foot(0.95),
            330,
            ground.tone("#4f8349"),
            ground.tone(ground.random.choice(("#e58aa0", "#f3d06a", "#d2553f"))),
        )
    if not old:
        _bench(ground, 1200 * site.side, foot(0.92))
    return ground.layer(1.0)


def _bench(sheet: Sheet, x: float, base: float) -> None:
    wood, iron = sheet.tone("#9a6b42"), sheet.tone("#3f4448")
    for px in (x - 330, x + 330):
        sheet.rect(px - 18, base - 430, 36, 430, iron, line=5)
    for row in range(4):
        sheet.rect(x - 420, base - 430 + row * 62, 840, 40, wood, line=5)
    sheet.rect(x - 430, base - 200, 860, 46, shaded(wood, 0.05), line=5)
