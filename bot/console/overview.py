"""Figures of a school -> the tables of the overview, for the page and for spreadsheets. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale

from bot.console.i18n import SPANISH
from bot.model.decision import Action
from bot.store.cases.figures import Figures
from bot.text.csv_sheet import csv_sheet
from bot.text.wording import REASONS

#: What the bot settled by itself.
_BY_ITSELF = (Action.REGENERATE, Action.SELF_HELP, Action.CLOSE)


@dataclass(frozen=True, slots=True)
class Table:
    """What a chart shows, in words and numbers."""

    header: tuple[str, ...]  #: Spanish
    rows: tuple[tuple[date | str | float | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """One column of the summary: what a stretch of days came to."""

    received: int
    by_itself: int
    asked: int
    reviewed: int
    ignored: int
    human_steps: int
    denied: int
    p50: float | None  #: seconds within which half were answered
    p95: float | None


def sums(figures: Figures) -> Sums:
    return Sums(
        received=figures.received,
        by_itself=sum(map(figures.decided, _BY_ITSELF)),
        asked=figures.decided(Action.ASK),
        reviewed=figures.decided(Action.ESCALATE),
        ignored=figures.decided(Action.IGNORE),
        human_steps=figures.human_steps,
        denied=figures.denied,
        p50=figures.answer_quantile(50),
        p95=figures.answer_quantile(95),
    )


def tables(figures: Figures, language: str = SPANISH) -> Mapping[str, Table]:
    """By the name that the address of the CSV has."""
    return {
        "dias": Table(
            ("Día", "Recibidos", "Resueltos", "Preguntados", "A una persona", "Sin contestar"),
            tuple(_days(figures)),
        ),
        "tiempos": Table(
            ("Día", "La mitad, contestados en", "95 de cada 100, contestados en"),
            tuple(
                (day, figures.answer_quantile(50, day), figures.answer_quantile(95, day))
                for day in sorted(figures.days)
            ),
        ),
        "motivos": Table(("Motivo", "Casos"), _counted(figures.reasons, REASONS)),
        "idiomas": Table(
            ("Idioma", "Correos"), _counted(figures.languages, Locale.parse(language).languages)
        ),
    }


def _days(figures: Figures) -> Iterator[tuple[date | int, ...]]:
    for day, decided in sorted(figures.days.items()):
        settled = sum(decided[action] for action in _BY_ITSELF)
        others = (Action.ASK, Action.ESCALATE, Action.IGNORE)
        yield day, sum(decided.values()), settled, *(decided[action] for action in others)


def _counted(counts: Counter[str], names: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """The most frequent first."""
    return tuple((names.get(code, code), number) for code, number in counts.most_common())


def as_csv(table: Table) -> str:
    """For a spreadsheet."""
    return csv_sheet((table.header, *table.rows))
