"""A script's tree comes in; the screenplay as it is printed comes out: elements, then pages."""

from drama_dsl.manuscript.elements import (
    DualSpeech,
    Element,
    Manuscript,
    Paragraph,
    Speech,
    read_manuscript,
)
from drama_dsl.manuscript.layout import Layout, Paper, layout_of
from drama_dsl.manuscript.lengths import SceneLength, as_pages, pages_in_eighths
from drama_dsl.manuscript.paginate import Page, paginate

__all__ = [
    "DualSpeech",
    "Element",
    "Layout",
    "Manuscript",
    "Page",
    "Paper",
    "Paragraph",
    "SceneLength",
    "Speech",
    "as_pages",
    "layout_of",
    "pages_in_eighths",
    "paginate",
    "read_manuscript",
]
