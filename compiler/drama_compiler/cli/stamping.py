"""A build that is done comes in; a stamp is kept, by which the next one knows that it has nothing
to do. See `store/stamp.py` for what is in it.
"""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from drama_compiler.building import Built
from drama_compiler.cli import views
from drama_compiler.cli.told import NAMED_FILES
from drama_compiler.film.pages import PAGES as OF_THE_FILM
from drama_compiler.make.installed import packages
from drama_compiler.session import Analysis
from drama_compiler.store.stamp import Asked, Told, before, keep
from drama_dsl.diagnostic import Severity
from drama_dsl.report import text

ROOMS = ("drama_grammar", "drama_dsl", "drama_compiler")


@dataclass(frozen=True, slots=True)
class Stamping:
    """What was asked, and what the project's own files held before the build began."""

    asked: Asked
    was: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "was", before(self.asked))

    def keep(self, analysis: Analysis, built: Built, data: dict[str, Any]) -> bool:
        """Stamp the build, whose `--json` is `data`; whether that could be."""
        from drama_compiler.cli.making import length_of

        assert built.schedule
        reused = [*built.made, *built.reused]
        data = {key: value for key, value in data.items() if key != "elapsed_seconds"}
        data |= {"made": [], "reused": reused, "bought": [], "usd": 0.0}
        plain, colored = (
            text.render(analysis.diagnostics, analysis.sources, color=color)
            + text.render(built.diagnostics, analysis.sources, color=color)
            for color in (False, True)
        )
        root = analysis.project.root
        return keep(
            self.asked,
            self.was,
            {
                str(root / label): source.text.encode("utf-8", "surrogatepass")
                for label, source in analysis.sources.items()
            }
            | _images(analysis),
            sorted(set(_code_folders())),
            [str(path) for path in built.files],
            Told(
                plain=plain,
                colored=colored,
                length=length_of(built.schedule),
                reused=len(reused),
                files=[str(path) for path in built.files[:NAMED_FILES]],
                json=views.json_text(data).removesuffix("}"),
            ),
        )


def _images(analysis: Analysis) -> dict[str, bytes]:
    """The images that the writer declares: where one changes, what is made of it may."""
    found = {}
    for image in analysis.references.images.values():
        with contextlib.suppress(OSError):
            found[str(image.path)] = image.path.read_bytes()
    return found


def is_settled(built: Built) -> bool:
    """Whether the same build, asked for again, could only come to the same: nothing failed or was
    left unbought, and whatever there is to warn of is of the film as it is written.
    """
    return not built.failures and all(
        each.severity is not Severity.ERROR and each.code in OF_THE_FILM
        for each in built.diagnostics
    )


def _code_folders() -> Iterable[str]:
    """The folders of the compiler's rooms and of every backend that is installed."""
    for name in (*ROOMS, *packages()):
        # A package of backends that nobody asked for is not imported.
        found = importlib.util.find_spec(name)
        yield from (found and found.submodule_search_locations) or ()
