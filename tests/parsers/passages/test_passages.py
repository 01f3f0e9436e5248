"""Whose words are whose: one row a mail program and language; new text is never lost."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.mail import Address, InboundMessage, PassageKind
from bot.parsers.passages.divide import (
    NOTE_NOTHING_NEW,
    NOTE_ONLY_SIGNATURE,
    NOTE_QUOTE_KEPT,
    NOTE_STORY_KEPT,
    divide,
)

OURS = "Hemos recibido su mensaje. Nos falta el siguiente dato:\n- el número de teléfono móvil"
QUOTED = "\n".join(f"> {line}" for line in OURS.split("\n"))


def read(text, **how):
    passages, notes = divide(text, **how)
    message = InboundMessage(message_id=None, sender=Address("", ""), body=text, passages=passages)
    return message, notes


ATTRIBUTIONS = {
    "gmail es": "El mar, 13 oct 2026 a las 16:30, Incidencias TDE (<tde@ies.test>) escribió:",
    "gmail en": "On Tue, Oct 13, 2026 at 4:30 PM Incidencias TDE <tde@ies.test> wrote:",
    "gmail fr": "Le mar. 13 oct. 2026 à 16:30, Incidencias TDE <tde@ies.test> a écrit :",
    "gmail pt": "Incidencias TDE <tde@ies.test> escreveu (terça, 13/10/2026 à(s) 16:30):",
    "gmail pt antiguo": "Em ter., 13 de out. de 2026 às 16:30, Incidencias TDE <tde@ies.test> escreveu:",
    "gmail ro": "În mar., 13 oct. 2026 la 16:30, Incidencias TDE <tde@ies.test> a scris:",
    "gmail de": "Am Di., 13. Okt. 2026 um 16:30 Uhr schrieb Incidencias TDE <tde@ies.test>:",
    "gmail it": "Il giorno mar 13 ott 2026 alle ore 16:30 Incidencias TDE <tde@ies.test> ha scritto:",
    "gmail uk": "вт, 13 жовт. 2026 р. о 16:30 Incidencias TDE <tde@ies.test> пише:",
    "gmail ru": "вт, 13 окт. 2026 г. в 16:30, Incidencias TDE <tde@ies.test>:\nписал(а):",
    "gmail ar": "في الثلاثاء، 13 أكتوبر 2026 في 4:30 م تمت كتابة ما يلي بواسطة Incidencias TDE <tde@ies.test>:",
    "gmail zh": "Incidencias TDE <tde@ies.test> 于2026年10月13日周二 16:30写道：",
    "gmail ca": "El dia dt., 13 d’oct. 2026, 16:30, Incidencias TDE <tde@ies.test> va escriure:",
    "gmail partido": "El mar, 13 oct 2026 a las 16:30, Incidencias TDE (<\ntde@ies.test>) escribió:",
    "ios es": "El 13 oct 2026, a las 16:30, Incidencias TDE <tde@ies.test> escribió:",
    "ios en": "On 13 Oct 2026, at 16:30, Incidencias TDE <tde@ies.test> wrote:",
    "ios de": "Am 13.10.2026 um 16:30 schrieb Incidencias TDE <tde@ies.test>:",
    "yahoo es": "El martes, 13 de octubre de 2026, 16:30:12 CEST, Incidencias TDE <tde@ies.test> escribió:",
    "yahoo en": "On Tuesday, October 13, 2026 at 04:30:12 PM GMT+2, Incidencias TDE <tde@ies.test> wrote:",
    "thunderbird es": "El 13/10/26 a las 16:30, Incidencias TDE escribió:",
    "thunderbird fr": "Le 13/10/2026 à 16:30, Incidencias TDE a écrit :",
    "samsung es": "-------- Mensaje original --------\nDe: Incidencias TDE <tde@ies.test>\nFecha: 13/10/26 16:30 (GMT+01:00)\nA: Ana <ana@gmail.test>\nAsunto: Re: clave",
    "samsung corto": "-------- Mensaje original --------\nEl 13 oct 2026 a las 16:30, Incidencias TDE <tde@ies.test> escribió:",
    "samsung en": "-------- Original message --------\nFrom: Incidencias TDE <tde@ies.test>\nDate: 13/10/2026 16:30 (GMT+01:00)\nTo: Ana <ana@gmail.test>\nSubject: Re: clave",
    "samsung de": "-------- Ursprüngliche Nachricht --------\nVon: Incidencias TDE <tde@ies.test>\nDatum: 13.10.26 16:30 (GMT+01:00)\nAn: Ana <ana@gmail.test>\nBetreff: Re: clave",
    "outlook clásico": "-----Mensaje original-----\nDe: Incidencias TDE [mailto:tde@ies.test]\nEnviado el: martes, 13 de octubre de 2026 16:30\nPara: Ana\nAsunto: Re: clave",
    "outlook es": "De: Incidencias TDE <tde@ies.test>\nEnviado el: martes, 13 de octubre de 2026 16:30\nPara: Ana <ana@gmail.test>\nAsunto: Re: clave",
    "outlook web": "________________________________\nDe: Incidencias TDE <tde@ies.test>\nEnviado: martes, 13 de octubre de 2026 16:30\nPara: Ana <ana@gmail.test>\nAsunto: Re: clave",
    "outlook en": "From: Incidencias TDE <tde@ies.test>\nSent: Tuesday, October 13, 2026 4:30 PM\nTo: Ana <ana@gmail.test>\nSubject: Re: clave",
    "outlook fr": "De : Incidencias TDE <tde@ies.test>\nEnvoyé : mardi 13 octobre 2026 16:30\nÀ : Ana <ana@gmail.test>\nObjet : Re: clave",
    "outlook pt": "De: Incidencias TDE <tde@ies.test>\nEnviado: terça-feira, 13 de outubro de 2026 16:30\nPara: Ana <ana@gmail.test>\nAssunto: Re: clave",
    "outlook de": "Von: Incidencias TDE <tde@ies.test>\nGesendet: Dienstag, 13. Oktober 2026 16:30\nAn: Ana <ana@gmail.test>\nBetreff: Re: clave",
    "outlook ro": "De la: Incidencias TDE <tde@ies.test>\nTrimis: marți, 13 octombrie 2026 16:30\nCătre: Ana <ana@gmail.test>\nSubiect: Re: clave",
    "outlook uk": "Від: Incidencias TDE <tde@ies.test>\nНадіслано: вівторок, 13 жовтня 2026 р. 16:30\nКому: Ana <ana@gmail.test>\nТема: Re: clave",
    "outlook ar": "من: Incidencias TDE <tde@ies.test>\nتم الإرسال: الثلاثاء، 13 أكتوبر 2026 16:30\nإلى: Ana <ana@gmail.test>\nالموضوع: Re: clave",
    "outlook zh": "发件人: Incidencias TDE <tde@ies.test>\n发送时间: 2026年10月13日 16:30\n收件人: Ana <ana@gmail.test>\n主题: Re: clave",
    "outlook negrita": "*De:* Incidencias TDE <tde@ies.test>\n*Enviado:* martes, 13 de octubre de 2026 16:30\n*Para:* Ana <ana@gmail.test>\n*Asunto:* Re: clave",
}


@pytest.mark.parametrize("announced", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
@pytest.mark.parametrize("old", [OURS, QUOTED], ids=["sin prefijo", "con >"])
def test_quote_is_cut_below_the_new_text(announced, old):
    message, _ = read(f"Mi móvil es el 612 345 678\n\n{announced}\n\n{old}", is_reply=True)
    assert message.text == "Mi móvil es el 612 345 678"
    assert "Hemos recibido" in message.text_of(PassageKind.QUOTE)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        pytest.param(
            f"{ATTRIBUTIONS['gmail es']}\n{QUOTED}\n\nMi móvil: 612345678\nGracias",
            "Mi móvil: 612345678\nGracias",
            id="debajo de la cita",
        ),
        pytest.param(
            f"{ATTRIBUTIONS['thunderbird es']}\n> ¿Nombre del alumno?\nJuan Pérez Ruiz\n> ¿Curso?\n2º B\n> Gracias",
            "Juan Pérez Ruiz\n2º B",
            id="entre las líneas citadas",
        ),
        pytest.param(
            f"Hola\n{ATTRIBUTIONS['gmail es']}\n{QUOTED}\n\n>\n> fin\nPD: soy Ana",
            "Hola\nPD: soy Ana",
            id="posdata",
        ),
    ],
)
def test_answers_around_the_quote_are_the_writers(text, own):
    message, _ = read(text, is_reply=True)
    assert message.text.replace("\n\n", "\n") == own


@pytest.mark.parametrize(
    "text",
    [
        "El martes 13 de octubre de 2026 a las 16:30 la tutora me escribió:\nque tenía que pedir la clave.\nMi móvil es 612345678",
        "De: mi hijo no sé nada\nSoy Ana",
        "Datos:\nDe: Ana Pérez\nPara: mi hija Eva\nMóvil: 612345678",
        "Le escribo porque el 13/10/2026 a las 16:30 me salió este aviso:\nUsuario bloqueado",
        "> Padre: Ana\n> Alumno: Eva",
        "Nombre: Ana\n----------\nAlumna: Eva\n----------\nMóvil: 612345678",
    ],
)
def test_what_only_resembles_a_quote_stays_the_writers(text):
    message, _ = read(text)
    assert message.text == text


def test_doubts_are_noted():
    assert read("> Padre: Ana\n> Alumno: Eva")[1] == (NOTE_QUOTE_KEPT,)
    assert read(f"{ATTRIBUTIONS['gmail es']}\n{QUOTED}", is_reply=True)[1] == (NOTE_NOTHING_NEW,)
    assert read("-- \nAna Pérez")[1] == (NOTE_ONLY_SIGNATURE,)
    assert read("El 13/10/2026 a las 16:30 Ana Pérez escribió:\nhola")[1] == (NOTE_STORY_KEPT,)


FORWARDS = {
    "gmail es": "---------- Mensaje reenviado ----------\nDe: Ana <ana@x.test>\nFecha: mar, 13 oct 2026\nAsunto: clave\nPara: Eva",
    "gmail nuevo": "---------- Forwarded message ---------\nDe: Ana <ana@x.test>\nDate: mar, 13 oct 2026 a las 16:30\nSubject: clave\nTo: <eva@x.test>",
    "ios": "Inicio del mensaje reenviado:\n\nDe: Ana <ana@x.test>\nAsunto: clave\nFecha: 13 de octubre de 2026",
    "ios en": "Begin forwarded message:\n\nFrom: Ana <ana@x.test>\nSubject: clave",
    "ios fr": "Début du message transféré :\n\nDe: Ana <ana@x.test>\nObjet: clave",
    "thunderbird": "-------- Mensaje reenviado --------\nAsunto: clave\nFecha: 13/10/26\nDe: Ana <ana@x.test>",
    "thunderbird de": "-------- Weitergeleitete Nachricht --------\nBetreff: clave\nVon: Ana <ana@x.test>",
    "whatsapp": "---------- Mensaje reenviado de WhatsApp ---------\n[26/10/26, 8:51] Esther:",
    "uk": "---------- Пересланий лист ---------\nВід: Ana <ana@x.test>",
    "zh": "---------- 转发的邮件 ---------\n发件人: Ana <ana@x.test>",
    "outlook rv": "De: Ana <ana@x.test>\nEnviado el: martes, 13 de octubre de 2026 16:30\nPara: Eva\nAsunto: clave",
}


@pytest.mark.parametrize("announced", FORWARDS.values(), ids=FORWARDS.keys())
def test_forwarded_mail_is_not_the_writers(announced):
    message, _ = read(f"Os lo reenvío.\n\n{announced}\n\nSoy Ana, no puedo entrar", is_forward=True)
    assert message.text == "Os lo reenvío."
    assert "no puedo entrar" in message.text_of(PassageKind.FORWARD)


DEVICE_LINES = [
    "Enviado desde mi iPhone", "Enviado desde mi Galaxy A14 5G", "Enviado desde Outlook para Android", "Obtener Outlook para iOS",
    "Obtener Outlook para Android<https://aka.ms/AAb9ysg>", "Enviado desde Yahoo Mail con Android", "Sent from my iPhone", "Get Outlook for iOS",
    "Envoyé de mon iPhone", "Télécharger Outlook pour iOS", "Trimis de pe iPhone-ul meu", "Enviado do meu iPhone", "Von meinem iPhone gesendet",
    "Gesendet mit der GMX Mail App", "Outlook für Android herunterladen", "Надіслано з iPhone", "أرسلت من الـ iPhone", "发自我的 iPhone",
    "Inviato da iPhone", "Libre de virus.www.avast.com", "Enviado con Proton Mail",
]  # fmt: skip


@pytest.mark.parametrize("line", DEVICE_LINES)
def test_device_line_is_a_footer(line):
    message, _ = read(f"Soy Ana Pérez\n\n{line}\n")
    assert message.text == "Soy Ana Pérez"
    assert message.text_of(PassageKind.FOOTER).strip() == line


@pytest.mark.parametrize(
    "line",
    [
        "Enviado desde el móvil de mi hermana porque el mío está roto desde ayer",
        "Enviado desde el 612 345 678 que es el mío",
    ],
)
def test_sentence_that_begins_like_a_device_line_is_the_writers(line):
    assert read(f"Hola\n\n{line}")[0].text.endswith(line)


DISCLAIMERS = [
    "AVISO LEGAL: Este mensaje es confidencial y va dirigido exclusivamente a su destinatario.",
    "Este mensaje y sus adjuntos pueden contener información confidencial.",
    "Antes de imprimir este correo piense si es necesario.",
    "De conformidad con el Reglamento (UE) 2016/679, le informamos de que sus datos serán tratados.",
    "This e-mail and any attachments are confidential.",
    "Diese E-Mail enthält vertrauliche Informationen.",
    "Ce message et ses pièces jointes sont confidentiels.",
]


@pytest.mark.parametrize("disclaimer", DISCLAIMERS)
def test_disclaimer_is_a_footer(disclaimer):
    message, _ = read(f"No puedo entrar.\n\nAna Pérez\n{disclaimer}\nSi lo ha recibido por error, bórrelo.")
    assert message.text == "No puedo entrar.\n\nAna Pérez"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("No puedo entrar.\n\n-- \nAna Pérez\n612 345 678", "No puedo entrar."),
        ("No puedo entrar.\n--\nAna Pérez", "No puedo entrar."),
        ("No puedo entrar.\n\nAna Pérez\nDpto. de Compras\nTel. 955 00 11 22 · Fax 955 00 11 23", "No puedo entrar."),
        ("No puedo entrar.\nUn saludo,\nAna Pérez – Gerente\nTalleres Pérez, S.L.\nC/ Real 4", "No puedo entrar.\nUn saludo,"),
        ("No puedo entrar.\nMil gracias.\n\nAna Pérez\nNight Manager\nHotel Sol | 955 00 11 22 | 612 345 678", "No puedo entrar.\nMil gracias."),
        # data below the text are the writer's claim, not a signature
        ("No puedo entrar.\n\nUn saludo, Ana Pérez", "No puedo entrar.\n\nUn saludo, Ana Pérez"),
        ("No puedo entrar.\n\nAna Pérez\n612 345 678", "No puedo entrar.\n\nAna Pérez\n612 345 678"),
        ("Hola\n\nAna Pérez\nMadre de Eva Ruiz, 2º B\nTlf. 612 345 678", "Hola\n\nAna Pérez\nMadre de Eva Ruiz, 2º B\nTlf. 612 345 678"),
        ("No entro.\n\nNombre: Ana Pérez\nDirección: C/ Real 4\nTel: 612 345 678", "No entro.\n\nNombre: Ana Pérez\nDirección: C/ Real 4\nTel: 612 345 678"),
        ("-- \nSoy Ana Pérez, 612 345 678", "-- \nSoy Ana Pérez, 612 345 678"),
    ],
)  # fmt: skip
def test_signature_block(text, own):
    assert read(text)[0].text == own


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from("a1:> -\n_@.é"), max_size=300)
    | st.lists(
        st.sampled_from([*ATTRIBUTIONS.values(), *FORWARDS.values(), *DEVICE_LINES, "-- ", "", "> x", "hola"])
    ).map("\n".join),
    st.booleans(),
    st.booleans(),
)
def test_passages_cover_the_text_exactly(text, is_reply, is_forward):
    passages, _ = divide(text, is_reply=is_reply, is_forward=is_forward)
    assert "".join(text[p.start : p.end] for p in passages) == text
    assert all(a.end == b.start and a.kind is not b.kind for a, b in pairwise(passages))
