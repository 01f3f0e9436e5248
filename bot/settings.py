"""Settings as frozen values. Reading them from TOML and environment is `load` (see below)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoreSettings(_Frozen):
    """Where everything is kept."""

    url: str = "sqlite:///var/incidencias.db"  #: SQLAlchemy URL: sqlite:/// or postgresql+psycopg://
    key: SecretStr | None = None  #: key that encrypts secrets at rest (or `key_file`)
    key_file: Path | None = None


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
    timeout_s: float = 30.0


class ImapSettings(ServerSettings):
    """The mailbox that is read."""

    port: int = Field(default=993, ge=1, le=65535)
    folder: str = "INBOX"
    poll_s: float = 60.0  #: net under IDLE
    max_size: int = 26_214_400  #: bytes; over it only the headers are fetched


class SmtpSettings(ServerSettings):
    """Where answers go out."""

    port: int = Field(default=465, ge=1, le=65535)


class CredentialsSettings(_Frozen):
    """Which system holds the accounts; further keys belong to the provider."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: str = "seneca"


class SmsSettings(_Frozen):
    """Which gateway sends the codes; further keys belong to the gateway."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: str = "none"


class School(_Frozen):
    """One school and its mailbox."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")
    name: str
    address: str  #: the mailbox's own address
    aliases: tuple[str, ...] = ()  #: other addresses that are ours
    coordinator: str | None = None  #: who gets notices
    authserv_id: str | None = None  #: of our own server's Authentication-Results
    rules: Path | None = None  #: rules directory; None: the shipped ones
    country: Literal["ES", "SV"] = "ES"
    imap: ImapSettings | None = None
    smtp: SmtpSettings | None = None
    credentials: CredentialsSettings = CredentialsSettings()
    sms: SmsSettings = SmsSettings()

    @property
    def own_addresses(self) -> frozenset[str]:
        return frozenset(a.lower() for a in (self.address, *self.aliases))


class Settings(_Frozen):
    """The whole of `incidencias.toml`."""

    store: StoreSettings = StoreSettings()
    school: tuple[School, ...] = ()
    public_url: str | None = None  #: where the console is reached, for links in notices
