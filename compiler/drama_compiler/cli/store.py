"""`drama store`: a project comes in; what its store holds, and what is shared, comes out."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import json_option
from drama_dsl.diagnostic import Diagnostic, Help, error

if TYPE_CHECKING:
    from drama_compiler.project import Project
    from drama_compiler.store.lock import Lock
    from drama_compiler.store.media import MediaStore, StoredFile
    from drama_compiler.store.remote import Moved, Remote
    from drama_compiler.store.sweep import Kept

DAY_SECONDS = 24 * 3600

F = TypeVar("F", bound=Callable[..., Any])

url_argument = click.argument("url", required=False, metavar="[URL]")
all_option = click.option(
    "--all", "everything", is_flag=True, help="Also what only older locks in git name."
)


@click.group(
    invoke_without_command=True,
    epilog="Example:  drama store gc --dry-run    exit code: 0 done, 1 something is wrong",
)
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    default=".",
    help="A folder of the project, or its script; this folder if not said.",
)
@json_option
@click.pass_context
def command(ctx: click.Context, project: Path, as_json: bool) -> None:
    """Say what the store of a project holds; verify it, free room in it, share it.

    What was paid for lies in it for good: no command frees what a lock, in any commit, names.
    """
    from drama_compiler.project import open_project

    # The root is looked for from a file's folder; which file does not matter.
    ctx.obj = open_project(project / "any" if project.is_dir() else project)
    if ctx.invoked_subcommand is None:
        _report(ctx.obj, as_json=as_json)


def told(verb: F) -> F:
    """The verb, with all trouble that a store can have told as a diagnostic, exit code 1."""

    @wraps(verb)
    def run(*args: Any, **options: Any) -> Any:
        from drama_compiler.sharing import remote_trouble
        from drama_compiler.store.claim import ProjectBusy
        from drama_compiler.store.remote import RemoteError
        from drama_compiler.store.revisions import HistoryError
        from drama_compiler.store.state import StateError

        try:
            return verb(*args, **options)
        except HistoryError as failure:
            message = f"git's history cannot be read: {failure}"
            _fail(error("history-unreadable", message, None))
        except RemoteError as failure:
            _fail(remote_trouble(failure))
        except ProjectBusy as failure:
            helps = (Help("wait until it is done"),)
            _fail(error("project-busy", str(failure), None, helps=helps))
        except (OSError, StateError, sqlite3.Error) as failure:
            _fail(_not_written(failure))

    return run  # type: ignore[return-value]


def _fail(*found: Diagnostic) -> NoReturn:
    views.show_diagnostics(found, {})
    sys.exit(views.EXIT_ERRORS)


def _not_written(failure: Exception) -> Diagnostic:
    what = str(failure)
    if isinstance(failure, OSError) and failure.strerror:
        what = f"`{failure.filename}`: {failure.strerror}" if failure.filename else failure.strerror
    message = f"the store cannot be read or written: {what}"
    return error("store-not-written", message, None)


@told
def _report(project: Project, *, as_json: bool) -> None:
    from drama_compiler.cli import store_views
    from drama_compiler.store.sweep import sweep

    lock, kept = _survey(project)
    shown = store_views.Report.of(kept, sweep(kept), project.state_folder)
    absent = len(_absent(_store(project), lock))
    if as_json:
        views.print_json({**shown.as_data(), "absent": absent})
    else:
        store_views.show(shown, absent)


@command.command(epilog="Example:  drama store verify    exit code: 0 all whole, 1 damaged")
@json_option
@click.pass_obj
@told
def verify(project: Project, as_json: bool) -> None:
    """Digest every file anew; one that is damaged is set aside, and whose it is is told."""
    from drama_compiler.cli import store_views
    from drama_compiler.store.state import State
    from drama_compiler.store.verify import verify as look

    lock = _lock(project)
    jobs: dict[str, set[str]] = {}
    if (project.state_folder / "state.db").is_file():
        state = State(project.state_folder / "state.db")
        jobs = state.jobs_by_media()
        state.close()
    verdict = look(_store(project), lock, jobs)
    if verdict.damaged:
        _void_stamps(project)
    found = [store_views.damage(each, project.label(each.path)) for each in verdict.damaged]
    if as_json:
        views.print_json(store_views.verdict_data(verdict, project.label))
    else:
        views.show_diagnostics(found, {})
        click.echo(store_views.verdict_line(verdict))
    sys.exit(views.EXIT_ERRORS if verdict.damaged else views.EXIT_DONE)


@command.command(epilog="Example:  drama store gc --dry-run --days 0")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--paid", is_flag=True, help="Also what was paid for and no lock names any more.")
@click.option(
    "--days", type=click.FloatRange(0), default=1.0, help="Leave what is younger; 1 if not said."
)
@json_option
@click.pass_obj
@told
def gc(project: Project, dry_run: bool, paid: bool, days: float, as_json: bool) -> None:
    """Free what can be made again and no film's last build is made of.

    A take that any lock names stays, in whatever commit, branch or stash that lock is.
    """
    from drama_compiler.cli import store_views
    from drama_compiler.store.claim import claim_project
    from drama_compiler.store.sweep import free, sweep

    with claim_project(project.state_folder, wait=False):
        _, kept = _survey(project)
        sweeping = sweep(kept, age_seconds_min=days * DAY_SECONDS, paid=paid)
        if not dry_run and sweeping.freed:
            free(sweeping, project.state_folder)
            _void_stamps(project)
    if as_json:
        views.print_json(store_views.sweeping_data(sweeping, dry_run=dry_run))
    else:
        store_views.show_sweeping(sweeping, dry_run=dry_run)


@command.command(epilog="Example:  drama store push s3://films/one")
@url_argument
@all_option
@json_option
@click.pass_obj
@told
def push(project: Project, url: str | None, everything: bool, as_json: bool) -> None:
    """Give a folder or a bucket the takes that the lock names and it has not.

    Nothing there is written over. Without URL, `remote` in `[store]` of drama.toml is meant.
    """
    from drama_compiler.store.remote import push as give

    wanted = _wanted(project, everything)
    remote = _remote(project, url)
    files = [file for file in _store(project).files() if file.digest in wanted]
    moved = give(files, remote)
    _tell(moved, remote, "pushed", as_json=as_json)
    if moved.refused:
        _fail(_damaged_here(moved, files))


@command.command(epilog="Example:  drama store pull s3://films/one")
@url_argument
@all_option
@json_option
@click.pass_obj
@told
def pull(project: Project, url: str | None, everything: bool, as_json: bool) -> None:
    """Fetch the takes that the lock names and are not here, verified by their digests."""
    from drama_compiler.sharing import refusals
    from drama_compiler.store.remote import listed
    from drama_compiler.store.remote import pull as fetch

    wanted = _wanted(project, everything)
    remote = _remote(project, url)
    if everything:
        types = listed(remote)
        wanted = {digest: type_ or types.get(digest, "") for digest, type_ in wanted.items()}
        wanted = {digest: type_ for digest, type_ in wanted.items() if type_}
    moved = fetch(wanted, remote, _store(project))
    if moved.moved:
        _void_stamps(project)
    _tell(moved, remote, "pulled", as_json=as_json)
    if moved.refused:
        _fail(*refusals(moved, remote))


def _tell(moved: Moved, remote: Remote, verb: str, *, as_json: bool) -> None:
    from drama_compiler.cli import store_views

    if as_json:
        views.print_json(store_views.moved_data(moved, remote.url))
    else:
        click.echo(store_views.moved_line(moved, remote.url, verb))


def _damaged_here(moved: Moved, files: Iterable[StoredFile]) -> Diagnostic:
    names = ", ".join(file.path.name for file in files if file.digest in moved.refused)
    message = f"not pushed, for their bytes are not what their names promise: {names}"
    helps = (Help("set them aside: drama store verify"),)
    return error("media-damaged", message, None, helps=helps)


def _survey(project: Project) -> tuple[Lock, list[Kept]]:
    from drama_compiler.project import film_stands
    from drama_compiler.store.sweep import survey

    lock = _lock(project)

    def stands(film: str) -> bool:
        return film_stands(project.root, film)

    return lock, survey(project.root, project.state_folder, lock, stands)


def _lock(project: Project) -> Lock:
    """The project's lock; what is wrong with it is told, and what is an error ends the command."""
    from drama_compiler.store.lock_text import load_lock

    lock, found, sources = load_lock(project.lock_file)
    if views.has_errors(found):
        views.show_diagnostics(found, sources)
        sys.exit(views.EXIT_ERRORS)
    return lock


def _wanted(project: Project, everything: bool) -> dict[str, str]:
    """The types by digest of what the lock names; with `everything`, of what any lock ever named
    (its type is not known, and empty).
    """
    from drama_compiler.store.revisions import locked_digests
    from drama_compiler.store.verify import wanted

    named = wanted(_lock(project))
    older = locked_digests(project.root) if everything else frozenset()
    return {**dict.fromkeys(older, ""), **named}


def _absent(store: MediaStore, lock: Lock) -> list[str]:
    from drama_compiler.store.verify import wanted

    return [digest for digest, type_ in wanted(lock).items() if not store.has(digest, type_)]


def _remote(project: Project, url: str | None) -> Remote:
    from drama_compiler.sharing import read_remote
    from drama_compiler.store.remote import Remote

    if url:
        return Remote(url)
    remote, found, sources = read_remote(project)
    views.show_diagnostics(found, sources)
    if remote is None:
        helps = (
            Help("name it: drama store push s3://films/one"),
            Help('or write it into drama.toml: [store] remote = "s3://films/one"'),
        )
        _fail(error("no-remote", "nobody said where the store is shared", None, helps=helps))
    return remote


def _store(project: Project) -> MediaStore:
    from drama_compiler.store.media import MediaStore

    return MediaStore(project.state_folder / "media")


def _void_stamps(project: Project) -> None:
    from drama_compiler.store.stamp import void

    void(project.state_folder)
