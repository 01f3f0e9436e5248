"""Claims that must not be served, and their honest twins.

    python -m bench.impostors [--claims 100000] [--pupils 1000] [--seed 11] [--json FILE]

Every impostor is a claim of a real family with one thing changed; what becomes true of somebody on file by
that (`bench.truth`) is none, and counted apart. Served means: pupils, guardian and phone fit, and the
probability and margin reach the limits of `rules/decisions.yaml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.claims import Case, Said, honest_cases, write_claim
from bench.command import keep, options
from bench.registers import synthetic_register
from bench.truth import Truth
from bot.decision.policy import Policy
from bot.decision.vocabulary import Limits
from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.matchers.linkage import MatchingRules
from bot.matchers.match import link
from bot.matchers.name_words import written_name
from bot.matchers.phonetics import sound
from bot.matchers.units import courses_on_file
from bot.model.claim import Claim
from bot.model.match import GuardianFit, Match, PhoneFit, StudentFit
from bot.model.register import Enrolment, Guardian, PersonName, Register, Student
from bot.registry.phones_on_file import takes_sms
from bot.rules.directory import load_rules, shipped_rules
from bot.text.words import fold, words


@dataclass(frozen=True, slots=True)
class Impostor:
    """A claim with one thing changed, and what was changed."""

    kind: str
    said: Said
    noise: float = 0.35  #: 0 where a name cut short would be the right one again


def served(match: Match, limits: Limits) -> bool:
    """Whether new credentials would go out by themselves, as far as the match decides it."""
    return (
        match.student_fit in {StudentFit.UNIQUE, StudentFit.SIBLINGS}
        and match.guardian_fit is GuardianFit.MATCH
        and match.phone_fit is PhoneFit.OWN
        and match.probability >= limits.probability
        and match.margin >= limits.margin
    )


def impostors(case: Case, index: RegisterIndex, rng: Random, names: Hypocoristics) -> Iterator[Impostor]:
    """Every way to spoil this claim that its family allows; each is somebody who must not be served."""
    said, guardian, register = case.said, case.guardian, index.register
    others = [register.guardians[k] for s in case.students for k in s.guardians if k != guardian.key]
    stranger = _anybody(index, rng)
    yield Impostor("phone: one digit off", replace(said, phone=_digit_off(said.phone or "", guardian, rng)))
    unknown = f"+346{rng.randrange(10**8):08d}"
    if unknown not in guardian.phones:
        yield Impostor("phone: nobody's", replace(said, phone=unknown))
    for other in others:
        foreign = sorted(other.phones - guardian.phones)
        if foreign:
            yield Impostor("phone: the other guardian's", replace(said, phone=foreign[0]))
        if said.phone not in other.phones and not _alike(other.name, guardian.name):
            yield Impostor("guardian: the other one, with this phone", replace(said, guardian=other.name))
    landlines = sorted(p for p in guardian.phones if not takes_sms(p))
    if landlines:
        yield Impostor("phone: the own landline", replace(said, phone=landlines[0]))
    elsewhere = sorted(stranger.phones - guardian.phones)
    if elsewhere:
        yield Impostor("phone: of another family", replace(said, phone=elsewhere[0]))
    if not _alike(stranger.name, guardian.name) and not set(stranger.students) & set(guardian.students):
        yield Impostor("guardian: of another child", replace(said, guardian=stranger.name))
        if stranger.phones:
            swapped = replace(said, guardian=stranger.name, phone=min(stranger.phones))
            yield Impostor("guardian and phone: of another child", swapped)
    aunt = replace(guardian.name, given=_other_given(index, guardian, rng, names))
    if not any(_alike(aunt, o.name) for o in (guardian, *others)):
        yield Impostor("guardian: a relative of the same surnames", replace(said, guardian=aunt))
    namesake = replace(guardian.name, surname1=_other_surname(index, guardian, rng))
    yield Impostor("guardian: another first surname", replace(said, guardian=namesake))
    for pupil in case.students[:1]:
        yield from _spoilt_pupils(case, pupil, index, rng)


def _spoilt_pupils(case: Case, pupil: Student, index: RegisterIndex, rng: Random) -> Iterator[Impostor]:
    said, guardian = case.said, case.guardian
    if not _alike(pupil.name, guardian.name):
        yield Impostor("guardian: the pupil's own name", replace(said, guardian=pupil.name))
    theirs = [index.register.students[i] for i in guardian.students]
    for other in theirs:
        mixed = PersonName(pupil.name.given, other.name.surname1, other.name.surname2)
        if (
            fold(mixed.surnames)[:3] != fold(pupil.name.surnames)[:3]
            and mixed.surname2
            and pupil.name.surname2  # without one on file nothing contradicts the sibling's
            and other is not pupil
        ):
            yield Impostor("pupil: data of two siblings mixed", _with_pupil(said, mixed), noise=0)
        if other.enrolment is Enrolment.LEFT and not any(
            _alike(other.name, s.name) for s in theirs if s.enrolment is Enrolment.ACTIVE
        ):
            yield Impostor("pupil: left the school", _with_pupil(said, other.name))
    stranger = index.student(rng.randrange(len(index.register.students)))
    if not any(_alike(stranger.name, s.name) for s in theirs):
        yield Impostor("pupil: of another family", _with_pupil(said, stranger.name))
        one_more = (stranger.name, courses_on_file(stranger)[0])
        yield Impostor(
            "pupil: one more of another family", replace(said, students=(*said.students, one_more))
        )
    namesakes = index.pupil_roll.candidates(written_name(f"{pupil.name.given} {pupil.name.surname1}"))
    for homonym in map(index.student, namesakes):
        if _is_homonym(homonym.name, pupil.name) and homonym.id not in guardian.students:
            yield Impostor("pupil: a homonym of another family", _with_pupil(said, homonym.name), noise=0)


def _is_homonym(one: PersonName, other: PersonName) -> bool:
    """The same given name and first surname, and a second surname that is another."""
    return (
        (fold(one.given), fold(one.surname1)) == (fold(other.given), fold(other.surname1))
        and bool(one.surname2 and other.surname2)
        and fold(one.surname2)[:2] != fold(other.surname2)[:2]
    )


def _with_pupil(said: Said, name: PersonName) -> Said:
    return replace(said, students=((name, said.students[0][1]), *said.students[1:]))


def _alike(one: PersonName, other: PersonName) -> bool:
    """Could a family mean both by one name? Rough and generous: then it is no impostor."""

    def shared(a: str, b: str) -> bool:
        particles = {"de", "del", "la", "las", "los", "el"}
        first = {w[:3] for w in fold(a).split()} - particles
        second = {w[:3] for w in fold(b).split()} - particles
        return not first.isdisjoint(second)

    return shared(one.given, other.given) and shared(one.surnames, other.surnames)


def _digit_off(phone: str, guardian: Guardian, rng: Random) -> str:
    while True:
        i = rng.randrange(len(phone) - 6, len(phone))
        changed = phone[:i] + rng.choice("0123456789".replace(phone[i], "")) + phone[i + 1 :]
        if changed not in guardian.phones:
            return changed


def _anybody(index: RegisterIndex, rng: Random) -> Guardian:
    return index.guardian(rng.randrange(len(index.register.guardians)))


def _other_given(index: RegisterIndex, guardian: Guardian, rng: Random, names: Hypocoristics) -> str:
    """A given name that is neither the guardian's nor another form of it."""
    own = set(words(guardian.name.given))
    forms = own.union(*map(names.kin, own))
    letters = {sound(word)[:1] for word in own}
    while True:
        other = _anybody(index, rng).name.given
        given = words(other)
        if given and forms.isdisjoint(given) and letters.isdisjoint(sound(w)[:1] for w in given):
            return other


def _other_surname(index: RegisterIndex, guardian: Guardian, rng: Random) -> str:
    """A surname that none of the guardian's is, not even with a slip."""
    own = {sound(w)[:2] for w in fold(guardian.name.surnames).split()}
    while True:
        other = _anybody(index, rng).name.surname1
        if other and own.isdisjoint(sound(w)[:2] for w in fold(other).split()):
            return other


def measure(claims: int, pupils: int, seed: int) -> dict[str, object]:
    """Spoil honest claims until there are so many impostors; match them and their twins."""
    rng = Random(seed)
    register = synthetic_register(pupils, seed)
    names = Hypocoristics.load(shipped_rules())
    index = RegisterIndex(register, names)
    rules = load_rules(shipped_rules(), "matching.yaml", MatchingRules)
    limits = Policy.load(shipped_rules()).limits
    kinds: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    examples: list[str] = []
    honest = honest_served = true_by_chance = 0
    truth = Truth(register, names)
    cases = honest_cases(index, rng)
    for _ in track(_until(kinds, claims), description="impostores", console=Console(stderr=True)):
        case = next(cases)
        honest += 1
        match = link(write_claim(case.said, rng, names), index, rules)
        honest_served += served(match, limits) and match.guardian == case.guardian.key
        for impostor in impostors(case, index, rng, names):
            claim = write_claim(impostor.said, rng, names, impostor.noise)
            if truth.holds(claim):
                true_by_chance += 1
                continue
            kinds[impostor.kind] += 1
            match = link(claim, index, rules)
            if served(match, limits):
                wrong[impostor.kind] += 1
                examples.append(f"{impostor.kind}: {_told(claim)} -> {_found(match, register)}")
    _print_table(kinds, wrong, honest, honest_served, examples)
    print(f"left out, for somebody on file could say the same: {true_by_chance:,}")
    return {
        "impostors": sum(kinds.values()),
        "served": sum(wrong.values()),
        "honest": honest,
        "honest_served": honest_served,
    }


def _told(claim: Claim) -> str:
    guardian = claim.guardian.value if claim.guardian else "-"
    return f"{guardian}, for {', '.join(s.name.value for s in claim.students)}"


def _found(match: Match, register: Register) -> str:
    pupils = ", ".join(str(register.students[i].name) for i in match.students)
    return f"{register.guardians[match.guardian or ''].name}, for {pupils}"


def _until(kinds: Counter[str], claims: int) -> Iterable[int]:
    while sum(kinds.values()) < claims:
        yield sum(kinds.values())


def _print_table(
    kinds: Counter[str], wrong: Counter[str], honest: int, honest_served: int, examples: list[str]
) -> None:
    table = Table("what was changed", "claims", "served")
    for kind, count in sorted(kinds.items()):
        table.add_row(kind, f"{count:,}", str(wrong[kind]))
    table.add_section()
    table.add_row("all impostors", f"{sum(kinds.values()):,}", str(sum(wrong.values())))
    table.add_row("honest twins", f"{honest:,}", f"{honest_served:,} ({honest_served / honest:.2%})")
    Console().print(table)
    for example in examples[:20]:
        print(example)


def main() -> None:
    asked = options(__doc__, claims=100_000, pupils=1_000, seed=11)
    figures = measure(asked.claims, asked.pupils, asked.seed)
    keep(figures, asked.json)


if __name__ == "__main__":
    main()
