"""The film on its way from tree to IR: scenes and shots that have no ids yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from drama_compiler.film.film import Appearance, Event, Line, Transition
from drama_compiler.film.words import Daytime
from drama_dsl.source import Span

DUAL = "^"
"""What `Line.dual` holds until the line said at once with it has an id: the one before."""


@dataclass(slots=True)
class Placed:
    """An event and where it stands."""

    event: Event
    span: Span

    @property
    def speaker(self) -> str | None:
        """Whose line this is, if it is one."""
        return self.event.character if isinstance(self.event, Line) else None


@dataclass(slots=True)
class Reference:
    """A shot that another names by `reuse` or `match`, as written."""

    shot: str
    span: Span


@dataclass(slots=True)
class ShotDraft:
    """A shot without id and number. `fields` are those of `Shot` that are known.

    `content` is what it says, for naming, without its events. `unpinned` is the place where a
    pin could be written. `worn` is each character's wardrobe, as far as one was named.
    `present` are those in the scene of whom an open frame shows some though nobody is named.
    """

    span: Span
    content: str
    fields: dict[str, Any] = field(default_factory=dict)
    events: list[Placed] = field(default_factory=list)
    pin: str = ""
    reuse: Reference | None = None
    match: Reference | None = None
    unpinned: Span | None = None
    worn: dict[str, str] = field(default_factory=dict)
    present: tuple[str, ...] = ()


@dataclass(slots=True)
class Segment:
    """What happens from one `shot:`, transition or change of light to the next.

    Without a `shot` it is to be covered. `opening` marks what stands at a heading. `worn` is
    each character's wardrobe here, as far as one was named.
    """

    light: str
    weather: str
    transition: Transition = field(default_factory=Transition)
    shot: ShotDraft | None = None
    events: list[Placed] = field(default_factory=list)
    opening: bool = False
    worn: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class SceneDraft:
    """A scene without id: its heading's meaning, who is in it, and its segments, then shots."""

    span: Span
    heading: str
    location: str
    interior: bool | None = None
    time: Daytime = Daytime.DAY
    pin: str = ""
    variant: str | None = None
    synopsis: str = ""
    section: tuple[str, ...] = ()
    cast: list[Appearance] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    shots: list[ShotDraft] = field(default_factory=list)
