"""Git merges the lock by its own plain three-way merge, and drama heals whatever git leaves."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from benchmarks.merges import Files, Found, as_it_is, trial

PAIRS = 60
SCENES = 1


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What became of pairs of branches with edits and takes, merged by `git merge-file`."""
    folder = tmp_path_factory.mktemp("merges")

    def merge(base: Files, ours: Files, theirs: Files, style: str) -> Files:
        return {
            name: _merge_file(folder, [ours[name], base[name], theirs[name]], style)
            for name in base
        }

    by_layout: dict[str, Found] = {}
    for seed in range(PAIRS):
        trial(seed, merge, SCENES, by_layout, as_it_is)
    return by_layout["as it is"]


def _merge_file(folder: Path, three: list[str], style: str) -> str:
    files = [folder / name for name in ("ours", "base", "theirs")]
    for file, text in zip(files, three, strict=True):
        file.write_text(text, "utf-8", newline="\n")
    words = ["git", "-c", f"merge.conflictStyle={style}", "merge-file", "-p", *map(str, files)]
    run = subprocess.run(words, capture_output=True, check=False)
    assert run.returncode < 128, run.stderr
    return run.stdout.decode("utf-8")


def test_git_leaves_markers_only_where_both_changed_or_put_in_the_same_thing(found: Found) -> None:
    assert 0 < found.marked < found.merges
    assert found.regions["both change one job"] > 0
    assert not found.regions["neighbours"]


def test_drama_heals_all_but_different_choices_for_one_job(found: Found) -> None:
    assert found.disputed > 0
    assert found.unhealed == 0


def test_no_take_is_ever_lost(found: Found) -> None:
    assert found.takes_lost == 0
