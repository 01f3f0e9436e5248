from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, select, update

from bot.errors import InputError
from bot.model.decision import Action
from bot.model.register import Enrolment, Guardian, PersonName, Register, Student
from bot.store.cases.tickets import SqlTickets
from bot.store.engine import writing
from bot.store.events import events
from bot.store.mails.desk import SqlDesk
from bot.store.register.enrolment import import_register, succeed
from bot.store.tables.register import register_student
from tests.store.making import SCHOOL, arrive, claimed, match, message, outcome, raw


def student(number: int, *guardians: str, **changes: object) -> Student:
    made = Student(
        id=str(number),
        name=PersonName("Iván", "Ruiz", "Peña"),
        year=2026,
        units=("1º ESO-A",),
        guardians=guardians,
        phones=frozenset({"+34600000009"}),
        born=date(2012, 2, 29),
    )
    return replace(made, **changes)


def guardian(key: str, *students: str, **changes: object) -> Guardian:
    made = Guardian(
        key=key, dni=key, name=PersonName("María"), phones=frozenset({"+34600000001"}), students=students
    )
    return replace(made, **changes)


def register(students: Sequence[Student], guardians: Sequence[Guardian] = ()) -> Register:
    return Register({s.id: s for s in students}, {g.key: g for g in guardians})


FAMILY = register([student(1, "A"), student(2, "A", "B")], [guardian("A", "1", "2"), guardian("B", "2")])


def test_a_register_comes_back_as_it_was_imported(engine: Engine, desk: SqlDesk, now: datetime) -> None:
    assert desk.register(SCHOOL) == Register({}, {})
    result = import_register(engine, SCHOOL, FAMILY, by="admin", now=now)
    assert desk.register(SCHOOL) == replace(FAMILY, version=result.version)
    assert desk.register_version(SCHOOL) == result.version != ""
    assert desk.register("other-school") == Register({}, {})
    assert (result.added, result.changed, result.unchanged, result.left) == (2, 0, 0, 0)


def test_a_new_export_updates_and_marks_who_left(engine: Engine, desk: SqlDesk, now: datetime) -> None:
    first = import_register(engine, SCHOOL, FAMILY, by="admin", now=now)
    moved = student(1, "A", units=("2º ESO-B",))
    second = import_register(
        engine, SCHOOL, register([moved, student(3, "C")], [guardian("A", "1"), guardian("C", "3")]),
        by="admin", now=now,
    )  # fmt: skip
    assert second.version != first.version
    assert (second.added, second.changed, second.unchanged, second.left) == (1, 2, 0, 1)
    kept = desk.register(SCHOOL)
    assert kept.students["1"] == moved
    assert kept.students["2"] == replace(FAMILY.students["2"], enrolment=Enrolment.LEFT)
    assert kept.guardians["A"].students == ("1", "2")
    assert kept.guardians["B"].students == ("2",)
    assert [e.kind for e in events(engine, SCHOOL)] == ["register_imported"] * 2


def test_who_comes_back_is_enrolled_again(engine: Engine, desk: SqlDesk, now: datetime) -> None:
    for pupils in ([1, 2], [1], [1, 2]):
        import_register(engine, SCHOOL, register([student(n) for n in pupils]), by="admin", now=now)
    assert desk.register(SCHOOL).students["2"].enrolment is Enrolment.ACTIVE


def test_a_guardian_whose_key_changed_leaves_no_ghost() -> None:
    nameless = register([student(1, "maria/600")], [guardian("maria/600", "1", dni=None)])
    named = register([student(1, "A")], [guardian("A", "1")])
    assert succeed(nameless, named) == named


def test_a_guardian_of_today_has_only_the_phones_of_today() -> None:
    changed = register([student(1, "A")], [guardian("A", "1", phones=frozenset({"+34699999999"}))])
    kept = succeed(FAMILY, changed).guardians["A"]
    assert kept.phones == {"+34699999999"}
    assert set(kept.students) == {"1", "2"}


def test_an_import_is_all_or_nothing(engine: Engine, desk: SqlDesk, now: datetime) -> None:
    before = import_register(engine, SCHOOL, FAMILY, by="admin", now=now)
    many = register([student(n) for n in range(1, 2500)])

    def stop(done: int, total: int) -> None:
        if done > 1500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_register(engine, SCHOOL, many, by="admin", now=now, progress=stop)
    assert desk.register(SCHOOL) == replace(FAMILY, version=before.version)
    assert len(events(engine, SCHOOL)) == 1


def test_an_export_of_one_unit_is_not_taken_for_the_school(
    engine: Engine, desk: SqlDesk, now: datetime
) -> None:
    import_register(engine, SCHOOL, register([student(n) for n in range(100)]), by="admin", now=now)
    unit = register([student(n) for n in range(30)])
    with pytest.raises(InputError, match="70 de 100"):
        import_register(engine, SCHOOL, unit, by="admin", now=now)
    assert len(events(engine, SCHOOL)) == 1
    assert import_register(engine, SCHOOL, unit, by="admin", now=now, may_empty=True).left == 70


@pytest.mark.parametrize("times", [1, 2])
def test_progress_ends_at_its_end(engine: Engine, now: datetime, times: int) -> None:
    for _ in range(times - 1):
        import_register(engine, SCHOOL, FAMILY, by="admin", now=now)
    told: list[tuple[int, int]] = []
    import_register(engine, SCHOOL, FAMILY, by="admin", now=now, progress=lambda *step: told.append(step))
    assert told == sorted(told)
    assert told[-1] == (8, 8)


def test_the_same_export_again_changes_nothing(engine: Engine, now: datetime) -> None:
    """Whatever the order in which a set of phones is written down."""
    phones = frozenset(f"+346000000{n:02}" for n in range(40))
    family = register([student(1, "A", phones=phones)], [guardian("A", "1", phones=phones)])
    import_register(engine, SCHOOL, family, by="admin", now=now)
    with writing(engine) as connection:
        (text,) = connection.scalars(select(register_student.c.data))
        written = json.loads(text)
        written["phones"].reverse()
        connection.execute(update(register_student).values(data=json.dumps(written)))
    again = import_register(engine, SCHOOL, family, by="admin", now=now)
    assert (again.added, again.changed, again.unchanged, again.left) == (0, 0, 1, 0)


def test_a_second_import_loses_no_ticket_and_nothing_that_is_under_way(
    engine, desk, intake, outbox, box, now
):
    """Whoever is no longer in the export is still owed what was decided for them."""
    import_register(engine, SCHOOL, FAMILY, by="admin", now=now)
    mail = claimed(intake, desk, now)
    renewed = outcome(mail, Action.REGENERATE, account="B", match=match("B"))
    desk.record([renewed], now=now)
    arrive(intake, [raw(sender="luis@familias.test")])
    (waiting,) = desk.claim_mails(SCHOOL, 10, now=now)
    tickets = SqlTickets(engine, box)
    before = tickets.get(SCHOOL, renewed.ticket)

    import_register(engine, SCHOOL, register([student(9, "Z")], [guardian("Z", "9")]), by="admin", now=now)

    assert tickets.get(SCHOOL, renewed.ticket) == before
    answer = message(in_reply_to=(f"<re-{mail.id}@ieslaloma.test>",))
    assert desk.find_thread(SCHOOL, answer)[0].ticket == renewed.ticket
    assert desk.history(SCHOOL, "B", "ana@familias.test", now=now).account_24h == 1
    assert [item.effect.secret for item in outbox.claim_due(SCHOOL, 10, now=now)] == ["Temporal.1"]
    assert desk.record([outcome(waiting)], now=now)
    assert len(tickets.list_tickets(SCHOOL)) == 2
