"""What an import found: counts, and problems that an admin can mend in Séneca (Spanish)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.model.register import Enrolment, Register


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
    """The outcome of reading one export."""

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
