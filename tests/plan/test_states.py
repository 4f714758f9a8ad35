"""What is made, short, out of date, waiting or missing, and why, in the writer's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drama_compiler.contract import JobKind, Limits, Tier
from drama_compiler.plan.paid_plan import Action
from drama_compiler.plan.states import State, judge
from drama_compiler.store.lock import Cut, Entry, Lock, LockTake, Origin, lock_name
from tests.plan.pretend import IMAGES, Pretended, Studio, made, profile

SCRIPT = """\
Title: Storm

character: LI WEI
  look: young fisherman, red cord in his hair
  wardrobe calm: dry blue jacket
  wardrobe storm: torn jacket
character: MOTHER
  look: woman of forty-five, grey dress

prop: LANTERN
  look: old brass lantern

EXT. SEA - NIGHT

cast: LI WEI in calm

shot: wide on LI WEI, slow push in, 3s

LI WEI rows. He looks up.

shot: close on LI WEI, 3s

LI WEI lifts the LANTERN.

shot: wide on LI WEI, from last, 3s

The boat turns.

INT. HUT - NIGHT

shot: medium on MOTHER, 3s

MOTHER waits.

MOTHER
Come home!
"""


@pytest.fixture
def studio() -> Studio:
    studio = Studio(SCRIPT)
    studio.buy_all()
    return studio


def cause(studio: Studio, job: str) -> str:
    condition = judge(studio.graph(), studio.known)[job]
    if condition.cause is None:
        return ""
    return f"{studio.story.place(condition.cause.span)} {condition.cause.words}".strip()


def test_everything_is_missing_before_anything_is_bought() -> None:
    studio = Studio(SCRIPT)
    assert set(studio.states().values()) == {"missing"}
    assert cause(studio, f"clip/{studio.shot('1A')}") == "a stand-in is shown"
    assert made(studio.plan()) == set(studio.graph().jobs)


def test_everything_is_made_when_it_is_bought(studio: Studio) -> None:
    assert set(studio.states().values()) == {"made"}
    assert not made(studio.plan())
    assert not studio.plan().purchases


def test_a_changed_wardrobe_says_its_line_and_its_words(studio: Studio) -> None:
    changed = studio.edited(SCRIPT.replace("dry blue jacket", "wet blue jacket"))
    job = f"clip/{studio.shot('1A')}"
    assert changed.states()[job] == "redo"
    assert cause(changed, job) == 'film.drama:5 "dry" → "wet" in LI WEI\'s wardrobe'
    assert changed.states()["portrait/li-wei/calm"] == "redo"
    assert changed.states()[f"clip/{studio.shot('2A')}"] == "made"


@pytest.mark.parametrize(
    ("was", "is_", "words"),
    [
        ("slow push in", "slow pull out", 'film.drama:17 "slow dolly in" → "slow dolly out"'),
        ("wide on LI WEI, slow", "full on LI WEI, slow", 'film.drama:17 "wide" → "full" in size'),
        ("He looks up", "He looks down", 'film.drama:19 "up." → "down." in the action'),
        ("old brass lantern", "old tin lantern", '"brass" → "tin" in LANTERN\'s look'),
        ("close on LI WEI", "two LI WEI & MOTHER", "MOTHER is now in the picture"),
    ],
)
def test_a_cause_is_told_in_the_words_of_the_script(
    studio: Studio, was: str, is_: str, words: str
) -> None:
    changed = studio.edited(SCRIPT.replace(was, is_))
    told = [cause(changed, name) for name, state in changed.states().items() if state == "redo"]
    assert any(words in each for each in told), told


def test_nothing_that_is_out_of_date_is_bought_again_unasked(studio: Studio) -> None:
    changed = studio.edited(SCRIPT.replace("dry blue", "wet blue"))
    plan = changed.plan()
    assert not plan.purchases
    stale = {step.job.name for step in plan.of(Action.KEEP)}
    assert stale == {f"clip/{studio.shot(number)}" for number in ("1A", "1B", "1C")}
    asked = changed.plan(redo_stale=True)
    assert stale < made(asked)
    assert "portrait/li-wei/calm" in made(asked)
    assert not any("mother" in name for name in made(asked))


def test_a_shot_asked_for_again_is_made_whatever_is_there(studio: Studio) -> None:
    job = f"clip/{studio.shot('2A')}"
    plan = studio.plan(redo=frozenset({job}))
    assert made(plan) == {job}
    assert plan.purchases[0].redo


def test_another_portrait_makes_its_shots_stale(studio: Studio) -> None:
    other = replace(studio.take("portrait/li-wei/calm"), media="f" * 64, origin=Origin.ADDED)
    first = studio.take("portrait/li-wei/calm")
    studio.put("portrait/li-wei/calm", first, other, chosen=(Cut(other.key),))
    frame = f"frame/{studio.shot('1A')}/first"
    assert studio.states()[frame] == "redo"
    assert "another take of LI WEI's portrait" in cause(studio, frame)
    # The clip has the portrait among its inputs too; its frame is not current any more.
    assert studio.states()[f"clip/{studio.shot('1A')}"] in ("redo", "waiting")


def test_a_clip_waits_for_its_frame_alone() -> None:
    studio = Studio(SCRIPT, service=Pretended(takes=frozenset({JobKind.FRAME})))
    studio.buy_all()
    other = replace(studio.take("portrait/mother/default"), media="f" * 64, origin=Origin.ADDED)
    studio.put("portrait/mother/default", other)
    job = f"clip/{studio.shot('2A')}"
    assert studio.states()[job] == "waiting"
    assert cause(studio, job).endswith("after 2A's first frame")
    assert studio.plan().of(Action.KEEP)
    assert job in made(studio.plan(redo_stale=True))


def test_a_draft_does_not_do_for_a_final_profile() -> None:
    studio = Studio(SCRIPT)
    studio.buy_all(tier=Tier.DRAFT)
    assert set(studio.states().values()) == {"missing"}
    assert cause(studio, f"clip/{studio.shot('1A')}") == "a draft is shown"
    assert made(studio.plan()) == set(studio.graph().jobs)


def test_a_final_take_does_for_a_profile_of_drafts(studio: Studio) -> None:
    routes = {
        kind: replace(route, tier=Tier.DRAFT if route.paid else route.tier)
        for kind, route in studio.profile.routes.items()
    }
    studio.profile = replace(studio.profile, routes=routes)
    assert set(studio.states().values()) == {"made"}


def test_a_person_may_prefer_a_draft(studio: Studio) -> None:
    job = f"clip/{studio.shot('2A')}"
    final = studio.take(job)
    draft = replace(final, media="d" * 64, tier=Tier.DRAFT)
    studio.put(job, final, draft, chosen=(Cut(draft.key),))
    assert studio.states()[job] == "made"


def test_what_a_person_brought_in_is_never_stale(studio: Studio) -> None:
    job = f"clip/{studio.shot('1A')}"
    studio.put(job, replace(studio.take(job), origin=Origin.ADDED, basis=""))
    changed = studio.edited(SCRIPT.replace("dry blue", "wet blue"))
    assert changed.states()[job] == "made"


def test_a_longer_shot_is_short_of_its_take_and_says_what_can_be_done(studio: Studio) -> None:
    longer = SCRIPT.replace("medium on MOTHER, 3s", "medium on MOTHER, 7s")
    changed = studio.edited(longer)
    job = f"clip/{studio.shot('2A')}"
    assert changed.states()[job] == "short"
    assert "7.50 s are needed, the take has 5.00 s" in cause(changed, job)
    assert made(changed.plan()) == set()
    assert changed.plan(redo_stale=True).purchases[-1].redo


def test_a_shot_a_few_frames_longer_is_still_covered(studio: Studio) -> None:
    changed = studio.edited(SCRIPT.replace("medium on MOTHER, 3s", "medium on MOTHER, 3.4s"))
    assert changed.states()[f"clip/{studio.shot('2A')}"] == "made"


def test_a_trimmed_take_needs_no_handles(studio: Studio) -> None:
    job = f"clip/{studio.shot('2A')}"
    take = studio.take(job)
    studio.put(job, take, chosen=(Cut(take.key, 10, 10 + 72),))
    assert studio.states()[job] == "made"
    studio.put(job, take, chosen=(Cut(take.key, 10, 10 + 60),))
    assert studio.states()[job] == "short"


def test_the_range_of_a_take_is_all_there_is_of_it(studio: Studio) -> None:
    job = f"clip/{studio.shot('2A')}"
    studio.put(job, replace(studio.take(job), range=(0, 48)))
    assert studio.states()[job] == "short"


def test_a_lost_basis_is_said_to_be_lost(studio: Studio) -> None:
    studio.bases.clear()
    changed = studio.edited(SCRIPT.replace("dry blue", "wet blue"))
    job = f"clip/{studio.shot('1A')}"
    assert changed.states()[job] == "redo"
    assert "what it was made of is lost" in cause(changed, job)
    assert changed.states()[f"clip/{studio.shot('2A')}"] == "made"


def test_a_service_that_takes_other_references_makes_nothing_stale(studio: Studio) -> None:
    changed = studio.edited(SCRIPT, service=Pretended(takes=IMAGES))
    states = changed.states()
    assert {state for name, state in states.items() if "clip" in name} == {"made"}
    other = studio.edited(SCRIPT, profile=profile(JobKind.CLIP))
    assert set(other.states().values()) == {"made"}


def test_references_are_wanted_only_where_something_new_is_made_of_them(studio: Studio) -> None:
    entries = dict(studio.lock.entries)
    gone = [name for name in entries if name.startswith(("portrait", "plate", "frame"))]
    studio.lock = Lock({name: entry for name, entry in entries.items() if name not in gone})
    assert not made(studio.plan())
    assert {step.state for step in studio.plan().of(Action.LEAVE)} == {State.MISSING}
    job = f"clip/{studio.shot('2A')}"
    again = made(studio.plan(redo=frozenset({job})))
    assert again == {
        job,
        f"frame/{studio.shot('2A')}/first",
        "portrait/mother/default",
        "plate/hut/int-night",
    }


def test_what_the_backend_cannot_make_is_blocked_and_what_needs_it_waits() -> None:
    studio = Studio(SCRIPT, service=Pretended(refuses="portrait/mother"))
    plan = studio.plan()
    actions = {step.job.name: step.action for step in plan.steps}
    assert actions["portrait/mother/default"] is Action.BLOCKED
    assert actions[f"clip/{studio.shot('2A')}"] is Action.WAIT
    assert f"clip/{studio.shot('1A')}" in made(plan)
    assert "portrait/mother/default" not in {
        n for p in plan.purchases for n in p.batch.request.jobs
    }


def test_a_call_that_was_refused_before_is_not_made_again_unasked() -> None:
    from drama_compiler.plan.causes import Cause
    from drama_compiler.plan.paid_graph import target_of
    from drama_compiler.plan.paid_plan import Wishes, decide_paid

    studio = Studio(SCRIPT)
    known = replace(studio.known, stopped=lambda digest: Cause("it was refused"))
    target = target_of(studio.film, studio.profile, studio.backends, studio.origins)
    plan = decide_paid(studio.graph(), known, studio.backends, target, Wishes())
    assert not plan.purchases
    assert {step.action for step in plan.steps} == {Action.BLOCKED, Action.WAIT}


def test_a_take_shared_by_all_does_for_a_shot_of_its_own(studio: Studio) -> None:
    name = f"portrait/li-wei/calm~{studio.shot('1A')}"
    assert studio.states(level=0)[name] == "made"


def test_a_dropped_take_is_not_there(studio: Studio) -> None:
    job = f"clip/{studio.shot('2A')}"
    studio.put(job, replace(studio.take(job), dropped=True))
    assert studio.states()[job] == "missing"
    entry = Entry(takes=(LockTake(media="a" * 64, type="video/mp4"),))
    assert lock_name(job, "film") in studio.lock.entries and entry.take("a" * 64)


def test_a_longer_shot_that_is_split_leaves_its_old_take_in_the_lock() -> None:
    studio = Studio(SCRIPT, service=Pretended(limits=Limits(seconds_max=6, references_max=4)))
    studio.buy_all()
    changed = studio.edited(SCRIPT.replace("medium on MOTHER, 3s", "medium on MOTHER, 9s"))
    id_ = studio.shot("2A")
    assert changed.states()[f"clip/{id_}/1"] == "missing"
    assert changed.states()[f"clip/{id_}/2"] == "missing"
