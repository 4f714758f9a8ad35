"""Sweeping: what can be made again goes; what any lock ever named, or a call still needs, stays."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from drama_compiler.store.lock_text import load_lock
from drama_compiler.store.revisions import HistoryError, locked_digests
from drama_compiler.store.sweep import Kept, Need, free, journal_digests, survey, sweep
from tests.store.shelves import Shelf, shelf


def _survey(project: Shelf, *films: str) -> dict[str, Kept]:
    lock, _, _ = load_lock(project.root / "drama.lock")
    kept = survey(project.root, project.state_folder, lock, lambda film: film in films)
    return {each.file.digest: each for each in kept}


def _swept(project: Shelf, *films: str, paid: bool = False) -> set[str]:
    sweeping = sweep(_survey(project, *films).values(), paid=paid)
    free(sweeping, project.state_folder)
    return {each.file.digest for each in sweeping.freed}


def test_what_no_films_last_build_is_made_of_goes_and_all_else_stays(tmp_path: Path) -> None:
    project = shelf(tmp_path)
    old = project.make_free("first try", "clip/a")
    new = project.make_free("second try", "clip/a", film="one")
    bought = project.buy("paid", "clip one/a")
    assert _swept(project, "one") == {old}
    assert not project.holds(old) and project.holds(new) and project.holds(bought)
    assert _swept(project, "one") == set()


def test_a_film_whose_script_is_gone_keeps_nothing(tmp_path: Path) -> None:
    project = shelf(tmp_path)
    key = project.make_free("a clip", "clip/a", film="gone")
    assert _survey(project, "gone")[key].need is Need.FILM
    assert _swept(project) == {key}


def test_what_is_swept_is_off_the_record_too(tmp_path: Path) -> None:
    from drama_compiler.store.state import State

    project = shelf(tmp_path)
    project.make_free("a clip", "clip/a")
    _swept(project)
    state = State(project.state_folder / "state.db")
    assert state.take("request a clip", "clip/a") is None
    state.close()


def test_the_young_stay_and_so_does_what_a_clock_set_back_makes_come_from_the_future(
    tmp_path: Path,
) -> None:
    project = shelf(tmp_path)
    young = project.make_free("young", "clip/a", days=0.5)
    future = project.make_free("future", "clip/b", days=-400)
    kept = _survey(project)
    assert kept[future].file.age_seconds < 0
    sweeping = sweep(kept.values())
    assert not sweeping.freed and {each.file.digest for each in sweeping.young} == {young, future}
    assert {each.file.digest for each in sweep(kept.values(), age_seconds_min=0).freed} == {young}


def test_what_nobody_can_account_for_counts_as_paid(tmp_path: Path) -> None:
    project = shelf(tmp_path)
    key = project.put("who made this?")
    assert _survey(project)[key].need is Need.PAID
    assert _swept(project) == set() and _swept(project, paid=True) == {key}


@pytest.mark.parametrize(
    "where", ["branch", "stash", "tag", "amended", "staged", "renamed", "merge", "work tree"]
)
def test_a_take_that_any_lock_in_git_names_never_goes(tmp_path: Path, where: str) -> None:
    project = shelf(tmp_path / "film", git=True)
    lock = project.root / "drama.lock"
    project.buy("seed", "clip one/seed")
    project.commit()
    project.git("switch", "-q", "-c", "side")
    key = project.buy("wanted", "clip one/a")
    if where == "stash":
        project.git("stash", "-q")
        project.git("stash", "list")
    elif where == "staged":
        project.git("add", "drama.lock")
        lock.write_text("drama.lock 1\n")
    elif where == "renamed":
        (project.root / "old").mkdir()
        lock.rename(project.root / "old" / "drama.lock")
        project.git("add", "-A", "old", "drama.lock")
        project.git("commit", "-q", "-m", "moved")
        project.git("rm", "-q", "-r", "old")
        project.git("commit", "-q", "-m", "gone")
    else:
        project.commit()
    if where == "tag":
        project.git("tag", "premiere")
    if where == "amended":
        project.git("checkout", "-q", "HEAD~1", "--", "drama.lock")
        project.git("commit", "-q", "--amend", "--allow-empty", "-m", "other")
    if where == "merge":
        project.git("switch", "-q", "main")
        project.git("merge", "-q", "--no-ff", "--no-commit", "side")
        text = lock.read_text()
        evil = project.put("in the merge alone")
        lock.write_text(text.replace(key, evil))
        project.commit()
        assert {key, evil} <= locked_digests(project.root)
    if where == "work tree":
        project.git("worktree", "add", "-q", "--detach", str(tmp_path / "other"), "side")
        project.git("switch", "-q", "main")
        project.git("branch", "-q", "-D", "side")
    elif where not in ("staged", "merge"):
        project.git("switch", "-q", "main")
    if where == "tag":
        project.git("branch", "-q", "-D", "side")
    assert _survey(project)[key].need is Need.LOCKED
    assert key not in _swept(project, paid=True) and project.holds(key)


def test_a_lock_of_a_newer_release_or_half_merged_protects_as_well(tmp_path: Path) -> None:
    project = shelf(tmp_path)
    keys = [project.put(content) for content in ("one", "two")]
    text = f"<<<<<<< HEAD\ndrama.lock 99\n{keys[0]}\n=======\nx={keys[1]}\n>>>>>>> side\n"
    (project.root / "drama.lock").write_text(text)
    assert locked_digests(project.root) == set(keys)


def test_a_history_that_git_cannot_read_frees_nothing(tmp_path: Path) -> None:
    project = shelf(tmp_path, git=True)
    key = project.make_free("a clip", "clip/a")
    project.buy("seed", "clip one/seed")
    project.commit()
    for path in (project.root / ".git" / "objects").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"broken")
    with pytest.raises(HistoryError):
        _survey(project)
    assert project.holds(key)


def test_without_git_a_project_in_a_repository_frees_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = shelf(tmp_path / "film", git=True)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(HistoryError, match="not installed"):
        locked_digests(project.root)
    plain = shelf(tmp_path / "plain")
    assert locked_digests(plain.root) == frozenset()


def test_a_repository_without_commits_and_none_at_all_are_histories_too(tmp_path: Path) -> None:
    for git in (True, False):
        project = shelf(tmp_path / str(git), git=git)
        key = project.buy("paid", "clip one/a")
        assert locked_digests(project.root) == {key}


def test_what_the_journal_needs_stays_and_what_it_has_settled_is_paid(tmp_path: Path) -> None:
    project = shelf(tmp_path)
    contents = ("open", "not yet in a lock", "settled", "failed")
    keys = [project.make_free(content, f"clip/{content}") for content in contents]
    rows = [("submitted", 0), ("done", 0), ("done", 1), ("unknown", 0)]
    db = sqlite3.connect(project.state_folder / "journal.db")
    db.execute("create table attempt (state text, folded integer, kept text)")
    for key, (state, folded) in zip(keys, rows, strict=True):
        db.execute("insert into attempt values (?, ?, ?)", (state, folded, f'{{"media":"{key}"}}'))
    db.commit()
    db.close()
    pending, settled = journal_digests(project.state_folder)
    assert pending == {keys[0], keys[1], keys[3]} and settled == {keys[2]}
    assert _swept(project) == set() and _swept(project, paid=True) == {keys[2]}


def test_ages_count_from_when_a_file_was_taken_in(tmp_path: Path) -> None:
    project = shelf(tmp_path)
    key = project.put("a clip", days=2)
    (file,) = project.store.files()
    assert file.digest == key and file.age_seconds == pytest.approx(2 * 86400, abs=60)
    os.utime(file.path, (time.time(), time.time()))
    assert project.store.has(key, "video/mp4") and project.store.damaged == []
