"""What somebody wears from shot to shot comes in; a warning comes out where it changes within
continuous time and nothing tells why.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drama_compiler.film.film import Film, Scene, Shot
from drama_compiler.rules.causes import DRESSING, told
from drama_compiler.rules.rewording import spelt
from drama_compiler.rules.sheet import Sheet
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, Page, warning
from drama_dsl.source import Span

CODE = "wardrobe-change"
PAGE = Page(
    "Somebody wears something else than a moment ago, inside a scene or in one that goes on from "
    "the one before, and nobody changed.",
    "Shots of one moment are cut together: a coat that comes and goes is seen at once. A `cast:` "
    "line in the middle of a scene says that a change is meant.",
    "character: KAI\n  wardrobe wet: soaked jacket\n  wardrobe dry: apron\n\nINT. CAFE - DAY\n\n"
    "shot: wide on KAI in wet\n\nKAI waits.\n\nshot: close on KAI in dry\n\nKAI smiles.\n",
    "character: KAI\n  wardrobe wet: soaked jacket\n  wardrobe dry: apron\n\nINT. CAFE - DAY\n\n"
    "shot: wide on KAI in wet\n\nKAI waits. He puts on an apron.\n\n"
    "shot: close on KAI in dry\n\nKAI smiles.\n",
)


class _Worn(NamedTuple):
    """What somebody wears, in which shot, and where the writer said so."""

    wardrobe: str | None
    shot: Shot
    span: Span


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the shot, or the `cast:` line of the scene, in which the wardrobe is another."""
    last: dict[str, _Worn] = {}
    before: Scene | None = None
    for scene in sheet.film.scenes:
        if before is None or not sheet.goes_on(scene):
            last = {}
        else:
            yield from _check_listing(sheet, scene, before, last)
        yield from _check_shots(sheet, scene, last)
        before = scene


def _check_shots(sheet: Sheet, scene: Scene, last: dict[str, _Worn]) -> Iterator[Diagnostic]:
    """Blame changes from shot to shot, and leave in `last` what everybody wears at the end."""
    for index, shot in enumerate(scene.shots):
        if index and sheet.time_passes(scene.shots[index - 1], shot):
            last.clear()
        for seen in shot.cast:
            worn = _Worn(seen.wardrobe, shot, sheet.origins[shot.id])
            known = last.get(seen.character)
            if known is None:
                if worn.wardrobe or not shot.implied:
                    last[seen.character] = worn
                continue
            last[seen.character] = worn
            if known.wardrobe == worn.wardrobe or shot.implied or known.shot.implied:
                continue
            if _meant(sheet, scene, known.span, worn.span) or _caused(scene, known.shot, shot):
                continue
            yield _blame(sheet, seen.character, known, worn, None)


def _check_listing(
    sheet: Sheet, scene: Scene, before: Scene, last: dict[str, _Worn]
) -> Iterator[Diagnostic]:
    """Blame the `cast:` of a scene that goes on, where it lists somebody in something else."""
    worn_here = {each.character: each.wardrobe for each in scene.cast}
    first = scene.shots[0]
    if DRESSING.search(told([*before.shots[-1:], first])):
        last.clear()
        return
    for listing in sheet.listings(scene)[:1]:
        for person in listing.characters:
            known = last.pop(person, None)
            wardrobe = worn_here.get(person)
            if known is None or known.wardrobe == wardrobe:
                continue
            fix = _dressed(sheet.film, listing.span, listing.text, person, known.wardrobe)
            yield _blame(
                sheet,
                person,
                known,
                _Worn(wardrobe, first, listing.span),
                None if wardrobe else fix,
            )


def _meant(sheet: Sheet, scene: Scene, before: Span, after: Span) -> bool:
    """Whether a `cast:` line between two shots of one scene says that a change is meant."""
    return any(before.end <= each.span.start < after.start for each in sheet.listings(scene))


def _caused(scene: Scene, before: Shot, after: Shot) -> bool:
    shots = scene.shots
    end = shots.index(after)
    start = shots.index(before) if before in shots else 0
    return bool(DRESSING.search(told(shots[start : end + 1])))


def _blame(sheet: Sheet, person: str, before: _Worn, after: _Worn, fix: Fix | None) -> Diagnostic:
    name = sheet.film.characters[person].name
    one, other = _called(before.wardrobe), _called(after.wardrobe)
    helps = [Help("let the action tell the change, or keep the wardrobe")]
    if fix:
        helps.insert(0, Help(f"keep {name} in `{before.wardrobe}`", fix))
    return warning(
        CODE,
        f"{name} wears {other} here, and {one} a moment ago",
        after.span,
        other,
        secondary=(Label(before.span, one),),
        helps=tuple(helps),
    )


def _called(wardrobe: str | None) -> str:
    return f"`{wardrobe}`" if wardrobe else "no wardrobe by name"


def _dressed(film: Film, span: Span, text: str, person: str, wardrobe: str | None) -> Fix | None:
    """`cast: KAI` as `cast: KAI in wet`."""
    character = film.characters[person]
    for name in (character.name, *character.aliases):
        at = text.find(name)
        if at >= 0 and wardrobe:
            place = span.start + at + len(name)
            word = spelt("connective", "in", like=text)
            words = f" {word} {wardrobe}" if text.isascii() else f"{word}{wardrobe}"
            return Fix((Edit(Span(span.file, place, place), words),))
    return None
