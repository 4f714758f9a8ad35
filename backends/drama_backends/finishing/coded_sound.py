"""Pieces of the film's finished sound come in; the packets of its AAC come out, and one file of
them as they lie in the film.

A packet holds 1024 samples and what blends into its neighbours. A piece is coded with some of
what comes before and after it, and gives away only packets of its own: joined, they are heard as
if all had been coded in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from drama_backends.finishing.pieces import Piece
from drama_backends.media import ffmpeg
from drama_backends.media.audio import RATE, Samples

BITS_PER_SECOND = 192_000
PACKET = 1024
"""Samples that a packet carries; the first one carries those before the film (its "priming")."""

BEFORE, AFTER = 12 * PACKET, 4 * PACKET
"""So many samples around a piece are needed to code it: some packets from which the coder finds
its way, and one that it looks ahead. A whole number of milliseconds before."""

_LEAST_BEFORE = 8


def phase(piece: Piece) -> int:
    """Where a piece begins within a packet: on that depends how it is coded."""
    return piece.start % PACKET


def packets(samples: Samples, piece: Piece, total: int) -> bytes:
    """The AAC packets of a piece, each with an ADTS header (ISO 14496-3, 1.A.3.2).

    `samples` are `[piece.start - BEFORE, piece.end + AFTER)` of a film of `total` samples.
    """
    first, last = _packet_at(piece.start), _packet_at(piece.end)
    begin = max(0, first - 1 - _LEAST_BEFORE)
    offset = piece.start - BEFORE
    heard = samples[begin * PACKET - offset : min(total, piece.end + AFTER) - offset]
    coded = list(_split(_coded(heard)))
    return b"".join(coded[first - begin : last - begin])


def join(pieces: Iterable[bytes], total: int, path: Path) -> None:
    """Write an MP4 with nothing but a sound of `total` samples; raises `MakeError`."""
    whole, rest = divmod(total - 1, PACKET)
    # The priming comes before the film: players leave it out. The last packet is not heard out.
    last = f"if(eq(N\\,{whole + 1})\\,{rest + 1}/SR/TB\\,DURATION)"
    times = f"setts=ts=TS-{PACKET}/SR/TB:duration={last}"
    stream = path.with_suffix(".aac")
    with stream.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    try:
        ffmpeg.run(
            [
                *("-f", "aac", "-i", str(stream), "-c", "copy", "-map_metadata", "-1"),
                *("-bsf:a", times, "-movie_timescale", str(RATE), str(path)),
            ]
        )
    finally:
        stream.unlink(missing_ok=True)


def _packet_at(sample: int) -> int:
    """The first packet of which nothing is heard before a sample; the film's first has the priming.

    Packet n carries the samples `[1024 (n - 1), 1024 n)`.
    """
    return 0 if sample == 0 else -(-sample // PACKET) + 1


def _coded(samples: Samples) -> bytes:
    arguments = [
        *("-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", "pipe:0", "-c:a", "aac"),
        # The slow coder takes 2.5 times as long, for noise that is 1 dB less.
        *("-b:a", str(BITS_PER_SECOND), "-aac_coder", "fast", "-threads", "1"),
        *("-f", "adts", "pipe:1"),
    ]
    return ffmpeg.filtered(arguments, np.ascontiguousarray(samples, "<f4").tobytes())


def _split(stream: bytes) -> Iterator[bytes]:
    at = 0
    while at + 7 <= len(stream):
        size = (stream[at + 3] & 3) << 11 | stream[at + 4] << 3 | stream[at + 5] >> 5
        yield stream[at : at + size]
        at += max(7, size)
