"""Phones in a text, however they are written, and numbers that were meant as one but are not complete.

A well-formed number of another person is still a phone (POLICY §2 row 6); one with digits missing or too
many is `PhoneKind.INCOMPLETE` and counts as not given (row 5). Which phone is iPasen's is not decided here:
every finding carries the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from bot.model.claim import Finding, Region
from bot.parsers.phones.digits import DigitGroup, ascii_digits, digit_groups
from bot.text.words import words


class PhoneKind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"  #: no SMS reaches it (special numbers too)
    FOREIGN = "foreign"  #: of another country than the school's
    INCOMPLETE = "incomplete"  #: digits missing or too many: no phone


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneFinding(Finding):
    """A phone: `value` is E.164; of an incomplete one, the digits as written."""

    kind: PhoneKind
    before: tuple[str, ...] = ()  #: folded words before it in its sentence or line, nearest last
    after: tuple[str, ...] = ()  #: folded words after it, nearest first


@dataclass(frozen=True, slots=True)
class _Plan:
    """How phones of a school's country look: wider than what is assigned, for a typo stays a number."""

    code: str
    length: int
    mobile: str
    landline: str


_PLANS = {"ES": _Plan("34", 9, "67", "89"), "SV": _Plan("503", 8, "67", "2")}

#: Words that allow a foreign number to be read without its prefix.
_COUNTRIES = {
    "RO": {"rumania", "romania", "rumano", "rumana", "romanesc"},
    "MA": {"marruecos", "marroqui", "maroc", "morocco"},
    "FR": {"francia", "frances", "france", "francais"},
    "PT": {"portugal", "portugues", "portuguesa"},
    "GB": {"inglaterra", "ingles", "inglesa", "england", "uk", "britanico"},
    "DE": {"alemania", "aleman", "alemana", "germany", "deutschland"},
    "IT": {"italia", "italiano", "italy"},
    "UA": {"ucrania", "ucraniano", "ukraine", "ukrainian"},
}
_PHONE_WORD = re.compile(
    r"(?:movil\w*|mov|mobil\w*|telef\w*|telf?|tlf\w*|tfn?o?|telemovel|cel|celular\w*|wh?ass?app?|whats\w*|wsp"
    r"|numero|num|numar\w*|number|phone|mobile|cell|portable|handy|contacto|llamar\w*|llamad\w*)"
)
#: A number after one of these words is something else, unless a phone word stands nearer to it.
_OTHER_WORD = re.compile(
    r"(?:dni|nif|nie|dui|pasaporte|(?<!en su )(?<!en el )(?<!en mi )expediente"
    r"|escolar|matricula|postal|cp|cuenta|ref\w*|registro|ticket"
    r"|factura|pedido|usuario|user|pin|codigo|error|version|colegiad[oa]|afiliacion|nacio|nacid[oa]"
    r"|nacimiento|iban|contrasena|clave|euros)"
)
#: What people put between the groups of one number: one line break at most; the two marks make a keycap.
_JOINT = re.compile(
    r"[ \t.,()/·•*_–—‐‑\-\xa0\u2000-\u200f\u202f\u2060\u20e3\ufe0f]{0,4}(?:\n[ \t>]{0,3})?[ \t]{0,2}"
)
#: Between two groups that hang together; an excess digit belongs to the number before it.
_TIGHT_JOINT = re.compile(r"[ .)\-\xa0]{0,2}")
_PLUS = re.compile(r"(?:[+＋]|\bm[aá]s\s|\bplus\s)[\s(]{0,2}\Z", re.IGNORECASE)
#: End of a line or sentence; the full stop of "tlf." ends nothing.
_BOUNDARY = re.compile(
    r"\n|(?<!(?i:\btlf))(?<!(?i:\btel))(?<!(?i:\bmov))(?<!(?i:\bref))[.!?;]\s+(?=[A-ZÁÉÍÓÚÑ¿¡])"
)
_CONTEXT_WORDS = 8
_NEAR_WORDS = 5  #: how far before a number the word stands that says what it is
_EXCESS_DIGITS = 3
_LONGEST_CHAIN = 40  #: groups; more of them without a word between are no phones, and cost time
_COUNTRY_NEAR = 60  #: characters
_CONTEXT_NEAR = 400  #: characters
_LONGEST = 15  #: digits of an E.164 number
_SHORTEST = 5  #: fewer digits are never taken for a phone that somebody meant


@dataclass(frozen=True, slots=True)
class _Hit:
    value: str
    kind: PhoneKind
    start: int
    end: int


def find_phones(text: str, region: Region, *, country: str = "ES", offset: int = 0) -> list[PhoneFinding]:
    """Every phone and incomplete number of `text`, in order.

    `offset` is where `text` begins in its region; `country` is the school's ("ES" or "SV").
    """
    plain = ascii_digits(text)
    hits = [hit for chain in _chains(plain, digit_groups(plain)) for hit in _read(plain, chain, country)]
    findings = []
    for i, hit in enumerate(hits):
        since = hits[i - 1].end if i else 0
        until = hits[i + 1].start if i + 1 < len(hits) else len(plain)
        before, after = _before(plain, since, hit.start), _after(plain, hit.end, until)
        if hit.kind is PhoneKind.INCOMPLETE and not _meant_as_phone(hit.value, before, country):
            continue
        findings.append(
            PhoneFinding(
                value=hit.value,
                text=text[hit.start : hit.end],
                region=region,
                start=offset + hit.start,
                end=offset + hit.end,
                found_by=f"phone-{hit.kind}",
                kind=hit.kind,
                before=before,
                after=after,
            )
        )
    return findings


def _chains(text: str, groups: Sequence[DigitGroup]) -> list[list[DigitGroup]]:
    """Groups that only separators part, together."""
    chains: list[list[DigitGroup]] = []
    for group in groups:
        if (
            chains
            and len(chains[-1]) < _LONGEST_CHAIN
            and _JOINT.fullmatch(text, chains[-1][-1].end, group.start)
        ):
            chains[-1].append(group)
        else:
            chains.append([group])
    return chains


def _read(text: str, chain: list[DigitGroup], country: str) -> list[_Hit]:
    """The phones of one chain, from left to right, and what is left of it as incomplete numbers."""
    hits: list[_Hit] = []
    i = 0
    rest: list[DigitGroup] = []
    while i < len(chain):
        plus = _PLUS.search(text, max(0, chain[i].start - 8), chain[i].start)
        start = plus.start() if plus else chain[i].start
        window = chain[i : i + _LONGEST + 2]
        read = _phone_at(text, window, country, international=plus is not None, alone=window == chain)
        if read is None:
            # What follows a code that leads to no number is not read again as a number of our own.
            until = _tight_end(text, chain, i) if plus else i + 1
            rest.extend(chain[i:until])
            i = until
            continue
        value, kind, taken = read
        hits.extend(_incomplete(rest))
        rest = []
        last = i + taken - 1
        excess = _excess(text, chain, last)
        if excess:
            last += excess
            value, kind = "".join(g.digits for g in chain[i : last + 1]), PhoneKind.INCOMPLETE
        hits.append(_Hit(value, kind, start, chain[last].end))
        i = last + 1
    hits.extend(_incomplete(rest))
    return hits


def _phone_at(
    text: str, chain: Sequence[DigitGroup], country: str, *, international: bool, alone: bool
) -> tuple[str, PhoneKind, int] | None:
    """(E.164, kind, groups used) of the phone that begins with the first group; the longest wins.

    Without its plus, a foreign number must stand `alone`, for a part of some figure is none.
    """
    around = text[max(0, chain[0].start - _COUNTRY_NEAR) : chain[-1].end + _COUNTRY_NEAR]
    digits, joined = "", []
    for group in chain:
        digits += group.digits
        if len(digits) > _LONGEST + 2:
            break
        joined.append(digits)
    for taken in range(len(joined), 0, -1):
        prefixed = international or joined[taken - 1].startswith("00")
        written = joined[taken - 1].removeprefix("00") if prefixed else joined[taken - 1]
        known = _home(written, country, prefixed=prefixed)
        if known is None and (prefixed or (alone and taken == len(chain))):
            known = _foreign(written, around, prefixed=prefixed)
        if known:
            return *known, taken
    return None


def _home(digits: str, country: str, *, prefixed: bool) -> tuple[str, PhoneKind] | None:
    """A number of the school's country, with or without its code."""
    plan = _PLANS[country]
    national = digits.removeprefix(plan.code) if prefixed or len(digits) > plan.length else digits
    if len(national) != plan.length or (prefixed and national == digits):
        return None
    if national[0] in plan.mobile and not national.startswith("70"):
        return f"+{plan.code}{national}", PhoneKind.MOBILE
    if national[0] in plan.mobile + plan.landline:
        return f"+{plan.code}{national}", PhoneKind.LANDLINE
    return None


def _foreign(digits: str, around: str, *, prefixed: bool) -> tuple[str, PhoneKind] | None:
    """A valid number of another country: by its prefix, or by the country being named beside it."""
    if prefixed:
        return _valid(f"+{digits}", None)
    if len(digits) < 9:
        return None
    if (
        len(digits) >= 11 and digits[0] in "12345"
    ):  # the code is there without its plus; ours begin with 6 to 9
        return _valid(f"+{digits}", None)
    if digits[0] not in "03":  # how national numbers begin abroad; the others would be one of ours
        return None
    named = set(words(around))
    return next(
        (v for code, names in _COUNTRIES.items() if names & named and (v := _valid(digits, code))), None
    )


def _valid(digits: str, region: str | None) -> tuple[str, PhoneKind] | None:
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), PhoneKind.FOREIGN


def _tight_end(text: str, chain: Sequence[DigitGroup], first: int) -> int:
    """Where the groups end that hang together with the first: blanks, points and dashes part them."""
    end = first + 1
    while end < len(chain) and _TIGHT_JOINT.fullmatch(text, chain[end - 1].end, chain[end].start):
        end += 1
    return end


def _excess(text: str, chain: Sequence[DigitGroup], last: int) -> int:
    """How many groups after a complete number still belong to it: "654 12 34 56 7" has a digit too many."""
    following = chain[last + 1 : last + 2]
    if not following or len(following[0].digits) > _EXCESS_DIGITS:
        return 0
    group = following[0]
    if not _TIGHT_JOINT.fullmatch(text, chain[last].end, group.start):
        return 0
    goes_on = re.match(r"\s{0,2}[^\W\d]", text[group.end : group.end + 3])
    return 0 if goes_on or len(chain) > last + 2 else 1


def _incomplete(groups: Sequence[DigitGroup]) -> list[_Hit]:
    """What no phone used, as one number."""
    digits = "".join(g.digits for g in groups)
    if not _SHORTEST <= len(digits) <= _LONGEST:
        return []
    return [_Hit(digits, PhoneKind.INCOMPLETE, groups[0].start, groups[-1].end)]


def _meant_as_phone(digits: str, before: Sequence[str], country: str) -> bool:
    """Was an incomplete number meant as a phone? By the nearest telling word, else by its look."""
    for word in reversed(before[-_NEAR_WORDS:]):
        if _PHONE_WORD.fullmatch(word):
            return True
        if _OTHER_WORD.fullmatch(word):
            return False
    plan = _PLANS[country]
    return abs(len(digits) - plan.length) <= 1 and digits[0] in plan.mobile


def _before(text: str, since: int, start: int) -> tuple[str, ...]:
    """Words before a number in its line or sentence; on a line of its own, those of a short line above."""
    lines = _BOUNDARY.split(text[max(since, start - _CONTEXT_NEAR) : start])
    near = words(lines[-1])
    if not near:
        above = next((w for line in reversed(lines[:-1]) if (w := words(line))), [])
        near = above if len(above) <= _NEAR_WORDS else []
    return tuple(near[-_CONTEXT_WORDS:])


def _after(text: str, end: int, until: int) -> tuple[str, ...]:
    """Words after a number in its line or sentence."""
    return tuple(
        words(_BOUNDARY.split(text[end : min(until, end + _CONTEXT_NEAR)], maxsplit=1)[0])[:_CONTEXT_WORDS]
    )
