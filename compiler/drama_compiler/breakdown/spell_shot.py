"""A shot of the IR comes in; the clauses that a writer would type for it come out."""

from __future__ import annotations

import re
from functools import cache

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Film, Move, Shot, Subject
from drama_compiler.film.words import Composition, Pace, Size
from drama_dsl import clauses as say
from drama_dsl.shot import parse_shot
from drama_dsl.source import Source
from drama_grammar import vocabulary

_MISLEADING = re.compile(r"[,;&+，；、＆#\"“”\[\]|]|\band\b", re.IGNORECASE)


def spell_shot(shot: Shot, film: Film, *, chinese: bool, quoted: bool = False) -> str:
    """`medium close, over LI WEI on DRAGON`, `近景，过肩李雷对龙王`: size, subjects, moves.

    Names stand in backticks where they would mislead, or everywhere where `quoted`. What
    coverage never says (lens, length, continuity) is not written.
    """
    writer = _Writer(film, chinese=chinese, quoted=quoted)
    size = spelling("size", shot.size.value, chinese=chinese)
    parts = [*_framed(shot, size, writer), *(writer.move(each) for each in shot.moves)]
    return ("，" if chinese else ", ").join(parts)


@cache
def spelling(table: str, canonical: str, *, chinese: bool) -> str:
    """The first of a language's spellings for a canonical word; the word itself without one."""
    for spelt, meant in vocabulary().tables[table].items():
        if meant == canonical and bool(CASELESS.search(spelt)) == chinese:
            return spelt
    return canonical.replace("-", " ")


def _framed(shot: Shot, size: str, writer: _Writer) -> list[str]:
    """Size, composition and subjects: in one clause, or in two where there is a composition."""
    people = writer.names(shot.subjects)
    if shot.composition is Composition.OVER and shot.over:
        return [size, writer.over(shot.over, people)]
    if shot.composition in (Composition.TWO, Composition.GROUP):
        return [size, writer.joined(shot.composition.value, people)]
    if not people:
        return [size]
    return [writer.on(size, people, thing=shot.size is Size.INSERT)]


class _Writer:
    """How one language joins words."""

    def __init__(self, film: Film, *, chinese: bool, quoted: bool) -> None:
        self._film, self._chinese, self._quoted = film, chinese, quoted

    def names(self, subjects: tuple[Subject, ...]) -> str:
        """The names of subjects, one after the other; in careful writing with what they wear."""
        together = "和" if self._chinese else " & "
        return together.join(self._subject(each) for each in subjects if each.id)

    def on(self, size: str, people: str, *, thing: bool) -> str:
        """`close on LI WEI`, `insert SWORD`, `特写李雷`."""
        if self._chinese:
            return size + people
        return f"{size} {people}" if thing else f"{size} on {people}"

    def over(self, whose: str, people: str) -> str:
        """`over LI WEI on DRAGON`, `过肩李雷对龙王`."""
        word = spelling("composition", "over", chinese=self._chinese)
        on = spelling("connective", "on", chinese=self._chinese) if self._chinese else "on"
        whom = self._name(self._film.characters[whose].name)
        return f"{word}{whom}{on}{people}" if self._chinese else f"{word} {whom} {on} {people}"

    def joined(self, composition: str, people: str) -> str:
        """`two LI WEI & MOTHER`, `双人李雷和母亲`."""
        word = spelling("composition", composition, chinese=self._chinese)
        return f"{word}{people}" if self._chinese else f"{word} {people}"

    def move(self, move: Move) -> str:
        """`dolly in slow`, `缓推`."""
        whole = f"{move.kind.value} {move.direction}" if move.direction else move.kind.value
        known = whole in vocabulary().tables["move"].values()
        kind = spelling("move", whole if known else move.kind.value, chinese=self._chinese)
        apart = not known and move.direction is not None
        way = spelling("direction", str(move.direction), chinese=self._chinese) if apart else ""
        unhurried = move.pace is Pace.NORMAL
        pace = "" if unhurried else spelling("pace", move.pace.value, chinese=self._chinese)
        if self._chinese:
            return f"{pace}{way}{kind}"
        return " ".join(word for word in (kind, way, pace) if word)

    def _subject(self, subject: Subject) -> str:
        film, key = self._film, subject.id or ""
        named = film.characters.get(key) if subject.kind == "character" else film.props.get(key)
        name = self._name(named.name if named else subject.words)
        if not subject.wardrobe or not self._quoted:
            return name
        return f"{name}穿{subject.wardrobe}" if self._chinese else f"{name} in {subject.wardrobe}"

    def _name(self, name: str) -> str:
        misread = self._quoted or bool(_MISLEADING.search(name)) or _misreads(name, self._chinese)
        return f"`{name}`" if misread else name


@cache
def _misreads(name: str, chinese: bool) -> bool:
    """Whether a shot would not read `name` as one name where names stand."""
    for written in ("中景{}", "过肩{}对{}") if chinese else ("medium on {}", "over {} on {}"):
        text = written.format(name, name)
        clauses, found = parse_shot(text, 0, Source("", text), lenient=False)
        said = [
            phrase.text
            for clause in clauses
            if isinstance(clause, say.On | say.Composition)
            for phrase in (clause.phrase, getattr(clause, "on", None))
            if phrase is not None
        ]
        if found or said != [name] * written.count("{}"):
            return True
    return False
