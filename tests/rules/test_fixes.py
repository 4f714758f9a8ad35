"""What has a fix can be mended: in the text, and by `drama check --fix` in the file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from drama_compiler.fixing import ROUNDS_MAX, applied, choose, fix
from drama_compiler.rules import RULES
from drama_dsl.diagnostic import Edit, Fix, Help, warning
from drama_dsl.source import Span
from tests.faces.run import run
from tests.rules.linted import codes, linted

MENDABLE = (
    "crossed-line",
    "direction-flip",
    "eyeline-flip",
    "eyeline-mismatch",
    "jump-cut",
    "absent-speaker",
    "name-slip",
    "shot-too-short",
    "moves-at-odds",
    "move-against-length",
)
UNPINNED = "EXT. SEA - DAY\r\n\r\nshot: wide\r\n\r\nA boat.\r\n\r\nshot: reuse 1A\r\n\r\nA boat."
TWO = (
    "character: KAI\n\nINT. CAFE - DAY\n\nshot: medium on KAI, static, push in, 0.2s\n\n"
    "KAI waits.\n"
)


@pytest.mark.parametrize("code", MENDABLE)
def test_the_fix_of_an_example_mends_it(code: str) -> None:
    (page,) = [rule.page for rule in RULES if rule.code == code]
    (found,) = linted(page.example)
    ((_, mending),) = choose([found], unsafe=True)
    assert code not in codes(applied(page.example, mending.edits))


def test_a_chinese_shot_is_mended_in_chinese() -> None:
    script = "角色：阿海\n\n内景 茶馆 - 日\n\n镜头：特写阿海，固定，缓推，0.8秒\n\n阿海点头。\n"
    while mending := choose(linted(script), unsafe=True):
        script = applied(script, mending[0][1].edits)
    assert "镜头：特写阿海，推，0.8秒" in script


def test_a_cast_gets_the_wardrobe_of_the_moment_before() -> None:
    script = (
        "character: KAI\n  wardrobe wet: soaked jacket\n\nINT. CAFE - DAY\n\n"
        "shot: wide on KAI in wet\n\nKAI waits.\n\nINT. HALL - CONTINUOUS\n\ncast: KAI\n\n"
        "shot: wide on KAI\n\nKAI waits.\n"
    )
    ((_, mending),) = choose(linted(script), unsafe=True)
    mended = applied(script, mending.edits)
    assert "cast: KAI in wet" in mended and codes(mended) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("KAI, ROSA", "KAI"), ("ROSA, KAI", "KAI"), ("ANN, ROSA, KAI", "ANN, KAI")],
)
def test_one_of_the_cast_is_taken_out_with_one_comma(before: str, after: str) -> None:
    script = (
        "character: ANN\n\ncharacter: KAI\n\ncharacter: ROSA\n\nINT. CAFE - DAY\n\ncast: {}\n\n"
        "shot: wide on KAI\n\nKAI waits. ANN waits.\n"
    )
    ((_, mending),) = choose(linted(script.format(before)), unsafe=True)
    assert applied(script.format(before), mending.edits) == script.format(after)


def test_edits_that_touch_wait_for_the_next_round() -> None:
    def told(start: int, end: int) -> tuple[Help, ...]:
        return (Help("so", Fix((Edit(Span("a", start, end), "x"),), safe=True)),)

    found = [
        warning("one", "one", Span("a", 0, 1), helps=told(*span))
        for span in ((0, 4), (2, 6), (6, 8), (9, 9))
    ]
    chosen = [fix.edits[0].span.start for _, fix in choose(found, unsafe=False)]
    assert chosen == [0, 6, 9]


def test_safe_fixes_are_applied_and_nothing_else_is_touched(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    script.write_bytes(b"\xef\xbb\xbf" + UNPINNED.encode())
    script.chmod(0o600)
    result = run("check", script, "--fix")
    assert script.read_bytes() == b"\xef\xbb\xbf" + UNPINNED.replace("wide", "wide, #1A#").encode()
    assert stat.S_IMODE(script.stat().st_mode) == 0o600
    assert "mended film.drama:7:7: " in result.err and "1 mended, no problems" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["film.drama"]


def test_unsafe_fixes_wait_until_they_are_asked_for(tmp_path: Path) -> None:
    script = tmp_path / "film.drama"
    script.write_text(TWO, "utf-8")
    told = run("check", script, "--fix")
    assert script.read_text("utf-8") == TWO
    assert "2 can be mended with --unsafe-fixes" in told.err
    mended = run("check", script, "--unsafe-fixes", "--json")
    assert "shot: medium on KAI, push in, 0.4s" in script.read_text("utf-8")
    assert [each["code"] for each in mended.json["mended"]] == ["moves-at-odds", "shot-too-short"]
    assert mended.json["diagnostics"] == []


def test_fixing_comes_to_an_end_on_every_page(tmp_path: Path) -> None:
    from drama_compiler.pages import all_pages

    script = tmp_path / "film.drama"
    for code, page in all_pages().items():
        script.write_text(page.example, "utf-8")
        done = fix(script, unsafe=True)
        assert len(done.mended) < ROUNDS_MAX, code
        again = fix(script, unsafe=True)
        assert again.mended == (), code


def test_what_a_used_file_declares_is_mended_there(tmp_path: Path) -> None:
    (tmp_path / "drama.toml").write_text("", "utf-8")
    (tmp_path / "cast.drama").write_text("character: KAI\n  looks: tall\n", "utf-8")
    script = tmp_path / "film.drama"
    script.write_text("use: cast.drama\n\nINT. CAFE - DAY\n\nKAI waits.\n", "utf-8")
    run("check", script, "--unsafe-fixes")
    assert (tmp_path / "cast.drama").read_text("utf-8") == "character: KAI\n  look: tall\n"
