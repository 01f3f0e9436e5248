"""A signed-in IMAP connection, and the server's own way of naming folders."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError
from imapclient.imapclient import SENT

from bot.errors import TransportError
from bot.mail.servers.connection import password_of, refuse_plaintext_secrets, tls_context
from bot.mail.servers.faults import connection_fault, no_starttls, sign_in_fault, without_addresses
from bot.mail.servers.oauth import TokenSource
from bot.mail.servers.sign_ins import SignIns
from bot.settings.values import ImapSettings, ServerSettings

_SENT_NAMES = ("Sent", "Enviados", "Elementos enviados", "Sent Items", "Sent Messages")


@contextmanager
def speaking_to(settings: ServerSettings) -> Iterator[None]:
    """Whatever goes wrong inside becomes a TransportError with a plain sentence."""
    try:
        yield
    except (imaplib.IMAP4.abort, OSError) as error:
        raise connection_fault(error, settings) from error
    except IMAPClientError as error:
        raise TransportError(
            f"{settings.host} no ha podido hacer lo que se le pedía en el buzón; se volverá a intentar.",
            permanent=False,
            detail=without_addresses(str(error)),
        ) from error


def open_imap(settings: ImapSettings, sign_ins: SignIns) -> IMAPClient:
    """Connect, encrypt, sign in. Raises TransportError; nothing secret travels unencrypted.

    A shared mailbox (Microsoft 365) is signed into with *its* address as `username`.
    """
    refuse_plaintext_secrets(settings)
    context = tls_context(settings)
    with sign_ins.minded(settings), speaking_to(settings):
        client = IMAPClient(
            settings.host,
            port=settings.port,
            ssl=settings.security == "tls",
            ssl_context=context,
            timeout=settings.timeout_s,
        )
        try:
            client.normalise_times = False  # aware datetimes
            if settings.security == "starttls":
                _encrypt(client, settings, context)
            _sign_in(client, settings, sign_ins.tokens(settings))
        except BaseException:
            drop(client)
            raise
    return client


def drop(client: IMAPClient) -> None:
    """Close the line without a word; it may be closed already."""
    with suppress(OSError):
        client.shutdown()


def _encrypt(client: IMAPClient, settings: ImapSettings, context: ssl.SSLContext) -> None:
    if not client.has_capability("STARTTLS"):
        raise no_starttls(settings)
    client.starttls(context)


def _sign_in(client: IMAPClient, settings: ImapSettings, tokens: TokenSource | None) -> None:
    user = settings.username or ""
    try:
        if tokens is not None:
            client.oauth2_login(user, tokens.token())
            return
        password = password_of(settings)
        if client.has_capability("AUTH=PLAIN") and not (user + password).isascii():
            client.plain_login(user, password)  # LOGIN is ASCII only
        else:
            client.login(user, password)
    except LoginError as error:
        if tokens is not None:
            tokens.forget()  # withdrawn before its time: the next try asks for a new one
        raise sign_in_fault(str(error), settings) from None


def folder_path(client: IMAPClient, folder: str) -> str:
    """`folder` (with "/") as this server spells it: its namespace prefix and separator (RFC 2342)."""
    if client.has_capability("NAMESPACE"):
        for prefix, separator in client.namespace().personal or ():
            path: str = prefix + folder.replace("/", separator or "/")
            return path
    return folder


def has_folder(client: IMAPClient, path: str) -> bool:
    """Is there a folder that holds mails? A name that only has folders below it is none (RFC 5258)."""
    none = {b"\\Noselect", b"\\NonExistent"}
    return any(none.isdisjoint(flags) for flags, _, _ in client.list_folders("", path))


def ensure_folder(client: IMAPClient, path: str, settings: ImapSettings) -> None:
    """Create the folder when it is missing, and show it in mail programs."""
    if has_folder(client, path):
        return
    try:
        client.create_folder(path)
    except IMAPClientError as error:
        if not has_folder(client, path):  # else somebody was faster
            raise TransportError(
                f"El servidor no deja crear la carpeta «{path}» en {settings.username}: créela a mano.",
                permanent=True,
                detail=without_addresses(str(error)),
            ) from None
    client.subscribe_folder(path)


def sent_folder_path(client: IMAPClient) -> str:
    """Where this mailbox keeps what was sent: by SPECIAL-USE (RFC 6154), else by its usual names."""
    path: str | None = client.find_special_folder(SENT)
    if path is None:
        names = (folder_path(client, name) for name in _SENT_NAMES)
        path = next((name for name in names if has_folder(client, name)), folder_path(client, "Sent"))
    return path
