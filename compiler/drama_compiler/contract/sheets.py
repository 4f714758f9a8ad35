"""What a sheet is asked to show: a film's characters, places and shots, at a glance.

A backend that draws them is a `Draughts`; it needs no job and leaves nothing in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from drama_compiler.graph.briefs import ClipBrief, FigureBrief, PlaceBrief, StyleBrief
from drama_compiler.graph.timings import ClipTiming


@dataclass(frozen=True, slots=True)
class CharacterEntry:
    """A character: how it looks in its usual clothes first, then in each wardrobe by name."""

    name: str
    looks: tuple[tuple[str, FigureBrief], ...]


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place in every time and weather that the film sees it in, with words for each."""

    name: str
    views: tuple[tuple[str, PlaceBrief], ...]


@dataclass(frozen=True, slots=True)
class ShotEntry:
    """A shot: its number, the words of its framing, and what its clip is made from."""

    number: str
    words: str
    clip: ClipBrief
    timing: ClipTiming


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """What to draw. `name` begins the files' names; empty parts are no sheets.

    `pdf` asks for one document of all pages in place of a picture a page. `workers` is how many
    processes may draw.
    """

    title: str
    name: str
    style: StyleBrief
    characters: tuple[CharacterEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()
    shots: tuple[ShotEntry, ...] = ()
    pdf: bool = False
    workers: int = 1


@runtime_checkable
class Draughts(Protocol):
    """A backend that draws sheets on this machine."""

    def draw_sheets(
        self, order: SheetOrder, folder: Path, progress: Callable[[float], None]
    ) -> Sequence[Path]:
        """Draw the sheets into `folder`, and say which files; raises `MakeError`."""
        ...
