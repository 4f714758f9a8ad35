"""The digests of media and a shared folder or bucket come in; the bytes go out to it, or come in.

What comes in is verified by its digest, which the lock in git names: the bucket need not be
trusted. There media lie as in the store here, so that a folder can be another checkout's `.drama`.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from drama_compiler.graph.keys import digest_file
from drama_compiler.store.media import MediaStore, StoredFile

PREFIX = "media"
SCHEMES = ("s3", "gs", "az", "file", "http", "https")

TRANSFERS = 8
"""How many files are under way at once."""

MULTIPART_BYTES_MIN = 64 * 1024 * 1024
"""A larger file goes in parts, and one that breaks off takes up no more than a part."""

_RETRIES: Any = {"max_retries": 4, "retry_timeout": timedelta(seconds=30)}


class RemoteError(Exception):
    """The remote cannot be used. `code` is of a diagnostic; the text is for the person."""

    def __init__(self, code: str, message: str, *helps: str) -> None:
        super().__init__(message)
        self.code, self.helps = code, helps


@dataclass(frozen=True)
class Remote:
    """Where a store is shared: `s3://bucket/path`, `gs://…`, `az://…`, a folder, or by `https://`
    for reading only. Keys are taken from the environment, as the tools of each service do.
    """

    url: str
    read_only: bool = False

    @property
    def writable(self) -> bool:
        """Whether anything may be pushed there."""
        return not self.read_only and urlsplit(self.url).scheme not in ("http", "https")

    @cached_property
    def client(self) -> Any:
        """The connection. Raises RemoteError where there can be none."""
        return _connect(self.url)


@dataclass(slots=True)
class Moved:
    """What came of a push or a pull, by digest: what was moved, what was there before, what is
    nowhere, and what was refused because its bytes are others.
    """

    moved: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    bytes: int = 0


OnMoved = Callable[[int, int], None]
"""Told how many of how many files are done."""


def push(files: Iterable[StoredFile], remote: Remote, on_moved: OnMoved | None = None) -> Moved:
    """Give the remote what it lacks; nothing there is written over but what is cut short.

    Raises RemoteError; what was moved until then stays moved, and is not moved again.
    """
    if not remote.writable:
        message = f"`{remote.url}` is for reading only: nothing is pushed there"
        raise RemoteError("remote-read-only", message)

    def one(file: StoredFile, moved: Moved) -> int:
        return _push_one(file, remote.client, moved)

    return _all(sorted(files, key=lambda file: file.digest), one, remote, on_moved)


def pull(
    wanted: Mapping[str, str],
    remote: Remote,
    store: MediaStore,
    on_moved: OnMoved | None = None,
) -> Moved:
    """Fetch the media (types by digest) that are not here; what breaks off goes on next time.

    Raises RemoteError, and OSError where the disk does not take it.
    """

    def one(item: tuple[str, str], moved: Moved) -> int:
        return _pull_one(*item, remote.client, store, moved)

    return _all(sorted(wanted.items()), one, remote, on_moved)


def listed(remote: Remote) -> dict[str, str]:
    """The type of every media that the remote says it has, by digest. Raises RemoteError."""
    from drama_compiler.store.media import SUFFIXES

    types = {suffix: type_ for type_, suffix in SUFFIXES.items()}
    with _told(remote):
        import obstore

        found = {}
        for chunk in obstore.list(remote.client, prefix=PREFIX):
            for each in chunk:
                digest, dot, suffix = each["path"].rpartition("/")[2].partition(".")
                found[digest] = types.get(dot + suffix, "")
        return found


def _all(
    items: list[Any], one: Callable[[Any, Moved], int], remote: Remote, on_moved: OnMoved | None
) -> Moved:
    """Do `one` for all items, several at once; the first trouble ends what has not begun."""
    moved = Moved()
    with _told(remote):
        _ = remote.client if items else None
        with ThreadPoolExecutor(TRANSFERS) as pool:
            try:
                each_bytes = pool.map(lambda item: one(item, moved), items)
                for done, bytes_ in enumerate(each_bytes, 1):
                    moved.bytes += bytes_
                    if on_moved:
                        on_moved(done, len(items))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    for each in (moved.moved, moved.there, moved.absent, moved.refused):
        each.sort()
    return moved


def _push_one(file: StoredFile, client: Any, moved: Moved) -> int:
    """Give one file; how many bytes were moved."""
    import obstore
    from obstore.exceptions import AlreadyExistsError

    key = _key(file.digest, file.path.name)
    with contextlib.suppress(FileNotFoundError):
        if obstore.head(client, key)["size"] == file.bytes:
            moved.there.append(file.digest)
            return 0
        # Cut short, it is of no use to anybody.
        obstore.delete(client, key)
    if digest_file(file.path) != file.digest:
        moved.refused.append(file.digest)
        return 0
    try:
        if file.bytes < MULTIPART_BYTES_MIN:
            # Whoever was quicker has put the same bytes there.
            obstore.put(client, key, file.path, mode="create")
        else:
            obstore.put(client, key, file.path, use_multipart=True)
    except AlreadyExistsError:
        moved.there.append(file.digest)
        return 0
    moved.moved.append(file.digest)
    return file.bytes


def _pull_one(digest: str, type_: str, client: Any, store: MediaStore, moved: Moved) -> int:
    """Fetch one media; how many bytes were moved."""
    if store.has(digest, type_):
        moved.there.append(digest)
        return 0
    partial = store.folder.parent / "partial" / store.path(digest, type_).name
    partial.parent.mkdir(parents=True, exist_ok=True)
    try:
        resumed = _receive(client, partial, partial.name, digest)
        if resumed and digest_file(partial) != digest:
            # What was begun is of no use, or somebody else pulls the same: alone, from the start.
            partial.unlink()
            handle, name = tempfile.mkstemp(dir=partial.parent)
            os.close(handle)
            _receive(client, Path(name), partial.name, digest)
            Path(name).replace(partial)
    except FileNotFoundError as failure:
        partial.unlink(missing_ok=True)
        if "NoSuchBucket" in str(failure):
            raise
        moved.absent.append(digest)
        return 0
    if digest_file(partial) != digest:
        partial.unlink()
        moved.refused.append(digest)
        return 0
    bytes_ = partial.stat().st_size
    store.adopt(partial, digest, type_)
    moved.moved.append(digest)
    return bytes_


def _receive(client: Any, target: Path, name: str, digest: str) -> bool:
    """Append to `target` what it lacks; whether some of it was there before.

    Raises FileNotFoundError where the remote has none.
    """
    import obstore

    key = _key(digest, name)
    here = target.stat().st_size if target.is_file() else 0
    if here and obstore.head(client, key)["size"] <= here:
        target.unlink()
        here = 0
    options: Any = {"range": {"offset": here}} if here else None
    answer = obstore.get(client, key, options=options)
    with target.open("ab") as file:
        for chunk in answer.stream():
            file.write(chunk)
    return bool(here)


def _key(digest: str, name: str) -> str:
    return f"{PREFIX}/{digest[:2]}/{name}"


def _connect(url: str) -> Any:
    try:
        from obstore.store import LocalStore, from_url
    except ImportError:
        message = "what shares a store with others is not installed: obstore"
        helps = "install it: pip install 'drama-lang[remote]'"
        raise RemoteError("remote-parts-missing", message, helps) from None
    parts = urlsplit(url)
    if len(parts.scheme) < 2:
        # No scheme, or the letter of a drive.
        return LocalStore(Path(url).expanduser().resolve(), mkdir=True)
    if parts.scheme not in SCHEMES:
        known = ", ".join(f"{each}://" for each in SCHEMES)
        raise RemoteError("bad-remote", f"`{url}` is none of {known} or a folder")
    if "@" in parts.netloc:
        message = f"the address of a remote holds a name or a password: `{parts.scheme}://…@…`"
        raise RemoteError("bad-remote", message, "keys belong in the environment")
    try:
        if parts.scheme == "file":
            return from_url(url, mkdir=True)
        return from_url(url, retry_config=_RETRIES)
    except Exception as failure:
        raise RemoteError("bad-remote", f"`{url}` is no remote: {_first_line(failure)}") from None


@contextlib.contextmanager
def _told(remote: Remote) -> Any:
    """Trouble of the client's in here is told as trouble of the remote."""
    try:
        yield
    except RemoteError:
        raise
    except Exception as failure:
        from obstore.exceptions import BaseError

        # What the client does not find is an OSError without a number.
        theirs = isinstance(failure, OSError) and failure.errno is None
        if not theirs and not isinstance(failure, BaseError):
            raise
        message = f"`{remote.url}` does not do what is asked: {_first_line(failure)}"
        raise RemoteError("remote-failed", message) from None


def _first_line(failure: Exception) -> str:
    return str(failure).strip().splitlines()[0]
