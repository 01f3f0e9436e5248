"""TLS that verifies, for every connection of ours."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path

from bot.errors import TransportError


def verified_tls(ca_file: Path | None) -> ssl.SSLContext:
    """A context that verifies certificate and host name; with `ca_file` only that authority counts.

    Raises TransportError when the file cannot be read.
    """
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise TransportError(
            f"No se puede leer ca_file «{ca_file}»: debe ser el certificado de una autoridad, en PEM.",
            permanent=True,
            detail=repr(error),
        ) from None


def is_loopback(host: str) -> bool:
    """Is it this very machine? Only there may something secret travel without TLS."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
