"""A folder and the name of a revision come in; the files as they stood there come out.

Everything is asked of git's own process, so that whatever it reads (work trees, packed and partial
repositories) is read. Nothing here writes.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from drama_compiler.store.files import Entry

LINK_HOPS_MAX = 40
"""How many symbolic links one path may lead through, as on the disk."""

_LINK, _SUBMODULE = "120000", "160000"

_AMBIENT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
"""What git tells its hooks: it is meant for their folder, not for the one asked about."""


class GitError(Exception):
    """Git cannot answer. `code` is of a diagnostic; the message and `helps` are for the person."""

    def __init__(self, code: str, message: str, *helps: str) -> None:
        super().__init__(message)
        self.code, self.helps = code, helps


@dataclass(frozen=True, slots=True)
class Repository:
    """A git checkout; `top` is the folder of its work tree, links followed."""

    top: Path

    def revision(self, name: str) -> Revision:
        """The files of a commit, tag, branch or stash. Raises GitError where there is none."""
        run = _git(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^0")
        if run.returncode:
            raise self._unknown(name)
        return Revision(self, name, run.stdout.decode().strip())

    def fork(self, one: str, other: str) -> Revision:
        """Where two revisions parted: their best common ancestor."""
        first, second = self.revision(one), self.revision(other)
        run = _git(self.top, "merge-base", first.commit, second.commit)
        if run.returncode:
            message = f"`{one}` and `{other}` have no revision in common here"
            raise GitError("unknown-revision", message, *self._shallow())
        return Revision(self, f"{one}...{other}", run.stdout.decode().strip())

    def renamed(self, path: Path, old: Revision, new: Revision | None, *, back: bool) -> Path:
        """What a file was called in `old`, or with `back` unset what it is called in `new`.

        No `new` is the work tree. The path itself where git sees no renaming.
        """
        ends = [old.commit, new.commit] if new else [old.commit]
        run = _git(self.top, "diff", "-z", "-M", "--name-status", "--diff-filter=R", *ends)
        fields = os.fsdecode(run.stdout).split("\0")[:-1]
        for before, after in zip(fields[1::3], fields[2::3], strict=True):
            if self.top / (after if back else before) == path:
                return self.top / (before if back else after)
        return path

    def _unknown(self, name: str) -> GitError:
        if _git(self.top, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
            return GitError("unknown-revision", "there is no commit here yet", "make the first one")
        helps = self._shallow() or (
            "`git log --oneline` lists revisions, `git branch -a` branches",
        )
        return GitError("unknown-revision", f"git knows no revision `{name}`", *helps)

    def _shallow(self) -> tuple[str, ...]:
        run = _git(self.top, "rev-parse", "--is-shallow-repository")
        if run.stdout.strip() != b"true":
            return ()
        return (
            "this is a shallow clone: `git fetch --unshallow` brings the rest "
            "(in a workflow, `fetch-depth: 0` at the checkout)",
        )


@dataclass(frozen=True)
class Revision:
    """The files of one commit, read like those on the disk; see `files.Files`."""

    repository: Repository
    name: str
    commit: str

    @property
    def label(self) -> str:
        """What people know it by: the name that was asked for, with the short commit."""
        return self.name if self.commit.startswith(self.name) else f"{self.name} {self.commit[:7]}"

    def entry(self, path: Path) -> Entry:
        """What stood at `path`; what lies outside the repository did not."""
        key = self._follow(path)
        if key in self._folders:
            return Entry(False, is_folder=True)
        return Entry(True, bytes=len(self._blob(key, path)))

    def read(self, path: Path) -> bytes:
        """The bytes of the file at `path`."""
        return self._blob(self._follow(path), path)

    def names(self, folder: Path) -> list[str]:
        """The names of what lay in `folder`."""
        key = self._follow(folder)
        prefix = f"{key}/" if key else ""
        return sorted(
            {name[len(prefix) :].split("/")[0] for name in self._files if name.startswith(prefix)}
        )

    def holds(self, path: Path) -> bool:
        """Whether a file stood at `path`."""
        try:
            return self._follow(path) in self._files
        except OSError:
            return False

    def _follow(self, path: Path) -> str:
        """A path from the top of the repository, with the links on its way followed."""
        try:
            parts = list(path.relative_to(self.repository.top).parts)
        except ValueError:
            raise FileNotFoundError(2, "outside the repository", str(path)) from None
        done: list[str] = []
        hops = 0
        while parts:
            part = parts.pop(0)
            if part == "..":
                done = done[:-1]
                continue
            done.append(part)
            key = "/".join(done)
            if self._files.get(key, ("", ""))[0] == _LINK:
                hops += 1
                if hops > LINK_HOPS_MAX:
                    raise OSError(40, "links lead in a circle", str(path))
                target = PurePosixPath(os.fsdecode(self._content(self._files[key][1])))
                if target.is_absolute():
                    raise FileNotFoundError(2, "a link out of the repository", str(path))
                done, parts = done[:-1], [*target.parts, *parts]
        return "/".join(done)

    def _blob(self, key: str, path: Path) -> bytes:
        if key in self._folders:
            raise IsADirectoryError(21, "a folder", str(path))
        mode, blob = self._files.get(key, ("", ""))
        if not blob or mode == _SUBMODULE:
            raise FileNotFoundError(2, f"not in {self.name}", str(path))
        return self._content(blob)

    def _content(self, blob: str) -> bytes:
        if blob not in self._read:
            run = _git(self.repository.top, "cat-file", "blob", blob)
            if run.returncode:
                raise OSError(5, _last_line(run.stderr) or "git has lost it")
            self._read[blob] = run.stdout
        return self._read[blob]

    @cached_property
    def _read(self) -> dict[str, bytes]:
        return {}

    @cached_property
    def _files(self) -> dict[str, tuple[str, str]]:
        """Mode and blob of every file, by its path from the top."""
        run = _git(self.repository.top, "ls-tree", "-r", "-z", "--full-tree", self.commit)
        if run.returncode:
            raise GitError("unknown-revision", f"`{self.name}` cannot be read by git")
        found = {}
        for row in os.fsdecode(run.stdout).split("\0")[:-1]:
            told, _, name = row.partition("\t")
            mode, _, blob = told.split(" ")
            found[name] = (mode, blob)
        return found

    @cached_property
    def _folders(self) -> frozenset[str]:
        parents = {name.rpartition("/")[0] for name in self._files}
        return frozenset(
            {"", *parents, *(str(each) for name in parents for each in PurePosixPath(name).parents)}
        )


def open_repository(folder: Path) -> Repository:
    """The checkout that `folder` lies in. Raises GitError where there is none, or no git."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    run = _git(folder, "rev-parse", "--show-toplevel")
    if run.returncode == 0:
        return Repository(Path(os.path.realpath(os.fsdecode(run.stdout.rstrip(b"\n")))))
    told = _last_line(run.stderr)
    if "not a git repository" in told:
        helps = ("`git init && git add . && git commit` begins its history",)
        raise GitError("no-repository", f"`{folder}` is not in a git repository", *helps)
    raise GitError("no-repository", f"git does not open `{folder}`: {told}")


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder: no pager, no lock taken, no question asked, messages in English."""
    kept = {key: value for key, value in os.environ.items() if key not in _AMBIENT}
    quiet = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "-C", str(folder), "--no-pager", *words]
    try:
        return subprocess.run(
            command, capture_output=True, env={**kept, **quiet}, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        message = "git is not installed, and it keeps the revisions"
        raise GitError("no-repository", message, "install it from git-scm.com") from None


def _last_line(told: bytes) -> str:
    lines = told.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else ""
