"""A paid plan, what was spent, and the caps come in; why it may not be carried out comes out.

All or nothing, before the first call: the upper end of every price is reserved over all stages.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

from drama_compiler.plan.paid_plan import PaidPlan
from drama_compiler.store.budget import Amount, Caps, amount_of, passed_cap
from drama_dsl.diagnostic import Diagnostic, Help, error

_UNITS = {
    "usd": (1_000_000, "${:,.2f}"),
    "clip_seconds": (1000, "{:g} s of clips"),
    "stills": (1, "{:g} stills"),
    "characters": (1, "{:g} spoken characters"),
    "sound_seconds": (1000, "{:g} s of sound"),
}
"""Of each cap: how many of what is counted make one of its units, and how it is said."""


def reserve(plan: PaidPlan) -> Amount:
    """The most that a plan can take, call by call as it is reserved."""
    amount = Amount()
    for purchase in plan.purchases:
        for _ in range(purchase.takes):
            amount += amount_of(purchase.batch.cost)
    return amount


def admit(
    plan: PaidPlan, spent: Amount, caps: Caps, *, allow_unpriced: bool = False
) -> tuple[Diagnostic, ...]:
    """Why nothing of a plan may be bought; nothing where all of it may.

    `spent` is all that was paid in the project, with what is reserved for calls under way.
    """
    found = []
    needed = reserve(plan)
    cap = passed_cap(spent + needed, caps)
    if cap and plan.purchases:
        line = next(each for each in headroom(spent, needed, caps) if each.cap == cap)
        message = (
            f"the plan can take {line.planned}, and of the cap of {line.most} "
            f"{line.spent} is spent already"
            if line.is_used
            else f"the plan can take {line.planned}, and the cap is {line.most}"
        )
        helps = (Help(f"raise `{cap}` in `[budget]`, or ask for less: fewer shots, fewer takes"),)
        notes = ("nothing is bought: the whole plan fits, or none of it is begun",)
        found.append(error("over-budget", message, None, notes=notes, helps=helps))
    unpriced = {
        f"{each.batch.jobs[0].backend}/{each.batch.jobs[0].model}".rstrip("/")
        for each in plan.purchases
        if not each.batch.cost.priced
    }
    if unpriced and not allow_unpriced:
        names = ", ".join(f"`{name}`" for name in sorted(unpriced))
        message = f"nobody knows what {names} takes for a call"
        helps = (Help("say --allow-unpriced if you know it, and want it"),)
        found.append(error("unpriced", message, None, helps=helps))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Headroom:
    """One cap, in words: what it allows, what is spent, what a plan can take, what then is left."""

    cap: str
    most: str
    spent: str
    planned: str
    left: str
    is_used: bool


def headroom(spent: Amount, needed: Amount, caps: Caps) -> tuple[Headroom, ...]:
    """Every cap that is set, with how much room is under it."""
    lines = []
    for cap, paid, planned in zip(fields(caps), astuple(spent), astuple(needed), strict=True):
        most = getattr(caps, cap.name)
        if most is None:
            continue
        unit, words = _UNITS[cap.name]
        left = max(0.0, most - (paid + planned) / unit)
        lines.append(
            Headroom(
                cap=cap.name,
                most=words.format(most),
                spent=words.format(paid / unit),
                planned=words.format(planned / unit),
                left=words.format(left),
                is_used=paid > 0,
            )
        )
    return tuple(lines)
