"""A text before and after comes in; the runs of words that stay, go and come, come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\W_]+(?:['’\-][^\W_]+)*|\s+|."
)
"""A word, a sign of a script without blanks, blanks, or a mark."""

SHARED_MIN = 0.34
"""Where less than this is shared, a text was not edited but replaced."""


KEPT_WORDS = 14
"""How many words and blanks are told on each side of a change, where much stays."""


class Run(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


def compare_words(before: str, after: str) -> tuple[tuple[Run, str], ...]:
    """The runs of both texts in reading order; those of `before` and those of `after` joined give
    each text back.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < SHARED_MIN:
        whole = ((Run.GONE, before), (Run.NEW, after))
        return tuple((run, text) for run, text in whole if text)
    return tuple(_joined(_runs(matcher, old, new)))


def abridge(runs: tuple[tuple[Run, str], ...]) -> tuple[tuple[Run, str], ...]:
    """The same runs, what stays in the middle of a long text told by its ends alone."""
    last = len(runs) - 1
    return tuple(
        (run, _ends(text, index == 0, index == last) if run is Run.SAME else text)
        for index, (run, text) in enumerate(runs)
    )


def _ends(text: str, first: bool, last: bool) -> str:
    """`and so it goes … to the end`: the words next to what changed."""
    words = _WORDS.findall(text)
    before = 0 if first else KEPT_WORDS
    after = 0 if last else KEPT_WORDS
    if len(words) <= before + after + 2:
        return text
    head, tail = "".join(words[:before]), "".join(words[len(words) - after :])
    return f"{head.rstrip()} … {tail.lstrip()}" if before and after else f"{head}…{tail}"


def _runs(
    matcher: SequenceMatcher[str], old: list[str], new: list[str]
) -> Iterator[tuple[Run, str]]:
    for step, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if step == "equal":
            yield Run.SAME, "".join(old[old_start:old_end])
            continue
        yield Run.GONE, "".join(old[old_start:old_end])
        yield Run.NEW, "".join(new[new_start:new_end])


def _joined(runs: Iterator[tuple[Run, str]]) -> Iterator[tuple[Run, str]]:
    """Without empty runs, and with a lone blank between two changes taken into them.

    `one [-two-]{+three+} [-four-]{+five+}` reads better as `one [-two four-]{+three five+}`.
    """
    gone = new = ""
    held = ""
    for run, text in runs:
        if run is Run.SAME and text.isspace() and (gone or new):
            held = text
        elif run is Run.SAME:
            yield from _changed(gone, new)
            yield Run.SAME, held + text
            gone = new = held = ""
        elif text:
            gone, new, held = gone + held, new + held, ""
            gone, new = (gone + text, new) if run is Run.GONE else (gone, new + text)
    yield from _changed(gone, new)
    if held:
        yield Run.SAME, held


def _changed(gone: str, new: str) -> Iterator[tuple[Run, str]]:
    if gone:
        yield Run.GONE, gone
    if new:
        yield Run.NEW, new
