"""The parts of `incidencias queue show`: from what the mail says to what a person can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.commands.output import ago
from bot.mail.replies import Letter
from bot.model.claim import Claim
from bot.model.match import Candidate
from bot.model.register import Enrolment, Register, Student
from bot.model.ticket import EffectKind, TicketState
from bot.review.dossier import Option, masked
from bot.store.schema import Status
from bot.store.views import TicketFile
from bot.text.wording import EFFECTS, REASONS, STATES, STATUSES, called

_SHOWN = 4  #: accounts side by side on one screen


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
        what.append(f"\ny {file.earlier} correos anteriores", style="dim")
    return Panel(what, title=f"Caso {ticket.number}", title_align="left")


# --------------------------------------------------------------------------- whose account


def account_table(options: Sequence[Option], claim: Claim, register: Register) -> Table:
    """The accounts side by side with what the mails say; what does not fit is red."""
    shown = options[:_SHOWN]
    table = Table(
        "", "en el correo", *(f"candidato {o.number}" for o in shown), title="¿De quién es la cuenta?"
    )
    pupils = [[register.students[i] for i in o.candidate.students if i in register.students] for o in shown]
    rows = (
        ("tutor/a", _said(claim.guardian.value if claim.guardian else None), [_guardian(o) for o in shown]),
        (
            "alumno/a",
            _said("\n".join(s.name.value for s in claim.students)),
            [_pupils(o, those) for o, those in zip(shown, pupils, strict=True)],
        ),
        (
            "curso",
            _said("\n".join(str(c) for c in (*(s.course for s in claim.students), claim.loose_course) if c)),
            [_cell(o.candidate, "course", _units(those)) for o, those in zip(shown, pupils, strict=True)],
        ),
        ("móvil", _said(claim.phone.value if claim.phone else None), [_phone(o) for o in shown]),
        ("parecido", Text(), [Text(_chance(o.candidate.probability)) for o in shown]),
    )
    for name, said, cells in rows:
        table.add_row(name, said, *cells)
    if len(options) > len(shown):
        table.caption = f"y {len(options) - len(shown)} más"
    return table


def _said(value: str | None) -> Text:
    return Text(value) if value else Text("no lo dice", style="dim")


def _guardian(option: Option) -> Text:
    name = Text(f"{option.guardian.name}", style="red" if option.name_differs else "")
    name.append(f"\n{option.guardian.dni or 'sin DNI'}", style="dim")
    return name if option.name_differs else _cell(option.candidate, "guardian", name)


def _pupils(option: Option, pupils: Sequence[Student]) -> Text:
    cell = _cell(option.candidate, "student", Text("\n".join(str(p.name) for p in pupils)))
    if option.pupil_differs:
        cell.append("\nno todos los del correo" if pupils else "ninguno del correo", style="red")
    for pupil in pupils:
        if pupil.enrolment is not Enrolment.ACTIVE:
            cell.append(f"\n{pupil.name.given}: sin matrícula en vigor", style="red")
    return cell


def _units(pupils: Sequence[Student]) -> Text:
    return Text("\n".join("/".join(p.units) or p.official_course for p in pupils))


def _phone(option: Option) -> Text:
    if option.phone is None:
        return Text("sin móvil en la ficha", style="red")
    if option.phone_differs:
        return Text(f"≠ {masked(option.phone)}", style="red")
    return Text(f"= {masked(option.phone)}", style="green")


def _cell(candidate: Candidate, what: str, cell: Text) -> Text:
    """The cell in the colour of its evidence, with what speaks against it."""
    lines = [e for e in candidate.evidence if e.what.partition(".")[0] == what]
    if any(line.weight > 0 for line in lines):
        cell.stylize("green")
    for line in lines:
        if line.weight < 0:
            cell.append(f"\n{line.says}", style="red")
    return cell


def _chance(probability: float) -> str:
    """Never rounded up to certainty."""
    return f"{int(probability * 1000) / 10:.1f} %"


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
    table = Table("qué", "estado", "cuándo", "detalle", title="Enviado y previsto", title_justify="left")
    for effect in file.effects:
        template = effect.payload.get("template")
        table.add_row(
            called(effect.kind, EFFECTS) + (f" ({template})" if template else ""),
            called(effect.status, STATUSES),
            ago(effect.finished_at or (effect.not_before if effect.status is Status.PENDING else None)),
            Text(effect.last_error or ""),
        )
    return table


def reply_panel(file: TicketFile, reply: Letter | str | None) -> Panel:
    """The letter that the family would get."""
    if not isinstance(reply, Letter):
        return Panel(
            Text(reply or "No hay ninguna respuesta pendiente."), title="Respuesta", title_align="left"
        )
    when = (
        "Cuando conste hecho, saldrá" if file.ticket.state is TicketState.WORKING else "Si se aprueba, saldrá"
    )
    return Panel(Text(reply.text.strip()), title=f"{when}: {reply.subject}", title_align="left")


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
