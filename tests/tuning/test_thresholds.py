"""`incidencias rules thresholds`, and how it knows what was wrong."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import update

from bot.decision.facts import built_in
from bot.model.claim import Claim, Intent
from bot.model.decision import Action, Decision, Thread
from bot.store.cases.aftermath import Step
from bot.store.cases.past import PastMail
from bot.store.engine import writing
from bot.store.tables.schema import decision
from bot.tuning.thresholds import GRID, Truth, curve, truth
from tests.decision.making import POLICY, match

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FACTS = {name: fact.usual for name, fact in built_in().items()}
MINE, OTHER = "G1", "G2"


def past(action=Action.ESCALATE, *, probability=0.9999, margin=0.9999, facts=None):
    return PastMail(
        id=1,
        mail=1,
        school="loma",
        ticket="T",
        at=NOW,
        sender="ana@familias.test",
        account=MINE,
        content=None,
        truncated=False,
        claim=Claim(intent=Intent.RECOVER),
        match=match(guardian=MINE, probability=probability, margin=margin),
        decision=Decision(action=action, rule="x", facts={**FACTS, **(facts or {})}),
        thread=Thread(),
    )


def step(kind, account=None, hours=1):
    return Step(at=NOW + timedelta(hours=hours), kind=kind, account=account)


@pytest.mark.parametrize(
    ("action", "steps", "expected"),
    [
        (Action.REGENERATE, [], Truth.RIGHT),
        (Action.REGENERATE, [step("closed")], Truth.RIGHT),
        (Action.REGENERATE, [step("answered"), step("asked")], Truth.RIGHT),
        (Action.REGENERATE, [step("not_me")], Truth.WRONG),
        (Action.REGENERATE, [step("closed"), step("not_me", hours=40)], Truth.WRONG),
        (Action.REGENERATE, [step("rejected")], Truth.WRONG),
        (Action.REGENERATE, [step("approved", OTHER)], Truth.WRONG),
        (Action.REGENERATE, [step("approved", MINE)], Truth.RIGHT),
        (Action.ESCALATE, [], Truth.UNKNOWN),
        (Action.ESCALATE, [step("approved", MINE)], Truth.RIGHT),
        (Action.ESCALATE, [step("approved", MINE), step("not_me", hours=2)], Truth.WRONG),
        (Action.ESCALATE, [step("approved", OTHER)], Truth.WRONG),
        (Action.ESCALATE, [step("rejected")], Truth.WRONG),
        (Action.ESCALATE, [step("asked"), step("approved", MINE)], Truth.WRONG),
        (Action.ESCALATE, [step("spam")], Truth.WRONG),
        (Action.ESCALATE, [step("approved", MINE, hours=-1)], Truth.UNKNOWN),
    ],
)
def test_what_became_of_a_case(action, steps, expected):
    assert truth(past(action), steps) is expected


def points(cases, limit):
    return {p.value: (p.auto, p.review, p.wrong, p.unknown) for p in curve(cases, POLICY, limit)}


def test_a_higher_probability_leaves_more_to_people():
    cases = [
        (past(probability=0.93), Truth.WRONG),
        (past(probability=0.9991), Truth.UNKNOWN),
        (past(probability=0.99992), Truth.RIGHT),
    ]
    assert points(cases, "probability") == {
        0.9: (3, 0, 1, 1),
        0.95: (2, 1, 0, 1),
        0.99: (2, 1, 0, 1),
        0.995: (2, 1, 0, 1),
        0.999: (2, 1, 0, 1),
        0.9995: (1, 2, 0, 0),
        0.9999: (1, 2, 0, 0),
        0.99999: (0, 3, 0, 0),
    }


def test_a_wider_margin_leaves_more_to_people():
    cases = [(past(margin=0.4), Truth.WRONG), (past(margin=0.97), Truth.RIGHT)]
    found = points(cases, "margin")
    assert (found[0.25], found[0.5], found[0.99]) == ((2, 0, 1, 0), (1, 1, 0, 0), (0, 2, 0, 0))


def test_no_threshold_opens_what_another_rule_holds_back():
    held = [past(facts={"phone": "different"}), past(facts={"rate": "account_24h"})]
    assert {p.cases for p in curve([(h, Truth.RIGHT) for h in held], POLICY, "probability")} == {0}


def test_the_value_in_force_is_on_the_curve():
    policy = replace(POLICY, limits=POLICY.limits.model_copy(update={"probability": 0.9977}))
    assert 0.9977 in {p.value for p in curve([], policy, "probability")}


@pytest.mark.parametrize(
    ("first", "last", "night"),
    [
        (datetime(2025, 10, 25, 22, tzinfo=UTC), datetime(2025, 10, 26, 22, 59, tzinfo=UTC), "2025-10-26"),
        (datetime(2025, 3, 29, 23, tzinfo=UTC), datetime(2025, 3, 30, 21, 59, tzinfo=UTC), "2025-03-30"),
    ],
    ids=["25-hours", "23-hours"],
)
def test_a_day_is_one_of_the_school_also_when_the_clocks_change(run, school, first, last, night):
    minute = timedelta(minutes=1)
    moments = [first - minute, first, last, last + minute]
    house, _ = school.open()
    with writing(house.engine) as connection:
        for number, at in enumerate(moments, 1):
            connection.execute(update(decision).where(decision.c.id == number).values(at=at))
    house.engine.dispose()
    that_day = run("thresholds", "--json", "--since", night, "--until", night)
    assert json.loads(that_day.stdout)["mails"] == 2
    until_then = run("thresholds", "--json", "--until", night)
    assert json.loads(until_then.stdout)["mails"] == 3


def test_table_chart_and_picture_of_a_real_school(run, school, tmp_path):
    picture = tmp_path / "limites.svg"
    shown = run("thresholds", "--svg", picture).stdout
    assert "0.999 ← ahora" in shown
    assert "█" in shown
    drawn = ET.fromstring(picture.read_text(encoding="utf-8"))
    said = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert len([text for text in said if "a una persona" in text and "solas" in text]) == sum(
        len(values) for values in GRID.values()
    )
    report = json.loads(run("thresholds", "--json").stdout)
    autos = [point["auto"] for point in report["probability"]]
    assert autos == sorted(autos, reverse=True)
    assert autos[0] > autos[-1]
    assert len({point["auto"] + point["review"] for point in report["probability"]}) == 1
    assert report["probability"][0]["wrong"] > 0  # of the doubtful ones some were rejected
