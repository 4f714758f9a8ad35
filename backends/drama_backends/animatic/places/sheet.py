"""Shapes and colours in, SVG of one layer in the film's manner out: ink, flat or pencil.

A motif says what is there (a roof, a wave, a glow); the sheet knows how the manner draws it:
ink washes each shape from dark to pale and lines it with a brush, flat lays hard planes of
colour, pencil outlines twice and hatches by darkness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drama_backends.animatic.places.colour import lightness, mix, shaded, tinted, with_lightness
from drama_backends.animatic.places.strokes import (
    Points,
    brush,
    curve,
    dense,
    hatch,
    polygon,
    seeded,
    shaken,
)
from drama_backends.animatic.stage import Palette, PlaceLayer

STYLES = ("ink", "flat", "pencil")
PAPER = "#f3ead6"
INK_CHROMA = 0.55
"""How much of a colour's richness is left when it is ground into ink."""
INK_PAPER = {
    "sky_top": 0.46,
    "sky_low": 0.6,
    "haze": 0.5,
    "far": 0.38,
    "ground": 0.44,
    "middle": 0.28,
}
"""How much of the paper shines through what a wash is of; through a dark one less."""
LIT_ABOVE = 0.62
"""A haze lighter than this is daylight: lamps are off and windows are dark."""


def styled(palette: Palette, style: str) -> Palette:
    """The palette as the manner shows it: ink a little dulled, pencil grey but for the accent."""
    fields = {name: getattr(palette, name) for name in palette.__slots__}
    if style == "pencil":
        greys = {name: _grey(colour) for name, colour in fields.items() if name != "accent"}
        return replace(palette, **greys)
    if style == "ink":
        inked = {name: _inked(name, colour) for name, colour in fields.items()}
        return replace(palette, **inked)
    return replace(palette, **{name: shaded(c, 0.0, 1.22) for name, c in fields.items()})


class Sheet:
    """One layer being drawn; `palette` is already in the style's manner."""

    def __init__(
        self, name: str, style: str, palette: Palette, seed: str, lamps: bool = False
    ) -> None:
        self.name = name
        self.style = style
        self.palette = palette
        self.random = seeded(seed, name)
        self._lamps = lamps
        self._prefix = f"{name}{seeded(seed).randrange(16**4):04x}"
        self._parts: list[str] = []
        self._defs: dict[str, str] = {}
        self._ambient = min(1.0, max(0.0, (lightness(palette.haze) - 0.3) / 0.6))

    # -- colours ---------------------------------------------------------------------------

    @property
    def dark(self) -> bool:
        """Whether it is dark enough for lamps and lit windows."""
        return self._lamps or lightness(self.palette.sky_low) < LIT_ABOVE

    def tone(self, local: str, depth: float = 0.0, light: float = 0.0) -> str:
        """A thing's own colour in this light; `depth` 0 near to 1 lost in haze."""
        palette = self.palette
        base = shaded(local, light)
        base = _grey(base) if self.style == "pencil" else tinted(base, palette.light, 0.14)
        dim = mix(base, palette.shadow, (1 - self._ambient) * 0.68)
        return mix(dim, palette.haze, depth)

    # -- shapes ----------------------------------------------------------------------------

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        *,
        line: float = 0.0,
        foot: str = "",
        smooth: bool = False,
        alpha: float = 1.0,
        hatch: bool = True,
    ) -> None:
        """A filled closed shape; `foot` is the colour it washes into downwards (all styles)."""
        if self.style != "flat" and not smooth and line:
            points = shaken(points, line * 0.35, self.random)
        data = curve(points) if smooth else polygon(points)
        if self.style == "ink":
            below = mix(foot or colour, self.palette.haze, 0.34)
            self.path(data, self.fade(shaded(colour, -0.04), below), alpha)
        else:
            self.path(data, self.fade(colour, foot) if foot else colour, alpha)
        if self.style == "pencil" and hatch:
            self._hatched(points, colour, alpha)
        if line and self.style != "flat":
            self._outlined(points, line, smooth)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        *,
        line: float = 0.0,
        foot: str = "",
        alpha: float = 1.0,
        hatch: bool = True,
    ) -> None:
        """An upright rectangle from its top left corner."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.shape(corners, colour, line=line, foot=foot, alpha=alpha, hatch=hatch)

    def stroke(
        self, points: Sequence[tuple[float, float]], width: float, colour: str, alpha: float = 1.0
    ) -> None:
        """An open line in the manner's hand: a brush stroke, an even line, a pencil line."""
        if self.style == "ink":
            self.path(curve(brush(points, width * 1.15, self.random)), colour, alpha)
        else:
            share = 1.0 if self.style == "flat" else 0.7
            data = curve(points, closed=False) if len(points) > 2 else polygon(points, closed=False)
            self.line(data, width * share, colour, alpha)

    def path(self, data: str, fill: str, alpha: float = 1.0, extra: str = "") -> None:
        """Path data filled as it is, in no manner."""
        self._parts.append(f'<path d="{data}" fill="{fill}"{_opacity("fill", alpha)}{extra}/>')

    def line(self, data: str, width: float, colour: str, alpha: float = 1.0) -> None:
        """Path data stroked as it is, in no manner."""
        self._parts.append(
            f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{width:.1f}"'
            f' stroke-linecap="round" stroke-linejoin="round"{_opacity("stroke", alpha)}/>'
        )

    def raw(self, fragment: str) -> None:
        """A fragment of SVG made elsewhere, such as by a template."""
        self._parts.append(fragment)

    # -- light -----------------------------------------------------------------------------

    def glow(
        self, x: float, y: float, across: float, down: float, colour: str, alpha: float
    ) -> None:
        """Light spreading from a point; rings in the flat manner."""
        if self.style == "flat" and across < 600:
            for share in (1.0, 0.55):
                self.ellipse(x, y, across * share * 0.62, down * share * 0.62, colour, alpha * 0.3)
            return
        alpha = min(1.0, alpha * 1.15)
        key = self.define(
            f"r{colour}",
            f'<radialGradient id="ID"><stop offset="0" stop-color="{colour}"/>'
            f'<stop offset=".35" stop-color="{colour}" stop-opacity=".45"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>',
        )
        self.ellipse(x, y, across, down, key, alpha)

    def mist(
        self,
        y: float,
        height: float,
        colour: str,
        alpha: float,
        left: float = -5200,
        right: float = 5200,
    ) -> None:
        """A band of haze about `y`, fading above and below."""
        key = self.define(
            f"m{colour}",
            '<linearGradient id="ID" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="0" stop-color="{colour}" stop-opacity="0"/>'
            f'<stop offset=".55" stop-color="{colour}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></linearGradient>',
        )
        top = y - height / 2
        self.path(f"M{left:.0f} {top:.0f}H{right:.0f}v{height:.0f}H{left:.0f}z", key, alpha)

    def veil(
        self, x: float, y: float, across: float, down: float, colour: str, alpha: float
    ) -> None:
        """A soft wash of colour in every manner, to calm what stands behind figures."""
        key = self.define(
            f"v{colour}",
            f'<radialGradient id="ID"><stop offset="0" stop-color="{colour}"/>'
            f'<stop offset=".5" stop-color="{colour}" stop-opacity=".55"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>',
        )
        self.ellipse(x, y, across, down, key, alpha)

    def ellipse(
        self, x: float, y: float, across: float, down: float, fill: str, alpha: float = 1.0
    ) -> None:
        """A plain ellipse by its centre and half sizes."""
        self._parts.append(
            f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{across:.1f}'
            f'" ry="{down:.1f}" fill="{fill}"{_opacity("fill", alpha)}/>'
        )

    def blots(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: str,
        alpha: float,
        count: int = 9,
    ) -> None:
        """Pools of wash that dried unevenly; nothing in the flat manner."""
        if self.style == "flat":
            return
        for _ in range(max(3, count // 2)):
            x, y = self.random.uniform(left, right), self.random.uniform(top, bottom)
            across = (right - left) * self.random.uniform(0.06, 0.2)
            down = (bottom - top) * self.random.uniform(0.1, 0.3)
            self.veil(x, y, across, down, colour, alpha * self.random.uniform(0.6, 1.25))

    def fade(self, above: str, below: str, share: float = 1.0) -> str:
        """A paint from `above` at a shape's top to `below` at `share` of its height."""
        return self.define(
            f"f{above}{below}{share}",
            '<linearGradient id="ID" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="0" stop-color="{above}"/>'
            f'<stop offset="{share:.2f}" stop-color="{below}"/></linearGradient>',
        )

    def vanish(self, colour: str, top_alpha: float, foot_alpha: float) -> str:
        """A paint of one colour whose strength changes downwards."""
        return self.define(
            f"a{colour}{top_alpha}{foot_alpha}",
            '<linearGradient id="ID" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="0" stop-color="{colour}" stop-opacity="{top_alpha:.2f}"/>'
            f'<stop offset="1" stop-color="{colour}" '
            f'stop-opacity="{foot_alpha:.2f}"/></linearGradient>',
        )

    def sink(self, colour: str, solid: float) -> str:
        """A paint of one colour, full down to `solid` of the height, then sinking into mist."""
        return self.define(
            f"s{colour}{solid:.2f}",
            '<linearGradient id="ID" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="{solid:.2f}" stop-color="{colour}"/>'
            f'<stop offset="0.86" stop-color="{colour}" stop-opacity="0"/></linearGradient>',
        )

    # -- the end ---------------------------------------------------------------------------

    def layer(self, parallax: float, drift: str = "", opaque: bool = False) -> PlaceLayer:
        """What was drawn, as a layer of the place."""
        return PlaceLayer(
            self.name, parallax, "".join(self._parts), "".join(self._defs.values()), drift, opaque
        )

    # -- the manners -----------------------------------------------------------------------

    def _outlined(self, points: Sequence[tuple[float, float]], width: float, smooth: bool) -> None:
        ring: Points = dense(points, max(60.0, width * 14), closed=True)
        if self.style == "ink":
            outline = curve if smooth else polygon
            stroke = brush(ring, width * 1.25, self.random, uneven=0.6)
            self.path(outline(stroke), self.palette.ink, 0.82)
            return
        for alpha in (0.9, 0.5) if width > 4 else (0.9,):
            hand = shaken(ring, width * 0.45, self.random)
            self.line(
                (curve if smooth else polygon)(hand),
                max(2.5, width * 0.45),
                self.palette.ink,
                alpha,
            )

    def hatch(
        self, rings: Sequence[Sequence[tuple[float, float]]], level: int, alpha: float
    ) -> None:
        """Pencil strokes over closed rings (even-odd); `level` 0 sparse to 2 dense."""
        step, degrees = (52, 40, 30)[level], (-38, -42, -47)[level]
        data = hatch(self.random, rings, step, degrees)
        if data:
            self.line(data, (4.5, 5.0, 5.5)[level], self.palette.ink, alpha)

    def _hatched(self, points: Sequence[tuple[float, float]], colour: str, alpha: float) -> None:
        light = lightness(colour)
        across = max(x for x, _ in points) - min(x for x, _ in points)
        if light <= 0.86 and across > 70:
            level = 0 if light > 0.72 else 1 if light > 0.52 else 2
            self.hatch([points], level, min(alpha, (0.3, 0.38, 0.44)[level]))

    def define(self, key: str, fragment: str) -> str:
        if key not in self._defs:
            name = f"{self._prefix}-{len(self._defs)}"
            self._defs[key] = fragment.replace('"ID"', f'"{name}"')
        name = self._defs[key].split('id="', 1)[1].split('"', 1)[0]
        return f"url(#{name})"


def _opacity(paint: str, alpha: float) -> str:
    """The attribute of a see-through `fill` or `stroke`.

    Never plain `opacity`: for that resvg makes a picture of its own, as large as what is drawn,
    which near the camera is many times the frame (measured: 534 ms for a wall, 42 ms without).
    """
    return f' {paint}-opacity="{alpha:.2f}"' if alpha < 1 else ""


def _inked(name: str, colour: str) -> str:
    """A colour as a wash: little pigment, and paper under all of it."""
    if name in ("accent", "light"):
        return shaded(colour, 0.0, 0.85)
    if name == "ink":
        return mix(colour, "#171410", 0.5)
    light = lightness(colour)
    thin = INK_PAPER.get(name, 0.16) * (0.58 + 0.6 * light)
    return mix(with_lightness(colour, light + thin * (0.95 - light), INK_CHROMA), PAPER, 0.3 * thin)


def _grey(colour: str) -> str:
    light = lightness(colour)
    return with_lightness(colour, min(0.985, 0.2 + 0.84 * light**0.95), 0.2)
