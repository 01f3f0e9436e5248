"""Guardians joined over rows: the export repeats the same people in every child's row, with no key.

Joined by identity number, else by normalised name together with something that only one household
shares: a phone, an e-mail, the other guardian, the pupil. When in doubt people stay apart: an
account too many is a human step, a joined stranger a credential in the wrong hands.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.model.register import Guardian, PersonName
from bot.text.words import words

PARTICLES = frozenset({"de", "del", "la", "las", "los", "el", "y", "da", "do", "dos", "van", "von"})
_ABBREVIATIONS = {"ma": "maria", "fco": "francisco", "fca": "francisca"}
# A typo stays above it ("Fernandez"/"Fernádez" 94), another surname below ("Ruiz"/"Rus" 57).
_SAME_WORD = 75.0


class Sighting(NamedTuple):
    """One guardian block of one row."""

    row: int  #: number of the row: its two guardians are never one person
    student: str  #: id of the pupil
    dni: str | None
    name: PersonName
    phones: tuple[str, ...] = ()  #: E.164
    emails: tuple[str, ...] = ()  #: lower case
    current: bool = True  #: a row of this year: only its phones and e-mails count
    guards: bool = True  #: False: the row tells of phones, but another row says who the guardians are


@dataclass(frozen=True, slots=True)
class People:
    """All guardians, and what an admin should look at."""

    guardians: Mapping[str, Guardian]
    keys: tuple[str, ...]  #: key of the guardian of each sighting, by position
    shared_dnis: frozenset[str]  #: DNIs that belong to two names: nobody's
    namesakes: frozenset[str]  #: DNIs of guardians who are alike but for their DNI


def name_words(name: PersonName) -> tuple[str, ...]:
    """The words that tell people apart, sorted: columns are sometimes swapped."""
    tokens = f"{name.given} {name.surname1} {name.surname2}".split()
    return tuple(sorted(chain.from_iterable(map(_telling, tokens))))


@lru_cache(maxsize=65_536)  # of single words: whole names are too many to be remembered
def _telling(token: str) -> tuple[str, ...]:
    spaced = token.replace(".ª", "ª").replace("ª", "ª ")  # M.ª Luz, MªLuz
    return tuple(_ABBREVIATIONS.get(w, w) for w in words(spaced) if w not in PARTICLES)


def alike(one: PersonName, other: PersonName) -> bool:
    """Can two names be one person's? Every word of the shorter one is in the longer.

    Typos, initials and left-out words are forgiven, two different surnames never.
    No name at all fits every name.
    """
    if one == other:
        return True
    shorter, longer = sorted((name_words(one), name_words(other)), key=len)
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        best = max(left, key=lambda w: _likeness(word, w))
        if _likeness(word, best) < _SAME_WORD:
            return False
        left.remove(best)
    return True


def _likeness(one: str, other: str) -> float:
    """0 to 100; an initial is like every word that begins so."""
    if 1 in (len(one), len(other)):
        return 100.0 if one[0] == other[0] else 0.0
    return fuzz.ratio(one, other)


def join_people(sightings: Sequence[Sighting]) -> People:
    """Who of the sightings is one person."""
    partners = _partners(sightings)
    shared = _shared_dnis(sightings, partners)
    seen = [s._replace(dni=None) if s.dni in shared else s for s in sightings]
    group_of, namesakes = _groups(seen, partners)
    members: dict[str | int, list[Sighting]] = defaultdict(list)
    for group, sighting in zip(group_of, seen, strict=True):
        members[group].append(sighting)
    key_of = _keys(members)
    guardians = (_guardian(key_of[group], group, same) for group, same in members.items())
    return People(
        {g.key: g for g in guardians if g.students}, tuple(key_of[g] for g in group_of), shared, namesakes
    )


class _Forest:
    """Disjoint sets of positions."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = i = self._parent[self._parent[i]]
        return i

    def join(self, members: Sequence[int]) -> None:
        for i in members[1:]:
            self._parent[self.root(i)] = self.root(members[0])


def _partners(sightings: Sequence[Sighting]) -> list[int | None]:
    """For each position that of the other guardian of its row."""
    found: list[int | None] = [None] * len(sightings)
    first: dict[int, int] = {}
    for i, sighting in enumerate(sightings):
        other = first.setdefault(sighting.row, i)
        if other != i:
            found[i], found[other] = other, i
    return found


def _shared_dnis(sightings: Sequence[Sighting], partners: Sequence[int | None]) -> frozenset[str]:
    """DNIs that two different people bear (a typing mistake): they tell nothing."""
    first: dict[str, PersonName] = {}
    several: dict[str, set[PersonName]] = {}  # names of the few DNIs that stand beside different ones
    shared = set()
    for s, partner in zip(sightings, partners, strict=True):
        if s.dni and (name := first.setdefault(s.dni, s.name)) != s.name:
            several.setdefault(s.dni, {name}).add(s.name)
            if partner is not None and sightings[partner].dni == s.dni and sightings[partner].name != s.name:
                shared.add(s.dni)
    for dni, borne in several.items():
        if not all(alike(a, b) for a, b in combinations(borne, 2)):
            shared.add(dni)
    return frozenset(shared)


def _households(seen: Sequence[Sighting], partners: Sequence[int | None]) -> Iterator[list[int]]:
    """Positions of sightings of one name that share a phone, an e-mail, a partner or a pupil."""
    names = [name_words(sighting.name) for sighting in seen]
    named: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        named[name].append(i)
    for name, positions in named.items():
        if len(positions) < 2 or not name:
            continue
        found: dict[str, list[int]] = defaultdict(list)
        for i in positions:
            if (partner := partners[i]) is not None:
                other = names[partner]
                if set(name) <= set(other) or set(name) >= set(other):
                    continue  # father and grandfather of one name: only a DNI tells them apart
                if dni := seen[partner].dni:
                    found[f"partner {dni}"].append(i)
            for link in _links(seen[i]):
                found[link].append(i)
        yield from (same for same in found.values() if len(same) > 1)


def _links(sighting: Sighting) -> Iterator[str]:
    """What only one household shares."""
    yield f"pupil {sighting.student}"
    yield from sighting.phones
    yield from sighting.emails


def _groups(
    seen: Sequence[Sighting], partners: Sequence[int | None]
) -> tuple[list[str | int], frozenset[str]]:
    """The group of each sighting (its DNI, else a number), and the DNIs of namesakes.

    A sighting without DNI takes over the DNI of its household, unless two people of that name
    with different DNIs live there: then nobody knows whose it is.
    """
    households = list(_households(seen, partners))
    forest = _Forest(len(seen))
    for same in households:
        forest.join([i for i in same if seen[i].dni is None])
    dnis_near: dict[int, set[str]] = defaultdict(set)
    namesakes: set[str] = set()
    for same in households:
        dnis = {dni for i in same if (dni := seen[i].dni)}
        if len(dnis) > 1:
            namesakes |= dnis
        for i in same:
            dnis_near[forest.root(i)] |= dnis
    groups: list[str | int] = []
    for i, sighting in enumerate(seen):
        if sighting.dni:
            groups.append(sighting.dni)
        else:
            near = dnis_near[root := forest.root(i)]
            groups.append(next(iter(near)) if len(near) == 1 else root)
    return groups, frozenset(namesakes)


def _keys(members: Mapping[str | int, Sequence[Sighting]]) -> dict[str | int, str]:
    """A key for each group that outlives imports: the DNI, else made of name and eldest pupil id.

    Namesakes of one pupil are told apart by their phones. Hashed: keys may stand in logs.
    """
    keys: dict[str | int, str] = {group: group for group in members if isinstance(group, str)}
    unnumbered: dict[str, list[tuple[list[str], int]]] = defaultdict(list)
    for group, same in members.items():
        if isinstance(group, int):
            name = " ".join(max(name_words(s.name) for s in same))
            identity = f"{name}|{min(s.student for s in same)}"
            unnumbered[identity].append((sorted({p for s in same for p in s.phones}), group))
    for identity, namesakes in unnumbered.items():
        for n, (phones, group) in enumerate(sorted(namesakes)):
            text = identity if len(namesakes) == 1 else f"{identity}|{'|'.join(phones)}|{n}"
            keys[group] = f"sin-dni-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return keys


def _guardian(key: str, group: str | int, same: Sequence[Sighting]) -> Guardian:
    current = [s for s in same if s.current]
    return Guardian(
        key=key,
        dni=group if isinstance(group, str) else None,
        name=_fullest([s.name for s in same]),
        phones=frozenset([p for s in current for p in s.phones]),
        emails=frozenset([e for s in current for e in s.emails]),
        students=tuple(dict.fromkeys([s.student for s in same if s.guards])),
    )


def _fullest(names: Sequence[PersonName]) -> PersonName:
    """The name with most words, then without lost letters, then the most frequent."""
    if names.count(names[0]) == len(names):
        return names[0]
    often = Counter(names)
    return max(often, key=lambda n: (len(name_words(n)), "?" not in str(n), often[n]))
