"""The clauses of one `shot:` as plain values: kinds are known here, names are not.

Canonical words are strings of `drama_grammar.vocabulary()` (`extreme-close`, `dolly`, `left`);
`start` and `end` are offsets in the source, `[start, end)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name something, raw: `LI WEI & MOTHER`, `LI WEI in storm left`.

    Backticks that quote a name are kept, so that `text[i]` is the character at `start + i`.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Size:
    """`close`: a canonical size."""

    start: int
    end: int
    size: str


@dataclass(frozen=True, slots=True)
class Composition:
    """`two A & B`, `group`, `over A on B`, `pov A`, `single A`.

    `kind` is canonical; `phrase` is who is meant (whose shoulder, whose eyes), `on` what is
    looked at (`over` and `pov` only).
    """

    start: int
    end: int
    kind: str
    phrase: Phrase | None = None
    on: Phrase | None = None


@dataclass(frozen=True, slots=True)
class On:
    """`on LI WEI`, or the noun phrase right behind a size (`close LI WEI in storm`)."""

    start: int
    end: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Angle:
    """`low angle`: a canonical angle."""

    start: int
    end: int
    angle: str


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a chain. `kind`, `direction` and `pace` are canonical; `target` is raw."""

    start: int
    end: int
    kind: str
    direction: str | None = None
    pace: str | None = None
    target: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """`dolly in slow then pan left`: the moves one after the other, never empty."""

    start: int
    end: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Lens:
    """`35mm`: the focal length in millimetres."""

    start: int
    end: int
    millimetres: Fraction


@dataclass(frozen=True, slots=True)
class Aperture:
    """`f/1.8`: the f-number."""

    start: int
    end: int
    number: Fraction


@dataclass(frozen=True, slots=True)
class Optics:
    """`anamorphic`, `shallow focus`: a canonical word of optics."""

    start: int
    end: int
    optics: str


@dataclass(frozen=True, slots=True)
class Length:
    """`2.5s` or `96f`: one of `seconds` and `frames` is set."""

    start: int
    end: int
    seconds: Fraction | None = None
    frames: int | None = None


@dataclass(frozen=True, slots=True)
class Speed:
    """`0.5x`, `slow motion` (1/2), `fast motion` (2), `time-lapse` (8): against real time."""

    start: int
    end: int
    speed: Fraction


@dataclass(frozen=True, slots=True)
class Continuity:
    """`from last`, `reuse 12A`, `match 12A`; `kind` is `from-last`, `reuse` or `match`."""

    start: int
    end: int
    kind: str
    shot: str = ""


@dataclass(frozen=True, slots=True)
class Stance:
    """`facing right`, `left`, `background` as a clause of its own: of the subject before it.

    Each is canonical; at least one is set.
    """

    start: int
    end: int
    place: str | None = None
    depth: str | None = None
    facing: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """`"rain streaks the lens"`: free text for the prompt, without its quotation marks."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Pin:
    """`#12A#`: the shot's own id."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the grammar cannot know: a preset's name, a subject (`LI WEI left`), or a mistake."""

    start: int
    end: int
    phrase: Phrase


Clause = (
    Size
    | Composition
    | On
    | Angle
    | Moves
    | Lens
    | Aperture
    | Optics
    | Length
    | Speed
    | Continuity
    | Stance
    | Quoted
    | Pin
    | Words
)

ShotClauses = tuple[Clause, ...]
"""The clauses of a shot in the order of writing."""
