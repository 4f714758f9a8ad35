"""Trees (the script first, then the files it uses) and last time's names come in; the film, its
new names, where everything stands and what is wrong come out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from drama_compiler.film.build_parts import build_parts
from drama_compiler.film.clock import CASELESS
from drama_compiler.film.film import Film, Scene, Style, Transition
from drama_compiler.film.memo import Cast, Memo, PartRead
from drama_compiler.film.mentions import mentions_of
from drama_compiler.film.name_drafts import Ids
from drama_compiler.film.names import Names
from drama_compiler.film.phrases import Phrases
from drama_compiler.film.read_parts import Parts, Stale, read_parts
from drama_compiler.film.reading import Reading
from drama_compiler.film.resolve_declarations import declarations, declare
from drama_compiler.film.resolve_speakers import declare_by_use, find_speakers
from drama_compiler.film.resolve_title import TitlePage, read_title_page
from drama_compiler.film.scope import Preset, Scope
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, error, warning
from drama_dsl.reparse import told_elsewhere
from drama_dsl.source import Source, Span
from drama_dsl.suggest import suggest
from drama_dsl.tree import Annotation, Tree, moved

LANGUAGE_SIGNS_MAX = 20_000
"""So much of a script tells its language."""


@dataclass(frozen=True)
class Resolution:
    """A film with what belongs beside it.

    `origins` gives the span of every scene, shot, line, cue, character, location, prop and
    style by id. `cues` are the nodes, by file and start, that only may have been cues and were
    decided to be. `diagnostics` are those of resolving, not of parsing, in the order of the
    script.
    """

    film: Film
    ids: Ids
    origins: Mapping[str, Span] = field(default_factory=dict)
    cues: frozenset[tuple[str, int]] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def names(self) -> Names:
        """By what all in the film is known again the next time."""
        return self.ids.names


def resolve(
    trees: Sequence[Tree], names: Names | None = None, memo: Memo | None = None
) -> Resolution:
    """The film that the first tree tells; the others give declarations only. Never raises.

    `memo` is that of the last time, where there was one; it saves time, and changes nothing.
    """
    trees = trees or (Tree(Source("", ""), ()),)
    try:
        return _resolve(trees, names or Names(), Memo() if memo is None else memo)
    except Stale:
        if memo is not None:
            memo.forget()
        return _resolve(trees, names or Names(), Memo() if memo is None else memo)


def _resolve(trees: Sequence[Tree], names: Names, memo: Memo) -> Resolution:
    script, file = trees[0], trees[0].source.name
    parts = memo.parts(script)
    page, found = read_title_page(script)
    scope, declared = declare(file, _declared_in(script, parts, trees[1:]))
    fixed = _Fixed.of(scope)
    cast, spoken = _cast(parts, script.source, scope, fixed, memo)
    language = page.language or guess_language(memo.says for _, memo in parts)
    known = (fixed, dict(scope.characters), language, page.format.rate, file)
    if memo.scope != known:
        memo.scope = known
        memo.forget_reading()
    reading = Reading(
        source=script.source,
        scope=scope,
        speakers={},
        mentions=mentions_of(scope),
        phrases=Phrases(scope),
        language=language,
        rate=page.format.rate,
    )
    reads, left = read_parts(script, parts, cast, reading, fixed.places)
    scenes, ids, origins, told = build_parts(reads, memo.known(names), _slugs(scope), scope)
    style, styled = _style(page, scope)
    film = _film(page, scope, language, style, tuple(scenes), left.transition)
    found += [*declared, *spoken, *_told_now(reads), *told, *styled]
    if any(_tells(scene) for scene in scenes):
        found += _unused(scope, reads)
    return Resolution(
        film=film,
        ids=ids,
        origins=_Both({id: span for (_, id), span in reversed(scope.spans.items())}, origins),
        cues=frozenset((file, start) for start in _decided(parts, cast)),
        diagnostics=tuple(sorted(found, key=lambda each: _order(each, file))),
    )


class _Both(Mapping[str, Span]):
    """Where things stand by id: what is declared, and what is in scenes, which comes first."""

    def __init__(self, declared: Mapping[str, Span], told: Mapping[str, Span]) -> None:
        self._declared, self._told = declared, told

    def __getitem__(self, id: str) -> Span:
        found = self._told.get(id)
        return self._declared[id] if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._declared), **dict.fromkeys(self._told)})

    def __len__(self) -> int:
        return len({*self._declared, *self._told})


def _declared_in(
    script: Tree, parts: Parts, others: Sequence[Tree]
) -> Iterator[tuple[Annotation, Source]]:
    """What is declared, in order: in the script, then in the files that it uses."""
    for part, memo in parts:
        for each in memo.annotations:
            yield moved(each, part.by) if part.by else each, script.source
    for tree in others:
        for each in declarations(tree.nodes):
            yield each, tree.source


class _Fixed(NamedTuple):
    """What is declared, before anything is by use: where it is the same, all reads the same."""

    tables: tuple[Mapping[str, object], ...]
    spellings: Mapping[tuple[str, str], str]
    spans: Mapping[tuple[str, str], Span]

    @classmethod
    def of(cls, scope: Scope) -> _Fixed:
        """Of a scope, as it is now."""
        tables = (scope.characters, scope.locations, scope.props, scope.styles, scope.presets)
        return cls(tuple({**table} for table in tables), dict(scope.spellings), dict(scope.spans))

    @property
    def places(self) -> frozenset[Span]:
        """Where it is declared."""
        presets = (each.span for each in self.tables[-1].values() if isinstance(each, Preset))
        return frozenset((*self.spans.values(), *presets))


def _cast(
    parts: Parts, source: Source, scope: Scope, fixed: _Fixed, memo: Memo
) -> tuple[list[tuple[str | None, ...]], list[Diagnostic]]:
    """Who speaks at the cues of each part; speakers whom nobody declared are so now."""
    heard = [each.heard for _, each in parts]
    starts = list(accumulate(map(len, heard), initial=0))

    def place_of(index: int) -> Span:
        at = bisect_right(starts, index) - 1
        part, known = parts[at]
        cue = known.cues[index - starts[at]]
        start = cue.name_start + part.by
        return source.span(start, start + len(cue.name))

    last = memo.cast
    found: list[Diagnostic] = []
    if last is not None and (last.declared, last.heard) == (fixed, heard):
        for first in last.speakers.first.values():
            at = bisect_right(starts, first) - 1
            declare_by_use(scope, heard[at][first - starts[at]][0], place_of(first))
        cast = last.cast
    else:
        speakers, found = find_speakers(tuple(chain.from_iterable(heard)), place_of, scope)
        cast = [tuple(speakers.ids[first:end]) for first, end in pairwise(starts)]
        memo.cast = None if found else Cast(fixed, heard, speakers, cast)
    scope.used |= {("character", id) for id in set().union(*cast) if id is not None}
    return cast, found


def _decided(parts: Parts, cast: Sequence[tuple[str | None, ...]]) -> Iterator[int]:
    """Where a cue that only may be one is one."""
    for (part, memo), ids in zip(parts, cast, strict=True):
        if not memo.unsure:
            continue
        for cue, id in zip(memo.cues, ids, strict=True):
            if cue.maybe and id is not None:
                yield cue.start + part.by


def _told_now(reads: Sequence[PartRead]) -> Iterator[Diagnostic]:
    for read in reads:
        for each in read.found:
            yield told_elsewhere(each, read.by, read.start, read.end)


def _film(
    page: TitlePage,
    scope: Scope,
    language: str,
    style: str | None,
    scenes: tuple[Scene, ...],
    ending: Transition,
) -> Film:
    return Film(
        title=page.title,
        credits=page.credits,
        format=page.format,
        language=language,
        subtitles=page.subtitles,
        style=style,
        characters=scope.characters,
        locations=scope.locations,
        props=scope.props,
        styles=scope.styles,
        scenes=scenes,
        ending=ending,
    )


def guess_language(says: Iterable[str]) -> str:
    """The language of a script by the signs that its parts are written in; English where nothing
    tells.
    """
    text = ""
    for each in says:
        text += each
        if len(text) >= LANGUAGE_SIGNS_MAX:
            break
    text = text[:LANGUAGE_SIGNS_MAX]
    if text.isascii():
        return "en"
    signs = CASELESS.findall(text)
    letters = sum(sign.isalpha() for sign in text)
    if not signs or len(signs) * 6 < letters:
        cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in text)
        return "ru" if cyrillic * 2 > letters else "en"
    if any("\u3040" <= sign <= "\u30ff" for sign in signs):
        return "ja"
    hangul = sum("\uac00" <= sign <= "\ud7af" for sign in signs)
    return "ko" if hangul * 2 > len(signs) else "zh"


def _slugs(scope: Scope) -> frozenset[str]:
    tables = (scope.characters, scope.locations, scope.props, scope.styles)
    return frozenset(id for table in tables for id in table)


def _style(page: TitlePage, scope: Scope) -> tuple[str | None, list[Diagnostic]]:
    """The film's style: the one said, or the first declared; an undeclared one is its words."""
    if page.style is None:
        first = next(iter(scope.styles), None)
        scope.used |= {("style", first)} if first else set()
        return first, []
    name, span = page.style
    known = scope.find("style", name)
    if known is not None:
        scope.used.add(("style", known))
        return known, []
    names = {style.name: id for id, style in scope.styles.items()}
    meant = suggest(name, names)
    if meant is not None:
        scope.used.add(("style", names[meant]))
        helps = (Help(f"did you mean `{meant}`?", Fix((Edit(span, meant),))),)
        message = f"no style called `{name}` is declared"
        return names[meant], [error("unknown-style", message, span, "not declared", helps=helps)]
    id = scope.new_id("style", name)
    scope.styles[id] = Style(id=id, name=name, look=name)
    scope.spans["style", id] = span
    scope.used.add(("style", id))
    if not names:
        return id, []
    helps = (Help(f"declare it with `style: {name}`"),)
    message = f"no style called `{name}` is declared"
    return id, [error("unknown-style", message, span, "not declared", helps=helps)]


def _tells(scene: Scene) -> bool:
    """Whether anything is written in a scene; a file that only declares has one without."""
    return bool(scene.heading) or any(shot.events or not shot.implied for shot in scene.shots)


def _unused(scope: Scope, reads: Sequence[PartRead]) -> list[Diagnostic]:
    """What the script itself declares and nobody names; a used file may declare for others."""
    keyed = {("preset", key): preset.span for key, preset in scope.presets.items()}
    left = {
        (kind, id): span
        for (kind, id), span in {**scope.spans, **keyed}.items()
        if span.file == scope.script and _declared(scope, kind, id)
    }
    unnamed = set(left) - scope.used
    for read in reads:
        if not unnamed:
            break
        unnamed -= read.used
    return [
        warning(
            "unused-declaration",
            f"this {kind} is never used",
            span,
            "named nowhere in the script",
            helps=(Help("use it or remove it; a name counts as spelt or in capitals"),),
        )
        for (kind, id), span in left.items()
        if (kind, id) in unnamed
    ]


def _declared(scope: Scope, kind: str, id: str) -> bool:
    if kind == "character":
        return scope.characters[id].declared
    if kind == "location":
        return scope.locations[id].declared
    return scope.props[id].declared if kind == "prop" else True


def _order(found: Diagnostic, script: str) -> tuple[bool, str, int]:
    """The script's own trouble first, each file's in the order of its text."""
    span = found.primary.span if found.primary else Span(script, 0, 0)
    return span.file != script, span.file, span.start
