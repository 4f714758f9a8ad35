"""The name of a backend comes in; the backend, of all that are installed here, comes out.

To load those of all services takes longer than most jobs: each is loaded when it is asked for.
"""

from __future__ import annotations

import functools
import importlib.metadata
from collections.abc import Iterator, Mapping
from pathlib import Path

from drama_compiler.contract.backend import Backend, Templated

BACKEND_GROUP = "drama.backends"


class Installed(Mapping[str, Backend]):
    """Every backend that is installed, by its name; one that cannot be loaded is not there.

    Those that can be told of a `project` (its root) make their requests with its own files, as
    they are when the backend is asked for first.
    """

    def __init__(self, project: Path | None = None) -> None:
        self._project = project
        self._told: dict[str, Backend | None] = {}

    def __getitem__(self, name: str) -> Backend:
        if name not in self._told:
            self._told[name] = _told_of(self._project, name)
        backend = self._told[name]
        if backend is None:
            raise KeyError(name)
        return backend

    def __iter__(self) -> Iterator[str]:
        return (name for name in _entries() if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def packages() -> list[str]:
    """The packages that hold the backends, whether these can be loaded or not."""
    return sorted({entry.module.partition(".")[0] for entry in _entries().values()})


def _told_of(project: Path | None, name: str) -> Backend | None:
    try:
        backend = _loaded(name)
        if project is not None and isinstance(backend, Templated):
            return backend.with_project(project)
        return backend
    except Exception:
        # Somebody else's plug-in may fail as it likes: the film is made without it.
        return None


@functools.cache
def _loaded(name: str) -> Backend:
    backend: Backend = _entries()[name].load()()
    return backend


@functools.cache
def _entries() -> dict[str, importlib.metadata.EntryPoint]:
    return {each.name: each for each in importlib.metadata.entry_points(group=BACKEND_GROUP)}
