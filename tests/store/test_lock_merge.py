"""Merging locks: who merges what into what, and how often, changes nothing, and no take is lost."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given

from drama_compiler.store.lock import Choice, Cut, Entry, Lock, LockTake
from drama_compiler.store.lock_edit import add_take, change_take, choose, with_entry
from drama_compiler.store.lock_merge import merge_entries, merge_locks
from drama_compiler.store.lock_text import read_lock, spell_lock
from tests.store.locks import STEPS, Step, work

A, B, C = (LockTake(media, "video/mp4") for media in "abc")
SHOT = add_take(add_take(add_take(Entry(), A), B), C)


def takes(lock: Lock) -> set[tuple[str, str]]:
    return {(name, take.key) for name, entry in lock.entries.items() for take in entry.takes}


@given(STEPS, STEPS, STEPS, STEPS)
def test_merging_is_commutative_associative_and_idempotent(
    base: list[Step], one: list[Step], two: list[Step], three: list[Step]
) -> None:
    start = work(Lock(), base)
    ann, bob = work(start, one, "ann"), work(start, two, "bob")
    cyd = work(merge_locks(start, bob), three, "cyd")
    merged = {
        spell_lock(merge_locks(first, merge_locks(second, third)))
        for first, second, third in permutations((ann, bob, cyd))
    }
    merged.add(spell_lock(merge_locks(merge_locks(ann, bob), cyd)))
    assert len(merged) == 1
    both = merge_locks(ann, bob)
    assert merge_locks(both, both) == both == merge_locks(both, ann)
    assert takes(both) == takes(ann) | takes(bob)
    assert read_lock(spell_lock(both))[0] == both


@given(STEPS, STEPS)
def test_a_branch_that_only_went_on_is_what_the_merge_gives(
    base: list[Step], more: list[Step]
) -> None:
    # Steps make records of names at random, and those that are older are not known by anything.
    more = [step for step in more if step[0] not in ("name", "note")]
    start = work(Lock(), base)
    later = work(start, more, "ann")
    assert merge_locks(start, later) == later


def test_what_one_branch_drops_is_dropped() -> None:
    dropped = change_take(SHOT, LockTake("a", "video/mp4", number=1, dropped=True))
    noted = change_take(SHOT, LockTake("a", "video/mp4", number=1, note="too dark"))
    merged = merge_entries(dropped, noted).take("a")
    assert merged and merged.dropped and merged.note == "too dark"


def test_the_later_choice_holds_and_choices_that_knew_nothing_of_each_other_are_disputed() -> None:
    start = choose(SHOT, (Cut("a"),), "ann")
    later = choose(start, (Cut("b"),), "bob")
    back = choose(later, (Cut("a"),), "ann")
    assert merge_entries(start, later).chosen == (Cut("b"),)
    assert not merge_entries(start, later).disputed
    assert merge_entries(later, back).chosen == (Cut("a"),)
    assert not merge_entries(merge_entries(start, later), back).disputed
    other = choose(start, (Cut("c"),), "cyd")
    both = merge_entries(other, later)
    assert {both.chosen, *both.disputed} == {(Cut("b"),), (Cut("c"),)}
    settled = choose(both, (Cut("c"),), "ann")
    assert not settled.disputed
    assert merge_entries(settled, merge_entries(later, start)) == settled


def test_the_same_choice_made_twice_is_no_dispute() -> None:
    ann, bob = (choose(SHOT, (Cut("a"),), who) for who in ("ann", "bob"))
    assert merge_entries(ann, bob) == merge_entries(bob, ann)
    assert not merge_entries(ann, bob).disputed
    assert merge_entries(ann, bob).chosen == (Cut("a"),)
    # Who chose the same and then something else knew nothing of the other one's choice.
    later = choose(bob, (Cut("b"),), "bob")
    assert merge_entries(ann, later).disputed


def test_choosing_again_what_is_chosen_changes_nothing_but_settles_a_dispute() -> None:
    ann = choose(SHOT, (Cut("a"),), "ann")
    assert choose(ann, (Cut("a"),), "bob") is ann
    both = merge_entries(ann, choose(SHOT, (Cut("b"),), "bob"))
    assert both.rivals and not choose(both, both.chosen, "ann").rivals


def test_takes_made_at_once_share_a_number_and_keep_it() -> None:
    ann, bob = (
        add_take(SHOT, LockTake("d", "video/mp4")),
        add_take(SHOT, LockTake("e", "video/mp4")),
    )
    merged = merge_entries(ann, bob)
    assert [(take.number, take.key) for take in merged.takes][-2:] == [(4, "d"), (4, "e")]
    assert add_take(merged, LockTake("f", "video/mp4")).takes[-1].number == 5


def test_a_dispute_reads_clearly_and_points_to_its_line() -> None:
    ann, bob = (choose(SHOT, (Cut(key, 12, 60),), who) for key, who in (("a", "ann"), ("b", "bob")))
    text = spell_lock(with_entry(Lock(), "clip ep03/k7f2q", merge_entries(ann, bob)))
    (found,) = read_lock(text)[1]
    assert found.code == "lock-disputed"
    assert found.primary and text[found.primary.span.start :].startswith("[clip ep03/k7f2q]\n")
    assert set(found.notes) == {
        "ann chose take 1 (a) from frame 12 to frame 60",
        "bob chose take 2 (b) from frame 12 to frame 60",
    }
    assert found.helps


def test_unknown_fields_of_both_sides_are_kept() -> None:
    ann = Entry(takes=(LockTake("a", "video/mp4", extra={"lens": 35}),), extra={"x": 1})
    bob = Entry(takes=(LockTake("a", "video/mp4", extra={"light": "warm"}),), extra={"y": 2})
    merged = merge_entries(ann, bob)
    assert merged.extra == {"x": 1, "y": 2}
    assert merged.takes[0].extra == {"lens": 35, "light": "warm"}


def test_a_choice_of_a_take_that_is_gone_or_dropped_is_told() -> None:
    gone = Entry(chosen=(Cut("z"),))
    _, found = read_lock(spell_lock(Lock({"clip ep03/a": gone})))
    assert [each.code for each in found] == ["lock-choice-absent"]
    dropped = change_take(
        choose(SHOT, (Cut("a"),)), LockTake("a", "video/mp4", number=1, dropped=True)
    )
    _, found = read_lock(spell_lock(Lock({"clip ep03/a": dropped})))
    assert [each.code for each in found] == ["lock-choice-dropped"]


def test_ids_of_choices_tell_apart_what_was_chosen_over_what() -> None:
    ids = {
        Choice((Cut("a"),)).id,
        Choice((Cut("a", 1),)).id,
        Choice((Cut("a"),), over=("x",)).id,
        Choice((Cut("a"), Cut("b"))).id,
        Choice().id,
    }
    assert len(ids) == 5
    assert Choice((Cut("a"),), "ann").id != Choice((Cut("a"),), "bob").id
