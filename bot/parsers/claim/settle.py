"""Who is the guardian meant and who are the pupils, given who writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.matchers.lexicon import Lexicon
from bot.matchers.names import NameLevel
from bot.model.claim import Writer
from bot.parsers.names.firms import is_firm
from bot.parsers.names.words import NameWords
from bot.parsers.people.person import GUESSES, Person, as_role, given_alike, same_person
from bot.parsers.people.relations import KIN_RULE, LOCKED_RULE, MY_CHILD_RULE, PARENT_OF_RULE, Role
from bot.parsers.people.writer import ACCOUNT, WriterReading

_PLAIN, _GUESSED = 4.0, 2.0  #: scores: the words say it; only the model says it
_NAMES_OF_A_NAME = 2  #: words of it that are known as names
_SIGNED_AND_HEARD = 5.0  #: the score of a name that closes a mail and that the model takes for the writer's
_USUAL_LENGTHS = range(2, 5)
_AT_THE_FOOT = frozenset({"closing", "signature", "form: fdo.", "form: fdo", "form: firmado"})
_GRANDPARENT = re.compile(r"abuel|yay|grand|bunic|avo|oma|opa|nonn|avi")


@dataclass(frozen=True, slots=True)
class Settled:
    """Who is who."""

    guardian: Person | None
    students: list[Person]  #: every mention of a pupil
    writer: WriterReading  #: as read, or corrected by who signs


def settle(people: Sequence[Person], writer: WriterReading, lexicon: Lexicon, names: NameWords) -> Settled:
    """The guardian meant, the pupils, and who holds the pen.

    The guardian is the writer, or, when a pupil or a third person writes, the parent for whom they ask.
    """
    students = _likely([p for p in people if p.role is Role.STUDENT])
    parents = [p for p in people if p.role is Role.PARENT]
    writers = [p for p in people if p.role is Role.WRITER]
    writer = _corrected(writer, writers, lexicon, names)
    if writer.writer is Writer.STUDENT and writer.relation != ACCOUNT:
        # A pupil who introduces themselves is the pupil meant; another adult is the parent.
        parents += [p for p in writers if p.found_by in GUESSES]
        students += [as_role(p, Role.STUDENT) for p in writers if p.found_by not in GUESSES]
        writers = []
    if writer.writer is Writer.THIRD_PARTY:
        # An aunt who writes for "mi hermana Ana Gil" asks for Ana; a grandmother's "mi hija Ana" is no pupil.
        parents += [p for p in people if p.role is Role.OTHER and p.found_by == KIN_RULE]
        named_parents = [p for p in writers if p.found_by == PARENT_OF_RULE]
        if len(named_parents) < len(writers):  # "Sus datos son Amna Gil, madre de …", signed by the neighbour
            parents += named_parents
            writers = [p for p in writers if p not in named_parents]
        if _GRANDPARENT.match(writer.relation or ""):
            parents += [p for p in students if p.found_by == MY_CHILD_RULE]
            students = [p for p in students if p.found_by != MY_CHILD_RULE]
    guardian = _guardian(writers, parents, writer, lexicon)
    if guardian:
        students = [s for s in students if s.mention is not guardian.mention]
        others = [s for s in students if not _is_called(s, guardian, lexicon)]
        students = others or students  # "Clave de Ana" over a mail of Ana Gil, the mother of Leo
    return Settled(guardian, students, writer)


def _is_called(person: Person, guardian: Person, lexicon: Lexicon) -> bool:
    """Whether the subject line calls the guardian by the given name alone."""
    bare = person.mention.given == len(person.mention.tokens)
    return bare and person.scene.region == "subject" and given_alike(person, guardian, lexicon)


def _likely(students: list[Person]) -> list[Person]:
    """Without those that only the model takes for pupils, when the words themselves name others."""
    if not any(s.score >= _PLAIN for s in students):
        return students
    return [s for s in students if s.found_by != "model" or s.score > _GUESSED]


def _corrected(
    writer: WriterReading, writers: Sequence[Person], lexicon: Lexicon, names: NameWords
) -> WriterReading:
    """Who signs with another name than the "Eva Sol, madre de …" of the text writes for her."""
    told = [p for p in writers if p.found_by == PARENT_OF_RULE or _introduced(p)]
    signed = [p for p in writers if p.found_by in _AT_THE_FOOT]
    if writer.writer is not Writer.GUARDIAN or not told or not signed:
        return writer
    if any(same_person(t, s, lexicon) is not NameLevel.DIFFERENT for t in told for s in signed):
        return writer
    stands_in = any(_is_full_name(p) or _is_a_name_anywhere(p, names) for p in signed)
    if not stands_in and not any(p.found_by == PARENT_OF_RULE for p in told):
        return writer
    return WriterReading(Writer.THIRD_PARTY, stands_in=stands_in)


def _introduced(person: Person) -> bool:
    """Whether they say who they are, with surnames: "Soy Eva Sol Ruiz"."""
    return person.found_by.startswith("me llamo") and _is_full_name(person)


def _is_a_firm_at_the_foot(person: Person) -> bool:
    """Whether it is signed with a firm's name; with a stranger's, somebody else may be writing."""
    hardly_a_name = person.mention.known < _NAMES_OF_A_NAME
    return person.found_by in _AT_THE_FOOT and hardly_a_name and is_firm(person.value)


def _is_full_name(person: Person) -> bool:
    mention = person.mention
    return (
        len(mention.words) >= 3
        and mention.known >= _NAMES_OF_A_NAME
        and not any(len(w) == 1 for w in mention.words)
    )


def _is_a_name_anywhere(person: Person, names: NameWords) -> bool:
    """Whether a name known to nobody here closes the mail, heard by the model too: no firm's, no wish."""
    words = person.mention.words
    return (
        person.found_by == "closing"
        and person.score >= _SIGNED_AND_HEARD
        and len(words) in _USUAL_LENGTHS
        and not is_firm(person.value)
        and not any(names.is_common_in_lower_case(word) for word in words)
    )


def _guardian(
    writers: Sequence[Person], parents: Sequence[Person], writer: WriterReading, lexicon: Lexicon
) -> Person | None:
    full = [p for p in parents if len(p.mention.words) >= 2]
    on_behalf = writer.writer in {Writer.STUDENT, Writer.THIRD_PARTY}
    locked_out = [p for p in full if p.found_by == LOCKED_RULE]
    if locked_out:
        return max(locked_out, key=_completeness)
    candidates = writers
    if not writers or (writer.writer is Writer.THIRD_PARTY and full):
        candidates = full or (parents if on_behalf else []) or writers
    if any(_introduced(p) for p in candidates):
        candidates = [p for p in candidates if not _is_a_firm_at_the_foot(p)]
    if not candidates:
        return None
    lead = max(candidates, key=lambda p: (_is_full(p), p.score, len(p.mention.words), -p.mention.start))
    # One by one: a title before the name can make it unlike even itself ("Sra. Ana Gil").
    others = [p for p in (*candidates, *full) if p is not lead]
    same = [p for p in others if same_person(p, lead, lexicon) is not NameLevel.DIFFERENT]
    return max([lead, *same], key=_completeness)


def _is_full(person: Person) -> bool:
    """A name with surnames and more than a guess behind it goes before a first name at the foot."""
    return len(person.mention.words) >= 2 and person.score >= _PLAIN - 1


def _completeness(person: Person) -> tuple[int, int, float, int]:
    words = person.mention.words
    return len(words), sum(len(w) > 1 for w in words), person.score, -person.mention.start
