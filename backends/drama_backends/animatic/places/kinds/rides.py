"""A site in a vehicle in, its layers out: car, train."""

from __future__ import annotations

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.perspective import draw_floor, draw_room_shell, seen
from drama_backends.animatic.places.motifs.windows import draw_window, hole, outside
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import curve, foot, polygon
from drama_backends.animatic.stage import PLATE, Box, PlaceLayer


def draw_car_inside(site: Site) -> list[PlaceLayer]:
    """Inside a car, looking back: seats, rear window on the road, doors, roof."""
    return [outside(site, "modern"), _shell(site), _seats(site), _head_rests(site)]


def _shell(site: Site) -> PlaceLayer:
    """The car's roof and pillars with its windows cut out."""
    palette = site.palette
    shell = site.sheet("shell")
    trim = shell.tone("#5a5a60")
    body = (
        f"M{PLATE.left:.0f} {PLATE.top:.0f}H{PLATE.right:.0f}V{PLATE.bottom:.0f}H{PLATE.left:.0f}z"
    )
    rear = curve(
        [
            (-1000, -860),
            (-880, -1220),
            (-700, -1290),
            (0, -1310),
            (700, -1290),
            (880, -1220),
            (1000, -860),
            (0, -830),
        ]
    )
    sides = "".join(
        polygon(
            [
                (s * 1150, -820),
                (s * 1060, -1240),
                (s * 1500, -1480),
                (s * 2600, -1700),
                (s * 2900, -900),
                (s * 2000, -760),
            ]
        )
        for s in (-1, 1)
    )
    shell.path(
        body + rear + sides,
        shell.fade(
            mix(palette.far, palette.light, 0.08), mix(palette.far, palette.shadow, 0.4), 0.6
        ),
        extra=' fill-rule="evenodd"',
    )
    shell.line(rear + sides, 26, mix(trim, palette.ink, 0.4))
    shell.path(
        curve(
            [
                (-1250, -1500),
                (0, -1620),
                (1250, -1500),
                (1700, -1900),
                (2400, -4700),
                (-2400, -4700),
                (-1700, -1900),
            ]
        ),
        mix(palette.far, palette.haze, 0.16),
    )
    for side in (-1, 1):
        shell.stroke(
            [(side * 1030, -1260), (side * 1110, -1000), (side * 1190, -780)],
            60,
            mix(trim, palette.ink, 0.2),
        )
    return shell.layer(0.75)


def _seats(site: Site) -> PlaceLayer:
    """The back seat and the doors."""
    palette = site.palette
    seats = site.sheet("seats")
    leather = seats.tone("#7a5a48")
    bench = [(-1500, 200), (-1460, -560), (-1300, -720), (1300, -720), (1460, -560), (1500, 200)]
    seats.shape(bench, leather, line=9, foot=shaded(leather, -0.1))
    for x in (-750, 0, 750):
        seats.line(f"M{x} -700v820", 9, shaded(leather, -0.12), 0.7)
    for x in (-900, 900):
        seats.shape(
            [(x - 230, -700), (x - 200, -960), (x + 200, -960), (x + 230, -700)],
            shaded(leather, 0.03),
            line=8,
        )
    seats.shape(
        [(-2700, PLATE.bottom), (-2300, 140), (2300, 140), (2700, PLATE.bottom)],
        shaded(leather, -0.05),
        line=9,
    )
    for side in (-1, 1):
        door = [
            (side * 1560, PLATE.bottom),
            (side * 1540, -520),
            (side * 2000, -740),
            (side * 5200, -900),
            (side * 5200, PLATE.bottom),
        ]
        seats.shape(door, seats.tone("#47484e"), line=9)
        seats.rect(min(side * 1700, side * 2200), -300, 500, 70, seats.tone("#2d2e33"), line=6)
    seats.veil(0, -80, 1400, 420, mix(leather, palette.light, 0.3), 0.3)
    return seats.layer(1.0)


def _head_rests(site: Site) -> PlaceLayer:
    """The front seats, dark and near."""
    palette = site.palette
    front = site.sheet("front")
    for side in (-1, 1):
        head = [
            (side * 2000, 1950),
            (side * 1950, 420),
            (side * 2150, 200),
            (side * 3000, 220),
            (side * 3200, 1950),
        ]
        front.shape(head, mix(palette.near, palette.ink, 0.4), hatch=False, smooth=True)
    return front.layer(1.3)


def draw_train(site: Site) -> list[PlaceLayer]:
    """A carriage: seats on both sides, windows on a passing land, straps, lamps."""
    palette = site.palette
    windows = tuple(Box(x - 420, -1330, x + 420, -500) for x in (-1500, -500, 500, 1500))
    wall = site.sheet("wall")
    draw_room_shell(
        wall, 3100, 1800, 0.74, palette.far, wall.tone("#dfe2e1"), holes="".join(map(hole, windows))
    )
    for box in windows:
        draw_window(wall, box, wall.tone("#aab2b6"), panes=(1, 1), sill=False)
    wall.rect(-2300, -440, 4600, 46, wall.tone("#c98a4a"), line=4)
    lamp_y = seen(0, -1800, 0.78)[1]
    wall.rect(-2100, lamp_y - 70, 4200, 56, mix(palette.light, "#ffffff", 0.5), hatch=False)
    wall.veil(0, -620, 900, 520, mix(palette.far, palette.light, 0.3), 0.3)
    room = site.sheet("room")
    draw_floor(room, foot(0.74), palette.ground, half=3100, kind="tiles")
    seat = room.tone("#4f7aa0" if site.look.era == "modern" else "#8a3f38")
    for x in (-1900, 1900, -1150, 1150):
        near = abs(x) > 1500
        scale, base = (0.98, foot(0.95)) if near else (0.82, foot(0.8))
        for dx in (-260, 0, 260):
            left = x + dx * scale - 125 * scale
            room.shape(
                [
                    (left, base - 330 * scale),
                    (left + 14, base - 860 * scale),
                    (left + 236 * scale, base - 860 * scale),
                    (left + 250 * scale, base - 330 * scale),
                ],
                seat,
                line=6,
            )
            room.rect(
                left, base - 350 * scale, 250 * scale, 120 * scale, shaded(seat, 0.05), line=6
            )
        room.rect(
            x - 390 * scale,
            base - 230 * scale,
            780 * scale,
            60 * scale,
            room.tone("#5c6468"),
            line=5,
        )
    steel = room.tone("#c3c9cb")
    for x in (-1000, 1000):
        room.rect(x - 16, -1680, 32, 1680 + foot(0.86), steel, line=4)
    room.rect(-4900, -1560, 9800, 26, steel, line=4)
    for x in range(-2400, 2401, 300):
        if abs(x) > 350:
            room.line(f"M{x} -1540v120", 12, room.tone("#4a4f52"))
            room.line(
                f"M{x - 44} -1330a44 44 0 1 1 88 0a44 44 0 1 1 -88 0", 14, room.tone("#e8e6df")
            )
    front = site.sheet("front")
    front.rect(
        min(2100 * site.side, 2180 * site.side),
        -4700,
        80,
        6700,
        mix(palette.near, palette.ink, 0.2),
        hatch=False,
    )
    return [outside(site), wall.layer(0.7), room.layer(1.0), front.layer(1.3)]
