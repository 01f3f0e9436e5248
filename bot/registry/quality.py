"""What an import found: counts, and problems that an admin can mend in Séneca (Spanish)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.model.register import Enrolment, Register

_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file and how it was read."""

    file: str
    container: str  #: "csv", "txt" or "xls"
    encoding: str
    rows: int  #: read
    skipped: tuple[int, ...] = ()  #: lines that could not be read
    columns_missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One kind of problem with every place where it occurs."""

    code: str
    title: str  #: what is the matter
    advice: str  #: what to do about it
    places: tuple[str, ...]  #: Nº Id. Escolar of the pupils; lines or columns where it says so

    @property
    def count(self) -> int:
        return len(self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The outcome of reading one export; printable with rich, and as JSON."""

    source: Source
    year: int  #: start year of the newest matrículas
    active: int
    left: int
    pending: int
    guardians: int
    guardians_reachable: int  #: with at least one phone on file
    issues: tuple[Issue, ...]

    @classmethod
    def of(cls, source: Source, register: Register, issues: Sequence[Issue]) -> ImportReport:
        states = Counter(s.enrolment for s in register.students.values())
        return cls(
            source=source,
            year=max((s.year for s in register.students.values()), default=0),
            active=states[Enrolment.ACTIVE],
            left=states[Enrolment.LEFT],
            pending=states[Enrolment.PENDING],
            guardians=len(register.guardians),
            guardians_reachable=sum(1 for g in register.guardians.values() if g.phones),
            issues=tuple(issues),
        )

    def as_json(self) -> dict[str, object]:
        """JSON-able, with every place of every issue."""
        data = asdict(self)
        data["issues"] = [{**asdict(issue), "count": issue.count} for issue in self.issues]
        return data

    def __rich__(self) -> RenderableType:
        course = f"Curso {self.year}/{(self.year + 1) % 100:02d}" if self.year else "Sin año"
        summary = Text(
            f"{self.source.file} · {self.source.container}, {self.source.encoding} · "
            f"filas: {self.source.rows}\n{course}. Matriculados: {self.active}; de baja: {self.left}; "
            f"por aclarar: {self.pending}\n"
            f"Tutores: {self.guardians}; con teléfono: {self.guardians_reachable}"
        )
        if not self.issues:
            return Group(summary, Text("Sin problemas."))
        table = Table("Nº", "Qué pasa", "Dónde (Nº Id. Escolar)", "Qué hacer", show_lines=True)
        table.columns[0].justify = "right"
        for issue in self.issues:
            more = "…" if issue.count > _EXAMPLES else ""
            examples = ", ".join(issue.places[:_EXAMPLES]) + more
            table.add_row(str(issue.count), Text(issue.title), Text(examples), Text(issue.advice))
        return Group(summary, table)
