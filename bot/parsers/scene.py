"""One region of a mail laid out for reading: its text, what counts of it, and what stands where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model.claim import Finding, Region
from bot.model.mail import InboundMessage, Passage, PassageKind
from bot.parsers.courses.reader import CourseMention, CourseReader
from bot.parsers.names.kinship import COURSE_CHAR, NAME_CHAR, PHONE_CHAR
from bot.parsers.phones.numbers import PhoneFinding, find_phones
from bot.text.plain import plain


class ZoneKind(StrEnum):
    """How far a stretch of text speaks for the writer."""

    SUBJECT = "subject"
    OWN = "own"
    SIGNATURE = "signature"
    REFERRED = "referred"  #: quoted or forwarded text to which the writer refers


@dataclass(frozen=True, slots=True)
class Zone:
    """`text[start:end]` of a region counts as `kind`."""

    kind: ZoneKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """A region with its courses and phones; in `marked` each of them is a run of control characters."""

    region: Region
    text: str
    flat: str  #: the text, plain, same length
    marked: str
    zones: tuple[Zone, ...]
    courses: tuple[CourseMention, ...]
    phones: tuple[PhoneFinding, ...]

    def zone_at(self, offset: int) -> Zone:
        """The zone that holds an offset of something found in it."""
        return next(z for z in self.zones if z.start <= offset < z.end)

    def finding(self, start: int, end: int, value: str, found_by: str, score: float = 1.0) -> Finding:
        return Finding(
            value=value,
            text=self.text[start:end],
            region=self.region,
            start=start,
            end=end,
            found_by=found_by,
            score=score,
        )


#: Blanks beyond any use in a mail become another character, so that no phrase can run along them.
_LONG_BLANK, _FILLER = re.compile(r"(?<=[ \t]{12})[ \t]+|(?<=\n{6})\n+"), "\x04"
LONGEST = 5_000  #: characters that are read; nobody writes more to ask for a password
_ZONE_OF = {PassageKind.OWN: ZoneKind.OWN, PassageKind.SIGNATURE: ZoneKind.SIGNATURE}
_REFERRED = {PassageKind.QUOTE: ZoneKind.REFERRED, PassageKind.FORWARD: ZoneKind.REFERRED}


def has_referred(message: InboundMessage) -> bool:
    """Whether anything is quoted or forwarded to which its writer could refer."""
    return any(passage.kind in _REFERRED for passage in message.passages)


def lay_out(
    message: InboundMessage, courses: CourseReader, *, country: str, with_referred: bool, with_subject: bool
) -> tuple[Scene, Scene]:
    """(subject, body) of a mail; quoted text only when asked for (and the subject of an answer is ours)."""
    kinds = _ZONE_OF | (_REFERRED if with_referred else {})
    zones = tuple(
        _within(LONGEST, (Zone(kinds[p.kind], p.start, p.end) for p in message.passages if p.kind in kinds))
    )
    length = min(len(message.subject), LONGEST) if with_subject else 0
    subject = (Zone(ZoneKind.SUBJECT, 0, length),) if length else ()
    return (
        make_scene(Region.SUBJECT, message.subject, subject, courses, country=country),
        make_scene(Region.BODY, message.body, zones, courses, country=country),
    )


def _within(budget: int, zones: Iterable[Zone]) -> Iterator[Zone]:
    """The zones up to so many characters in all."""
    for zone in zones:
        if budget <= 0:
            return
        yield replace(zone, end=min(zone.end, zone.start + budget))
        budget -= zone.end - zone.start


def unread(passages: Iterable[Passage]) -> tuple[int, int] | None:
    """Where the writer's own words go on beyond what is read; None when all of them are read."""
    budget = LONGEST
    for passage in passages:
        if passage.kind in _ZONE_OF:
            if passage.kind is PassageKind.OWN and passage.end - passage.start > budget:
                return passage.start + budget, passage.end
            budget = max(0, budget - (passage.end - passage.start))
    return None


def make_scene(
    region: Region, text: str, zones: Iterable[Zone], courses: CourseReader, *, country: str
) -> Scene:
    """Find courses and phones in the zones of a region's text."""
    flat = _LONG_BLANK.sub(lambda gap: _FILLER * len(gap.group()), plain(text))
    zones = tuple(zones)
    phones = [
        p for z in zones for p in find_phones(text[z.start : z.end], region, country=country, offset=z.start)
    ]
    marked = _mark(flat, ((p.start, p.end) for p in phones), PHONE_CHAR)
    found = [m for z in zones for m in courses.find(marked, z.start, z.end, original=text)]
    marked = _mark(marked, ((m.start, m.end) for m in found), COURSE_CHAR)
    return Scene(
        region=region,
        text=text,
        flat=flat,
        marked=marked,
        zones=zones,
        courses=tuple(found),
        phones=tuple(phones),
    )


def _mark(flat: str, spans: Iterable[tuple[int, int]], char: str) -> str:
    """The text with each span (in order, not overlapping) as a run of `char`."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [flat[at:start], char * (end - start)]
        at = end
    return "".join([*pieces, flat[at:]])


def mark_names(scene: Scene, spans: Iterable[tuple[int, int]]) -> str:
    """The marked text with names as runs of a control character as well."""
    return _mark(scene.marked, spans, NAME_CHAR)
