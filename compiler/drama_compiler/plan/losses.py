"""A paid plan comes in; what of it services cannot be told comes out: in a line, or in full at the
places in the script.
"""

from __future__ import annotations

from dataclasses import replace

from drama_compiler.plan.paid_plan import PaidPlan, PaidStep
from drama_compiler.plan.story import Story
from drama_dsl.diagnostic import Diagnostic

PLACES_TOLD_MAX = 6
"""How many jobs are named of those that one loss concerns."""


def losses(plan: PaidPlan) -> str:
    """One line on what is lost on the way to services; empty where nothing is."""
    count = len(plan.lossy)
    if not count:
        return ""
    jobs = "1 job asks" if count == 1 else f"{count} jobs ask"
    return f"{jobs} for something that the service cannot be told: drama plan --lost says what"


def told_losses(plan: PaidPlan, story: Story) -> tuple[Diagnostic, ...]:
    """Every loss once, at the first place that it concerns, with the others in a note."""
    concerned: dict[str, list[PaidStep]] = {}
    found: dict[str, Diagnostic] = {}
    for step in plan.lossy:
        for each in step.lost:
            found.setdefault(each.message, each)
            concerned.setdefault(each.message, []).append(step)
    told = []
    for message, each in found.items():
        more = [story.called(step.job) for step in concerned[message]][1:]
        if more:
            left = len(more) - PLACES_TOLD_MAX
            names = ", ".join(more[:PLACES_TOLD_MAX]) + (f" and {left} more" if left > 0 else "")
            each = replace(each, notes=(*each.notes, f"so it is with {names}"))
        told.append(each)
    return tuple(told)
