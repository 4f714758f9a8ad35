"""Curves: key points in, smooth outlines, brush strokes, shaded edges and SVG path text out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache

Pt = tuple[float, float]
Line = list[Pt]


def spline(keys: Sequence[Pt], *, closed: bool = False, steps: int = 3) -> Line:
    """Points along a Catmull-Rom curve through `keys`; a key given twice is a sharp corner."""
    count = len(keys)
    if count < 3:
        return list(keys)
    line: Line = []
    last = count if closed else count - 1
    for index in range(last):
        before = keys[(index - 1) % count] if closed or index > 0 else keys[0]
        start, end = keys[index], keys[(index + 1) % count]
        after = keys[(index + 2) % count] if closed or index + 2 < count else keys[-1]
        if start == end:
            line.append(start)
            continue
        line.extend(_segment(before, start, end, after, step / steps) for step in range(steps))
    if not closed:
        line.append(keys[-1])
    return line


def _segment(a: Pt, b: Pt, c: Pt, d: Pt, t: float) -> Pt:
    u, v = t * t, t * t * t
    wa, wb = (-t + 2 * u - v) / 2, (2 - 5 * u + 3 * v) / 2
    wc, wd = (t + 4 * u - 3 * v) / 2, (v - u) / 2
    return (
        wa * a[0] + wb * b[0] + wc * c[0] + wd * d[0],
        wa * a[1] + wb * b[1] + wc * c[1] + wd * d[1],
    )


def text(line: Sequence[Pt], *, closed: bool = True, digits: int = 1) -> str:
    """SVG path data of a smooth curve that follows `line` (a B-spline, relative, short)."""
    if len(line) < 3:
        return "M" + "L".join(f"{round(x, digits):g} {round(y, digits):g}" for x, y in line)
    unit = 10**digits
    xs = [round(point[0] * unit) for point in line]
    ys = [round(point[1] * unit) for point in line]
    count = len(line)
    if closed:
        bends = range(count)
        ax, ay = (xs[-1] + xs[0]) // 2, (ys[-1] + ys[0]) // 2
    else:
        bends = range(1, count - 1)
        ax, ay = xs[0], ys[0]
    parts = [f"M{_short(ax, digits)}{_short(ay, digits)}q"]
    add = parts.append
    for index in bends:
        cx, cy = xs[index], ys[index]
        if closed or index < count - 2:
            after = (index + 1) % count
            x, y = (cx + xs[after]) // 2, (cy + ys[after]) // 2
        else:
            x, y = xs[-1], ys[-1]
        add(_short(cx - ax, digits))
        add(_short(cy - ay, digits))
        add(_short(x - ax, digits))
        add(_short(y - ay, digits))
        ax, ay = x, y
    return "".join(parts) + ("z" if closed else "")


@cache
def _short(whole: int, digits: int) -> str:
    """A number of 10**-digits as short text, with a space before it where it has no sign."""
    found = number(whole / 10**digits)
    return found if found[0] == "-" else " " + found


def number(value: float) -> str:
    """A coordinate as short text."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    if short in ("-0", ""):
        return "0"
    return short.replace("0.", ".", 1) if short.startswith(("0.", "-0.")) else short


def normals(line: Sequence[Pt], *, closed: bool) -> Line:
    """Unit normals: outward for a closed line whichever way it runs, of an open one to the left."""
    count = len(line)
    found: Line = []
    for index in range(count):
        a = line[index - 1] if closed or index else line[0]
        b = line[(index + 1) % count] if closed or index + 1 < count else line[-1]
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = math.hypot(dx, dy) or 1.0
        found.append((dy / length, -dx / length))
    if closed and area(line) < 0:
        return [(-x, -y) for x, y in found]
    return found


def area(line: Sequence[Pt]) -> float:
    """Signed area; positive when the line runs clockwise on the screen (y down)."""
    return 0.5 * sum(
        line[i - 1][0] * line[i][1] - line[i][0] * line[i - 1][1] for i in range(len(line))
    )


def moved(line: Sequence[Pt], by: Sequence[Pt], widths: Iterable[float]) -> Line:
    """Each point moved along its direction in `by` by its width."""
    return [(p[0] + n[0] * w, p[1] + n[1] * w) for p, n, w in zip(line, by, widths, strict=True)]


def crescents(line: Sequence[Pt], light: Pt, width: float, start: float = 0.0) -> list[Line]:
    """The parts of a closed outline turned away from `light`, as crescents at most `width` deep.

    `light` points to where the light is; `start` moves the border of the shade: below zero less
    of the outline is shaded.
    """
    out = normals(line, closed=True)
    depth = [max(0.0, start - n[0] * light[0] - n[1] * light[1]) ** 0.8 * width for n in out]
    inner = moved(line, out, (-d for d in depth))
    return [
        [line[i] for i in run] + [inner[i] for i in reversed(run)] for run in _runs(depth, width)
    ]


def _runs(depth: Sequence[float], width: float) -> list[list[int]]:
    count = len(depth)
    on = [d > width * 0.04 for d in depth]
    if all(on):
        return [list(range(count))]
    first = next((i for i in range(count) if on[i] and not on[i - 1]), None)
    if first is None:
        return []
    runs: list[list[int]] = []
    for step in range(count):
        index = (first + step) % count
        if on[index]:
            if not on[index - 1]:
                runs.append([(index - 1) % count])
            runs[-1].append(index)
        elif runs and on[index - 1]:
            runs[-1].append(index)
    return [run for run in runs if len(run) > 3]


def brush(line: Sequence[Pt], width: float | Callable[[float], float]) -> Line:
    """The outline of a brush stroke along an open line: `width` at t in 0..1, or tapering."""
    count = max(len(line) - 1, 1)
    side = normals(line, closed=False)
    at = width if callable(width) else tapered(width)
    half = [at(i / count) / 2 for i in range(len(line))]
    left = moved(line, side, half)
    right = moved(line, side, (-h for h in half))
    return [*left, left[-1], *reversed(right), right[0]]


def tapered(width: float, *, start: float = 0.12, end: float = 0.05) -> Callable[[float], float]:
    """A stroke's width that swells after its start and thins to its end."""

    def at(t: float) -> float:
        swell = math.sin(math.pi * min(1.0, 0.18 + t * 0.82)) ** 0.7
        return float(width * max(start if t < 0.5 else end, swell))

    return at


def limb(line: Sequence[Pt], widths: Sequence[float], *, round_end: bool = True) -> Line:
    """The outline of something long whose half width runs through `widths` along `line`."""
    count = len(line) - 1
    side = normals(line, closed=False)
    half = [_along(widths, i / count) for i in range(count + 1)]
    left = moved(line, side, half)
    right = moved(line, side, (-h for h in half))
    tip = _cap(line[-1], line[-2], half[-1]) if round_end else [left[-1], right[-1]]
    root = _cap(line[0], line[1], half[0])
    return [*left, *tip, *reversed(right), *root]


def _along(values: Sequence[float], t: float) -> float:
    at = t * (len(values) - 1)
    low = min(int(at), len(values) - 2)
    share = at - low
    share = share * share * (3 - 2 * share)
    return values[low] + (values[low + 1] - values[low]) * share


def _cap(end: Pt, before: Pt, half: float) -> Line:
    angle = math.atan2(end[1] - before[1], end[0] - before[0])
    return [
        (end[0] + half * 0.9 * math.cos(angle + turn), end[1] + half * 0.9 * math.sin(angle + turn))
        for turn in (-1.0, -0.35, 0.35, 1.0)
    ]


def between(a: Pt, b: Pt, t: float) -> Pt:
    """The point at share `t` of the way from `a` to `b`."""
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def oval(centre: Pt, rx: float, ry: float, steps: int = 16) -> Line:
    """Points of an ellipse."""
    return [
        (
            centre[0] + rx * math.cos(2 * math.pi * i / steps),
            centre[1] + ry * math.sin(2 * math.pi * i / steps),
        )
        for i in range(steps)
    ]


def polar(origin: Pt, degrees: float, length: float) -> Pt:
    """A point `length` away; 0 degrees is straight down, positive towards +x."""
    angle = math.radians(degrees)
    return (origin[0] + length * math.sin(angle), origin[1] + length * math.cos(angle))


def thinned(line: Sequence[Pt], most: int) -> Line:
    """At most `most` of the points, both ends among them."""
    if len(line) <= most:
        return list(line)
    step = (len(line) - 1) / (most - 1)
    return [line[round(i * step)] for i in range(most)]


def corners(*points: Pt) -> Line:
    """A polygon with sharp corners, closed."""
    line: Line = []
    for index, point in enumerate(points):
        line.extend((point, point, between(point, points[(index + 1) % len(points)], 0.5)))
    return line
