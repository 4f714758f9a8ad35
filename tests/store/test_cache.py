"""The cache stays within its bounds, the oldest going first."""

from __future__ import annotations

import os
from pathlib import Path

from drama_compiler.store.cache import prune


def test_the_oldest_files_go_first(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "middle", "old")):
        (tmp_path / name).write_bytes(bytes(100))
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    prune(tmp_path, 250)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["middle", "new"]
    prune(tmp_path, 250)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_cache_that_is_not_there_is_small_enough(tmp_path: Path) -> None:
    prune(tmp_path / "nothing", 10)
