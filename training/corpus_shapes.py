"""How mail programs send a text: the MIME body of a corpus mail in the shape of a given program.

Everything is a function of the text and a seed string: the same source gives the same bytes.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from html import escape

POLICY = EmailPolicy(linesep="\n", utf8=False)


@dataclass(frozen=True, slots=True)
class Client:
    """A mail program: which parts it writes, in which charset, how its HTML looks."""

    parts: str  #: "plain", "html" or "both"
    charset: str
    encoding: str  #: Content-Transfer-Encoding
    line: str = "<div>{}</div>"  #: HTML of one line
    frame: str = "{}"  #: HTML around the lines
    quote: str = "<div>{intro}</div><blockquote>{lines}</blockquote>"
    marks_quotes: bool = True  #: "> " before quoted lines
    flowed: bool = False


_WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {{margin:0cm}} -->'
    '</style></head><body lang="ES"><div class="WordSection1">{}</div></body></html>'
)
_BORDER = (
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">{intro}</div>{lines}'
)

CLIENTS = {
    "plain": Client("plain", "utf-8", "8bit"),
    "webmail": Client("plain", "iso-8859-1", "quoted-printable"),
    "iphone": Client("plain", "utf-8", "quoted-printable"),
    "thunderbird": Client("plain", "utf-8", "8bit", flowed=True),
    "gmail": Client(
        "both",
        "utf-8",
        "quoted-printable",
        frame='<div dir="ltr">{}</div>',
        quote='<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{intro}</div>'
        '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{lines}</blockquote></div>',
    ),
    "gmail-android": Client("both", "utf-8", "base64", line="{}<br>", frame='<div dir="auto">{}</div>'),
    "yahoo": Client(
        "both",
        "utf-8",
        "base64",
        line='<div dir="ltr">{}</div>',
        frame='<html><body><div class="ydp1-wrap">{}</div></body></html>',
        quote='<div class="yahoo_quoted">{intro}<div>{lines}</div></div>',
    ),
    "outlook": Client(
        "both",
        "windows-1252",
        "quoted-printable",
        line='<p class="MsoNormal">{}</p>',
        frame=_WORD,
        quote=_BORDER,
        marks_quotes=False,
    ),
    "outlook-web": Client(
        "html",
        "windows-1252",
        "quoted-printable",
        line='<div class="elementToProof" style="font-family:Calibri">{}</div>',
        frame="<html><head></head><body>{}</body></html>",
        quote='<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg">{intro}</div>{lines}',
        marks_quotes=False,
    ),
    "samsung": Client(
        "html",
        "utf-8",
        "base64",
        line="{}<br/>",
        frame='<html><body><div id="composer_signature" dir="auto">{}</div></body></html>',
    ),
}


def body_of(
    client: str, text: str, *, quoted: str, html: str, attachments: Sequence[str], seed: str
) -> MIMEPart:
    """The MIME body. `quoted` is an introduction, an empty line and the earlier mail; `html` overrides.

    A program falls back to UTF-8 when its charset lacks a letter, as they all do.
    Raises KeyError for a program that is not known.
    """
    shape = CLIENTS[client]
    if not _encodable(text + quoted + html, shape.charset):
        shape = replace(shape, charset="utf-8")
    intro, _, earlier = quoted.partition("\n\n")
    message = EmailMessage(POLICY)
    written = html or _as_html(shape, text, intro, earlier)
    if shape.parts == "html" or (html and not text):
        message.set_content(written, subtype="html", charset=shape.charset, cte=shape.encoding)
    else:
        message.set_content(_as_plain(shape, text, intro, earlier), charset=shape.charset, cte=shape.encoding)
        if shape.flowed:
            message.set_param("format", "flowed")
        if shape.parts == "both" or html:
            message.add_alternative(written, subtype="html", charset=shape.charset, cte=shape.encoding)
    for name in attachments:
        kind = (mimetypes.guess_type(name)[0] or "application/octet-stream").split("/")
        message.add_attachment(_noise(f"{seed}/{name}"), maintype=kind[0], subtype=kind[1], filename=name)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{digest(seed, 24)}")
    return message


def digest(seed: str, length: int) -> str:
    """Hexadecimal characters that depend on the seed alone."""
    return hashlib.sha256(seed.encode()).hexdigest()[:length]


def _encodable(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _noise(seed: str) -> bytes:
    """Stands in for a photo: bytes that nobody is to read."""
    return b"".join(hashlib.sha256(f"{seed}{i}".encode()).digest() for i in range(8))


def _as_plain(shape: Client, text: str, intro: str, earlier: str) -> str:
    if not intro:
        return text
    mark = "> " if shape.marks_quotes else ""
    lines = "\n".join(f"{mark}{line}".rstrip() for line in earlier.splitlines())
    return f"{text}\n{intro}\n{'' if mark else chr(10)}{lines}\n"


def _as_html(shape: Client, text: str, intro: str, earlier: str) -> str:
    quote = shape.quote.format(intro=_lines(shape, intro), lines=_lines(shape, earlier)) if intro else ""
    return shape.frame.format(_lines(shape, text) + quote) + "\n"


def _lines(shape: Client, text: str) -> str:
    return "\n".join(shape.line.format(escape(line, quote=False) or "<br>") for line in text.splitlines())
