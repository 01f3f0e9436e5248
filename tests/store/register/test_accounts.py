from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.ports.accounts import BookEntry
from bot.store.register.accounts import SqlAccountBook


def test_an_account_is_found_by_guardian_and_by_user_name(engine: Engine, now: datetime) -> None:
    book = SqlAccountBook(engine, "loma")
    entry = BookEntry(
        username="mruipen123",
        guardian="A",
        password_hash="$argon2id$…",
        valid_until=now,
        must_change=True,
        key="k1",
    )
    assert book.of_guardians(["A"]) == {}
    book.put([entry])
    assert book.of_guardians(["A", "B"]) == {"A": entry}
    assert book.of_username("mruipen123") == entry
    changed = replace(entry, password_hash="other", must_change=False, key="k2")
    book.put([changed])
    assert book.of_guardians(["A"]) == {"A": changed}
    assert SqlAccountBook(engine, "vega").of_username("mruipen123") is None
    assert book.taken(["mruipen123", "mruipen124"]) == {"mruipen123"}
    assert not SqlAccountBook(engine, "vega").taken(["mruipen123"])


def test_a_guardian_has_one_account(engine: Engine, now: datetime) -> None:
    book = SqlAccountBook(engine, "loma")
    entry = BookEntry(
        username="one", guardian="A", password_hash="h", valid_until=now, must_change=True, key="k"
    )
    book.put([entry])
    with pytest.raises(IntegrityError):
        book.put([replace(entry, username="two")])
