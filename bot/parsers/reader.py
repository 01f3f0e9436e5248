"""InboundMessage -> Claim: what the mail says, unverified, with the exact words that say it.

The way of one mail: lay out its regions, settle what it wants, find the people in it and their roles, choose
the guardian who is meant, the pupils with their courses, and the phone. Nothing enters the claim that does
not stand in the mail; the register only helps to see names and to tell parents from children.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Lexicon
from bot.model.claim import Claim, Finding, Intent, Region, Signal, Writer
from bot.model.decision import Thread
from bot.model.mail import InboundMessage
from bot.parsers.claim.choose_phone import (
    ChosenPhone,
    PlacedPhone,
    asked_for,
    choose_phone,
    second_mobile,
    without_withdrawn,
)
from bot.parsers.claim.guardians import adults, guardian_finding, of_one_family, on_file
from bot.parsers.claim.on_behalf import phone_of_another
from bot.parsers.claim.receivers import is_named_before, told_receiver
from bot.parsers.claim.roles import Entities, Roles, for_another, tell_roles
from bot.parsers.claim.students import StudentReading
from bot.parsers.courses.reader import CourseReader
from bot.parsers.courses.words import CourseRules
from bot.parsers.intents.reader import IntentReader
from bot.parsers.intents.rules import IntentRules
from bot.parsers.intents.wish import Wish, read_wish
from bot.parsers.language import catalogue_languages, detect_language
from bot.parsers.names.ner import Ner
from bot.parsers.names.words import NameWords, make_name_words
from bot.parsers.people.person import Person
from bot.parsers.people.sender import is_borrowed, read_sender
from bot.parsers.phones.numbers import PhoneKind
from bot.parsers.scene import Scene, has_referred, lay_out
from bot.rules.directory import load_rules

_ELSEWHERE = frozenset({Signal.CODE_ELSEWHERE, Signal.ODD_DELIVERY})
_UNASKED: Entities = ([], [])  #: what the model says before it is asked


@dataclass(frozen=True, slots=True)
class _School:
    """A register with what depends on it: the gazetteer and the school's own units."""

    index: RegisterIndex | None
    names: NameWords
    courses: CourseReader
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class _Task:
    """One mail of a person to be read, with all that the reading depends on."""

    message: InboundMessage
    thread: Thread
    school: _School


@dataclass(frozen=True, slots=True)
class _Draft:
    """A reading, with what of it holds for the next one too, whatever the model says."""

    claim: Claim
    open: bool  #: whether it leaves anything that the model should be asked
    with_referred: bool  #: whether quoted text counts
    scenes: tuple[Scene, Scene]
    sender: Person | None
    wish: Wish


class Reader:
    """Understands mails. Holds the vocabulary and the model; one instance serves one thread."""

    def __init__(
        self,
        courses: CourseRules,
        intents: IntentRules,
        hypocoristics: Hypocoristics,
        ner: Ner | None,
        *,
        country: str = "ES",
        languages: frozenset[str] = frozenset(),
    ) -> None:
        self._course_rules = courses
        self._intents = IntentReader(intents)
        self._hypocoristics = hypocoristics
        self._ner = ner
        self._country = country
        self._languages = languages
        self._school: _School | None = None

    @classmethod
    def load(cls, rules: Path, *, country: str = "ES", with_model: bool = True) -> Reader:
        """Read the rules directory and the shipped model. Raises RulesError, OSError."""
        return cls(
            load_rules(rules, "courses.yaml", CourseRules),
            load_rules(rules, "intents.yaml", IntentRules),
            Hypocoristics.load(rules),
            Ner.load() if with_model else None,
            country=country,
            languages=catalogue_languages(rules),
        )

    def read(
        self, message: InboundMessage, index: RegisterIndex | None = None, thread: Thread | None = None
    ) -> Claim:
        """What one mail says."""
        return self.read_many([message], index, [thread or Thread()])[0]

    def read_many(
        self, messages: Sequence[InboundMessage], index: RegisterIndex | None, threads: Sequence[Thread] = ()
    ) -> list[Claim]:
        """What the mails say, in order. `threads`: what each mail's conversation already holds."""
        school = self._of(index)
        threads = threads or [Thread()] * len(messages)
        tasks = [_Task(m, t, school) for m, t in zip(messages, threads, strict=True)]
        people = [n for n, message in enumerate(messages) if not message.automatic]
        drafts = {n: self._draft(tasks[n]) for n in people}
        unsure = [n for n in people if drafts[n].open]
        if self._ner and unsure:
            found = _ask_model(self._ner, [drafts[n].scenes for n in unsure])
            for n, entities in zip(unsure, found, strict=True):
                drafts[n] = self._draft(tasks[n], drafts[n], entities)
        machines = Claim(intent=Intent.AUTOMATIC)
        return [drafts[n].claim if n in drafts else machines for n in range(len(messages))]

    def _of(self, index: RegisterIndex | None) -> _School:
        """What depends on this register, made once for each."""
        if self._school is None or self._school.index is not index:
            known = self._hypocoristics
            names = make_name_words(
                known.given | known.shorts,
                known.surnames,
                index.given_tokens if index else {},
                index.surname_tokens if index else {},
            )
            known_units = (index.units, index.cycles) if index else ({}, {})
            courses = CourseReader(self._course_rules, *known_units)
            self._school = _School(index, names, courses, index.lexicon if index else Lexicon(known))
        return self._school

    def _draft(self, task: _Task, earlier: _Draft | None = None, entities: Entities = _UNASKED) -> _Draft:
        """Read one mail; quoted text counts when the writer refers to it and says too little themselves."""
        with_referred = earlier is not None and earlier.with_referred
        draft = self._read(task, earlier, entities, with_referred=with_referred)
        lacking = not draft.claim.students or draft.claim.phone is None
        may_refer = lacking and not with_referred and has_referred(task.message)
        if may_refer and self._intents.refers_below(task.message.text):
            return self._read(task, draft, _UNASKED, with_referred=True)
        return draft

    def _read(
        self, task: _Task, earlier: _Draft | None, entities: Entities, *, with_referred: bool
    ) -> _Draft:
        message, school = task.message, task.school
        is_reply = task.thread.ticket is not None and task.thread.answered
        if earlier and earlier.with_referred == with_referred:
            scenes = earlier.scenes
        else:
            scenes = lay_out(
                message,
                school.courses,
                country=self._country,
                with_referred=with_referred,
                with_subject=not is_reply,
            )
        phones = _placed_phones(scenes)
        roles = tell_roles(
            message,
            scenes,
            entities,
            earlier.sender if earlier else self._sender(message, scenes, school),
            tuple(p.phone.value for p in phones if p.phone.kind is not PhoneKind.INCOMPLETE),
            names=school.names,
            lexicon=school.lexicon,
            index=school.index,
            is_reply=is_reply,
        )
        chosen = choose_phone(
            phones,
            for_another=roles.writer.writer in {Writer.STUDENT, Writer.THIRD_PARTY},
            fits=lambda number: on_file(number, roles.guardian, school.index),
        )
        theirs = phone_of_another(chosen.phone, roles.guardian)
        writer = for_another(roles.writer) if theirs else roles.writer
        guardian = guardian_finding(roles.guardian)
        if is_reply:
            has_data = _brings_data(roles.students, guardian, chosen, task.thread)
        else:
            has_data = _has_data(roles.students, guardian, chosen)
        only_data = has_data and not roles.says_more
        if earlier and earlier.wish.asked_with == (has_data, only_data, with_referred):
            wish = earlier.wish
        else:
            wish = read_wish(
                self._intents,
                message,
                is_reply=is_reply,
                has_data=has_data,
                only_data=only_data,
                with_referred=with_referred,
            )
        strangers = roles.strangers(school.lexicon)
        signals = dict(wish.signals)
        signals |= self._more_signals(wish, scenes, roles, phones, chosen, strangers, school.index)
        if signals.keys() & _ELSEWHERE and writer.writer is not Writer.STUDENT:
            chosen = asked_for(phones, chosen, lambda phone: is_named_before(phone, strangers))
        of_staff = wish.reading.intent is Intent.BULK  # a section and its tutor: nobody's family
        loose = None if of_staff or wish.reading.intent is Intent.OTHER else roles.students.loose
        claim = Claim(
            intent=wish.reading.intent,
            writer=writer.writer,
            relation=writer.relation,
            guardian=None if of_staff else guardian,
            students=roles.students.students,
            phone=chosen.phone,
            incomplete_phone=chosen.incomplete,
            other_phones=chosen.others,
            loose_course=loose.mention.course if loose else None,
            loose_course_finding=loose.finding if loose else None,
            language=earlier.claim.language if earlier else self._language(message),
            signals=MappingProxyType(signals),
            topic=wish.reading.topic,
            intent_findings=wish.evidence,
        )
        return _Draft(claim, roles.open, with_referred, scenes, roles.sender, wish)

    def _sender(self, message: InboundMessage, scenes: Sequence[Scene], school: _School) -> Person | None:
        if is_borrowed(scenes):
            return None
        return read_sender(message, school.names, school.courses, self._country)

    def _more_signals(
        self,
        wish: Wish,
        scenes: Sequence[Scene],
        roles: Roles,
        phones: Sequence[PlacedPhone],
        chosen: ChosenPhone,
        strangers: Sequence[Person],
        index: RegisterIndex | None,
    ) -> dict[Signal, Finding | None]:
        """What names and numbers tell beside the words of a wish: two accounts, other hands."""
        found: dict[Signal, Finding | None] = {}
        if self._intents.two_accounts(wish.text, named=adults(roles.people)):
            found[Signal.TWO_ACCOUNTS] = None
        if roles.writer.stands_in:
            found[Signal.FOR_ANOTHER] = None
        if Signal.CODE_ELSEWHERE not in wish.signals and chosen.phone:
            number = chosen.phone.value
            if other := second_mobile(phones, chosen.phone, lambda n: of_one_family(n, number, index)):
                found[Signal.CODE_ELSEWHERE] = other
        if roles.guardian and not (wish.signals.keys() | found.keys()) & _ELSEWHERE:
            receiver = told_receiver(scenes, strangers, chosen.phone, self._intents.is_handed)
            if receiver:
                found[Signal.ODD_DELIVERY] = receiver
        return found

    def _language(self, message: InboundMessage) -> str:
        return detect_language(message.text or message.subject, self._languages)


def _ask_model(model: Ner, laid_out: Sequence[tuple[Scene, Scene]]) -> list[Entities]:
    """The model's names in each mail's subject and in what counts of its body, read as one text."""
    begins = [min((z.start for z in body.zones), default=0) for _, body in laid_out]
    ends = [max((z.end for z in body.zones), default=0) for _, body in laid_out]
    texts = [f"{s.text}\n\n{b.text[i:j]}" for (s, b), i, j in zip(laid_out, begins, ends, strict=True)]
    split: list[Entities] = []
    for (subject, _), begin, entities in zip(laid_out, begins, model.find(texts), strict=True):
        length = len(subject.text)
        at = length + 2 - begin
        in_subject = [e for e in entities if e.end <= length]
        in_body = [replace(e, start=e.start - at, end=e.end - at) for e in entities if e.start > length]
        split.append((in_subject, in_body))
    return split


def _placed_phones(scenes: Sequence[Scene]) -> list[PlacedPhone]:
    """The numbers of subject and body that nobody takes back, each with its zone."""
    found: list[PlacedPhone] = []
    for scene in scenes:
        placed = [PlacedPhone(p, scene.zone_at(p.start).kind) for p in scene.phones]
        found += without_withdrawn(placed, scene.flat)
    return found


def _has_data(students: StudentReading, guardian: Finding | None, chosen: ChosenPhone) -> bool:
    return bool(students.students) and bool(
        chosen.phone or (guardian and guardian.region is not Region.SENDER)
    )


def _brings_data(
    students: StudentReading, guardian: Finding | None, chosen: ChosenPhone, thread: Thread
) -> bool:
    """Whether an answer says more than who sends it; who signs it, too, where nobody was named before."""
    named = guardian is not None and guardian.region is not Region.SENDER
    first_named = named and all(claim.guardian is None for claim in thread.claims)
    told = any(student.surnames or student.course for student in students.students)
    return first_named or told or bool(chosen.phone)
