from hypothesis import given
from hypothesis import strategies as st

from bot.text.plain import plain


@given(st.text())
def test_plain_moves_no_character_and_is_idempotent(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


def test_accents_case_and_ordinals_go_other_scripts_stay() -> None:
    assert plain("María SÁNCHEZ, 3ª “Ș” ß") == 'maria sanchez, 3º "s" s'
    assert plain("密码") == "密码"
