"""The vertical example made by PixVerse and ElevenLabs, on loopback, on a bad day."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from drama_backends.media.footage import probe
from drama_compiler.contract import Trouble
from drama_compiler.store.lock_text import load_lock, write_lock
from tests.doubles.elevenlabs import FakeElevenlabs
from tests.doubles.pixverse import FakePixverse, error
from tests.doubles.server import running
from tests.faces.run import run

EXAMPLE = Path(__file__).parents[2] / "examples/guihai"
GOLDEN = Path(__file__).with_name("golden") / "guihai.json"
KEYS = {"PIXVERSE_API_KEY": "canary-of-pixverse-7d1", "ELEVENLABS_API_KEY": "canary-of-eleven-9e2"}
PROFILE = """\
[film]
script = "guihai.drama"
[profile.final]
clip = "pixverse/v6"
voice = "elevenlabs/v3"
music = "elevenlabs/music-v2"
sound = "elevenlabs/sound-v2"
"""
REFUSED = "海面裂开"
"""Words of the shot that the service does not make."""


@dataclass
class Day:
    """What was planned, what was built, what was paid, and all that was said."""

    folder: Path
    planned: Any
    built: Any
    payload: Any
    pixverse: FakePixverse
    elevenlabs: FakeElevenlabs
    said: str


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """One build for all the tests: it is a whole film."""
    folder = tmp_path_factory.mktemp("services") / "guihai"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("build", ".drama", "*.lock"))
    (folder / "drama.toml").write_text(PROFILE)
    pixverse = FakePixverse(KEYS["PIXVERSE_API_KEY"])
    elevenlabs = FakeElevenlabs(KEYS["ELEVENLABS_API_KEY"])
    pixverse.polls_before = 0
    _spoil(pixverse, elevenlabs)
    script, said = folder / "guihai.drama", ""
    with ExitStack() as stack:
        environment = stack.enter_context(pytest.MonkeyPatch.context())
        for fake, name in ((pixverse, "PIXVERSE"), (elevenlabs, "ELEVENLABS")):
            stack.enter_context(running(fake))
            environment.setenv(f"{name}_BASE_URL", fake.url)
            environment.setenv(f"{name}_API_KEY", fake.key)
        answers = []
        for words in (
            ("plan", script, "--profile", "final", "--json"),
            ("plan", script, "--profile", "final", "--out", folder / "plan.json", "--json"),
            ("plan", script, "--profile", "final", "--payload"),
            ("build", script, "--profile", "final", "--scale", "1/8", "--json"),
        ):
            answer = run(*words)
            said += answer.out + answer.err
            answers.append(json.loads(answer.out))
    planned, _, payload, built = answers
    yield Day(folder, planned, built, payload, pixverse, elevenlabs, said)


def _spoil(pixverse: FakePixverse, elevenlabs: FakeElevenlabs) -> None:
    """What goes wrong on the way."""
    pixverse.spoil("submit", Trouble.BUSY)
    pixverse.spoil("submit", error(500044, "the concurrency limit is reached"))
    pixverse.spoil("submit", Trouble.MODERATED, REFUSED)
    pixverse.spoil("submit", "lost-after")
    pixverse.spoil("poll", "nonsense")
    pixverse.spoil("download", Trouble.GONE)
    pixverse.spoil("download", "drop")
    elevenlabs.spoil("submit", Trouble.BUSY)
    elevenlabs.spoil("submit", Trouble.MODERATED, "剑出鞘")


def test_a_finished_film_comes_out(day: Day) -> None:
    assert day.built["film"], day.said
    facts = probe(Path(day.built["film"]))
    assert facts.frames == day.built["frames"] > 1500
    assert day.built["failed"] == []


def test_what_was_refused_is_told_and_everything_else_was_bought(day: Day) -> None:
    asked = {job for each in day.payload for job in each["jobs"]}
    missing = asked - set(day.built["bought"])
    assert sorted(name.partition("/")[0] for name in missing) == ["clip", "effect"]
    assert len(day.pixverse.calls) + len(day.elevenlabs.calls) == len(asked) - 2
    assert "did not pass moderation" in day.said
    assert len({call.ticket for call in day.pixverse.calls}) == len(day.pixverse.calls)


def test_it_was_paid_what_the_plan_said(day: Day) -> None:
    spoken = [each for each in day.payload if each["body"]["kind"] == "voice"]
    characters = sum(each["body"]["paid_for"]["characters"] for each in spoken)
    paid = day.pixverse.paid_usd() + day.elevenlabs.paid_usd() - characters * 0.00008
    # What is bought after the speech is planned by its length. The refused are not paid.
    rest = _planned(day.folder, lambda name: name.startswith("voice"))
    refused = _planned(day.folder, lambda name: True)
    assert [each["calls"] for each in (rest, refused)] == [38, 2]
    assert paid >= rest["usd_min"] - refused["usd_max"] - 1e-6
    assert paid <= rest["usd_max"] - refused["usd_min"] + 1e-6
    clips = [call for call in day.pixverse.calls if call.path == "text"]
    assert day.pixverse.paid_usd() == pytest.approx(
        sum(call.body["duration"] for call in clips) * 0.09
    )


def _planned(folder: Path, keep: Callable[[str], bool]) -> dict[str, Any]:
    """What a plan of the project says were only those takes there: all calls and their range."""
    with tempfile.TemporaryDirectory() as elsewhere:
        copy = Path(elsewhere) / "guihai"
        left = shutil.ignore_patterns("build", "journal*")
        shutil.copytree(folder, copy, ignore=left)
        lock = load_lock(copy / "drama.lock")[0]
        kept = {name: each for name, each in lock.entries.items() if keep(name)}
        (copy / "drama.lock").unlink()
        write_lock(copy / "drama.lock", replace(lock, entries=kept))
        answer = run("plan", copy / "guihai.drama", "--profile", "final", "--json")
        total: dict[str, Any] = json.loads(answer.out)["total"]
        return total


def test_the_words_of_a_line_have_their_times_in_the_lock(day: Day) -> None:
    lock = (day.folder / "drama.lock").read_text("utf-8")
    assert "words" in lock and "归" in lock


def test_no_key_is_read_anywhere(day: Day) -> None:
    files = [path for path in day.folder.rglob("*") if path.is_file()]
    assert {"drama.lock", "journal.db", "plan.json"} <= {path.name for path in files}, files
    for key in KEYS.values():
        assert key not in day.said
        assert not [path for path in files if key.encode() in path.read_bytes()]


def test_the_payload_is_the_one_that_was_reviewed(day: Day, pytestconfig: pytest.Config) -> None:
    text = json.dumps(day.payload, ensure_ascii=False, indent=1) + "\n"
    if pytestconfig.getoption("--update"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")


def test_no_call_is_told_a_field_or_a_length_that_the_service_has_not(day: Day) -> None:
    for each in day.payload:
        body = each["body"]["call"]["json"]
        if each["backend"] == "pixverse":
            assert len(body["prompt"]) <= 2048
            assert isinstance(body["duration"], int) and 1 <= body["duration"] <= 15
            assert "Camera: " in body["prompt"] and "Avoid: 写实照片" in body["prompt"]
        assert not re.search(r"[{}]|None|undefined", body.get("prompt", body.get("text", "")))
