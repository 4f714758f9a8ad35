"""What every backend says of itself holds together."""

from __future__ import annotations

import datetime
import pickle

from drama_compiler.contract import Ability, Backend, HandOff, JobKind, Service, Tier
from tests.contract.concerns import is_maker

UNDATED = {"rehearsal"}
"""Services of no world: what is said of them does not age."""

OWN_MACHINES = {"comfyui", "diffusers"}
"""What stands on a person's own machine, and costs nothing."""

EXTRAS = {"diffusers"}
"""What needs packages that a plain installation does not bring; its test is in `tests/backends`."""


def test_it_goes_by_the_name_of_its_entry_point(backend: Backend, backend_name: str) -> None:
    described = backend.describe()
    assert described.name == backend_name
    assert described.abilities
    assert all(each.retired for each in described.abilities if each.successor)
    assert not described.missing or backend_name in EXTRAS
    assert backend.describe() == described


def test_no_kind_is_told_twice_of_one_model(backend: Backend) -> None:
    told = [(each.kind, each.model) for each in backend.describe().abilities]
    assert len(told) == len(set(told))


def test_it_can_be_sent_to_a_worker(backend: Backend) -> None:
    assert pickle.loads(pickle.dumps(backend)).describe() == backend.describe()


def test_every_ability_is_free_or_priced_and_dated(
    backend: Backend, backend_name: str, ability: Ability
) -> None:
    assert ability.version
    if ability.free:
        assert ability.price is None
        assert ability.tier is Tier.STAND_IN or ability.kind not in _PAID
        return
    assert ability.model
    if ability.by_hand:
        assert isinstance(backend, HandOff) and not isinstance(backend, Service)
        assert ability.price is None
        datetime.date.fromisoformat(ability.as_of)
        return
    assert isinstance(backend, Service) or is_maker(backend)
    assert ability.tier is not Tier.STAND_IN
    if backend_name not in UNDATED:
        datetime.date.fromisoformat(ability.as_of)
    # A price that no list tells is not made up: such a model is bought only by who allows it.
    if ability.price is None:
        return
    assert 0 <= ability.price.usd_min <= ability.price.usd_max
    assert (ability.price.usd_min > 0) is (backend_name not in OWN_MACHINES)
    assert ability.price.per in {
        *("still", "clip second", "character", "sound second", "call"),
    }


def test_limits_leave_room_for_something(backend: Backend, ability: Ability) -> None:
    limits = ability.limits
    assert 0 <= limits.seconds_min <= limits.seconds_max
    assert list(limits.seconds) == sorted(set(limits.seconds))
    assert all(each > 0 for each in limits.seconds)
    assert limits.shots_max >= 1
    assert not ability.takes & {JobKind.MASTER, JobKind.MIX} or ability.kind is JobKind.MASTER


_PAID = {
    JobKind.PORTRAIT,
    JobKind.PLATE,
    JobKind.OBJECT,
    JobKind.FRAME,
    JobKind.CLIP,
    JobKind.SYNC,
    JobKind.IDENTITY,
    JobKind.VOICE,
    JobKind.CUE,
    JobKind.AMBIENCE,
    JobKind.EFFECT,
}
