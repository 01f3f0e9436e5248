"""Groups of digits in a text, written in figures or in Spanish words, without those that are no phone.

`digit_groups` is the first half of reading phones: NIF, NIE, IBAN, dates, times, amounts, addresses,
courses ("2º", "3 ESO") and file numbers are taken out here, so that `numbers` only joins what is left.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from text_to_num import find_numbers


@dataclass(frozen=True, slots=True)
class DigitGroup:
    """`text[start:end]` reads as `digits`."""

    digits: str
    start: int
    end: int


_IS = r"(?:(?:es|el|la|del|de|alumn\w*|centro|n[ºo°]|n[uú]mero|num)\b\W{0,3}){0,4}"
#: Whole names or their three letters: "62 47 María" and "62 11 Julia" are a number and who has it.
_MONTHS = (
    r"(?:ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|may(?:o)?|jun(?:io)?|jul(?:io)?|ago(?:sto)?"
    r"|sep(?:t(?:iembre)?)?|set(?:iembre)?|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?)"
)
_STAGES = r"(?:e\.?s\.?o|bach\w*|primaria|smr|daw|dam|cfg?[bms]|f\.?p|pdc|diver\w*|grado)"
_UNITS = r"(?:h|hs|horas?|a[nñ]os|d[ií]as|semanas|meses|minutos|veces|hij[oa]s|ni[nñ][oa]s)"
#: One or two figures; two that end a number's groups are its own: "62 47 eso es todo".
_FEW = r"(?:(?<!\d)\d|(?<!\d[ ])(?<!\d)\d\d)"
_ADDRESSES = re.compile(r"(?:https?://|www\.)\S+|\b[\w.+-]{1,64}@[\w.-]+", re.IGNORECASE)
#: What looks like digits and is no phone. Every repetition is bounded: a hostile text costs no more time.
_NOT_PHONES = re.compile(
    rf"""
    (?=\d|\b(?:[A-Z]{{2}}\d|[CDEFINPSTXYZ]))(?:                      # quick: most places are within words
      \b[A-Z]{{2}}\d{{2}}(?:[ ]?[A-Z0-9]{{4}}){{3,7}}(?:[ ]?[A-Z0-9]{{1,3}})?\b  # IBAN
    | (?<=[.;:!?\n][ ])\d\)                             # "1)", "2)" of a list
      # NIF and NIE; "65412345 y" is none
    | \b(?:[XYZ][ .-]?\d{{1,2}}|\d{{2}})[.]?\d{{3}}[.]?\d{{2,3}}(?:-?[A-Z]|[ ]-?[ ]?(?-i:[B-DF-NP-TV-XZ]))\b
    | \b(?:n\.?i\.?[fe]|d\.?n\.?i|d\.?u\.?i|pasaporte|passport|documento)\b\W{{0,4}}{_IS}
      [XYZ]?[\d.]{{6,11}}(?:-?[A-Z\d])?\b
    | \b(?:(?<!en\ su\ )(?<!en\ el\ )(?<!en\ mi\ )expediente|exp
        |id\.?\s*escolar|nuss|seguridad\ social|c\.?\s?p|c[oó]digo\ postal|ticket|factura
        |pedido|n[uú]mero\ de\ matr[ií]cula|pin)\b\W{{0,4}}{_IS}\d[\d/-]*
    | (?<![\d.,/-])(?:0?[1-9]|[12]\d|3[01])(?:/(?:0?[1-9]|1[0-2])/(?:19|20)?\d\d       # dates
      |(?P<sep>[.-])(?:0?[1-9]|1[0-2])(?P=sep)(?:19|20)\d\d)(?![./-]?\d)
    | (?<![\d.,/-])(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01])(?!\d)
    | (?<!\d[ ])\b\d{{1,2}}[ ](?:de[ ])?{_MONTHS}\b(?:[ ]del?[ ]\d{{4}})?
    | (?<![\d:])\d{{1,2}}:\d\d(?::\d\d)?(?!\d)                       # times
    | (?<!\d)\d[\d.,]{{0,15}}[ ]?(?:€|euros?\b|%)
    | (?<!\d)\d{{1,2}}(?:[ ]?[ºª°]|[oa]\b|er[oa]?\b)                 # courses
    | {_FEW}[ ]?(?:de[ ])?(?:la[ ])?{_STAGES}\b
    | {_FEW}[ ]?{_UNITS}\b
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: A whole mobile number, perhaps with letters typed for figures: "6II 2O3 O4O", "61l203040".
_LOOKALIKE = re.compile(r"(?<![^\W_])[67](?:[ .-]?[\dOoIl]){8}(?![^\W_])")
_FIGURES_OF_IT = 4  #: so many of the nine are true figures at least
_LIKE = str.maketrans("OoIl", "0011")
_OTHER_DIGIT = re.compile(r"\d(?<![0-9])")
_FIGURES = re.compile(r"\d+")
_LETTER_BEFORE = re.compile(r"[^\W\d]+\Z")
_PHONE_LABEL = re.compile(
    r"(?:m[oó]v(?:il)?|t(?:e?l)?(?:e?f)?(?:no|n|ono)?|tel[eé]fono|phone|wh?ats?app|num(?:ero)?)\Z",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_]+|\d+|\s+|.", re.DOTALL)
#: Cheap test before the numerals grammar is asked: two numerals in a row.
_NUMERAL = (
    r"(?:cero|un[oa]?|dos|tres|cuatro|cinco|s[eé]is|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    r"|(?:die[cz]i|v[ei]inti)\w+|veinte|\w+[ae]nta|cien(?:to)?|\w+cient[oa]s|quinient[oa]s)"
)
_SPOKEN = re.compile(
    rf"\b(?=[cdnoqstuv]){_NUMERAL}\b(?:\W{{0,3}}\b(?:y|\d+|doble|triple|{_NUMERAL})\b)+|\d\W{{1,3}}{_NUMERAL}\b",
    re.IGNORECASE,
)
#: "doble cero": how often the figure that follows is meant.
_REPEATED = re.compile(
    r"\b(?P<times>doble|triple)\s(?=(?:cero|uno|dos|tres|cuatro|cinco|s[eé]is|siete|ocho|nueve)\b)",
    re.IGNORECASE,
)


def ascii_digits(text: str) -> str:
    """The text with every digit (Arabic, full-width, an O for a zero) as an ASCII one; offsets stay."""
    text = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    return _LOOKALIKE.sub(_with_figures, text)


def _with_figures(number: re.Match[str]) -> str:
    told = number[0]
    return told.translate(_LIKE) if sum(map(str.isdigit, told)) >= _FIGURES_OF_IT else told


def digit_groups(text: str) -> list[DigitGroup]:
    """Groups of digits that may belong to a phone, in order. `text` must hold ASCII digits only."""
    # Same length on purpose: a mask keeps every offset; "¦" joins nothing.
    masked = text
    if "@" in text or "://" in text or "www." in text.lower():
        masked = _ADDRESSES.sub(_mask, masked)
    if _FIGURES.search(masked):
        masked = _NOT_PHONES.sub(_mask, masked)
    groups = [DigitGroup(m[0], m.start(), m.end()) for m in _FIGURES.finditer(masked) if _free(masked, m)]
    if _SPOKEN.search(masked):
        groups.extend(_spoken(masked))
    return sorted(groups, key=lambda group: group.start)


def _mask(found: re.Match[str]) -> str:
    return "¦" * len(found[0])


def _free(text: str, found: re.Match[str]) -> bool:
    """Does the group stand alone? "abc123" and "123B" are no numbers; "tlf654…" is."""
    before = _LETTER_BEFORE.search(text, max(0, found.start() - 20), found.start())
    if before and not _PHONE_LABEL.match(before[0]):
        return False
    after = text[found.end() : found.end() + 2]
    one_letter = after[:1].isalpha() and not after[1:].isalpha()
    return after[:1] != "_" and (text[found.start() - 1 : found.start()] != "_") and not one_letter


class _Token:
    """What text2num wants of a token."""

    def __init__(self, found: re.Match[str]) -> None:
        self.start, self.end, self._text = found.start(), found.end(), found[0]

    def text(self) -> str:
        return self._text

    def text_lowercase(self) -> str:
        return self._text.lower()

    def nt_separated(self, _previous: _Token) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self._text.isdigit()


def _spoken(text: str) -> list[DigitGroup]:
    """The cardinal numbers in words, "doble cero" too; a lone "un" or "una" is an article."""
    tokens = [_Token(m) for m in _TOKEN.finditer(text)]
    repeated = {m.end(): m for m in _REPEATED.finditer(text)}
    groups = []
    for number in find_numbers(tokens, "es", 0.0):
        first = tokens[number.start]
        if not number.text.isdigit() or first.text_lowercase() in {"un", "una"}:
            continue
        digits, start = number.text, first.start
        if more := repeated.get(start):
            digits = digits[0] * (1 if more["times"].lower() == "doble" else 2) + digits
            start = more.start()
        groups.append(DigitGroup(digits, start, tokens[number.end - 1].end))
    return groups
