"""A project's folder comes in; every digest that its lock ever named, as git tells, comes out.

Text is searched, not read as a lock: what a merge left half done, what a newer release wrote and
what stands in another project of the same repository is found as well.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from drama_compiler.store import LOCK_FILE

_DIGEST = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")

# Where the project lay elsewhere in its repository before, its lock is found all the same.
_LOCKS = f":(top,glob)**/{LOCK_FILE}"

# Every commit that a branch, a tag, a stash, another work tree or a reflog leads to; merges with
# all their parents, and everything as text whatever the attributes say.
_EVERY_CHANGE = (
    *("-c", "log.showRoot=true", "-c", "core.quotePath=true", "log", "--all", "--reflog"),
    *("--full-history", "-m", "-p", "--text", "--unified=0", "--format=", "--no-renames"),
    *("--no-color", "--no-ext-diff", "--no-textconv", "--", _LOCKS),
)

_AMBIENT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
"""What git tells its hooks: it is meant for their folder, not for the one asked about."""


class HistoryError(Exception):
    """There is a history that cannot be read; the message is for the person."""


def locked_digests(root: Path) -> frozenset[str]:
    """Every digest in the lock as it lies in `root`, is staged, and ever was in git's history.

    Where no repository is, the lock on the disk is all there is. Raises HistoryError where there
    is one and git cannot read all of it, OSError where the lock cannot be read.
    """
    found: set[bytes] = set()
    file = root / LOCK_FILE
    if file.is_file():
        found.update(_DIGEST.findall(file.read_bytes()))
    if _has_repository(root):
        for line in _lines(root, *_EVERY_CHANGE):
            found.update(_DIGEST.findall(line))
        for row in _lines(root, "ls-files", "-s", "-z", "--", _LOCKS):
            # A lock in conflict is staged three times.
            for blob in re.findall(rb"(?:^|\0)\d+ ([0-9a-f]+) \d\t", row):
                for line in _lines(root, "cat-file", "blob", blob.decode()):
                    found.update(_DIGEST.findall(line))
    return frozenset(each.decode() for each in found)


def _has_repository(root: Path) -> bool:
    """Whether git keeps this folder. Raises HistoryError where that cannot be told."""
    try:
        list(_lines(root, "rev-parse", "--git-dir"))
    except HistoryError as failure:
        marked = any((folder / ".git").exists() for folder in (root, *root.parents))
        if marked:
            raise
        if "not a git repository" not in str(failure) and "not installed" not in str(failure):
            raise
        return False
    return True


def _lines(root: Path, *words: str) -> Iterator[bytes]:
    """What git prints, line by line, however much it is. Raises HistoryError where it fails."""
    kept = {key: value for key, value in os.environ.items() if key not in _AMBIENT}
    quiet = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        process = subprocess.Popen(
            ["git", "-C", str(root), "--no-pager", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**kept, **quiet},
        )
    except OSError as failure:
        raise HistoryError(f"git is not installed, or does not start: {failure}") from None
    with process:
        assert process.stdout and process.stderr
        yield from process.stdout
        told = process.stderr.read().decode("utf-8", "replace").strip()
    if process.returncode:
        raise HistoryError(told.splitlines()[-1] if told else f"git {words[0]} failed")
