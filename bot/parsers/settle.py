"""Who is the guardian meant and who are the pupils, given who writes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.matchers.lexicon import Lexicon
from bot.matchers.names import NameLevel
from bot.model import Writer
from bot.parsers.people import Person, as_role, same_person
from bot.parsers.relations import KIN_RULE, MY_CHILD_RULE, PARENT_OF_RULE, Role
from bot.parsers.writer import ACCOUNT, WriterReading

_BY_GUESS = frozenset({"model", "register"})
_GRANDPARENT = re.compile(r"abuel|yay|grand|bunic|avo|oma|opa|nonn|avi")


def settle(
    people: Sequence[Person], writer: WriterReading, lexicon: Lexicon
) -> tuple[Person | None, list[Person]]:
    """(the guardian meant, the mentions of pupils).

    The guardian is the writer, or, when a pupil or a third person writes, the parent for whom they ask.
    """
    students = [p for p in people if p.role is Role.STUDENT]
    parents = [p for p in people if p.role is Role.PARENT]
    writers = [p for p in people if p.role is Role.WRITER]
    if writer.writer is Writer.STUDENT and writer.relation != ACCOUNT:
        # A pupil who introduces themselves is the pupil meant; another adult is the parent.
        parents += [p for p in writers if p.found_by in _BY_GUESS]
        students += [as_role(p, Role.STUDENT) for p in writers if p.found_by not in _BY_GUESS]
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
    return guardian, [s for s in students if guardian is None or s.mention is not guardian.mention]


def _guardian(
    writers: Sequence[Person], parents: Sequence[Person], writer: WriterReading, lexicon: Lexicon
) -> Person | None:
    full = [p for p in parents if len(p.mention.words) >= 2]
    on_behalf = writer.writer in {Writer.STUDENT, Writer.THIRD_PARTY}
    candidates = writers
    if not writers or (writer.writer is Writer.THIRD_PARTY and full):
        candidates = full or (parents if on_behalf else []) or writers
    if not candidates:
        return None
    lead = max(candidates, key=lambda p: (p.score + 0.5 * min(len(p.mention.words), 4), -p.mention.start))
    same = [p for p in {*candidates, *full} if same_person(p, lead, lexicon) is not NameLevel.DIFFERENT]
    return max(same, key=_completeness)


def _completeness(person: Person) -> tuple[int, int, float, int]:
    words = person.mention.words
    return len(words), sum(len(w) > 1 for w in words), person.score, -person.mention.start
