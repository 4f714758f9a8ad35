"""A screenplay comes in; a Final Draft document comes out, its elements typed and styled.

Written here on the standard library's XML: the libraries that write FDX keep paragraph types and
words only. One drops scene numbers, styles, notes, dual dialogue and everything centred, the
other numbers, notes, lyrics, page breaks and the title page.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from drama_compiler.contract.script import Exported, Script, ScriptOptions
from drama_dsl.emphasis import Run, emphasis
from drama_dsl.manuscript import (
    DualSpeech,
    Manuscript,
    Paragraph,
    Speech,
    layout_of,
    pages_in_eighths,
    paginate,
    read_manuscript,
)
from drama_dsl.manuscript.lengths import SceneLength, as_pages
from drama_dsl.tree import Kind

FORMAT_VERSION = "5"
"""What Final Draft 11 and later write."""

OUTLINE_DEPTH_MAX = 4

TYPES = {
    Kind.SCENE_HEADING: "Scene Heading",
    Kind.ACTION: "Action",
    Kind.CENTERED: "Action",
    Kind.CHARACTER: "Character",
    Kind.PARENTHETICAL: "Parenthetical",
    Kind.DIALOGUE: "Dialogue",
    Kind.LYRICS: "Lyrics",
    Kind.TRANSITION: "Transition",
    Kind.SYNOPSIS: "Summary",
}
"""The paragraph type of each element."""

# Characters that XML 1.0 cannot hold in any spelling.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TITLE_ORDER = (("title", 0), ("credit", 2), ("author", 2), ("source", 2))
_TITLE_FOOT = ("draft-date", "revision", "contact", "copyright", "notes")
_TITLE_ROW = 16


def export(script: Script, options: ScriptOptions) -> Exported:
    """`NAME.fdx`, UTF-8. Notes and the annotations of scenes become script notes.

    Boneyards are left out, and declarations, which no screenplay prints. Sections deeper than
    four count as the fourth.
    """
    manuscript = read_manuscript(script.tree, script.cues)
    root = ET.Element("FinalDraft", DocumentType="Script", Template="No", Version=FORMAT_VERSION)
    _Writer(ET.SubElement(root, "Content"), _lengths(manuscript)).write(manuscript)
    _write_title(root, manuscript)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode", short_empty_elements=True)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
    return Exported({f"{script.name}.fdx": f"{head}{text}\n".encode()})


def _lengths(manuscript: Manuscript) -> dict[int, SceneLength]:
    layout = layout_of(manuscript)
    found = pages_in_eighths(paginate(manuscript, layout), layout)
    return {each.start: each for each in found}


class _Writer:
    """Writes elements into `content`; notes and page breaks wait for the paragraph that they
    belong to.
    """

    def __init__(self, content: ET.Element, lengths: Mapping[int, SceneLength]) -> None:
        self.content = content
        self.lengths = lengths
        self.waiting: list[str] = []
        self.breaks = False
        self.last = content

    def write(self, manuscript: Manuscript) -> None:
        for element in manuscript.elements:
            if isinstance(element, DualSpeech):
                self._write_dual(element)
            elif isinstance(element, Speech):
                self._write_speech(self.content, element)
            else:
                self._write_one(self.content, element)
        if self.waiting or self.breaks:
            self._paragraph(self.content, "Action", ())

    def _write_dual(self, element: DualSpeech) -> None:
        holder = self._paragraph(self.content, "General", None)
        dual = ET.SubElement(holder, "DualDialogue")
        self._write_speech(dual, element.left)
        self._write_speech(dual, element.right)

    def _write_speech(self, parent: ET.Element, speech: Speech) -> None:
        for paragraph in (speech.cue, *speech.said):
            self._write_one(parent, paragraph)

    def _write_one(self, parent: ET.Element, paragraph: Paragraph) -> None:
        kind = paragraph.kind
        if kind is Kind.ANNOTATION and paragraph.text.startswith("SUB ") and len(self.content):
            # A translation is of the line above it.
            _add_note(self.last, paragraph.text)
        elif kind in (Kind.NOTE, Kind.ANNOTATION):
            self.waiting.append(paragraph.text)
        elif kind is Kind.PAGE_BREAK:
            self.breaks = True
        else:
            self._write_paragraph(parent, paragraph)

    def _write_paragraph(self, parent: ET.Element, paragraph: Paragraph) -> None:
        kind = paragraph.kind
        runs = paragraph.runs
        if kind is Kind.PARENTHETICAL:
            runs = (Run("("), *runs, Run(")"))
        type_ = TYPES.get(kind) or f"Outline {min(paragraph.depth, OUTLINE_DEPTH_MAX)}"
        element = self._paragraph(parent, type_, runs)
        if kind is Kind.CENTERED:
            element.set("Alignment", "Center")
        if paragraph.number:
            element.set("Number", _clean(paragraph.number))
        if length := self.lengths.get(paragraph.start):
            properties = ET.Element(
                "SceneProperties",
                Length=as_pages(length.eighths),
                Page=str(length.page),
                Title="",
            )
            element.insert(0, properties)
        for note in paragraph.notes:
            _add_note(element, note)

    def _paragraph(self, parent: ET.Element, type_: str, runs: Iterable[Run] | None) -> ET.Element:
        element = ET.SubElement(parent, "Paragraph", Type=type_)
        if self.breaks:
            element.set("StartsNewPage", "Yes")
            self.breaks = False
        for note in self.waiting:
            _add_note(element, note)
        self.waiting = []
        if runs is not None:
            _add_text(element, runs)
        self.last = element
        return element


def _add_note(paragraph: ET.Element, text: str) -> None:
    note = ET.SubElement(paragraph, "ScriptNote")
    for line in text.split("\n"):
        _add_text(ET.SubElement(note, "Paragraph"), (Run(line),))


def _add_text(paragraph: ET.Element, runs: Iterable[Run]) -> None:
    """Adds one `Text` a run, its style as Final Draft names it."""
    empty = True
    for run in runs:
        styles = [
            name
            for name, on in (
                ("Bold", run.bold),
                ("Italic", run.italic),
                ("Underline", run.underline),
            )
            if on
        ]
        text = ET.SubElement(paragraph, "Text")
        if styles:
            text.set("AdornmentStyle", "0")
            text.set("Style", "+".join(styles))
        text.text = _clean(run.text)
        empty = False
    if empty:
        ET.SubElement(paragraph, "Text")


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


def _write_title(root: ET.Element, manuscript: Manuscript) -> None:
    """The title page: title, credit, author and source centred, the rest at its foot."""
    entries: dict[str, list[str]] = {}
    for key, text in manuscript.title:
        if text:
            entries.setdefault(key, []).append(text)
    shown = [key for key, _ in _TITLE_ORDER if key in entries]
    if not shown and not any(key in entries for key in _TITLE_FOOT):
        return
    content = ET.SubElement(ET.SubElement(root, "TitlePage"), "Content")
    _add_rows(content, _TITLE_ROW)
    for key, space in _TITLE_ORDER:
        if key in entries:
            _add_rows(content, space)
            _add_entry(content, key, entries[key], "Center")
    _add_rows(content, _TITLE_ROW)
    for key in _TITLE_FOOT:
        if key in entries:
            _add_entry(content, key, entries[key], "Left")
            _add_rows(content, 1)


def _add_rows(content: ET.Element, count: int) -> None:
    for _ in range(count):
        ET.SubElement(ET.SubElement(content, "Paragraph", Alignment="Center"), "Text")


def _add_entry(content: ET.Element, key: str, texts: Iterable[str], alignment: str) -> None:
    for text in texts:
        for line in text.split("\n"):
            paragraph = ET.SubElement(content, "Paragraph", Alignment=alignment, Type="General")
            _add_text(paragraph, emphasis(line))
