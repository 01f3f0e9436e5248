"""The list for one sitting in Séneca as a page to be printed and ticked off by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jinja2 import DictLoader, Environment

from bot.worklist.tasks import Group

_PAGE = """<!doctype html>
<html lang="es"><head><meta charset="utf-8"><title>Tareas en Séneca, {{ school }}</title><style>
body { font: 11pt/1.35 sans-serif; margin: 1.5cm }
h1 { font-size: 15pt } h2 { font-size: 12pt; margin-bottom: 2pt }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #888; padding: 3pt 5pt; text-align: left }
tr { break-inside: avoid } .box { white-space: nowrap } .late { font-weight: bold } footer { margin-top: 1em }
@page { size: A4 landscape; margin: 1cm } @media print { body { margin: 0 } }
</style></head><body>
<h1>Tareas en Séneca · {{ school }} · {{ now.strftime("%d/%m/%Y %H:%M") }}</h1>
<ol>{% for step in steps %}<li>{{ step }}</li>{% endfor %}</ol>
{% for group in groups %}<h2>{{ group.unit or "Sin unidad" }}</h2>
<table><tr><th>Caso</th><th>Buscar por</th><th>Tutor o tutora</th><th>Móvil</th><th>Alumnado</th>
<th>Espera desde</th><th>Resultado</th></tr>
{% for task in group.tasks %}<tr{% if task.late %} class="late"{% endif %}><td>{{ task.ticket }}</td>
<td>{{ task.search }}</td><td>{{ task.guardian }}</td><td>{{ task.phone }}</td>
<td>{% for p in task.pupils %}{{ p.name }} (nº {{ p.id }}, {{ p.unit }})<br>{% endfor %}</td>
<td>{{ task.since.strftime("%d/%m %H:%M") }}</td>
<td class="box">☐ hecho ☐ no existe ☐ datos distintos</td></tr>
{% endfor %}</table>
{% else %}<p>No hay ninguna tarea.</p>{% endfor %}
<footer>Contiene datos personales: destrúyala al terminar.</footer>
</body></html>
"""


def sheet(groups: Sequence[Group], *, school: str, steps: Sequence[str], now: datetime) -> str:
    """The page as HTML; `now` in the school's own time."""
    pages = Environment(loader=DictLoader({"sheet.html": _PAGE}), autoescape=True)
    return pages.get_template("sheet.html").render(groups=groups, school=school, steps=steps, now=now)
