"""The ear of tests/leaks.py hears what it should."""

from __future__ import annotations

import pytest

from tests.leaks import leaks_in


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            '{"event": "decided", "ticket": "K7QM2X", "mail": 12, "timestamp": "2026-11-22T02:51:47.037518Z"}',
            [],
        ),
        ("550 <ana.ruiz@familias.test> refused", ["ana.ruiz@familias.test"]),
        ("mailbox incidenciastde@ieslaloma.test open", []),
        ("to +34600111222", ["+34600111222"]),
        ("to 600111222.", ["600111222"]),
        ("dni=12345678Z", ["12345678Z"]),
        ("set Gato-Rojo-7 for her", ["Gato-Rojo-7"]),
        ("la madre de Ana Belén Ruiz", ["ana belen ruiz"]),
        ("student=ANA BELEN;RUIZ", ["ana belen ruiz"]),
        ("Ana and a Ruiz", []),
    ],
)
def test_what_is_private_in_a_line(line, found):
    assert leaks_in(line, {"ana belen ruiz"}, {"Gato-Rojo-7", "x"}) == found
