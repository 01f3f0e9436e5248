"""Signs that the guardian meant is not the one who writes, though nobody calls themselves a third person.

A credential goes only to a guardian who asks for it (POLICY §2 row 7). Who speaks of the guardian as of
somebody else ("su madre, Ana Gil, no puede entrar", "su móvil es el …") or bears another full name than the
"Ana Gil, madre de …" of the text is taken for a third person: a person then looks at the mail.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.matchers.lexicon import Lexicon
from bot.matchers.names import NameLevel
from bot.parsers.people.person import Person, given_alike, same_person
from bot.parsers.people.relations import PARENT_OF_RULE, Role
from bot.parsers.phones.numbers import PhoneFinding
from bot.text.plain import word_set

_THEIRS = word_set(
    "su suyo suya his her hers ella sa seu sua ihr ihre ihrer sein seine lui ei його її его ее"
)
_PARENTS = word_set("madre padre mama papa tutor tutora mother father mom mum dad")
_INTRODUCES = "me llamo"  #: the rules for "soy …" in any language
_INITIALS = 3  #: letters that stand for as many names
_NEAR = 4  #: words before a number in which "su móvil" stands


def named_as_another(
    guardian: Person | None,
    people: Sequence[Person],
    sender: Person | None,
    pupils: Sequence[Person],
    lexicon: Lexicon,
) -> bool:
    """Whether the guardian is named as one names somebody else.

    `people`: all whom the mail names; `sender`: the display name, if it is a person's.
    """
    if guardian is None:
        return False
    if guardian.role is Role.PARENT and not guardian.referred:
        writers = [p for p in people if p.role is Role.WRITER] + ([sender] if sender else [])
        return not any(_can_be(guardian, writer, lexicon) for writer in writers)
    if guardian.found_by != PARENT_OF_RULE or sender is None or len(_spelt_out(sender)) < 2:
        return False
    return not any(_can_be(sender, person, lexicon) for person in (guardian, *pupils))


def pupil_speaks(
    guardian: Person | None, people: Sequence[Person], pupils: Sequence[Person], lexicon: Lexicon
) -> bool:
    """Whether somebody introduces themselves by the pupil's name, which is not the guardian's too."""
    speakers = [p for p in people if p.role is Role.WRITER and p.found_by.startswith(_INTRODUCES)]
    return any(
        any(_can_be(speaker, pupil, lexicon) for pupil in pupils)
        and (guardian is None or not _can_be(speaker, guardian, lexicon))
        for speaker in speakers
    )


def another_introduced(guardian: Person | None, people: Sequence[Person], lexicon: Lexicon) -> bool:
    """Whether somebody else than the guardian says who they are: "soy Dani, el novio de Ana Gil Mora"."""
    speakers = [p for p in people if p.role is Role.WRITER and p.found_by.startswith(_INTRODUCES)]
    return guardian is not None and any(not _can_be(speaker, guardian, lexicon) for speaker in speakers)


def pupil_sends(
    guardian: Person | None, sender: Person | None, pupils: Sequence[Person], lexicon: Lexicon
) -> bool:
    """Whether the mail bears the pupil's name and speaks for the guardian (POLICY §2 row 12).

    `sender`: the display name, if it is a person's and not said to be that of a borrowed address.
    """
    if guardian is None or sender is None or guardian is sender or len(_spelt_out(sender)) < 2:
        return False
    alike = (p for p in pupils if given_alike(sender, p, lexicon) and _can_be(sender, p, lexicon))
    return any(alike) and not _can_be(sender, guardian, lexicon)


def phone_of_another(phone: PhoneFinding | None, guardian: Person | None) -> bool:
    """Whether the number is given as another person's: "su móvil es el …", "móvil de su madre: …".

    Who signs "Ana Gil, su madre, 600…" gives her own: the guardian's name stands right before that.
    """
    if phone is None:
        return False
    near = phone.before[-_NEAR:]
    names = guardian.mention.words if guardian else ()
    signed = len(near) > 2 and near[-1] in _PARENTS and near[-3] in names
    return bool(_THEIRS.intersection(near[:-2] if signed else near))


def _spelt_out(person: Person) -> list[str]:
    """The words of a name without its initials: "María GL" says of María no more than her given name."""
    words = person.value.split()
    initials = [w for w in words if len(w) <= _INITIALS and w.isupper()]
    return words if len(initials) == len(words) else [w for w in words if w not in initials]


def _can_be(one: Person, other: Person, lexicon: Lexicon) -> bool:
    return same_person(one, other, lexicon) is not NameLevel.DIFFERENT
