"""What `doctor` looks at, in the order in which one would mend: the settings and each connection.

Each look returns a sentence; it raises InputError for what is broken and Advice for what one should know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.actions.passwords import new_password
from bot.bootstrap import NO_SCHOOL, House, open_house
from bot.commands import doctor_looks as looks
from bot.commands.doctor_looks import Advice
from bot.decision.policy import Policy
from bot.errors import IncidenciasError, InputError
from bot.mind.rule_check import ensure_sound
from bot.model.register import Enrolment
from bot.parsers.names.ner import Ner
from bot.ports.accounts import Account
from bot.rules.directory import RulesError
from bot.settings.config import load_settings_file
from bot.settings.values import School, Settings
from bot.store.register.enrolment import imported_at
from bot.text.amounts import amount

Check = tuple[str, Callable[[], str]]  #: what it is called, and the look

_OLD_REGISTER = timedelta(days=30)
_WITHOUT_PHONE = 0.2  #: of the guardians: their cases all end with a person


def checks(config: Path | None) -> Iterator[Check]:
    """Without settings and store there is not much to look at."""
    yield "modelo de nombres", _model
    settings = load_settings_file(config)
    yield "configuración", lambda: _settings(settings)
    try:
        house = open_house(settings)
    except IncidenciasError:
        yield "base de datos", lambda: str(open_house(settings))  # says once more what is wrong
        return
    yield "base de datos", lambda: looks.store(house)
    yield "ficheros secretos", lambda: looks.secrets(settings)
    yield "consola", lambda: looks.console(settings)
    for school in settings.school:
        for name, look in _school_checks(house, school):
            yield f"{school.id} · {name}", look


def _school_checks(house: House, school: School) -> Iterator[Check]:
    yield "reglas", lambda: _rules(house, school)
    yield "matrícula", lambda: _register(house, school)
    yield "buzón (IMAP)", lambda: _mailbox(house, school)
    yield "envío (SMTP)", lambda: house.sender(school).check()
    yield "servidor que autentica", lambda: looks.authserv(house, school)
    yield "credenciales", lambda: _accounts(house, school, "")
    for system in school.systems:
        yield f"sistema {system}", partial(_accounts, house, school, system)
    yield "SMS", lambda: _sms(house, school)
    yield "reloj", lambda: looks.clock(house, school)
    yield "en marcha", lambda: looks.running(house, school)


def _model() -> str:
    Ner.load()
    return "se carga."


def _settings(settings: Settings) -> str:
    if not settings.school:
        raise InputError(NO_SCHOOL)
    return "; ".join(f"{school.name} ({school.address})" for school in settings.school) + "."


def _rules(house: House, school: School) -> str:
    directory, state = house.wanted_rules(school), house.rules_kept.state(school.id)
    try:
        ensure_sound(directory)
    except RulesError as error:
        kept = (
            f"Mientras no se arregle, siguen en vigor las últimas reglas buenas: versión "
            f"{state.policy_version}, desde el {school.local(state.since):%d/%m/%Y %H:%M}."
            if state
            else "Nunca ha habido unas reglas buenas: el programa no arranca hasta que se arregle."
        )
        raise InputError(f"{error}\n{kept}") from error
    policy = Policy.load(directory)
    since = (
        f", en vigor desde el {school.local(state.since):%d/%m/%Y %H:%M}"
        if state and state.policy_version == policy.version
        else ""
    )
    return f"{amount(len(policy.rules), 'regla', 'reglas')} en {directory}, versión {policy.version}{since}."


def _register(house: House, school: School) -> str:
    register = house.desk.register(school.id)
    active = sum(s.enrolment is Enrolment.ACTIVE for s in register.students.values())
    if not active:
        raise InputError("no hay alumnado: cargue la exportación con «incidencias import RegAlum.csv».")
    when = imported_at(house.engine, school.id)
    if when is not None and datetime.now(UTC) - when > _OLD_REGISTER:
        raise Advice(
            f"es del {school.local(when):%d/%m/%Y}: exporte RegAlum otra vez y cárguelo con "
            "«incidencias import»."
        )
    mute = sum(not guardian.phones for guardian in register.guardians.values())
    if mute > _WITHOUT_PHONE * len(register.guardians):
        raise Advice(
            f"tutores sin teléfono: {mute} de {len(register.guardians)}; no se les puede mandar "
            "ninguna clave. ¿Salió la columna en la exportación? Complete los teléfonos en Séneca."
        )
    return (
        f"{amount(active, 'alumno', 'alumnos')} y {amount(len(register.guardians), 'tutor', 'tutores')}"
        + (f", del {school.local(when):%d/%m/%Y}." if when else ".")
    )


def _mailbox(house: House, school: School) -> str:
    mailbox = house.mailbox(school)
    try:
        return mailbox.check()
    finally:
        mailbox.close()


def _accounts(house: House, school: School, system: str) -> str:
    """The connection; with a test account also that a password can be set, for real."""
    provider = house.provider(school, system)
    said = provider.check()
    login = (school.systems[system] if system else school.credentials).test_account
    if login is None or provider.assisted:
        return said
    account = Account(guardian="doctor", dni=None, full_name="", login=login)
    password, now = new_password(provider.policy), datetime.now(UTC)
    provider.set_password(account, password, key=f"doctor/{now.isoformat()}", now=now)
    if not provider.look_up(account).must_change:
        raise InputError(f"{said} Pero nada obliga a cambiar la clave: revise la política de contraseñas.")
    return f"{said} Se ha renovado la clave de «{login}»."


def _sms(house: House, school: School) -> str:
    gateway = house.sms(school)
    if school.sms.kind == "none" and not house.provider(school).assisted:
        raise InputError(
            f"con credenciales «{school.credentials.kind}» hace falta un servicio de SMS: ponga [school.sms]."
        )
    return gateway.check()
