"""Laws of figures and props: stable, distinct, inside their bounds, whatever the words."""

from __future__ import annotations

import itertools
import zlib
from collections import Counter
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest
import resvg

from drama_backends.animatic.figures import (
    ACTIONS,
    MOODS,
    PROPS,
    STYLES,
    Look,
    Pose,
    draw_crowd,
    draw_figure,
    draw_thing,
    read_look,
    read_pose,
)
from drama_backends.animatic.stage import Box, FigureDrawing, Palette
from drama_compiler.contract import Facing, ScreenPlace, briefs

DAY = Palette(
    sky_top="#9cc4dc", sky_low="#e8e4d0", far="#8aa5b0", middle="#6d8a86", near="#4d6456",
    ground="#7d7a60", light="#fff1d6", shadow="#5c6a8c", ink="#1d1f26", accent="#b8402e",
    haze="#d8dcd8",
)  # fmt: skip
SON = "19岁，瘦削，短黑发用红绳束起，靛蓝短褂，卷起裤腿，赤脚"
SON_ENGLISH = (
    "19, lean, short black hair tied with a red cord, indigo tunic, rolled trousers, barefoot"
)
CAST = {
    "李海": SON,
    "母亲": "45岁，木簪挽髻，灰绿布裙，疲惫",
    "老艄公": "70岁，白胡子，斗笠，褐色蓑衣，手持竹篙",
    "龙王": "a human king with horns, dark green robe",
    "MIA": "28, woman, short curly hair, green apron",
    "LEO": "34, orange jacket, helmet, beard",
}
CREATURES = {"Ao Guang": "long blue-black dragon", "Hu": "tiger", "Ma": "white horse",
             "Wu": "black crow", "Li": "red carp", "Hun": "ghost of a woman",
             "R2": "robot"}  # fmt: skip


def figure(name: str, look: str = "", **more: object) -> briefs.FigureBrief:
    return briefs.FigureBrief.model_validate({"id": name, "name": name, "look": look, **more})


def looked(name: str) -> Look:
    return read_look(figure(name, {**CAST, **CREATURES}.get(name, "")))


def pixels(drawing: FigureDrawing, box: Box, wide: int = 96) -> np.ndarray:
    """The drawing with open eyes and closed mouth, as BGRA, `box` filling the picture."""
    scale = wide / (box.right - box.left)
    high = max(1, round((box.bottom - box.top) * scale))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}">'
        f"<defs>{drawing.defs}</defs>"
        f'<g transform="scale({scale}) translate({-box.left} {-box.top})">'
        f"{drawing.body}{drawing.eyes.get('open', '')}{drawing.mouths.get('rest', '')}</g></svg>"
    )
    ElementTree.fromstring(svg)
    tree = resvg.usvg.Tree.from_str(svg, resvg.usvg.Options.default())
    png = np.frombuffer(bytes(resvg.render(tree, (1, 0, 0, 0, 1, 0))), np.uint8)
    found = cv2.imdecode(png, cv2.IMREAD_UNCHANGED)
    assert found is not None
    return found


def histogram(drawing: FigureDrawing) -> np.ndarray:
    """How much of each of 64 colours it shows."""
    image = pixels(drawing, drawing.bounds)
    seen = image[image[..., 3] > 128][:, :3] // 64
    counts = np.bincount(seen @ np.array([16, 4, 1]), minlength=64).astype(float)
    total: np.ndarray = counts / counts.sum()
    return total


def test_the_same_brief_gives_the_same_bytes() -> None:
    for name in (*CAST, *CREATURES):
        pose = Pose("walk", Facing.LEFT, mood="joy")
        one, two = (draw_figure(looked(name), pose, DAY, style="ink") for _ in range(2))
        assert one == two


@pytest.mark.parametrize(
    ("style", "facing"), tuple(itertools.product(STYLES, Facing)), ids=lambda value: str(value)
)
def test_every_action_is_drawn_inside_its_bounds(style: str, facing: Facing) -> None:
    names = itertools.cycle(CAST)
    chosen = ACTIONS if style == "ink" else ACTIONS[::4]
    for action, name in zip(chosen, names, strict=False):
        drawing = draw_figure(looked(name), Pose(action, facing), DAY, style=style)
        left, top, right, bottom = drawing.bounds
        margin = 0.25 * max(right - left, bottom - top)
        box = Box(left - margin, top - margin, right + margin, bottom + margin)
        alpha = pixels(drawing, box)[..., 3]
        assert (alpha > 128).mean() > 0.02, action
        scale = alpha.shape[1] / (box.right - box.left)
        edge = int(margin * scale) - 2
        inner = alpha[edge:-edge, edge:-edge]
        assert int((alpha > 0).sum()) == int((inner > 0).sum()), action


@pytest.mark.parametrize("name", [*CAST, *CREATURES])
def test_a_face_has_every_mouth_and_both_states_of_the_eyes(name: str) -> None:
    look = looked(name)
    drawing = draw_figure(look, Pose("stand", Facing.RIGHT), DAY, style="ink", detail="face")
    assert set(drawing.mouths) == {"rest", "a", "e", "o", "m"}
    assert set(drawing.eyes) == {"open", "closed"}
    assert drawing.mouths["a"] != drawing.mouths["rest"]
    away = draw_figure(look, Pose("stand", Facing.AWAY), DAY, style="ink")
    assert not away.mouths and not away.eyes


def test_turning_left_mirrors_the_figure() -> None:
    look = looked("李海")
    right = draw_figure(look, Pose("walk", Facing.RIGHT), DAY)
    left = draw_figure(look, Pose("walk", Facing.LEFT), DAY)
    assert left.eyes_at.x == pytest.approx(-right.eyes_at.x)
    assert left.bounds.left == pytest.approx(-right.bounds.right, abs=1.0)
    assert right.eyes_at.x > 0 > left.eyes_at.x


def test_an_adult_stands_a_thousand_units_tall_with_feet_on_the_ground() -> None:
    drawing = draw_figure(looked("Tom"), Pose("stand", Facing.CAMERA), DAY)
    assert -1120 < drawing.bounds.top < -900
    assert abs(drawing.bounds.bottom) < 25
    assert -970 < drawing.eyes_at.y < -860
    child = draw_figure(read_look(figure("Mei", "a girl, 7")), Pose(facing=Facing.CAMERA), DAY)
    assert child.bounds.top > -800


def test_characters_differ_and_one_character_does_not() -> None:
    stand, reach = Pose("stand", Facing.RIGHT), Pose("reach", Facing.LEFT, mood="anger")
    shades = {name: histogram(draw_figure(looked(name), stand, DAY)) for name in CAST}
    for one, two in itertools.combinations(CAST, 2):
        assert np.abs(shades[one] - shades[two]).sum() > 0.35, (one, two)
    for name in CAST:
        again = histogram(draw_figure(looked(name), reach, DAY))
        own = np.abs(shades[name] - again).sum()
        others = [np.abs(shades[each] - again).sum() for each in CAST if each != name]
        assert own < min(others), name


def test_names_alone_spread_the_looks() -> None:
    names = (
        "Anna",
        "Tom",
        "Bea",
        "Carl",
        "Dora",
        "Emil",
        "Fay",
        "Gus",
        "王芳",
        "张伟",
        "Ida",
        "Jon",
    )
    clothes = Counter((looked(name).clothes.garment, looked(name).clothes.main) for name in names)
    assert len(clothes) == len(names)
    assert len({looked(name).hair.style for name in names}) >= 5


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (SON, SON_ENGLISH),
        ("45岁，木簪挽髻，灰绿连衣裙", "45, in a bun with a wooden pin, grey-green dress"),
        ("70岁，白胡子，斗笠，褐色斗篷，拐杖", "70, white beard, straw hat, brown cloak, staff"),
        ("女，28岁，短卷发，绿色围裙", "woman, 28, short curly hair, green apron"),
        ("男，34岁，橙色夹克，头盔，胡子", "man, 34, orange jacket, helmet, beard"),
        ("蓝黑色的龙", "blue-black dragon"),
        ("老虎", "tiger"),
    ],
)
def test_chinese_and_english_words_give_the_same_look(chinese: str, english: str) -> None:
    assert read_look(figure("阿海", chinese)) == read_look(figure("阿海", english))


def test_the_declared_colours_are_worn() -> None:
    son = looked("李海")
    assert (son.age, son.female, son.hair.style) == ("youth", False, "shorttail")
    assert son.clothes.main == "#33477e" and son.hair.tie == "#b8322e"
    assert son.clothes.trousers == "rolled" and son.clothes.shoes == "bare"
    old = looked("老艄公")
    assert (old.age, old.hat, old.hair.beard, old.carries) == ("elder", "straw", "long", ("staff",))
    assert looked("LEO").clothes.main == "#e2761b"
    assert looked("龙王").kind == "human" and "horns" in looked("龙王").marks


def test_wardrobe_is_worn_instead_and_the_person_stays() -> None:
    plain = read_look(figure("Anna", "30, woman, long black hair, red dress"))
    changed = read_look(figure("Anna", "30, woman, long black hair, red dress",
                               wardrobe="white coat"))  # fmt: skip
    assert (plain.clothes.garment, changed.clothes.garment) == ("dress", "coat")
    assert (plain.hair, plain.skin, plain.height) == (changed.hair, changed.skin, changed.height)


@pytest.mark.parametrize(
    ("look", "kind"),
    [("a long green dragon", "dragon"), ("黑狼", "beast"), ("a brown horse", "horse"),
     ("白鹤", "bird"), ("鲤鱼", "fish"), ("幽灵", "spirit"), ("a rusty robot", "robot"),
     ("a dragon in human form, dark robe", "human"), ("a man in a dragon robe", "human"),
     ("an old fisherman", "human"), ("rides a horse, a tall woman", "human"), ("", "human")],
)  # fmt: skip
def test_kinds_are_read(look: str, kind: str) -> None:
    assert read_look(figure("Someone", look)).kind == kind


@pytest.mark.parametrize(
    ("doing", "mood", "action", "feeling"),
    [("LI HAI runs to the boat.", "afraid", "run", "fear"),
     ("母亲跪下，流泪。", "", "kneel", "sorrow"),
     ("She pours the coffee, smiling.", "", "reach", "joy"),
     ("龙王怒吼。", "", "stand", "anger"),
     ("", "whispering", "stand", "tender"),
     ("Zxqv blorps.", "flurmish", "stand", "neutral")],
)  # fmt: skip
def test_poses_are_read(doing: str, mood: str, action: str, feeling: str) -> None:
    pose = read_pose(figure("X", doing=doing, mood=mood))
    assert (pose.action, pose.mood) == (action, feeling)


def test_a_figure_looks_into_the_picture_unless_told() -> None:
    assert read_pose(figure("X", place=ScreenPlace.LEFT)).facing is Facing.RIGHT
    assert read_pose(figure("X", place=ScreenPlace.RIGHT)).facing is Facing.LEFT
    assert read_pose(figure("X", back=True)).facing is Facing.AWAY
    assert read_pose(figure("X", facing=Facing.CAMERA, back=True)).facing is Facing.CAMERA


@pytest.mark.parametrize(
    ("name", "look"),
    [("", ""), ("X" * 300, "blorp " * 40), ("😀🐉", "🎩🧥"), ("A<&>\"'", "<svg>&amp;</svg>"),
     ("\u0000\ud7ff", "\n\t"), ("99", "999 years, 3 3 3"), ("٣", "שלום")],
)  # fmt: skip
def test_no_words_make_it_fail(name: str, look: str) -> None:
    brief = figure("id", look).model_copy(update={"name": name, "wardrobe": look, "doing": look})
    drawing = draw_figure(read_look(brief), read_pose(brief), DAY, style="no such style")
    assert (pixels(drawing, drawing.bounds)[..., 3] > 0).any()


def test_moods_change_the_face_only_where_they_should() -> None:
    look = looked("MIA")
    faces = {mood: draw_figure(look, Pose("stand", Facing.CAMERA, 0.0, mood), DAY, detail="face")
             for mood in MOODS}  # fmt: skip
    assert len({drawing.body for drawing in faces.values()}) == len(MOODS)
    assert len({drawing.mouths["rest"] for drawing in faces.values()}) == len(MOODS)


@pytest.mark.parametrize("style", STYLES)
def test_every_prop_is_drawn_inside_its_bounds(style: str) -> None:
    for kind in PROPS:
        name = "coffee machine" if kind == "machine" else kind
        thing = draw_thing(briefs.ThingBrief(id=kind, name=name), DAY, style)
        drawing = FigureDrawing(thing.body, thing.defs, thing.bounds, thing.bounds, *[None] * 3)  # type: ignore[arg-type]
        assert (pixels(drawing, thing.bounds)[..., 3] > 0).mean() > 0.03, kind


def test_props_are_read_in_both_languages_and_unknown_ones_are_cards_with_their_name() -> None:
    def body(name: str, look: str = "") -> str:
        return draw_thing(briefs.ThingBrief(id="t", name=name, look=look), DAY, "flat").body

    pairs = (("sword", "剑"), ("jade pendant", "玉佩"), ("red lantern", "红灯笼"), ("letter", "信"),
             ("boat", "小船"), ("coffee machine", "咖啡机"))  # fmt: skip
    for english, chinese in pairs:
        assert body(english) == body(chinese)
    assert ">zorblat<" in body("zorblat") and body("zorblat") != body("grimbel")
    assert "<text" not in body("box")
    assert body("ring", "silver") != body("ring", "golden")


def test_a_crowd_is_stable_and_as_large_as_asked() -> None:
    small, large = draw_crowd(3, 7, DAY, "ink"), draw_crowd(12, 7, DAY, "ink")
    assert large == draw_crowd(12, 7, DAY, "ink") != draw_crowd(12, 8, DAY, "ink")
    assert large.bounds.right - large.bounds.left > small.bounds.right - small.bounds.left
    assert draw_crowd(0, 1, DAY, "ink").body == ""


def test_drawings_stay_small() -> None:
    for name in CAST:
        drawing = draw_figure(looked(name), Pose("stand", Facing.RIGHT), DAY)
        assert len(zlib.compress(drawing.body.encode())) < 60_000
        assert len(drawing.body) < 140_000
