"""Reading a look: a figure's name and words in, its Look out.

What the words do not say comes from a digest of the name, so that it is the same in every shot
and every run, and so that two characters of one film hardly ever look alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b

from drama_backends.animatic.figures.colour import deeper, luminance, mix, of_hue, paler
from drama_backends.animatic.figures.declaration import BLACK, Declaration, role_of, tables
from drama_backends.animatic.figures.look import Clothes, Hair, Look
from drama_backends.animatic.figures.vocabulary import first, words_of
from drama_backends.animatic.figures.wardrobe import clothes_of, hair_of
from drama_compiler.contract import briefs

_SHELL = Clothes(
    "armour", "#59646e", "#b9c2c9", "#3a434c", "#7d8891", shoes="boots", shoe="#3a434c"
)
"""What a robot is clad in."""
_YEARS = {"child": 8, "youth": 18, "adult": 34, "elder": 70}
_PARENTS = ("mother", "father", "母", "父", "妈", "爸", "娘")
_YEARS_SAID = re.compile(
    r"(?<![\d.#])(\d{1,2})(?:\s*[- ]?\s*(?:years?|yrs?|岁|歲|s\b)|\b)"
    r"(?!\s*(?:cm|kg|%|米|公斤|\d))"
)
_YEARS_WRITTEN = re.compile(
    r"([一二三四五六七八九]?)十([一二三四五六七八九]?)(?:多|来|几)?岁|([二三四五六七八九])岁"
)
_DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九")}


def read_look(brief: briefs.FigureBrief, others: Sequence[briefs.FigureBrief] = ()) -> Look:
    """What the figure looks like; never fails, whatever the words. `others` change nothing:
    a figure's look is its own, and names spread the rest."""
    del others
    return _read(brief.name or brief.id, brief.look, brief.wardrobe)


@cache
def _read(name: str, look: str, wardrobe: str) -> Look:
    digest = blake2b(name.strip().lower().encode("utf-8", "replace"), digest_size=6).digest()
    text = f"{look} . {wardrobe}"
    reader = Declaration(
        words_of(name), words_of(look), words_of(wardrobe), int.from_bytes(digest, "big")
    )
    kind = _kind(reader)
    if kind not in ("human", "spirit", "robot"):
        return _creature(reader, kind)
    age, years = _age(reader, text, name)
    female = kind != "robot" and _female(reader)
    hair = Hair("bald") if kind == "robot" else hair_of(reader, female, age, years)
    clothes = _SHELL if kind == "robot" else clothes_of(reader, female, age)
    hat, hat_colour = _hat(reader)
    marks = frozenset(reader.all("mark")) | (
        {"horns"} if role_of(reader).get("mark") == "horns" else set()
    )
    carries = tuple(
        dict.fromkeys(w.value for w in (*reader.worn, *reader.look) if w.section == "carry")
    )
    if not carries and role_of(reader).get("carry"):
        carries = (role_of(reader)["carry"],)
    build = reader.say("build") or reader.pick("build", ("lean", "average", "average", "broad"))
    return Look(
        seed=reader.seed, kind=kind, female=female, age=age, years=years, build=build,
        height=_height(reader, female, age, years), skin=_skin(reader, kind),
        eyes=_eyes(reader), hair=hair, hat=hat, hat_colour=hat_colour, clothes=clothes,
        carries=carries[:1], marks=marks,
    )  # fmt: skip


def _kind(reader: Declaration) -> str:
    said = first(reader.look, "kind") or ("beast" if first(reader.look, "breed") else "")
    person = any(w.section in ("garment", "over", "person") for w in (*reader.look, *reader.worn))
    person = person or any(w.section in ("role", "hair") and w.value != "king" for w in reader.look)
    if said in ("spirit", "robot"):
        return said
    if said and not person:
        return said
    if person:
        return "human"
    named = first(reader.name, "kind") or ("beast" if first(reader.name, "breed") else "")
    if first(reader.name, "role") == "king":
        named = "dragon"
    if any(w.section == "person" for w in reader.name) and named not in (
        "dragon",
        "spirit",
        "robot",
    ):
        return "human"
    return named or "human"


def _creature(reader: Declaration, kind: str) -> Look:
    breed = reader.say("breed") or ("wolf" if kind == "beast" else "")
    natural = tables()["breed"].get(breed)
    said = [w.value for w in (*reader.look, *reader.name) if w.section == "colour"]
    apart = {reader.colour("noun", part) for part in ("eyes", "whiskers", "belly")}
    coats = [c for c in said if c not in apart]
    spread = {
        "dragon": ("#1f4a4c", "#27345e", "#6b2a2a", "#3f5a34", "#4a3a5c"),
        "horse": ("#6b4a2f", "#2f2a2a", "#d9d2c4", "#8a5a34"),
        "bird": ("#2c2c34", "#e9e6df", "#7a5a3c", "#3f6f8c"),
        "fish": ("#c8552e", "#5f7f92", "#8d9aa2", "#d9a240"),
    }
    coat = (
        coats[0]
        if coats
        else (natural[0] if natural else reader.pick("coat", spread.get(kind, ("#6b5a48",))))
    )
    if luminance(coat) > 0.92 or coat == "":
        coat = "#e9e6df"
    second = reader.colour("noun", "belly") or (
        natural[1] if natural else paler(mix(coat, "#d8b27a", 0.5), 0.35)
    )
    whiskers = reader.colour("noun", "whiskers") or (
        "#e8e2cf" if kind == "dragon" else deeper(coat, 0.4)
    )
    eyes = reader.colour("noun", "eyes") or reader.pick("eyes", ("#d9a62e", "#c98a2a", "#8fae3a"))
    height = 1.0 * {"tall": 1.15, "short": 0.8, "giant": 1.35}.get(reader.say("height"), 1.0)
    return Look(seed=reader.seed, kind=kind, breed=breed, coat=coat, second=second, eyes=eyes,
                height=height, hair=Hair("none", whiskers),
                    marks=frozenset(reader.all("mark")))  # fmt: skip


def _age(reader: Declaration, text: str, name: str) -> tuple[str, int]:
    found = _number(text)
    if found is not None:
        return _band(found), found
    person = reader.say("person")
    if person in ("grandmother", "grandfather"):
        return "elder", 70 + int(reader.share("years") * 8)
    said = reader.say("age")
    if not said and person in ("girl", "boy"):
        said = (
            "child"
            if person == first(reader.look, "person") or reader.share("band") < 0.5
            else "youth"
        )
    if not said:
        parent = any(each in name.lower() + text.lower() for each in _PARENTS)
        said, years = "adult", 46 if parent else 24 + int(reader.share("years") * 20)
        return said, years
    return said, _YEARS[said] + int(
        reader.share("years") * (3 if said in ("child", "youth") else 8)
    )


def _band(years: int) -> str:
    limits = ((13, "child"), (21, "youth"), (60, "adult"))
    return next((band for limit, band in limits if years < limit), "elder")


def _number(text: str) -> int | None:
    match = _YEARS_SAID.search(text)
    if match:
        return int(match.group(1))
    match = _YEARS_WRITTEN.search(text)
    if match:
        tens, ones, single = match.groups()
        return (
            _DIGITS[single]
            if single
            else _DIGITS.get(tens or "一", 1) * 10 + _DIGITS.get(ones or "零", 0)
        )
    plain = {"twenties": 25, "thirties": 35, "forties": 45, "fifties": 55, "sixties": 65,
        "seventies": 74,
             "eighties": 83, "teens": 16}  # fmt: skip
    return next((years for word, years in plain.items() if word in text.lower()), None)


def _female(reader: Declaration) -> bool:
    sexes = {
        "woman": True,
        "girl": True,
        "grandmother": True,
        "man": False,
        "boy": False,
        "grandfather": False,
    }
    for words in (reader.look, reader.name, reader.worn):
        for word in words:
            if word.section == "person" and word.value in sexes:
                return sexes[word.value]
    if reader.say("garment") in ("dress", "gown", "skirt", "hanfu"):
        return True
    if reader.say("beard") or first(reader.look, "role") or first(reader.name, "role"):
        return (
            False
            if reader.say("role") not in ("nurse", "bride", "barista")
            else not reader.say("beard")
        )
    return reader.share("sex") < 0.48


def _height(reader: Declaration, female: bool, age: str, years: int) -> float:
    # Between a child of twelve and a grown person lie a few years of growing.
    grown = min(1.0, 0.8 + 0.04 * (years - 12)) if age == "youth" else 1.0
    base = {"child": 0.5 + 0.022 * min(years, 12), "youth": 0.98, "adult": 1.0, "elder": 0.95}[age]
    base *= grown
    base *= 0.945 if female and age != "child" else 1.0
    base *= {"tall": 1.06, "short": 0.92, "giant": 1.25}.get(reader.say("height"), 1.0)
    return round(base * (0.975 + 0.05 * reader.share("height")), 4)


def _skin(reader: Declaration, kind: str) -> str:
    if kind == "robot":
        return reader.colour("kind", "robot") or "#b9c2c9"
    said = tables()["skin"].get(reader.say("skin"))
    if said:
        return str(said)
    return reader.pick("skin", ("#edc39c", "#e8bd96", "#f0cba8", "#dfae84", "#e5b78f"))


def _eyes(reader: Declaration) -> str:
    said = reader.colour("noun", "eyes")
    if not said and first(reader.look, "kind") == "robot":
        return "#4fb8d8"
    if said == BLACK:
        return "#241a16"
    return said or reader.pick("iris", ("#3a2a20", "#4a3322", "#2f2620", "#5a4228"))


def _warlike(reader: Declaration) -> bool:
    return "armour" in (reader.say("garment"), role_of(reader).get("garment"))


def _hat(reader: Declaration) -> tuple[str, str]:
    hat = reader.say("hat") or role_of(reader).get("hat", "")
    natural = {"straw": "#c9a45c", "crown": "#d6b24c", "coronet": "#d6b24c", "official": "#26242a",
               "warhelm": "#8b9098", "helmet": "#e9e6de", "chef": "#f4f1ea"}  # fmt: skip
    if hat == "helmet" and _warlike(reader):
        hat = "warhelm"
    colour = reader.colour("hat") or role_of(reader).get("hat_colour", "") or natural.get(hat, "")
    return hat, colour or of_hue(reader.share("hat"), 0.36, 0.3)
