"""A store on SQLite, and the outside as far as the deliverer sees it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from bot.actions.credentials.local import LocalProvider
from bot.actions.deliver import Deliverer
from bot.errors import TransportError
from bot.ports.mail import OutgoingMail
from bot.ports.texts import Receipt
from bot.store.agenda import agenda
from bot.store.cases.tickets import SqlTickets
from bot.store.effects.outbox import SqlOutbox
from bot.store.effects.texts import SqlTexts
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.register.accounts import SqlAccountBook
from bot.store.secrets import SecretBox


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


@dataclass
class Phone:
    """An SMS gateway that remembers, and refuses when told to."""

    idempotent: bool = False
    texts: list[tuple[str, str]] = field(default_factory=list)
    refusals: list[TransportError] = field(default_factory=list)
    parts: int = 0  #: how many receipts a text promises
    news: list[Receipt] = field(default_factory=list)

    def send(self, number: str, text: str, *, key: str) -> tuple[str, ...]:
        if self.refusals:
            raise self.refusals.pop(0)
        self.texts.append((number, text))
        return tuple(f"{len(self.texts)}/{part}" for part in range(self.parts))

    def receipts(self, waiting: Collection[str]) -> Iterator[Receipt]:
        if self.refusals:
            raise self.refusals.pop(0)
        while self.news:
            yield self.news[0]
            self.news.pop(0)

    def check(self) -> str:
        return "de prueba"


@dataclass
class Post:
    """An SMTP server that remembers, and refuses when told to."""

    mails: list[OutgoingMail] = field(default_factory=list)
    refusals: list[TransportError] = field(default_factory=list)
    connections: int = 0

    def send(
        self, mails: Iterable[OutgoingMail], go_on: Callable[[], bool] = lambda: True
    ) -> list[TransportError | None]:
        self.connections += 1
        results: list[TransportError | None] = []
        for mail in mails:
            if not go_on():
                break
            refusal = self.refusals.pop(0) if self.refusals else None
            results.append(refusal)
            if refusal is None:
                self.mails.append(mail)
        return results

    def was_sent(self, message_id: str) -> bool | None:
        return any(mail.message_id == message_id for mail in self.mails)

    def check(self) -> str:
        return "de prueba"


class Writer:
    """Composes nothing pretty: what matters is what was handed over."""

    def compose(self, payload, results, *, now):
        return OutgoingMail(
            message_id=payload["message_id"],
            sender="centro@c.example",
            recipient=payload["to"],
            content=repr(results).encode(),
        )

    def sms(self, language, *, username, password):
        return f"{username} {password}"


@dataclass
class Office:
    """One school's store and outside."""

    engine: object
    clock: Clock
    phone: Phone
    post: Post
    intake: SqlIntake
    desk: SqlDesk
    outbox: SqlOutbox
    tickets: SqlTickets
    provider: LocalProvider
    book: SqlAccountBook
    deliver: Callable[[], int]
    listen: Callable[[], None]


@pytest.fixture
def office(engine: Engine) -> Office:
    box = SecretBox([Fernet.generate_key().decode()])
    clock, phone, post = Clock(), Phone(), Post()
    outbox = SqlOutbox(engine, box)
    book = SqlAccountBook(engine, "loma")
    provider = LocalProvider(book)
    deliverer = Deliverer(
        school="loma",
        outbox=outbox,
        provider=provider,
        sms=phone,
        mailer=post,
        composer=Writer(),
        texts=SqlTexts(engine),
        clock=clock,
    )
    return Office(
        engine=engine,
        clock=clock,
        phone=phone,
        post=post,
        intake=SqlIntake(engine),
        desk=SqlDesk(engine, box),
        outbox=outbox,
        tickets=SqlTickets(engine, box),
        provider=provider,
        book=book,
        deliver=deliverer.run,
        listen=lambda: deliverer.listen(agenda(engine, ["loma"], clock()).texts.get("loma", ())),
    )
