"""A tree and what was resolved from it come in; how long its scenes are on paper comes out."""

from __future__ import annotations

from bisect import bisect_right

from drama_compiler.film.resolve import Resolution
from drama_dsl.manuscript import layout_of, pages_in_eighths, paginate, read_manuscript
from drama_dsl.tree import Tree


def page_lengths(tree: Tree, resolution: Resolution) -> tuple[dict[str, int], int]:
    """Eighths of a page by the ids of scenes, and how many pages there are.

    Pages are those that the screenplay is printed on. A scene without a heading has no eighths.
    """
    file = tree.source.name
    cues = frozenset(start for name, start in resolution.cues if name == file)
    manuscript = read_manuscript(tree, cues)
    layout = layout_of(manuscript)
    pages = list(paginate(manuscript, layout))
    lengths = sorted(pages_in_eighths(pages, layout), key=lambda each: each.start)
    starts = [each.start for each in lengths]
    found: dict[str, int] = {}
    for scene in resolution.film.scenes:
        at = bisect_right(starts, resolution.origins[scene.id].start) - 1
        if scene.heading and at >= 0:
            found[scene.id] = lengths[at].eighths
    return found, len(pages)
