"""The name of an installed package goes in; its checked files and sessions on them come out."""

from __future__ import annotations

import contextlib
import ctypes
import gc
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from drama_backends.animatic.speech.passage import Unspeakable

_Network = TypeVar("_Network")

_loaded: list[Any] = []


def loaded_once(load: Callable[[], _Network]) -> Callable[[], _Network]:
    """A network that is loaded when it is first asked for, and stays until `let_go`."""
    kept = lru_cache(maxsize=1)(load)
    _loaded.append(kept)
    return kept


def stay(network: Any) -> None:
    """Have one of them stay whatever is let go: who waits for the next line will ask for it."""
    if network in _loaded:
        _loaded.remove(network)


def let_go() -> None:
    """Free what networks take: an eighth of a gigabyte that pictures can be made of."""
    if not any(each.cache_info().currsize for each in _loaded):
        return
    for each in _loaded:
        each.cache_clear()
    gc.collect()
    give_back()


def give_back() -> None:
    """Let the system have what was freed: glibc keeps most of it, line after line, unless told."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def package_folder(package: str) -> Path:
    """Where an installed package lies, without importing it. Raises `Unspeakable` if nowhere."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise Unspeakable(f"the package {package} is not installed")
    return Path(found.submodule_search_locations[0])


def checked(data: bytes, digest: str, package: str) -> bytes:
    """`data` if its SHA-256 is `digest`; raises `Unspeakable` if not.

    A model's bytes run inside this process, and these packages are young: only the files that
    were tried are loaded.
    """
    if sha256(data).hexdigest() != digest:
        raise Unspeakable(f"the model in {package} is not the one that is known")
    return data


def session(model: bytes) -> Any:
    """An inference session on `model`: one thread, on the processor, saying nothing.

    One thread, because whole jobs run side by side, and because sums in one order give the same
    bytes again.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    network = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    # To begin anew on another device it would keep them, and these are half of what it takes.
    network._model_bytes = None
    return network


def frugal() -> Any:
    """Options of a run after which the network gives back what it worked in.

    That is 40 MB after a long line of English, 100 MB after one of Mandarin; the time that it takes
    cannot be measured.
    """
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options
