import pytest

from bot.registry.identity import read_identity


@pytest.mark.parametrize(
    ("cell", "country", "number", "valid"),
    [
        ("12345678Z", "ES", "12345678Z", True),
        ("12345678z", "ES", "12345678Z", True),
        ("12.345.678-Z", "ES", "12345678Z", True),
        ("12345678 Z", "ES", "12345678Z", True),
        ("1234567L", "ES", "01234567L", True),  # a leading zero eaten
        ("12345678A", "ES", "12345678A", False),
        ("X1234567L", "ES", "X1234567L", True),
        ("Y1234567X", "ES", "Y1234567X", True),
        ("X1234567A", "ES", "X1234567A", False),
        ("AB1234567", "ES", "AB1234567", True),  # a passport
        ("", "ES", None, True),
        ("-", "ES", None, True),
        ("00000000T", "ES", None, True),
        ("SIN DNI", "ES", None, True),
        ("00016297-5", "SV", "00016297-5", True),
        ("02495046-3", "SV", "02495046-3", True),
        ("042888745", "SV", "04288874-5", True),
        ("42888745", "SV", "04288874-5", True),  # a leading zero eaten
        ("05149147-3", "SV", "05149147-3", False),
        ("00000000-0", "SV", None, True),
    ],
)
def test_identity_numbers(cell, country, number, valid):
    assert read_identity(cell, country) == (number, valid)
