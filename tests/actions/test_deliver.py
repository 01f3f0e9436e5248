"""Planned effects are done in order, each once, or put into a person's hands."""

from datetime import timedelta

import pytest

from bot.actions.plan import plan
from bot.errors import TransportError
from bot.model.decision import Action, Decision
from bot.model.ticket import EffectKind, TicketState
from bot.ports.store import StaleLease
from tests.actions.making import MOTHER, REGISTER, envelope
from tests.store.making import claimed, outcome


@pytest.fixture
def renewal(office):
    """A recorded regeneration; returns its ticket number."""
    return renew(office)


def renew(office, *, ticket="K7QM2X", **mail):
    mail = claimed(office.intake, office.desk, office.clock(), **mail)
    planned = plan(
        Decision(action=Action.REGENERATE, reply="regenerated"),
        envelope(ticket=ticket),
        key=f"mail/{mail.id}",
        guardian=MOTHER,
        phone="+34600111222",
        register=REGISTER,
        assisted=False,
        now=office.clock(),
    )
    made = outcome(
        mail,
        Action.REGENERATE,
        ticket=ticket,
        effects=planned.effects,
        account=MOTHER.key,
        state=planned.state,
        settles=planned.settles,
    )
    office.desk.record([made], now=office.clock())
    return ticket


def state(office, number):
    return office.tickets.get("loma", number).ticket


def test_a_regeneration_sets_the_password_tells_it_answers_and_notifies(office, renewal):
    office.deliver()
    [(number, text)] = office.phone.texts
    username, password = text.split()
    assert number == "+34600111222"
    assert office.provider.verify(username, password, now=office.clock()) == "must_change"
    assert [m.recipient for m in office.post.mails] == ["otra@correo.example", "ana@correo.example"]
    assert password not in repr(office.post.mails)
    assert state(office, renewal).state is TicketState.SOLVED
    assert office.deliver() == 0


def test_the_answer_knows_until_when_the_password_holds(office, renewal):
    office.deliver()
    assert (office.clock() + timedelta(hours=48)).isoformat() in office.post.mails[0].content.decode()


def test_a_refused_sms_goes_to_a_person_and_nothing_is_promised_to_the_family(office, renewal):
    office.phone.refusals = [TransportError("El número no admite SMS.", permanent=True)]
    office.deliver()
    ticket = state(office, renewal)
    assert (ticket.state, ticket.problem) == (TicketState.OPEN, "El número no admite SMS.")
    assert office.post.mails == []


def test_a_passing_fault_is_tried_again_later_with_the_same_password(office, renewal):
    office.phone.refusals = [TransportError("ahora no", permanent=False)]
    office.deliver()
    assert office.phone.texts == []
    office.clock.pass_by(timedelta(minutes=1))
    office.deliver()
    username, password = office.phone.texts[0][1].split()
    assert office.provider.verify(username, password, now=office.clock()) == "must_change"
    assert state(office, renewal).state is TicketState.SOLVED


def test_a_fault_that_does_not_pass_within_a_night_ends_with_a_person(office, renewal):
    office.phone.refusals = [TransportError("sin servicio", permanent=False)] * 100
    began = office.clock()
    while state(office, renewal).problem is None:
        office.deliver()
        office.clock.pass_by(timedelta(minutes=20))
    ticket = state(office, renewal)
    assert (ticket.state, ticket.problem) == (TicketState.OPEN, "sin servicio")
    assert timedelta(hours=10) < office.clock() - began < timedelta(hours=16)


def claimed_sms(office):
    """The password is set, the SMS claimed."""
    [password] = office.outbox.claim_due("loma", 10, now=office.clock())
    until = (office.clock() + timedelta(hours=48)).isoformat()
    office.outbox.delivered(
        [(password, {"username": "aruisan111", "valid_until": until})], now=office.clock()
    )
    [sms] = office.outbox.claim_due("loma", 10, now=office.clock())
    return sms


@pytest.mark.parametrize(
    ("begun", "idempotent", "texts"), [(True, False, 0), (False, False, 1), (True, True, 1)]
)
def test_an_sms_left_by_a_crash_goes_to_a_person_only_when_it_may_have_gone_out(
    begun, idempotent, texts, office, renewal
):
    office.phone.idempotent = idempotent
    sms = claimed_sms(office)
    if begun:
        office.outbox.begin(sms, now=office.clock())
    office.outbox.recover("loma")
    office.deliver()
    assert len(office.phone.texts) == texts
    unknown = "no se sabe si llegó a salir" in (state(office, renewal).problem or "")
    assert unknown is (texts == 0)


def test_a_frozen_worker_finds_that_another_one_has_sent_its_sms(office, renewal):
    sms = claimed_sms(office)
    office.outbox.recover("loma")
    office.deliver()
    assert len(office.phone.texts) == 1
    with pytest.raises(StaleLease):
        office.outbox.begin(sms, now=office.clock())


def test_what_a_frozen_worker_reports_late_takes_nothing_from_the_one_after_it(office, renewal):
    frozen = claimed_sms(office)
    office.outbox.recover("loma")
    [sms] = office.outbox.claim_due("loma", 10, now=office.clock())
    office.outbox.begin(sms, now=office.clock())
    office.outbox.postponed(frozen, error="sin línea", retry_at=office.clock())
    office.outbox.failed(frozen, sentence="No se pudo.", detail="", now=office.clock())
    office.outbox.put_back([frozen])
    assert office.outbox.claim_due("loma", 10, now=office.clock()) == []
    assert state(office, renewal).state is TicketState.WORKING


def test_a_letter_that_reached_the_server_before_the_crash_is_found_not_repeated(office, renewal):
    results = {"username": "u", "valid_until": (office.clock() + timedelta(hours=48)).isoformat()}
    for _ in ("password", "sms"):
        [item] = office.outbox.claim_due("loma", 10, now=office.clock())
        office.outbox.delivered([(item, results)], now=office.clock())
    reply, _notice = office.outbox.claim_due("loma", 10, now=office.clock())
    assert reply.effect.kind is EffectKind.REPLY
    office.post.send([Mail(reply.effect.payload["message_id"])])
    office.outbox.recover("loma")
    office.deliver()
    office.clock.pass_by(timedelta(seconds=10))
    office.deliver()
    sent = [m.message_id for m in office.post.mails]
    assert sent.count(reply.effect.payload["message_id"]) == 1
    assert state(office, renewal).state is TicketState.SOLVED


def test_a_letter_that_is_not_found_after_a_crash_is_looked_for_again_before_it_is_repeated(office, renewal):
    results = {"username": "u", "valid_until": (office.clock() + timedelta(hours=48)).isoformat()}
    for _ in ("password", "sms"):
        [item] = office.outbox.claim_due("loma", 10, now=office.clock())
        office.outbox.delivered([(item, results)], now=office.clock())
    office.outbox.claim_due(
        "loma", 10, now=office.clock()
    )  # the letters are `sending`; then the process dies
    office.outbox.recover("loma")
    office.deliver()
    assert office.post.mails == []  # the server may have taken them a moment ago
    office.clock.pass_by(timedelta(seconds=10))
    office.deliver()
    assert len(office.post.mails) == 2
    assert state(office, renewal).state is TicketState.SOLVED


class Mail:
    """A mail of which only the Message-ID is known."""

    recipient = "x@y.example"

    def __init__(self, message_id):
        self.message_id = message_id


def test_all_letters_of_a_round_go_over_one_connection(office, renewal):
    office.deliver()
    assert office.post.connections == 1


def test_a_refused_letter_does_not_stop_the_other(office, renewal):
    office.post.refusals = [TransportError("No existe la dirección.", permanent=True)]
    office.deliver()
    assert len(office.post.mails) == 1
    assert state(office, renewal).problem == "No existe la dirección."


def test_who_denies_having_asked_loses_the_temporary_password(office, renewal):
    office.deliver()
    username, password = office.phone.texts[0][1].split()
    mail = claimed(office.intake, office.desk, office.clock())
    planned = plan(
        Decision(action=Action.ESCALATE, reason="not_me", reply="looking"),
        envelope(ticket="NEW000"),
        key=f"mail/{mail.id}",
        guardian=MOTHER,
        phone=None,
        register=REGISTER,
        assisted=False,
        now=office.clock(),
    )
    office.desk.record([outcome(mail, ticket="NEW000", effects=planned.effects)], now=office.clock())
    office.deliver()
    assert office.provider.verify(username, password, now=office.clock()) == "expired"


def test_a_refused_notice_does_not_say_that_the_answer_failed(office, renewal):
    office.post.refusals = [None, TransportError("No existe la dirección.", permanent=True)]
    office.deliver()
    assert "el aviso a la dirección de correo de la ficha no ha salido" in state(office, renewal).problem


def test_a_fault_of_ours_goes_to_a_person_and_holds_up_nobody(office, renewal, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(office.phone, "send", broken)
    assert office.deliver() == 2
    assert "El programa ha fallado" in state(office, renewal).problem
    assert office.post.mails == []


def test_a_stop_between_two_deeds_leaves_the_rest_as_if_never_begun(office, renewal):
    answers = iter([True, True, False])  # claim, the password, and no SMS any more
    office.deliver(lambda: next(answers, False))
    assert office.phone.texts == []
    office.deliver()
    assert len(office.phone.texts) == 1  # not «no se sabe si llegó a salir»
    assert [mail.recipient for mail in office.post.mails] == ["otra@correo.example", "ana@correo.example"]


def test_a_stop_between_two_letters_sends_each_once(office, renewal):
    left = 4  # deeds before the stop: claims, the password, the SMS, one letter …

    def go_on():
        nonlocal left
        left -= 1
        return left >= 0

    for _ in range(20):
        office.deliver(go_on)
        left = 2
    assert len(office.phone.texts) == 1
    assert sorted(mail.recipient for mail in office.post.mails) == [
        "ana@correo.example",
        "otra@correo.example",
    ]


def test_nothing_is_done_any_more_once_the_lease_is_lost(office, renewal):
    def lost():
        raise StaleLease

    with pytest.raises(StaleLease):
        office.deliver(lost)
    assert (office.phone.texts, office.post.mails) == ([], [])
