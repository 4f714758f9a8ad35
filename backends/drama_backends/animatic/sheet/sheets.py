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
from drama_backends.animatic.theme.theme import read_theme
from drama_compiler.contract import Facing, Json, MakeError, briefs
from drama_compiler.contract.sheets import CharacterEntry, PlaceEntry, SheetOrder, ShotEntry

Entry = TypeVar("Entry")

GAP = 12
ACROSS = 7
"""How many pictures of a person stand side by side."""

COLUMN_WIDTH = (WIDTH - 2 * MARGIN - 2 * GAP) // 2
CELL_WIDTH = (COLUMN_WIDTH - (ACROSS - 1) * GAP) // ACROSS
FULL_HEIGHT = 270
WIDTHS = {"stand": 104, "walk": 146, "run": 172, "sit": 140, "reach": 150}
"""How wide a person's picture is, by what they do: all of them to one scale."""

BEAST_WIDTH = (COLUMN_WIDTH - GAP) // 2
BLOCK_HEIGHT = 60 + FULL_HEIGHT + 24 + CELL_WIDTH + 44
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
    order: SheetOrder,
    folder: Path,
    progress: Callable[[float], None],
    cache: Path | None = None,
    theme: Json = None,
) -> list[Path]:
    """Draw every page, in a theme if there is one; raises `MakeError` where a file cannot be
    written."""
    pages: list[tuple[str, Page]] = []
    spots: list[_Spot] = []
    for kind, laid in (
        ("cast", _cast_pages(order, spots)),
        ("places", _place_pages(order, spots)),
        ("shots", _shot_pages(order, spots)),
    ):
        many = len(laid) > 1
        pages += [(f"{kind}-{i}" if many else kind, page) for i, page in enumerate(laid, start=1)]
    drawn = _drawn([spot.picture for spot in spots], order.workers, progress, cache, theme)
    for spot, pixels in zip(spots, drawn, strict=True):
        spot.page.put(spot.x, spot.y, pixels)
    finished = [(name, page.drawn()) for name, page in pages]
    return _written(order, folder, finished)


def _drawn(
    pictures: Sequence[Picture],
    workers: int,
    progress: Callable[[float], None],
    cache: Path | None,
    theme: Json,
) -> list[Pixels]:
    own, _ = read_theme(theme)
    draw = partial(draw_picture, cache=cache, theme=own)
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
        top = page.height + 6
        for index, entry in enumerate(some):
            x = MARGIN + (index % 2) * (COLUMN_WIDTH + 2 * GAP)
            y = top + (index // 2) * BLOCK_HEIGHT
            _character(page, entry, order.style, spots, x, y)
        pages.append(page)
    return pages


def _character(
    page: Page,
    entry: CharacterEntry,
    style: briefs.StyleBrief,
    spots: list[_Spot],
    left: int,
    top: int,
) -> None:
    """A block of the page: the name and the words, whole figures, faces."""
    figure = entry.looks[0][1]
    page.say(Text(left, top + 26, entry.name, 24, bold=True, wide=COLUMN_WIDTH))
    page.say(Text(left, top + 48, figure.look, 14, GREY, wide=COLUMN_WIDTH))
    person = read_look(figure, ()).kind in PEOPLE
    x, y = left, top + 60
    for words, picture in _wholes(entry, style, person):
        spots.append(_Spot(page, x, y, picture))
        caption = Text(x + 4, y + picture.height + 15, words, 13, GREY, wide=picture.width - 6)
        page.say(caption)
        x += picture.width + GAP
    if person:
        y += FULL_HEIGHT + 24
        for index, mood in enumerate(("neutral", *MOODS)):
            at = left + index * (CELL_WIDTH + GAP)
            facing = Facing.RIGHT if index % 2 else Facing.LEFT
            asked = FigurePicture(
                figure, style, "stand", facing, mood, True, CELL_WIDTH, CELL_WIDTH
            )
            spots.append(_Spot(page, at, y, asked))
            page.say(Text(at + 4, y + CELL_WIDTH + 15, mood, 13, GREY, wide=CELL_WIDTH))
    page.height = max(page.height, top + BLOCK_HEIGHT - 20)


def _wholes(
    entry: CharacterEntry, style: briefs.StyleBrief, person: bool
) -> list[tuple[str, FigurePicture]]:
    usual = entry.looks[0][1]

    def asked(
        words: str, action: str, facing: Facing, figure: briefs.FigureBrief = usual
    ) -> tuple[str, FigurePicture]:
        wide = WIDTHS[action] if person else BEAST_WIDTH
        tall = FULL_HEIGHT if person else FULL_HEIGHT + CELL_WIDTH
        return words, FigurePicture(figure, style, action, facing, "neutral", False, wide, tall)

    if not person:
        return [asked("stands", "stand", Facing.RIGHT), asked("runs, flies", "fly", Facing.LEFT)]
    rows = [
        asked("front", "stand", Facing.CAMERA),
        asked("turned", "stand", Facing.RIGHT),
        asked("back", "stand", Facing.AWAY),
        *(asked(f"in {name}", "stand", Facing.RIGHT, each) for name, each in entry.looks[1:4]),
        asked("walks", "walk", Facing.RIGHT),
        asked("runs", "run", Facing.LEFT),
        asked("sits", "sit", Facing.RIGHT),
        asked("reaches", "reach", Facing.LEFT),
    ]
    room, kept = COLUMN_WIDTH, []
    for row in rows:
        if row[1].width <= room:
            kept.append(row)
            room -= row[1].width + GAP
    return kept


# -- places ----------------------------------------------------------------------------------


def _place_pages(order: SheetOrder, spots: list[_Spot]) -> list[Page]:
    views = [(place, words, brief) for place in order.places for words, brief in _distinct(place)]
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
