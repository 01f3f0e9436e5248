from __future__ import annotations

import pytest

from bot.model import Region
from bot.parsers.choose_phone import PlacedPhone, choose_phone
from bot.parsers.phones import find_phones
from bot.parsers.scene import ZoneKind


def chosen(
    text: str, *, for_another: bool = False, on_file: str = "", zone: ZoneKind = ZoneKind.OWN
) -> str | None:
    placed = [PlacedPhone(p, zone) for p in find_phones(text, Region.BODY)]
    phone = choose_phone(placed, for_another=for_another, fits=lambda n: n == on_file).phone
    return phone.value if phone else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mi móvil es el 600111222", "+34600111222"),
        ("oficina 955111222, móvil 600111222", "+34600111222"),
        ("El de mi marido es el 600111222 y el mío es el 600333444", "+34600333444"),
        ("Tel. 600111222. Fax 955333444", "+34600111222"),
        ("el antiguo era el 600111222 y el nuevo es el 600333444", "+34600333444"),
        ("el 600111222 ya no existe, ahora es el 600333444", "+34600333444"),
        ("mi teléfono es el 955111222", "+34955111222"),
        ("siempre doy el fijo, el 955111222", "+34955111222"),
        ("el fijo es el 955111222 y el móvil 600111222", "+34600111222"),
        ("ese no, el 600111222 no tiene batería, a este otro: 600333444", "+34600333444"),
        ("Trabajo: 955111222", None),
        ("Centralita 955111222", None),
    ],
)
def test_the_words_around_a_number_choose(text: str, expected: str | None) -> None:
    assert chosen(text) == expected


def test_a_pupil_gives_the_mothers_number() -> None:
    assert chosen("el de mi madre es 600111222", for_another=True) == "+34600111222"


def test_the_register_only_breaks_a_tie() -> None:
    both = "mi móvil 600111222\nmi móvil 600333444"
    assert chosen(both, on_file="+34600333444") == "+34600333444"
    assert chosen(both) == "+34600111222"
    assert chosen("antiguo 600111222\nmi móvil 600333444", on_file="+34600111222") == "+34600333444"
