"""What `incidencias queue list` and `show` print."""

from __future__ import annotations

from rich.console import Console

from bot.commands.case_views import account_table, effects_table, heading, next_steps, reply_panel, work_panel
from bot.commands.output import ago, as_dict, print_lines, print_table
from bot.decision.explain import as_json as explained
from bot.decision.page import render
from bot.errors import InputError
from bot.mail.replies import Letter
from bot.review.dossier import Option, masked
from bot.review.steps import Review
from bot.store.views import TicketFile, TicketRow
from bot.text.wording import REASONS, called


def list_queue(rows: list[TicketRow], *, as_json: bool) -> None:
    """The queue, most urgent first."""
    if as_json:
        print_lines({k: v for k, v in as_dict(row).items() if k != "token"} for row in rows)
        return
    print_table(
        "Cola",
        ("caso", "por qué", "de", "asunto", "llegó", "plazo", "quién"),
        (
            (
                r.number,
                r.problem or ("tarea en Séneca" if r.work_item else called(r.reason, REASONS)),
                r.sender,
                r.subject[:40],
                ago(r.created_at),
                ago(r.deadline),
                r.owner,
            )
            for r in rows
        ),
    )


def show(review: Review, number: str, *, as_json: bool) -> None:
    """One case whole, in the order in which a person decides."""
    file = review.tickets.get(review.school, number)
    cases = review.dossier.cases(file)
    options = review.dossier.options(file)
    reply = _reply(review, file)
    if as_json:
        ticket = {k: v for k, v in as_dict(file.ticket).items() if k != "token"}
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
        console.print(account_table(options, cases[-1][1].whole, review.dossier.register))
    for panel in (*work_panel(file), effects_table(file), reply_panel(file, reply)):
        console.print(panel)
    console.print(next_steps(file, options))


def _reply(review: Review, file: TicketFile) -> Letter | str | None:
    """The answer to come, or why it cannot be written."""
    try:
        return review.dossier.preview(file)
    except InputError as error:
        return str(error)


def _candidate(option: Option) -> dict[str, object]:
    return {
        "option": option.number,
        "guardian": option.guardian.on_file,
        "probability": option.candidate.probability,
        "students": list(option.candidate.students),
        "phone": masked(option.phone) if option.phone else None,
        "phone_differs": option.phone_differs,
        "name_differs": option.name_differs,
        "pupil_differs": option.pupil_differs,
    }
