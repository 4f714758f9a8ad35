"""Finished files are laid out for people, and nothing of theirs is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama_compiler.graph.jobs import Graph, Job
from drama_compiler.graph.keys import digest_file
from drama_compiler.graph.lower import lower
from drama_compiler.project import open_project
from drama_compiler.publishing import publish_film, publish_media
from drama_compiler.session import analyse
from drama_compiler.store.media import MediaStore, check_writable
from drama_compiler.store.state import Take
from tests.timeline.cuts import Told, tell


def _publish(told: Told, folder: Path, name: str = "film") -> dict[str, Path]:
    """Lay out a picture for every shot, of other bytes for each film."""
    store = MediaStore(told.folder / "media")
    jobs: dict[str, Job] = {}
    takes: dict[str, Take] = {}
    for job in lower(told.film, told.schedule):
        if job.name.startswith("picture/"):
            made = told.folder / "made"
            made.write_text(f"{name} {job.name}")
            digest = digest_file(made)
            store.adopt(made, digest, "video/mp4")
            jobs[job.name], takes[job.name] = job, Take(digest, "video/mp4")
    graph = Graph(jobs, tuple((job,) for job in jobs))
    return publish_media(told.schedule, graph, takes, store, folder, name)


def test_what_a_film_no_longer_has_is_removed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _publish(tell(tmp_path, [5, 5, 5]), out)
    kept = _publish(tell(tmp_path, [5, 5]), out)
    assert sorted((out / "pictures").iterdir()) == sorted(kept.values()) and len(kept) == 2


def test_nothing_is_removed_that_drama_did_not_lay_out(tmp_path: Path) -> None:
    out = tmp_path / "out"
    mine = [out / "pictures" / "mine.jpg", out / "pictures" / "SHMINE.mp4", out / "sound" / "a.wav"]
    (out / "pictures" / "folder").mkdir(parents=True)
    (out / "sound").mkdir()
    for path in mine:
        path.write_text("mine")
    for bodies in ([5, 5], [5]):
        _publish(tell(tmp_path, bodies), out)
    assert all(path.read_text() == "mine" for path in mine)
    assert (out / "pictures" / "folder").is_dir()


def test_a_list_that_was_tampered_with_leads_nowhere_else(tmp_path: Path) -> None:
    out, precious = tmp_path / "out", tmp_path / "precious"
    precious.write_text("mine")
    (out / "pictures").mkdir(parents=True)
    (out / "pictures" / "x").touch()
    (out / ".film.files").write_text(f"../precious\n{precious}\npictures/../../precious\n")
    _publish(tell(tmp_path, [5]), out)
    assert precious.read_text() == "mine" and (out / "pictures" / "x").exists()


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    told = tell(tmp_path, [5, 5])
    _publish(told, tmp_path / "out")
    before = (tmp_path / "out" / "pictures").stat().st_mtime_ns
    _publish(told, tmp_path / "out")
    assert (tmp_path / "out" / "pictures").stat().st_mtime_ns == before


def test_scripts_that_differ_in_their_suffix_alone_are_two_films(tmp_path: Path) -> None:
    names = ["film.fountain", "film.drama", "film.txt", "film.cut.drama", "other.fountain"]
    for name in names:
        (tmp_path / name).touch()
    projects = [open_project(tmp_path / name) for name in names]
    told = ["film.fountain", "film", "film.txt", "film.cut", "other"]
    assert [project.name for project in projects] == told
    assert [project.key for project in projects] == told
    assert len({project.build_folder for project in projects}) == len(names)


def test_a_fountain_file_alone_has_its_plain_name(tmp_path: Path) -> None:
    script = tmp_path / "film.fountain"
    script.touch()
    assert open_project(script).build_folder == tmp_path.resolve() / "build" / "film"


def test_a_format_that_cannot_hold_the_cut_costs_only_its_file(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    script.write_text("Format: 16:9 120fps\n\nEXT. SEA - DAY\n\nshot: wide, 1s\n\nA gull.\n")
    analysis, _ = analyse(script)
    assert analysis is not None
    schedule, _ = analysis.scheduled({})
    graph = lower(analysis.film, schedule)
    store = MediaStore(tmp_path / "media")
    (made := tmp_path / "made").touch()
    digest = digest_file(made)
    store.adopt(made, digest, "video/mp4")
    facts = {"frames": 132, "seconds": 1, "subtitles": {"en": "", "../x": ""}}
    takes = {job.name: Take(digest, "video/mp4", facts) for job in graph}
    files, found = publish_film(analysis, schedule, graph, takes, store, tmp_path / "out")
    assert [each.code for each in found] == ["not-exported"] and "120" in found[0].message
    assert {"film.mp4", "film.otio"} <= {file.name for file in files}
    assert all(file.is_file() and (tmp_path / "out") in file.parents for file in files)


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OSError):
        check_writable(tmp_path / "out")
    check_writable(tmp_path / "new" / "deep")
    assert list((tmp_path / "new" / "deep").iterdir()) == []
