"""What the parser found wrong comes in; diagnostics go out. Their pages are in `pages`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from drama_dsl.diagnostic import (
    Diagnostic,
    Edit,
    Fix,
    Help,
    Label,
    error,
    hint,
    warning,
)
from drama_dsl.lexer import Comment
from drama_dsl.source import Source, Span
from drama_dsl.suggest import suggest
from drama_dsl.tree import Annotation, Form, Property
from drama_grammar import fold, vocabulary

_MAY_BE_EMPTY = frozenset({"shot"})
_WORDS = ("character", "location", "prop", "style", "preset", "use", "shot", "cast", "light",
          "weather", "music", "sound", "super", "sub")  # fmt: skip


def unclosed_comment(source: Source, comment: Comment) -> Diagnostic:
    """A `/*` or `[[` that nothing closes: it is read as text."""
    span = source.span(comment.start, comment.end)
    if comment.boneyard:
        return warning(
            "unclosed-boneyard", "this boneyard is never closed", span, "no `*/` follows",
            notes=("what stands behind it is read as text of the script",),
            helps=(Help("close it with `*/`"),),
        )  # fmt: skip
    return warning(
        "unclosed-note", "this note is never closed", span, "no `]]` before the next blank line",
        notes=("it is read as text; a note reaches over no blank line",),
        helps=(Help("close it with `]]`"),),
    )  # fmt: skip


def unknown_annotation(source: Source, written: str, start: int) -> list[Diagnostic]:
    """A line such as `charcter: LI`: only where the word is near one that is known."""
    choices = vocabulary().spellings("annotation")
    meant = suggest(written, choices)
    if meant is None or meant == fold(written):
        return []
    span = source.span(start, start + len(written))
    return [
        warning(
            "unknown-annotation", f"unknown annotation `{written}:`", span,
            "read as action", helps=(_instead(span, meant),),
            notes=("a line that begins with an unknown word is part of the screenplay",),
        )
    ]  # fmt: skip


def note_near_miss(source: Source, written: str, start: int) -> list[Diagnostic]:
    """A note such as `[[SHOTT: …]]`: a hint, for any note may begin with a word and a colon."""
    if not (written.isupper() or written.islower()) or len(written) < 4:
        return []
    meant = suggest(written, vocabulary().spellings("annotation"))
    if meant is None or (len(meant) <= 4 and meant[0] != written[0].lower()):
        return []
    span = source.span(start, start + len(written))
    instead = _instead(span, meant.upper() if written.isupper() else meant)
    message = f"`{written}:` is no annotation, so this is a plain note"
    return [hint("unknown-annotation", message, span, helps=(instead,))]


def unknown_property(
    source: Source, word: str, found: Property, keys: Mapping[str, str]
) -> list[Diagnostic]:
    """A key that the annotation does not have."""
    span = _key_span(source, found)
    meant = suggest(found.written.split(" ")[0], keys)
    helps = (_instead(_first_word(span, found.written), meant),) if meant else ()
    return [
        error(
            "unknown-property", f"`{word}:` has no property `{found.written}`", span,
            "not known here", notes=(f"it has {_list(keys.values())}",), helps=helps,
        )
    ]  # fmt: skip


def property_without_colon(
    source: Source, word: str, found: Property, keys: Mapping[str, str]
) -> list[Diagnostic]:
    """An indented line beneath properties that has no `key:`."""
    span = source.span(found.value_start, found.value_end)
    first = found.value.split(" ")[0]
    help_ = Help("indent it deeper than the line above if it goes on with it")
    if fold(first) in keys:
        at = found.value_start + len(first)
        fix = Fix((Edit(source.span(at, at), ":"),))
        help_ = Help(f"put a colon behind `{first}`", fix)
    message = f"this line beneath `{word}:` is no property"
    return [error("property-without-colon", message, span, "no `key:`", helps=(help_,))]


def property_twice(source: Source, found: Property, all_: Sequence[Property]) -> list[Diagnostic]:
    """A property said a second time: the last one counts."""
    first = next(other for other in all_ if other.key == found.key)
    return [
        warning(
            "property-twice", f"`{found.written}` is said twice",
            _key_span(source, found), "this one counts",
            secondary=(Label(_key_span(source, first), "said first here"),),
        )
    ]  # fmt: skip


def stray_property(source: Source, key: str, start: int, above: Annotation) -> Diagnostic:
    """An indented `key: value` that a blank line cuts off from its annotation."""
    return warning(
        "stray-property", f"`{key}` stands apart from its `{above.word}:`",
        source.span(start, start + len(key)), "read as action: a blank line stands before it",
        secondary=(Label(_head_span(source, above), "the annotation ends before the blank line"),),
        helps=(Help("remove the blank line"),),
    )  # fmt: skip


def check_annotation(source: Source, node: Annotation) -> list[Diagnostic]:
    """What is wrong with an annotation by itself: no value, no language, a bad preset."""
    if node.word == "sub" and not node.argument:
        return [
            error(
                "sub-without-language", "this subtitle does not say its language",
                _head_span(source, node),
                "of which language?", helps=(Help("write the language: `sub en: …`"),),
                notes=("text on the screen is `super:`, in Chinese 字卡",),
            )
        ]  # fmt: skip
    if not node.text and node.word not in _MAY_BE_EMPTY and node.form is not Form.NOTE:
        message = f"`{node.word}:` says nothing"
        place = _head_span(source, node)
        return [error("empty-annotation", message, place, _expected(node.word))]
    return _check_preset(source, node) if node.word == "preset" else []


def _check_preset(source: Source, node: Annotation) -> list[Diagnostic]:
    """A preset is `NAME = CLAUSES`, and its name no word of the vocabulary."""
    name, equals, clauses = node.text.replace("＝", "=").partition("=")
    name = name.strip()
    value = source.span(node.value_start, node.value_end)
    if not equals or not name or not clauses.strip():
        helps = (Help("write `preset: hero = close, low angle, 35mm`"),)
        message = "a preset is a name, `=` and shot clauses"
        return [error("preset-without-clauses", message, value, helps=helps)]
    if fold(name) not in vocabulary().shot_words:
        return []
    span = source.span(node.value_start, node.value_start + len(name))
    message = f"a preset may not be called `{name}`"
    return [error("preset-takes-a-word", message, span, "this already means something in a shot")]


def _expected(word: str) -> str:
    return {
        "music": "write what plays, or `out`",
        "sound": "write what is heard, or `out`",
        "use": "write the path of a script",
        "cast": "write who is in the scene",
    }.get(word, "write a name" if word in _WORDS[:5] else "write its text")


def _instead(span: Span, meant: str) -> Help:
    return Help(f"did you mean `{meant}`?", Fix((Edit(span, meant),)))


def _first_word(span: Span, written: str) -> Span:
    return span._replace(end=span.start + len(written.split(" ")[0]))


def _key_span(source: Source, found: Property) -> Span:
    return source.span(found.key_start, found.key_start + len(found.written))


def _head_span(source: Source, node: Annotation) -> Span:
    """The word (and argument) that an annotation begins with."""
    text = source.text[node.start : node.value_start]
    lead = len(text) - len(text.lstrip("[ \t\ufeff"))
    return source.span(
        node.start + lead, node.start + max(len(text.rstrip(" :：\t\r\n")), lead + 1)
    )


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in dict.fromkeys(words))
