"""Scenes whose shots name other shots come in; they come out with ids in those places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drama_compiler.film.drafts import Reference, SceneDraft, ShotDraft
from drama_compiler.film.film import Scene
from drama_compiler.film.name_drafts import Ids
from drama_dsl.diagnostic import Diagnostic, Edit, Fix, Help, Label, error, hint
from drama_dsl.source import Span
from drama_dsl.suggest import suggest
from drama_grammar import fold


def resolve_references(
    scenes: Sequence[Scene], drafts: Sequence[SceneDraft], ids: Ids
) -> tuple[list[Scene], list[Diagnostic]]:
    """Put ids where shots are named by pin, number or id; what is unknown is left out."""
    shots = [shot for draft in drafts for shot in draft.shots]
    if not any(shot.reuse or shot.match for shot in shots):
        return list(scenes), []
    built = [shot for scene in scenes for shot in scene.shots]
    known = {fold(shot.number): shot.id for shot in built}
    known |= {fold(shot.id): shot.id for shot in built}
    by_id = {shot.id: draft for shot, draft in zip(built, shots, strict=True)}
    found: list[Diagnostic] = []
    updates: dict[str, dict[str, str]] = {}
    for shot, draft in zip(built, shots, strict=True):
        for key, reference in (("reuse", draft.reuse), ("match", draft.match)):
            if reference is None:
                continue
            target = known.get(fold(reference.shot.strip("#＃ ")))
            if target is None or target == shot.id:
                found.append(_unknown(key, reference, [each.number for each in built]))
                continue
            updates.setdefault(shot.id, {})[key] = target
            found += _unpinned(key, reference, by_id[target])
    found += _circles(updates, by_id)
    return [_updated(scene, updates) for scene in scenes], found


def _updated(scene: Scene, updates: Mapping[str, Mapping[str, str]]) -> Scene:
    if not any(shot.id in updates for shot in scene.shots):
        return scene
    shots = tuple(
        shot.model_copy(update=dict(updates[shot.id])) if shot.id in updates else shot
        for shot in scene.shots
    )
    return scene.model_copy(update={"shots": shots})


def _circles(
    updates: dict[str, dict[str, str]], drafts: Mapping[str, ShotDraft]
) -> list[Diagnostic]:
    """Shots that reuse each other in a circle: the link that closes it is cut."""
    found: list[Diagnostic] = []
    for start in list(updates):
        seen = {start}
        at = updates[start].get("reuse")
        while at is not None and at not in seen:
            seen.add(at)
            at = updates.get(at, {}).get("reuse")
        if at != start:
            continue
        target = updates[start].pop("reuse")
        reference = drafts[start].reuse
        span = reference.span if reference else drafts[start].span
        found.append(
            error(
                "reuse-in-a-circle",
                "these shots reuse each other, and none has a picture",
                span,
                "comes back to this shot",
                secondary=(Label(drafts[target].span, "which leads back here"),),
                helps=(Help("let one of them be a shot of its own"),),
            )
        )
    return found


def _unknown(key: str, reference: Reference, numbers: Sequence[str]) -> Diagnostic:
    nearest = suggest(reference.shot, numbers)
    span: Span = reference.span
    helps = [Help("pin the shot that you mean with `#12A#`, and name the pin")]
    if nearest and nearest != reference.shot:
        place = Span(span.file, span.end - len(reference.shot), span.end)
        helps = [Help(f"did you mean `{nearest}`?", Fix((Edit(place, nearest),)))]
    return error(
        f"{key}-of-unknown-shot",
        f"there is no other shot `{reference.shot}` to {key}",
        span,
        "no such shot",
        helps=tuple(helps),
    )


def _unpinned(key: str, reference: Reference, target: ShotDraft) -> list[Diagnostic]:
    """A shot named by its number, which may shift: offer to pin it."""
    if target.pin:
        return []
    helps: tuple[Help, ...] = (Help("write the shot that you mean as a `shot:` with a pin"),)
    if target.unpinned is not None:
        edit = Edit(target.unpinned, f", #{reference.shot}#")
        helps = (Help(f"pin it with `#{reference.shot}#`", Fix((edit,), safe=True)),)
    return [
        hint(
            "unpinned-shot",
            f"shot `{reference.shot}` is named by a number that may shift",
            reference.span,
            f"to {key} it, pin it",
            secondary=(Label(target.span, "this shot"),),
            helps=helps,
        )
    ]
