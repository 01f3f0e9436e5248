"""What the store remembers when a mail comes in: its conversation, and the counts for the limits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Exists,
    String,
    Table,
    and_,
    bindparam,
    case,
    distinct,
    exists,
    func,
    literal,
    or_,
    select,
)

from bot.model.decision import History, Thread
from bot.model.mail import InboundMessage
from bot.model.ticket import EffectKind, TicketState
from bot.store.engine import Found, Query, reading
from bot.store.tables.codec import CLAIM, GUARDIAN
from bot.store.tables.columns import Moment
from bot.store.tables.register import register_guardian
from bot.store.tables.schema import Status, decision, mail, of_case, outbox, regeneration, ticket
from bot.store.tables.text import indexable_id
from bot.text.tags import find_tag
from bot.text.words import mailbox_of

_MOST_REFERENCES = 50
_BY_TAG = ""  #: stands for a Message-ID where the tag in the subject names the ticket
#: The latest mails of a conversation are what it is about; more only cost time (10,000 answers to one mail).
MOST_CLAIMS = 20
#: What others ask for under a family's address must not use up what the family may ask for.
_NOT_FORGED = decision.c.reason.is_distinct_from("sender_not_authenticated")
#: More mails of one sender a day are not counted: ten thousand of them would make each cost the more.
_MOST_MAILS = 1_000
_UNDONE = (Status.FAILED, Status.CANCELLED)


def find_thread(engine: Engine, school: str, message: InboundMessage) -> tuple[Thread, str | None]:
    """The conversation that a mail joins, and its token; an empty one when it joins none.

    The mail must name the conversation (In-Reply-To or References to a mail of it, or the tag in the
    subject) *and* come from somebody who belongs to it: a token in a stranger's hands opens nothing.
    """
    chain = dict.fromkeys((*message.in_reply_to, *reversed(message.references)))
    references = [known for known in map(indexable_id, chain) if known][:_MOST_REFERENCES]
    number, token = find_tag(message.subject) or ("", "")
    sender = message.sender.email
    if not sender or not (references or number):  # most mails name none: nothing is looked up
        return Thread(), None
    asked = {"school": school, "references": references, "number": number, "token": token, "sender": sender}
    with reading(engine) as connection:
        rows = connection.execute(_NAMED, asked).all()
        # First what the mail answers, then older references, then the tag.
        for row in sorted(rows, key=lambda row: [*references, _BY_TAG].index(row.named_by)):
            on_file = GUARDIAN.load(row.on_file).emails if row.on_file else ()
            if row.wrote or sender == row.sender or sender in on_file:
                return _thread(connection, row), row.token
    return Thread(), None


def history(
    connection: Connection,
    school: str,
    account: str | None,
    sender: str,
    *,
    now: datetime,
    past: bool = False,
) -> History:
    """What POLICY row 14 and the loop cut of §3 count; `past`: what they counted at that moment.

    An account counts as *asked for* by a sender once a mail was decided to be about it, whatever the
    decision, unless the sender was forged; a reply counts once it is planned.
    """
    about = {"school": school, "account": account or "", "sender": sender, "mailbox": mailbox_of(sender)}
    times = {"day": now - timedelta(hours=24), "month": now - timedelta(days=30)}
    # Of the present all counts that is there: the clocks of two workers differ.
    query, then = (_HISTORY_THEN, {"then": now}) if past else (_HISTORY, {})
    return History(**connection.execute(query, about | times | then).mappings().one())


def _history(*, past: bool) -> Query:
    names = ("school", "account", "sender", "mailbox")
    school, account, sender, mailbox = (bindparam(name, type_=String) for name in names)
    day, month = bindparam("day", type_=Moment), bindparam("month", type_=Moment)

    def since(moment: ColumnElement[datetime], at: Column[datetime]) -> ColumnElement[bool]:
        return and_(at > moment, at < bindparam("then", type_=Moment)) if past else at > moment

    of_account = select(func.count()).where(
        regeneration.c.school == school, regeneration.c.account == account
    )
    mails = select(decision.c.account).where(
        decision.c.school == school, decision.c.mailbox == mailbox, since(day, decision.c.at)
    )
    any_of_them = mails.limit(_MOST_MAILS).subquery()
    own = mails.where(_NOT_FORGED).limit(_MOST_MAILS).subquery()
    others = func.count(distinct(own.c.account)).filter(own.c.account != account)
    # Who writes so much that not all is counted has asked for too much.
    asked_for = case((func.count() == _MOST_MAILS, _MOST_MAILS), else_=others)
    stands = and_(*(outbox.c.status != status for status in _UNDONE))  # a list is written out at every asking
    replies = select(func.count()).where(outbox.c.school == school, since(day, outbox.c.created_at), stands)
    to_others = or_(outbox.c.recipient.is_(None), outbox.c.recipient != sender)
    return select(
        of_account.where(since(day, regeneration.c.at)).scalar_subquery().label("account_24h"),
        of_account.where(since(month, regeneration.c.at)).scalar_subquery().label("account_30d"),
        select(asked_for).select_from(own).scalar_subquery().label("sender_accounts_24h"),
        # Answers to this sender's mails, and other answers that went to this address (Reply-To).
        (
            replies.where(outbox.c.answers == mailbox, to_others).scalar_subquery()
            + replies.where(outbox.c.answers.is_not(None), outbox.c.recipient == sender).scalar_subquery()
        ).label("replies_24h"),
        select(func.count()).select_from(any_of_them).scalar_subquery().label("mails_24h"),
    )


_HISTORY, _HISTORY_THEN = _history(past=False), _history(past=True)  # asked for every mail: built once


def _named() -> Query:
    """The tickets that a mail names, each with what is known of it and of the sender's part in it."""
    names = ("school", "number", "token", "sender")
    school, number, token, sender = (bindparam(name, type_=String) for name in names)
    references: BindParameter[list[str]] = bindparam("references", expanding=True)
    ours = select(outbox.c.message_id.label("named_by"), outbox.c.ticket).where(
        outbox.c.school == school, outbox.c.message_id.in_(references)
    )
    theirs = select(mail.c.message_id, mail.c.ticket).where(
        mail.c.school == school, mail.c.message_id.in_(references), mail.c.ticket.is_not(None)
    )
    tagged = select(literal(_BY_TAG), ticket.c.number).where(
        ticket.c.school == school, ticket.c.number == number, ticket.c.token == token
    )
    named = ours.union(theirs, tagged).subquery()
    on_file = select(register_guardian.c.data).where(
        register_guardian.c.school == school, register_guardian.c.key == ticket.c.account
    )

    def some(table: Table, *which: ColumnElement[bool]) -> Exists:
        return exists().where(table.c.school == school, table.c.ticket == ticket.c.number, *which)

    answered = (outbox.c.kind == EffectKind.REPLY, *(outbox.c.status != status for status in _UNDONE))
    return (
        select(
            ticket,
            named.c.named_by,
            on_file.scalar_subquery().label("on_file"),
            some(decision, decision.c.sender == sender).label("wrote"),
            some(regeneration).label("regenerated"),
            some(outbox, *answered).label("answered"),
        )
        .join(named, named.c.ticket == ticket.c.number)
        .where(ticket.c.school == school)
    )


_NAMED = _named()  # as above


def _thread(connection: Connection, row: Found) -> Thread:
    claims = connection.scalars(
        select(decision.c.claim)
        .where(of_case(decision, row.school, row.number))
        .order_by(decision.c.mail.desc())
        .limit(MOST_CLAIMS)
    ).all()
    return Thread(
        ticket=row.number,
        claims=tuple(map(CLAIM.load, reversed(claims))),
        account=row.account,
        asked=row.asked,
        with_person=row.state is TicketState.OPEN
        or (row.state is TicketState.WORKING and row.deadline is not None),
        regenerated=row.regenerated,
        answered=row.answered,
    )
