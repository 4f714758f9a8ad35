"""Prompts for a person come in; a text and a page to copy them from come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Beside:
    """An image to attach: as what, what it shows, its path from the sheet.

    `file` is empty where it is not made yet: it comes of the prompt called `stem`.
    """

    role: str
    called: str
    file: str
    stem: str


@dataclass(frozen=True, slots=True)
class Card:
    """One prompt: what results are called, what it is of, where that stands, what else to do."""

    stem: str
    called: str
    place: str
    prompt: str
    besides: tuple[Beside, ...] = ()
    steps: tuple[str, ...] = ()


def as_text(film: str, service: str, address: str, cards: Sequence[Card]) -> str:
    """The sheet as plain text."""
    lines = [f"{film}: {_count(cards)} for {service}", address, "", *_manual(cards), ""]
    for card in cards:
        lines += ["", f"=== {card.stem} === {_heading(card)}", "", card.prompt, ""]
        lines += [f"- {step}" for step in card.steps]
        lines += [f"- {each.role}: {_beside(each)}" for each in card.besides]
    return "\n".join(lines).rstrip() + "\n"


def as_page(film: str, service: str, address: str, cards: Sequence[Card]) -> str:
    """The sheet as one page of HTML, complete in itself but for the images beside it."""
    title = escape(f"{film}: {service}")
    manual = " ".join(escape(line) for line in _manual(cards))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<header><h1>{escape(film)}</h1>\n"
        f'<p>{_count(cards)} for <a href="{escape(address)}">{escape(service)}</a></p>\n'
        f"<p>{manual}</p></header>\n"
        + "\n".join(_card(card) for card in cards)
        + f"\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _count(cards: Sequence[Card]) -> str:
    return f"{len(cards)} prompt{'s' * (len(cards) != 1)}"


def _manual(cards: Sequence[Card]) -> list[str]:
    name = cards[0].stem if cards else "name"
    return [
        f"Call what comes of a prompt by its name, as in {name}.png, and of several {name}-2.png.",
        "An image that holds its own prompt, as Midjourney's do, needs no name.",
        "Then bring it back: drama collect FOLDER",
    ]


def _heading(card: Card) -> str:
    return f"{card.called}  ({card.place})" if card.place else card.called


def _beside(each: Beside) -> str:
    if each.file:
        return f"{each.file}  ({each.called})"
    return f"what comes of {each.stem}  ({each.called})"


def _card(card: Card) -> str:
    steps = "".join(f"<li>{escape(step)}</li>" for step in card.steps)
    images = "".join(_figure(each) for each in card.besides)
    return (
        f'<article id="{escape(card.stem)}">\n<h2><code>{escape(card.stem)}</code> '
        f"{escape(card.called)} <small>{escape(card.place)}</small></h2>\n"
        f"<div class=prompt><pre>{escape(card.prompt)}</pre>"
        f"<button type=button>Copy</button></div>\n"
        + (f"<ul>{steps}</ul>\n" if steps else "")
        + (f"<div class=images>{images}</div>\n" if images else "")
        + "</article>"
    )


def _figure(each: Beside) -> str:
    told = f"<figcaption>{escape(each.role)}: {escape(each.called)}</figcaption>"
    if each.file:
        path = escape(each.file)
        return f'<figure><a href="{path}"><img src="{path}" alt=""></a>{told}</figure>'
    link = f'<a href="#{escape(each.stem)}">what comes of {escape(each.stem)}</a>'
    return f"<figure><p>{link}</p>{told}</figure>"


_STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #8881; --mark: #2a7f62; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0; } header p { margin: .3rem 0; }
article { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1rem; }
h2 { font-size: 1rem; margin: 0 0 .6rem; } h2 small { font-weight: normal; opacity: .6; }
.prompt { display: flex; gap: .8rem; align-items: start; }
pre { flex: 1; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: .8rem;
  background: var(--soft); border-radius: .4rem; font: 14px/1.5 ui-monospace, monospace; }
button { font: inherit; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .4rem;
  background: none; color: inherit; cursor: pointer; min-width: 6rem; }
button:hover { border-color: var(--mark); } button.done { background: var(--mark); color: white; }
.images { display: flex; flex-wrap: wrap; gap: 1rem; } figure { margin: 0; max-width: 12rem; }
img { max-width: 100%; max-height: 12rem; border-radius: .4rem; }
figcaption { font-size: .85rem; opacity: .8; }
"""

_SCRIPT = """
for (const button of document.querySelectorAll("button")) {
  const prompt = button.previousElementSibling;
  button.addEventListener("click", async () => {
    let done = true;
    try { await navigator.clipboard.writeText(prompt.textContent); }
    catch {
      getSelection().selectAllChildren(prompt);
      done = document.execCommand("copy");
    }
    button.textContent = done ? "Copied" : "Press Ctrl-C";
    button.classList.toggle("done", done);
    setTimeout(() => { button.textContent = "Copy again"; }, 1500);
  });
}
"""
