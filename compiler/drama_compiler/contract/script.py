"""What script exporters and importers are: a screenplay goes out as files, or comes in as Fountain.

They need no film and no build. Both are found by entry point, as backends are; a package of one's
own can bring another format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from drama_dsl.diagnostic import Diagnostic
from drama_dsl.parser import Dialect
from drama_dsl.tree import Tree

SCRIPT_EXPORTER_GROUP = "drama.script_exporters"
SCRIPT_IMPORTER_GROUP = "drama.script_importers"


@dataclass(frozen=True, slots=True)
class Script:
    """A screenplay as read.

    `cues` holds the starts of the `maybe` cues in `tree` that are cues: the others are action.
    `name` is the film's in file names, without a suffix.
    """

    tree: Tree
    cues: frozenset[int]
    name: str


@dataclass(frozen=True, slots=True)
class ScriptOptions:
    """What a person can ask of an export; a format takes what concerns it.

    `paper` is `letter` or `a4`, empty for what suits the script. `notes` and `shots` print the
    notes and the annotations of scenes.
    """

    paper: str = ""
    notes: bool = False
    shots: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """The files to write, by file name, and what in the script they could not hold."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...] = ()


class ScriptExporter(Protocol):
    """A way to write a screenplay, found by the group `drama.script_exporters`."""

    def __call__(self, script: Script, options: ScriptOptions) -> Exported:
        """The screenplay in a format; the same script gives the same bytes.

        Raises `ValueError` where the format cannot hold the script, with a message for the person.
        """
        ...


@dataclass(frozen=True, slots=True)
class Imported:
    """A foreign script as Fountain; `left_out` says in words what it had that is not in `text`."""

    text: str
    left_out: tuple[str, ...] = ()


class ScriptImporter(Protocol):
    """A way to read a foreign script, found by the group `drama.script_importers` and its suffix.

    The entry point's name is the suffix without its dot (`fdx`).
    """

    def __call__(self, data: bytes, dialect: Dialect) -> Imported:
        """The script as text that the parser reads in `dialect` with the same elements.

        Raises `ValueError` where the file is no such script, with a message for the person.
        """
        ...
