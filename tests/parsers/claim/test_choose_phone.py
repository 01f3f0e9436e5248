from __future__ import annotations

import pytest

from bot.model.claim import Region
from bot.parsers.claim.choose_phone import (
    PlacedPhone,
    asked_for,
    choose_phone,
    second_mobile,
    without_withdrawn,
)
from bot.parsers.phones.numbers import find_phones
from bot.parsers.scene import ZoneKind
from bot.text.plain import plain


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


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("tenéis el 600111222 pero el bueno es este: 600333444", "+34600333444"),
        ("el de siempre, 600111222, está estropeado, contactadme en el 600333444", "+34600333444"),
        ("mi móvil 600111222. Text it to +351 912 345 678", "+351912345678"),
        ("mi móvil 600111222, el de la oficina 600333444", None),
        ("mi móvil 600111222. Pedidos y WhatsApp: 600333444", None),
        ("mi móvil 600111222, el 600333444 ya no lo uso", None),
        ("mi móvil 600111222, el del padre 600555666", None),
        ("mi móvil 600111222, fijo 955111222", None),
        ("mi móvil 600111222, repito: 600111222", None),
        ("mi móvil 600111222, el suyo creo que es 600333444", None),
        ("mi móvil 600111222. Mándalo mejor al suyo, 600333444", "+34600333444"),
        ("mi móvil 600111222. Ref. XUR 600333444", None),
    ],
)
def test_a_second_mobile_that_nothing_explains(text: str, second: str | None) -> None:
    first, *_ = phones = find_phones(text, Region.BODY)
    placed = [PlacedPhone(p, ZoneKind.OWN) for p in phones]
    found = second_mobile(placed, first, lambda number: number == "+34600555666")
    assert (found.value if found else None) == second


def test_a_second_mobile_in_the_signature_is_no_wish() -> None:
    first, other = find_phones("mi móvil 600111222\n\nComercial 600333444", Region.BODY)
    placed = [PlacedPhone(first, ZoneKind.OWN), PlacedPhone(other, ZoneKind.SIGNATURE)]
    assert second_mobile(placed, first, lambda _: False) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mi móvil 600111222 está roto, mandadla al 600333444", "+34600333444"),
        ("la clave al nuevo, 600333444. El 600111222 ya no existe", "+34600333444"),
        ("usad el 600333444, mi móvil 600111222 no tiene cobertura", "+34600333444"),
        ("mi móvil 600111222, mejor al de mi hermana, 600333444", "+34600111222"),
        ("numărul meu 600111222, trimiteți pe numărul soției 600333444", "+34600111222"),
        ("mi móvil 600111222, la oficina es el 955111222", "+34600111222"),
        ("el mío es el 600111222. Mándenla al de Alejandro, 600333444", "+34600111222"),
    ],
)
def test_the_number_asked_for_is_the_phone_unless_it_is_somebody_elses(text: str, expected: str) -> None:
    placed = [PlacedPhone(p, ZoneKind.OWN) for p in find_phones(text, Region.BODY)]
    of_another = "Alejandro" in text
    chosen = asked_for(
        placed, choose_phone(placed, for_another=False), lambda p: of_another and p.value.endswith("444")
    )
    assert chosen.phone
    assert chosen.phone.value == expected
    assert expected not in {other.value for other in chosen.others}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("600111222. Perdón, 600333444", ["+34600333444"]),
        (
            "600111222.\n\nUy no, perdona, que ese es el de mi tía. El mío acaba en 44: 600333444",
            ["+34600333444"],
        ),
        ("600111222. Perdona la hora. El de mi tía es el 600333444", ["+34600111222", "+34600333444"]),
    ],
)
def test_a_number_that_is_taken_back(text: str, left: list[str]) -> None:
    placed = [PlacedPhone(p, ZoneKind.OWN) for p in find_phones(text, Region.BODY)]
    assert [p.phone.value for p in without_withdrawn(placed, plain(text))] == left
