"""A script comes in; the same as plain Fountain comes out, its annotations as notes."""

from __future__ import annotations

from drama_compiler.contract.script import Exported, Script, ScriptOptions
from drama_dsl.convert import to_fountain
from drama_dsl.parser import Dialect, dialect_of
from drama_dsl.tree import Cue


def export(script: Script, options: ScriptOptions) -> Exported:
    """`NAME.fountain`; a script that is Fountain already comes out as it is."""
    name = f"{script.name}.fountain"
    tree = script.tree
    if dialect_of(tree.source.name) is Dialect.FOUNTAIN:
        return Exported({name: tree.source.text.encode()})
    speakers = {
        node.name
        for node in tree.nodes
        if isinstance(node, Cue) and node.maybe and node.start in script.cues
    }
    converted = to_fountain(tree, speakers)
    return Exported({name: converted.text.encode()}, converted.diagnostics)
