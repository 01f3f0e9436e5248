"""The list for one sitting in Séneca, and the reminder of it."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from bot.errors import TransportError
from bot.mail.letters.composer import SchoolComposer
from bot.mail.letters.replies import Replies
from bot.mail.own import OwnMail
from bot.model.ticket import EffectKind
from bot.rules.directory import shipped_rules
from bot.store.cases.views import EffectRow
from bot.store.schools import SqlReminders
from bot.store.tables.schema import Status
from bot.worklist.reminder import Reminder
from bot.worklist.sheet import sheet
from bot.worklist.tasks import as_csv, reminder_due, reminder_lines, worklist

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday
MADRID = ZoneInfo("Europe/Madrid")


def item(ticket, *, hours=1, unit="2ºB", name="Mora Ruiz, Eva", dni="11111111H", guardian="Ana Ruiz Sanz"):
    return EffectRow(
        id=1, key=ticket, ticket=ticket, plan="p", step=0, kind=EffectKind.WORK_ITEM, status=Status.WAITING,
        attempts=0, not_before=NOW, result=None, last_error=None, finished_at=None,
        created_at=NOW - timedelta(hours=hours),
        payload={
            "account": {"guardian": "k", "dni": dni, "full_name": guardian, "emails": []},
            "phone": "+34600111222",
            "students": [{"id": "77", "name": name, "unit": unit}] if name else [],
        },
    )  # fmt: skip


ITEMS = [item("AAAAAA", hours=2), item("BBBBBB", unit="1ºA"), item("CCCCCC", hours=50, dni=None)]


def test_by_unit_and_in_each_the_one_that_waits_longest_first():
    groups = worklist(ITEMS, now=NOW)
    assert [(g.unit, [t.ticket for t in g.tasks]) for g in groups] == [
        ("1ºA", ["BBBBBB"]),
        ("2ºB", ["CCCCCC", "AAAAAA"]),
    ]
    assert [t.late for g in groups for t in g.tasks] == [False, True, False]


@pytest.mark.parametrize(
    ("one", "search"),
    [
        (item("X"), "11111111H"),
        (item("X", dni=None), "Mora Ruiz, Eva"),
        (item("X", dni=None, name=None), "Ana Ruiz Sanz"),
    ],
)
def test_what_finds_the_family_in_seneca(one, search):
    ((task,),) = [group.tasks for group in worklist([one], now=NOW)]
    assert task.search == search


def test_as_csv_a_spreadsheet_reads_it_and_runs_nothing():
    text = as_csv(worklist([item("X", guardian="=cmd|' /C calc'!A1"), item("Y", name="-1; Eva")], now=NOW))
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["caso"], row["movil"]) for row in rows] == [("X", "600111222"), ("Y", "600111222")]
    assert rows[0]["tutor"] == "'=cmd|' /C calc'!A1"
    assert rows[1]["alumnos"] == "'-1; Eva (77)"


def test_the_sheet_has_a_box_for_each_outcome_and_no_markup_of_others():
    page = sheet(
        worklist([item("X", guardian="Ana <b>x</b>")], now=NOW), school="IES", steps=["Paso"], now=NOW
    )
    assert "☐ hecho ☐ no existe ☐ datos distintos" in page
    assert "Ana &lt;b&gt;x&lt;/b&gt;" in page
    assert "<li>Paso</li>" in page
    assert "No hay ninguna tarea" in sheet([], school="IES", steps=[], now=NOW)


def test_the_reminder_says_how_long_and_never_who():
    assert reminder_lines(worklist(ITEMS, now=NOW), now=NOW) == [
        "CCCCCC: espera desde hace 2 días",
        "AAAAAA: espera desde hace 2 h",
        "BBBBBB: espera desde hace 1 h",
    ]


@pytest.mark.parametrize(
    ("local", "last", "due"),
    [
        ("2026-11-24 07:59", None, False),
        ("2026-11-24 08:00", None, True),
        ("2026-11-24 23:00", date(2026, 11, 23), True),  # the worker was down in the morning
        ("2026-11-24 09:00", date(2026, 11, 24), False),
        ("2026-11-28 09:00", date(2026, 11, 27), False),  # a Saturday
    ],
)
def test_once_a_school_day_from_the_hour_on(local, last, due):
    assert reminder_due(time(8), last, datetime.fromisoformat(local).replace(tzinfo=MADRID)) is due


@pytest.mark.parametrize(
    ("friday", "monday"), [(date(2026, 3, 27), date(2026, 3, 30)), (date(2026, 10, 23), date(2026, 10, 26))]
)
def test_at_eight_on_the_wall_before_and_after_the_clock_is_changed(friday, monday):
    """Looked at every ten minutes on the machine's own clock, over the weekend of the change."""
    moment = datetime.combine(friday, time(), MADRID).astimezone(UTC)
    sent = []
    while len(sent) < 2:
        local = moment.astimezone(MADRID)
        if reminder_due(time(8), sent[-1].date() if sent else None, local):
            sent.append(local)
        moment += timedelta(minutes=10)
    assert [(at.date(), at.time()) for at in sent] == [(friday, time(8)), (monday, time(8))]


COMPOSER = SchoolComposer(
    school="IES La Loma",
    country="ES",
    own=OwnMail(address="tde@loma.example", marker="loma"),
    replies=Replies(shipped_rules()),
)


class Office:
    """A coordinator's postbox, with what waits."""

    def __init__(self, engine):
        self.memory = SqlReminders(engine)
        self.items, self.mails, self.refusals = list(ITEMS), [], []

    def reminder(self):
        return Reminder(
            school="loma", to="coordina@loma.example", at=time(8), zone=MADRID, domain="loma.example", url="",
            work_items=lambda school: self.items, memory=self.memory, composer=COMPOSER, mailer=self,
        )  # fmt: skip

    def send(self, mails):
        if self.refusals:
            return [self.refusals.pop(0)]
        self.mails += mails
        return [None]


@pytest.fixture
def office(engine):
    return Office(engine)


def test_one_mail_a_day_whatever_is_restarted(office):
    for _ in range(2):
        reminder = office.reminder()
        reminder.look(NOW)
        reminder.look(NOW + timedelta(hours=1))
    (mail,) = office.mails
    assert mail.recipient == "coordina@loma.example"
    read = message_from_bytes(mail.content, policy=default)
    assert read["Subject"] == "Tareas pendientes en Séneca"
    text = read.get_body(("plain",)).get_content()
    assert "CCCCCC: espera desde hace 2 días" in text
    assert "Ana" not in text
    office.reminder().look(NOW + timedelta(days=1))
    assert len(office.mails) == 2


def test_without_tasks_there_is_no_mail(office):
    office.items = []
    office.reminder().look(NOW)
    assert office.mails == []


def test_one_that_does_not_go_out_is_tried_again(office):
    office.refusals = [TransportError("caído", permanent=False)]
    reminder = office.reminder()
    reminder.look(NOW)
    assert office.mails == []
    reminder.look(NOW + timedelta(seconds=2))
    assert len(office.mails) == 1


def test_one_that_is_refused_for_good_is_not_sent_all_day_long(office):
    office.refusals = [TransportError("no existe", permanent=True)]
    reminder = office.reminder()
    reminder.look(NOW)
    reminder.look(NOW + timedelta(seconds=2))
    assert office.mails == []
