"""Format=flowed (RFC 3676): lines that end in a space go on in the next."""

import pytest

from bot.parsers.message.flowed import unflow


@pytest.mark.parametrize(
    ("text", "delsp", "joined"),
    [
        ("No puedo \nentrar", False, "No puedo entrar"),
        ("contra \nseña", True, "contraseña"),
        ("uno \n> dos", False, "uno \n> dos"),
        ("> uno \n> dos\ntres", False, "> uno dos\ntres"),
        (" con sangría", False, "con sangría"),
        ("adiós \n-- \nAna", False, "adiós \n-- \nAna"),
    ],
)
def test_lines_are_joined(text, delsp, joined):
    assert unflow(text, delsp=delsp) == joined
