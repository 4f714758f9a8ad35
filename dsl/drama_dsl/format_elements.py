"""A node and its characters come in; the same characters in the one way to set them go out.

Only blanks change: those at the ends of lines, before and behind marks, and indents where they
mean nothing. Line ends are `\\n` here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from drama_dsl.tree import Annotation, Form, Kind, Node

_TITLE_INDENT = "    "
_PROPERTY_INDENT = "  "
_VALUE_INDENT = "    "
_PAUSE = "  "
"""The line of two spaces, which carries a dialogue or a note on."""

_KEYED = re.compile(r"([^:：]*)([:：])(.*)", re.DOTALL)
_GAPS = re.compile(r"\s{2,}|\t")
_NUMBER = re.compile(r"\s*([#＃][\w.\-]+[#＃])$")
_BRACKET = re.compile(r"^([^()（）]*[^\s()（）])\s*(?=\()")
_CARET = re.compile(r"\s*([\^＾])$")
_BAR = re.compile(r"(?<!\\)\|")
_COLON_ENDS = (":", "：")


def set_element(node: Node, text: str, *, open_: bool, unsure: bool) -> str:
    """The characters of `node`, set: `text` is what it holds, without the line end behind it.

    `open_` says that the next node stands on the same line; `unsure` that it is of a speech
    that may turn out to be action, in which blanks between words count.
    """
    if node.kind in (Kind.NOTE, Kind.BONEYARD) or _is_note(node):
        return _comment(node, text, open_=open_)
    lines = _split(node, text)
    if isinstance(node, Annotation):
        return _annotation(node, lines)
    kind = node.kind
    if unsure:
        body = "\n".join(line if line == _PAUSE else _trim(line).strip() for line in lines)
        return body + " " if open_ and text[-1:].isspace() else body
    if kind is Kind.TITLE_PAGE:
        below = [_TITLE_INDENT + line.strip() for line in lines[1:]]
        return "\n".join([_keyed(lines[0]), *below])
    if kind is Kind.ACTION:
        return _action(lines)
    if kind in (Kind.DIALOGUE, Kind.LYRICS, Kind.PARENTHETICAL):
        return "\n".join(_spoken(kind, line) for line in lines)
    line = _trim(lines[0]).strip()
    if node.inner:
        return line
    if kind is Kind.SCENE_HEADING:
        return _heading(line)
    if kind is Kind.CHARACTER:
        return _cue(line)
    return _marked(kind, line)


def _is_note(node: Node) -> bool:
    return isinstance(node, Annotation) and node.form is Form.NOTE


def _split(node: Node, text: str) -> list[str]:
    """The lines of an element; a comment that reaches over line ends stands in one of them."""
    if not node.inner or "\n" not in text:
        return text.split("\n")
    lines: list[str] = []
    begin = cursor = 0
    for comment in node.inner:
        start, end = comment.start - node.start, comment.end - node.start
        while (at := text.find("\n", cursor, start)) >= 0:
            lines.append(text[begin:at])
            begin = cursor = at + 1
        cursor = end
    return [*lines, *_rest(text, begin, cursor)]


def _rest(text: str, begin: int, cursor: int) -> list[str]:
    """The lines from `begin` on, their ends looked for from `cursor` on."""
    at = text.find("\n", cursor)
    return [text[begin:]] if at < 0 else [text[begin:at], *text[at + 1 :].split("\n")]


def _trim(line: str) -> str:
    """A line without the blanks at its end; of one that a comment joins, at each end."""
    if "\n" not in line:
        return line.rstrip()
    kept = [part if part == _PAUSE else part.rstrip() for part in line.split("\n")]
    return "\n".join(kept).rstrip()


def _comment(node: Node, text: str, *, open_: bool) -> str:
    """A note or a boneyard; its own lines keep their indents."""
    body = _trim(text)
    several = "\n" in body
    if not several:
        body = body.strip()
        if isinstance(node, Annotation):
            body = _note(body)
    return body + " " if open_ and text[-1:].isspace() else body


def _note(text: str) -> str:
    """`[[SHOT:close|last:x]]` as `[[SHOT: close | last: x]]`."""
    parts = _BAR.split(text[2:-2].strip())
    body = " | ".join(_keyed(part.strip()) for part in parts)
    tail = " " if body.endswith("\\") else ""
    return f"[[{body}{tail}]]"


def _annotation(node: Annotation, lines: Sequence[str]) -> str:
    """An annotation line with its properties beneath, two blanks in; what goes on, four."""
    head = _trim(lines[0]).strip()
    found = [_bang(head) if node.form is Form.BANG else _keyed(head)]
    starts = {each.start - node.start: each for each in node.properties}
    at = len(lines[0]) + 1
    for line in lines[1:]:
        body = _trim(line).strip()
        own = starts.get(at)
        if own is None:
            found.append(_VALUE_INDENT + body)
        else:
            found.append(_PROPERTY_INDENT + (_keyed(body) if own.written else body))
        at += len(line) + 1
    return "\n".join(found)


def _bang(line: str) -> str:
    mark, body = line[:2], line[2:].lstrip()
    return f"{mark} {body}" if mark[1] == "!" and body else mark + body


def _keyed(line: str) -> str:
    """`word: value` with one blank behind the colon, none behind a full-width one."""
    match = _KEYED.fullmatch(_trim(line))
    if not match or "[[" in match[1] or "/*" in match[1]:
        return _trim(line)
    key, colon, value = match[1].rstrip(), match[2], match[3].strip()
    return f"{key}{colon} {value}" if colon == ":" and value else key + colon + value


def _action(lines: Sequence[str]) -> str:
    """Action keeps its lines and their indents."""
    found = [_trim(line) for line in lines]
    if len(found) == 1 and found[0].endswith("TO:") and lines[0][-1:].isspace():
        # The blank says that this is no transition.
        return found[0] + " "
    return "\n".join(found)


def _spoken(kind: Kind, line: str) -> str:
    """A line of a speech, without its indent."""
    if line == _PAUSE:
        return line
    body = _trim(line).strip()
    if kind is Kind.LYRICS and body[:1] in "~～":
        return body[:1] + body[1:].lstrip()
    if kind is Kind.PARENTHETICAL and "\n" not in body and len(body) > 1:
        return body[0] + body[1:-1].strip() + body[-1]
    return body


def _heading(line: str) -> str:
    """A heading with single blanks, also before its number."""
    return _NUMBER.sub(r" \1", _single(line))


def _cue(line: str) -> str:
    """A cue with single blanks; one before `(` and `^`, none behind `@` and a wide colon."""
    if line[0] in "@＠":
        line = line[0] + line[1:].lstrip()
    line = _single(line)
    colon = ""
    if line[-1] in _COLON_ENDS:
        colon = ": " if line[-1] == ":" else "："
        line = line[:-1].rstrip()
    caret = _CARET.search(line)
    if caret:
        line = line[: caret.start()]
    if line.endswith(")"):
        line = _BRACKET.sub(r"\1 ", line)
    if caret:
        line += (" ^" if caret[1] == "^" else "＾") if line else caret[1]
    return line + colon


def _marked(kind: Kind, line: str) -> str:
    """A section, synopsis, transition or centred line: one blank behind its mark."""
    mark = line[0]
    if kind is Kind.SECTION:
        body = line.lstrip("#＃")
        signs = line[: len(line) - len(body)]
        return f"{signs} {body.strip()}" if signs[-1] == "#" else signs + body.strip()
    if kind is Kind.SYNOPSIS:
        return f"= {line[1:].strip()}" if mark == "=" else mark + line[1:].strip()
    if kind is Kind.CENTERED:
        inside = line[1:-1].strip()
        blank = " " if inside else ""
        left = "> " if mark == ">" else mark
        return f"{left}{inside}{blank}<" if line[-1] == "<" else left + inside + line[-1]
    if kind is Kind.TRANSITION and mark in ">＞":
        body = line[1:].strip()
        return f"> {body}".rstrip() if mark == ">" else mark + body
    return line


def _single(line: str) -> str:
    """Single blanks; a run of full-width ones stays one."""
    return _GAPS.sub(lambda match: "　" if set(match[0]) == {"　"} else " ", line)
