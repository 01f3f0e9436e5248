"""Settings as frozen values. `bot.settings.config` reads them from TOML and environment."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

#: The clock on the wall of a school, by country.
ZONES = {"ES": ZoneInfo("Europe/Madrid"), "SV": ZoneInfo("America/El_Salvador")}


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", text):
        raise ValueError(f"«{text}» no es una dirección de correo")
    return text


def _hour(text: str) -> str:
    if not re.fullmatch(r"(([01]\d|2[0-3]):[0-5]\d)?", text):
        raise ValueError(f"«{text}» no es una hora: escríbala como 08:00 (o nada, para nunca)")
    return text


EmailAddress = Annotated[str, AfterValidator(_address)]
Hour = Annotated[str, AfterValidator(_hour)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoreSettings(_Frozen):
    """Where everything is kept."""

    url: str = "sqlite:///var/incidencias.db"  #: SQLAlchemy URL: sqlite:/// or postgresql+psycopg://
    key: SecretStr | None = None  #: key that encrypts secrets at rest (or `key_file`)
    key_file: Path | None = None
    keep_days: int = Field(default=90, ge=30)  #: then mails and names are forgotten; figures stay

    @field_validator("url")
    @classmethod
    def _known_engine(cls, url: str) -> str:
        if not url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
            raise ValueError("la URL de la base de datos empieza por sqlite:/// o postgresql://")
        return url


class OAuthSettings(_Frozen):
    """XOAUTH2 with an unattended token (Google service, Microsoft 365 client credentials)."""

    provider: Literal["google", "microsoft"]
    client_id: str
    client_secret: SecretStr | None = None
    client_secret_file: Path | None = None
    refresh_token: SecretStr | None = None
    refresh_token_file: Path | None = None
    tenant: str | None = None  #: Microsoft tenant id
    token_url: str | None = None  #: only to override (tests, national clouds)


class ServerSettings(_Frozen):
    """One mail server connection."""

    host: str
    port: int = Field(ge=1, le=65535)
    security: Literal["tls", "starttls", "none"] = "tls"
    username: str | None = None
    password: SecretStr | None = None
    password_file: Path | None = None
    ca_file: Path | None = None  #: own certificate authority
    oauth: OAuthSettings | None = None
    timeout_s: float = Field(default=30.0, gt=0)

    @model_validator(mode="after")
    def _somebody_signs_in(self) -> Self:
        ways = [way for way in ("password", "password_file", "oauth") if getattr(self, way) is not None]
        if ways and not self.username:
            raise ValueError(f"con «{ways[0]}» hace falta también «username»")
        return self


class ImapSettings(ServerSettings):
    """The mailbox that is read."""

    port: int = Field(default=993, ge=1, le=65535)
    folder: str = "INBOX"
    poll_s: float = Field(default=60.0, gt=0)  #: net under IDLE
    max_age_days: int = Field(default=30, ge=1)  #: older mails are left alone (first start on an old mailbox)
    max_size: int = Field(default=26_214_400, gt=0)  #: bytes; over it only the headers are fetched


class SmtpSettings(ServerSettings):
    """Where answers go out."""

    port: int = Field(default=465, ge=1, le=65535)


class CredentialsSettings(_Frozen):
    """Which system holds the accounts; further keys belong to the provider."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: str = "seneca"
    test_account: str | None = None  #: nobody's: `doctor` renews it to see that it can


class SmsSettings(_Frozen):
    """Which gateway sends the codes; further keys belong to the gateway."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: str = "none"
    receipt_minutes: int = Field(default=60, ge=1)  #: after which a text without receipt is a person's


SystemName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")]


class School(_Frozen):
    """One school and its mailbox."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")
    name: str
    address: EmailAddress  #: the mailbox's own address
    aliases: tuple[EmailAddress, ...] = ()  #: other addresses that are ours
    coordinator: EmailAddress | None = None  #: who gets notices
    reminder_at: Hour = "08:00"  #: of the day's mail about tasks in Séneca, in the school's time; "": none
    authserv_id: str | None = None  #: of our own server's Authentication-Results
    rules: Path | None = None  #: rules directory; None: the shipped ones
    country: Literal["ES", "SV"] = "ES"
    imap: ImapSettings | None = None
    smtp: SmtpSettings | None = None
    credentials: CredentialsSettings = CredentialsSettings()
    systems: dict[SystemName, CredentialsSettings] = {}  #: others, for resets of whole sections
    pupil_system: SystemName | None = None  #: which of them the console resets; None: that of `credentials`
    sms: SmsSettings = SmsSettings()

    @model_validator(mode="after")
    def _pupil_system_is_one(self) -> Self:
        if self.pupil_system and self.pupil_system not in self.systems:
            raise ValueError(f"«pupil_system»: no hay ningún [school.systems.{self.pupil_system}]")
        return self

    def local(self, moment: datetime) -> datetime:
        """The same moment by the clock on its wall."""
        return moment.astimezone(self.zone)

    @property
    def zone(self) -> ZoneInfo:
        return ZONES[self.country]

    def midnight(self, day: date) -> datetime:
        """When a day of the school begins."""
        return datetime.combine(day, time(), self.zone)

    @property
    def own_addresses(self) -> frozenset[str]:
        return frozenset(a.lower() for a in (self.address, *self.aliases))

    @property
    def domain(self) -> str:
        """Of its Message-IDs."""
        return self.address.rpartition("@")[2]


StaffDelivery = Literal["link", "encrypted", "plain"]


class OidcSettings(_Frozen):
    """Sign-in to the console with institutional accounts (OpenID Connect)."""

    issuer: str
    client_id: str
    client_secret: SecretStr | None = None
    client_secret_file: Path | None = None
    domains: tuple[str, ...] = Field(min_length=1)  #: of the accounts that are let in
    label: str = "la cuenta del centro"  #: what the button calls them
    ca_file: Path | None = None

    @field_validator("issuer")
    @classmethod
    def _over_tls(cls, url: str) -> str:
        if not re.match(r"https://|http://(127\.0\.0\.1|localhost|\[::1\])(:|/|$)", url):
            raise ValueError("«issuer» empieza por https://")
        return url

    @field_validator("domains")
    @classmethod
    def _lower(cls, domains: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(domain.lower().lstrip("@") for domain in domains)


class ConsoleSettings(_Frozen):
    """The pages of the console; `public_url` says how people reach them."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    proxies: tuple[str, ...] = ()  #: addresses whose X-Forwarded-For and -Proto are believed
    idle_minutes: int = Field(default=30, ge=1)  #: signed out after so long without a click
    session_hours: int = Field(default=12, ge=1)  #: signed out after so long in any case
    #: how a teacher gets a section's passwords: a link that serves once, a PDF with a phrase, a PDF without
    staff_delivery: StaffDelivery = "link"
    oidc: OidcSettings | None = None
    metrics_token: SecretStr | None = None  #: what Prometheus shows to read /metrics; without it, nobody may


class Settings(_Frozen):
    """The whole of `incidencias.toml`."""

    store: StoreSettings = StoreSettings()
    school: tuple[School, ...] = ()
    console: ConsoleSettings = ConsoleSettings()
    public_url: str | None = None  #: where the console is reached, for links in notices

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("https://", "http://")):
            raise ValueError("«public_url» empieza por https:// (o http://)")
        return url

    @field_validator("school")
    @classmethod
    def _each_school_once(cls, schools: tuple[School, ...]) -> tuple[School, ...]:
        for what, given in (("id", [s.id for s in schools]), ("address", [s.address for s in schools])):
            twice = next((value for value in given if given.count(value) > 1), None)
            if twice is not None:
                raise ValueError(f"dos centros con {what} = «{twice}»")
        return schools
