"""InboundMessage -> Claim: what the mail says, unverified, with the exact words that say it.

The way of one mail: lay out its regions, settle what it wants, find the people in it and their roles, choose
the guardian who is meant, the pupils with their courses, and the phone. Nothing enters the claim that does
not stand in the mail; the register only helps to see names and to tell parents from children.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Lexicon
from bot.matchers.names import NameLevel, compare, filed_name, written_name
from bot.model import (
    Claim,
    Finding,
    InboundMessage,
    Intent,
    PassageKind,
    Region,
    Signal,
    Thread,
    Writer,
)
from bot.parsers.choose_phone import ChosenPhone, PlacedPhone, choose_phone
from bot.parsers.courses import CourseReader, CourseRules
from bot.parsers.intents import IntentReader, IntentReading, IntentRules, Span
from bot.parsers.language import detect_language
from bot.parsers.mentions import find_mentions
from bot.parsers.name_words import NameWords, make_name_words
from bot.parsers.ner import Entity, Ner
from bot.parsers.people import Person, Witnesses, as_role, find_people, same_person
from bot.parsers.phones import PhoneKind
from bot.parsers.relations import Role
from bot.parsers.scene import Scene, ZoneKind, lay_out, make_scene, Zone
from bot.parsers.students import StudentReading, read_students
from bot.parsers.writer import WriterReading, read_writer
from bot.rules import load_rules

_NO_PERSON = re.compile(
    r"\b(?:s\.?l\.?|s\.?l\.?p|s\.?a|familia|casa|admin\w*|info|administracion|secretaria|departamento|dpto|servicio\w*|"
    r"ayuntamiento|empresa|gestoria|asesor\w*|tienda|taller|ampa|ies|ceip|centro|correo|mail|contacto)\b"
)


_ACCOUNT = "cuenta del alumnado"  #: the relation of one who writes from a pupil's account


@dataclass(frozen=True, slots=True)
class _School:
    """What depends on the register: the gazetteer and the school's own units."""

    names: NameWords
    courses: CourseReader
    lexicon: Lexicon


class Reader:
    """Understands mails. Holds the vocabulary and the model; one instance serves one thread."""

    def __init__(
        self, courses: CourseRules, intents: IntentRules, hypocoristics: Hypocoristics, ner: Ner | None, *, country: str = "ES"
    ) -> None:
        self._course_rules = courses
        self._intents = IntentReader(intents)
        self._hypocoristics = hypocoristics
        self._ner = ner
        self._country = country
        self._school: tuple[RegisterIndex | None, _School] | None = None

    @classmethod
    def load(cls, rules: Path, *, country: str = "ES") -> Reader:
        """Read the rules directory and the shipped model. Raises RulesError, OSError."""
        return cls(
            load_rules(rules, "courses.yaml", CourseRules),
            load_rules(rules, "intents.yaml", IntentRules),
            Hypocoristics.load(rules),
            _model(),
            country=country,
        )

    def read(self, message: InboundMessage, index: RegisterIndex | None = None, thread: Thread | None = None) -> Claim:
        """What one mail says."""
        return self.read_many([message], index, [thread or Thread()])[0]

    def read_many(
        self, messages: Sequence[InboundMessage], index: RegisterIndex | None, threads: Sequence[Thread] = ()
    ) -> list[Claim]:
        """What the mails say, in order. `threads`: what each mail's conversation already holds."""
        school = self._of(index)
        laid_out = [
            lay_out(m, school.courses, country=self._country, with_referred=self._intents.refers_below(m.text)) for m in messages
        ]
        found = self._entities(laid_out)
        threads = threads or [Thread()] * len(messages)
        return [
            self._claim(message, scenes, found[n], index, school, thread)
            for n, (message, scenes, thread) in enumerate(zip(messages, laid_out, threads, strict=True))
        ]

    def _entities(self, laid_out: Sequence[tuple[Scene, Scene]]) -> list[tuple[list[Entity], list[Entity]]]:
        """The model's names in each mail's subject and in what counts of its body, read as one text."""
        if self._ner is None:
            return [([], []) for _ in laid_out]
        texts = [f"{subject.text}\n\n{body.text}" for subject, body in laid_out]
        split = []
        for (subject, _), entities in zip(laid_out, self._ner.find(texts), strict=True):
            at = len(subject.text) + 2
            split.append(
                (
                    [e for e in entities if e.end <= len(subject.text)],
                    [replace(e, start=e.start - at, end=e.end - at) for e in entities if e.start >= at],
                )
            )
        return split

    def _of(self, index: RegisterIndex | None) -> _School:
        """The gazetteer of this register, made once for each."""
        if self._school is None or self._school[0] is not index:
            known = self._hypocoristics
            names = make_name_words(
                known.given | known.shorts,
                known.surnames,
                index.given_tokens if index else {},
                index.surname_tokens if index else {},
            )
            courses = CourseReader(self._course_rules, index.units if index else ())
            self._school = (index, _School(names, courses, index.lexicon if index else Lexicon(self._hypocoristics)))
        return self._school[1]

    def _claim(
        self,
        message: InboundMessage,
        scenes: tuple[Scene, Scene],
        entities: Sequence[Sequence[Entity]],
        index: RegisterIndex | None,
        school: _School,
        thread: Thread,
    ) -> Claim:
        if message.automatic:
            return Claim(intent=Intent.AUTOMATIC)
        phones = [PlacedPhone(p, s.zone_at(p.start).kind) for s in scenes for p in s.phones]
        sender = self._sender(message, school)
        witnesses = Witnesses(
            school.lexicon,
            index,
            sender.name if sender else None,
            tuple(p.phone.value for p in phones if p.phone.kind is not PhoneKind.INCOMPLETE),
        )
        people, named = find_people(scenes, entities, school.names, witnesses)
        writer = _writer(message, [_spoken(s, n) for s, n in zip(scenes, named, strict=True)], index)
        guardian_person, pupils = _settle(people, writer, school.lexicon)
        students = read_students(pupils, people, scenes, named, school.lexicon)
        is_reply = thread.ticket is not None and thread.answered
        if guardian_person is None and sender and not is_reply and _may_be_guardian(sender, pupils, writer, school.lexicon):
            guardian_person = sender
        guardian = _guardian_finding(guardian_person)
        chosen = choose_phone(
            phones,
            for_another=writer.writer in {Writer.STUDENT, Writer.THIRD_PARTY},
            fits=lambda number: _on_file(number, guardian_person, index),
        )
        intent, signals, evidence = self._intent(message, is_reply=is_reply, has_data=_has_data(students, guardian, chosen))
        return Claim(
            intent=intent.intent,
            writer=writer.writer,
            relation=writer.relation,
            guardian=guardian,
            students=students.students,
            phone=chosen.phone,
            incomplete_phone=chosen.incomplete,
            other_phones=chosen.others,
            loose_course=students.loose[1].course if students.loose else None,
            loose_course_finding=_loose_finding(students),
            language=detect_language(message.text or message.subject),
            signals=MappingProxyType(signals),
            topic=intent.topic,
            intent_findings=evidence,
        )

    def _intent(
        self, message: InboundMessage, *, is_reply: bool, has_data: bool
    ) -> tuple[IntentReading, dict[Signal, Finding | None], tuple[Finding, ...]]:
        """The intent of subject and own words, its spans taken back to their regions."""
        own = [(p.start, p.end) for p in message.passages if p.kind is PassageKind.OWN]
        pieces = [(Region.BODY, message.body, start, end) for start, end in own]
        if not is_reply:
            pieces.insert(0, (Region.SUBJECT, message.subject, 0, len(message.subject)))
        text, starts = "", []
        for _, source, start, end in pieces:
            starts.append(len(text))
            text += source[start:end] + "\n\n"
        reading = self._intents.read(text, is_reply=is_reply, has_data=has_data)

        def finding(span: Span, group: str) -> Finding:
            n = max(i for i, at in enumerate(starts) if at <= span[0])
            region, source, start, end = pieces[n]
            a = start + span[0] - starts[n]
            b = min(end, start + span[1] - starts[n])
            return Finding(value=group, text=source[a:b], region=region, start=a, end=b, found_by=f"intents.yaml: {group}")

        signals = {s: finding(span, s.value) if span else None for s, span in reading.signals.items()}
        return reading, signals, tuple(finding(span, group) for group, span in reading.evidence)

    def _sender(self, message: InboundMessage, school: _School) -> Person | None:
        """The display name, when it can be a person's."""
        name = message.sender.name
        if "@" in name or _NO_PERSON.search(name.lower()):
            return None
        zone = Zone(ZoneKind.OWN, 0, len(name))
        scene = make_scene(Region.SENDER, name, [zone] if name else [], school.courses, country=self._country)
        mentions = find_mentions(name, 0, len(name), school.names, {0}, scene.marked)
        return Person(mentions[0], scene, Role.WRITER, 4.0, "from", referred=False) if mentions else None


def _spoken(scene: Scene, named: str) -> str:
    """The marked text without what others wrote: quotes and forwards become blanks."""
    own = [z for z in scene.zones if z.kind is not ZoneKind.REFERRED]
    return "\n".join(named[z.start : z.end] for z in own)


def _settle(
    people: Sequence[Person], writer: WriterReading, lexicon: Lexicon
) -> tuple[Person | None, list[Person]]:
    """(the guardian meant, the pupils), given who writes."""
    students = [p for p in people if p.role is Role.STUDENT]
    parents = [p for p in people if p.role is Role.PARENT]
    writers = [p for p in people if p.role is Role.WRITER]
    if writer.writer is Writer.STUDENT and writer.relation != _ACCOUNT:
        # A pupil who introduces themselves is the pupil meant; another adult is the parent.
        parents += [p for p in writers if p.found_by in {"model", "register"}]
        students += [as_role(p, Role.STUDENT) for p in writers if p.found_by not in {"model", "register"}]
        writers = []
    full = [p for p in parents if len(p.mention.words) >= 2]
    candidates = writers
    if not writers or (writer.writer is Writer.THIRD_PARTY and full):
        on_behalf = writer.writer in {Writer.STUDENT, Writer.THIRD_PARTY}
        candidates = full or (parents if on_behalf else []) or writers
    if not candidates:
        return None, students
    lead = max(candidates, key=lambda p: (p.score + 0.5 * min(len(p.mention.words), 4), -p.mention.start))
    same = [p for p in candidates if same_person(p, lead, lexicon) is not NameLevel.DIFFERENT]
    best = max(same, key=lambda p: (len(p.mention.words), sum(len(w) > 1 for w in p.mention.words), p.score))
    return best, students


def _guardian_finding(person: Person | None) -> Finding | None:
    if person is None:
        return None
    plainly = person.found_by in {"model", "register", "from", "signature", "closing"} or person.found_by.startswith("form:")
    found_by = person.found_by if plainly else f"relation: {person.found_by}"
    mention = person.mention
    return person.scene.finding(mention.start, mention.end, person.value, found_by, round(min(1.0, person.score / 7), 2))


def _may_be_guardian(sender: Person, pupils: Sequence[Person], writer: WriterReading, lexicon: Lexicon) -> bool:
    """Whether a display name counts as the guardian's: a full name, not the pupil's, of one who may be it."""
    words = sender.mention.words
    if len(words) < 2 or any(len(w) == 1 for w in words[1:]) or writer.writer in {Writer.STUDENT, Writer.THIRD_PARTY}:
        return False
    return all(same_person(sender, pupil, lexicon) is not NameLevel.SAME for pupil in pupils)


def _writer(message: InboundMessage, spoken: Sequence[str], index: RegisterIndex | None) -> WriterReading:
    """Who writes; a pupil's own account settles it whatever the text says."""
    if index is not None:
        domain = message.sender.email.rpartition("@")[2]
        if domain in index.pupil_email_domains:
            return WriterReading(Writer.STUDENT, _ACCOUNT)
    return read_writer(spoken)


def _on_file(number: str, guardian: Person | None, index: RegisterIndex | None) -> bool:
    """Whether a number is on file for a guardian of that name."""
    if index is None or guardian is None:
        return False
    written = written_name(guardian.value)
    holders = index.guardians_by_phone(number)
    return any(compare(written, filed_name(g.name), index.lexicon).level is NameLevel.SAME for g in holders)


def _has_data(students: StudentReading, guardian: Finding | None, chosen: ChosenPhone) -> bool:
    return bool(students.students) and bool(chosen.phone or (guardian and guardian.region is not Region.SENDER))


def _loose_finding(students: StudentReading) -> Finding | None:
    if students.loose is None:
        return None
    scene, course = students.loose
    return scene.finding(course.start, course.end, str(course.course), "courses.yaml")


def _model() -> Ner | None:
    try:
        return Ner.load()
    except OSError:
        return None
