"""What `incidencias rules replay` shows of the cases that would be decided otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table

from bot.commands.output import table
from bot.commands.rules.past import Past
from bot.model.register import Register
from bot.tuning.replay import Replayed, family_changed

DRAFT = "borrador"
FAMILY = "la ficha de la familia ha cambiado"
OTHER = "matrícula o programa"
_CODES = {DRAFT: "draft", FAMILY: "family_changed", OTHER: "register_or_program"}


def causes(past: Past, changed: Sequence[Replayed], register: Register, *, draft: bool) -> Mapping[int, str]:
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


def cases_table(
    changed: Sequence[Replayed], why: Mapping[int, str], register: Register, *, names: bool
) -> Table:
    """Each case; of whom it is only with `names`."""
    more = ("de", "tutor o tutora", "alumnado") if names else ()
    return table(
        "Casos",
        ("caso", "correo", "se decidió", "se decidiría", "regla", "por", *more),
        (
            (
                *(r.past.ticket, r.past.mail, r.old, r.new, r.decision.rule, why[r.past.mail]),
                *((r.past.sender, *_people(r, register)) if names else ()),
            )
            for r in changed
        ),
    )


def as_json(r: Replayed, why: Mapping[int, str], register: Register, *, names: bool) -> dict[str, object]:
    line: dict[str, object] = {
        "ticket": r.past.ticket,
        "mail": r.past.mail,
        "at": r.past.at.isoformat(),
        "old": r.old.as_json(),
        "new": r.new.as_json(),
        "other_account": r.old.account is not None and r.new.account not in (None, r.old.account),
        "rule": r.decision.rule,
        "reread": r.reread,
        "because": _CODES[why[r.past.mail]],
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
