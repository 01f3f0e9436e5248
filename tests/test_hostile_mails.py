"""Mails built to do harm go through the whole journey: each is decided and kept, and a family among them is served."""

from __future__ import annotations

import base64
import io
import zipfile

from bot.mind.mind import Mind
from tests.offices import SCHOOL, Office

MB = 2**20


def zipped(size: int) -> bytes:
    """A small file that would become a large one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deberes.txt", b"0" * size)
    return base64.encodebytes(file.getvalue())


BODIES = {
    "a thousand levels": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_000)
    ),
    "ten thousand parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 10_000,
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 2_000,
    "a header of a megabyte": b"X-Long: " + b"a" * MB + b"\n\nhola",
    "references without end": b"References: " + b"<a@b.test> " * 50_000 + b"\n\nhola",
    "zip bomb": b"Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
    + zipped(20 * MB),
    "base64 of megabytes": b"Content-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(b"hola " * (MB // 2)),
    "signed nonsense": (
        b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(b"\x30\x84\x7f\xff\xff\xff" * 50_000)
    ),
    "nothing but NUL": b"\n" + bytes(MB),
    "NUL in the text": b"Subject: iPa\0sen\n\nno puedo en\0trar",
    "unknown charset": b"Content-Type: text/plain; charset=x-no\n\n" + bytes(range(128, 256)) * 8_000,
    "accents without a letter": b"Content-Type: text/plain; charset=utf-8\n\n"
    + "\u0301".encode() * (MB // 2),
    "a page of open tables": b"Content-Type: text/html\n\n" + b"<table><tr><td>" * 60_000,
    "quotes in quotes": b"Content-Type: text/plain; format=flowed\n\n" + b">>>> hola \n" * 90_000,
    "no mail at all": b"\xff\xfe\x00\x01" * 1_000,
}


def test_each_is_decided_and_a_family_among_them_is_served(office: Office, wary_mind: Mind) -> None:
    office.deliver()
    office.mailer.sent.clear()
    family = office.families["no_phone"]
    mails = [b"From: Ana <ana%d@fuera.test>\n" % n + body for n, body in enumerate(BODIES.values())]
    office.receive([*mails, family.letter("Hola, mi hija no irá mañana a clase, tiene médico.")], wary_mind)
    office.deliver()
    with office.house() as house:
        cases = {case.sender: case for case in house.tickets.list_tickets(SCHOOL)}
        kept = {
            name: house.tickets.get(SCHOOL, cases[f"ana{n}@fuera.test"].number)
            for n, name in enumerate(BODIES)
            if f"ana{n}@fuera.test" in cases
        }
    assert kept.keys() == BODIES.keys()
    assert {name for name, file in kept.items() if file.mails[0].decision is None} == set()
    assert family.address in {mail.recipient for mail in office.mailer.sent}
