"""What doubles of services have in common that work by tasks: a call, an id, a link."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drama_compiler.contract import Trouble
from tests.doubles import studio
from tests.doubles.server import Call, Fake, Question, Refused, Reply


@dataclass(frozen=True)
class Order:
    """What a call comes to, once nothing is wrong with it: `seconds` are 0 for a picture."""

    usd: float
    words: str
    seconds: float = 0.0
    aspect: str = "16:9"
    heard: bool = False


class FakeTasks(Fake):
    """One is a subclass that says what its service's paths, bodies and answers are.

    `charges_failures`: what comes to nothing is paid all the same.
    """

    polls_before = 1
    charges_failures = False

    def is_known(self, question: Question) -> bool:
        """Whether the key is right."""
        return question.headers.get("authorization") == f"Bearer {self.key}"

    def order(self, question: Question) -> Order | None:
        """What is asked for at a path, None where there is no such path; raises `Refused`."""
        raise NotImplementedError

    def asked(self, question: Question) -> str | None:
        """The id that is asked after, if one is."""
        raise NotImplementedError

    def ticket(self, question: Question) -> str:
        """Our own word for a call, where the service is told one."""
        return ""

    def id_of(self, number: int) -> str:
        """The service's own id of a call."""
        return str(176_843_862_716_480 + number)

    def begun(self, call: Call) -> Reply:
        """The answer to a call that is accepted."""
        raise NotImplementedError

    def stands(self, call: Call, state: str) -> Reply:
        """How far it is: `waiting`, `working`, `done`, `fail`, `moderated` or `cancelled`."""
        raise NotImplementedError

    def missing(self) -> Reply:
        """There is no such path, or no such task."""
        return Reply(404, b"404 page not found", "text/plain")

    def other(self, question: Question) -> Reply:
        """Whatever else it can be asked."""
        return self.missing()

    def link(self, call: Call) -> str:
        """Where the result lies."""
        return f"{self.url}/results/{call.id}"

    def answer(self, question: Question) -> Reply:
        """See `Fake`."""
        result = re.fullmatch(r"/results/([\w-]+)", question.path)
        if result and question.method == "GET":
            call = self.find(result[1])
            return self.at("download", question, lambda _: self.given(call))
        if not self.is_known(question):
            return self.trouble(Trouble.AUTH)
        if question.method == "POST":
            order = self.order(question)
            if order:
                return self.at("submit", question, lambda fate: self._make(question, order, fate))
        id_ = self.asked(question) if question.method == "GET" else None
        if id_ is not None:
            return self.at("poll", question, lambda _: self._stands(self.find(id_)))
        return self.other(question)

    def given(self, call: Call) -> Reply:
        """The result itself, by a link of its own: its type is nothing to rely on."""
        return Reply(200, call.media, "application/octet-stream")

    def find(self, id_: str) -> Call:
        """The call of an id, or of a ticket; raises `Refused`."""
        for call in self.calls:
            if id_ in (call.id, call.ticket):
                return call
        raise Refused(self.missing())

    def _make(self, question: Question, order: Order, fate: str) -> Reply:
        refused = self.input_word in order.words.casefold()
        if refused and Trouble.MODERATED in self.troubles:
            raise Refused(self.trouble(Trouble.MODERATED))
        number = len(self.calls)
        withheld = refused or self.output_word in order.words.casefold()
        nothing = withheld or fate == "fail"
        call = Call(
            id=self.id_of(number),
            ticket=self.ticket(question),
            usd=0.0 if nothing and not self.charges_failures else order.usd,
            body=question.json,
            path=question.path,
            fate="moderated" if withheld else fate,
        )
        size = studio.size_of(order.aspect)
        if order.heard:
            call.media = studio.sound(order.seconds, number)
        elif order.seconds:
            call.media = studio.clip(*size, order.seconds, number)
        else:
            call.media = studio.image(*size, number)
        self.calls.append(call)
        return self.begun(call)

    def _stands(self, call: Call) -> Reply:
        call.polls += 1
        if call.fate == "cancelled":
            return self.stands(call, "cancelled")
        if call.polls <= self.polls_before:
            return self.stands(call, "waiting" if call.polls == 1 else "working")
        return self.stands(call, call.fate if call.fate in ("fail", "moderated") else "done")
