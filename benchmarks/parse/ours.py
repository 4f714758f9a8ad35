"""Our parser, for `compare`: to the tree, and to the tree with every text's emphasis read."""

from __future__ import annotations

from timing import measure

from drama_dsl.emphasis import emphasis
from drama_dsl.parser import Dialect, parse
from drama_dsl.source import Source
from drama_dsl.tree import Tree


def _tree(text: str) -> Tree:
    return parse(Source("script.fountain", text), dialect=Dialect.FOUNTAIN)


def _tree_and_emphasis(text: str) -> object:
    return [emphasis(node.text) for node in _tree(text) if node.text]


if __name__ == "__main__":
    measure({"drama, tree and emphasis": _tree_and_emphasis, "drama, tree": _tree})
