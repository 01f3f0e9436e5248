"""Builds every adapter from the settings; the only place that does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.actions.linked import Linked
from bot.actions.plugins import builder
from bot.bulk.job import Job
from bot.bulk.letter import letter
from bot.bulk.reset import Bulk
from bot.errors import InputError, StoreAway
from bot.mail.letters.composer import SchoolComposer
from bot.mail.letters.replies import Replies
from bot.mail.own import OwnMail
from bot.mail.servers.imap import ImapMailbox
from bot.mail.servers.sent_folder import SentFolder
from bot.mail.servers.sign_ins import SignIns
from bot.mail.servers.smtp import SmtpSender
from bot.matchers.index import RegisterIndex
from bot.mind.mind import Mind, build_mind
from bot.mind.minds import Minds
from bot.parsers.inbound import OwnIdentity
from bot.ports.accounts import CredentialProvider
from bot.ports.bulk import BulkRun, Delivery
from bot.ports.mail import MailSender, OutgoingMail
from bot.ports.texts import SmsGateway
from bot.review.dossier import Dossier
from bot.review.steps import Review
from bot.rules.directory import shipped_rules
from bot.settings.values import School, Settings
from bot.store.cases.tickets import SqlTickets
from bot.store.engine import open_engine
from bot.store.mails.desk import SqlDesk
from bot.store.migrate import check_schema, migrate
from bot.store.register.accounts import SqlAccountBook
from bot.store.register.links import SqlLinks
from bot.store.rules.kept import RulesKept
from bot.store.rules.versions import active_version, version_directory
from bot.store.secrets import SecretBox, check_key, secret_box
from bot.store.sections.deliveries import SqlDeliveries
from bot.store.sections.resets import SqlBulkBook
from bot.store.sections.staff import SqlStaff

NO_SCHOOL = "No hay ningún centro: añada un [[school]] a la configuración, o créela con «incidencias init»."


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Every adapter of one settings file."""

    settings: Settings
    engine: Engine
    box: SecretBox
    sign_ins: SignIns = field(default_factory=SignIns)  #: to mail servers

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
        if not known:
            raise InputError(NO_SCHOOL)
        if school not in known:
            raise InputError(f"Indique el centro con --school; hay: {', '.join(known)}.")
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
            return version_directory(self.engine, school.id, version)
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
            domain=school.domain,
            assisted=provider.assisted,
            passwords=provider.policy,
            country=school.country,
            coordinator=school.coordinator,
        )

    def provider(self, school: School, system: str = "") -> Linked:
        """The system that holds the guardians' accounts, or another of the school's. Raises InputError."""
        if system and system not in school.systems:
            known = f"; hay: {', '.join(school.systems)}" if school.systems else ""
            raise InputError(f"No hay ningún sistema «{system}»{known}. Añádalo en [school.systems].")
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
            clock=_now,
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
            clock=_now,
        )

    def sms(self, school: School) -> SmsGateway:
        """The school's SMS gateway. Raises InputError."""
        gateway: SmsGateway = builder("bot.actions.sms", school.sms.kind, "[school.sms] kind")(school.sms)
        return gateway

    def mailbox(self, school: School) -> ImapMailbox:
        """A new connection to the mailbox. Raises TransportError."""
        if school.imap is None:
            raise InputError(
                f"Falta [school.imap] en el centro «{school.id}»: es el servidor del que se lee el correo."
            )
        return ImapMailbox.connect(
            school.imap,
            school=school.id,
            own=own_mail(school),
            sign_ins=self.sign_ins,
        )

    def sender(self, school: School) -> SmtpSender:
        """The way out for answers. Raises InputError when it is not set."""
        if school.smtp is None:
            raise InputError(
                f"Falta [school.smtp] en el centro «{school.id}»: es el servidor por el que se contesta."
            )
        sent = SentFolder(school.imap, self.sign_ins) if school.imap else None
        return SmtpSender(
            school.smtp,
            address=school.address,
            sent=sent,
            sign_ins=self.sign_ins,
        )

    def review(self, school: School, *, by: str, mind: Callable[[], Mind] | None = None) -> Review:
        """The human steps of one school, taken by `by`; `mind`: what the bot knows, if it is at hand."""
        provider = self.provider(school)
        dossier = Dossier(
            register=mind().index.register if mind else self.desk.register(school.id),
            own=_identity(school),
            domain=school.domain,
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
            limit_mb=school.imap.max_size // 2**20 if school.imap else 0,  # without one, none is too large
        )


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
