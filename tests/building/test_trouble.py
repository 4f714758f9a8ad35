"""What goes wrong while a film is made is told at the place in the script that it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from drama_compiler import building
from drama_compiler.contract.backend import Media, Request
from drama_compiler.make.executor import Answer, LocalProcesses
from tests.faces.run import run

SCRIPT = "INT. ROOM - DAY\n\nshot: wide, 1s\n\nA chair.\n\nANN\nHello.\n"


def _script(folder: Path, text: str = SCRIPT) -> Path:
    path = folder / "room.drama"
    path.write_text(text)
    return path


def test_without_the_film_packages_a_build_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "find_backends", lambda _: {})
    result = run("build", _script(tmp_path))
    assert result.code == 1 and "error[film-parts-missing]" in result.err
    assert "pip install 'drama-lang[film]'" in result.err


def test_a_job_that_cannot_be_made_points_at_its_shot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = LocalProcesses.run

    async def refuse(
        self: LocalProcesses,
        request: Request,
        inputs: Mapping[str, Media],
        folder: Path,
        urgency: float = 0.0,
    ) -> Answer:
        if request.jobs[0].startswith("clip/"):
            return Answer(error="no ink left")
        return await answer(self, request, inputs, folder, urgency)

    monkeypatch.setattr(LocalProcesses, "run", refuse)
    result = run("build", _script(tmp_path), "--scale", "1/8", "--json")
    assert result.code == 1 and result.json["film"] is None
    assert "error[not-made]" in result.err and "no ink left" in result.err
    assert "room.drama:3:7" in result.err
    monkeypatch.undo()
    # What could be made was kept: only what hung on the picture is left to do.
    made = {each["job"].partition("/")[0] for each in _rebuilt(tmp_path)}
    assert made == {"clip", "picture", "segment", "master"}


def test_a_line_that_no_voice_here_can_speak_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # a speaking program on this machine would take it over
    script = _script(tmp_path, SCRIPT.replace("Hello.", "مرحبا بك."))
    result = run("build", script, "--scale", "1/8")
    assert result.code == 0 and "warning[made-less-well]" in result.err
    assert "room.drama:8:1" in result.err or "room.drama:7:1" in result.err


def _rebuilt(folder: Path) -> list[dict[str, str]]:
    made: list[dict[str, str]] = run(
        "build", folder / "room.drama", "--scale", "1/8", "--json"
    ).json["made"]
    return made
