from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.claim import Claim, ClaimedStudent, Course, Finding, Intent, Region, Signal
from bot.model.decision import Action, Datum, Decision, RuleTrial
from bot.model.match import Candidate, Evidence, GuardianFit, Match, PhoneFit, StudentFit
from bot.model.register import PersonName, Student
from bot.store.tables.codec import CLAIM, DECISION, GUARDIAN, MATCH, STUDENT, Codec

FOUND = Finding(value="Ana", text="ANA\0", region=Region.BODY, start=0, end=4, found_by="model", score=0.75)
CLAIMED = Claim(
    intent=Intent.RECOVER,
    guardian=FOUND,
    students=(ClaimedStudent(name=FOUND, given="Ana", course=Course(2, "ESO", None, "B")),),
    signals=MappingProxyType({Signal.ALSO_OTHER: FOUND, Signal.THANKS: None}),
)
EVIDENCE = Evidence(what="phone", says="coincide", weight=-3.25, finding=FOUND)
MATCHED = Match(
    student_fit=StudentFit.UNIQUE,
    guardian_fit=GuardianFit.MATCH,
    phone_fit=PhoneFit.OWN,
    guardian="A",
    probability=0.9997,
    candidates=(Candidate(guardian=None, students=("1",), probability=0.1, phone=PhoneFit.DIFFERENT),),
    evidence=(EVIDENCE,),
)
DECIDED = Decision(
    action=Action.ASK,
    missing=(Datum.PHONE,),
    trials=(RuleTrial("r", hit=False, because="no"),),
    facts=MappingProxyType({"phone": "missing"}),
)


@pytest.mark.parametrize(
    ("codec", "value"),
    [
        (CLAIM, CLAIMED),
        (MATCH, MATCHED),
        (DECISION, DECIDED),
        (
            STUDENT,
            Student(id="1", name=PersonName("Ana"), born=date(2012, 2, 29), phones=frozenset({"a", "b"})),
        ),
    ],
)
def test_values_come_back_as_they_were(codec: Codec, value) -> None:
    text = codec.dump(value)
    assert "\0" not in text
    assert codec.load(text) == value
    assert codec.load_many([text, text]) == [value, value]


def test_none_of_many_is_nothing() -> None:
    assert GUARDIAN.load_many([]) == []


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_a_mail_can_hold_survives(text: str) -> None:
    decision = Decision(action=Action.ESCALATE, rule=text, facts={"x": text})
    assert DECISION.load(DECISION.dump(decision)) == decision


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match=r"surrogates|utf-8"):
        DECISION.dump(Decision(action=Action.ASK, rule="\ud800"))
