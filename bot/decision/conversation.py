"""The mails of one conversation as a single claim: a follow-up's data join the ticket's (POLICY §1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from types import MappingProxyType

from rapidfuzz.fuzz import ratio

from bot.model.claim import Claim, ClaimedStudent, Course, Finding, Intent, Signal, Writer
from bot.text.words import words

#: What one mail says holds for the rest of its conversation; the other signals are of the moment.
_LASTING = frozenset(
    {
        Signal.ALSO_OTHER,
        Signal.CODE_ELSEWHERE,
        Signal.FOR_ANOTHER,
        Signal.ODD_DELIVERY,
        Signal.ODD_REQUEST,
        Signal.TWO_ACCOUNTS,
    }
)

#: Once a pupil or an outsider has held the pen, a later "I am the mother" is for a person to judge.
_OUTSIDERS = (Writer.STUDENT, Writer.THIRD_PARTY)

_SAME_SURNAMES = 80.0  #: rapidfuzz ratio: a corrected typo, not another family


def merge_claims(earlier: Sequence[Claim], now: Claim) -> Claim:
    """The claim of the whole conversation: the `earlier` mails (oldest first) completed by this one.

    New data replace or complete the old. A follow-up that brings data wants what the ticket wanted;
    one that brings none, or only thanks, stays a follow-up for the rules to judge.
    """
    if not earlier:
        return now
    old = reduce(_joined, earlier)
    merged = _joined(old, now)
    if now.intent is Intent.FOLLOW_UP and Signal.THANKS not in now.signals and _has_news(old, merged):
        return replace(merged, intent=_wanted(earlier))
    return merged


def _wanted(claims: Sequence[Claim]) -> Intent:
    """What the ticket is about: the latest mail that says so."""
    answers = (Intent.FOLLOW_UP, Intent.AUTOMATIC)
    return next((c.intent for c in reversed(claims) if c.intent not in answers), Intent.RECOVER)


def _has_news(old: Claim, merged: Claim) -> bool:
    """The mail gave a datum. What was known already is none, nor is a fuller signature."""
    return (
        _is_other(old.guardian, merged.guardian)
        or _pupils(old) != _pupils(merged)
        or old.loose_course != merged.loose_course
        or (old.phone and old.phone.value) != (merged.phone and merged.phone.value)
    )


def _is_other(old: Finding | None, new: Finding | None) -> bool:
    if old is None or new is None:
        return old is not new
    return not _alike(old.value, new.value)


def _pupils(claim: Claim) -> list[tuple[list[str], Course | None]]:
    return [(words(student.name.value), student.course) for student in claim.students]


def _joined(old: Claim, new: Claim) -> Claim:
    """`new` with everything that only `old` says."""
    phone = new.phone or old.phone
    students = _joined_students(old.students, new.students)
    dated = new if new.loose_course else old
    course, course_finding = dated.loose_course, dated.loose_course_finding
    # A course that stands alone belongs to the only pupil, or to the only one who has none yet.
    open_ = [s for s in students if not s.course or (new.loose_course and len(students) == 1)]
    if course and len(open_) == 1:
        placed = replace(open_[0], course=course, course_finding=course_finding)
        students = tuple(placed if s is open_[0] else s for s in students)
        course = course_finding = None
    signals = {s: f for s, f in old.signals.items() if s in _LASTING} | dict(new.signals)
    if Signal.NOT_ME in old.signals:  # the owner has not asked: who gives data now may be somebody else
        signals.setdefault(Signal.FOR_ANOTHER, old.signals[Signal.NOT_ME])
    return replace(
        new,
        writer=_joined_writer(old.writer, new.writer),
        relation=new.relation or old.relation,
        guardian=_joined_name(old.guardian, new.guardian),
        students=students,
        phone=phone,
        incomplete_phone=None if phone else new.incomplete_phone or old.incomplete_phone,
        other_phones=tuple(dict.fromkeys((*new.other_phones, *old.other_phones))),
        loose_course=course,
        loose_course_finding=course_finding,
        signals=MappingProxyType(signals),
        topic=new.topic or old.topic,
    )


def _joined_writer(old: Writer, new: Writer) -> Writer:
    for outsider in _OUTSIDERS:
        if outsider in (old, new):
            return outsider
    return old if new is Writer.UNKNOWN else new


def _joined_name(old: Finding | None, new: Finding | None) -> Finding | None:
    """The new name, unless it only repeats or shortens the old one ("Alicia" under a second mail)."""
    if old is None or new is None:
        return new or old
    bare = len(words(new.value)) < 2
    return old if (bare or _alike(old.value, new.value)) and _length(old) > _length(new) else new


def _alike(one: str, other: str) -> bool:
    """Forms of one person's name, as far as names alone can tell: one within the other, or one first name."""
    a, b = words(one), words(other)
    return set(a) <= set(b) or set(b) <= set(a) or a[:1] == b[:1]


def _length(name: Finding) -> int:
    return sum(map(len, words(name.value)))


def _joined_students(
    old: tuple[ClaimedStudent, ...], new: tuple[ClaimedStudent, ...]
) -> tuple[ClaimedStudent, ...]:
    """The pupils of both mails, each once, with the fuller name and the newest course."""
    left, result = list(new), []
    for student in old:
        again = next((s for s in left if _same_child(student, s)), None)
        if again is None:
            result.append(student)
            continue
        left.remove(again)
        fuller = student if _length(student.name) > _length(again.name) else again
        dated = again if again.course else student
        result.append(replace(fuller, course=dated.course, course_finding=dated.course_finding))
    return (*result, *left)


def _same_child(one: ClaimedStudent, other: ClaimedStudent) -> bool:
    """One first name (or its initial), and surnames that do not speak against it."""
    first, second = words(one.given), words(other.given)
    if first and second:
        short, long = sorted((first[0], second[0]))  # an initial sorts before its name
        if short not in (long, long[0]):
            return False
    mine, theirs = words(one.surnames), words(other.surnames)
    if mine and theirs:
        return bool(set(mine) & set(theirs)) or ratio(" ".join(mine), " ".join(theirs)) >= _SAME_SURNAMES
    return bool(first and second)
