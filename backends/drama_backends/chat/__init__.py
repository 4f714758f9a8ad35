"""A conversation comes in; what a model of an OpenAI-compatible server says next comes out.

The wire is that of chat completions, which OpenAI's server, most others and those of one's own
machine (Ollama, llama.cpp, vLLM, LM Studio) speak: `OPENAI_BASE_URL` says which is asked. A key
is sent where `OPENAI_API_KEY` is set; only OpenAI's own server insists on one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpx

from drama_backends.services.keys import Address, Key
from drama_backends.services.wire import CONNECT_SECONDS_MAX, Answer, Server, Wire, opened, told
from drama_compiler.contract import ServiceError, Trouble
from drama_compiler.contract.text_model import Said, TextAnswer

ADDRESS = Address("OPENAI_BASE_URL", "https://api.openai.com/v1")
KEY = Key("OPENAI_API_KEY")

ANSWER_SECONDS_MAX = 900.0
"""A model on the processor of one's own machine takes its time over a scene."""

_TROUBLES = {
    "insufficient_quota": Trouble.FUNDS,
    "model_not_found": Trouble.INVALID,
    "context_length_exceeded": Trouble.INVALID,
    "content_filter": Trouble.MODERATED,
}


class Chat:
    """The models of one server; see `drama_compiler.contract.text_model.TextModels`."""

    def answer(self, model: str, instruction: str, conversation: Sequence[Said]) -> TextAnswer:
        """As the contract says; blocks until the whole answer is there."""
        address = ADDRESS.find()
        try:
            key = KEY.find()
        except ServiceError:
            if address == ADDRESS.usual:
                raise
            key = ""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        messages = [
            {"role": "system", "content": instruction},
            *({"role": part.by.value, "content": part.text} for part in conversation),
        ]
        server = Server(address, key, lambda: headers)
        return asyncio.run(_asked(server, {"model": model, "messages": messages}))


async def _asked(server: Server, body: object) -> TextAnswer:
    patience = httpx.Timeout(ANSWER_SECONDS_MAX, connect=CONNECT_SECONDS_MAX)
    async with opened(server) as wire:
        answer = await wire.ask("POST", "/chat/completions", json=body, timeout=patience)
        if not answer.is_success:
            raise _refusal(wire, answer)
    choices = told(answer.body, "choices", list)
    choice = choices[0] if choices and isinstance(choices[0], dict) else {}
    if choice.get("finish_reason") == "length":
        raise ServiceError(Trouble.INVALID, "the model broke off: its answer became too long")
    text = told(choice, "message.content", str)
    return TextAnswer(text, _count(answer, "prompt_tokens"), _count(answer, "completion_tokens"))


def _refusal(wire: Wire, answer: Answer) -> Exception:
    """The server's own words, where it has some: `{"error": {"code", "message"}}`."""
    error = (answer.body_or_nothing or {}).get("error")
    if isinstance(error, str):  # As Ollama says it.
        return wire.refusal(answer, "", error)
    found = error if isinstance(error, dict) else {}
    return wire.refusal(answer, found.get("code"), str(found.get("message") or ""), _TROUBLES)


def _count(answer: Answer, name: str) -> int:
    usage = answer.body.get("usage")
    found = usage.get(name) if isinstance(usage, dict) else None
    return found if isinstance(found, int) else 0
