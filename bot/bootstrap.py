"""Builds every adapter from the settings; the only place that does."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TextIO

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.actions.deliver import Deliverer
from bot.actions.linked import Linked
from bot.actions.plugins import builder
from bot.bulk.job import Job
from bot.bulk.letter import letter
from bot.bulk.reset import Bulk
from bot.bulk_items import BulkRun, Delivery
from bot.decision.policy import Policy, rules_version
from bot.dossier import Dossier
from bot.errors import InputError, StoreAway
from bot.journey import Mind
from bot.mail.composer import SchoolComposer
from bot.mail.imap import ImapMailbox
from bot.mail.oauth import TokenSource
from bot.mail.own import OwnMail
from bot.mail.replies import Replies
from bot.mail.sent_folder import SentFolder
from bot.mail.smtp import SmtpSender
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.minds import Minds
from bot.model import Register
from bot.parsers.inbound import OwnIdentity
from bot.parsers.reader import Reader
from bot.ports import CredentialProvider, MailSender, OutgoingMail, PasswordPolicy, SmsGateway
from bot.registry.seneca import read_export
from bot.reminder import Reminder
from bot.review import Review
from bot.rule_check import problems_of
from bot.rules import RulesError, load_rules, shipped_rules
from bot.settings import School, ServerSettings, Settings
from bot.shadow import Shadow
from bot.store.accounts import SqlAccountBook
from bot.store.agenda import agenda
from bot.store.bulk import SqlBulkBook, SqlLinks
from bot.store.deliveries import SqlDeliveries, forget_passwords
from bot.store.desk import SqlDesk
from bot.store.engine import open_engine
from bot.store.forgetting import purge
from bot.store.intake import SqlIntake
from bot.store.migrate import check_schema, migrate
from bot.store.outbox import SqlOutbox
from bot.store.rule_versions import active_version, written_out
from bot.store.rules_kept import RulesKept
from bot.store.schools import SqlReminders
from bot.store.secrets import SecretBox, check_key, secret_box
from bot.store.staff import SqlStaff
from bot.store.texts import SqlTexts
from bot.store.tickets import SqlTickets
from bot.worker.post import Chore, Post
from bot.worker.spare import Spare
from bot.worker.thinking import ANSWERS_AFTER, Thinker
from bot.worker.worker import Worker

log = structlog.get_logger(__name__)

# --------------------------------------------------------------------------- thinking


def build_mind(
    register: Register | RegisterIndex,
    rules: Path,
    own: OwnIdentity,
    *,
    school: str,
    domain: str,
    assisted: bool,
    passwords: PasswordPolicy | None = None,
    country: str = "ES",
    coordinator: str | None = None,
) -> Mind:
    """All that the bot knows about one school. Raises RulesError with every mistake in the rules.

    An index that was made before is used again: over a large register it takes its time.
    """
    return Mind(
        school=school,
        own=own,
        domain=domain,
        assisted=assisted,
        passwords=passwords or PasswordPolicy(),
        coordinator=coordinator,
        reader=Reader.load(rules, country=country),
        index=_index_of(register, rules),
        weights=load_rules(rules, "matching.yaml", MatchingRules),
        policy=Policy.load(rules),
    )


def _index_of(register: Register | RegisterIndex, rules: Path) -> RegisterIndex:
    if isinstance(register, RegisterIndex):
        return register
    return RegisterIndex(register, Hypocoristics.load(rules))


def mind_of_files(registry: Path, rules: Path | None, own: OwnIdentity) -> Mind:
    """For dry runs: an export and a rules directory instead of a database and settings."""
    register, _report = read_export(registry)
    return build_mind(
        register, rules or shipped_rules(), own, school="prueba", domain="prueba.invalid", assisted=False
    )


# --------------------------------------------------------------------------- the house


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Every adapter of one settings file."""

    settings: Settings
    engine: Engine
    box: SecretBox

    @property
    def desk(self) -> SqlDesk:
        return SqlDesk(self.engine, self.box)

    @property
    def tickets(self) -> SqlTickets:
        return SqlTickets(self.engine, self.box)

    def school(self, school: str | None) -> School:
        """The settings of a school; of the only one when none is named. Raises InputError."""
        known = {s.id: s for s in self.settings.school}
        if school is None and len(known) == 1:
            return next(iter(known.values()))
        if school not in known:
            raise InputError(f"Indique el centro con --school; hay: {', '.join(known) or 'ninguno'}.")
        return known[school]

    @property
    def rules_kept(self) -> RulesKept:
        return RulesKept(self.engine)

    def rules(self, school: School) -> Path:
        """The rules in force: those that are wanted; the last good ones while those are refused."""
        return self.rules_kept.unless_refused(school.id, self.wanted_rules(school))

    def wanted_rules(self, school: School) -> Path:
        """The published version; without any, the directory of the settings. It may be wrong."""
        version = active_version(self.engine, school.id)
        if version is not None:
            return written_out(self.engine, school.id, version)
        return school.rules or shipped_rules()

    def minds(self) -> Minds:
        """The current mind of each school, for whoever works on for a long time."""
        return Minds(
            rules=lambda school: self.rules(self.school(school)),
            register_version=self.desk.register_version,
            build=lambda school, rules, index: self.mind(self.school(school), rules=rules, index=index),
            keeper=self.rules_kept,
        )

    def mind(self, school: School, *, rules: Path | None = None, index: RegisterIndex | None = None) -> Mind:
        """What the bot knows about a school now, under other rules if wished."""
        provider = self.provider(school)
        return build_mind(
            index or self.desk.register(school.id),
            rules or self.rules(school),
            _identity(school),
            school=school.id,
            domain=_domain(school),
            assisted=provider.assisted,
            passwords=provider.policy,
            country=school.country,
            coordinator=school.coordinator,
        )

    def provider(self, school: School, system: str = "") -> Linked:
        """The system that holds the guardians' accounts, or another of the school's. Raises InputError."""
        if system and system not in school.systems:
            known = ", ".join(school.systems) or "ninguno: añada [school.systems.NOMBRE]"
            raise InputError(f"No hay ningún sistema «{system}»; hay: {known}.")
        settings = school.systems[system] if system else school.credentials
        section = f"[school.systems.{system}] kind" if system else "[school.credentials] kind"
        build = builder("bot.actions.credentials", settings.kind, section)
        provider: CredentialProvider = build(settings, SqlAccountBook(self.engine, school.id))
        return Linked(provider, SqlLinks(self.engine, school.id, system))

    def bulk(self, school: School, system: str = "") -> Bulk:
        """Resets of whole sections in one system. Raises InputError."""
        return Bulk(
            school=school.id,
            system=system,
            provider=self.provider(school, system),
            book=SqlBulkBook(self.engine, self.box),
            clock=lambda: datetime.now(UTC),
        )

    @property
    def staff(self) -> SqlStaff:
        return SqlStaff(self.engine, self.box)

    @property
    def deliveries(self) -> SqlDeliveries:
        return SqlDeliveries(self.engine, self.box)

    def job(self, school: School, *, mailer: Callable[[], MailSender] | None = None) -> Job:
        """The resets that a school's teachers ask for in the console. Raises InputError."""
        way = self.settings.console.staff_delivery

        def write(run: BulkRun, delivery: Delivery, now: datetime) -> OutgoingMail:
            return letter(
                run,
                delivery,
                school=school.name,
                own=own_mail(school),
                way=way,
                url=f"{self.settings.public_url or ''}/{school.id}/renovaciones/{run.id}",
                now=school.local(now),
            )

        return Job(
            bulk=self.bulk(school, school.pupil_system or ""),
            deliveries=self.deliveries,
            mailer=mailer or partial(self.sender, school),
            write=write,
            keeps=way == "link",
            clock=lambda: datetime.now(UTC),
        )

    def sms(self, school: School) -> SmsGateway:
        """The school's SMS gateway. Raises InputError."""
        gateway: SmsGateway = builder("bot.actions.sms", school.sms.kind, "[school.sms] kind")(school.sms)
        return gateway

    def mailbox(self, school: School) -> ImapMailbox:
        """A new connection to the mailbox. Raises TransportError."""
        if school.imap is None:
            raise InputError(f"Falta [school.imap] en el centro «{school.id}».")
        return ImapMailbox.connect(
            school.imap, school=school.id, own=own_mail(school), tokens=_tokens(school.imap)
        )

    def sender(self, school: School) -> SmtpSender:
        """The way out for answers. Raises InputError when it is not set."""
        if school.smtp is None:
            raise InputError(f"Falta [school.smtp] en el centro «{school.id}».")
        sent = SentFolder(school.imap, _tokens(school.imap)) if school.imap else None
        return SmtpSender(school.smtp, address=school.address, sent=sent, tokens=_tokens(school.smtp))

    def review(self, school: School, *, by: str, mind: Callable[[], Mind] | None = None) -> Review:
        """The human steps of one school, taken by `by`; `mind`: what the bot knows, if it is at hand."""
        provider = self.provider(school)
        dossier = Dossier(
            register=mind().index.register if mind else self.desk.register(school.id),
            own=_identity(school),
            domain=_domain(school),
            assisted=provider.assisted,
            composer=partial(self.composer, school),
            mind=mind or partial(self.mind, school),
            past=self.desk.history,
            clock=_now,
        )
        return Review(
            school=school.id,
            tickets=self.tickets,
            dossier=dossier,
            passwords=provider.policy,
            by=by,
            clock=_now,
        )

    def composer(self, school: School) -> SchoolComposer:
        """Who writes the school's answers. Raises RulesError when a template is wrong."""
        return SchoolComposer(
            school=school.name,
            country=school.country,
            own=own_mail(school),
            replies=Replies(partial(self.rules, school)),
        )

    def post(self, school: School) -> Post:
        """One school's adapters for the worker."""
        provider = self.provider(school)
        return Post(
            school=school.id,
            mailbox=partial(self.mailbox, school),
            deliverer=Deliverer(
                school=school.id,
                outbox=SqlOutbox(self.engine, self.box),
                provider=provider,
                at_once=provider.at_once,
                sms=self.sms(school),
                mailer=self.sender(school),
                composer=self.composer(school),
                texts=SqlTexts(self.engine),
                receipt_within=timedelta(minutes=school.sms.receipt_minutes),
                clock=lambda: datetime.now(UTC),
            ),
            reminder=self._reminder(school),
        )

    def _reminder(self, school: School) -> Reminder | None:
        """Who mails the coordinator; None when nobody is to be reminded."""
        if school.coordinator is None or not school.reminder_at or not self.provider(school).assisted:
            return None
        return Reminder(
            school=school.id,
            to=school.coordinator,
            at=time.fromisoformat(school.reminder_at),
            zone=school.zone,
            domain=_domain(school),
            url=self.settings.public_url or "",
            work_items=self.tickets.work_items,
            memory=SqlReminders(self.engine),
            composer=self.composer(school),
            mailer=self.sender(school),
        )

    def worker(self, spare: Spare | None = None) -> Worker:
        """The worker over all schools; `spare`: a process in which it will think.

        Raises InputError when another one runs over the same SQLite file, RulesError with every mistake when
        the rules of a school are wrong and there have never been good ones to go on with.
        """
        if not self.settings.school:
            raise InputError("No hay ningún centro en la configuración: añada un [[school]].")
        for school in self.settings.school:
            self._settle_rules(school)
        posts: Mapping[str, Post] = {s.id: self.post(s) for s in self.settings.school}
        return Worker(
            posts,
            SqlIntake(self.engine),
            self.desk,
            partial(agenda, self.engine),
            partial(thinker_of, self.settings),
            owner=_owner(self.engine),
            chores=(
                Chore("retention", timedelta(days=1), self._forget_old),
                Chore("expiry", timedelta(hours=1), self._expire_bulk),
            ),
            spare=spare,
        )

    def _settle_rules(self, school: School) -> None:
        """So that every part of the worker starts with good rules. Raises RulesError as `worker` says."""
        wanted = self.wanted_rules(school)
        problems = [] if wanted == shipped_rules() else list(problems_of(wanted))
        if not problems:
            self.rules_kept.good(school.id, wanted, rules_version(wanted))
            return
        told = [str(problem) for problem in problems]
        if not self.rules_kept.refused(school.id, wanted, told):
            raise RulesError(problems)
        log.error("rules_refused_last_good_kept", school=school.id, problems=told)

    def _forget_old(self, school: str) -> None:
        now = datetime.now(UTC)
        purge(self.engine, school, before=now - timedelta(days=self.settings.store.keep_days), now=now)
        forget_passwords(self.engine, school, now=now)

    def _expire_bulk(self, school: str) -> None:
        settings = self.school(school)
        for system in ("", *settings.systems):
            self.bulk(settings, system).expire()

    def thinker(self) -> Thinker:
        """Who decides the stored mails."""
        minds = self.minds()
        desk = SqlDesk(self.engine, self.box, answers_after=ANSWERS_AFTER)
        return Thinker(desk=desk, minds=minds, aside=Shadow(self.engine, minds.under).follow)


def thinker_of(settings: Settings) -> Thinker:
    """The thinker of a process of its own. Raises InputError as `open_house`."""
    return open_house(settings).thinker()


def open_house(settings: Settings, *, migrating: bool = False) -> House:
    """Open the store. Raises StoreAway, or InputError when its schema or key is not the program's."""
    engine = open_engine(settings.store.url)
    try:
        if migrating:
            migrate(engine)
        else:
            check_schema(engine)
        box = secret_box(settings.store)
        check_key(engine, box)
    except DBAPIError as error:
        raise StoreAway(
            f"No se puede abrir la base de datos {engine.url.render_as_string()}: {_first_line(error)}. "
            "Compruebe [store] url, que el servidor esté en marcha y que el fichero sea suyo."
        ) from error
    return House(settings=settings, engine=engine, box=box)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0].rstrip(".")


def own_mail(school: School) -> OwnMail:
    """How a school's own mails are known again."""
    return OwnMail(address=school.address.lower(), marker=school.id)


def _now() -> datetime:
    return datetime.now(UTC)


def _identity(school: School) -> OwnIdentity:
    return OwnIdentity(
        addresses=school.own_addresses,
        authserv_id=school.authserv_id,
        loop_marker=own_mail(school).marker,
    )


def _domain(school: School) -> str:
    return school.address.rpartition("@")[2]


def _tokens(settings: ServerSettings) -> TokenSource | None:
    return TokenSource(settings.oauth) if settings.oauth else None


_held: list[TextIO] = []  #: lock files stay open, and so locked, as long as the process lives


def _owner(engine: Engine) -> str:
    """This process's name among the owners of mailboxes.

    Over one SQLite file there is one worker at a time, held to by a lock that dies with the process: so a
    restarted one takes its mailboxes back at once. Over PostgreSQL a dead one's leases run out.
    """
    if engine.dialect.name != "sqlite":
        return f"{socket.gethostname()}:{os.getpid()}"
    lock = Path(f"{engine.url.database}.worker").open("w", encoding="ascii")  # noqa: SIM115 - held for ever
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InputError("Ya hay otro «incidencias worker» trabajando con esta base de datos.") from None
    _held.append(lock)
    return "worker"
