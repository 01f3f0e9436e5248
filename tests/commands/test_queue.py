"""`incidencias queue …` as a coordinator types it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.model.mail import RawMail
from bot.model.ticket import TicketState
from bot.store.mails.intake import SqlIntake
from tests.offices import SCHOOL

STEPS = (
    "list",
    "worklist",
    "show",
    "approve",
    "choose",
    "ask",
    "answer",
    "reject",
    "spam",
    "close",
    "done",
    "assign",
    "retry",
)


def state_of(office, situation):
    with office.house() as house:
        return house.tickets.get(SCHOOL, office.number(situation)).ticket.state


# --------------------------------------------------------------------------- looking


def test_the_queue_holds_what_waits_for_a_person_in_plain_words(office, run):
    said = run("queue", "list")
    assert said.code == 0
    for situation, words in (
        ("wrong_phone", "el teléfono no es el de su ficha"),
        ("nobody_known", "no consta como tutor de ese alumno"),
        ("no_pupil", "nadie encaja con ese alumno"),
    ):
        (line,) = [line for line in said.out.splitlines() if office.number(situation) in line]
        assert words in line
        assert office.families[situation].address in line
    for situation in ("all_right", "no_phone"):
        assert office.number(situation) not in said.out


def test_the_queue_for_machines(office, run):
    lines = [json.loads(line) for line in run("queue", "list", "--json").out.splitlines()]
    assert {line["number"]: line["reason"] for line in lines} == {
        office.number("wrong_phone"): "phone_mismatch",
        office.number("nobody_known"): "not_guardian",
        office.number("no_pupil"): "student_not_found",
    }
    assert not any("token" in line for line in lines)


def test_an_empty_queue_says_so(office, run):
    for situation in ("wrong_phone", "nobody_known", "no_pupil"):
        assert run("queue", "close", office.number(situation)).code == 0
    assert run("queue", "list").out == "Cola: nada.\n"


def test_work_in_seneca_is_in_the_queue(seneca, run):
    (line,) = [x for x in run("queue", "list").out.splitlines() if seneca.number("all_right") in x]
    assert "tarea en Séneca" in line


def test_a_case_shows_all_that_a_decision_needs(office, run):
    family, number = office.families["wrong_phone"], office.number("wrong_phone")
    said = run("queue", "show", number.lower())
    assert said.code == 0
    for words in (
        "espera a una persona",
        "No recuerdo mi contraseña",  # the mail
        "regla phone-mismatch",
        "Lo aclararía",
        f"{family.guardian.name}",
        "+34698123456",  # as the mail gives it
        f"≠ •••{family.phone[-3:]}",  # as it stands on file
        "Si se aprueba, saldrá",
        "Ya hemos pedido una contraseña nueva",
        f"queue approve {number}",
    ):
        assert words in said.out, words
    assert family.phone not in said.out
    assert "queue choose" not in said.out  # there is only one account


def test_the_work_in_seneca_is_shown_with_every_datum(seneca, run):
    family, number = seneca.families["all_right"], seneca.number("all_right")
    said = run("queue", "show", number).out
    for words in (
        "Renueve la clave en Séneca",
        family.guardian.dni,
        family.phone,
        family.student.id,
        "Cuando conste hecho, saldrá",
        f"queue done {number}",
    ):
        assert words in said, words


def test_the_work_in_seneca_for_one_sitting(seneca, run, tmp_path):
    family, number = seneca.families["all_right"], seneca.number("all_right")
    said = run("queue", "worklist").out
    assert "Reasignar clave" in said
    assert "Familias y tutores" in said
    assert number in said
    (header, *lines) = run("queue", "worklist", "--csv").out.splitlines()
    assert header.startswith("caso;unidad;buscar")
    assert [line.split(";")[0] for line in lines] == [number]
    page = tmp_path / "tareas.html"
    assert str(page) in run("queue", "worklist", "--print", str(page)).out
    assert page.stat().st_mode & 0o077 == 0
    text = page.read_text(encoding="utf-8")
    assert number in text
    assert family.phone in text
    assert run("queue", "done", number, "datos-distintos").code == 0
    assert "ninguna tarea" in run("queue", "worklist").out


def test_a_case_for_machines(office, run):
    family = office.families["wrong_phone"]
    (line,) = run("queue", "show", office.number("wrong_phone"), "--json").out.splitlines()
    case = json.loads(line)
    assert "token" not in case
    assert case["mails"][0]["reason"] == "phone_mismatch"
    assert case["candidates"] == [
        {
            "option": 1,
            "guardian": family.guardian.on_file,
            "probability": pytest.approx(1, abs=0.01),
            "students": [family.student.id],
            "phone": f"•••{family.phone[-3:]}",
            "phone_differs": True,
            "name_differs": False,
            "pupil_differs": False,
        }
    ]
    assert "Ya hemos pedido" in case["reply"]


def test_a_case_of_which_nothing_is_pending(office, run):
    office.deliver()
    said = run("queue", "show", office.number("all_right")).out
    assert "resuelto" in said
    assert "No hay ninguna respuesta pendiente." in said
    assert "Puede:" not in said


def test_what_failed_is_told_with_the_case(office, run):
    office.mailer.refuses = office.families["wrong_phone"].address
    office.deliver()
    number = office.number("wrong_phone")
    assert "Esa dirección no existe." in run("queue", "list").out
    assert "Esa dirección no existe." in run("queue", "show", number).out


def test_brackets_in_a_subject_are_no_commands_to_the_terminal(office, run):
    subject = "[/b] [red]horario[/]"
    text = "Buenos días: ¿a qué hora abre la secretaría?"
    office.receive([f"From: x@familias.test\r\nSubject: {subject}\r\n\r\n{text}\r\n".encode()])
    (line,) = [line for line in run("queue", "list").out.splitlines() if "x@familias.test" in line]
    assert subject in line
    assert subject in run("tickets").out
    cases = map(json.loads, run("queue", "list", "--json").out.splitlines())
    number = next(case["number"] for case in cases if case["subject"] == subject)
    assert subject in run("queue", "show", number).out


# --------------------------------------------------------------------------- deciding


def test_approving_says_where_the_code_goes(office, run):
    family, number = office.families["wrong_phone"], office.number("wrong_phone")
    refused = run("queue", "approve", number)
    assert refused.code == 2
    assert "--phone-differs" in refused.err
    assert f"•••{family.phone[-3:]}" in refused.err
    assert state_of(office, "wrong_phone") is TicketState.OPEN

    said = run("queue", "approve", number, "--phone-differs")
    assert said.out == (
        f"{number}: clave de {family.guardian.name} en marcha (SMS al •••{family.phone[-3:]}).\n"
    )
    office.deliver()
    assert state_of(office, "wrong_phone") is TicketState.SOLVED
    assert [text["number"] for text in office.texts()].count(family.phone) == 1


def test_choosing_another_account(office, run):
    family, number = office.families["nobody_known"], office.number("nobody_known")
    case = json.loads(run("queue", "show", number, "--json").out)
    option = next(c["option"] for c in case["candidates"] if c["guardian"] == family.guardian.on_file)
    assert "--name-differs" in run("queue", "choose", number, option).err
    assert run("queue", "choose", number, option, "--name-differs").code == 0
    office.deliver()
    assert family.phone in [text["number"] for text in office.texts()]


def test_approving_by_hand_in_seneca(seneca, run):
    number = seneca.number("wrong_phone")
    assert "tarea en Séneca" in run("queue", "approve", number, "--phone-differs").out
    assert "queue done" in run("queue", "approve", number, "--phone-differs").err
    assert run("queue", "done", number).out == f"{number}: hecho.\n"
    assert run("queue", "done", seneca.number("all_right"), "no-existe").code == 0
    seneca.deliver()
    assert state_of(seneca, "wrong_phone") is TicketState.SOLVED
    assert state_of(seneca, "all_right") is TicketState.CLOSED


@pytest.mark.parametrize(
    ("step", "says", "state"),
    [
        (["ask", "phone", "course"], "se pide el teléfono, el curso", TicketState.WAITING),
        (["answer", "Pase por secretaría."], "contestado", TicketState.SOLVED),
        (["reject"], "secretaría", TicketState.CLOSED),
        (["spam"], "sin contestar", TicketState.IGNORED),
        (["close"], "cerrado", TicketState.CLOSED),
        (["assign", "Marta"], "Marta", TicketState.OPEN),
        (["assign"], "de nadie", TicketState.OPEN),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_every_other_step(office, run, step, says, state):
    name, *arguments = step
    said = run("queue", name, office.number("wrong_phone"), *arguments, "--by", "jefa")
    assert said.code == 0, said.err
    assert says in said.out
    assert state_of(office, "wrong_phone") is state
    assert "jefa" in run("events", "--ticket", office.number("wrong_phone")).out


def test_a_mail_that_could_not_be_read_can_be_read_again(office, run):
    number = quarantined(office)
    assert "el programa no ha podido leer" in run("queue", "list").out.lower()
    shown = run("queue", "show", number).out
    assert "No se ha podido leer el correo" in shown
    assert f"queue retry {number}" in shown
    assert run("queue", "retry", number).code == 0
    assert number not in run("queue", "list").out


def quarantined(office):
    """A mail came in that broke the reading; the number of its case."""
    with office.house() as house:
        intake = SqlIntake(house.engine)
        lease = intake.acquire(SCHOOL, "test")
        now = datetime.now(UTC)
        content = b"From: x@familias.test\r\nSubject: roto\r\n\r\nx\r\n"
        intake.ingest(lease, [RawMail(school=SCHOOL, uidvalidity=9, uid=9, content=content, received_at=now)])
        (mail,) = house.desk.claim_mails(SCHOOL, 1, now=now)
        house.desk.quarantine(mail, "ValueError", now=now)
        return next(t.number for t in house.tickets.queue(SCHOOL) if t.sender == "x@familias.test")


# --------------------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "ZZZZZZ"], "No hay ningún caso ZZZZZZ."),
        (["approve", "ZZZZZZ"], "No hay ningún caso ZZZZZZ."),
        (["choose", "{number}", "7"], "solo tiene el 1"),
        (["answer", "{number}", " "], "está vacío"),
        (["done", "{number}"], "ninguna tarea pendiente"),
        (["retry", "{number}"], "ningún correo apartado"),
        (["list", "--school", "otro"], "hay: loma"),
        (["list", "--config", "no-existe.toml"], "incidencias init"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_mistake_is_one_sentence_and_changes_nothing(office, run, arguments, says):
    number = office.number("wrong_phone")
    said = run("queue", *(a.format(number=number) for a in arguments))
    assert said.code == 2
    assert says in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""
    assert state_of(office, "wrong_phone") is TicketState.OPEN


@pytest.mark.parametrize(
    "arguments", [["ask", "{number}", "apellidos"], ["ask", "{number}"], ["done", "{number}", "quizá"]]
)
def test_words_that_are_no_choice(office, run, arguments):
    said = run("queue", *(a.format(number=office.number("wrong_phone")) for a in arguments))
    assert said.code == 2
    assert "Uso: incidencias queue" in said.err


@pytest.mark.parametrize("step", STEPS)
def test_every_step_explains_itself(run, step):
    said = run("queue", step, "--help")
    assert said.code == 0
    assert f"incidencias queue {step}" in said.out


def test_all_steps_are_tried_here(run):
    listed = {
        line.split()[0] for line in run("queue", "--help").out.partition("Órdenes:")[2].splitlines() if line
    }
    assert listed == set(STEPS)
