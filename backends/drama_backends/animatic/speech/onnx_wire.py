"""The bytes of an ONNX model go in; the same model with an inner value shown as output, or a cut
of it that computes only some values, comes out.

A few numbers of the format's fields (onnx/onnx.proto) are all that this needs, so that neither the
`onnx` package nor its schema is required. Beside those named below: NodeProto.input = 1,
.output = 2, .op_type = 4; TensorProto.name = 8; ValueInfoProto.name = 1, .type = 2;
TypeProto.tensor_type = 1; TypeProto.Tensor.elem_type = 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drama_backends.animatic.speech.protobuf import (
    Bytes,
    head,
    number,
    raw_records,
    record,
    records,
    text,
    utf8,
)

MODEL_GRAPH = 7
NODE, INITIALIZER, INPUT, OUTPUT = 1, 5, 11, 12
"""Fields of a graph."""
FLOAT, UINT8, INT8 = 1, 2, 3
"""Types of elements."""


def with_outputs(model: bytes, names: Sequence[str]) -> bytes:
    """`model` with the inner values `names` as further outputs, after those it has.

    Appending a ModelProto that holds nothing but a graph with these outputs is enough, since
    messages merge on concatenation. Their types are left to the runtime's inference.
    """
    outputs = b"".join(record(OUTPUT, record(1, name)) for name in names)
    return model + record(MODEL_GRAPH, outputs)


@dataclass(frozen=True, slots=True)
class Node:
    """An operation: its encoding, and what it reads and makes by name."""

    encoded: Bytes
    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """A model taken apart: nodes in order, initializers and inputs by name, and what is beside."""

    nodes: Sequence[Node]
    initializers: Mapping[str, Bytes]
    inputs: Mapping[str, Bytes]
    beside: Sequence[Bytes]


def read_graph(model: bytes) -> Graph:
    """The graph of `model`; its parts point into those bytes."""
    bodies = [body for field, body in records(model) if field == MODEL_GRAPH]
    nodes: list[Node] = []
    initializers: dict[str, Bytes] = {}
    inputs: dict[str, Bytes] = {}
    for field, payload in records(bodies[0] if len(bodies) == 1 else b"".join(bodies)):
        if field == NODE:
            nodes.append(read_node(payload))
        elif field == INITIALIZER:
            initializers[text(payload, 8)] = payload
        elif field == INPUT:
            inputs[text(payload, 1)] = payload
    beside = [raw for field, raw in raw_records(model) if field != MODEL_GRAPH]
    return Graph(nodes, initializers, inputs, beside)


def read_node(encoded: Bytes) -> Node:
    """An encoded NodeProto, read."""
    values: dict[int, tuple[str, ...]] = {1: (), 2: (), 4: ()}
    for field, payload in records(encoded):
        if field in values:
            values[field] += (utf8(payload),)
    return Node(encoded, "".join(values[4]), values[1], values[2])


def cut(graph: Graph, inputs: Sequence[str], outputs: Sequence[str]) -> bytes:
    """The part of `graph` that computes `outputs` from `inputs`, as a model.

    `inputs` may name inner values; these become float32 inputs of unsaid shape. An input of the
    model that the part needs stays one without being named. Raises `ValueError` where an output
    is computed by no node.
    """
    nodes, needed = _ancestors(graph, outputs, set(inputs))
    kept = [(NODE, graph.nodes[index].encoded) for index in sorted(nodes)]
    kept += [(INITIALIZER, body) for name, body in graph.initializers.items() if name in needed]
    kept += [
        (INPUT, body)
        for name, body in graph.inputs.items()
        if name in needed and name not in inputs
    ]
    kept += [(INPUT, _float_value(name)) for name in inputs]
    kept += [(OUTPUT, record(1, name)) for name in outputs]
    # One join at the end: the weights are tens of megabytes, each copy of them counts.
    body = [chunk for field, payload in kept for chunk in (head(field, len(payload)), payload)]
    return b"".join([*graph.beside, head(MODEL_GRAPH, sum(map(len, body))), *body])


def _ancestors(graph: Graph, wanted: Sequence[str], given: set[str]) -> tuple[set[int], set[str]]:
    """The nodes behind `wanted`, not looking behind `given`, and every value they read."""
    makers = {name: index for index, node in enumerate(graph.nodes) for name in node.outputs}
    nodes: set[int] = set()
    needed: set[str] = set()
    open_values = [name for name in wanted if name not in given]
    for name in open_values:
        if name not in makers:
            raise ValueError(f"no node makes {name}")
    while open_values:
        index = makers.get(open_values.pop())
        if index is None or index in nodes:
            continue
        nodes.add(index)
        needed.update(graph.nodes[index].inputs)
        open_values += [name for name in graph.nodes[index].inputs if name not in given]
    return nodes, needed


def _float_value(name: str) -> bytes:
    return record(1, name) + record(2, record(1, number(1, FLOAT)))
