"""Synthetic families: who lives together, how the children are called, which phones they have."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from training.person_names import COMMUNITIES, given, inflected, surname

_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_COMMUNITY_SHARE = (0.045, 0.03, 0.03, 0.015, 0.008, 0.006, 0.007, 0.004)  # in the order of COMMUNITIES
_PREFIX = {"moroccan": "+2126", "romanian": "+407", "british_german": "+447"}
_FOREIGN_DIGITS = {"moroccan": 8, "romanian": 8, "british_german": 9}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A guardian or a pupil."""

    given: str
    surname1: str
    surname2: str
    sex: str  #: "H" or "M"
    dni: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Children of one household with their guardians (none, one or two each)."""

    children: tuple[Person, ...]
    guardians: tuple[tuple[Person, ...], ...]  #: of each child
    twins: bool = False  #: the first two children
    community: str = "spanish"
    tags: frozenset[str] = field(default_factory=frozenset)


class Numbers:
    """Unique numbers without a memory: a counter run through a bijection."""

    def __init__(self, start: int) -> None:
        self._next = start

    def _scattered(self, modulus: int, factor: int) -> int:
        self._next += 1
        return self._next * factor % modulus

    def phone(self) -> str:
        return f"6{self._scattered(10**8, 61_803_399):08d}"

    def landline(self) -> str:
        return f"95{self._scattered(10**7, 6_180_339):07d}"

    def abroad(self, community: str) -> str:
        """A number of the family's country; Spanish where none is written down here."""
        if community not in _PREFIX:
            return self.phone()
        digits = _FOREIGN_DIGITS[community]
        return f"{_PREFIX[community]}{self._scattered(10**digits, 61_803_399) % 10**digits:0{digits}d}"

    def dni(self) -> str:
        number = 10_000_000 + self._scattered(89_000_000, 61_803_399)
        return f"{number:08d}{_LETTERS[number % 23]}"

    def nie(self) -> str:
        number = self._scattered(10**7, 6_180_339)
        return f"Y{number:07d}{_LETTERS[(10**7 + number) % 23]}"

    def pupil(self) -> str:
        return str(1_000_000 + self._scattered(8_999_999, 6_180_339))


def make_family(rng: Random, numbers: Numbers) -> Family:
    """A family drawn with the proportions of a real school; see the tags in `school.py`."""
    community = rng.choices(
        ("spanish", *COMMUNITIES), weights=(1 - sum(_COMMUNITY_SHARE), *_COMMUNITY_SHARE)
    )[0]
    mixed = community != "spanish" and rng.random() < 0.15
    father = _adult(rng, numbers, community, "H")
    mother = _adult(rng, numbers, "spanish" if mixed else community, "M")
    if community in ("romanian", "british_german", "ukrainian_russian") and not mixed:
        mother = replace(mother, surname1=inflected(father.surname1, community, "M"))
    tags = {f"immigrant-{community}"} if community != "spanish" else set()
    if mixed:
        tags.add("mixed-family")
    count = rng.choices((1, 2, 3), weights=(0.82, 0.165, 0.015))[0]
    twins = count > 1 and rng.random() < 0.12
    children = tuple(_child(rng, father, mother, community) for _ in range(count))
    if count > 1:
        tags.add("siblings")
    if twins:
        tags.add("twins")
    family = Family(
        children=children,
        guardians=((father, mother),) * count,
        twins=twins,
        community=community,
        tags=frozenset(tags),
    )
    return _shaped(rng, numbers, _with_contacts(rng, numbers, family))


def _adult(rng: Random, numbers: Numbers, community: str, sex: str) -> Person:
    two = community in ("spanish", "latin_american")
    first = surname(rng, community, sex)
    return Person(
        given=given(rng, community, sex, young=False),
        surname1=first,
        surname2=surname(rng, community, sex) if two else "",
        sex=sex,
        dni=numbers.dni() if community == "spanish" else numbers.nie(),
    )


def _child(rng: Random, father: Person, mother: Person, community: str) -> Person:
    sex = rng.choice("HM")
    two = community in ("spanish", "latin_american") or rng.random() < 0.15
    return Person(
        given=given(rng, community, sex, young=True),
        surname1=inflected(father.surname1, community, sex),
        surname2=mother.surname1 if two and mother.surname1 != father.surname1 else "",
        sex=sex,
    )


def _with_contacts(rng: Random, numbers: Numbers, family: Family) -> Family:
    """Phones and e-mails, with the usual gaps: shared, fixed, foreign or none."""
    people, tags = [], set(family.tags)
    shared = numbers.phone() if rng.random() < 0.035 else ""
    for person in family.guardians[0]:
        dice, phone = rng.random(), shared or numbers.phone()
        if dice < 0.05 and not shared:
            phone = ""
        elif dice < 0.09 and not shared:
            phone = numbers.landline()
            tags.add("landline-as-guardian-phone")
        elif dice < 0.14 and family.community in _PREFIX and not shared:
            phone = numbers.abroad(family.community)
            tags.add("foreign-phone")
        people.append(replace(person, phone=phone, email=_email(rng, person)))
    if shared:
        tags.add("guardians-share-phone")
    return replace(family, guardians=(tuple(people),) * len(family.children), tags=frozenset(tags))


def _email(rng: Random, person: Person) -> str:
    if rng.random() < 0.25:
        return ""
    name = person.given.split()[0].lower() + "." + person.surname1.replace(" ", "").lower()
    plain = name.translate(str.maketrans("áéíóúüñ", "aeiouun"))
    host = rng.choice(("gmail.example", "hotmail.example", "yahoo.example"))
    return f"{''.join(c for c in plain if c.isascii() and (c.isalnum() or c == '.'))}{rng.randint(60, 99)}@{host}"


def _shaped(rng: Random, numbers: Numbers, family: Family) -> Family:
    """The shapes that families take; most are two parents."""
    first, second = family.guardians[0]
    count, dice = len(family.children), rng.random()

    def with_guardians(tag: str, *people: Person) -> Family:
        return replace(family, guardians=(people,) * count, tags=family.tags | {tag})

    if dice < 0.12:
        return with_guardians("single-guardian", rng.choice((first, second, second)))
    if dice < 0.135 and family.community == "spanish":
        children = tuple(
            replace(c, surname1=second.surname1, surname2=second.surname2) for c in family.children
        )
        return replace(with_guardians("single-mother-both-surnames", second), children=children)
    if dice < 0.25:
        return with_guardians("separated", first, second)
    if dice < 0.265 and family.community == "spanish":
        children = tuple(
            replace(c, surname1=c.surname2 or c.surname1, surname2=c.surname1 if c.surname2 else "")
            for c in family.children
        )
        return replace(family, children=children, tags=family.tags | {"surname-order-inverted"})
    if dice < 0.285:
        return _step_family(rng, numbers, family)
    if dice < 0.305:
        grandparent = replace(
            _adult(rng, numbers, "spanish", "M"), phone=numbers.phone(), surname1=family.children[0].surname1
        )
        return with_guardians("guardian-grandparent", grandparent)
    if dice < 0.315:
        fosters = [replace(_adult(rng, numbers, "spanish", s), phone=numbers.phone()) for s in "HM"]
        return with_guardians("guardian-foster", *fosters)
    if dice < 0.32:
        office = Person(
            given="SERVICIO PROTECCIÓN MENORES", surname1="", surname2="", sex="", phone="955000100"
        )
        return with_guardians("guardian-institution", office)
    if dice < 0.33:
        other = replace(_adult(rng, numbers, "spanish", second.sex), phone=numbers.phone())
        children = tuple(replace(c, surname1=other.surname1) for c in family.children)
        return replace(with_guardians("same-sex-parents", other, second), children=children)
    return family


def _step_family(rng: Random, numbers: Numbers, family: Family) -> Family:
    """A mother's children by two fathers; the last child's father is another man."""
    second = family.guardians[0][1]
    other = replace(_adult(rng, numbers, "spanish", "H"), phone=numbers.phone())
    guardians = (*family.guardians[:-1], (other, second))
    if len(family.children) == 1:  # the stepfather is the guardian, the child bears another name
        return replace(family, guardians=guardians, tags=family.tags | {"stepfather-as-guardian"})
    half = replace(family.children[-1], surname1=other.surname1)
    return replace(
        family,
        children=(*family.children[:-1], half),
        guardians=guardians,
        tags=family.tags | {"half-sibling"},
    )
