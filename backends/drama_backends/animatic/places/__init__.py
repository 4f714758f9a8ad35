"""Places: a brief in, the look of a place, its light, its drawn layers and its weather out."""

from drama_backends.animatic.places.draw import draw_place
from drama_backends.animatic.places.look import KINDS, PlaceLook, is_known, read_place
from drama_backends.animatic.places.palette import palette_of
from drama_backends.animatic.places.weather import (
    Weather,
    WeatherTile,
    lightning_times,
    weather_layers,
    weather_of,
)

__all__ = [
    "KINDS",
    "PlaceLook",
    "Weather",
    "WeatherTile",
    "draw_place",
    "is_known",
    "lightning_times",
    "palette_of",
    "read_place",
    "weather_layers",
    "weather_of",
]
