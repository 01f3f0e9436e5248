"""Several schools over one store: their mailboxes on one mail server, their texts at one SMS service."""

from __future__ import annotations

import json
import re
import smtplib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from bot.bootstrap import House, open_house
from bot.model.register import Register
from bot.settings.config import load_settings
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.register.enrolment import import_register
from tests.servers.mailserver import HOST, PASSWORD, SCHOOLS, MailServer
from tests.servers.parents import Parent, at_home, parents, read_school, write_school
from tests.servers.smsweb import SmsWeb


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that a family has written to a school."""

    school: str
    parent: Parent
    message_id: str
    renews: bool  #: it says all that a renewal needs


@dataclass(frozen=True, slots=True)
class Region:
    """The schools, and what was written to them."""

    directory: Path
    server: MailServer
    web: SmsWeb
    mailboxes: Mapping[str, str]  #: school -> address
    families: Mapping[str, Iterator[Parent]]
    letters: list[Letter] = field(default_factory=list)
    poison: list[str] = field(default_factory=list)  #: Message-IDs of mails that end who reads them

    @property
    def written(self) -> int:
        """How many mails the schools have got."""
        return len(self.letters) + len(self.poison)

    @property
    def settings(self) -> Path:
        return self.directory / "incidencias.toml"

    @property
    def log(self) -> Path:
        return self.directory / "worker.log"

    @classmethod
    def found(
        cls,
        directory: Path,
        server: MailServer,
        web: SmsWeb,
        *,
        schools: int,
        pupils: int,
        store_url: str,
        key: bytes,
        imap: int | None = None,
        smtp: int | None = None,
    ) -> Region:
        """Write the settings and fill the store; `imap` and `smtp` are other ports than the server's."""
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "key").write_bytes(key)
        mailboxes = {address.partition("@")[0]: address for address in SCHOOLS[:schools]}
        sections = [("store", {"url": store_url, "key_file": str(directory / "key")})]
        for school, address in mailboxes.items():
            line = {"host": "localhost", "security": "none", "timeout_s": 10}
            sections += [
                ("[school]", {"id": school, "name": f"IES {school}", "address": address}),
                (
                    "school.imap",
                    line | {"port": imap or server.imap, "username": address, "password": PASSWORD},
                ),
                ("school.smtp", line | {"port": smtp or server.smtp}),
                ("school.credentials", {"kind": "local"}),
                ("school.sms", {"kind": "http", "url": f"{web.url}/{school}", "timeout_s": 10}),
                ("school.sms.json", {"to": "{to}", "text": "{text}", "key": "{key}"}),
            ]
        text = "".join(
            f"[{name}]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in values.items())
            for name, values in sections
        )
        (directory / "incidencias.toml").write_text(text)
        write_school(directory / "RegAlum.csv", pupils=pupils)
        register = read_school(directory / "RegAlum.csv")
        _fill(store_url, mailboxes, register)
        return cls(directory, server, web, mailboxes, {s: map(at_home, parents(register)) for s in mailboxes})

    def house(self) -> House:
        """The same store and settings, looked at from outside."""
        return open_house(load_settings(self.settings, {}))

    # ----------------------------------------------------------------- what families do

    def write(self, schools: Sequence[str]) -> None:
        """Families who have not written yet write to these schools; of five, four say all that is needed."""
        with smtplib.LMTP(HOST, self.server.lmtp) as line:
            for school in schools:
                parent = next(self.families[school])
                whole = len(self.letters) % 5 != 4
                mail = parent.lost_password(phone=whole)
                line.sendmail(parent.address, [self.mailboxes[school]], _bytes(mail))
                self.letters.append(Letter(school, parent, str(mail["Message-ID"]), whole))

    def write_poison(self, school: str) -> None:
        """A mail that only `tests.chaos.lives` finds poisonous."""
        parent = next(self.families[school])
        mail = parent.lost_password(**{"X-Poison": "yes"})
        with smtplib.LMTP(HOST, self.server.lmtp) as line:
            line.sendmail(parent.address, [self.mailboxes[school]], _bytes(mail))
        self.poison.append(str(mail["Message-ID"]))

    # ----------------------------------------------------------------- what is seen from outside

    def texts(self) -> list[tuple[str, str, str]]:
        """(school, number, text) of every SMS that went out."""
        sent = [(request["path"].strip("/"), json.loads(request["body"])) for request in self.web.requests]
        return [(school, said["to"], said["text"]) for school, said in sent]

    def said(self, word: str) -> int:
        """How often the workers said so in their log."""
        return len(re.findall(word, self.log.read_text(errors="replace"))) if self.log.exists() else 0


def _fill(url: str, schools: Mapping[str, str], register: Register) -> None:
    engine = open_engine(url)
    migrate(engine)
    for school in schools:
        import_register(engine, school, register, by="test", now=datetime.now(UTC))
    engine.dispose()


def _bytes(mail: EmailMessage) -> bytes:
    return mail.as_bytes(policy=SMTP)
