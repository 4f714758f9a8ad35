"""A project's file comes in; where its store is shared, and what is fetched there, comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drama_compiler.project import PROJECT_FILE, Project, read_project_file
from drama_compiler.store.media import MediaStore
from drama_compiler.store.remote import Moved, OnMoved, Remote, RemoteError, pull
from drama_dsl.diagnostic import Diagnostic, Help, Severity, error, warning
from drama_dsl.source import Source

TABLE = "store"
_KEYS = ("remote", "read-only")


def read_remote(
    project: Project,
) -> tuple[Remote | None, tuple[Diagnostic, ...], dict[str, Source]]:
    """The remote that `[store]` of the project's file names, what is wrong there, its text.

    A folder is relative to the project's root. No table, no remote.
    """
    path = project.root / PROJECT_FILE
    if not path.is_file():
        return None, (), {}
    tables, found, sources = read_project_file(path)
    problems = [each for each in found if each.severity is Severity.ERROR]
    table = tables.get(TABLE, {})
    wrong = _wrong(table)
    if wrong:
        source = sources[PROJECT_FILE]
        start = max(0, source.text.find(TABLE))
        problems.append(warning("bad-store", wrong, source.span(start, start + len(TABLE))))
        return None, tuple(problems), sources
    url = table.get("remote")
    if not url:
        return None, tuple(problems), sources
    if "://" not in url:
        url = str((project.root / url).resolve())
    return Remote(url, bool(table.get("read-only", False))), tuple(problems), sources


def fetch_missing(
    project: Project,
    digests: Mapping[str, str],
    store: MediaStore,
    on_moved: OnMoved | None = None,
) -> tuple[Moved, tuple[Diagnostic, ...]]:
    """Pull what is not in the store (types by digest) from the project's remote, if it has one.

    What cannot be fetched is told and is no reason to stop: `Moved.absent` and `Moved.refused`
    name it. Raises OSError where the disk does not take it.
    """
    missing = {digest: type_ for digest, type_ in digests.items() if not store.has(digest, type_)}
    if not missing:
        return Moved(), ()
    remote, found, _ = read_remote(project)
    if remote is None:
        return Moved(absent=sorted(missing)), found
    try:
        moved = pull(missing, remote, store, on_moved)
    except RemoteError as failure:
        return Moved(absent=sorted(missing)), (*found, remote_trouble(failure, Severity.WARNING))
    return moved, (*found, *refusals(moved, remote))


def refusals(moved: Moved, remote: Remote) -> tuple[Diagnostic, ...]:
    """One error for everything whose bytes are not those that its digest names."""
    if not moved.refused:
        return ()
    count = len(moved.refused)
    what = f"{count} file{'s' if count > 1 else ''}"
    message = f"`{remote.url}` gives other bytes than the lock names: {what} refused"
    names = tuple(f"{digest[:12]}…" for digest in moved.refused[:5])
    helps = (Help("somebody who has the true ones: drama store push"),)
    return (error("remote-differs", message, None, notes=(", ".join(names),), helps=helps),)


def damages(store: MediaStore) -> tuple[Diagnostic, ...]:
    """One warning for all files that were found damaged since the store was opened."""
    if not store.damaged:
        return ()
    count = len(store.damaged)
    what = f"{count} files in the store hold" if count > 1 else "a file in the store holds"
    message = f"{what} other bytes than were taken in: set aside, what is free is made again"
    names = (", ".join(f"{digest[:12]}…" for digest in store.damaged[:5]),)
    helps = (Help("see that all others are whole: drama store verify"),)
    return (warning("media-damaged", message, None, notes=names, helps=helps),)


def remote_trouble(failure: RemoteError, severity: Severity = Severity.ERROR) -> Diagnostic:
    """What the person is told when a remote cannot be used."""
    helps = tuple(Help(text) for text in failure.helps)
    return Diagnostic(failure.code, severity, str(failure), helps=helps)


def _wrong(table: Any) -> str:
    """What is wrong with the table, if anything is."""
    if not isinstance(table, dict):
        return "`store` is a table"
    for key, value in table.items():
        if key not in _KEYS:
            return f"`[store]` knows no `{key}`: it knows {' and '.join(_KEYS)}"
        kind = str if key == "remote" else bool
        if not isinstance(value, kind):
            return f"`{key}` in `[store]` is {'text' if kind is str else 'true or false'}"
    return ""
