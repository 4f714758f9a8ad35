"""A project comes in; a random edit of it, and which paid jobs its meaning reaches, come out.

The oracle reads the film alone: it knows nothing of briefs, bases and passes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from drama_compiler.film.film import Action, Film, Line, MusicStart, Shot
from tests.plan.pretend import Studio


@dataclass(frozen=True)
class Edit:
    """A changed project. `reaches` are the jobs to make anew; `pictures_only` leaves sound out."""

    what: str
    text: str
    used: Mapping[str, str]
    reaches: Callable[[Studio], set[str]]
    file: str = "film.drama"
    pictures_only: bool = False


def random_edit(studio: Studio, chance: random.Random) -> Edit | None:
    """One edit; None where the one that was drawn does not fit this script."""
    return chance.choice(EDITS)(studio, chance)


def shots(film: Film) -> list[Shot]:
    return [shot for scene in film.scenes for shot in scene.shots]


def pictures(studio: Studio, changed: Iterable[Shot], *, stills: bool = True) -> set[str]:
    """The clips of shots, with their first frames; a clip that ends on a changed frame too."""
    found: set[str] = set()
    order = shots(studio.film)
    for shot in changed:
        if shot.reuse:
            continue
        found.add(f"clip/{shot.id}")
        if stills:
            found.add(f"frame/{shot.id}/first")
            place = [each.id for each in order].index(shot.id)
            if shot.from_last and place:
                before = order[place - 1]
                found.add(f"clip/{before.reuse or before.id}")
    return found


def _whitespace(studio: Studio, chance: random.Random) -> Edit | None:
    lines = studio.text.split("\n")
    blank = [index for index, line in enumerate(lines) if not line.strip()]
    at = chance.choice(blank)
    lines.insert(at, chance.choice(["", "  "]))
    ends = "\r\n" if chance.random() < 0.3 else "\n"
    return Edit("whitespace", ends.join(lines), studio.used, lambda after: set())


def _comment(studio: Studio, chance: random.Random) -> Edit | None:
    lines = studio.text.split("\n")
    blank = [index for index, line in enumerate(lines) if not line.strip()]
    at = chance.choice(blank)
    note = chance.choice(["/* not now */", "/* 1A again? */"])
    lines[at:at] = ["", note, ""]
    return Edit("comment", "\n".join(lines), studio.used, lambda after: set())


def _renamed(studio: Studio, chance: random.Random) -> Edit | None:
    name = f"other-{chance.randrange(99)}.drama"
    return Edit("renamed file", studio.text, studio.used, lambda after: set(), file=name)


def _replaced(studio: Studio, was: str, is_: str) -> tuple[str, Mapping[str, str]] | None:
    """The texts with `was` replaced, where it stands once in all of them."""
    texts = [studio.text, *studio.used.values()]
    if not was.strip() or sum(text.count(was) for text in texts) != 1:
        return None
    used = {name: text.replace(was, is_) for name, text in studio.used.items()}
    return studio.text.replace(was, is_), used


def _edit(
    studio: Studio, what: str, was: str, is_: str, reaches: Callable[[Studio], set[str]]
) -> Edit | None:
    changed = _replaced(studio, was, is_)
    return Edit(what, *changed, reaches) if changed else None


def _look(studio: Studio, chance: random.Random) -> Edit | None:
    person = chance.choice(list(studio.film.characters.values()))

    def reaches(after: Studio) -> set[str]:
        seen = [each for each in shots(after.film) if _has(each, person.id)]
        worn = {a.wardrobe for each in seen for a in each.cast if a.character == person.id}
        spoken = _lines(after.film, person.id)
        portraits = {f"portrait/{person.id}/{each or 'default'}" for each in worn}
        # How somebody looks is told to whoever finds their voice.
        return pictures(after, seen) | portraits | {f"voice/{line.id}" for line in spoken}

    return _edit(studio, f"look of {person.id}", person.look, f"{person.look} *", reaches)


def _wardrobe(studio: Studio, chance: random.Random) -> Edit | None:
    worn = [(p, n, t) for p in studio.film.characters.values() for n, t in p.wardrobes.items()]
    if not worn:
        return None
    person, name, text = chance.choice(worn)

    def reaches(after: Studio) -> set[str]:
        seen = [each for each in shots(after.film) if _has(each, person.id, name)]
        portrait = {f"portrait/{person.id}/{name}"} if seen else set()
        return pictures(after, seen) | portrait

    return _edit(studio, f"wardrobe {name} of {person.id}", text, f"{text} *", reaches)


def _place(studio: Studio, chance: random.Random) -> Edit | None:
    place = chance.choice(list(studio.film.locations.values()))

    def reaches(after: Studio) -> set[str]:
        there = [
            s for scene in after.film.scenes if scene.location == place.id for s in scene.shots
        ]
        return pictures(after, there) | ({f"plate/{place.id}"} if there else set())

    return _edit(studio, f"place {place.id}", place.look, f"{place.look} *", reaches)


def _thing(studio: Studio, chance: random.Random) -> Edit | None:
    if not studio.film.props:
        return None
    thing = chance.choice(list(studio.film.props.values()))

    def reaches(after: Studio) -> set[str]:
        seen = [each for each in shots(after.film) if thing.id in each.props]
        return pictures(after, seen) | ({f"object/{thing.id}"} if seen else set())

    return _edit(studio, f"thing {thing.id}", thing.look, f"{thing.look} *", reaches)


def _style(studio: Studio, chance: random.Random) -> Edit | None:
    style = studio.film.styles[studio.film.style or ""]

    def reaches(after: Studio) -> set[str]:
        return {
            re.sub(r"^(plate/[^/]+)/.*", r"\1", name)
            for name in after.graph().jobs
            if not name.startswith(("voice", "cue"))
        }

    return _edit(studio, "style", style.palette, f"{style.palette} *", reaches)


def _size(studio: Studio, chance: random.Random) -> Edit | None:
    shot = chance.choice([each for each in shots(studio.film) if not each.implied])
    words = {"wide": "full", "close": "medium close", "medium close": "close", "全景": "远景"}
    words |= {"中全景": "近景"}
    words |= {"近景": "特写", "特写": "近景", "中景": "近景"}
    return _in_shot_line(studio, shot, words, "size", stills=True)


def _move(studio: Studio, chance: random.Random) -> Edit | None:
    shot = chance.choice([each for each in shots(studio.film) if not each.implied])
    words = {"slow": "fast", "缓推": "缓拉", "缓慢": "快速", "slow push in": "slow pull out"}
    return _in_shot_line(studio, shot, words, "move", stills=False)


def _length(studio: Studio, chance: random.Random) -> Edit | None:
    shot = chance.choice([each for each in shots(studio.film) if each.seconds])
    words = {f"{float(shot.seconds or 0):g}s": "2.1s", f"{float(shot.seconds or 0):g}秒": "2.1秒"}
    edit = _in_shot_line(studio, shot, words, "length", stills=False)
    if edit is None:
        return None
    return Edit(edit.what, edit.text, edit.used, lambda after: _too_long(studio, after))


def _in_shot_line(
    studio: Studio, shot: Shot, words: Mapping[str, str], what: str, *, stills: bool
) -> Edit | None:
    """A word of a `shot:` changed; whoever shows or matches that shot follows."""
    span = studio.origins[shot.id]
    line = studio.text[span.start : span.end]
    word = next((each for each in sorted(words, key=len)[::-1] if each in line), None)
    if word is None:
        return None
    changed = line.replace(word, words[word], 1)
    text = studio.text[: span.start] + changed + studio.text[span.end :]

    def reaches(after: Studio) -> set[str]:
        # The frame may now hold more or fewer people: what is seen is read off the film.
        same = _by_id(after.film)[shot.id]
        return pictures(after, [same], stills=stills)

    return Edit(f"{what} of {shot.number}", text, studio.used, reaches)


def _action(studio: Studio, chance: random.Random) -> Edit | None:
    told = [(s, e) for s in shots(studio.film) for e in s.events if isinstance(e, Action)]
    shot, action = chance.choice(told)
    more = "尘土飞扬。" if studio.film.language == "zh" else " Dust hangs in the air."

    def reaches(after: Studio) -> set[str]:
        now = _by_id(after.film)[shot.id]
        first = next(each for each in now.events if isinstance(each, Action))
        stills = first.text.startswith(action.text)
        return pictures(after, [now], stills=stills) | _too_long(studio, after)

    return _edit(studio, f"action in {shot.number}", action.text, action.text + more, reaches)


def _line(studio: Studio, chance: random.Random) -> Edit | None:
    spoken = [e for s in shots(studio.film) for e in s.events if isinstance(e, Line)]
    line = chance.choice(spoken)
    more = "啊" if line.language == "zh" else "Oh, "

    def reaches(after: Studio) -> set[str]:
        return {f"voice/{line.id}"} | _too_long(studio, after)

    return _edit(studio, f"line {line.text}", f"\n{line.text}\n", f"\n{more}{line.text}\n", reaches)


def _mood(studio: Studio, chance: random.Random) -> Edit | None:
    spoken = [(s, e) for s in shots(studio.film) for e in s.events if isinstance(e, Line)]
    shot, line = chance.choice([each for each in spoken if each[1].mood] or spoken)
    span = studio.origins[line.id]
    start = studio.text.find(line.mood, span.start - 20) if line.mood else -1
    if start < 0 or start > span.end + 40:
        return None
    end = start + len(line.mood)
    text = f"{studio.text[:start]}calmly now{studio.text[end:]}"

    def reaches(after: Studio) -> set[str]:
        seen = _has(_by_id(after.film)[shot.id], line.character) and not line.off_screen
        clips = pictures(after, [_by_id(after.film)[shot.id]]) if seen else set()
        return {f"voice/{line.id}"} | clips

    return Edit(f"mood in {shot.number}", text, studio.used, reaches)


def _voice(studio: Studio, chance: random.Random) -> Edit | None:
    person = chance.choice(list(studio.film.characters.values()))

    def reaches(after: Studio) -> set[str]:
        return {f"voice/{line.id}" for line in _lines(after.film, person.id)}

    return _edit(studio, f"voice of {person.id}", person.voice, f"{person.voice}, hoarse", reaches)


def _cue(studio: Studio, chance: random.Random) -> Edit | None:
    cues = [e for s in shots(studio.film) for e in s.events if isinstance(e, MusicStart)]
    cue = chance.choice(cues)

    def reaches(after: Studio) -> set[str]:
        return {f"cue/{cue.id}"}

    return _edit(studio, "cue", cue.text, f"{cue.text}, harp", reaches)


def _light(studio: Studio, chance: random.Random) -> Edit | None:
    lights = {shot.light for shot in shots(studio.film) if shot.light}
    if not lights:
        return None
    light = chance.choice(sorted(lights))

    def reaches(after: Studio) -> set[str]:
        lit = [each for each in shots(after.film) if each.light == f"{light} haze"]
        scenes = [s for s in after.film.scenes if any(each in s.shots for each in lit)]
        return pictures(after, lit) | {f"plate/{scene.location}" for scene in scenes}

    return _edit(studio, f"light {light}", light, f"{light} haze", reaches)


def _moved_scene(studio: Studio, chance: random.Random) -> Edit | None:
    starts = sorted(studio.origins[scene.id].start for scene in studio.film.scenes)
    starts = [studio.text.rfind("\n", 0, start) + 1 for start in starts]
    if len(starts) < 3:
        return None
    at = chance.randrange(len(starts) - 2)
    first, second, third = starts[at : at + 3]
    text = studio.text
    text = text[:first] + text[second:third] + text[first:second] + text[third:]
    return Edit("moved scene", text, studio.used, lambda after: set(), pictures_only=True)


EDITS: tuple[Callable[[Studio, random.Random], Edit | None], ...] = (
    _whitespace,
    _comment,
    _renamed,
    _look,
    _wardrobe,
    _place,
    _thing,
    _style,
    _size,
    _move,
    _length,
    _action,
    _line,
    _mood,
    _voice,
    _cue,
    _light,
    _moved_scene,
)


def _has(shot: Shot, character: str, wardrobe: str | None = None) -> bool:
    return any(
        each.character == character and (wardrobe is None or each.wardrobe == wardrobe)
        for each in shot.cast
    )


def _lines(film: Film, character: str) -> list[Line]:
    events = (event for shot in shots(film) for event in shot.events)
    return [each for each in events if isinstance(each, Line) and each.character == character]


def _by_id(film: Film) -> dict[str, Shot]:
    return {shot.id: shot for shot in shots(film)}


def _too_long(before: Studio, after: Studio) -> set[str]:
    """Clips whose shot does not fit any more into the 5 or 10 seconds they were made in, and
    cues that are to be heard longer than they are.
    """
    were = {each.id: each.frames / before.schedule.rate for each in before.schedule.cues}
    cues = {each.id: each.frames / after.schedule.rate for each in after.schedule.cues}
    heard = {f"cue/{id_}" for id_, seconds in cues.items() if seconds > were[id_] + Fraction(1, 9)}
    return heard | {
        f"clip/{shot}"
        for shot, seconds in _lengths(after).items()
        if seconds > (5 if _lengths(before)[shot] <= 5 else 10)
    }


def _lengths(studio: Studio) -> dict[str, Fraction]:
    """The seconds of each shot with its handles, the longest of those that show its picture."""
    lengths: dict[str, Fraction] = {}
    owners = {shot.id: shot.reuse or shot.id for shot in shots(studio.film)}
    for time in studio.schedule.shots:
        frames = time.head_frames + time.body_frames + time.tail_frames
        owner = owners[time.shot]
        lengths[owner] = max(lengths.get(owner, Fraction(0)), frames / studio.schedule.rate)
    return lengths
