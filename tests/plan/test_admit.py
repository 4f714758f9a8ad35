"""Caps hold for the whole plan before its first call; a saved plan holds as long as the world."""

from __future__ import annotations

import json

import pytest

from drama_compiler.graph.limits import Cost, Limits
from drama_compiler.plan.admit import admit, headroom, reserve
from drama_compiler.plan.compare import compare
from drama_compiler.plan.price import dollars
from drama_compiler.plan.save import moved, payload, plan_data, read_plan
from drama_compiler.store.budget import Amount, Caps
from tests.plan.pretend import Pretended, Studio, profile
from tests.plan.test_states import SCRIPT


def test_the_upper_end_of_every_price_is_reserved() -> None:
    studio = Studio(SCRIPT, profile=profile(takes=2))
    plan = studio.plan()
    clips = 4 * 2
    stills = len(studio.graph().jobs) - 4
    assert plan.calls == clips + stills
    assert reserve(plan) == Amount(
        usd_micros=clips * 750_000 + stills * 150_000, clip_milliseconds=clips * 5000, stills=stills
    )
    assert plan.total.usd_min == pytest.approx(clips * 0.5 + stills * 0.1)
    assert plan.as_of == ("2026-11-01", "2026-11-02") or plan.as_of[-1] == "2026-11-02"


@pytest.mark.parametrize(
    "caps", [Caps(usd=4), Caps(clip_seconds=19), Caps(stills=3), Caps(usd=99, stills=0)]
)
def test_all_of_a_plan_fits_or_none_of_it_is_begun(caps: Caps) -> None:
    (found,) = admit(Studio(SCRIPT).plan(), Amount(), caps)
    assert found.code == "over-budget"
    assert "nothing is bought" in found.notes[0]


def test_what_was_spent_counts() -> None:
    plan = Studio(SCRIPT).plan()
    most = Caps(usd=reserve(plan).usd_micros / 1e6)
    assert not admit(plan, Amount(), most)
    (found,) = admit(plan, Amount(usd_micros=1), most)
    assert "is spent already" in found.message
    (line,) = headroom(Amount(usd_micros=1_000_000), reserve(plan), most)
    assert (line.spent, line.left) == ("$1.00", "$0.00")


def test_a_plan_that_buys_nothing_is_always_admitted() -> None:
    studio = Studio(SCRIPT)
    studio.buy_all()
    assert not admit(studio.plan(), Amount(usd_micros=10**9), Caps(usd=1))


def test_what_has_no_price_needs_consent() -> None:
    plan = Studio(SCRIPT, service=Pretended(priced=False)).plan()
    (found,) = admit(plan, Amount(), Caps())
    assert found.code == "unpriced" and "`pretended/one`" in found.message
    assert not admit(plan, Amount(), Caps(), allow_unpriced=True)
    assert dollars(plan.total) == "no price known"


def saved(studio: Studio) -> dict[str, object]:
    text = json.dumps(plan_data(studio.plan(), "final", 1, studio.story))
    data, found = read_plan(text, "plan.json")
    assert data is not None and not found
    return data


def test_a_saved_plan_is_that_of_the_same_world() -> None:
    studio = Studio(SCRIPT)
    assert not moved(saved(studio), studio.plan(), 1)
    layout = studio.edited(SCRIPT.replace("LI WEI rows.", "LI WEI rows.").replace("\n\n", "\n\n\n"))
    assert not moved(saved(studio), layout.plan(), 1)


def test_a_saved_plan_says_what_moved() -> None:
    studio = Studio(SCRIPT)
    data = saved(studio)
    for change, words in (
        (studio.edited(SCRIPT.replace("wide on", "full on", 1)), "the script"),
        (studio.edited(SCRIPT, service=Pretended(usd=0.2)), "the prices"),
        (studio.edited(SCRIPT, profile=profile(takes=2)), "the profile"),
    ):
        (found,) = moved(data, change.plan(), 1)
        assert found.code == "plan-moved" and words in found.message
    studio.buy_all()
    (found,) = moved(data, studio.plan(), 1)
    assert "the takes in the lock" in found.message


@pytest.mark.parametrize("text", ["", "{", "[]", '{"rests_on": {}, "version": 99}', "3"])
def test_what_is_no_plan_is_refused(text: str) -> None:
    data, (found,) = read_plan(text, "plan.json")
    assert data is None and found.code == "bad-plan-file"


def test_a_payload_is_the_requests_as_they_are_lowered() -> None:
    studio = Studio(SCRIPT)
    plan = studio.plan()
    requests = payload(plan)
    assert len(requests) == len(plan.purchases)
    assert json.loads(json.dumps(requests)) == requests
    assert requests[0]["jobs"] and requests[0]["body"]["briefs"]


def test_prices_are_said_as_people_say_them() -> None:
    assert dollars(Cost(1.2, 1.2)) == "$1.20"
    assert dollars(Cost(1.2, 1.5)) == "$1.20–1.50"
    assert dollars(Cost(0.005, 0.005)) == "$0.005"
    assert dollars(Cost(1.2, 1.5, priced=False)) == "$1.20–1.50 and more"
    assert dollars(Cost()) == "$0.00"


def test_levels_are_compared_over_the_whole_film() -> None:
    studio = Studio(SCRIPT)
    studio.buy_all()
    zero, one, two = compare(studio.film, studio.schedule, studio.profile, studio.backends)
    assert zero.references > one.references == two.references
    assert zero.clips == one.clips == two.clips == 4
    assert zero.usd_max > one.usd_max >= two.usd_max


def test_no_clip_is_lost_where_several_are_made_together() -> None:
    limits = Limits(seconds_min=4, seconds_max=30, seconds_step=1, references_max=9)
    talk = "".join(f"shot: close on {who}, 2.3s\n\n{who}\nWell.\n\n" for who in ("A", "B") * 4)
    studio = Studio(f"INT. A - DAY\n\n{talk}", service=Pretended(limits=limits))
    zero, one, two = compare(studio.film, studio.schedule, studio.profile, studio.backends)
    assert (one.clip_calls, two.clip_calls) == (8, 2)
    assert zero.clips == one.clips == two.clips == two.dialogue_clips == 8
    assert 8 * 2.8 <= two.clip_seconds < one.clip_seconds
    assert not two.refused and not two.dialogue_calls > 2
