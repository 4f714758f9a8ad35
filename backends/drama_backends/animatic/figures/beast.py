"""Four-footed animals: a look and a pose in, beast or horse in stage units out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from drama_backends.animatic.figures.animal import JAWS, AnimalDrawing, finished, opened_eye
from drama_backends.animatic.figures.colour import deeper, mix
from drama_backends.animatic.figures.curve import Line, Pt, limb, oval, polar, spline
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.moods import Mood, mood
from drama_backends.animatic.figures.pen import LIGHT, Pen
from drama_backends.animatic.figures.pose import Pose
from drama_backends.animatic.stage import FigureDrawing, Palette
from drama_compiler.contract import Facing

# Coordinates are read in rows.
# fmt: off


@dataclass(frozen=True, slots=True)
class Breed:
    """A four-footed body in a frame 500 high at the withers."""

    size: float
    bulk: float = 1.0
    leg: float = 1.0
    neck: tuple[float, float] = (360, -540)
    neck_wide: tuple[float, float] = (105, 72)
    snout: float = 92
    muzzle: float = 34
    skull: float = 74
    ears: str = "point"
    tail: str = "bush"
    mane: str = ""
    horns: str = ""
    marks: str = ""
    hoof: bool = False


BREEDS = {"wolf": Breed(0.98, 0.92, mane="ruff"), "dog": Breed(0.68, 0.9, ears="flop"),
    "fox": Breed(0.56, 0.84, snout=84, muzzle=24, tail="brush"),
    "cat": Breed(0.42, 0.86, neck=(340, -520), snout=38, muzzle=30, skull=70, tail="long"),
    "tiger": Breed(1.15, 1.12, neck=(372, -500), neck_wide=(112, 92), snout=56, muzzle=48,
    skull=92, ears="round", tail="long", marks="stripes"),
    "lion": Breed(1.2, 1.12, neck=(372, -520), neck_wide=(130, 100), snout=60, muzzle=50, skull=90,
    ears="round", tail="tuft", mane="full"), "bear": Breed(1.3, 1.42, leg=0.86, neck=(370, -470),
    neck_wide=(150, 112), snout=70, muzzle=44, skull=94, ears="round", tail="stub"),
    "ox": Breed(1.6, 1.36, leg=0.92, neck=(400, -480), neck_wide=(120, 96), snout=112, muzzle=56,
    skull=84, ears="side", tail="tuft", horns="bull", hoof=True),
    "deer": Breed(1.3, 0.82, leg=1.08, neck=(340, -670), neck_wide=(72, 42), snout=92, muzzle=30,
    skull=62, ears="side", tail="stub", horns="stag", hoof=True),
    "horse": Breed(1.72, 1.0, leg=1.06, neck=(400, -660), neck_wide=(94, 60), snout=150, muzzle=44,
    skull=76, ears="point", tail="horse", mane="long", hoof=True)}
_LEGS = {"stand": ((4, -4), (-6, 6), (-12, 16), (6, -2)),
    "walk": ((26, 6), (-20, -30), (-26, 4), (18, -14)),
    "run": ((62, 34), (46, -30), (-58, -20), (-30, -66)),
    "sit": ((2, -2), (-8, 2), (66, -78), (60, -80)),
    "lie": ((84, 88), (78, 92), (80, 92), (76, 96)),
    "fight": ((58, 4), (34, -34), (-24, 6), (8, -10))}
_GAITS = {"walk": (17.0, 26.0, (0.0, 0.5, 0.75, 0.25)), "run": (38.0, 52.0, (0.0, 0.14, 0.5,
    0.64))}
"""How far legs swing and bend, in degrees, and where in the cycle each is: as in `_LEGS`."""
_LIKE = {"ride": "run", "reach": "fight", "fly": "run", "swim": "run", "kneel": "lie",
    "fall": "lie", "point": "stand", "embrace": "stand", "row": "stand"}


def draw_beast(look: Look, pose: Pose, palette: Palette, *, style: str,
        detail: str) -> FigureDrawing:
    """A four-footed animal of the look's breed."""
    del detail
    breed = BREEDS.get("horse" if look.kind == "horse" else look.breed, BREEDS["wolf"])
    light = (-LIGHT[0], LIGHT[1]) if pose.facing is Facing.LEFT else LIGHT
    action = pose.action if pose.action in _LEGS else _LIKE.get(pose.action, "stand")
    size = breed.size * look.height
    sink = {"lie": 210.0, "sit": 0.0}.get(action, 0.0)
    pen = Pen(style, palette, look.coat, light, (0.0, sink * size), size, weight=5.4)
    rear = 150.0 if action == "sit" else 0.0
    legs: tuple[tuple[float, float], ...] = _LEGS[action]
    if pose.stride is not None and action in _GAITS:
        legs = _strides(action, pose.stride)
    far = [_beast_leg(pen, look, breed, x, turns, shade=True) for x,
        turns in ((196.0, legs[1]), (-196.0, legs[3]))]
    near = [_beast_leg(pen, look, breed, x, turns, shade=False) for x,
        turns in ((160.0, legs[0]), (-230.0, legs[2]))]
    head = pen.at(pen.place(breed.neck), size,
        {"run": 6.0, "lie": 14.0}.get(action, 12.0) + mood(pose.mood).nod)
    parts = [*far, _beast_tail(pen, look, breed, rear), _trunk(pen, look, breed, rear), *near,
        _neck(pen, look, breed), _beast_head(head, look, breed)]
    drawing = AnimalDrawing("".join(parts), {name: _muzzle(head, look, breed, turn) for name,
        turn in JAWS.items()}, {"open": _beast_eye(head, look, breed, mood(pose.mood)),
        "closed": _beast_lid(head, breed)}, head,
        (-breed.skull, -breed.skull * 1.3, breed.skull + breed.snout, breed.skull), _eye_at(breed))
    paw = pen.place((180.0, -20.0))
    return finished(drawing, pose, pen, (paw, paw))


def _strides(action: str, at: float) -> tuple[tuple[float, float], ...]:
    swing, flex, offsets = _GAITS[action]
    legs = []
    for offset in offsets:
        turn = math.tau * (at + offset)
        high = swing * math.cos(turn)
        # A foot that swings forward is off the ground.
        low = high - flex * max(0.0, -math.sin(turn)) + 0.25 * swing * math.sin(turn)
        legs.append((high, low))
    return tuple(legs)


def _beast_leg(pen: Pen, look: Look, breed: Breed, x: float, turns: tuple[float, float],
        *, shade: bool) -> str:
    hind = x < 0
    root = (x, -330.0 if not hind else -360.0)
    high = 352.0 if hind else 322.0
    bend = polar(root, turns[0] - (16 if hind and abs(turns[0]) < 50 else 0), high * 0.5)
    end = polar(bend, turns[1] + (14 if hind and abs(turns[1]) < 50 else 0), high * 0.5)
    if abs(turns[0]) < 20 and abs(turns[1]) < 20:
        end = (end[0], -18.0)
    colour = deeper(look.coat, 0.2) if shade else look.coat
    thin = 0.8 if breed.hoof else 1.0
    line = spline([root, bend, end])
    bulk = breed.bulk
    parts = [pen.shape(limb(line, (84 * bulk, 58 * bulk, 34 * thin, 28 * thin, 26 * thin)), colour,
        shade=20, rim=6)]
    if breed.hoof:
        foot = spline([(end[0] - 24, end[1] - 14), (end[0] - 30, end[1] + 20),
            (end[0] + 36, end[1] + 20), (end[0] + 22, end[1] - 14)], closed=True)
        parts.append(pen.shape(foot, "#3a322c", shade=6, rim=3, outline=0.8))
    else:
        foot = spline([(end[0] - 24, end[1] - 20), (end[0] - 28, end[1] + 16),
            (end[0] + 36, end[1] + 18), (end[0] + 54, end[1] + 2), (end[0] + 24, end[1] - 20)],
            closed=True)
        parts.append(pen.shape(foot, mix(colour, look.second, 0.35), shade=8, rim=4, outline=0.85))
        parts.append(pen.marks([[(end[0] + k, end[1] - 2), (end[0] + k + 3, end[1] + 6),
            (end[0] + k + 2, end[1] + 16)] for k in (18, 34)], 3, pen.paint(colour).line, 0.8))
    if breed.marks == "stripes" and not shade:
        parts.append(_stripes(pen, [(bend[0], bend[1] - 60), (bend[0], bend[1] - 20),
            (bend[0] + 2, bend[1] + 30)], 34, look.second))
    return "".join(parts)


def _stripes(pen: Pen, places: list[Pt], wide: float, colour: str) -> str:
    return "".join(pen.stroke(spline([(x - wide, y - 8), (x - wide * 0.2, y + 6),
        (x + wide * 0.5, y)]), 13, pen.paint("#2b211c").base, 0.9) for x, y in places)


def _trunk(pen: Pen, look: Look, breed: Breed, rear: float) -> str:
    b = breed.bulk
    keys = [(262, -350), (240, -470 - 10 * b), (150, -510), (0, -486 + rear * 0.2),
        (-150, -494 + rear * 0.6), (-262, -476 + rear), (-314, -390 + rear),
        (-280, -290 + rear * 0.6), (-190, -262 - 18 / b + rear * 0.3), (-20, -272 + 66 * b - 40),
        (140, -228 * (2 - b) if b > 1 else -232), (240, -262)]
    parts = [pen.shape(spline(keys, closed=True, steps=4), look.coat, shade=54, rim=10)]
    belly = spline([(-190, -274 + rear * 0.3), (-20, -296 + 66 * b - 40), (150, -262), (226, -280),
        (140, -226), (-20, -262 + 66 * b - 40)], closed=True)
    parts.append(pen.flat(belly, look.second, 0.55))
    if breed.marks == "stripes":
        for x in (-240, -180, -120, -60, 0, 60, 120, 180):
            line = spline([(x + 10, -496 + (rear * 0.6 if x < -100 else 0)), (x - 6, -430),
                (x + 12, -372)])
            parts.append(pen.stroke(line, 20, pen.paint("#2b211c").base, 0.92))
    else:
        fur = [[(x, -470 + (i % 3) * 50), (x - 14, -462 + (i % 3) * 50),
            (x - 30, -464 + (i % 3) * 50)] for i, x in enumerate(range(-220, 240, 42))]
        parts.append(pen.marks(fur, 3.6, pen.paint(look.coat).shade, 0.7))
    return "".join(parts)


def _neck(pen: Pen, look: Look, breed: Breed) -> str:
    x, y = breed.neck
    low, high = breed.neck_wide
    line = spline([(168, -390), ((168 + x) / 2 + 14, (-390 + y) / 2 + 10), (x - 6, y + 12)])
    parts = []
    if breed.mane == "full":
        parts.append(_lion_mane(pen, look, breed))
    parts.append(pen.shape(limb(line, (low * 1.1, (low + high) * 0.5, high)), look.coat, shade=30,
        rim=8, outline=0.8))
    parts.append(pen.flat(limb(spline([(60, -386), (160, -396), (200, -400)]),
        (low * 0.9, low * 1.04, low * 0.9)), look.coat))
    if breed.mane == "long":
        for index in range(9):
            t = index / 8
            root = (168 + (x - 168) * t - 62 + 8 * t, -470 + (y + 470) * t - 30 * (1 - t) - 10)
            tip = (root[0] - 70, root[1] + 92)
            parts.append(pen.shape(limb(spline([root, (root[0] - 46, root[1] + 20), tip]),
                (18, 22, 2)), look.hair.colour, shade=8, rim=4, outline=0.7))
    if breed.mane == "ruff":
        fur = [[(200 + i * 12, -330 - i * 26), (214 + i * 12, -300 - i * 26),
            (232 + i * 10, -322 - i * 26)] for i in range(6)]
        parts.append(pen.marks(fur, 5, pen.paint(look.second).base, 0.9))
    return "".join(parts)


def _lion_mane(pen: Pen, look: Look, breed: Breed) -> str:
    x, y = breed.neck
    parts = []
    for index in range(15):
        a = math.radians(60 + index * 16)
        tip = (x - 30 + 210 * math.cos(a), y + 30 + 210 * math.sin(a))
        lock = limb(spline([(x - 20, y + 10),
            (x - 30 + 130 * math.cos(a + 0.14), y + 20 + 130 * math.sin(a + 0.14)), tip]),
            (50, 52, 3))
        parts.append(pen.shape(lock, look.second if index % 2 else deeper(look.second, 0.15),
            shade=14, rim=5, outline=0.7))
    return "".join(parts)


def _beast_tail(pen: Pen, look: Look, breed: Breed, rear: float) -> str:
    root = (-292.0, -440.0 + rear)
    shapes: dict[str, tuple[list[Pt], tuple[float, ...]]] = {"bush": ([root, (-400, -430 + rear),
        (-470, -300 + rear * 0.6), (-480, -200 + rear * 0.3)], (26, 48, 52, 6)),
        "brush": ([root, (-420, -460 + rear), (-540, -400 + rear), (-620, -420 + rear)],
        (22, 62, 70, 5)), "long": ([root, (-400, -360 + rear), (-470, -200 + rear * 0.4),
        (-580, -180 + rear * 0.2), (-640, -280)], (24, 22, 20, 18, 10)),
        "tuft": ([root, (-370, -380 + rear), (-390, -220 + rear * 0.4), (-410, -110)],
        (16, 12, 10, 26)), "horse": ([root, (-390, -470 + rear), (-430, -300 + rear),
        (-410, -80 + rear * 0.2)], (24, 46, 58, 4)),
        "stub": ([root, (-330, -440 + rear), (-348, -400 + rear)], (22, 26, 10))}
    line, widths = shapes[breed.tail]
    colour = look.hair.colour if breed.tail == "horse" else look.coat
    parts = [pen.shape(limb(spline(line), widths), colour, shade=16, rim=6)]
    if breed.tail == "brush":
        parts.append(pen.shape(oval((-604, -418 + rear), 34, 26, 14), look.second, shade=8, rim=4,
            outline=0.6))
    if breed.marks == "stripes":
        parts.append(_stripes(pen, [(-430, -290 + rear * 0.6), (-480, -206), (-560, -180),
            (-624, -246)], 18, look.second))
    return "".join(parts)


def _eye_at(breed: Breed) -> Pt:
    return (breed.skull * 0.42, -breed.skull * 0.28)


def _beast_head(head: Pen, look: Look, breed: Breed) -> str:
    r, s, m = breed.skull, breed.snout, breed.muzzle
    parts = [_beast_ear(head, look, breed, far=True), _beast_horns(head, breed, far=True)]
    keys = [(-r * 0.9, r * 0.2), (-r * 0.8, -r * 0.6), (-r * 0.1, -r), (r * 0.5, -r * 0.82),
        (r * 0.85, -r * 0.4), (r * 0.9 + s * 0.5, -m * 0.72), (r * 0.86 + s, -m * 0.5),
        (r * 0.9 + s, m * 0.1), (r * 0.8 + s * 0.9, m * 0.5), (r * 0.8, m * 0.7),
        (r * 0.3, r * 0.72), (-r * 0.4, r * 0.8)]
    parts.append(head.shape(spline(keys, closed=True), look.coat, shade=20, rim=7))
    if breed.marks == "stripes":
        for x, y in ((-30, -60), (0, -66), (-56, -20), (-50, 10)):
            parts.append(head.stroke(spline([(x, y - 18), (x + 6, y), (x + 2, y + 16)]), 10,
                head.paint("#2b211c").base, 0.9))
    cheek = spline([(r * 0.5, m * 0.1), (r * 0.9 + s * 0.5, -m * 0.2), (r * 0.86 + s, m * 0.1),
        (r * 0.8 + s * 0.8, m * 0.5), (r * 0.4, r * 0.6)], closed=True)
    parts.append(head.flat(cheek, look.second, 0.8))
    nose = spline([(r * 0.78 + s, -m * 0.56), (r * 0.92 + s, -m * 0.44), (r * 0.94 + s, -m * 0.02),
        (r * 0.8 + s, -m * 0.1)], closed=True)
    if not breed.hoof:
        parts.append(head.shape(nose, "#2a2224", shade=3, rim=3, outline=0.6))
    else:
        parts.append(head.flat(oval((r * 0.76 + s, -m * 0.1), m * 0.16, m * 0.12, 10),
            deeper(look.coat, 0.6)))
    if look.kind == "horse":
        lock = limb(spline([(-r * 0.3, -r), (r * 0.5, -r * 0.8), (r * 0.8, -r * 0.2)]), (16, 20, 2))
        parts.append(head.shape(lock, look.hair.colour, shade=7, rim=4, outline=0.7))
    parts.append(_beast_ear(head, look, breed, far=False) + _beast_horns(head, breed, far=False))
    return "".join(parts)


def _beast_ear(head: Pen, look: Look, breed: Breed, *, far: bool) -> str:
    r = breed.skull
    x = r * 0.1 if far else -r * 0.36
    ear: Line
    if breed.ears == "round":
        ear = oval((x, -r * 0.98), r * 0.3, r * 0.3, 14)
    elif breed.ears == "flop":
        ear = spline([(x, -r * 0.9), (x - r * 0.5, -r * 0.8), (x - r * 0.7, -r * 0.05),
            (x - r * 0.3, r * 0.14), (x + r * 0.12, -r * 0.5)], closed=True)
    elif breed.ears == "side":
        ear = spline([(x, -r * 0.7), (x - r * 0.6, -r * 1.0), (x - r * 0.94, -r * 0.84),
            (x - r * 0.5, -r * 0.5)], closed=True)
    else:
        ear = spline([(x - r * 0.28, -r * 0.7), (x - r * 0.14, -r * 1.62),
            (x - r * 0.14, -r * 1.62), (x + r * 0.3, -r * 0.84)], closed=True)
    colour = deeper(look.coat, 0.2) if far else look.coat
    return head.shape(ear, colour, shade=9, rim=4, outline=0.8)


def _beast_horns(head: Pen, breed: Breed, *, far: bool) -> str:
    if not breed.horns:
        return ""
    r, x = breed.skull, breed.skull * (0.16 if far else -0.1)
    if breed.horns == "bull":
        line = spline([(x, -r * 0.9), (x + r * 0.1, -r * 1.5), (x + r * 0.7, -r * 1.9),
            (x + r * 1.1, -r * 1.8)])
        return head.shape(limb(line, (17, 14, 9, 1.5)), "#e2d6b8", shade=7, rim=4, outline=0.8)
    main = spline([(x, -r * 0.9), (x - r * 0.4, -r * 2.0), (x + r * 0.2, -r * 3.1)])
    tines = [spline([(x - r * 0.3, -r * 1.8), (x + r * 0.4, -r * 2.2), (x + r * 0.6, -r * 2.7)]),
        spline([(x - r * 0.2, -r * 1.3), (x + r * 0.5, -r * 1.6), (x + r * 0.8, -r * 2.0)])]
    return "".join(head.shape(limb(line, (8, 7, 1.5)), "#b59a74", shade=4, rim=3, outline=0.7)
        for line in (*tines, main))


def _muzzle(head: Pen, look: Look, breed: Breed, turn: float) -> str:
    """The lower jaw, opened about its hinge, with what shows of mouth and teeth."""
    r, s, m = breed.skull, breed.snout, breed.muzzle
    hinge, a = (r * 0.3, m * 0.5), math.radians(turn)

    def at(x: float, y: float) -> Pt:
        dx, dy = x - hinge[0], y - hinge[1]
        return (hinge[0] + dx * math.cos(a) - dy * math.sin(a),
            hinge[1] + dx * math.sin(a) + dy * math.cos(a))

    parts = []
    if turn > 2:
        inside = [hinge, (r * 0.8 + s * 0.9, m * 0.4), at(r * 0.74 + s * 0.84, m * 0.6),
            at(r * 0.4, m * 0.9)]
        parts.append(head.flat(spline(inside, closed=True), "#5c1c20"))
        tooth = (r * 0.72 + s * 0.84, m * 0.38)
        if not breed.hoof:
            fang = [(tooth[0] - 6, tooth[1]), (tooth[0] - 1, tooth[1] + m * 0.5),
                (tooth[0] + 6, tooth[1])]
            parts.append(head.flat([fang[0], fang[0], fang[1], fang[1], fang[2], fang[2]],
                "#f6efdc"))
    jaw = [at(r * 0.3, m * 0.6), at(r * 0.8, m * 0.64), at(r * 0.7 + s * 0.86, m * 0.5),
        at(r * 0.72 + s * 0.88, m * 0.8), at(r * 0.8 + s * 0.3, m * 1.16), at(r * 0.36, m * 1.24)]
    parts.append(head.shape(spline(jaw, closed=True), mix(look.coat, look.second, 0.5), shade=8,
        rim=3, outline=0.8))
    if turn <= 2:
        lip = spline([(r * 0.62, m * 0.72), (r * 0.8 + s * 0.5, m * 0.56), (r * 0.88 + s, m * 0.2)])
        parts.append(head.stroke(lip, 5))
    return "".join(parts)


def _beast_eye(head: Pen, look: Look, breed: Breed, feeling: Mood) -> str:
    size = breed.skull * (0.2 if breed.hoof else 0.22)
    colour = "#3a241a" if breed.hoof else look.eyes
    brow = spline([(_eye_at(breed)[0] - size, _eye_at(breed)[1] - size * 1.1 + feeling.brow_out),
        (_eye_at(breed)[0] + size * 1.3, _eye_at(breed)[1] - size * 0.7 + feeling.brow_in * 1.5)])
    return opened_eye(head, _eye_at(breed), size, size * 0.86, colour, feeling,
        slit=False) + head.stroke(brow, 6, head.paint(deeper(look.coat, 0.5)).base)


def _beast_lid(head: Pen, breed: Breed) -> str:
    (x, y), size = _eye_at(breed), breed.skull * 0.22
    return head.stroke(spline([(x - size, y), (x, y + size * 0.5), (x + size * 1.1, y)]), 6)
