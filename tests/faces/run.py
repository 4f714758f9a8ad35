"""The command line, run in this process as a user would run it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

from drama_compiler.cli.main import drama


@dataclass(frozen=True)
class Run:
    """What came of a command: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The last line on stdout as JSON."""
        return json.loads(self.out.strip().splitlines()[-1])


def run(*words: object) -> Run:
    """Run `drama WORDS`; an exception that nobody caught is raised."""
    result = CliRunner().invoke(drama, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(result.exit_code, result.stdout, result.stderr)
