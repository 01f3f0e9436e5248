"""What speaks for a role of somebody named: the phrases around, the place, the model, sender and register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Lexicon
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import NameLevel, Part, compare
from bot.model.register import PersonName
from bot.parsers.names import ner
from bot.parsers.names.kinship import NAME_CHAR
from bot.parsers.names.mentions import Mention
from bot.parsers.people.person import like
from bot.parsers.people.relations import Role, Rule
from bot.parsers.people.relations_after import AFTER
from bot.parsers.people.relations_before import BEFORE
from bot.parsers.scene import Scene, ZoneKind
from bot.text.sieve import Sieve

MODEL_WEIGHT = 2.0
REGISTER_WEIGHT = 2.5
_SENDER_WEIGHT = 3.0
_CLOSING = re.compile(
    r"(?:saludos?(?:\s+y\s+(?:muchas )?gracias)?(?: cordial(?:es)?)?|saludo cordial|abrazos?|atentamente|"
    r"atte|gracias(?: de antemano| por adelantado| por todo| por su atencion| por vuestra \w+)?"
    r"|firmado|fdo|regards|wishes|thanks|thank you|sincerely|faithfully|cordialement|salutations|"
    r"merci(?: beaucoup| d'avance)?|cumprimentos|obrigad[oa]|saluti|grussen|grusse|danke"
    r"|multumesc|multumim|stima|besos|bss|ciao|gracies|salutacions|شكرا|дякую|повагою|спасибо|уважением|"
    r"谢谢)[\s,.!:;)\-]*$"
)
_SIEVE = Sieve(rule.pattern for rule in BEFORE)
_GOES_ON_WORDS = 8  #: behind a name that ends no mail
_LINE_END = re.compile(r"[\s.,!)\-]*?(?:\n|$)|[\s.,!)\-]*$")
_OF_MODEL = {ner.Label.GUARDIAN: Role.WRITER, ner.Label.STUDENT: Role.STUDENT, ner.Label.OTHER: Role.OTHER}


class Vote(NamedTuple):
    """What one witness says of a name."""

    role: Role
    weight: float
    by: str


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What helps to tell people apart besides the words around their names."""

    lexicon: Lexicon
    index: RegisterIndex | None = None
    sender: PersonName | None = None  #: the display name
    phones: tuple[str, ...] = ()  #: E.164, those of the mail


def spoken_before(scene: Scene, marked: str) -> Iterator[tuple[Rule, int]]:
    """Every phrase before a name that the zones hold, with the offset at which it ends."""
    for zone in scene.zones:
        yield from _phrases(marked, zone.start, zone.end)


# A mail about which the model is asked is read twice, mostly with the same names.
@lru_cache(maxsize=512)
def _phrases(marked: str, start: int, end: int) -> tuple[tuple[Rule, int], ...]:
    rules = (BEFORE[number] for number in _SIEVE.possible(marked[start:end]))
    return tuple((rule, hit.end()) for rule in rules for hit in rule.compiled.finditer(marked, start, end))


@lru_cache(maxsize=2_048)
def spoken_after(named: str, end: int) -> tuple[Rule, ...]:
    """Every phrase that follows a name ending there."""
    return tuple(rule for rule in AFTER if rule.compiled.match(named, end))


def place(scene: Scene, named: str, mention: Mention) -> Iterator[Vote]:
    """Where a name stands: closing the mail, in the signature, alone on a line."""
    zone = scene.zone_at(mention.start)
    if zone.kind is ZoneKind.SUBJECT:
        return
    line = named.rfind("\n", 0, mention.start) + 1
    ahead = named[max(zone.start, mention.start - 60) : mention.start]
    ends_line = bool(_LINE_END.match(named, mention.end, zone.end))
    closing = ends_line and _CLOSING.search(ahead)
    if closing and not _is_thanked(closing, named[mention.end : zone.end]):
        yield Vote(Role.WRITER, 3.5, "closing")
    alone = ends_line and not named[max(line, zone.start) : mention.start].strip(" -*•\t>→=")
    if zone.kind is ZoneKind.SIGNATURE and alone:
        yield Vote(Role.WRITER, 3.5, "signature")
    elif zone.kind is ZoneKind.SIGNATURE:
        yield Vote(Role.WRITER, 2.0, "signature")
    elif alone:
        last = not re.search(r"[^\W_]", named[mention.end : zone.end].replace(NAME_CHAR, "x"))
        yield Vote(Role.WRITER, 3.0 if last else 2.0, "closing" if last else "line of its own")


def _is_thanked(closing: re.Match[str], after: str) -> bool:
    """Whether "gracias Manoli" greets somebody: on one line, without a comma, and the mail goes on."""
    return not re.search(r"[,.:;\n]", closing[0]) and len(re.findall(r"[^\W\d_]{2,}", after)) > _GOES_ON_WORDS


def opinions(
    scene: Scene, mention: Mention, entities: Sequence[ner.Entity], witnesses: Witnesses
) -> Iterator[Vote]:
    """What the model, the display name and the register add."""
    for entity in entities:
        if entity.start < mention.end and mention.start < entity.end:
            weight = MODEL_WEIGHT if len(mention.words) > 1 else MODEL_WEIGHT / 2
            yield Vote(_OF_MODEL[entity.label], weight, "model")
            break
    name = PersonName(mention.given_text(scene.text), mention.surnames_text(scene.text))
    if witnesses.sender and _is_sender(name, witnesses.sender, witnesses.lexicon):
        yield Vote(Role.WRITER, _SENDER_WEIGHT, "from")


def _is_sender(name: PersonName, sender: PersonName, lexicon: Lexicon) -> bool:
    there = like(str(name), sender, lexicon)
    if there.level is NameLevel.SAME:
        return True
    back = like(str(sender), name, lexicon)
    if back.level is NameLevel.SAME:
        return True
    weak = there if there.level is NameLevel.WEAK else back
    return weak.level is NameLevel.WEAK and weak.given >= Part.SOME


def register_says(
    value: str, mention: Mention, index: RegisterIndex, phones: Sequence[str]
) -> Iterator[Vote]:
    """Whether the register knows the name: in the family of a phone given, or at all."""
    for phone in phones:
        for guardian in index.guardians_by_phone(phone):
            if compare(written_name(value), filed_name(guardian.name), index.lexicon).level is NameLevel.SAME:
                yield Vote(Role.WRITER, REGISTER_WEIGHT, "register")
            for child in guardian.students:
                how = compare(
                    written_name(value), filed_name(index.register.students[child].name), index.lexicon
                )
                if how.level is NameLevel.SAME or (len(mention.words) == 1 and how.given >= Part.SOME):
                    yield Vote(Role.STUDENT, REGISTER_WEIGHT, "register")
    if len(mention.words) < 2:
        return
    best = {"student": 0.0, "guardian": 0.0}
    for person in index.persons(value):
        best[person.role] = max(best[person.role], person.similarity)
    if best["student"] > best["guardian"] + 0.1:
        yield Vote(Role.STUDENT, REGISTER_WEIGHT, "register")
    elif best["guardian"] > best["student"] + 0.1:
        yield Vote(Role.WRITER, REGISTER_WEIGHT, "register")
