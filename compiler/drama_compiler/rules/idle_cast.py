"""Who is listed in a scene comes in; a warning comes out for one who is neither seen nor heard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drama_compiler.film.film import Action, Line, Scene
from drama_compiler.film.words import Composition
from drama_compiler.rules.sheet import Listing, Sheet
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Page, warning
from drama_dsl.source import Span

CODE = "idle-cast"
PAGE = Page(
    "Somebody is listed in `cast:`, and no shot of the scene shows them, no action names them and "
    "they say nothing.",
    "Who is in a scene is seen in it. Often a shot is missing, or the name is left from a draft.",
    "character: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\ncast: KAI, ROSA\n\n"
    "shot: wide on KAI\n\nKAI waits.\n",
    "character: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\ncast: KAI, ROSA\n\n"
    "shot: wide on KAI\n\nKAI waits. ROSA comes in.\n",
)


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the name in the `cast:` line."""
    for scene in sheet.film.scenes:
        listings = sheet.listings(scene)
        if not listings or _open(scene):
            continue
        busy = _busy(scene)
        for listing in listings:
            for person in listing.characters:
                if person not in busy:
                    yield _blame(sheet, person, listing)


def _open(scene: Scene) -> bool:
    """Whether a scene has a shot that can show all of its people without naming them."""
    return any(
        shot.implied or (shot.composition is Composition.GROUP and not shot.subjects)
        for shot in scene.shots
    )


def _busy(scene: Scene) -> set[str]:
    people: set[str] = set()
    for shot in scene.shots:
        people |= {each.character for each in shot.cast} | {shot.over or "", shot.pov or ""}
        people |= {move.target or "" for move in shot.moves}
        for beat in shot.blocking:
            people |= {beat.subject or "", beat.object or ""}
        for event in shot.events:
            if isinstance(event, Action):
                people |= set(event.characters)
            elif isinstance(event, Line):
                people.add(event.character)
    return people


def _blame(sheet: Sheet, person: str, listing: Listing) -> Diagnostic:
    character = sheet.film.characters[person]
    at = next(
        (
            (match.start(), match.end())
            for name in (character.name, *character.aliases)
            if (match := re.search(re.escape(name), listing.text, re.IGNORECASE))
        ),
        (0, len(listing.text)),
    )
    span = Span(listing.span.file, listing.span.start + at[0], listing.span.start + at[1])
    fix = _without(listing, *at) if len(listing.characters) > 1 else None
    return warning(
        CODE,
        f"{character.name} is in the scene, and is neither seen nor heard",
        span,
        "in no shot, action or line",
        helps=(Help(f"give {character.name} something to do, or leave the name out", fix),),
    )


def _without(listing: Listing, start: int, end: int) -> Fix | None:
    """The list without the part between commas in which a name stands."""
    text, marks = listing.text, ",，、"
    if not any(mark in text for mark in marks):
        return None
    before = max(text.rfind(mark, 0, start) for mark in marks)
    after = min((at for mark in marks if (at := text.find(mark, end)) >= 0), default=len(text))
    if before >= 0:
        first, last = before, after
    else:
        rest = text[after + 1 :]
        first, last = 0, after + 1 + len(rest) - len(rest.lstrip())
    span = listing.span
    return Fix((Edit(Span(span.file, span.start + first, span.start + last), ""),))
