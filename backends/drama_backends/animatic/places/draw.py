"""A place's look, palette, style and seed in, its layers out, far to near."""

from __future__ import annotations

from collections.abc import Callable

from drama_backends.animatic.places.kinds import (
    bridges,
    caves,
    cities,
    eateries,
    fields,
    halls,
    lighthouses,
    mountains,
    rides,
    rivers,
    rooms,
    seas,
    shores,
    streets,
    undersea,
    villages,
    woods,
)
from drama_backends.animatic.places.look import PlaceLook
from drama_backends.animatic.places.sheet import STYLES, styled
from drama_backends.animatic.places.site import Site
from drama_backends.animatic.places.strokes import seeded
from drama_backends.animatic.stage import Palette, PlaceLayer

_MAKERS: dict[str, Callable[[Site], list[PlaceLayer]]] = {
    "sea": seas.draw_sea,
    "undersea": undersea.draw_undersea,
    "shore": shores.draw_shore,
    "harbour": shores.draw_harbour,
    "river": rivers.draw_river,
    "lake": rivers.draw_lake,
    "bridge": bridges.draw_bridge,
    "lighthouse": lighthouses.draw_lamp_room,
    "ship": shores.draw_ship,
    "mountain": mountains.draw_mountain,
    "forest": woods.draw_forest,
    "bamboo": woods.draw_bamboo_grove,
    "field": fields.draw_field,
    "desert": mountains.draw_desert,
    "garden": fields.draw_garden,
    "sky": mountains.draw_heaven,
    "village": villages.draw_village,
    "street": streets.draw_street,
    "market": streets.draw_market,
    "alley": streets.draw_alley,
    "temple": villages.draw_temple,
    "skyline": cities.draw_skyline,
    "rooftop": cities.draw_rooftop,
    "room": rooms.draw_room,
    "office": rooms.draw_office,
    "kitchen": eateries.draw_kitchen,
    "cafe": eateries.draw_cafe,
    "shop": eateries.draw_shop,
    "hospital": rooms.draw_hospital,
    "classroom": rooms.draw_classroom,
    "cabin": rooms.draw_cabin,
    "hall": halls.draw_hall,
    "cave": caves.draw_cave,
    "corridor": halls.draw_corridor,
    "stage": halls.draw_stage,
    "void": caves.draw_void,
    "car": rides.draw_car_inside,
    "train": rides.draw_train,
}


def draw_place(
    look: PlaceLook, palette: Palette, *, style: str, seed: str
) -> tuple[PlaceLayer, ...]:
    """Draw a place; the same arguments give the same bytes. An unknown style is drawn in ink."""
    manner = style if style in STYLES else "ink"
    side = seeded(seed, "side").choice((-1, 1))
    site = Site(look, styled(palette, manner), manner, seed, side)
    maker = _MAKERS.get(look.kind, caves.draw_void)
    return tuple(maker(site))
