import gc
import weakref

from bot.system.litter import leave_what_stays
from tests.servers.forks import in_a_fork


class Knot:
    """Refers to itself: only the collector ends it."""

    def __init__(self) -> None:
        self.itself = self


def _tie_knots_until_one_is_gone() -> None:
    leave_what_stays()
    assert gc.get_freeze_count() > 0
    first = weakref.ref(Knot())
    knots = 0
    while first() is not None:
        Knot()
        knots += 1
        assert knots < 1_000_000


def test_what_comes_later_is_still_collected() -> None:
    assert in_a_fork(_tie_knots_until_one_is_gone) == 0


def _replace_what_stayed() -> None:
    register = Knot()
    leave_what_stays()
    seen = weakref.ref(register)
    register = Knot()
    leave_what_stays()
    assert seen() is None


def test_what_stayed_goes_when_it_is_replaced() -> None:
    assert in_a_fork(_replace_what_stayed) == 0
