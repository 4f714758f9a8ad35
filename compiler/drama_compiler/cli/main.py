"""The command line `drama`: words come in, one verb's file answers."""

from __future__ import annotations

import gc
import importlib
import io
import keyword
import sys
from collections.abc import Sequence

import click

from drama_compiler.store.stamp import Asked

VERBS = {
    "new": "Lay out a new film: a script that builds, ready for git.",
    "check": "Read scripts and say what is wrong, free and offline.",
    "plan": "Show what a build would buy: which jobs, why, from whom, for how much.",
    "build": "Make the film: an MP4 to watch, a timeline to edit.",
    "redo": "Buy another take of a shot or a line, and keep those there are.",
    "collect": "Take in what was made by hand, from a folder.",
    "take": "List, bring in, choose and trim takes: what is in the film of all there is.",
    "why": "Say what a shot is made of, what is out of date, and where that is said.",
    "store": "Say what the store holds; verify it, free room in it, share it.",
    "export": "Write the timeline, or the script, in another format.",
    "import": "Read a script from Final Draft, or in another encoding.",
    "fmt": "Set scripts in the one way, or write them as plain Fountain.",
    "sheet": "Draw sheets: characters and places at a glance, or every shot.",
    "breakdown": "Write the shots that cover a script into it, to be changed by hand.",
    "draft": "Let a text model write a scene, as a diff to look at.",
    "stats": "Count a film: length, speech, screen time, places, shots.",
    "lock": "Say what was paid for, brought in and chosen; heal it after a merge.",
    "diff": "Say what changed as a film between two revisions in git.",
    "backends": "List what can make a film here, what it costs; rehearse for free.",
    "explain": "Print the page of a diagnostic: what, why, and what to write instead.",
    "ir": "Print what the compiler understood, as JSON.",
}
"""Every verb and its line in the help; its module is imported only when it is called."""


class Verbs(click.Group):
    """A group whose verbs are loaded when called, so that `drama --help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a film is made."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, from its own module."""
        if cmd_name not in VERBS:
            return None
        # A word of Python is no name for a module.
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        module = importlib.import_module(f"drama_compiler.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a verb, without importing any."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest verb where none is meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as failure:
            from drama_dsl.suggest import suggest

            near = suggest(args[0], list(VERBS))
            if near is None:
                raise
            raise click.UsageError(f"{failure.message} Did you mean '{near}'?", ctx) from None


@click.command(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with:  drama new myfilm && drama build myfilm/myfilm.drama",
)
@click.version_option(package_name="drama-lang", prog_name="drama")
def drama() -> None:
    """Write a film as text; compile it to an animatic, a timeline, a film."""


def main(args: Sequence[str] | None = None, asked: Asked | None = None) -> None:
    """Run the command line; exit codes: 0 done, 1 errors in what was asked for, 2 usage.

    `asked` is the plain build that the words ask for, where they do: its stamp is kept.
    """
    # Values live until the command ends: to look for dead ones often is a fifth of a reading.
    gc.set_threshold(100_000, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        # A terminal may have no sign for what a script says; that is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    drama.main(args=list(args) if args is not None else None, prog_name="drama", obj=asked)
