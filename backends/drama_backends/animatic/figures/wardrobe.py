"""Wardrobe: a declaration in, the clothes and the hair of a human figure out."""

from __future__ import annotations

from typing import Any

from drama_backends.animatic.figures.colour import deeper, luminance, mix, of_hue, paler
from drama_backends.animatic.figures.cut import cut
from drama_backends.animatic.figures.declaration import BLACK, Declaration, is_of_old, role_of
from drama_backends.animatic.figures.look import Clothes, Hair


def clothes_of(reader: Declaration, female: bool, age: str) -> Clothes:
    """What is worn, from wardrobe, look, role and name, in that order."""
    role = role_of(reader)
    garment = reader.say("garment") or role.get("garment", "") or _own_garment(reader, female, age)
    main = _main_colour(reader, garment, role)
    if "wet" in reader.all("mark"):
        main = deeper(main, 0.24)
    shape = cut(garment)
    legs = reader.colour("legs") or role.get("legs", "")
    trousers = {"rolled": "rolled", "shorts": "shorts"}.get(reader.say("legs"), "") or role.get(
        "trousers", ""
    )
    if any(each == "rolled" for each in reader.all("legs")):
        trousers = "rolled"
    if not legs and reader.say("legs") == "jeans":
        legs = "#4a6286"
    if not legs:
        legs = (
            main
            if shape.same_legs
            else reader.pick("legs", ("#3b3f4a", "#5d5a55", "#4a4238", "#54607a", "#2f3540"))
        )
    if shape.waist and not reader.colour("legs"):
        legs = mix(paler(main, 0.35), "#f0e6d6", 0.3)
    trim = (
        reader.colour("over", "trim") or role.get("trim", "") or _trim(reader, main, shape.collar)
    )
    sash = reader.colour("over", "sash") or mix(
        deeper(main, 0.45), reader.pick("sash", ("#7a2a2a", "#4a3d2c", "#24304f", "#5a4a24")), 0.55
    )
    return Clothes(
        garment, main, trim, sash, legs, cloak=_over(reader, "cloak", "#5d4a3c"),
        apron=_over(reader, "apron", "#5a4634") or role.get("apron", ""),
        sleeves=reader.say("sleeves") or role.get("sleeves", ""), trousers=trousers,
        shoes=reader.say("shoes") or role.get("shoes", ""),
        shoe=reader.colour("shoes") or reader.pick("shoe", ("#2e2a28", "#4a3426", "#3a3c44",
            "#5a4a3c")),
        scarf=_over(reader, "scarf", "#a8323a"),
        tie=_over(reader, "tie", "#7d2430") or (role.get("tie", "") if garment == "suit" else ""),
    )  # fmt: skip


def _main_colour(reader: Declaration, garment: str, role: dict[str, Any]) -> str:
    said = reader.colour("garment", texts="w") or reader.colour("garment", texts="l")
    if not said and garment in ("tunic", "robe", "dress", "hanfu", "none"):
        said = ""
    if said == "#f3efe6":
        return "#ece7dc"
    if said == BLACK:
        return "#2b2c34"
    if said:
        return said
    if role.get("main"):
        return str(role["main"])
    hue, light = reader.share("hue"), 0.3 + 0.2 * reader.share("light")
    return of_hue(hue, light, 0.2 + 0.24 * reader.share("rich"))


def _over(reader: Declaration, what: str, plain: str) -> str:
    if what not in reader.all("over"):
        return ""
    return reader.colour("over", what) or plain


def _trim(reader: Declaration, main: str, collar: str) -> str:
    if collar == "cross":
        light = luminance(main) > 0.55
        return deeper(main, 0.4) if light else mix(paler(main, 0.5), "#e8dcc0", 0.4)
    if collar == "lapel":
        return reader.pick("linen", ("#f0ece2", "#dfe4ea", "#e9dfd0"))
    return mix(main, "#f2ecdf", 0.7)


def _own_garment(reader: Declaration, female: bool, age: str) -> str:
    choices: tuple[str, ...]
    if is_of_old(reader):
        return reader.pick("garment", ("hanfu", "dress") if female else ("tunic", "robe"))
    if age == "child":
        choices = ("dress", "hoodie", "sweater") if female else ("hoodie", "tshirt", "sweater")
    elif female:
        choices = ("dress", "shirt", "coat", "sweater", "skirt", "jacket")
    else:
        choices = ("shirt", "jacket", "coat", "sweater", "suit", "hoodie")
    return reader.pick("garment", choices)


def hair_of(reader: Declaration, female: bool, age: str, years: int) -> Hair:
    """Hair and beard, and what ties them."""
    style = reader.say("hair") or role_of(reader).get("hair", "")
    tie = reader.colour("tie", "cord") or ("#b8322e" if reader.say("tie") == "cord" else "")
    if tie and style in ("", "short", "messy"):
        style = "shorttail"
    pin = _pin(reader)
    if pin and not style:
        style = "bun"
    if style == "topknot" and female:
        style = "bun"
    old_world = is_of_old(reader)
    if not style:
        style = _own_style(reader, female, age, old_world)
    colour = reader.colour("noun", "hair") or reader.colour("hair")
    beard = reader.say("beard") or role_of(reader).get("beard", "")
    flowing = not female and "whiskers" in reader.all("noun")
    beard = "long" if flowing and beard in ("", "full") else beard
    grey = years >= 62
    if not colour:
        colour = (
            "#dcdad4"
            if grey
            else reader.pick("hair", ("#231f20", "#2a2120", "#3a2618", "#1d1a1c", "#4a3022"))
        )
        if not grey and years >= 44:
            colour = mix(colour, "#8a8886", 0.22)
    if colour == BLACK:
        colour = "#211e21"
    if not beard and not female and age == "elder":
        beard = reader.pick("beard", ("", "long", "goatee", "full"))
    beard_colour = (
        reader.colour("beard")
        or reader.colour("noun", "whiskers")
        or ("#eceae4" if grey else deeper(colour, 0.05))
    )
    if reader.colour("beard") and not reader.colour("noun", "hair") and grey:
        colour = beard_colour
    return Hair(style, colour, tie, pin, beard, beard_colour)


def _pin(reader: Declaration) -> str:
    if "pin" not in reader.all("tie"):
        return ""
    return reader.say("pin_material") or reader.colour("tie", "pin") or "#8a5a33"


def _own_style(reader: Declaration, female: bool, age: str, old_world: bool) -> str:
    if old_world:
        return reader.pick(
            "style",
            ("bun", "halfup", "braid", "long") if female else ("topknot", "topknot", "ponytail"),
        )
    if age == "child":
        return reader.pick(
            "style", ("pigtails", "bob", "ponytail") if female else ("messy", "short", "cropped")
        )
    if age == "elder":
        return reader.pick(
            "style", ("bun", "bob", "curly") if female else ("receding", "cropped", "slick")
        )
    if female:
        return reader.pick("style", ("long", "bob", "ponytail", "wavy", "bun", "braid", "curly"))
    return reader.pick("style", ("short", "messy", "cropped", "slick", "short", "curly"))
