"""What the tests of the language share: a script comes in, its elements in short go out."""

from __future__ import annotations

from typing import Any

from drama_dsl.parser import parse
from drama_dsl.source import Source
from drama_dsl.tree import Annotation, Cue, Node, Tree
from drama_dsl.view import elements

MERGED = frozenset({"title_page", "action", "dialogue", "lyrics", "centered"})
SHORT = {"scene_heading": "H", "action": "A", "character": "C", "dialogue": "D", "lyrics": "L",
         "parenthetical": "P", "transition": "T", "centered": ">", "section": "#", "synopsis": "=",
         "note": "N", "boneyard": "B", "page_break": "|", "annotation": "@",
         "title_page": "K"}  # fmt: skip


def tree_of(text: str, name: str = "script.drama") -> Tree:
    """The tree of a script, by default in the dialect of `.drama` files."""
    return parse(Source(name, text))


def kinds(text: str, name: str = "script.drama", *, decided: bool = True) -> str:
    """The kinds of a script's elements, a letter each; `^` behind a cue with a caret.

    `decided` False reads every cue that only declarations can tell as action.
    """
    found = elements(tree_of(text, name), None if decided else frozenset())
    return "".join(SHORT[one["kind"]] + ("^" if one.get("dual") else "") for one in found)


def fountain(text: str) -> str:
    """The kinds of a script's elements in the dialect of `.fountain` files."""
    return kinds(text, "script.fountain")


def merged(text: str) -> list[str]:
    """The elements as the shared cases list them: runs merged, `dual_dialogue` before a cue."""
    names: list[str] = []
    for element in elements(tree_of(text, "case.fountain")):
        if element.get("dual"):
            names.append("dual_dialogue")
        if element["kind"] not in MERGED or names[-1:] != [element["kind"]]:
            names.append(element["kind"])
    return names


def texts(text: str, name: str = "script.drama") -> list[str]:
    """The texts of a script's elements."""
    return [element["text"] for element in elements(tree_of(text, name))]


def all_annotations(text: str, name: str = "script.drama") -> list[Annotation]:
    """All annotations of a script, those inside lines too."""
    found: list[Annotation] = []
    for node in tree_of(text, name):
        parts: tuple[Node, ...] = (node, *node.inner)
        found += [part for part in parts if isinstance(part, Annotation)]
    return found


def cues(text: str, name: str = "script.drama") -> list[Cue]:
    """All cues of a script."""
    return [node for node in tree_of(text, name) if isinstance(node, Cue)]


def codes(text: str, name: str = "script.drama") -> list[str]:
    """The codes of what the parser finds wrong, in order."""
    return [found.code for found in tree_of(text, name).diagnostics]


def slices(text: str, node: Any, *pairs: str) -> list[str]:
    """What stands in `text` where a node says that its parts stand: `name` at `name_start`."""
    return [text[getattr(node, f"{pair}_start") :][: len(getattr(node, pair))] for pair in pairs]
