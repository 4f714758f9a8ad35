"""Profiles and budgets: by whom, for how much, and what is wrong with what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama_compiler.contract import JobKind, Tier
from drama_compiler.graph.route import ANIMATIC, PREVIEW, Profile
from drama_compiler.pages import all_pages
from drama_compiler.profiles import budget_words, choose_profile, read_caps, read_profiles
from drama_compiler.project import open_project
from drama_compiler.store.budget import Caps
from drama_dsl.diagnostic import Diagnostic
from drama_dsl.source import Source
from tests.plan.pretend import Pretended, Studio

SCRIPT = "Title: X\n\nINT. A - DAY\n\nshot: wide, 2s\n  via: {via}\n\nRain.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "film.drama").write_text("INT. A - DAY\n\nRain.\n")
    return tmp_path


def chosen(
    project: Path, toml: str, name: str = "final", via: str = "pretended"
) -> tuple[Profile, tuple[Diagnostic, ...], str]:
    """The profile, what is wrong with it, and what the first of that underlines."""
    (project / "drama.toml").write_text(toml)
    studio = Studio(SCRIPT.format(via=via))
    backends = {"animatic": _Animatic(), "pretended": Pretended()}
    file, found, _ = read_profiles(open_project(project / "film.drama"))
    profile, more = choose_profile(file, name, studio.film, backends, studio.origins)
    found = (*found, *more)
    marked = ""
    if found and found[0].primary:
        span = found[0].primary.span
        marked = (toml if span.file == "drama.toml" else studio.text)[span.start : span.end]
    return profile, found, marked


class _Animatic(Pretended):
    """The kinds that the animatic makes, for nothing."""

    def describe(self):  # type: ignore[no-untyped-def]
        from drama_compiler.contract import Ability, Capabilities

        kinds = ANIMATIC.keys()
        return Capabilities("animatic", tuple(Ability(k, "1", Tier.STAND_IN) for k in kinds))


def test_a_profile_routes_by_kind(project: Path) -> None:
    text = '[profile.final]\nstill = "pretended"\nclip = "pretended/one"\ntakes = 2\n'
    profile, found, _ = chosen(project, text)
    assert not found
    clip = profile.routes[JobKind.CLIP]
    assert (clip.backend, clip.model, clip.takes, clip.paid, clip.tier) == (
        "pretended",
        "one",
        2,
        True,
        Tier.FINAL,
    )
    assert profile.routes[JobKind.FRAME].takes == 1
    assert profile.routes[JobKind.VOICE] == ANIMATIC[JobKind.VOICE]


def test_all_gives_a_backend_what_it_can_make(project: Path) -> None:
    profile, found, _ = chosen(project, '[profile.final]\nall = "pretended"\n')
    assert not found
    assert profile.routes[JobKind.CUE].paid
    assert profile.routes[JobKind.AMBIENCE] == ANIMATIC[JobKind.AMBIENCE]


def test_the_particular_beats_the_general(project: Path) -> None:
    text = '[profile.final]\nall = "pretended"\nframe = "none"\nmusic = "animatic"\n'
    text += "takes = { cue = 3, clip = 2 }\n"
    profile, found, _ = chosen(project, text)
    assert not found
    assert JobKind.FRAME not in profile.routes and JobKind.PLATE in profile.routes
    assert profile.routes[JobKind.CUE].backend == "animatic"
    assert profile.routes[JobKind.CLIP].takes == 2


def test_preview_is_there_without_a_file_and_may_be_said_otherwise(project: Path) -> None:
    profile, found, _ = chosen(project, "", "preview")
    assert not found and profile.routes == PREVIEW.routes
    profile, found, _ = chosen(project, '[profile.preview]\nclip = "pretended"\n', "preview")
    assert not found and profile.routes[JobKind.CLIP].paid


def test_a_shot_may_say_otherwise(project: Path) -> None:
    profile, found, _ = chosen(project, '[profile.final]\nstill = "pretended"\n')
    assert not found
    assert profile.vias["pretended"][JobKind.CLIP].backend == "pretended"
    assert profile.routes[JobKind.CLIP].backend == "animatic"


@pytest.mark.parametrize(
    ("toml", "code", "marked"),
    [
        ('[profile.final]\nclip = "pretendd/one"\n', "unknown-backend", "pretendd/one"),
        ('[profile.final]\nclip = "pretended/two"\n', "unknown-model", "pretended/two"),
        ('[profile.final]\nclip = "pretended/old"\n', "retired-model", "pretended/old"),
        ('[profile.final]\nsound = "pretended"\n', "unable-backend", "pretended"),
        ('[profile.final]\nclips = "pretended"\n', "bad-profile", "clips"),
        ("[profile.final]\nclip = 3\n", "bad-profile", "clip"),
        ("[profile.final]\ntakes = 0\n", "bad-profile", "takes"),
        ('[profile.final]\nclip = "none"\n', "bad-profile", "clip"),
        ('[profile.final]\nidentity = "pretended"\n', "bad-profile", "identity"),
        ("[profile]\nfinal = 3\n", "bad-profile", "final"),
        ("profile = 3\n", "bad-profile", "profile"),
    ],
)
def test_what_cannot_be_followed_is_shown_in_the_file(
    project: Path, toml: str, code: str, marked: str
) -> None:
    profile, found, shown = chosen(project, toml)
    assert found[0].code == code and code in all_pages()
    assert shown == marked
    assert profile.routes[JobKind.CLIP].backend == "animatic"


def test_voices_are_made_and_lips_moved_only_where_a_profile_names_it(project: Path) -> None:
    everything = '[profile.final]\nall = "pretended"\nmusic = "animatic"\nsound = "animatic"\n'
    profile, found, _ = chosen(project, everything)
    assert not {JobKind.SYNC, JobKind.IDENTITY} & profile.routes.keys()
    profile, more, _ = chosen(project, everything + 'sync = "pretended"\nidentity = "pretended"\n')
    assert {JobKind.SYNC, JobKind.IDENTITY} <= profile.routes.keys() and more == found
    profile, _, _ = chosen(project, everything + 'sync = "none"\n')
    assert JobKind.SYNC not in profile.routes


def test_a_slip_has_a_fix(project: Path) -> None:
    _, (found,), _ = chosen(project, '[profile.final]\nclip = "pretendd"\n')
    assert found.helps[0].text == "did you mean `pretended`?"
    assert found.helps[0].fix and found.helps[0].fix.edits[0].text == "pretended"


def test_an_unknown_profile_names_the_known(project: Path) -> None:
    profile, (found,), _ = chosen(project, '[profile.final]\nclip = "pretended"\n', "fnal")
    assert found.code == "unknown-profile" and profile.routes == PREVIEW.routes
    assert found.helps[0].text == "did you mean `final`?"


def test_a_wrong_via_is_shown_at_its_shot(project: Path) -> None:
    _, (found,), shown = chosen(
        project, '[profile.final]\nstill = "pretended"\n', via="pretnded/one"
    )
    assert found.code == "unknown-backend"
    assert shown.startswith("wide, 2s")


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("$40, 300 s clips, 60 stills", {"usd": 40, "clip_seconds": 300, "stills": 60}),
        ("40 USD and 5 minutes of clips", {"usd": 40, "clip_seconds": 300}),
        ("40美元，300秒，60张", {"usd": 40, "clip_seconds": 300, "stills": 60}),
        ("12.50 dollars; 2000 characters", {"usd": 12.5, "characters": 2000}),
        ("90 s of music", {"sound_seconds": 90}),
        ("", {}),
    ],
)
def test_a_budget_is_read_as_people_write_it(words: str, amounts: dict[str, float]) -> None:
    assert budget_words(words) == (amounts, ())


def test_the_tighter_of_two_caps_holds(project: Path) -> None:
    text = "Title: X\nBudget: $30, 400 s clips, a lot\n\nINT. A - DAY\n\nRain.\n"
    (project / "drama.toml").write_text("[budget]\nusd = 40\nclip_seconds = 300\nstills = 6\n")
    file, _, _ = read_profiles(open_project(project / "film.drama"))
    caps, (found,) = read_caps(file, Studio(text).film, Source("film.drama", text))
    assert caps == Caps(usd=30, clip_seconds=300, stills=6)
    assert found.code == "bad-budget" and found.primary
    assert text[found.primary.span.start : found.primary.span.end] == "a lot"


@pytest.mark.parametrize("line", ["usdd = 3", 'usd = "much"', "usd = -1", "stills = true"])
def test_a_cap_that_is_none_is_an_error(project: Path, line: str) -> None:
    (project / "drama.toml").write_text(f"[budget]\n{line}\n")
    file, _, _ = read_profiles(open_project(project / "film.drama"))
    caps, (found,) = read_caps(file, Studio("Rain.\n").film, Source("film.drama", ""))
    assert found.code == "bad-budget" and caps == Caps()
    assert found.primary and found.primary.span.start > 8
