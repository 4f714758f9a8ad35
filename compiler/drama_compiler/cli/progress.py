"""How a build goes on comes in; a line with the share done and the time left comes out."""

from __future__ import annotations

import contextlib
import threading
import time
from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as RichProgress

from drama_compiler.cli.views import clock, watched
from drama_compiler.make.bought import Order
from drama_compiler.plan.decide import Batch
from drama_compiler.plan.plan import Plan, Status

PLAIN_EVERY_SECONDS = 10.0
"""How often a line is printed where nobody watches a terminal."""

_NOUNS = {
    "voice": "speaking",
    "clip": "drawing",
    "picture": "conforming",
    "segment": "titling",
    "transition": "mixing pictures",
    "cue": "scoring",
    "ambience": "laying ambience",
    "effect": "making effects",
    "stem": "laying tracks",
    "mix": "mixing",
    "master": "mastering",
}


class Progress:
    """A listener of builds for people, on stderr; use as a context manager."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._watched = watched()
        self._bar = RichProgress(
            TextColumn("{task.description:<16}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[left]}"),
            console=self._console,
            transient=True,
            disable=not self._watched,
        )
        self._task = self._bar.add_task("reading", total=1.0, left="")
        self._lock = threading.Lock()
        self._work: dict[str, float] = {}
        self._done: dict[str, float] = {}
        self._began = 0.0
        self._told = 0.0
        self._buying = False

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def waits(self, pid: int) -> None:
        """Another build is at work."""
        who = f"process {pid}" if pid else "another process"
        with contextlib.suppress(OSError):
            click.echo(f"waiting for {who}, which builds this project", err=True)

    def warned(self, words: str) -> None:
        """Said before money is spent."""
        with contextlib.suppress(OSError):
            self._console.print(words, style="yellow", highlight=False, soft_wrap=True)

    def ordered(self, stage: str, orders: tuple[Order, ...]) -> None:
        """A stage of buying begins: every call is as much work as any other."""
        with self._lock:
            self._work = {job.name: 1.0 for order in orders for job in order.batch.jobs}
            self._done = {}
            self._began = self._told = time.monotonic()
            self._buying = True

    def planned(self, plan: Plan) -> None:
        """A stage begins: what is to be made in it is the work."""
        with self._lock:
            steps = plan.of(Status.MAKE, Status.WAIT)
            self._work = {step.job: max(0.01, step.cost.work_seconds) for step in steps}
            self._done = {}
            self._began = self._told = time.monotonic()
            self._buying = False

    def progressed(self, job: str, share: float) -> None:
        """Part of a job is done."""
        with self._lock:
            self._done[job] = max(share, self._done.get(job, 0.0))
            self._show(job)

    def finished(self, batch: Batch, status: str) -> None:
        """A batch is done, or turned out to need nothing."""
        with self._lock:
            for job in batch.jobs:
                if status in ("made", "bought"):
                    self._done[job.name] = 1.0
                else:
                    self._work.pop(job.name, None)
            self._show(batch.jobs[0].name)

    def _show(self, job: str) -> None:
        total = sum(self._work.values())
        done = sum(self._work.get(name, 0.0) * share for name, share in self._done.items())
        if not total:
            return
        share = min(1.0, done / total)
        now = time.monotonic()
        elapsed = now - self._began
        left = f"{clock(elapsed / share * (1 - share))} left" if share > 0.02 else ""
        kind = job.partition("/")[0]
        doing = f"buying {kind}s" if self._buying else _NOUNS.get(kind, "working")
        if self._watched:
            self._bar.update(self._task, completed=share, description=doing, left=left)
        elif now - self._told >= PLAIN_EVERY_SECONDS:
            self._told = now
            # A build goes on when nobody listens any more.
            with contextlib.suppress(OSError):
                click.echo(f"{share:4.0%}  {doing}  {left}", err=True)
