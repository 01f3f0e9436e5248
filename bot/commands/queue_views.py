"""What `incidencias queue list` and `show` print."""

from __future__ import annotations

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.commands.output import ago, as_dict, print_lines, print_table
from bot.decision.explain import as_json as explained
from bot.decision.explain import render
from bot.journey import Case
from bot.model import Thread
from bot.review import Option, Review, masked
from bot.store.views import MailRow, TicketFile


def list_queue(review: Review, *, as_json: bool) -> None:
    """The queue, most urgent first."""
    rows = review.tickets.queue(review.school)
    if as_json:
        print_lines({k: v for k, v in as_dict(row).items() if k != "token"} for row in rows)
        return
    print_table(
        "Cola",
        ("caso", "motivo", "asunto", "llegó", "plazo", "quién"),
        (
            (
                r.number,
                "tarea en Séneca" if r.work_item else r.reason or r.problem,
                r.subject[:40],
                ago(r.created_at),
                ago(r.deadline),
                r.owner,
            )
            for r in rows
        ),
    )


def show(review: Review, number: str, *, as_json: bool) -> None:
    """One case whole."""
    file = review.tickets.get(review.school, number)
    register = review.mind.index.register
    cases = [(mail, case) for mail in file.mails if (case := _case(review, mail)) is not None]
    options = review.options(file)
    if as_json:
        ticket = {k: v for k, v in as_dict(file.ticket).items() if k != "token"}
        mails = [explained(case, register, file=str(mail.id), with_text=True) for mail, case in cases]
        candidates = [
            {"option": o.number, "guardian": o.guardian.on_file, "probability": o.candidate.probability,
             "students": list(o.candidate.students), "phone": masked(o.phone) if o.phone else None,
             "phone_differs": o.phone_differs}
            for o in options
        ]  # fmt: skip
        print_lines([{**ticket, "mails": mails, "candidates": candidates}])
        return
    console = Console()
    head = f"{file.ticket.number}  {file.ticket.state}  {file.ticket.reason or ''}  {file.ticket.owner or ''}"
    console.print(Panel(Text(file.ticket.problem or "Nada ha fallado."), title=head.strip()))
    for mail, case in cases:
        console.print(
            render(case, explained(case, register, file=f"correo {mail.id}, {ago(mail.received_at)}"))
        )
    for mail in file.mails:
        if mail.error:
            console.print(
                Panel(Text(f"El programa no pudo leer este correo ({mail.error})."), title=mail.subject)
            )
    console.print(_candidates(options, review))
    console.print(_effects(file))


def _case(review: Review, mail: MailRow) -> Case | None:
    """The stored thoughts about a mail, with the mail read again for its text."""
    if mail.claim is None or mail.match is None or mail.decision is None:
        return None
    return Case(
        message=review.message(mail),
        claim=mail.claim,
        whole=mail.claim,
        match=mail.match,
        thread=Thread(),
        token=None,
        decision=mail.decision,
    )


def _candidates(options: list[Option], review: Review) -> Table:
    table = Table("", "tutor/a en la ficha", "alumnado", "prob.", "teléfono de la ficha", title="Candidatos")
    students = review.mind.index.register.students
    for option in options:
        pupils = [students[key] for key in option.candidate.students if key in students]
        phone = masked(option.phone) if option.phone else "sin móvil"
        table.add_row(
            str(option.number),
            f"{option.guardian.name} ({option.guardian.on_file})",
            "; ".join(f"{p.name} {'/'.join(p.units)}" for p in pupils),
            f"{option.candidate.probability:.3f}",
            f"{phone} {'≠ el del correo' if option.phone_differs else '= el del correo'}",
        )
    return table


def _effects(file: TicketFile) -> Table:
    """What went out, and what would."""
    table = Table("qué", "plantilla", "estado", "detalle", title="Enviado y previsto")
    for effect in file.effects:
        table.add_row(
            effect.kind, str(effect.payload.get("template") or ""), effect.status, effect.last_error or ""
        )
    return table
