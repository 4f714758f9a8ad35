"""Fountain's emphasis is read into runs, and taken out of plain text."""

from __future__ import annotations

import pytest

from drama_dsl.emphasis import Run, emphasis, plain

RUNS = {
    "": (),
    "plain": (Run("plain"),),
    "*i*": (Run("i", italic=True),),
    "**b**": (Run("b", bold=True),),
    "***bi***": (Run("bi", True, True),),
    "_u_ x": (Run("u", underline=True), Run(" x")),
    "_a *b* c_": (
        Run("a ", underline=True),
        Run("b", italic=True, underline=True),
        Run(" c", underline=True),
    ),
    "*w **m** w*": (Run("w ", italic=True), Run("m", True, True), Run(" w", italic=True)),
    r"**\*9765\***": (Run("*9765*", bold=True),),
    "a * b * c": (Run("a * b * c"),),
    "a *b": (Run("a *b"),),
    "*a\nb*": (Run("*a\nb*"),),
    "***a** b*": (Run("a", True, True), Run(" b", italic=True)),
    "LI_WEI_X": (Run("LI_WEI_X"),),
    r"\> \< \_x\_": (Run("> < _x_"),),
    "**": (Run("**"),),
    "****a****": (Run("****a****"),),
}


@pytest.mark.parametrize("text", RUNS)
def test_emphasis_is_read_into_runs(text: str) -> None:
    assert emphasis(text) == RUNS[text]
    assert plain(text) == "".join(run.text for run in RUNS[text])
