"""Builds that are killed with -9 at random moments, against the rehearsal service's own books."""

from __future__ import annotations

import os
import signal

import pytest
from benchmarks.kill.kill import build_twice_at_once, kill_builds

from drama_compiler.contract import Once


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are forked")
@pytest.mark.parametrize(("once", "kills"), [(Once.KEY, 8), (Once.LOOKUP, 7), (Once.NOTHING, 5)])
def test_what_is_killed_comes_home_and_nothing_is_paid_twice(
    once: Once, kills: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = tmp_path_factory.getbasetemp() / "rehearsal-made"
    tally = kill_builds(once, kills, "tests", cache, seconds=1.5)
    assert tally.kills == kills and tally.torn == 0
    assert tally.twice == 0
    if once is not Once.NOTHING:
        assert tally.paid == tally.calls and tally.unknown == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are forked")
@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_build_pays_nothing_twice(
    times: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = tmp_path_factory.getbasetemp() / "rehearsal-made"
    blows = (signal.SIGINT,) * times
    tally = kill_builds(Once.NOTHING, 4, "tests", cache, seconds=1.5, blows=blows)
    assert tally.kills == 4 and tally.twice == 0 and tally.torn == 0
    if times == 1:
        assert tally.unknown == 0, "what was being asked when the person interrupted was heard"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are forked")
def test_two_builds_at_once_pay_every_call_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    cache = tmp_path_factory.getbasetemp() / "rehearsal-made"
    tally = build_twice_at_once(cache)
    assert tally.paid == tally.calls and tally.twice == 0
