"""What must hold for every claim: order does not matter, agreement never hurts, blocking loses nobody."""

from __future__ import annotations

from itertools import pairwise
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.answers import Answers
from bench.asked import some_claims
from bench.brute import Everybody
from bench.proof import differences
from bench.registers import synthetic_register
from bot.matchers.accounts import Claimed
from bot.matchers.index import RegisterIndex
from bot.matchers.match import link
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import NameLevel, compare
from bot.model.match import GuardianFit, PhoneFit, StudentFit
from tests.matchers.school import GUARDIANS, STUDENTS, make_claim, make_index

GIVEN_NAMES = [row[0].split("/")[0] for row in [*GUARDIANS.values(), *STUDENTS.values()]]
SURNAMES = [
    part for row in [*GUARDIANS.values(), *STUDENTS.values()] for part in row[0].split("/")[1:] if part
]
PHONES = ["+34699999999", *(phone for row in GUARDIANS.values() for phone in row[1])]

names = st.builds(
    lambda first, surnames: f"{first}/{' '.join(surnames)}",
    st.sampled_from(GIVEN_NAMES),
    st.lists(st.sampled_from(SURNAMES), max_size=2),
)
real_pupils = st.sampled_from(
    [f"{g}/{a} {b}".strip() for g, a, b in (r[0].split("/") for r in STUDENTS.values())]
)
pupils = st.one_of(names, real_pupils)


@pytest.fixture(scope="module")
def index():
    return make_index()


@given(st.lists(pupils, min_size=2, max_size=3), st.none() | names, st.none() | st.sampled_from(PHONES))
def test_the_order_of_the_pupils_does_not_matter(index, rules, named, guardian, phone):
    guardian = guardian and guardian.replace("/", " ")
    there = link(make_claim(guardian, named, phone), index, rules)
    back = link(make_claim(guardian, named[::-1], phone), index, rules)
    assert (there.student_fit, there.guardian_fit, there.phone_fit, there.guardian) == (
        back.student_fit,
        back.guardian_fit,
        back.phone_fit,
        back.guardian,
    )
    assert there.probability == pytest.approx(back.probability)


@given(st.sampled_from(sorted(GUARDIANS)), st.data())
def test_agreeing_evidence_never_lowers_the_probability(index, rules, key, data):
    who, phones, children = GUARDIANS[key]
    first, surname1, surname2 = who.split("/")
    child = data.draw(st.sampled_from(children))
    child_first, *child_surnames = STUDENTS[child][0].split("/")
    less = [f"{first} {surname1}", f"{child_first}/{child_surnames[0]}", None]
    more = list(less)
    more[0] = f"{first} {surname1} {surname2}".strip() if data.draw(st.booleans()) else less[0]
    more[1] = f"{child_first}/{' '.join(child_surnames)}".strip() if data.draw(st.booleans()) else less[1]
    more[2] = phones[0] if phones and data.draw(st.booleans()) else None

    def certainty(said):
        match = link(make_claim(said[0], [said[1]], said[2]), index, rules)
        return max((c.probability for c in match.candidates if c.guardian == key), default=0.0)

    assert certainty(more) >= certainty(less) - 1e-9


claims_of_anybody = st.builds(
    lambda guardian, named, phone: make_claim(guardian and guardian.replace("/", " "), named, phone),
    st.none() | names,
    st.lists(pupils, max_size=3),
    st.none() | st.sampled_from(PHONES),
)


@given(claims_of_anybody)
def test_every_claim_gets_a_match_and_only_the_own_phone_passes(index, rules, claim):
    match = link(claim, index, rules)
    assert 0 <= match.margin <= match.probability <= 1
    if match.phone_fit is PhoneFit.OWN:
        assert claim.phone.value in index.register.guardians[match.guardian].phones
    if match.guardian_fit is GuardianFit.MATCH and match.student_fit in {
        StudentFit.UNIQUE,
        StudentFit.SIBLINGS,
    }:
        account = index.register.guardians[match.guardian]
        assert set(match.students) <= set(account.students)


@given(claims_of_anybody)
def test_the_waterfalls_of_two_candidates_differ_by_their_odds(index, rules, claim):
    match = link(claim, index, rules)
    for one, other in pairwise(match.candidates):
        bits = [sum(line.weight for line in candidate.evidence) for candidate in (one, other)]
        lines = len(one.evidence) + len(other.evidence)
        # Each line is shown rounded to a hundredth of a bit.
        assert log2(one.probability / other.probability) == pytest.approx(
            bits[0] - bits[1], abs=0.005 * lines
        )


@given(claims_of_anybody)
def test_the_margin_is_the_lead_over_the_runner_up(index, rules, claim):
    match = link(claim, index, rules)
    shares = [candidate.probability for candidate in match.candidates]
    assert shares == sorted(shares, reverse=True)
    if shares:
        assert (match.probability, match.guardian) == (shares[0], match.candidates[0].guardian)
        assert match.margin == pytest.approx(shares[0] - (shares[1] if len(shares) > 1 else 0))


@given(claims_of_anybody)
def test_the_order_of_the_register_does_not_matter(index, rules, claim):
    assert link(claim, index, rules) == link(claim, make_index(reverse=True), rules)


@given(claims_of_anybody)
def test_whoever_is_not_sure_is_told_what_would_make_it_sure(index, rules, claim):
    match = link(claim, index, rules)
    fits = (match.student_fit, match.guardian_fit, match.phone_fit)
    if match.candidates and fits[2] is not PhoneFit.OWN:
        assert any("móvil" in wish for wish in match.would_make_sure)
    if fits == (StudentFit.UNIQUE, GuardianFit.MATCH, PhoneFit.OWN):
        assert not match.would_make_sure


@pytest.fixture(scope="module")
def school():
    return synthetic_register(300, seed=5)


@pytest.fixture(scope="module")
def index_of_school(school, hypocoristics):
    return RegisterIndex(school, hypocoristics)


def test_the_index_answers_as_comparing_with_everybody_does(school, index_of_school, hypocoristics, rules):
    # `bench.proof` asks 20,000 claims of 5,000 enrolled.
    claims = [one.claim for one in some_claims(index_of_school, hypocoristics, 150, seed=7)]
    outcome = differences(index_of_school, Answers(Everybody(school, hypocoristics, rules)), claims, rules)
    assert list(map(str, outcome.differences)) == []


def test_names_that_agree_alike_are_judged_alike(school, index_of_school, hypocoristics, rules):
    index = index_of_school
    everybody = (*index.register.students.each(), *index.register.guardians.each())
    people = [person.name for person in everybody]
    for one in some_claims(index, hypocoristics, 6, seed=8):
        claimed = Claimed(one.claim)
        for written in (*claimed.students, claimed.guardian):
            asked = index.asked(written, rules)
            for filed in people:
                how = compare(written, filed_name(filed), index.lexicon)
                weight = index.scale(rules).parts(how, filed_name(filed))
                assert asked(filed.given, filed.surname1, filed.surname2) == (how, weight)


PEOPLE = [row[0].split("/") for row in [*GUARDIANS.values(), *STUDENTS.values()]]


def _slip(word, at):
    """The letter at this place, never the first, is another."""
    at = 1 + at % max(1, len(word) - 1)
    return word[:at] + "x" + word[at + 1 :]


@st.composite
def names_with_slips(draw):
    """A name on file; any of its words with a slip, in the genitive, or not written at all."""
    manners = st.sampled_from(
        (str, str, lambda w: _slip(w, draw(st.integers(0, 9))), _genitive, lambda _: "")
    )
    return " ".join(draw(manners)(word) for part in draw(st.sampled_from(PEOPLE)) for word in part.split())


def _genitive(word):
    return word.removesuffix("a") + "ei"


@given(names_with_slips())
def test_whoever_a_name_can_mean_is_found_by_it(index, text):
    written = written_name(text)
    found = [set(roll.candidates(written).tolist()) for roll in (index.pupil_roll, index.guardian_roll)]
    for numbers, people in zip(found, (index.register.students, index.register.guardians), strict=True):
        for number, person in enumerate(people.each()):
            if compare(written, filed_name(person.name), index.lexicon).level is NameLevel.SAME:
                assert number in numbers


@settings(max_examples=30)
@given(st.sampled_from(GIVEN_NAMES), st.sampled_from(SURNAMES))
def test_persons_finds_whoever_bears_the_name(index, first, surname):
    hits = {hit.key for hit in index.persons(f"{first} {surname}")}
    bearers = {
        key
        for key, row in {**GUARDIANS, **STUDENTS}.items()
        if row[0].split("/")[0] == first and surname in row[0].split("/")[1:]
    }
    assert bearers <= hits
