"""A model's mapping file comes in; what it can do, and what its inputs are called, come out.

A service that passes calls on to models of many makers has no fields of its own: each model names
its inputs as it likes. `NAME.toml` says for one of them how prompt, frames, references, length,
shape, seed and so on are called, which values they have, and where the result stands.

    model = "maker/film-1"                 fields.prompt = "prompt"
    kinds = ["clip"]                       fields.first = "image_url"
    seconds = [5.0, 10.0]                  output = "video.url"
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from drama_backends.services.models import PER, Model
from drama_backends.services.voices import Stock
from drama_compiler.contract import JobKind, Limits, Price, Tier

MAPPING_BYTES_MAX = 64 << 10
WHY_CHARS_MAX = 200
LIKE_MAX = 8
"""How often a mapping can be like another that is like another."""

Way: TypeAlias = Literal["words", "frames", "references"]
"""What a call can be made of."""

_Path: TypeAlias = Annotated[str, Field(pattern=r"^$|^[\w-]+(\.[\w-]+)*$")]
"""A name in a model's input, `voice_setting.voice_id` where it lies in another; empty for none."""

_Aspect: TypeAlias = Annotated[str, Field(pattern=r"^[1-9]\d{0,3}:[1-9]\d{0,3}$")]
_Amount: TypeAlias = Annotated[float, Field(ge=0)]

_TABLES = ("fields", "values", "fixed", "of")
_FRAME = frozenset({JobKind.FRAME})
_IMAGES = frozenset({JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT})
_KINDS = (
    *(JobKind.PORTRAIT, JobKind.PLATE, JobKind.OBJECT, JobKind.FRAME, JobKind.CLIP),
    *(JobKind.VOICE, JobKind.CUE, JobKind.AMBIENCE, JobKind.EFFECT),
)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Fields(_Table):
    """What a model calls each thing that can be told it; empty where it has no place for it.

    `prompt` is the rendered prompt, of a spoken line the line itself. `reference` is one image,
    `references` a list. `milliseconds` stands for `seconds`, `width` and `height` for `aspect`.
    """

    prompt: Annotated[str, Field(pattern=r"^[\w-]+(\.[\w-]+)*$")]
    negative: _Path = ""
    first: _Path = ""
    last: _Path = ""
    reference: _Path = ""
    references: _Path = ""
    seconds: _Path = ""
    milliseconds: _Path = ""
    aspect: _Path = ""
    width: _Path = ""
    height: _Path = ""
    seed: _Path = ""
    voice: _Path = ""
    mood: _Path = ""
    language: _Path = ""

    def told(self) -> dict[str, str]:
        """The names by what they are of, those that there are."""
        return {name: path for name, path in self if path}


class Values(_Table):
    """How values are written that are not written as they are.

    `seconds` is a text with `{}` in it (`{}s`). The others map our word to the model's: a shape
    (`16:9`), a language (`zh`), how a line is said.
    """

    seconds: Annotated[str, Field(pattern=r"^$|\{\}")] = ""
    aspect: dict[_Aspect, JsonValue] = {}
    language: dict[str, str] = {}
    mood: dict[str, str] = {}


class Voice(_Table):
    """A voice of the model's own, by its id, and what it is like, as far as that is known."""

    id: Annotated[str, Field(min_length=1)]
    gender: Literal["female", "male", ""] = ""
    age: Literal["young", "middle", "old", ""] = ""
    tone: Literal["soft", "clear", "deep", ""] = ""

    @property
    def stock(self) -> Stock:
        """The same, as descriptions are held against it."""
        return Stock(self.id, self.id, self.gender, self.age, self.tone)


class Of(_Table):
    """Where a call goes that is made of something, and what it then cannot be told."""

    model: str = ""
    without: frozenset[Literal["aspect", "width", "height", "seed"]] = frozenset()


class InputMap(_Table):
    """A mapping file, all of it; see `docs/backends.md`.

    `cannot` is what the model cannot be told besides what it has no field for.
    """

    model: str = ""
    kinds: Annotated[tuple[JobKind, ...], Field(min_length=1)]
    tier: Tier = Tier.FINAL
    usd: _Amount | tuple[_Amount, _Amount] | None = None
    per: str = ""
    seconds: tuple[_Amount, ...] = ()
    seconds_min: _Amount = 0.0
    seconds_max: _Amount = 0.0
    seconds_step: _Amount = 0.0
    references_max: Annotated[int, Field(ge=0)] = 0
    prompt_chars_max: Annotated[int, Field(ge=0)] = 0
    aspects: tuple[_Aspect, ...] = ()
    status: Literal["live", "retired"] = "live"
    successor: str = ""
    source: tuple[str, ...] = ()
    as_of: datetime.date
    reference: Annotated[str, Field(pattern=r"\{\}")] = "image {}"
    voices: tuple[Voice, ...] = ()
    output: str = ""
    cannot: tuple[str, ...] = ()
    fields: Fields
    values: Values = Values()
    fixed: dict[str, JsonValue] = {}
    of: dict[Way, Of] = {}

    @model_validator(mode="after")
    def _is_whole(self) -> InputMap:
        """What no field can tell of itself; raises `ValueError`."""
        endpoints = [each.model for each in self.of.values()]
        if not self.model and not any(endpoints):
            raise ValueError("it names no `model`")
        if self.usd is not None and self.per not in PER:
            raise ValueError(f"`per` is one of {', '.join(PER)}")
        if JobKind.CLIP in self.kinds and not self.seconds and not self.seconds_max:
            raise ValueError("a clip has `seconds`, or `seconds_max`")
        if self.fields.last and not self.fields.first:
            raise ValueError("`last` wants `first`")
        if (self.fields.references or self.fields.reference) and not self.references_max:
            raise ValueError("references want `references_max`")
        if self.fields.reference and self.references_max != 1:
            raise ValueError("`reference` is one: `references_max` is 1")
        if not set(self.kinds) <= set(_KINDS):
            raise ValueError(f"`kinds` are of {', '.join(_KINDS)}")
        self._refuse_twice()
        return self

    def _refuse_twice(self) -> None:
        """Raise `ValueError` where two things would stand in one place of the input."""
        fields = sorted(self.fields.told().values())
        for one, other in combinations(fields, 2):
            if f"{other}.".startswith(f"{one}."):
                raise ValueError(f"`{one}` is two fields")
        for fixed in _paths(self.fixed):
            for path in fields:
                if f"{path}.".startswith(f"{fixed}.") or f"{fixed}.".startswith(f"{path}."):
                    raise ValueError(f"`{fixed}` is both a field and fixed")

    def way(self, way: Way) -> Of:
        """How a call is made of that; its `model` is empty where it cannot be."""
        of = self.of.get(way, Of())
        return of.model_copy(update={"model": of.model or self.model})


def read_mappings(folders: Sequence[Path]) -> tuple[Model, ...]:
    """The models of all `NAME.toml` in folders; of two of one name, that in the earlier folder.

    They stand in the order of folders, then of names: the first of each kind is its default. A file
    that is no mapping is a model as well, the last of all, that says why when it is asked.
    """
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml"), key=lambda path: path.stem):
            files.setdefault(path.stem, path)
    return _read(tuple((path, *_changed(path)) for path in files.values()))


def mapping_of(model: Model) -> InputMap | None:
    """The mapping that a model was read from; None where its file is none, see `why_broken`."""
    found: InputMap | None = model.wire.get("map")
    return found


def is_broken(model: Model) -> bool:
    """Whether its file is no mapping."""
    return mapping_of(model) is None


def why_broken(model: Model) -> str:
    """What is wrong with its file."""
    return str(model.wire["broken"])


@cache
def _read(files: tuple[tuple[Path, int, int], ...]) -> tuple[Model, ...]:
    """The models of files as they are now; time and size tell them from what they were."""
    by_name = {path.stem: path for path, *_ in files}
    return tuple(sorted((_model(name, by_name) for name in by_name), key=is_broken))


def _changed(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_size)


def _model(name: str, files: Mapping[str, Path]) -> Model:
    try:
        return _made(name, InputMap.model_validate(_row(name, files, ())))
    except ValidationError as error:
        why = _first(error)
    except ValueError as error:
        why = str(error)
    except RecursionError:
        why = "it is nested too deep"
    message = f"{files[name].name}: {why[:WHY_CHARS_MAX]}"
    return Model(name, _KINDS, Tier.FINAL, wire={"broken": message})


def _made(name: str, mapped: InputMap) -> Model:
    """The row of a table that a mapping comes to."""
    fields = mapped.fields
    takes = _FRAME if fields.first else frozenset()
    if fields.references or fields.reference:
        takes |= _IMAGES
    if JobKind.CLIP not in mapped.kinds:
        takes &= _IMAGES
    limits: dict[str, Any] = {
        "seconds": mapped.seconds,
        "seconds_min": mapped.seconds_min,
        "seconds_step": mapped.seconds_step,
        "references_max": mapped.references_max,
        "last_frame": bool(fields.last),
        "prompt_chars_max": mapped.prompt_chars_max,
    }
    if mapped.seconds_max:
        limits["seconds_max"] = mapped.seconds_max
    return Model(
        name=name,
        kinds=mapped.kinds,
        tier=mapped.tier,
        takes=takes,
        limits=Limits(**limits),
        price=_price(mapped),
        aspects=mapped.aspects or tuple(mapped.values.aspect),
        seed=bool(fields.seed),
        negative=bool(fields.negative),
        retired=mapped.status == "retired",
        successor=mapped.successor,
        source=mapped.source,
        as_of=mapped.as_of.isoformat(),
        wire={"map": mapped},
    )


def _price(mapped: InputMap) -> Price | None:
    if mapped.usd is None:
        return None
    least, most = mapped.usd if isinstance(mapped.usd, tuple) else (mapped.usd, mapped.usd)
    return Price(least, most, mapped.per)


def _row(name: str, files: Mapping[str, Path], above: tuple[str, ...]) -> dict[str, Any]:
    """A file with what it says to be like beneath it; raises `ValueError`."""
    path = files[name]
    if path.parent.resolve() not in path.resolve().parents:
        raise ValueError("a mapping lies in the folder of mappings")
    own = _parsed(path)
    like = str(own.pop("like", ""))
    if not like:
        return own
    if like not in files or like in above or len(above) > LIKE_MAX:
        raise ValueError(f"there is no other mapping `{like}`")
    base = _row(like, files, (*above, name))
    merged = {
        table: {**base[table], **own[table]}
        for table in _TABLES
        if isinstance(base.get(table), dict) and isinstance(own.get(table), dict)
    }
    return {**base, **own, **merged}


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAPPING_BYTES_MAX:
            raise ValueError(f"a mapping has no more than {MAPPING_BYTES_MAX} bytes")
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"it cannot be read ({type(error).__name__})") from None


def _first(error: ValidationError) -> str:
    """What is wrong first, and where: `fields.promt: Extra inputs are not permitted`."""
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, found["loc"]))
    what = found["msg"].removeprefix("Value error, ")
    if found["type"] == "extra_forbidden":
        return f"`{where}` is no key of a mapping"
    return f"`{where}`: {what}" if where else what


def _paths(table: Mapping[str, JsonValue], above: str = "") -> Iterator[str]:
    """The path of every value in a table of tables."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _paths(value, f"{above}{name}.")
        else:
            yield f"{above}{name}"
