"""What two films declare comes in; what changed of it, and which shots it reaches, comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drama_compiler.changes.compare_shots import compare_terms
from drama_compiler.changes.film_changes import DeclarationChange, Fate
from drama_compiler.changes.shot_terms import Term
from drama_compiler.changes.version import Version
from drama_compiler.film.film import Character, Film, Location, Prop, Scene, Shot, Style

Declared = Character | Location | Prop | Style

_HEARD = frozenset({"voice", "look"})
"""What of a character decides how a line sounds: without a said voice the look does."""

_UNSEEN = frozenset({"voice", "theme", "sound", "also called"})
"""What of a declaration no picture shows."""


def compare_declarations(before: Version, after: Version) -> Iterator[DeclarationChange]:
    """Characters, then locations, props and styles that are new, gone or changed."""
    for kind, was, is_ in _tables(before.film, after.film):
        for id_ in dict.fromkeys((*is_, *was)):
            found = _compare(kind, id_, was.get(id_), is_.get(id_), before, after)
            if found and not found.empty:
                yield found


def _tables(
    before: Film, after: Film
) -> Iterator[tuple[str, Mapping[str, Declared], Mapping[str, Declared]]]:
    yield "character", before.characters, after.characters
    yield "location", before.locations, after.locations
    yield "prop", before.props, after.props
    yield "style", before.styles, after.styles


def _compare(
    kind: str,
    id_: str,
    old: Declared | None,
    new: Declared | None,
    before: Version,
    after: Version,
) -> DeclarationChange | None:
    was, is_ = _terms(old), _terms(new)
    changes = tuple(compare_terms(was, is_))
    thing = new or old
    if thing is None or (kind != "character" and not (was or is_)):
        return None
    fate = Fate.KEPT if old and new else Fate.NEW if new else Fate.GONE
    version = after if new else before
    what = {change.what for change in changes}
    seen = [
        shot.number for scene, shot in _shown(version) if _reaches(id_, kind, what, scene, shot)
    ]
    heard = 0
    if kind == "character" and what & _HEARD:
        heard = sum(line.character == id_ for line, _ in version.lines.values())
    shots = tuple(dict.fromkeys(seen))
    return DeclarationChange(kind, id_, fate, thing.name, changes, shots, heard)


def _terms(thing: Declared | None) -> dict[str, Term]:
    """What is said of a declared thing, its name left out."""
    if thing is None:
        return {}
    told: dict[str, str] = {"look": thing.look, "references": ", ".join(thing.refs)}
    if isinstance(thing, Character):
        told |= {"voice": thing.voice, "theme": thing.theme}
        told["also called"] = ", ".join(thing.aliases)
        told |= {f"wardrobe {name}": look for name, look in thing.wardrobes.items()}
    elif isinstance(thing, Location):
        told["sound"] = thing.sound
        told |= {f"variant {name}": look for name, look in thing.variants.items()}
    elif isinstance(thing, Style):
        told |= {"palette": thing.palette, "avoid": thing.avoid}
    return {what: Term(what, text, prose=True) for what, text in told.items() if text}


def _shown(version: Version) -> Iterator[tuple[Scene, Shot]]:
    return ((scene, shot) for scene in version.film.scenes for shot in scene.shots)


def _reaches(id_: str, kind: str, what: set[str], scene: Scene, shot: Shot) -> bool:
    """Whether a shot shows (or of a location, sounds of) what changed."""
    seen = what - _UNSEEN if kind != "location" else what
    if kind == "style":
        return bool(seen)
    if kind == "prop":
        held = id_ in shot.props or any(each.id == id_ for each in shot.subjects)
        return held and bool(seen)
    if kind == "location":
        variants = {each for each in what if each.startswith("variant ")}
        if scene.location != id_ and not any(each.id == id_ for each in shot.subjects):
            return False
        return bool(seen - variants) or f"variant {scene.variant}" in variants
    worn = {each.wardrobe for each in shot.cast if each.character == id_}
    only = {each for each in seen if each.startswith("wardrobe ")}
    return bool(worn) and (bool(seen - only) or any(f"wardrobe {each}" in only for each in worn))
