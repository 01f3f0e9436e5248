"""The guardian of a claim: who may be it, how they were found, what the register holds of their phones."""

from __future__ import annotations

from collections.abc import Sequence

from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Lexicon
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import NameLevel, compare
from bot.model.claim import Finding, Writer
from bot.parsers.people.person import Person, same_person
from bot.parsers.people.relations import KIN_RULE, Role
from bot.parsers.people.writer import WriterReading


def adults(people: Sequence[Person]) -> bool:
    """Whether two grown-ups are named with their surnames."""
    grown = [
        p
        for p in people
        if len(p.mention.words) >= 2
        and not p.referred
        and (p.role in {Role.WRITER, Role.PARENT} or (p.role is Role.OTHER and p.found_by == KIN_RULE))
    ]
    return len({p.mention.words for p in grown}) >= 2


def guardian_finding(person: Person | None) -> Finding | None:
    """The guardian of the claim, with the words that name them and how they were found."""
    if person is None:
        return None
    plainly = person.found_by in {
        "model",
        "register",
        "from",
        "signature",
        "closing",
    } or person.found_by.startswith("form:")
    found_by = person.found_by if plainly else f"relation: {person.found_by}"
    mention = person.mention
    return person.scene.finding(mention.start, mention.end, person.value, found_by, person.sureness)


def may_be_guardian(
    sender: Person, pupils: Sequence[Person], writer: WriterReading, lexicon: Lexicon
) -> bool:
    """Whether a display name counts as the guardian's: a full name, not the pupil's, of one who may be it."""
    words = sender.mention.words
    if (
        len(words) < 2
        or any(len(w) == 1 for w in words[1:])
        or writer.writer in {Writer.STUDENT, Writer.THIRD_PARTY}
    ):
        return False
    return all(same_person(sender, pupil, lexicon) is not NameLevel.SAME for pupil in pupils)


def on_file(number: str, guardian: Person | None, index: RegisterIndex | None) -> bool:
    """Whether a number is on file for a guardian of that name."""
    if index is None or guardian is None:
        return False
    written = written_name(guardian.value)
    holders = index.guardians_by_phone(number)
    return any(compare(written, filed_name(g.name), index.lexicon).level is NameLevel.SAME for g in holders)


def of_one_family(number: str, other: str, index: RegisterIndex | None) -> bool:
    """Whether two numbers are on file for guardians of one pupil; without a register nobody knows."""
    if index is None:
        return True
    pupils = {pupil for guardian in index.guardians_by_phone(number) for pupil in guardian.students}
    return any(not pupils.isdisjoint(guardian.students) for guardian in index.guardians_by_phone(other))
