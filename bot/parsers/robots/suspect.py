"""What is known of a mail when it is asked whether a machine wrote it; what its sender's address tells."""

# ruff: noqa: E501 - tables of phrases read better with a language or a thing a line

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.model.mail import Address, SenderVerdict
from bot.parsers.message.headers import Headers
from bot.text.ascii_text import LINK, ascii_text

#: What stands between quotation marks is somebody else's voice.
CITED = re.compile(r'"[^"\n]{10,600}"|<<[^<>\n]{10,600}>>')
_MAX_TEXT = 2_500  # what a machine has to say, it says at once
_NO_REPLY = re.compile(
    r"^(?:.*[._+-])?(?:no-?_?reply|do-?not-?reply|no[._-]?responder?|no[._-]?contestar|noresponda|ne-?pas-?repondre|nao-?responde?[ra]?)(?:[._+-].*|\d*)$"
)
_DAEMON = re.compile(r"^(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon|bounces?)\b")
#: Names of machines in an address: scanners, exchanges, watchdogs, platforms.
_MACHINE = re.compile(
    r"(?:^|[._+-])(?:scan(?:ner)?|escaner|mfp|mfc|multifuncion|(?:foto)?copiadora|escaneos?|impresora|printer|e?fax|voicemail|buzonvoz|centralita|pbx"
    r"|cron|root|nagios|zabbix|icinga|monitor(?:ing|izacion)?|nas|ups|sai|backups?|copias|daemon|mailer|robot|bot|system|server|servidor|consola"
    r"|alert(?:s|as?)?|avisos?|notif(?:y|icacion|icaciones|ications?)|dmarc\w*|tls\w*|reporting|newsletter|boletin|survey|encuestas?"
    r"|facturacion|recibos?|billing|invoices?|tracking|seguimiento|renovaciones|calendar|account-security)(?:[._+-]|\d*$)"
)
_OFFICE = re.compile(
    r"^(?:info|hola|clientes?|atencion\w*|agenda|comunidad|citas|soporte|contacto|comercial|marketing|noticias|eventos"
    r"|formacion|cursos|publicidad|ofertas|ventas|tienda|hello|support|team|news|events|sales)(?:[._+-]|\d*$)"
)
#: At these providers an address is a person's, whatever it is called.
_FREE_MAIL = {
    "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "icloud", "me", "aol", "gmx",
    "web", "proton", "protonmail", "telefonica", "movistar", "orange", "ono", "mail", "yandex", "qq", "163", "ukr",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """The mail as far as the question needs it."""

    headers: Headers
    sender: Address
    reply_to: Address | None
    subject: str
    text: str  #: the writer's own words with signature and footers, no quotes, no forwards
    verdict: SenderVerdict
    own_addresses: frozenset[str]
    loop_marker: str
    media_types: frozenset[str] = frozenset()
    report_type: str = ""
    calendar_method: str = ""
    has_links: bool = False  #: its HTML leads somewhere
    files: tuple[str, ...] = ()  #: names of the attachments

    @cached_property
    def title(self) -> str:
        """The subject, folded."""
        return ascii_text(self.subject)[:_MAX_TEXT]

    @cached_property
    def words(self) -> str:
        """The beginning of the text, folded."""
        return ascii_text(self.text[:_MAX_TEXT])[: 2 * _MAX_TEXT]  # an emoji becomes a whole word

    @cached_property
    def voice(self) -> str:
        """The text without what it cites between quotation marks."""
        return CITED.sub(" ", self.words)

    @property
    def null_path(self) -> bool:
        headers = self.headers
        return "return-path" in headers and headers.get("return-path").strip() in ("<>", "")

    @cached_property
    def links(self) -> bool:
        return self.has_links or bool(LINK.search(self.text))


def is_no_reply(address: str) -> bool:
    """Whether an address says that nobody reads it."""
    local, _, domain = address.partition("@")
    return bool(_NO_REPLY.match(local)) and not _is_free_mail(domain)


def is_machines(address: str) -> bool:
    """Whether an address bears the name of a machine; people write from such addresses too."""
    local, _, domain = address.partition("@")
    return is_no_reply(address) or (bool(_MACHINE.search(local)) and not _is_free_mail(domain))


def is_office(address: str) -> bool:
    """Whether an address is a desk's rather than a person's: "info@…", "clientes@…"."""
    local, _, domain = address.partition("@")
    return bool(_OFFICE.match(local)) and not _is_free_mail(domain)


def is_daemons(address: str) -> bool:
    return bool(_DAEMON.match(address))


def _is_free_mail(domain: str) -> bool:
    return (domain.split(".")[-2] if "." in domain else domain) in _FREE_MAIL
