"""Collars and what lies over the garment: a trunk in, collar, closing, apron, armour, cloak out."""

from __future__ import annotations

from drama_backends.animatic.figures.colour import deeper, mix, paler
from drama_backends.animatic.figures.curve import between, corners, limb, oval, spline
from drama_backends.animatic.figures.rig import View
from drama_backends.animatic.figures.torso import Trunk, skirt_of

# Coordinates are read in rows.
# fmt: off


def drawn_collar(trunk: Trunk) -> str:
    """The collar and the closing of the upper garment."""
    if trunk.rig.view is View.BACK:
        return _behind(trunk)
    kind = trunk.wear.cut.collar
    draw = {"cross": _cross, "lapel": _lapel, "shirt": _shirt, "stand": _stand, "hood": _hood,
        "v": _vee, "round": _round}.get(kind)
    parts = [_closing(trunk)] if kind not in ("lapel", "cross") else []
    if draw:
        parts.append(draw(trunk))
    if trunk.wear.cut.pocket:
        parts.append(_pocket(trunk))
    return "".join(parts)


def _neck_sides(trunk: Trunk) -> tuple[float, float, float]:
    """Left and right foot of the neck and the middle of the throat."""
    n = trunk.wear.build.neck * 1.22
    if trunk.rig.view is View.PROFILE:
        return (-n * 0.9, n * 0.8, n * 0.85)
    middle = trunk.middle(1.0)
    return (-n + middle * 0.12, n + middle * 0.12, middle * 0.8)


def _behind(trunk: Trunk) -> str:
    cut, clothes = trunk.wear.cut, trunk.wear.look.clothes
    if cut.bare:
        return ""
    n = trunk.wear.build.neck * 1.28
    colour = clothes.trim if cut.collar in ("cross", "shirt") else clothes.main
    band = trunk.closed([(1.08, -n), (1.07, 0), (1.08, n), (1.0, n * 1.14), (0.97, 0),
        (1.0, -n * 1.14)])
    parts = [trunk.wear.pen.shape(band, colour, shade=8, rim=3, outline=0.85)]
    if cut.collar == "hood":
        hood = trunk.closed([(1.07, -n * 1.5), (1.1, 0), (1.07, n * 1.5), (0.86, n * 1.3),
            (0.76, 0), (0.86, -n * 1.3)])
        parts = [trunk.wear.pen.shape(hood, clothes.main, shade=14, rim=4)]
    spine = trunk.line([(0.9, 0), (0.7, 2), (0.46, 0)])
    parts.append(trunk.wear.pen.fold(spine, 3.6, clothes.main, 0.5))
    return "".join(parts)


def _skin_vee(trunk: Trunk, depth: float, colour: str) -> str:
    left, right, middle = _neck_sides(trunk)
    keys = [(1.01, left * 0.9), (0.985, left), (depth, middle), (0.985, right), (1.01, right * 0.9)]
    points = [trunk.at(t, x) for t, x in keys]
    return trunk.wear.pen.flat([points[0], points[0], points[1], points[2], points[2], points[3],
        points[4], points[4]], colour)


def _strip(trunk: Trunk, keys: list[tuple[float, float]], wide: float, colour: str) -> str:
    line = trunk.line(keys)
    return trunk.wear.pen.shape(limb(line, (wide, wide, wide * 0.92), round_end=False), colour,
        shade=7, rim=3, outline=0.8)


def _cross(trunk: Trunk) -> str:
    """Crossed right: the band from the viewer's right shoulder lies on top."""
    clothes, skin = trunk.wear.look.clothes, trunk.wear.look.skin
    left, right, middle = _neck_sides(trunk)
    edge_left, edge_right = trunk.edges(0.44)
    wide = 10.5 * trunk.wear.build.chest / 88
    inner = paler(clothes.trim, 0.5)
    if trunk.rig.view is View.PROFILE:
        keys = [(1.08, left * 0.8), (1.0, right * 0.4), (0.84, right * 1.0),
            (0.68, edge_right * 0.82)]
        return _strip(trunk, keys, wide, clothes.trim)
    parts = [_skin_vee(trunk, 0.83, skin)]
    under = [(1.07, left), (0.96, left * 0.72), (0.8, middle + 2),
        (0.66, middle + edge_right * 0.34)]
    parts.append(_strip(trunk, [(t, x + 3) for t, x in under], wide * 0.7, inner))
    parts.append(_strip(trunk, under, wide, clothes.trim))
    over = [(1.07, right), (0.97, right * 0.9), (0.79, middle - 2),
        (0.58, edge_left * 0.42 + middle * 0.3), (0.44, edge_left * 0.72 + middle * 0.1)]
    parts.append(_strip(trunk, [(t + 0.03, x - 6) for t, x in over[:3]], wide * 0.6, inner))
    parts.append(_strip(trunk, over, wide, clothes.trim))
    return "".join(parts)


def _round(trunk: Trunk) -> str:
    left, right, middle = _neck_sides(trunk)
    colour = deeper(trunk.wear.look.clothes.main, 0.14)
    keys = [(1.06, left), (0.96, left * 0.6 + middle * 0.4), (0.93, middle),
        (0.96, right * 0.6 + middle * 0.4), (1.06, right)]
    return _skin_vee(trunk, 0.94, trunk.wear.look.skin) + _strip(trunk, keys, 6.5, colour)


def _vee(trunk: Trunk) -> str:
    left, right, middle = _neck_sides(trunk)
    trim = trunk.wear.look.clothes.trim
    parts = [_skin_vee(trunk, 0.78, trunk.wear.look.skin)]
    parts.append(_strip(trunk, [(1.07, left), (0.97, left), (0.78, middle)], 6.0, trim))
    parts.append(_strip(trunk, [(1.07, right), (0.97, right), (0.78, middle)], 6.0, trim))
    return "".join(parts)


def _shirt(trunk: Trunk) -> str:
    pen, clothes = trunk.wear.pen, trunk.wear.look.clothes
    left, right, middle = _neck_sides(trunk)
    colour = paler(clothes.main, 0.16)
    parts = [_skin_vee(trunk, 0.9, trunk.wear.look.skin)]
    if clothes.tie:
        parts.append(_tie(trunk, clothes.tie))
    for side, foot in ((left, -1), (right, 1)):
        if trunk.rig.view is View.PROFILE and foot < 0:
            continue
        leaf = [trunk.at(t, x) for t, x in ((1.09, side * 0.96), (1.06, side * 1.12),
            (0.93, middle + foot * 25), (0.86, middle + foot * 20), (0.93, middle + foot * 2))]
        parts.append(pen.shape(corners(*leaf), colour, shade=6, rim=2, outline=0.8))
    return "".join(parts)


def _lapel(trunk: Trunk) -> str:
    pen, clothes = trunk.wear.pen, trunk.wear.look.clothes
    left, right, middle = _neck_sides(trunk)
    depth = 0.46
    shirt = clothes.trim
    parts = [_skin_vee(trunk, depth, shirt), _skin_vee(trunk, 0.93, trunk.wear.look.skin)]
    if clothes.tie:
        parts.append(_tie(trunk, clothes.tie))
    for side, foot in ((left, -1), (right, 1)):
        leaf = [trunk.at(t, x) for t, x in ((1.08, side * 0.9), (0.92, middle + foot * 4),
            (0.9, middle + foot * 15), (0.97, side * 0.7))]
        parts.append(pen.shape(corners(*leaf), paler(shirt, 0.2), shade=4, rim=0, outline=0.6))
    for side, foot in ((left, -1), (right, 1)):
        wide = 1.0 if trunk.rig.view is not View.PROFILE or foot > 0 else 0.4
        leaf = [trunk.at(t, x) for t, x in ((1.07, side), (0.99, side * 1.35),
            (0.86, middle + foot * 44 * wide), (0.81, middle + foot * 36 * wide),
            (0.83, middle + foot * 46 * wide), (depth, middle))]
        parts.append(pen.shape(corners(*leaf), deeper(clothes.main, 0.08), shade=8, rim=3,
            outline=0.8))
    parts.append(_buttons(trunk, (0.36, 0.2), "#1e1c1c"))
    if trunk.rig.view is not View.PROFILE:
        line = trunk.line([(depth, middle), (0.2, trunk.middle(0.2)),
            (-0.1, trunk.middle(0.0) - 6)])
        parts.append(pen.fold(line, 4.0, clothes.main, 0.9))
    return "".join(parts)


def _tie(trunk: Trunk, colour: str) -> str:
    m = trunk.middle(0.7)
    top = _neck_sides(trunk)[2]
    keys = [(0.93, top - 7), (0.93, top + 7), (0.86, top + 4), (0.52, m + 11), (0.46, m),
        (0.52, m - 11), (0.86, top - 4)]
    return trunk.wear.pen.shape(corners(*[trunk.at(t, x) for t, x in keys]), colour, shade=6,
        rim=2, outline=0.7)


def _stand(trunk: Trunk) -> str:
    left, right, middle = _neck_sides(trunk)
    colour = deeper(trunk.wear.look.clothes.main, 0.1)
    band = [(1.13, left * 0.92), (1.07, middle), (1.13, right * 0.92), (1.03, right * 1.12),
        (0.96, middle), (1.03, left * 1.12)]
    parts = [trunk.wear.pen.shape(trunk.closed(band), colour, shade=7, rim=3, outline=0.85)]
    parts.append(trunk.wear.pen.fold(trunk.line([(1.06, middle), (1.0, middle), (0.95, middle)]),
        3, colour))
    return "".join(parts)


def _hood(trunk: Trunk) -> str:
    pen, clothes = trunk.wear.pen, trunk.wear.look.clothes
    left, right, middle = _neck_sides(trunk)
    parts = [_skin_vee(trunk, 0.92, trunk.wear.look.skin)]
    for side, foot in ((left, -1), (right, 1)):
        roll = [(1.1, side * 1.05), (1.04, side * 1.9), (0.95, middle + foot * 34),
            (0.87, middle + foot * 3), (0.94, middle + foot * 5), (1.02, side * 0.9)]
        parts.append(pen.shape(trunk.closed(roll), clothes.main, shade=10, rim=3, outline=0.85))
        cord = trunk.line([(0.9, middle + foot * 10), (0.8, middle + foot * 13),
            (0.7, middle + foot * 10)])
        parts.append(pen.stroke(cord, 3.4, pen.paint(paler(clothes.main, 0.6)).base, even=True))
    return "".join(parts)


def _closing(trunk: Trunk) -> str:
    cut, pen, colour = trunk.wear.cut, trunk.wear.pen, trunk.wear.look.clothes.main
    if cut.closing == "none":
        return ""
    keys = [(t, trunk.middle(t)) for t in (0.94, 0.7, 0.4, 0.1, -0.14)]
    parts = [pen.fold(trunk.line(keys), 4.5 if cut.closing == "zip" else 3.4, colour, 0.9)]
    if cut.closing == "zip":
        parts.append(pen.stroke(trunk.line(keys), 1.8, pen.paint("#d9dde2").base, 0.8, even=True))
    else:
        parts.append(_buttons(trunk, (0.8, 0.62, 0.44, 0.26, 0.08), mix(colour, "#f4efe4", 0.6)))
    return "".join(parts)


def _buttons(trunk: Trunk, levels: tuple[float, ...], colour: str) -> str:
    shift = -4 if trunk.rig.view is not View.PROFILE else -3
    return "".join(trunk.wear.pen.flat(oval(trunk.at(t, trunk.middle(t) + shift), 3.6, 3.6, 10),
        colour) for t in levels)


def _pocket(trunk: Trunk) -> str:
    if trunk.rig.view is View.PROFILE:
        return ""
    m, colour = trunk.middle(0.2), trunk.wear.look.clothes.main
    wide = trunk.wear.build.chest * (0.62 if trunk.rig.view is View.FRONT else 0.5)
    pocket = [trunk.at(t, x) for t, x in ((0.3, m - wide * 0.66), (0.3, m + wide * 0.66),
        (0.1, m + wide), (-0.06, m + wide), (-0.06, m - wide), (0.1, m - wide))]
    return trunk.wear.pen.shape(corners(*pocket), deeper(colour, 0.06), shade=8, rim=3,
        outline=0.75)


def drawn_apron(trunk: Trunk) -> str:
    """An apron over the garment: bib, skirt and strings."""
    colour, pen = trunk.wear.look.clothes.apron, trunk.wear.pen
    if not colour:
        return ""
    left, right = trunk.edges(0.3)
    if trunk.rig.view is View.BACK:
        tie = trunk.line([(0.32, left - 4), (0.29, 0), (0.32, right + 4)])
        bow = [trunk.line([(0.3, 0), (0.34, s * 22), (0.26, s * 26), (0.3, 0)]) for s in (-1, 1)]
        cross = (trunk.line([(1.0, -26), (0.7, -20), (0.32, 0)]),
            trunk.line([(1.0, 26), (0.7, 20), (0.32, 0)]))
        lines = [tie, *bow, *cross]
        return "".join(pen.stroke(line, 7, pen.paint(colour).base, even=True) for line in lines)
    skirt = skirt_of(trunk, 0.46, 16, 4)
    profile = trunk.rig.view is View.PROFILE
    start = 0.56 if profile else (0.24 if trunk.rig.view is View.QUARTER else 0.13)
    stop = 1.0 if profile or trunk.rig.view is View.QUARTER else 0.87
    inner = [between(a, b, start) for a, b in zip(skirt.back, skirt.front, strict=True)]
    outer = [between(a, b, stop) for a, b in zip(skirt.back, skirt.front, strict=True)]
    m, chest = trunk.middle(0.8), trunk.wear.build.chest
    half = chest * 0.5
    bib = [trunk.at(0.82, m - half), trunk.at(0.82, min(m + half, trunk.edges(0.8)[1] + 3))]
    low_left = trunk.at(0.36, left + (right - left) * start)
    low_right = trunk.at(0.36, left + (right - left) * stop + 2)
    shape = [bib[0], bib[0], bib[1], bib[1], low_right, *outer, outer[-1], inner[-1],
        *reversed(inner), low_left]
    straps = []
    for x, neck in ((m - half * 0.9, -1), (m + half * 0.8, 1)):
        if profile and neck < 0:
            continue
        strap = trunk.line([(0.82, x), (0.95, x * 0.5 + neck * 14),
            (1.05, neck * trunk.wear.build.neck * 1.3)])
        straps.append(pen.stroke(strap, 8, pen.paint(colour).base, even=True))
    parts = [*straps, pen.shape(shape, colour, shade=20, rim=4)]
    band = trunk.line([(0.34, left - 3), (0.31, m), (0.34, right + 3)])
    parts.append(pen.stroke(band, 8, pen.paint(deeper(colour, 0.2)).base, even=True))
    pocket = [between(inner[4], outer[4], t) for t in (0.2, 0.8)]
    fold = spline([pocket[0], between(pocket[0], pocket[1], 0.5), pocket[1]])
    parts.append(pen.fold(fold, 4, colour, 0.9))
    return "".join(parts)


def drawn_plates(trunk: Trunk) -> str:
    """Lamellar armour over chest, shoulders and hips."""
    if not trunk.wear.cut.plates:
        return ""
    pen, clothes = trunk.wear.pen, trunk.wear.look.clothes
    left, right = trunk.edges(0.7)
    steel = clothes.trim
    parts: list[str] = []
    for row, t in enumerate((0.44, 0.55, 0.66, 0.77, 0.87)):
        a, b = trunk.edges(t)
        count = 6 if trunk.rig.view is not View.PROFILE else 4
        for i in range(count):
            x0, x1 = a + (b - a) * i / count, a + (b - a) * (i + 1) / count
            plate = trunk.closed([(t + 0.06, x0), (t + 0.06, x1), (t - 0.07, x1 - 1),
                (t - 0.085, (x0 + x1) / 2), (t - 0.07, x0 + 1)], steps=2)
            parts.insert(0, pen.shape(plate, steel if (i + row) % 2 else deeper(steel, 0.08),
                shade=5, rim=2.5, outline=0.45))
    for side in (left, right) if trunk.rig.view is not View.PROFILE else ((left + right) / 2,):
        x = side * 1.1
        for drop in (0.1, 0.0):
            pauldron = trunk.closed([(1.0 - drop, x * 0.62), (1.01 - drop, x),
                (0.9 - drop, x * 1.28), (0.8 - drop, x * 1.24), (0.84 - drop, x * 0.7)])
            if trunk.rig.view is View.PROFILE:
                pauldron = trunk.closed([(1.02 - drop, -30), (1.03 - drop, 30), (0.82 - drop, 36),
                    (0.79 - drop, 0), (0.82 - drop, -36)])
            parts.append(pen.shape(pauldron, steel, shade=12, rim=4, outline=0.8))
    return "".join(parts)
