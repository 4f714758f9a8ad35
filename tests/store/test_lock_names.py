"""Names in the lock: another checkout calls every shot as this one does."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from drama_compiler.film.names import Fingerprint, Names
from drama_compiler.project import open_project
from drama_compiler.session import analyse, known_names
from drama_compiler.store.lock import Cut, Entry, Lock, LockTake
from drama_compiler.store.lock_edit import add_take, choose, with_entry
from drama_compiler.store.lock_names import lock_names, read_lock_names, wants_names, with_names
from drama_compiler.store.lock_text import load_lock, read_lock, spell_lock, write_lock

SCRIPT = """\
INT. KITCHEN - DAY

Nora waits.

NORA
Never again.

She looks at the door. It is cold.

INT. HALL - NIGHT

The lamp goes out.
"""

_IDS = st.sampled_from(["a", "b", "c", "1/2", "50%", "é #"])
_TABLE = st.dictionaries(
    _IDS,
    st.builds(Fingerprint, content=st.text(max_size=4), before=_IDS, after=_IDS, scene=_IDS),
    max_size=3,
)
NAMES = st.builds(Names, scenes=_TABLE, shots=_TABLE, lines=_TABLE, cues=_TABLE)


@given(NAMES, st.sampled_from(["ep03", "season 1/ep03"]))
def test_names_come_back_from_the_text_of_a_lock(names: Names, film: str) -> None:
    lock = with_names(with_names(Lock(), "other", names), film, names)
    text = spell_lock(lock)
    assert read_lock(text) == (lock, ())
    assert lock_names(read_lock(text)[0], film) == names
    assert (read_lock_names(text, film) or Names()) == names
    assert read_lock_names(text, "third") is None


def test_new_names_replace_those_of_their_film_and_keep_what_is_unknown() -> None:
    old = Names(shots={"a": Fingerprint(content="1"), "b": Fingerprint(content="2")})
    lock = with_names(with_names(Lock(), "ep03", old), "ep04", old)
    tables = {
        film: {table: dict(ids) for table, ids in each.items()} for film, each in lock.names.items()
    }
    tables["ep03"]["shots"]["a"] = {"content": "1", "hue": "red"}
    tables["ep03"]["props"] = {"p": {"content": "x"}}
    new = with_names(Lock(names=tables), "ep03", Names(shots={"a": Fingerprint(content="3")}))
    assert new.names["ep03"] == {
        "shots": {"a": {"content": "3", "hue": "red"}},
        "props": {"p": {"content": "x"}},
    }
    assert lock_names(new, "ep04") == old


def test_a_thing_put_between_two_changes_the_record_of_the_one_behind_it_only() -> None:
    def in_a_row(*ids: str) -> Names:
        ends = ("", *ids, "")
        return Names(
            shots={
                id_: Fingerprint(content=id_, before=ends[place], after=ends[place + 2])
                for place, id_ in enumerate(ids)
            }
        )

    two = with_names(Lock(), "f", in_a_row("a", "b", "d")).names["f"]["shots"]
    three = with_names(Lock(), "f", in_a_row("a", "b", "c", "d")).names["f"]["shots"]
    assert {id_ for id_ in three if three[id_] != two.get(id_)} == {"c", "d"}


def test_only_a_film_of_which_something_was_kept_wants_names() -> None:
    entry = add_take(Entry(), LockTake("m", "video/mp4"))
    lock = with_entry(with_entry(Lock(), "clip s1/ep03/k7f2q", entry), "portrait ep04/storm", entry)
    assert wants_names(lock, "s1/ep03")
    assert not wants_names(lock, "ep04") and not wants_names(lock, "ep03")
    assert wants_names(
        with_names(Lock(), "ep04", Names(cues={"c": Fingerprint(content="")})), "ep04"
    )
    assert wants_names(Lock({"clip ep05/a": choose(Entry(), (Cut("m"),))}), "ep05")


def test_a_fresh_checkout_calls_every_shot_as_the_lock_does(tmp_path: Path) -> None:
    script = tmp_path / "ep03.fountain"
    script.write_text(SCRIPT)
    (tmp_path / "drama.toml").write_text("")
    first, _ = analyse(script)
    assert first
    names = first.resolution.names
    write_lock(first.project.lock_file, with_names(Lock(), first.project.key, names))
    assert known_names(first.project) == names
    # Edited before anything was ever built here: only the lock can tell what was called what.
    script.write_text(SCRIPT.replace("It is cold.", "It is warm and quiet."))
    second, _ = analyse(script)
    assert second
    assert second.resolution.names.ids == names.ids
    first.project.lock_file.unlink()
    third, _ = analyse(script)
    assert third and third.resolution.names.ids != names.ids


def test_a_lock_that_cannot_be_used_leaves_the_names_of_the_last_build(tmp_path: Path) -> None:
    script = tmp_path / "ep03.fountain"
    script.write_text(SCRIPT)
    (tmp_path / "drama.toml").write_text("")
    lock = tmp_path / "drama.lock"
    for data in (
        b"\xff\xfe\0",
        b"drama.lock 2\n[shot-name ep03/a]\n{}\n",
        b"[shot-name ep03/a]\nx",
    ):
        lock.write_bytes(data)
        analysis, _ = analyse(script)
        assert analysis and known_names(analysis.project) == Names()
    lock.write_bytes(b'drama.lock 1\n[shot-name ep03/a]\n{"content":[1]}\nend of drama.lock\n')
    assert known_names(open_project(script)) == Names()
    assert not load_lock(lock)[1]
