"""A project's root comes in; the files of the themes that its films bring go out, as text.

A theme is a flat folder of a `theme.toml` and templates. It is named in `drama.toml`
(`[film]`, `theme = "themes/woodcut"`), or by a film's style: `style: WOODCUT` takes
`themes/woodcut`, where there is one.
"""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT_FILE = "drama.toml"
FOLDER = "themes"
SETTINGS = "theme.toml"
SUFFIX = ".svg.j2"
BYTES_MAX = 256 * 1024
"""Of all files of a theme: they go into every request."""


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """What lies in a theme's folder; `trouble` says for the person why it cannot be read."""

    name: str
    files: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def as_json(self) -> dict[str, Any]:
        """As a request holds it."""
        return {"name": self.name, "files": dict(sorted(self.files.items())),
                "trouble": self.trouble}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ThemeShelf:
    """The themes of a project: what `drama.toml` names for every film, or each by its name."""

    named: ThemeFiles | None = None
    by_style: Mapping[str, ThemeFiles] = field(default_factory=dict)

    def theme_for(self, style_name: str) -> ThemeFiles | None:
        """The theme of a film with this style; None for the embedded drawing."""
        return self.named or self.by_style.get(_folded(style_name))


def read_shelf(root: Path) -> ThemeShelf:
    """All themes below a project's root; never raises."""
    named = _named(root)
    if named is not None:
        return ThemeShelf(_read(root, named))
    try:
        folders = sorted(each for each in (root / FOLDER).iterdir() if each.is_dir())
    except OSError:
        return ThemeShelf()
    return ThemeShelf(
        by_style={_folded(each.name): _read(root, f"{FOLDER}/{each.name}") for each in folders}
    )


def shelf_paths(root: Path) -> list[Path]:
    """All that `read_shelf` looks at besides the project's file, there or not; never raises."""
    named = _named(root)
    shelf = root / (named or FOLDER)
    found = [shelf]
    with contextlib.suppress(OSError, ValueError):
        for folder in (shelf,) if named else sorted(shelf.iterdir()):
            found += (folder, *sorted(folder.iterdir())) if folder.is_dir() else ()
    return found


def _named(root: Path) -> str | None:
    try:
        table = tomllib.loads((root / PROJECT_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        # The compiler says what is wrong with the project's file.
        return None
    film = table.get("film")
    name = film.get("theme") if isinstance(film, dict) else None
    return str(name) if name else None


def _read(root: Path, name: str) -> ThemeFiles:
    try:
        folder = (root / name).resolve()
        if not folder.is_relative_to(root.resolve()):
            return ThemeFiles(name, trouble="it lies outside the project")
        if not folder.is_dir():
            return ThemeFiles(name, trouble="there is no such folder")
        files = _texts(root, folder)
    except (OSError, ValueError) as failure:
        told = failure.strerror if isinstance(failure, OSError) else "it is not text in UTF-8"
        return ThemeFiles(name, trouble=f"it cannot be read: {told}")
    if sum(len(text.encode()) for text in files.values()) > BYTES_MAX:
        return ThemeFiles(name, trouble=f"it is larger than {BYTES_MAX // 1024} KB")
    if not files:
        return ThemeFiles(name, trouble=f"it holds neither `{SETTINGS}` nor a `*{SUFFIX}`")
    return ThemeFiles(name, files)


def _texts(root: Path, folder: Path) -> dict[str, str]:
    """The files that a theme may have, by name; what a link leads out to is not read."""
    found = {}
    for path in sorted(folder.iterdir()):
        ours = path.name == SETTINGS or path.name.endswith(SUFFIX)
        if ours and path.is_file() and path.resolve().is_relative_to(root.resolve()):
            found[path.name] = path.read_bytes()[: BYTES_MAX + 1].decode("utf-8")
    return found


def _folded(name: str) -> str:
    return "-".join(name.casefold().split())
