"""A script's path comes in; the script in another program's format comes out, or the reverse.

Needs no build: only what reading and resolving know of the script.
"""

from __future__ import annotations

import codecs
import importlib.metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drama_compiler.contract.script import (
    SCRIPT_EXPORTER_GROUP,
    SCRIPT_IMPORTER_GROUP,
    Imported,
    Script,
    ScriptExporter,
    ScriptImporter,
    ScriptOptions,
)
from drama_compiler.store.media import write_bytes
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.parser import Dialect

if TYPE_CHECKING:
    from drama_compiler.session import Analysis, Reading

IMPORT_BYTES_MAX = 64 * 1024 * 1024
"""More than any script has, as text or as XML."""


def script_exporters() -> list[str]:
    """The formats that a script can be written in."""
    return _names(SCRIPT_EXPORTER_GROUP)


def script_importers() -> list[str]:
    """The suffixes, without their dots, of foreign scripts that can be read."""
    return _names(SCRIPT_IMPORTER_GROUP)


def export_script(
    analysis: Analysis, reading: Reading, format_: str, options: ScriptOptions, out: Path
) -> tuple[list[Path], tuple[Diagnostic, ...]]:
    """Write the script in a format; the paths written, and what the format could not hold.

    `out` is a folder, or the file itself where it has the format's suffix. Raises KeyError for
    a format that no exporter has, ImportError where its packages are not installed, ValueError
    where it cannot hold the script, OSError.
    """
    exporter: ScriptExporter = _load(SCRIPT_EXPORTER_GROUP, format_)
    tree = reading.trees[0]
    cues = frozenset(start for file, start in analysis.resolution.cues if file == tree.source.name)
    exported = exporter(Script(tree, cues, analysis.project.name), options)
    named = out.suffix.lower() == f".{format_}" and len(exported.files) == 1
    paths = []
    for name, data in exported.files.items():
        path = out if named else out / name
        write_bytes(path, data)
        paths.append(path)
    return paths, exported.diagnostics


def import_script(data: bytes, suffix: str, dialect: Dialect, encoding: str = "") -> Imported:
    """A script as text: of a foreign format by its suffix (`fdx`), else as it is, decoded.

    `encoding` is that of plain text, UTF-8 if empty. Raises ValueError where it cannot be read.
    """
    if suffix in script_importers():
        importer: ScriptImporter = _load(SCRIPT_IMPORTER_GROUP, suffix)
        return importer(data, dialect)
    return Imported(_decoded(data, encoding or "utf-8"))


def _names(group: str) -> list[str]:
    return sorted({entry.name for entry in importlib.metadata.entry_points(group=group)})


def _load(group: str, name: str) -> Any:
    entries = tuple(importlib.metadata.entry_points(group=group, name=name))
    if not entries:
        raise KeyError(name)
    return entries[0].load()


def _decoded(data: bytes, encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name)
    except LookupError as failure:
        raise ValueError(f"there is no encoding '{encoding}'") from failure
    except UnicodeDecodeError as failure:
        line = data[: failure.start].count(b"\n") + 1
        raise ValueError(
            f"it is not {encoding} text: byte {data[failure.start]:#04x} in line {line}; "
            "name its --encoding, as gb18030, big5, utf-16 or cp1252"
        ) from failure
    if "\0" in text:
        raise ValueError("it is a binary file, not a script")
    return text.removeprefix("\ufeff")
