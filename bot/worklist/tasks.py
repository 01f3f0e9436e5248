"""Work items in Séneca -> a list for one sitting there, for the command, the printed sheet and the console.

Pure: work items and a moment in, values out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from bot.actions.plan import REVIEW_WITHIN
from bot.store.cases.views import EffectRow
from bot.text.amounts import amount
from bot.text.csv_sheet import csv_sheet


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child of the guardian, as Séneca lists it."""

    name: str  #: "Apellidos, Nombre"
    unit: str
    id: str  #: Nº Id. Escolar


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One password to be renewed in Séneca, verified already."""

    ticket: str
    guardian: str
    dni: str | None
    phone: str  #: on file; Séneca sends its SMS there
    pupils: tuple[Pupil, ...]
    since: datetime
    late: bool  #: waits longer than it should

    @property
    def unit(self) -> str:
        return self.pupils[0].unit if self.pupils else ""

    @property
    def search(self) -> str:
        """What finds the family in Séneca: the guardian's DNI, else a child's name."""
        return self.dni or (self.pupils[0].name if self.pupils else self.guardian)


@dataclass(frozen=True, slots=True)
class Group:
    """The tasks of one unit: in Séneca one chooses the unit once."""

    unit: str
    tasks: tuple[Task, ...]


def worklist(items: Sequence[EffectRow], *, now: datetime) -> list[Group]:
    """The waiting work items by unit, the longest waiting first; times in the zone of `now`."""
    tasks = sorted((_task(item, now=now) for item in items), key=lambda task: (task.unit, task.since))
    return [Group(unit, tuple(those)) for unit, those in groupby(tasks, key=lambda task: task.unit)]


def _task(item: EffectRow, *, now: datetime) -> Task:
    work: Any = item.payload
    return Task(
        ticket=item.ticket,
        guardian=work["account"]["full_name"],
        dni=work["account"]["dni"],
        phone=work["phone"],
        pupils=tuple(Pupil(p["name"], p["unit"], p["id"]) for p in work["students"]),
        since=item.created_at.astimezone(now.tzinfo),
        late=now - item.created_at > REVIEW_WITHIN,
    )


_COLUMNS = ("caso", "unidad", "buscar", "tutor", "dni", "movil", "alumnos", "espera_desde", "con_retraso")


def as_csv(groups: Sequence[Group]) -> str:
    """For a spreadsheet, a line a task."""
    return csv_sheet([_COLUMNS, *(_cells(group, task) for group in groups for task in group.tasks)])


def _cells(group: Group, task: Task) -> tuple[str, ...]:
    return (
        task.ticket,
        group.unit,
        task.search,
        task.guardian,
        task.dni or "",
        task.phone.removeprefix("+34"),
        " / ".join(f"{p.name} ({p.id})" for p in task.pupils),
        f"{task.since:%Y-%m-%d %H:%M}",
        "sí" if task.late else "",
    )


def reminder_due(at: time, last: date | None, local: datetime) -> bool:
    """Is it time for the day's reminder? On school days, once, from `at` on; `local` in the school's time."""
    return local.weekday() < 5 and local.time() >= at and last != local.date()


def reminder_lines(groups: Sequence[Group], *, now: datetime) -> list[str]:
    """The tasks without a single name, for a mail; the oldest first."""
    tasks = sorted((task for group in groups for task in group.tasks), key=lambda task: task.since)
    return [f"{task.ticket}: {_waits(now - task.since)}" for task in tasks]


def _waits(span: Any) -> str:
    days, hours = span.days, span.seconds // 3600
    if days:
        return f"espera desde hace {amount(days, 'día', 'días')}"
    return f"espera desde hace {hours} h" if hours else "acaba de llegar"
