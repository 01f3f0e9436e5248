"""How our own mails are known again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OwnMail:
    """The marks that every mail of ours bears."""

    HEADER: ClassVar[str] = "X-Incidencias-Loop"

    address: str  #: the mailbox's own address, lower case
    marker: str  #: value of the loop header, one a school
