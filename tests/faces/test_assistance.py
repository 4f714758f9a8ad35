"""A text model proposes shots and scenes: as a diff, never unseen, and never the story itself."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drama_compiler.film.film import Line
from drama_compiler.session import analyse, check
from tests.doubles.chat import FakeChat, busy
from tests.doubles.server import running
from tests.faces.run import Run, run

SCRIPT = """\
Title: The Letter

character: MIRA
  look: woman of thirty, green coat

character: TOM
  look: man of fifty, grey beard

INT. KITCHEN - NIGHT

Mira stands at the stove. Tom comes in.

MIRA
You are late.

He puts a LETTER on the table.

TOM
(low)
It came today.

EXT. GARDEN - DAY

Rain falls on an empty chair.
"""

SHOTS = """\
11: light: one lamp over the stove
11: shot: wide, MIRA left, TOM right
  blocking: TOM walks right
13: shot: medium close on MIRA
16: shot: insert LETTER, 2s
18: shot: close on TOM, dolly in slow
"""

GARDEN = "24: shot: wide, high angle, crane up slow\n"


@contextmanager
def asked(monkeypatch: pytest.MonkeyPatch, *answers: str, key: str = "") -> Iterator[FakeChat]:
    """A model that says `answers` in turn, at the address that the environment names."""
    with running(FakeChat(*answers, key=key)) as fake:
        assert isinstance(fake, FakeChat)
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        yield fake


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "letter.drama"
    path.write_text(SCRIPT, "utf-8")
    (tmp_path / "drama.toml").touch()
    return path


def applied(path: Path, result: Run) -> str:
    """The script after `git apply` of what was printed."""
    subprocess.run(["git", "apply", "-"], input=result.out.encode(), cwd=path.parent, check=True)
    return path.read_text("utf-8")


def shots(path: Path) -> list[tuple[str, str, bool]]:
    """Size and subjects of each shot, and whether nobody wrote it."""
    analysis, _ = analyse(path)
    assert analysis
    return [
        (each.size.value, " ".join(who.id or "" for who in each.subjects), each.implied)
        for scene in analysis.resolution.film.scenes
        for each in scene.shots
    ]


def test_proposed_shots_come_as_a_diff_that_git_applies(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(monkeypatch, SHOTS, GARDEN) as model:
        result = run("breakdown", script, "--with", "scribe-1")
    assert result.code == 0 and script.read_text("utf-8") == SCRIPT
    assert "2,400 tokens read, 68 written" in result.err
    kitchen, garden = model.heard
    assert "close" in kitchen[0] and "- MIRA: woman of thirty, green coat" in kitchen[1]
    assert "   11 Mira stands at the stove." in kitchen[1] and "Rain" not in kitchen[1]
    assert "   24 Rain falls" in garden[1]
    assert "shot: close on TOM, dolly in slow" in applied(script, result)
    assert shots(script) == [
        ("wide", "mira tom", False),
        ("medium-close", "mira", False),
        ("insert", "letter", False),
        ("close", "tom", False),
        ("wide", "", False),
    ]
    found, _ = check(script, linted=False)
    assert not found


def test_a_fountain_script_gets_them_as_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.fountain"
    path.write_text("INT. KITCHEN - NIGHT\n\nA man waits.\n\nTOM\nNow.\n", "utf-8")
    (tmp_path / "drama.toml").touch()
    with asked(
        monkeypatch, "3: shot: wide, 2s\n  performance: tired | worn\n5: shot: close on TOM"
    ):
        result = run("breakdown", path, "--with", "scribe-1")
    text = applied(path, result)
    assert "[[SHOT: wide, 2s | performance: tired \\| worn]]\n\nA man waits." in text
    assert shots(path) == [("wide", "", False), ("close", "tom", False)]


def test_what_cannot_be_read_is_shown_to_the_model_once_more_and_then_left_out(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = "Here you are:\n11: shot: wide\n13: shot: closest on NOBODY, sideways\n99: shot: wide"
    second = "11: shot: wide\n13: shot: closest on NOBODY, sideways"
    with asked(monkeypatch, first, second) as model:
        result = run("breakdown", script, "--scene", 1, "--with", "scribe-1")
    complaint = model.heard[1][3]
    assert "`Here you are:`: it has no number" in complaint
    assert "no paragraph has the number 99" in complaint
    assert "closest on NOBODY" in complaint
    assert result.code == 0 and "+shot: wide\n" in result.out and "NOBODY" not in result.out
    assert "warning[proposal-left-out]" in result.err and "letter.drama:9" in result.err


@pytest.mark.parametrize(
    "answer",
    [
        "11: shot: wide\n\nBOB\nI was never in it.",
        "11: super: LATER",
        "11: character: BOB",
        "11: use: ../../secret.drama",
        "11: shot: wide */ /* \x1b[2J",
        "11: shot: wide [[ note",
        "I would rather not.",
        "",
    ],
)
def test_no_answer_changes_the_story(
    script: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    before, _ = analyse(script)
    with asked(monkeypatch, answer, answer):
        result = run("breakdown", script, "--scene", 1, "--with", "scribe-1")
    assert "\x1b" not in result.out and "proposal-left-out" in result.err
    if result.out:
        applied(script, result)
    after, _ = analyse(script)
    assert before and after
    assert _told(after) == _told(before)


def _told(analysis: object) -> list[tuple[str, str]]:
    scenes = analysis.resolution.film.scenes  # type: ignore[attr-defined]
    events = [event for scene in scenes for shot in scene.shots for event in shot.events]
    return [
        (event.character if isinstance(event, Line) else "", event.text)
        for event in events
        if event.type in ("line", "action", "super")
    ]


def test_shots_that_are_written_are_left_alone(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SCRIPT.replace("He puts", "shot: close on TOM\n\nHe puts").replace(
        "Rain falls", "shot: wide\n\nRain falls"
    )
    script.write_text(text, "utf-8")
    with asked(monkeypatch, "11: shot: wide\n18: shot: insert LETTER", "11: shot: wide") as model:
        result = run("breakdown", script, "--with", "scribe-1")
    assert "   11 Mira" in model.heard[0][1] and "   18 " not in model.heard[0][1]
    assert result.out.count("+shot:") == 1 and len(model.questions) == 2


def test_nothing_is_written_where_nobody_looks(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(monkeypatch) as model:
        result = run("breakdown", script, "--with", "scribe-1", "--write")
    assert result.code == 2 and "not written unseen" in result.err and not model.questions


def test_at_a_terminal_each_scene_is_asked_about(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(monkeypatch, SHOTS, GARDEN):
        shown = _at_terminal("breakdown", script, "--with", "scribe-1", "--write", said="n\ny\n")
    assert "scene 1: into the script?" in shown and "+shot: wide, high angle" in shown
    assert script.read_text("utf-8") == SCRIPT.replace(
        "Rain falls", "shot: wide, high angle, crane up slow\n\nRain falls"
    )


def _at_terminal(*words: object, said: str) -> str:
    ours, theirs = pty.openpty()
    command = [str(Path(sys.executable).parent / "drama"), *map(str, words)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, said.encode())
        shown = b""
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:  # How a terminal ends on Linux.
                break
            if not data:
                break
            shown += data
    os.close(ours)
    assert process.returncode == 0, shown.decode()
    return shown.decode()


SCENE = """\
character: POSTMAN
  look: old man, cap

EXT. STREET - DAY

The Postman runs through the rain.

POSTMAN
Wait!
"""


def test_a_scene_is_drafted_in_its_place(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(monkeypatch, f"```fountain\n{SCENE}```") as model:
        result = run("draft", "a postman runs", script, "--after", 1, "--with", "scribe-1")
    assert result.code == 0 and script.read_text("utf-8") == SCRIPT
    question = model.heard[0][1]
    assert question.index("It came today.") < question.index("goes on") < question.index("Rain")
    assert question.endswith("a postman runs")
    assert applied(script, result) == SCRIPT.replace("EXT. GARDEN", f"{SCENE}\nEXT. GARDEN")


def test_a_drafted_scene_that_cannot_stand_is_written_again_or_told(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chatter = f"Sure, with pleasure!\n\n{SCENE}"
    with asked(monkeypatch, chatter, SCENE) as model:
        result = run("draft", "a postman runs", script, "--with", "scribe-1")
    assert "already stands would be changed" in model.heard[1][3]
    assert applied(script, result) == f"{SCRIPT}\n{SCENE}"
    with asked(monkeypatch, "No.", "No."):
        result = run("draft", "a postman runs", script, "--with", "scribe-1")
    assert result.code == 1 and not result.out and "error[proposal-faulty]" in result.err


def test_a_drafted_scene_of_a_fountain_script_is_plain_fountain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.fountain"
    path.write_text("INT. KITCHEN - NIGHT\n\nA man waits.\n", "utf-8")
    (tmp_path / "drama.toml").touch()
    with asked(monkeypatch, SCENE):
        result = run("draft", "a postman runs", path, "--with", "scribe-1")
    text = applied(path, result)
    assert "[[CHARACTER: POSTMAN | look: old man, cap]]" in text and "EXT. STREET - DAY" in text


def test_a_busy_server_is_waited_for(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(monkeypatch, GARDEN) as model:
        model.spoil("submit", busy(0.01))
        model.spoil("submit", busy(0.01))
        result = run("breakdown", script, "--scene", 2, "--with", "scribe-1")
    assert result.code == 0 and "crane up slow" in result.out and len(model.questions) == 3


def test_a_key_goes_nowhere_else(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(monkeypatch, GARDEN, key="sk-right") as model:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-wrong")
        refused = run("breakdown", script, "--scene", 2, "--with", "scribe-1")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-right")
        done = run("breakdown", script, "--scene", 2, "--with", "scribe-1", "--json")
        unknown = run("breakdown", script, "--scene", 2, "--with", "openai/scribe-9")
    assert refused.code == 1 and "Incorrect API key" in refused.err
    for result in (refused, done, unknown):
        assert "canary" not in result.out + result.err and "sk-right" not in result.out + result.err
    assert done.code == 0 and done.json["proposals"][0]["title"] == "scene 2"
    assert unknown.code == 1 and "`scribe-9` does not exist" in unknown.err
    assert len(model.questions) == 3


def test_without_a_key_the_usual_server_is_not_even_asked(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    result = run("draft", "anything", script, "--with", "gpt-5-mini")
    assert result.code == 1 and "set OPENAI_API_KEY" in result.err
