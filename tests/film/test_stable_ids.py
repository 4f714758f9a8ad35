"""Through parsing and resolving, what was not touched keeps its id."""

from __future__ import annotations

import random

from drama_compiler.film.names import Names
from tests.film.told import lines, shots, told

STORY = """character: ANNA
  look: tall

INT. KITCHEN - NIGHT

music: calm
shot: wide, 4s
Anna waits at the window.

shot: close on ANNA
ANNA
You came back.

BORIS
I did.

EXT. SEA - DAY

Waves.

sound: once thunder
Anna and Boris walk along the shore.

ANNA
You came back.

BORIS
I did.

EXT. SEA - DAY

Waves.

shot: close on ANNA
ANNA
You came back.
"""


def test_layout_comments_and_declarations_change_no_id() -> None:
    before = told(STORY)
    loose = STORY.replace("\n\n", "\n\n\n").replace("Anna waits", "Anna [[slowly?]]  waits")
    loose = "/* a draft */\n\n" + loose.replace("look: tall", "look: small").replace("\n", "\r\n")
    for names in (Names(), before.names):
        after = told(loose, names)
        assert ids(after.names) == ids(before.names)
        assert [shot.id for shot in shots(after)] == [shot.id for shot in shots(before)]


def test_moved_scenes_keep_all_their_ids() -> None:
    before = told(STORY)
    head, *scenes = STORY.split("INT. ")[0], *_scenes(STORY)
    after = told(head + scenes[2] + scenes[0] + scenes[1], before.names)
    assert ids(after.names) == ids(before.names)


def test_an_edited_line_keeps_its_id_and_touches_no_other() -> None:
    before = told(STORY)
    after = told(STORY.replace("I did.\n\nEXT", "I really did.\n\nEXT", 1), before.names)
    assert ids(after.names) == ids(before.names)
    assert [line.text for line in lines(after)][1] == "I really did."


def test_pinning_a_shot_changes_its_own_id_only() -> None:
    before = told(STORY)
    after = told(STORY.replace("shot: wide, 4s", "shot: wide, 4s, #12A#"), before.names)
    assert shots(after)[0].id == "12A"
    assert [shot.id for shot in shots(after)[1:]] == [shot.id for shot in shots(before)[1:]]


def test_random_edits_of_a_script_change_no_untouched_id() -> None:
    draw = random.Random(7)
    paragraphs = [part for part in STORY.split("\n\n") if part.strip()]
    extra = ["He laughs.", "ANNA\nYou came back.", "shot: wide\nRain falls.", "BORIS\nNo."]
    now = told("\n\n".join(paragraphs))
    for _ in range(60):
        place = draw.randrange(3, len(paragraphs))
        if draw.random() < 0.5 or len(paragraphs) < 8:
            paragraphs.insert(place, draw.choice(extra))
        elif not paragraphs[place].startswith(("INT", "EXT")):
            del paragraphs[place]
        then, now = now, told("\n\n".join(paragraphs), now.names)
        texts = [line.text for line in lines(then)]
        for line in lines(now):
            others = [each.text for each in lines(now)]
            if texts.count(line.text) == others.count(line.text) == 1:
                same = next(each for each in lines(then) if each.text == line.text)
                assert line.id == same.id
        assert len(set(every_id(now.names))) == len(every_id(now.names))


def test_resolving_again_with_its_own_names_changes_nothing() -> None:
    once = told(STORY)
    again = told(STORY, once.names)
    assert again.film == once.film
    assert again.names == once.names
    assert Names.model_validate_json(once.names.model_dump_json()) == once.names


def ids(names: Names) -> tuple[set[str], ...]:
    return set(names.scenes), set(names.shots), set(names.lines), set(names.cues)


def every_id(names: Names) -> list[str]:
    return [*names.scenes, *names.shots, *names.lines, *names.cues]


def _scenes(text: str) -> list[str]:
    cuts = [place for place in range(len(text)) if text.startswith(("INT. ", "EXT. "), place)]
    return [
        text[one:other] + "\n\n" for one, other in zip(cuts, [*cuts[1:], len(text)], strict=True)
    ]
