"""Bytes of a text part -> str, whatever charset it claims.

The declared charset is believed when it fits. What does not fit is read as UTF-8 whose bad bytes
are windows-1252 letters (an undeclared latin-1 "ñ" stays an "ñ"), and only text that is clearly
not Western goes to charset-normalizer, a small sample of it.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import ftfy
from charset_normalizer import from_bytes
from ftfy.badness import is_bad

#: Codecs that Python calls text encodings and that no mail may choose (slow, or code of their own).
_FORBIDDEN = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
#: Browsers and mail programs read these names as windows-1252, and so do their users.
_AS_WINDOWS = {"iso8859-1", "ascii", "latin_1"}
_SINGLE_BYTE = re.compile(r"^(iso8859|cp12|cp8|cp4|koi8|mac)")
#: Charsets of the other scripts that families here write in.
_OTHER_SCRIPTS = ["cp1251", "koi8_r", "koi8_u", "cp1256", "gb18030", "big5"]
_GUESS_BYTES = 1_024  # charset-normalizer takes tens of milliseconds on much more
_MEND_CHARS = 10_000  # ftfy needs some 4 ms for 1,000 characters of mojibake
#: A UTF-8 lead byte read as a letter, then a continuation byte read as a sign: cheap to look for.
_MOJIBAKE = re.compile("[ÂÃÄÅÎÏÐÑØÙâãåæçèéï][\x80-\xbf\u0152-\u02dc\u2013-\u2122]")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decoding error handler: the bytes that are not UTF-8 are windows-1252 (else latin-1)."""
    assert isinstance(error, UnicodeDecodeError)
    bad = error.object[error.start : error.end]
    return "".join(_windows_letter(byte) for byte in bad), error.end


@lru_cache(maxsize=256)
def _windows_letter(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore")


codecs.register_error("windows-1252", _as_windows_1252)


def to_text(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """Decode a part; never raises. Returns the text (no NUL) and Spanish notes on what was odd."""
    text, notes = _decode(data, _codec(declared))
    text = text.replace("\0", "").removeprefix("\ufeff")
    mended = _mend(text)
    if mended != text:
        notes = (*notes, "acentos estropeados recompuestos")
    return mended, notes


def _codec(declared: str | None) -> str | None:
    """The Python codec of a charset name; None when unknown, forbidden or not for text."""
    try:
        info = codecs.lookup((declared or "").strip(" \"'").encode("ascii", "ignore").decode()[:40])
    except (LookupError, ValueError):
        return None
    return info.name if info._is_text_encoding and info.name not in _FORBIDDEN else None  # noqa: SLF001 - CPython's own test for text codecs


def _decode(data: bytes, codec: str | None) -> tuple[str, tuple[str, ...]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), ()
    if data.isascii() and (codec is None or codec in _AS_WINDOWS or _SINGLE_BYTE.match(codec)):
        return data.decode("ascii"), ()
    if codec is None or codec in _AS_WINDOWS or codec == "utf-8" or _SINGLE_BYTE.match(codec):
        utf8 = _strict(data, "utf-8")
        if utf8 is not None:
            lie = codec not in (None, "utf-8", "ascii")
            return utf8, ((f"juego de caracteres declarado {codec}, era utf-8",) if lie else ())
    if codec in _AS_WINDOWS and codec != "ascii":
        return data.decode("utf-8", "windows-1252") if _mostly_utf8(data) else _windows(data), ()
    if codec is not None and codec not in ("utf-8", "ascii"):
        text = _strict(data, codec)
        if text is not None:
            return text, ()
    return _guess(data)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, OverflowError):
        return None


def _mostly_utf8(data: bytes) -> bool:
    """A UTF-8 text in which a relay or a cut broke a few bytes."""
    good = len(_UTF8_LETTER.findall(data))
    return good > 3 and good * 2 > sum(byte > 0x7F for byte in data[:20_000]) * 0.8


_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def _windows(data: bytes) -> str:
    return data.decode("cp1252") if _strict(data, "cp1252") is not None else data.decode("latin-1")


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Undeclared (or wrongly declared) 8-bit text that is not UTF-8."""
    high = sum(byte > 0x7F for byte in data[:_GUESS_BYTES])
    letters = high + sum(65 <= (byte & 0xDF) <= 90 for byte in data[:_GUESS_BYTES])
    if high >= 12 and high * 2 > letters:  # accents are rare in Western text: this is another script
        best = from_bytes(data[:_GUESS_BYTES], cp_isolation=_OTHER_SCRIPTS).best()
        if best is not None:
            return data.decode(best.encoding, "replace"), (f"juego de caracteres supuesto: {best.encoding}",)
    text = data.decode("utf-8", "windows-1252") if _mostly_utf8(data) else _windows(data)
    return text, ("juego de caracteres supuesto: windows-1252",)


def _mend(text: str) -> str:
    """Undo mojibake ("MuÃ±oz") line by line; a line without its marks is never touched."""
    if text.isascii() or not _MOJIBAKE.search(text) or not is_bad(text[:_MEND_CHARS]):
        return text
    head, cut, tail = text[:_MEND_CHARS], "", text[_MEND_CHARS:]
    head, cut, broken = head.rpartition("\n") if tail else (head, "", "")
    mended = (ftfy.fix_encoding(line) if is_bad(line) else line for line in head.split("\n"))
    return "\n".join(mended) + cut + broken + tail
