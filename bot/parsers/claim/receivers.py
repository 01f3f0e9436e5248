"""Somebody, or some number, that the password is to be handed to: "se la decís a Lukas", "llamen al 956 …".

The words for other people are vocabulary (`delivery` in `rules/intents.yaml`); names and numbers are not.
Here they are: any name but the guardian's own, any number but the claimed one, after "a", "to", "an" …, with
a verb of handing over close by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot.model.claim import Finding
from bot.parsers.people.person import Person
from bot.parsers.phones.numbers import PhoneFinding
from bot.parsers.scene import Scene, ZoneKind
from bot.text.plain import Span

_TITLE = r"(?:(?:don|dona|d\.|dna\.|sra?\.?|senora?|mrs?\.?|mme|frau|herrn?|mi|my|la|el|l')\s+)*"
#: "de" is only said of a phone: "el móvil de Jose".
_TO_SOMEBODY = re.compile(
    rf"(?:(?<!\w)(?:a|al|con|to|for|ring|call|via|au|chez|par|an|zu|bei|ao|amb|co|pe|lui|до|для|через"
    rf"|(?:movil|telefono|numero|phone|number|linea) (?:de|of|del))\s+{_TITLE}|给)$"
)
_TO_NUMBER = re.compile(
    r"(?:(?<!\w)(?:al|a|en|to|on|at|au|an|auf|ao|no|pe|la|на|по)(?:\s+(?:el|the|le|o))?\s+|到)$"
)
_BESIDE = 30  #: characters between a name and a number that is that person's
_LEAD = 40  #: characters in which the word before a name can stand
_BEFORE, _AFTER = 120, 60  #: characters around it in which the verb is looked for


def told_receiver(
    scenes: Sequence[Scene],
    strangers: Sequence[Person],
    phone: PhoneFinding | None,
    is_handed: Callable[[str, Span], bool],
) -> Finding | None:
    """The first one told of in the writer's own text.

    `strangers`: all whom the mail names but the guardian; `phone`: the claimed one; `is_handed`: whether a
    text tells of handing something over near a span of it.
    """
    for scene in scenes:
        for start, end in sorted(_led_to(scene, strangers, phone)):
            first = max(0, start - _BEFORE)
            if is_handed(scene.text[first : end + _AFTER], (start - first, end - first)):
                return scene.finding(start, end, scene.text[start:end], "receiver")
    return None


def is_named_before(phone: PhoneFinding, people: Sequence[Person]) -> bool:
    """Whether one of these people is named right before a number, which is theirs then."""
    return any(p.scene.region is phone.region and 0 < phone.start - p.mention.end < _BESIDE for p in people)


def _led_to(scene: Scene, strangers: Sequence[Person], phone: PhoneFinding | None) -> Iterator[Span]:
    names = [(p.mention.start, p.mention.end) for p in strangers if p.scene is scene]
    numbers = [(p.start, p.end) for p in scene.phones if phone and p.value != phone.value]
    for pattern, spans in ((_TO_SOMEBODY, names), (_TO_NUMBER, numbers)):
        for start, end in spans:
            leads = pattern.search(scene.flat, max(0, start - _LEAD), start)
            if leads and scene.zone_at(start).kind is ZoneKind.OWN:
                yield start, end
