"""A decided mail on one page of a terminal: its words in colour, the decision, the reasons."""

from dataclasses import replace
from io import StringIO

from rich.console import Console

from bot.commands.case_page import render, waterfall
from bot.decision.explain import as_json
from bot.model.claim import Region
from bot.model.match import Evidence
from tests.decision.making import BODY, PHONE, REGISTER, case, claim, finding, match, message


def test_the_page_for_people_shows_mail_decision_and_reasons():
    subject = replace(finding("iPasen", "iPasen"), region=Region.SUBJECT)
    judged = case(mail=message(body=f"\n\n{BODY}\n"), said=claim(intent_findings=(subject,)))
    console = Console(width=200, file=StringIO())
    console.print(render(judged, as_json(judged, REGISTER, file="x.eml")))
    text = console.file.getvalue()
    for words in (
        "x.eml",
        "marta@familias.example",
        BODY[:40],
        "renovar la clave",
        "regla regenerate",
        "no puede entrar",
    ):
        assert words in text


def test_colours_lie_on_the_words():
    judged = case(mail=message(body=f"\n\n{BODY}\n"))
    start = BODY.index(PHONE)
    shifted = replace(finding(PHONE), start=start + 2, end=start + 2 + len(PHONE))
    judged = replace(judged, whole=replace(judged.whole, phone=shifted))
    panel = render(judged, as_json(judged, REGISTER, file="x.eml"))
    body = panel.renderable.renderables[3]
    phone = [s for s in body.spans if "yellow" in str(s.style)]
    assert [body.plain[s.start : s.end] for s in phone] == [PHONE]


PAGE = """\
╭───────────────────────────────── x.eml ──────────────────────────────────╮
│ Marta Solís <marta@familias.example>                                     │
│ De iPasen                                                                │
│                                                                          │
│ Hola.                                                                    │
│                                                                          │
│ pedir lo que falta el teléfono   regla missing-data, respuesta ninguna   │
│  Qué quiere         no puede      a_very_long_recogni…                   │
│                     entrar y                                             │
│                     quiere                                               │
│                     recuperar el                                         │
│                     acceso                                               │
│  Tutor o tutora     «Marta Solís  test                                   │
│                     Vera»                                                │
│  Alumno o alumna    «Hugo Prado   test                                   │
│                     Solís»                                               │
│  Teléfono           no da el                                             │
│                     teléfono                                             │
│  Teléfono           es el de su   test                  +33,5  ████████  │
│                     ficha                                                │
│  Nombre del alumno  así en la                            +3,2  ██        │
│                     ficha, letra                                         │
│                     por letra y                                          │
│                     tilde por                                            │
│                     tilde                                                │
│  Curso              una letra                            -5,0  ██        │
│                     distinta                                             │
╰──────────────────────────────────────────────────────────────────────────╯
"""


def test_the_page_as_printed():
    evidence = (
        Evidence(what="phone", says="es el de su ficha", weight=33.456, finding=finding(PHONE)),
        Evidence(what="student.given", says="así en la ficha, letra por letra y tilde por tilde", weight=3.2),
        Evidence(what="course", says="una letra distinta", weight=-5.0),
    )
    wish = replace(
        finding("De iPasen", "De iPasen"), region=Region.SUBJECT, found_by="a_very_long_recognizer"
    )
    said = claim(phone=None, intent_findings=(wish,))
    judged = case(
        mail=message(subject="De iPasen", body="\n\nHola.\n"), said=said, fits=match(evidence=evidence)
    )
    judged = replace(judged, decision=replace(judged.decision, reply=None))
    page = render(judged, as_json(judged, REGISTER, file="x.eml"))
    console = Console(width=76, file=StringIO())
    console.print(page)
    assert console.file.getvalue() == PAGE
    assert [str(span.style) for span in page.renderable.renderables[1].spans] == ["bold underline"]
    bars = list(waterfall(as_json(judged, REGISTER, file="x.eml")).columns[4].cells)
    assert [str(bar.style) for bar in bars if bar.plain] == ["green", "green", "red"]


def test_a_name_of_the_sender_colours_nothing_in_the_body():
    name = replace(finding("Marta Solís", "Marta Solís"), region=Region.SENDER)
    judged = case(mail=message(), said=claim(guardian=name))
    data = as_json(judged, REGISTER, file="x.eml")
    (line,) = (line for line in data["explanation"] if line["what"] == "guardian")
    assert line["span"] == [0, len("Marta Solís")]
    body = render(judged, data).renderable.renderables[3]
    assert "magenta" not in {str(span.style).removeprefix("bold ") for span in body.spans}
