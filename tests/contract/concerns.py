"""Which abilities and backends a law of the suite is about: it is run over those, and no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from drama_compiler.contract import Ability, Backend

Test = TypeVar("Test", bound=Callable[..., None])

_ATTRIBUTE = "concerned_abilities"


def concerns(wanted: Callable[[Ability], bool]) -> Callable[[Test], Test]:
    """Run a test over the abilities for which `wanted` is true."""

    def mark(test: Test) -> Test:
        setattr(test, _ATTRIBUTE, wanted)
        return test

    return mark


def is_concerned(test: Callable[..., None], ability: Ability) -> bool:
    """Whether a test is about this ability; one that does not say is about every one."""
    wanted: Callable[[Ability], bool] | None = getattr(test, _ATTRIBUTE, None)
    return wanted is None or wanted(ability)


def is_maker(backend: Backend) -> bool:
    """Whether it does its work itself, on this machine."""
    return callable(getattr(backend, "make", None))
