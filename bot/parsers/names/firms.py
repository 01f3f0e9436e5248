"""What a firm is called, where a person's name could stand: in a display name, at the foot of a mail."""

import re

#: "Freiduría El Levante", "Quesos La Sagra", "Hotel Sol"; nobody is called so without a "de" ahead.
_FIRM = re.compile(
    r"\b(?:\w{3,}[eou]r[íi]a|inmobiliaria|cl[íi]nica|hotel|hostal|bar|restaurante|taller(?:es)?|transportes|"
    r"construcciones|reformas|tienda)\b|(?<!\bde) (?:La|Los|Las) [A-ZÁÉÍÓÚÑ]|^(?:La|Los|Las) ",
    re.IGNORECASE,
)


def is_firm(name: str) -> bool:
    """Whether a name as written is called like a firm, not like a person."""
    return bool(_FIRM.search(name))
