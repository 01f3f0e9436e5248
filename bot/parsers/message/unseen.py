"""Characters that the eye does not see: removed, so that what is read is what a person reads."""

from __future__ import annotations

import re
import unicodedata

#: Zero-width, soft hyphen, bidi controls, Hangul fillers, tag characters, variation selectors of CJK,
#: private marks of our own (see html.py).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)
#: What only somebody who hides something writes: a letter run broken by zero-width characters,
#: overridden direction, tag letters.
_SUSPICIOUS = re.compile("\\w[\u200b\u2060\ufeff]+\\w|[\u202d\u202e\u2066-\u2068]|[\U000e0020-\U000e007e]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ODD_ASCII = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_COMBINING = re.compile("[\u0300-\u036f]")
_TOKEN = re.compile(r"\S{1,200}")  # composing a long run of accents takes quadratic time
_MANY_BLANK = re.compile(r"\n{3,}")

NOTE = "caracteres invisibles retirados"


def visible(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Text without unseen characters, newlines "\n", plain spaces; notes when something was hidden.

    Idempotent. Combining accents are composed (NFC), so that "n" + tilde is one "ñ".
    """
    if text.isascii() and not _ODD_ASCII.search(text):
        return text, ()
    notes = (NOTE,) if _SUSPICIOUS.search(text) else ()
    text = _BREAK.sub("\n", text)
    text = _SPACE.sub(" ", _CONTROL.sub("", _INVISIBLE.sub("", text)))
    if _COMBINING.search(text):
        text = _TOKEN.sub(lambda token: unicodedata.normalize("NFC", token[0]), text)
    return text, notes


def tidy(text: str) -> str:
    """No trailing blanks, at most one empty line in a row, no empty line at either end."""
    return _MANY_BLANK.sub("\n\n", _strip_line_ends(text)).strip("\n")


def _strip_line_ends(text: str) -> str:
    return "\n".join(line.rstrip(" \t") for line in text.split("\n"))


def one_line(text: str) -> str:
    """A header value as one clean line."""
    return " ".join(visible(text)[0].split())
