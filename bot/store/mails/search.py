"""By what people look for a case: its number, who wrote, whom the mail names, the phone."""

from __future__ import annotations

from bot.model.claim import Claim
from bot.model.mail import InboundMessage
from bot.store.tables.text import clean
from bot.text.words import fold

_LONGEST = 600  #: of what one mail adds
_COURSE = 40


def search_text(message: InboundMessage, claim: Claim) -> str:
    """Folded words in the order of their worth: of a mail that says too much the end is lost."""
    phones = [f.value for f in (claim.phone, *claim.other_phones) if f]
    said = [
        message.sender.email,
        *([claim.guardian.value] if claim.guardian else []),
        *(student.name.value for student in claim.students),
        *phones,
        message.sender.name,
        message.subject,
    ]
    return clean(fold(" ".join(said)), _LONGEST)


def course_of(claim: Claim) -> str | None:
    """The course that the mail names, the first of several."""
    named = [str(s.course) for s in claim.students if s.course] + [str(claim.loose_course or "")]
    return named[0][:_COURSE] or None


def looked_for(text: str) -> list[str]:
    """What a person typed, as words that must all stand there; a phone may be typed with blanks."""
    folded = fold(text)
    digits = "".join(c for c in folded if c.isdigit())
    if len(digits) >= 6 and all(c.isdigit() or c in " +-.()" for c in folded):
        return [digits]
    return folded.split()
