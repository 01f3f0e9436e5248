"""Who writes for a guardian is told from the guardian, though they never say who they are."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from bot.model.claim import Claim, Signal, Writer
from bot.parsers.inbound import OwnIdentity, parse_mail
from bot.parsers.reader import Reader
from bot.rules.directory import shipped_rules

OWN = OwnIdentity(frozenset({"incidenciastde@centro.test"}), "mx.centro.test", "incidencias")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(shipped_rules(), with_model=False)


def writer(reader: Reader, body: str, sender: str = "") -> Writer:
    return read(reader, body, sender).writer


def read(reader: Reader, body: str, sender: str) -> Claim:
    message = EmailMessage()
    message["From"] = f'"{sender}" <alguien@familias.test>' if sender else "alguien@familias.test"
    message["Subject"] = "iPasen"
    message.set_content(body)
    return reader.read(parse_mail(message.as_bytes(), own=OWN))


@pytest.mark.parametrize(
    ("body", "sender"),
    [
        ("Marta Solís Rey no puede entrar en iPasen. Es la madre de Leo Gil Solís, 2º A. 600111222", ""),
        ("Marta Solís Rey, madre de Leo Gil Solís, 2º A. Olvidó la clave de iPasen. Su móvil: 600111222", ""),
        ("Marta Solís Rey, madre de Leo Gil Solís, 2º A. Clave olvidada. 600111222", "Bruno Cano Vega"),
        ("Marta Solís Rey, madre de Leo Gil Solís, 2º A. Clave olvidada. 600111222", "ANA PAZ"),
        ("Soy Eva, la madre de Leo Gil Solís, 2º A. A su padre, Juan Gil Mora, mandádsela. 600111222", ""),
        ("Soy la nueva pareja del padre de Leo Gil Solís, 2º A. Juan Gil Mora, 600111222, otra clave.", ""),
        (
            "Soy la hermana de la madre de Leo Gil Solís, 2º A. Marta Solís Rey, 600111222. No puede entrar.",
            "",
        ),
        ("I'm the partner of Leo Gil Solís's mother (2º A). Marta Solís Rey, 600111222. Password lost.", ""),
        ("Hola, ayudo a mi vecina Marta Solís Rey, madre de Leo Gil Solís, 2º A, con iPasen. 600111222", ""),
        ("En nombre de don Juan Gil Mora, padre de Leo Gil Solís, 2º A, pido su clave. 600111222", ""),
        ("El Sr. Juan Gil Mora (hijo: Leo Gil Solís, 2º A) no tiene operativa su clave. 600111222", ""),
        ("La cuenta está a nombre de Juan Gil Mora, padre de Leo Gil Solís, 2º A. 600111222", ""),
        (
            "Solicito le sea renovada la clave a Juan Gil Mora, padre de Leo Gil Solís, 2º A. 600111222",
            "Eva Rey Cid",
        ),
        ("Necesito la clave de iPasen, que no la encuentra. Marta Solís Rey, 600111222, hijo Leo Gil.", ""),
        ("Marta Solís Rey, Leo Gil Solís, 2º A. Clave olvidada. El móvil de su madre es 600111222.", ""),
        ("Marta Solís Rey, Leo Gil Solís, 2º A. Clave olvidada. Móvil su madre: 600111222", ""),
        ("Ruego se le restablezca la clave a Juan Gil Mora, padre de Leo Gil Solís, 2º A. 600111222", ""),
    ],
)
def test_somebody_writes_for_a_guardian(reader: Reader, body: str, sender: str) -> None:
    assert writer(reader, body, sender) is Writer.THIRD_PARTY


_ASKS = "Se solicita nueva clave de iPasen de Dª Marta Solís Rey, madre de Leo Gil Solís, 2º A, 600111222."


@pytest.mark.parametrize(
    "foot",
    [
        "Fdo.: Bruno Cano Vega\nLetrado, en nombre y representación de su cliente",
        "P.O.: Bruno Cano Vega, auxiliar\n(Marta está en un juicio y me ha pedido que mande esto en su nombre)",
        "Bruno Cano Vega, por orden de Marta",
        "Bruno Cano Vega, en nombre de la tutora legal",
        "Se lo manda su hermano Bruno, que ella no tiene ordenador",
    ],
)
def test_whoever_stands_in_for_a_guardian_says_so_under_her_own_name_too(reader: Reader, foot: str) -> None:
    claim = read(reader, f"{_ASKS}\n\n{foot}", "Marta Solís Rey")
    assert claim.writer is Writer.THIRD_PARTY
    assert Signal.FOR_ANOTHER in claim.signals
    assert claim.guardian is not None
    assert claim.guardian.value == "Marta Solís Rey"


def test_whoever_introduces_themselves_as_somebody_else_is_not_the_guardian_of_the_mailbox(
    reader: Reader,
) -> None:
    body = (
        "Soy Dani, el novio de Marta Solís Rey, madre de Leo Gil Solís, 2º A. Se le bloqueó iPasen. 600111222"
    )
    assert Signal.FOR_ANOTHER in read(reader, body, "Marta Solís").signals


@pytest.mark.parametrize(
    "slip",
    [
        "antes de que mi madre se entere",
        "sin que mis padres lo vean",
        "para que no se entere mi padre",
        "para que mi madre pueda mirarla",
    ],
)
def test_a_pupil_who_poses_as_the_mother_and_slips(reader: Reader, slip: str) -> None:
    body = f"Soy Marta Solís Rey, madre de Leo Gil Solís, 2º A. Olvidé la clave. Quiero ver la nota {slip}."
    assert writer(reader, body) is Writer.STUDENT


_MOTHER = "Soy Marta Solís Rey, madre de Leo Gil Solís, 2º A. No puedo entrar en iPasen. 600111222."


@pytest.mark.parametrize(
    ("body", "sender", "who"),
    [
        (_MOTHER, "Leo Gil", Writer.STUDENT),
        (_MOTHER, "leo gil solis", Writer.STUDENT),
        (_MOTHER, "Leo", Writer.GUARDIAN),
        (_MOTHER, "Gil Solís", Writer.GUARDIAN),
        (f"{_MOTHER} Este es el correo de mi hijo.", "Leo Gil", Writer.GUARDIAN),
        (f"{_MOTHER} Escribo desde el correo de mi hijo.", "Leo Gil", Writer.GUARDIAN),
        (f"{_MOTHER} Este correo me lo abrió él y por eso sale su nombre.", "Leo Gil", Writer.GUARDIAN),
        ("Leo Gil Solís, 2º A. No me deja entrar. Marta Solís Rey, su madre, 600111222", "", Writer.UNKNOWN),
        (f"{_MOTHER} Escribo con el correo de Bruno, que yo no gasto.", "Bruno Cano", Writer.GUARDIAN),
        (
            "Soy Leo Gil Solís de 2º A. Escribo yo porque mi madre, Marta Solís Rey, no sabe.",
            "",
            Writer.STUDENT,
        ),
    ],
)
def test_a_mail_that_bears_the_pupils_name_is_the_pupils_unless_the_address_is_said_to_be(
    reader: Reader, body: str, sender: str, who: Writer
) -> None:
    assert writer(reader, body, sender) is who


@pytest.mark.parametrize("firm", ["Inmobiliaria Costaserena", "Talleres Bruno Cano", "Panadería Vega"])
def test_a_firms_name_is_nobody_elses(reader: Reader, firm: str) -> None:
    body = "Marta Solís Rey, madre de Leo Gil Solís, 2º A. No puedo entrar en iPasen. 600111222"
    assert writer(reader, body, firm) is Writer.GUARDIAN


@pytest.mark.parametrize(
    ("body", "sender"),
    [
        ("Marta Solís Rey, madre de Leo Gil Solís, 2º A. No puedo entrar. 600111222", "Marta S."),
        ("Marta Solís Rey, madre de Leo Gil Solís, 2º A. No puedo entrar. 600111222", "Marta SR"),
        ("Soy Marta Solís Rey, madre de Leo Gil Solís, 2º A. No puedo entrar. 600111222", "Bruno Cano Vega"),
        ("Soy Marta Solís Rey, madre de Leo Gil Solís. Ayuden a una madre desesperada. 600111222", ""),
        ("Soy Marta Solís Rey, madre de Leo Gil Solís. Mi marido no tiene correo, escribo yo. 600111222", ""),
        ("Soy Marta Solís Rey, madre de Leo Gil Solís. Ruego se me facilite otra clave. 600111222", ""),
        ("Soy la abuela de Leo Gil Solís y soy la que lo tiene a su cargo. Olvidé la clave. 600111222", ""),
        (
            "Dña. Marta Solís Rey, madre de Leo Gil Solís, 2º A, SOLICITA le sea dada otra clave. 600111222",
            "",
        ),
        (
            "Marta Solís Rey, madre de Leo Gil Solís. La que suscribe SOLICITA se le facilite otra clave.",
            "M. Solís",
        ),
        (
            "EXPONE la interesada, Marta Solís Rey, madre de Leo Gil Solís, y SOLICITA le sea renovada.",
            "Marta",
        ),
    ],
)
def test_a_guardian_writes(reader: Reader, body: str, sender: str) -> None:
    assert writer(reader, body, sender) is Writer.GUARDIAN


@pytest.mark.parametrize(
    "body",
    [
        "I'm Leo's mum, Marta Solís Rey. Leo Gil Solís, 2º A. I forgot my password. 600111222",
        "I am Leo's stepdad and legal tutor, Marta Solís Rey. Leo Gil Solís, 2º A. 600111222",
        "Hello, I'm Leo’s mother. My password expired. Marta Solís Rey, 600111222, Leo Gil Solís 2º A",
        "This is Leo's mum Marta Solís Rey, he is Leo Gil Solís in 2º A. Locked out. 600111222",
    ],
)
def test_who_is_a_childs_parent_in_english_is_not_the_child(reader: Reader, body: str) -> None:
    assert writer(reader, body, "Marta Solís Rey") in {Writer.GUARDIAN, Writer.UNKNOWN}


def test_somebody_else_has_the_child_in_her_charge(reader: Reader) -> None:
    body = "Soy la tía de Leo Gil Solís, la abuela es la que lo tiene a su cargo. Olvidó la clave. 600111222"
    assert writer(reader, body) is Writer.THIRD_PARTY


def test_a_pupil_who_forgets_the_part(reader: Reader) -> None:
    body = "Soy Marta Solís Rey, madre de Sara Gil Solís, 2º A. Olvidé la clave. 600111222. Gracias seño, soy Sara"
    assert writer(reader, body) is Writer.STUDENT


def test_a_mother_and_a_daughter_of_one_name(reader: Reader) -> None:
    body = "Soy Sara Solís Rey, madre de Sara Gil Solís, 2º A. Olvidé la clave de iPasen. 600111222"
    assert writer(reader, body) is Writer.GUARDIAN


def test_a_mother_who_tells_her_child_from_a_namesake_is_no_pupil(reader: Reader) -> None:
    said = "Hay dos Leo Gil Solís en 2º A, el mío es el Leo 1, o sea el hijo de Marta Solís Rey, que soy yo."
    assert writer(reader, said) is not Writer.STUDENT
