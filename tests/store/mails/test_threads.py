from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.model.decision import Action, History, Thread
from bot.model.mail import Address
from bot.model.register import Guardian, PersonName, Register
from bot.model.ticket import TicketState
from bot.ports.store import Outcome
from bot.store.effects.outbox import SqlOutbox
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.register.enrolment import import_register
from bot.text.tags import subject_tag
from tests.store.making import ARRIVED, SCHOOL, call_off, claimed, match, message, outcome

STRANGER = Address("Otro", "otro@x.test")
GUARDIAN = Address("Ana", "ana@trabajo.test")  # her own on file, not the one she wrote from
NOTHING = (Thread(), None)


@pytest.fixture
def asked(intake: SqlIntake, desk: SqlDesk, now: datetime) -> Outcome:
    """A conversation: Ana wrote, we asked for data."""
    done = outcome(claimed(intake, desk, now, message_id="<ana-1@familias.test>"), Action.ASK)
    desk.record([done], now=now)
    return done


def our_id(done: Outcome) -> str:
    return str(done.plan.effects[-1].payload["message_id"])


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(lambda d: {"in_reply_to": (our_id(d),)}, id="In-Reply-To"),
        pytest.param(lambda d: {"references": ("<other@x>", our_id(d), "<late@x>")}, id="References"),
        pytest.param(lambda d: {"subject": f"RE: iPasen {subject_tag(d.ticket, d.token)}"}, id="tag"),
        pytest.param(lambda d: {"in_reply_to": ("<ana-1@familias.test>",)}, id="her own mail"),
    ],
)
def test_an_answer_joins_its_conversation(desk: SqlDesk, asked: Outcome, names) -> None:
    thread, token = desk.find_thread(SCHOOL, message(**names(asked)))
    assert token == asked.token
    assert thread == Thread(
        ticket=asked.ticket, claims=(asked.case.claim,), asked=1, regenerated=False, answered=True
    )
    stranger = message(**names(asked), sender=STRANGER)
    assert desk.find_thread(SCHOOL, stranger) == NOTHING
    assert desk.find_thread("other-school", message(**names(asked))) == NOTHING


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(lambda d: {}, id="names nothing"),
        pytest.param(lambda d: {"subject": subject_tag(d.ticket, "0" * 10)}, id="wrong token"),
        pytest.param(lambda d: {"subject": subject_tag("000000", d.token)}, id="wrong ticket"),
        pytest.param(lambda d: {"in_reply_to": (f"<{'x' * 9000}@x>",)}, id="hostile reference"),
        pytest.param(
            lambda d: {"in_reply_to": (our_id(d),), "sender": Address("", "")}, id="sender unreadable"
        ),
    ],
)
def test_other_mails_begin_a_new_conversation(desk: SqlDesk, asked: Outcome, changes) -> None:
    assert desk.find_thread(SCHOOL, message(**changes(asked))) == NOTHING


def test_the_guardians_own_address_on_file_may_go_on(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, asked: Outcome, now: datetime
) -> None:
    guardian = Guardian(
        key="12345678Z", dni="12345678Z", name=PersonName("Ana"), emails=frozenset({GUARDIAN.email})
    )
    import_register(engine, SCHOOL, Register({}, {guardian.key: guardian}), by="test", now=now)
    later = message(in_reply_to=(our_id(asked),), sender=GUARDIAN)
    assert desk.find_thread(SCHOOL, later) == NOTHING  # nobody knows yet whose ticket it is
    mail = claimed(intake, desk, now)
    desk.record(
        [outcome(mail, Action.REGENERATE, ticket=asked.ticket, token=asked.token, joins=True)], now=now
    )
    thread, _ = desk.find_thread(SCHOOL, later)
    assert thread.ticket == asked.ticket
    assert thread.regenerated


def test_an_address_that_joined_once_belongs_to_the_conversation(
    intake: SqlIntake, desk: SqlDesk, asked: Outcome, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    joined = outcome(
        mail, ticket=asked.ticket, token=asked.token, joins=True, message=message(sender=STRANGER)
    )
    desk.record([joined], now=now)
    thread, _ = desk.find_thread(SCHOOL, message(in_reply_to=(our_id(asked),), sender=STRANGER))
    assert thread.claims == (asked.case.claim, joined.case.claim)


def test_a_stranger_who_quotes_a_ticket_still_joins_their_own(
    intake: SqlIntake, desk: SqlDesk, asked: Outcome, now: datetime
) -> None:
    theirs = outcome(claimed(intake, desk, now), Action.ASK, message=message(sender=STRANGER))
    desk.record([theirs], now=now)
    mixed = message(
        in_reply_to=(our_id(asked),), subject=subject_tag(theirs.ticket, theirs.token), sender=STRANGER
    )
    assert desk.find_thread(SCHOOL, mixed)[1] == theirs.token


@pytest.mark.parametrize(
    ("action", "changes", "with_person"),
    [
        (Action.ASK, {}, False),
        (Action.ESCALATE, {}, True),
        (Action.REGENERATE, {}, False),
        (Action.REGENERATE, {"settles": TicketState.OPEN, "deadline": ARRIVED}, True),
    ],
    ids=["asked", "in the queue", "regenerated", "regenerated, and a second request waits"],
)
def test_it_is_known_whether_a_person_still_has_the_ticket(
    intake: SqlIntake, desk: SqlDesk, now: datetime, action, changes, with_person
) -> None:
    first = outcome(claimed(intake, desk, now), action, **changes)
    desk.record([first], now=now)
    thread, _ = desk.find_thread(SCHOOL, message(in_reply_to=(our_id(first),)))
    assert thread.with_person is with_person
    assert thread.account == ("12345678Z" if action is Action.REGENERATE else None)


# --------------------------------------------------------------------------- history


def test_an_unknown_sender_has_no_history(desk: SqlDesk, now: datetime) -> None:
    assert desk.history(SCHOOL, "12345678Z", "ana@familias.test", now=now) == History()


def test_regenerations_count_for_a_day_and_for_a_month(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    for days in (40, 20, 2, 0):
        at = now - timedelta(days=days)
        desk.record([outcome(claimed(intake, desk, at), Action.REGENERATE)], now=at)
    seen = desk.history(SCHOOL, "12345678Z", "eva@x.test", now=now + timedelta(hours=1))
    assert (seen.account_24h, seen.account_30d) == (1, 3)
    assert desk.history(SCHOOL, "87654321X", "eva@x.test", now=now).account_30d == 0


def test_other_accounts_asked_for_count_whatever_was_decided(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    for key in ("A", "B", "B", "C"):
        desk.record([outcome(claimed(intake, desk, now), match=match(key))], now=now)
    for account, others in (("A", 2), ("D", 3), (None, 3)):
        assert desk.history(SCHOOL, account, "ana@familias.test", now=now).sender_accounts_24h == others
    tomorrow = now + timedelta(days=1)
    assert desk.history(SCHOOL, "D", "ana@familias.test", now=tomorrow).sender_accounts_24h == 0


def test_a_renewal_that_failed_or_was_called_off_does_not_count(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, outbox: SqlOutbox, now: datetime
) -> None:
    def regenerate(key: str) -> str:
        mail = claimed(intake, desk, now)
        desk.record([outcome(mail, Action.REGENERATE, account=key)], now=now)
        return f"mail/{mail.id}"

    regenerate("A")
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    outbox.failed(item, sentence="No se pudo.", detail="", now=now)
    call_off(engine, regenerate("B"), now=now)
    done = regenerate("C")
    (item,) = outbox.claim_due(SCHOOL, 9, now=now)
    outbox.delivered([(item, {})], now=now)
    call_off(engine, done, now=now)
    counted = {key: desk.history(SCHOOL, key, "", now=now).account_24h for key in "ABC"}
    assert counted == {"A": 0, "B": 0, "C": 1}
