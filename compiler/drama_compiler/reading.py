"""A path comes in; a source, or a diagnostic that says why there is none, comes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from drama_compiler.store.files import DISK, Files
from drama_dsl.diagnostic import Diagnostic, Help, Label, Severity
from drama_dsl.source import Source, Span

SOURCE_BYTES_MAX = 16 * 1024 * 1024
"""About a hundred feature-length screenplays; what is larger is not a script."""

SUFFIXES = (".drama", ".fountain")
"""What a script in a folder is known by."""

_Read = tuple[Source | None, tuple[Diagnostic, ...]]
_Fail = Callable[..., _Read]


def read_source(path: Path, name: str, cause: Span | None = None, files: Files = DISK) -> _Read:
    """Read a script as UTF-8; `name` is how diagnostics call it, `cause` the `use:` that asks.

    A byte order mark stays part of the text. What cannot be read, or is not text, gives one
    error and no source.
    """

    def failed(code: str, message: str, *helps: str) -> _Read:
        label = Label(cause, "asked for here") if cause else None
        found = Diagnostic(
            code, Severity.ERROR, message, label, helps=tuple(Help(text) for text in helps)
        )
        return None, (found,)

    try:
        entry = files.entry(path)
        if entry.is_folder:
            helps = _scripts_in(path, files)
            return failed("not-a-file", f"`{name}` is a folder, not a script", *helps)
        if not entry.is_file:
            # A device or a pipe may never end.
            return failed("not-a-file", f"`{name}` is not a file")
        if entry.bytes > SOURCE_BYTES_MAX:
            megabytes = entry.bytes / 1024 / 1024
            return failed(
                "file-too-large",
                f"`{name}` has {megabytes:.0f} MB, more than a script can have",
                f"scripts are read up to {SOURCE_BYTES_MAX // 1024 // 1024} MB; "
                "split a series into episodes that share their cast with `use:`",
            )
        data = files.read(path)
    except FileNotFoundError:
        return failed("no-such-file", f"there is no file `{name}`", *_near_misses(path, files))
    except OSError as error:
        return failed("unreadable-file", f"`{name}` cannot be read: {error.strerror}")
    return _decode(data, name, failed)


def decode_source(data: bytes, name: str) -> _Read:
    """The script that `data` holds, read from no file; what is no text gives one error."""

    def failed(code: str, message: str, *helps: str) -> _Read:
        texts = tuple(Help(text) for text in helps)
        return None, (Diagnostic(code, Severity.ERROR, message, helps=texts),)

    return _decode(data, name, failed)


def _decode(data: bytes, name: str, failed: _Fail) -> _Read:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return failed(
            "not-utf-8", f"`{name}` is UTF-16 text", "save it as UTF-8 in the editor it comes from"
        )
    if b"<FinalDraft" in data[:1024]:
        return failed(
            "not-text",
            f"`{name}` is a Final Draft document, not a script as text",
            f"write it as Fountain with `drama import {name}`",
        )
    if b"\0" in data[:8192]:
        return failed("not-text", f"`{name}` is a binary file, not a script")
    try:
        return Source(name, data.decode("utf-8")), ()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return failed(
            "not-utf-8",
            f"`{name}` is not UTF-8 text: byte {data[error.start]:#04x} in line {line}",
            "save it as UTF-8 in the editor it comes from, or name its encoding, as in "
            f"`drama import {name} --encoding gb18030`",
        )


def _scripts_in(folder: Path, files: Files) -> list[str]:
    try:
        scripts = sorted(each for each in files.names(folder) if Path(each).suffix in SUFFIXES)
    except OSError:
        return []
    return [f"name the script: {', '.join(scripts[:3])}"] if scripts else []


def _near_misses(path: Path, files: Files) -> list[str]:
    from drama_dsl.suggest import suggest

    try:
        near = suggest(path.name, files.names(path.parent))
    except OSError:
        return []
    return [f"did you mean `{near}`?"] if near else []
