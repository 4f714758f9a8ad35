"""What is wrong, where, why and what to do about it, as plain data without any layout."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from drama_dsl.source import Span


class Severity(StrEnum):
    """How much a diagnostic weighs: only an error makes a command fail."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Label:
    """A place in a script and what is to be said about it there (may be empty)."""

    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement: the characters of `span` give way to `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend the cause; `safe` when they can be applied unseen."""

    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    """What to do, in words, and where an edit can do it, the edit."""

    text: str
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The manual page of a code: `what` is wrong, `why` it matters, an `example`, and `instead`."""

    what: str
    why: str
    example: str
    instead: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One cause, told once.

    `code` is a stable name readable as "allow CODE"; `message` stands alone: lower case, no
    full stop, what is wrong and not what to do. `primary` is None only for trouble that no
    script holds (an unreadable file). `notes` give context, `helps` say what to do.
    """

    code: str
    severity: Severity
    message: str
    primary: Label | None = None
    secondary: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    helps: tuple[Help, ...] = ()


def hint(
    code: str,
    message: str,
    span: Span | None,
    label: str = "",
    *,
    secondary: tuple[Label, ...] = (),
    notes: tuple[str, ...] = (),
    helps: tuple[Help, ...] = (),
) -> Diagnostic:
    """A hint at `span`; see `Diagnostic` for what each part says."""
    primary = Label(span, label) if span else None
    return Diagnostic(code, Severity.HINT, message, primary, secondary, notes, helps)


def error(
    code: str,
    message: str,
    span: Span | None,
    label: str = "",
    *,
    secondary: tuple[Label, ...] = (),
    notes: tuple[str, ...] = (),
    helps: tuple[Help, ...] = (),
) -> Diagnostic:
    """An error at `span`; see `Diagnostic` for what each part says."""
    primary = Label(span, label) if span else None
    return Diagnostic(code, Severity.ERROR, message, primary, secondary, notes, helps)


def warning(
    code: str,
    message: str,
    span: Span | None,
    label: str = "",
    *,
    secondary: tuple[Label, ...] = (),
    notes: tuple[str, ...] = (),
    helps: tuple[Help, ...] = (),
) -> Diagnostic:
    """A warning at `span`; see `Diagnostic` for what each part says."""
    primary = Label(span, label) if span else None
    return Diagnostic(code, Severity.WARNING, message, primary, secondary, notes, helps)
