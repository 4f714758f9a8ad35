"""An element's nodes come in; the ways to write it in the other dialect go out, best first."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Protocol

from drama_dsl.clauses import Words
from drama_dsl.cues import maybe_cue
from drama_dsl.headings import ENGLISH, chinese_heading
from drama_dsl.shot import shot_clauses
from drama_dsl.source import Source
from drama_dsl.tree import Annotation, Cue, Form, Kind, Node
from drama_grammar import fold

Ways = tuple[str, ...]

_CUE_MARKS = str.maketrans({"（": " (", "）": ")", "＾": " ^"})
_KEY = re.compile(r"[^:：]*：")
_HAN_KEY = re.compile(r"\A([\u2e80-\u9fff]+)\s*:[ \t]*")
_HAN = re.compile(r"[\u2e80-\u9fff]")
_HEAD = re.compile(r"([^:：]*?)\s*([:：])")
_COMMENTS = frozenset({Kind.NOTE, Kind.BONEYARD})


class Writer(Protocol):
    """Writes one element: its nodes (several where a speech is none), who is known to speak."""

    def __call__(self, source: Source, nodes: Sequence[Node], known: Collection[str]) -> Ways:
        """The ways to write it, without the line end behind it."""
        ...


def fountain_writer(source: Source, nodes: Sequence[Node], known: Collection[str]) -> Ways:
    """The ways to write an element of a `.drama` script in plain Fountain."""
    del known
    node, text = nodes[0], _text(source, nodes[0])
    if isinstance(node, Annotation):
        return (text,) if node.form is Form.NOTE else (_as_note(source, node),)
    if len(nodes) > 1:
        return _forced_action(_paragraph(source, nodes))
    kind = node.kind
    if kind is Kind.TITLE_PAGE:
        key = _KEY.match(text)
        return (f"{key[0][:-1].rstrip()}: {text[key.end() :].lstrip()}" if key else text,)
    if kind is Kind.SCENE_HEADING:
        return _fountain_heading(text)
    if isinstance(node, Cue):
        return _fountain_cue(node, text)
    if kind is Kind.ACTION:
        if text[:1] in "！△▲":
            return ("!" + text[1:],)
        return _forced_action(text)
    if kind is Kind.TRANSITION:
        body = text[1:].strip() if text[0] in ">＞" else text
        return (f"> {body}",) if text[0] in ">＞" else (text, f"> {body}")
    return (_narrow(kind, text),)


def drama_writer(
    source: Source, nodes: Sequence[Node], known: Collection[str], *, careful: bool
) -> Ways:
    """The ways to write an element of a Fountain script as `.drama`.

    `known` are the folded names of those whose cues need no mark from here on. To be `careful`
    leaves a shot with words in it that are no clause a note, for there they are free text.
    """
    node, text = nodes[0], _text(source, nodes[0])
    kind = node.kind
    if isinstance(node, Annotation):
        bare = "" if careful and _has_words(source, node) else _as_lines(source, node)
        return (bare, text) if bare else (text,)
    if kind is Kind.TITLE_PAGE:
        wide = _HAN_KEY.sub("\\1：", text, count=1)
        return (wide, text, text[:1].upper() + text[1:])
    if kind is Kind.PARENTHETICAL and not node.inner and _HAN.search(text):
        return (f"（{text[1:-1].strip()}）", text)
    if kind is Kind.SCENE_HEADING and text[0] == "." and not node.inner:
        body = text[1:].strip()
        return (body, text) if not body.isascii() and chinese_heading(body) else (text,)
    if isinstance(node, Cue):
        return _drama_cue(node, text, known)
    return _forced_action(text) if kind is Kind.ACTION else (text,)


def _text(source: Source, node: Node) -> str:
    """The characters of a node without the blanks at its ends; action keeps its indent."""
    text = source.text[node.start : node.end]
    if node.kind is Kind.ACTION:
        return text.rstrip("\n") if text.lstrip()[:1] not in "!！△▲" else text.strip("\n").lstrip()
    if node.kind is Kind.DIALOGUE:
        return text[:-1] if text.endswith("\n") else text
    return text.strip()


def _paragraph(source: Source, nodes: Sequence[Node]) -> str:
    """What may have been a speech and is none, as one paragraph, with what annotates it."""
    parts: list[str] = []
    for node in nodes:
        written = source.text[node.start : node.end]
        if isinstance(node, Annotation) and node.form is not Form.NOTE:
            written = _as_note(source, node)
        elif node.kind not in _COMMENTS and not isinstance(node, Annotation):
            parts.append(written)
            continue
        parts[-1] = parts[-1].rstrip()
        parts.append(f" {written.strip()}\n")
    return "\n".join(line.strip() for line in "".join(parts).split("\n") if line.strip())


def _forced_action(text: str) -> Ways:
    """Action as it stands, and with a `!` before it; `!!` would be a shot."""
    body = text.lstrip()
    if body[:1] != "!":
        return (text, f"! {body}" if body[:1] == "！" else f"!{body}")
    rest = body[1:]
    return (f"! {rest.lstrip()}",) if rest.lstrip()[:1] in ("!", "！") else (text,)


def _fountain_heading(text: str) -> Ways:
    if text[0] in ".．。":
        return ("." + text[1:].lstrip(),)
    return (text,) if ENGLISH.match(text) else ("." + text, text)


def _fountain_cue(node: Cue, text: str) -> Ways:
    """A cue that needs no declaration: `@李雷 (旁白) ^`."""
    if not node.maybe and not node.forced:
        return (text,)
    body = text[1:] if text[0] in "@＠" else text.rstrip(":：")
    return ("@" + " ".join(body.translate(_CUE_MARKS).split()),)


def _narrow(kind: Kind, text: str) -> str:
    """An element with its mark, if it has a full-width one, as Fountain knows it."""
    if kind is Kind.LYRICS:
        return "\n".join("~" + line.strip()[1:] for line in text.split("\n"))
    if kind is Kind.PARENTHETICAL:
        return f"({text[1:-1].strip()})"
    if kind is Kind.SECTION:
        body = text.lstrip("#＃")
        return "#" * (len(text) - len(body)) + " " + body.strip()
    if kind is Kind.SYNOPSIS:
        return f"= {text[1:].strip()}"
    if kind is Kind.CENTERED:
        return f"> {text[1:-1].strip()} <"
    return text.replace("＝", "=") if kind is Kind.PAGE_BREAK else text


def _as_note(source: Source, node: Annotation) -> str:
    """An annotation line as a note: `[[SHOT: wide | last: she turns]]`."""
    head, value = _head(source, node), _escaped(node.text)
    parts = [f"{_capital(head)}{_gap(head, value)}{value}"]
    for each in node.properties:
        colon = _colon(source.text[each.key_start + len(each.written) : each.value_start])
        key = f"{each.written}{colon}" if each.written else ""
        value = _escaped(each.value)
        parts.append(f"{key}{_gap(key, value)}{value}")
    text = " | ".join(part.strip() for part in parts)
    tail = " " if text.endswith(("]", "\\")) else ""
    comments = [source.text[each.start : each.end] for each in node.inner]
    return " ".join([f"[[{text}{tail}]]", *comments])


def _as_lines(source: Source, node: Annotation) -> str:
    """A note that annotates as lines: `shot: wide` with its properties beneath; "" if it cannot."""
    if not all(each.written for each in node.properties):
        return ""
    head = _head(source, node)
    if head.isascii():
        head = head.lower()
    lines = [f"{head}{_gap(head, node.text)}{node.text}"]
    for each in node.properties:
        colon = _colon(source.text[each.key_start + len(each.written) : each.value_start])
        key = f"{each.written}{colon}"
        lines.append(f"  {key}{_gap(key, each.value)}{each.value}")
    return "\n".join(lines)


def _has_words(source: Source, node: Annotation) -> bool:
    """Whether a shot says something that is no clause: a name, a preset, or free text."""
    if node.word != "shot":
        return False
    clauses, _ = shot_clauses(node, source)
    return any(isinstance(clause, Words) for clause in clauses)


def _head(source: Source, node: Annotation) -> str:
    """The word that an annotation begins with, as written, with its argument and colon."""
    if node.form is Form.BANG:
        return "shot:"
    written = source.text[node.start : node.value_start].lstrip("[ \t　\n")
    match = _HEAD.match(written)
    return f"{' '.join(match[1].split())}{match[2]}" if match else f"{node.word}:"


def _capital(head: str) -> str:
    """An English word in capitals, as notes have it; a language behind it stays (`SUB zh:`)."""
    word, blank, argument = head.partition(" ")
    return (word.upper() if word.isascii() else word) + blank + argument


def _colon(text: str) -> str:
    return "：" if "：" in text else ":"


def _gap(head: str, value: str) -> str:
    return " " if value and head.endswith(":") else ""


def _escaped(value: str) -> str:
    """A value in which no mark of a note stands for itself."""
    return value.replace("|", "\\|").replace("]]", "\\]\\]")


def _drama_cue(node: Cue, text: str, known: Collection[str]) -> Ways:
    """A Chinese cue without marks, once its name is known; else with its `@`."""
    body = text[1:].strip() if node.forced else text
    marked = text if node.forced else f"@{text}"
    if node.inner or not _HAN.search(node.name):
        return (text, marked)
    name, bracket, extension = body.partition("(")
    bare = body
    if bracket and _HAN.search(extension):
        bare = f"{name.rstrip()}（{extension.strip().replace(')', '）')}"
    if maybe_cue(bare) is None or fold(node.name) not in known:
        return (marked,)
    return (bare, marked)
