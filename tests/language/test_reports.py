"""Diagnostics for other programs: SARIF by its schema, GitHub by its escapes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, error, hint, warning
from drama_dsl.pages import PAGES
from drama_dsl.parser import parse
from drama_dsl.report import github, sarif
from drama_dsl.report import json as json_report
from drama_dsl.source import Source, Span

TEXT = "角色:𠮷野\n\nINT. ROOM\r\nshot: wide, doly in\r\n"
SOURCE = Source("a b/film.drama", TEXT)
AT = TEXT.index("doly")
FOUND = error(
    "unknown-move",
    "unknown camera move `doly`",
    SOURCE.span(AT, AT + 4),
    "not a move",
    secondary=(Label(SOURCE.span(3, 5), "about them"), Label(Span("other.drama", 0, 1))),
    notes=("50% of all, or so",),
    helps=(
        Help("did you mean `dolly`?", Fix((Edit(SOURCE.span(AT, AT + 4), "dolly"),), safe=True)),
        Help("or leave it out"),
    ),
)


def log(*found: Diagnostic, source: Source = SOURCE) -> dict[str, Any]:
    script = sarif.Checked(found, {source.name: source}, {source.name: source.name})
    return sarif.as_data([script], PAGES, "1.2")


def valid(log: dict[str, Any]) -> None:
    """What the schema of SARIF 2.1.0 requires of the parts that we write: their required
    properties, kinds, least values and enumerations.
    """
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    for run in log["runs"]:
        driver = run["tool"]["driver"]
        assert isinstance(driver["name"], str) and driver["name"]
        assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
        assert len(set(run["newlineSequences"])) == len(run["newlineSequences"]) > 0
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(set(ids)) == len(ids)
        for rule in driver["rules"]:
            for key in {"shortDescription", "fullDescription", "help"} & set(rule):
                assert rule[key]["text"]
        for result in run["results"]:
            valid_result(result, ids)


def valid_result(result: dict[str, Any], rules: list[str]) -> None:
    assert result["message"]["text"]
    assert result["level"] in ("none", "note", "warning", "error")
    assert rules[result["ruleIndex"]] == result["ruleId"]
    related = result.get("relatedLocations", [])
    assert len({place["id"] for place in related}) == len(related)
    assert all(place["id"] >= 0 for place in related)
    for place in [*result.get("locations", []), *related]:
        physical = place["physicalLocation"]
        valid_uri(physical["artifactLocation"]["uri"])
        if "region" in physical:
            valid_region(physical["region"])
        if "message" in place:
            assert place["message"]["text"]
    for fix in result.get("fixes", []):
        assert fix["artifactChanges"] and fix["description"]["text"]
        for change in fix["artifactChanges"]:
            valid_uri(change["artifactLocation"]["uri"])
            assert change["replacements"]
            for replacement in change["replacements"]:
                valid_region(replacement["deletedRegion"])
                assert replacement.get("insertedContent", {"text": "x"})["text"]


def valid_uri(uri: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._~!$&'()*+,;=:@/%-]+", uri)


def valid_region(region: dict[str, int]) -> None:
    assert all(isinstance(value, int) and value >= 1 for value in region.values())
    start = (region["startLine"], region["startColumn"])
    assert start <= (region["endLine"], region["endColumn"])


def test_a_log_has_all_that_the_schema_requires() -> None:
    valid(log())
    valid(log(FOUND, FOUND, hint("nameless", "without a place or page", None)))


@pytest.mark.parametrize("code", PAGES)
def test_the_log_of_every_page_is_valid(code: str) -> None:
    source = Source("page.drama", PAGES[code].example)
    valid(log(*parse(source).diagnostics, source=source))


def test_a_rule_carries_its_page() -> None:
    (rule,) = log(FOUND)["runs"][0]["tool"]["driver"]["rules"]
    page = PAGES["unknown-move"]
    assert rule["shortDescription"]["text"] == page.what
    assert page.example.strip() in rule["help"]["markdown"]
    assert page.why in rule["help"]["text"]


def test_columns_count_utf16_code_units() -> None:
    (result,) = log(FOUND)["runs"][0]["results"]
    related = result["relatedLocations"][0]["physicalLocation"]["region"]
    # The first sign of the name is one character and two code units.
    assert related == {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 7}
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/film.drama"
    assert place["region"]["startLine"] == 4 and place["region"]["startColumn"] == 13


def test_a_byte_order_mark_is_no_column() -> None:
    source = Source("film.drama", "\ufeffdoly")
    (result,) = log(warning("unknown-move", "x", source.span(1, 5)), source=source)["runs"][0][
        "results"
    ]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (1, 5)


def test_a_fix_replaces_exactly_its_characters() -> None:
    (result,) = log(FOUND)["runs"][0]["results"]
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    line = SOURCE.line_text(region["startLine"])
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "doly"
    assert replacement["insertedContent"]["text"] == "dolly"


def test_related_places_are_told_with_their_labels() -> None:
    (result,) = log(FOUND)["runs"][0]["results"]
    first, second = result["relatedLocations"]
    assert first["message"]["text"] == "about them"
    # Of a file that was not read only its name is known.
    assert "region" not in second["physicalLocation"] and "message" not in second
    assert "note: 50% of all" in result["message"]["text"]
    assert "help: or leave it out" in result["message"]["text"]


def test_github_is_told_in_one_line_with_its_escapes() -> None:
    source = Source("a,b:c%.drama", "shot: wide, doly in\n")
    found = warning("unknown-move", "100%\r\nwrong", source.span(12, 16))
    told = github.render([found], {source.name: source})
    assert told == (
        "::warning file=a%2Cb%3Ac%25.drama,line=1,endLine=1,col=13,endColumn=17,"
        "title=unknown-move::100%25%0D%0Awrong\n"
    )


def test_github_knows_three_weights_and_files_by_their_path() -> None:
    sources = {SOURCE.name: SOURCE}
    found = [FOUND, hint("h", "a hint", None), error("e", "two lines", SOURCE.span(0, AT))]
    first, second, third = github.render(found, sources, {SOURCE.name: "x/film.drama"}).splitlines()
    assert first.startswith("::error file=x/film.drama,line=4,")
    assert second == "::notice title=h::a hint"
    assert "line=1,endLine=4,title=e" in third


def test_every_report_is_of_the_same_places() -> None:
    (data,) = json_report.as_data([FOUND], {SOURCE.name: SOURCE})
    (result,) = json.loads(json.dumps(log(FOUND)))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert data["primary"]["line"] == region["startLine"]
    assert data["primary"]["column"] == region["startColumn"]
