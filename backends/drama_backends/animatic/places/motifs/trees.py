"""A kind of tree and its place in, its drawing out."""

from __future__ import annotations

import math

from drama_backends.animatic.places.colour import mix, shaded
from drama_backends.animatic.places.motifs.plants import draw_leaf, draw_leafage
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.places.strokes import arc, curve, dense, polygon


def draw_tree(
    sheet: Sheet,
    x: float,
    base: float,
    tall: float,
    kind: str = "broad",
    *,
    depth: float = 0.0,
    colour: str = "",
    blossom: bool = False,
) -> None:
    """A tree: `broad`, `pine`, `willow`, `palm`, `cypress` or `bare`.

    `colour` makes it a silhouette.
    """
    leaf = colour or sheet.tone(
        {"pine": "#3f6a50", "willow": "#7fa05a", "palm": "#5f9152"}.get(kind, "#5f8d4e"), depth
    )
    if blossom and not colour:
        leaf = sheet.tone("#f3b6c2", depth * 0.7)
    bark = mix(colour, sheet.palette.ink, 0.25) if colour else sheet.tone("#5d4634", depth)
    makers = {"pine": _pine, "willow": _willow, "palm": _palm, "cypress": _cypress, "bare": _bare}
    makers.get(kind, _broad)(sheet, x, base, tall, leaf, bark)


def _broad(sheet: Sheet, x: float, base: float, tall: float, leaf: str, bark: str) -> None:
    trunk = tall * 0.06
    outline = [
        (x - trunk * 1.3, base),
        (x - trunk * 0.6, base - tall * 0.22),
        (x - trunk * 0.5, base - tall * 0.5),
        (x + trunk * 0.5, base - tall * 0.5),
        (x + trunk * 0.65, base - tall * 0.2),
        (x + trunk * 1.3, base),
    ]
    sheet.shape(outline, bark, line=max(3.0, tall * 0.004))
    for side, rise, reach in ((-1, 0.36, 0.2), (1, 0.4, 0.22), (-1, 0.46, 0.1)):
        sheet.stroke(
            [
                (x, base - tall * rise),
                (x + side * tall * reach * 0.6, base - tall * (rise + 0.1)),
                (x + side * tall * reach, base - tall * (rise + 0.2)),
            ],
            trunk * 0.7,
            bark,
        )
    heads = [
        (x + tall * u, base - tall * v, tall * r)
        for u, v, r in (
            (-0.2, 0.55, 0.15),
            (0.21, 0.56, 0.16),
            (-0.08, 0.7, 0.19),
            (0.12, 0.76, 0.18),
            (0.0, 0.88, 0.13),
        )
    ]
    draw_leafage(sheet, heads, leaf, 1.0)


def _pine(sheet: Sheet, x: float, base: float, tall: float, leaf: str, bark: str) -> None:
    """A pine of the scrolls: a bent trunk and level clouds of needles."""
    side = sheet.random.choice((-1, 1))
    spine = dense(
        arc(
            (x, base),
            (x + side * tall * 0.2, base - tall * 0.5),
            (x - side * tall * 0.04, base - tall * 0.95),
            9,
        ),
        60,
    )
    count = len(spine)
    left = [(px - tall * 0.035 * (1 - 0.8 * i / count), py) for i, (px, py) in enumerate(spine)]
    right = [(px + tall * 0.035 * (1 - 0.8 * i / count), py) for i, (px, py) in enumerate(spine)]
    sheet.shape([*left, *reversed(right)], bark, line=max(3.0, tall * 0.004))
    for share, way, reach in (
        (0.45, side, 0.3),
        (0.58, -side, 0.27),
        (0.72, side, 0.2),
        (0.84, -side, 0.16),
        (0.97, side, 0.06),
    ):
        px, py = spine[min(count - 1, int(share * count))]
        end = (px + way * tall * reach, py - tall * 0.03)
        sheet.stroke([(px, py), ((px + end[0]) / 2, py + tall * 0.015), end], tall * 0.018, bark)
        for shift in (0.35, 0.75, 1.05):
            cx = px + (end[0] - px) * shift
            cy = py - tall * (0.035 + 0.02 * shift)
            _needles(sheet, cx, cy, tall * 0.12, leaf)


def _needles(sheet: Sheet, x: float, y: float, across: float, colour: str) -> None:
    top = arc((x - across, y), (x, y - across * 0.85), (x + across, y), 8)
    bottom = [
        (x + across * u, y + across * 0.12 * sheet.random.uniform(0.2, 1.2))
        for u in (0.6, 0.2, -0.2, -0.6)
    ]
    sheet.path(curve([*top, *bottom]), shaded(colour, -0.03))
    cap = arc(
        (x - across * 0.8, y - across * 0.08),
        (x, y - across * 0.8),
        (x + across * 0.8, y - across * 0.08),
        7,
    )
    sheet.path(curve(cap), mix(colour, sheet.palette.light, 0.16), 0.65)
    if sheet.style != "flat":
        marks = "".join(
            (
                f"M{x + across * u:.0f} {y:.0f}l{across * u * 0.4:.0f}"
                f" {-across * (0.62 - 0.3 * abs(u)):.0f}"
            )
            for u in (-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8)
        )
        sheet.line(
            marks,
            max(2.0, across * 0.025),
            sheet.palette.ink if sheet.style == "pencil" else shaded(colour, -0.1),
            0.6,
        )


def _willow(sheet: Sheet, x: float, base: float, tall: float, leaf: str, bark: str) -> None:
    lean = sheet.random.choice((-1, 1)) * tall * 0.08
    trunk = [
        (x - tall * 0.05, base),
        (x + lean * 0.4 - tall * 0.03, base - tall * 0.4),
        (x + lean, base - tall * 0.72),
        (x + lean * 0.5 + tall * 0.04, base - tall * 0.38),
        (x + tall * 0.06, base),
    ]
    sheet.shape(trunk, bark, line=max(3.0, tall * 0.004), smooth=True)
    threads, leaves = [], []
    for index in range(30):
        u = (index / 29) * 2 - 1
        top = (x + lean + u * tall * 0.3, base - tall * (0.98 - 0.26 * u * u))
        drop = tall * sheet.random.uniform(0.36, 0.66) * (1 - 0.25 * abs(u))
        end = (top[0] + u * tall * 0.13, top[1] + drop)
        spine = arc(top, (top[0] + u * tall * 0.16, top[1] + drop * 0.25), end, 7)
        threads.append(
            curve(
                [
                    (x + lean * 0.9, base - tall * 0.7),
                    ((x + lean + top[0]) / 2, top[1] - tall * 0.03),
                    *spine,
                ],
                closed=False,
            )
        )
        for px, py in dense(spine[1:], max(40.0, tall * 0.03)):
            side = sheet.random.choice((-1, 1))
            size = max(46.0, min(90.0, tall * 0.075))
            leaves.append(
                draw_leaf(px, py, math.pi / 2 + side * sheet.random.uniform(0.2, 0.6), size)
            )
    sheet.line("".join(threads), max(2.0, tall * 0.005), mix(bark, leaf, 0.5), 0.9)
    sheet.path("".join(leaves[::2]), shaded(leaf, -0.04), 0.9)
    sheet.path("".join(leaves[1::2]), mix(leaf, sheet.palette.light, 0.12), 0.9)


def _palm(sheet: Sheet, x: float, base: float, tall: float, leaf: str, bark: str) -> None:
    lean = sheet.random.choice((-1, 1)) * tall * 0.2
    spine = arc((x, base), (x + lean * 0.2, base - tall * 0.6), (x + lean, base - tall * 0.85), 9)
    sheet.stroke(spine, tall * 0.05, bark)
    top = spine[-1]
    for angle in (-2.9, -2.4, -1.9, -1.3, -0.8, -0.25, 0.2, 3.3):
        end = (
            top[0] + math.cos(angle) * tall * 0.36,
            top[1] + math.sin(angle) * tall * 0.22 + tall * 0.1,
        )
        bend = (
            top[0] + math.cos(angle) * tall * 0.24,
            top[1] + math.sin(angle) * tall * 0.26 - tall * 0.07,
        )
        frond = arc(top, bend, end, 8)
        low = [(px, py + tall * 0.07 * (1 if i % 2 else 0.3)) for i, (px, py) in enumerate(frond)]
        sheet.path(
            polygon([*frond, *reversed(low)]), shaded(leaf, sheet.random.uniform(-0.08, 0.05))
        )


def _cypress(sheet: Sheet, x: float, base: float, tall: float, leaf: str, bark: str) -> None:
    sheet.rect(x - tall * 0.018, base - tall * 0.2, tall * 0.036, tall * 0.2, bark)
    for row in range(6):
        y = base - tall * (0.12 + row * 0.14)
        wide = tall * (0.2 - row * 0.028)
        tier = [
            (x - wide, y),
            (x - wide * 0.45, y - tall * 0.1),
            (x, y - tall * 0.26),
            (x + wide * 0.45, y - tall * 0.1),
            (x + wide, y),
            (x + wide * 0.4, y - tall * 0.015),
            (x, y + tall * 0.018),
            (x - wide * 0.4, y - tall * 0.015),
        ]
        sheet.shape(
            tier,
            shaded(leaf, -0.05 + 0.012 * row),
            line=max(2.0, tall * 0.003) if sheet.style == "pencil" else 0.0,
        )
        sheet.path(
            polygon(
                [
                    tier[1],
                    tier[2],
                    (x - wide * 0.05, y - tall * 0.02),
                    (x - wide * 0.7, y - tall * 0.02),
                ]
            ),
            mix(leaf, sheet.palette.light, 0.2),
            0.45,
        )


def _bare(sheet: Sheet, x: float, base: float, tall: float, leaf: str, bark: str) -> None:
    def grow(px: float, py: float, angle: float, long: float, width: float, level: int) -> None:
        end = (px + math.cos(angle) * long, py + math.sin(angle) * long)
        bend = ((px + end[0]) / 2 + sheet.random.uniform(-0.1, 0.1) * long, (py + end[1]) / 2)
        sheet.line(
            f"M{px:.0f} {py:.0f}Q{bend[0]:.0f} {bend[1]:.0f} {end[0]:.0f} {end[1]:.0f}",
            max(2.0, width),
            bark,
        )
        if level < 4:
            for turn in (-0.55, 0.5) if level else (-0.5, 0.05, 0.55):
                grow(
                    *end,
                    angle + turn * sheet.random.uniform(0.6, 1.3),
                    long * 0.68,
                    width * 0.6,
                    level + 1,
                )

    grow(x, base, -math.pi / 2, tall * 0.36, tall * 0.06, 0)
