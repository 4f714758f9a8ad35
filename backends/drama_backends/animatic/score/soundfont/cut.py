"""A SoundFont in, a smaller SoundFont out: only the presets, keys and samples that are in use.

Run as `python -m drama_backends.animatic.score.soundfont.cut WHOLE.sf2 CUT.sf2`. What is kept
stands in `presets.toml` beside this file. Layout of the file: SoundFont Technical Specification
2.04, E-mu 2006.
"""

from __future__ import annotations

import itertools
import struct
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PAN, INSTRUMENT, KEY_RANGE, VELOCITY_RANGE, SAMPLE, ROOT_KEY = 17, 41, 43, 44, 53, 58
SILENCE_SAMPLES = 46
"""Zeros that must follow each sample (specification, 6.1)."""

Generators = list[tuple[int, int]]


@dataclass(slots=True)
class Zone:
    """Generators as (operator, raw 16 bits) in file order, and modulators as raw records."""

    generators: Generators
    modulators: list[bytes]

    def value(self, operator: int) -> int | None:
        """The raw amount of a generator, or None."""
        return next((amount for code, amount in self.generators if code == operator), None)

    def keys(self) -> range:
        """The keys it sounds for."""
        amount = self.value(KEY_RANGE)
        return range(128) if amount is None else range(amount & 255, (amount >> 8) + 1)


@dataclass(slots=True)
class Preset:
    """A preset: its address and the zones that name instruments."""

    name: bytes
    program: int
    bank: int
    zones: list[Zone]


@dataclass(slots=True)
class Instrument:
    """An instrument and its zones; the first may be global (names no sample)."""

    name: bytes
    zones: list[Zone]


@dataclass(slots=True)
class Sample:
    """A sample: `data` is 16-bit mono, loop points count from its first value."""

    name: bytes
    data: NDArray[np.int16]
    loop_start: int
    loop_end: int
    rate: int
    pitch: int
    correction: int
    link: int
    kind: int


@dataclass(slots=True)
class Font:
    """A whole SoundFont in memory; `info` holds the chunks of its INFO list as they are."""

    info: list[tuple[bytes, bytes]]
    presets: list[Preset]
    instruments: list[Instrument]
    samples: list[Sample]


@dataclass(slots=True)
class Keep:
    """One preset to keep: where it is, which keys, whether both channels of stereo samples."""

    bank: int
    program: int
    keys: frozenset[int] = field(default_factory=lambda: frozenset(range(128)))
    stereo: bool = False


def main(arguments: list[str]) -> int:
    """Cut the font named first into the file named second; prints the size in bytes."""
    if len(arguments) != 2:
        print("usage: cut WHOLE.sf2 CUT.sf2")
        return 2
    table = tomllib.loads(Path(__file__).with_name("presets.toml").read_text("utf-8"))
    whole = without_samples(read(Path(arguments[0]).read_bytes()), table["dropped_samples"])
    font = cut(whole, [keep(row) for row in table["preset"]])
    content = write(font)
    Path(arguments[1]).write_bytes(content)
    print(f"{len(font.presets)} presets, {len(font.samples)} samples, {len(content)} bytes")
    return 0


def keep(row: dict[str, object]) -> Keep:
    """One row of `presets.toml`: `keys` holds pairs (lowest, highest), both included."""
    spans = row.get("keys", [[0, 127]])
    assert isinstance(spans, list)
    keys = frozenset(key for low, high in spans for key in range(low, high + 1))
    return Keep(int(str(row["bank"])), int(str(row["program"])), keys, bool(row.get("stereo")))


def without_samples(font: Font, names: Iterable[str]) -> Font:
    """The font with nobody using the samples of these names: their keys go to a neighbour's."""
    wanted = {name.encode("ascii") for name in names}
    dropped = {
        index
        for index, sample in enumerate(font.samples)
        if sample.name.split(b"\0")[0].strip() in wanted
    }
    instruments = [
        Instrument(each.name, [stand_in(font, zone, each.zones, dropped) for zone in each.zones])
        for each in font.instruments
    ]
    return replace(font, instruments=instruments)


def stand_in(font: Font, zone: Zone, others: list[Zone], dropped: set[int]) -> Zone:
    """The zone, or in its place the nearest in pitch of the same loudness, over the same keys."""
    if zone.value(SAMPLE) not in dropped:
        return zone
    donors = [
        each
        for each in others
        if each.value(SAMPLE) not in (None, *dropped)
        and each.value(VELOCITY_RANGE) == zone.value(VELOCITY_RANGE)
    ]
    donor = min(donors, key=lambda each: abs(root(font, each) - root(font, zone)))
    placed = {KEY_RANGE: zone.value(KEY_RANGE), PAN: zone.value(PAN)}
    return Zone(
        [(code, placed.get(code) or amount) for code, amount in donor.generators], donor.modulators
    )


def root(font: Font, zone: Zone) -> int:
    """The key at which the zone's sample sounds as recorded."""
    override, index = zone.value(ROOT_KEY), zone.value(SAMPLE)
    assert index is not None
    return font.samples[index].pitch if override is None else override


def cut(font: Font, keeps: list[Keep]) -> Font:
    """The same font with only `keeps`; addresses and names stay, tables are renumbered."""
    presets: list[Preset] = []
    instruments: list[Instrument] = []
    samples: dict[int, int] = {}
    for wish in keeps:
        preset = next(p for p in font.presets if (p.bank, p.program) == (wish.bank, wish.program))
        zones: list[Zone] = []
        for zone in preset.zones:
            index = zone.value(INSTRUMENT)
            if index is None:
                zones.append(zone)
                continue
            keys = wish.keys.intersection(zone.keys())
            instrument = cut_instrument(font, font.instruments[index], keys, wish.stereo, samples)
            if instrument is None:
                continue
            if instrument not in instruments:
                instruments.append(instrument)
            zones.append(renumbered(zone, INSTRUMENT, instruments.index(instrument)))
        presets.append(Preset(preset.name, preset.program, preset.bank, zones))
    kept = [relinked(font.samples[old], samples) for old in samples]
    presets.sort(key=lambda each: (each.bank, each.program))
    return Font(font.info, presets, instruments, kept)


def cut_instrument(
    font: Font, whole: Instrument, keys: frozenset[int], stereo: bool, samples: dict[int, int]
) -> Instrument | None:
    """Its zones that sound for `keys`; numbers in `samples` (old to new) grow as needed."""
    zones: list[Zone] = []
    lefts = {
        (zone.value(KEY_RANGE), font.samples[index].link)
        for zone in whole.zones
        if (index := zone.value(SAMPLE)) is not None and font.samples[index].kind == 4
    }
    for zone in whole.zones:
        index = zone.value(SAMPLE)
        if index is None:
            zones.append(zone)
            continue
        if not keys.intersection(zone.keys()):
            continue
        if not stereo and (zone.value(KEY_RANGE), index) in lefts:
            continue  # the right channel of a pair whose left one stays
        if not stereo and font.samples[index].kind == 4:
            zone = renumbered(zone, PAN, 0)
        zones.append(renumbered(zone, SAMPLE, samples.setdefault(index, len(samples))))
    sounding = any(zone.value(SAMPLE) is not None for zone in zones)
    return Instrument(whole.name, zones) if sounding else None


def renumbered(zone: Zone, operator: int, amount: int) -> Zone:
    """The zone with one generator's amount changed."""
    changed = [(code, amount if code == operator else value) for code, value in zone.generators]
    return Zone(changed, zone.modulators)


def relinked(sample: Sample, numbers: dict[int, int]) -> Sample:
    """The sample with its stereo partner's new number, or as mono where that one is gone."""
    paired = sample.kind in (2, 4) and sample.link in numbers
    return replace(
        sample, kind=sample.kind if paired else 1, link=numbers[sample.link] if paired else 0
    )


def read(content: bytes) -> Font:
    """Parse a SoundFont 2 file."""
    lists: dict[bytes, dict[bytes, bytes]] = {}
    info: list[tuple[bytes, bytes]] = []
    for _, body in chunks(content[12:]):
        inner = chunks(body[4:])
        lists[body[:4]] = dict(inner)
        if body[:4] == b"INFO":
            info = inner
    data = np.frombuffer(lists[b"sdta"][b"smpl"], "<i2")
    tables = lists[b"pdta"]
    preset_zones = zones_of(tables, b"p")
    instrument_zones = zones_of(tables, b"i")
    heads = list(struct.iter_unpack("<20sHHHIII", tables[b"phdr"]))
    presets = [
        Preset(a[0], a[1], a[2], preset_zones[a[3] : b[3]]) for a, b in itertools.pairwise(heads)
    ]
    rows = list(struct.iter_unpack("<20sH", tables[b"inst"]))
    instruments = [
        Instrument(a[0], instrument_zones[a[1] : b[1]]) for a, b in itertools.pairwise(rows)
    ]
    samples = [
        Sample(
            name,
            data[start:end],
            loop - start,
            loop_end - start,
            rate,
            pitch,
            correction,
            link,
            kind,
        )
        for name, start, end, loop, loop_end, rate, pitch, correction, link, kind in list(
            struct.iter_unpack("<20sIIIIIBbHH", tables[b"shdr"])
        )[:-1]
    ]
    return Font(info, presets, instruments, samples)


def zones_of(tables: dict[bytes, bytes], level: bytes) -> list[Zone]:
    """All zones of the preset level (`p`) or the instrument level (`i`), in order."""
    bags = list(struct.iter_unpack("<HH", tables[level + b"bag"]))
    generators = list(struct.iter_unpack("<HH", tables[level + b"gen"]))
    raw = tables[level + b"mod"]
    modulators = [raw[at : at + 10] for at in range(0, len(raw), 10)]
    return [
        Zone([(int(g[0]), int(g[1])) for g in generators[a[0] : b[0]]], modulators[a[1] : b[1]])
        for a, b in itertools.pairwise(bags)
    ]


def chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """The RIFF chunks that stand one after another in `content`."""
    found, at = [], 0
    while at + 8 <= len(content):
        (size,) = struct.unpack_from("<I", content, at + 4)
        found.append((content[at : at + 4], content[at + 8 : at + 8 + size]))
        at += 8 + size + (size & 1)
    return found


def write(font: Font) -> bytes:
    """The bytes of a SoundFont 2 file."""
    data, headers = sample_tables(font.samples)
    presets: list[bytes] = []
    preset_bags: list[Zone] = []
    for preset in font.presets:
        presets.append(
            struct.pack(
                "<20sHHHIII", preset.name, preset.program, preset.bank, len(preset_bags), 0, 0, 0
            )
        )
        preset_bags += preset.zones
    presets.append(struct.pack("<20sHHHIII", b"EOP", 0, 0, len(preset_bags), 0, 0, 0))
    instruments: list[bytes] = []
    instrument_bags: list[Zone] = []
    for instrument in font.instruments:
        instruments.append(struct.pack("<20sH", instrument.name, len(instrument_bags)))
        instrument_bags += instrument.zones
    instruments.append(struct.pack("<20sH", b"EOI", len(instrument_bags)))
    tables = [
        (b"phdr", b"".join(presets)),
        *zone_tables(preset_bags, b"p"),
        (b"inst", b"".join(instruments)),
        *zone_tables(instrument_bags, b"i"),
        (b"shdr", headers),
    ]
    body = b"".join(
        [listed(b"INFO", font.info), listed(b"sdta", [(b"smpl", data)]), listed(b"pdta", tables)]
    )
    return chunk(b"RIFF", b"sfbk" + body)


def sample_tables(samples: list[Sample]) -> tuple[bytes, bytes]:
    """The sample data with its zeros, and the headers that point into it."""
    parts: list[bytes] = []
    headers: list[bytes] = []
    at = 0
    for sample in samples:
        end = at + len(sample.data)
        headers.append(
            struct.pack(
                "<20sIIIIIBbHH",
                sample.name,
                at,
                end,
                at + sample.loop_start,
                at + sample.loop_end,
                sample.rate,
                sample.pitch,
                sample.correction,
                sample.link,
                sample.kind,
            )
        )
        parts += [sample.data.tobytes(), bytes(2 * SILENCE_SAMPLES)]
        at = end + SILENCE_SAMPLES
    headers.append(struct.pack("<20sIIIIIBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0))
    return b"".join(parts), b"".join(headers)


def zone_tables(zones: list[Zone], level: bytes) -> list[tuple[bytes, bytes]]:
    """The bag, modulator and generator tables of one level, each with its last, empty record."""
    bags: list[bytes] = []
    modulators: list[bytes] = []
    generators: list[bytes] = []
    for zone in zones:
        bags.append(struct.pack("<HH", len(generators), len(modulators)))
        generators += [struct.pack("<HH", *each) for each in zone.generators]
        modulators += zone.modulators
    bags.append(struct.pack("<HH", len(generators), len(modulators)))
    return [
        (level + b"bag", b"".join(bags)),
        (level + b"mod", b"".join([*modulators, bytes(10)])),
        (level + b"gen", b"".join([*generators, bytes(4)])),
    ]


def listed(name: bytes, inner: list[tuple[bytes, bytes]]) -> bytes:
    """A LIST chunk."""
    return chunk(b"LIST", name + b"".join(chunk(*each) for each in inner))


def chunk(name: bytes, body: bytes) -> bytes:
    """A RIFF chunk, padded to an even length."""
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) & 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
