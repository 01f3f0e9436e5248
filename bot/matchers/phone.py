"""Does the phone of the mail belong to the guardian? The hard gate of every regeneration."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.match import PhoneFit
from bot.model.register import Guardian
from bot.registry.phones_on_file import takes_sms


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
