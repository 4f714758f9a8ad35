"""A manuscript comes in; Fountain text comes out that the parser reads as the same elements.

This is for screenplays that come from elsewhere and have no source; what has one is formatted.
The parser is the judge: an element is written plainly where that reads as what it is, else with
the mark that forces it, else with its first characters escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drama_dsl.manuscript.elements import (
    DualSpeech,
    Element,
    Manuscript,
    Paragraph,
    Speech,
    read_manuscript,
)
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source
from drama_dsl.tree import Kind

_KEYS = {
    "title": "Title",
    "credit": "Credit",
    "author": "Author",
    "source": "Source",
    "draft-date": "Draft date",
    "revision": "Revision",
    "contact": "Contact",
    "copyright": "Copyright",
    "notes": "Notes",
}

_Read = list[tuple[Kind, str, str]]


def compose(manuscript: Manuscript, dialect: Dialect) -> str:
    """The screenplay as text, one blank line between elements, `\\n` at every line's end."""
    parts = []
    title = "\n".join(_title_entry(key, text) for key, text in manuscript.title)
    if title:
        parts.append(title)
    for element in manuscript.elements:
        text = _written(element, dialect, first=not parts)
        if text:
            parts.append(text)
    return "\n\n".join(parts) + "\n" if parts else ""


def _title_entry(key: str, text: str) -> str:
    name = _KEYS.get(key, key)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        return f"{name}: {lines[0]}"
    return "\n".join([f"{name}:", *(f"    {line}" for line in lines)])


def _written(element: Element, dialect: Dialect, *, first: bool) -> str:
    """An element in the plainest way that reads as what it is."""
    expected = list(_expected(element))
    last = ""
    for candidate in _candidates(element):
        last = candidate
        # At the start of a script a line can be read as a title page, and nowhere else.
        around = f"{candidate}\n\n" if first else f"===\n\n{candidate}\n\n"
        tree = parse(Source("", around), dialect=dialect)
        found = [each for part in read_manuscript(tree, ()).elements for each in _expected(part)]
        if any(node.kind is Kind.TITLE_PAGE for node in tree.nodes):
            continue
        if (found if first else found[1:]) == expected:
            return candidate
    return last


def _expected(element: Element) -> Iterator[tuple[Kind, str, str]]:
    """What is to be read where an element was written."""
    if isinstance(element, DualSpeech):
        yield from _expected(element.left)
        yield Kind.CHARACTER, "^", ""
        yield from _expected(element.right)
    elif isinstance(element, Speech):
        for each in (element.cue, *element.said):
            yield from _expected(each)
    elif element.kind is Kind.ACTION:
        for part in element.plain.split("\n\n"):
            yield Kind.ACTION, _flat(part), ""
    elif element.kind not in (Kind.NOTE, Kind.ANNOTATION):
        yield element.kind, _flat(element.plain), element.number


def _flat(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _candidates(element: Element) -> Iterator[str]:
    """The ways in which an element can be written, the plainest first."""
    if isinstance(element, DualSpeech):
        for forced in (False, True):
            left = _speech(element.left, forced, dual=False)
            yield f"{left}\n\n{_speech(element.right, forced, dual=True)}"
    elif isinstance(element, Speech):
        yield _speech(element, False, dual=False)
        yield _speech(element, True, dual=False)
    else:
        yield from _paragraph_candidates(element)


def _paragraph_candidates(paragraph: Paragraph) -> Iterator[str]:
    kind = paragraph.kind
    text = paragraph.text
    line = " ".join(text.split())
    notes = _notes(paragraph)
    match kind:
        case Kind.SCENE_HEADING:
            number = f" #{paragraph.number}#" if paragraph.number else ""
            yield f"{line}{notes}{number}"
            yield f".{line}{notes}{number}"
        case Kind.TRANSITION:
            yield f"{line}{notes}"
            yield f"> {line}{notes}"
        case Kind.CENTERED:
            yield "\n".join(f"> {each.strip()} <" for each in text.split("\n")) + notes
        case Kind.LYRICS:
            yield "\n".join(f"~{each}" for each in text.split("\n")) + notes
        case Kind.SECTION:
            yield f"{'#' * max(1, paragraph.depth)} {line}{notes}" if line else ""
        case Kind.SYNOPSIS:
            yield f"= {line}{notes}"
        case Kind.NOTE:
            yield _note(text)
        case Kind.ANNOTATION:
            yield f"!! {line}"
        case Kind.PAGE_BREAK:
            yield "==="
        case _:
            yield f"{text}{notes}"
            yield f"!{text}{notes}"
            yield f"!{_escaped_lines(text)}{notes}"
            yield "\n\n".join(f"!{each}" for each in text.split("\n") if each.strip()) + notes


def _speech(speech: Speech, forced: bool, *, dual: bool) -> str:
    """A cue and its speech; `forced` marks the cue and escapes what would end the speech."""
    caret = " ^" if dual else ""
    cue = " ".join(speech.cue.text.split())
    lines = [f"{'@' if forced else ''}{cue}{caret}{_notes(speech.cue)}"]
    for each in speech.said:
        notes = _notes(each)
        if each.kind is Kind.PARENTHETICAL:
            lines.append(f"({' '.join(each.text.split())}){notes}")
        elif each.kind is Kind.NOTE:
            lines.append(_note(each.text))
        elif each.kind is Kind.LYRICS:
            lines.append("\n".join(f"~{line}" for line in each.text.split("\n")) + notes)
        else:
            text = _escaped_lines(each.text) if forced else each.text
            # Two blanks carry a speech on over an empty line.
            lines.append("\n".join(line or "  " for line in text.split("\n")) + notes)
    return "\n".join(lines)


def _escaped_lines(text: str) -> str:
    """Every line that begins with a mark gets a backslash before it, which prints nothing."""
    lines = []
    for line in text.split("\n"):
        body = line.lstrip()
        marked = body[:1] and not body[0].isalnum() and body[0] not in "*_\\" and body[0].isascii()
        lines.append(f"\\{body}" if marked else line)
    return "\n".join(lines)


def _notes(paragraph: Paragraph) -> str:
    return "".join(f" {_note(note)}" for note in paragraph.notes)


def _note(text: str) -> str:
    body = text.replace("[[", "[ [").replace("]]", "] ]")
    return f"[[{_joined(body.split(chr(10)))}]]"


def _joined(lines: Sequence[str]) -> str:
    """The lines of a note; an empty one would end it, two blanks do not."""
    return "\n".join(line if line.strip() else "  " for line in lines)
