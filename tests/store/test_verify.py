"""What is damaged in the store is found, set aside and named; nothing that is whole is touched."""

from __future__ import annotations

from pathlib import Path

from drama_compiler.store.lock_text import load_lock
from drama_compiler.store.verify import verify
from tests.store.shelves import shelf


def test_one_bit_is_found_set_aside_and_named_with_its_jobs(tmp_path: Path) -> None:
    project = shelf(tmp_path)
    whole, damaged = project.buy("whole", "clip one/a"), project.buy("damaged", "clip one/b")
    free = project.make_free("free", "clip/c")
    for key in (damaged, free):
        project.damage(key)
    lock, _, _ = load_lock(project.root / "drama.lock")
    verdict = verify(project.store, lock, {free: ["clip/c"]})
    assert verdict.files == 1 and verdict.bytes == 5 and verdict.absent == (damaged,)
    told = {each.digest: each for each in verdict.damaged}
    assert told[damaged].jobs == ("clip one/b",) and told[damaged].locked
    assert told[free].jobs == ("clip/c",) and not told[free].locked
    assert project.holds(whole) and not project.holds(damaged)
    assert told[damaged].path.parent.name == "damaged" and told[damaged].path.is_file()
    assert not verify(project.store, lock, {}).damaged


def test_damage_that_leaves_the_time_as_it_was_is_found(tmp_path: Path) -> None:
    import os

    project = shelf(tmp_path)
    key = project.buy("a clip", "clip one/a")
    before = project.path(key).stat().st_mtime_ns
    project.damage(key)
    os.utime(project.path(key), ns=(before, before))
    assert project.store.has(key, "video/mp4")
    lock, _, _ = load_lock(project.root / "drama.lock")
    assert [each.digest for each in verify(project.store, lock, {}).damaged] == [key]


def test_a_take_that_was_written_into_is_not_believed(tmp_path: Path) -> None:
    project = shelf(tmp_path)
    key = project.buy("a clip", "clip one/a")
    project.damage(key)
    store = project.store
    assert not store.has(key, "video/mp4") and store.damaged == [key]
    assert (project.state_folder / "damaged" / project.path(key).name).is_file()
    # Made again, the same bytes take its place.
    assert project.put("a clip") == key and project.store.has(key, "video/mp4")
