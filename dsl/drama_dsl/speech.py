"""Lines with a cue come in; the cue and what is said beneath it go out as nodes."""

from __future__ import annotations

from drama_dsl.annotations import annotation_head
from drama_dsl.cues import english_cue, forced_cue, maybe_cue, spoken_cue
from drama_dsl.reading import Reading
from drama_dsl.tree import Cue, Form, Kind, Node

_CUE_LENGTH_MAX = 60
_CHARACTER, _DIALOGUE = Kind.CHARACTER, Kind.DIALOGUE


def read_cue(reading: Reading, line: int, text: str) -> int:
    """Reads a cue in capitals with its speech; gives the line behind, 0 if it is no cue.

    A line that ends in `TO:` is never one, for it is meant as a transition.
    """
    if not (text.isupper() or "(" in text) or text.endswith("TO:"):
        return 0
    if end := read_usual_speech(reading, line, text):
        return end
    cue = english_cue(text)
    if cue is None or not _speaks(reading, line):
        return 0
    if reading.wide and not cue.name.isascii():
        cue.maybe = maybe_cue(text) is not None
    return _read_speech(reading, line, cue)


def read_usual_speech(reading: Reading, line: int, text: str) -> int:
    """Reads the usual speech at once: a bare name over lines that begin with a letter or digit,
    and a blank line; 0 for any other, which `_read_speech` reads.
    """
    lines = reading.lines
    texts, starts, comments = lines.texts, lines.starts, lines.comments
    end, last = line + 1, len(texts)
    while end < last and texts[end][:1].isalnum() and end not in comments:
        end += 1
    empty = end == last or (not texts[end] and end not in comments)
    if not line or end == line + 1 or not empty or line in comments or not text.isascii():
        return 0
    if "(" in text or "*" in text or "_" in text or "^" in text:
        return 0
    if reading.wide and any(map(annotation_head, texts[line + 1 : end])):
        return 0
    start, below = starts[line], starts[line + 1]
    at = start + texts[line].index(text)
    reading.nodes.append(Cue(_CHARACTER, start, below, text, at, (), text, at))
    said = texts[line + 1].rstrip()
    if end > line + 2:
        said = "\n".join(map(str.rstrip, texts[line + 1 : end]))
    reading.nodes.append(Node(_DIALOGUE, below, starts[end], said, below))
    return end


def read_forced_cue(reading: Reading, line: int, text: str) -> int:
    """Reads `@Name` with its speech; 0 where nothing is said beneath it: that is action."""
    cue = forced_cue(text, 1, wide=reading.wide)
    if cue is None or not _speaks(reading, line):
        return 0
    return _read_speech(reading, line, cue)


def read_chinese_cue(reading: Reading, line: int, text: str) -> int:
    """Reads what may be a cue by its form, `李雷` or `李雷：台词`, with its speech; else 0."""
    found = spoken_cue(text)
    if found is not None:
        return _read_spoken(reading, line, *found)
    if len(text) > _CUE_LENGTH_MAX:
        return 0
    cue = maybe_cue(text)
    if cue is None or not _speaks(reading, line):
        return 0
    return _read_speech(reading, line, cue)


def _speaks(reading: Reading, line: int) -> bool:
    """Whether something is said beneath a cue; notes and annotations are looked through."""
    texts = reading.lines.texts
    line += 1
    while line < len(texts):
        raw = texts[line]
        text = raw.strip()
        if text:
            if not reading.wide or annotation_head(raw) is None:
                return text[0] not in reading.marks or not reading.breaks(text) or text[0] in "~～"
            line += 1
            while line < len(texts) and texts[line][:1] in " \t　" and texts[line].strip():
                line += 1
            continue
        if line not in reading.lines.comments:
            return raw == "  "
        if reading.ends_speech(line):
            return False
        line += 1
    return False


def _read_speech(reading: Reading, line: int, cue: Cue) -> int:
    """Reads a cue that fills its line, and the dialogue beneath it."""
    lines = reading.lines
    raw = lines.texts[line]
    index = len(raw) - len(raw.lstrip())
    cue.start, cue.end = lines.starts[line], lines.starts[line + 1]
    cue.dual = cue.dual and _follows_speech(reading)
    if line and line not in lines.comments:
        index += cue.start
        cue.text_start += index
        cue.name_start += index
        reading.nodes.append(cue)
    else:
        cue.text_start = lines.offset(line, index + cue.text_start)
        cue.name_start = lines.offset(line, index + cue.name_start)
        reading.push(cue, line, line + 1)
    return _read_dialogue(reading, line + 1, spoken=False)


def _read_spoken(reading: Reading, line: int, cue: Cue, words: int) -> int:
    """Reads `李雷：台词`: a cue, and on the same line what is said."""
    lines = reading.lines
    raw = lines.texts[line]
    lead = len(raw) - len(raw.lstrip())
    cue.start = lines.starts[line]
    cue.text_start = lines.offset(line, lead + cue.text_start)
    cue.name_start = lines.offset(line, lead + cue.name_start)
    split = lines.offset(line, lead + words)
    reading.nodes.append(cue)
    end = _read_said(reading, line, raw.strip()[words:], spoken=True)
    said = reading.nodes[-1]
    cue.end = said.start = said.text_start = split
    cue.inner = tuple(node for node in said.inner if node.start < split)
    said.inner = said.inner[len(cue.inner) :]
    return _read_dialogue(reading, end, spoken=True)


def _follows_speech(reading: Reading) -> bool:
    """Whether the last thing before was said: a caret needs someone to speak with."""
    for node in reversed(reading.nodes):
        if node.kind in (Kind.DIALOGUE, Kind.PARENTHETICAL, Kind.LYRICS):
            return True
        if node.kind not in (Kind.BLANK, Kind.NOTE, Kind.BONEYARD, Kind.ANNOTATION):
            return False
    return False


def _read_dialogue(reading: Reading, line: int, *, spoken: bool) -> int:
    """Reads what is said, up to a blank line; `spoken` where the cue stood on the line itself."""
    texts, comments = reading.lines.texts, reading.lines.comments
    while line < len(texts):
        raw = texts[line]
        text = raw.strip()
        if not text and line in comments:
            if reading.ends_speech(line):
                return line
            line = reading.add_empty(line)
            continue
        if not text and raw != "  ":
            return line
        if text and reading.wide:
            head = annotation_head(raw)
            if head is not None:
                line = reading.add_annotation(line, head, Form.LINE)
                continue
            if spoken and spoken_cue(text):
                return line
        mark = reading.narrow(text[:1])
        if mark == "~":
            line = read_lyrics(reading, line)
        elif mark == "(" and len(text) > 1 and reading.narrow(text[-1]) == ")":
            inside = text[1:-1].strip()
            line = reading.add(line, line + 1, Kind.PARENTHETICAL, inside, whole=text)
        elif mark and text[0] in reading.speech_marks and reading.breaks(text):
            return line
        else:
            line = _read_said(reading, line, text, spoken=spoken)
    return line


def _read_said(reading: Reading, line: int, first: str, *, spoken: bool) -> int:
    """Reads lines of dialogue as one node; `first` is what the line `line` says."""
    texts, comments = reading.lines.texts, reading.lines.comments
    found = [first]
    end = line + 1
    while end < len(texts):
        raw = texts[end]
        text = raw.strip()
        if not text:
            if raw != "  " or end in comments:
                break
        elif text[0] in reading.speech_marks or (
            reading.wide and (annotation_head(raw) or (spoken and spoken_cue(text)))
        ):
            break
        found.append(text)
        end += 1
    reading.add(line, end, Kind.DIALOGUE, "\n".join(found).strip("\n"))
    if not first:
        # Carried on by two spaces: the text begins on the first line that says something.
        _begin_text(reading, line, end, marks="")
    return end


def _begin_text(reading: Reading, line: int, end: int, *, marks: str) -> None:
    """Lets the text of the last node begin on its first line that says something."""
    for index in range(line, end):
        text = reading.lines.texts[index]
        said = text.lstrip()
        if said[:1] and said[0] in marks:
            said = said[1:].lstrip()
        if said:
            reading.nodes[-1].text_start = reading.lines.offset(index, len(text) - len(said))
            return


def read_lyrics(reading: Reading, line: int) -> int:
    """Reads lines that begin with `~` as one node; gives the line behind."""
    texts = reading.lines.texts
    marks = "~～" if reading.wide else "~"
    found: list[str] = []
    end = line
    while end < len(texts):
        text = texts[end].strip()
        if not text or text[0] not in marks:
            break
        found.append(text[1:].strip())
        end += 1
    reading.add(line, end, Kind.LYRICS, "\n".join(found).strip("\n"), skip=1)
    _begin_text(reading, line, end, marks=marks)
    return end
