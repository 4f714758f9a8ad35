"""What every step of reading a script shares: the scope, who speaks, the names, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.drafts import Placed, SceneDraft, Segment
from drama_compiler.film.film import Event
from drama_compiler.film.mentions import Mentions
from drama_compiler.film.phrases import Phrases
from drama_compiler.film.scope import Scope
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Source, Span

NOWHERE = {"zh": "某处", "en": "Somewhere"}
"""The place of a scene without a heading, by language."""


@dataclass(slots=True)
class Reading:
    """The means by which a script is read; `found` collects what is wrong.

    `speakers` are the characters by the starts of their cues. `rate` is the film's frames a
    second, for lengths said in frames.
    """

    source: Source
    scope: Scope
    speakers: dict[int, str]
    mentions: Mentions
    phrases: Phrases
    language: str
    rate: Fraction
    found: list[Diagnostic] = field(default_factory=list)

    def place_by_use(self, name: str, span: Span) -> str:
        """The id of an undeclared place, declared by being used."""
        return self.scope.use("location", name, span)

    def nowhere(self) -> str:
        """The id of the place of a scene that says none."""
        name = NOWHERE["zh" if CASELESS.search(NOWHERE.get(self.language, "")) else "en"]
        return self.place_by_use(name, self.source.span(0, 0))


class Reader(Protocol):
    """A script being read, as an annotation sees it: where the reading stands."""

    reading: Reading
    light: str
    weather: str
    waiting: list[Placed] | None

    @property
    def scene(self) -> SceneDraft:
        """The scene that the reading is in."""
        ...

    @property
    def segment(self) -> Segment:
        """The segment that the next event falls in."""
        ...

    def open(self) -> Segment:
        """Begin a new segment."""
        ...

    def place(self, event: Event, span: Span) -> None:
        """Place something heard, or read over the picture, where the reading stands."""
        ...

    def translate(self, language: str, text: str) -> bool:
        """Give the line above its translation; False where there is no line above."""
        ...
