"""The IR: a film as scenes, shots, lines and cues by id, with time as constraints.

It knows no model, price, path or frame count. Where a thing stands in the script is kept beside
it, in `Origins`, so that moving text changes no value here.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from drama_compiler.film.frozen import Frozen
from drama_compiler.film.words import (
    Angle,
    Composition,
    Daytime,
    Depth,
    Direction,
    Facing,
    MoveKind,
    Pace,
    ScreenPlace,
    Size,
    TransitionKind,
)

SCHEMA_VERSION = 1

Rational = Annotated[
    Fraction,
    PlainValidator(lambda value: Fraction(value)),
    PlainSerializer(lambda value: str(value), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(/\d+)?$"}),
]
"""An exact number; as JSON a string such as `"24"` or `"24000/1001"`."""


class Format(Frozen):
    """The frame: size in pixels and the exact rate in frames a second."""

    width: int = 1280
    height: int = 720
    rate: Rational = Fraction(24)


class Move(Frozen):
    """One camera move. A direction only where the kind has one; `target` an id, for a rack."""

    kind: MoveKind
    direction: Direction | None = None
    pace: Pace = Pace.NORMAL
    target: str | None = None


class Character(Frozen):
    """A person. `look`, `voice` and `theme` in the writer's words; `declared` by a `character:`."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    look: str = ""
    voice: str = ""
    theme: str = ""
    refs: tuple[str, ...] = ()
    wardrobes: dict[str, str] = {}
    declared: bool = False


class Location(Frozen):
    """A place; `variants` are looks by name (`night`, `storm`), `sound` what is heard there."""

    id: str
    name: str
    look: str = ""
    sound: str = ""
    refs: tuple[str, ...] = ()
    variants: dict[str, str] = {}
    declared: bool = False


class Prop(Frozen):
    """A thing that matters."""

    id: str
    name: str
    look: str = ""
    refs: tuple[str, ...] = ()
    declared: bool = False


class Style(Frozen):
    """A look of the film."""

    id: str
    name: str
    look: str = ""
    palette: str = ""
    avoid: str = ""
    refs: tuple[str, ...] = ()


class Appearance(Frozen):
    """A character in a scene or a shot: what they wear (a wardrobe's name, or none), where they
    stand on the screen and where they look, as far as it is known.
    """

    character: str
    wardrobe: str | None = None
    place: ScreenPlace | None = None
    depth: Depth | None = None
    facing: Facing | None = None


class Subject(Frozen):
    """What a frame is on. `id` is of a character, location or prop; None for free words."""

    kind: Literal["character", "location", "prop", "words"]
    id: str | None = None
    words: str = ""
    wardrobe: str | None = None
    place: ScreenPlace | None = None
    depth: Depth | None = None
    facing: Facing | None = None


class Beat(Frozen):
    """One step of `blocking:`; ids where a name was known, the writer's words always."""

    words: str
    subject: str | None = None
    action: str = ""
    object: str | None = None
    direction: Direction | None = None


class Action(Frozen):
    """A paragraph of action and whom or what it names, in the order of naming."""

    type: Literal["action"] = "action"
    text: str
    characters: tuple[str, ...] = ()
    props: tuple[str, ...] = ()


class Line(Frozen):
    """Something said. `mood` is its parenthetical; `dual` the id of the line it is said over."""

    type: Literal["line"] = "line"
    id: str
    character: str
    text: str
    language: str
    mood: str = ""
    extension: str = ""
    off_screen: bool = False
    lyric: bool = False
    dual: str | None = None
    translations: dict[str, str] = {}


class Super(Frozen):
    """Text over the picture."""

    type: Literal["super"] = "super"
    text: str


class Effect(Frozen):
    """A sound that happens once, here."""

    type: Literal["effect"] = "effect"
    id: str
    text: str


class MusicStart(Frozen):
    """A cue of music begins here, and ends any that plays."""

    type: Literal["music"] = "music"
    id: str
    text: str


class MusicEnd(Frozen):
    """The music ends here."""

    type: Literal["music-out"] = "music-out"


class AmbienceStart(Frozen):
    """An ambience begins here, and ends any that is heard."""

    type: Literal["ambience"] = "ambience"
    id: str
    text: str


class AmbienceEnd(Frozen):
    """The ambience ends here; the place's own is not heard either until the scene ends."""

    type: Literal["ambience-out"] = "ambience-out"


Event = Annotated[
    Action | Line | Super | Effect | MusicStart | MusicEnd | AmbienceStart | AmbienceEnd,
    Field(discriminator="type"),
]
"""What happens in a shot, in the order of the script."""


class Transition(Frozen):
    """How a shot is entered; `seconds` None leaves the length to the schedule."""

    kind: TransitionKind = TransitionKind.CUT
    seconds: Rational | None = None


class Shot(Frozen):
    """A shot: framing, camera, who is seen, what happens, and its length as a constraint.

    `seconds` is a said length. `number` is for people (`12B`); `id` is stable. `implied` shots
    come from default coverage. `cast` is all who are in the picture, `subjects` what it is on;
    `over` is whose back the camera looks past, `pov` through whose eyes it looks.
    """

    id: str
    number: str
    pinned: bool = False
    implied: bool = False
    size: Size = Size.WIDE
    composition: Composition = Composition.SINGLE
    angle: Angle = Angle.EYE_LEVEL
    moves: tuple[Move, ...] = ()
    subjects: tuple[Subject, ...] = ()
    over: str | None = None
    pov: str | None = None
    cast: tuple[Appearance, ...] = ()
    props: tuple[str, ...] = ()
    lens_millimetres: float | None = None
    aperture: float | None = None
    optics: tuple[str, ...] = ()
    seconds: Rational | None = None
    speed: Rational = Fraction(1)
    from_last: bool = False
    reuse: str | None = None
    match: str | None = None
    time: Daytime = Daytime.DAY
    weather: str = ""
    light: str = ""
    words: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    performance: str = ""
    blocking: tuple[Beat, ...] = ()
    prompt: str = ""
    avoid: str = ""
    via: str | None = None
    takes: int | None = None
    seed: int | None = None
    transition: Transition = Transition()
    events: tuple[Event, ...] = ()


class Scene(Frozen):
    """A scene: where, when, who, and its shots; never without a shot."""

    id: str
    number: str
    heading: str
    interior: bool | None = None
    location: str
    time: Daytime = Daytime.DAY
    variant: str | None = None
    cast: tuple[Appearance, ...] = ()
    synopsis: str = ""
    section: tuple[str, ...] = ()
    shots: tuple[Shot, ...] = ()


class Film(Frozen):
    """The whole film. Tables are by id, in the order of declaration; scenes in story order."""

    schema_version: int = SCHEMA_VERSION
    title: str = ""
    credits: dict[str, str] = {}
    format: Format = Format()
    language: str = "en"
    subtitles: tuple[str, ...] = ()
    style: str | None = None
    characters: dict[str, Character] = {}
    locations: dict[str, Location] = {}
    props: dict[str, Prop] = {}
    styles: dict[str, Style] = {}
    scenes: tuple[Scene, ...] = ()
    ending: Transition = Transition()
