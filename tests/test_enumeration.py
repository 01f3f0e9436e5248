"""Nobody learns from an answer, nor from its hour, who is enrolled, whose child it is or which phone is on file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

from bot.journey import handle
from bot.mind.mind import Mind
from bot.model.ticket import EffectKind
from bot.store.mails.desk import SqlDesk
from bot.worker.thinking import ANSWERS_AFTER
from tests.doubtful import doubtful
from tests.offices import SCHOOL, Office
from tests.servers.parents import parents

CLAIMED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_rows_6_to_15_get_the_same_letter_at_the_same_moment(office: Office, wary_mind: Mind) -> None:
    with office.house() as house:
        known = {family.address for family in office.families.values()}
        register = house.desk.register(SCHOOL)
        everybody = parents(register)
        family, stranger = [p for p in everybody if p.address not in known][:2]
        cases = list(doubtful(family, stranger, office.families["all_right"], register))
        writers = [replace(family, address=f"alguien{n}@fuera.test") for n in range(len(cases))]
        desk = SqlDesk(house.engine, house.box, answers_after=ANSWERS_AFTER)
        mails = [w.letter(c.text, **c.headers).as_bytes() for w, c in zip(writers, cases, strict=True)]
        office.put_in(mails, CLAIMED)
        while mails := desk.claim_mails(SCHOOL, 50, now=CLAIMED):
            handle(mails, wary_mind, desk, now=CLAIMED)
        files = {
            row.sender: house.tickets.get(SCHOOL, row.number) for row in house.tickets.list_tickets(SCHOOL)
        }
        theirs = [files[writer.address] for writer in writers]
        assert [file.ticket.reason for file in theirs] == [case.row.split()[1] for case in cases]
        effects = [effect for file in theirs for effect in file.effects]
        assert {effect.kind for effect in effects} == {EffectKind.REPLY}
        assert {effect.not_before for effect in effects} == {CLAIMED + ANSWERS_AFTER}
        composer = house.composer(house.school(SCHOOL))
        letters = [composer.compose(effect.payload, {}, now=CLAIMED).content for effect in effects]
    assert len(letters) == len(cases)
    assert len({told(content) for content in letters}) == 1


def told(content: bytes) -> str:
    """A letter without what every mail of ours has of its own: recipient, thread, number and token."""
    mail = message_from_bytes(content, policy=policy.default)
    parts = [str(part.get_content()) for part in mail.walk() if not part.is_multipart()]
    head = [f"{name}: {value}" for name, value in mail.items() if name not in OWN]
    number = re.search(r"\[(\w{6})-\w{10}\]", str(mail["Subject"]))
    assert number is not None
    return "\n".join([*sorted(mail.keys()), *head, *parts]).replace(number[1], "·").replace(number[0], "·")


OWN = {"To", "Subject", "Message-ID", "In-Reply-To", "References"}
