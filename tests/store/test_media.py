"""Media in the store: named by their bytes, whole or absent."""

from __future__ import annotations

from pathlib import Path

from drama_compiler.graph.keys import digest, digest_file
from drama_compiler.store.media import MediaStore, publish, write_text


def _file(folder: Path, text: str) -> Path:
    path = folder / f"made-{digest(text.encode())[:8]}"
    path.write_text(text)
    return path


def test_media_are_found_by_the_digest_of_their_bytes(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media")
    made = _file(tmp_path, "a clip")
    key = digest_file(made)
    assert not store.has(key, "video/mp4")
    path = store.adopt(made, key, "video/mp4")
    assert path.read_text() == "a clip" and path.suffix == ".mp4"
    assert store.has(key, "video/mp4") and store.verify(key, "video/mp4")
    assert not made.exists()


def test_media_in_the_store_cannot_be_written_over_by_accident(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media")
    made = _file(tmp_path, "a clip")
    path = store.adopt(made, digest_file(made), "video/mp4")
    assert not path.stat().st_mode & 0o222


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media")
    for _ in range(2):
        made = _file(tmp_path, "a clip")
        store.adopt(made, digest_file(made), "video/mp4")
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 1


def test_damaged_media_do_not_verify(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media")
    made = _file(tmp_path, "a clip")
    key = digest_file(made)
    path = store.adopt(made, key, "video/mp4")
    path.chmod(0o644)
    path.write_text("a clap")
    assert not store.verify(key, "video/mp4")


def test_a_published_file_is_replaced_whole_and_its_twin_in_the_store_stays(tmp_path: Path) -> None:
    first, second = _file(tmp_path, "first"), _file(tmp_path, "second")
    target = tmp_path / "out" / "film.mp4"
    publish(first, target)
    publish(second, target)
    assert target.read_text() == "second" and first.read_text() == "first"
    publish(second, target)
    assert sorted(path.name for path in target.parent.iterdir()) == ["film.mp4"]


def test_text_is_written_with_the_same_line_ends_everywhere(tmp_path: Path) -> None:
    write_text(tmp_path / "a.edl", "one\r\ntwo\n")
    assert (tmp_path / "a.edl").read_bytes() == b"one\r\ntwo\n"
