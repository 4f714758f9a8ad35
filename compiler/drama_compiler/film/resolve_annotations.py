"""An annotation comes in where a script is being read; what it says is put into the scene."""

from __future__ import annotations

import re
from functools import cache

from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import (
    Action,
    AmbienceEnd,
    AmbienceStart,
    Appearance,
    Effect,
    Line,
    MusicEnd,
    MusicStart,
    Subject,
    Super,
)
from drama_compiler.film.prose import flow
from drama_compiler.film.reading import Reader
from drama_compiler.film.resolve_declarations import name_span
from drama_compiler.film.resolve_shot import resolve_shot
from drama_compiler.film.unknown_names import mend, unknown_character, unknown_wardrobe
from drama_dsl.annotations import raw_value
from drama_dsl.clauses import Phrase
from drama_dsl.diagnostic import Diagnostic, Help, error, warning
from drama_dsl.emphasis import plain
from drama_dsl.source import Span
from drama_dsl.tree import Annotation
from drama_grammar import fold, vocabulary

_MARKS_AFTER_ONCE = re.compile(r"^[\s:：,，]+")


def apply(node: Annotation, reader: Reader) -> None:
    """Put one annotation into the scene; declarations say nothing to a scene."""
    steps = {
        "shot": _shot,
        "cast": _cast,
        "light": _state,
        "weather": _state,
        "music": _music,
        "sound": _sound,
        "super": _super,
        "sub": _sub,
    }
    step = steps.get(node.word)
    if step is not None:
        step(node, reader)


def _shot(node: Annotation, reader: Reader) -> None:
    """Begin a shot: in this segment if nothing was seen in it yet, else in one of its own."""
    draft = resolve_shot(node, reader.reading)
    segment = reader.segment
    seen = any(isinstance(each.event, Action | Line) for each in segment.events)
    if seen or segment.shot is not None:
        segment = reader.open()
    segment.shot = draft
    for subject in draft.fields.get("subjects", ()):
        if isinstance(subject, Subject) and subject.kind == "character" and subject.wardrobe:
            segment.worn[subject.id or ""] = subject.wardrobe


def _cast(node: Annotation, reader: Reader) -> None:
    source = reader.reading.source
    text = raw_value(source, node)
    phrase = Phrase(text, node.value_start, node.value_start + len(text))
    read = reader.reading.phrases.read(phrase)
    for unknown in read.unknown:
        span = source.span(unknown.start, unknown.end)
        meant, found = unknown_character(unknown.name, span, reader.reading.scope)
        reader.reading.found.append(found)
        if meant is not None:
            mend(read.subjects, unknown.subject, meant)
    for subject in [each for each in read.subjects if each.kind == "words"]:
        if not any(subject.words == unknown.name for unknown in read.unknown):
            reader.reading.found.append(_nobody(subject.words, phrase, reader))
    for wardrobe in read.wardrobes:
        reader.reading.found.append(unknown_wardrobe(wardrobe, reader.reading))
    for subject in read.subjects:
        if subject.kind == "character" and subject.id:
            reader.reading.scope.used.add(("character", subject.id))
            _enter(reader, subject.id, subject.wardrobe)
        elif subject.kind == "prop" and subject.id:
            reader.reading.scope.used.add(("prop", subject.id))


def _nobody(words: str, phrase: Phrase, reader: Reader) -> Diagnostic:
    """Words in a cast that are no name: near one, they are a slip; else nobody is added."""
    at = phrase.start + max(0, phrase.text.find(words))
    span = reader.reading.source.span(at, at + len(words))
    meant, found = unknown_character(words, span, reader.reading.scope)
    if meant is not None:
        return found
    message = f"`{words}` is not a declared name, so nobody is added"
    return warning("unknown-character", message, span, "not a known name", helps=found.helps)


def _enter(reader: Reader, character: str, wardrobe: str | None) -> None:
    """A character is in the scene, and wears this from here on."""
    cast = reader.scene.cast
    known = [each.character for each in cast]
    if character in known:
        place = known.index(character)
        if wardrobe and cast[place].wardrobe is None:
            cast[place] = Appearance(character=character, wardrobe=wardrobe)
    else:
        cast.append(Appearance(character=character, wardrobe=wardrobe))
    if wardrobe:
        reader.segment.worn[character] = wardrobe


def _state(node: Annotation, reader: Reader) -> None:
    """Light and weather hold from here on: for this segment if nothing happened in it yet."""
    value = flow(node.text)
    segment = reader.segment
    setattr(reader, node.word, value)
    seen = any(isinstance(each.event, Action | Line) for each in segment.events)
    if not seen:
        setattr(segment, node.word, value)
    elif segment.shot is None:
        reader.open()


def _music(node: Annotation, reader: Reader) -> None:
    text = flow(node.text)
    span = name_span(node, reader.reading.source)
    reader.place(MusicEnd() if _ends(text) else MusicStart(id="", text=text), span)


def _sound(node: Annotation, reader: Reader) -> None:
    text = flow(node.text)
    span = name_span(node, reader.reading.source)
    once = _after_once(text)
    if _ends(text):
        reader.place(AmbienceEnd(), span)
    elif once is not None:
        reader.place(Effect(id="", text=once), span)
    elif text:
        reader.place(AmbienceStart(id="", text=text), span)


def _super(node: Annotation, reader: Reader) -> None:
    text = plain(node.text).strip()
    if text:
        reader.place(Super(text=text), name_span(node, reader.reading.source))


def _sub(node: Annotation, reader: Reader) -> None:
    text = flow(node.text)
    if not node.argument or reader.translate(node.argument, text):
        return
    source = reader.reading.source
    head = source.text[node.start : node.value_start].rstrip(" :：\t")
    span = source.span(node.start, node.start + max(1, len(head)))
    reader.reading.found.append(
        error(
            "sub-without-line",
            "this subtitle has no line above it",
            Span(span.file, span.start, span.end),
            "a translation of what?",
            helps=(Help("put it right under a line of dialogue, with no blank line between"),),
        )
    )


def _ends(text: str) -> bool:
    """Whether `out`, `停` and the like is all that is said."""
    return vocabulary().tables["ending"].get(fold(text)) == "out"


def _after_once(text: str) -> str | None:
    """What is to be heard once, if the text says that it is."""
    for word in _once_words():
        if not fold(text).startswith(word):
            continue
        rest = text[len(word) :]
        if not rest or CASELESS.search(word) or not rest[0].isalnum():
            return _MARKS_AFTER_ONCE.sub("", rest)
    return None


@cache
def _once_words() -> tuple[str, ...]:
    table = vocabulary().tables["ending"]
    return tuple(sorted((word for word, kind in table.items() if kind == "once"), key=len)[::-1])
