from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_cases import CASES, Case
from several_children import ANAS, MARTAS

from bot.matchers.hypocoristics import Hypocoristics
from bot.matchers.index import RegisterIndex
from bot.model.claim import Claim, Finding, Intent, Region, Signal, Writer
from bot.model.decision import Thread
from bot.model.mail import InboundMessage
from bot.model.register import Guardian, PersonName, Register, Student
from bot.parsers.inbound import OwnIdentity, parse_mail
from bot.parsers.reader import Reader
from bot.rules.directory import shipped_rules
from bot.text.plain import plain

OWN = OwnIdentity(frozenset({"incidenciastde@centro.test"}), "mx.centro.test", "incidencias")
ANSWERED = Thread(ticket="K7QM2X", answered=True)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(shipped_rules())


@pytest.fixture(scope="module")
def family() -> RegisterIndex:
    """Two families with pupils' accounts; Nico's mother and he share a surname that is a given name too."""
    students = {
        "1": Student(
            id="1",
            name=PersonName("Nicolás", "Guadalupe", "Ferrán"),
            units=("2º ESO B",),
            guardians=("g1",),
            emails=frozenset({"ngua@alumnos.test"}),
        ),
        "2": Student(
            id="2",
            name=PersonName("Berta", "Olmedo", "Quesada"),
            units=("1º ESO A",),
            guardians=("g2",),
            emails=frozenset({"bolm@alumnos.test"}),
        ),
    }
    guardians = {
        "g1": Guardian(
            key="g1",
            dni=None,
            name=PersonName("Elvira", "Ferrán", "Duque"),
            phones=frozenset({"+34611000111"}),
            emails=frozenset({"elvira@casa.test"}),
            students=("1",),
        ),
        "g2": Guardian(
            key="g2",
            dni=None,
            name=PersonName("Tomasa", "Quesada", "Rico"),
            phones=frozenset({"+34622000222"}),
            students=("2",),
        ),
    }
    return RegisterIndex(Register(students, guardians), Hypocoristics.load(shipped_rules()))


def mail(
    body: str, subject: str = "iPasen", sender: str = "", address: str = "alguien@familias.test"
) -> InboundMessage:
    message = EmailMessage()
    message["From"] = f'"{sender}" <{address}>' if sender else address
    message["To"] = "incidenciastde@centro.test"
    message["Subject"] = subject
    message["Message-ID"] = "<uno@familias.test>"
    message.set_content(body)
    return parse_mail(message.as_bytes(), own=OWN)


def pupils(claim: Claim) -> tuple[str, ...]:
    return tuple(f"{s.name.value} | {s.course or ''}" for s in claim.students)


def findings(claim: Claim) -> Iterator[Finding]:
    single = (claim.guardian, claim.phone, claim.incomplete_phone, claim.loose_course_finding)
    yield from (f for f in single if f)
    yield from claim.other_phones
    yield from claim.intent_findings
    yield from (f for f in claim.signals.values() if f)
    for student in claim.students:
        yield student.name
        if student.course_finding:
            yield student.course_finding


def assert_spans_are_the_text(message: InboundMessage, claim: Claim) -> None:
    regions = {Region.SUBJECT: message.subject, Region.BODY: message.body, Region.SENDER: message.sender.name}
    for finding in findings(claim):
        assert regions[finding.region][finding.start : finding.end] == finding.text
        assert finding.text
        assert finding.found_by


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_mails_in_many_voices(reader: Reader, case: Case) -> None:
    message = mail(case.body, case.subject, case.sender)
    claim = reader.read(message)
    assert_spans_are_the_text(message, claim)
    assert (claim.guardian.value if claim.guardian else "") == case.guardian
    assert pupils(claim) == case.students
    assert (claim.phone.value if claim.phone else "") == case.phone
    assert (claim.intent, claim.writer) == (case.intent, case.writer)
    assert claim.signals.keys() - {Signal.ODD_REQUEST} == case.signals
    if not case.signals and case.writer == "guardian":
        assert Signal.ODD_REQUEST not in claim.signals
    assert str(claim.loose_course or "") == case.loose_course


FRAGMENTS = st.sampled_from(
    [
        "soy",
        "la madre de",
        "Ana María",
        "pérez",
        "RUIZ",
        "Mª",
        "d'",
        "O'Neill",
        ",",
        ".",
        "\n",
        ":",
        "(",
        ")",
        "y",
        "2º B",
        "3ESO",
        "de",
        "600 111 222",
        "no puedo entrar",
        "ipasen",
        "Alumno:",
        "|",
        "\t",
        "á",
        "ß",
        "İ",
        "密码",
        "أنا",
        "😀",
        "\u200b",
        "mi hijo",
        "A.",
        "-- ",
        "Un saludo",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS, max_size=40), st.lists(FRAGMENTS, max_size=8))
def test_no_mail_raises_and_spans_hold(reader: Reader, body: list[str], subject: list[str]) -> None:
    message = mail(" ".join(body), " ".join(subject).replace("\n", " "), "")
    assert_spans_are_the_text(message, reader.read(message))


def test_several_mails_at_once_read_as_one_by_one(reader: Reader) -> None:
    messages = [mail(c.body, c.subject, c.sender) for c in CASES]
    assert reader.read_many(messages, None) == [reader.read(m) for m in messages]


def test_every_field_says_who_found_it(reader: Reader) -> None:
    claim = reader.read(
        mail("Soy Elsa Prado Gil, madre de Leo Mas Prado, 2º ESO B. Móvil 611 22 33 44. Olvidé la clave.")
    )
    assert claim.guardian
    assert claim.guardian.found_by == "relation: me llamo …"
    assert claim.students[0].name.found_by == "madre de …"
    assert claim.students[0].course_finding
    assert claim.students[0].course_finding.found_by == "courses.yaml"
    assert claim.phone
    assert claim.phone.found_by == "phone-mobile"


def test_an_automatic_mail_is_not_read(reader: Reader) -> None:
    message = EmailMessage()
    message["From"] = "Ana Gil Mora <ana@familias.test>"
    message["Auto-Submitted"] = "auto-replied"
    message.set_content("Soy Ana Gil Mora, móvil 600111222")
    claim = reader.read(parse_mail(message.as_bytes(), own=OWN))
    assert (claim.intent, claim.guardian, claim.phone) == (Intent.AUTOMATIC, None, None)


def test_an_answer_brings_data_and_its_subject_is_ours(reader: Reader) -> None:
    message = mail("Perdón, el teléfono es 600111222", "Re: [K7QM2X] acceso de Luis Mora", "Ana Gil Mora")
    claim = reader.read(message, None, ANSWERED)
    assert claim.intent is Intent.FOLLOW_UP
    assert claim.phone
    assert (claim.phone.value, claim.guardian, claim.students) == ("+34600111222", None, ())


QUOTED = (
    "\n\nEl lun, 5 oct 2026 a las 18:02, Otra Familia <otra@familias.test> escribió:\n"
    "> Soy Rosa Cabello Mir, madre de Hugo Nieto Cabello (2º ESO D), 622415009\n"
)


def test_quoted_text_of_others_is_no_claim(reader: Reader) -> None:
    claim = reader.read(mail("No puedo entrar en iPasen. Soy Ana Gil Mora." + QUOTED))
    assert claim.guardian
    assert (claim.guardian.value, claim.students, claim.phone) == ("Ana Gil Mora", (), None)


def test_quoted_text_counts_when_the_writer_refers_to_it(reader: Reader) -> None:
    claim = reader.read(mail("Os reenvío los datos abajo, que no puedo entrar en iPasen." + QUOTED))
    assert claim.guardian
    assert claim.guardian.value == "Rosa Cabello Mir"
    assert pupils(claim) == ("Hugo Nieto Cabello | 2º ESO D",)
    assert claim.phone
    assert claim.phone.value == "+34622415009"


@pytest.mark.parametrize(
    "news",
    [
        "Leo sale antes este trimestre, entrevista en la academia.",
        "Café de familias, cuento contigo para el grupo.",
        "Boda en el pueblo, regresamos pasado el lunes.",
    ],
)
def test_everyday_words_beside_the_data_are_more_than_data(reader: Reader, news: str) -> None:
    data = "Ana Gil Mora, madre de Leo Pozo Gil, 1º ESO A, 600111222."
    assert reader.read(mail(data, subject="Leo")).intent is Intent.RECOVER
    assert reader.read(mail(f"{data} {news}", subject="Leo")).intent is Intent.OTHER


def test_what_is_wanted_may_stand_in_the_quoted_text_alone(reader: Reader) -> None:
    quoted = QUOTED.rpartition("> ")[0] + "> Mi usuario de iPasen dice contraseña incorrecta."
    assert reader.read(mail("Os reenvío el mensaje de abajo." + quoted, subject="")).intent is Intent.RECOVER


def test_own_data_come_before_quoted_data(reader: Reader) -> None:
    body = "Contesto al correo de abajo. Soy Ana Gil Mora, madre de Leo Pozo Gil 1º ESO A, 600111222, no puedo entrar."
    claim = reader.read(mail(body + QUOTED))
    assert pupils(claim) == ("Leo Pozo Gil | 1º ESO A",)
    assert claim.phone
    assert claim.phone.value == "+34600111222"


def test_the_register_tells_where_a_given_name_ends(reader: Reader, family: RegisterIndex) -> None:
    body = "Soy Elvira Ferrán, madre de Nicolás Guadalupe Ferrán de 2º B. Olvidé la clave."
    (student,) = reader.read(mail(body), family).students
    assert (student.given, student.surnames) == ("Nicolás", "Guadalupe Ferrán")


def test_the_register_shows_roles_that_the_words_leave_open(reader: Reader, family: RegisterIndex) -> None:
    claim = reader.read(
        mail("clave ipasen bloqueada, tomasa quesada rico, berta olmedo quesada, 622000222"), family
    )
    assert claim.guardian
    assert claim.guardian.value == "tomasa quesada rico"
    assert [s.name.value for s in claim.students] == ["berta olmedo quesada"]


def test_nothing_of_the_register_enters_the_claim(reader: Reader, family: RegisterIndex) -> None:
    claim = reader.read(mail("No puedo entrar en iPasen, mi teléfono es el 611000111"), family)
    assert (claim.guardian, claim.students) == (None, ())


def test_a_pupils_account_makes_the_writer_a_pupil(reader: Reader, family: RegisterIndex) -> None:
    body = "Soy Elvira Ferrán Duque, madre de Nicolás Guadalupe Ferrán de 2º B. Olvidé la clave. 611000111"
    claim = reader.read(mail(body, address="ngua@alumnos.test"), family)
    assert claim.writer is Writer.STUDENT
    assert claim.guardian
    assert claim.guardian.value == "Elvira Ferrán Duque"


def test_an_incomplete_phone_is_not_given(reader: Reader) -> None:
    claim = reader.read(mail("Soy Ana Gil Mora, madre de Leo Pozo Gil 1º ESO A, mi móvil es 6001112"))
    assert claim.phone is None
    assert claim.incomplete_phone
    assert claim.incomplete_phone.text == "6001112"


def test_a_title_before_the_name_is_read(reader: Reader) -> None:
    claim = reader.read(
        mail("No puedo entrar en iPasen. Sra. Lady Viviana Rosas Luna, tutora legal de Eva Gil.")
    )
    assert claim.guardian
    assert claim.guardian.value.endswith("Lady Viviana Rosas Luna")


@pytest.mark.parametrize(
    "body", ["Dª", "Soy Dª, madre de Leo Pozo Gil, 1º ESO A", "Madre: Dª\nAlumno: Leo Pozo Gil"]
)
def test_a_title_alone_is_no_name(reader: Reader, body: str) -> None:
    assert reader.read(mail(body)).guardian is None


def test_an_empty_mail_is_marked(reader: Reader) -> None:
    claim = reader.read(mail("", subject=""))
    assert (claim.intent, set(claim.signals)) == (Intent.OTHER, {Signal.EMPTY})


@pytest.mark.parametrize("piece", [" ", "\n", "de la ", "Ana y ", "alumno: x\n", '"(" ', "6 1 2 "])
def test_a_mail_of_one_endless_piece_is_read_up_to_a_limit(reader: Reader, piece: str) -> None:
    message = mail(
        "Soy Ana Gil Mora, madre de Leo Pozo Gil 1º ESO A, 600111222.\n" + piece * (60_000 // len(piece))
    )
    claim = reader.read(message)
    assert claim.guardian
    assert claim.guardian.value == "Ana Gil Mora"
    assert_spans_are_the_text(message, claim)


def test_several_children_in_any_layout(reader: Reader) -> None:
    """Every child with its course, and the guardian beside them."""
    for guardian, cases in (("ana gil mora", ANAS), ("marta solis vera", MARTAS)):
        claims = reader.read_many([mail(text) for text, _ in cases], None)
        for (text, expected), claim in zip(cases, claims, strict=True):
            assert sorted(map(plain, pupils(claim))) == sorted(map(plain, expected)), text
            assert claim.guardian is not None, text
            assert plain(claim.guardian.value) == guardian, text
            assert claim.writer in {Writer.GUARDIAN, Writer.UNKNOWN}, text


@pytest.mark.parametrize(
    ("signed", "writer"),
    [
        ("Carmen Duarte Pons", Writer.THIRD_PARTY),
        ("Zhanna Kowalczyk", Writer.THIRD_PARTY),
        ("Eva Sol", Writer.GUARDIAN),
        ("Eva", Writer.GUARDIAN),
        ("Eva Soll Ruiz", Writer.GUARDIAN),
        ("Feliz Semana", Writer.GUARDIAN),
    ],
)
def test_who_signs_with_another_full_name_writes_for_somebody_else(
    reader: Reader, signed: str, writer: Writer
) -> None:
    body = "Soy Eva Sol Ruiz, madre de Leo Pardo Gil, de 2ºB. No puedo entrar en iPasen. Móvil 600111222"
    claim = reader.read(mail(f"{body}\n\nUn saludo,\n{signed}"))
    assert claim.writer is writer
    assert (Signal.FOR_ANOTHER in claim.signals) == (writer is Writer.THIRD_PARTY)


@pytest.mark.parametrize(
    "firm", ["Freiduría El Levante\nPaseo Marítimo, local 6", "Quesos Artesanos La Sagra", "Hotel Playasol"]
)
def test_a_firm_at_the_foot_is_not_who_introduces_themselves(reader: Reader, firm: str) -> None:
    body = "Soy Eva Sol Ruiz. Mi hijo Leo Pardo Gil, de 2ºB. No puedo entrar en iPasen. Móvil 600111222"
    claim = reader.read(mail(f"{body}\nSaludos\n\n{firm}"))
    assert claim.guardian is not None
    assert claim.guardian.value == "Eva Sol Ruiz"


def test_one_child_and_its_parent_on_the_lines_below_a_label(reader: Reader) -> None:
    claim = reader.read(mail("No entro en Pasen.\nAlumno:\nLeo Pardo Gil\nAna Gil Mora\n600111222"))
    assert (pupils(claim), claim.guardian and claim.guardian.value) == (("Leo Pardo Gil | ",), "Ana Gil Mora")


@pytest.mark.parametrize(
    ("above", "intent"),
    [
        ("Buenos días, reenvío lo que le puse al tutor, que me dice que es a ustedes.", Intent.RECOVER),
        ("Buenos días, reenvío este mensaje: quiero cambiar mi número de teléfono.", Intent.CHANGE_DATA),
    ],
)
def test_what_is_forwarded_tells_what_is_wanted_where_nothing_else_does(
    reader: Reader, above: str, intent: Intent
) -> None:
    forwarded = (
        "---------- Forwarded message ---------\nDe: Eva Sol Ruiz <eva@familias.test>\n"
        "Para: <tutor@centro.test>\nAsunto: Leo\n\n"
        "Hola Manuel, no puedo entrar en iPasen, se me ha olvidado la contraseña. "
        "Soy Eva Sol Ruiz, madre de Leo Gil Sol, 2º ESO A, 600111222."
    )
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Eva <eva@familias.test>", "Fwd: Leo"
    mail.set_content(f"{above}\n\n{forwarded}")
    claim = reader.read(parse_mail(mail.as_bytes(), own=OWN))
    assert (claim.intent, claim.guardian and claim.guardian.value) == (intent, "Eva Sol Ruiz")


@pytest.mark.parametrize(
    ("first", "answer", "ends"),
    [
        ("Mi hijo es Leo Soto Gil, 2ºA. 611203040", "Eva Gil Sanz. Gracias.", False),
        ("Mi hijo es Leo Soto Gil, 2ºA. 611203040", "Muchas gracias.", True),
        ("Soy Eva Gil Sanz, madre de Leo Soto Gil, 2ºA. 611203040", "Muchas gracias. Eva Gil Sanz", True),
    ],
)
def test_a_name_that_was_asked_for_is_more_than_thanks(
    reader: Reader, first: str, answer: str, ends: bool
) -> None:
    claim = reader.read(mail(f"{first} No puedo entrar en iPasen"), None)
    thread = Thread(ticket="K7QM2X", answered=True, asked=1, claims=(claim,))
    assert (Signal.THANKS in reader.read(mail(answer), None, thread).signals) is ends


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Luis Mora Gil 2º B, madre: Ana Gil Mora, móvil 600111222. Muchas gracias", Intent.RECOVER),
        ("Bonjour, ma fille ne viendra pas demain, elle a de la fièvre. {data}. Merci", Intent.OTHER),
        ("Good morning, my son will be off tomorrow as he has a temperature. {data}. Thanks", Intent.OTHER),
        ("Добрий день, мій син завтра не прийде до школи, він захворів. {data}", Intent.OTHER),
        ("Goedemorgen, mijn zoon komt morgen niet naar school. {data}", Intent.OTHER),
        ("Bună ziua, când este ședința? {data}", Intent.OTHER),
        ("Luis is sick today. {data}", Intent.OTHER),
        ("متى الاجتماع؟ {data}", Intent.OTHER),
        ("路易斯生病了 {data}", Intent.OTHER),
    ],
)
def test_data_alone_ask_for_access_and_with_another_matter_they_do_not(
    reader: Reader, family: RegisterIndex, text: str, intent: Intent
) -> None:
    data = "Ana Gil Mora, Luis Mora Gil 2º B, 600111222"
    assert reader.read(mail(text.format(data=data), "Luis"), family).intent is intent
