"""A voice made once for a character and lips moved to it: one film, told step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from drama_backends.media.audio import RATE, read_sound
from drama_backends.media.footage import probe, read_video
from tests.backends.rehearsing import KEY
from tests.faces.run import Run, run

SCRIPT = """\
Title: The Lamp
Format: 16:9 160x90 24fps

character: SAM
  look: boy of nine, red cap
  voice: bright, quick

character: KAI
  look: old sailor
  refs: kai.png

EXT. HARBOUR - DUSK

music: out

shot: two SAM & KAI, 5s, #B#

Rain falls on the harbour.

SAM
I can see it!

MOTHER (V.O.)
Come in.

shot: two SAM & KAI, 2s, #C#

SAM
Look!
"""
PROFILE = """\
[film]
script = "lamp.drama"
[profile.final]
clip = "rehearsal/long"
voice = "rehearsal"
identity = "rehearsal"
sync = "rehearsal"
"""


@dataclass
class Step:
    """What a command told, what was paid for by then, how the film looked and sounded."""

    told: Any
    said: str
    paid: Counter[str]
    usd: float
    plan: dict[str, Any]
    mouths: dict[str, list[bool]]
    heard: list[float] = field(repr=False)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Step]]:
    """The whole story, once for all tests: what is built and paid for takes seconds."""
    from drama_backends.rehearsal import KEY_VARIABLE, ONCE_VARIABLE, URL_VARIABLE
    from drama_backends.rehearsal.service import running

    folder = tmp_path_factory.mktemp("lips")
    script = folder / "lamp.drama"
    script.write_text(SCRIPT, "utf-8")
    (folder / "drama.toml").write_text(PROFILE, "utf-8")
    _draw(folder / "kai.png", 90)
    settings = {"accounts": {KEY: 1000.0}, "short_side": 36}
    how = ("--film", script, "--profile", "final", "-O", "2", "--jobs", "1", "--json")
    with running(settings, folder / "service") as service, pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, service.url)
        patch.setenv(KEY_VARIABLE, KEY)
        patch.delenv(ONCE_VARIABLE, raising=False)

        def step(came: Run | None) -> Step:
            told, said = (came.json, came.err) if came else (None, "")
            calls = service.ledger.calls()
            paid = Counter(call.kind for call in calls if call.charged)
            usd = service.ledger.paid_usd()
            return Step(told, said, paid, usd, plan(script), *looked_at(folder / "build/lamp"))

        def build(*words: object) -> Run:
            return run("build", script, *words, *how[2:])

        story = {"planned": step(None), "built": step(build())}
        story["built"].told["calls"] = service.ledger.calls()
        _draw(folder / "kai.png", 200)
        story["redrawn"] = step(None)
        _draw(folder / "kai.png", 90)
        text = script.read_text("utf-8").replace("Look!", "Look, there!")
        script.write_text(text, "utf-8")
        planned = story["planned"].plan.values()
        (line,) = (each["job"] for each in planned if "Look!" in each.get("called", ""))
        service.change(voices_kept=False)
        story["another"] = step(run("redo", "B", line, *how))
        service.change(voices_kept=True)
        story["redone"] = step(build("--redo"))
        run("take", "pick", "B", "1", "--film", script)
        story["picked"] = step(None)
        run("take", "trim", "B", "10-", "--film", script)
        story["trimmed"] = step(None)
        yield story
        assert not service.bugs, service.bugs[0]


def _draw(path: Path, shade: int) -> None:
    """An image of a person's own."""
    cv2.imwrite(str(path), np.full((18, 32, 3), shade, np.uint8))


def plan(script: Path) -> dict[str, Any]:
    """The steps of a plan by the names of their jobs, and `total`."""
    told = run("plan", script, "--profile", "final", "-O", "2", "--json").json
    return {each["job"]: each for each in told["steps"]} | {"total": told["total"]}


def looked_at(folder: Path) -> tuple[dict[str, list[bool]], list[float]]:
    """For every frame of a picture whether the mouth that the rehearsal draws is open; how loud
    every frame of the dialogue is.
    """
    mouths, heard = {}, []
    for picture in sorted(folder.glob("pictures/*.mp4")):
        facts = probe(picture)
        middle = (slice(facts.height // 2 + 4, facts.height // 2 + 10), facts.width // 2)
        frames = read_video(picture, 0, facts.frames, facts)
        mouths[picture.stem] = [bool(frame[middle].max() < 40) for frame in frames]
    if mouths:
        sound = folder / "sound/stem-dialogue.wav"
        voice = np.abs(np.concatenate(list(read_sound(sound, channels=1))))
        size = RATE // 24
        heard = [float(voice[at : at + size].max()) for at in range(0, len(voice), size)]
    return mouths, heard


def test_both_are_planned_and_what_is_paid_is_within_the_plan(film: dict[str, Step]) -> None:
    planned, built = film["planned"].plan, film["built"]
    assert planned["identity/sam"]["action"] == planned["sync/B"]["action"] == "make"
    assert not [name for name in planned if name.startswith("identity/mother")]
    assert 0 < planned["sync/B"]["usd_min"] < planned["sync/B"]["usd_max"]
    assert planned["total"]["usd_min"] <= built.usd <= planned["total"]["usd_max"]
    assert built.paid == {"identity": 1, "voice": 3, "clip": 1, "sync": 2}
    assert {step["action"] for name, step in built.plan.items() if name != "total"} == {"reuse"}


def test_an_image_of_ones_own_is_given_and_no_other_bought(film: dict[str, Step]) -> None:
    (clip,) = (call for call in film["built"].told["calls"] if call.kind == "clip")
    given = [each["name"] for shot in clip.body["shots"] for each in shot["references"]]
    assert given == ["kai"] and not film["built"].paid["portrait"]
    portrait = film["built"].plan["portrait/kai/default"]
    assert (portrait["action"], portrait["usd_max"]) == ("reuse", 0)
    assert "kai.png" in portrait["why"] and portrait["at"] == "lamp.drama:10"
    assert film["built"].plan["clip/B"]["state"] == "made"
    stale = film["redrawn"].plan["clip/B"]
    assert (stale["state"], stale["action"]) == ("redo", "keep stale")
    assert "KAI's portrait" in stale["why"]


def test_what_the_service_cannot_be_told_is_said_before_money_is_spent(
    film: dict[str, Step],
) -> None:
    (lost,) = film["planned"].plan["sync/B"]["lost"]
    assert "whose lips move" in lost["what"] and lost["at"].startswith("lamp.drama:")
    assert "2 jobs ask for something that the service cannot be told" in film["built"].said


def test_lips_move_while_the_voice_is_heard(film: dict[str, Step]) -> None:
    built = film["built"]
    seen, heard = built.mouths["SHB"], built.heard
    first = next(index for index, each in enumerate(heard) if each > max(heard) / 4)
    head = 6
    assert abs(seen.index(True) - head - first) <= 2, "the mouth opens with the first word"
    length = len(seen) - 2 * head
    last = max(index for index, each in enumerate(seen) if each) - head
    assert max(heard[last + 6 : length]) > max(heard) / 4, "and not for a voice from elsewhere"


def test_of_one_call_for_several_shots_lips_are_moved_in_the_part_that_is_the_shot(
    film: dict[str, Step],
) -> None:
    calls = film["built"].told["calls"]
    whole = [call.clip_seconds for call in calls if call.kind == "clip"]
    parts = [call.clip_seconds for call in calls if call.kind == "sync"]
    assert len(whole) == 1 and len(parts) == 2 and sum(parts) <= whole[0] + 0.1
    assert any(film["built"].mouths["SHC"])


def test_every_line_of_a_character_is_spoken_in_the_voice_that_was_made(
    film: dict[str, Step],
) -> None:
    calls = film["built"].told["calls"]
    spoken = [call.body.get("voice") for call in calls if call.kind == "voice"]
    (made,) = (call for call in calls if call.kind == "identity")
    assert made.body["description"] == "bright, quick"
    assert sorted(map(str, spoken)) == ["None", *[made.id.replace("call", "voice")] * 2]


def test_a_voice_that_is_gone_is_told_and_no_other_takes_its_place(film: dict[str, Step]) -> None:
    gone = film["another"]
    assert gone.paid["voice"] == 3 and gone.paid["identity"] == 1 and gone.told["film"]
    (told,) = (each for each in gone.told["diagnostics"] if each["code"] == "voice-gone")
    assert "identity/sam" in told["message"] and len(told["helps"]) == 3
    redone = film["redone"]
    assert redone.paid["identity"] == 1 and redone.paid["voice"] == 4


def test_another_take_of_the_clip_is_shown_as_it_came_until_its_lips_are_moved_too(
    film: dict[str, Step],
) -> None:
    another, redone = film["another"], film["redone"]
    assert another.told["bought"] == ["clip/B"] and not any(another.mouths["SHB"])
    stale = another.plan["sync/B"]
    assert (stale["state"], stale["action"]) == ("redo", "keep stale")
    assert "another take of B" in stale["why"] and any(another.mouths["SHC"])
    assert another.plan["sync/C"]["state"] == "waiting", "for its line, which is another now"
    assert sorted(redone.told["bought"])[:2] == ["sync/B", "sync/C"]
    assert any(redone.mouths["SHB"]) and redone.paid["sync"] == 4


def test_a_take_that_is_picked_again_has_its_lips_and_one_that_is_cut_has_none(
    film: dict[str, Step],
) -> None:
    assert film["picked"].plan["sync/B"]["state"] == "made"
    cut = film["trimmed"].plan["sync/B"]
    assert cut["action"] == "blocked" and "whole take" in cut["why"]
    assert film["trimmed"].paid == film["redone"].paid
