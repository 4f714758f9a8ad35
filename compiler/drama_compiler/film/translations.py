"""A film and the translations that lie beside its script come in; the film with both goes out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from drama_compiler.film.film import Event, Film, Line
from drama_dsl.diagnostic import Diagnostic, error, warning
from drama_dsl.source import Source

Texts = Mapping[str, Mapping[str, str]]
"""Translations by the id of their line, then by language."""


def translate(film: Film, beside: Mapping[str, Source]) -> tuple[Film, tuple[Diagnostic, ...]]:
    """The film with the translations of `beside`, which are TOML texts by language.

    Each says `LINE ID = "text"`. What the script says itself, in a `sub`, holds before them.
    """
    if not beside:
        return film, ()
    texts: dict[str, dict[str, str]] = {}
    found: list[Diagnostic] = []
    lines = {event.id for scene in film.scenes for shot in scene.shots for event in shot.events
             if isinstance(event, Line)}  # fmt: skip
    for language, source in beside.items():
        table, wrong = _read(source)
        found += wrong
        for line, text in table.items():
            if line in lines:
                texts.setdefault(line, {})[language] = text
            else:
                found.append(_unknown(line, source))
    return _with(film, texts), tuple(found)


def _read(source: Source) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """What a file of translations says, and what is wrong with it."""
    try:
        table = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as failure:
        reason = f"`{source.name}` is no TOML: {failure}"
        return {}, [error("bad-translations", reason, source.span(0, 0), "not understood")]
    wrong = [line for line, text in table.items() if not isinstance(text, str)]
    told = [
        error(
            "bad-translations",
            f"`{line}` has no text",
            source.span(*_place(line, source)),
            'written as `id = "text"`',
        )
        for line in wrong
    ]
    return {line: text for line, text in table.items() if line not in wrong}, told


def _unknown(line: str, source: Source) -> Diagnostic:
    return warning(
        "unknown-line",
        f"no line of the film has the id `{line}`",
        source.span(*_place(line, source)),
        "translates nothing",
        notes=("`drama ir` prints the id of every line",),
    )


def _place(line: str, source: Source) -> tuple[int, int]:
    """Where a key stands in the file; its start where it cannot be found as it is."""
    match = re.search(rf"^\s*[\[\"']*({re.escape(line)})\b", source.text, re.MULTILINE)
    return match.span(1) if match else (0, 0)


def _with(film: Film, texts: Texts) -> Film:
    def event(each: Event) -> Event:
        if not isinstance(each, Line) or each.id not in texts:
            return each
        return each.model_copy(update={"translations": {**texts[each.id], **each.translations}})

    scenes = tuple(
        scene.model_copy(
            update={
                "shots": tuple(
                    shot.model_copy(update={"events": tuple(map(event, shot.events))})
                    for shot in scene.shots
                )
            }
        )
        for scene in film.scenes
    )
    return film.model_copy(update={"scenes": scenes}) if texts else film
