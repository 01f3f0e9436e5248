"""The collector of objects that refer to each other: it need not look through what stays, nor so often."""

from __future__ import annotations

import gc

#: New objects until it looks; Python's 700 are one mail's, most stay in caches, and hardly any is in a cycle.
_YOUNG = 100_000


def leave_what_stays() -> None:
    """What is loaded now (code, rules, models) is looked through no more; what comes is, less often. Of what
    was left before, whatever nobody needs any longer goes: a register that another has replaced.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
