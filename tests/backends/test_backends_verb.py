"""`drama backends`: what is installed, what it costs, and a rehearsal in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.backends.rehearsing import KEY, Stage
from tests.faces.run import run

DRAMA = "from drama_compiler.cli.main import main; main()"
STILL = {"kind": "object", "model": "still", "aspect": "1:1", "prompt": "a boat"}


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")


def test_every_backend_is_listed_with_its_key_and_its_prices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DRAMA_REHEARSAL_URL", raising=False)
    text = run("backends").out
    rows = {line.split()[0]: line for line in text.splitlines() if line[:1].isalpha()}
    assert {"animatic", "finishing", "rehearsal"} <= rows.keys()
    assert "not needed" in rows["animatic"]
    assert "free" in rows["animatic"]
    assert "not found" in rows["rehearsal"]
    assert "$0.005–0.04 a still" in rows["rehearsal"]


def test_as_json_it_holds_limits_and_prices_and_no_key(rehearsal: Stage) -> None:
    found = run("backends", "--json")
    assert KEY not in found.out
    backends = {each["name"]: each for each in found.json}
    assert backends["rehearsal"]["key"] == "found"
    assert backends["animatic"]["key"] == "none"
    steps = next(each for each in backends["rehearsal"]["abilities"] if each["model"] == "steps")
    assert steps["limits"]["seconds"] == [5.0, 10.0]
    assert steps["limits"]["seconds_max"] is None
    assert steps["price"] == {"usd_min": 0.05, "usd_max": 0.05, "per": "clip second"}
    assert rehearsal.service.url.startswith("http://127.0.0.1:")


def test_one_is_shown_with_every_model(rehearsal: Stage) -> None:
    text = run("backends", "show", "rehearsal").out
    assert text.startswith("rehearsal: key found")
    for words in ("5 or 10 s", "6 shots a call", "last frame", "$0.08–0.10 a clip second"):
        assert words in " ".join(text.split()) or words.replace(" a ", "") in text
    assert run("backends", "show", "rehearsal", "--json").json["name"] == "rehearsal"
    assert KEY not in text
    assert rehearsal.backend


def test_one_that_is_not_there_is_told_with_the_nearest() -> None:
    missed = run("backends", "show", "anmatic")
    assert missed.code == 1
    assert "did you mean `animatic`?" in missed.err


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "is no JSON"), ("[]", "no JSON object"), ('{"onse": 1}', "onse"), (None, "cannot be")],
)
def test_settings_that_are_none_are_told(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "settings.json"
    if text is not None:
        path.write_text(text)
    failed = run("backends", "rehearse", "--settings", path, "--folder", tmp_path / "r")
    assert failed.code == 1
    assert said in failed.err


def test_a_rehearsal_says_what_to_set_and_counts_until_it_is_stopped(tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text('{"accounts": {"mine": 5.0}, "once": "lookup"}')
    command = [sys.executable, "-c", DRAMA, "backends", "rehearse", "--json"]
    command += ["--settings", str(settings), "--folder", str(tmp_path / "kept")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        variables = json.loads(process.stdout.readline())["variables"]
        assert variables["DRAMA_REHEARSAL_KEY"] == "mine"
        assert variables["DRAMA_REHEARSAL_ONCE"] == "lookup"
        httpx.post(
            f"{variables['DRAMA_REHEARSAL_URL']}/v1/calls",
            json=STILL,
            headers={"Authorization": "Bearer mine", "Ticket": "t"},
            trust_env=False,
        ).raise_for_status()
        told = json.loads(process.stdout.readline())
        assert (told["kind"], told["usd"], told["ticket"]) == ("object", 0.04, "t")
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()
    assert (tmp_path / "kept" / "ledger.db").is_file()
