"""Everybody named in a mail with the role that the evidence gives them.

Evidence adds up: what the words around a name say (relations, forms, closings), the model's opinion, what the
register knows of such a name, the sender's display name. The best role wins when it has weight enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.matchers.lexicon import Lexicon
from bot.matchers.names import NameLevel
from bot.model.register import PersonName
from bot.parsers.names import ner
from bot.parsers.names.mentions import TITLES, Mention, find_mentions
from bot.parsers.names.words import NameWords
from bot.parsers.people.evidence import (
    MODEL_WEIGHT,
    REGISTER_WEIGHT,
    Vote,
    Witnesses,
    opinions,
    place,
    register_says,
    spoken_after,
    spoken_before,
)
from bot.parsers.people.forms import Field, find_fields
from bot.parsers.people.person import GUESSES, Person, like
from bot.parsers.people.relations import TITLED_RULE, Role
from bot.parsers.people.relations_after import COURSE_AHEAD, COURSES_AHEAD, LINK
from bot.parsers.scene import Scene, ZoneKind, mark_names

_MOST = 40  #: names of one text that are looked at: no family names more
_FORM_WEIGHT = 5.5
_ENOUGH = 2.0  #: less than this and the role stays open
_Scores = dict[Role, tuple[float, str]]  #: of each role: weight, and what spoke for it first
_NOTHING = (0.0, "")
_AND = re.compile(r"\s+(?:y|e|and|et|si|und|i|&)\s+")
_COMMA, _LEADS = re.compile(r"\s*,\s*"), "list: "
_AT_MOST = 4  #: characters
_AT_ONCE = re.compile(r"\s*[(,:;–-]\s*")
_FULL = 3  #: words of a name with both surnames
_GOES_ON = re.compile(r"[ \t]*[.,][ \t]+[^\s]")


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
    slots = {end for _, end in spoken_before(scene, scene.marked)}
    slots |= {e.start for e in entities}
    slots |= {f.start for f in fields}
    return [
        m for z in scene.zones for m in find_mentions(scene.text, z.start, z.end, names, slots, scene.marked)
    ]


def _with_roles(
    scene: Scene,
    named: str,
    mentions: Sequence[Mention],
    fields: Sequence[Field],
    entities: Sequence[ner.Entity],
    witnesses: Witnesses,
) -> list[Person]:
    before: defaultdict[int, list[Vote]] = defaultdict(list)
    if mentions:
        for rule, end in spoken_before(scene, named):
            before[end].append(Vote(rule.role, rule.weight, rule.name))
    people: list[Person] = []
    for mention in mentions:
        votes = _said_around(scene, named, mention, before[mention.start], fields)
        scores = _strongest(votes)
        more = list(opinions(scene, mention, entities, witnesses))
        if witnesses.index is not None and _is_open(scores, more):
            said = register_says(mention.value(scene.text), mention, witnesses.index, witnesses.phones)
            titled = mention.words[0] in TITLES or any(v.by == TITLED_RULE for v in votes)
            more += [vote for vote in said if not (titled and vote.role is Role.STUDENT)]
        _add(scores, more)
        if people and people[-1].scene is scene:
            if _says_again(people[-1], mention, witnesses.lexicon):  # "Ana (Ana Gil Mora, de 2ºB)"
                best = max((score for score, _ in scores.values()), default=0.0)
                scores[people[-1].role] = (max(best, people[-1].score) + 0.5, people[-1].found_by)
            _inherit(scores, people[-1], named, mention)
        people.append(_decide(scene, mention, scores))
    _lead_lists(people, named)
    return people


def _said_around(
    scene: Scene, named: str, mention: Mention, before: Sequence[Vote], fields: Sequence[Field]
) -> list[Vote]:
    """What the words around a name say, those `before` it among them, and where it stands."""
    votes = [
        *before,
        *(Vote(r.role, r.weight, r.name) for r in spoken_after(named, mention.end)),
        *(Vote(f.role, _FORM_WEIGHT, f"form: {f.label}") for f in fields if f.start <= mention.start < f.end),
        *place(scene, named, mention),
    ]
    if _presents_itself(named, mention):  # "Buenos días, Ana Gil Mora, madre …": nobody is greeted so
        votes = [Vote(Role.WRITER, 3.0, "line of its own") if v.by == "Hola …" else v for v in votes]
    return votes


def _strongest(votes: Sequence[Vote]) -> _Scores:
    """Of several phrases for one role the strongest counts, of equals the first."""
    scores: _Scores = {}
    for role, weight, by in votes:
        if weight > scores.get(role, _NOTHING)[0]:
            scores[role] = (weight, by)
    return scores


def _add(scores: _Scores, opinions: Sequence[Vote]) -> None:
    """Add what others think to what the words say."""
    for vote in opinions:
        parent = scores.get(Role.PARENT, _NOTHING)[0] > scores.get(Role.WRITER, _NOTHING)[0]
        # To the model and the register both are "a guardian", whichever the words say.
        role = Role.PARENT if parent and vote.role is Role.WRITER and vote.by in GUESSES else vote.role
        score, by = scores.get(role, (0.0, vote.by))
        scores[role] = (score + vote.weight, by)


def _presents_itself(named: str, mention: Mention) -> bool:
    """Whether a full name behind a greeting is followed by what its bearer wants to say."""
    return len(mention.words) >= _FULL and bool(_GOES_ON.match(named, mention.end))


def _lead_lists(people: list[Person], named: str) -> None:
    """Those named before a pupil in one list are pupils too: "Ana, Leo y Eva Gil"."""
    for n in range(len(people) - 2, -1, -1):
        this, following = people[n], people[n + 1]
        bare = this.mention.given == len(this.mention.tokens)
        guessed = this.score < _ENOUGH or (bare and this.found_by in GUESSES)
        joined = _AND.fullmatch(named, this.mention.end, following.mention.start) or (
            following.found_by.startswith(_LEADS)
            and _COMMA.fullmatch(named, this.mention.end, following.mention.start)
        )
        if guessed and joined and following.role is Role.STUDENT and this.mention.known:
            people[n] = replace(this, role=Role.STUDENT, score=_ENOUGH, found_by=_LEADS + following.found_by)


def _decide(scene: Scene, mention: Mention, scores: _Scores) -> Person:
    referred = scene.zone_at(mention.start).kind is ZoneKind.REFERRED
    role, (score, by) = max(scores.items(), key=lambda s: s[1][0], default=(Role.OTHER, (0.0, "")))
    if score < _ENOUGH or (score <= MODEL_WEIGHT and mention.known == 0):
        role, by = Role.OTHER, "nothing said"
    if referred and role is Role.WRITER:
        role = Role.PARENT
    return Person(mention, scene, role, score, by, referred)


def _inherit(scores: _Scores, last: Person, named: str, mention: Mention) -> None:
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
    return "(" in gap and like(last.value, name, lexicon).level is not NameLevel.DIFFERENT


def _course_first(named: str, start: int) -> bool:
    """Whether a course stands right before the name: "2ºB: Ana", "en 2ºB tengo a Ana"."""
    return any(hit.end() == start for hit in COURSE_AHEAD.finditer(named, max(0, start - 50), start))


def _is_open(scores: _Scores, more: Sequence[Vote]) -> bool:
    """Whether the register could still tip the balance."""
    told = {role: score for role, (score, _) in scores.items()}
    for role, weight, _ in more:
        told[role] = told.get(role, 0.0) + weight
    best, second, *_ = [*sorted(told.values(), reverse=True), 0.0, 0.0]
    return best < 5 or best - second <= REGISTER_WEIGHT
