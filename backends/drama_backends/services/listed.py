"""A module comes in; the table of models and the templates that lie beside it come out.

It is what backends that are told of in a table have in common, whether a program asks them or a
person does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar, Self

from drama_backends.services.models import FILE, Model, read_models
from drama_backends.services.prompts import FOLDER


class Listed:
    """A backend whose models are listed in a table.

    `version` is raised when the same request comes to mean something else; it is part of every
    request's digest, and so what was asked before is asked anew.
    """

    name: ClassVar[str]
    version: ClassVar[str] = "1"
    packages: ClassVar[tuple[str, ...]]

    def __init__(self, project: Path | None = None) -> None:
        self._project = project

    def with_project(self, folder: Path) -> Self:
        """The same backend with the prompts of a project, which lie in its `prompts/NAME`."""
        return type(self)(folder)

    @property
    def folder(self) -> Path:
        """Where the table and the templates lie."""
        file = sys.modules[type(self).__module__].__file__
        assert file is not None, "a backend is a module of a file"
        return Path(file).parent

    @property
    def models(self) -> tuple[Model, ...]:
        """Every row of the table."""
        return read_models(self.folder / FILE)

    @property
    def templates(self) -> tuple[Path, ...]:
        """The folders in which a template is looked for before ours."""
        own = self.folder / FOLDER
        return (self._project / FOLDER / self.name, own) if self._project else (own,)
