"""A shot of a film comes in; what can be said of it, by the writer's name for each, comes out.

Two shots with equal terms look, sound and last alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drama_compiler.breakdown.spell_shot import spelling
from drama_compiler.changes.version import Version
from drama_compiler.film.film import (
    Action,
    AmbienceEnd,
    AmbienceStart,
    Appearance,
    Effect,
    Event,
    Film,
    Line,
    Move,
    MusicEnd,
    MusicStart,
    Shot,
    Subject,
    Super,
    Transition,
)
from drama_compiler.film.words import MoveKind, Pace

ORDER = "order"
"""The term that has no news where what happens has changed itself."""


@dataclass(frozen=True, slots=True)
class Term:
    """What is said of one thing, `what` being the writer's name for it.

    `key` is what it comes down to where `text` has names and numbers in it, which may change
    without anything becoming another; `prose` is text whose words can be compared.
    """

    what: str
    text: str
    key: str = ""
    prose: bool = False

    def same(self, other: Term | None) -> bool:
        """Whether both come down to the same."""
        if other is None:
            return False
        return (self.key or self.text) == (other.key or other.text)


def shot_terms(shot: Shot, version: Version) -> dict[str, Term]:
    """Everything but the length and the lines, in the order of telling; what is not said is left
    out. What tells one term from another is the same in every film.
    """
    film = version.film
    terms = [
        *_camera(shot, film),
        *_people(shot, film),
        *_picture(shot, version),
        *_happening(shot, film),
    ]
    return {place: term for place, term in terms if term.text}


def clock_term(shot: Shot, version: Version) -> str:
    """`2.5 s`, or `2.5 s, said` where the script says it."""
    told = f"{version.shot_seconds(shot):.2f}".rstrip("0").rstrip(".") + " s"
    return told if shot.seconds is None else f"{told} as said"


def transition_term(transition: Transition, film: Film) -> str:
    """`dissolve, 1 s`; empty for a plain cut."""
    kind = spell("transition", transition.kind, film)
    if transition.seconds is not None:
        return f"{kind}, {float(transition.seconds):g} s"
    return "" if transition == Transition() else kind


def spell(table: str, word: str | None, film: Film) -> str:
    """A word of the film in the language that its script is written in."""
    return spelling(table, str(word), chinese=film.language == "zh") if word else ""


def name_of(id_: str, film: Film) -> str:
    """What people call a character, location or prop."""
    for table in (film.characters, film.locations, film.props):
        if id_ in table:
            return table[id_].name
    return id_


def _camera(shot: Shot, film: Film) -> Iterator[tuple[str, Term]]:
    lens = f"{shot.lens_millimetres:g} mm" if shot.lens_millimetres is not None else ""
    yield _plain("size", spell("size", shot.size, film), shot.size)
    yield _plain("composition", spell("composition", shot.composition, film), shot.composition)
    on = [(_subject(each, film), f"{each.kind} {each.id or each.words}") for each in shot.subjects]
    yield _plain("on", ", ".join(name for name, _ in on), "\n".join(key for _, key in on))
    yield _named("over", [shot.over] if shot.over else [], film)
    yield _named("point of view", [shot.pov] if shot.pov else [], film)
    yield _plain("angle", spell("angle", shot.angle, film), shot.angle)
    yield _plain("camera move", ", ".join(_move(each, film) for each in shot.moves), _data(shot))
    yield _plain("lens", lens)
    yield _plain("aperture", f"f/{shot.aperture:g}" if shot.aperture is not None else "")
    yield _plain("optics", ", ".join(spell("optics", each, film) for each in shot.optics))
    yield _plain("speed", f"{float(shot.speed):g}×" if shot.speed != 1 else "")
    yield _plain("also said", ", ".join(shot.words))


def _people(shot: Shot, film: Film) -> Iterator[tuple[str, Term]]:
    yield _named("in the picture", [each.character for each in shot.cast], film)
    subjects = {each.id: each for each in shot.subjects if each.kind == "character" and each.id}
    figures: dict[str, Appearance | Subject] = dict(subjects)
    figures |= {each.character: each for each in shot.cast}
    for id_, seen in figures.items():
        name = name_of(id_, film)
        subject = subjects.get(id_)
        wardrobe = seen.wardrobe or (subject.wardrobe if subject else None)
        facing = spell("facing", seen.facing, film)
        yield f"wears {id_}", Term(f"{name} wears", wardrobe or "")
        yield f"stands {id_}", Term(f"{name} stands", _standing(seen, film), _place(seen))
        yield f"looks {id_}", Term(f"{name} looks", facing, seen.facing or "")
    for each in shot.subjects:
        if each.kind != "character":
            words = _subject(each, film)
            yield f"stands {words}", Term(f"{words} stands", _standing(each, film), _place(each))


def _picture(shot: Shot, version: Version) -> Iterator[tuple[str, Term]]:
    film, reuse, match = version.film, shot.reuse, shot.match
    yield _named("props", shot.props, film)
    yield _plain("time of day", spell("time", shot.time, film), shot.time)
    yield _plain("weather", shot.weather)
    yield _plain("light", shot.light)
    yield _plain("first frame", shot.first)
    yield _plain("last frame", shot.last)
    yield _plain("performance", shot.performance)
    yield _plain("blocking", "; ".join(each.words for each in shot.blocking))
    yield _plain("prompt", shot.prompt)
    yield _plain("avoid", shot.avoid)
    yield _plain("begins", "on the last frame of the shot before" if shot.from_last else "")
    yield _plain("reuses", f"the picture of {version.number(reuse)}" if reuse else "", reuse)
    yield _plain("matches", f"the camera of {version.number(match)}" if match else "", match)
    yield _plain("made by", shot.via or "")
    yield _plain("takes", str(shot.takes) if shot.takes is not None else "")
    yield _plain("seed", str(shot.seed) if shot.seed is not None else "")
    yield _plain("entered by", transition_term(shot.transition, film))


def _happening(shot: Shot, film: Film) -> Iterator[tuple[str, Term]]:
    """What happens, is read and is heard, the lines left aside; the order of it all last."""
    events = shot.events
    music = (_music(each) for each in events if isinstance(each, MusicStart | MusicEnd))
    ambience = (_ambience(each) for each in events if isinstance(each, AmbienceStart | AmbienceEnd))
    yield _prose("action", "\n".join(each.text for each in events if isinstance(each, Action)))
    yield _prose("text on screen", _all(each.text for each in events if isinstance(each, Super)))
    yield _prose("sound", _all(each.text for each in events if isinstance(each, Effect)))
    yield _prose("music", _all(music))
    yield _prose("ambience", _all(ambience))
    kinds = " · ".join(_kind(each, film) for each in events)
    yield ORDER, Term(ORDER, kinds, "\n".join(_kind(each, None) for each in events))


def _plain(what: str, text: str, key: str | None = "") -> tuple[str, Term]:
    return what, Term(what, text, key or "")


def _prose(what: str, text: str) -> tuple[str, Term]:
    return what, Term(what, text, prose=True)


def _named(what: str, ids: Iterable[str], film: Film) -> tuple[str, Term]:
    """Who or what, by name; the same whatever the names are."""
    ids = tuple(ids)
    return what, Term(what, ", ".join(name_of(each, film) for each in ids), "\n".join(ids))


def _data(shot: Shot) -> str:
    return "\n".join(each.model_dump_json() for each in shot.moves)


def _place(seen: Appearance | Subject) -> str:
    return f"{seen.place} {seen.depth}"


def _all(texts: Iterable[str]) -> str:
    return " / ".join(texts)


def _music(event: MusicStart | MusicEnd) -> str:
    return event.text if isinstance(event, MusicStart) else "(ends)"


def _ambience(event: AmbienceStart | AmbienceEnd) -> str:
    return event.text if isinstance(event, AmbienceStart) else "(ends)"


def _kind(event: Event, film: Film | None) -> str:
    """Who speaks, by name or without a film by id; or what kind of thing happens."""
    if not isinstance(event, Line):
        return event.type
    return name_of(event.character, film) if film else f"line {event.id}"


def _subject(subject: Subject, film: Film) -> str:
    return name_of(subject.id, film) if subject.id else subject.words


def _standing(seen: Appearance | Subject, film: Film) -> str:
    return ", ".join(
        word
        for word in (spell("place", seen.place, film), spell("depth", seen.depth, film))
        if word
    )


def _move(move: Move, film: Film) -> str:
    whole = f"{move.kind.value} {move.direction}" if move.direction else move.kind.value
    told = spell("move", whole, film)
    told = told if told != whole else spell("move", move.kind, film)
    if told == spell("move", move.kind, film) and move.direction:
        told = f"{told} {spell('direction', move.direction, film)}"
    pace = "" if move.pace is Pace.NORMAL else spell("pace", move.pace, film)
    target = f"to {name_of(move.target, film)}" if move.target else ""
    if move.kind is MoveKind.STATIC and not pace:
        return told
    return " ".join(word for word in (pace, told, target) if word)
