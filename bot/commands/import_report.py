"""What `incidencias import` prints of an export: counts, and what to mend in Séneca."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.registry.quality import ImportReport

_EXAMPLES = 5  #: places shown of each problem


def render(report: ImportReport) -> RenderableType:
    """The counts, and a row for each kind of problem."""
    source = report.source
    course = f"Curso {report.year}/{(report.year + 1) % 100:02d}" if report.year else "Sin año"
    summary = Text(
        f"{source.file} · {source.container}, {source.encoding} · filas: {source.rows}\n"
        f"{course}. Matriculados: {report.active}; de baja: {report.left}; por aclarar: {report.pending}\n"
        f"Tutores: {report.guardians}; con teléfono: {report.guardians_reachable}"
    )
    if not report.issues:
        return Group(summary, Text("Sin problemas."))
    table = Table("Nº", "Qué pasa", "Dónde (Nº Id. Escolar)", "Qué hacer", show_lines=True)
    table.columns[0].justify = "right"
    for issue in report.issues:
        more = "…" if issue.count > _EXAMPLES else ""
        examples = ", ".join(issue.places[:_EXAMPLES]) + more
        table.add_row(str(issue.count), Text(issue.title), Text(examples), Text(issue.advice))
    return Group(summary, table)
