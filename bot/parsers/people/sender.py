"""Who the display name of the sender says it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model.claim import Region
from bot.model.mail import InboundMessage
from bot.parsers.courses.reader import CourseReader
from bot.parsers.names.firms import is_firm
from bot.parsers.names.kinship import CHILD, MY, OTHER_KIN, PARENT
from bot.parsers.names.mentions import find_mentions
from bot.parsers.names.words import NameWords
from bot.parsers.people.person import Person
from bot.parsers.people.relations import Role
from bot.parsers.scene import Scene, Zone, ZoneKind, make_scene

_NO_PERSON = re.compile(
    r"\b(?:s\.?l\.?|s\.?l\.?p|s\.?a|familia|casa|admin\w*|info|administracion|secretaria|departamento|"
    r"dpto|servicio\w*|"
    r"jefatura|direccion|conserjeria|coordinacion|orientacion|tutoria|estudios|delegad[oa]|"
    r"ayuntamiento|empresa|gestoria|asesor\w*|tienda|taller|ampa|ies|ceip|centro|correo|mail|contacto)\b"
)
_KIN = rf"{MY}\s+(?:{OTHER_KIN}|{CHILD}|{PARENT})"
_DEVICE = (
    r"(?:correo|cuenta|e-?mail|mail|gmail|hotmail|direccion|movil|telefono|tablet|ordenador|account|address|phone|"
    r"adresse|compte|portable|telefone|conta)"
)
#: "os escribo desde el correo de mi marido", "este correo es de mi mujer", "from my husband's email".
_BORROWED = re.compile(
    rf"\b(?:desde|con|por|en|usando|from|on|depuis|avec|do)\s+(?:el |la |l'|le |este |esta )?{_DEVICE}"
    rf"(?: electronico)?\s+(?:de |d'|of |do |da )?{_KIN}\b"
    rf"|\best[ea] es (?:el|la) {_DEVICE}(?: electronico)? de {_KIN}\b"
    rf"|\beste {_DEVICE}(?: electronico)?\s+es (?:de|el de)\s+{_KIN}\b"
    rf"|\b(?:from|on|using)\s+{_KIN}'s\s+{_DEVICE}"
    rf"|\b(?:escribo|mando|envio)\s+(?:desde|con)\s+(?:el |la ){_DEVICE}\s+(?:del? (?!siempre|casa)|que )"
    rf"|\b(?:el|este|la|esta) {_DEVICE} me l[oa] (?:abri|hizo|cre|puso|prest|dej)\w*"
    rf"|\b(?:sale|aparece|pone|salga) (?:su|el) nombre (?:arriba|de (?:el|ella|mi|la|su)\b)"
)


def is_borrowed(scenes: Sequence[Scene]) -> bool:
    """Whether the writer says that the address is somebody else's: the display name is not theirs then."""
    return any(_BORROWED.search(s.flat, z.start, z.end) for s in scenes for z in s.zones)


def read_sender(
    message: InboundMessage, names: NameWords, courses: CourseReader, country: str
) -> Person | None:
    """The display name, when it can be a person's."""
    name = message.sender.name
    if "@" in name or _NO_PERSON.search(name.lower()) or is_firm(name):
        return None
    zone = Zone(ZoneKind.OWN, 0, len(name))
    scene = make_scene(Region.SENDER, name, [zone] if name else [], courses, country=country)
    mentions = find_mentions(name, 0, len(name), names, {0}, scene.marked)
    return Person(mentions[0], scene, Role.WRITER, 4.0, "from", referred=False) if mentions else None
