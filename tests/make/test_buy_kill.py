"""Builds that are killed with -9 at random moments, against the rehearsal service's own books."""

from __future__ import annotations

import os

import pytest
from benchmarks.kill.kill import kill_builds

from drama_compiler.contract import Once


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are forked")
@pytest.mark.parametrize(("once", "kills"), [(Once.KEY, 8), (Once.LOOKUP, 7), (Once.NOTHING, 5)])
def test_what_is_killed_comes_home_and_nothing_is_paid_twice(
    once: Once, kills: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = tmp_path_factory.getbasetemp() / "rehearsal-made"
    tally = kill_builds(once, kills, "tests", cache, seconds_max=0.6)
    assert tally.kills == kills and tally.torn == 0
    assert tally.twice == 0
    if once is not Once.NOTHING:
        assert tally.paid == tally.calls and tally.unknown == 0
