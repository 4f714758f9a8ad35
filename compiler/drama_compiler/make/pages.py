"""The manual pages of what can come of buying from services."""

from __future__ import annotations

from collections.abc import Mapping

from drama_dsl.diagnostic import Page

PAGES: Mapping[str, Page] = {
    "service-refused": Page(
        what="A service refuses a job, or failed at it and keeps the money.",
        why="Asked unchanged, it would refuse again, or be paid again: neither is done unasked.",
        example="(a moderated prompt)",
        instead="change the words that it is about, or ask once more with `drama redo`",
    ),
    "service-failed": Page(
        what="A service did not make a job, and took nothing for it.",
        why="Its account, its key, its load or a fault of its own: the next build asks again.",
        example="(an empty account)",
        instead="mend the cause that the message names, and build again",
    ),
    "still-under-way": Page(
        what="A job was asked for and has not come back.",
        why="The journal knows it: a later build fetches it, and pays nothing for that.",
        example="(Ctrl-C while clips are made)",
        instead="drama build",
    ),
    "voice-gone": Page(
        what="A voice that a service made for a character is not kept there any more.",
        why="It was deleted, or is another account's. Another voice would be another person: none "
        "is made unasked, and the lines that are spoken stay as they are.",
        example="(a voice that was deleted on the service's own page)",
        instead="drama redo identity/sam, or `voice: elevenlabs:ID` of a voice that is there",
    ),
    "payment-unknown": Page(
        what="A paid call got no answer, and the service has no way to ask after it.",
        why="Asked again it could be paid twice: a person has to say. Its price counts as spent.",
        example="(a connection that broke in the middle of a call)",
        instead="drama build --forget-unknown",
    ),
}
