"""Twenty-four probes on scripts without case, on which eleven parsers of Fountain differ.

Each is read as the page says in a `.fountain` file, and as its writer would expect in a `.drama`
file; a cue that only names can tell is one there if the name is a character's.
"""

from __future__ import annotations

import pytest

from tests.language.reads import fountain, kinds

PROBES = {
    # A name and a line under it is action by the page; a character's name is a cue.
    "name_and_line": ("李雷\n你好。\n", "A", "CD", "A"),
    "name_parenthetical_line": ("李雷\n（低声）\n你好。\n", "A", "CPD", "A"),
    "name_extension_line": ("李雷（画外）\n你好。\n", "A", "CD", "A"),
    "name_colon_line": ("李雷：你好。\n", "A", "CD", "A"),
    "name_extension_colon_line": ("李雷（旁白）：你好。\n", "A", "CD", "A"),
    "verb_colon_line": ("他说：走吧。\n", "A", "CD", "A"),
    # A paragraph is action, however short its lines are.
    "paragraph_of_two_lines": ("他走进房间，坐下。\n然后看着窗外。\n", "A", "A", "A"),
    "paragraph_of_one_line": ("夜深了。\n", "A", "A", "A"),
    # Forced cues.
    "forced_cue": ("@李雷\n你好。\n", "CD", "CD", "CD"),
    "forced_cue_full_width": ("＠李雷\n你好。\n", "A", "CD", "CD"),
    "forced_dual": ("@甲\n你好。\n\n@乙 ^\n你好。\n", "CDC^D", "CDC^D", "CDC^D"),
    "forced_dual_full_width": ("＠甲\n你好。\n\n＠乙＾\n你好。\n", "A" * 2, "CDC^D", "CDC^D"),
    # Headings.
    "forced_heading": (".内景 客厅 - 夜\n", "H", "H", "H"),
    "forced_heading_full_width": ("．内景 客厅\n", "A", "H", "H"),
    "bare_heading": ("内景 客厅 - 夜\n", "A", "H", "H"),
    "numbered_heading": ("1-1 茶馆 日 内\n", "A", "H", "H"),
    "latin_setting": ("INT. 客厅 - 夜\n", "H", "H", "H"),
    "no_heading": ("外面下着雨。\n", "A", "A", "A"),
    # Title pages.
    "title_page": ("标题：你好\n\n雨。\n", "AA", "KA", "KA"),
    # Names in two scripts, and in scripts that have case.
    "name_with_a_latin_capital": ("老王A\n你好。\n", "CD", "CD", "A"),
    "cyrillic_cue": ("ИВАН\nПривет.\n", "CD", "CD", "CD"),
    "accented_cue": ("ÉLODIE\nBonjour.\n", "CD", "CD", "CD"),
    "greek_cue": ("ΓΙΏΡΓΟΣ\nΓεια.\n", "CD", "CD", "CD"),
    "cyrillic_setting": ("ИНТ. ДОМ - ДЕНЬ\n", "A", "A", "A"),
}


def test_there_are_twenty_four() -> None:
    assert len(PROBES) == 24


@pytest.mark.parametrize("probe", PROBES)
def test_a_probe_is_read_by_the_page_in_a_fountain_file(probe: str) -> None:
    text, page, _, _ = PROBES[probe]
    assert fountain(text) == page


@pytest.mark.parametrize("probe", PROBES)
def test_a_probe_is_read_as_its_writer_means_it_in_a_drama_file(probe: str) -> None:
    text, _, declared, undeclared = PROBES[probe]
    assert kinds(text) == declared
    assert kinds(text, decided=False) == undeclared
