"""Putting a directory of rules in force, for the command and for the console alike: only when it is sound,
examples included, and keeps to the golden cases.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.errors import InputError
from bot.journey import Mind
from bot.model import History
from bot.replay import family_changed, replay
from bot.rule_check import ensure_sound
from bot.store import rule_versions
from bot.store.golden import golden_cases
from bot.store.past import PastMail, history_then, past_mails
from bot.store.rule_versions import RuleVersion

_ON_FILE = "\n    (no tiene por qué ser el borrador: la ficha de la familia ha cambiado desde entonces)"

#: Ids of mails -> these mails, in slices.
Slices = Callable[[Collection[int]], Iterable[Sequence[PastMail]]]


def publish(
    engine: Engine,
    school: str,
    directory: Path,
    *,
    mind: Callable[[], Mind],
    by: str,
    now: datetime,
    slices: Slices | None = None,
) -> tuple[RuleVersion, int]:
    """The version that is in force now, and how many mails of golden cases were decided as they should.

    `mind`: what the bot would know under these rules; `slices`: to watch how far it has come. Raises
    RulesError with every mistake, InputError naming the golden cases that would be decided otherwise.
    """
    ensure_sound(directory)
    kept = _keep_to_golden(
        engine, school, mind, slices or (lambda mails: past_mails(engine, school, mails=mails))
    )
    return rule_versions.publish(engine, school, directory, by=by, now=now), kept


def _keep_to_golden(engine: Engine, school: str, mind: Callable[[], Mind], slices: Slices) -> int:
    cases = golden_cases(engine, school)
    if not cases:
        return 0
    would_know = mind()

    def histories(account: str | None, sender: str, then: datetime) -> History:
        return history_then(engine, school, account, sender, then=then)

    decided = [
        again
        for part in slices([case.mail for case in cases])
        for again in replay(part, would_know, histories)
    ]
    broken = [r for r in decided if r.changed]
    if broken:
        lines = (
            f"  caso {r.past.ticket}: {r.old}; ahora sería: {r.new} (regla {r.decision.rule})"
            + (_ON_FILE if family_changed(r, would_know.index.register) else "")
            for r in broken
        )
        raise InputError(
            "No se publica: hay casos de oro que se decidirían de otro modo con la matrícula de hoy.\n"
            + "\n".join(lines)
            + "\nCorrija el borrador. Si el caso ya no sirve (el alumno se ha ido, la ficha es otra): "
            "incidencias rules golden remove CASO"
        )
    return len(decided)
