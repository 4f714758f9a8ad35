"""Props: a thing's name and words in, its drawing in stage units out.

The origin is where the thing rests on the ground or is held; an adult is 1000 units tall.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drama_backends.animatic.figures import props_held as held
from drama_backends.animatic.figures import props_small as small
from drama_backends.animatic.figures import props_standing as standing
from drama_backends.animatic.figures import props_worn as worn
from drama_backends.animatic.figures.pen import Pen
from drama_backends.animatic.figures.vocabulary import first, words_of
from drama_backends.animatic.stage import Box, Palette
from drama_compiler.contract import briefs


@dataclass(frozen=True, slots=True)
class ThingDrawing:
    """A prop drawn at the origin: SVG, what goes into <defs>, and the box around it.

    `held` is true for what lies in a hand, false for what stands on the ground; `portable` for
    what stands and is small enough to be carried, `hung` units beneath the hand. `solid` is the
    box without its glow.
    """

    body: str
    defs: str
    bounds: Box
    solid: Box
    held: bool
    portable: bool = False
    hung: float = 0.0


def is_drawn(brief: briefs.ThingBrief) -> bool:
    """Whether a word of the name or the look says what it is; a card stands for what is not."""
    words = (*words_of(brief.name, "things.toml"), *words_of(brief.look, "things.toml"))
    return any(word.section == "thing" for word in words)


def draw_thing(brief: briefs.ThingBrief, palette: Palette, style: str) -> ThingDrawing:
    """A prop by its name's word, or else its look's; where neither is known, a card that says
    what it is."""
    named, looked = words_of(brief.name, "things.toml"), words_of(brief.look, "things.toml")
    kind = _last(named) or _last(looked) or "card"
    kind = _narrower(kind, looked) if kind != "lantern" else _lantern(brief, looked)
    if kind == "storm_lantern" and any(word in brief.look.lower() for word in UNLIT):
        kind = "dark_lantern"
    colour = first(looked, "colour") or first(named, "colour")
    if kind == "paper_cup":
        # White paper, as said first; drawn in colour is its band, said last.
        said = [word.value for word in looked if word.section == "colour"]
        colour = said[-1] if len(said) > 1 else ""
    pen = Pen(style, palette, colour, weight=4.4)
    if kind == "card":
        body = small.card(pen, colour or PROPS["card"][1], brief.name)
    else:
        body = prop(pen, kind, colour)
    held = kind not in STANDING
    return ThingDrawing(
        body,
        "",
        pen.covered.box(),
        pen.covered.solid(),
        held,
        held or kind in PORTABLE,
        HUNG.get(kind, 0.0),
    )


def _lantern(brief: briefs.ThingBrief, looked: tuple[object, ...]) -> str:
    """A lantern is of paper where the writer or the words are Chinese, else of metal."""
    if any(getattr(word, "value", "") == "storm_lantern" for word in looked):
        return "storm_lantern"
    words = f"{brief.name} {brief.look}".lower()
    of_paper = any(each in words for each in OF_PAPER)
    return "lantern" if of_paper or not words.isascii() else "storm_lantern"


def _last(words: tuple[object, ...]) -> str:
    """The head of a phrase comes last: a jade ring is a ring, a letter box a box."""
    found = [w.value for w in words if getattr(w, "section", "") == "thing"]  # type: ignore[attr-defined]
    return str(found[-1]) if found else ""


def _narrower(kind: str, looked: tuple[object, ...]) -> str:
    """A cup whose look says that it is of paper is a paper cup."""
    said = {getattr(word, "value", "") for word in looked}
    return next((each for each in NARROWER.get(kind, ()) if each in said), kind)


def prop(pen: Pen, kind: str, colour: str = "") -> str:
    """The SVG of a prop in the pen's frame; of an unknown one a card."""
    draw, natural = PROPS.get(kind, PROPS["card"])
    return draw(pen, colour or natural)


# Rows of props.
# fmt: off
PROPS: dict[str, tuple[Callable[[Pen, str], str], str]] = {"sword": (held.sword, "#cfd6dc"),
    "jade": (held.jade, "#6fb493"), "pearl": (held.pearl, "#f1ece0"),
    "lantern": (held.lantern, "#d2452f"), "boat": (standing.boat, "#6b4a2f"),
    "letter": (held.letter, "#efe6d2"), "book": (held.book, "#2f5a78"),
    "cup": (held.cup, "#f2ece0"), "machine": (standing.machine, "#8a9299"),
    "bottle": (held.bottle, "#3f6f5a"), "phone": (held.phone, "#26282e"),
    "bag": (standing.bag, "#8a5a33"), "key": (held.key, "#c9a045"), "ring": (held.ring, "#d6b24c"),
    "flower": (held.flower, "#c83a52"), "bell": (held.bell, "#c9a045"),
    "drum": (standing.drum, "#a8322c"), "bow": (standing.bow, "#6b3f24"),
    "rope": (standing.rope, "#b89a68"), "lamp": (standing.lamp, "#8a6a3c"),
    "bowl": (standing.bowl, "#ece7dc"), "bread": (standing.bread, "#cf9552"),
    "chair": (standing.chair, "#7a4e2e"), "table": (standing.table, "#7a4e2e"),
    "scroll": (held.scroll, "#eadfc2"), "umbrella": (standing.umbrella, "#b8322e"),
    "staff": (standing.staff, "#8a6238"), "spear": (standing.spear, "#c9cdd2"),
    "oar": (standing.oar, "#8a6238"), "fan": (held.fan, "#e9dfc8"),
    "crown": (held.crown, "#d6b24c"), "box": (standing.box, "#8a5f3a"),
    "basket": (standing.basket, "#b58a4e"), "gun": (held.gun, "#33363c"),
    "shell": (held.shell, "#e2b9a0"), "hairpin": (worn.hairpin, "#8a5a33"),
    "storm_lantern": (small.storm_lantern, "#54606a"),
    "dark_lantern": (small.dark_lantern, "#54606a"), "lens": (small.lens, "#cfe3e6"),
    "coin": (small.coin, "#d0a548"), "clock": (small.clock, "#b98a3e"),
    "ball": (small.ball, "#c8553c"), "hat": (small.hat, "#5a4a3c"),
    "guitar": (small.guitar, "#b8743c"), "stone": (small.stone, "#7d7f82"),
    "hammer": (small.hammer, "#6d747a"), "apple": (small.apple, "#c23a34"),
    "feather": (small.feather, "#e9e4d8"), "mask": (small.mask, "#e8e2d4"),
    "laptop": (small.laptop, "#9aa2a8"), "doll": (small.doll, "#b58a5c"),
    "cloth": (small.cloth, "#b8563e"), "camera": (small.camera, "#33383e"),
    "card": (small.card, "#f0e6cf"), "paper_cup": (worn.paper_cup, "#2f8f8a"),
    "bicycle": (worn.bicycle, "#2f8f8a")}
"""Every prop: how it is drawn, and its colour where nothing is said."""

STANDING = frozenset({"boat", "machine", "bag", "drum", "rope", "lamp", "bowl", "bread", "chair",
    "table", "box", "basket", "bicycle", "storm_lantern", "lens", "clock", "ball", "hat", "guitar",
    "stone", "laptop", "doll", "cloth", "camera", "card", "dark_lantern"})
"""Props that stand on the ground or a table; the others lie in a hand."""

UNLIT = ("unlit", "gone out", "without a flame", "熄灭", "未点")
"""Words of a lantern that does not burn."""

OF_PAPER = ("paper", "silk", "chinese", "festival", "red lantern")
"""Words of a lantern that is one of paper."""

PORTABLE = frozenset({"bag", "rope", "lamp", "bowl", "bread", "box", "basket", "storm_lantern",
    "clock", "ball", "hat", "guitar", "stone", "laptop", "doll", "cloth", "camera", "card",
    "lens", "dark_lantern"})
"""Those that stand, and can be carried."""

HUNG = {"bag": 190.0, "basket": 195.0, "storm_lantern": 216.0, "dark_lantern": 216.0,
    "guitar": 300.0}
"""How far beneath the hand a thing hangs that is carried by its handle, in units."""

NARROWER = {"cup": ("paper_cup",)}
"""What the look may say more exactly than the name does."""
