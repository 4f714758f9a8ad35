"""What a model is told before it is asked comes out, with the words that a writer may use."""

from __future__ import annotations

from importlib.resources import files

from drama_compiler.film.clock import CASELESS
from drama_grammar import vocabulary

_TABLES = {
    "sizes": "size",
    "compositions": "composition",
    "angles": "angle",
    "moves": "move",
    "directions of a move": "direction",
    "paces of a move": "pace",
    "places on the screen": "place",
    "depths": "depth",
    "facings": "facing",
    "speeds": "speed",
}

_EXAMPLES = {
    False: """\
4: shot: wide, low angle, crane up slow
9: shot: medium close, over MIRA on TOM, dolly in slow then rack to MIRA
  performance: he waits a beat too long
12: shot: insert KEY, shallow focus, 2s""",
    True: """\
4: shot: 全景，仰，缓升
9: shot: 近景，过肩李雷对韩梅梅，缓推
  performance: 他迟疑了一下
12: shot: 插入 钥匙，2秒""",
}


def for_shots(language: str) -> str:
    """How shots are proposed, with the words of one language of the vocabulary."""
    chinese = language == "zh"
    lines = (f"- {name}: {_words(table, chinese)}" for name, table in _TABLES.items())
    text = _text("shots.txt").replace("{words}", "\n".join(lines))
    return text.replace("{example}", _EXAMPLES[chinese])


def for_scenes() -> str:
    """How scenes are proposed."""
    return _text("scenes.txt")


def _words(table: str, chinese: bool) -> str:
    """The first spelling of each word of a table, as a writer of that language has it."""
    first: dict[str, str] = {}
    for spelt, meant in vocabulary().tables[table].items():
        if bool(CASELESS.search(spelt)) == chinese:
            first.setdefault(meant, spelt)
    return ", ".join(first.values())


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")
