"""Machines are recognised, with or without their headers; a person is never taken for one."""

import pytest
import robot_cases as cases

from bot.parsers.inbound import OwnIdentity, parse_mail

OWN = OwnIdentity(frozenset({"tde@ies.test"}), "mx.ies.test", "ies-test")


def read(
    body="Hola", subject="Re: Su consulta sobre iPasen", sender="Ana Pérez <ana@correo.test>", **headers
):
    lines = [
        f"From: {sender}",
        "To: tde@ies.test",
        f"Subject: {subject}",
        "Content-Type: text/plain; charset=utf-8",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return parse_mail("\n".join([*lines, "", body]).encode(), own=OWN)


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("Auto-Submitted", "auto-replied", "auto-submitted"),
        ("Auto-Submitted", "auto-generated (rejected)", "auto-submitted"),
        ("AUTO-SUBMITTED", "Auto-Replied; owner-email=x", "auto-submitted"),
        ("Precedence", "bulk", "precedence"),
        ("Precedence", "Auto_Reply", "precedence"),
        ("X-Autoreply", "yes", "autoresponder"),
        ("X-Autorespond", "", "autoresponder"),
        ("X-Failed-Recipients", "x@y.test", "dsn"),
        ("List-Id", "AMPA <ampa.listas.test>", "list"),
        ("List-Post", "<mailto:ampa@listas.test>", "list"),
        ("X-Incidencias-Loop", "ies-test", "own-mail"),
        ("X-Incidencias-Loop", "otro-centro", "loop"),
    ],
)
def test_header_that_only_machines_write(header, value, code):
    message = read("Soy Ana, la madre de Eva", **{header: value})
    assert message.automatic.code == code
    assert message.no_auto_reply


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", "no (a person)"),
        ("Auto-Submitted", ""),
        ("Precedence", "normal"),
        ("X-Priority", "1"),
        ("X-Auto-Response-Suppress", "None"),
        ("Return-Path", "<ana@correo.test>"),
    ],
)
def test_header_that_says_nothing(header, value):
    message = read("No puedo entrar en iPasen", **{header: value})
    assert (message.automatic, message.no_auto_reply) == (None, False)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Auto-Response-Suppress", "All"),
        ("List-Unsubscribe", "<mailto:baja@correo.test>"),
        ("List-Help", "<mailto:ayuda@correo.test>"),
        ("Return-Path", "<>"),
        ("Reply-To", "no-reply@empresa.test"),
        ("Reply-To", "tde@ies.test"),
    ],
)
def test_header_that_asks_for_silence_but_hides_no_person(header, value):
    message = read("Soy Ana, la madre de Eva, no puedo entrar", **{header: value})
    assert (message.automatic, message.no_auto_reply) == (None, True)


def test_a_desk_that_one_can_unsubscribe_from_sends_newsletters():
    text = "¿Cansado del papeleo? Nuestro curso te enseña a ahorrar horas. Quedan doce plazas."
    message = read(
        text, "Tres claves", "Aula <boletin@cursos.test>", List_Unsubscribe="<https://cursos.test/baja>"
    )
    assert message.automatic.code == "newsletter"


def test_mailbox_that_is_a_mailing_group_of_the_school():
    message = read(
        "Soy Ana, madre de Eva",
        List_Id="<tde.ies.test>",
        Precedence="list",
        List_Unsubscribe="<x>",
        List_Post="<y>",
    )
    assert (message.automatic, message.no_auto_reply) == (None, False)


def test_own_address_without_our_loop_header_is_a_colleague_or_a_spoof():
    message = read("Mirad esto, soy Luis de jefatura", sender="TDE <tde@ies.test>")
    assert (message.automatic, message.no_auto_reply) == (None, True)


MULTIPART = "MIME-Version: 1.0\nContent-Type: {}; boundary=b\n\n--b\nContent-Type: text/plain\n\n{}\n--b\nContent-Type: {}\n\n{}\n--b--\n"


@pytest.mark.parametrize(
    ("container", "part", "code"),
    [
        ("multipart/report; report-type=delivery-status", "message/delivery-status", "dsn"),
        ("multipart/report", "message/delivery-status", "dsn"),
        ("multipart/report; report-type=disposition-notification", "message/disposition-notification", "mdn"),
        ("multipart/mixed", "message/disposition-notification", "mdn"),
        ("multipart/alternative", "text/calendar; method=REPLY", "calendar"),
        ("multipart/mixed", "text/calendar; method=CANCEL", "calendar"),
    ],
)
def test_part_that_only_machines_send(container, part, code):
    content = "From: a@x.test\nSubject: x\n" + MULTIPART.format(container, "x", part, "x")
    assert parse_mail(content.encode(), own=OWN).automatic.code == code


def test_bounce_inside_an_attached_mail_is_somebodys_question():
    inner = "From: MAILER-DAEMON@x.test\nAuto-Submitted: auto-replied\n" + MULTIPART.format(
        "multipart/report; report-type=delivery-status", "x", "message/delivery-status", "x"
    ).replace("b\n", "c\n").replace("--b--", "--c--")
    content = "From: a@x.test\nSubject: Fwd: error\n" + MULTIPART.format(
        "multipart/mixed", "¿Por qué me llega esto?", "message/rfc822", inner
    )
    assert parse_mail(content.encode(), own=OWN).automatic is None


#: No telling header at all: subject and words only.
ABSENCES = {
    "es": ("Respuesta automática: clave", "Estoy de vacaciones hasta el 3 de noviembre. Si es urgente, llame a mi compañero al 955 11 22 33."),
    "es sin asunto": ("Re: clave", "Gracias por su correo. Me encuentro de baja médica y no podré atender los mensajes. Para asuntos urgentes contacte con administración."),
    "es comercio": ("Re: clave", "Gracias por escribirnos. Ahora estamos fuera de horario; le responderemos lo antes posible. Si es urgente puede llamar al 900 11 22 33."),
    "en otras palabras": ("Automatic reply: clave", "Thanks. We're walking the Camino until 19 October, our neighbour Conchi has the keys of the flats."),
    "en": ("Out of Office: clave", "I am on annual leave until 4 November with no access to email."),
    "en sin asunto": ("Re: clave", "Thank you for your email. I am currently out of the office and will reply when I return on 3 Nov. For urgent matters please contact Jo."),
    "fr": ("Réponse automatique : clave", "Je suis en congé jusqu'au 3 novembre."),
    "pt": ("Resposta automática: clave", "Encontro-me de férias até 9 de novembro."),
    "de": ("Abwesenheitsnotiz: clave", "Ich bin bis zum 9.11. im Urlaub und werde Ihre Nachricht nach meiner Rückkehr beantworten."),
    "de sin asunto": ("Re: clave", "Vielen Dank für Ihre Nachricht. Ich bin bis 9.11. nicht im Büro. In dringenden Fällen wenden Sie sich an Frau Kurz."),
    "ro": ("Răspuns automat: clave", "Sunt în concediu până la 5 noiembrie, voi răspunde când mă întorc."),
    "it": ("Risposta automatica: clave", "Sono in ferie fino al 9 novembre."),
    "ca": ("Resposta automàtica: clau", "Estic de vacances fins al 9 de novembre."),
    "gl": ("Resposta automática: clave", "Atópome fóra da oficina ata o 9 de novembro."),
    "eu": ("Erantzun automatikoa: clave", "Bulegotik kanpo nago azaroaren 9ra arte."),
}  # fmt: skip


@pytest.mark.parametrize(("subject", "body"), ABSENCES.values(), ids=ABSENCES.keys())
def test_absence_notice_without_headers(subject, body):
    assert read(body, subject).automatic.code == "vacation"


ROBOTS = {
    "rebote de postfix": (
        "dsn", "MAILER-DAEMON@mx.test", "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.test.\nI'm sorry to have to inform you that your message could not be delivered.",
    ),
    "rebote de exim": ("dsn", "Mail Delivery System <Mailer-Daemon@mx.test>", "Mail delivery failed: returning message to sender", "A message that you sent could not be delivered."),
    "rebote en español": ("dsn", "postmaster@outlook.test", "No se puede entregar: Su consulta", "No se ha podido entregar el mensaje a pepa@outlook.test. No se ha encontrado la dirección."),
    "acuse de lectura sin marcar": ("mdn", "Ana <ana@x.test>", "Leído: Su consulta sobre iPasen", "Su mensaje\n Para: Ana\n Asunto: x\nfue leído el martes, 13 de octubre de 2026."),
    "acuse en inglés": ("mdn", "Ana <ana@x.test>", "Read: Su consulta", "Your message\n To: Ana\nwas read on 13/10/2026 16:30."),
    "acuse de incidencia": ("ticket", "soporte@empresa.test", "[Ticket#482910] Su solicitud", "Su solicitud ha sido registrada con el número de ticket 482910. Plazo máximo de 48 horas. Por favor, no responda a este correo."),
    "ticket en inglés": ("ticket", "help@vendor.test", "[Request #99120] iPasen", "##- Please type your reply above this line -##\nYour request has been received. Ticket number 99120."),
    "ya no trabaja": ("vacation", "Juan <j@x.test>", "Re: clave", "Desde el 1 de octubre ya no trabajo en esta empresa. Por favor dirijan sus correos a rrhh@x.test"),
    "buzón sin dueño": ("vacation", "Tienda <t@x.test>", "Re: clave", "Este buzón no está atendido. Si necesita ayuda llame al 955 00 11 22."),
    "comercio que contestará": ("vacation", "Clínica <hola@x.test>", "Re: clave", "¡Gracias por escribirnos! Nuestro horario es de 10 a 14. Te responderemos lo antes posible."),
    "reto antispam": ("challenge", "filtro@correo.test", "Confirme que es una persona", "Su mensaje está retenido. Para que sea entregado pulse el enlace."),
    "aviso de plataforma": ("notice", "no-reply@plataforma.test", "Nueva tarea", "Tiene 2 tareas. Este es un mensaje automático, por favor no responda a este correo."),
    "boletín sin cabeceras": ("newsletter", "novedades@tienda.test", "Ofertas de otoño", "Aproveche nuestro descuento: catálogo con 20% de descuento, gratis el envío desde 30 €. Si no desea recibir más correos, puede darse de baja aquí."),
    "boletín en inglés": ("newsletter", "news@shop.test", "Special offer for schools", "Limited time discount on tablets. Buy now, free trial. Unsubscribe here."),
    "phishing de buzón": ("spam", "Soporte <it@raro.test>", "Su cuenta será suspendida", "Estimado usuario: su cuenta será suspendida en 24 horas. Verifique su cuenta en http://raro.test/login para evitar la pérdida de mensajes."),
    "phishing en inglés": ("spam", "IT Support <admin@raro.test>", "Password expiry", "Dear user, your password will expire today. Click here to keep your current password: http://raro.test/x"),
    "phishing que sabe de nosotros": ("spam", "Sistemas <alerta@raro.test>", "Buzón lleno", "Estimado incidenciastde: por superar la cuota se han retenido 4 correos, entre ellos «No puedo entrar en iPasen». Para recuperarlos valide su usuario en http://raro.test/v"),
    "paquete retenido": ("spam", "Correos <info@raro.test>", "Su envío", "Estimado cliente: su paquete está retenido en aduanas, pendiente de pago. Pulse en el siguiente enlace http://raro.test/p antes de 24 horas."),
}  # fmt: skip


@pytest.mark.parametrize(("code", "sender", "subject", "body"), ROBOTS.values(), ids=ROBOTS.keys())
def test_robot_without_headers(code, sender, subject, body):
    assert read(body, subject, sender).automatic.code == code


PEOPLE = {
    "contesta a una respuesta automática": ("Re: Respuesta automática: clave", "Vale, gracias, pero sigo sin poder entrar en iPasen."),
    "quita el Re": ("Respuesta automática: iPasen", "Me llegó esto de ustedes. Soy Ana, madre de Eva, ¿me dais la clave?"),
    "la cita dice que es automática": ("Re: clave", "Mi móvil es 612345678\n\nEl mar, 13 oct 2026 a las 16:30, TDE <tde@ies.test> escribió:\n> Este es un mensaje automático, no responda a este correo."),
    "pregunta por un rebote": ("Mail delivery failed", "Buenas, me ha llegado este correo, ¿habéis recibido mi petición? No puedo entrar en Pasen.\n\n> 550 5.1.1 User unknown"),
    "está de vacaciones y sin clave": ("clave", "Estoy de vacaciones hasta el 3 y no puedo entrar en iPasen, es urgente, contactad conmigo en el 612345678."),
    "de viaje, con prisa": ("Ausencia de Eva", "Mi hija Eva está de viaje hasta el lunes con su padre y no podrá asistir a clase."),
    "ausencia del alumno": ("Ausencia", "Estimado tutor: Eva estará fuera hasta el viernes por fiebre. Saludos, Ana."),
    "copia el aviso de error": ("usuario bloqueado", "Su usuario ha sido bloqueado por superar el número de intentos. Contacte con su centro. Ana Pérez, 612345678"),
    "copia otro aviso": ("ipasen", "Su contraseña ha caducado. Haga clic en ¿Olvidó su contraseña? Ana Pérez, 1º B"),
    "teme un phishing": ("¿es verdad?", "Me ha llegado un SMS: su cuenta será suspendida, pulse el enlace http://raro.test. ¿Es vuestro?"),
    "seca": ("iPasen", "Usuario bloqueado. Ana Pérez Ruiz. Eva Ruiz Pérez 2º B. 612345678"),
    "tercera persona": ("clave", "La aplicación no le deja entrar a mi madre, dice usuario incorrecto."),
    "pie legal de empresa": ("clave", "Soy Ana Pérez, madre de Eva.\n\nSi no desea recibir más información, puede darse de baja escribiendo a lopd@empresa.test."),
    "urgente": ("URGENTE", "Necesito la clave hoy mismo, antes del viernes, por favor. Ana Pérez, Eva 3º A, 612345678"),
    "habla de dinero": ("comedor", "¿Hay descuento para familia numerosa? Me han cobrado 45 € de más. Gracias por su atención."),
    "número de incidencia de otro organismo": ("Incidencia 20261234", "La Junta me dio el número de incidencia 20261234567 y me dijo que escribiera aquí. Ana Pérez."),
    "gracias": ("Re: clave", "Gracias por su respuesta, ya he podido entrar."),
    "vacía": ("", ""),
    "solo una palabra": ("iPasen", "iPasen"),
    "inglés": ("Password", "Hello, thank you for your help. I cannot log in, my password has expired. Please reset it. Jane Doe, son Tom 1A"),
    "alemán": ("Passwort", "Ich bin die Mutter von Tim, ich kann mich nicht anmelden."),
    "chino": ("密码", "你好，我忘记了密码，我是王伟的妈妈。"),
    "leído": ("Leído el mensaje, dudas", "Buenos días, he leído el mensaje y no me aclaro con la app."),
    "da de baja al hijo": ("Baja", "Quiero dar de baja a mi hijo en el instituto, nos mudamos. Gracias"),
    "copia los textos de la app": ("Clave", "buenas la contraseña caduca y sale haga clic aqui para recuperar la contraseña y nada, urgente"),
    "cuenta un phishing con sus palabras": ("¿Es vuestro?", "Nos ha llegado un correo: hemos retenido 3 mensajes, para liberarlos confirme su usuario en http://raro.test ¿Lo mandáis vosotros? Ana Pérez"),
    "bloqueada por sus intentos": ("clave", "Se me ha bloqueado el usuario por superar los intentos. Para recuperarla confirme su usuario, me dice, y no sé cuál es. Ana Pérez, Eva 3º A, 612345678"),
    "bloqueada y con enlaces": ("iPasen", "Se ha bloqueado la cuenta de iPasen, dígame qué hacer para recuperarla hoy, es urgente. Ana Pérez. https://talleres.test"),
    "bloqueada, a nuestro nombre": ("iPasen", "Estimado incidenciastde: desbloqueen el usuario, se ha bloqueado por superar la cuota de intentos. Urgente. http://pasen.test"),
    "restringida": ("iPasen", "Se ha restringido mi acceso, para desbloquearlo confirme mi usuario por favor, antes del viernes. http://pasen.test"),
    "pega la pantalla": ("Error", "La app dice: Su sesión ha expirado. Verifique su contraseña. Usuario: aperez12 Contraseña: "),
    "fuera hasta el lunes": ("Re: clave", "Hasta el lunes no puedo leer el correo, llamadme por favor si es urgente"),
    "entrega un papel": ("Entregado: justificante", "Entregado el justificante en conserjería. Un saludo"),
    "pide oferta educativa": ("Oferta educativa", "¿Me pueden enviar la oferta de ciclos gratuitos y el presupuesto de libros?"),
    "manda un presupuesto": ("presupuesto", "Adjunto presupuesto de la reparación de la fotocopiadora, 45 €, sin compromiso"),
    "inglés de vacaciones": ("login", "Hi, I will be away on holiday until 5 Nov, could you reset before? John Smith, Tom 2B, 612345678"),
    "rumano de vacaciones": ("parola", "Buna ziua, nu pot intra in aplicatie, sunt in concediu pana la 5, va rog urgent. Ion Popescu"),
    "reenvía un robot": ("Fwd: clave", "Os paso esto\n\n---------- Forwarded message ---------\nDe: X <x@y.test>\nSubject: s\n\nMensaje automático, no responda a este mensaje"),
    "profesor de baja": ("Tutoría", "Hola, estoy de baja y no podré atender a las familias de 2ºB esta semana, ¿quién me sustituye?"),
}  # fmt: skip


@pytest.mark.parametrize(("subject", "body"), PEOPLE.values(), ids=PEOPLE.keys())
def test_person_is_never_a_robot(subject, body):
    message = read(body, subject)
    assert message.automatic is None


@pytest.mark.parametrize(
    "sender",
    [
        "noreply.ana77@gmail.test",
        "info@talleres.test",
        "postmaster.ana@x.test",
        "administracion@x.test",
        "no-reply@empresa.test",
    ],
)
def test_person_with_an_address_like_a_robots(sender):
    assert read("Soy Ana, madre de Eva. No me llega el SMS.", "clave", sender).automatic is None


def test_no_reply_address_gets_no_answer_but_free_mail_is_always_a_persons():
    assert read("Soy Ana, madre de Eva", "clave", "no-reply@empresa.test").no_auto_reply
    assert not read("Soy Ana, madre de Eva", "clave", "noreply.ana77@gmail.test").no_auto_reply


def test_evidence_names_what_was_found():
    sign = read("Gracias", Auto_Submitted="auto-replied").automatic
    assert sign.evidence == "Auto-Submitted: auto-replied"


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "Juan <j@x.test>",
            "Re: clave",
            "Esta cuenta de correo ha dejado de utilizarse. Mi nueva dirección es juan2@x.test",
        ),
        ("no-reply@aula.test", "2ºB", "Mañana se cierra la entrega de 2ºB"),
        ("Juan <j@x.test>", "Fuera de la oficina", "Vuelvo el lunes."),
    ],
)
def test_in_doubt_a_person_looks_and_no_machine_answers(sender, subject, body):
    message = read(body, subject, sender)
    assert (message.automatic, message.no_auto_reply) == (None, True)


def with_files(case: cases.Case):
    """The mail of a case as bytes read; its files are empty but named."""
    lines = [f"From: {case.sender}", "To: tde@ies.test", f"Subject: {case.subject}", "MIME-Version: 1.0"]
    lines += [
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8",
    ]
    lines += ["", case.text]
    for name in case.files:
        lines += ["--b", f'Content-Disposition: attachment; filename="{name}"', "", ""]
    return parse_mail("\n".join([*lines, "--b--", ""]).encode(), own=OWN)


MACHINES = {**cases.FIRST_MACHINES, **cases.MACHINES, **cases.LATER_MACHINES}
LOOK_ALIKES = {**cases.FIRST_PEOPLE, **cases.PEOPLE, **cases.LATER_PEOPLE}
#: A no-reply address gets no answer, and neither does who signs with a robot's subject.
UNANSWERED = {
    "desde no-reply por equivocación",
    "agradece con prisas",
    "árabe, de viaje",
    "ucraniana que contestará",
}


@pytest.mark.parametrize("case", MACHINES.values(), ids=MACHINES.keys())
def test_machine_of_any_trade(case):
    message = with_files(case)
    assert message.automatic is not None
    assert message.no_auto_reply


@pytest.mark.parametrize(("name", "case"), LOOK_ALIKES.items(), ids=LOOK_ALIKES.keys())
def test_person_who_looks_like_a_machine(name, case):
    message = with_files(case)
    assert (message.automatic, message.no_auto_reply) == (None, name in UNANSWERED)
