"""The pen: outlines and colours in, SVG in one of the styles out, with what it has covered.

A shape is a fill, a shaded side, a rim of light and an outline; how each looks is the style's:
`ink` (brush lines that swell and are lost in the light, washes that run from paper to pigment),
`flat` (clean two-tone shapes, no lines) and `pencil` (sketched lines, grey tones, one accent).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from drama_backends.animatic.figures.colour import (
    deeper,
    duller,
    hexed,
    luminance,
    mix,
    multiply,
    paler,
)
from drama_backends.animatic.figures.curve import (
    Line,
    Pt,
    brush,
    crescents,
    moved,
    normals,
    number,
    oval,
    tapered,
    text,
    thinned,
)
from drama_backends.animatic.stage import Box, Palette

INK_CHROMA = 0.85
"""How much of a colour's richness is left when it is ground into ink."""
INKED_BELOW = 0.55
"""A line darker than this is drawn with ink, whatever it is on."""
BODY_HALF = 330.0
"""How far from its middle, in stage units, a shape still belongs to a person's body."""
LIGHT = (-0.62, -0.78)
"""Where the key light is, as seen on the screen: upper left."""
GRAPHITE = "#35363b"
PAPER = "#f3ead6"
"""What a wash thins out to."""


class Paint(NamedTuple):
    """One colour as it lies in the shot's light."""

    base: str
    shade: str
    lit: str
    line: str


@dataclass(slots=True)
class Covered:
    """The smallest box around all that was drawn; `light` is that around its glows."""

    left: float = math.inf
    top: float = math.inf
    right: float = -math.inf
    bottom: float = -math.inf
    light: Covered | None = None

    def lit(self) -> Covered:
        """The box around glows."""
        if self.light is None:
            self.light = Covered()
        return self.light

    def add(self, line: Sequence[Pt], margin: float) -> None:
        """Grow by a line that is `margin` thick to each side."""
        if not line:
            return
        xs, ys = zip(*line, strict=True)
        self.left, self.right = min(self.left, min(xs) - margin), max(self.right, max(xs) + margin)
        self.top, self.bottom = min(self.top, min(ys) - margin), max(self.bottom, max(ys) + margin)

    def box(self) -> Box:
        """The box with its glows, or an empty one at the origin."""
        solid = self.solid()
        if self.light is None or self.light.left > self.light.right:
            return solid
        glow = self.light
        return Box(
            min(solid.left, glow.left),
            min(solid.top, glow.top),
            max(solid.right, glow.right),
            max(solid.bottom, glow.bottom),
        )

    def solid(self) -> Box:
        """The box without glows, or an empty one at the origin."""
        if self.left > self.right:
            return Box(0.0, 0.0, 0.0, 0.0)
        return Box(self.left, self.top, self.right, self.bottom)


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws in a style, in a frame (`origin`, `scale`, `degrees`) laid on the stage.

    `light` is the direction to the light in stage axes: of a drawing that will be mirrored, it
    is mirrored already.
    """

    style: str
    palette: Palette
    accent: str = ""
    light: Pt = LIGHT
    origin: Pt = (0.0, 0.0)
    scale: float = 1.0
    degrees: float = 0.0
    weight: float = 5.0
    digits: int = 1
    covered: Covered = field(default_factory=Covered)

    def at(self, origin: Pt, scale: float, degrees: float = 0.0) -> Pen:
        """The same pen in a frame of its own, given in stage units."""
        return replace(self, origin=origin, scale=scale, degrees=degrees)

    def place(self, point: Pt) -> Pt:
        """A point of the frame, on the stage."""
        turn = math.radians(self.degrees)
        x, y = point[0] * self.scale, point[1] * self.scale
        return (
            self.origin[0] + x * math.cos(turn) - y * math.sin(turn),
            self.origin[1] + x * math.sin(turn) + y * math.cos(turn),
        )

    def paint(self, colour: str) -> Paint:
        """A colour in this light and style."""
        if self.style == "pencil":
            return _greyed(colour, self.accent)
        return _painted(colour, self.style, self.palette)

    def shape(
        self,
        line: Sequence[Pt],
        colour: str,
        *,
        shade: float = 14.0,
        rim: float = 4.0,
        outline: float = 1.0,
        start: float = -0.12,
    ) -> str:
        """A closed shape; `shade` and `rim` in stage units deep, `outline` times the weight."""
        points = self._placed(line)
        self.covered.add(points, self.weight)
        paint = self.paint(colour)
        whole = text(points, digits=self.digits)
        parts = [self._outlined(points, paint, outline)] if outline and self.style == "ink" else []
        parts.append(self._fill(points, whole, paint, outline))
        if shade:
            parts.append(self._shaded(points, paint, shade, start))
        if rim and self.style == "flat":
            away = (-self.light[0], -self.light[1])
            edge = self._crescents(points, away, rim, -0.35)
            if edge:
                parts.append(f'<path d="{edge}" fill="{paint.lit}" fill-opacity="0.55"/>')
        if outline and self.style == "pencil":
            parts.append(self._sketched(points, self.weight * outline * 0.36))
        return "".join(parts)

    def flat(self, line: Sequence[Pt], colour: str, opacity: float = 1.0, *, raw: bool = False
             ) -> str:  # fmt: skip
        """A closed shape in one tone without an outline; `raw` keeps the colour as it is."""
        points = self._placed(line)
        self.covered.add(points, 0.5)
        fill = colour if raw else self.paint(colour).base
        return _path(text(points, digits=self.digits), fill, opacity)

    def seam(self, line: Sequence[Pt], colour: str) -> str:
        """A closed shape of the stuff of its neighbours, to hide where two of them meet."""
        points = self._placed(line)
        paint, whole = self.paint(colour), text(points, digits=self.digits)
        if self.style == "ink":
            return self._graded(points, whole, paint)
        return _path(whole, paint.base, 1.0)

    def tone(self, line: Sequence[Pt], colour: str, opacity: float = 1.0) -> str:
        """A cast shadow on something of this colour."""
        points = self._placed(line)
        if self.style == "pencil":
            return _path(text(points, digits=self.digits), GRAPHITE, 0.22 * opacity)
        opacity *= 0.6 if self.style == "ink" else 1.0
        return _path(text(points, digits=self.digits), self.paint(colour).shade, opacity)

    def stroke(
        self,
        line: Sequence[Pt],
        width: float,
        colour: str = "",
        opacity: float = 1.0,
        *,
        even: bool = False,
    ) -> str:
        """A brush stroke `width` stage units wide: in `colour` as it is, or the ink's."""
        points = self._placed(line if even else thinned(line, 7))
        self.covered.add(points, width / 2)
        if self.style == "pencil":
            width, opacity = max(width * 0.72, 1.0), opacity * 0.85
            if colour:
                colour = _greyed(colour, self.accent).base if luminance(colour) > 0.6 else GRAPHITE
        elif self.style == "ink" and colour and luminance(colour) < INKED_BELOW:
            colour = mix(duller(colour, 0.5), self.palette.ink, 0.45)
        steps = (lambda t: width) if even else tapered(width)
        return _path(text(brush(points, steps), digits=1), colour or self.ink(), opacity)

    def marks(
        self, lines: Sequence[Sequence[Pt]], width: float, colour: str, opacity: float = 1.0
    ) -> str:
        """Many short even curves of three points each, as one path: scales, fur, weave."""
        data: list[str] = []
        for line in lines:
            a, b, c = (self.place(point) for point in line)
            data.append(f"M{a[0]:.0f} {a[1]:.0f}Q{b[0]:.0f} {b[1]:.0f} {c[0]:.0f} {c[1]:.0f}")
        return (
            f'<path d="{"".join(data)}" fill="none" stroke="{colour}" stroke-linecap="round" '
            f'stroke-width="{number(width)}" stroke-opacity="{number(opacity)}"/>'
        )

    def fold(self, line: Sequence[Pt], width: float, colour: str, opacity: float = 0.75) -> str:
        """A fold in cloth of this colour."""
        paint = self.paint(colour)
        tone = GRAPHITE if self.style == "pencil" else mix(paint.shade, paint.line, 0.35)
        return self.stroke(line, width, tone, opacity * (0.6 if self.style == "pencil" else 1.0))

    def glow(self, centre: Pt, radius: float, colour: str) -> str:
        """Light around something, in rings that need no filter and no gradient."""
        if self.style == "pencil":
            return ""
        # Light has no edge that a frame must hold.
        lit = replace(self, covered=self.covered.lit())
        return "".join(
            lit.flat(oval(centre, radius * k, radius * k, 20), colour, 0.07, raw=True)
            for k in (1.0, 0.84, 0.68, 0.54, 0.42, 0.3)
        )

    def _placed(self, line: Sequence[Pt]) -> Line:
        """A line of the frame, on the stage; as `place`, which turns a point alone."""
        scale, (x0, y0) = self.scale, self.origin
        if not self.degrees:
            return [(x0 + x * scale, y0 + y * scale) for x, y in line]
        turn = math.radians(self.degrees)
        cos, sin = scale * math.cos(turn), scale * math.sin(turn)
        return [(x0 + x * cos - y * sin, y0 + x * sin + y * cos) for x, y in line]

    def ink(self) -> str:
        """The colour of free lines."""
        return GRAPHITE if self.style == "pencil" else self.palette.ink

    def _fill(self, points: Line, whole: str, paint: Paint, outline: float) -> str:
        if self.style == "flat" and outline:
            # A hair of its own shade, so that an arm parts from a sleeve of its colour.
            width = number(self.weight * 0.3 * outline)
            return (
                f'<path d="{whole}" fill="{paint.base}" stroke="{paint.line}" '
                f'stroke-width="{width}" stroke-linejoin="round"/>'
            )
        if self.style == "ink" and outline:
            return self._graded(points, whole, paint)
        return _path(whole, paint.base, 1.0)

    def _graded(self, points: Line, whole: str, paint: Paint) -> str:
        """A wash from the light to the shade; alike gradients may have one name.

        What belongs to a body shares one, so that a sleeve runs on into its shoulder.
        """
        left = self.light[0] < 0
        body = self.origin == (0.0, 0.0) and all(abs(x) < BODY_HALF for x, _ in points)
        name = f"w{paint.base[1:]}{paint.shade[1:]}{'l' if left else 'r'}{'b' if body else ''}"
        x1, x2 = (0.1, 0.9) if left else (0.9, 0.1)
        line = f'x1="{x1}" y1="0" x2="{x2}" y2="1"'
        if body:
            x1, x2 = (-190, 230) if left else (190, -230)
            line = f'gradientUnits="userSpaceOnUse" x1="{x1}" y1="-640" x2="{x2}" y2="-470"'
        return (
            f'<linearGradient id="{name}" {line}>'
            f'<stop offset="0" stop-color="{paint.lit}"/>'
            f'<stop offset=".42" stop-color="{paint.base}"/>'
            f'<stop offset="1" stop-color="{mix(paint.base, paint.shade, 0.72)}"/>'
            f'</linearGradient><path d="{whole}" fill="url(#{name})"/>'
        )

    def _shaded(self, points: Line, paint: Paint, shade: float, start: float) -> str:
        if self.style == "pencil":
            return self._hatched(points, shade)
        wide = self._crescents(points, self.light, shade, start)
        if not wide:
            return ""
        if self.style == "flat":
            return _path(wide, paint.shade, 0.8)
        pool = self._crescents(points, self.light, shade * 0.45, start + 0.2) if shade > 12 else ""
        parts = [_path(wide, paint.shade, 0.26)]
        if pool:
            parts.append(_path(pool, paint.shade, 0.34))
        return "".join(parts)

    def _crescents(self, points: Line, light: Pt, width: float, start: float) -> str:
        found = crescents(points, light, width, start)
        return "".join(text(each, digits=self.digits) for each in found)

    def _hatched(self, points: Line, shade: float) -> str:
        marks: list[str] = []
        for each in crescents(points, self.light, shade * 0.9, -0.1):
            half = len(each) // 2
            for index in range(1, half - 1):
                a, b = each[index], each[-1 - min(index + 1, half - 1)]
                marks.append(f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}")
        data = "".join(marks)
        return (
            f'<path d="{data}" fill="none" stroke="{GRAPHITE}" stroke-opacity="0.45" '
            f'stroke-width="{number(self.weight * 0.26)}"/>'
        )

    def _outlined(self, points: Line, paint: Paint, outline: float) -> str:
        width = self.weight * outline
        out = normals(points, closed=True)
        halves = []
        for (x, y), n in zip(points, out, strict=True):
            away = max(0.0, -(n[0] * self.light[0] + n[1] * self.light[1]))
            press = math.sin(x * 0.031 + y * 0.023) * math.sin(x * 0.011 - y * 0.017)
            halves.append(width * (0.2 + 1.05 * away**1.4) * (1.0 + 0.45 * press))
        return _path(text(moved(points, out, halves), digits=self.digits), paint.line, 1.0)

    def _sketched(self, points: Line, width: float) -> str:
        lines = []
        for turn, share in ((0.0, 0.85), (1.9, 0.45)):
            loose = [
                (
                    x + 1.3 * width * math.sin(y * 0.043 + turn + x * 0.011),
                    y + 1.3 * width * math.sin(x * 0.037 + turn * 2),
                )
                for x, y in points
            ]
            lines.append(
                f'<path d="{text(loose, digits=self.digits)}" fill="none" stroke="{GRAPHITE}" '
                f'stroke-opacity="{share}" stroke-width="{number(width)}"/>'
            )
        return "".join(lines)


# The same few colours are asked for in every shape.
@lru_cache(maxsize=4096)
def _painted(colour: str, style: str, palette: Palette) -> Paint:
    """A colour in the light of a palette: flat, or ground into ink."""
    tint = mix("#ffffff", _levelled(palette.light), 0.5)
    if style == "ink":
        return _washed(multiply(duller(colour, INK_CHROMA), tint), palette)
    base = multiply(colour, tint)
    dark = mix("#ffffff", _levelled(palette.shadow, 0.62), 0.72)
    shade = deeper(multiply(base, dark), 0.1)
    lit = mix(paler(base, 0.3), palette.light, 0.25)
    return Paint(base, shade, lit, deeper(multiply(base, dark, 1.0), 0.12))


def _washed(base: str, palette: Palette) -> Paint:
    """A pigment on paper: thin where the light falls, pooled in the shade."""
    dark = mix("#ffffff", _levelled(palette.shadow, 0.62), 0.6)
    paper = multiply(PAPER, mix("#ffffff", _levelled(palette.light), 0.5))
    return Paint(
        mix(base, paper, 0.1),
        deeper(multiply(base, dark), 0.16),
        mix(base, paper, 0.36),
        mix(palette.ink, "#16130f", 0.5),
    )


@lru_cache(maxsize=4096)
def _greyed(colour: str, accent: str) -> Paint:
    """A colour in graphite; the accent keeps some of its own."""
    light = 0.36 + 0.62 * luminance(colour) ** 0.8
    grey = hexed(light, light, light * 0.985)
    if accent and colour == accent:
        grey = mix(grey, colour, 0.55)
    return Paint(grey, mix(grey, GRAPHITE, 0.3), paler(grey, 0.5), GRAPHITE)


def _path(data: str, fill: str, opacity: float) -> str:
    faint = "" if opacity >= 0.995 else f' fill-opacity="{number(opacity)}"'
    return f'<path d="{data}" fill="{fill}"{faint}/>'


def _levelled(colour: str, least: float = 0.7) -> str:
    """A light's colour without its darkness: how dark it is, the place shows."""
    light = luminance(colour)
    if light >= least:
        return colour
    return mix(colour, "#ffffff", (least - light) / (1.0 - light))
