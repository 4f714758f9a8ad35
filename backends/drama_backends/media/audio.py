"""Sound as blocks of samples: WAV and FLAC files go in and out, a block at a time.

A block has shape (n, channels), float32, full scale at 1.0. Nothing here holds a whole film.
"""

from __future__ import annotations

import wave
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drama_backends.media import ffmpeg
from drama_compiler.contract import MakeError

Samples = NDArray[np.float32]

RATE = 48_000
BLOCK = 48_000
_PCM = 1


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What a sound file holds; `frames` are samples of each channel."""

    rate: int
    channels: int
    frames: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.frames / self.rate


def write_wav(
    path: Path, samples: Samples | Iterable[Samples], rate: int = RATE, bits: int = 24
) -> int:
    """Write PCM of 16 or 24 bits; values outside -1..1 are clipped.

    `samples` has shape (n,) or (n, channels), or is an iterable of such blocks. Returns the
    number of samples a channel.
    """
    blocks = _blocks(samples)
    first = next(blocks, None)
    channels = 1 if first is None else first.shape[1]
    count = 0
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(bits // 8)
        file.setframerate(rate)
        for block in _chained(first, blocks):
            file.writeframesraw(_packed(block, bits))
            count += len(block)
    return count


def read_wav(path: Path, block: int = BLOCK) -> Iterator[Samples]:
    """Yield blocks of at most `block` samples, shape (n, channels), at the file's own rate.

    PCM of 8, 16, 24 or 32 bits; raises `MakeError` for any other file.
    """
    try:
        with wave.open(str(path), "rb") as file:
            channels, width = file.getnchannels(), file.getsampwidth()
            while data := file.readframes(block):
                yield _unpacked(data, width).reshape(-1, channels)
    except (wave.Error, EOFError, OSError) as error:
        raise MakeError(f"{path.name} cannot be read as WAV: {error}") from error


def wav_facts(path: Path) -> SoundFacts:
    """Rate, channels and length of a PCM WAV file; raises `MakeError` for any other."""
    try:
        with wave.open(str(path), "rb") as file:
            return SoundFacts(file.getframerate(), file.getnchannels(), file.getnframes())
    except (wave.Error, EOFError, OSError) as error:
        raise MakeError(f"{path.name} cannot be read as WAV: {error}") from error


def read_sound(path: Path, channels: int = 2, block: int = BLOCK) -> Iterator[Samples]:
    """Yield any sound file as 48 kHz blocks of `channels`; mono goes to both sides in full.

    All blocks but the last are `block` samples long.
    """
    if not path.is_file():
        raise MakeError(f"{path} is not there.")
    facts = _native(path)
    if facts is not None:
        for samples in read_wav(path, block):
            yield _spread(samples, channels)
        return
    # A mono file is mixed to two sides without the loss of 3 dB that a pan law would bring.
    mono = "pan=stereo|c0=c0|c1=c0" if channels == 2 and _is_mono(path) else "anull"
    arguments = [
        *("-threads", "1", "-i", str(path), "-map", "0:a:0", "-af", mono, "-ac", str(channels)),
        *("-ar", str(RATE), "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"),
    ]
    size = block * channels * 4
    with ffmpeg.decoding(arguments) as pipe:
        while data := pipe.read(size):
            yield np.frombuffer(data, "<f4").reshape(-1, channels).astype(np.float32)


class Recording:
    """A sound that is read anywhere, as 48 kHz stereo; outside its length it is silent.

    What is no WAV of that rate is written out as one into `folder` first.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        if not path.is_file():
            raise MakeError(f"{path} is not there.")
        facts = _native(path)
        if facts is None:
            decoded = folder / f"{path.name}.wav"
            write_wav(decoded, read_sound(path))
            path, facts = decoded, wav_facts(decoded)
        self._path = path
        self.length = facts.frames
        """Samples a side."""

    def read(self, first: int, last: int) -> Samples:
        """The samples `[first, last)`, shape (last - first, 2)."""
        samples = np.zeros((last - first, 2), np.float32)
        begin, end = max(first, 0), min(last, self.length)
        if begin >= end:
            return samples
        with wave.open(str(self._path), "rb") as file:
            file.setpos(begin)
            data = file.readframes(end - begin)
            channels, width = file.getnchannels(), file.getsampwidth()
        samples[begin - first : end - first] = _spread(
            _unpacked(data, width).reshape(-1, channels), 2
        )
        return samples


def write_flac(path: Path, blocks: Iterable[Samples], channels: int = 2) -> int:
    """Write 48 kHz FLAC of 24 bits, exact; returns the number of samples a channel."""
    arguments = [
        *("-f", "s32le", "-ar", str(RATE), "-ac", str(channels), "-i", "pipe:0"),
        *("-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24"),
        *("-compression_level", "5", "-threads", "1", "-f", "flac", str(path)),
    ]
    count = 0
    try:
        with ffmpeg.encoding(arguments) as pipe:
            for block in blocks:
                pipe.write((_quantised(block, 24) << 8).astype("<i4").tobytes())
                count += len(block)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return count


def samples_at(frame: int, rate: Fraction) -> int:
    """The sample at which a frame of the picture begins, to the nearest."""
    return round(Fraction(frame * RATE) / rate)


def _blocks(samples: Samples | Iterable[Samples]) -> Iterator[Samples]:
    parts: Iterable[Samples] = [samples] if isinstance(samples, np.ndarray) else samples
    for part in parts:
        block = np.asarray(part, np.float32)
        yield block[:, np.newaxis] if block.ndim == 1 else block


def _chained(first: Samples | None, rest: Iterator[Samples]) -> Iterator[Samples]:
    if first is not None:
        yield first
    yield from rest


def _quantised(block: Samples, bits: int) -> NDArray[np.int32]:
    # A power of two: the product is exact, and has room for no more than 24 bits.
    full = np.float32(1 << (bits - 1))
    return np.asarray(np.clip(np.rint(block * full), -full, full - 1), np.int32)


def _packed(block: Samples, bits: int) -> bytes:
    if bits not in (16, 24):
        raise MakeError(f"WAV is written with 16 or 24 bits, not {bits}.")
    if not block.any():
        return bytes(block.size * bits // 8)
    octets = _quantised(block, bits).astype("<i4").reshape(-1, 1).view(np.uint8)
    packed = np.empty((len(octets), bits // 8), np.uint8)
    # Column by column: three times as fast as all at once.
    for column in range(bits // 8):
        packed[:, column] = octets[:, column]
    return packed.tobytes()


def _unpacked(data: bytes, width: int) -> Samples:
    if width == 1:
        return (np.frombuffer(data, np.uint8).astype(np.float32) - 128) / np.float32(128)
    # Four bytes from the one before each sample on: what does not belong to it is shifted out.
    ahead = bytes(4 - width) + data
    spread = np.ndarray((len(data) // width,), "<i4", ahead, strides=(width,))
    shift = 8 * (4 - width)
    return (spread >> shift).astype(np.float32) / np.float32(2 ** (31 - shift))


def _native(path: Path) -> SoundFacts | None:
    """Facts of a WAV that needs no conversion of rate, else None: it then goes by ffmpeg."""
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        return None
    try:
        facts = wav_facts(path)
    except MakeError:
        return None
    return facts if facts.rate == RATE and facts.channels in (1, 2) else None


def _is_mono(path: Path) -> bool:
    arguments = [
        *("-i", str(path), "-map", "0:a:0", "-c", "copy", "-frames:a", "1"),
        *("-f", "framecrc", "pipe:1"),
    ]
    return "#channel_layout_name 0: mono" in ffmpeg.run(arguments)


def _spread(samples: Samples, channels: int) -> Samples:
    have = samples.shape[1]
    if have == channels:
        return samples
    if have == 1:
        return np.repeat(samples, channels, axis=1)
    return np.asarray(samples.mean(axis=1, keepdims=True), np.float32)
