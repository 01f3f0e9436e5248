"""A made-up school that has decided some 500 cases, and its settings file: what tuning is tried on."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from cryptography.fernet import Fernet

from bot.bootstrap import House, open_house
from bot.journey import handle
from bot.mind.mind import Mind
from bot.model.mail import RawMail
from bot.model.register import Register
from bot.rules.directory import shipped_rules
from bot.settings.config import load_settings
from bot.settings.values import School
from bot.store.mails.intake import SqlIntake
from bot.store.register.enrolment import import_register
from tests.servers.parents import Parent, parents, read_school, write_school

SCHOOL = "prueba"
CASES = 500
_BATCH = 50
_SETTINGS = """\
[store]
url = "{url}"
key_file = "key"
[[school]]
id = "prueba"
name = "IES La Prueba"
address = "incidenciastde@ieslaprueba.test"
rules = "rules"
[school.credentials]
kind = "local"
[school.sms]
kind = "file"
path = "{directory}/sms.jsonl"
[school.smtp]
host = "localhost"
port = 9
security = "none"
"""


@dataclass(frozen=True, slots=True)
class PastSchool:
    """One installation in a folder of its own; its rules directory is `rules`."""

    directory: Path

    @property
    def config(self) -> Path:
        return self.directory / "incidencias.toml"

    @property
    def rules(self) -> Path:
        return self.directory / "rules"

    def open(self) -> tuple[House, School]:
        house = open_house(load_settings(self.config, {}))
        return house, house.school(None)


def create(directory: Path, url: str) -> PastSchool:
    """Settings, key and an empty store."""
    shutil.copytree(shipped_rules(), directory / "rules")
    cautious = directory / "rules" / "matching.yaml"  # so that some of what fits is not sure
    cautious.write_text(cautious.read_text().replace("  own: 20 ", "  own: 2 "))
    (directory / "key").write_bytes(Fernet.generate_key())
    (directory / "incidencias.toml").write_text(_SETTINGS.format(url=url, directory=directory))
    open_house(load_settings(directory / "incidencias.toml", {}), migrating=True).engine.dispose()
    return PastSchool(directory)


def a_register(directory: Path) -> Register:
    write_school(directory / "RegAlum.csv", pupils=700)
    return read_school(directory / "RegAlum.csv")


def live_through(school: PastSchool, register: Register, cases: int, *, until: datetime) -> None:
    """The register, so many mails over the last three weeks, and what people made of some of them."""
    house, settings = school.open()
    import_register(house.engine, SCHOOL, register, by="test", now=until - timedelta(days=30))
    families = list(parents(register))
    letters = list(itertools.islice(_letters(families), cases))
    start = until - timedelta(days=20)
    mind = house.mind(settings)
    for number, part in enumerate(_parts(letters)):
        decide(house, mind, part, now=start + number * timedelta(hours=36), first=number * _BATCH)
    _people_act(house, settings)
    house.engine.dispose()


def decide(house: House, mind: Mind, letters: list[EmailMessage], *, now: datetime, first: int = 0) -> None:
    """Take mails in and decide them at this moment."""
    intake = SqlIntake(house.engine)
    lease = intake.acquire(SCHOOL, "test")
    assert lease
    mails = [
        RawMail(
            school=SCHOOL,
            uidvalidity=1,
            uid=uid,
            content=content,
            received_at=now,
            size=len(content),
        )
        for uid, content in enumerate(map(bytes, letters), first + 1)
    ]
    intake.ingest(lease, mails)
    intake.release(lease)
    while claimed := house.desk.claim_mails(SCHOOL, _BATCH, now=now):
        handle(claimed, mind, house.desk, now=now)


def _letters(families: list[Parent]) -> Iterator[EmailMessage]:
    """Each family writes once in each round; every kind of mail comes again and again."""
    kinds: itertools.cycle[Callable[[Parent, Parent], EmailMessage]] = itertools.cycle(_KINDS)
    for round_ in itertools.count():
        for number, family in enumerate(families):
            other = families[(number + 1 + round_) % len(families)]
            letter = next(kinds)(family, other)
            letter.replace_header("From", f'"{family.guardian.name}" <casa{number}.{round_}@familias.test>')
            yield letter
        next(kinds)  # another kind for each family in the next round


def _whole(family: Parent, _other: Parent) -> EmailMessage:
    return family.lost_password()


def _without_phone(family: Parent, _other: Parent) -> EmailMessage:
    return family.lost_password(phone=False)


def _other_phone(family: Parent, other: Parent) -> EmailMessage:
    return Parent(family.guardian, family.student, other.phone, family.address).lost_password()


def _terse(family: Parent, _other: Parent) -> EmailMessage:
    """Nothing but the child's given name, the guardian's first surname and the phone."""
    guardian, pupil = family.guardian.name, family.student.name
    return family.letter(
        f"Hola, soy {guardian.given} {guardian.surname1}, la madre de {pupil.given}. He olvidado la contraseña "
        f"de iPasen y no puedo entrar. Mi teléfono es el {family.phone.removeprefix('+34')}."
    )


def _newcomer(family: Parent, _other: Parent) -> EmailMessage:
    return family.letter("Buenas tardes, ¿cómo me doy de alta en iPasen? Nunca he tenido usuario. Gracias.")


def _absence(family: Parent, _other: Parent) -> EmailMessage:
    return family.letter(f"Mi hija {family.student.name.given} no irá mañana a clase porque tiene médico.")


def _maintenance(family: Parent, _other: Parent) -> EmailMessage:
    """Nothing but what docs/reglas.md makes a rule for."""
    return family.letter(
        "Buenas tardes, no puedo entrar en iPasen: me sale que está en mantenimiento. ¿Qué hago?"
    )


_DECIDED = ("phone_mismatch", "uncertain")  #: reasons that people get to
_KINDS = (_whole, _without_phone, _other_phone, _terse, _newcomer, _absence, _maintenance, _whole)


def _people_act(house: House, school: School) -> None:
    """Of what waits: some are approved after a telephone call, some rejected, the rest waits on."""
    review = house.review(school, by="Luz")
    waiting = [row for row in house.tickets.queue(SCHOOL, limit=CASES) if row.reason in _DECIDED]
    for number, row in enumerate(waiting):
        if number % 3 == 0:
            review.approve(row.number, phone_differs=True)
        elif number % 3 == 1:
            review.reject(row.number)


def _parts(letters: list[EmailMessage]) -> Iterator[list[EmailMessage]]:
    for start in range(0, len(letters), _BATCH):
        yield letters[start : start + _BATCH]
