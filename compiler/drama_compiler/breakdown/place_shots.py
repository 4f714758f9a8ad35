"""Where the shots of a scene begin comes in; the edits that write them there come out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drama_compiler.breakdown.find_starts import Passage, Start
from drama_compiler.breakdown.spell_shot import spell_shot
from drama_compiler.film.film import Film, Line
from drama_dsl.diagnostic import Edit
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source
from drama_dsl.tree import Kind, Tree

_CHINESE = frozenset({"zh"})
_NOTE_MARK = re.compile(r"([|\]])")


def place_shots(
    starts: Sequence[Start], tree: Tree, film: Film, dialect: Dialect, *, careful: bool
) -> list[Edit]:
    """One edit a place at which implied shots begin, in the order of the text.

    `careful` writing quotes every name and forces every part of a paragraph to stay action.
    """
    writer = _Writer(tree.source, film, dialect, careful=careful)
    edits: list[Edit] = []
    waiting: list[Start] = []
    for index, start in enumerate(starts):
        if not start.shot.implied:
            continue
        waiting.append(start)
        following = starts[index + 1] if index + 1 < len(starts) else None
        if start.empty and following is not None and _together(start, following):
            continue
        edits.append(writer.edit(waiting))
        waiting = []
    return edits


def in_note(text: str) -> str:
    """What is said, with the marks escaped that part or end a note."""
    return _NOTE_MARK.sub(r"\\\1", text)


def _together(empty: Start, following: Start) -> bool:
    """Whether a shot in which nothing happens is written where the next one is."""
    if not following.shot.implied:
        return False
    if empty.passage is None or following.empty:
        return True
    return following.passage is empty.passage


class _Writer:
    """How one script writes shots: as lines or as notes, in its language, with its line ends."""

    def __init__(self, source: Source, film: Film, dialect: Dialect, *, careful: bool) -> None:
        self._source, self._film, self._careful = source, film, careful
        self._notes = dialect is Dialect.FOUNTAIN
        self._chinese = film.language in _CHINESE
        self._end = "\r\n" if "\r\n" in source.text else "\n"

    def edit(self, starts: Sequence[Start]) -> Edit:
        """The edit that writes shots which begin at one place: where the last of them does."""
        last, shots = starts[-1], [self._shot(start) for start in starts]
        if last.passage is None or last.empty:
            return self._behind(last, shots)
        if last.whole:
            return self._before(last.passage, shots)
        if last.passage.speech:
            return self._in_speech(last, shots)
        return self._in_action(last, shots)

    def _shot(self, start: Start) -> str:
        said = spell_shot(start.shot, self._film, chinese=self._chinese, quoted=self._careful)
        if self._notes:
            word = "镜头：" if self._chinese else "SHOT: "
            return f"[[{word}{in_note(said)}]]"
        return f"镜头：{said}" if self._chinese else f"shot: {said}"

    def _behind(self, start: Start, shots: list[str]) -> Edit:
        """Behind all of a passage, or the heading: shots in which nothing is seen or said."""
        text = self._source.text
        at = start.passage.node.end if start.passage else start.offset
        lead = "" if at == 0 or text[at - 1] in "\r\n" else self._end
        gap = self._end if at else ""
        return Edit(self._source.span(at, at), lead + gap + self._lines(shots) + self._end)

    def _before(self, passage: Passage, shots: list[str]) -> Edit:
        """Before a whole passage: on lines of their own, with a blank line above."""
        text, at = self._source.text, passage.lead
        if at == 0 and text.startswith("\ufeff"):
            at = 1
        above = text[:at].rstrip(" \t　")
        apart = passage.opens and above.strip("\ufeff") != "" and not _blank_line_above(above)
        gap = self._end if apart else ""
        return Edit(self._source.span(at, at), gap + self._lines(shots) + self._end)

    def _in_action(self, start: Start, shots: list[str]) -> Edit:
        """Inside a paragraph, which is parted; a note parts it where it stands."""
        at = start.offset
        if self._notes:
            blank = "" if self._source.text[at - 1 : at].strip() else " "
            return Edit(self._source.span(at, at), f"{blank.join(shots)}{blank}")
        assert start.passage is not None
        force = "!" if self._careful or self._misread(start.passage, at) else ""
        lines = self._end * 2 + self._lines(shots) + self._end + force
        return Edit(self._source.span(self._trimmed(at), at), lines)

    def _in_speech(self, start: Start, shots: list[str]) -> Edit:
        """Inside a speech, which goes on behind; each part is said in the same way."""
        line = next(event for event in start.shot.events if isinstance(event, Line))
        lines = self._end.join(shots) + self._end
        if line.mood:
            wide = self._chinese and not self._notes
            lines += (f"（{line.mood}）" if wide else f"({line.mood})") + self._end
        if line.lyric:
            lines += "~"
        at = self._trimmed(start.offset)
        return Edit(self._source.span(at, start.offset), self._end + lines)

    def _lines(self, shots: list[str]) -> str:
        return (self._end * 2).join(shots)

    def _trimmed(self, at: int) -> int:
        """Where the blanks before `at`, and a lyric's mark, begin."""
        text = self._source.text
        while at and (text[at - 1].isspace() or text[at - 1] in "~～"):
            at -= 1
        return at

    def _misread(self, passage: Passage, at: int) -> bool:
        """Whether the rest of a paragraph would be something else on a line of its own."""
        rest = self._source.text[at : passage.node.end]
        tree = parse(Source("", rest), dialect=Dialect.DRAMA)
        return not tree.nodes or tree.nodes[0].kind is not Kind.ACTION


def _blank_line_above(text: str) -> bool:
    """Whether the line above the end of `text` holds nothing."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines) < 2 or not lines[-2].strip()
