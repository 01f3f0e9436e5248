"""The state of every school for Prometheus, read from the store when asked: no process keeps counts.

So a restart loses nothing, and it is the same whichever worker or console answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import Engine

from bot.model.decision import Action
from bot.store.cases.figures import figures
from bot.store.cases.health import Health, health

_WINDOW = timedelta(days=1)
#: name -> (help, value); one line a school
_GAUGES: Mapping[str, tuple[str, Callable[[Health], float]]] = {
    "mails_waiting": ("Mails in the store that nobody has decided yet", lambda h: h.mails_waiting),
    "oldest_mail_seconds": ("Age of the oldest of them", lambda h: h.oldest_mail_s),
    "queue_cases": ("Cases that wait for a person", lambda h: h.queue),
    "queue_overdue": ("Of those, past their deadline", lambda h: h.overdue),
    "queue_oldest_seconds": ("Age of the oldest of them", lambda h: h.oldest_case_s),
    "effects_due": ("Passwords, texts and answers that are due", lambda h: h.effects_due),
    "effects_oldest_seconds": ("How long the oldest of them has been due", lambda h: h.oldest_effect_s),
    "effects_failed_24h": ("Effects given up in the last 24 hours", lambda h: h.failed_24h),
    "mailbox_read_seconds": (
        "Since the mailbox was last looked into; -1: never",
        lambda h: -1.0 if h.read_s is None else h.read_s,
    ),
    "worker_present": ("1: a living worker holds the mailbox", lambda h: int(h.owned)),
    "paused": ("1: reading, but not acting", lambda h: int(h.paused)),
}


def metrics(engine: Engine, schools: Sequence[str], *, now: datetime) -> bytes:
    """The text of `/metrics` for the schools of these ids."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(engine, schools, now))
    return generate_latest(registry)


class _Collector:
    def __init__(self, engine: Engine, schools: Sequence[str], now: datetime) -> None:
        self._engine = engine
        self._schools = schools
        self._now = now

    def collect(self) -> Iterator[Metric]:
        states: dict[str, Health] = {s: health(self._engine, s, now=self._now) for s in self._schools}
        for name, (what, value) in _GAUGES.items():
            gauge = GaugeMetricFamily(f"incidencias_{name}", what, labels=["school"])
            for school, state in states.items():
                gauge.add_metric([school], value(state))
            yield gauge
        yield from self._last_day()

    def _last_day(self) -> Iterator[Metric]:
        decisions = GaugeMetricFamily(
            "incidencias_decisions_24h", "Decisions of the last 24 hours", labels=["school", "action"]
        )
        answers = GaugeMetricFamily(
            "incidencias_answer_seconds",
            "From arrival to answer, last 24 hours",
            labels=["school", "quantile"],
        )
        for school in self._schools:
            day = figures(self._engine, school, since=self._now - _WINDOW, until=self._now, zone=UTC)
            for action in Action:
                decisions.add_metric([school, action.value], day.decided(action))
            for percent in (50, 95):
                if (seconds := day.answer_quantile(percent)) is not None:
                    answers.add_metric([school, str(percent / 100)], seconds)
        yield decisions
        yield answers
