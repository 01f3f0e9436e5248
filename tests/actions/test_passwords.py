"""Temporary passwords, and what is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.passwords import new_password, refusal
from bot.ports.accounts import PasswordPolicy

CLASSES = ["lower", "upper", "digit", "symbol"]


def test_they_are_long_readable_and_never_the_same():
    made = {new_password() for _ in range(500)}
    assert len(made) == 500
    assert all(len(p.replace("-", "")) == 13 and not set("01ilo") & set(p) for p in made)
    assert math.log2(31) * 13 >= 60


@given(
    least=st.integers(1, 40),
    room=st.integers(0, 40),
    needs=st.frozensets(st.sampled_from(CLASSES)),
)
def test_they_fit_what_the_target_demands(least, room, needs):
    longest = max(least * 5 // 4 + 1 + room, 16)  # hyphens take room too
    policy = PasswordPolicy(min_length=least, max_length=longest, needs=needs)
    assert refusal(new_password(policy), policy) is None


@pytest.mark.parametrize(
    ("policy", "length"),
    [
        (PasswordPolicy(max_length=8), 8),
        (PasswordPolicy(max_length=15), 15),
        (PasswordPolicy(max_length=14), 13),
        (PasswordPolicy(min_length=20), 24),
    ],
)
def test_they_use_the_room_that_there_is(policy, length):
    assert len(new_password(policy)) == length


def test_a_capital_is_the_first_letter_and_no_look_alike():
    made = [new_password(PasswordPolicy(needs=frozenset({"upper", "lower", "digit"}))) for _ in range(100)]
    assert all(p[0].isupper() and p[0] not in "BGILOSZ" and p[1:] == p[1:].lower() for p in made)


def test_what_no_password_can_fulfil_is_a_mistake_of_the_provider():
    with pytest.raises(ValueError, match="policy"):
        new_password(PasswordPolicy(max_length=8, needs=frozenset({"symbol"})))


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("corta1", "entre 8 y 64"),
        ("x1" * 40, "entre 8 y 64"),
        ("sincifras", "una cifra"),
        ("12345678", "una minúscula"),
        ("qwerty123", "se adivinan"),
        ("Contraseña2025", "se adivinan"),
        ("sevilla-2024", "se adivinan"),
        ("maria-ruiz-88", "su nombre"),
    ],
)
def test_what_is_easy_to_guess_is_refused_with_the_reason(password, says):
    assert says in refusal(password, PasswordPolicy(), personal=("María Ruiz",))


def test_what_is_fine_is_taken():
    assert refusal("cuatro-nubes-7", PasswordPolicy(), personal=("María Ruiz", "mruipen123")) is None
