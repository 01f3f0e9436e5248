"""Phone cells of the register: free text with blanks, prefixes and several numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

# By far the most frequent cell; the full grammar would cost 60 µs each, 100,000 rows hold 200,000.
# Mobiles, and the landlines of Madrid and Andalusia, in the two ranges that are given out whole.
_PLAIN_SPANISH = re.compile(r"(?:\+34|0034)?((?:6\d|9[15])\d{7})", re.ASCII)
_GROUPING = str.maketrans("", "", " .-")
_BETWEEN_NUMBERS = re.compile(r"[/,;|\\]|[^\W\d_]+")
_NOT_DIAL = re.compile(r"[^\d+]")
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_LONGEST = 15  # digits of an E.164 number


class PhoneCell(NamedTuple):
    """What a cell holds: numbers in E.164, and whether something in it could not be read."""

    phones: tuple[str, ...] = ()
    unreadable: bool = False


_EMPTY = PhoneCell()


def read_phones(cell: str, country: str) -> PhoneCell:
    """Every valid number of the cell, in its order; a number without prefix is of `country`."""
    if not cell:
        return _EMPTY
    if country == "ES" and (plain := _PLAIN_SPANISH.fullmatch(cell.translate(_GROUPING))):
        return PhoneCell((f"+34{plain[1]}",))
    return _read_free_text(cell, country)


@lru_cache(maxsize=16_384)  # siblings repeat them
def _read_free_text(cell: str, country: str) -> PhoneCell:
    phones: list[str] = []
    unreadable = False
    for piece in _BETWEEN_NUMBERS.split(cell):
        if not any(c.isdigit() for c in piece):
            continue
        found = _numbers_in(piece, country)
        phones += found
        unreadable |= not found
    return PhoneCell(tuple(dict.fromkeys(phones)), unreadable or not phones)


@lru_cache(maxsize=4096)
def takes_sms(phone: str) -> bool:
    """Whether a number (E.164) is a mobile: Spain 6 and 7, El Salvador 6 and 7, else as its country says."""
    if phone.startswith(("+34", "+503")):
        return phone.removeprefix("+34").removeprefix("+503")[:1] in {"6", "7"}
    try:
        return phonenumbers.number_type(phonenumbers.parse(phone)) in _MOBILE
    except phonenumbers.NumberParseException:
        return False


def _numbers_in(piece: str, country: str) -> list[str]:
    """The numbers of a piece: one in any grouping, else several, else prefixes without "+"."""
    dial = _NOT_DIAL.sub("", piece)
    if number := _valid(dial, country):
        return [number]
    if several := [_e164(m.number) for m in phonenumbers.PhoneNumberMatcher(piece, country)]:
        return several
    if "-" in piece and all(halves := [_valid(half, country) for half in piece.split("-")]):
        return [half for half in halves if half]
    if 11 <= len(dial) <= _LONGEST and (number := _valid(f"+{dial}", country)):
        return [number]
    return []


def _valid(dial: str, country: str) -> str | None:
    try:
        number = phonenumbers.parse(dial, country)
    except phonenumbers.NumberParseException:
        return None
    return _e164(number) if phonenumbers.is_valid_number(number) else None


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
