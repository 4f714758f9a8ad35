"""`drama lock`: what was paid for at a glance, and what is wrong with the lock, with places."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama_compiler.pages import all_pages
from drama_compiler.store.lock import Cut, Entry, Lock, LockTake, Origin
from drama_compiler.store.lock_edit import add_take, choose, with_entry
from drama_compiler.store.lock_lines import LAST_LINE
from drama_compiler.store.lock_text import load_lock, spell_lock, write_lock
from tests.faces.run import run

A, B = (LockTake(media, "video/mp4", usd_micros=350_000) for media in ("a" * 64, "b" * 64))
DISPUTED = """\
drama.lock 1
[clip s1/ep03/k7f2q]
<<<<<<< HEAD
{"by":"ann","chosen":[{"take":"m1"}],"takes":[{"media":"m1","number":1,"type":"video/mp4"}]}
=======
{"by":"bob","chosen":[{"take":"m2"}],"takes":[{"media":"m2","number":1,"type":"video/mp4"}]}
>>>>>>> theirs
end of drama.lock
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "drama.toml").write_text("")
    return tmp_path


def test_it_prints_jobs_takes_and_what_was_paid_film_by_film(project: Path) -> None:
    shot = choose(add_take(add_take(Entry(), A), B), (Cut(A.key),), "ann")
    sheet = add_take(Entry(), LockTake("c" * 64, "image/png", origin=Origin.ADDED))
    lock = with_entry(Lock(), "clip s1/ep03/k7f2q", shot)
    lock = with_entry(lock, "frame s1/ep03/k7f2q/first", Entry())
    lock = with_entry(lock, "portrait li-wei/storm", sheet)
    write_lock(project / "drama.lock", lock)
    told = run("lock", project)
    assert told.code == 0
    rows = [line.split() for line in told.out.splitlines()]
    assert ["all", "films", "1", "1", "1", "–", "–", "$0.00"] in rows
    assert ["s1/ep03", "2", "2", "–", "–", "1", "$0.70"] in rows
    assert "3 jobs, 3 takes, $0.70 paid" in told.out
    films = run("lock", project, "--json").json["films"]
    assert [(each["film"], each["usd_micros"]) for each in films] == [
        ("all films", 0),
        ("s1/ep03", 700_000),
    ]


def test_without_a_lock_there_is_nothing_to_say(project: Path) -> None:
    assert run("lock", project).code == 0
    assert "nothing was paid for" in run("lock", project).err
    assert run("lock", project, "--check").code == 0
    assert run("lock", project, "--heal").code == 0
    assert not (project / "drama.lock").exists()


def test_a_check_points_to_the_line_of_each_problem(project: Path) -> None:
    (project / "drama.lock").write_text(DISPUTED.replace("drama.lock 1\n", "drama.lock 1\nhello\n"))
    told = run("lock", project, "--check", "--json")
    assert told.code == 1
    lines = {
        each["code"]: each["primary"]["line"]
        for each in told.json["diagnostics"]
        if each["primary"]
    }
    assert lines == {"lock-markers": 4, "lock-unreadable": 2, "lock-disputed": 3}
    text = run("lock", project, "--check").err
    assert "drama.lock:3:1" in text and "ann chose take 1 (m1)" in text


def test_healing_leaves_only_what_somebody_must_decide(project: Path) -> None:
    path = project / "drama.lock"
    path.write_text(DISPUTED)
    assert run("lock", project, "--heal").code == 1
    assert "<<<<" not in path.read_text()
    lock, found, _ = load_lock(path)
    assert [each.code for each in found] == ["lock-disputed"]
    name, entry = next(iter(lock.entries.items()))
    write_lock(path, with_entry(lock, name, choose(entry, (Cut("m2"),), "ann")))
    assert run("lock", project, "--check").code == 0


def test_media_that_is_not_here_is_told_and_is_no_error(project: Path) -> None:
    write_lock(project / "drama.lock", with_entry(Lock(), "clip f/a", add_take(Entry(), A)))
    told = run("lock", project / "f.drama", "--check", "--json")
    assert told.code == 0
    assert [each["code"] for each in told.json["diagnostics"]] == ["lock-media-absent"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("drama.lock 2\n", "lock-newer"),
        ("<html>\n", "no-lock"),
        (spell_lock(Lock()).removesuffix(f"{LAST_LINE}\n"), "lock-truncated"),
        ("", "lock-truncated"),
        (f"[clip f/a]\n{{}}\n{LAST_LINE}\n", "lock-unreadable"),
        (f"drama.lock 1\n[clip f/a]\n{LAST_LINE}\n", "lock-unreadable"),
    ],
)
def test_what_cannot_be_used_fails_the_check(project: Path, text: str, code: str) -> None:
    path = project / "drama.lock"
    path.write_text(text)
    told = run("lock", project, "--check", "--json")
    assert told.code == 1
    assert [each["code"] for each in told.json["diagnostics"]] == [code]
    assert all_pages()[code]
    healed = run("lock", project, "--heal").code
    assert (healed == 1) == (code in ("lock-newer", "no-lock")) == (path.read_text() == text)


def test_a_lock_that_may_only_be_read_is_told_and_left(project: Path) -> None:
    path = project / "drama.lock"
    path.write_text(DISPUTED)
    path.chmod(0o444)
    told = run("lock", project, "--heal", "--json")
    assert told.code == 1
    assert [each["code"] for each in told.json["diagnostics"]] == ["lock-not-written"]
    assert path.read_text() == DISPUTED


def test_a_new_film_tells_git_how_to_show_and_to_merge_it(tmp_path: Path) -> None:
    run("new", tmp_path / "waves")
    lines = (tmp_path / "waves/.gitattributes").read_text().splitlines()
    assert "*.drama text eol=lf diff=fountain" in lines
    assert "drama.lock text eol=lf" in lines
    assert not [line for line in lines if "merge" in line.partition("#")[0]]
