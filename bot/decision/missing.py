"""Which of the four data the mails lack (POLICY §2, row 5 and "Reading these rows")."""

from __future__ import annotations

from bot.model.claim import Claim
from bot.model.decision import Datum

NEEDED = (Datum.GUARDIAN, Datum.STUDENT, Datum.PHONE)  #: nothing is decided without these


def missing_data(claim: Claim) -> tuple[Datum, ...]:
    """What to ask for, in the order in which it is asked.

    It depends on the mails alone, never on the register: a question must not tell who is enrolled.
    A phone with digits missing is none. The course alone is not needed (row 2): it is asked for only
    beside another datum, and not when the pupil is missing, since that question includes it.
    """
    given = {
        Datum.GUARDIAN: claim.guardian is not None,
        Datum.STUDENT: bool(claim.students),
        Datum.PHONE: claim.phone is not None,
    }
    lacking = {datum for datum in NEEDED if not given[datum]}
    if lacking and any(not student.course for student in claim.students):
        lacking.add(Datum.COURSE)
    return tuple(datum for datum in Datum if datum in lacking)
