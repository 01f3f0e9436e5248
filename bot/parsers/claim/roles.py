"""Who is who in a mail: the guardian meant, the pupils with their courses, and who holds the pen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Lexicon
from bot.matchers.names import NameLevel
from bot.model.claim import Writer
from bot.model.mail import InboundMessage
from bot.parsers.claim.guardians import may_be_guardian
from bot.parsers.claim.on_behalf import another_introduced, named_as_another, pupil_sends, pupil_speaks
from bot.parsers.claim.settle import settle
from bot.parsers.claim.students import StudentReading, read_students
from bot.parsers.names.ner import Entity
from bot.parsers.names.words import NameWords
from bot.parsers.people.evidence import Witnesses
from bot.parsers.people.named import find_people
from bot.parsers.people.person import Person, same_person
from bot.parsers.people.writer import ACCOUNT, WriterReading, read_writer
from bot.parsers.scene import Scene, ZoneKind

_WORD = re.compile(r"[^\W\d_]+")
_CLEAR = 4.0  #: a role with so much evidence needs no second opinion
Entities = tuple[Sequence[Entity], Sequence[Entity]]  #: of the subject, of the body


@dataclass(frozen=True, slots=True)
class Roles:
    """All whom a mail names, and what they are in it."""

    people: Sequence[Person]
    sender: Person | None  #: the display name, if it is a person's
    guardian: Person | None
    students: StudentReading
    writer: WriterReading
    says_more: bool  #: whether a word is neither a datum nor an everyday one of such a mail

    @property
    def open(self) -> bool:
        """Whether anything is left that the name model should be asked."""
        unclear = any(p.score < _CLEAR and len(p.mention.words) > 1 for p in self.people)
        return self.guardian is None or self.guardian is self.sender or not self.students.students or unclear

    def strangers(self, lexicon: Lexicon) -> list[Person]:
        """All but the guardian."""
        guardian = self.guardian
        return [
            p
            for p in self.people
            if guardian is None or same_person(p, guardian, lexicon) is NameLevel.DIFFERENT
        ]


def tell_roles(
    message: InboundMessage,
    scenes: tuple[Scene, Scene],
    entities: Entities,
    sender: Person | None,
    phones: tuple[str, ...],
    *,
    names: NameWords,
    lexicon: Lexicon,
    index: RegisterIndex | None,
    is_reply: bool,
) -> Roles:
    """Roles by what the words, the register and the model say of the names.

    `scenes`, `entities`: of subject and body; `phones`: the whole numbers in them; `is_reply`: then who sends
    it is no new datum.
    """
    witnesses = Witnesses(lexicon, index, sender.name if sender else None, phones)
    people, named = find_people(scenes, entities, names, witnesses)
    spoken = [_spoken(s, n) for s, n in zip(scenes, named, strict=True)]
    writer = _writer(message, spoken, index)
    settled = settle(people, writer, lexicon, names)
    guardian, pupils, writer = settled.guardian, settled.students, settled.writer
    students = read_students(pupils, people, scenes, named, lexicon, index)
    if guardian is None and sender and not is_reply and may_be_guardian(sender, pupils, writer, lexicon):
        guardian = sender
    if pupil_speaks(guardian, people, pupils, lexicon) or pupil_sends(guardian, sender, pupils, lexicon):
        writer = replace(writer, writer=Writer.STUDENT)
    elif named_as_another(guardian, people, sender, pupils, lexicon):
        writer = for_another(writer)
    if writer.writer is Writer.THIRD_PARTY and another_introduced(guardian, people, lexicon):
        writer = replace(writer, stands_in=True)
    return Roles(people, sender, guardian, students, writer, _says_more(spoken, names))


def for_another(writer: WriterReading) -> WriterReading:
    """The same reading, of one who asks for somebody else; a pupil stays one."""
    return writer if writer.writer is Writer.STUDENT else replace(writer, writer=Writer.THIRD_PARTY)


def _says_more(spoken: Sequence[str], names: NameWords) -> bool:
    """Whether the marked texts hold a word of which a mere list of data has no need, in any language."""
    words = (word for text in spoken for word in _WORD.findall(text))
    return any(len(word) > 1 and not names.is_beside_data(word) for word in words)


def _spoken(scene: Scene, named: str) -> str:
    """The marked text without what others wrote: quotes and forwards become blanks."""
    own = [z for z in scene.zones if z.kind is not ZoneKind.REFERRED]
    return "\n".join(named[z.start : z.end] for z in own)


def _writer(message: InboundMessage, spoken: Sequence[str], index: RegisterIndex | None) -> WriterReading:
    """Who writes; a pupil's own account settles it whatever the text says."""
    if index is not None:
        domain = message.sender.email.rpartition("@")[2]
        if domain in index.pupil_email_domains:
            return WriterReading(Writer.STUDENT, ACCOUNT)
    return read_writer(spoken)
