"""How `drama.lock` fares in git: pairs of branches with edits and takes, merged by git itself.

Four ways to lay the lock out are committed side by side and merged at once: two or three lines an
entry, one file for the film or one a scene. Then drama reads what git left.
"""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

from benchmarks.reading import WORDS, feature
from drama_compiler.film.names import Names
from drama_compiler.film.resolve import resolve
from drama_compiler.store.lock import Cut, Entry, Lock, LockTake
from drama_compiler.store.lock_edit import add_take, change_take, choose, with_entry
from drama_compiler.store.lock_lines import FIRST_LINE, LAST_LINE, split_lock, split_record
from drama_compiler.store.lock_merge import merge_locks
from drama_compiler.store.lock_names import lock_names, with_names
from drama_compiler.store.lock_text import read_lock, spell_lock
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source

PAIRS = 300
SCENES = 24
FILM = "ep03"
STYLES = ("merge", "diff3", "zdiff3")
FILE = "drama.lock"

Files = Mapping[str, str]
Merge = Callable[[Files, Files, Files, str], Files]
"""Base, ours, theirs and the style of markers come in; the merged files come out."""

Layouts = Callable[[Lock], Mapping[str, Files]]
"""A lock comes in; its files, by path, in one or several layouts come out."""


@dataclass(frozen=True)
class Branch:
    """A script, paragraph by paragraph, and its lock."""

    script: tuple[str, ...]
    lock: Lock


@dataclass
class Found:
    """What became of one layout over all pairs."""

    merges: int = 0
    marked: int = 0
    regions: Counter[str] = field(default_factory=Counter)
    disputed: int = 0
    unhealed: int = 0
    takes_lost: int = 0
    bytes: int = 0


def first_branch(chance: random.Random, scenes: int) -> Branch:
    """A film of which every shot and every line was bought once."""
    branch = _named(Branch(tuple(feature(scenes).split("\n\n")), Lock()))
    lock = branch.lock
    for job in _jobs(lock):
        lock = _bought(lock, job, chance)
    return replace(branch, lock=lock)


def worked_on(branch: Branch, chance: random.Random, near: float, who: str) -> Branch:
    """The branch after somebody edited the script and bought, chose and dropped takes.

    `near` is where in the script they worked, from 0 to 1.
    """
    script = list(branch.script)
    for _ in range(chance.randrange(4)):
        place = _near(len(script), near, chance)
        deed = chance.choice(["change", "insert", "insert", "remove"])
        sentence = " ".join(chance.choices(WORDS, k=6)).capitalize() + "."
        if deed == "insert" or script[place].isupper():
            script.insert(place + 1, f"{sentence}")
        elif deed == "change":
            script[place] += f" {sentence}"
        else:
            del script[place]
    new = _named(Branch(tuple(script), branch.lock))
    jobs = _jobs(new.lock)
    lock = reduce(
        lambda lock, job: _bought(lock, job, chance),
        (job for job in jobs if job not in new.lock.entries),
        new.lock,
    )
    for _ in range(chance.randrange(7)):
        lock = _changed(lock, jobs[_near(len(jobs), near, chance, 2)], chance, who)
    return replace(new, lock=lock)


def _near(count: int, near: float, chance: random.Random, spread: int = 6) -> int:
    return min(count - 1, max(1, int(near * count) + chance.randint(-spread, spread)))


def _named(branch: Branch) -> Branch:
    source = Source("film.fountain", "\n\n".join(branch.script))
    names: Names = resolve(
        (parse(source, dialect=Dialect.FOUNTAIN),), lock_names(branch.lock, FILM)
    ).names
    return replace(branch, lock=with_names(branch.lock, FILM, names))


def _jobs(lock: Lock) -> list[str]:
    """Clips and voices in the order of the story, as far as neighbours tell it."""
    tables = lock.names[FILM]
    order = {scene: place for place, scene in enumerate(tables["scenes"])}
    jobs = [
        (order.get(str(record.get("scene", "")), 0), f"{kind} {FILM}/{id_}")
        for kind, table in (("clip", "shots"), ("voice", "lines"))
        for id_, record in tables.get(table, {}).items()
    ]
    return [job for _, job in sorted(jobs, key=lambda each: each[0])]


def _bought(lock: Lock, job: str, chance: random.Random) -> Lock:
    digests = [f"{chance.getrandbits(256):064x}" for _ in range(3)]
    take = LockTake(
        digests[0],
        "video/mp4",
        facts={"frames": 96, "fps": "24"},
        basis=digests[1],
        request=digests[2],
        backend="rehearsal",
        model="good",
        call=digests[0][:12],
        usd_micros=350_000,
    )
    return with_entry(lock, job, add_take(lock.entries.get(job, Entry()), take))


def _changed(lock: Lock, job: str, chance: random.Random, who: str) -> Lock:
    deed = chance.choice(["buy", "buy", "choose", "choose", "choose", "drop", "note"])
    if deed == "buy":
        return _bought(lock, job, chance)
    entry = lock.entries[job]
    take = chance.choice(entry.takes)
    if deed == "choose":
        cut = Cut(take.key, chance.randrange(3))
        return with_entry(lock, job, choose(entry, (cut,), who))
    changed = replace(take, note=f"{who} looked") if deed == "note" else replace(take, dropped=True)
    return with_entry(lock, job, change_take(entry, changed))


def laid_out(lock: Lock) -> dict[str, dict[str, str]]:
    """The lock's files by layout."""
    lines = spell_lock(lock).split("\n")[1:-2]
    plain = [line for line in lines if line]
    pairs = list(zip(plain[::2], plain[1::2], strict=True))
    scenes: dict[str, list[tuple[str, str]]] = {}
    for name, data in pairs:
        scenes.setdefault(_scene(name[1:-1], lock), []).append((name, data))
    layouts = {}
    for gap, word in (("\n", "2 lines"), ("\n\n", "3 lines")):
        layouts[f"{word}, a film"] = {FILE: _text(pairs, gap)}
        layouts[f"{word}, a scene"] = {
            f"{scene or 'all'}.lock": _text(each, gap) for scene, each in scenes.items()
        }
    return layouts


def _text(pairs: Iterable[tuple[str, str]], gap: str) -> str:
    entries = "".join(f"{name}\n{data}{gap}" for name, data in pairs)
    return f"{FIRST_LINE}\n{entries}{LAST_LINE}\n"


def _scene(name: str, lock: Lock) -> str:
    tables = lock.names[FILM]
    record = split_record(name)
    id_ = record[2] if record else name.rpartition("/")[2]
    if record and record[1] == "scenes":
        return id_
    table = record[1] if record else "shots" if name.startswith("clip") else "lines"
    return str(tables.get(table, {}).get(id_, {}).get("scene", ""))


def as_it_is(lock: Lock) -> dict[str, dict[str, str]]:
    """The lock as drama writes it, as the only layout."""
    return {"as it is": {FILE: spell_lock(lock)}}


def trial(
    seed: int, merge: Merge, scenes: int, found: dict[str, Found], layouts: Layouts = laid_out
) -> None:
    """One pair of branches, merged in every layout."""
    chance = random.Random(seed)
    base = first_branch(chance, scenes)
    near = chance.random()
    ours = worked_on(base, chance, near, "ann")
    # Half of all pairs work at the same place.
    theirs = worked_on(base, chance, near if seed % 2 else chance.random(), "bob")
    three = [_flat(layouts(branch.lock)) for branch in (base, ours, theirs)]
    merged = merge(three[0], three[1], three[2], STYLES[seed % 3])
    expected = disputes(base.lock, ours.lock, theirs.lock)
    for layout in layouts(base.lock):
        files = {path: text for path, text in merged.items() if path.startswith(f"{layout}/")}
        _judge(found.setdefault(layout, Found()), files, three, (ours.lock, theirs.lock), expected)


def _flat(layouts: Mapping[str, Files]) -> dict[str, str]:
    return {
        f"{layout}/{name}": text
        for layout, files in layouts.items()
        for name, text in files.items()
    }


def disputes(base: Lock, ours: Lock, theirs: Lock) -> set[str]:
    """The jobs for which both sides chose anew, and differently."""
    found = set()
    for job in ours.entries.keys() & theirs.entries.keys():
        before = base.entries.get(job, Entry())
        one, two = ours.entries[job], theirs.entries[job]
        anew = before.over != one.over or before.chosen != one.chosen
        if anew and (before.over != two.over or before.chosen != two.chosen):
            found |= {job} if one.chosen != two.chosen else set()
    return found


def _judge(
    found: Found,
    files: Files,
    three: list[dict[str, str]],
    sides: tuple[Lock, Lock],
    expected: set[str],
) -> None:
    found.merges += 1
    found.bytes += sum(len(text) for text in files.values())
    causes = [
        cause
        for path, text in files.items()
        for cause in regions(text, *(side.get(path, "") for side in three))
    ]
    found.marked += bool(causes)
    found.regions.update(causes)
    healed = reduce(merge_locks, (read_lock(text)[0] for text in files.values()))
    again, problems = read_lock(spell_lock(healed))
    disputed = {name for name, entry in again.entries.items() if entry.disputed}
    strange = [
        each for each in problems if each.code not in ("lock-disputed", "lock-choice-dropped")
    ]
    found.disputed += len(disputed)
    found.unhealed += disputed != expected or bool(strange) or bool(again.unread)
    union = merge_locks(*sides)
    for name, entry in union.entries.items():
        kept = again.entries.get(name, Entry())
        found.takes_lost += sum(kept.take(take.key) is None for take in entry.takes)


def regions(merged: str, base: str, ours: str, theirs: str) -> list[str]:
    """Why git left each pair of markers in the merged text.

    `neighbours` is what must not be: the two sides did nothing to the same thing or place.
    """
    before, one, two = (
        {name: [line for _, line in lines] for name, lines in split_lock(text).data.items()}
        for text in (base, ours, theirs)
    )
    both = {
        name
        for name in one.keys() | two.keys() | before.keys()
        if one.get(name) != before.get(name) and two.get(name) != before.get(name)
    }
    causes = []
    for match in re.finditer(r"^<{7}.*?^>{7}", merged, re.MULTILINE | re.DOTALL):
        above = merged[: match.start()].rsplit("\n[", 1)[-1].partition("]\n")[0]
        here = {above, *re.findall(r"^\[(.*)\]$", match[0], re.MULTILINE)}
        twice = here & both
        if any(split_record(name) is None and name in before for name in twice):
            causes.append("both change one job")
        elif any(name in before for name in twice):
            causes.append("both edit one scene or shot")
        elif (here & one.keys()) - before.keys() and (here & two.keys()) - before.keys():
            causes.append("both put in at one place")
        elif here & before.keys() - one.keys() and here & before.keys() - two.keys():
            causes.append("both take out at one place")
        else:
            causes.append("neighbours")
    return causes


def merge_in_git(folder: Path) -> Merge:
    """Merging by a real repository in `folder`: two branches, then `git merge`."""

    def git(*words: str, check: bool = True) -> None:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "gc.auto=0")
        subprocess.run(
            ["git", *identity, *words], cwd=folder, check=check, capture_output=True, timeout=60
        )

    def commit(files: Files) -> None:
        for path in _locks(folder):
            path.unlink()
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        git("add", "-A")
        git("commit", "-qm", "state", "--allow-empty")

    def merge(base: Files, ours: Files, theirs: Files, style: str) -> Files:
        git("checkout", "-qf", "--orphan", "base")
        commit(base)
        git("checkout", "-qB", "theirs")
        commit(theirs)
        git("checkout", "-qB", "ours", "base")
        commit(ours)
        git("-c", f"merge.conflictStyle={style}", "merge", "-q", "theirs", check=False)
        merged = {
            path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in _locks(folder)
        }
        git("reset", "-q", "--hard")
        git("checkout", "-q", "--detach")
        git("branch", "-qD", "base", "ours", "theirs")
        return merged

    git("init", "-q", "-b", "start")
    return merge


def _locks(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.lock")) if ".git" not in path.parts]


def main() -> None:
    """Print a table: layouts, and why git left markers in how many of the merges."""
    found: dict[str, Found] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        merge = merge_in_git(Path(folder))
        for seed in range(PAIRS):
            trial(seed, merge, SCENES, found)
    print(f"{PAIRS} pairs of branches merged by git, {time.monotonic() - began:.0f} s")
    kinds = sorted({cause for each in found.values() for cause in each.regions})
    print(
        " | ".join(
            ["layout", "merges with markers", *kinds, "disputes", "not healed", "takes lost", "kB"]
        )
    )
    for layout, each in found.items():
        size = each.bytes // each.merges // 1000
        row = [layout, each.marked, *(each.regions[kind] for kind in kinds)]
        print(" | ".join(map(str, [*row, each.disputed, each.unhealed, each.takes_lost, size])))


if __name__ == "__main__":
    main()
