"""Places: briefs in, looks, palettes and layers out, looked at through the rasteriser."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from drama_backends.animatic.places import (
    KINDS,
    draw_place,
    lightning_times,
    palette_of,
    read_place,
    weather_layers,
    weather_of,
)
from drama_backends.animatic.places.colour import lightness
from drama_backends.animatic.places.vocabulary import table
from drama_backends.animatic.stage import PLATE, Palette, PlaceLayer
from drama_compiler.contract import Daytime, briefs

STYLES = ("ink", "flat", "pencil")
STYLE = briefs.StyleBrief()


def place(
    name: str,
    time: Daytime = Daytime.DAY,
    *,
    look: str = "",
    weather: str = "",
    light: str = "",
    interior: bool | None = None,
) -> briefs.PlaceBrief:
    return briefs.PlaceBrief(
        id=f"place-{name}",
        name=name,
        look=look,
        weather=weather,
        light=light,
        interior=interior,
        time=time,
    )


def layers_of(brief: briefs.PlaceBrief, style: str = "ink") -> tuple[PlaceLayer, ...]:
    palette = palette_of(brief, STYLE)
    return draw_place(read_place(brief), palette, style=style, seed=brief.id)


def document(layers: tuple[PlaceLayer, ...], width: int = 160, height: int = 104) -> str:
    defs = "".join(layer.defs for layer in layers)
    body = "".join(layer.svg for layer in layers)
    span = f"{PLATE.left} {PLATE.top} {PLATE.right - PLATE.left} {PLATE.bottom - PLATE.top}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{span}" preserveAspectRatio="none"><defs>{defs}</defs>{body}</svg>'
    )


def pixels(svg: str) -> object:
    import cv2
    import numpy
    import resvg

    options = resvg.usvg.Options.default()
    png = resvg.render(resvg.usvg.Tree.from_str(svg, options), (1, 0, 0, 0, 1, 0))
    return cv2.imdecode(numpy.frombuffer(bytes(png), numpy.uint8), cv2.IMREAD_UNCHANGED)


def word_of(kind: str) -> str:
    return str(table("words")["kinds"][kind]["words"][0])


def test_same_brief_gives_same_bytes() -> None:
    brief = place("fishing village", Daytime.DUSK, weather="rain")
    assert layers_of(brief) == layers_of(brief)


def test_no_stroke_asks_for_a_picture_of_its_own() -> None:
    """As plain `opacity` does: near the camera one many times the frame's size."""
    for index, kind in enumerate(KINDS):
        for layer in layers_of(place(word_of(kind)), STYLES[index % 3]):
            assert " opacity=" not in layer.svg + layer.defs, (kind, layer.name)


def test_two_places_of_a_kind_differ() -> None:
    assert layers_of(place("north mountain")) != layers_of(place("south mountain"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_fills_its_plate_in_well_formed_layers_from_far_to_near(kind: str) -> None:
    style = STYLES[KINDS.index(kind) % 3]
    time = tuple(Daytime)[KINDS.index(kind) % 7]
    brief = place(word_of(kind), time)
    assert read_place(brief).kind == kind
    layers = layers_of(brief, style)
    assert layers[0].opaque
    assert [layer.parallax for layer in layers] == sorted(layer.parallax for layer in layers)
    assert len({layer.name for layer in layers}) == len(layers)
    assert any(layer.parallax == 1.0 for layer in layers)
    for layer in layers:
        ElementTree.fromstring(document((layer,)))
        assert len(layer.svg) + len(layer.defs) < 250_000
    picture = pixels(document(layers))
    # many thin washes cost the rasteriser a level of alpha each
    assert picture[:, :, 3].min() > 235  # type: ignore[index]
    assert picture[:, :, :3].std() > 4  # type: ignore[index]


@pytest.mark.parametrize("kind", ["sea", "shore", "street", "kitchen", "temple", "void", "cave"])
def test_ground_holds_under_the_feet_when_layers_move_apart(kind: str) -> None:
    near = [layer for layer in layers_of(place(word_of(kind))) if layer.parallax == 1.0]
    picture = pixels(document(tuple(near), 200, 130))
    row = round((60 - PLATE.top) / (PLATE.bottom - PLATE.top) * 130)
    assert picture[row : row + 6, 70:130, 3].min() > 235  # type: ignore[index]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("sea", "大海"), ("dragon palace", "龙宫"), ("beach", "海滩"), ("harbour", "码头"),
        ("mountain", "山"), ("forest", "森林"), ("bamboo grove", "竹林"), ("village", "村庄"),
        ("street", "街道"), ("market", "集市"), ("alley", "小巷"), ("room", "房间"),
        ("temple", "寺庙"), ("cave", "山洞"), ("sky", "天空"), ("ship", "甲板"),
        ("desert", "沙漠"), ("field", "田野"), ("river", "江边"), ("lake", "湖"),
        ("garden", "花园"), ("city", "城市"), ("rooftop", "天台"), ("office", "办公室"),
        ("kitchen", "厨房"), ("café", "咖啡馆"), ("shop", "书店"), ("car", "车内"),
        ("train", "地铁"), ("hospital", "病房"), ("classroom", "教室"), ("corridor", "走廊"),
        ("stage", "戏台"), ("palace hall", "大殿"),
    ],
)  # fmt: skip
def test_chinese_and_english_name_the_same_kind(english: str, chinese: str) -> None:
    assert read_place(place(english)).kind == read_place(place(chinese)).kind != "void"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Fishing village shore", "shore"),
        ("The shore of the East Sea", "shore"),
        ("海边渔村", "village"),
        ("Temple street", "street"),
        ("Mei's kitchen", "kitchen"),
    ],
)
def test_head_noun_decides_the_kind(name: str, kind: str) -> None:
    assert read_place(place(name)).kind == kind


def test_interior_turns_a_building_inside_out() -> None:
    assert read_place(place("temple", interior=True)).kind == "hall"
    assert read_place(place("café", interior=False)).kind == "street"


@pytest.mark.parametrize("name", ["", "Xyzzy", "阿巴阿巴", "<&\">'", "…", "𠮷野", "a" * 4000])
@pytest.mark.parametrize("interior", [True, False, None])
def test_unknown_name_gives_a_neutral_stage(name: str, interior: bool | None) -> None:
    brief = place(name, interior=interior)
    assert read_place(brief).kind == "void"
    assert layers_of(brief, "no such style")


@pytest.mark.parametrize("name", ["sea", "street", "room", "forest", "Xyzzy"])
def test_night_is_darker_than_day(name: str) -> None:
    def light(time: Daytime) -> float:
        palette = palette_of(place(name, time), STYLE)
        return sum(lightness(getattr(palette, field)) for field in Palette.__slots__)

    assert light(Daytime.NIGHT) + 1 < light(Daytime.DAY)


def test_style_colours_reach_the_palette_in_both_languages() -> None:
    brief = place("sea")
    plain = palette_of(brief, STYLE)
    english = palette_of(brief, briefs.StyleBrief(palette="indigo, vermilion, moon white"))
    chinese = palette_of(brief, briefs.StyleBrief(palette="黛蓝 朱砂 月白"))
    assert english.accent != plain.accent and chinese.accent != plain.accent
    assert int(english.accent[1:3], 16) > 180 and int(chinese.accent[1:3], 16) > 180


def test_storm_darkens_and_candlelight_warms() -> None:
    calm = palette_of(place("sea"), STYLE)
    storm = palette_of(place("sea", weather="heavy storm"), STYLE)
    assert lightness(storm.sky_low) < lightness(calm.sky_low)
    room = palette_of(place("room", Daytime.NIGHT), STYLE)
    warm = palette_of(place("room", Daytime.NIGHT, light="candle"), STYLE)
    assert int(warm.far[1:3], 16) - int(warm.far[5:7], 16) > (
        int(room.far[1:3], 16) - int(room.far[5:7], 16)
    )


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("heavy rain", "rain"), ("小雨", "rain"), ("snow", "snow"), ("大雪", "snow"),
        ("fog", "fog"), ("暴风雨", "storm"), ("wind", "wind"), ("fireflies", "fireflies"),
        ("", "clear"), ("沙尘暴", "dust"),
    ],
)  # fmt: skip
def test_weather_words_make_weather(words: str, kind: str) -> None:
    brief = place("field", weather=words)
    weather = weather_of(brief)
    assert weather.kind == kind
    tiles = weather_layers(weather, palette_of(brief, STYLE), style="ink", seed=brief.id)
    assert bool(tiles) == (kind != "clear")
    for tile in tiles:
        ElementTree.fromstring(f"<svg>{tile.svg}</svg>")
        assert tile.width > 0 and tile.height > 0 and 0 < tile.opacity <= 1


def test_heavier_words_make_stronger_weather() -> None:
    drizzle, downpour = (weather_of(place("x", weather=w)) for w in ("light rain", "heavy rain"))
    assert drizzle.strength < downpour.strength


@pytest.mark.parametrize("words", ["heavy rain", "heavy snow", "fog"])
def test_weather_tile_has_no_seam(words: str) -> None:
    """A tile's right half beside its left half looks as even as the tile's own middle."""
    import numpy

    brief = place("field", weather=words)
    weather = weather_of(brief)
    for tile in weather_layers(weather, palette_of(brief, STYLE), style="ink", seed="s"):
        shifts = (0, -tile.width)
        body = "".join(
            f'<g transform="translate({x} 0)">{tile.svg}</g>' for x in (*shifts, tile.width)
        )
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="420" height="210"'
            f' viewBox="0 0 {tile.width * 2} {tile.height}">'
        )
        alpha = pixels(f"{svg}{body}</svg>")[:, :, 3].astype(float)  # type: ignore[index]
        alone = f'<g>{tile.svg}</g><g transform="translate({tile.width} 0)">{tile.svg}</g>'
        own = pixels(f"{svg}{alone}</svg>")[:, :, 3].astype(float)  # type: ignore[index]
        assert numpy.abs(alpha[:, 205:215] - own[:, 205:215]).mean() < 6


def test_lightning_strikes_the_same_and_within_the_shot() -> None:
    times = lightning_times("storm", 12.0)
    assert times == lightning_times("storm", 12.0) != lightning_times("other", 12.0)
    assert times and all(0 < time < 12 for time in times)
    assert list(times) == sorted(times)
