"""A film's theme over the paid road: the stand-ins are drawn again, what was paid for stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.faces.run import run
from tests.paying.conftest import PROFILE, Project

NEW_SHOT = "shot: wide on SAM, 1s, #D#\n\nSAM runs.\n\nshot: medium on SAM, 1s, #C#"


def bring(project: Project, settings: str, **templates: str) -> None:
    """A theme in the project's folder, named by its file."""
    folder = project.folder / "themes" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "theme.toml").write_text(settings, "utf-8")
    for name, text in templates.items():
        (folder / f"{name}.svg.j2").write_text(text, "utf-8")
    named = PROFILE.replace("[film]", '[film]\ntheme = "themes/own"')
    (project.folder / "drama.toml").write_text(named, "utf-8")


def drawn(told: Any) -> set[str]:
    """What was drawn, spoken or scored."""
    kinds = ("clip", "voice", "cue", "ambience", "effect")
    return {each["job"] for each in told["made"] if each["job"].startswith(kinds)}


def picture(project: Project, name: str) -> bytes:
    """The clean picture of a shot, as laid out for people."""
    return (project.folder / "build/lamp/pictures" / f"SH{name}.mp4").read_bytes()


def test_a_changed_theme_redraws_the_stand_ins_and_touches_no_paid_take(bought: Project) -> None:
    paid = list(bought.paid)
    kept = picture(bought, "A")
    bought.edit("shot: medium on SAM, 1s, #C#", NEW_SHOT)
    bring(bought, 'style = "ink"')
    made = drawn(bought.build())
    assert {each for each in made if each.startswith(("clip/", "voice/"))} == {"clip/D"}
    stood_in, lock = picture(bought, "D"), (bought.folder / "drama.lock").read_bytes()
    bring(bought, 'style = "ink"\n[print]\nchroma = 0.0')
    assert drawn(bought.build()) == {"clip/D"}
    assert picture(bought, "D") != stood_in and picture(bought, "A") == kept
    plan = run("plan", bought.script, "--profile", "final", "--json").json
    assert "redo" not in {each["state"] for each in plan["steps"]}, "no paid take is out of date"
    assert bought.paid == paid and (bought.folder / "drama.lock").read_bytes() == lock


def test_a_broken_template_is_told_with_its_line_and_the_film_comes_out(bought: Project) -> None:
    bought.edit("shot: medium on SAM, 1s, #C#", NEW_SHOT)
    bring(bought, "", layer="{{ svg }}\n{{ sgv }")
    told = bought.build()
    warnings = [each for each in told["diagnostics"] if each["code"] == "made-less-well"]
    assert len(warnings) == 1
    assert "`themes/own`" in warnings[0]["message"]
    assert "`layer.svg.j2`, line 2" in warnings[0]["message"]
    assert Path(told["film"]).is_file()
