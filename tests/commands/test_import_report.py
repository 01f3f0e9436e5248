"""What is printed of an export that was read."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from bot.commands.import_report import render
from bot.registry.quality import ImportReport, Issue, Source

SOUND = ImportReport(
    source=Source(file="RegAlum.csv", container="csv", encoding="utf-8", rows=12),
    year=2026,
    active=9,
    left=2,
    pending=1,
    guardians=15,
    guardians_reachable=14,
    issues=(),
)


def printed(report: ImportReport) -> str:
    out = StringIO()
    Console(file=out, width=160).print(render(report))
    return out.getvalue()


def test_the_counts_of_a_school_without_problems() -> None:
    assert [line.rstrip() for line in printed(SOUND).splitlines()] == [
        "RegAlum.csv · csv, utf-8 · filas: 12",
        "Curso 2026/27. Matriculados: 9; de baja: 2; por aclarar: 1",
        "Tutores: 15; con teléfono: 14",
        "Sin problemas.",
    ]


@pytest.mark.parametrize(("pupils", "places"), [(5, "0, 1, 2, 3, 4 "), (6, "0, 1, 2, 3, 4… ")])
def test_a_problem_with_some_of_its_places(pupils: int, places: str) -> None:
    issue = Issue(code="x", title="Sin unidad", advice="Asígnela.", places=tuple(map(str, range(pupils))))
    said = printed(replace(SOUND, issues=(issue,)))
    assert all(words in said for words in (f" {pupils} ", "Sin unidad", places, "Asígnela."))
    assert "Sin problemas" not in said


def test_an_export_whose_years_cannot_be_read() -> None:
    assert "Sin año. Matriculados: 9" in printed(replace(SOUND, year=0))
