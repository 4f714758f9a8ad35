"""A scene that says who is in it comes in; a warning comes out for one who speaks and is not."""

from __future__ import annotations

from collections.abc import Iterator

from drama_compiler.film.film import Action, Line, Scene
from drama_compiler.rules.sheet import Listing, Sheet
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, Page, warning

CODE = "absent-speaker"
PAGE = Page(
    "Somebody speaks whom `cast:` does not list, no shot shows and no action names.",
    "A voice of one who is not there is `(O.S.)` or `(V.O.)`, else its mouth is drawn moving.",
    "INT. CAFE - DAY\n\ncast: KAI\n\nshot: close on KAI\n\nKAI\nHello?\n\nROSA\nWe are closed.\n",
    "INT. CAFE - DAY\n\ncast: KAI\n\nshot: close on KAI\n\nKAI\nHello?\n\n"
    "ROSA (O.S.)\nWe are closed.\n",
)


def check(sheet: Sheet) -> Iterator[Diagnostic]:
    """Blame the first line of each such speaker in a scene."""
    for scene in sheet.film.scenes:
        listings = sheet.listings(scene)
        if not listings:
            continue
        there = {person for listing in listings for person in listing.characters}
        there |= _seen(scene)
        told: set[str] = set()
        for line in _lines(scene):
            if line.off_screen or line.character in there | told or line.id not in sheet.origins:
                continue
            told.add(line.character)
            yield _blame(sheet, line, listings[0])


def _seen(scene: Scene) -> set[str]:
    """Who is named by an action, or is what a written shot is on."""
    people: set[str] = set()
    for shot in scene.shots:
        if not shot.implied:
            people |= {each.id for each in shot.subjects if each.kind == "character" and each.id}
            people |= {each for each in (shot.over, shot.pov) if each}
        people |= {beat.subject for beat in shot.blocking if beat.subject}
        for event in shot.events:
            if isinstance(event, Action):
                people |= set(event.characters)
    return people


def _lines(scene: Scene) -> Iterator[Line]:
    for shot in scene.shots:
        yield from (event for event in shot.events if isinstance(event, Line))


def _blame(sheet: Sheet, line: Line, listing: Listing) -> Diagnostic:
    name = sheet.film.characters[line.character].name
    end = listing.span._replace(start=listing.span.end)
    comma = ", " if listing.text.isascii() else "，"
    fix = Fix((Edit(end, f"{comma}{name}"),))
    return warning(
        CODE,
        f"{name} speaks, and is not in the scene",
        sheet.origins[line.id],
        f"said by {name}",
        secondary=(Label(listing.span, f"{name} is not listed"),),
        helps=(
            Help(f"add {name} to `cast:`", fix),
            Help(f"or write `{name} (O.S.)` for a voice from outside the picture"),
        ),
    )
