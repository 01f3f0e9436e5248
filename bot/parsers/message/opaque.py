"""Opaque S/MIME signatures: a mail wrapped in another format.

The parser is third-party code fed with hostile bytes: whatever it raises means "unreadable".
"""

from __future__ import annotations

from asn1crypto import cms

_MAX_BYTES = 5_000_000


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
