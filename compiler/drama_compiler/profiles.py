"""The project's file, a film and the backends come in; who makes what, and for how much, comes out.

`[profile.NAME]` says by whom: `clip = "kling/v3"`, `still`, `voice`, `music`, `sound`, or `all`.
`[budget]` of the project and `Budget:` of a title page say how much at most. What is wrong with
either is told at its place in the text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from drama_compiler.contract.backend import Ability, Backend, Capabilities
from drama_compiler.film.film import Film
from drama_compiler.graph.jobs import JobKind
from drama_compiler.graph.references import STILLS
from drama_compiler.graph.route import ANIMATIC, GENERATED, PREVIEW, WISHED, Profile, Route
from drama_compiler.plan.facts_age import aged_facts
from drama_compiler.project import Project, read_project_file
from drama_compiler.roots import PROJECT_FILE
from drama_compiler.store.budget import Caps
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Severity, error
from drama_dsl.source import Source, Span
from drama_dsl.suggest import suggest

KINDS: Mapping[str, frozenset[JobKind]] = {
    "all": GENERATED | STILLS,
    "still": STILLS,
    "clip": frozenset({JobKind.CLIP}),
    "voice": frozenset({JobKind.VOICE}),
    "music": frozenset({JobKind.CUE}),
    "sound": frozenset({JobKind.AMBIENCE, JobKind.EFFECT}),
    **{str(kind): frozenset({kind}) for kind in sorted(GENERATED | STILLS | WISHED)},
}
"""What each key of a profile routes, from the general to the particular, which wins."""

NOBODY = "none"
"""In place of a backend: jobs of this kind are not made, such as first frames."""


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """The tables of `drama.toml` that say by whom and for how much, with its text."""

    profiles: Mapping[str, Mapping[str, Any]]
    budget: Mapping[str, Any]
    source: Source


def read_profiles(
    project: Project,
) -> tuple[ProfileFile, tuple[Diagnostic, ...], Mapping[str, Source]]:
    """The project's profiles and budget, as written; where there is no file, none.

    With them, what keeps the file from being read, and its text for diagnostics.
    """
    path = project.root / PROJECT_FILE
    if not path.is_file():
        return ProfileFile({}, {}, Source(PROJECT_FILE, "")), (), {}
    table, found, sources = read_project_file(path)
    source = sources.get(PROJECT_FILE, Source(PROJECT_FILE, ""))
    problems = [each for each in found if each.severity is Severity.ERROR]
    tables: list[Mapping[str, Any]] = []
    for name in ("profile", "budget"):
        value = table.get(name, {})
        if not isinstance(value, dict):
            message = f"`{name}` is a table, and here it is a value"
            problems.append(error("bad-profile", message, _place(source, "", name)))
            value = {}
        tables.append(value)
    profiles = {name: value for name, value in tables[0].items() if isinstance(value, dict)}
    for name in tables[0].keys() - profiles.keys():
        message = f"the profile `{name}` is a table, as in `[profile.{name}]`"
        problems.append(error("bad-profile", message, _place(source, "profile", name)))
    return ProfileFile(profiles, tables[1], source), tuple(problems), {source.name: source}


def choose_profile(
    file: ProfileFile,
    name: str,
    film: Film,
    backends: Mapping[str, Backend],
    origins: Mapping[str, Span],
) -> tuple[Profile, tuple[Diagnostic, ...]]:
    """The profile of that name with all that the film's shots ask for by `via:`.

    `preview` is there without being written: the animatic makes everything. A key that cannot be
    followed is reported, and its jobs stay with the animatic.
    """
    abilities = Described(backends)
    reader = _Reader(file.source, f"profile.{name}", abilities, [])
    if name not in file.profiles and name != PREVIEW.name:
        known = dict.fromkeys((*file.profiles, PREVIEW.name))
        reader.found.append(_unknown_profile(name, tuple(known)))
        return PREVIEW, tuple(reader.found)
    routes = reader.routes(file.profiles.get(name, {}))
    vias: dict[str, Mapping[JobKind, Route]] = {}
    for scene in film.scenes:
        for shot in scene.shots:
            if shot.via and shot.via not in vias:
                vias[shot.via] = reader.via(shot.via, origins.get(shot.id), routes)
    chosen = Profile(name, routes, vias)
    return chosen, (*reader.found, *aged_facts(chosen, abilities, datetime.date.today()))


@dataclass(frozen=True, slots=True)
class Described(Mapping[str, Capabilities]):
    """What backends say of themselves, each asked when somebody wants to know."""

    backends: Mapping[str, Backend]

    def __getitem__(self, name: str) -> Capabilities:
        return self.backends[name].describe()

    def __iter__(self) -> Iterator[str]:
        return iter(self.backends)

    def __len__(self) -> int:
        return len(self.backends)


@dataclass(frozen=True, slots=True)
class _Reader:
    """A profile being read: where from, with which backends; `found` is what is wrong."""

    source: Source
    table: str
    backends: Mapping[str, Capabilities]
    found: list[Diagnostic]

    def routes(self, table: Mapping[str, Any]) -> dict[JobKind, Route]:
        """A route for every kind that somebody is to make."""
        routes = dict(ANIMATIC)
        takes = self._takes(table.get("takes", 1))
        for key, kinds in KINDS.items():
            if key in table:
                for kind in sorted(kinds):
                    self._route(key, table[key], kind, takes, routes)
        for key in table.keys() - KINDS.keys() - {"takes"}:
            known = (*KINDS, "takes")
            self._tell("bad-profile", key, f"a profile has no `{key}`", _meant(key, known))
        self._identity(table, routes)
        return routes

    def _identity(self, table: Mapping[str, Any], routes: dict[JobKind, Route]) -> None:
        """A voice that one service keeps is spoken in by that service alone."""
        identity, voice = routes.get(JobKind.IDENTITY), routes[JobKind.VOICE]
        if identity is None:
            return
        ability = self.backends[voice.backend].ability(JobKind.VOICE, voice.model)
        if identity.backend == voice.backend and ability and JobKind.IDENTITY in ability.takes:
            return
        who = "/".join(filter(None, (voice.backend, voice.model)))
        message = f"`{who}` cannot speak in a voice that `{identity.backend}` makes"
        help_ = Help(f'say `voice = "{identity.backend}"` too, or no `{JobKind.IDENTITY}`')
        self._tell("bad-profile", str(JobKind.IDENTITY), message, (help_,))
        del routes[JobKind.IDENTITY]

    def via(
        self, written: str, shot: Span | None, routes: Mapping[JobKind, Route]
    ) -> Mapping[JobKind, Route]:
        """Where a shot goes that says `via:`: its clip, and its frames where the backend can."""
        backend, _, model = written.partition("/")
        problem = self._problem(backend, model, JobKind.CLIP)
        if problem:
            code, message, helps = problem
            self.found.append(error(code, message, shot, "this shot is asked for", helps=helps))
            return {}
        asked = routes.get(JobKind.CLIP, ANIMATIC[JobKind.CLIP]).takes
        found = {}
        for kind in (JobKind.CLIP, JobKind.FRAME):
            ability = self.backends[backend].ability(kind, model if kind is JobKind.CLIP else "")
            if ability and (kind is JobKind.CLIP or kind in routes):
                found[kind] = _route(backend, ability, asked if kind is JobKind.CLIP else 1)
        return found

    def _takes(self, value: object) -> Mapping[JobKind, int]:
        """How many takes of each kind: a number is of the clips."""
        said = value if isinstance(value, dict) else {"clip": value}
        takes: dict[JobKind, int] = {}
        for key, kinds in KINDS.items():
            if key not in said:
                continue
            count = said[key]
            if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= 64:
                message = "`takes` is a whole number from 1 to 64"
                help_ = Help("write `takes = 2`, or `takes = { clip = 2, voice = 3 }`")
                self._tell("bad-profile", "takes", message, (help_,))
            else:
                takes |= dict.fromkeys(kinds, count)
        return takes

    def _route(
        self,
        key: str,
        written: object,
        kind: JobKind,
        takes: Mapping[JobKind, int],
        routes: dict[JobKind, Route],
    ) -> None:
        if written == NOBODY:
            if kind in GENERATED:
                message = f"a film has to have its {kind}s: only stills can be made by `{NOBODY}`"
                self._tell("bad-profile", key, message, ())
            if kind not in GENERATED:
                routes.pop(kind, None)
            return
        if not isinstance(written, str) or not written.strip():
            help_ = Help(f'write `{key} = "animatic"`')
            self._tell("bad-profile", key, f"`{key}` is the name of a backend", (help_,))
            return
        backend, _, model = written.partition("/")
        problem = self._problem(backend, model, kind)
        if problem is None:
            ability = self.backends[backend].ability(kind, model)
            assert ability is not None, "what has no problem is able"
            routes[kind] = _route(backend, ability, takes.get(kind, 1))
        elif problem[0] != "unable-backend" or not self._can_any(backend, model, KINDS[key]):
            self._tell(problem[0], key, problem[1], problem[2], written)

    def _can_any(self, backend: str, model: str, kinds: frozenset[JobKind]) -> bool:
        """Whether a key that routes several kinds says something for one of them at least."""
        return any(self.backends[backend].ability(kind, model) for kind in kinds)

    def _problem(
        self, backend: str, model: str, kind: JobKind
    ) -> tuple[str, str, tuple[Help, ...]] | None:
        """Why a backend and model cannot do jobs of a kind: code, message, what to do."""
        known = self.backends.get(backend)
        if known is None:
            message = f"no backend is called `{backend}`"
            return "unknown-backend", message, _meant(backend, tuple(self.backends))
        models = tuple(dict.fromkeys(each.model for each in known.abilities if each.model))
        if model and not known.knows(model):
            message = f"`{backend}` has no model called `{model}`"
            return "unknown-model", message, _meant(model, models, f"{backend}/")
        ability = known.ability(kind, model)
        if ability is None:
            who = f"{backend}/{model}" if model else backend
            message = f"`{who}` makes no {kind}"
            able = [name for name, each in self.backends.items() if each.ability(kind)]
            return "unable-backend", message, _able(able)
        if ability.retired:
            message = f"`{backend}/{ability.model}` is not offered any more"
            helps = (
                (Help(f"it was followed by `{ability.successor}`"),) if ability.successor else ()
            )
            return "retired-model", message, helps
        return None

    def _tell(
        self, code: str, key: str, message: str, helps: tuple[Help, ...], value: str = ""
    ) -> None:
        span = _place(self.source, self.table, key, value)
        told = error(code, message, span, helps=_with_fix(helps, span, bool(value)))
        if told not in self.found:
            self.found.append(told)


def read_caps(file: ProfileFile, film: Film, script: Source) -> tuple[Caps, tuple[Diagnostic, ...]]:
    """How much may be spent: by `[budget]` and by the title page's `Budget:`, the tighter of both.

    `script` is the text in which the title page stands.
    """
    known = {each.name: each.type for each in fields(Caps)}
    found: list[Diagnostic] = []
    most: dict[str, float] = {}
    for key, value in file.budget.items():
        span = _place(file.source, "budget", key)
        if key not in known:
            message = f"no cap is called `{key}`"
            helps = _with_fix(_meant(key, tuple(known)), span, False)
            found.append(error("bad-budget", message, span, helps=helps))
        elif isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            found.append(error("bad-budget", f"`{key}` is a number from 0 up", span))
        else:
            most[key] = value
    said, unread = budget_words(film.credits.get("budget", ""))
    for words in unread:
        at = script.text.find(words)
        place = script.span(at, at + len(words)) if at >= 0 else None
        help_ = Help("write it as `Budget: $40, 300 s clips, 60 stills`")
        message = f"`{words}` is no part of a budget"
        found.append(
            error("bad-budget", message, place, "neither money nor an amount", helps=(help_,))
        )
    for key, amount in said.items():
        most[key] = min(amount, most.get(key, amount))
    return _caps(most), tuple(found)


def _caps(most: Mapping[str, float]) -> Caps:
    stills, characters = most.get("stills"), most.get("characters")
    return Caps(
        usd=most.get("usd"),
        clip_seconds=most.get("clip_seconds"),
        stills=None if stills is None else int(stills),
        characters=None if characters is None else int(characters),
        sound_seconds=most.get("sound_seconds"),
    )


_PART = re.compile(r"[,，、;；\n]+|\s+(?:and|&)\s+|\s*和\s*")
_AMOUNT = re.compile(
    r"(?P<sign>\$|US\$|USD)?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>.*)", re.IGNORECASE
)
_UNITS = (
    ("usd", 1, r"\$|usd|dollars?|美元|美金|刀"),
    (
        "clip_seconds",
        60,
        r"(?:min(?:utes?)?|分钟?)(?:\s*(?:of\s+)?(?:clips?|videos?|pictures?|镜头|视频))?",
    ),
    ("clip_seconds", 1, r"(?:s|secs?|seconds?|秒)(?:\s*(?:of\s+)?(?:clips?|videos?|镜头|视频))?"),
    ("sound_seconds", 1, r"(?:s|secs?|seconds?|秒)\s*(?:of\s+)?(?:sounds?|music|声音|音乐)"),
    ("stills", 1, r"(?:stills?|images?|pictures?|张(?:图片?)?)"),
    ("characters", 1, r"(?:characters?|letters?|字)"),
)


def budget_words(text: str) -> tuple[dict[str, float], tuple[str, ...]]:
    """`$40, 300 s clips, 60 stills` as amounts by the names of caps, and what is no amount."""
    amounts: dict[str, float] = {}
    unread: list[str] = []
    for part in filter(None, (piece.strip() for piece in _PART.split(text))):
        match = _AMOUNT.fullmatch(part)
        named = _named(match["unit"].strip(), bool(match["sign"])) if match else None
        if match and named:
            amounts[named[0]] = float(match["number"]) * named[1]
        else:
            unread.append(part)
    return amounts, tuple(unread)


def _named(unit: str, signed: bool) -> tuple[str, int] | None:
    if signed:
        return ("usd", 1) if not unit else None
    for cap, factor, pattern in _UNITS:
        if re.fullmatch(pattern, unit, re.IGNORECASE):
            return cap, factor
    return None


def _route(backend: str, ability: Ability, takes: int) -> Route:
    paid = not ability.free and not ability.by_hand
    return Route(backend, ability.tier, ability.model, takes, paid)


def _unknown_profile(name: str, known: tuple[str, ...]) -> Diagnostic:
    helps = _meant(name, known) or (Help(f"known are {', '.join(f'`{each}`' for each in known)}"),)
    return error("unknown-profile", f"no profile is called `{name}`", None, helps=helps)


def _meant(word: str, known: tuple[str, ...], before: str = "") -> tuple[Help, ...]:
    meant = suggest(word, known)
    if meant:
        return (Help(f"did you mean `{before}{meant}`?"),)
    return (Help(f"known are {', '.join(f'`{each}`' for each in known)}"),) if known else ()


def _able(names: list[str]) -> tuple[Help, ...]:
    return (Help(f"these do: {', '.join(f'`{each}`' for each in names)}"),) if names else ()


def _with_fix(helps: tuple[Help, ...], span: Span, is_value: bool) -> tuple[Help, ...]:
    """The first help with an edit, where it says what was meant."""
    if not helps or not helps[0].text.startswith("did you mean") or span.start == span.end:
        return helps
    meant = helps[0].text.split("`")[1]
    return (Help(helps[0].text, Fix((Edit(span, meant),))), *helps[1:])


def _place(source: Source, table: str, key: str, value: str = "") -> Span:
    """Where a key of a table stands, or its value; the table, or the end, where it cannot be found.

    TOML as read has no places, so they are looked for in the text.
    """
    begin, end = 0, len(source.text)
    header = re.search(rf"^[ \t]*\[\s*{re.escape(table)}\s*\]", source.text, re.MULTILINE)
    if table and header:
        begin = header.end()
        later = re.compile(r"^[ \t]*\[", re.MULTILINE).search(source.text, begin)
        end = later.start() if later else end
    word = re.compile(rf"(?<![\w-])[\"']?({re.escape(key)})[\"']?(?![\w-])")
    found = word.search(source.text, begin, end) or word.search(source.text)
    if found is None:
        return source.span(*header.span()) if header else source.span(end, end)
    at = source.text.find(value, found.end(), end) if value else -1
    return source.span(at, at + len(value)) if at >= 0 else source.span(*found.span(1))
