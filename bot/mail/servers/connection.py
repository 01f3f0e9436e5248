"""What IMAP and SMTP share: verified TLS, no silent plaintext, the password read when it is needed."""

from __future__ import annotations

import ssl
from functools import lru_cache
from pathlib import Path

from pydantic import SecretStr

from bot.errors import TransportError, why
from bot.settings.values import ServerSettings
from bot.system.tls import is_loopback, verified_tls


def tls_context(settings: ServerSettings) -> ssl.SSLContext:
    """A context that verifies certificate and host name; with `ca_file` only that authority counts.

    All lines share it until the file of the authorities changes: to read the system's takes as long as to
    sign in several times. Raises TransportError when `ca_file` cannot be read.
    """
    ca_file = settings.ca_file
    return _context(ca_file, _version(ca_file or ssl.get_default_verify_paths().cafile))


@lru_cache(maxsize=8)
def _context(ca_file: Path | None, _version: tuple[int, int] | None) -> ssl.SSLContext:
    return verified_tls(ca_file)


def _version(file: Path | str | None) -> tuple[int, int] | None:
    """Another one when the file has changed; None when there is none."""
    if file is None:
        return None
    try:
        seen = Path(file).stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size


def password_of(settings: ServerSettings) -> str:
    """The password, read from its file at every sign-in so that a changed one is picked up."""
    password = secret_of(settings.password, settings.password_file)
    if password is None:
        raise TransportError(
            f"Falta la contraseña de {settings.username} (password_file, password u oauth).", permanent=True
        )
    return password


def secret_of(value: SecretStr | None, file: Path | None) -> str | None:
    """What stands in the settings or in a file of its own; None when in neither. Raises TransportError."""
    if value is not None:
        return value.get_secret_value()
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise TransportError(
            f"No se puede leer el secreto de «{file}» ({why(error)}): corrija la ruta o sus permisos.",
            permanent=True,
            detail=type(error).__name__,
        ) from None


def refuse_plaintext_secrets(settings: ServerSettings) -> None:
    """Without TLS a password or token may travel only inside this machine.

    Raises TransportError. `security = "none"` stays possible for tests, the demo and a local relay.
    """
    if settings.security == "none" and not is_loopback(settings.host):
        raise TransportError(
            f"No se envía la contraseña a {settings.host} sin cifrar: ponga security = «tls» o «starttls».",
            permanent=True,
        )
