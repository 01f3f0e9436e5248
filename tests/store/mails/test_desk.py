from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import Engine, func, select

from bot.model.claim import Claim, Intent, Signal
from bot.model.decision import Action
from bot.model.ticket import Folder, TicketState
from bot.store.cases.tickets import SqlTickets
from bot.store.events import events, verify
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import SqlIntake
from bot.store.schools import pause, resume
from bot.store.tables import schema
from tests.store.making import SCHOOL, arrive, at_once, claimed, message, outcome, raw, reply, step

HOUR = timedelta(hours=1)


def count(engine: Engine, table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


# --------------------------------------------------------------------------- claims


def test_mails_are_claimed_once_oldest_first(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    arrive(intake, [raw(uid=n, sender=f"p{n}@x.test") for n in range(1, 6)])
    first, second = desk.claim_mails(SCHOOL, 3, now=now), desk.claim_mails(SCHOOL, 3, now=now)
    assert [m.id for m in first + second] == sorted(m.id for m in first + second)
    assert (len(first), len(second)) == (3, 2)


def test_a_claim_gives_back_the_bytes_of_the_mail(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    mail = replace(raw(), content=b"\x00\xff\xfe broken", truncated=True, size=99_999_999)
    arrive(intake, [mail])
    (claim,) = desk.claim_mails(SCHOOL, 1, now=now)
    assert (claim.content, claim.truncated) == (mail.content, True)


def test_a_claim_expires_and_the_mail_is_claimed_again(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    assert desk.claim_mails(SCHOOL, 1, now=now + timedelta(seconds=29)) == []
    assert desk.claim_mails(SCHOOL, 1, now=now + timedelta(seconds=30)) == [mail]


def test_after_a_restart_claims_need_not_expire(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    mail = claimed(intake, desk, now)
    assert desk.recover("other-school") == 0
    assert desk.recover(SCHOOL) == 1
    assert desk.claim_mails(SCHOOL, 1, now=now) == [mail]


def test_a_second_mail_of_the_same_sender_waits_for_the_first(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    arrive(intake, [raw(uid=1), raw(uid=2), raw(uid=3, sender="eva@x.test")])
    one, three = desk.claim_mails(SCHOOL, 9, now=now)
    assert desk.claim_mails(SCHOOL, 9, now=now) == []
    desk.record([outcome(one), outcome(three)], now=now)
    assert len(desk.claim_mails(SCHOOL, 9, now=now)) == 1


def test_the_turns_of_a_sender_go_on_while_some_of_its_mails_wait(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    """Over two looks into the mailbox: what came later never overtakes what came before from there."""
    arrive(intake, [raw(uid=uid) for uid in (1, 2)])
    (first,) = desk.claim_mails(SCHOOL, 9, now=now)
    arrive(intake, [raw(uid=3), raw(uid=4, sender="eva@x.test"), raw(uid=5, sender="ana+x@familias.test")])
    (eva,) = desk.claim_mails(SCHOOL, 9, now=now)
    desk.record([outcome(first), outcome(eva)], now=now)
    order = [first.id]
    while mails := desk.claim_mails(SCHOOL, 9, now=now):
        desk.record([outcome(mail) for mail in mails], now=now)
        order += [mail.id for mail in mails]
    assert order == [1, 2, 3, 5]


def test_mails_without_a_sender_do_not_wait_for_each_other(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    arrive(intake, [raw(uid=1, sender=""), raw(uid=2, sender="")])
    assert len(desk.claim_mails(SCHOOL, 9, now=now)) == 2


def test_large_mails_are_handed_out_a_few_at_a_time(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    """All of a batch is in memory at once; of one over the limit only the head is."""
    arrive(intake, [replace(raw(uid=n, sender=f"p{n}@x.test"), size=20 * 2**20) for n in range(5)])
    arrive(
        intake, [replace(raw(uid=n, sender=f"p{n}@x.test"), size=2**30, truncated=True) for n in range(5, 9)]
    )
    batches = []
    while mails := desk.claim_mails(SCHOOL, 50, now=now):
        batches.append(len(mails))
    assert batches == [2, 2, 5]


def test_a_mail_that_kills_its_reader_is_tried_alone_and_then_set_aside(
    intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    poison, healthy = raw(uid=1, sender="a@x.test"), raw(uid=2, sender="b@x.test")
    arrive(intake, [poison, healthy])
    batches = []
    for _ in range(9):
        now += HOUR
        batches.append([m.content for m in desk.claim_mails(SCHOOL, 9, now=now)])
        desk.recover(SCHOOL)
    assert batches[:3] == [[poison.content, healthy.content]] * 3
    assert batches[3:8] == [[poison.content]] * 5
    assert batches[8] == [healthy.content]
    (ticket,) = tickets.queue(SCHOOL)
    assert ticket.reason == "quarantined"


def test_a_mail_that_was_in_hand_at_several_deaths_rests_and_the_others_go_on(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    """Workers killed from outside, as fast as they come: what they have in hand is not to blame for it."""
    arrive(intake, [raw(uid=1, sender="a@x.test")])
    for _ in range(4):
        (unlucky,) = desk.claim_mails(SCHOOL, 9, now=now)
        desk.recover(SCHOOL)
    arrive(intake, [raw(uid=2, sender="b@x.test")])
    assert [m.id for m in desk.claim_mails(SCHOOL, 9, now=now)] == [unlucky.id + 1]
    desk.recover(SCHOOL)
    assert desk.claim_mails(SCHOOL, 9, now=now + timedelta(seconds=30))[0].id == unlucky.id
    desk.recover(SCHOOL)
    assert [m.id for m in desk.claim_mails(SCHOOL, 9, now=now + timedelta(seconds=89))] == [unlucky.id + 1]
    assert [m.id for m in desk.claim_mails(SCHOOL, 9, now=now + timedelta(seconds=90))] == [unlucky.id]


def test_a_claim_of_a_clock_that_ran_ahead_holds_no_mail_back(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    mail = claimed(intake, desk, now + 2 * HOUR)
    assert desk.claim_mails(SCHOOL, 1, now=now) == [mail]


def test_claims_that_run_out_blame_no_mail(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    """As when the disk is full: a mail is claimed, and what is decided cannot be written."""
    mail = claimed(intake, desk, now)
    for _ in range(20):
        now += HOUR
        assert desk.claim_mails(SCHOOL, 1, now=now) == [mail]


def test_many_claimers_never_get_one_mail_twice(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    arrive(intake, [raw(uid=n, sender=f"p{n}@x.test") for n in range(60)])
    got: list[int] = []

    def work() -> None:
        while mails := desk.claim_mails(SCHOOL, 7, now=now):
            got.extend(m.id for m in mails)
            desk.record([outcome(m) for m in mails], now=now)

    at_once(*[work] * 4)
    assert len(got) == len(set(got)) == 60


# --------------------------------------------------------------------------- outcomes


def test_an_outcome_is_recorded_whole(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    done = outcome(mail, Action.REGENERATE, deadline=now + HOUR)
    desk.record([done], now=now)
    file = tickets.get(SCHOOL, done.ticket)
    assert (file.ticket.state, file.ticket.account) == (TicketState.WORKING, "12345678Z")
    assert (file.ticket.deadline, file.ticket.token) == (now + HOUR, done.token)
    assert [(e.kind, e.step) for e in file.effects] == [(e.kind, e.step) for e in done.plan.effects]
    (shown,) = file.mails
    assert (shown.claim, shown.match, shown.decision) == (
        done.case.claim,
        done.case.match,
        done.case.decision,
    )
    assert [e.kind for e in file.events] == ["decided"]
    assert file.ticket.version == file.events[0].seq
    assert verify(engine, SCHOOL) == []


def test_a_mail_is_decided_once_whoever_comes_late(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    slow = claimed(intake, desk, now)
    (quick,) = desk.claim_mails(SCHOOL, 1, now=now + HOUR)
    desk.record([outcome(quick, Action.REGENERATE)], now=now)
    desk.record([outcome(slow, Action.REGENERATE), outcome(slow, Action.CLOSE)], now=now)
    assert (count(engine, schema.ticket), count(engine, schema.outbox)) == (1, 3)
    assert len(events(engine, SCHOOL)) == 1


def test_an_outcome_that_cannot_be_written_does_not_poison_the_others(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    arrive(intake, [raw(uid=n, sender=f"p{n}@x.test") for n in range(4)])
    mails = desk.claim_mails(SCHOOL, 9, now=now)
    outcomes = [outcome(m) for m in mails]
    outcomes[2] = replace(outcomes[2], ticket=outcomes[0].ticket)  # a number that is taken
    desk.record(outcomes, now=now)
    assert len(tickets.list_tickets(SCHOOL)) == 3
    assert verify(engine, SCHOOL) == []
    (again,) = desk.claim_mails(SCHOOL, 9, now=now)
    assert again.id == mails[2].id
    desk.record([outcome(again)], now=now)
    assert len(tickets.list_tickets(SCHOOL)) == 4


def test_text_that_no_database_takes_is_not_lost(
    intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    hostile = message(subject="a\0b\udcff" + "x" * 999)
    desk.record([outcome(mail, message=hostile)], now=now)
    (ticket,) = tickets.list_tickets(SCHOOL)
    assert ticket.subject.startswith("ab?xxx")


def test_read_only_mappings_survive(
    intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    claim = Claim(intent=Intent.RECOVER, signals=MappingProxyType({Signal.ALSO_OTHER: None}))
    mail = claimed(intake, desk, now)
    done = outcome(mail, claim=claim)
    desk.record([done], now=now)
    file = tickets.get(SCHOOL, done.ticket)
    assert file.mails[0].claim == claim
    assert file.ticket.also_other


def test_a_plan_without_effects_settles_at_once(
    intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    done = outcome(mail, Action.CLOSE, state=TicketState.WORKING, settles=TicketState.SOLVED)
    desk.record([done], now=now)
    assert tickets.get(SCHOOL, done.ticket).ticket.state is TicketState.SOLVED


# --------------------------------------------------------------------------- stale outcomes


def test_an_account_is_not_regenerated_twice_on_old_knowledge(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    arrive(intake, [raw(uid=1, sender="a@x.test"), raw(uid=2, sender="b@x.test")])
    mails = desk.claim_mails(SCHOOL, 2, now=now)
    desk.record([outcome(m, Action.REGENERATE) for m in mails], now=now)
    assert count(engine, schema.regeneration) == 1
    (again,) = desk.claim_mails(SCHOOL, 2, now=now)
    assert again.id == mails[1].id
    assert desk.history(SCHOOL, "12345678Z", "b@x.test", now=now).account_24h == 1
    desk.record([outcome(again, Action.REGENERATE)], now=now)  # on what is known now, it may
    assert count(engine, schema.regeneration) == 2


def test_two_regenerations_for_one_sender_see_each_other(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    arrive(intake, [raw(uid=1, sender=""), raw(uid=2, sender="")])
    one, two = desk.claim_mails(SCHOOL, 2, now=now)
    desk.record([outcome(one, Action.REGENERATE)], now=now)
    desk.record([outcome(two, Action.REGENERATE, account="87654321X")], now=now)
    assert count(engine, schema.regeneration) == 1


def test_an_answer_decided_while_its_ticket_changed_is_decided_again(
    intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    first = outcome(claimed(intake, desk, now), Action.ASK)
    desk.record([first], now=now)
    second = claimed(intake, desk, now)
    step(tickets, first.ticket, "closed", now=now, state=TicketState.CLOSED)
    answer = outcome(second, Action.ASK, ticket=first.ticket, token=first.token, joins=True)
    desk.record([answer], now=now)
    assert tickets.get(SCHOOL, first.ticket).ticket.state is TicketState.CLOSED
    (again,) = desk.claim_mails(SCHOOL, 1, now=now)
    desk.record([replace(answer, mail=again)], now=now)
    row = tickets.get(SCHOOL, first.ticket).ticket
    assert (row.state, row.asked) == (TicketState.WAITING, 2)


def test_a_joining_mail_carries_the_ticket_on(
    intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    first = outcome(claimed(intake, desk, now), Action.ASK)
    desk.record([first], now=now)
    mail = claimed(intake, desk, now)
    second = outcome(mail, Action.REGENERATE, ticket=first.ticket, token=first.token, joins=True)
    desk.record([second], now=now + HOUR)
    file = tickets.get(SCHOOL, first.ticket)
    assert len(tickets.list_tickets(SCHOOL)) == 1
    assert (file.ticket.state, file.ticket.asked) == (TicketState.WORKING, 1)
    assert file.ticket.account == "12345678Z"
    assert (file.ticket.created_at, file.ticket.updated_at) == (now, now + HOUR)
    assert [m.id for m in file.mails] == [first.mail.id, mail.id]


def test_an_outcome_for_an_unknown_ticket_is_put_back(
    intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    desk.record([outcome(mail, joins=True)], now=now)
    assert tickets.list_tickets(SCHOOL) == []
    assert [m.id for m in desk.claim_mails(SCHOOL, 1, now=now)] == [mail.id]


# --------------------------------------------------------------------------- quarantine, pause


def test_a_quarantined_mail_stands_in_the_queue_and_can_be_tried_again(
    intake: SqlIntake, desk: SqlDesk, tickets: SqlTickets, now: datetime
) -> None:
    mail = claimed(intake, desk, now)
    desk.quarantine(mail, "RecursionError", now=now)
    desk.quarantine(mail, "RecursionError", now=now)
    desk.record([outcome(mail)], now=now)  # too late
    (ticket,) = tickets.queue(SCHOOL)
    (shown,) = tickets.get(SCHOOL, ticket.number).mails
    assert (shown.id, shown.error, shown.content) == (mail.id, "RecursionError", mail.content)
    lease = intake.acquire(SCHOOL, "test")
    assert lease is not None
    assert [m.folder for m in intake.moves(lease, 1)] == [Folder.REVIEW]

    tickets.retry_mail(SCHOOL, ticket.number, expected_version=ticket.version, by="marta", now=now)
    assert tickets.queue(SCHOOL) == []
    (again,) = desk.claim_mails(SCHOOL, 1, now=now)
    done = outcome(again, Action.CLOSE)
    desk.record([done], now=now)
    assert tickets.get(SCHOOL, done.ticket).ticket.state is TicketState.CLOSED


def test_the_kill_switch_is_per_school_and_leaves_a_trace(
    engine: Engine, intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    arrive(intake, [raw()])
    arrive(intake, [raw()], school="other-school")
    pause(engine, SCHOOL, by="marta", now=now)
    pause(engine, SCHOOL, by="marta", now=now)
    assert desk.waiting([SCHOOL, "other-school"], now=now) == {"other-school"}
    assert desk.claim_mails(SCHOOL, 9, now=now) == []
    assert len(desk.claim_mails("other-school", 9, now=now)) == 1
    resume(engine, SCHOOL, by="luis", now=now)
    resume(engine, SCHOOL, by="luis", now=now)
    assert len(desk.claim_mails(SCHOOL, 9, now=now)) == 1
    assert [(e.kind, e.actor) for e in events(engine, SCHOOL)] == [("paused", "marta"), ("resumed", "luis")]


@pytest.mark.parametrize("changes", [{"sender": "otro@x.test"}, {}])
def test_replies_are_counted_for_the_address_that_gets_them(
    intake: SqlIntake, desk: SqlDesk, now: datetime, changes
) -> None:
    mail = claimed(intake, desk, now, **changes)
    desk.record([outcome(mail, effects=(reply(mail, to="buzon@x.test"),))], now=now)
    for address in ("ana@familias.test", "buzon@x.test"):
        assert desk.history(SCHOOL, None, address, now=now).replies_24h == 1
        assert desk.history(SCHOOL, None, address, now=now + timedelta(days=1)).replies_24h == 0
