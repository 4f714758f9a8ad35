"""A script's path comes in; the project it belongs to comes out: its root, its store, its file.

The root is the nearest folder with a `drama.toml`, else the top of the git checkout, else the
script's own folder. `use:` never reaches outside it, and `.drama/` lies in it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drama_dsl.diagnostic import Diagnostic, error, warning
from drama_dsl.source import Source

PROJECT_FILE = "drama.toml"
STATE_FOLDER = ".drama"

KNOWN_TABLES = {"film", "profile", "budget", "lint"}


@dataclass(frozen=True, slots=True)
class Project:
    """Where a film lives. `name` is the script's name without its suffix."""

    root: Path
    script: Path

    @property
    def name(self) -> str:
        """The film's name in file names."""
        return self.script.stem

    @property
    def key(self) -> str:
        """The film's name in the project's state: its path inside the project, with slashes."""
        return self.script.relative_to(self.root).with_suffix("").as_posix()

    @property
    def state_folder(self) -> Path:
        """`.drama`, which git ignores."""
        return self.root / STATE_FOLDER

    @property
    def build_folder(self) -> Path:
        """Where finished files are laid out for people."""
        return self.script.parent / "build" / self.name

    def label(self, path: Path) -> str:
        """A file's name as diagnostics print it: relative to the project where it lies inside."""
        resolved = path.resolve()
        if resolved.is_relative_to(self.root):
            return resolved.relative_to(self.root).as_posix()
        return str(path)


def open_project(path: Path) -> Project:
    """The project of the script at `path`, which need not exist."""
    script = path.resolve()
    return Project(_root_of(script.parent), script)


def script_of_folder(folder: Path) -> tuple[Path | None, tuple[Diagnostic, ...], dict[str, Source]]:
    """The script that `drama.toml` in `folder` names, or the only `.drama` file there.

    With it, what is wrong with the project file, and that file as a source.
    """
    file = folder / PROJECT_FILE
    found: tuple[Diagnostic, ...] = ()
    sources: dict[str, Source] = {}
    if file.is_file():
        table, found, sources = read_project_file(file)
        name = table.get("film", {}).get("script")
        if name:
            return folder / str(name), found, sources
        if not table and found:
            return None, found, sources
    scripts = sorted(path for path in folder.glob("*.drama") if path.is_file())
    if len(scripts) == 1:
        return scripts[0], found, sources
    which = "several scripts here" if scripts else "no script here"
    message = f"{which}: name one, as in `drama build film.drama`"
    return None, (*found, error("which-script", message, None)), sources


def read_project_file(
    path: Path,
) -> tuple[dict[str, Any], tuple[Diagnostic, ...], dict[str, Source]]:
    """The tables of a `drama.toml`, what is wrong with it, and its text as a source."""
    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except (OSError, ValueError) as failure:
        message = f"`{path.name}` cannot be read: {failure}"
        return {}, (error("bad-project-file", message, None),), {}
    source = Source(path.name, text)
    found = tuple(
        warning(
            "unknown-table",
            f"`{path.name}` has a table that nothing reads: `{key}`",
            source.span(text.find(key), text.find(key) + len(key)),
        )
        for key in table
        if key not in KNOWN_TABLES
    )
    return table, found, {source.name: source}


def _root_of(folder: Path) -> Path:
    for mark in (PROJECT_FILE, ".git"):
        for candidate in (folder, *folder.parents):
            if (candidate / mark).exists():
                return candidate
    return folder
