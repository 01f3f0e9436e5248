"""An explained decision on one page of a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.model.case import Case
from bot.model.claim import Region
from bot.text.amounts import decimal
from bot.text.wording import ACTIONS, DATA, EVIDENCE, REASONS, called

_COLOURS = {"guardian": "magenta", "student": "cyan", "course": "green", "phone": "yellow"}
_BITS_PER_BLOCK, _BAR = 2, 8  #: of the waterfall


def render(case: Case, data: Mapping[str, Any]) -> RenderableType:
    """The mail with its findings in colour, the decision and the reasons (`data`: of `explain.as_json`)."""
    message, decision = case.message, case.decision
    subject, body = Text(message.subject, style="bold"), Text(message.body.strip("\n"))
    skipped = len(message.body) - len(message.body.lstrip("\n"))
    for line in data["explanation"]:
        colour = _COLOURS.get(line["what"], "underline")
        if line["span"] and line["region"] == Region.SUBJECT:
            subject.stylize(f"bold {colour}", *line["span"])
        elif line["span"] and line["region"] == Region.BODY:
            body.stylize(f"bold {colour}", *(offset - skipped for offset in line["span"]))
    verdict = Text(called(decision.action, ACTIONS), style="bold reverse")
    details = [called(decision.reason, REASONS), *(called(datum, DATA) for datum in data["missing"])]
    verdict.append(f" {'; '.join(filter(None, details))}".rstrip(), style="bold")
    verdict.append(f"   regla {decision.rule}, respuesta {decision.reply or 'ninguna'}", style="not bold")
    sender = f"{message.sender.name} <{message.sender.email}>"
    return Panel(
        Group(Text(sender, style="dim"), subject, Text(), body, Text(), verdict, waterfall(data)),
        title=Text(str(data["file"])),
    )


def waterfall(data: Mapping[str, Any]) -> Table:
    """What contributed what: a line a datum, with its weight in bits."""
    table = Table(box=None, show_header=False, padding=(0, 1), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, max_width=20)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for line in data["explanation"]:
        weight = line["weight"]
        bar = "█" * min(_BAR, round(abs(weight) / _BITS_PER_BLOCK))
        table.add_row(
            Text(called(line["what"], EVIDENCE), style=_COLOURS.get(line["what"].partition(".")[0], "")),
            Text(line["says"]),
            Text(line["found_by"] or "", style="dim"),
            Text(decimal(weight, "+.1f") if weight else ""),
            Text(bar, style="green" if weight > 0 else "red"),
        )
    return table
