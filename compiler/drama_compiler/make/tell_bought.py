"""What a stage of buying came to goes in; what a person has to know of it comes out.

One diagnostic a cause, at the first place that it concerns: forty calls to an empty account are
one thing to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drama_compiler.make.bought import Result, Unbought
from drama_dsl.diagnostic import Diagnostic, Help, error, warning
from drama_dsl.source import Span


def tell_bought(unbought: Iterable[Unbought], origins: Mapping[str, Span]) -> list[Diagnostic]:
    """What was not bought and why; `origins` are places in the script by id."""
    causes: dict[tuple[Result, str, str], list[Unbought]] = {}
    found: list[Diagnostic] = []
    unknown: set[str] = set()
    for each in unbought:
        if each.result is Result.UNKNOWN:
            if each.ticket not in unknown:
                found.append(_unknown(each, origins))
            unknown.add(each.ticket)
        elif each.result is not Result.SKIPPED:
            causes.setdefault((each.result, each.backend, each.message), []).append(each)
    for (result, _, _), several in causes.items():
        found += _told(result, several[0], _more(several), origins.get(several[0].origin))
    return found


def _told(
    result: Result, first: Unbought, notes: tuple[str, ...], span: Span | None
) -> Iterator[Diagnostic]:
    why = f": {first.message}" if first.message else ""
    match result:
        case Result.REFUSED:
            message = f"{first.backend} will not make {first.job}{why}"
            helps = (Help("change what is asked, or ask once more: drama redo"),)
            yield warning("service-refused", message, span, "for this", notes=notes, helps=helps)
        case Result.FAILED if first.gone:
            yield _gone(first, notes, span)
        case Result.FAILED:
            message = f"{first.backend} did not make {first.job}{why}"
            yield warning("service-failed", message, span, "for this", notes=notes)
        case Result.CAPPED:
            message = f"{first.job} was not bought{why}"
            helps = (Help("raise the cap in `[budget]` of drama.toml, or take a cheaper profile"),)
            yield warning("over-budget", message, span, "for this", notes=notes, helps=helps)
        case Result.PENDING:
            message = f"{first.job} is still under way at {first.backend}{why}"
            helps = (Help("build again: it is not asked for, or paid, a second time"),)
            yield warning("still-under-way", message, span, "for this", notes=notes, helps=helps)


def _gone(first: Unbought, notes: tuple[str, ...], span: Span | None) -> Diagnostic:
    """Another voice would be another: only a person can say so."""
    return error(
        "voice-gone",
        f"{first.backend} does not keep {first.gone} any more, and {first.job} was not made",
        span,
        "to be spoken in it",
        notes=(f"what it says: {first.message}", *notes, "no other voice is taken in its place"),
        helps=(
            Help("if it is kept in another account, build with that account's key"),
            Help(f"to have another voice made: drama redo {first.gone}, then drama build --redo"),
            Help(f"or name one that is there, as in `voice: {first.backend}:ID`"),
        ),
    )


def _unknown(each: Unbought, origins: Mapping[str, Span]) -> Diagnostic:
    """Only a person can find out whether a call was paid; where to look is said."""
    usd = each.usd_micros / 1_000_000
    return error(
        "payment-unknown",
        f"nobody knows whether {each.backend} heard of {each.job}",
        origins.get(each.origin),
        "for this",
        notes=(
            f"what happened: {each.message or 'no answer came'}",
            f"its ticket is {each.ticket}; up to {usd:.2f} USD count as spent",
            "it is not asked for again unasked: it could be paid twice",
        ),
        helps=(
            Help(
                f"if your account of {each.backend} has no such call: drama build --forget-unknown"
            ),
            Help("to make it again, paid twice or not: drama build --retry-unknown"),
        ),
    )


def _more(several: list[Unbought]) -> tuple[str, ...]:
    jobs = list(dict.fromkeys(each.job for each in several))
    return (f"and {len(jobs) - 1} more",) if len(jobs) > 1 else ()
