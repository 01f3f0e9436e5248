"""How several workers over one database share the mailboxes among them. Pure.

Nobody assigns them: a worker that has fewer than another asks it for some, and that one leaves them when
it has put down what it holds. So a new worker needs no configuration, and all end up with about as many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from bot.ports.store import Standing


def to_ask_for(standing: Collection[Standing], me: str, mine: Collection[str]) -> list[str]:
    """The mailboxes that `me` should ask for: half of what the richest has more, of the schools `mine`.

    What was asked for already counts as its asker's.
    """
    counts = Counter(one.wanted_by or one.owner for one in standing if one.school in mine)
    own = counts.pop(me, 0)
    if not counts:
        return []
    richest, most = max(counts.items(), key=lambda owner: (owner[1], owner[0]))
    free = sorted(
        one.school
        for one in standing
        if one.owner == richest and one.wanted_by is None and one.school in mine
    )
    return free[: max(0, most - own) // 2]
