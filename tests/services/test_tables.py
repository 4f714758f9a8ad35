"""Tables of models, moves of a camera, lengths: what adapters reckon with."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from drama_backends.pixverse import Pixverse
from drama_backends.services.camera import camera_commands, camera_words
from drama_backends.services.clips import nearest_aspect, reference_names
from drama_backends.services.content import type_of
from drama_backends.services.models import (
    legal_seconds,
    model_for,
    priced,
    read_models,
    snapped_seconds,
)
from drama_compiler.contract import (
    Ability,
    Capabilities,
    Cost,
    JobKind,
    Limits,
    Move,
    MoveKind,
    Price,
    Tier,
)
from drama_compiler.film.words import Direction, Pace
from drama_compiler.graph.route import Profile, Route
from drama_compiler.make.executor import find_backends
from drama_compiler.plan.facts_age import aged_facts
from tests.doubles import studio

TABLE = """
as_of = "2026-08-13"
source = ["a page"]
[[model]]
name = "one"
kinds = ["clip"]
takes = ["frame"]
tier = "final"
per = "clip second"
usd = 0.05
seconds = [5.0, 10.0]
[[model]]
name = "one-draft"
like = "one"
tier = "draft"
usd = [0.01, 0.02]
as_of = "2026-09-01"
[[model]]
name = "old"
like = "one"
status = "retired"
successor = "one"
"""


def test_a_row_that_is_like_another_has_what_it_does_not_say(tmp_path: Path) -> None:
    path = tmp_path / "capabilities.toml"
    path.write_text(TABLE)
    one, draft, old = read_models(path)
    assert draft.limits == one.limits
    assert draft.price == Price(0.01, 0.02, "clip second")
    assert (one.as_of, draft.as_of, draft.source) == ("2026-08-13", "2026-09-01", ("a page",))
    ability = old.ability(JobKind.CLIP, "1")
    assert (ability.retired, ability.successor) == (True, "one")
    assert model_for((one, draft), JobKind.CLIP) is one
    assert model_for((one, draft), JobKind.VOICE) is None


@pytest.mark.parametrize(
    "slip",
    [
        ("seconds =", "secounds ="),
        ('like = "one"', 'like = "two"'),
        ('["clip"]', '["film"]'),
        ("2026-08-13", "last August"),
        ('per = "clip second"', 'per = "clip minute"'),
    ],
    ids=str,
)
def test_a_slip_in_a_table_is_told_at_once(slip: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "capabilities.toml"
    path.write_text(TABLE.replace(*slip, 1))
    with pytest.raises(ValueError):
        read_models(path)


def test_a_price_is_in_whole_micro_dollars() -> None:
    assert priced(Price(0.05, 0.07, "clip second"), Cost(clip_seconds=5)).usd_min == 0.25
    assert priced(Price(0.12, 0.12, "call"), Cost(sound_seconds=9)).usd_max == 0.12
    assert priced(None, Cost(stills=1)) == Cost(stills=1, priced=False)


def test_lengths_are_legal_or_the_next_that_is() -> None:
    steps, range_ = (
        Limits(seconds=(5.0, 10.0)),
        Limits(seconds_min=1, seconds_max=15, seconds_step=1),
    )
    assert [legal_seconds(steps, each) for each in (5.0, 6.0)] == [True, False]
    assert [legal_seconds(range_, each) for each in (1.0, 1.5, 15.0, 16.0)] == [
        *(True, False, True, False),
    ]
    assert snapped_seconds(steps, Fraction(51, 10)) == 10.0
    assert snapped_seconds(steps, Fraction(11)) is None
    assert snapped_seconds(range_, Fraction(7, 3)) == 3.0


def test_moves_are_said_in_the_words_of_the_trade() -> None:
    moves = (
        Move(kind=MoveKind.DOLLY, direction=Direction.IN, pace=Pace.SLOW),
        Move(kind=MoveKind.RACK, target="sword"),
    )
    assert camera_words(moves, {"sword": "SWORD"}) == "slow dolly in, then rack focus to SWORD"
    assert camera_words(()).startswith("static")


def test_moves_become_commands_where_a_service_has_one() -> None:
    table = {"dolly-in": "Push in", "static": "Static shot", "pan": "Pan"}
    moves = (
        Move(kind=MoveKind.DOLLY, direction=Direction.IN),
        Move(kind=MoveKind.ORBIT, direction=Direction.LEFT),
        Move(kind=MoveKind.PAN, direction=Direction.LEFT),
    )
    assert camera_commands(moves, table) == (("Push in", "Pan"), (moves[1],))
    assert camera_commands((), table) == (("Static shot",), ())
    assert camera_commands((), {}) == ((), ())


def test_references_have_names_that_every_service_can_read() -> None:
    names = ["portrait/li-wei/storm", "portrait/li-wei/default", "plate/渔村/dusk", "object/x" * 9]
    words = reference_names(names, 12)
    assert words["portrait/li-wei/storm"] == "li_wei"
    assert words["plate/渔村/dusk"] == "ref3"
    assert len(set(words.values())) == 4
    assert all(word.isascii() and len(word) <= 12 for word in words.values())


def test_the_nearest_shape_is_taken() -> None:
    model = model_for(Pixverse().models, JobKind.CLIP)
    assert model
    assert nearest_aspect(model, "9:16") == "9:16"
    assert nearest_aspect(model, "239:100") == "21:9"


@pytest.mark.parametrize(
    ("data", "type_"),
    [
        (studio.image(4, 4), "image/png"),
        (studio.image(4, 4, suffix=".jpg"), "image/jpeg"),
        (studio.image(4, 4, suffix=".webp"), "image/webp"),
        (studio.clip(16, 16, 0.2), "video/mp4"),
        (studio.sound(0.1), "audio/mpeg"),
        (studio.sound(0.1, suffix=".wav"), "audio/wav"),
        (studio.sound(0.1, suffix=".flac"), "audio/flac"),
        (studio.sound(0.1, suffix=".ogg"), "audio/ogg"),
        (studio.sound(0.1, suffix=".m4a"), "audio/mp4"),
        (b"<html>", ""),
        (b"", ""),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_medium_is_known_by_its_first_bytes(data: bytes, type_: str) -> None:
    assert type_of(data[:64]) == type_


def test_facts_of_long_ago_are_warned_of_once_a_service() -> None:
    def ability(kind: JobKind, as_of: str) -> Ability:
        return Ability(kind, "1", Tier.FINAL, free=False, model=f"{kind}-model", as_of=as_of)

    abilities = (ability(JobKind.CLIP, "2026-08-13"), ability(JobKind.VOICE, "2026-05-01"))
    routes = {each.kind: Route("x", Tier.FINAL, each.model, paid=True) for each in abilities}
    backends = {"x": Capabilities("x", abilities)}
    profile = Profile("final", routes)
    assert aged_facts(profile, backends, datetime.date(2026, 7, 30)) == ()
    (old,) = aged_facts(profile, backends, datetime.date(2026, 11, 23))
    assert old.code == "aged-facts"
    assert old.message == "what is known of `x/voice-model` is 206 days old"


def test_every_row_of_every_service_says_where_it_is_from_and_since_when() -> None:
    for name, backend in find_backends().items():
        for model in getattr(backend, "models", ()):
            assert name == "rehearsal" or (model.source and model.as_of), f"{name}/{model.name}"
