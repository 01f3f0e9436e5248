"""`incidencias rules replay`: what would have been decided differently about past cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.output import print_lines
from bot.commands.rules_past import Past
from bot.mind.rule_check import ensure_sound
from bot.model.register import Register
from bot.store.enrolment import imported_at
from bot.tuning.replay import Replayed, family_changed, outcomes

DRAFT = "borrador"
FAMILY = "la ficha de la familia ha cambiado"
OTHER = "matrícula o programa"
_CODES = {DRAFT: "draft", FAMILY: "family_changed", OTHER: "register_or_program"}


def run(
    config: Path | None,
    school: str | None,
    *,
    rules: Path | None,
    since: date | None,
    until: date | None,
    as_json: bool,
    names: bool,
) -> None:
    """Print counts and each changed case; personal data only with `names`."""
    past = Past.open(config, school)
    mind = past.house.mind(past.school, rules=_checked(rules))
    looked, unread, changed = 0, 0, list[Replayed]()
    for replayed in past.again(mind, since=since, until=until):
        looked += 1
        unread += not replayed.reread
        if replayed.changed:
            changed.append(replayed)
    causes = _causes(past, changed, mind.index.register, draft=rules is not None)
    loaded = imported_at(past.house.engine, past.school.id)
    if as_json:
        cases = [_as_json(r, causes, mind.index.register, names=names) for r in changed]
        counts = [{"from": a, "to": b, "count": n} for (a, b), n in outcomes(changed).most_common()]
        report = {
            "mails": looked,
            "changed": len(changed),
            "without_mail": unread,
            "register_loaded": loaded.isoformat() if loaded else None,
            "counts": counts,
            "cases": cases,
        }
        print_lines([report])
        return
    typer.echo(f"{looked} correos decididos otra vez: cambian {len(changed)}.")
    typer.echo(
        "Se decide con la matrícula de hoy"
        + (f", cargada el {past.school.local(loaded):%d/%m/%Y}" if loaded else "")
        + ": lo de cada familia puede no ser lo de entonces."
    )
    if unread:
        typer.echo(f"De {unread} ya no se guarda el correo: cuenta lo que se entendió entonces.")
    if changed:
        Console(highlight=False).print(
            _counts(changed), _cases(changed, causes, mind.index.register, names=names)
        )


def _checked(rules: Path | None) -> Path | None:
    if rules is not None:
        ensure_sound(rules)
    return rules


def _causes(past: Past, changed: Sequence[Replayed], register: Register, *, draft: bool) -> Mapping[int, str]:
    """Of each changed mail: is it the draft, or would the rules in force decide otherwise today, too?"""
    if not changed:
        return {}
    today = {r.past.mail: r.new for r in changed}
    if draft:
        again = past.again(past.house.mind(past.school), mails=list(today))
        today = {r.past.mail: r.new for r in again}
    return {
        r.past.mail: DRAFT
        if today[r.past.mail] != r.new
        else FAMILY
        if family_changed(r, register)
        else OTHER
        for r in changed
    }


def _counts(changed: Sequence[Replayed]) -> Table:
    table = Table("se decidió", "se decidiría", "correos", title="Cambios", title_justify="left")
    for (before, after), count in outcomes(changed).most_common():
        table.add_row(before, after, str(count))
    return table


def _cases(
    changed: Sequence[Replayed], causes: Mapping[int, str], register: Register, *, names: bool
) -> Table:
    headers = ["caso", "correo", "se decidió", "se decidiría", "regla", "por"]
    headers += ["de", "tutor o tutora", "alumnado"] if names else []
    table = Table(*headers, title="Casos", title_justify="left")
    for r in changed:
        row = [r.past.ticket, str(r.past.mail), str(r.old), str(r.new), r.decision.rule, causes[r.past.mail]]
        row += [r.past.sender, *_people(r, register)] if names else []
        table.add_row(*row)
    return table


def _as_json(r: Replayed, causes: Mapping[int, str], register: Register, *, names: bool) -> dict[str, object]:
    line: dict[str, object] = {
        "ticket": r.past.ticket,
        "mail": r.past.mail,
        "at": r.past.at.isoformat(),
        "old": r.old.as_json(),
        "new": r.new.as_json(),
        "other_account": r.old.account is not None and r.new.account not in (None, r.old.account),
        "rule": r.decision.rule,
        "reread": r.reread,
        "because": _CODES[causes[r.past.mail]],
    }
    if names:
        guardian, students = _people(r, register)
        line |= {"sender": r.past.sender, "guardian": guardian, "students": students}
    return line


def _people(r: Replayed, register: Register) -> tuple[str, str]:
    """Whom the mail names, and whom it is matched with."""
    guardian = register.guardians.get(r.match.guardian or "")
    named = r.claim.guardian.value if r.claim.guardian else "–"
    return (
        f"{named} → {guardian.name}" if guardian else named,
        ", ".join(student.name.value for student in r.claim.students) or "–",
    )
