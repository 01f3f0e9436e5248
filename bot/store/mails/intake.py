"""From the mailbox into the store: who owns a mailbox, what was fetched, what must still be moved.

DESIGN §3.1–2. Every write of the owner first touches the lease's row with its fence: zero rows mean
that somebody else took over, and the row lock keeps a taker-over out until the write is committed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Update, and_, bindparam, func, or_, select, tuple_, update

from bot.model.mail import RawMail
from bot.ports.store import Lease, MoveOrder, StaleLease, Standing
from bot.store.engine import database_seconds, insert, read_as, read_values, write, writing
from bot.store.mails.fingerprint import Fingerprint, fingerprint
from bot.store.tables.schema import UNFINISHED, MailState, mail, mailbox_lease, one_of

#: So long a lease holds, by the database's clock. Who has been frozen in a transaction is put out before it
#: runs out (`engine`), and who is only slow proves it anew in good time (`worker.hold`).
LEASE_S = 30.0
_KEPT_S = 15.0  #: so long a mailbox is kept for the worker for whom it was left


class SqlIntake:
    """Committed before any flag or MOVE."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # ----------------------------------------------------------------- the lease

    def acquire(self, school: str, owner: str) -> Lease | None:
        """Take a free or expired mailbox; None while somebody else holds it.

        An owner of the same name takes over at once (its restart): the new fence stops the old one. What
        was left for another worker is that one's for some seconds.
        """
        lease = mailbox_lease.c
        kept_for_another = and_(
            lease.wanted_by.is_not(None),
            lease.wanted_by != owner,
            lease.expires_at.between(database_seconds() - _KEPT_S, database_seconds()),
        )
        with writing(self._engine) as connection:
            fresh = insert(connection, mailbox_lease).values(
                school=school, owner=owner, fence=1, expires_at=database_seconds() + LEASE_S
            )
            fence = connection.scalar(
                fresh.on_conflict_do_update(
                    index_elements=["school"],
                    set_={
                        "owner": owner,
                        "fence": mailbox_lease.c.fence + 1,
                        "expires_at": database_seconds() + LEASE_S,
                        "wanted_by": None,
                    },
                    where=and_(
                        ~kept_for_another,
                        or_(
                            lease.expires_at <= database_seconds(),
                            # written when the database's clock ran ahead, and nobody renews it any more
                            lease.expires_at > database_seconds() + 2 * LEASE_S,
                            lease.owner == owner,
                        ),
                    ),
                ).returning(mailbox_lease.c.fence)
            )
        return None if fence is None else Lease(school, owner, fence)

    def renew(self, leases: Collection[Lease]) -> frozenset[Lease]:
        """Prolong them in one commit; returns those that still hold: the fence of the others has moved."""
        by_fence = {(lease.school, lease.fence): lease for lease in leases}
        row = mailbox_lease.c
        with writing(self._engine) as connection:
            kept = connection.execute(
                update(mailbox_lease)
                .where(tuple_(row.school, row.fence).in_(by_fence))
                .values(expires_at=database_seconds() + LEASE_S)
                .returning(row.school, row.fence)
            ).all()
        return frozenset(by_fence[school, fence] for school, fence in kept)

    def release(self, lease: Lease) -> None:
        """Free the mailbox at once; the row stays, so that the fence never goes back.

        It moves already here: who is just renewing this lease must not take it back for a dead owner.
        """
        write(self._engine, _of(lease).values(expires_at=database_seconds(), fence=lease.fence + 1))

    def standing(self) -> list[Standing]:
        """Every mailbox that is owned now."""
        lease, now = mailbox_lease.c, database_seconds()
        query = select(lease.school, lease.owner, lease.wanted_by).where(
            lease.expires_at > now, lease.expires_at <= now + 2 * LEASE_S
        )
        return read_as(self._engine, Standing, query)

    def want(self, schools: Collection[str], owner: str) -> None:
        """Ask the owners of these mailboxes to leave them for `owner`, unless another one has asked.

        One commit each: its owner renews all of its rows at once, and both would wait for the other.
        """
        lease = mailbox_lease.c
        for school in schools:
            write(
                self._engine,
                update(mailbox_lease)
                .where(lease.school == school, lease.wanted_by.is_(None), lease.owner != owner)
                .values(wanted_by=owner),
            )

    def looked(self, lease: Lease) -> None:
        """The mailbox has been looked into just now. Raises StaleLease."""
        with writing(self._engine) as connection:
            _hold(connection, lease, read_at=func.current_timestamp())

    # ----------------------------------------------------------------- what was fetched

    def known_uids(self, lease: Lease, uidvalidity: int) -> frozenset[int]:
        """The UIDs in the store whose mails still lie in the folder (a moved mail's UID never returns)."""
        return frozenset(
            read_values(
                self._engine,
                select(mail.c.uid).where(
                    mail.c.school == lease.school,
                    mail.c.uidvalidity == uidvalidity,
                    mail.c.moved_at.is_(None),
                ),
            )
        )

    def ingest(self, lease: Lease, mails: Sequence[RawMail]) -> int:
        """Commit some hundred mails in one transaction; returns how many are new. Raises StaleLease.

        A mail known by (uidvalidity, uid) is skipped; one known by its content (redelivered, folder made
        anew) is kept as a duplicate that only needs moving.
        """
        with writing(self._engine) as connection:
            _hold(connection, lease, read_at=func.current_timestamp())
            known = _known(connection, lease.school, mails)
            # What the server still shows was not moved after all: order its move again.
            connection.execute(update(mail).where(mail.c.id.in_(known.values())).values(moved_at=None))
            arrived = {
                (raw.uidvalidity, raw.uid): (raw, fingerprint(raw))
                for raw in mails
                if (raw.uidvalidity, raw.uid) not in known
            }
            originals = _originals(connection, lease.school, [seen.hash for _, seen in arrived.values()])
            fresh, again = [], []
            for raw, seen in arrived.values():
                if seen.hash in originals:
                    again.append((raw, seen))
                else:
                    originals[seen.hash] = 0  # told below, once its row has a number
                    fresh.append(_row(lease.school, raw, seen))
            if fresh:
                _give_turns(connection, lease.school, fresh)
                added = mail.insert().returning(mail.c.content_hash, mail.c.id)
                originals |= {row.content_hash: row.id for row in connection.execute(added, fresh)}
            if again:
                copies = [_row(lease.school, raw, seen, copy_of=originals[seen.hash]) for raw, seen in again]
                connection.execute(mail.insert(), copies)
        return len(fresh)

    # ----------------------------------------------------------------- what must be moved

    def moves(self, lease: Lease, uidvalidity: int) -> list[MoveOrder]:
        """Decided mails that still lie in the folder; a duplicate goes where its original goes."""
        original = mail.alias()
        folder = func.coalesce(mail.c.folder, original.c.folder, type_=mail.c.folder.type)
        query = (
            select(mail.c.id.label("mail"), mail.c.uid, folder.label("folder"))
            .join_from(mail, original, mail.c.duplicate_of == original.c.id, isouter=True)
            .where(
                mail.c.school == lease.school,
                mail.c.uidvalidity == uidvalidity,
                mail.c.moved_at.is_(None),
                folder.is_not(None),
            )
            .order_by(mail.c.id)
        )
        return read_as(self._engine, MoveOrder, query)

    def moved(self, lease: Lease, mails: Iterable[int]) -> None:
        """These lie in their folders now. Raises StaleLease."""
        with writing(self._engine) as connection:
            _hold(connection, lease)
            if rows := [{"row": number} for number in mails]:
                these = update(mail).where(mail.c.id == bindparam("row"))
                connection.execute(these.values(moved_at=func.current_timestamp()), rows)


def _hold(connection: Connection, lease: Lease, **values: object) -> None:
    """Prove that the lease still holds, and lock it for this transaction. Raises StaleLease."""
    statement = _of(lease).values(**(values or {"fence": lease.fence}))
    if connection.execute(statement).rowcount == 0:
        raise StaleLease


def _of(lease: Lease) -> Update:
    return update(mailbox_lease).where(
        mailbox_lease.c.school == lease.school, mailbox_lease.c.fence == lease.fence
    )


def _known(connection: Connection, school: str, mails: Sequence[RawMail]) -> dict[tuple[int, int], int]:
    """(uidvalidity, uid) -> number of those that are in the store already."""
    rows = connection.execute(
        select(mail.c.uidvalidity, mail.c.uid, mail.c.id).where(
            mail.c.school == school,
            mail.c.uidvalidity.in_({raw.uidvalidity for raw in mails}),
            mail.c.uid.in_([raw.uid for raw in mails]),
        )
    )
    return {(row.uidvalidity, row.uid): row.id for row in rows}


def _originals(connection: Connection, school: str, hashes: Sequence[str]) -> dict[str, int]:
    """Hash -> number of the mail that came first with it."""
    query = select(mail.c.content_hash, mail.c.id).where(
        mail.c.school == school, mail.c.content_hash.in_(hashes), mail.c.duplicate_of.is_(None)
    )
    return {row.content_hash: row.id for row in connection.execute(query)}


def _give_turns(connection: Connection, school: str, rows: Sequence[dict[str, Any]]) -> None:
    """Each after the sender's mails that wait already; a sender that cannot be told has no order."""
    senders = {row["sender"] for row in rows} - {""}
    waiting = connection.execute(
        select(mail.c.sender, func.max(mail.c.turn).label("turn"))
        .where(mail.c.school == school, mail.c.sender.in_(senders), one_of(mail.c.state, UNFINISHED))
        .group_by(mail.c.sender)
    )
    last: dict[str, int] = {row.sender: row.turn for row in waiting}
    for row in rows:
        sender = row["sender"]
        row["turn"] = 0 if sender == "" else last.get(sender, -1) + 1
        last[sender] = row["turn"]


def _row(school: str, raw: RawMail, seen: Fingerprint, *, copy_of: int | None = None) -> dict[str, Any]:
    """A mail's row; a copy keeps no bytes of its own."""
    return {
        "school": school,
        "uidvalidity": raw.uidvalidity,
        "uid": raw.uid,
        "content_hash": seen.hash,
        "duplicate_of": copy_of,
        "message_id": seen.message_id,
        "sender": seen.sender,
        "subject": seen.subject,
        "received_at": raw.received_at,
        "truncated": raw.truncated,
        "size": raw.size or len(raw.content),
        "state": MailState.NEW if copy_of is None else MailState.DUPLICATE,
        "attempts": 0,
        "content": raw.content if copy_of is None else None,
    }
