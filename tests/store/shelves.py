"""Projects with a store in them, filled without making anything."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from drama_compiler.graph.keys import digest
from drama_compiler.store.lock import Entry, Lock, LockTake
from drama_compiler.store.lock_text import load_lock, write_lock
from drama_compiler.store.media import MediaStore
from drama_compiler.store.state import Made, State, Take

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Shelf:
    """A project with takes in its store; every take has the content that is named."""

    root: Path

    @property
    def state_folder(self) -> Path:
        return self.root / ".drama"

    @property
    def store(self) -> MediaStore:
        return MediaStore(self.state_folder / "media")

    def put(self, content: str, *, days: float = 3) -> str:
        """Let the store hold this content, taken in so many days ago; its digest."""
        made = self.root / "made"
        made.write_text(content)
        key = digest(content.encode())
        path = self.store.adopt(made, key, "video/mp4")
        status = path.stat()
        moved = status.st_mtime_ns - int(days * DAY_SECONDS) * 10**9
        os.utime(path, ns=(moved, moved))
        return key

    def path(self, key: str) -> Path:
        return self.store.path(key, "video/mp4")

    def holds(self, key: str) -> bool:
        return self.path(key).is_file()

    def make_free(self, content: str, job: str, *, film: str = "", days: float = 3) -> str:
        """As a build does: something made for nothing; of the last build of `film`, if said."""
        key = self.put(content, days=days)
        state = State(self.state_folder / "state.db")
        state.record(f"request {content}", job, Take(key, "video/mp4"))
        if film:
            made = state.made(film) | {job: Made(f"request {content}", "{}", "null", "1")}
            state.remember(film, made)
        state.close()
        return key

    def buy(self, content: str, job: str, *, days: float = 3) -> str:
        """As a paid build does: a take in the store and in the lock."""
        key = self.put(content, days=days)
        lock, _, _ = load_lock(self.root / "drama.lock")
        entry = lock.entries.get(job, Entry())
        takes = (*entry.takes, LockTake(key, "video/mp4", number=len(entry.takes) + 1))
        entries = {**lock.entries, job: replace(entry, takes=takes)}
        write_lock(self.root / "drama.lock", Lock(entries, lock.names, lock.unread))
        return key

    def damage(self, key: str) -> None:
        """Write into a take where it lies, one bit only."""
        path = self.path(key)
        path.chmod(0o644)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    def git(self, *words: str) -> str:
        config = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")
        command = ["git", "-C", str(self.root), *config, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def commit(self, *, message: str = "a change") -> None:
        self.git("add", "drama.lock")
        self.git("commit", "--allow-empty", "-q", "-m", message)


def shelf(folder: Path, *, git: bool = False) -> Shelf:
    """An empty project in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "drama.toml").write_text("")
    found = Shelf(folder)
    if git:
        found.git("init", "-q", "-b", "main")
    return found
