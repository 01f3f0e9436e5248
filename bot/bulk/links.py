"""A list `persona;cuenta` -> which account is whose. Pure."""

from __future__ import annotations

import csv
from io import StringIO

from bot.errors import InputError
from bot.model.register import Register
from bot.registry.containers import decode
from bot.text.words import fold


def read_links(content: bytes, name: str, register: Register) -> dict[str, str]:
    """Keys of people -> names of their accounts. Raises InputError with every wrong line of the file."""
    text, _ = decode(content)
    links: dict[str, str] = {}
    mistakes = []
    rows = csv.reader(StringIO(text), delimiter=";" if ";" in text else ",")
    for line, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (line == 1 and [fold(c) for c in cells[:2]] == ["persona", "cuenta"]):
            continue
        if len(cells) < 2 or not all(cells[:2]):
            mistakes.append(f"{name}:{line}: hacen falta dos columnas, persona y cuenta.")
            continue
        person, login = cells[:2]
        key = f"alumnado/{person}" if person in register.students else person.upper()
        if person not in register.students and key not in register.guardians:
            mistakes.append(f"{name}:{line}: no hay nadie con «{person}» en la matrícula.")
        elif key in links:
            mistakes.append(f"{name}:{line}: «{person}» aparece dos veces.")
        elif login in links.values():
            mistakes.append(f"{name}:{line}: la cuenta «{login}» tiene ya otro dueño.")
        else:
            links[key] = login
    if mistakes:
        raise InputError("\n".join(mistakes))
    return links
