"""Every row of the credential path (docs/reglas.md), from the bytes of a mail to the decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from bot.journey import consider
from bot.mind.mind import build_mind
from bot.model.decision import Action, History
from bot.model.register import Enrolment, Guardian, PersonName, Register, Student
from bot.parsers.inbound import OwnIdentity
from bot.rules.directory import shipped_rules
from bot.tuning.rehearsal import Recollection

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
BOT = "incidencias@ieslossauces.test"
SERVER = "mx.ieslossauces.test"

REGENERATE, ASK, ESCALATE = Action.REGENERATE, Action.ASK, Action.ESCALATE

#: key: name, phones, children
GUARDIANS = {
    "nuria": ("Nuria/Alcaraz/Pons", ("+34611200101",), ("martina", "oriol")),
    "gonzalo": ("Gonzalo/Bermejo/Lillo", ("+34611200102",), ("martina", "oriol")),
    "remedios": ("Remedios/Galván/Ortuño", ("+34611200103",), ("elsa", "erik")),
    "trinidad": ("Trinidad/Robles/Haro", ("+34611200104",), ("lidia",)),
    "evaristo": ("Evaristo/Cuenca/Mira", ("+34955112233",), ("lidia",)),
    "amparo": ("Amparo/Conde/Leiva", ("+34611200105",), ("saul",)),
    "fermin": ("Fermín/Iglesias/Tovar", (), ("saul",)),
    "yolanda1": ("Yolanda/Vega/Marín", ("+34611200106",), ("pablo1",)),
    "yolanda2": ("Yolanda/Vega/Cantos", ("+34611200107",), ("pablo2",)),
    "pilar": ("Pilar/Doménech/Roa", ("+34611200108",), ("alvaro", "noa")),
    "rosario": ("Rosario/Molero/Díaz", ("+34611200109",), ("ivan",)),
    "carmen1": ("Carmen/Ibarra/Soler", ("+34611200110",), ("leire",)),
    "carmen2": ("Carmen/Ibarra/Luna", ("+34611200110",), ("leire",)),
    "francisco": ("Francisco José/Pizarro/Melero", ("+34611200111",), ("sofia",)),
}
#: id: name, course, unit, state
STUDENTS = {
    "martina": ("Martina/Bermejo/Alcaraz", "2º de E.S.O.", "2º ESO B", "active"),
    "oriol": ("Oriol/Bermejo/Alcaraz", "4º de E.S.O.", "4º ESO A", "active"),
    "elsa": ("Elsa/Castaño/Galván", "1º de E.S.O.", "1º ESO A", "active"),
    "erik": ("Erik/Castaño/Galván", "1º de E.S.O.", "1º ESO A", "active"),
    "lidia": ("Lidia/Cuenca/Robles", "3º de E.S.O.", "3º ESO A", "active"),
    "saul": ("Saúl/Iglesias/Conde", "1º de Bachillerato", "1º BACH A", "active"),
    "pablo1": ("Pablo/Serrano/Vega", "1º de E.S.O.", "1º ESO C", "active"),
    "pablo2": ("Pablo/Serrano/Vega", "3º de E.S.O.", "3º ESO B", "active"),
    "alvaro": ("Álvaro/Escribano/Doménech", "3º de E.S.O.", "", "left"),
    "noa": ("Noa/Escribano/Doménech", "", "", "left"),
    "ivan": ("Iván/Quesada/Molero", "2º de Bachillerato", "2º BACH A", "active"),
    "leire": ("Leire/Ibarra/Ibarra", "2º de E.S.O.", "2º ESO A", "active"),
    "sofia": ("María Sofía/Pizarro/de la Rosa", "4º de E.S.O.", "4º ESO B", "active"),
}


def register():
    people = {
        key: Guardian(
            key=key, dni=None, name=PersonName(*who.split("/")), phones=frozenset(phones), students=children
        )
        for key, (who, phones, children) in GUARDIANS.items()
    }
    pupils = {
        key: Student(
            id=key,
            name=PersonName(*who.split("/")),
            enrolment=Enrolment(state),
            year=2026,
            official_course=course,
            units=(unit,) if unit else (),
            guardians=tuple(g for g, row in GUARDIANS.items() if key in row[2]),
        )
        for key, (who, course, unit, state) in STUDENTS.items()
    }
    return Register(students=pupils, guardians=people)


@pytest.fixture(scope="module")
def mind():
    own = OwnIdentity(addresses=frozenset({BOT}), authserv_id=SERVER, loop_marker="")
    return build_mind(
        register(), shipped_rules(), own, school="sauces", domain="ieslossauces.test", assisted=False
    )


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What a mail program would send; `sender` is the display name."""

    text: str
    sender: str = ""
    subject: str = "iPasen"
    headers: dict[str, str] = field(default_factory=dict)

    def content(self, number: int) -> bytes:
        mail = EmailMessage()
        mail["From"] = f'"{self.sender}" <casa41@correo.test>' if self.sender else "casa41@correo.test"
        mail["To"] = BOT
        mail["Subject"] = self.subject
        mail["Date"] = NOW
        mail["Message-ID"] = f"<{number}@correo.test>"
        if number:
            mail["X-Corpus-Reply-To"] = str(number - 1)
        for name, value in self.headers.items():
            mail[name] = value
        mail.set_content(self.text)
        return mail.as_bytes()


@dataclass
class Remembering(Recollection):
    """A dry run's memory with a past."""

    past: History = field(default_factory=History)

    def histories(self, school, asked, *, now):
        return [self.past] * len(asked)


def row(
    name, text, action, reason=None, *, account=None, missing=(), earlier=(), past=None, **mail
):  # one scenario
    mails = (*(Mail(text=said) for said in earlier), Mail(text=text, **mail))
    return pytest.param(mails, past or History(), action, reason, set(missing), account, id=name)


WHOLE = (
    "Buenas, soy Nuria Alcaraz Pons, madre de Martina Bermejo Alcaraz de 2º ESO B. He olvidado la contraseña "
    "de iPasen. Mi móvil es el 611200101."
)
FAILED = {"Authentication-Results": f"{SERVER}; dmarc=fail header.from=correo.test"}

ROWS = [
    # 1: all fits
    row("1 plain", WHOLE, REGENERATE, account="nuria"),
    row(
        "1 a form in short lines",
        "TUTOR: Gonzalo Bermejo Lillo\nALUMNO: Oriol Bermejo Alcaraz\nCURSO: 4º A ESO\nTELÉFONO: 611 20 01 02\n"
        "PROBLEMA: usuario bloqueado en iPasen",
        REGENERATE,
        account="gonzalo",
    ),
    row(
        "1 the writer stands in From only",
        "Hola, no consigo entrar en iPasen, me dice usuario incorrecto. Es por mi hija Lidia Cuenca Robles, de "
        "3º de ESO A. Mi teléfono: 611-200-104. Gracias.",
        REGENERATE,
        account="trinidad",
        sender="Trinidad Robles Haro",
    ),
    row(
        "1 short names and small typos",
        "wenas, soy Fco José Pizarro, el padre de Sofia Pizarro de la Rosa (4b de la eso). No me acuerdo de la "
        "clave del ipasen ese. mi movil 611200111",
        REGENERATE,
        account="francisco",
    ),
    row(
        "1 a homonymous pupil told by guardian and phone",
        "Soy Yolanda Vega Cantos, madre de Pablo Serrano Vega, 3º ESO B. He perdido la contraseña de iPasen. "
        "Tfno 611200107.",
        REGENERATE,
        account="yolanda2",
    ),
    # 2: the course is missing or not quite right
    row(
        "2 no course",
        "Buenos días. Me llamo Amparo Conde Leiva y soy la madre de Saúl Iglesias Conde. Necesito recuperar la "
        "contraseña de iPasen, se me ha olvidado. Mi número es el 611200105.",
        REGENERATE,
        account="amparo",
    ),
    row("2 no letter", WHOLE.replace("2º ESO B", "segundo de la ESO"), REGENERATE, account="nuria"),
    row("2 another letter", WHOLE.replace("2º ESO B", "2º ESO C"), REGENERATE, account="nuria"),
    row("2 last year's course", WHOLE.replace("2º ESO B", "1º de ESO B"), REGENERATE, account="nuria"),
    # 3: the child's given name alone
    row("3 given name and course", WHOLE.replace(" Bermejo Alcaraz", ""), REGENERATE, account="nuria"),
    row(
        "3 given name alone",
        "Soy Trinidad Robles, la madre de Lidia. No puedo entrar en iPasen porque no recuerdo mi clave. "
        "Mi móvil 611 200 104.",
        REGENERATE,
        account="trinidad",
    ),
    row(
        "3 in the subject",
        "Hola: he olvidado la contraseña y ya no puedo entrar. Mi móvil es 611200105. Un saludo, Amparo Conde "
        "Leiva.",
        REGENERATE,
        account="amparo",
        subject="Clave de iPasen de la madre de Saúl, 1º Bachillerato A",
    ),
    # 4: several children of one guardian
    row(
        "4 both children",
        "Soy Gonzalo Bermejo Lillo, padre de Martina Bermejo Alcaraz (2º ESO B) y de Oriol Bermejo Alcaraz "
        "(4º ESO A). Se me ha bloqueado el usuario de iPasen. Mi móvil: 611200102.",
        REGENERATE,
        account="gonzalo",
    ),
    row(
        "4 twins by their surnames",
        "Soy Remedios Galván Ortuño, madre de los mellizos Elsa y Erik Castaño Galván, de 1º ESO A. He olvidado "
        "mi contraseña de iPasen, el móvil es el 611200103.",
        REGENERATE,
        account="remedios",
    ),
    row(
        "4 an initial that both twins have",
        "Soy Remedios Galván Ortuño, la madre de E. Castaño Galván de 1º ESO A. No recuerdo la contraseña de "
        "iPasen. Móvil 611200103.",
        REGENERATE,
        account="remedios",
    ),
    # 5: something is missing
    row("5 no phone", WHOLE.replace(" Mi móvil es el 611200101.", ""), ASK, missing=["phone"]),
    row("5 a digit too few", WHOLE.replace("611200101", "61120010"), ASK, missing=["phone"]),
    row(
        "5 nothing at all",
        "Hola, no puedo entrar en iPasen, he olvidado la contraseña. ¿Me pueden ayudar?",
        ASK,
        missing=["guardian", "student", "phone"],
    ),
    row(
        "5 no student",
        "Soy Rosario Molero Díaz y se me ha olvidado la contraseña de iPasen. Mi móvil es el 611200109.",
        ASK,
        missing=["student"],
    ),
    row(
        "5 no guardian",
        "Mi hijo es Iván Quesada Molero, de 2º de Bachillerato A. No puedo entrar en iPasen, no recuerdo la "
        "clave. Teléfono 611200109.",
        ASK,
        missing=["guardian"],
    ),
    row(
        "5 no guardian, no phone, no course",
        "Se me ha olvidado la contraseña de iPasen, es por mi hijo Iván Quesada Molero.",
        ASK,
        missing=["guardian", "course", "phone"],
    ),
    row(
        "5 the same question for strangers",
        "Soy Casilda Bonilla Prats, madre de Ginés Oliver Bonilla de 1º ESO A. He olvidado la contraseña de "
        "iPasen.",
        ASK,
        missing=["phone"],
    ),
    row(
        "5 the answer completes it",
        "Perdón, mi móvil es el 611200101.",
        REGENERATE,
        account="nuria",
        earlier=[WHOLE.replace(" Mi móvil es el 611200101.", "")],
    ),
    row(
        "5 the second time",
        "Es que no sé qué más decirles, sigo esperando la contraseña.",
        ESCALATE,
        "incomplete",
        missing=["phone"],
        earlier=[WHOLE.replace(" Mi móvil es el 611200101.", "")],
    ),
    # 6: another phone
    row("6 a digit off", WHOLE.replace("611200101", "611200191"), ESCALATE, "phone_mismatch"),
    row("6 the other guardian's", WHOLE.replace("611200101", "611200102"), ESCALATE, "phone_mismatch"),
    row(
        "6 the landline on file",
        "Soy Evaristo Cuenca Mira, padre de Lidia Cuenca Robles, de 3º ESO A. No recuerdo la contraseña de "
        "iPasen. Mi teléfono es el 955112233.",
        ESCALATE,
        "phone_mismatch",
    ),
    row(
        "6 no phone on file",
        "Soy Fermín Iglesias Tovar, padre de Saúl Iglesias Conde de 1º de Bachillerato A. Olvidé la clave de "
        "iPasen. Mi móvil es el 699887766.",
        ESCALATE,
        "phone_mismatch",
    ),
    # 7: not a guardian of that pupil
    row(
        "7 the grandmother",
        "Soy Encarnación Pons Giner, la abuela de Martina Bermejo Alcaraz, de 2º ESO B. No puedo entrar en iPasen, "
        "he olvidado la contraseña. Mi móvil es el 622334455.",
        ESCALATE,
        "not_guardian",
    ),
    row(
        "7 the mother's new partner",
        "Hola, soy Darío Feliu Camps, la pareja de la madre de Lidia Cuenca Robles (3º ESO A). No me deja entrar "
        "en iPasen con mi clave. Tfno. 633445566.",
        ESCALATE,
        "not_guardian",
    ),
    row(
        "7 a guardian of another child",
        WHOLE.replace("Nuria Alcaraz Pons", "Rosario Molero Díaz").replace("611200101", "611200109"),
        ESCALATE,
        "not_guardian",
    ),
    row(
        "7 the elder sister, with her mother's number",
        "Hola, soy Vera Bermejo Alcaraz, la hermana mayor de Martina Bermejo Alcaraz de 2º ESO B. He olvidado la "
        "contraseña de iPasen, mi móvil es el 611200101.",
        ESCALATE,
        "not_guardian",
    ),
    # 8: no such pupil
    row(
        "8 nobody of that family",
        "Soy Casilda Bonilla Prats, madre de Ginés Oliver Bonilla de 1º ESO A. He olvidado la contraseña de "
        "iPasen. Mi móvil es el 644556677.",
        ESCALATE,
        "student_not_found",
    ),
    row(
        "8 another given name",
        WHOLE.replace("Martina Bermejo Alcaraz", "Ginebra Bermejo Alcaraz"),
        ESCALATE,
        "student_not_found",
    ),
    row(
        "8 a known guardian, a child of others",
        "Soy Amparo Conde Leiva, madre de Bruno Tejada Salas, de 1º ESO B. No recuerdo mi contraseña de iPasen. "
        "Móvil 611200105.",
        ESCALATE,
        "student_not_found",
    ),
    # 9: two accounts fit
    row(
        "9 homonyms whose data cross",
        "Soy Yolanda Vega Marín, madre de Pablo Serrano Vega. Olvidé la contraseña de iPasen. Móvil 611200107.",
        ESCALATE,
        "ambiguous",
    ),
    row(
        "9 two mothers of one name and one phone",
        "Soy Carmen Ibarra, la madre de Leire Ibarra Ibarra, de 2º ESO A. No me acuerdo de la contraseña de "
        "iPasen. Mi móvil: 611200110.",
        ESCALATE,
        "ambiguous",
    ),
    row(
        "9 both parents at once",
        "Somos Nuria Alcaraz Pons (611200101) y Gonzalo Bermejo Lillo (611200102), padres de Martina Bermejo "
        "Alcaraz de 2º ESO B. Ninguno de los dos recordamos la contraseña de iPasen, necesitamos las dos.",
        ESCALATE,
        "ambiguous",
    ),
    # 10: one child fits, the other does not
    row(
        "10 a nephew",
        WHOLE.replace(" de 2º ESO B", " de 2º ESO B y tía de Jaime Alcaraz Nieto, de 1º ESO A"),
        ESCALATE,
        "partial_match",
    ),
    row(
        "10 a child of another family",
        WHOLE.replace(
            "Martina Bermejo Alcaraz de 2º ESO B", "Martina Bermejo Alcaraz y de Lidia Cuenca Robles"
        ),
        ESCALATE,
        "partial_match",
    ),
    row(
        "10 a brother who is not here",
        "Soy Remedios Galván Ortuño, madre de Elsa Castaño Galván (1º ESO A) y de Aitor Castaño Galván (3º ESO C)."
        " He olvidado la contraseña de iPasen. 611200103.",
        ESCALATE,
        "partial_match",
    ),
    # 11: no longer here
    row(
        "11 moved away",
        "Soy Pilar Doménech Roa, madre de Álvaro Escribano Doménech, de 3º de ESO. He olvidado la contraseña de "
        "iPasen. Mi móvil es el 611200108.",
        ESCALATE,
        "not_enrolled",
    ),
    row(
        "11 the sister too",
        "Hola, soy Pilar Doménech Roa. Perdí la clave de iPasen de mi hija Noa Escribano Doménech. 611200108",
        ESCALATE,
        "not_enrolled",
    ),
    row(
        "11 both",
        "Soy Pilar Doménech Roa, madre de Álvaro y Noa Escribano Doménech; no puedo entrar en iPasen, olvidé mi "
        "contraseña. Mi móvil es el 611200108.",
        ESCALATE,
        "not_enrolled",
    ),
    # 12: a pupil writes
    row(
        "12 for the mother's account",
        "Hola soy Martina Bermejo Alcaraz de 2º ESO B, mi madre Nuria Alcaraz Pons no se acuerda de la contraseña "
        "de iPasen. Su móvil es el 611200101.",
        ESCALATE,
        "student_writes",
    ),
    row(
        "12 for one's own",
        "Buenas, soy Erik Castaño Galván, alumno de 1º ESO A, y he olvidado mi contraseña de iPasen. Mi número es "
        "el 655667788.",
        ESCALATE,
        "student_writes",
    ),
    row(
        "12 an adult",
        "Soy Iván Quesada Molero, alumno de 2º de Bachillerato A, tengo 18 años y he perdido la clave de iPasen. "
        "Mi móvil es 611200109.",
        ESCALATE,
        "student_writes",
    ),
    # 13: the sender is not who the address says
    row("13 all right but the sender", WHOLE, ESCALATE, "sender_not_authenticated", headers=FAILED),
    row(
        "13 with another phone too",
        WHOLE.replace("611200101", "611200191"),
        ESCALATE,
        "sender_not_authenticated",
        headers=FAILED,
    ),
    row(
        "13 something missing is not asked of a forger",
        WHOLE.replace(" Mi móvil es el 611200101.", ""),
        ESCALATE,
        "sender_not_authenticated",
        headers=FAILED,
    ),
    row(
        "13 the verdict of somebody else's server counts for nothing",
        WHOLE,
        REGENERATE,
        account="nuria",
        headers={"Authentication-Results": "mx.correo.test; dmarc=fail"},
    ),
    # 14: too often
    row("14 again within a day", WHOLE, ESCALATE, "rate_limited", past=History(account_24h=1, account_30d=1)),
    row("14 a fourth time in a month", WHOLE, ESCALATE, "rate_limited", past=History(account_30d=3)),
    row("14 a fourth account in a day", WHOLE, ESCALATE, "rate_limited", past=History(sender_accounts_24h=3)),
    row(
        "14 just within the limits",
        WHOLE,
        REGENERATE,
        account="nuria",
        past=History(account_30d=2, sender_accounts_24h=2),
    ),
    # 15: to somewhere else
    row(
        "15 by mail",
        f"{WHOLE} Por favor, envíenme la contraseña nueva a este correo, que el móvil no lo miro.",
        ESCALATE,
        "change_data",
    ),
    row(
        "15 to another number",
        f"{WHOLE} Pero mándenme el código al 666777888, que es el de mi hermana.",
        ESCALATE,
        "change_data",
    ),
    row(
        "15 the number has changed",
        "Soy Trinidad Robles Haro, madre de Lidia Cuenca Robles de 3º ESO A. He cambiado de móvil, el que tienen "
        "ya no existe; el nuevo es el 677889900. Mándenme ahí la contraseña de iPasen.",
        ESCALATE,
        "change_data",
    ),
    # 16: something else as well
    row(
        "16 an absence",
        f"{WHOLE} Por cierto, Martina faltará mañana a clase porque tiene cita en el dentista.",
        REGENERATE,
        "also_other",
        account="nuria",
    ),
    row(
        "16 a tutorial",
        f"{WHOLE} Además me gustaría pedir una tutoría con su tutora para hablar de las notas.",
        REGENERATE,
        "also_other",
        account="nuria",
    ),
    row(
        "16 a certificate",
        f"{WHOLE}\n\nTambién necesito un certificado de matrícula para la beca. ¿Cómo lo solicito?",
        REGENERATE,
        "also_other",
        account="nuria",
    ),
]


@pytest.mark.parametrize(("mails", "past", "action", "reason", "missing", "account"), ROWS)
def test_row(mind, mails, past, action, reason, missing, account):
    memory = Remembering(past=past)
    for number, mail in enumerate(mails):
        (case,) = consider([mail.content(number)], mind, memory, now=NOW)
        memory.remember(str(number), case)
    decision = case.decision
    assert (decision.action, decision.reason, set(decision.missing)) == (action, reason, missing)
    if action is REGENERATE:
        assert case.match.guardian == account
