"""A film and its project come in; the images that the writer declares by `refs:` come out, by what
they are of, with what is wrong with them. Only files are read here, and nothing is written.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from drama_compiler.graph.jobs import JobKind
from drama_compiler.graph.keys import digest_file
from drama_compiler.plan.states import DeclaredImage
from drama_compiler.plan.story import Story
from drama_compiler.project import Project, real_path
from drama_compiler.store.media import MediaStore
from drama_dsl.diagnostic import Diagnostic, Help, hint, warning
from drama_dsl.source import Span

IMAGE_BYTES_MAX = 64 * 1024 * 1024

_MARKS = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"WEBP", 8, "image/webp"),
)


@dataclass(frozen=True, slots=True)
class DeclaredImages:
    """Declared images by the kind of reference and the id of what they show.

    `wrong` are warnings about files that cannot be had, `unused` hints about those that services
    are not given.
    """

    images: Mapping[tuple[JobKind, str], DeclaredImage]
    wrong: tuple[Diagnostic, ...] = ()
    unused: tuple[Diagnostic, ...] = ()


def declared_images(project: Project, story: Story) -> DeclaredImages:
    """The first image of everything for which some are declared; a path is from the script that
    declares it, and leads nowhere outside the project.
    """
    film = story.film
    images: dict[tuple[JobKind, str], DeclaredImage] = {}
    wrong: list[Diagnostic] = []
    unused: list[Diagnostic] = []
    tables = (
        (JobKind.PORTRAIT, film.characters),
        (JobKind.PLATE, film.locations),
        (JobKind.OBJECT, film.props),
    )
    for kind, things in tables:
        for id_, thing in things.items():
            if not thing.refs:
                continue
            first, *rest = thing.refs
            image, told = _looked_at(project, story, id_, first)
            images[kind, id_] = image
            wrong += told
            unused += _unused(rest, thing.name, story, id_)
    return DeclaredImages(images, tuple(wrong), tuple(unused))


def bring_in(image: DeclaredImage, media: MediaStore, scratch: Path) -> None:
    """Let the store have an image, as it was looked at. Raises OSError.

    A file that has changed since then is left where it is.
    """
    if media.has(image.digest, image.type):
        return
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        copy = Path(folder) / image.path.name
        shutil.copyfile(image.path, copy)
        if digest_file(copy) == image.digest:
            media.adopt(copy, image.digest, image.type)


def _looked_at(
    project: Project, story: Story, id_: str, written: str
) -> tuple[DeclaredImage, tuple[Diagnostic, ...]]:
    declared = story.origins.get(id_)
    span = story.find(id_, written)
    beside = project.root / declared.file if declared else project.script
    path = real_path(beside.parent / written)
    type_, why = _type(path, written)
    if not path.is_relative_to(project.root):
        why = f"`{written}` lies outside the project"
    if why:
        return DeclaredImage(path, written, span=span), (_wrong(why, span),)
    return DeclaredImage(path, written, digest_file(path), type_, span), ()


def _type(path: Path, written: str) -> tuple[str, str]:
    """The media type of an image; empty, and why, where it cannot be had."""
    try:
        if not path.is_file():
            return "", f"there is no file `{written}`"
        if path.stat().st_size > IMAGE_BYTES_MAX:
            return "", f"`{written}` is larger than any service takes"
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as failure:
        return "", f"`{written}` cannot be read: {failure.strerror}"
    found = (type_ for mark, at, type_ in _MARKS if head[at : at + len(mark)] == mark)
    type_ = next(found, "")
    return type_, "" if type_ else f"`{written}` is no PNG, JPEG or WebP image"


def _wrong(why: str, span: Span | None) -> Diagnostic:
    return warning(
        "no-such-reference",
        why,
        span,
        "declared as an image of reference",
        notes=("no other is bought in its place: what needs it waits",),
        helps=(Help("put the image there, or take it out of `refs:`"),),
    )


def _unused(rest: Iterable[str], name: str, story: Story, id_: str) -> list[Diagnostic]:
    return [
        hint(
            "one-reference",
            f"services are given one image of `{name}`: the first that is declared",
            story.find(id_, each),
            "this one is not given",
        )
        for each in rest
    ]
