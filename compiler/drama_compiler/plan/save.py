"""A paid plan comes in; it goes out as JSON data, and comes back to be held against the world.

A saved plan is carried out only while everything that it rests on is as it was: what is to be
made, of what, by whom, and for how much.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from drama_compiler.contract.backend import Request
from drama_compiler.graph.keys import basis, canonical, digest
from drama_compiler.graph.limits import Cost
from drama_compiler.plan.causes import Cause
from drama_compiler.plan.paid_plan import PaidPlan, PaidStep, Purchase
from drama_compiler.plan.story import Story
from drama_dsl.diagnostic import Diagnostic, Help, error

PLAN_VERSION = 1

WORLD = {
    "script": "the script",
    "takes": "the takes in the lock",
    "profile": "the profile, or what its models can do",
    "prices": "the prices",
}
"""What a plan rests on, as it is told."""


def plan_data(plan: PaidPlan, profile: str, level: int, story: Story) -> dict[str, Any]:
    """A plan as JSON data, with digests of what it rests on."""
    return {
        "version": PLAN_VERSION,
        "profile": profile,
        "level": level,
        "rests_on": rests_on(plan, profile, level),
        "steps": [_step_data(step, story) for step in plan.steps],
        "calls": [_call_data(each) for each in plan.purchases],
        "total": {"calls": plan.calls, **_cost_data(plan.total)},
        "prices_as_of": list(plan.as_of),
    }


def rests_on(plan: PaidPlan, profile: str, level: int) -> dict[str, str]:
    """A digest of each part of the world that a plan rests on, by the keys of `WORLD`."""
    parts: dict[str, Any] = {
        "script": [[step.job.name, basis(step.job, {})] for step in plan.steps],
        "takes": [[s.job.name, s.condition.content, str(s.state)] for s in plan.steps],
        "profile": [
            profile,
            level,
            [[list(each.batch.request.jobs), each.takes, each.redo] for each in plan.purchases],
            [_request_data(each.batch.request) for each in plan.purchases],
        ],
        "prices": [_cost_data(each.batch.cost) for each in plan.purchases],
    }
    return {name: digest(canonical(value)) for name, value in parts.items()}


def payload(plan: PaidPlan) -> list[dict[str, Any]]:
    """The exact requests of a plan as JSON data; media stand in them by the names of their jobs."""
    return [{**_request_data(each.batch.request), "takes": each.takes} for each in plan.purchases]


def read_plan(text: str, name: str) -> tuple[dict[str, Any] | None, tuple[Diagnostic, ...]]:
    """A saved plan's data; None, and why, where the text is none."""
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    if not isinstance(data, dict) or not isinstance(data.get("rests_on"), dict):
        message = f"`{name}` is no saved plan"
        helps = (Help(f"make one with `drama plan --out {name}`"),)
        return None, (error("bad-plan-file", message, None, helps=helps),)
    if data.get("version") != PLAN_VERSION:
        message = f"`{name}` was saved by another release of drama"
        return None, (error("bad-plan-file", message, None, helps=(Help("plan anew"),)),)
    return data, ()


def moved(saved: Mapping[str, Any], plan: PaidPlan, level: int) -> tuple[Diagnostic, ...]:
    """Why a saved plan is not that of the world as it is now; nothing where it is.

    `plan` is the plan now, made by the saved one's profile and level.
    """
    now = rests_on(plan, str(saved.get("profile")), level)
    changed = [words for key, words in WORLD.items() if saved["rests_on"].get(key) != now[key]]
    if not changed:
        return ()
    message = f"the saved plan is out of date: {' and '.join(changed)} changed since"
    helps = (Help("look at `drama plan` again, and save it anew"),)
    return (error("plan-moved", message, None, helps=helps),)


def _step_data(step: PaidStep, story: Story) -> dict[str, Any]:
    return {
        "job": step.job.name,
        "called": story.called(step.job),
        "kind": str(step.job.kind),
        "state": str(step.state),
        "action": str(step.action),
        **cause_data(step.why, story),
        "backend": step.job.backend,
        "model": step.job.model,
        "takes": step.job.takes or 1,
        **_cost_data(step.cost),
        "lost": [
            {"what": each.message, "at": story.place(each.primary.span if each.primary else None)}
            for each in step.lost
        ],
    }


def cause_data(cause: Cause | None, story: Story) -> dict[str, str]:
    """A cause as JSON data: its words, and its place as `file:line`."""
    return {"why": cause.words if cause else "", "at": story.place(cause.span if cause else None)}


def _call_data(purchase: Purchase) -> dict[str, Any]:
    request = purchase.batch.request
    return {
        "jobs": list(request.jobs),
        "backend": request.backend,
        "takes": purchase.takes,
        "again": purchase.redo,
        **_cost_data(purchase.batch.cost),
    }


def _request_data(request: Request) -> dict[str, Any]:
    return {
        "backend": request.backend,
        "version": request.version,
        "jobs": list(request.jobs),
        "inputs": list(request.inputs),
        "body": request.body,
    }


def _cost_data(cost: Cost) -> dict[str, Any]:
    return {
        "usd_min": round(cost.usd_min, 6),
        "usd_max": round(cost.usd_max, 6),
        "priced": cost.priced,
        "clip_seconds": round(cost.clip_seconds, 3),
        "stills": cost.stills,
        "characters": cost.characters,
        "sound_seconds": round(cost.sound_seconds, 3),
    }
