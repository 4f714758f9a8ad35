"""The words of a build come in; where it was done already and nothing changed, what it told then
comes out, before anything else is imported.

A stamp is written after a build that left nothing to do. It holds what decides the outcome: the
contents of the scripts, of `drama.toml` and of the lock, the code that was at work, and the size
and time of every file that was laid out. Any doubt, and there is no stamp. Only what the standard
library has and is quick to import is used here.
"""

from __future__ import annotations

import os
import stat
import sys
from _blake2 import blake2b

from drama_compiler.roots import PROJECT_FILE, root_of
from drama_compiler.store import LOCK_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FOLDER = os.path.join(".drama", "stamps")
FIRST_LINE = "drama stamp 1"

STAMPS_MAX = 16
"""How many are kept in a project, the youngest: one for each film and way of building it."""

_TAKES_WORD = {"--scale": True, "--out": True, "--profile": True, "--jobs": True, "--json": False}
"""The options of a build that can be stamped, and whether a word follows."""

_SAME_FILM = ("--jobs", "--json")
"""Options that change nothing of what comes out."""

_ABSENT = "-"


class Asked:
    """A plain build, as it was asked for: of which script or folder, with which options."""

    __slots__ = ("as_json", "began_ns", "options", "root", "subject")

    def __init__(self, subject: str, options: Mapping[str, str], as_json: bool, began_ns: int):
        self.subject, self.options, self.as_json = subject, options, as_json
        self.began_ns = began_ns
        folder = subject if os.path.isdir(subject) else os.path.dirname(subject)
        self.root = root_of(folder)

    @property
    def key(self) -> str:
        """What tells this build from others, in one line."""
        return " ".join(repr(each) for each in (self.subject, *sorted(self.options.items())))

    @property
    def path(self) -> str:
        """Where its stamp lies, or would lie."""
        return os.path.join(self.root, FOLDER, _digest(self.key.encode("utf-8", "replace"))[:16])


class Told:
    """What a build that has nothing to do tells: diagnostics for a person, plain and in colour,
    the length of the film, how many jobs were reused, the files that are named, and JSON without
    the time it took.
    """

    __slots__ = ("colored", "files", "json", "length", "plain", "reused")

    def __init__(
        self,
        *,
        plain: str,
        colored: str,
        length: str,
        reused: int,
        files: Sequence[str],
        json: str,
    ):
        self.plain, self.colored, self.length = plain, colored, length
        self.reused, self.files, self.json = reused, files, json


def read_words(words: Sequence[str], began_ns: int) -> Asked | None:
    """The build that the words of a command line ask for; None where it is not a plain one."""
    if not words or words[0] != "build":
        return None
    options: dict[str, str] = {}
    subject = ""
    rest = list(words[1:])
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name in _TAKES_WORD:
            if _TAKES_WORD[name] and not equals:
                if not rest:
                    return None
                value = rest.pop(0)
            elif equals and not _TAKES_WORD[name]:
                return None
            options[name] = value
        elif word.startswith("-") or subject or "\0" in word:
            return None
        else:
            subject = word
    if "--out" in options:
        options["--out"] = os.path.realpath(options["--out"])
    as_json = "--json" in options
    kept = {name: value for name, value in options.items() if name not in _SAME_FILM}
    return Asked(os.path.realpath(subject or "."), kept, as_json, began_ns)


def recall(asked: Asked) -> Told | None:
    """What the build told when it was last done, if all is as it was then."""
    try:
        with open(asked.path, "rb") as file:
            *parts, json = file.read().split(b"\0")
        # The JSON is as long as all the rest, and seldom asked for.
        texts = [part.decode("utf-8", "surrogateescape") for part in parts]
        head, ground, contents, states, plain, colored, length, reused, files = texts
        whole = (
            head == f"{FIRST_LINE}\n{asked.key}"
            and ground == _ground(asked)
            and all(_has_content(line) for line in contents.split("\n"))
            and all(_has_state(line) for line in states.split("\n"))
        )
    except (OSError, ValueError):
        return None
    if not whole:
        return None
    return Told(
        plain=plain,
        colored=colored,
        length=length,
        reused=int(reused),
        files=files.split("\n"),
        json=json.decode("utf-8", "surrogateescape") if asked.as_json else "",
    )


def before(asked: Asked) -> tuple[str, ...]:
    """What the project's own files hold now, to be compared with what they hold after a build."""
    return tuple(_content(os.path.join(asked.root, name)) for name in (PROJECT_FILE, LOCK_FILE))


def keep(
    asked: Asked,
    was: tuple[str, ...],
    scripts: Mapping[str, bytes],
    code: Iterable[str],
    laid_out: Iterable[str],
    told: Told,
) -> bool:
    """Stamp a build that is done and left nothing to do; whether that could be.

    `was` is what `before` gave when it began. `scripts` are the contents that it read, by path;
    `code` the folders of all that was at work; `laid_out` the files it left. What has changed
    while it went on is not stamped.
    """
    try:
        ground, states = _ground(asked), []
        for folder in code:
            states += _states_below(folder, asked.began_ns)
        states += [_state(path) for path in laid_out]
        contents = [f"{_digest(data)} {path}" for path, data in scripts.items()]
        project = [os.path.join(asked.root, name) for name in (PROJECT_FILE, LOCK_FILE)]
        contents += [f"{text} {path}" for text, path in zip(was, project, strict=True)]
        head = f"{FIRST_LINE}\n{asked.key}"
        lists = ["\n".join(each) for each in (contents, states)]
        tale = (told.plain, told.colored, told.length, str(told.reused), "\n".join(told.files))
        parts = (head, ground, *lists, *tale, told.json)
        clean = all("\0" not in part for part in parts)
        if not clean or not all(_has_content(line) for line in contents):
            return False
        _write(asked.path, "\0".join(parts))
    except (OSError, ValueError):
        return False
    return True


def void(state_folder: object) -> None:
    """Forget all stamps of the project whose `.drama` this is: the next build looks for itself."""
    folder = os.path.join(str(state_folder), "stamps")
    for name in _names(folder):
        _forget(os.path.join(folder, name))


def _ground(asked: Asked) -> str:
    """What a build stands on beside files: the interpreter, where it finds packages, the names
    that decide which script is meant and what the film is called, and our own variables.
    """
    folder, name = os.path.split(asked.subject)
    stem = name.rpartition(".")[0] or name
    siblings = [each for each in _names(folder) if each.startswith(f"{stem}.")]
    inside = [each for each in _names(asked.subject) if each.endswith(".drama")]
    ours = [f"{key}={os.environ[key]}" for key in os.environ if key.startswith("DRAMA_")]
    places = [f"{each} {_modified(each)}" for each in sys.path if each.endswith("-packages")]
    return "\n".join(
        (asked.root, sys.version, sys.prefix, *places, *sorted((*siblings, *inside, *ours)))
    )


def _modified(path: str) -> int:
    """When a folder of packages was last changed: one is installed or removed. 0 without one."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _states_below(folder: str, began_ns: int) -> list[str]:
    """A line for every file and folder of code. Raises ValueError where one is younger than the
    build: then it cannot be told which of two codes was at work.
    """
    found = []
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for path in (here, *(os.path.join(here, name) for name in sorted(files))):
            if os.stat(path).st_mtime_ns > began_ns and path != here:
                raise ValueError(path)
            found.append(_state(path))
    return found


def _state(path: str) -> str:
    status = os.stat(path)
    if "\n" in path:
        raise ValueError(path)
    # What is in a folder shows in its time; its size is the file system's own business.
    size = 0 if stat.S_ISDIR(status.st_mode) else status.st_size
    return f"{size} {status.st_mtime_ns} {path}"


def _has_state(line: str) -> bool:
    size, modified, path = line.split(" ", 2)
    status = os.stat(path)
    if status.st_mtime_ns != int(modified):
        return False
    return status.st_size == int(size) or stat.S_ISDIR(status.st_mode)


def _content(path: str) -> str:
    """The digest of a file's bytes, or that there is none."""
    try:
        with open(path, "rb") as file:
            return _digest(file.read())
    except FileNotFoundError:
        return _ABSENT


def _has_content(line: str) -> bool:
    # Contents and not times: scripts are small, and what was only touched has not changed.
    content, path = line.split(" ", 1)
    return _content(path) == content


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=32).hexdigest()


def _write(path: str, text: str) -> None:
    """Write the stamp whole, and let go of the oldest where there are too many."""
    folder = os.path.dirname(path)
    os.makedirs(folder, exist_ok=True)
    beside = f"{path}.{os.getpid()}"
    try:
        with open(beside, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
        os.replace(beside, path)
    finally:
        _forget(beside)
    paths = [os.path.join(folder, name) for name in _names(folder)]
    for old in sorted(paths, key=_modified, reverse=True)[STAMPS_MAX:]:
        _forget(old)


def _forget(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
