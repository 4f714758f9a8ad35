"""The text of a lock: it says what the lock says, in any state, and nothing goes from it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drama_compiler.store.lock import Cut, Entry, Lock, LockTake
from drama_compiler.store.lock_edit import add_take, choose, with_entry
from drama_compiler.store.lock_lines import LAST_LINE
from drama_compiler.store.lock_text import LockError, load_lock, read_lock, spell_lock, write_lock
from drama_dsl.diagnostic import Diagnostic
from tests.store.locks import LOCKS, STEPS, Step, work

SOUP = st.lists(
    st.sampled_from(
        [
            "drama.lock 1",
            LAST_LINE,
            "[clip ep03/a]",
            "[clip ep03/b]",
            "[shot-name ep03/a]",
            "[clip ep03/",
            '{"takes":[{"media":"m1","type":"video/mp4"}]}',
            '{"takes":[{"media":"m2","type":"video/mp4","x-lens":[1]}]}',
            '{"content":"1"}',
            '{"takes":[{"media":""}]}',
            '{"takes":[{"media":"m3"',
            "hello",
            "<<<<<<< HEAD",
            "||||||| 3f2a",
            "=======",
            ">>>>>>> theirs",
            "<<<<<<<<< Temporary merge branch 1",
            ">>>>>>>>> Temporary merge branch 2",
            "",
        ]
    ),
    max_size=14,
)


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [each.code for each in found]


def some_lock(count: int = 3) -> Lock:
    lock = Lock()
    for number in range(count):
        bought = LockTake(f"m{number}", "video/mp4", {"frames": 48}, usd_micros=350_000)
        lock = with_entry(lock, f"clip ep03/{number}", add_take(Entry(), bought))
    return lock


@settings(max_examples=60)
@given(LOCKS)
def test_a_lock_comes_back_from_its_text(lock: Lock) -> None:
    again, _ = read_lock(spell_lock(lock))
    assert again == lock
    assert spell_lock(again) == spell_lock(lock)


@given(st.text() | st.text("[]{}<>|= \n\r\"'%,:ab1\ud800", max_size=60))
def test_reading_takes_any_text(text: str) -> None:
    lock, _ = read_lock(text)
    assert read_lock(spell_lock(lock))[0] == lock or codes(read_lock(text)[1])


@given(SOUP, st.sampled_from(["\n", "\r\n"]))
def test_nothing_that_cannot_be_read_is_lost_and_reading_again_finds_the_same(
    lines: list[str], end: str
) -> None:
    lock, found = read_lock(end.join(lines))
    if "no-lock" in codes(found):
        return
    text = spell_lock(lock)
    again, _ = read_lock(text)
    assert again == lock
    if any(line.startswith("|") for line in lines) or "[shot-name ep03/a]" in lines:
        # What git says both sides began from is left out; of two name records one is enough.
        return
    for odd in ("hello", "[clip ep03/", '{"takes":[{"media":""}]}', '{"takes":[{"media":"m3"'):
        assert (odd in lines) <= (odd in text.split("\n"))
        assert (odd in lines) <= ("lock-unreadable" in codes(found))
    for media in ("m1", "m2"):
        assert any(media in line for line in lines) <= (media in text)


@settings(max_examples=60)
@given(LOCKS, st.data())
def test_a_lock_cut_off_anywhere_keeps_what_stands_before_and_says_so(
    lock: Lock, data: st.DataObject
) -> None:
    text = spell_lock(lock)
    cut = data.draw(st.integers(0, len(text) - 2))
    read, found = read_lock(text[:cut])
    assert "lock-truncated" in codes(found)
    whole = text[: cut + 1].split("\n")
    before = [name for name, line in pairwise(whole) if line[-1:] == "}"]
    assert len(read.entries) + sum(
        len(records) for tables in read.names.values() for records in tables.values()
    ) in (len(before), len(before) - 1)
    assert all(lock.entries[name] == entry for name, entry in read.entries.items())
    # It is still known after the next write, until a person says that it is whole.
    assert "lock-truncated" in codes(read_lock(spell_lock(read))[1])


@given(STEPS, st.sampled_from(["\n", "\r\n"]))
def test_order_line_ends_and_doubles_mean_nothing(steps: list[Step], end: str) -> None:
    lock = work(Lock(), steps)
    first, *lines, last = filter(None, spell_lock(lock).split("\n"))
    pairs = list(zip(lines[::2], lines[1::2], strict=True))
    shuffled = [*pairs[::-1], *pairs[:2]]
    text = end.join([first, *(line for pair in shuffled for line in pair), last, ""])
    again, found = read_lock(text)
    assert again == lock
    assert codes(found) == codes(read_lock(spell_lock(lock))[1])


M1, M2, M3 = (f'{{"takes":[{{"media":"m{n}","type":"video/mp4"}}]}}' for n in (1, 2, 3))


@pytest.mark.parametrize(
    "conflict",
    [
        f"[clip f/a]\n<<<<<<< HEAD\n{M1}\n=======\n{M2}\n>>>>>>> theirs",
        f"[clip f/a]\n<<<<<<< HEAD\n{M1}\n||||||| 3f2a\n{M3}\n=======\n{M2}\n>>>>>>> theirs",
        f"<<<<<<< a b c\n[clip f/a]\n{M1}\n=======\n[clip f/a]\n{M2}\n>>>>>>> theirs",
        f"[clip f/a]\n<<<<<<< HEAD\n<<<<<<< HEAD\n{M1}\n=======\n{M2}\n>>>>>>> b\n"
        f"=======\n{M2}\n>>>>>>> theirs",
        f"[clip f/a]\n<<<<<<< ours\n{M1}\n||||||| merged common ancestors\n"
        f"<<<<<<<<< Temporary merge branch 1\n{M3}\n||||||||| 3f2a\n=========\n{M3}\n"
        f">>>>>>>>> Temporary merge branch 2\n=======\n{M2}\n>>>>>>> theirs",
        f"[clip f/a]\n{M1}\n[clip f/a]\n{M2}",
        f"[clip f/a]\n{M1}\n{M2}",
    ],
    ids=["merge", "diff3", "whole entries", "nested", "criss-cross", "union", "union of lines"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_both_sides_of_a_conflict_are_read_however_git_wrote_it(conflict: str, end: str) -> None:
    text = f"drama.lock 1\n\n{conflict}\n\n[clip f/b]\n{M3}\n\n{LAST_LINE}\n".replace("\n", end)
    lock, found = read_lock(text)
    assert {name: [take.key for take in entry.takes] for name, entry in lock.entries.items()} == {
        "clip f/a": ["m1", "m2"],
        "clip f/b": ["m3"],
    }
    assert codes(found) == (["lock-markers"] if "<" in conflict else [])
    assert read_lock(spell_lock(lock)) == (lock, ())


def test_markers_out_of_order_lose_nothing_even_of_the_base() -> None:
    text = f"drama.lock 1\n[clip f/a]\n<<<<<<< x\n{M1}\n||||||| y\n{M2}\n{LAST_LINE}\n"
    lock, found = read_lock(text)
    assert [take.key for take in lock.entries["clip f/a"].takes] == ["m1", "m2"]
    assert codes(found) == ["lock-markers"]


def test_data_behind_a_conflict_of_names_belongs_to_the_names_of_both_sides() -> None:
    conflict = f"<<<<<<< x\n[clip f/a]\n=======\n[clip f/b]\n>>>>>>> y\n{M1}"
    lock, _ = read_lock(f"drama.lock 1\n{conflict}\n{LAST_LINE}\n")
    assert set(lock.entries) == {"clip f/a", "clip f/b"}


def test_equal_locks_have_equal_text_and_defaults_are_left_out() -> None:
    lock = choose(add_take(Entry(), LockTake("m1", "video/mp4")), (Cut("m1"),), "ann")
    one = with_entry(with_entry(Lock(), "clip b/1", lock), "clip a/1", Entry())
    other = with_entry(with_entry(Lock(), "clip a/1", Entry()), "clip b/1", lock)
    assert spell_lock(one) == spell_lock(other)
    assert spell_lock(one) == (
        "drama.lock 1\n\n[clip a/1]\n{}\n\n[clip b/1]\n"
        '{"by":"ann","chosen":[{"take":"m1"}],'
        '"takes":[{"media":"m1","number":1,"type":"video/mp4"}]}\n'
        "\nend of drama.lock\n"
    )


def test_fields_of_another_release_stay_where_they_are() -> None:
    line = (
        '{"chosen":[{"speed":2,"take":"m1"}],"mood":"new",'
        '"takes":[{"lens":[35],"media":"m1","type":"video/mp4"}]}'
    )
    text = f"drama.lock 1\n\n[clip ep03/a]\n{line}\n\nend of drama.lock\n"
    lock, found = read_lock(text)
    assert not found
    assert spell_lock(lock) == text


def test_a_lock_of_a_newer_release_is_neither_read_nor_written_over(tmp_path: Path) -> None:
    path = tmp_path / "drama.lock"
    path.write_text(spell_lock(some_lock()).replace("drama.lock 1", "drama.lock 2", 1))
    before = path.read_bytes()
    lock, found, sources = load_lock(path)
    assert lock == Lock() and codes(found) == ["lock-newer"]
    assert (
        found[0].primary and sources["drama.lock"].position(found[0].primary.span.start).line == 1
    )
    with pytest.raises(LockError, match="newer release"):
        write_lock(path, some_lock())
    assert path.read_bytes() == before


def test_a_file_that_is_no_lock_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "drama.lock"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\xff\xfe")
    assert codes(load_lock(path)[1]) == ["no-lock"]
    with pytest.raises(LockError, match="not a lock"):
        write_lock(path, some_lock())
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_lock_is_written_once_and_only_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "drama.lock"
    assert write_lock(path, some_lock())
    status = path.stat()
    assert not write_lock(path, some_lock())
    assert path.stat().st_mtime_ns == status.st_mtime_ns and path.stat().st_ino == status.st_ino
    assert load_lock(path)[:2] == (some_lock(), ())
    assert [each.name for each in tmp_path.iterdir()] == ["drama.lock"]


def test_writing_keeps_lines_that_cannot_be_read_and_takes_it_was_not_told_of(
    tmp_path: Path,
) -> None:
    path = tmp_path / "drama.lock"
    text = spell_lock(some_lock(3)).encode()
    path.write_bytes(text.replace(b"[clip ep03/1]\n", b"[clip ep03/1]\nde\xffad\n"))
    write_lock(path, some_lock(1))
    assert b"\nde\xffad\n" in path.read_bytes()
    lock, found, _ = load_lock(path)
    assert lock.entries == some_lock(3).entries
    assert codes(found) == ["lock-unreadable"]


def test_a_lock_cut_off_is_whole_again_when_a_person_says_so(tmp_path: Path) -> None:
    path = tmp_path / "drama.lock"
    path.write_text(spell_lock(some_lock()).removesuffix(f"{LAST_LINE}\n"))
    write_lock(path, some_lock(5))
    assert codes(load_lock(path)[1]) == ["lock-truncated"]
    write_lock(path, some_lock(5), whole=True)
    assert load_lock(path)[:2] == (some_lock(5), ())


def test_a_lock_that_may_only_be_read_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "drama.lock"
    write_lock(path, some_lock(1))
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        write_lock(path, some_lock(2))
    assert load_lock(path)[0] == some_lock(1)


def test_a_full_disk_leaves_the_lock_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "drama.lock"
    write_lock(path, some_lock(1))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_lock(path, some_lock(2))
    assert load_lock(path)[:2] == (some_lock(1), ())
    assert [each.name for each in tmp_path.iterdir()] == ["drama.lock"]


def test_a_name_that_no_line_can_hold_is_written_otherwise() -> None:
    lock = Lock(entries={"clip a\nb%/k]": Entry(), "clip \udcff/x": Entry()})
    assert re.search(r"^\[clip a%0Ab%25/k\]\]$", spell_lock(lock), re.MULTILINE)
    assert read_lock(spell_lock(lock))[0] == lock
