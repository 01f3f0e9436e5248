"""A school with its mail servers for benchmarks: the same real servers and processes as in the tests."""

from __future__ import annotations

import smtplib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from itertools import cycle, islice
from pathlib import Path

from cryptography.fernet import Fernet

from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.register.enrolment import import_register
from tests.servers.installation import SCHOOL, Installation
from tests.servers.mailserver import BOT, HOST, MailServer, private_mailserver
from tests.servers.parents import Parent, at_home, parents, read_school, write_school

#: Of ten mails: six with all data, two without the phone, one with another phone, one about something else.
_KINDS = ("all", "all", "no phone", "all", "all", "other phone", "all", "no phone", "all", "other matter")


@dataclass(frozen=True, slots=True)
class Town:
    server: MailServer
    installation: Installation
    families: Sequence[Parent]

    def letters(self, count: int, *, skip: int = 0) -> list[tuple[Parent, bytes]]:
        """Mails of different families, each of which will be answered once."""
        chosen = islice(zip(self.families, cycle(_KINDS), strict=False), skip, skip + count)
        made = [(parent, _letter(parent, kind).as_bytes(policy=SMTP)) for parent, kind in chosen]
        assert len(made) == count, "the school is too small"
        return made

    def fill(self, letters: Sequence[tuple[Parent, bytes]]) -> None:
        """Put mails into the mailbox as fast as it goes."""
        with smtplib.LMTP(HOST, self.server.lmtp) as line:
            for parent, mail in letters:
                line.sendmail(parent.address, [BOT], mail)


@contextmanager
def town(pupils: int) -> Iterator[Town]:
    """A school of about so many pupils, its register imported, its mail servers running."""
    with tempfile.TemporaryDirectory() as folder, private_mailserver() as server:
        directory = Path(folder)
        write_school(directory / "RegAlum.csv", pupils=pupils)
        register = read_school(directory / "RegAlum.csv")
        url = f"sqlite:///{directory}/store.db"
        engine = open_engine(url)
        migrate(engine)
        import_register(engine, SCHOOL, register, by="bench", now=datetime.now(UTC))
        engine.dispose()
        plain = {"port": server.imap, "security": "none"}  # as the floor of `bench.throughput` reads
        installation = Installation.create(
            directory, server, store_url=url, key=Fernet.generate_key(), imap=plain
        )
        yield Town(server, installation, [at_home(parent) for parent in parents(register)])


def _letter(parent: Parent, kind: str) -> EmailMessage:
    match kind:
        case "all":
            return parent.lost_password()
        case "no phone":
            return parent.lost_password(phone=False)
        case "other phone":
            mail = parent.lost_password()
            body = mail.get_content().replace(parent.phone.removeprefix("+34"), "698123456")
            return parent.letter(body)
        case _:
            return parent.letter(
                f"Buenas, {parent.student.name} no irá mañana a clase: tiene médico. Saludos."
            )
