"""The bytes of an ONNX model go in; the same model with an inner value shown as output, or a cut
of it that computes only some values, comes out.

A few facts of two formats are all that this needs, so neither the `onnx` package nor its schema
is required. Of protobuf's wire format (protobuf.dev/programming-guides/encoding): a message is a
run of records; a record is a varint `field << 3 | wire type` and a payload; wire type 2 is a
length and so many bytes; and messages merge when their bytes are joined: scalars of the later
one win, embedded messages merge, repeated fields are appended. Of ONNX (onnx/onnx.proto):
ModelProto.graph = 7; GraphProto.node = 1, .initializer = 5, .input = 11, .output = 12;
NodeProto.input = 1, .output = 2; TensorProto.name = 8; ValueInfoProto.name = 1,
.type = 2; TypeProto.tensor_type = 1; TypeProto.Tensor.elem_type = 1 (1 is float32).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_MODEL_GRAPH = 7
_NODE, _INITIALIZER, _INPUT, _OUTPUT = 1, 5, 11, 12
_LENGTH_DELIMITED = 2

Bytes = bytes | memoryview


def with_outputs(model: bytes, names: Sequence[str]) -> bytes:
    """`model` with the inner values `names` as further outputs, after those it has.

    Appending a ModelProto that holds nothing but a graph with these outputs is enough, since
    messages merge on concatenation. Their types are left to the runtime's inference.
    """
    outputs = b"".join(_record(_OUTPUT, _record(1, name.encode())) for name in names)
    return model + _record(_MODEL_GRAPH, outputs)


def cut(model: bytes, inputs: Sequence[str], outputs: Sequence[str]) -> bytes:
    """The part of `model` that computes `outputs` from `inputs`, as a model.

    `inputs` may name inner values; these become float32 inputs of unsaid shape. An input of the
    model that the part needs stays one without being named. Raises `ValueError` where an output
    is computed by no node.
    """
    bodies = [body for field, body in _records(model) if field == _MODEL_GRAPH]
    graph = _Graph.read(bodies[0] if len(bodies) == 1 else b"".join(bodies))
    nodes, needed = graph.ancestors(outputs, set(inputs))
    kept = [(_NODE, graph.nodes[index]) for index in sorted(nodes)]
    kept += [(_INITIALIZER, body) for name, body in graph.initializers.items() if name in needed]
    kept += [
        (_INPUT, body)
        for name, body in graph.inputs.items()
        if name in needed and name not in inputs
    ]
    kept += [(_INPUT, _float_value(name)) for name in inputs]
    kept += [(_OUTPUT, _record(1, name.encode())) for name in outputs]
    # One join at the end: the weights are tens of megabytes, each copy of them counts.
    body = [chunk for field, payload in kept for chunk in (_head(field, len(payload)), payload)]
    head = [raw for field, raw in _raw_records(model) if field != _MODEL_GRAPH]
    return b"".join([*head, _head(_MODEL_GRAPH, sum(map(len, body))), *body])


@dataclass(slots=True)
class _Graph:
    """A GraphProto taken apart: encoded nodes in order, and what is found by name."""

    nodes: list[Bytes]
    needs: list[tuple[str, ...]]
    maker: dict[str, int]
    initializers: dict[str, Bytes]
    inputs: dict[str, Bytes]

    @classmethod
    def read(cls, body: Bytes) -> _Graph:
        graph = cls([], [], {}, {}, {})
        for field, payload in _records(body):
            if field == _NODE:
                values = list(_records(payload))
                graph.needs.append(tuple(_utf8(value) for key, value in values if key == 1))
                graph.maker.update(
                    (_utf8(value), len(graph.nodes)) for key, value in values if key == 2
                )
                graph.nodes.append(payload)
            elif field == _INITIALIZER:
                graph.initializers[_text(payload, 8)] = payload
            elif field == _INPUT:
                graph.inputs[_text(payload, 1)] = payload
        return graph

    def ancestors(self, wanted: Iterable[str], given: set[str]) -> tuple[set[int], set[str]]:
        """The nodes behind `wanted`, not looking behind `given`, and every value they read."""
        nodes: set[int] = set()
        needed: set[str] = set()
        open_values = [name for name in wanted if name not in given]
        for name in open_values:
            if name not in self.maker:
                raise ValueError(f"no node makes {name}")
        while open_values:
            index = self.maker.get(open_values.pop())
            if index is None or index in nodes:
                continue
            nodes.add(index)
            needed.update(self.needs[index])
            open_values += [name for name in self.needs[index] if name not in given]
        return nodes, needed


def _float_value(name: str) -> bytes:
    elem_type = b"\x08\x01"
    return _record(1, name.encode()) + _record(2, _record(1, elem_type))


def _utf8(value: Bytes) -> str:
    return bytes(value).decode()


def _text(message: Bytes, field: int) -> str:
    return next((_utf8(body) for key, body in _records(message) if key == field), "")


def _records(message: Bytes) -> Iterator[tuple[int, memoryview]]:
    """Field number and payload of every length-delimited record, nothing copied."""
    view = memoryview(message)
    for field, wire_type, _, start, end in _spans(message):
        if wire_type == _LENGTH_DELIMITED:
            yield field, view[start:end]


def _raw_records(message: Bytes) -> Iterator[tuple[int, memoryview]]:
    """Field number and whole encoding, tag included, of every record."""
    view = memoryview(message)
    for field, _, begin, _, end in _spans(message):
        yield field, view[begin:end]


def _spans(message: Bytes) -> Iterator[tuple[int, int, int, int, int]]:
    """Field, wire type, begin of the tag, begin of the payload and end, of every record."""
    at = 0
    while at < len(message):
        begin = at
        tag, at = _read_varint(message, at)
        wire_type = tag & 7
        if wire_type == 0:
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


def _record(field: int, payload: bytes) -> bytes:
    return _head(field, len(payload)) + payload


def _head(field: int, length: int) -> bytes:
    return _varint(field << 3 | _LENGTH_DELIMITED) + _varint(length)


def _varint(number: int) -> bytes:
    """Seven bits a byte, lowest first, the top bit set on all but the last."""
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _read_varint(data: Bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7
