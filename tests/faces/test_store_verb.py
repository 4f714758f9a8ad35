"""`drama store`, as a user calls it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from drama_compiler.store import remote as remote_module
from drama_compiler.store.media import MediaStore
from tests.faces.run import Run, run
from tests.store.shelves import Shelf, shelf


def _store(project: Shelf, *words: object) -> Run:
    return run("store", "--project", project.root, *words)


@pytest.fixture
def project(tmp_path: Path) -> Shelf:
    made = shelf(tmp_path / "film")
    (made.root / "one.drama").write_text("INT. ROOM - DAY\n\nA chair.\n")
    made.make_free("first try", "clip/a")
    made.make_free("second try", "clip/a", film="one")
    made.buy("paid", "clip one/b")
    return made


def test_it_says_how_large_what_is(project: Shelf) -> None:
    data = run("store", "--project", project.root, "--json").json
    assert data["total"] == {"files": 3, "bytes": 23}
    assert data["kinds"] == [
        {"kind": "clip", "paid": False, "files": 2, "bytes": 19},
        {"kind": "clip", "paid": True, "files": 1, "bytes": 4},
    ]
    assert data["can_go"] == {"files": 1, "bytes": 9} and data["absent"] == 0
    assert data["films"]["one"]["files"] == 2
    told = _store(project).out
    assert "clip (paid or brought in)" in told and "`drama store gc` frees 1 file" in told


def test_an_empty_store_is_no_error(tmp_path: Path) -> None:
    result = run("store", "--project", tmp_path)
    assert result.code == 0 and "the store is empty" in result.out
    assert not (tmp_path / ".drama").exists()


def test_gc_says_what_would_go_and_then_frees_it(project: Shelf) -> None:
    dry = _store(project, "gc", "--dry-run")
    assert dry.out == "would free 1 file, 1 kB\n" and "clip/a" in dry.err
    assert len(list(project.store.files())) == 3
    assert _store(project, "gc").out == "freed 1 file, 1 kB\n"
    assert len(list(project.store.files())) == 2
    assert _store(project, "gc", "--json").json["freed"] == []


def test_gc_leaves_the_young(project: Shelf) -> None:
    assert _store(project, "gc", "--days", "30").out.endswith("1 file too young to go\n")
    assert len(list(project.store.files())) == 3


def test_gc_waits_for_no_build_and_disturbs_none(project: Shelf) -> None:
    from drama_compiler.store.claim import claim_project

    with claim_project(project.state_folder, wait=False):
        result = _store(project, "gc")
    assert result.code == 1 and "error[project-busy]" in result.err
    assert len(list(project.store.files())) == 3


def test_gc_without_a_history_that_can_be_read_frees_nothing(project: Shelf) -> None:
    (project.root / ".git").mkdir()
    (project.root / ".git" / "HEAD").write_text("nonsense")
    result = _store(project, "gc")
    if result.code:
        assert "error[history-unreadable]" in result.err
        assert len(list(project.store.files())) == 3
    else:
        pytest.fail("a repository that cannot be read was taken for none")


def test_verify_names_what_is_damaged_and_ends_with_one(project: Shelf) -> None:
    assert _store(project, "verify").out == "3 files whole, 1 kB\n"
    (bought,) = (each.digest for each in project.store.files() if each.bytes == 4)
    project.damage(bought)
    result = _store(project, "verify")
    assert result.code == 1 and "error[media-damaged]" in result.err
    assert "of clip one/b" in result.err and ".drama/damaged/" in result.err
    assert "1 damaged; 1 file of the lock not here" in result.out
    again = _store(project, "verify", "--json")
    assert again.code == 0 and again.json["absent"] == [bought]


def test_takes_go_to_a_folder_and_come_back(project: Shelf, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    assert f"pushed 1 file, 1 kB to {shared}" in _store(project, "push", shared).out
    (bought,) = (each.digest for each in project.store.files() if each.bytes == 4)
    project.damage(bought)
    _store(project, "verify")
    assert _store(project, "pull", shared, "--json").json["moved"] == [bought]
    assert project.store.verify(bought, "video/mp4")


def test_older_takes_go_and_come_back_when_asked_for(tmp_path: Path) -> None:
    project = shelf(tmp_path / "film", git=True)
    key = project.buy("older", "clip one/a")
    project.commit()
    (project.root / "drama.lock").unlink()
    project.commit()
    assert _store(project, "push", tmp_path / "shared", "--json").json["moved"] == []
    assert _store(project, "push", tmp_path / "shared", "--all", "--json").json["moved"] == [key]
    project.path(key).unlink()
    assert _store(project, "pull", tmp_path / "shared", "--all", "--json").json["moved"] == [key]


def test_other_bytes_are_refused_aloud(project: Shelf, tmp_path: Path) -> None:
    _store(project, "push", tmp_path / "shared")
    (pushed,) = (path for path in (tmp_path / "shared").rglob("*") if path.is_file())
    pushed.write_bytes(b"PAID")
    project.path(pushed.stem).unlink()
    result = _store(project, "pull", tmp_path / "shared")
    assert result.code == 1 and "error[remote-differs]" in result.err
    assert not project.holds(pushed.stem)


def test_a_damaged_take_is_not_pushed_and_named(project: Shelf, tmp_path: Path) -> None:
    (bought,) = (each.digest for each in project.store.files() if each.bytes == 4)
    project.damage(bought)
    result = _store(project, "push", tmp_path / "shared")
    assert result.code == 1 and "error[media-damaged]" in result.err and bought in result.err


def test_without_a_remote_it_says_how_to_name_one(project: Shelf) -> None:
    result = _store(project, "push")
    assert result.code == 1 and "error[no-remote]" in result.err and "[store]" in result.err


def test_without_the_package_it_says_what_to_install(
    project: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "obstore.store", None)
    result = _store(project, "push", "s3://films/one")
    assert result.code == 1 and "error[remote-parts-missing]" in result.err
    assert "drama-lang[remote]" in result.err


def test_a_remote_for_reading_is_told(project: Shelf) -> None:
    result = _store(project, "push", "https://films.example/one")
    assert result.code == 1 and "error[remote-read-only]" in result.err


def test_a_full_disk_is_told_and_loses_nothing(
    project: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _store(project, "push", tmp_path / "shared")
    (bought,) = (each for each in project.store.files() if each.bytes == 4)
    bought.path.unlink()

    def full(self: MediaStore, made: Path, digest: str, type_: str) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device", str(made))

    monkeypatch.setattr(MediaStore, "adopt", full)
    result = _store(project, "pull", tmp_path / "shared")
    assert result.code == 1 and "error[store-not-written]" in result.err
    assert "No space left" in result.err and len(list(project.store.files())) == 2
    monkeypatch.undo()
    assert _store(project, "pull", tmp_path / "shared").code == 0
    assert project.holds(bought.digest)


def test_a_lock_of_a_newer_release_stops_every_verb(project: Shelf) -> None:
    (project.root / "drama.lock").write_text("drama.lock 99\n")
    for verb in ("gc", "verify", "push", "pull"):
        result = _store(project, verb)
        assert result.code == 1 and "error[lock-newer]" in result.err
    assert len(list(project.store.files())) == 3


def test_a_remote_that_does_not_answer_is_told(
    project: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_module, "_RETRIES", {"max_retries": 0})
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    result = _store(project, "push", "s3://films/one")
    assert result.code == 1 and "error[remote-failed]" in result.err
