"""`drama backends`: what is installed to make films with comes out, and a service to rehearse."""

from __future__ import annotations

import datetime
import json
import math
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

import click

from drama_compiler.cli import views
from drama_compiler.cli.arguments import json_option

if TYPE_CHECKING:
    from rich.table import Table

    from drama_compiler.contract import Ability, Backend

REHEARSAL = "rehearsal"
REHEARSAL_FOLDER = Path(".drama") / "rehearsal"
REHEARSED = {"short_side": 360, "latency_seconds": 1.0, "latency_seconds_by_kind": {"clip": 4.0}}
"""What a rehearsal is like where its settings do not say."""

_KEYS = {"hand": "by hand", "none": "not needed", "found": "found", "missing": "not found"}
_WIDTH_MAX = 110
_TICK_SECONDS = 0.25
_DECIMALS_MIN = 2


@click.group(
    "backends",
    invoke_without_command=True,
    epilog="Examples:  drama backends   drama backends show rehearsal   drama backends rehearse",
)
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List what can make pictures, voices and sounds here: kinds, models, keys, prices."""
    if context.invoked_subcommand is not None:
        return
    found = _found()
    if as_json:
        views.print_json([_as_data(name, backend) for name, backend in found.items()])
    else:
        views.console(_WIDTH_MAX).print(_list(found))


@command.command(epilog="Example:  drama backends show rehearsal")
@click.argument("name")
@json_option
def show(name: str, as_json: bool) -> None:
    """Show what one backend can do: every kind and model, with its limits and its price."""
    from drama_dsl.suggest import suggest

    found = _found()
    if name not in found:
        near = suggest(name, list(found))
        _give_up(
            f"there is no backend called `{name}`; "
            + (f"did you mean `{near}`?" if near else "`drama backends` lists them")
        )
    if as_json:
        views.print_json(_as_data(name, found[name]))
        return
    console = views.console(_WIDTH_MAX)
    console.print(f"{name}: {_key_in_words(found[name])}")
    console.print()
    console.print(_abilities(found[name]))


@command.command(
    epilog="Example:  drama backends rehearse --settings bad-day.json"
    '    where bad-day.json is  {"faults": [{"at": "submit", "what": "busy"}]}'
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of loopback; 0: any free.")
@click.option(
    "--settings", "file", type=click.Path(path_type=Path), help="JSON: what the service is like."
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=REHEARSAL_FOLDER,
    show_default=True,
    help="Where its ledger is kept.",
)
@json_option
def rehearse(port: int, file: Path | None, folder: Path, as_json: bool) -> None:
    """Run a service that is paid in play money, so that a profile can be tried for free.

    Prints what to set in another terminal, then every call that it is paid, until Ctrl-C. What
    it was paid is kept: started again in the same folder, it goes on counting.
    """
    settings = REHEARSED | _read_settings(file)
    backend = _found().get(REHEARSAL)
    if backend is None or backend.describe().missing:
        _give_up("the packages of the rehearsal are not installed: pip install 'drama-lang[film]'")
    try:
        with cast("_Rehearsing", backend).rehearse(settings, folder, port) as service:
            _greet(service, as_json)
            _follow(service, as_json)
    except KeyboardInterrupt:
        sys.exit(views.EXIT_DONE)
    except ValueError as error:
        _give_up(f"these settings are none: {error}")
    except OSError as error:
        _give_up(f"the service cannot be started: {error.strerror or error}")


class _Rehearsing(Protocol):
    def rehearse(
        self, settings: Mapping[str, Any], folder: Path, port: int
    ) -> AbstractContextManager[Any]: ...


def _found() -> Mapping[str, Backend]:
    from drama_compiler.make.executor import find_backends

    return find_backends()


def _list(found: Mapping[str, Backend]) -> Table:
    table = _table("Backend", "Makes", "Models", "Key", "Price", "Data")
    for name, backend in found.items():
        abilities = backend.describe().abilities
        table.add_row(
            name,
            ", ".join(dict.fromkeys(str(each.kind) for each in abilities)),
            ", ".join(dict.fromkeys(each.model for each in abilities if each.model)) or "–",
            _KEYS[_key(backend)[0]],
            _price_range(abilities),
            _oldest(abilities),
        )
    return table


def _abilities(backend: Backend) -> Table:
    """A row a model: its kinds, where it does several alike."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for each in backend.describe().abilities:
        row = (each.model or "–", str(each.tier), _limits(each), _price(each), _age(each.as_of))
        rows.setdefault(row, []).append(str(each.kind))
    table = _table("Model", "Makes", "Tier", "Limits", "Price", "Data")
    for (model, *rest), kinds in rows.items():
        table.add_row(model, ", ".join(kinds), *rest)
    return table


def _table(*heads: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for index, head in enumerate(heads):
        table.add_column(head, no_wrap=index == 0, overflow="fold")
    return table


def _key(backend: Backend) -> tuple[str, str]:
    """`none` is needed, `found` or `missing`; and in the service's words what is missing."""
    from drama_compiler.contract import Service, ServiceError

    if not isinstance(backend, Service):
        by_hand = any(each.by_hand for each in backend.describe().abilities)
        return ("hand" if by_hand else "none"), ""
    try:
        backend.manners()
    except ServiceError as error:
        return "missing", str(error)
    return "found", ""


def _key_in_words(backend: Backend) -> str:
    state, said = _key(backend)
    missing = backend.describe().missing
    words = said or f"key {_KEYS[state]}"
    return f"{words}; not installed: {', '.join(missing)}" if missing else words


def _limits(ability: Ability) -> str:
    limits = ability.limits
    parts = []
    if limits.seconds:
        parts.append(" or ".join(f"{each:g}" for each in limits.seconds) + " s")
    elif limits.seconds_max != math.inf:
        step = f" by {limits.seconds_step:g}" if limits.seconds_step else ""
        parts.append(f"{limits.seconds_min:g}–{limits.seconds_max:g} s{step}")
    if limits.references_max:
        parts.append(f"{limits.references_max} references")
    if limits.last_frame:
        parts.append("last frame")
    if limits.shots_max > 1:
        parts.append(f"{limits.shots_max} shots a call")
    if limits.prompt_chars_max:
        parts.append(f"{limits.prompt_chars_max} characters")
    return ", ".join(parts) or "–"


def _price(ability: Ability) -> str:
    if ability.free:
        return "free"
    price = ability.price
    return f"{_usd(price.usd_min, price.usd_max)} a {price.per}" if price else "not known"


def _price_range(abilities: Iterable[Ability]) -> str:
    """What the units cost, from the cheapest model to the dearest."""
    units: dict[str, list[float]] = {}
    others = set()
    for each in abilities:
        if each.price is None:
            others.add(_price(each))
        else:
            units.setdefault(each.price.per, []).extend((each.price.usd_min, each.price.usd_max))
    known = [f"{_usd(min(usd), max(usd))} a {per}" for per, usd in units.items()]
    return ", ".join([*known, *sorted(others)])


def _usd(least: float, most: float) -> str:
    return f"${_money(least)}" + (f"–{_money(most)}" if most > least else "")


def _money(usd: float) -> str:
    whole, _, cents = f"{usd:.6f}".rstrip("0").partition(".")
    return f"{whole}.{cents.ljust(_DECIMALS_MIN, '0')}"


def _oldest(abilities: Iterable[Ability]) -> str:
    return _age(min((each.as_of for each in abilities if each.as_of), default=""))


def _age(as_of: str) -> str:
    days = _days(as_of)
    return "–" if days is None else f"{days} day{'s' if days != 1 else ''} old"


def _days(as_of: str) -> int | None:
    if not as_of:
        return None
    return (datetime.date.today() - datetime.date.fromisoformat(as_of)).days


def _as_data(name: str, backend: Backend) -> dict[str, Any]:
    described = backend.describe()
    return {
        "name": name,
        "key": _key(backend)[0],
        "missing": list(described.missing),
        "abilities": [_ability_as_data(each) for each in described.abilities],
    }


def _ability_as_data(ability: Ability) -> dict[str, Any]:
    limits = asdict(ability.limits)
    return {
        "kind": str(ability.kind),
        "model": ability.model,
        "tier": str(ability.tier),
        "free": ability.free,
        "takes": sorted(ability.takes),
        # JSON has no infinity: a limit that there is not is null.
        "limits": {key: None if value == math.inf else value for key, value in limits.items()},
        "price": asdict(ability.price) if ability.price else None,
        "as_of": ability.as_of,
        "age_days": _days(ability.as_of),
    }


def _read_settings(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        settings = json.loads(file.read_text("utf-8"))
    except OSError as error:
        _give_up(f"{file} cannot be read: {error.strerror}")
    except ValueError as error:
        _give_up(f"{file} is no JSON: {error}")
    if not isinstance(settings, dict):
        _give_up(f"{file} holds no JSON object")
    return settings


def _greet(service: Any, as_json: bool) -> None:
    """Say how to reach the service, as lines for a shell; what follows goes to stderr."""
    settings = service.settings
    variables = {
        "DRAMA_REHEARSAL_URL": service.url,
        "DRAMA_REHEARSAL_KEY": next(iter(settings.accounts), ""),
        "DRAMA_REHEARSAL_ONCE": str(settings.once),
    }
    if as_json:
        views.print_json({"variables": variables})
    else:
        for name, value in variables.items():
            click.echo(f"export {name}={value}")
        click.echo("Play money only. Ctrl-C ends it.", err=True)
    sys.stdout.flush()


def _follow(service: Any, as_json: bool) -> None:
    """Print every call as it is paid, those of earlier rehearsals as a sum, until interrupted."""
    seen, paid = 0, 0
    for call in service.ledger.calls():
        seen, paid = call.number, paid + call.paid_micros
    if paid and not as_json:
        click.echo(f"paid here before: ${_money(paid / 1e6)}", err=True)
    while True:
        for call in service.ledger.calls():
            if call.number > seen:
                seen, paid = call.number, paid + call.paid_micros
                _print_call(call, paid, as_json)
        time.sleep(_TICK_SECONDS)


def _print_call(call: Any, paid: int, as_json: bool) -> None:
    usd, total = call.paid_micros / 1e6, paid / 1e6
    if as_json:
        facts = {"id": call.id, "kind": call.kind, "model": call.model, "ticket": call.ticket}
        views.print_json({**facts, "usd": usd, "total_usd": total})
        sys.stdout.flush()
        return
    amounts = (
        f"{call.stills} still" if call.stills else "",
        f"{call.clip_seconds:g} s" if call.clip_seconds else "",
        f"{call.characters} characters" if call.characters else "",
        f"{call.sound_seconds:g} s" if call.sound_seconds else "",
    )
    amount = "".join(amounts)
    kind = f"{call.kind} ({call.model})"
    click.echo(
        f"{call.number:>5}  {kind:<20} {amount:<16} ${usd:<9.4f} in all ${total:.4f}", err=True
    )


def _give_up(message: str) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(views.EXIT_ERRORS)
