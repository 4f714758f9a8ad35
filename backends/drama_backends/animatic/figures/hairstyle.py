"""Cuts of hair: the name of a style in, where it ends, how far it stands off, how it is tied."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

# Coordinates are read in rows.
# fmt: off


@dataclass(frozen=True, slots=True)
class Style:
    """How hair is cut: where it ends round the head, how far it stands off, where it is tied.

    `line` is the hairline: `high` (back from the forehead), `part` (curtains), `bangs`, `swept`,
    `ring` (bald on top). `length` is where the mass behind ends in head units, 0 for none.
    """

    line: str = "swept"
    volume: float = 5.0
    tufts: float = 0.0
    length: float = 0.0
    knot: str = ""
    wave: float = 0.0
    curls: float = 0.0
    fringe: float = 0.0


STYLES = {"bald": Style("none", 0.0), "shaved": Style("high", 1.0), "receding": Style("ring", 3.5),
    "cropped": Style("high", 3.2), "short": Style("swept", 5.5, fringe=8, tufts=2.5),
    "slick": Style("high", 4.2), "messy": Style("swept", 6.0, fringe=13, tufts=8),
    "curly": Style("high", 9.0, curls=6.5), "afro": Style("high", 19.0, curls=6.0),
    "bob": Style("bangs", 6.0, length=42, fringe=4), "long": Style("part", 5.5, length=128),
    "wavy": Style("part", 8.0, length=96, wave=5.0),
    "ponytail": Style("high", 4.5, knot="tail", fringe=0),
    "shorttail": Style("swept", 5.5, knot="tuft", fringe=12, tufts=5),
    "topknot": Style("high", 4.2, knot="top"), "bun": Style("high", 5.2, knot="bun"),
    "braid": Style("high", 4.8, knot="braid"), "pigtails": Style("bangs", 5.0, knot="pigtails",
    fringe=3), "halfup": Style("part", 5.0, length=118, knot="top")}
_HIGH = ((0, -30), (24, -29), (42, -22), (54, -12), (64, 2), (72, 9), (80, 4), (92, -5), (108, 5),
    (118, 11), (132, 22), (150, 34), (180, 39))
_PART = ((0, -43), (14, -37), (34, -22), (52, -4), (64, 16), (74, 34), (90, 40), (180, 40))
_BANGS = ((0, -13), (20, -12), (40, -10), (54, -6), (60, 12), (66, 34), (90, 40), (180, 40))
_RING = ((0, -62), (40, -60), (58, -34), (66, -8), (72, 6), (80, 3), (92, -5), (108, 5), (118, 11),
    (132, 22), (150, 34), (180, 39))


def style_named(name: str) -> Style:
    """The cut of that name; of unknown styles the short one."""
    return STYLES.get(name, STYLES["short"])


def hairline(style: Style, degrees: float) -> float:
    """The height at which the hair ends, at a direction round the head."""
    table = {"part": _PART, "bangs": _BANGS, "ring": _RING}.get(style.line, _HIGH)
    turn = abs((degrees + 180) % 360 - 180)
    for (a, ya), (b, yb) in pairwise(table):
        if a <= turn <= b:
            share = (turn - a) / (b - a)
            return ya + (yb - ya) * share
    return table[-1][1]
