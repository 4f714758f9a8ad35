"""What a model proposes comes in; a person looks at it, and what was taken comes out.

Nothing that a model wrote reaches a script unseen: it is printed as a diff, and written only where
somebody at a terminal says so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from drama_compiler.breakdown.breakdown import apply_edits
from drama_compiler.cli import differences, views
from drama_compiler.cli.editing import edits_data, write_script

if TYPE_CHECKING:
    from drama_compiler.assistance.conversation import Conversation
    from drama_compiler.assistance.proposal import Proposal
    from drama_compiler.session import Analysis
    from drama_dsl.diagnostic import Diagnostic, Edit
    from drama_dsl.source import Source

model_option: dict[str, Any] = {
    "metavar": "MODEL",
    "help": "A text model, at OpenAI's server or at OPENAI_BASE_URL.",
}


@contextmanager
def conversing(model: str, instruction: str) -> Iterator[Conversation]:
    """A conversation while the block lasts; where it breaks, why is printed and the verb ends.

    What it cost in tokens is told at the end.
    """
    from drama_compiler.assistance.conversation import UnknownServer, converse
    from drama_compiler.contract.service import LostAnswer, ServiceError

    try:
        conversation = converse(model, instruction)
    except UnknownServer as unknown:
        click.echo(f"error: {unknown}", err=True)
        sys.exit(views.EXIT_ERRORS)
    try:
        yield conversation
    except (ServiceError, LostAnswer) as failure:
        click.echo(f"error: the model `{model}` gives no answer: {failure}", err=True)
        sys.exit(views.EXIT_ERRORS)
    finally:
        if conversation.tokens_read:
            told = (
                f"{conversation.tokens_read:,} tokens read, {conversation.tokens_written:,} written"
            )
            click.echo(f"{conversation.model}: {told}", err=True)


def check_terminal(write: bool) -> None:
    """Refuse to write where nobody looks."""
    if write and not (sys.stdin.isatty() and views.watched()):
        raise click.UsageError(
            "what a model proposes is not written unseen: --write needs a terminal; without it the "
            "diff goes to stdout, and `git apply` takes it"
        )


def settle(
    analysis: Analysis,
    source: Source,
    proposals: Iterable[Proposal],
    diagnostics: Sequence[Diagnostic],
    write: bool,
    as_json: bool,
) -> bool:
    """Show what is proposed, write what is taken; whether there was any proposal.

    `diagnostics` are printed by who finds them, but stand in the JSON.
    """
    from drama_dsl.report.json import as_data

    if as_json:
        found = list(proposals)
        data = {
            "file": source.name,
            "written": False,
            "proposals": [
                {"title": each.title, "edits": edits_data(source, each.edits)} for each in found
            ],
            "diagnostics": as_data(diagnostics, analysis.sources),
        }
        views.print_json(data)
        return bool(found)
    if not write:
        found = list(proposals)
        edits = [edit for each in found for edit in each.edits]
        differences.show(source.name, source.text, apply_edits(source.text, edits))
        return bool(found)
    seen, taken = _offer(source, proposals)
    if taken:
        write_script(analysis.project.script, apply_edits(source.text, taken))
    return seen


def _offer(source: Source, proposals: Iterable[Proposal]) -> tuple[bool, list[Edit]]:
    """Show each proposal as a diff as soon as it is there; the edits of those that were taken."""
    seen = False
    taken: list[Edit] = []
    for each in proposals:
        before = apply_edits(source.text, taken)
        differences.show(source.name, before, apply_edits(source.text, [*taken, *each.edits]))
        if click.confirm(f"{each.title}: into the script?", err=True):
            taken += each.edits
        seen = True
    return seen, taken
