"""What a person decides about a case: what follows, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from bot.errors import InputError
from bot.model.decision import Datum
from bot.model.ticket import EffectKind, TicketState
from bot.review.dossier import masked
from bot.store.cases.views import TicketFile
from bot.store.effects.locked import Conflict
from bot.text.wording import EVENTS, called
from tests.offices import SCHOOL, Office, kinds_of


def file_of(office: Office, situation: str) -> TicketFile:
    with office.house() as house:
        return house.tickets.get(SCHOOL, office.number(situation))


def options_of(office: Office, situation: str):
    with office.review() as review:
        return review.dossier.options(file_of(office, situation))


# --------------------------------------------------------------------------- looking


def test_a_wrong_phone_leaves_one_account_whose_phone_differs(office):
    (option,) = options_of(office, "wrong_phone")
    family = office.families["wrong_phone"]
    assert option.guardian == family.guardian
    assert option.phone == family.phone
    assert (option.phone_differs, option.name_differs) == (True, False)


def test_where_nobody_on_file_is_named_the_pupils_guardians_can_be_chosen(office):
    options = options_of(office, "nobody_known")
    family = office.families["nobody_known"]
    assert {o.guardian.key for o in options} == set(family.student.guardians)
    assert [o.number for o in options] == list(range(1, len(options) + 1))
    assert all(o.name_differs for o in options)
    assert [o.phone_differs for o in options if o.guardian == family.guardian] == [False]


def test_the_reply_to_come_is_the_one_that_approving_sends(office):
    with office.review() as review:
        preview = review.dossier.preview(file_of(office, "wrong_phone"))
        review.approve(office.number("wrong_phone"), phone_differs=True)
    office.deliver()
    *_, sent = (
        message_from_bytes(m.content, policy=default)
        for m in office.mailer.sent
        if m.recipient == office.families["wrong_phone"].address
    )
    first = preview.text.split("\n\n")[1]
    assert first.startswith("Ya hemos pedido")
    assert first in sent.get_body(("plain",)).get_content()


# --------------------------------------------------------------------------- approving


def test_approving_sets_the_password_and_tells_only_the_phone_on_file(office):
    family = office.families["wrong_phone"]
    with office.review() as review:
        review.approve(office.number("wrong_phone"), phone_differs=True)
    assert file_of(office, "wrong_phone").ticket.state is TicketState.WORKING
    office.deliver()
    file = file_of(office, "wrong_phone")
    assert (file.ticket.state, file.ticket.account) == (TicketState.SOLVED, family.guardian.key)
    assert [text["number"] for text in office.texts()].count(family.phone) == 1
    assert "+34698123456" not in [text["number"] for text in office.texts()]


@pytest.mark.parametrize(
    ("situation", "flags", "named"),
    [
        ("wrong_phone", {}, ["--phone-differs"]),
        ("wrong_phone", {"name_differs": True}, ["--phone-differs"]),
        ("nobody_known", {"phone_differs": True}, ["--name-differs"]),
        ("no_pupil", {"phone_differs": True, "name_differs": True}, ["--pupil-differs"]),
    ],
)
def test_what_differs_must_have_been_seen(office, situation, flags, named):
    before = file_of(office, situation)
    with office.review() as review, pytest.raises(InputError) as refused:
        review.approve(before.ticket.number, **flags)
    assert [
        flag
        for flag in ("--name-differs", "--pupil-differs", "--phone-differs")
        if flag in str(refused.value)
    ] == named
    with office.review() as review:
        phone = review.dossier.options(before)[0].phone
    assert masked(phone) in str(refused.value)
    assert phone not in str(refused.value)
    assert file_of(office, situation) == before


def test_a_second_approval_renews_nothing(office):
    number = office.number("wrong_phone")
    with office.review() as review:
        review.approve(number, phone_differs=True)
        with pytest.raises(InputError, match="ya está en marcha"):
            review.approve(number, phone_differs=True)
        office.deliver()
        with pytest.raises(InputError, match="ya se renovó"):
            review.approve(number, phone_differs=True)
    assert kinds_of(office, "wrong_phone").count(EffectKind.SET_PASSWORD) == 1


@pytest.mark.parametrize(("situation", "option", "says"), [
    ("no_pupil", 3, "no tiene el candidato 3"),
    ("wrong_phone", 2, "no tiene el candidato 2"),
    ("wrong_phone", 0, "no tiene el candidato 0"),
])  # fmt: skip
def test_only_what_is_shown_can_be_chosen(office, situation, option, says):
    number = office.number(situation)
    with office.review() as review, pytest.raises(InputError, match=says):
        review.approve(number, option=option, phone_differs=True, name_differs=True)


def test_two_people_never_act_on_one_case(office):
    number = office.number("wrong_phone")
    looked_at = file_of(office, "wrong_phone").ticket.version
    with office.house() as house, office.review("marta") as marta:
        marta.close(number)
        with pytest.raises(Conflict):
            house.tickets.apply(
                SCHOOL,
                number,
                expected_version=looked_at,
                by="pepe",
                event="approved",
                now=datetime.now(UTC),
            )
    assert file_of(office, "wrong_phone").ticket.state is TicketState.CLOSED


# --------------------------------------------------------------------------- answering


def test_asking_names_the_data_in_their_order(office):
    office.deliver()
    with office.review() as review:
        review.ask(office.number("wrong_phone"), [Datum.PHONE, Datum.GUARDIAN])
    assert file_of(office, "wrong_phone").ticket.state is TicketState.WAITING
    asked = file_of(office, "wrong_phone").effects[-1].payload
    assert (asked["template"], asked["context"]["missing"]) == ("ask", ["guardian", "phone"])


def test_own_words_are_sent_as_written(office):
    words = "Pase por secretaría el lunes."
    with office.review() as review:
        review.answer(office.number("no_pupil"), f"  {words}\n")
    office.deliver()
    assert file_of(office, "no_pupil").effects[-1].payload["context"]["text"] == words
    assert len(office.letters("no_pupil")) == 1


@pytest.mark.parametrize(
    ("step", "state", "letters"),
    [
        (lambda review, number: review.reject(number), TicketState.CLOSED, 1),
        (lambda review, number: review.spam(number), TicketState.IGNORED, 0),
        (lambda review, number: review.close(number), TicketState.CLOSED, 0),
    ],
    ids=["reject", "spam", "close"],
)
def test_a_case_that_is_put_away(office, step, state, letters):
    """What the bot had planned and not begun is called off: one answer at most."""
    with office.review() as review:
        step(review, office.number("wrong_phone"))
    office.deliver()
    assert file_of(office, "wrong_phone").ticket.state is state
    assert len(office.letters("wrong_phone")) == letters


def test_rejecting_tells_nothing_of_the_reason(office):
    with office.review() as review:
        review.reject(office.number("wrong_phone"))
        review.reject(office.number("no_pupil"))
    first, second = (file_of(office, s).effects[-1].payload for s in ("wrong_phone", "no_pupil"))
    assert first["template"] == second["template"] == "seneca_not_found"
    assert first["context"] == second["context"]


@pytest.mark.parametrize(
    "step",
    [
        lambda review, number: review.ask(number, []),
        lambda review, number: review.answer(number, " \n"),
        lambda review, number: review.done(number),
        lambda review, number: review.retry(number),
        lambda review, number: review.close("ZZZZZZ"),
    ],
    ids=["ask nothing", "empty answer", "no work item", "no broken mail", "no such case"],
)
def test_a_step_that_makes_no_sense_changes_nothing(office, step):
    before = file_of(office, "wrong_phone")
    with office.review() as review, pytest.raises(InputError):
        step(review, before.ticket.number)
    assert file_of(office, "wrong_phone") == before


def test_who_did_what_stands_in_the_audit_trail(office):
    with office.review("marta") as review:
        review.assign(office.number("wrong_phone"), "pepe")
        review.assign(office.number("wrong_phone"), None)
        review.approve(office.number("wrong_phone"), phone_differs=True)
    events = file_of(office, "wrong_phone").events
    by_marta = [event for event in events if event.actor == "marta"]
    assert [event.kind for event in by_marta if not event.kind.startswith("effect")] == [
        "assigned",
        "assigned",
        "approved",
    ]
    assert by_marta[-1].data == {
        "option": 1,
        "phone_differs": True,
        "name_differs": False,
        "pupil_differs": False,
    }


# --------------------------------------------------------------------------- by hand in Séneca


def test_a_verified_case_waits_for_the_work_in_seneca(seneca):
    seneca.deliver()
    assert seneca.letters("all_right") == []
    with seneca.review() as review:
        review.done(seneca.number("all_right"))
    seneca.deliver()
    assert len(seneca.letters("all_right")) == 1
    assert file_of(seneca, "all_right").effects[1].payload["template"] == "seneca_done"
    assert file_of(seneca, "all_right").ticket.state is TicketState.SOLVED
    assert seneca.texts() == []


def test_approving_makes_a_work_item_and_sends_no_sms(seneca):
    with seneca.review() as review:
        review.approve(seneca.number("wrong_phone"), phone_differs=True)
    seneca.deliver()
    assert EffectKind.WORK_ITEM in kinds_of(seneca, "wrong_phone")
    assert EffectKind.SET_PASSWORD not in kinds_of(seneca, "wrong_phone")
    assert seneca.texts() == []


def test_seneca_has_other_data(seneca):
    with seneca.review() as review:
        review.done(seneca.number("all_right"), "datos-distintos")
    seneca.deliver()
    file = file_of(seneca, "all_right")
    assert (file.ticket.state, file.ticket.work_item) == (TicketState.WAITING, False)
    assert [
        e.payload["template"] for e in file.effects if e.kind is EffectKind.REPLY and e.status == "sent"
    ] == ["seneca_differs"]
    assert "datos distintos en Séneca" in {called(e.kind, EVENTS) for e in file.events}


def test_the_person_does_not_exist_in_seneca(seneca):
    with seneca.review() as review:
        review.done(seneca.number("all_right"), "no-existe")
    seneca.deliver()
    file = file_of(seneca, "all_right")
    assert (file.ticket.state, file.ticket.work_item) == (TicketState.CLOSED, False)
    assert [
        e.payload["template"] for e in file.effects if e.kind is EffectKind.REPLY and e.status == "sent"
    ] == ["seneca_not_found"]


@pytest.mark.parametrize(("phone", "shown"), [("+34612345678", "•••678")])
def test_only_the_end_of_a_phone_is_shown(phone, shown):
    assert masked(phone) == shown
