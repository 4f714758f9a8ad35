"""Trees (the script first, then the files it uses) and last time's names come in; the film, its
new names, where everything stands and what is wrong come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from drama_compiler.film.build_scenes import SEEN_AT_HEADING_MAX, build_scenes
from drama_compiler.film.clock import CASELESS
from drama_compiler.film.coverage import Coverage
from drama_compiler.film.drafts import SceneDraft, Segment
from drama_compiler.film.film import Action, Film, Line, Scene, Style, Transition
from drama_compiler.film.mentions import mentions_of
from drama_compiler.film.name_drafts import name_drafts
from drama_compiler.film.names import Names
from drama_compiler.film.phrases import Phrases
from drama_compiler.film.reading import Reading
from drama_compiler.film.resolve_declarations import declare
from drama_compiler.film.resolve_references import resolve_references
from drama_compiler.film.resolve_scenes import read_scenes
from drama_compiler.film.resolve_speakers import find_speakers
from drama_compiler.film.resolve_title import TitlePage, read_title_page
from drama_compiler.film.scope import Scope
from drama_compiler.film.words import TransitionKind
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, error, warning
from drama_dsl.source import Source, Span
from drama_dsl.suggest import suggest
from drama_dsl.tree import Kind, Node, Tree


@dataclass(frozen=True)
class Resolution:
    """A film with what belongs beside it.

    `origins` gives the span of every scene, shot, line, cue, character, location, prop and
    style by id. `cues` are the nodes, by file and start, that only may have been cues and were
    decided to be. `diagnostics` are those of resolving, not of parsing, in the order of the
    script.
    """

    film: Film
    names: Names
    origins: Mapping[str, Span] = field(default_factory=dict)
    cues: frozenset[tuple[str, int]] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()


def resolve(trees: Sequence[Tree], names: Names | None = None) -> Resolution:
    """The film that the first tree tells; the others give declarations only. Never raises."""
    if not trees:
        trees = (Tree(Source("", ""), ()),)
    script, names = trees[0], names or Names()
    page, found = read_title_page(script)
    scope, declared = declare(trees)
    speakers, spoken = find_speakers(script.nodes, script.source, scope)
    language = page.language or guess_language(script)
    reading = Reading(
        source=script.source,
        scope=scope,
        speakers=speakers,
        mentions=mentions_of(scope),
        phrases=Phrases(scope),
        language=language,
        rate=page.format.rate,
    )
    drafts, ending = read_scenes(script, reading)
    for draft in drafts:
        _to_shots(draft, reading)
    ids, unsure = name_drafts(drafts, names, _slugs(scope))
    scenes, origins = build_scenes(drafts, ids, scope.locations)
    scenes, referred = resolve_references(scenes, drafts, ids)
    style, styled = _style(page, scope)
    film = _film(page, scope, language, style, tuple(scenes), ending)
    found += [*declared, *spoken, *reading.found, *unsure, *referred, *styled]
    if any(_tells(scene) for scene in scenes):
        found += _unused(scope)
    return Resolution(
        film=film,
        names=ids.names,
        origins={**{id: span for (_, id), span in reversed(scope.spans.items())}, **origins},
        cues=frozenset((script.source.name, start) for start in speakers.decided),
        diagnostics=tuple(sorted(found, key=lambda each: _order(each, script.source.name))),
    )


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


def guess_language(tree: Tree) -> str:
    """The language of a script by the signs it is written in; English where nothing tells."""
    text = "".join(node.text for node in tree.nodes if _tells_language(node))[:20_000]
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


def _tells_language(node: Node) -> bool:
    """Whether a node counts: a Chinese cue does, for it may turn out to be action."""
    if node.kind is Kind.CHARACTER:
        return bool(CASELESS.search(node.text))
    return node.kind in (Kind.ACTION, Kind.DIALOGUE)


def _to_shots(draft: SceneDraft, reading: Reading) -> None:
    """The shots of a scene: those said, and the coverage of what stands outside them."""
    coverage = Coverage(draft, reading)
    for segment in _visible(draft.segments):
        if segment.shot is not None:
            segment.shot.events = segment.events
            shots = [segment.shot]
        else:
            shots = coverage.cover(segment)
        for shot in shots:
            shot.fields |= {"light": segment.light, "weather": segment.weather}
            shot.worn = segment.worn
        shots[0].fields["transition"] = segment.transition
        draft.shots += shots
    _stand_there(draft)


def _stand_there(draft: SceneDraft) -> None:
    """Who has spoken on screen in a scene stands there in its later shots, the last one first.

    More than an opening wide shows are not kept: a scene may have thousands.
    """
    spoke: list[str] = []
    for shot in draft.shots:
        shot.present = tuple(reversed(spoke))
        for event in (placed.event for placed in shot.events):
            if isinstance(event, Line) and not event.off_screen:
                others = [each for each in spoke if each != event.character]
                spoke = [*others, event.character][-SEEN_AT_HEADING_MAX:]


def _visible(segments: Sequence[Segment]) -> list[Segment]:
    """Segments in which there is something to see; sounds and titles alone go to a neighbour."""
    kept: list[Segment] = []
    held: Segment | None = None
    for segment in segments:
        seen = segment.shot or any(isinstance(each.event, Action | Line) for each in segment.events)
        if held is not None:
            segment.events = [*held.events, *segment.events]
            if segment.transition.kind is TransitionKind.CUT:
                segment.transition = held.transition
            segment.opening = segment.opening or held.opening
            held = None
        if seen:
            kept.append(segment)
        else:
            held = segment
    if held is not None and kept:
        kept[-1].events += held.events
    elif held is not None:
        kept.append(held)
    return kept


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


def _unused(scope: Scope) -> list[Diagnostic]:
    """What the script itself declares and nobody names; a used file may declare for others."""
    found: list[Diagnostic] = []
    keyed = {("preset", key): preset.span for key, preset in scope.presets.items()}
    for (kind, id), span in {**scope.spans, **keyed}.items():
        if span.file != scope.script or (kind, id) in scope.used or not _declared(scope, kind, id):
            continue
        found.append(
            warning(
                "unused-declaration",
                f"this {kind} is never used",
                span,
                "named nowhere in the script",
                helps=(Help("use it or remove it; a name counts as spelt or in capitals"),),
            )
        )
    return found


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
