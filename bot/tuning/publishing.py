"""Putting a directory of rules in force, for the command and for the console alike: only when it is sound,
examples included, and keeps to the golden cases.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from bot.errors import InputError
from bot.mind.mind import Mind
from bot.mind.rule_check import ensure_sound
from bot.store.cases.past import PastMail, history_then, past_mails
from bot.store.rules import versions as rule_versions
from bot.store.rules.golden import golden_cases
from bot.store.rules.versions import RuleVersion
from bot.tuning.replay import Replayed, family_changed, replay

_ON_FILE = "\n    (no tiene por qué ser el borrador: la ficha de la familia ha cambiado desde entonces)"

#: Ids of mails -> these mails, in slices.
Slices = Callable[[Collection[int]], Iterable[Sequence[PastMail]]]
#: A directory of rules (None: the rules in force) -> what the bot would know under them.
Minded = Callable[[Path | None], Mind]


@dataclass(frozen=True, slots=True)
class Published:
    """What has come of it."""

    version: RuleVersion  #: in force now
    kept: int  #: mails of golden cases decided as they should
    outdated: Sequence[str]  #: golden cases whose family on file is another now, with the old rules as well


def publish(
    engine: Engine,
    school: str,
    directory: Path,
    *,
    mind: Minded,
    by: str,
    now: datetime,
    slices: Slices | None = None,
) -> Published:
    """Put this directory in force. `slices`: to watch how far the golden cases have come.

    Raises RulesError with every mistake, InputError naming the golden cases that the draft decides otherwise.
    """
    ensure_sound(directory)
    look = slices or (lambda mails: past_mails(engine, school, mails=mails))
    kept, outdated = _keep_to_golden(engine, school, directory, mind, look)
    made = rule_versions.publish(engine, school, directory, by=by, now=now)
    return Published(made, kept, outdated)


def _keep_to_golden(
    engine: Engine, school: str, directory: Path, mind: Minded, slices: Slices
) -> tuple[int, Sequence[str]]:
    """How many mails were decided as they should, and the outdated cases. Raises InputError."""
    golden = [case.mail for case in golden_cases(engine, school)]
    if not golden:
        return 0, ()
    histories = partial(history_then, engine, school)

    def decide(known: Mind, mails: Collection[int]) -> list[Replayed]:
        return [again for part in slices(mails) for again in replay(part, known, histories)]

    draft = mind(directory)
    decided = decide(draft, golden)
    broken = [one for one in decided if one.changed]
    # A pupil has left, a phone is another: where the rules in force say so too, the draft is not to blame.
    elsewhere = [one.past.mail for one in broken if family_changed(one, draft.index.register)]
    today = {one.past.mail: one.new for one in decide(mind(None), elsewhere)} if elsewhere else {}
    outdated = [one for one in broken if today.get(one.past.mail) == one.new]
    blamed = [one for one in broken if one not in outdated]
    if blamed:
        raise InputError(_refusal(blamed, elsewhere))
    return len(decided) - len(outdated), sorted({one.past.ticket for one in outdated})


def _refusal(blamed: Sequence[Replayed], elsewhere: Collection[int]) -> str:
    lines = (
        f"  caso {r.past.ticket}: {r.old}; ahora sería: {r.new} (regla {r.decision.rule})"
        + (_ON_FILE if r.past.mail in elsewhere else "")
        for r in blamed
    )
    return (
        "No se publica: hay casos de oro que se decidirían de otro modo con la matrícula de hoy.\n"
        + "\n".join(lines)
        + "\nCorrija el borrador. Si el caso ya no sirve (el alumno se ha ido, la ficha es otra): "
        "incidencias rules golden remove CASO"
    )
