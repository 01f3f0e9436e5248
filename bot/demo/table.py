"""The demo on a terminal: a line a mail, and the sum of it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from bot.demo.board import Row
from bot.demo.words import ACTIONS, decided, deeds, reason
from bot.model.decision import Action
from bot.model.ticket import EffectKind
from bot.store.tables.schema import Status
from bot.text.amounts import amount

_COLOURS = {
    Action.REGENERATE: "green",
    Action.ASK: "cyan",
    Action.SELF_HELP: "blue",
    Action.ESCALATE: "yellow",
    Action.CLOSE: "white",
    Action.IGNORE: "bright_black",
}


def table(board: Sequence[Row]) -> Table:
    """Mail → decision → reason → what went out."""
    shown = Table(expand=True, pad_edge=False, row_styles=("", "on grey7"))
    shown.add_column("#", justify="right", style="dim", no_wrap=True)
    shown.add_column("de", ratio=4, no_wrap=True)
    shown.add_column("asunto", ratio=4, no_wrap=True)
    shown.add_column("decisión", no_wrap=True)
    shown.add_column("motivo", ratio=5)
    shown.add_column("qué ha salido", ratio=7)
    for row in board:
        colour = _COLOURS.get(row.action, "red") if row.action else "dim"
        shown.add_row(
            str(row.id),
            Text(row.sender),
            Text(row.subject),
            Text(decided(row), style=f"bold {colour}"),
            Text(reason(row)),
            Text(" · ".join(deeds(row)) or "nada", style="" if row.well else "dim"),
        )
    return shown


def summary(board: Sequence[Row]) -> Text:
    """How many of each, and what went out in all."""
    actions = Counter(row.action for row in board)
    parts = [f"{ACTIONS[action]}: {actions[action]}" for action in Action if actions[action]]
    sent = Counter(effect.kind for row in board for effect in row.effects if effect.status is Status.SENT)
    replies, messages = sent[EffectKind.REPLY] + sent[EffectKind.NOTICE], sent[EffectKind.SMS]
    left = sum(not row.well for row in board)
    text = Text(f"{amount(len(board), 'correo', 'correos')}. ", style="bold")
    mailed = amount(replies, "correo enviado", "correos enviados")
    text.append(", ".join(parts) + f". {mailed}, {messages} SMS.", style="not bold")
    text.append(f" {left} sin terminar." if left else " Nada pendiente.", style="red" if left else "green")
    return text


def plain_line(row: Row) -> Text:
    """A mail as one line of a log."""
    why = f" ({because})" if (because := reason(row)) else ""
    done = "; ".join(deeds(row)) or "nada"
    return Text(f"{row.id:>3}  {row.sender}  «{row.subject}»  → {decided(row)}{why}  → {done}")
