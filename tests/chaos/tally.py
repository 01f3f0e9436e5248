"""What has become of every mail, seen from outside: the mailboxes, the phones, the accounts, the store."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select, text

from bot.actions.credentials.local import LocalProvider
from bot.model.ticket import EffectKind, Folder, TicketState
from bot.store.effects.plans import EXPIRES
from bot.store.engine import reading, writing
from bot.store.events import verify
from bot.store.register.accounts import SqlAccountBook
from bot.store.tables.schema import Status, decision, mail, outbox, ticket
from tests.servers.mailserver import FAMILIES
from tests.servers.region import Region

_CODE = re.compile(r": (\S+)\n[^:]+: (\S+)\n?")

_JOURNAL = "CREATE TABLE password_set (school text, guardian text, key text)"
_NOTE = "INSERT INTO password_set VALUES (NEW.school, NEW.guardian, NEW.key)"


@dataclass(slots=True)
class Tally:
    """All but the first three must be empty."""

    mails: int = 0
    renewed: int = 0  #: a code is on the right phone, and it is the one that holds
    to_person: int = 0  #: an SMS of which nobody knows whether it went out
    lost: list[str] = field(default_factory=list)  #: not decided once, not put away once, or not answered
    double_password: list[str] = field(default_factory=list)
    double_sms: list[str] = field(default_factory=list)
    double_reply: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  #: a broken audit chain, a code that does not hold

    @property
    def flawless(self) -> bool:
        return not any(
            (self.lost, self.double_password, self.double_sms, self.double_reply, self.stuck, self.wrong)
        )


def keep_journal(engine: Engine) -> None:
    """From now on the database itself notes every password that is set, whoever sets it."""
    with writing(engine) as connection:
        connection.execute(text(_JOURNAL))
        if engine.dialect.name == "sqlite":
            for when in ("INSERT ON account", "UPDATE OF password_hash ON account"):
                name = f"note_{when[:6].lower()}"
                connection.execute(text(f"CREATE TRIGGER {name} AFTER {when} BEGIN {_NOTE}; END"))
            return
        connection.execute(
            text(
                "CREATE FUNCTION note_password() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {_NOTE}; RETURN NEW; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE TRIGGER note AFTER INSERT OR UPDATE OF password_hash ON account "
                "FOR EACH ROW EXECUTE FUNCTION note_password()"
            )
        )


def unfinished(engine: Engine) -> int:
    """Mails and effects that somebody must still do something about."""
    with reading(engine) as connection:
        waiting = connection.scalar(select(func.count()).where(mail.c.moved_at.is_(None)))
        begun = connection.scalar(
            select(func.count()).where(
                outbox.c.status.in_((Status.PLANNED, Status.PENDING, Status.SENDING)), ~EXPIRES
            )
        )
    return (waiting or 0) + (begun or 0)


def fetched(engine: Engine) -> int:
    """Different mails in the store."""
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).where(mail.c.duplicate_of.is_(None))) or 0


def tally(region: Region, engine: Engine) -> Tally:
    """To be taken when nothing is left to do."""
    result = Tally(mails=region.written)
    _look_into_mailboxes(region, engine, result)
    _look_at_phones(region, engine, result)
    with reading(engine) as connection:
        sets = Counter(
            (row.school, row.guardian)
            for row in connection.execute(text("SELECT school, guardian FROM password_set"))
        )
        result.double_password += [f"{who}: {times}" for who, times in sets.items() if times > 1]
        left = select(outbox.c.key, outbox.c.status, outbox.c.attempts, outbox.c.last_error).where(
            outbox.c.status.not_in((Status.SENT, Status.FAILED, Status.CANCELLED)), ~EXPIRES
        )
        result.stuck += [
            f"{row.key}: {row.status} after {row.attempts} tries, {row.last_error}"
            for row in connection.execute(left)
        ]
        working = select(ticket.c.number).where(ticket.c.state == TicketState.WORKING)
        result.stuck += [f"ticket {number}" for number in connection.scalars(working)]
    for school in region.mailboxes:
        result.wrong += [str(flaw) for flaw in verify(engine, school)]
    return result


def _look_into_mailboxes(region: Region, engine: Engine, result: Tally) -> None:
    """Each mail lies in one folder, was decided once, and has one answer or a person who knows why not."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for address in region.mailboxes.values():
        for folder in ("INBOX", *Folder):
            for one in region.server.mailbox(address, str(folder), search="HEADER Message-ID familias.test"):
                places[str(one["Message-ID"])].append(str(folder))
    answers: defaultdict[str, list[str]] = defaultdict(list)
    ours: Counter[str] = Counter()
    for one in region.server.mailbox(FAMILIES):
        answers[str(one["In-Reply-To"])].append(str(one["Message-ID"]))
        ours[str(one["Message-ID"])] += 1
    with reading(engine) as connection:
        rows = connection.execute(
            select(mail.c.message_id, ticket.c.problem)
            .join(decision, decision.c.mail == mail.c.id)
            .join(ticket, (ticket.c.school == mail.c.school) & (ticket.c.number == mail.c.ticket))
        )
        decided: defaultdict[str, list[str | None]] = defaultdict(list)
        for row in rows:
            decided[row.message_id].append(row.problem)
        first = select(mail.c.message_id, mail.c.error).where(mail.c.duplicate_of.is_(None))
        errors = {row.message_id: row.error for row in connection.execute(first)}
    for letter in region.letters:
        this, said = letter.message_id, len(answers[letter.message_id])
        problems = decided[this]
        known = len(problems) == 1 and problems[0] is not None
        if (
            len(problems) != 1
            or len(places[this]) != 1
            or places[this] == ["INBOX"]
            or (not said and not known)
        ):
            why = errors.get(this)
            result.lost.append(f"{this}: decided {len(problems)}, in {places[this]}, answered {said}, {why}")
        if said > 1:
            result.double_reply.append(f"{this}: {said}")
    for this in region.poison:
        if decided[this] or places[this] != [Folder.REVIEW] or answers[this] or not errors.get(this):
            result.lost.append(
                f"poison {this}: decided {len(decided[this])}, in {places[this]}, "
                f"answered {len(answers[this])}, {errors.get(this)}"
            )
    result.double_reply += [f"our {this}: {times}" for this, times in ours.items() if times > 1]


def _look_at_phones(region: Region, engine: Engine, result: Tally) -> None:
    """Each family has its code on its own phone, and this is the password in force."""
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for school, number, said in region.texts():
        texts[school, number].append(said)
    result.double_sms += [f"{who}: {len(said)}" for who, said in texts.items() if len(said) > 1]
    with reading(engine) as connection:
        unknown = connection.scalar(
            select(func.count()).where(
                outbox.c.kind == EffectKind.SMS,
                outbox.c.status == Status.FAILED,
                outbox.c.begun_at.is_not(None),
            )
        )
    result.to_person = unknown or 0
    for letter in region.letters:
        said = texts.pop((letter.school, letter.parent.phone), [])
        if said:
            book = SqlAccountBook(engine, letter.school)
            code = _CODE.search(said[0])
            held = code and LocalProvider(book).verify(*code.groups(), now=datetime.now(UTC))
            guardian = letter.parent.guardian.key
            entry = book.of_guardians([guardian]).get(guardian)
            if held != "must_change" or entry is None or code is None or entry.username != code[1]:
                result.wrong.append(f"{letter.message_id}: the code on the phone is {held}")
            result.renewed += 1
    result.wrong += [f"nobody asked for an SMS to {number} of {school}" for school, number in texts]
    silent = sum(letter.renews for letter in region.letters) - result.renewed
    if silent > result.to_person:
        result.lost.append(f"{silent} families without a code, {result.to_person} of them known to a person")
