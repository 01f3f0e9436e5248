from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select, update

from bot.model.decision import Action
from bot.model.ticket import Folder
from bot.ports.store import Lease, StaleLease, Standing
from bot.store.engine import writing
from bot.store.mails.desk import SqlDesk
from bot.store.mails.intake import LEASE_S, SqlIntake
from bot.store.tables.schema import mail, mailbox_lease
from tests.store.making import SCHOOL, arrive, at_once, outcome, raw


def expire(engine: Engine, seconds: float = LEASE_S + 1) -> None:
    """So many seconds go by."""
    with writing(engine) as connection:
        connection.execute(update(mailbox_lease).values(expires_at=mailbox_lease.c.expires_at - seconds))


def test_a_mailbox_has_one_owner(intake: SqlIntake) -> None:
    assert intake.acquire(SCHOOL, "a")
    assert intake.acquire(SCHOOL, "b") is None
    assert intake.acquire("other-school", "b")


def test_an_expired_mailbox_is_taken_over_with_a_higher_fence(engine: Engine, intake: SqlIntake) -> None:
    first = intake.acquire(SCHOOL, "a")
    expire(engine)
    second = intake.acquire(SCHOOL, "b")
    assert first is not None
    assert second is not None
    assert second.fence > first.fence


def test_a_renewed_mailbox_does_not_expire(engine: Engine, intake: SqlIntake) -> None:
    lease = intake.acquire(SCHOOL, "a")
    assert lease is not None
    expire(engine)
    assert intake.renew([lease]) == {lease}
    assert intake.acquire(SCHOOL, "b") is None


def test_of_many_mailboxes_those_are_prolonged_that_are_still_ours(engine: Engine, intake: SqlIntake) -> None:
    leases = [intake.acquire(f"s{n}", "a") for n in range(3)]
    expire(engine)
    intake.acquire("s1", "b")
    kept = intake.renew([lease for lease in leases if lease is not None])
    assert sorted(lease.school for lease in kept) == ["s0", "s2"]
    assert {one.school: one.owner for one in intake.standing()} == {"s0": "a", "s1": "b", "s2": "a"}


def test_a_released_mailbox_is_free_at_once_and_its_fence_goes_on(intake: SqlIntake) -> None:
    first = intake.acquire(SCHOOL, "a")
    assert first is not None
    intake.release(first)
    assert intake.renew([first]) == frozenset()  # a renewal that was under way does not take it back
    second = intake.acquire(SCHOOL, "b")
    assert second is not None
    assert second.fence > first.fence


def test_an_owner_that_restarts_under_its_name_need_not_wait(intake: SqlIntake) -> None:
    before = intake.acquire(SCHOOL, "a")
    after = intake.acquire(SCHOOL, "a")
    assert before is not None
    assert after is not None
    with pytest.raises(StaleLease):
        intake.ingest(before, [raw()])


@pytest.mark.parametrize(
    "write",
    [
        lambda intake, lease: intake.ingest(lease, [raw()]),
        lambda intake, lease: intake.moved(lease, [1]),
    ],
    ids=["ingest", "moved"],
)
def test_a_former_owner_cannot_write(engine: Engine, intake: SqlIntake, write) -> None:
    stalled = intake.acquire(SCHOOL, "a")
    expire(engine)
    assert intake.acquire(SCHOOL, "b")
    with pytest.raises(StaleLease):
        write(intake, stalled)
    with engine.connect() as connection:
        assert connection.execute(select(mail.c.id)).all() == []


def test_a_former_owners_release_frees_nothing(engine: Engine, intake: SqlIntake) -> None:
    stalled = intake.acquire(SCHOOL, "a")
    assert stalled is not None
    expire(engine)
    assert intake.acquire(SCHOOL, "b")
    intake.release(stalled)
    assert intake.acquire(SCHOOL, "c") is None


def test_leases_live_on_the_databases_clock(engine: Engine, intake: SqlIntake) -> None:
    assert intake.acquire(SCHOOL, "a")
    expire(engine, LEASE_S - 0.02)
    time.sleep(0.03)
    assert intake.acquire(SCHOOL, "b")


def test_a_lease_of_a_clock_that_ran_ahead_holds_nobody_back(engine: Engine, intake: SqlIntake) -> None:
    lease = intake.acquire(SCHOOL, "one")
    with writing(engine) as connection:
        ahead = mailbox_lease.c.expires_at + timedelta(days=1).total_seconds()
        connection.execute(update(mailbox_lease).values(expires_at=ahead))
    taken = intake.acquire(SCHOOL, "two")
    assert lease is not None
    assert taken is not None
    assert taken.fence == lease.fence + 1


def test_many_takers_one_owner(intake: SqlIntake) -> None:
    won: list[str] = []

    def take(name: str) -> None:
        if intake.acquire(SCHOOL, name):
            won.append(name)

    at_once(*(partial(take, f"worker-{n}") for n in range(8)))
    assert len(won) == 1


# --------------------------------------------------------------------------- ingest


def test_a_mail_fetched_twice_is_stored_once(intake: SqlIntake) -> None:
    lease = intake.acquire(SCHOOL, "a")
    assert lease is not None
    mails = [raw(uid=1), raw(uid=2)]
    assert intake.ingest(lease, mails) == 2
    assert intake.ingest(lease, [*mails, raw(uid=3)]) == 1
    assert intake.known_uids(lease, 1) == {1, 2, 3}


def test_a_mail_twice_in_one_batch_is_stored_once(intake: SqlIntake) -> None:
    lease = intake.acquire(SCHOOL, "a")
    assert lease is not None
    assert intake.ingest(lease, [raw(uid=1), raw(uid=1)]) == 1


def test_a_redelivered_mail_is_a_duplicate_that_follows_its_original(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    lease = intake.acquire(SCHOOL, "a")
    assert lease is not None
    first = raw(uid=1, message_id="<x@y.test>")
    again = raw(uid=2, message_id="<x@y.test>", head="Received: from elsewhere\r\nDelivered-To: b@z.test\r\n")
    assert intake.ingest(lease, [first]) == 1
    assert intake.ingest(lease, [again]) == 0
    (claimed,) = desk.claim_mails(SCHOOL, 9, now=now)
    assert intake.moves(lease, 1) == []
    desk.record([outcome(claimed, Action.ESCALATE)], now=now)
    assert [(m.uid, m.folder) for m in intake.moves(lease, 1)] == [(1, Folder.REVIEW), (2, Folder.REVIEW)]


def test_a_duplicate_in_the_same_batch_is_recognised(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    arrive(intake, [raw(uid=1, message_id="<x@y.test>"), raw(uid=2, message_id="<x@y.test>")])
    assert len(desk.claim_mails(SCHOOL, 9, now=now)) == 1


def test_a_recreated_folder_brings_nothing_new(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    lease = intake.acquire(SCHOOL, "a")
    assert lease is not None
    intake.ingest(lease, [raw(uid=1, message_id="<x@y.test>")])
    assert intake.known_uids(lease, 2) == frozenset()
    assert intake.ingest(lease, [raw(uid=7, uidvalidity=2, message_id="<x@y.test>")]) == 0
    desk.record([outcome(desk.claim_mails(SCHOOL, 1, now=now)[0], Action.CLOSE)], now=now)
    assert [(m.uid, m.folder) for m in intake.moves(lease, 2)] == [(7, Folder.DONE)]


def test_a_forged_message_id_does_not_swallow_another_mail(intake: SqlIntake) -> None:
    lease = intake.acquire(SCHOOL, "a")
    assert lease is not None
    mails = [raw(uid=1, message_id="<x@y.test>"), raw(uid=2, message_id="<x@y.test>", body="Otra cosa.")]
    assert intake.ingest(lease, mails) == 2


def test_the_same_mail_at_two_schools_is_two_mails(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    for school in ("loma", "vega"):
        arrive(intake, [raw(uid=1, message_id="<x@y.test>", school=school)], school=school)
        assert len(desk.claim_mails(school, 9, now=now)) == 1


def test_a_moved_mail_is_moved_once_unless_the_server_still_shows_it(
    intake: SqlIntake, desk: SqlDesk, now: datetime
) -> None:
    lease = intake.acquire(SCHOOL, "a")
    assert lease is not None
    shown = raw(uid=1)
    intake.ingest(lease, [shown])
    desk.record([outcome(desk.claim_mails(SCHOOL, 1, now=now)[0], Action.IGNORE)], now=now)
    (order,) = intake.moves(lease, 1)
    assert order.folder is Folder.IGNORED
    intake.moved(lease, [order.mail])
    assert intake.moves(lease, 1) == []
    assert intake.known_uids(lease, 1) == frozenset()
    assert intake.ingest(lease, [shown]) == 0
    assert intake.moves(lease, 1) == [order]


def test_hostile_heads_are_stored_like_any_other(intake: SqlIntake, desk: SqlDesk, now: datetime) -> None:
    lease = intake.acquire(SCHOOL, "a")
    assert lease is not None
    mails = [
        raw(message_id=f"<{'x' * 5000}@y.test>"),
        raw(message_id="<nul\0@y.test>", sender="\0\udcff@x.test".encode("utf-8", "replace").decode()),
        raw(head="Subject: =?utf-8?q?roto=\r\nFrom: \r\n"),
        raw(head="\r\n\r\n"),
        raw(head="Subject: =?no-such-charset?q?a?=\r\n"),
    ]
    assert intake.ingest(lease, mails) == len(mails)
    claimed = desk.claim_mails(SCHOOL, 99, now=now)
    assert {m.content for m in claimed} <= {m.content for m in mails}


def test_a_mailbox_that_another_worker_asked_for_is_left_to_it(engine: Engine, intake: SqlIntake) -> None:
    lease = intake.acquire(SCHOOL, "one")
    assert lease is not None
    intake.want([SCHOOL], "one")  # nobody asks themselves
    intake.want([SCHOOL], "two")
    intake.want([SCHOOL], "three")  # too late
    assert intake.standing() == [Standing(SCHOOL, "one", "two")]
    intake.release(lease)
    assert intake.standing() == []
    assert intake.acquire(SCHOOL, "three") is None
    assert intake.acquire(SCHOOL, "one") is None  # who left it does not take it back
    assert intake.acquire(SCHOOL, "two") == Lease(SCHOOL, "two", lease.fence + 2)
    assert intake.standing() == [Standing(SCHOOL, "two")]


def test_a_mailbox_left_to_a_worker_that_does_not_come_is_anybodys(engine: Engine, intake: SqlIntake) -> None:
    lease = intake.acquire(SCHOOL, "one")
    assert lease is not None
    intake.want([SCHOOL], "gone")
    expire(engine)
    assert intake.acquire(SCHOOL, "two") is None
    expire(engine)
    assert intake.acquire(SCHOOL, "two") == Lease(SCHOOL, "two", lease.fence + 1)
