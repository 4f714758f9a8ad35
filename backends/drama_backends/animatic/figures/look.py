"""The look: what a figure is from shot to shot, as plain data for those who draw it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Clothes:
    """What is worn. `garment` names a cut of garments.toml; empty colours mean none."""

    garment: str = "shirt"
    main: str = "#4a6076"
    trim: str = "#e8e2d2"
    sash: str = "#7a4a2a"
    legs: str = "#3b3f4a"
    cloak: str = ""
    apron: str = ""
    sleeves: str = ""
    trousers: str = ""
    shoes: str = ""
    shoe: str = "#2e2a28"
    scarf: str = ""
    tie: str = ""


@dataclass(frozen=True, slots=True)
class Hair:
    """Hair and what is in it; `style` one of those of hair.py."""

    style: str = "short"
    colour: str = "#231f20"
    tie: str = ""
    pin: str = ""
    beard: str = ""
    beard_colour: str = "#231f20"


@dataclass(frozen=True, slots=True)
class Look:
    """A figure read from its declaration; the same for the same declaration, always.

    `kind` is human, spirit, robot, dragon, beast, horse, bird or fish; `breed` says which beast.
    `age` is child, youth, adult or elder. `height` is times an adult's. `carries` are props in
    hand, `marks` are words such as horns, glasses, scar, wet, torn, tired. `seed` fills the rest.
    """

    seed: int = 0
    kind: str = "human"
    breed: str = ""
    female: bool = False
    age: str = "adult"
    years: int = 30
    build: str = "average"
    height: float = 1.0
    skin: str = "#e8bd96"
    eyes: str = "#3a2a20"
    hair: Hair = field(default_factory=Hair)
    hat: str = ""
    hat_colour: str = "#c9a45c"
    clothes: Clothes = field(default_factory=Clothes)
    coat: str = "#6b5a48"
    second: str = "#d8cdb8"
    carries: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()

    def share(self, what: str) -> float:
        """A number in 0..1 of the figure's own for `what`, the same always."""
        mixed = self.seed
        for letter in what.encode():
            mixed = (mixed * 1000003 ^ letter * 2654435761) & 0xFFFFFFFFFFFF
        mixed ^= mixed >> 17
        return (mixed * 2246822519 & 0xFFFFFFFF) / 0xFFFFFFFF
