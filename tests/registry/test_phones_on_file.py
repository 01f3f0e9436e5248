import pytest

from bot.registry.phones_on_file import read_phones, takes_sms

MOBILE, LANDLINE = "+34655645995", "+34955123456"


@pytest.mark.parametrize(
    ("cell", "country", "phones", "unreadable"),
    [
        ("", "ES", (), False),
        ("655645995", "ES", (MOBILE,), False),
        ("655 645 995", "ES", (MOBILE,), False),
        ("655 64 59 95", "ES", (MOBILE,), False),
        ("655-645-995", "ES", (MOBILE,), False),
        ("655.645.995", "ES", (MOBILE,), False),
        ("+34655645995", "ES", (MOBILE,), False),
        ("+34 655 645 995", "ES", (MOBILE,), False),
        ("0034655645995", "ES", (MOBILE,), False),
        ("34655645995", "ES", (MOBILE,), False),
        ("(+34)655645995", "ES", (MOBILE,), False),
        ("712345678", "ES", ("+34712345678",), False),
        ("955123456", "ES", (LANDLINE,), False),
        ("95 512 34 56", "ES", (LANDLINE,), False),
        ("655645995/955123456", "ES", (MOBILE, LANDLINE), False),
        ("655645995 / 955 12 34 56", "ES", (MOBILE, LANDLINE), False),
        ("655645995 955123456", "ES", (MOBILE, LANDLINE), False),
        ("655645995-955123456", "ES", (MOBILE, LANDLINE), False),
        ("655645995;955123456", "ES", (MOBILE, LANDLINE), False),
        ("655645995 y 955123456", "ES", (MOBILE, LANDLINE), False),
        ("655645995 (madre)", "ES", (MOBILE,), False),
        ("madre 655645995, padre 955123456", "ES", (MOBILE, LANDLINE), False),
        ("655645995 / 655645995", "ES", (MOBILE,), False),
        ("+212661234567", "ES", ("+212661234567",), False),
        ("00212661234567", "ES", ("+212661234567",), False),
        ("212661234567", "ES", ("+212661234567",), False),
        ("+40 750 740 022", "ES", ("+40750740022",), False),
        ("+447911123456", "ES", ("+447911123456",), False),
        ("65564599", "ES", (), True),
        ("999999999", "ES", (), True),
        ("no tiene", "ES", (), True),
        ("655645995 / 12", "ES", (MOBILE,), True),
        ("7123-4567", "SV", ("+50371234567",), False),
        ("+503 2222 3333", "SV", ("+50322223333",), False),
        ("655645995", "SV", (), True),
    ],
)
def test_numbers_of_a_cell(cell, country, phones, unreadable):
    found = read_phones(cell, country)
    assert (found.phones, found.unreadable) == (phones, unreadable)


@pytest.mark.parametrize(
    ("number", "mobile"),
    [
        ("+34612345678", True),
        ("+34712345678", True),
        ("+34791234567", True),  # of the plan, though nobody has it yet
        ("+34954123456", False),
        ("+34854123456", False),
        ("+40723398453", True),
        ("+40213456789", False),
        ("+212661234567", True),
        ("+212522123456", False),
        ("+447912345678", True),
        ("+50371234567", True),
        ("+50361234567", True),
        ("+50322123456", False),
        ("+12025550123", True),
        ("no number", False),
    ],
)
def test_only_mobiles_receive_sms(number, mobile):
    assert takes_sms(number) is mobile
