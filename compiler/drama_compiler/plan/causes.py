"""What a job was of and what it is of now come in; what changed, and where it is said, come out.

`12B` was of LI WEI in dry clothes and is of LI WEI in wet ones: `"dry" → "wet" in LI WEI's
wardrobe`, at the line of the wardrobe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drama_compiler.graph.jobs import Job
from drama_compiler.plan.story import Story
from drama_dsl.source import Span

_SHOWN_MAX = 60

_FIELDS = {
    "actions": "the action",
    "moves": "the camera's move",
    "lens_millimetres": "the lens",
    "shallow_focus": "the focus",
    "doing": "what {who} does",
    "speaks": "whether {who} speaks",
    "subject": "whether the frame is on {who}",
    "back": "whose back is seen",
    "from_last": "whether it goes on from the shot before",
    "first": "the first frame",
    "last": "the last frame",
    "text": "the words",
    "prompt": "the prompt",
    "avoid": "what to avoid",
    "themes": "whose themes are heard",
    "theme": "{who}'s theme",
    "id": "which thing it is",
    "lines": "what is said in it, and when",
    "faces": "how many are seen",
    "version": "how drama tells takes apart",
}
"""How a field is called where its own name is no word of the writer's."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a take is not what is asked for now, in words, and where the script says so."""

    words: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    """One value of a brief, before and now; `path` leads to it, figures and things by id."""

    path: tuple[str, ...]
    then: Any
    now: Any


def own_cause(
    then: Mapping[str, Any], now: Mapping[str, Any], job: Job, story: Story
) -> Cause | None:
    """What changed in a job's own brief, between two bases as data; None where nothing did."""
    if then.get("version") != now.get("version"):
        return Cause("drama tells takes apart in another way now")
    changes = list(_changes(then.get("brief"), now.get("brief"), ()))
    if not changes:
        return None
    # The declaration says it once, and what follows from it many times: the first is the cause.
    change = min(changes, key=_depth)
    return _told(change, job, story)


def input_cause(input_: Job, story: Story) -> Cause:
    """That another take of what a job is made of is in the film now."""
    return Cause(f"another take of {story.called(input_)}", story.origins.get(input_.origin))


def _changes(then: Any, now: Any, path: tuple[str, ...]) -> Iterator[_Change]:
    if isinstance(then, dict) and isinstance(now, dict):
        for key in (*now, *(each for each in then if each not in now)):
            yield from _changes(then.get(key), now.get(key), (*path, key))
    elif _by_id(then) and _by_id(now):
        before, after = _as_table(then), _as_table(now)
        for key in dict.fromkeys((*before, *after)):
            yield from _changes(before.get(key), after.get(key), (*path, key))
    elif then != now:
        yield _Change(path, then, now)


def _by_id(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and "id" in each for each in value
    )


def _as_table(value: list[dict[str, Any]]) -> dict[str, Any]:
    return {each["id"] or each.get("name", ""): each for each in value}


def _depth(change: _Change) -> int:
    """Declarations first, then who is there, then what the shot itself says."""
    last = change.path[-1]
    if last in ("look", "wardrobe", "palette", "voice") or change.path[0] == "style":
        return 0
    if change.then is None or change.now is None:
        return 1
    return 3 if last in ("doing", "mood", "speaks", "name") else 2


def _told(change: _Change, job: Job, story: Story) -> Cause:
    path = tuple(each for each in change.path if each not in ("of",))
    if path[0] == "lines":
        return Cause(
            "other lines are spoken in it, or at other moments", story.origins.get(job.origin)
        )
    where = path[-2] if len(path) > 1 else ""
    thing = path[1] if path[0] in ("figures", "things") and len(path) > 1 else ""
    who = _who(thing or (job.origin if path[0] in ("look", "wardrobe", "voice") else ""), story)
    if thing and len(path) == 2:
        gone = change.now is None
        words = f"{who} is {'no longer' if gone else 'now'} in the picture"
        return Cause(words, story.origins.get(job.origin))
    place = _place_of(path, thing, job)
    name = _FIELDS.get(path[-1], path[-1].replace("_", " ")).format(who=who)
    if who and who not in name:
        name = f"{who}'s {name}"
    elif where == "place":
        name = f"the place's {name}"
    elif where == "style":
        name = f"the style's {name}"
    before, after = _shown(change.then, change.now)
    text = change.now if isinstance(change.now, str) else ""
    if isinstance(change.now, list) and all(isinstance(each, str) for each in change.now):
        new = [each for each in change.now if each not in (change.then or [])]
        text = new[0] if new else ""
    return Cause(f"{before} → {after} in {name}", story.find(place, text))


def _place_of(path: tuple[str, ...], thing: str, job: Job) -> str:
    """The id at whose place in the script a field is said."""
    if path[-1] in ("look", "wardrobe", "palette", "voice", "theme"):
        return thing or job.origin
    return job.origin


def _who(id_: str, story: Story) -> str:
    film = story.film
    for table in (film.characters, film.props, film.locations):
        if id_ in table:
            return table[id_].name
    return id_


def _shown(then: Any, now: Any) -> tuple[str, str]:
    """Two values as people read them, cut down to the words that differ."""
    if isinstance(then, list) and isinstance(now, list):
        gone = [each for each in then if each not in now]
        new = [each for each in now if each not in then]
        then, now = _listed(gone), _listed(new)
        if any(isinstance(each, dict) for each in (*gone, *new)):
            return _quoted(then), _quoted(now)
    if isinstance(then, str) and isinstance(now, str):
        then, now = _differing(then, now)
    return _quoted(then), _quoted(now)


def _listed(values: list[Any]) -> str:
    parts = []
    for each in values:
        if isinstance(each, dict):
            words = (each.get(key) for key in ("pace", "kind", "direction", "name"))
            parts.append(" ".join(str(word) for word in words if word and word != "normal"))
        else:
            parts.append(str(each))
    return "; ".join(parts)


def _differing(then: str, now: str) -> tuple[str, str]:
    """Both without the words at their beginning and end that they share."""
    left, right = then.split(), now.split()
    if len(left) < 2 and len(right) < 2:
        return then, now
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    most = min(len(left), len(right)) - head
    while tail < most and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    before, after = left[head : len(left) - tail], right[head : len(right) - tail]
    return " ".join(before), " ".join(after)


def _quoted(value: Any) -> str:
    if value in (None, "", [], False):
        return "nothing"
    if value is True:
        return "yes"
    text = str(value)
    text = text if len(text) <= _SHOWN_MAX else f"{text[: _SHOWN_MAX - 1]}…"
    return f'"{text}"'
