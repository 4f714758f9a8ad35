"""The manual pages of what can be wrong with `drama.lock`."""

from __future__ import annotations

from drama_dsl.diagnostic import Page

PAGES = {
    "lock-newer": Page(
        what="`drama.lock` was written by a newer release of drama.",
        why="To read half of it and write it again would lose what the newer release put there.",
        example="drama.lock 2",
        instead="pip install --upgrade drama-lang",
    ),
    "no-lock": Page(
        what="The file called `drama.lock` is something else.",
        why="It is not written over, for it may be of use to somebody.",
        example="(a picture, renamed to drama.lock)",
        instead="git checkout -- drama.lock",
    ),
    "lock-markers": Page(
        what="Git left conflict markers in `drama.lock`.",
        why="Both sides were read, and all takes of both are there. Nothing has to be decided.",
        example="<<<<<<< HEAD",
        instead="drama lock --heal",
    ),
    "lock-unreadable": Page(
        what="A line of `drama.lock` is no entry, or a name has nothing beneath it.",
        why="It may stand for a take that was paid for; it is kept as it is, wherever it stands.",
        example='[clip film/k7f2q]\n{"takes":[{"media":',
        instead="take the line from an earlier commit, or delete it",
    ),
    "lock-truncated": Page(
        what="`drama.lock` ends before its last line, `end of drama.lock`.",
        why="A full disk or a broken copy cut it off; entries after that place are missing.",
        example="(a lock without its last line)",
        instead="git checkout -- drama.lock, or drama lock --heal if nothing is missing",
    ),
    "lock-disputed": Page(
        what="Two branches that were merged had chosen different takes for one job.",
        why="Both takes are kept. One is in the film, always the same one, until somebody decides.",
        example="one branch picked take 1 of a shot, the other take 2",
        instead="drama take pick",
    ),
    "lock-choice-absent": Page(
        what="A take was chosen that is not among the takes of its job.",
        why="Its line was lost or changed by hand; another take is shown in its place.",
        example='{"chosen":[{"take":"3f9ac04b"}]}',
        instead="drama take pick",
    ),
    "lock-choice-dropped": Page(
        what="A take is chosen for the film that was dropped.",
        why="One branch picked it, the other dropped it. A choice weighs more: it is shown.",
        example="one branch picked take 2, the other dropped it",
        instead="drama take pick",
    ),
    "lock-media-absent": Page(
        what="Media that the lock names is not in this project's store.",
        why="A fresh checkout has the lock and not the media. Stand-ins are shown in their place.",
        example="git clone … && drama build film.drama",
        instead="drama store pull",
    ),
    "lock-not-written": Page(
        what="`drama.lock` could not be written.",
        why="It is as it was before. What was paid for is in the journal and written next time.",
        example="(a full disk, or a lock that may only be read)",
        instead="make room, or allow writing, and run the command again",
    ),
}
