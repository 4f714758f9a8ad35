"""A site high over water in, its layers out: a bridge to stand on."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.lamps import draw_lantern
from drama_backends.animatic.places.motifs.land import draw_hills, draw_peak
from drama_backends.animatic.places.motifs.water import draw_water
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import arc, foot, polygon
from drama_backends.animatic.stage import HORIZON, PLATE, PlaceLayer

DECK = 0.84
RAIL = 300.0


def draw_bridge(site: Site) -> list[PlaceLayer]:
    """A deck with a rail, the gorge or the river far beneath, another arch in the haze."""
    palette = site.palette
    layers = site.sky()
    snow = site.look.has("snow") or site.look.weather.kind == "snow"
    far = site.sheet("peaks")
    for index, x in enumerate((-3700, -2300, -1250, 1150, 2250, 3600)):
        tall = 1250.0 * far.random.uniform(0.75, 1.15)
        colour = mix(palette.far, palette.sky_low, 0.15 + 0.1 * (index % 2))
        draw_peak(far, x, HORIZON + 160, tall * 1.2, tall, colour, site.side, snow=snow)
    far.mist(HORIZON + 60, 460, palette.haze, 0.75)
    layers.append(far.layer(0.12))
    water = site.sheet("water")
    draw_water(water, top=HORIZON + 90, rough=0.2)
    water.mist(HORIZON + 150, 420, palette.haze, 0.6)
    layers.append(water.layer(0.3, "water"))
    banks = site.sheet("banks")
    draw_hills(
        banks,
        foot(0.36),
        520,
        mix(palette.middle, palette.haze, 0.25),
        wave=1300,
        sharp=True,
        low_middle=0.96,
    )
    _other_arch(banks, site)
    layers.append(banks.layer(0.42))
    rail = site.sheet("rail")
    _rail(rail, site, foot(DECK), RAIL)
    layers.append(rail.layer(0.86))
    layers.append(_deck(site))
    return layers


def _other_arch(sheet: Sheet, site: Site) -> None:
    """What one stands on, seen again in the distance: the next bridge of the gorge."""
    stone = mix(_colour(sheet, site), sheet.palette.haze, 0.45)
    y, half = foot(0.26), 1500.0
    for start in (-half, -half / 3, half / 3):
        over = arc((start, y + 120), (start + half / 3, y - 250), (start + half / 1.5, y + 120), 14)
        wall = [(start + half / 1.5, y - 190), (start, y - 190)]
        sheet.shape([*over, *wall], stone, hatch=False)
    sheet.rect(-half - 200, y - 230, 2 * half + 400, 70, shaded(stone, 0.04), hatch=False)


def _deck(site: Site) -> PlaceLayer:
    sheet = site.sheet("deck")
    palette = sheet.palette
    stone = _colour(sheet, site)
    top = foot(DECK) - 8
    outline = [
        (PLATE.left, top),
        (PLATE.right, top),
        (PLATE.right, PLATE.bottom),
        (PLATE.left, PLATE.bottom),
    ]
    sheet.path(polygon(outline), sheet.fade(mix(stone, palette.haze, 0.22), stone, 0.6))
    line = mix(stone, palette.ink, 0.45)
    rows = [top]
    while rows[-1] < PLATE.bottom:
        rows.append(rows[-1] + 46 + 0.34 * (rows[-1] - top))
    for index, y in enumerate(rows[1:]):
        sheet.line(f"M{PLATE.left:.0f} {y:.0f}H{PLATE.right:.0f}", 5, line, 0.4)
        above, scale = rows[index], (rows[index] - HORIZON) / -HORIZON
        step = 460 * scale
        x = -5200 + step * (0.5 if index % 2 else 0.0)
        marks = ""
        while x < 5200:
            lean = 0.02 * x / 10
            marks += f"M{x:.0f} {above:.0f}l{lean:.0f} {y - above:.0f}"
            x += step
        sheet.line(marks, 4, line, 0.32)
    sheet.veil(0, 20, 1700, 240, mix(stone, palette.light, 0.55), 0.42)
    return sheet.layer(1.0)


def _rail(sheet: Sheet, site: Site, base: float, tall: float) -> None:
    """A parapet of stone posts and slabs, or of wooden posts and two rails."""
    stone = shaded(_colour(sheet, site), -0.05)
    step = 2.2 * tall
    if site.look.has("rock") or not _wooden(site):
        sheet.rect(PLATE.left, base - tall * 0.78, 10_000, tall * 0.8, shaded(stone, 0.04), line=5)
        sheet.rect(PLATE.left, base - tall * 0.86, 10_000, tall * 0.13, shaded(stone, 0.1), line=5)
    else:
        for share in (0.42, 0.8):
            sheet.rect(PLATE.left, base - tall * share, 10_000, tall * 0.12, stone, line=5)
    x = -5000.0 + step / 2
    index = 0
    while x < 5000:
        sheet.rect(x - tall * 0.13, base - tall, tall * 0.26, tall * 1.03, stone, line=5)
        sheet.rect(
            x - tall * 0.18, base - tall * 1.1, tall * 0.36, tall * 0.13, shaded(stone, 0.06),
            line=5,
        )  # fmt: skip
        if sheet.dark and index % 2 == 0:
            draw_lantern(sheet, x, base - tall * 1.12 - 130, 90)
        x += step
        index += 1


def _wooden(site: Site) -> bool:
    return not site.look.has("rock") and site.look.era != "modern"


def _colour(sheet: Sheet, site: Site) -> str:
    return sheet.tone("#8d6a48" if _wooden(site) else "#a8a096", 0.04)
