"""Who the display name of the sender says it is."""

from __future__ import annotations

import re

from bot.model import InboundMessage, Region
from bot.parsers.courses import CourseReader
from bot.parsers.mentions import find_mentions
from bot.parsers.name_words import NameWords
from bot.parsers.people import Person
from bot.parsers.relations import Role
from bot.parsers.scene import Zone, ZoneKind, make_scene

_NO_PERSON = re.compile(
    r"\b(?:s\.?l\.?|s\.?l\.?p|s\.?a|familia|casa|admin\w*|info|administracion|secretaria|departamento|"
    r"dpto|servicio\w*|"
    r"ayuntamiento|empresa|gestoria|asesor\w*|tienda|taller|ampa|ies|ceip|centro|correo|mail|contacto)\b"
)


def read_sender(
    message: InboundMessage, names: NameWords, courses: CourseReader, country: str
) -> Person | None:
    """The display name, when it can be a person's."""
    name = message.sender.name
    if "@" in name or _NO_PERSON.search(name.lower()):
        return None
    zone = Zone(ZoneKind.OWN, 0, len(name))
    scene = make_scene(Region.SENDER, name, [zone] if name else [], courses, country=country)
    mentions = find_mentions(name, 0, len(name), names, {0}, scene.marked)
    return Person(mentions[0], scene, Role.WRITER, 4.0, "from", referred=False) if mentions else None
