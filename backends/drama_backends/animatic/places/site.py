"""What every kind of place is drawn from: the look, the styled palette, the seed."""

from __future__ import annotations

from dataclasses import dataclass

from drama_backends.animatic.places.look import PlaceLook
from drama_backends.animatic.places.motifs.sky import draw_clouds, draw_sky, light_at
from drama_backends.animatic.places.sheet import Sheet
from drama_backends.animatic.stage import HORIZON, Palette, PlaceLayer, Point
from drama_compiler.contract import Daytime


@dataclass(frozen=True, slots=True)
class Site:
    """A place about to be drawn. `side` is where its sun or moon stands: -1 left, 1 right."""

    look: PlaceLook
    palette: Palette
    style: str
    seed: str
    side: int

    def sheet(self, name: str) -> Sheet:
        """An empty layer in the site's manner and light."""
        lamps = self.look.time in (Daytime.DUSK, Daytime.EVENING, Daytime.NIGHT)
        return Sheet(name, self.style, self.palette, self.seed, lamps)

    def sky(self, *, horizon: float = HORIZON, clouds: bool = True) -> list[PlaceLayer]:
        """The sky's layers: the opaque gradient with its light, and clouds that drift."""
        back = self.sheet("sky")
        draw_sky(back, self.look, self.side, horizon=horizon)
        layers = [back.layer(0.0, opaque=True)]
        if clouds and self.look.weather.kind not in ("fog", "dust"):
            sheet = self.sheet("clouds")
            draw_clouds(sheet, self.look, self.light.x, horizon=horizon)
            layers.append(sheet.layer(0.04, "clouds"))
        return layers

    @property
    def light(self) -> Point:
        """Where the sun or moon stands."""
        return light_at(self.look, self.side)
