"""What our own server says of the sender (RFC 8601): PASS, FAIL or NONE.

Only the topmost `Authentication-Results` that bears our authserv-id counts: whoever sends a mail can
write further ones below it. The reading is tolerant on purpose: a strict parser gives up on values
that the *sender* chooses (envelope addresses with "=", quotes, comments), and a verdict that
vanishes is what a forger wants. Microsoft 365 writes no authserv-id; such a header is ours only when
the configured id is Microsoft's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model.mail import SenderVerdict

_MICROSOFT = re.compile(r"(?:^|\.)(?:outlook|office365|microsoft)\.com$")
_DMARC_FAIL = re.compile(r"(?:^|[;\s])dmarc\s*=\s*fail\b", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_MAX_COMMENT_DEPTH = 10
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_METHOD = re.compile(r"^\s*(dmarc|dkim|spf)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:header\.[di]|smtp\.(?:mailfrom|helo))\s*=\s*<?(?:[^\s;@]*@)?([\w.-]+)", re.IGNORECASE
)
_FAILED = {"fail", "softfail", "permerror", "hardfail"}


def sender_verdict(results: Sequence[str], *, authserv_id: str | None, sender_domain: str) -> SenderVerdict:
    """`results`: the Authentication-Results values, top to bottom.

    dmarc decides; without it both spf and dkim must fail for FAIL, and one of them must pass for the
    sender's own domain for PASS.
    """
    ours = next((value for value in results if _is_ours(value, authserv_id)), None)
    if ours is None:
        return SenderVerdict.NONE
    if _DMARC_FAIL.search(ours):  # looked for before any quote or bracket could swallow it
        return SenderVerdict.FAIL
    found: dict[str, set[str]] = {}
    aligned = False
    for clause in _bare(ours).split(";"):
        method = _METHOD.match(clause)
        if method:
            result = method[2].lower()
            found.setdefault(method[1].lower(), set()).add(result)
            aligned |= result == "pass" and _same_domain(clause, sender_domain)
    dmarc = found.get("dmarc", set())
    if "pass" in dmarc or aligned:
        return SenderVerdict.PASS
    spf, dkim = found.get("spf", set()), found.get("dkim", set())
    failed = bool(spf and dkim) and spf <= _FAILED and dkim <= _FAILED
    return SenderVerdict.FAIL if failed else SenderVerdict.NONE


def _is_ours(value: str, authserv_id: str | None) -> bool:
    if not authserv_id:
        return False
    own = authserv_id.strip().lower()
    first = _bare(value).split(";")[0].split()
    if _METHOD.match(value):
        return bool(_MICROSOFT.search(own))
    return bool(first) and first[0].lower() == own


def _bare(value: str) -> str:
    """Without comments (they nest) and with quoted strings emptied: neither can hold a result."""
    value = _QUOTED.sub('""', value)
    for _ in range(_MAX_COMMENT_DEPTH):
        shorter = _COMMENT.sub("", value)
        if shorter == value:
            break
        value = shorter
    return value


def _same_domain(clause: str, sender_domain: str) -> bool:
    """Relaxed alignment (RFC 7489 §3.1): the same domain or one below the other."""
    ours = sender_domain.lower()
    for domain in (found[1].lower().rstrip(".") for found in _DOMAIN.finditer(clause)):
        if domain == ours or domain.endswith(f".{ours}") or ours.endswith(f".{domain}"):
            return "." in domain
    return False
