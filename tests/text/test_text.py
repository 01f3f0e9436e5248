"""Words compared alike, whoever writes them; whose address is whose."""

import pytest

from bot.text.words import fold, mailbox_of, quoted, words


@pytest.mark.parametrize(
    ("text", "folded"), [("Muñoz", "munoz"), ("IONUȚ", "ionut"), ("Straße", "strasse"), ("", "")]
)
def test_fold(text, folded):
    assert fold(text) == fold(folded) == folded


def test_words_are_letters_and_digits():
    assert words("D.ª Ana-María, 2º B") == ["d", "a", "ana", "maria", "2o", "b"]


def test_quotation_marks_inside_others():
    assert quoted("dice «hola»") == "«dice “hola”»"


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("ana@x.test", "ana@x.test"),
        ("ana+colegio@x.test", "ana@x.test"),
        ("+colegio@x.test", "+colegio@x.test"),
        ("a@b@x.test", "a@b@x.test"),
        ("ana", "ana"),
        ("", ""),
    ],
)
def test_mailbox(address, mailbox):
    assert mailbox_of(address) == mailbox
