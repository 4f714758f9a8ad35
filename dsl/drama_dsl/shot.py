"""The value of a `shot:` comes in; its clauses go out, typed, with raw noun phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from drama_dsl.annotations import raw_value
from drama_dsl.clauses import Clause, Moves, Phrase, ShotClauses, Stance, Words
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.shot_complaints import check_clauses, check_words
from drama_dsl.shot_lexer import Unit, read_clauses
from drama_dsl.shot_phrases import Piece, settle
from drama_dsl.source import Source
from drama_dsl.tree import Annotation, Form
from drama_grammar import shot_grammar

if TYPE_CHECKING:
    from lark import Token

    from drama_dsl.shot_builder import Read


def shot_clauses(node: Annotation, source: Source) -> tuple[ShotClauses, tuple[Diagnostic, ...]]:
    """The clauses of a `shot:` annotation; lenient in notes and `!!` lines."""
    text = raw_value(source, node)
    return parse_shot(text, node.value_start, source, lenient=node.form is not Form.LINE)


def parse_shot(
    text: str, offset: int, source: Source, *, lenient: bool
) -> tuple[ShotClauses, tuple[Diagnostic, ...]]:
    """The clauses of `text`, which stands at `offset` in `source`, and what is wrong.

    Any text is parsed, in linear time. Kinds are known, names are not: noun phrases stay raw,
    and what fits no clause is `Words`. What is complained of here is left out. `lenient` (notes,
    `!!` lines) reads a clause that looks like prose as `Words`, and complains of nothing.
    """
    clauses: list[Clause] = []
    for units in read_clauses(text):
        if lenient and _is_prose(units):
            start, end = units[0].start, units[-1].end
            phrase = Phrase(text[start:end], offset + start, offset + end)
            clauses.append(Words(phrase.start, phrase.end, phrase))
            continue
        read = _parse_clause(settle(text, units, lenient=lenient), text, offset)
        _add(clauses, read, text, offset)
    if lenient:
        return tuple(clauses), ()
    known: list[Clause] = []
    diagnostics = list(check_clauses(clauses, text, offset, source))
    for clause in clauses:
        wrong = check_words(clause.phrase, source) if isinstance(clause, Words) else None
        if wrong:
            diagnostics.append(wrong)
        else:
            known.append(clause)
    return tuple(known), tuple(diagnostics)


def stance(phrase: Phrase) -> tuple[Phrase, Stance | None]:
    """A noun phrase without the words at its end that say place, depth and facing; and those.

    `DRAGON in the background` gives `DRAGON` and a stance. A phrase that is nothing else stays
    whole: it may be a name.
    """
    words = [unit for units in read_clauses(phrase.text) for unit in units]
    found: dict[str, str] = {}
    last = len(words)
    while last > 1 and (kind := _stance_kind(words[last - 1], found)):
        found[kind] = words[last - 1].types[kind.upper()]
        last -= 1
    if not found:
        return phrase, None
    start, end = words[last].start, words[-1].end
    until = words[last - 1].end
    rest = Phrase(phrase.text[:until], phrase.start, phrase.start + until)
    return rest, Stance(
        phrase.start + start, phrase.start + end,
        found.get("place"), found.get("depth"), found.get("facing"),
    )  # fmt: skip


def _stance_kind(unit: Unit, found: dict[str, str]) -> str | None:
    for kind in ("facing", "depth", "place"):
        if kind.upper() in unit.types and kind not in found:
            return kind
    return None


def _is_prose(units: list[Unit]) -> bool:
    """Whether a clause of a note is a sentence rather than a clause.

    It begins like a clause, but then goes on in small letters with no `on` between.
    """
    for index, unit in enumerate(units):
        if "ON" in unit.types or "OVER" in unit.types or "GROUPING" in unit.types:
            return False
        if unit.types:
            continue
        return index > 0 and unit.text[0].islower()
    return False


def _parse_clause(pieces: list[Piece], text: str, offset: int) -> Read:
    """One clause by the grammar; if it does not fit, all of it as words."""
    from lark import Token, UnexpectedInput

    from drama_dsl.shot_builder import Read

    tokens = [
        Token(piece.type, piece.value, offset + piece.start, end_pos=offset + piece.end)
        for piece in pieces
    ]
    try:
        return _grammar()(tokens)
    except UnexpectedInput:
        start, end = pieces[0].start, pieces[-1].end
        phrase = Phrase(text[start:end], offset + start, offset + end)
        return Read(False, [Words(phrase.start, phrase.end, phrase)])


def _add(clauses: list[Clause], read: Read, text: str, offset: int) -> None:
    """Adds what a clause says; `then …` and a lone `slow` go on with the moves before."""
    then = read.then
    for clause in read.items:
        last = clauses[-1] if clauses else None
        if isinstance(clause, tuple):
            if isinstance(last, Moves):
                step = replace(last.steps[-1], pace=clause.pace)
                clauses[-1] = replace(last, end=clause.end, steps=(*last.steps[:-1], step))
            else:
                written = text[clause.start - offset : clause.end - offset]
                phrase = Phrase(written, clause.start, clause.end)
                clauses.append(Words(clause.start, clause.end, phrase))
        elif then and isinstance(clause, Moves) and isinstance(last, Moves):
            steps = last.steps + clause.steps
            clauses[-1] = Moves(last.start, clause.end, steps)
        else:
            clauses.append(clause)
        then = False


@cache
def _grammar() -> Callable[[list[Token]], Read]:
    """The parser of one clause; built on first use, for lark takes a while to load."""
    from lark import Lark
    from lark.lexer import Lexer

    class Given(Lexer):
        """Hands on the tokens that were made already."""

        def __init__(self, conf: Any) -> None:
            del conf

        def lex(self, data: list[Token]) -> Iterator[Token]:  # type: ignore[override]
            return iter(data)

    from drama_dsl.shot_builder import Builder

    parser = Lark(shot_grammar(), parser="lalr", lexer=Given, start="clause", transformer=Builder())
    return parser.parse  # type: ignore[return-value]
