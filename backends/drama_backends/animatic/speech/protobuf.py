"""The bytes of a message in protobuf's wire format go in; its records come out, and are made.

A few facts of the format (protobuf.dev/programming-guides/encoding) are all that this needs: a
message is a run of records; a record is a varint `field << 3 | wire type` and a payload; wire type
2 is a length and so many bytes; and messages merge when their bytes are joined: scalars of the
later one win, embedded messages merge, repeated fields are appended.
"""

from __future__ import annotations

from collections.abc import Iterator

Bytes = bytes | memoryview

_VARINT, _LENGTH_DELIMITED = 0, 2


def records(message: Bytes) -> Iterator[tuple[int, memoryview]]:
    """Field number and payload of every length-delimited record, nothing copied."""
    view = memoryview(message)
    for field, wire_type, _, start, end in _spans(message):
        if wire_type == _LENGTH_DELIMITED:
            yield field, view[start:end]


def raw_records(message: Bytes) -> Iterator[tuple[int, memoryview]]:
    """Field number and whole encoding, tag included, of every record."""
    view = memoryview(message)
    for field, _, begin, _, end in _spans(message):
        yield field, view[begin:end]


def text(message: Bytes, field: int) -> str:
    """The first string of that field, empty where there is none."""
    return next((utf8(body) for key, body in records(message) if key == field), "")


def utf8(value: Bytes) -> str:
    """The string that a payload is."""
    return bytes(value).decode()


def record(field: int, payload: bytes | str) -> bytes:
    """A record of bytes, of a string or of an embedded message."""
    encoded = payload.encode() if isinstance(payload, str) else payload
    return head(field, len(encoded)) + encoded


def number(field: int, value: int) -> bytes:
    """A record of a whole number that is not negative."""
    return _varint(field << 3 | _VARINT) + _varint(value)


def head(field: int, length: int) -> bytes:
    """What a record of `length` bytes begins with."""
    return _varint(field << 3 | _LENGTH_DELIMITED) + _varint(length)


def _spans(message: Bytes) -> Iterator[tuple[int, int, int, int, int]]:
    """Field, wire type, begin of the tag, begin of the payload and end, of every record."""
    at = 0
    while at < len(message):
        begin = at
        tag, at = _read_varint(message, at)
        wire_type = tag & 7
        if wire_type == _VARINT:
            start, (_, at) = at, _read_varint(message, at)
        elif wire_type == 1:
            start, at = at, at + 8
        elif wire_type == _LENGTH_DELIMITED:
            length, start = _read_varint(message, at)
            at = start + length
        elif wire_type == 5:
            start, at = at, at + 4
        else:
            raise ValueError(f"wire type {wire_type} is not of this format")
        yield tag >> 3, wire_type, begin, start, at


def _varint(value: int) -> bytes:
    """Seven bits a byte, lowest first, the top bit set on all but the last."""
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def _read_varint(data: Bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
