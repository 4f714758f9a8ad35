"""A script's path comes in; the project it belongs to comes out: its root, its store, its file.

The root is the nearest folder with a `drama.toml`, else the top of the git checkout, else the
script's own folder. `use:` never reaches outside it, and `.drama/` lies in it.
"""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drama_compiler.roots import PROJECT_FILE as PROJECT_FILE
from drama_compiler.roots import root_of
from drama_compiler.store import LOCK_FILE
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Severity, error, warning
from drama_dsl.source import Source, Span
from drama_dsl.suggest import suggest

STATE_FOLDER = ".drama"

SUFFIXES = (".drama", ".fountain", ".spmd", ".txt")
"""What a script's name ends with."""

KNOWN_TABLES = {"film", "profile", "budget", "lint", "store"}


@dataclass(frozen=True, slots=True)
class Project:
    """Where a film lives."""

    root: Path
    script: Path

    @property
    def name(self) -> str:
        """The film's name in file names: the script's, without its suffix.

        Of scripts that differ in their suffix alone, the later in `SUFFIXES` keep it.
        """
        script = self.script
        if script.suffix in SUFFIXES:
            for suffix in SUFFIXES[: SUFFIXES.index(script.suffix)]:
                with contextlib.suppress(OSError):
                    if script.with_suffix(suffix).is_file():
                        return script.name
        return script.stem

    @property
    def key(self) -> str:
        """The film's name in the project's state: its path inside the project, with slashes."""
        return _as_text(self.script.relative_to(self.root).with_name(self.name).as_posix())

    @property
    def state_folder(self) -> Path:
        """`.drama`, which git ignores."""
        return self.root / STATE_FOLDER

    @property
    def lock_file(self) -> Path:
        """`drama.lock`, which git keeps."""
        return self.root / LOCK_FILE

    @property
    def build_folder(self) -> Path:
        """Where finished files are laid out for people."""
        return self.script.parent / "build" / self.name

    def label(self, path: Path) -> str:
        """A file's name as diagnostics print it: relative to the project where it lies inside."""
        resolved = real_path(path)
        if resolved.is_relative_to(self.root):
            return _as_text(resolved.relative_to(self.root).as_posix())
        return _as_text(str(path))


def film_stands(root: Path, key: str) -> bool:
    """Whether the script of the film with this key is still in the project."""
    return any((root / f"{key}{suffix}").is_file() for suffix in ("", *SUFFIXES))


def open_project(path: Path) -> Project:
    """The project of the script at `path`, which need not exist."""
    script = real_path(path)
    return Project(Path(root_of(str(script.parent))), script)


def real_path(path: Path) -> Path:
    """The absolute path with symbolic links followed, as far as there is one.

    Unlike `Path.resolve` it takes links that lead in a circle, and a NUL, which no name can hold.
    """
    return Path(os.path.realpath(str(path).replace("\0", "\ufffd")))


def script_of_folder(folder: Path) -> tuple[Path | None, tuple[Diagnostic, ...], dict[str, Source]]:
    """The script that `drama.toml` in `folder` names, or the only `.drama` file there.

    With it, what is wrong with the project file, and that file as a source.
    """
    file = folder / PROJECT_FILE
    found: tuple[Diagnostic, ...] = ()
    sources: dict[str, Source] = {}
    if file.is_file():
        table, found, sources = read_project_file(file)
        film = table.get("film")
        name = film.get("script") if isinstance(film, dict) else None
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


def read_switches(
    project: Project, known: Collection[str]
) -> tuple[frozenset[str], tuple[Diagnostic, ...], dict[str, Source]]:
    """The rules that `[lint]` of the project's file switches off, what is wrong there, its text.

    `known` are the names that a rule can have.
    """
    path = project.root / PROJECT_FILE
    if not path.is_file():
        return frozenset(), (), {}
    table, found, sources = read_project_file(path)
    problems = [each for each in found if each.severity is Severity.ERROR]
    switches = table.get("lint", {})
    source = sources.get(PROJECT_FILE, Source(PROJECT_FILE, ""))
    if not isinstance(switches, dict):
        problems.append(_bad_switch(source, "lint", "`lint` is a table of rules"))
        switches = {}
    off = set()
    for name, value in switches.items():
        if name not in known:
            problems.append(_unknown_rule(source, name, known))
        elif value in ("off", False):
            off.add(name)
        elif value not in ("on", True):
            problems.append(_bad_switch(source, name, f"`{name}` is neither on nor off"))
    return frozenset(off), tuple(problems), sources


def _unknown_rule(source: Source, name: str, known: Collection[str]) -> Diagnostic:
    span = _key_span(source, name)
    meant = suggest(name, sorted(known))
    helps = (Help(f"did you mean `{meant}`?", Fix((Edit(span, meant),))),) if meant else ()
    message = f"no rule is called `{name}`"
    return warning("unknown-rule", message, span, "switches nothing", helps=helps)


def _bad_switch(source: Source, key: str, message: str) -> Diagnostic:
    helps = (Help(f'write `{key} = "off"`' if key != "lint" else "write `[lint]`"),)
    return warning("bad-switch", message, _key_span(source, key), helps=helps)


def _key_span(source: Source, key: str) -> Span:
    """Where a key of `[lint]` stands; the end of the file where it cannot be found."""
    table = re.search(r"^\s*\[\s*lint\s*\]", source.text, re.MULTILINE)
    start = source.text.find(key, table.end() if table and key != "lint" else 0)
    start = len(source.text) if start < 0 else start
    return source.span(start, min(len(source.text), start + len(key)))


def _as_text(path: str) -> str:
    """A path as text that can be written; a name on POSIX can be bytes that are no UTF-8."""
    return path.encode("utf-8", "backslashreplace").decode()
