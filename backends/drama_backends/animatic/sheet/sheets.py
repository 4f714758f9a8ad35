"""An order for sheets comes in; pages of characters, places and shots go out as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import cv2
from PIL import Image

from drama_backends.animatic.camera.raster import Pixels
from drama_backends.animatic.figures import read_look
from drama_backends.animatic.sheet.page import GREY, MARGIN, WIDTH, Page, Text, wrapped
from drama_backends.animatic.sheet.pictures import (
    FigurePicture,
    Picture,
    PlacePicture,
    ShotPicture,
    draw_picture,
)
from drama_compiler.contract import Facing, MakeError, briefs
from drama_compiler.contract.sheets import CharacterEntry, PlaceEntry, SheetOrder, ShotEntry

Entry = TypeVar("Entry")

GAP = 14
FULL_WIDTH, FULL_HEIGHT = 176, 300
FACE_SIDE = 143
ACROSS = 6
BROAD = 2
"""A creature's picture is as wide as so many people's."""

CHARACTERS_A_PAGE = 6
PLACES_ACROSS = 4
PLACES_A_PAGE = 32
SHOTS_A_PAGE = 60
MOODS = ("joy", "sorrow", "anger", "fear", "surprise", "tender")
PEOPLE = ("human", "robot", "spirit")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where on which page a picture goes."""

    page: Page
    x: int
    y: int
    picture: Picture


def draw_sheets(
    order: SheetOrder, folder: Path, progress: Callable[[float], None], cache: Path | None = None
) -> list[Path]:
    """Draw every page; raises `MakeError` where a file cannot be written."""
    pages: list[tuple[str, Page]] = []
    spots: list[_Spot] = []
    for kind, laid in (
        ("cast", _cast_pages(order, spots)),
        ("places", _place_pages(order, spots)),
        ("shots", _shot_pages(order, spots)),
    ):
        many = len(laid) > 1
        pages += [(f"{kind}-{i}" if many else kind, page) for i, page in enumerate(laid, start=1)]
    drawn = _drawn([spot.picture for spot in spots], order.workers, progress, cache)
    for spot, pixels in zip(spots, drawn, strict=True):
        spot.page.put(spot.x, spot.y, pixels)
    finished = [(name, page.drawn()) for name, page in pages]
    return _written(order, folder, finished)


def _drawn(
    pictures: Sequence[Picture],
    workers: int,
    progress: Callable[[float], None],
    cache: Path | None,
) -> list[Pixels]:
    draw = partial(draw_picture, cache=cache)
    done: list[Pixels] = []
    if workers < 2 or len(pictures) < 8:
        for picture in pictures:
            done.append(draw(picture))
            progress(len(done) / len(pictures))
        return done
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as crew:
        # Neighbours have their place in common, and drawings of it are kept in a process.
        for pixels in crew.map(draw, pictures, chunksize=6):
            done.append(pixels)
            progress(len(done) / len(pictures))
    return done


def _written(order: SheetOrder, folder: Path, pages: Sequence[tuple[str, Pixels]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    if order.pdf and pages:
        path = folder / f"{order.name}-sheet.pdf"
        images = [Image.fromarray(cv2.cvtColor(page, cv2.COLOR_BGR2RGB)) for _, page in pages]
        # No date: the same film gives the same bytes.
        images[0].save(
            path, save_all=True, append_images=images[1:], resolution=150.0, quality=90,
            title=order.title, creationDate=None, modDate=None,
        )  # fmt: skip
        return [path]
    paths = []
    for name, page in pages:
        done, data = cv2.imencode(".png", page)
        if not done:
            raise MakeError(f"the sheet {name} is too large for a picture")
        path = folder / f"{order.name}-{name}.png"
        path.write_bytes(data.tobytes())
        paths.append(path)
    return paths


def _batches(entries: Sequence[Entry], count: int) -> list[Sequence[Entry]]:
    return [entries[start : start + count] for start in range(0, len(entries), count)]


# -- characters ------------------------------------------------------------------------------


def _cast_pages(order: SheetOrder, spots: list[_Spot]) -> list[Page]:
    pages = []
    for some in _batches(order.characters, CHARACTERS_A_PAGE):
        page = Page(f"{order.title} · characters")
        for entry in some:
            _character(page, entry, order.style, spots)
        pages.append(page)
    return pages


def _character(
    page: Page, entry: CharacterEntry, style: briefs.StyleBrief, spots: list[_Spot]
) -> None:
    """A band of the page: the name and the words, whole figures, faces."""
    top = page.height + 18
    figure = entry.looks[0][1]
    page.say(Text(MARGIN, top + 26, entry.name, 26, bold=True, wide=300))
    for index, line in enumerate(wrapped(figure.look, 15, 270, 7)):
        page.say(Text(MARGIN, top + 54 + 21 * index, line, 15, GREY, wide=280))
    left, y = MARGIN + 300, top
    person = read_look(figure, ()).kind in PEOPLE
    x = left
    for words, picture in _wholes(entry, style, person):
        if x + picture.width > WIDTH - MARGIN:
            break
        spots.append(_Spot(page, x, y, picture))
        page.say(Text(x + 6, y + FULL_HEIGHT + 16, words, 14, GREY, wide=picture.width - 8))
        x += picture.width + GAP
    faces = y + FULL_HEIGHT + 30
    page.height = max(page.height, faces)
    if person:
        for index, mood in enumerate(("neutral", *MOODS)):
            at = left + index * (FACE_SIDE + GAP + 46)
            asked = FigurePicture(
                figure, style, "stand", Facing.RIGHT if index % 2 else Facing.LEFT, mood, True,
                FACE_SIDE, FACE_SIDE,
            )  # fmt: skip
            spots.append(_Spot(page, at, faces, asked))
            page.say(Text(at + 6, faces + FACE_SIDE + 16, mood, 14, GREY, wide=FACE_SIDE))
        page.height = max(page.height, faces + FACE_SIDE + 26)


def _wholes(
    entry: CharacterEntry, style: briefs.StyleBrief, person: bool
) -> list[tuple[str, FigurePicture]]:
    usual = entry.looks[0][1]
    wide = FULL_WIDTH if person else FULL_WIDTH * BROAD

    def asked(figure: briefs.FigureBrief, action: str, facing: Facing) -> FigurePicture:
        return FigurePicture(figure, style, action, facing, "neutral", False, wide, FULL_HEIGHT)

    if not person:
        return [
            ("stands", asked(usual, "stand", Facing.RIGHT)),
            ("walks", asked(usual, "walk", Facing.LEFT)),
            ("runs, flies", asked(usual, "fly", Facing.RIGHT)),
        ]
    dressed = [
        (f"in {name}", asked(figure, "stand", Facing.RIGHT)) for name, figure in entry.looks[1:]
    ]
    return [
        ("front", asked(usual, "stand", Facing.CAMERA)),
        ("three quarters", asked(usual, "stand", Facing.RIGHT)),
        ("back", asked(usual, "stand", Facing.AWAY)),
        *dressed[:3],
        ("walks", asked(usual, "walk", Facing.RIGHT)),
        ("runs", asked(usual, "run", Facing.LEFT)),
        ("sits", asked(usual, "sit", Facing.RIGHT)),
        ("reaches", asked(usual, "reach", Facing.LEFT)),
    ]


# -- places ----------------------------------------------------------------------------------


def _place_pages(order: SheetOrder, spots: list[_Spot]) -> list[Page]:
    views = [
        (place, words, brief) for place in order.places for words, brief in _distinct(place)
    ]
    wide = (WIDTH - 2 * MARGIN - (PLACES_ACROSS - 1) * GAP) // PLACES_ACROSS
    tall = round(wide * 9 / 16 / 2) * 2
    pages = []
    for some in _batches(views, PLACES_A_PAGE):
        page = Page(f"{order.title} · places")
        top = page.height + 10
        for index, (place, words, brief) in enumerate(some):
            x = MARGIN + (index % PLACES_ACROSS) * (wide + GAP)
            y = top + (index // PLACES_ACROSS) * (tall + 62)
            picture = PlacePicture(brief, order.style, wide // 2 * 2, tall)
            spots.append(_Spot(page, x, y, picture))
            page.say(Text(x, y + tall + 22, place.name, 18, bold=True, wide=wide))
            page.say(Text(x, y + tall + 42, words, 14, GREY, wide=wide))
            page.height = max(page.height, y + tall + 52)
        pages.append(page)
    return pages


def _distinct(place: PlaceEntry) -> list[tuple[str, briefs.PlaceBrief]]:
    """The views that differ in words; the same words are the same picture."""
    return list({words: (words, brief) for words, brief in place.views}.values())


# -- shots -----------------------------------------------------------------------------------


def _shot_pages(order: SheetOrder, spots: list[_Spot]) -> list[Page]:
    if not order.shots:
        return []
    format_ = order.shots[0].clip.format
    aspect = format_.width / format_.height
    across = 5 if aspect > 1.2 else 6 if aspect > 0.8 else 9
    wide = (WIDTH - 2 * MARGIN - (across - 1) * GAP) // across // 2 * 2
    tall = round(wide / aspect / 2) * 2
    pages = []
    for some in _batches(order.shots, SHOTS_A_PAGE):
        page = Page(f"{order.title} · {len(order.shots)} shots")
        top = page.height + 10
        for index, entry in enumerate(some):
            x = MARGIN + (index % across) * (wide + GAP)
            y = top + (index // across) * (tall + 60)
            spots.append(_Spot(page, x, y, ShotPicture(entry.clip, entry.timing, wide, tall)))
            _shot_words(page, entry, x, y + tall, wide)
            page.height = max(page.height, y + tall + 52)
        pages.append(page)
    return pages


def _shot_words(page: Page, entry: ShotEntry, x: int, y: int, wide: int) -> None:
    page.say(Text(x, y + 19, entry.number, 16, bold=True, wide=60))
    lines = wrapped(entry.words, 13, wide - 46, 2)
    for index, line in enumerate(lines):
        page.say(Text(x + 46, y + 18 + 17 * index, line, 13, GREY, wide=wide - 46))
