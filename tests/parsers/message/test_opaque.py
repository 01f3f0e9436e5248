"""A mail inside an opaque signature; whatever is none gives nothing. A real one: mails/smime_signed_opaque.eml."""

import pytest
from asn1crypto import cms

from bot.parsers.message.opaque import read_signed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no DER at all",
        cms.ContentInfo({"content_type": "data", "content": b"x"}).dump(),
        bytes(5_000_001),
    ],
    ids=["nothing", "other bytes", "not signed", "too large"],
)
def test_what_is_none(data):
    assert read_signed(data) is None
