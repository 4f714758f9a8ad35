"""Sharing a store: what is pushed can be pulled by others, and a bucket need not be trusted.

Each law is tried on a folder and on a bucket, S3 as moto's server speaks it on loopback.
"""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import obstore
import pytest
from moto.server import ThreadedMotoServer

from drama_compiler.project import open_project
from drama_compiler.sharing import fetch_missing, read_remote
from drama_compiler.store import remote as module
from drama_compiler.store.lock_text import load_lock
from drama_compiler.store.remote import Remote, RemoteError, listed, pull, push
from drama_compiler.store.verify import wanted
from tests.store.shelves import Shelf, shelf


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """An empty bucket on loopback; its keys are in the environment, as they are for people."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ALLOW_HTTP", "true")
        patch.setenv("AWS_ACCESS_KEY_ID", "somebody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_REGION", "us-east-1")
        request = urllib.request.Request(f"http://{host}:{port}/films", method="PUT")
        urllib.request.urlopen(request).close()
        yield "s3://films"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def remote(request: pytest.FixtureRequest, tmp_path: Path, bucket: str) -> Remote:
    if request.param == "folder":
        return Remote(str(tmp_path / "shared"))
    return Remote(f"{bucket}/{tmp_path.name}")


def _wanted(project: Shelf) -> dict[str, str]:
    lock, _, _ = load_lock(project.root / "drama.lock")
    return wanted(lock)


def _pushed(project: Shelf, remote: Remote) -> dict[str, str]:
    push(project.store.files(), remote)
    return _wanted(project)


def _key(key: str) -> str:
    return f"media/{key[:2]}/{key}.mp4"


def test_what_one_pushes_another_pulls_and_nothing_is_moved_twice(
    tmp_path: Path, remote: Remote
) -> None:
    here, there = shelf(tmp_path / "here"), shelf(tmp_path / "there")
    keys = sorted(here.buy(content, f"clip one/{content}") for content in ("one", "two"))
    first = push(here.store.files(), remote)
    assert first.moved == keys and first.bytes == 6 and not first.there
    again = push(here.store.files(), remote)
    assert again.there == keys and not again.moved and not again.bytes
    pulled = pull(_wanted(here), remote, there.store)
    assert pulled.moved == keys and pulled.bytes == 6
    assert all(there.store.verify(key, "video/mp4") for key in keys)
    assert pull(_wanted(here), remote, there.store).there == keys
    assert sorted(listed(remote)) == keys and set(listed(remote).values()) == {"video/mp4"}


def test_other_bytes_than_the_lock_names_are_refused(tmp_path: Path, remote: Remote) -> None:
    here, there = shelf(tmp_path / "here"), shelf(tmp_path / "there")
    good, bad = here.buy("good", "clip one/a"), here.buy("true!", "clip one/b")
    digests = _pushed(here, remote)
    obstore.put(remote.client, _key(bad), b"tru\x64!")
    pulled = pull(digests, remote, there.store)
    assert pulled.moved == [good] and pulled.refused == [bad]
    assert not there.holds(bad) and not list((there.state_folder / "partial").iterdir())


def test_what_breaks_off_goes_on_where_it_was(
    tmp_path: Path, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = shelf(tmp_path / "here"), shelf(tmp_path / "there")
    key = here.buy("a long take", "clip one/a")
    digests = _pushed(here, remote)
    partial = there.state_folder / "partial" / f"{key}.mp4"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(b"a long")
    asked: list[Any] = []
    get = obstore.get

    def seen(client: Any, path: str, **options: Any) -> Any:
        asked.append(options["options"])
        return get(client, path, **options)

    monkeypatch.setattr(obstore, "get", seen)
    assert pull(digests, remote, there.store).moved == [key]
    assert asked == [{"range": {"offset": 6}}]
    assert there.path(key).read_text() == "a long take"


@pytest.mark.parametrize("begun", [b"A LONG", b"far longer than it ever was"])
def test_a_beginning_of_something_else_is_thrown_away(
    tmp_path: Path, remote: Remote, begun: bytes
) -> None:
    here, there = shelf(tmp_path / "here"), shelf(tmp_path / "there")
    key = here.buy("a long take", "clip one/a")
    digests = _pushed(here, remote)
    partial = there.state_folder / "partial" / f"{key}.mp4"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(begun)
    assert pull(digests, remote, there.store).moved == [key]
    assert there.store.verify(key, "video/mp4")


def test_nothing_that_is_there_is_written_over_but_what_was_cut_short(
    tmp_path: Path, remote: Remote
) -> None:
    here = shelf(tmp_path / "here")
    key, cut = here.buy("a take", "clip one/a"), here.buy("another", "clip one/b")
    obstore.put(remote.client, _key(key), b"A TAKE")
    obstore.put(remote.client, _key(cut), b"ano")
    pushed = push(here.store.files(), remote)
    assert pushed.there == [key] and pushed.moved == [cut]
    assert bytes(obstore.get(remote.client, _key(key)).bytes()) == b"A TAKE"
    assert bytes(obstore.get(remote.client, _key(cut)).bytes()) == b"another"


def test_two_that_push_at_once_both_find_it_there(
    tmp_path: Path, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shelf(tmp_path / "here")
    key = here.buy("a take", "clip one/a")
    push(here.store.files(), remote)

    def not_yet(client: Any, path: str) -> Any:
        raise FileNotFoundError(path)

    monkeypatch.setattr(obstore, "head", not_yet)
    assert push(here.store.files(), remote).there == [key]


def test_damaged_takes_are_never_pushed(tmp_path: Path, remote: Remote) -> None:
    here = shelf(tmp_path / "here")
    key = here.buy("a take", "clip one/a")
    here.damage(key)
    assert push(here.store.files(), remote).refused == [key] and not listed(remote)


def test_large_takes_go_in_parts(
    tmp_path: Path, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MULTIPART_BYTES_MIN", 1024)
    here, there = shelf(tmp_path / "here"), shelf(tmp_path / "there")
    key = here.buy("frame " * 1000, "clip one/a")
    assert pull(_pushed(here, remote), remote, there.store).moved == [key]


def test_what_is_nowhere_is_said_to_be_nowhere(tmp_path: Path, remote: Remote) -> None:
    here, there = shelf(tmp_path / "here"), shelf(tmp_path / "there")
    key = here.buy("a take", "clip one/a")
    pulled = pull(_wanted(here), remote, there.store)
    assert pulled.absent == [key] and not pulled.moved and not pulled.refused


def test_a_remote_for_reading_is_never_written(tmp_path: Path, bucket: str) -> None:
    here = shelf(tmp_path / "here")
    here.buy("a take", "clip one/a")
    for remote in (Remote(bucket, read_only=True), Remote("https://films.example/one")):
        with pytest.raises(RemoteError) as caught:
            push(here.store.files(), remote)
        assert caught.value.code == "remote-read-only"


def test_a_bucket_that_is_not_there_and_a_service_that_is_dead_are_told(
    tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shelf(tmp_path / "here")
    here.buy("a take", "clip one/a")
    nobody = Remote("s3://nobody/here")
    with pytest.raises(RemoteError, match="nobody") as caught:
        push(here.store.files(), nobody)
    assert caught.value.code == "remote-failed"
    with pytest.raises(RemoteError, match="nobody"):
        pull(_wanted(here), nobody, shelf(tmp_path / "there").store)
    monkeypatch.setattr(module, "_RETRIES", {"max_retries": 0})
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(RemoteError) as caught:
        push(here.store.files(), Remote(f"{bucket}/dead"))
    assert caught.value.code == "remote-failed"


@pytest.mark.parametrize("url", ["ftp://films/one", "s3://me:hush@films/one", "s3://"])
def test_an_address_that_is_none_is_told_without_what_is_secret(tmp_path: Path, url: str) -> None:
    here = shelf(tmp_path / "here")
    here.buy("a take", "clip one/a")
    with pytest.raises(RemoteError) as caught:
        push(here.store.files(), Remote(url))
    assert caught.value.code == "bad-remote" and "hush" not in str(caught.value)


def test_a_project_names_its_remote_and_a_build_fetches_what_is_missing(
    tmp_path: Path, remote: Remote
) -> None:
    here, there = shelf(tmp_path / "here"), shelf(tmp_path / "there")
    key, bad = here.buy("a take", "clip one/a"), here.buy("true!", "clip one/b")
    digests = _pushed(here, remote)
    project = open_project(there.root / "one.drama")
    moved, found = fetch_missing(project, digests, there.store)
    assert moved.absent == sorted([key, bad]) and not found
    (there.root / "drama.toml").write_text(f'[store]\nremote = "{remote.url}"\n')
    obstore.put(remote.client, _key(bad), b"false")
    moved, found = fetch_missing(project, digests, there.store)
    assert moved.moved == [key] and moved.refused == [bad]
    assert [each.code for each in found] == ["remote-differs"] and bad[:12] in found[0].notes[0]
    assert fetch_missing(project, {key: "video/mp4"}, there.store)[0].moved == []


def test_a_remote_that_fails_is_a_warning_to_a_build(tmp_path: Path) -> None:
    there = shelf(tmp_path)
    (there.root / "drama.toml").write_text('[store]\nremote = "ftp://films/one"\n')
    project = open_project(there.root / "one.drama")
    moved, found = fetch_missing(project, {"ab" * 32: "video/mp4"}, there.store)
    assert moved.absent == ["ab" * 32] and [each.code for each in found] == ["bad-remote"]
    assert str(found[0].severity) == "warning"


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ('store = "s3://films"', "bad-store"),
        ('[store]\nremotes = "s3://films"', "bad-store"),
        ("[store]\nremote = 3", "bad-store"),
        ('[store]\nread-only = "yes"', "bad-store"),
        ("[store", "bad-project-file"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(tmp_path: Path, table: str, code: str) -> None:
    (tmp_path / "drama.toml").write_text(table)
    remote, found, _ = read_remote(open_project(tmp_path / "one.drama"))
    assert remote is None and [each.code for each in found] == [code]


def test_a_folder_is_relative_to_the_project_and_can_be_for_reading(tmp_path: Path) -> None:
    (tmp_path / "drama.toml").write_text('[store]\nremote = "../films"\nread-only = true\n')
    remote, found, _ = read_remote(open_project(tmp_path / "one.drama"))
    assert remote == Remote(str(tmp_path.parent / "films"), read_only=True) and not found
