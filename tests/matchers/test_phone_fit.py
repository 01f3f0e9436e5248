from __future__ import annotations

import pytest

from bot.matchers.phone import phone_fit
from bot.model.match import PhoneFit
from bot.model.register import Guardian, PersonName


def guardian(*phones):
    return Guardian(key="g", dni=None, name=PersonName("Ana"), phones=frozenset(phones))


@pytest.mark.parametrize(
    ("phone", "who", "others", "fit"),
    [
        (None, guardian("+34612345678"), [], PhoneFit.NOT_GIVEN),
        ("+34612345678", guardian("+34612345678", "+34699999999"), [], PhoneFit.OWN),
        ("+34612345678", guardian("+34612345678"), [guardian("+34612345678")], PhoneFit.OWN),
        ("+34612345679", guardian("+34612345678"), [], PhoneFit.DIFFERENT),
        ("+34612345679", guardian("+34612345678"), [guardian("+34612345679")], PhoneFit.OTHER_GUARDIAN),
        ("+34612345679", guardian(), [guardian("+34612345679")], PhoneFit.OTHER_GUARDIAN),
        ("+34612345679", guardian(), [guardian()], PhoneFit.NONE_ON_FILE),
        ("+34954123456", guardian("+34954123456"), [], PhoneFit.LANDLINE),
        ("+34612345678", None, [guardian("+34612345678")], PhoneFit.OTHER_GUARDIAN),
        ("+34612345678", None, [], PhoneFit.DIFFERENT),
    ],
)
def test_phone_fit(phone, who, others, fit):
    assert phone_fit(phone, who, others) is fit
