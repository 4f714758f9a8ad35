"""A small film whose clips, stills and voices are bought from the rehearsal service."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.backends.rehearsing import BOOKS, CACHE, staged
from tests.faces.run import Run, run

FILM = "film"

SCRIPT = """\
Title: The Lamp
Format: 16:9 160x90 24fps

character: SAM
  look: boy of nine, red cap

EXT. HARBOUR - DUSK

shot: wide, 2s, #A#

A small boat comes home.

shot: close on SAM, #B#

SAM
I can see it!

shot: medium on SAM, 1s, #C#

SAM waves.
"""
PROFILE = """\
[film]
script = "lamp.drama"
[profile.final]
still = "rehearsal"
clip = "rehearsal"
voice = "rehearsal"
"""


@dataclass
class Project:
    """A film in a folder, and what was paid for it."""

    folder: Path
    rehearsal: Any

    @property
    def script(self) -> Path:
        """The film's script."""
        return self.folder / "lamp.drama"

    def edit(self, old: str, new: str) -> None:
        """Change the script."""
        text = self.script.read_text("utf-8")
        assert old in text
        self.script.write_text(text.replace(old, new, 1), "utf-8")

    def configure(self, more: str) -> None:
        """Add to `drama.toml`."""
        (self.folder / "drama.toml").write_text(PROFILE + more, "utf-8")

    def try_build(self, *words: object) -> Run:
        """`drama build WORDS --json`, however it ends."""
        return run("build", self.script, *words, "--json")

    def build(self, *words: object) -> Any:
        """`drama build WORDS --json`, which makes the film."""
        result = self.try_build(*words)
        assert result.code == 0, result.err
        return result.json

    def final(self, *words: object) -> Any:
        """A build with the paid profile."""
        return self.build("--profile", "final", *words)

    @property
    def paid(self) -> list[str]:
        """The kinds of all calls that were ever paid for, in order."""
        return [call.kind for call in self.rehearsal.ledger.calls() if call.charged]


@pytest.fixture
def project(tmp_path: Path, rehearsal: Any) -> Project:
    """The film, not built yet."""
    return _laid_out(tmp_path / FILM, rehearsal)


@pytest.fixture(scope="session")
def bought_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the film, everything of it bought, and with the books of the service."""
    folder = tmp_path_factory.mktemp("bought")
    cache = tmp_path_factory.getbasetemp() / CACHE
    with (
        pytest.MonkeyPatch.context() as environment,
        staged(folder / BOOKS, cache, environment) as service,
    ):
        _laid_out(folder / FILM, service).final()
    return folder


@pytest.fixture
def bought(
    bought_once: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Project]:
    """The film, built with everything bought: a copy of one purchase, the service's books too."""
    for name in (FILM, BOOKS):
        shutil.copytree(bought_once / name, tmp_path / name)
    cache = tmp_path_factory.getbasetemp() / CACHE
    with staged(tmp_path / BOOKS, cache, monkeypatch) as service:
        yield Project(tmp_path / FILM, service)


def _laid_out(folder: Path, service: Any) -> Project:
    folder.mkdir()
    found = Project(folder, service)
    found.script.write_text(SCRIPT, "utf-8")
    found.configure("")
    return found
