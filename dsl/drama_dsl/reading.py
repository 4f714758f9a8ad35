"""A script being read: its lines come in, nodes that tile what was read go out, one by one."""

from __future__ import annotations

from drama_dsl.annotations import Head, read_annotation, read_note
from drama_dsl.complaints import unclosed_comment
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.lexer import Lines, lex
from drama_dsl.source import Source
from drama_dsl.tree import Form, Kind, Node

_FULL_WIDTH = str.maketrans("＠．。！～＃＞＜＝（）＾▲", "@..!~#><=()^△")
_MARKS = "!@.>~#="
_WIDE_MARKS = "＠．。！～＃＞＝△▲"
_SPEECH_MARKS = "~(!>#="
_WIDE_SPEECH_MARKS = "～（！＞＃＝△▲"


class Reading:
    """What is known while a script is read.

    `wide` says that full-width marks, annotation lines and Chinese forms count (`.drama`).
    `marks` begin elements where a paragraph begins, `speech_marks` end a run of dialogue.
    """

    __slots__ = ("diagnostics", "lines", "marks", "nodes", "source", "speech_marks", "wide")

    def __init__(self, source: Source, *, wide: bool, lines: Lines | None = None) -> None:
        self.source = source
        self.wide = wide
        self.lines: Lines = lex(source.text) if lines is None else lines
        self.marks = frozenset(_MARKS + _WIDE_MARKS if wide else _MARKS)
        self.speech_marks = frozenset(_SPEECH_MARKS + _WIDE_SPEECH_MARKS if wide else _SPEECH_MARKS)
        self.nodes: list[Node] = []
        self.diagnostics: list[Diagnostic] = [
            unclosed_comment(source, comment) for comment in self.lines.unclosed
        ]

    def narrow(self, text: str) -> str:
        """`text` with its full-width marks as their ASCII twins, where they count."""
        return text.translate(_FULL_WIDTH) if self.wide else text

    def breaks(self, text: str) -> bool:
        """Whether a line in the middle of a paragraph begins another element by its mark."""
        mark = self.narrow(text[0])
        if mark in "!~△":
            return True
        if mark == ">":
            return len(text) > 1
        if mark == "#":
            return bool(text.strip("#＃" if self.wide else "#"))
        if mark == "=":
            signs = self.narrow(text)
            if not signs.strip("="):
                return len(signs) >= 3
            return signs[1] != "="
        return False

    def add(
        self, line: int, end: int, kind: Kind, text: str, *, whole: str = "", skip: int = 0
    ) -> int:
        """Adds a node over the lines `[line, end)`; gives `end`.

        Its text begins `skip` behind the indent, or where it stands in the stripped line `whole`.
        """
        lines = self.lines
        raw = lines.texts[line]
        index = skip if raw[:1].isalnum() else len(raw) - len(raw.lstrip()) + skip
        if whole:
            index += whole.find(text, 1)
        starts, comments = lines.starts, lines.comments
        if line and (not comments or (end == line + 1 and line not in comments)):
            start = starts[line]
            self.nodes.append(Node(kind, start, starts[end], text, start + index))
        else:
            node = Node(kind, starts[line], starts[end], text, lines.offset(line, index))
            self.push(node, line, end)
        return end

    def push(self, node: Node, line: int, end: int) -> None:
        """Adds a node over the lines `[line, end)`, with the comments that stand in them."""
        self.nodes.append(node)
        comments = self.lines.comments
        if not comments or (end == line + 1 and line not in comments):
            return
        inner: list[Node] = []
        for index in range(line, end):
            for comment in comments.get(index, ()):
                child, found = read_note(self.source, comment)
                self.diagnostics += found
                inner.append(child)
        node.inner += tuple(inner)

    def add_annotation(self, line: int, head: Head, form: Form) -> int:
        """Adds an annotation with the properties beneath it; gives the line behind it."""
        node, end, found = read_annotation(self.source, self.lines, line, head, form)
        self.diagnostics += found
        self.push(node, line, end)
        return end

    def add_empty(self, line: int) -> int:
        """Adds blank lines as one node, or the comments of a line that holds nothing else."""
        texts, comments = self.lines.texts, self.lines.comments
        if line in comments:
            return self._add_comments(line)
        end = line + 1
        last = len(texts)
        while end < last and not (texts[end] and texts[end].strip()) and end not in comments:
            end += 1
        starts = self.lines.starts
        self.nodes.append(Node(Kind.BLANK, starts[line], starts[end]))
        return end

    def _add_comments(self, line: int) -> int:
        """Adds each comment of a line as a node; the blanks behind one belong to it."""
        cursor = self.lines.starts[line]
        first = True
        for comment in self.lines.comments[line]:
            node, found = read_note(self.source, comment)
            self.diagnostics += found
            if first:
                node.start = cursor
            else:
                self.nodes[-1].end = node.start
            first = False
            self.nodes.append(node)
        self.nodes[-1].end = self.lines.starts[line + 1]
        return line + 1

    def ends_speech(self, line: int) -> bool:
        """Whether the comments that fill a line end a dialogue: a boneyard of several lines."""
        text = self.source.text
        return any(
            comment.boneyard and not _is_one_line(text[comment.start : comment.end])
            for comment in self.lines.comments[line]
        )


def _is_one_line(text: str) -> bool:
    return "\n" not in text and "\r" not in text
