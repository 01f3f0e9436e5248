"""The mail to a teacher whose section's passwords are renewed."""

from __future__ import annotations

from datetime import datetime
from html import escape

from bot.mail.letters.mime import Attachment, Headers, compose
from bot.mail.letters.replies import Letter
from bot.mail.own import OwnMail
from bot.ports.bulk import BulkRun, BulkState, Delivery
from bot.ports.mail import OutgoingMail
from bot.settings.values import StaffDelivery
from bot.text.csv_sheet import csv_sheet

#: What the teacher should know, on the page and in the mail.
ADVICE = (
    "Al entrar con la clave temporal, el sistema pide poner otra. Vale 48 horas.",
    "Cada alumno debe actualizar en su perfil el correo alternativo, para recuperar la clave más adelante.",
    "Van aparte las cuentas que no se han encontrado, si las hay.",
    "Si falta información de alguien, actualícela en el registro del centro.",
)
_HOW = {
    "link": "Las claves se descargan, una sola vez, en {where}",
    "encrypted": "Las claves van en el PDF adjunto. Se abre con la frase que aparece en {where}",
    "plain": "Las claves van en el PDF adjunto.",
}


def letter(
    run: BulkRun,
    delivery: Delivery,
    *,
    school: str,
    own: OwnMail,
    way: StaffDelivery,
    url: str,
    now: datetime,
) -> OutgoingMail:
    """`url`: the page of the reset. `now` in the school's own time.

    Raises InputError when the teacher's address is none.
    """
    done, missing = run.of(BulkState.SET), run.of(BulkState.MISSING)
    lines = [
        f"Estimado/a {delivery.name}:",
        f"Claves renovadas de {run.section}: {len(done)}.",
        *([_HOW[way].format(where=url)] if done else []),
        *ADVICE,
        "Si no lo ha pedido usted, avise enseguida a quien coordina en su centro.",
    ]
    text = "\n\n".join(lines)
    attachments: list[Attachment] = []
    if done and way != "link":
        from bot.bulk.sheet import sheet  # noqa: PLC0415 - a PDF library that no other command needs

        phrase = delivery.phrase if way == "encrypted" else None
        pdf = sheet(run, phrase, school=school, zone=now.tzinfo)
        attachments.append(Attachment(f"claves-{run.id}.pdf", "application/pdf", pdf))
    if missing:
        rows = [("Nº Id. Escolar", "Nombre"), *((item.account.student or "", item.name) for item in missing)]
        attachments.append(
            Attachment(
                "cuentas-no-encontradas.csv", "text/csv; charset=utf-8", csv_sheet(rows).encode("utf-8-sig")
            )
        )
    return compose(
        Letter(
            subject=f"Claves de {run.section}",
            text=text,
            html="".join(f"<p>{escape(line)}</p>\n" for line in lines),
            languages=("es",),
        ),
        Headers(
            message_id=delivery.message_id,
            date=now,
            sender_name=school,
            own=own,
            recipient=delivery.to,
            ticket="",
            token="",
            submitted="auto-generated",
        ),
        attachments,
    )
