"""A school's office: a store with mails that the bot has decided, as people find it in the morning."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from typer.main import get_command

from bot import cli
from bot.bootstrap import House, open_house
from bot.bootstrap_worker import post_of
from bot.errors import TransportError
from bot.journey import handle
from bot.mind.mind import Mind
from bot.model.mail import RawMail
from bot.model.ticket import EffectKind
from bot.ports.mail import OutgoingMail
from bot.registry.seneca import read_export
from bot.review.steps import Review
from bot.settings.config import load_settings
from bot.store.mails.intake import SqlIntake
from bot.store.register.enrolment import import_register
from tests.servers.parents import Parent, parents, write_school

SCHOOL = "loma"
_SETTINGS = """\
[store]
url = "{store}"
key_file = "key"

[[school]]
id = "loma"
name = "IES La Loma"
address = "incidenciastde@ieslaloma.test"

[school.imap]
host = "localhost"
port = 1

[school.smtp]
host = "localhost"
port = 1

[school.credentials]
kind = "{credentials}"

[school.sms]
kind = "file"
path = "{directory}/sms.jsonl"
"""
_uids = count(1)


class FakeMailer:
    """bot.ports.mail.MailSender without a server; `refuses` is the address that no server takes."""

    def __init__(self) -> None:
        self.sent: list[OutgoingMail] = []
        self.refuses = ""

    def send(
        self, mails: Iterable[OutgoingMail], go_on: Callable[[], bool] = lambda: True
    ) -> list[TransportError | None]:
        results: list[TransportError | None] = []
        for mail in mails:
            refused = mail.recipient == self.refuses
            results.append(TransportError("Esa dirección no existe.", permanent=True) if refused else None)
            self.sent += [] if refused else [mail]
        return results

    def was_sent(self, message_id: str) -> bool | None:
        return None

    def check(self) -> str:
        return "listo"


@dataclass(frozen=True, slots=True)
class Office:
    """One school's installation and the commands in it."""

    directory: Path
    families: dict[str, Parent]  #: by situation
    mailer: FakeMailer

    @property
    def settings(self) -> Path:
        return self.directory / "incidencias.toml"

    def edit(self, old: str, new: str) -> None:
        """Other words in the settings file, which must hold the old ones."""
        text = self.settings.read_text(encoding="utf-8")
        assert old in text
        self.settings.write_text(text.replace(old, new), encoding="utf-8")

    def add_section(self, name: str, **options: object) -> None:
        """One section more at the end of the settings file."""
        lines = "".join(f"{option} = {json.dumps(value)}\n" for option, value in options.items())
        with self.settings.open("a", encoding="utf-8") as file:
            file.write(f"\n[{name}]\n{lines}")

    @contextmanager
    def house(self) -> Iterator[House]:
        house = open_house(load_settings(self.settings, {}))
        try:
            yield house
        finally:
            house.engine.dispose()

    def number(self, situation: str) -> str:
        """The case of the family in this situation."""
        address = self.families[situation].address
        with self.house() as house:
            return next(t.number for t in house.tickets.list_tickets(SCHOOL) if t.sender == address)

    @contextmanager
    def review(self, by: str = "marta") -> Iterator[Review]:
        with self.house() as house:
            yield house.review(house.school(SCHOOL), by=by)

    def deliver(self) -> None:
        """Do what the outbox holds."""
        with self.house() as house:
            replace(post_of(house, house.school(SCHOOL)).deliverer, mailer=self.mailer).run()

    def letters(self, situation: str) -> list[str]:
        """The texts of what was sent to this family."""
        address = self.families[situation].address
        return [m.content.decode() for m in self.mailer.sent if m.recipient == address]

    def texts(self) -> list[dict[str, str]]:
        """The SMS so far."""
        path = self.directory / "sms.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def receive(self, mails: Sequence[EmailMessage | bytes], mind: Mind | None = None) -> None:
        """Mails come in and are decided; `mind`: one made before, since that takes its time."""
        now = datetime.now(UTC)
        self.put_in([mail if isinstance(mail, bytes) else mail.as_bytes(policy=SMTP) for mail in mails], now)
        with self.house() as house:
            mind = mind or house.mind(house.school(SCHOOL))
            while claimed := house.desk.claim_mails(SCHOOL, 50, now=now):
                handle(claimed, mind, house.desk, now=now)

    def put_in(self, mails: Sequence[bytes], now: datetime) -> None:
        """Mails come in, and wait."""
        with self.house() as house:
            intake = SqlIntake(house.engine)
            lease = intake.acquire(SCHOOL, "test")
            assert lease is not None
            intake.ingest(
                lease,
                [
                    RawMail(school=SCHOOL, uidvalidity=1, uid=next(_uids), content=content, received_at=now)
                    for content in mails
                ],
            )
            intake.release(lease)


def letters_of(families: dict[str, Parent]) -> Iterator[EmailMessage]:
    """One mail a family, about its situation."""
    for situation, family in families.items():
        whole = family.lost_password()
        text = str(whole.get_content())
        number = family.phone.removeprefix("+34")
        match situation:
            case "all_right":
                yield whole
            case "no_phone":
                yield family.lost_password(phone=False)
            case "wrong_phone":
                yield family.letter(text.replace(number, "698123456"))
            case "nobody_known":
                yield family.letter(text.replace(str(family.guardian.name), "Eufrasia Quiroga Zambrano"))
            case "no_pupil":
                yield family.letter(text.replace(str(family.student.name), "Eufrasio Zambrano Quiroga"))


SITUATIONS = ("all_right", "no_phone", "wrong_phone", "nobody_known", "no_pupil")


def _write_settings(directory: Path, credentials: str, store: str = "") -> None:
    store = store or f"sqlite:///{directory}/store.db"
    (directory / "incidencias.toml").write_text(
        _SETTINGS.format(directory=directory, credentials=credentials, store=store), encoding="utf-8"
    )


def morning(directory: Path, credentials: str, store: str = "") -> Office:
    """A new office in this directory, with one mail decided for every situation; `store`: the database's URL."""
    (directory / "key").write_bytes(Fernet.generate_key())
    (directory / "key").chmod(0o600)
    _write_settings(directory, credentials, store)
    export = directory / "RegAlum.csv"
    write_school(export)
    register, _ = read_export(export)
    house = open_house(load_settings(directory / "incidencias.toml", {}), migrating=True)
    import_register(house.engine, SCHOOL, register, by="test", now=datetime.now(UTC))
    house.engine.dispose()
    families = dict(zip(SITUATIONS, parents(register), strict=False))
    office = Office(directory, families, FakeMailer())
    office.receive(list(letters_of(families)))
    return office


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Office]:
    """The morning's store, made once for each kind of credentials."""
    made: dict[str, Office] = {}

    def of(credentials: str) -> Office:
        if credentials not in made:
            made[credentials] = morning(tmp_path_factory.mktemp("office"), credentials)
        return made[credentials]

    return of


@pytest.fixture
def open_office(template: Callable[[str], Office], tmp_path: Path) -> Callable[[str], Office]:
    """A new office: `open_office("local")` or, with keys renewed by hand, `open_office("seneca")`."""

    def opened(credentials: str) -> Office:
        first = template(credentials)
        for name in ("store.db", "key", "RegAlum.csv"):
            shutil.copy(first.directory / name, tmp_path / name)
        _write_settings(tmp_path, credentials)
        return Office(tmp_path, first.families, FakeMailer())

    return opened


@pytest.fixture
def office(open_office: Callable[[str], Office]) -> Office:
    return open_office("local")


@pytest.fixture
def seneca(open_office: Callable[[str], Office]) -> Office:
    return open_office("seneca")


COORDINATOR = "coordina@ieslaloma.test"


@pytest.fixture(scope="session")
def wary_mind(template: Callable[[str], Office]) -> Mind:
    """Of `office`: with a coordinator, our own server's word on senders, and ten mails a day being a flood."""
    with template("local").house() as house:
        mind = house.mind(house.school(SCHOOL))
    limits = mind.policy.limits.model_copy(update={"mails_24h": 10})
    own = replace(mind.own, authserv_id="mx.ieslaloma.test")
    return replace(mind, coordinator=COORDINATOR, own=own, policy=replace(mind.policy, limits=limits))


@cache
def _command() -> Any:
    """All commands, put together once: the program does it at each start."""
    return get_command(cli.app)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Said]:
    """`incidencias …` as typed, on a wide terminal, with the office's settings when there is one."""
    monkeypatch.setattr(cli, "app", _command())
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setenv("INCIDENCIAS_CONFIG", str(tmp_path / "incidencias.toml"))

    def typed(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["incidencias", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return typed


def kinds_of(office: Office, situation: str) -> list[EffectKind]:
    """The effects of a case that are still to be done or done."""
    with office.house() as house:
        file = house.tickets.get(SCHOOL, office.number(situation))
        return [e.kind for e in file.effects if e.status != "cancelled"]
