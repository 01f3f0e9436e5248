import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType, is_valid_number, number_type, parse

from bot.registry.cells import read_date, tidy
from bot.registry.identity import read_identity
from bot.registry.phones_on_file import read_phones, takes_sms

CELL = st.text(alphabet="aé |\t\n\xa0\u2003\x1f", max_size=8)


@given(cells=st.lists(CELL, max_size=5))
def test_tidy_cells_hold_single_blanks_only(cells):
    assert list(tidy(cells)) == [" ".join(cell.split()) for cell in cells]


@given(digits=st.from_regex(re.compile(r"(6[0-9]|9[15])[0-9]{7}"), fullmatch=True))
def test_the_numbers_that_are_told_at_a_glance_are_what_the_full_grammar_says(digits):
    assert read_phones(digits, "ES").phones == (f"+34{digits}",)
    number = parse(f"+34{digits}")
    assert is_valid_number(number)
    assert takes_sms(f"+34{digits}") is (number_type(number) == PhoneNumberType.MOBILE)


@given(digits=st.from_regex(re.compile(r"[0-9]{8}"), fullmatch=True), letter=st.sampled_from("TRWAGMYFPDX"))
def test_a_plain_dni_is_what_one_with_dots_is(digits, letter):
    assert read_identity(f"{digits}{letter}", "ES") == read_identity(
        f" {digits[:2]}.{digits[2:]}-{letter}", "ES"
    )


@pytest.mark.parametrize(
    ("cell", "day"),
    [("05/11/2014", date(2014, 11, 5)), ("5-1-2014", date(2014, 1, 5)), ("31/02/2014", None), ("hoy", None)],
)
def test_a_day_that_is_none_is_left_out(cell, day):
    assert read_date(cell) == day


@pytest.mark.parametrize("cell", ["00000000T", "11111111H"])
def test_a_row_of_one_digit_is_no_dni(cell):
    assert read_identity(cell, "ES") == (None, True)
