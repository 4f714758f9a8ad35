"""Props: a thing's name and words in, its drawing in stage units out.

The origin is where the thing rests on the ground or is held; an adult is 1000 units tall.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drama_backends.animatic.figures import props_held as held
from drama_backends.animatic.figures import props_standing as standing
from drama_backends.animatic.figures import props_worn as worn
from drama_backends.animatic.figures.pen import Pen
from drama_backends.animatic.figures.vocabulary import first, words_of
from drama_backends.animatic.stage import Box, Palette
from drama_compiler.contract import briefs


@dataclass(frozen=True, slots=True)
class ThingDrawing:
    """A prop drawn at the origin: SVG, what goes into <defs>, and the box around it.

    `held` is true for what lies in a hand, false for what stands on the ground.
    """

    body: str
    defs: str
    bounds: Box
    held: bool


def draw_thing(brief: briefs.ThingBrief, palette: Palette, style: str) -> ThingDrawing:
    """A prop by its name's word, or else its look's; a plain box where neither is known."""
    named, looked = words_of(brief.name, "things.toml"), words_of(brief.look, "things.toml")
    kind = _narrower(_last(named) or _last(looked) or "box", looked)
    colour = first(looked, "colour") or first(named, "colour")
    if kind == "paper_cup":
        # White paper, as said first; drawn in colour is its band, said last.
        said = [word.value for word in looked if word.section == "colour"]
        colour = said[-1] if len(said) > 1 else ""
    pen = Pen(style, palette, colour, weight=4.4)
    body = prop(pen, kind, colour)
    return ThingDrawing(body, "", pen.covered.box(), kind not in STANDING)


def _last(words: tuple[object, ...]) -> str:
    """The head of a phrase comes last: a jade ring is a ring, a letter box a box."""
    found = [w.value for w in words if getattr(w, "section", "") == "thing"]  # type: ignore[attr-defined]
    return str(found[-1]) if found else ""


def _narrower(kind: str, looked: tuple[object, ...]) -> str:
    """A cup whose look says that it is of paper is a paper cup."""
    said = {getattr(word, "value", "") for word in looked}
    return next((each for each in NARROWER.get(kind, ()) if each in said), kind)


def prop(pen: Pen, kind: str, colour: str = "") -> str:
    """The SVG of a prop in the pen's frame; of an unknown one a box."""
    draw, natural = PROPS.get(kind, PROPS["box"])
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
    "paper_cup": (worn.paper_cup, "#2f8f8a"), "bicycle": (worn.bicycle, "#2f8f8a")}
"""Every prop: how it is drawn, and its colour where nothing is said."""

STANDING = frozenset({"boat", "machine", "bag", "drum", "rope", "lamp", "bowl", "bread", "chair",
    "table", "box", "basket", "bicycle"})
"""Props that stand on the ground or a table; the others lie in a hand."""

NARROWER = {"cup": ("paper_cup",)}
"""What the look may say more exactly than the name does."""
