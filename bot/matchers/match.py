"""Claim x register -> Match: the fits that POLICY §2 decides by, the probability and its reasons."""

from __future__ import annotations

from bot.matchers.accounts import Account, Claimed
from bot.matchers.evidence import explain, would_make_sure
from bot.matchers.index import RegisterIndex
from bot.matchers.lexicon import Lexicon
from bot.matchers.linkage import MatchingRules
from bot.matchers.name_words import Written, filed_name
from bot.matchers.names import NameComparison, NameLevel, Part, compare
from bot.matchers.search import accounts
from bot.matchers.units import CourseLevel
from bot.model.claim import Claim
from bot.model.match import Candidate, GuardianFit, Match, PhoneFit, StudentFit
from bot.model.register import Enrolment

_SHOWN = 5  # candidates that a person gets to see


def link(claim: Claim, index: RegisterIndex, rules: MatchingRules) -> Match:
    """Who the claim can mean. Total: a claim with nothing in it gets a Match too."""
    claimed = Claimed(claim)
    found = accounts(claimed, index, rules)
    return judge(claimed, found, rules, index.lexicon, on_file=len(index.register.guardians))


def judge(
    claimed: Claimed, found: list[Account], rules: MatchingRules, lexicon: Lexicon, *, on_file: int
) -> Match:
    """What the accounts that a claim can mean, best first, say of it. `on_file`: how many there are."""
    student, guardian = _student_fit(claimed, found, rules), _guardian_fit(claimed, found, lexicon, rules)
    if not found:
        phone = PhoneFit.DIFFERENT if claimed.phone else PhoneFit.NOT_GIVEN
        return Match(student_fit=student, guardian_fit=guardian, phone_fit=phone)
    shares = _shares(found)
    best = found[0]
    candidates = tuple(
        Candidate(
            guardian=account.guardian.key if account.guardian else None,
            students=account.students,
            probability=share,
            phone=account.phone,
            evidence=explain(account, claimed.claim, rules, on_file),
        )
        for account, share in zip(found[:_SHOWN], shares, strict=False)
    )
    return Match(
        student_fit=student,
        guardian_fit=guardian,
        phone_fit=best.phone,
        guardian=candidates[0].guardian,
        students=best.students,
        probability=shares[0],
        margin=shares[0] - (shares[1] if len(shares) > 1 else 0.0),
        candidates=candidates,
        evidence=candidates[0].evidence,
        would_make_sure=would_make_sure(best, student, guardian),
    )


def _shares(found: list[Account]) -> list[float]:
    """Posterior probability of each account, best first; what is left is "somebody not on file"."""
    top = max(0.0, found[0].bits)
    odds = [2.0 ** (account.bits - top) for account in found]
    total = sum(odds) + 2.0**-top
    return [odd / total for odd in odds]


def _student_fit(claimed: Claimed, found: list[Account], rules: MatchingRules) -> StudentFit:
    if not claimed.students:
        return StudentFit.NOT_GIVEN
    if not found or not found[0].students:
        return StudentFit.NONE
    best = found[0]
    if not all(best.children):
        return StudentFit.PARTIAL
    if any(_not_told_apart(best, other, rules) for other in found[1:]):
        return StudentFit.AMBIGUOUS
    states = {child.student.enrolment for fits in best.children for child in fits}
    if Enrolment.LEFT in states:
        return StudentFit.LEFT
    if Enrolment.PENDING in states:
        return StudentFit.PENDING
    return StudentFit.UNIQUE if best.told_apart else StudentFit.SIBLINGS


def _not_told_apart(best: Account, other: Account, rules: MatchingRules) -> bool:
    """Other pupils fit about as well; or data cross: a namesake has the phone or the course of the mail."""
    if other.students == best.students:
        return False
    return other.bits >= best.bits - rules.tie or (
        _is_namesake(best, other) and (_has_the_phone(best, other) or _has_the_course(best, other))
    )


def _is_namesake(best: Account, other: Account) -> bool:
    return all(other.children) and all(
        theirs[0].name_bits >= ours[0].name_bits
        for ours, theirs in zip(best.children, other.children, strict=True)
    )


def _has_the_phone(best: Account, other: Account) -> bool:
    elsewhere = {PhoneFit.DIFFERENT, PhoneFit.NONE_ON_FILE}
    return best.phone in elsewhere and other.phone not in {*elsewhere, PhoneFit.NOT_GIVEN}


def _has_the_course(best: Account, other: Account) -> bool:
    """The course of the mail is the namesake's; a wrong letter only speaks where the guardians' names do not
    tell the two apart (row 2), or where the pupil would go by the second surname and the namesake does not.
    """
    namesakes = other.guardian is not None and other.name_bits >= best.name_bits
    return any(
        (ours.course <= CourseLevel.YEAR_OFF and theirs.course >= CourseLevel.LETTER_OFF)
        or (
            ours.course is CourseLevel.LETTER_OFF
            and theirs.course >= CourseLevel.PART
            and (namesakes or (ours.how.by_second_surname and not theirs.how.by_second_surname))
        )
        for (ours, *_), (theirs, *_) in zip(best.children, other.children, strict=True)
    )


def _guardian_fit(
    claimed: Claimed, found: list[Account], lexicon: Lexicon, rules: MatchingRules
) -> GuardianFit:
    if claimed.guardian is None:
        return GuardianFit.NOT_GIVEN
    if not found or found[0].how is None:
        return GuardianFit.NOT_GUARDIAN
    best, how = found[0], found[0].how
    rivals = [a for a in found[1:] if all(a.children)]
    if any(a.students == best.students and a.bits >= best.bits - rules.tie for a in rivals):
        return GuardianFit.AMBIGUOUS
    # A namesake's guardian who is named better, whatever the phone says: data of two families cross.
    if any(a.name_bits > best.name_bits + rules.name_tie for a in rivals):
        return GuardianFit.AMBIGUOUS
    if any(a.students == best.students and a.how and _has_the_very_name(a.how, how) for a in rivals):
        return GuardianFit.AMBIGUOUS
    if not (_is_enough(how, best) or _all_agrees(how, best)):
        return GuardianFit.AMBIGUOUS
    rather_the_pupil = _is_rather_the_pupil(claimed.guardian, how, best, lexicon)
    return GuardianFit.AMBIGUOUS if rather_the_pupil else GuardianFit.MATCH


def _has_the_very_name(other: NameComparison, best: NameComparison) -> bool:
    """Vasilica is the mother's own name, and short for the father's, Vasile; it goes the other way, too."""
    if other.surname1 < best.surname1:
        return False
    if other.given is Part.EXACT:
        return best.given is not Part.EXACT
    return other.given is Part.SOME and best.given not in {Part.SOME, Part.EXACT}


def _is_enough(how: NameComparison, best: Account) -> bool:
    """A bare given name or surname tells a guardian only from the other one of a pupil named in full."""
    if how.level is NameLevel.SAME:
        return True
    return not how.by_second_surname and any(
        c.how.level is NameLevel.SAME for fits in best.children for c in fits
    )


def _all_agrees(how: NameComparison, best: Account) -> bool:
    """Two given names ("Loli, la madre de Iván, 1ºC") do with her own phone and the course (row 3)."""
    return (
        how.given >= Part.SOME
        and best.phone is PhoneFit.OWN
        and all(
            child.how.given >= Part.SOME and child.course >= CourseLevel.PART
            for fits in best.children
            for child in fits
        )
    )


def _is_rather_the_pupil(guardian: Written, fits: NameComparison, best: Account, lexicon: Lexicon) -> bool:
    """The guardian's name is the pupil's own, and fits the pupil better: Toni Ruiz, son of Antonio Ruiz."""
    pupils = (child.student.name for children in best.children for child in children)
    own = (compare(guardian, filed_name(name), lexicon) for name in pupils)
    return any(
        how.level is NameLevel.SAME and how.surname1 > Part.MISSING and how.given > fits.given for how in own
    )
