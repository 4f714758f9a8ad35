"""A comparison of two films comes in; a comment for a pull request, in Markdown, comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from drama_compiler.changes.film_changes import Change, Fate, FilmChanges, SceneChange, ShotChange
from drama_compiler.changes.words import Run, abridge, compare_words
from drama_compiler.cli import changes_words as say
from drama_compiler.comparing import Comparison

if TYPE_CHECKING:
    from drama_compiler.repricing import Repricing

MARK = "<!-- drama diff -->"
"""The first line, by which a workflow finds its own comment again."""

LETTERS_MAX = 60_000
"""A comment on GitHub can have 65,536."""

_SIGNS = {Fate.NEW: "➕", Fate.GONE: "➖", Fate.KEPT: "✏️"}
_SPECIAL = re.compile(r"[\\`*_~\[\]|]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", "#": "&#35;"})


def as_markdown(found: Comparison, price: Repricing | None = None) -> str:
    """The comment; what is too long for one is cut at a line, and told."""
    lines = [MARK, *_lines(found)]
    if price:
        lines += _price(price)
    kept: list[str] = []
    letters = 0
    for line in lines:
        letters += len(line) + 1
        if letters > LETTERS_MAX:
            kept += ["", "… and more: `drama diff` shows all of it."]
            break
        kept.append(line)
    return "\n".join(kept) + "\n"


def _lines(found: Comparison) -> Iterator[str]:
    changes, before, after = found.changes, found.before, found.after
    assert changes and before and after
    longer = say.difference(changes.before, changes.after)
    yield f"### {_safe(changes.title or 'Untitled')}" + (f" {longer}" if longer else "")
    yield ""
    sides = f"{_safe(before.name)} → {_safe(after.name)}"
    if changes.empty:
        yield f"{sides}: the same film."
        return
    length = say.lengths(changes.before.seconds, changes.after.seconds)
    yield f"{sides} · {length} · {say.extent(changes.before, changes.after)}"
    yield from _film(changes)
    for scene in changes.scenes:
        yield from _scene(scene)
    yield from _jobs(changes)


def _film(changes: FilmChanges) -> Iterator[str]:
    if changes.changes or changes.declarations:
        yield ""
    for change in changes.changes:
        yield f"- {_change(change)}"
    for each in changes.declarations:
        reach = say.reached(each)
        told = f"{_SIGNS[each.fate]} {each.kind} **{_safe(each.name)}**"
        yield f"- {told}" + (f" · {reach}" if reach else "")
        yield from _under(each.changes)


def _scene(scene: SceneChange) -> Iterator[str]:
    sign = "" if scene.fate is Fate.KEPT else f"{_SIGNS[scene.fate]} "
    moved = f" · moved, was {_safe(scene.moved)}" if scene.moved else ""
    length = say.lengths(scene.seconds_before, scene.seconds_after)
    yield ""
    heading = f"**{sign}{_safe(scene.number)} · {_safe(scene.heading or '(no heading)')}**"
    yield f"{heading} · {length}{moved}"
    yield ""
    for change in scene.changes:
        yield f"- {_change(change)}"
    for shot in scene.shots:
        yield from _shot(shot)


def _shot(shot: ShotChange) -> Iterator[str]:
    sign = "↕️" if shot.moved and not shot.changes else _SIGNS[shot.fate]
    parts = [f"{sign} **{_safe(shot.number)}** {_safe(shot.told)}"]
    parts.append(say.lengths(shot.seconds_before, shot.seconds_after))
    fate = say.shot_fate(shot)
    parts += [_safe(fate)] if fate else []
    yield f"- {' · '.join(parts)}"
    yield from _under(say.details(shot))


def _under(changes: Iterable[Change]) -> Iterator[str]:
    return (f"  - {_change(change)}" for change in changes)


def _change(change: Change) -> str:
    note = f" ({_safe(change.note)})" if change.note else ""
    if change.prose:
        runs = say.joined(abridge(compare_words(change.before, change.after)))
        return f"{_safe(change.what)}: {''.join(_run(*each) for each in runs)}{note}"
    before, after = (_safe(text) or "none" for text in (change.before, change.after))
    return f"{_safe(change.what)}: {before} → {after}{note}"


def _run(run: Run, text: str) -> str:
    tag = {Run.GONE: "del", Run.NEW: "ins"}.get(run)
    return f"<{tag}>{_safe(text)}</{tag}>" if tag else _safe(text)


def _jobs(changes: FilmChanges) -> Iterator[str]:
    yield ""
    if not changes.jobs:
        yield "Nothing is made anew: only the cut changes."
        return
    for jobs in changes.jobs:
        noun, told = say.follows(jobs, changes.owners)
        yield f"- {noun}: {_safe(told)}"


def _price(price: Repricing) -> Iterator[str]:
    yield ""
    yield f"**{_safe(say.priced(price))}**"
    if price.items:
        yield ""
    for item in price.items:
        jobs = _safe(say.listed(item.jobs))
        yield f"- {item.kind}: {len(item.jobs)} · {item.amount} · {_safe(item.price)} ({jobs})"


def _safe(text: str) -> str:
    """Text that is nothing but text: no mark-up, nobody called, no issue referred to."""
    return _SPECIAL.sub(r"\\\g<0>", text.translate(_ENTITIES)).replace("\n", "<br>")
