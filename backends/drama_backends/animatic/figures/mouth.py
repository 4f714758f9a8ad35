"""The mouth: a face's features in, one mouth by viseme as SVG out."""

from __future__ import annotations

from drama_backends.animatic.figures.colour import deeper, mix
from drama_backends.animatic.figures.curve import Line
from drama_backends.animatic.figures.face import Features
from drama_backends.animatic.figures.rig import View

# Coordinates are read in rows.
# fmt: off

VISEMES = {"rest": (0.0, 1.0), "m": (-1.0, 0.94), "a": (9.0, 1.0), "e": (5.0, 1.16),
    "o": (7.0, 0.62)}
"""How far the lips are apart, in head units, and times the mouth's width."""


def drawn_mouths(features: Features) -> dict[str, str]:
    """A fragment by viseme."""
    return {name: _mouth(features, *shape) for name, shape in VISEMES.items()}


def _mouth(features: Features, open_: float, wide: float) -> str:
    look, mood, pen = features.look, features.mood, features.pen
    y = 33.2 * (0.4 + 0.6 * features.face.shape.length) + (1.2 if look.age == "child" else 0.0)
    half = (8.8 if look.female else 9.8) * features.face.shape.mouth * mood.wide * wide
    if look.age == "child":
        half *= 0.84
    gap = open_ if open_ else mood.part
    pressed = open_ < 0
    gap = 0.0 if pressed else gap
    lift = mood.corner * (0.55 if gap > 3 else 1.0)
    steps = [i / 6 for i in range(-6, 7)]
    if features.face.view is View.PROFILE:
        steps = [i / 6 - 1 for i in range(7)]

    def curve(u: float) -> float:
        return float(y - lift * abs(u) ** 1.5 * 0.8 + lift * 0.3)

    def opening(u: float) -> float:
        return float(max(0.0, 1 - u * u) ** 0.6)

    up = [(u * half, curve(u) - gap * 0.34 * opening(u)) for u in steps]
    low = [(u * half, curve(u) + gap * 0.66 * opening(u)) for u in steps]
    full = (1.0 if look.female else 0.72) * (0.5 if pressed else 1.0)
    bow = [(x, py - full * 2.9 * _bow(u)) for u, (x, py) in zip(steps, up, strict=True)]
    pout = [(x, py + full * 3.7 * max(0.0, 1 - u * u) ** 0.8) for u,
        (x, py) in zip(steps, low, strict=True)]
    lip = mix(look.skin, "#a83a3c", 0.5 if look.female else 0.26)
    at = features.face.at
    parts = [pen.flat([at(*p) for p in [*bow, *reversed(up)]], deeper(lip, 0.16), 0.95)]
    parts.append(pen.flat([at(*p) for p in [*low, *reversed(pout)]], lip, 0.95))
    if gap > 0.5:
        parts.append(_inside(features, steps, up, low, gap))
    else:
        dark = mix("#4a1a1c", pen.ink(), 0.4)
        parts.append(features.stroke(up, 1.5, dark, 0.95))
    if features.close:
        parts.append(_lip_light(features, half, pout, steps))
    foot = [(-half * 0.5, pout[len(pout) // 2][1] + 1.6), (0, max(p[1] for p in pout) + 2.2),
        (half * (0.1 if len(steps) == 7 else 0.5), max(p[1] for p in pout) + 1.6)]
    parts.append(features.stroke(foot, 1.7, pen.paint(look.skin).shade, 0.75))
    return "".join(parts)


def _bow(u: float) -> float:
    edge = max(0.0, 1 - abs(u)) ** 0.55
    return float(edge * (1 - 0.34 * max(0.0, 1 - abs(u) / 0.28)))


def _inside(features: Features, steps: list[float], up: Line, low: Line, gap: float) -> str:
    pen, at = features.pen, features.face.at
    parts = [pen.flat([at(*p) for p in [*up, *reversed(low)]], "#4b1d22")]
    if gap > 2.4:
        teeth = [(x, min(b, a + min(2.6, gap * 0.42))) for (x, a),
            (_, b) in zip(up, low, strict=True)]
        inner = slice(1, -1)
        parts.append(pen.flat([at(*p) for p in [*up[inner], *reversed(teeth[inner])]], "#f3ece2"))
    if gap > 4.5:
        tongue = [(x * 0.72, b - (gap * 0.3) * max(0.0, 1 - u * u)) for u,
            (x, b) in zip(steps, low, strict=True)]
        base = [(x * 0.72, y) for x, y in low]
        parts.append(pen.flat([at(*p) for p in [*tongue, *reversed(base)]], "#b4565a"))
    parts.append(features.stroke(up, 1.1, "#33110f", 0.8))
    return "".join(parts)


def _lip_light(features: Features, half: float, pout: Line, steps: list[float]) -> str:
    middle = len(steps) // 2
    y = pout[middle][1] - 1.5
    return features.stroke([(-half * 0.35, y - 0.2), (0, y), (half * 0.2, y - 0.1)], 0.9,
        "#ffffff", 0.3)
