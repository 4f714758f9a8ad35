"""A conversation comes in over chat completions; what the test has it say next goes out."""

from __future__ import annotations

from tests.doubles.server import Fake, Question, Refused, Reply


class FakeChat(Fake):
    """A server of text models that knows one model; without a `key` it wants none.

    `answers` are said in turn. Fields that chat completions do not have are refused.
    """

    def __init__(self, *answers: str, key: str = "", model: str = "scribe-1") -> None:
        super().__init__(key)
        self.answers = list(answers)
        self.model = model

    @property
    def heard(self) -> list[list[str]]:
        """What was said to it in each question, the instruction first."""
        return [[part["content"] for part in each.json["messages"]] for each in self.questions]

    def answer(self, question: Question) -> Reply:
        """Chat completions, or a refusal in the words of OpenAI's server."""
        if (question.method, question.path) != ("POST", "/chat/completions"):
            return _error(404, "no such path", "not_found")
        sent = question.headers.get("authorization", "")
        if self.key and sent != f"Bearer {self.key}":
            return _error(401, f"Incorrect API key provided: {sent}.", "invalid_api_key")
        body = question.json
        if set(body) != {"model", "messages"}:
            return _error(400, "Unrecognized request argument", None)
        if body["model"] != self.model:
            return _error(404, f"The model `{body['model']}` does not exist", "model_not_found")
        roles = [part["role"] for part in body["messages"]]
        turns = ["user" if turn % 2 == 0 else "assistant" for turn in range(len(roles) - 1)]
        if roles != ["system", *turns] or roles[-1] != "user":
            raise Refused(_error(400, f"these are no turns: {roles}", None))
        return self.at("submit", question, lambda fate: self._says())

    def _says(self) -> Reply:
        message = {"role": "assistant", "content": self.answers.pop(0)}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1200, "completion_tokens": 34, "total_tokens": 1234}
        return Reply.of({"object": "chat.completion", "choices": [choice], "usage": usage})


def busy(after_seconds: float) -> Reply:
    """Too many questions in a minute."""
    reply = _error(429, "Rate limit reached", "rate_limit_exceeded")
    return Reply(429, reply.data, headers={"Retry-After": str(after_seconds)})


def _error(status: int, message: str, code: str | None) -> Reply:
    return Reply.of({"error": {"message": message, "type": "error", "code": code}}, status)
