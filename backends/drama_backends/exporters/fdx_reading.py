"""A Final Draft document comes in; its screenplay comes out as Fountain, and what was left out.

The XML is taken without trust: a document type, and with it every entity of its own, is refused,
and so is what is larger than any script.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator

from drama_compiler.contract.script import Imported
from drama_dsl.emphasis import Run
from drama_dsl.manuscript import DualSpeech, Element, Manuscript, Paragraph, Speech
from drama_dsl.manuscript.compose import compose
from drama_dsl.manuscript.markup import mark_up
from drama_dsl.parser import Dialect
from drama_dsl.tree import Kind

DOCUMENT_BYTES_MAX = 64 * 1024 * 1024
"""A feature-length script has about 1 MB as FDX, more with revisions; pictures make it larger."""

TYPES = {
    "scene heading": Kind.SCENE_HEADING,
    "action": Kind.ACTION,
    "general": Kind.ACTION,
    "cast list": Kind.ACTION,
    "character": Kind.CHARACTER,
    "parenthetical": Kind.PARENTHETICAL,
    "dialogue": Kind.DIALOGUE,
    "lyrics": Kind.LYRICS,
    "singing": Kind.LYRICS,
    "transition": Kind.TRANSITION,
    "shot": Kind.ANNOTATION,
    "summary": Kind.SYNOPSIS,
    "outline body": Kind.SYNOPSIS,
    "new act": Kind.CENTERED,
    "end of act": Kind.CENTERED,
}
"""Final Draft's paragraph types; one that a template has besides is action."""

_SAID = frozenset({Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRICS, Kind.NOTE})
_OUTLINE = re.compile(r"outline (\d+)")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_BYLINE = re.compile(
    r"(written|screenplay|teleplay|story|created|adapted|script|directed)\b.*\bby\b|by:?$|编剧|作者",
    re.IGNORECASE,
)
_BASED = re.compile(r"(based|adapted|from|inspired)\b|改编|根据", re.IGNORECASE)
_DATED = re.compile(r"draft|revis|\b(19|20)\d\d\b|\d\d?[/.]\d\d?[/.]\d\d|稿", re.IGNORECASE)


def read(data: bytes, dialect: Dialect) -> Imported:
    """The screenplay of an FDX document. Raises ValueError where it is none."""
    root = _root(data)
    content = root.find("Content")
    if content is None:
        raise ValueError("the Final Draft document has no content")
    left_out: Counter[str] = Counter()
    paragraphs = _Reader(dialect, left_out).read(content)
    manuscript = Manuscript(tuple(_title(root)), tuple(_elements(paragraphs)))
    notes = len(root.findall("ScriptNotes/ScriptNote"))
    if notes:
        left_out["script note kept apart from the text"] += notes
    return Imported(compose(manuscript, dialect), _told(left_out))


def _root(data: bytes) -> ET.Element:
    if len(data) > DOCUMENT_BYTES_MAX:
        megabytes = DOCUMENT_BYTES_MAX // 1024 // 1024
        raise ValueError(f"the document has over {megabytes} MB, more than a script can have")
    try:
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as failure:
        raise ValueError("the document is not UTF-8 text") from failure
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("the document declares a type of its own, which no Final Draft file does")
    try:
        root = ET.fromstring(_DECLARATION.sub("", text))
    except (ET.ParseError, ValueError, RecursionError) as failure:
        raise ValueError(f"the document is not well-formed XML: {failure}") from failure
    if root.tag != "FinalDraft":
        raise ValueError("the document is XML, but not Final Draft's")
    return root


def _told(left_out: Counter[str]) -> tuple[str, ...]:
    return tuple(
        f"{count} {what}{'s' if count != 1 else ''}" for what, count in sorted(left_out.items())
    )


class _Reader:
    """Reads paragraphs in their order; a note or page break stands before what bears it."""

    def __init__(self, dialect: Dialect, left_out: Counter[str]) -> None:
        self.dialect = dialect
        self.left_out = left_out

    def read(self, content: ET.Element) -> list[Paragraph | tuple[list[Paragraph], bool]]:
        """The paragraphs of a `Content`; those of a dual dialogue as one list, with True."""
        found: list[Paragraph | tuple[list[Paragraph], bool]] = []
        for element in content:
            if element.tag == "Paragraph":
                dual = element.find("DualDialogue")
                found += self._paragraph(element)
            elif element.tag == "DualDialogue":
                dual = element
            else:
                continue
            if dual is not None:
                inside = [each for part in dual.iter("Paragraph") for each in self._spoken(part)]
                found.append((inside, True))
        return found

    def _spoken(self, element: ET.Element) -> Iterator[Paragraph]:
        # A note has paragraphs of its own, which `iter` finds too; they have no type.
        if element.get("Type"):
            yield from self._paragraph(element)

    def _paragraph(self, element: ET.Element) -> Iterator[Paragraph]:
        if element.get("StartsNewPage") == "Yes":
            yield Paragraph(Kind.PAGE_BREAK, "", 0)
        before, text, within = self._parts(element)
        for note in before:
            yield Paragraph(Kind.NOTE, note, 0)
        kind, depth = self._kind(element)
        if kind is Kind.PARENTHETICAL:
            text = _without_brackets(text)
        if text.strip() or within:
            number = element.get("Number", "").strip().replace("#", "")
            body = text.strip() if kind is not Kind.ACTION else text.strip("\n")
            number = number if kind is Kind.SCENE_HEADING else ""
            yield Paragraph(kind, body, 0, number, depth, tuple(within))
        for summary in element.findall("SceneProperties/Summary"):
            lines = [_plain(each) for each in summary.iter("Paragraph")]
            if any(lines):
                yield Paragraph(Kind.SYNOPSIS, mark_up([Run(" ".join(lines))]), 0)
        self.left_out["omitted scene"] += len(element.findall("OmittedScene"))
        self.left_out += Counter()  # A count of nothing is not told.

    def _kind(self, element: ET.Element) -> tuple[Kind, int]:
        type_ = element.get("Type", "Action").strip().lower()
        outline = _OUTLINE.match(type_)
        if outline:
            return Kind.SECTION, max(1, min(int(outline[1][:2]), 9))
        kind = TYPES.get(type_, Kind.ACTION)
        if kind is Kind.ACTION and element.get("Alignment") == "Center":
            return Kind.CENTERED, 0
        if kind is Kind.ANNOTATION and self.dialect is Dialect.FOUNTAIN:
            # Fountain has no line for a shot; one in capitals is action there.
            return Kind.ACTION, 0
        return kind, 0

    def _parts(self, element: ET.Element) -> tuple[list[str], str, list[str]]:
        """The notes before the text, the text with emphasis marks, the notes within it."""
        before: list[str] = []
        within: list[str] = []
        runs: list[Run] = []
        for child in element:
            if child.tag == "ScriptNote":
                note = "\n".join(_plain(each) for each in child.findall("Paragraph")).strip()
                if note:
                    (within if any(run.text.strip() for run in runs) else before).append(note)
            elif child.tag == "Text":
                styles = set(child.get("Style", "").split("+"))
                text = "".join(child.itertext())
                if "AllCaps" in styles:
                    text = text.upper()
                if "Strikeout" in styles and text.strip():
                    self.left_out["strike-through"] += 1
                style = ("Bold" in styles, "Italic" in styles, "Underline" in styles)
                if runs and runs[-1][1:] == style:
                    text = runs.pop().text + text
                runs.append(Run(text, *style))
        return before, mark_up(runs), within


def _plain(paragraph: ET.Element) -> str:
    return "".join("".join(text.itertext()) for text in paragraph.findall("Text"))


def _without_brackets(text: str) -> str:
    body = text.strip()
    for opening, closing in ("()", "（）"):
        if body.startswith(opening):
            body = body[1:]
            return body[:-1].strip() if body.endswith(closing) else body.strip()
    return body


def _elements(
    paragraphs: Iterable[Paragraph | tuple[list[Paragraph], bool]],
) -> Iterator[Element]:
    """The paragraphs with every speech gathered under its cue."""
    run: list[Paragraph] = []
    for each in paragraphs:
        if isinstance(each, Paragraph):
            run.append(each)
            continue
        yield from _speeches(run)
        run = []
        yield from _paired(list(_speeches(each[0])))
    yield from _speeches(run)


def _speeches(paragraphs: list[Paragraph]) -> Iterator[Element]:
    index = 0
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        index += 1
        if paragraph.kind is not Kind.CHARACTER:
            # Words without a speaker are no dialogue in Fountain.
            stray = paragraph.kind in (Kind.DIALOGUE, Kind.PARENTHETICAL)
            yield _as_action(paragraph) if stray else paragraph
            continue
        end = index
        while end < len(paragraphs) and paragraphs[end].kind in _SAID:
            end += 1
        while end > index and paragraphs[end - 1].kind is Kind.NOTE:
            end -= 1
        if end == index:
            yield _as_action(paragraph)
        else:
            yield Speech(paragraph, tuple(paragraphs[index:end]))
        index = end


def _as_action(paragraph: Paragraph) -> Paragraph:
    text = f"({paragraph.text})" if paragraph.kind is Kind.PARENTHETICAL else paragraph.text
    return Paragraph(Kind.ACTION, text, 0, notes=paragraph.notes)


def _paired(elements: list[Element]) -> Iterator[Element]:
    """The speeches of a dual dialogue by twos; what else stands there goes before."""
    speeches = [each for each in elements if isinstance(each, Speech)]
    yield from (each for each in elements if not isinstance(each, Speech))
    for at in range(0, len(speeches) - 1, 2):
        yield DualSpeech(speeches[at], speeches[at + 1])
    if len(speeches) % 2:
        yield speeches[-1]


def _title(root: ET.Element) -> Iterator[tuple[str, str]]:
    """The entries of a title page, which in Final Draft is text set at will.

    The first line centred is the title, one with `by` the credit and what follows it the
    author; lines at the foot are a date or whom to contact.
    """
    found: dict[str, list[str]] = {}
    key = "title"
    for paragraph in root.findall("TitlePage/Content/Paragraph"):
        text = _plain(paragraph).strip()
        if not text:
            key = _next_key(key) if key in found else key
            continue
        if paragraph.get("Alignment") not in ("Center", None) or key == "contact":
            key = "draft-date" if _DATED.search(text) and "draft-date" not in found else "contact"
        elif "title" in found and _BASED.match(text):
            key = "source"
        elif "title" in found and _BYLINE.search(text):
            key = "credit"
        elif key == "credit" and "credit" in found:
            key = "author"
        found.setdefault(key, []).append(text)
    for key, lines in found.items():
        yield key, mark_up([Run("\n".join(lines))])


def _next_key(key: str) -> str:
    return {"title": "author", "credit": "author"}.get(key, key)
