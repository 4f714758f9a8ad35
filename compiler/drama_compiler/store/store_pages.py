"""The manual pages of what can be wrong with a project's store, and where it is shared."""

from __future__ import annotations

from drama_dsl.diagnostic import Page

PAGES = {
    "media-damaged": Page(
        what="A file in the store holds other bytes than its name promises.",
        why="A disk lost them, or somebody wrote into it. It is set aside, and nothing is lost "
        "that was whole: what is free is made again, what was paid for can be pulled.",
        example="(a take, edited where it lies in `.drama/media`)",
        instead="drama store pull",
    ),
    "history-unreadable": Page(
        what="Git keeps this project, and does not tell all that its lock ever named.",
        why="A take that an older commit refers to must not go; nothing is freed unless all is "
        "known.",
        example="drama store gc",
        instead="git fsck",
    ),
    "bad-store": Page(
        what="`[store]` in `drama.toml` is not as it can be read.",
        why="A misspelt key would share nothing, silently.",
        example='[store]\nremotes = "s3://films/one"',
        instead='[store]\nremote = "s3://films/one"',
    ),
    "no-remote": Page(
        what="Nobody said where the store is shared.",
        why="There is no place that everybody has.",
        example="drama store push",
        instead="drama store push s3://films/one",
    ),
    "bad-remote": Page(
        what="The address is none that a store can be shared at.",
        why="It is a folder, or begins with s3://, gs://, az:// or https://. Keys are never part "
        "of it: an address is kept in git.",
        example="drama store push ftp://films/one",
        instead="drama store push s3://films/one",
    ),
    "remote-parts-missing": Page(
        what="The package that talks to buckets is not installed.",
        why="Most projects need none, so that it is an extra.",
        example="pip install drama-lang",
        instead="pip install 'drama-lang[remote]'",
    ),
    "remote-read-only": Page(
        what="The store is shared for reading only.",
        why="`read-only` in `[store]` says so, or it is an address of the web.",
        example="drama store push https://films.example/one",
        instead="drama store pull https://films.example/one",
    ),
    "remote-failed": Page(
        what="The bucket or folder does not answer, or refuses.",
        why="Most often the network, a key that is not in the environment, or a misspelt bucket. "
        "What was moved stays moved; the rest goes on from there.",
        example="drama store pull s3://flims/one",
        instead="drama store pull s3://films/one",
    ),
    "remote-differs": Page(
        what="What the bucket gives is not what the lock names.",
        why="Every file is verified by its digest, which git keeps: a bucket need not be trusted. "
        "Other bytes are thrown away.",
        example="(a file in the bucket was written over)",
        instead="drama store push, by somebody whose store is whole",
    ),
    "store-not-written": Page(
        what="The store cannot be read or written.",
        why="A full disk, permissions, or another drive that is gone. What is there stays.",
        example="drama store pull",
        instead="make room, and do it again: it goes on from there",
    ),
}
