"""Past decisions with what was known when they were made: for deciding them again under other rules."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from bot.model.claim import Claim
from bot.model.decision import Action, Decision, History, Thread
from bot.model.match import Match
from bot.store.engine import Found, read_value, reading
from bot.store.mails.threads import MOST_CLAIMS, history
from bot.store.tables.codec import CLAIM, DECISION, MATCH
from bot.store.tables.schema import decision, event, mail

_SLICE = 64
_AS_KEPT = ("id", "mail", "school", "ticket", "at", "sender", "account", "content", "truncated")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMail:
    """A decided mail, and its conversation as it was then."""

    id: int  #: of the decision
    mail: int
    school: str
    ticket: str
    at: datetime  #: when it was decided
    sender: str
    account: str | None
    content: bytes | None  #: None once its retention time is over
    truncated: bool
    claim: Claim
    match: Match
    decision: Decision
    thread: Thread


def count_past(
    engine: Engine,
    school: str,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    mails: Collection[int] | None = None,
) -> int:
    """How many `past_mails` will give."""
    query = select(func.count()).select_from(decision).where(*_chosen(school, since, before, mails))
    return read_value(engine, query) or 0


def past_mails(
    engine: Engine,
    school: str,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    after: int = 0,
    mails: Collection[int] | None = None,
) -> Iterator[list[PastMail]]:
    """Decided mails in the order of their decisions, in slices; `after` is the id of a decision."""
    query = (
        select(decision, mail.c.content, mail.c.truncated)
        .join_from(decision, mail)
        .where(*_chosen(school, since, before, mails))
        .order_by(decision.c.id)
        .limit(_SLICE)
    )
    while True:
        with reading(engine) as connection:
            rows = connection.execute(query.where(decision.c.id > after)).all()
            past = _with_threads(connection, school, rows)
        if not past:
            return
        yield past
        after = past[-1].id


def history_then(engine: Engine, school: str, account: str | None, sender: str, then: datetime) -> History:
    """What the limits of POLICY row 14 and the loop cut of §3 counted at that moment."""
    with reading(engine) as connection:
        return history(connection, school, account, sender, now=then, past=True)


def _chosen(
    school: str, since: datetime | None, before: datetime | None, mails: Collection[int] | None
) -> Iterator[ColumnElement[bool]]:
    yield decision.c.school == school
    if since is not None:
        yield decision.c.at >= since
    if before is not None:
        yield decision.c.at < before
    if mails is not None:
        yield decision.c.mail.in_(mails)


def _with_threads(connection: Connection, school: str, rows: Sequence[Found]) -> list[PastMail]:
    if not rows:
        return []
    numbers = {row.ticket for row in rows}
    earlier: defaultdict[str, list[Found]] = defaultdict(list)
    for row in connection.execute(
        select(decision.c.id, decision.c.ticket, decision.c.action, decision.c.account, decision.c.claim)
        .where(decision.c.school == school, decision.c.ticket.in_(numbers), decision.c.id <= rows[-1].id)
        .order_by(decision.c.id)
    ):
        earlier[row.ticket].append(row)
    asked: defaultdict[str, list[datetime]] = defaultdict(list)  # by a person
    for step in connection.execute(
        select(event.c.ticket, event.c.at)
        .where(event.c.school == school, event.c.ticket.in_(numbers), event.c.kind == "asked")
        .order_by(event.c.at)
    ):
        asked[step.ticket].append(step.at)
    past = []
    for row in rows:
        decided = DECISION.load(row.decision)
        before = [other for other in earlier[row.ticket] if other.id < row.id]
        past.append(
            PastMail(
                **{name: getattr(row, name) for name in _AS_KEPT},
                claim=CLAIM.load(row.claim),
                match=MATCH.load(row.match),
                decision=decided,
                thread=_thread(row.ticket, decided, before, bisect_left(asked[row.ticket], row.at)),
            )
        )
    return past


def _thread(number: str, decided: Decision, before: Sequence[Found], asked: int) -> Thread:
    """The conversation as the decision's facts tell of it, with the claims of its earlier mails."""
    conversation = decided.facts.get("conversation", "new")
    if conversation == "new":
        return Thread()
    renewed = [row.account for row in before if row.action is Action.REGENERATE]
    return Thread(
        ticket=number,
        claims=tuple(CLAIM.load(row.claim) for row in before[-MOST_CLAIMS:]),
        account=next(reversed(renewed), None),
        asked=asked + sum(row.action is Action.ASK for row in before),
        regenerated=conversation == "regenerated",
        answered=conversation != "unanswered",
        with_person=decided.facts.get("with_person") == "yes",
    )
