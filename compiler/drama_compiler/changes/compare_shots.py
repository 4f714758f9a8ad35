"""A shot as it was and as it is come in; its changes in the writer's terms come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drama_compiler.breakdown.spell_shot import spell_shot
from drama_compiler.changes.film_changes import Change, Fate, ShotChange
from drama_compiler.changes.shot_terms import (
    ORDER,
    Term,
    clock_term,
    name_of,
    shot_terms,
)
from drama_compiler.changes.version import Version
from drama_compiler.film.film import Line, Shot

_HAPPENING = frozenset({"action", "text on screen", "sound", "music", "ambience"})

_SHOWN_OF_WHOLE = (*sorted(_HAPPENING), "entered by", "reuses")
"""What is told of a shot that is new or gone, besides what its own words say."""


def compare_shot(id_: str, before: Version, after: Version, moved: str = "") -> ShotChange:
    """What became of one shot, which is in either film or in both."""
    old, new = before.index.shots.get(id_), after.index.shots.get(id_)
    shot, version = (new, after) if new else (old, before)
    assert shot is not None
    if old and new:
        fate, changes = Fate.KEPT, tuple(_changes(old, new, before, after))
    else:
        fate = Fate.NEW if new else Fate.GONE
        changes = tuple(_whole(shot, version, fate, after if old else before))
    return ShotChange(
        id=id_,
        fate=fate,
        number=shot.number,
        number_before=old.number if old else "",
        told=spell_shot(shot, version.film, chinese=version.film.language == "zh"),
        seconds_before=before.shot_seconds(old) if old else None,
        seconds_after=after.shot_seconds(new) if new else None,
        moved=moved,
        changes=changes,
    )


def compare_terms(before: dict[str, Term], after: dict[str, Term]) -> Iterator[Change]:
    """The changes of what is said, in the order in which it is told now."""
    for place in dict.fromkeys((*after, *before)):
        was, is_ = before.get(place), after.get(place)
        term = is_ or was
        if term is None or term.same(was if is_ else None):
            continue
        old, new = was.text if was else "", is_.text if is_ else ""
        yield Change(term.what, old, new, prose=term.prose)


def _changes(old: Shot, new: Shot, before: Version, after: Version) -> Iterator[Change]:
    yield from _length(old, new, before, after)
    if old == new:
        return
    was, is_ = shot_terms(old, before), shot_terms(new, after)
    for table, other in ((was, is_), (is_, was)):
        gone = {place for place in table if place not in other and _of_another_cast(place, other)}
        for place in gone:
            del table[place]
    told = list(compare_terms(was, is_))
    spoken = list(_lines(old, new, before, after))
    happened = spoken or any(change.what in _HAPPENING for change in told)
    yield from (change for change in told if change.what != ORDER or not happened)
    yield from spoken


def _of_another_cast(place: str, other: dict[str, Term]) -> bool:
    """Whether a term is of somebody whom the other shot does not have: that is told already."""
    verb, _, id_ = place.partition(" ")
    known = other.get("in the picture")
    subjects = other.get("on")
    ids = {*(known.key.split("\n") if known else ())}
    ids |= {key.partition(" ")[2] for key in subjects.key.split("\n")} if subjects else set()
    return verb in ("wears", "stands", "looks") and bool(id_) and id_ not in ids


def _length(old: Shot, new: Shot, before: Version, after: Version) -> Iterator[Change]:
    """Another length, or the same one now said or no longer; a frame's rounding is none."""
    frame = 1 / float(min(before.schedule.rate, after.schedule.rate))
    apart = abs(after.shot_seconds(new) - before.shot_seconds(old))
    rated = before.schedule.rate != after.schedule.rate
    if apart > (frame if rated else 0) or old.seconds != new.seconds:
        yield Change("length", clock_term(old, before), clock_term(new, after))


def _whole(shot: Shot, version: Version, fate: Fate, other: Version) -> Iterator[Change]:
    """What happens in a shot that is in one film only."""
    terms = shot_terms(shot, version)
    kept = {place: terms[place] for place in _SHOWN_OF_WHOLE if place in terms}
    yield from compare_terms({}, kept) if fate is Fate.NEW else compare_terms(kept, {})
    for line in _spoken(shot):
        yield _said(line, version, fate, other)


def _lines(old: Shot, new: Shot, before: Version, after: Version) -> Iterator[Change]:
    """What is said, line by line: those of both films compared, wherever they were before."""
    kept = {line.id for line in _spoken(new)}
    for line in _spoken(new):
        if line.id in before.lines:
            was, shot = before.lines[line.id]
            if shot.id != old.id:
                yield _said(line, after, Fate.NEW, before)
            yield from _line_changes(was, line, before, after)
        else:
            yield _said(line, after, Fate.NEW, before)
    for line in _spoken(old):
        if line.id not in kept:
            yield _said(line, before, Fate.GONE, after)


def _line_changes(old: Line, new: Line, before: Version, after: Version) -> Iterator[Change]:
    name = name_of(new.character, after.film)
    if old.text != new.text:
        yield Change(f"{name} says", old.text, new.text, prose=True)
    if old.character != new.character:
        yield Change("said by", name_of(old.character, before.film), name)
    if old.mood != new.mood:
        yield Change(f"{name}’s manner", old.mood, new.mood)
    if (old.off_screen, old.extension) != (new.off_screen, new.extension):
        yield Change(f"{name} speaks", _where(old), _where(new))
    if old.lyric != new.lyric:
        yield Change(f"{name}’s voice", _voice(old), _voice(new))
    if old.dual != new.dual:
        yield Change(f"{name}’s line is said", _dual(old), _dual(new))
    if old.language != new.language:
        yield Change(f"{name}’s language", old.language, new.language)
    for language in dict.fromkeys((*old.translations, *new.translations)):
        was, is_ = old.translations.get(language, ""), new.translations.get(language, "")
        if was != is_:
            yield Change(f"{name}’s subtitle {language}", was, is_, prose=True)


def _said(line: Line, version: Version, fate: Fate, other: Version) -> Change:
    """A line that came or went; where from or where to, if the other film has it."""
    name = name_of(line.character, version.film)
    place = other.lines.get(line.id)
    if fate is Fate.NEW:
        note = f"from {place[1].number}" if place else ""
        return Change(f"{name} says", "", line.text, prose=True, note=note)
    note = f"now in {place[1].number}" if place else ""
    return Change(f"{name} says", line.text, "", prose=True, note=note)


def _where(line: Line) -> str:
    return line.extension or ("off screen" if line.off_screen else "in the picture")


def _voice(line: Line) -> str:
    return "sung" if line.lyric else "spoken"


def _dual(line: Line) -> str:
    return "at once with another" if line.dual else "alone"


def _spoken(shot: Shot) -> Iterable[Line]:
    return (event for event in shot.events if isinstance(event, Line))
