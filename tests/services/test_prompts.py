"""Prompts: by templates, those of a project first, run where they can do no harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama_backends.pixverse import Pixverse
from drama_backends.services.prompts import render
from drama_compiler.contract import Ability, JobKind, ServiceError
from drama_compiler.make.executor import find_backends
from tests.contract.specimens import specimen

PIXVERSE = Pixverse()


def ability() -> Ability:
    """What is said of its default model."""
    found = PIXVERSE.describe().ability(JobKind.CLIP)
    assert found
    return found


JOB = specimen(ability())


def written(folder: Path, text: str, name: str = "clip.j2") -> Pixverse:
    """The adapter in a project with a template of its own."""
    path = folder / "prompts" / "pixverse" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return PIXVERSE.with_project(folder)


def prompt(backend: Pixverse) -> str:
    """What is asked for."""
    return str(backend.lower([JOB]).body["call"]["json"]["prompt"])


def test_a_project_says_it_in_its_own_words_and_it_is_another_request(tmp_path: Path) -> None:
    own = written(
        tmp_path,
        '{% from "_parts.j2" import styled with context %}'
        "A {{ brief.size }} of {{ names.ann }}, {{ camera }}. Not: {{ avoid }}.\n"
        "{{ styled(brief.style) }}",
    )
    assert prompt(own).splitlines()[0] == "A close of ANN, dolly. Not: lettering; crowds."
    digests = dict.fromkeys(PIXVERSE.lower([JOB]).inputs, "0" * 64)
    assert own.lower([JOB]).digest(digests) != PIXVERSE.lower([JOB]).digest(digests)
    elsewhere = PIXVERSE.with_project(tmp_path / "another")
    assert elsewhere.lower([JOB]).digest(digests) == PIXVERSE.lower([JOB]).digest(digests)


def test_a_template_that_was_changed_is_read_again(tmp_path: Path) -> None:
    own = written(tmp_path, "one")
    assert prompt(own).startswith("one")
    path = tmp_path / "prompts/pixverse/clip.j2"
    path.write_text("another one")
    assert prompt(own).startswith("another one")
    path.unlink()
    assert prompt(own) == prompt(PIXVERSE)


def test_the_project_of_a_build_is_the_one_that_is_asked(tmp_path: Path) -> None:
    written(tmp_path, "of the project")
    found = find_backends(tmp_path)["pixverse"]
    assert isinstance(found, Pixverse)
    assert prompt(found).startswith("of the project")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if %}", "line 1"),
        ("{{ brief.nothing }}", "nothing"),
        ("{{ unheard_of }}", "unheard_of"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "unsafe"),
        ("{% include '../../secret.txt' %}", "lies in the folder"),
        ("{{ 1 / 0 }}", "division"),
        ("x" * 70_000, "bytes"),
    ],
    ids=["syntax", "field", "name", "escape", "include", "sum", "size"],
)
def test_a_template_that_is_none_is_told_before_anything_is_paid(
    text: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("do not read this")
    own = written(tmp_path, text)
    (complaint,) = own.check(JOB)
    assert complaint.code == "service-refuses"
    assert "prompts/clip.j2" in complaint.message and said in complaint.message
    with pytest.raises(ServiceError):
        own.lower([JOB])


def test_a_template_is_no_link_to_a_file_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("do not read this")
    own = written(tmp_path, "x", "other.j2")
    (tmp_path / "prompts/pixverse/clip.j2").symlink_to(tmp_path / "secret.txt")
    (complaint,) = own.check(JOB)
    assert complaint.code == "service-refuses"
    assert "do not read this" not in complaint.message


def test_a_reference_is_bound_by_its_name_and_what_has_none_is_described() -> None:
    text = render(JOB, {"ann": "@ann", "ben": "image 2"}, avoid="crowds")
    assert "@ann (ANN)" in text and "ann in oilskins" not in text
    assert "LANTERN, brass, held by ANN" in text
    assert "As reference: image 2." in text
    assert "Avoid: crowds." in text
