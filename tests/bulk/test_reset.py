"""A section's reset: what is listed, what is set, and that a kill at any place sets nobody a second password."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from pypdf import PdfReader
from pypdf.errors import WrongPasswordError
from sqlalchemy import select

from bot.actions.linked import Linked
from bot.bulk.reset import Bulk
from bot.bulk.sheet import sheet
from bot.errors import InputError, NoAccount, TransportError
from bot.model.register import PersonName, Register, Student
from bot.ports.accounts import AccountInfo, Credentials, PasswordPolicy
from bot.ports.bulk import BulkState
from bot.store.custody.forgetting import purge
from bot.store.engine import reading
from bot.store.events import events
from bot.store.register.links import SqlLinks
from bot.store.secrets import SecretBox, rotate_keys
from bot.store.sections.resets import SqlBulkBook
from bot.store.tables.accounts import bulk_item

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
UNIT = "1º ESO A"


@dataclass
class Aula:
    """A system whose accounts are called by the pupils' numbers; it fails when told to."""

    assisted: bool = False
    policy: PasswordPolicy = field(default_factory=PasswordPolicy)
    infos: dict[str, AccountInfo] = field(default_factory=dict)
    set: list[tuple[str, str]] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    revoking: dict[str, Exception] = field(default_factory=dict)  #: student -> what comes instead, once
    fails: dict[int, BaseException] = field(default_factory=dict)  #: before the n-th setting
    fails_after: dict[int, BaseException] = field(default_factory=dict)

    def look_up(self, account):
        login = account.login or account.student
        if login not in self.infos:
            raise NoAccount("no está")
        return self.infos[login]

    def set_password(self, account, password, *, key, now):
        number = len(self.set)
        if number in self.fails:
            raise self.fails.pop(number)
        info = self.look_up(account)
        self.set.append((info.username, password))
        if number in self.fails_after:
            raise self.fails_after.pop(number)
        return Credentials(info.username, now + timedelta(hours=48))

    def revoke(self, account, *, now):
        if account.student in self.revoking:
            raise self.revoking.pop(account.student)
        self.revoked.append(account.student)


class Killed(BaseException):
    """What SIGKILL leaves behind: nothing that comes after is done."""


KEY = Fernet.generate_key().decode()


@pytest.fixture
def box():
    return SecretBox([KEY])


@pytest.fixture
def aula():
    return Aula(infos={str(n): AccountInfo(username=f"a{n}") for n in range(6)})


@pytest.fixture
def bulk(engine, box, aula):
    return Bulk(
        school="loma",
        system="",
        provider=Linked(aula, SqlLinks(engine, "loma", "")),
        book=SqlBulkBook(engine, box),
        clock=lambda: NOW,
    )


@pytest.fixture
def register():
    students = {
        str(n): Student(id=str(n), name=PersonName("Ana", f"Paz{n}"), units=(UNIT,)) for n in range(6)
    }
    return Register(students=students, guardians={})


def started(bulk, register, *, even_active=False):
    items = bulk.look(register, UNIT)
    return bulk.start(
        items, section=UNIT, requested_by="tutora@loma.test", even_active=even_active, actor="marta"
    )


def states(run):
    return [str(item.state) for item in run.items]


def test_the_list_marks_who_is_active_missing_and_suspended(bulk, register, aula):
    aula.infos["1"] = AccountInfo(username="a1", last_sign_in=NOW)
    aula.infos["2"] = AccountInfo(username="a2", suspended=True)
    aula.infos["3"] = AccountInfo(username="a3", last_sign_in=NOW, must_change=True)
    del aula.infos["4"]
    items = bulk.look(register, UNIT)
    assert [str(item.state) for item in items] == [
        *("waiting", "active", "failed", "waiting", "missing", "waiting"),
    ]
    assert aula.set == []


def test_everybody_once_active_ones_only_when_asked_for(bulk, register, aula):
    aula.infos["1"] = AccountInfo(username="a1", last_sign_in=NOW)
    run = bulk.do(started(bulk, register))
    assert states(run) == ["set", "active", "set", "set", "set", "set"]
    again = bulk.do(started(bulk, register, even_active=True))
    assert states(again) == ["set"] * 6
    assert len({item.password for item in again.items}) == 6


@pytest.mark.parametrize("nth", range(6))
@pytest.mark.parametrize("moment", ["fails", "fails_after"])
def test_killed_and_resumed_nobody_has_two_passwords(bulk, register, aula, nth, moment):
    number = started(bulk, register)
    getattr(aula, moment)[nth] = Killed()
    with pytest.raises(Killed):
        bulk.do(number)
    run = bulk.do(number)
    assert states(run) == ["set"] * 6
    assert dict(aula.set) == {item.username: item.password for item in run.items}
    assert len(set(aula.set)) == 6


def test_done_is_done(bulk, register, aula):
    number = started(bulk, register)
    bulk.do(number)
    bulk.do(number)
    assert len(aula.set) == 6


def test_what_fails_for_now_is_resumed_what_fails_for_good_is_told(bulk, register, aula):
    number = started(bulk, register)
    aula.fails[2] = TransportError("vuelva luego", permanent=False)
    aula.fails[4] = TransportError("no vale", permanent=True)
    run = bulk.do(number)
    assert states(run) == ["set", "set", "sending", "set", "set", "failed"]
    assert [i.problem for i in run.of(BulkState.SENDING, BulkState.FAILED)] == ["vuelva luego", "no vale"]
    assert states(bulk.do(number)) == ["set", "set", "set", "set", "set", "failed"]


def test_a_system_that_is_away_stores_nothing(bulk, register, aula):
    aula.look_up = lambda account: (_ for _ in ()).throw(TransportError("fuera", permanent=False))
    with pytest.raises(TransportError, match="fuera"):
        bulk.look(register, UNIT)


def test_a_system_worked_by_hand_is_refused(bulk, register):
    bulk.provider.assisted = True
    with pytest.raises(InputError, match="--system"):
        bulk.look(register, UNIT)


def test_a_list_tells_whose_account_is_which(bulk, register, aula, engine):
    aula.infos = {"cuenta-rara": AccountInfo(username="cuenta-rara")}
    SqlLinks(engine, "loma", "").replace({"alumnado/3": "cuenta-rara"}, actor="marta", now=NOW)
    SqlLinks(engine, "loma", "otro").replace({"alumnado/2": "cuenta-rara"}, actor="marta", now=NOW)
    assert [i.number for i in bulk.look(register, UNIT) if i.state is BulkState.WAITING] == [3]


def test_passwords_are_sealed_then_wiped_and_the_trail_names_nobody(bulk, register, aula, engine, box):
    number = started(bulk, register)
    run = bulk.do(number)
    with reading(engine) as connection:
        sealed = connection.scalars(select(bulk_item.c.secret)).all()
    assert all(item.password not in text for item, text in zip(run.items, sealed, strict=True))
    newer = Fernet.generate_key().decode()
    assert rotate_keys(engine, SecretBox([newer, KEY])) == 6
    SqlBulkBook(engine, SecretBox([newer])).finished(run, actor="marta", now=NOW)
    assert {item.password for item in SqlBulkBook(engine, SecretBox([newer])).run("loma", number).items} == {
        None
    }
    trail = [(event.kind, dict(event.data)) for event in events(engine, "loma")]
    assert trail[0] == ("bulk_started", {"run": number, "accounts": 6})
    assert trail[1][1]["set"] == 6
    assert "Paz" not in repr(trail)
    assert "tutora" not in repr(trail)


def test_the_sheet_opens_with_its_phrase_only(bulk, register, aula):
    del aula.infos["4"]
    aula.infos["5"] = AccountInfo(username="a5", last_sign_in=NOW)
    run = bulk.do(started(bulk, register))
    content = sheet(run, "frase-secreta", school="IES Țepeș", zone=ZoneInfo("Europe/Madrid"))
    secret = run.items[0].password
    assert secret.encode() not in content
    reader = PdfReader(io.BytesIO(content))
    with pytest.raises(WrongPasswordError):
        PdfReader(io.BytesIO(content), password="otra")
    assert reader.decrypt("frase-secreta")
    text = "\n".join(page.extract_text() for page in reader.pages)
    for item in run.of(BulkState.SET):
        assert f"Clave: {item.password}" in text
    assert (
        f"Vale hasta el {run.items[0].valid_until.astimezone(ZoneInfo('Europe/Madrid')):%d/%m/%Y a las %H:%M}"
        in text
    )
    assert "Sin cuenta (1)" in text
    assert "Ya la usan: no se ha tocado (1)" in text
    assert "IES Tepes" in text


def test_another_schools_reset_is_not_found(bulk, register, engine, box):
    number = started(bulk, register)
    with pytest.raises(InputError, match="No hay ninguna"):
        SqlBulkBook(engine, box).run("otra", number)


# --------------------------------------------------------------------------- their end

TWO_DAYS = timedelta(hours=48)
ALL = [str(n) for n in range(6)]


def later(bulk, after):
    return replace(bulk, clock=lambda: NOW + after)


def test_after_48_hours_each_is_taken_back_once(bulk, register, aula):
    bulk.do(started(bulk, register))
    later(bulk, TWO_DAYS - timedelta(minutes=1)).expire()
    assert aula.revoked == []
    later(bulk, TWO_DAYS).expire()
    later(bulk, TWO_DAYS).expire()
    assert sorted(aula.revoked) == ALL


def test_a_newer_reset_has_an_end_of_its_own(bulk, register, aula):
    bulk.do(started(bulk, register))
    tomorrow = later(bulk, timedelta(days=1))
    tomorrow.do(started(tomorrow, register))
    later(bulk, TWO_DAYS).expire()
    assert aula.revoked == []
    later(bulk, timedelta(days=3)).expire()
    assert sorted(aula.revoked) == ALL


def test_what_cannot_be_taken_back_is_tried_again_and_who_is_gone_is_not(bulk, register, aula):
    bulk.do(started(bulk, register))
    aula.revoking = {
        "1": NoAccount("no está"),
        "2": TransportError("no se deja", permanent=True),
        "4": TransportError("fuera", permanent=False),
    }
    over = later(bulk, TWO_DAYS)
    over.expire()
    assert aula.revoked == ["0", "3"]
    over.expire()
    assert aula.revoked == ["0", "3", "2", "4", "5"]


def test_what_a_killed_reset_may_have_set_ends_too_unless_it_was_resumed(bulk, register, aula):
    number = started(bulk, register)
    aula.fails_after[0] = Killed()
    with pytest.raises(Killed):
        bulk.do(number)
    assert states(bulk.book.run("loma", number))[0] == "sending"
    later(bulk, TWO_DAYS - timedelta(minutes=1)).expire()
    assert aula.revoked == []
    over = later(bulk, TWO_DAYS)
    over.expire()
    over.expire()
    items = bulk.book.run("loma", number).items
    assert sorted(aula.revoked) == ALL  # the whole batch was begun; what was never set is not touched by it
    assert {(item.state, item.password) for item in items} == {(BulkState.FAILED, None)}
    assert "renuévela otra vez" in items[0].problem


def test_resumed_in_time_it_ends_when_its_new_time_is_over(bulk, register, aula):
    number = started(bulk, register)
    aula.fails_after[0] = Killed()
    with pytest.raises(Killed):
        bulk.do(number)
    tomorrow = later(bulk, timedelta(days=1))
    assert set(states(tomorrow.do(number))) == {"set"}
    later(bulk, TWO_DAYS).expire()
    assert aula.revoked == []
    later(bulk, timedelta(days=3)).expire()
    assert sorted(aula.revoked) == ALL


def test_old_resets_are_forgotten_with_their_names(bulk, register, engine):
    number = started(bulk, register)
    purge(engine, "loma", before=NOW, now=NOW)
    assert bulk.book.run("loma", number).items
    purge(engine, "loma", before=NOW + timedelta(days=1), now=NOW + timedelta(days=90))
    with pytest.raises(InputError, match="ninguna renovación"):
        bulk.book.run("loma", number)
