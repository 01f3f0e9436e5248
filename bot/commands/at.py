"""Where a command works: the house of the settings file, and one of its schools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.bootstrap import House
    from bot.settings.values import School


def house_of(config: Path | None, *, migrating: bool = False) -> House:
    """Raises InputError when the settings or the store cannot be used."""
    from bot.bootstrap import open_house
    from bot.settings.config import load_settings_file

    return open_house(load_settings_file(config), migrating=migrating)


def school_of(config: Path | None, school: str | None, *, migrating: bool = False) -> tuple[House, School]:
    """The same, and the school that was named, or the only one. Raises InputError."""
    house = house_of(config, migrating=migrating)
    return house, house.school(school)
