"""A name that nobody declared comes in; what was meant, and what to tell the writer, comes out."""

from __future__ import annotations

from typing import NamedTuple

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Subject
from drama_compiler.film.phrases import UnknownWardrobe
from drama_compiler.film.reading import Reading
from drama_compiler.film.scope import Entry, Scope
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, error
from drama_dsl.source import Span
from drama_dsl.suggest import suggest
from drama_grammar import vocabulary


class Meant(NamedTuple):
    """What an unknown name is taken for (None where nothing is near), and the diagnostic."""

    entry: Entry | None
    found: Diagnostic


def unknown_character(name: str, span: Span, scope: Scope) -> Meant:
    """A name where only a person can stand: in `cast:`, behind `over`, `pov` and `two`."""
    return _unknown(name, span, scope, ("character",), "unknown-character", "nobody")


def unknown_subject(name: str, span: Span, scope: Scope) -> Meant:
    """A name where a person, a thing or a place can stand."""
    meant = _unknown(
        name, span, scope, ("character", "prop", "location"), "unknown-character", "nobody"
    )
    if meant.entry is None or meant.entry.kind == "character":
        return meant
    kind = meant.entry.kind
    return _unknown(name, span, scope, (kind,), f"unknown-{kind}", f"no {kind}")


def _unknown(
    name: str, span: Span, scope: Scope, kinds: tuple[str, ...], code: str, nothing: str
) -> Meant:
    names = _names(scope, kinds)
    nearest = suggest(name, names)
    entry = names[nearest] if nearest else None
    message = f"{nothing} called `{name}` is declared"
    if entry is None or nearest is None:
        declared = _spelt("annotation", kinds[0], name, name)
        words = "" if CASELESS.search(name) else ", or write small letters for words"
        helps = (Help(f"declare it with `{declared}`{words}"),)
        return Meant(None, error(code, message, span, "not a known name", helps=helps))
    first = scope.spans.get((entry.kind, entry.id))
    known = Label(first, f"`{nearest}` is here") if first else None
    helps = (Help(f"did you mean `{nearest}`?", Fix((Edit(span, nearest),))),)
    secondary = (known,) if known else ()
    return Meant(
        entry, error(code, message, span, "not a known name", secondary=secondary, helps=helps)
    )


def _names(scope: Scope, kinds: tuple[str, ...]) -> dict[str, Entry]:
    """Names and aliases as they were declared, the declared ones first."""
    names: dict[str, tuple[bool, Entry]] = {}
    if scope.log is not None:
        scope.log.asked_all = True
    if "character" in kinds:
        for person in scope.characters.values():
            for name in (person.name, *person.aliases):
                names.setdefault(name, (person.declared, Entry("character", person.id)))
    if "prop" in kinds:
        for prop in scope.props.values():
            names.setdefault(prop.name, (prop.declared, Entry("prop", prop.id)))
    if "location" in kinds:
        for place in scope.locations.values():
            names.setdefault(place.name, (place.declared, Entry("location", place.id)))
    ordered = sorted(names.items(), key=lambda each: not each[1][0])
    return {name: entry for name, (_, entry) in ordered}


def mend(subjects: list[Subject], place: int, entry: Entry) -> None:
    """Put what was meant in the place of an unknown subject."""
    old = subjects[place]
    update = {"kind": entry.kind, "id": entry.id, "words": ""}
    subjects[place] = old.model_copy(update=update)


def unknown_wardrobe(found: UnknownWardrobe, reading: Reading) -> Diagnostic:
    """A wardrobe that its character does not have."""
    scope = reading.scope
    person = scope.characters[found.character]
    span = reading.source.span(found.start, found.end)
    nearest = suggest(found.name, person.wardrobes)
    has = ", ".join(f"`{name}`" for name in person.wardrobes)
    first = scope.spans.get(("character", person.id))
    declared = _spelt("property.character", "wardrobe", found.name, "…", f" {found.name}")
    return error(
        "unknown-wardrobe",
        f"`{person.name}` has no wardrobe called `{found.name}`",
        span,
        "not a known wardrobe",
        secondary=(Label(first, f"`{person.name}` is here"),) if first else (),
        notes=(f"known are {has}",) if has else (),
        helps=(
            (Help(f"did you mean `{nearest}`?", Fix((Edit(span, nearest),))),)
            if nearest
            else (Help(f"declare it: `{declared}` beneath `{person.name}`"),)
        ),
    )


def _spelt(table: str, canonical: str, name: str, value: str, argument: str = "") -> str:
    """`character: NAME`, in the language that `name` is written in."""
    if not CASELESS.search(name):
        return f"{canonical}{argument}: {value}"
    spellings = vocabulary().tables[table].items()
    chinese = (word for word, meant in spellings if meant == canonical and not word.isascii())
    return f"{next(chinese, canonical)}{argument}：{value}"
