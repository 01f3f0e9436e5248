"""Pages that another program hangs onto the console: the demo its families. The same gate and layout hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter

from bot.console.access import Need
from bot.model.ticket import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """What it brings."""

    router: APIRouter  #: asked before the console's own pages
    access: Mapping[str, Need | frozenset[Role]]  #: of its routes, by name; none of them is the console's
    templates: Path  #: `_annex.html` stands on top of every page
    static: Path  #: served under /static/annex; `annex.css` dresses every page
