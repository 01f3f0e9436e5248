"""Which rules a command looks at: those named, those in force for the school, or the shipped ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap import House
from bot.commands.at import school_of
from bot.rules.directory import shipped_rules
from bot.settings.config import is_configured
from bot.settings.values import School
from bot.store.rules.versions import active_version


@dataclass(frozen=True, slots=True)
class Sight:
    """A rules directory, what it is, and whose."""

    directory: Path
    called: str  #: Spanish, for the reader of the output
    house: House | None = None  #: None: a directory was named, or nothing is configured
    school: School | None = None

    @classmethod
    def of(cls, config: Path | None, school: str | None, rules: Path | None) -> Sight:
        """Without `rules` those in force; the shipped ones where nothing is configured. Raises InputError."""
        if rules is None:
            return cls.in_force(config, school)
        return cls(rules, f"las reglas de la carpeta {rules}")

    @classmethod
    def in_force(cls, config: Path | None, school: str | None) -> Sight:
        """What decides now. Raises InputError when the school or the store is not there."""
        if config is None and not is_configured():
            return cls(shipped_rules(), "las reglas de serie (no hay ninguna configuración)")
        house, found = school_of(config, school)
        version = active_version(house.engine, found.id)
        which = f"versión {version.version}" if version else f"carpeta {house.wanted_rules(found)}"
        return cls(house.wanted_rules(found), f"las reglas en vigor de {found.name} ({which})", house, found)
