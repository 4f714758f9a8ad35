"""Random numbers and points in, the lines of a drawing out: ridges, blobs, brush strokes, paths.

Everything is plain Python over lists of points in stage units; a path is SVG path data with
whole numbers, which keeps a layer small and is finer than a pixel in every framing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from hashlib import blake2b
from random import Random

from drama_backends.animatic.stage import HORIZON

Points = list[tuple[float, float]]


def seeded(*names: str) -> Random:
    """A random generator that is the same for the same names on every machine."""
    digest = blake2b("/".join(names).encode(), digest_size=8).digest()
    return Random(int.from_bytes(digest, "big"))


def foot(scale: float) -> float:
    """The ground's y where things look `scale` times as large as in the acting plane."""
    return HORIZON * (1.0 - scale)


def noise(
    random: Random, wave: float, octaves: int = 4, rough: float = 0.5
) -> Callable[[float], float]:
    """A wandering line of x, about -1..1, whose longest wave is `wave` units."""
    tables = [[random.uniform(-1, 1) for _ in range(64)] for _ in range(octaves)]
    total = sum(rough**octave for octave in range(octaves))

    def at(x: float) -> float:
        value = 0.0
        for octave, table in enumerate(tables):
            place = x / wave * 2**octave
            left = math.floor(place)
            turn = (1 - math.cos((place - left) * math.pi)) / 2
            a, b = table[left % 64], table[(left + 1) % 64]
            value += (a + (b - a) * turn) * rough**octave
        return value / total

    return at


def ridge(
    random: Random, left: float, right: float, step: float, wave: float, sharp: bool = False
) -> Points:
    """Points from left to right, y in about -1..0 (up), `sharp` with peaks, else rolling."""
    line = noise(random, wave, 5, 0.52 if sharp else 0.35)
    count = max(2, int((right - left) / step))
    points = []
    for index in range(count + 1):
        x = left + (right - left) * index / count
        value = line(x)
        height = 1 - abs(value) * 1.7 if sharp else 0.5 + value * 0.8
        points.append((x, -max(0.03, height)))
    return points


def blob(
    random: Random,
    x: float,
    y: float,
    across: float,
    down: float,
    count: int = 12,
    rough: float = 0.18,
) -> Points:
    """A closed organic outline about a centre; `across` and `down` are its half sizes."""
    turn = random.uniform(0, math.tau)
    points = []
    for index in range(count):
        angle = turn + math.tau * index / count
        reach = 1 + random.uniform(-rough, rough)
        points.append((x + across * reach * math.cos(angle), y + down * reach * math.sin(angle)))
    return points


def arc(
    start: tuple[float, float], bend: tuple[float, float], end: tuple[float, float], count: int = 8
) -> Points:
    """Points along a quadratic curve from `start` over `bend` to `end`."""
    points = []
    for index in range(count + 1):
        t = index / count
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append(
            (a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1])
        )
    return points


def brush(
    points: Sequence[tuple[float, float]], width: float, random: Random, uneven: float = 0.24
) -> Points:
    """The outline of a brush stroke along `points`: thin, full, thin, never quite even."""
    count = len(points)
    left: Points = []
    right: Points = []
    for index, (x, y) in enumerate(points):
        before, after = points[max(0, index - 1)], points[min(count - 1, index + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        share = index / max(1, count - 1)
        full = 0.22 + 0.78 * math.sin(math.pi * min(1.0, 0.08 + share * 0.9)) ** 0.7
        half = width / 2 * full * random.uniform(0.96 - uneven, 0.96 + uneven)
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return left + right[::-1]


def dense(points: Sequence[tuple[float, float]], step: float, closed: bool = False) -> Points:
    """The same line with a point at least every `step` units."""
    ring = [*points, points[0]] if closed else list(points)
    result: Points = []
    for (x, y), (u, v) in itertools.pairwise(ring):
        count = max(1, min(40, math.ceil(math.hypot(u - x, v - y) / step)))
        result += [(x + (u - x) * i / count, y + (v - y) * i / count) for i in range(count)]
    result.append(ring[-1])
    return result


def shaken(points: Sequence[tuple[float, float]], by: float, random: Random) -> Points:
    """Every point moved a little, as a hand would."""
    return [(x + random.uniform(-by, by), y + random.uniform(-by, by)) for x, y in points]


def polygon(points: Sequence[tuple[float, float]], closed: bool = True) -> str:
    """Path data of straight lines."""
    first, *rest = ((round(x), round(y)) for x, y in points)
    parts = [f"M{first[0]} {first[1]}"]
    here = first
    for there in rest:
        parts.append(f"l{there[0] - here[0]} {there[1] - here[1]}")
        here = there
    return "".join(parts) + ("z" if closed else "")


def curve(points: Sequence[tuple[float, float]], closed: bool = True) -> str:
    """Path data of smooth curves through the middles between the points."""
    if len(points) < 3:
        return polygon(points, closed)
    if closed:
        start = _middle(points[-1], points[0])
        corners = [
            (point, _middle(point, points[(i + 1) % len(points)])) for i, point in enumerate(points)
        ]
    else:
        start = points[0]
        bends = points[1:-1]
        ends = [_middle(a, b) for a, b in itertools.pairwise(bends)] + [points[-1]]
        corners = list(zip(bends, ends, strict=True))
    here = (round(start[0]), round(start[1]))
    parts = [f"M{here[0]} {here[1]}"]
    for bend, end in corners:
        a, b = round(bend[0]) - here[0], round(bend[1]) - here[1]
        c, d = round(end[0]) - here[0], round(end[1]) - here[1]
        parts.append(f"q{a} {b} {c} {d}")
        here = (round(end[0]), round(end[1]))
    return "".join(parts) + ("z" if closed else "")


def lens(x: float, y: float, width: float, height: float) -> str:
    """Path data of a thin horizontal leaf, as of a ripple or a glint."""
    return (
        f"M{x - width / 2:.0f} {y:.0f}q{width / 2:.0f} {-height:.1f} {width:.0f} 0"
        f"q{-width / 2:.0f} {height:.1f} {-width:.0f} 0z"
    )


def hatch(
    random: Random, rings: Sequence[Sequence[tuple[float, float]]], step: float, degrees: float
) -> str:
    """Path data of slanting strokes filling closed rings (even-odd), `step` units apart.

    Strokes cost a rasteriser far less than a pattern over the same area.
    """
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turned = [[(x * c + y * s, y * c - x * s) for x, y in ring] for ring in rings]
    sides = [(a, b) for ring in turned for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
    top = min(y for ring in turned for _, y in ring)
    bottom = max(y for ring in turned for _, y in ring)
    step = max(step, (bottom - top) / 320)
    parts: list[str] = []
    y = top + step * random.uniform(0.3, 0.7)
    while y < bottom and len(parts) < 900:
        cuts = sorted(
            a + (b - a) * (y - u) / (v - u) for (a, u), (b, v) in sides if (u <= y) != (v <= y)
        )
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            parts += _dashes(random, left, right, y, step, (c, s))
        y += step * random.uniform(0.8, 1.2)
    return "".join(parts)


def _dashes(
    random: Random, left: float, right: float, y: float, step: float, turn: tuple[float, float]
) -> list[str]:
    c, s = turn
    parts = []
    x = left + random.uniform(0, step * 0.4)
    while x < right - step * 0.3:
        end = min(right - random.uniform(0, step * 0.3), x + step * random.uniform(9, 18))
        bow = y + random.uniform(-0.08, 0.08) * step
        u, v = x * c - y * s, x * s + y * c
        if abs(u) < 3400 and -2700 < v < 900:  # nobody looks closely further out
            parts.append(f"M{u:.0f} {v:.0f}L{end * c - bow * s:.0f} {end * s + bow * c:.0f}")
        x = end + step * random.uniform(0.4, 1.4)
    return parts


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
