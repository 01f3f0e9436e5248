"""Everybody named in a mail with the role that the evidence gives them.

Evidence adds up: what the words around a name say (relations, forms, closings), the model's opinion, what the
register knows of such a name, the sender's display name. The best role wins when it has weight enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Lexicon
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import NameComparison, NameLevel, Part, compare
from bot.model.register import PersonName
from bot.parsers.names import ner
from bot.parsers.names.kinship import NAME_CHAR
from bot.parsers.names.mentions import TITLES, Mention, find_mentions
from bot.parsers.names.words import NameWords
from bot.parsers.people.forms import Field, find_fields
from bot.parsers.people.relations import TITLED_RULE, Role, Rule
from bot.parsers.people.relations_after import AFTER, COURSE_AHEAD, COURSES_AHEAD, LINK
from bot.parsers.people.relations_before import BEFORE
from bot.parsers.scene import Scene, ZoneKind, mark_names
from bot.text.sieve import Sieve

_MOST = 40  #: names of one text that are looked at: no family names more
_FORM_WEIGHT = 5.5
_MODEL_WEIGHT = 2.0
_REGISTER_WEIGHT = 2.5
_SENDER_WEIGHT = 3.0
_SURE = 7.0  #: score from which nothing more is wanted
_ENOUGH = 2.0  #: less than this and the role stays open
_CLOSING = re.compile(
    r"(?:saludos?(?:\s+y\s+(?:muchas )?gracias)?(?: cordial(?:es)?)?|saludo cordial|abrazos?|atentamente|"
    r"atte|gracias(?: de antemano| por adelantado| por todo| por su atencion| por vuestra \w+)?"
    r"|firmado|fdo|regards|wishes|thanks|thank you|sincerely|faithfully|cordialement|salutations|"
    r"merci(?: beaucoup| d'avance)?|cumprimentos|obrigad[oa]|saluti|grussen|grusse|danke"
    r"|multumesc|multumim|stima|besos|bss|ciao|gracies|salutacions|شكرا|дякую|повагою|спасибо|уважением|"
    r"谢谢)[\s,.!:;)\-]*$"
)
_GUESSES = frozenset({"model", "register"})
_SIEVE = Sieve(rule.pattern for rule in BEFORE)
_AND = re.compile(r"\s+(?:y|e|and|et|si|und|i|&)\s+")
_COMMA, _LEADS = re.compile(r"\s*,\s*"), "list: "
_AT_MOST = 4  #: characters
_AT_ONCE = re.compile(r"\s*[(,:;–-]\s*")
_GOES_ON_WORDS = 8  #: behind a name that ends no mail
_FULL = 3  #: words of a name with both surnames
_GOES_ON = re.compile(r"[ \t]*[.,][ \t]+[^\s]")
_LINE_END = re.compile(r"[\s.,!)\-]*?(?:\n|$)|[\s.,!)\-]*$")


@dataclass(frozen=True, eq=False)
class Person:
    """A mention with its role; `found_by` names the strongest evidence."""

    mention: Mention
    scene: Scene
    role: Role
    score: float
    found_by: str
    referred: bool  #: stands in quoted or forwarded text

    @cached_property
    def value(self) -> str:
        return self.mention.value(self.scene.text)

    @property
    def sureness(self) -> float:
        """The score as a share of what is enough to be sure."""
        return round(min(1.0, self.score / _SURE), 2)

    @cached_property
    def name(self) -> PersonName:
        text = self.scene.text
        return PersonName(self.mention.given_text(text), self.mention.surnames_text(text))


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What helps to tell people apart besides the words around their names."""

    lexicon: Lexicon
    index: RegisterIndex | None = None
    sender: PersonName | None = None  #: the display name
    phones: tuple[str, ...] = ()  #: E.164, those of the mail


def same_person(one: Person, other: Person, lexicon: Lexicon) -> NameLevel:
    """How surely two mentions mean one person; a part that one of them lacks does not count against."""
    there = _like(one.value, other.name, lexicon).level
    return there if there is NameLevel.SAME else max(there, _like(other.value, one.name, lexicon).level)


def given_alike(one: Person, other: Person, lexicon: Lexicon) -> bool:
    """Whether the first is called by a given name of the other: no family's surnames alone."""
    return _like(one.value, other.name, lexicon).given >= Part.SOME


@lru_cache(maxsize=8_192)
def _like(written: str, name: PersonName, lexicon: Lexicon) -> NameComparison:
    return compare(written_name(written), filed_name(name), lexicon)


def find_people(
    scenes: Sequence[Scene],
    entities: Sequence[Sequence[ner.Entity]],
    names: NameWords,
    witnesses: Witnesses,
) -> tuple[list[Person], list[str]]:
    """(people, marked texts with their names marked as well), scene by scene."""
    people: list[Person] = []
    named_texts: list[str] = []
    for scene, found in zip(scenes, entities, strict=True):
        fields = find_fields(scene.marked, scene.zones)
        mentions = _mentions(scene, fields, found, names)[:_MOST]
        named = mark_names(scene, ((m.start, m.end) for m in mentions))
        named_texts.append(named)
        people += _with_roles(scene, named, mentions, fields, found, witnesses)
    return people, named_texts


def _mentions(
    scene: Scene, fields: Sequence[Field], entities: Sequence[ner.Entity], names: NameWords
) -> list[Mention]:
    slots = {end for _, end in _spoken_before(scene, scene.marked)}
    slots |= {e.start for e in entities}
    slots |= {f.start for f in fields}
    return [
        m for z in scene.zones for m in find_mentions(scene.text, z.start, z.end, names, slots, scene.marked)
    ]


def _spoken_before(scene: Scene, marked: str) -> Iterator[tuple[Rule, int]]:
    """Every phrase before a name that the zones hold, with the offset at which it ends."""
    for zone in scene.zones:
        yield from _phrases(marked, zone.start, zone.end)


# A mail about which the model is asked is read twice, mostly with the same names.
@lru_cache(maxsize=512)
def _phrases(marked: str, start: int, end: int) -> tuple[tuple[Rule, int], ...]:
    rules = (BEFORE[number] for number in _SIEVE.possible(marked[start:end]))
    return tuple((rule, hit.end()) for rule in rules for hit in rule.compiled.finditer(marked, start, end))


@lru_cache(maxsize=2_048)
def _spoken_after(named: str, end: int) -> tuple[Rule, ...]:
    """Every phrase that follows a name ending there."""
    return tuple(rule for rule in AFTER if rule.compiled.match(named, end))


def _with_roles(
    scene: Scene,
    named: str,
    mentions: Sequence[Mention],
    fields: Sequence[Field],
    entities: Sequence[ner.Entity],
    witnesses: Witnesses,
) -> list[Person]:
    before: defaultdict[int, list[tuple[Role, float, str]]] = defaultdict(list)
    if mentions:
        for rule, end in _spoken_before(scene, named):
            before[end].append((rule.role, rule.weight, rule.name))
    people: list[Person] = []
    for mention in mentions:
        votes = list(before[mention.start])
        votes += [(r.role, r.weight, r.name) for r in _spoken_after(named, mention.end)]
        votes += [
            (f.role, _FORM_WEIGHT, f"form: {f.label}") for f in fields if f.start <= mention.start < f.end
        ]
        votes += _place(scene, named, mention)
        if _presents_itself(named, mention):  # "Buenos días, Ana Gil Mora, madre …": nobody is greeted so
            votes = [(Role.WRITER, 3.0, "line of its own") if v[2] == "Hola …" else v for v in votes]
        scores: dict[Role, tuple[float, str]] = {}
        for role, weight, name in votes:  # of several phrases for one role the strongest counts
            if weight > scores.get(role, (0.0, ""))[0]:
                scores[role] = (weight, name)
        opinions = list(_opinions(scene, mention, entities, witnesses))
        if witnesses.index is not None and _is_open(scores, opinions):
            said = _register_says(mention.value(scene.text), mention, witnesses.index, witnesses.phones)
            titled = mention.words[0] in TITLES or any(by == TITLED_RULE for _, _, by in votes)
            opinions += [opinion for opinion in said if not (titled and opinion[0] is Role.STUDENT)]
        for role, weight, name in opinions:
            if (
                role is Role.WRITER
                and name != "from"
                and scores.get(Role.PARENT, (0.0, ""))[0] > scores.get(Role.WRITER, (0.0, ""))[0]
            ):
                role = Role.PARENT  # noqa: PLW2901 - "a guardian", whichever the words say
            score, by = scores.get(role, (0.0, name))
            scores[role] = (score + weight, by)
        if people and people[-1].scene is scene:
            if _says_again(people[-1], mention, witnesses.lexicon):  # "Ana (Ana Gil Mora, de 2ºB)"
                best = max((score for score, _ in scores.values()), default=0.0)
                scores[people[-1].role] = (max(best, people[-1].score) + 0.5, people[-1].found_by)
            _inherit(scores, people[-1], named, mention)
        people.append(_decide(scene, mention, scores))
    _lead_lists(people, named)
    return people


def _presents_itself(named: str, mention: Mention) -> bool:
    """Whether a full name behind a greeting is followed by what its bearer wants to say."""
    return len(mention.words) >= _FULL and bool(_GOES_ON.match(named, mention.end))


def _lead_lists(people: list[Person], named: str) -> None:
    """Those named before a pupil in one list are pupils too: "Ana, Leo y Eva Gil"."""
    for n in range(len(people) - 2, -1, -1):
        this, following = people[n], people[n + 1]
        bare = this.mention.given == len(this.mention.tokens)
        guessed = this.score < _ENOUGH or (bare and this.found_by in _GUESSES)
        joined = _AND.fullmatch(named, this.mention.end, following.mention.start) or (
            following.found_by.startswith(_LEADS)
            and _COMMA.fullmatch(named, this.mention.end, following.mention.start)
        )
        if guessed and joined and following.role is Role.STUDENT and this.mention.known:
            people[n] = replace(this, role=Role.STUDENT, score=_ENOUGH, found_by=_LEADS + following.found_by)


def _decide(scene: Scene, mention: Mention, scores: Mapping[Role, tuple[float, str]]) -> Person:
    referred = scene.zone_at(mention.start).kind is ZoneKind.REFERRED
    role, (score, by) = max(scores.items(), key=lambda s: s[1][0], default=(Role.OTHER, (0.0, "")))
    if score < _ENOUGH or (score <= _MODEL_WEIGHT and mention.known == 0):
        role, by = Role.OTHER, "nothing said"
    if referred and role is Role.WRITER:
        role = Role.PARENT
    return Person(mention, scene, role, score, by, referred)


def _inherit(scores: dict[Role, tuple[float, str]], last: Person, named: str, mention: Mention) -> None:
    """A name that follows another in a list shares its role, unless something is said of it."""
    if last.role not in {Role.STUDENT, Role.OTHER} or last.score < 3:
        return
    if max((s for s, _ in scores.values()), default=0.0) >= 4:
        return
    hit = LINK.fullmatch(named, last.mention.end, mention.start)
    by_course = _course_first(named, last.mention.start) and COURSES_AHEAD.fullmatch(
        named, last.mention.end, mention.start
    )
    if not hit and not by_course:
        return
    strong = by_course or re.search(
        r"\b(?:y|e|and|et|si|und|i)\b|[/+&|]", named[last.mention.end : mention.start].replace("\x01", "")
    )
    score, by = scores.get(last.role, (0.0, f"list: {last.found_by}"))
    scores[last.role] = (score + (3.0 if strong else 1.5), by)


def _says_again(last: Person, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a name is at once told in full: "Ana (Ana Gil Mora)", "Curro (Francisco Gil)"."""
    text = last.scene.text
    gap = text[last.mention.end : mention.start]
    if len(gap) > _AT_MOST or len(mention.words) <= len(last.mention.words) or not _AT_ONCE.fullmatch(gap):
        return False
    if set(last.mention.words) < set(mention.words):
        return True
    name = PersonName(mention.given_text(text), mention.surnames_text(text))
    return "(" in gap and _like(last.value, name, lexicon).level is not NameLevel.DIFFERENT


def _course_first(named: str, start: int) -> bool:
    """Whether a course stands right before the name: "2ºB: Ana", "en 2ºB tengo a Ana"."""
    return any(hit.end() == start for hit in COURSE_AHEAD.finditer(named, max(0, start - 50), start))


def _place(scene: Scene, named: str, mention: Mention) -> Iterable[tuple[Role, float, str]]:
    """Where a name stands: closing the mail, in the signature, alone on a line."""
    zone = scene.zone_at(mention.start)
    if zone.kind is ZoneKind.SUBJECT:
        return
    line = named.rfind("\n", 0, mention.start) + 1
    ahead = named[max(zone.start, mention.start - 60) : mention.start]
    ends_line = bool(_LINE_END.match(named, mention.end, zone.end))
    closing = ends_line and _CLOSING.search(ahead)
    if closing and not _is_thanked(closing, named[mention.end : zone.end]):
        yield Role.WRITER, 3.5, "closing"
    alone = ends_line and not named[max(line, zone.start) : mention.start].strip(" -*•\t>→=")
    if zone.kind is ZoneKind.SIGNATURE and alone:
        yield Role.WRITER, 3.5, "signature"
    elif zone.kind is ZoneKind.SIGNATURE:
        yield Role.WRITER, 2.0, "signature"
    elif alone:
        last = not re.search(r"[^\W_]", named[mention.end : zone.end].replace(NAME_CHAR, "x"))
        yield Role.WRITER, 3.0 if last else 2.0, "closing" if last else "line of its own"


def _is_thanked(closing: re.Match[str], after: str) -> bool:
    """Whether "gracias Manoli" greets somebody: on one line, without a comma, and the mail goes on."""
    return not re.search(r"[,.:;\n]", closing[0]) and len(re.findall(r"[^\W\d_]{2,}", after)) > _GOES_ON_WORDS


def _opinions(
    scene: Scene, mention: Mention, entities: Sequence[ner.Entity], witnesses: Witnesses
) -> Iterable[tuple[Role, float, str]]:
    """What the model, the display name and the register add."""
    for entity in entities:
        if entity.start < mention.end and mention.start < entity.end:
            yield (
                _OF_MODEL[entity.label],
                _MODEL_WEIGHT if len(mention.words) > 1 else _MODEL_WEIGHT / 2,
                "model",
            )
            break
    name = PersonName(mention.given_text(scene.text), mention.surnames_text(scene.text))
    if witnesses.sender and _is_sender(name, witnesses.sender, witnesses.lexicon):
        yield Role.WRITER, _SENDER_WEIGHT, "from"


_OF_MODEL = {ner.Role.GUARDIAN: Role.WRITER, ner.Role.STUDENT: Role.STUDENT, ner.Role.OTHER: Role.OTHER}


def _is_sender(name: PersonName, sender: PersonName, lexicon: Lexicon) -> bool:
    there = _like(str(name), sender, lexicon)
    if there.level is NameLevel.SAME:
        return True
    back = _like(str(sender), name, lexicon)
    if back.level is NameLevel.SAME:
        return True
    weak = there if there.level is NameLevel.WEAK else back
    return weak.level is NameLevel.WEAK and weak.given >= Part.SOME


def _is_open(scores: Mapping[Role, tuple[float, str]], opinions: Sequence[tuple[Role, float, str]]) -> bool:
    """Whether the register could still tip the balance."""
    told = {role: score for role, (score, _) in scores.items()}
    for role, weight, _ in opinions:
        told[role] = told.get(role, 0.0) + weight
    best, second, *_ = [*sorted(told.values(), reverse=True), 0.0, 0.0]
    return best < 5 or best - second <= _REGISTER_WEIGHT


def _register_says(
    value: str, mention: Mention, index: RegisterIndex, phones: Sequence[str]
) -> Iterable[tuple[Role, float, str]]:
    """Whether the register knows the name: in the family of a phone given, or at all."""
    for phone in phones:
        for guardian in index.guardians_by_phone(phone):
            if compare(written_name(value), filed_name(guardian.name), index.lexicon).level is NameLevel.SAME:
                yield Role.WRITER, _REGISTER_WEIGHT, "register"
            for child in guardian.students:
                how = compare(
                    written_name(value), filed_name(index.register.students[child].name), index.lexicon
                )
                if how.level is NameLevel.SAME or (len(mention.words) == 1 and how.given >= Part.SOME):
                    yield Role.STUDENT, _REGISTER_WEIGHT, "register"
    if len(mention.words) < 2:
        return
    best = {"student": 0.0, "guardian": 0.0}
    for person in index.persons(value):
        best[person.role] = max(best[person.role], person.similarity)
    if best["student"] > best["guardian"] + 0.1:
        yield Role.STUDENT, _REGISTER_WEIGHT, "register"
    elif best["guardian"] > best["student"] + 0.1:
        yield Role.WRITER, _REGISTER_WEIGHT, "register"


def as_role(person: Person, role: Role) -> Person:
    """The same person seen in another role."""
    return replace(person, role=role)
