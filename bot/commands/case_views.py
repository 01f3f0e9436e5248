"""What `incidencias queue show` prints: from what the mail says to what a person can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.commands.case_page import render
from bot.commands.output import ago, case_as_json, print_lines, table
from bot.decision.explain import as_json as explained
from bot.mail.letters.replies import Letter
from bot.model.claim import Claim
from bot.model.register import Enrolment
from bot.model.ticket import EffectKind, TicketState
from bot.review.dossier import Option
from bot.review.steps import Review
from bot.store.cases.views import TicketFile
from bot.store.tables.schema import Status
from bot.text.amounts import amount, decimal
from bot.text.wording import EFFECTS, REASONS, STATES, STATUSES, called

_SHOWN = 4  #: accounts side by side on one screen


def show(review: Review, number: str, *, as_json: bool) -> None:
    """One case whole, in the order in which a person decides."""
    file = review.tickets.get(review.school, number)
    cases = review.dossier.cases(file)
    options = review.dossier.options(file)
    reply = review.dossier.preview(file)
    if as_json:
        ticket = case_as_json(file.ticket)
        mails = [
            explained(c, review.dossier.register, file=str(mail.id), with_text=True) for mail, c in cases
        ]
        candidates = [_candidate(option) for option in options]
        text = reply.text if isinstance(reply, Letter) else None
        print_lines([{**ticket, "mails": mails, "candidates": candidates, "reply": text}])
        return
    console = Console(highlight=False)
    console.print(heading(file))
    for mail, case in cases:
        title = f"correo {mail.id}, {ago(mail.received_at)}"
        console.print(render(case, explained(case, review.dossier.register, file=title)))
    if options:
        console.print(account_table(options, cases[-1][1].whole))
    for panel in (*work_panel(file), effects_table(file), reply_panel(file, reply)):
        console.print(panel)
    console.print(next_steps(file, options))


def _candidate(option: Option) -> dict[str, object]:
    return {
        "option": option.number,
        "guardian": option.guardian.on_file,
        "probability": option.candidate.probability,
        "students": list(option.candidate.students),
        "phone": option.masked_phone,
        "phone_differs": option.phone_differs,
        "name_differs": option.name_differs,
        "pupil_differs": option.pupil_differs,
    }


def heading(file: TicketFile) -> Panel:
    """Which case, why it waits, until when, whose it is; what failed, in red."""
    ticket = file.ticket
    what = Text(called(ticket.reason, REASONS), style="bold")
    facts = [
        called(ticket.state, STATES),
        f"llegó {ago(ticket.created_at)}",
        f"plazo: {ago(ticket.deadline)}" if ticket.deadline else "",
        f"lo lleva {ticket.owner}" if ticket.owner else "de nadie",
        f"idioma: {ticket.language}",
    ]
    what.append(("\n" if what else "") + " · ".join(filter(None, facts)), style="not bold")
    if ticket.problem:
        what.append(f"\n{ticket.problem}", style="red")
    for mail in file.mails:
        if mail.error:
            what.append(f"\nNo se ha podido leer el correo «{mail.subject}» ({mail.error}).", style="red")
    if file.earlier:
        what.append(f"\ny {amount(file.earlier, 'correo anterior', 'correos anteriores')}", style="dim")
    return Panel(what, title=f"Caso {ticket.number}", title_align="left")


# --------------------------------------------------------------------------- whose account


def account_table(options: Sequence[Option], claim: Claim) -> Table:
    """The accounts side by side with what the mails say; what does not fit is red."""
    shown = options[:_SHOWN]
    courses = (*(s.course for s in claim.students), claim.loose_course)
    made = table(
        "¿De quién es la cuenta?",
        ("", "en el correo", *(f"candidato {o.number}" for o in shown)),
        (
            ("tutor/a", _said(claim.guardian.value if claim.guardian else None), *map(_guardian, shown)),
            ("alumno/a", _said("\n".join(s.name.value for s in claim.students)), *map(_pupils, shown)),
            ("curso", _said("\n".join(str(c) for c in courses if c)), *map(_course, shown)),
            ("móvil", _said(claim.phone.value if claim.phone else None), *map(_phone, shown)),
            ("parecido", "", *(f"{decimal(o.chance, '.1f')} %" for o in shown)),
        ),
    )
    if len(options) > len(shown):
        made.caption = f"y {len(options) - len(shown)} más"
    return made


def _said(value: str | None) -> Text:
    return Text(value) if value else Text("no lo dice", style="dim")


def _guardian(option: Option) -> Text:
    name = Text(f"{option.guardian.name}", style="red" if option.name_differs else "")
    name.append(f"\n{option.guardian.dni or 'sin DNI'}", style="dim")
    return name if option.name_differs else _weighed(option, "guardian", name)


def _pupils(option: Option) -> Text:
    cell = _weighed(option, "student", Text("\n".join(str(p.name) for p in option.pupils)))
    if option.pupil_differs:
        cell.append("\nno todos los del correo" if option.pupils else "ninguno del correo", style="red")
    for pupil in option.pupils:
        if pupil.enrolment is not Enrolment.ACTIVE:
            cell.append(f"\n{pupil.name.given}: sin matrícula en vigor", style="red")
    return cell


def _course(option: Option) -> Text:
    units = ("/".join(p.units) or p.official_course for p in option.pupils)
    return _weighed(option, "course", Text("\n".join(units)))


def _phone(option: Option) -> Text:
    if option.phone is None:
        return Text("sin móvil en la ficha", style="red")
    if option.phone_differs:
        return Text(f"≠ {option.masked_phone}", style="red")
    return Text(f"= {option.masked_phone}", style="green")


def _weighed(option: Option, datum: str, cell: Text) -> Text:
    """The cell in the colour of its evidence, with what speaks against it."""
    if datum in option.agrees:
        cell.stylize("green")
    if datum in option.against:
        cell.append(f"\n{option.against[datum]}", style="red")
    return cell


# --------------------------------------------------------------------------- what is done about it


def work_panel(file: TicketFile) -> Iterator[Panel]:
    """What is to be done in Séneca, with every datum to find the family by."""
    for effect in file.effects:
        if effect.kind is not EffectKind.WORK_ITEM or effect.status is not Status.WAITING:
            continue
        work: Any = effect.payload
        account = work["account"]
        lines = [
            f"{account['full_name']}   DNI {account['dni'] or 'no consta'}   móvil {work['phone']}",
            *(f"{p['name']}   {p['unit']}   nº id. {p['id']}" for p in work["students"]),
        ]
        yield Panel(Text("\n".join(lines)), title="Renueve la clave en Séneca", title_align="left")


def effects_table(file: TicketFile) -> Table:
    """What went out, and what will."""
    return table(
        "Enviado y previsto",
        ("qué", "estado", "cuándo", "detalle"),
        (
            (
                called(e.kind, EFFECTS) + (f" ({e.payload['template']})" if "template" in e.payload else ""),
                called(e.status, STATUSES),
                ago(e.finished_at or (e.not_before if e.status is Status.PENDING else None)),
                e.last_error,
            )
            for e in file.effects
        ),
    )


def reply_panel(file: TicketFile, reply: Letter | str | None) -> Panel:
    """The letter that the family would get."""
    if not isinstance(reply, Letter):
        return Panel(
            Text(reply or "No hay ninguna respuesta pendiente."), title="Respuesta", title_align="left"
        )
    when = (
        "Cuando conste hecho, saldrá" if file.ticket.state is TicketState.WORKING else "Si se aprueba, saldrá"
    )
    return Panel(Text(reply.text.strip()), title=Text(f"{when}: {reply.subject}"), title_align="left")


def next_steps(file: TicketFile, options: Sequence[Option]) -> Text:
    """The commands that fit; those that must be told that something differs say so themselves."""
    number = file.ticket.number
    if file.ticket.work_item:
        steps = [f"done {number}", f"done {number} no-existe", f"done {number} datos-distintos"]
    elif any(mail.error for mail in file.mails):
        steps = [f"retry {number}", f"answer {number} '…'"]
    elif file.ticket.state is TicketState.OPEN:
        steps = [f"approve {number}"] if options else []
        steps += [f"choose {number} CANDIDATO"] if len(options) > 1 else []
        steps += [f"ask {number} phone", f"answer {number} '…'", f"reject {number}", f"close {number}"]
    else:
        return Text()
    return Text("Puede:\n" + "\n".join(f"  incidencias queue {step}" for step in steps))
