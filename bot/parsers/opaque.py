"""Containers that are not MIME: winmail.dat (TNEF) and opaque S/MIME signatures.

Both parsers are third-party code fed with hostile bytes: whatever they raise means "unreadable".
"""

from __future__ import annotations

import contextlib
import io
import logging
from dataclasses import dataclass

from asn1crypto import cms
from tnefparse import TNEF

_MAX_BYTES = 5_000_000
logging.getLogger("tnef-decode").setLevel(logging.CRITICAL)  # it logs every oddity of the sender


@dataclass(frozen=True, slots=True)
class Winmail:
    """What winmail.dat holds: its text (either may be "") and its attachments (name, size)."""

    text: bytes = b""
    html: bytes = b""
    attachments: tuple[tuple[str, int], ...] = ()


def read_winmail(data: bytes) -> Winmail | None:
    """The body inside a TNEF stream ([MS-OXTNEF]); None when it cannot be read."""
    if len(data) > _MAX_BYTES:
        return None
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            tnef = TNEF(data, do_checksum=False)
            return Winmail(
                _as_bytes(tnef.body),
                _as_bytes(tnef.htmlbody),
                tuple((str(a.long_filename() or a.name or ""), len(a.data or b"")) for a in tnef.attachments),
            )
    except Exception:  # noqa: BLE001 - see the module's docstring
        return None


def _as_bytes(value: object) -> bytes:
    if isinstance(value, list):
        value = value[0] if value else b""
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    return value if isinstance(value, bytes) else b""


def read_signed(data: bytes) -> bytes | None:
    """The MIME entity inside an opaque signature (RFC 8551 §3.5.2); None when there is none.

    The signature is not verified: it proves nothing about a guardian.
    """
    if len(data) > _MAX_BYTES:
        return None
    try:
        info = cms.ContentInfo.load(data)
        if info["content_type"].native != "signed_data":
            return None
        inner = info["content"]["encap_content_info"]["content"].native
    except Exception:  # noqa: BLE001 - see the module's docstring
        return None
    return inner if isinstance(inner, bytes) else None
