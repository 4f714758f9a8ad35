"""Words compared: nothing of either text is lost, and what stays is told as staying."""

from __future__ import annotations

import random
from itertools import combinations, permutations

import pytest

from drama_compiler.changes.order import moved
from drama_compiler.changes.words import Run, abridge, compare_words

WORDS = ["rain", "sea", "三年", "了", " ", " ", "\n", ",", ".", "it's", "boat", "红", ""]


def text_of(runs: tuple[tuple[Run, str], ...], without: Run) -> str:
    return "".join(text for run, text in runs if run is not without)


@pytest.mark.parametrize("seed", range(300))
def test_the_runs_give_both_texts_back(seed: int) -> None:
    chance = random.Random(seed)
    before = [chance.choice(WORDS) for _ in range(chance.randrange(30))]
    after = [chance.choice(WORDS) if chance.random() < 0.2 else word for word in before]
    old, new = "".join(before), "".join(after)
    runs = compare_words(old, new)
    assert text_of(runs, Run.NEW) == old
    assert text_of(runs, Run.GONE) == new
    assert all(text for _, text in runs)


def test_a_changed_word_is_a_word_and_not_its_letters() -> None:
    runs = compare_words("an orange jacket", "a red jacket")
    assert runs == ((Run.GONE, "an orange"), (Run.NEW, "a red"), (Run.SAME, " jacket"))


def test_chinese_is_compared_sign_by_sign() -> None:
    runs = compare_words("海，你把我娘还给我。", "海，你把我的娘还给我。")
    assert runs == ((Run.SAME, "海，你把我"), (Run.NEW, "的"), (Run.SAME, "娘还给我。"))


def test_texts_with_nothing_in_common_are_told_whole() -> None:
    assert compare_words("Uphill.", "No idea, sorry!") == (
        (Run.GONE, "Uphill."),
        (Run.NEW, "No idea, sorry!"),
    )


def test_of_a_long_text_the_words_around_the_change_are_told() -> None:
    start, end = "one two three " * 30, " four five six" * 30
    runs = abridge(compare_words(f"{start}old{end}", f"{start}new{end}"))
    assert [run for run, _ in runs] == [Run.SAME, Run.GONE, Run.NEW, Run.SAME]
    assert len("".join(text for _, text in runs)) < 120
    assert runs[0][1].startswith("…") and runs[-1][1].endswith("…")


def test_the_fewest_are_said_to_have_moved() -> None:
    for order in permutations("abcde"):
        found = moved("abcde", order)
        kept = [key for key in order if key not in found]
        assert kept == sorted(kept)
        longest = max(
            size
            for size in range(1, 6)
            if any(list(each) == sorted(each) for each in combinations(order, size))
        )
        assert len(kept) == longest


def test_what_came_or_went_has_not_moved() -> None:
    assert moved("abcd", "xbcyd") == frozenset()
    assert moved("", "ab") == moved("ab", "") == frozenset()
