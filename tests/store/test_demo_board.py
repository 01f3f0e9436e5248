"""What the demo's board says of a mail while it is being decided."""

from __future__ import annotations

from collections.abc import Callable

from bot.demo import board
from bot.model.decision import Action
from tests.store.making import SCHOOL, claimed, outcome


def test_a_mail_that_is_decided_between_two_looks_is_not_settled(engine, desk, intake, now, monkeypatch):
    mail = claimed(intake, desk, now)
    decides = iter([lambda: desk.record([outcome(mail, Action.REGENERATE)], now=now)])

    def then_decided(read: Callable[..., object]) -> Callable[..., object]:
        def look(*what: object) -> object:
            found = read(*what)
            next(decides, lambda: None)()
            return found

        return look

    for read in ("read_rows", "effects_where"):
        monkeypatch.setattr(board, read, then_decided(getattr(board, read)))
    (row,) = board.rows(engine, SCHOOL)
    assert not row.settled
    (row,) = board.rows(engine, SCHOOL)
    assert len(row.effects) == 3
    assert not row.settled
