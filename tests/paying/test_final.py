"""The paid road from end to end: bought once, chosen by a person, alive when the service is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from drama_backends.media.footage import probe
from drama_compiler.store.claim import claim_project
from tests.faces.run import run
from tests.paying.conftest import PROFILE, Project

FIRST = ["clip"] * 3 + ["frame"] * 3 + ["plate", "portrait", "voice"]


def codes(told: Any) -> list[str]:
    """The codes of the diagnostics of a build."""
    return [each["code"] for each in told["diagnostics"]]


def _plan(project: Project, *words: object) -> list[Any]:
    """The steps of a plan by the paid profile."""
    told = run("plan", project.script, "--profile", "final", *words, "--json").json
    return list(told["steps"])


def jobs(told: Any, kind: str) -> set[str]:
    """The made jobs of one kind."""
    names = {each["job"] for each in told["made"]}
    return {name for name in names if name.startswith(f"{kind}/")}


def test_everything_is_bought_once_and_shown(project: Project) -> None:
    project.build()
    assert not project.paid
    told = project.final()
    assert sorted(project.paid) == FIRST and len(told["bought"]) == len(FIRST)
    assert told["usd"] == round(project.rehearsal.ledger.paid_usd(), 6) > 0
    assert len(jobs(told, "picture")) == 3 and not jobs(told, "clip")
    assert probe(Path(told["film"])).frames == told["frames"]
    again = project.final()
    assert not again["bought"] and not again["made"] and again["usd"] == 0
    assert sorted(project.paid) == FIRST


def test_a_stand_in_never_counts_as_paid_and_paid_takes_stay_in_the_free_film(
    bought: Project,
) -> None:
    told = bought.build()
    assert not jobs(told, "clip") and not told["bought"]
    assert sorted(bought.paid) == FIRST


def test_a_changed_line_buys_nothing_by_itself_and_says_what_is_out_of_date(
    bought: Project,
) -> None:
    bought.edit("I can see it!", "I can see it now!")
    told = bought.final()
    assert not told["bought"]
    plan = run("plan", bought.script, "--profile", "final", "--json").json
    stale = {
        each["job"].partition("/")[0]: each for each in plan["steps"] if each["state"] == "redo"
    }
    assert set(stale) == {"voice"} and stale["voice"]["action"] == "keep stale"
    told = bought.final("--redo")
    assert [job.partition("/")[0] for job in told["bought"]] == ["voice"]
    assert bought.paid.count("voice") == 2 and bought.paid.count("clip") == 3


def test_a_clip_that_has_become_too_short_says_so_and_is_held(bought: Project) -> None:
    bought.edit("shot: wide, 2s, #A#", "shot: wide, 9s, #A#")
    told = bought.final()
    assert not told["bought"] and "made-less-well" in codes(told)
    plan = run("plan", bought.script, "--profile", "final", "--json").json
    short = [each for each in plan["steps"] if each["state"] == "short"]
    assert [each["job"] for each in short] == ["clip/A"] and "s are needed" in short[0]["why"]


def test_redo_buys_one_more_take_and_keeps_the_other(bought: Project) -> None:
    before = (bought.folder / "build/lamp/pictures/SHB.mp4").read_bytes()
    told = run("redo", "B", "--film", bought.script, "--profile", "final", "--json").json
    assert told["bought"] == ["clip/B"]
    assert bought.paid.count("clip") == 4
    first, second = run("take", "list", "B", "--film", bought.script, "--json").json[0]["takes"]
    assert second["shown"] and not first["shown"] and first["here"]
    assert first["key"] != second["key"]
    run("take", "pick", "B", "1", "--film", bought.script)
    told = bought.final()
    assert not told["bought"] and not told["made"], "its picture is in the store since the first"
    assert (bought.folder / "build/lamp/pictures/SHB.mp4").read_bytes() == before


def test_the_film_is_rebuilt_from_lock_and_store_with_the_service_dead(
    bought: Project, tmp_path: Path, monkeypatch: Any
) -> None:
    before = bought.final()
    monkeypatch.setenv("DRAMA_REHEARSAL_URL", "http://127.0.0.1:9")
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("lamp.drama", "drama.toml", "drama.lock"):
        shutil.copy(bought.folder / name, clone)
    shutil.copytree(bought.folder / ".drama/media", clone / ".drama/media")
    result = run("build", clone / "lamp.drama", "--profile", "final", "--json")
    assert result.code == 0, result.err
    assert result.json["frames"] == before["frames"] and not result.json["bought"]
    names = ("lamp.mp4", "lamp.edl")
    for name in names:
        of_clone = (clone / "build/lamp" / name).read_bytes()
        assert of_clone == (bought.folder / "build/lamp" / name).read_bytes()


def test_takes_that_are_not_in_the_store_are_told_and_stood_in_for(
    bought: Project, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("lamp.drama", "drama.lock"):
        shutil.copy(bought.folder / name, clone)
    result = run("build", clone / "lamp.drama", "--json")
    assert result.code == 0 and "take-absent" in codes(result.json)
    assert len(jobs(result.json, "clip")) == 3
    assert len(bought.paid) == len(FIRST)


def test_over_its_cap_nothing_is_bought_and_the_film_is_shown(project: Project) -> None:
    project.configure("[budget]\nclip_seconds = 4\n")
    result = project.try_build("--profile", "final")
    assert result.code == 1 and "over-budget" in codes(result.json)
    assert not project.paid and result.json["film"]


def test_only_the_stages_that_are_asked_for_are_bought(project: Project) -> None:
    told = project.final("--until", "frames")
    kinds = {job.partition("/")[0] for job in told["bought"]}
    assert kinds == {"voice", "portrait", "plate", "frame"}
    assert len(jobs(told, "clip")) == 3, "stand-ins are drawn for what is not bought yet"
    told = project.final()
    assert {job.partition("/")[0] for job in told["bought"]} == {"clip"}


def test_from_drafts_to_finals_nothing_is_bought_twice_that_can_be_kept(project: Project) -> None:
    draft = PROFILE.replace("final", "draft").replace(
        'clip = "rehearsal"', 'clip = "rehearsal/draft"'
    )
    project.configure(draft.removeprefix(PROFILE.partition("[profile")[0]))
    project.build("--profile", "draft", "--jobs", "1")
    assert sorted(project.paid) == FIRST
    drafted = (project.folder / "build/lamp/pictures/SHA.mp4").read_bytes()
    project.rehearsal.change(moderated_input=["boat"])
    told = project.final("--jobs", "1")
    assert sorted(told["bought"]) == ["clip/B", "clip/C"]
    assert sorted(project.paid) == sorted([*FIRST, "clip", "clip"])
    models = [call.model for call in project.rehearsal.ledger.calls() if call.kind == "clip"]
    assert models == ["draft"] * 3 + ["steps"] * 2
    assert (project.folder / "build/lamp/pictures/SHA.mp4").read_bytes() == drafted
    assert not jobs(told, "clip"), "the draft of the shot that was refused is shown"
    again = project.build("--profile", "draft", "--jobs", "1")
    assert not again["bought"] and not again["made"], "what is better than a draft stays"


def test_a_refused_shot_is_stood_in_for_and_not_asked_for_again(project: Project) -> None:
    project.rehearsal.change(moderated_input=["boat"])
    told = project.build("--profile", "final")
    assert "service-refused" in codes(told) and told["film"]
    paid = list(project.paid)
    told = project.build("--profile", "final")
    assert project.paid == paid and "service-refused" in codes(told)
    project.edit("A small boat", "A small ship")
    told = project.final()
    assert "clip/A" in told["bought"] and not codes(told)


def test_a_lost_answer_is_put_to_the_person_where_nothing_can_be_looked_up(
    project: Project,
) -> None:
    project.rehearsal.change(
        once="nothing", faults=[{"at": "submit", "what": "lost-after", "kind": "voice"}]
    )
    result = project.try_build("--profile", "final")
    assert result.code == 1 and "payment-unknown" in codes(result.json)
    assert project.paid.count("voice") == 1
    result = project.try_build("--profile", "final")
    assert project.paid.count("voice") == 1 and "payment-unknown" in codes(result.json)
    told = project.final("--retry-unknown")
    assert project.paid.count("voice") == 2 and "payment-unknown" not in codes(told)


def test_a_saved_plan_is_carried_out_or_refused_if_the_world_moved(project: Project) -> None:
    saved = project.folder / "plan.json"
    result = run("plan", project.script, "--profile", "final", "--out", saved)
    assert result.code == 0, result.err
    project.edit("A small boat", "A large boat")
    result = project.try_build("--plan", saved)
    assert result.code == 1 and "plan-moved" in codes(result.json) and not project.paid
    project.edit("A large boat", "A small boat")
    told = project.build("--plan", saved)
    assert sorted(project.paid) == FIRST and told["film"]


def test_white_space_comments_and_moved_scenes_make_nothing_out_of_date(
    project: Project,
) -> None:
    project.script.write_text(
        project.script.read_text("utf-8")
        + "\nINT. HOUSE - DAY\n\nshot: wide, 1s, #D#\n\nA chair.\n",
        "utf-8",
    )
    project.final()
    paid = list(project.paid)
    text = project.script.read_text("utf-8")
    at, split = text.index("EXT. HARBOUR"), text.index("INT. HOUSE")
    moved = f"{text[:at]}{text[split:]}\n\n/* later */\n\n{text[at:split]}"
    project.script.write_text(moved.replace("SAM waves.", "SAM waves.\n\n"), "utf-8")
    told = project.final("--redo")
    assert not told["bought"] and project.paid == paid


def test_a_second_build_at_the_same_time_is_refused_clearly(project: Project) -> None:
    with claim_project(project.folder / ".drama", wait=True):
        result = project.try_build("--profile", "final", "--no-wait")
    assert result.code == 1 and codes(result.json) == ["project-busy"] and not project.paid


def test_what_is_no_shot_is_not_redone(project: Project) -> None:
    result = run("redo", "9Z", "--film", project.script, "--profile", "final", "--json")
    assert result.code == 1 and codes(result.json) == ["no-such-job"]


def test_at_level_two_the_shots_of_a_set_up_are_bought_in_one_call(project: Project) -> None:
    project.edit("shot: medium on SAM, 1s, #C#", "shot: close on SAM, 1s, #C#")
    told = project.final("-O", "2")
    assert project.paid.count("clip") == 2 and {"clip/B", "clip/C"} <= set(told["bought"])
    assert project.paid.count("frame") == 2, "one take begins on one frame: that of C is not used"
    left = {each["job"]: each["action"] for each in _plan(project, "-O", "2")}
    assert left["frame/C/first"] == "leave" and left["clip/C"] == "reuse"
    assert len(jobs(told, "picture")) == 3 and not jobs(told, "clip")
    again = project.final("-O", "2")
    assert not again["bought"] and not again["made"]


def test_an_older_commit_is_built_at_once_from_lock_and_store(bought: Project) -> None:
    script, lock = bought.script, bought.folder / "drama.lock"
    older = script.read_bytes(), lock.read_bytes()
    film = (bought.folder / "build/lamp/lamp.mp4").read_bytes()
    bought.edit("red cap", "blue hat")
    bought.final("--redo")
    assert (bought.folder / "build/lamp/lamp.mp4").read_bytes() != film
    paid = list(bought.paid)
    script.write_bytes(older[0])
    lock.write_bytes(older[1])
    told = bought.final()
    assert not told["bought"] and not told["made"] and bought.paid == paid
    assert (bought.folder / "build/lamp/lamp.mp4").read_bytes() == film


def test_a_stale_portrait_is_not_bought_again_for_a_new_shot_unasked(bought: Project) -> None:
    bought.edit("red cap", "blue hat")
    bought.edit("SAM waves.", "SAM waves.\n\nshot: wide on SAM, 1s, #D#\n\nSAM runs.")
    told = bought.final()
    assert not told["bought"], "the new shot waits for the portrait, and nobody asked for that"
    result = run("redo", "D", "--film", bought.script, "--profile", "final", "--json")
    assert {"portrait/sam/default", "frame/D/first", "clip/D"} == set(result.json["bought"])
