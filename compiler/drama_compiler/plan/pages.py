"""The manual pages of what can be wrong with profiles, budgets and plans of paid work."""

from __future__ import annotations

from drama_dsl.diagnostic import Page

PAGES = {
    "unknown-profile": Page(
        what="A profile was asked for that `drama.toml` does not have.",
        why="`preview` is always there; every other one is a table `[profile.NAME]`.",
        example="drama plan --profile fianl",
        instead="drama plan --profile final",
    ),
    "bad-profile": Page(
        what="A profile says something that is no part of a profile.",
        why="A misspelt key would leave its jobs with the animatic, silently.",
        example='[profile.final]\nclips = "kling/v3"',
        instead='[profile.final]\nclip = "kling/v3"',
    ),
    "unknown-backend": Page(
        what="A profile, or a shot's `via:`, names a backend that is not installed.",
        why="Backends are plug-ins; what stands before the slash is the name of one.",
        example='clip = "klign/v3"',
        instead='clip = "kling/v3"',
    ),
    "unknown-model": Page(
        what="A backend has no model of the name that stands behind the slash.",
        why="Without a slash its usual model is taken.",
        example='clip = "kling/v33"',
        instead='clip = "kling/v3"',
    ),
    "unable-backend": Page(
        what="A backend, or its model, does not make what it is asked to make.",
        why="A model of stills makes no clips, and most services make no score.",
        example='[profile.final]\nmusic = "bfl/flux-2-pro"',
        instead='[profile.final]\nmusic = "animatic"',
    ),
    "retired-model": Page(
        what="The service does not offer this model any more.",
        why="Models come and go by the month; what was made with it stays in the film.",
        example='clip = "runway/gen3"',
        instead="the model that the message names",
    ),
    "bad-budget": Page(
        what="A budget has a part that is neither money nor an amount.",
        why="A cap that is not understood would cap nothing, silently.",
        example="Budget: forty dollars",
        instead="Budget: $40, 300 s clips, 60 stills",
    ),
    "over-budget": Page(
        what="What is to be bought can take more than a cap allows.",
        why="The upper end of every price is reserved before the first call, or none is made.",
        example="[budget]\nusd = 4",
        instead="[budget]\nusd = 40",
    ),
    "unpriced": Page(
        what="A model is to be used of which no price is known.",
        why="A cap in money cannot hold for it.",
        example="drama build --profile final",
        instead="drama build --profile final --allow-unpriced",
    ),
    "plan-moved": Page(
        what="A saved plan is not that of the film as it is now.",
        why="What was looked at and agreed to is what is bought, or nothing is.",
        example="drama build --plan monday.json",
        instead="drama plan --out tuesday.json",
    ),
    "bad-plan-file": Page(
        what="The file is no plan, or one of another release of drama.",
        why="A plan is JSON as `drama plan --out` writes it.",
        example="drama build --plan film.drama",
        instead="drama build --plan plan.json",
    ),
    "reference-left-out": Page(
        what="A shot shows more than its model takes images of reference for.",
        why="What matters most keeps its image: whom the shot is on, who speaks, the place.",
        example="shot: wide on NORA & SAM & IVY & EDGAR",
        instead="shot: two NORA & SAM",
    ),
    "told-in-words": Page(
        what="A backend has no way to be given something that the script fixes, but words.",
        why="Words are followed as a model pleases: a face, or a last frame, comes out otherwise.",
        example="drama check --for a backend that takes no images",
        instead="a backend that takes them, by the script's `via:` or in the profile",
    ),
    "no-such-reference": Page(
        what="An image that `refs:` declares is not there, or is none.",
        why="A declared image is the reference itself: no other is bought in its place, and what "
        "would be made of it waits. The animatic does without.",
        example="character: KAI\n  refs: kia.png",
        instead="character: KAI\n  refs: kai.png",
    ),
    "one-reference": Page(
        what="More than one image is declared of a thing, and services are given the first.",
        why="What a model makes of two images of one face is a third face.",
        example="refs: kai-front.png, kai-side.png",
        instead="refs: kai-sheet.png",
    ),
    "lips-not-moved": Page(
        what="Lips are to be moved, and in this shot they are not.",
        why="A service moves one mouth to one voice; where it cannot know whose, or the voice is "
        "only a stand-in, money would be spent in vain.",
        example="shot: two NORA & SAM, both of whom speak",
        instead="shot: close on NORA, then shot: close on SAM",
    ),
    "made-in-pieces": Page(
        what="A shot is longer than a backend's longest clip.",
        why="It is made in pieces, each going on from the one before: the joints can be seen.",
        example="shot: wide, 40s",
        instead="two shots, or a backend whose clips are as long",
    ),
}
