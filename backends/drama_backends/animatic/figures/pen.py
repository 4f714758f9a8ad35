"""The pen: outlines and colours in, SVG in one of the styles out, with what it has covered.

A shape is a fill, a shaded side, a rim of light and an outline; how each looks is the style's:
`ink` (brush lines of varying width, watery fills), `flat` (clean two-tone shapes) and `pencil`
(sketched lines, grey tones, one accent).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from drama_backends.animatic.figures.colour import (
    deeper,
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

LIGHT = (-0.62, -0.78)
"""Where the key light is, as seen on the screen: upper left."""
GRAPHITE = "#35363b"


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
        for x, y in line:
            self.left, self.right = min(self.left, x - margin), max(self.right, x + margin)
            self.top, self.bottom = min(self.top, y - margin), max(self.bottom, y + margin)

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
            return self._grey(colour)
        palette = self.palette
        tint = mix("#ffffff", _levelled(palette.light), 0.5)
        base = multiply(colour, tint)
        dark = mix("#ffffff", _levelled(palette.shadow, 0.62), 0.72)
        shade = deeper(multiply(base, dark), 0.1)
        lit = mix(paler(base, 0.3), palette.light, 0.25)
        if self.style == "ink":
            line = mix(palette.ink, base, 0.1)
        else:
            line = deeper(multiply(base, dark, 1.0), 0.42)
        return Paint(base, shade, lit, line)

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
        points = [self.place(point) for point in line]
        self.covered.add(points, self.weight)
        paint = self.paint(colour)
        whole = text(points, digits=self.digits)
        parts = [self._outlined(points, paint, outline)] if outline and self.style == "ink" else []
        parts.append(self._fill(whole, paint, outline))
        if shade:
            parts.append(self._shaded(points, paint, shade, start))
        if rim and self.style != "pencil":
            away = (-self.light[0], -self.light[1])
            edge = self._crescents(points, away, rim, -0.35)
            if edge:
                glow = 0.55 if self.style == "flat" else 0.42
                parts.append(f'<path d="{edge}" fill="{paint.lit}" fill-opacity="{glow}"/>')
        if outline and self.style == "pencil":
            parts.append(self._sketched(points, self.weight * outline * 0.36))
        return "".join(parts)

    def flat(self, line: Sequence[Pt], colour: str, opacity: float = 1.0, *, raw: bool = False
             ) -> str:  # fmt: skip
        """A closed shape in one tone without an outline; `raw` keeps the colour as it is."""
        points = [self.place(point) for point in line]
        self.covered.add(points, 0.5)
        fill = colour if raw else self.paint(colour).base
        return _path(text(points, digits=self.digits), fill, opacity)

    def tone(self, line: Sequence[Pt], colour: str, opacity: float = 1.0) -> str:
        """A cast shadow on something of this colour."""
        points = [self.place(point) for point in line]
        if self.style == "pencil":
            return _path(text(points, digits=self.digits), GRAPHITE, 0.22 * opacity)
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
        points = [self.place(point) for point in (line if even else thinned(line, 7))]
        self.covered.add(points, width / 2)
        if self.style == "pencil":
            width, opacity = max(width * 0.72, 1.0), opacity * 0.85
            if colour:
                colour = self._grey(colour).base if luminance(colour) > 0.6 else GRAPHITE
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

    def ink(self) -> str:
        """The colour of free lines."""
        return GRAPHITE if self.style == "pencil" else self.palette.ink

    def _grey(self, colour: str) -> Paint:
        light = 0.36 + 0.62 * luminance(colour) ** 0.8
        grey = hexed(light, light, light * 0.985)
        if self.accent and colour == self.accent:
            grey = mix(grey, colour, 0.55)
        return Paint(grey, mix(grey, GRAPHITE, 0.3), paler(grey, 0.5), GRAPHITE)

    def _fill(self, whole: str, paint: Paint, outline: float) -> str:
        if self.style == "flat" and outline:
            width = number(self.weight * 0.42 * outline)
            return (
                f'<path d="{whole}" fill="{paint.base}" stroke="{paint.line}" '
                f'stroke-width="{width}" stroke-linejoin="round"/>'
            )
        return _path(whole, paint.base, 1.0)

    def _shaded(self, points: Line, paint: Paint, shade: float, start: float) -> str:
        if self.style == "pencil":
            return self._hatched(points, shade)
        wide = self._crescents(points, self.light, shade, start)
        if not wide:
            return ""
        if self.style == "flat":
            return _path(wide, paint.shade, 0.8)
        pool = self._crescents(points, self.light, shade * 0.4, start + 0.2) if shade > 16 else ""
        wash = (
            self._crescents(points, (-self.light[0], -self.light[1]), shade * 0.8, -0.1)
            if shade > 12
            else ""
        )
        parts = [_path(wide, paint.shade, 0.7)]
        if wash:
            parts.append(_path(wash, paint.lit, 0.16))
        if pool:
            parts.append(_path(pool, paint.shade, 0.5))
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
            wobble = 1.0 + 0.28 * math.sin(x * 0.061 + y * 0.043) * math.sin(x * 0.017 - y * 0.029)
            halves.append(width * (0.36 + 0.72 * away) * wobble)
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


def _path(data: str, fill: str, opacity: float) -> str:
    faint = "" if opacity >= 0.995 else f' fill-opacity="{number(opacity)}"'
    return f'<path d="{data}" fill="{fill}"{faint}/>'


def _levelled(colour: str, least: float = 0.7) -> str:
    """A light's colour without its darkness: how dark it is, the place shows."""
    light = luminance(colour)
    if light >= least:
        return colour
    return mix(colour, "#ffffff", (least - light) / (1.0 - light))
