"""Where a finding stands, and whether it is of this very mail."""

import pytest

from bot.decision.spans import stands_in
from bot.model.claim import Region
from bot.model.mail import Address
from tests.decision.making import finding, message

MAIL = message(subject="Uno dos", sender=Address("Tres Cuatro", "x@familias.example"), body="Cinco seis")


@pytest.mark.parametrize(
    ("region", "text"),
    [(Region.SUBJECT, "Uno dos"), (Region.SENDER, "Tres Cuatro"), (Region.BODY, "Cinco seis")],
)
def test_what_stands_in_each_region(region, text):
    for word in text.split():
        assert stands_in(MAIL, finding(word, text, region=region))
    assert not stands_in(MAIL, finding("Otro", text, region=region))
