"""Does the phone of the mail belong to the guardian? The hard gate of every regeneration."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.model.match import PhoneFit
from bot.model.register import Guardian

_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


def phone_fit(phone: str | None, guardian: Guardian | None, others: Iterable[Guardian] = ()) -> PhoneFit:
    """Compare a phone (E.164) with what is on file of one guardian (POLICY rows 1 and 6).

    `others`: the pupils' other guardians. Without a guardian it can only be theirs or nobody's.
    """
    if phone is None:
        return PhoneFit.NOT_GIVEN
    if guardian is not None and phone in guardian.phones:
        return PhoneFit.OWN if takes_sms(phone) else PhoneFit.LANDLINE
    if any(phone in other.phones for other in others):
        return PhoneFit.OTHER_GUARDIAN
    if guardian is not None and not guardian.phones:
        return PhoneFit.NONE_ON_FILE
    return PhoneFit.DIFFERENT


@lru_cache(maxsize=4096)
def takes_sms(phone: str) -> bool:
    """Whether a number (E.164) is a mobile: Spain 6 and 7, El Salvador 6 and 7, else as its country says."""
    if phone.startswith(("+34", "+503")):
        return phone.removeprefix("+34").removeprefix("+503")[:1] in {"6", "7"}
    try:
        return phonenumbers.number_type(phonenumbers.parse(phone)) in _MOBILE
    except phonenumbers.NumberParseException:
        return False
