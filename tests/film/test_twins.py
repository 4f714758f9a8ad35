"""The twin law: over random edits no id of an untouched thing changes."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from drama_compiler.film.names import Fingerprint, Nameless, name

WORDS = ("waves", "a dragon turns", "close on her", "he runs to the boat", "rain", "rain")
LETTERS = st.sampled_from(WORDS)
STORY = st.lists(st.lists(LETTERS, min_size=0, max_size=7), min_size=1, max_size=4)
EDIT = st.tuples(
    st.sampled_from(["insert", "delete", "move", "edit", "duplicate"]),
    st.integers(0, 30),
    st.integers(0, 30),
    LETTERS,
)

Story = list[list[tuple[int, str]]]
"""Scenes of things; each has a token, by which the test, not the program, knows it again."""


def told(story: Story, old: dict[str, Fingerprint]) -> dict[int, str]:
    groups = [[Nameless(text) for _, text in scene] for scene in story]
    scenes = [f"s{index}" for index in range(len(story))]
    named = name("shot", groups, scenes, old, frozenset())
    old.clear()
    old |= named.table
    tokens = [token for scene in story for token, _ in scene]
    return dict(zip(tokens, [key for keys in named.ids for key in keys], strict=True))


def around(story: Story) -> dict[int, tuple[int, str, str, str]]:
    """Scene, neighbours and content of each token."""
    table = {}
    for number, scene in enumerate(story):
        for place, (token, text) in enumerate(scene):
            before = scene[place - 1][1] if place else ""
            after = scene[place + 1][1] if place + 1 < len(scene) else ""
            table[token] = (number, before, text, after)
    return table


def edited(story: Story, edit: tuple[str, int, int, str], token: int) -> tuple[Story, set[int]]:
    """The story after one edit, and the tokens that the edit touched."""
    act, first, second, text = edit
    scenes = [list(scene) for scene in story]
    source = scenes[first % len(scenes)]
    target = scenes[second % len(scenes)]
    if act == "insert" or not source:
        target.insert(first % (len(target) + 1), (token, text))
        return scenes, {token}
    place = second % len(source)
    touched, old_text = source[place]
    if act == "delete":
        del source[place]
    elif act == "edit":
        source[place] = (touched, f"{old_text} and {text} again")
    elif act == "duplicate":
        source.insert(place, (token, old_text))
        return scenes, {token}
    else:
        del source[place]
        target.insert(first % (len(target) + 1), (touched, old_text))
    return scenes, {touched}


@settings(max_examples=120, deadline=None)
@given(STORY, st.lists(EDIT, min_size=1, max_size=6))
def test_no_id_of_an_untouched_thing_changes(
    texts: list[list[str]], edits: list[tuple[str, int, int, str]]
) -> None:
    counter = iter(range(10_000))
    story: Story = [[(next(counter), text) for text in scene] for scene in texts]
    old: dict[str, Fingerprint] = {}
    ids = told(story, old)
    for edit in edits:
        before = around(story)
        story, touched = edited(story, edit, next(counter))
        after, then = around(story), ids
        ids = told(story, old)
        assert len(set(ids.values())) == len(ids)
        same_before, same_after = Counter(before.values()), Counter(after.values())
        texts_before = Counter(each[2] for each in before.values())
        texts_after = Counter(each[2] for each in after.values())
        kept: dict[str, list[int]] = {}
        for token in after.keys() & before.keys() - touched:
            text = after[token][2]
            kept.setdefault(text, []).append(token)
            alone = texts_before[text] == texts_after[text] == 1
            told_apart = (
                before[token] == after[token]
                and same_before[before[token]] == same_after[after[token]] == 1
            )
            if alone or told_apart:
                assert ids[token] == then[token], (edit, text)
        for text, tokens in kept.items():
            old_ids = {then[token] for token in before if before[token][2] == text}
            new_ids = {ids[token] for token in after if after[token][2] == text}
            assert len(old_ids & new_ids) >= len(tokens), (edit, text)


@settings(max_examples=60, deadline=None)
@given(STORY)
def test_the_same_story_gets_the_same_ids_and_keeps_them(texts: list[list[str]]) -> None:
    story: Story = [
        [(number * 100 + place, text) for place, text in enumerate(scene)]
        for number, scene in enumerate(texts)
    ]
    old: dict[str, Fingerprint] = {}
    first = told(story, old)
    assert told(story, {}) == first
    assert told(story, old) == first


def test_a_twin_is_told_apart_by_neighbours_not_by_ordinal() -> None:
    old: dict[str, Fingerprint] = {}
    first = told([[(0, "rain"), (1, "waves"), (2, "rain"), (3, "boat")]], old)
    then = told([[(4, "rain"), (0, "rain"), (1, "waves"), (2, "rain"), (3, "boat")]], old)
    assert {token: then[token] for token in first} == first
    assert then[4] not in first.values()


def test_a_rewritten_thing_in_its_place_keeps_its_id() -> None:
    old: dict[str, Fingerprint] = {}
    first = told([[(0, "rain"), (1, "he runs to the boat"), (2, "boat")]], old)
    then = told([[(0, "rain"), (1, "something else"), (2, "boat")]], old)
    assert then == first


def test_what_could_be_two_known_things_is_neither() -> None:
    old: dict[str, Fingerprint] = {}
    first = told([[(0, "rain"), (1, "he runs to the boat at dawn"), (2, "boat")]], old)
    twins = [(1, "he runs to the boat at dusk"), (3, "he runs to the boat at noon")]
    then = told([[(0, "rain"), *twins, (2, "boat")]], old)
    assert first[1] not in (then[1], then[3])
    assert (then[0], then[2]) == (first[0], first[2])


def test_a_pin_is_the_id_and_outlives_every_edit() -> None:
    old: dict[str, Fingerprint] = {}
    first = name("shot", [[Nameless("rain", "12A")]], ["s"], old, frozenset())
    then = name("shot", [[Nameless("x"), Nameless("y", "12A")]], ["s"], first.table, frozenset())
    assert first.ids == (("12A",),)
    assert then.ids[0][1] == "12A"
    assert then.ids[0][0] != "12A"
