"""Seeds and chance come in; a new input comes out: a target's number and a text near a seed's."""

from __future__ import annotations

import random
from collections.abc import Sequence

PIECES = tuple(
    piece.encode()
    for piece in (
        "\n", "\n\n", "\r\n", "\r", "  ", "\t", "　", "[[", "]]", "/*", "*/", "*", "**", "_",
        "\\", "#", "＃", "@", "＠", "^", "~", ">", "<", "=", "===", "!", "!!", "△", ".", "．",
        "(", ")", "（", "）", ":", "：", ",", "，", "`", '"', "“", "”", "、", "|", "//", "&",
        "+", "and", "和", "INT. ", "内景 ", "EXT./INT. ", " - NIGHT", "CUT TO:", "shot: ",
        "镜头：", "cast: ", "sub en: ", "character: ", "  look: ", "  wardrobe x: ", "prop: ",
        "preset: a = ", "style: ", "use: ", "close on ", "特写", "over ", "pov ", "pan left",
        "then ", "slow", "3s", "半", "10/3s", "#1A#", "reuse 1A", "match 1B", "from last",
        "in x", "facing left", "50mm", "f/2.8", "2x", "-1s", "music: ", "sound: ", "light: ",
        "super: ", "\ufeff", "\u2028", "\u0085", "\0", "\ud7ff", "é", "İ", "ß", "李",
        "99999999999", "\x0b", "\x1c",
    )
)  # fmt: skip


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """A seed after one to twelve mutations, behind a byte that names the target."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randrange(1, 13)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 2, 8, 40, 200)))
        kind = chance.randrange(6)
        if kind == 0:
            data[start:end] = b""
        elif kind == 1:
            data[start:start] = chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 30))
        elif kind == 2:
            other = chance.choice(seeds)
            place = chance.randrange(len(other) + 1)
            data[start:end] = other[place : place + chance.randrange(1, 120)]
        elif kind == 3:
            data[start:start] = data[start:end]
        elif kind == 4:
            data[start:end] = chance.choice(PIECES)
        elif data:
            data[min(start, len(data) - 1)] = chance.randrange(256)
    return bytes([chance.randrange(256)]) + bytes(data)
