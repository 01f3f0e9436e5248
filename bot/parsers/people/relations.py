"""What the words around a name can say of the person: the writer, a pupil, a parent, somebody else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.text.sieve import compiled


class Role(StrEnum):
    """What somebody named in a mail is to it."""

    WRITER = "writer"
    PARENT = "parent"  #: a parent or tutor spoken of in the third person
    STUDENT = "student"
    OTHER = "other"


@dataclass(frozen=True)
class Rule:
    """`pattern` right before (or right after) a name speaks for `role` with `weight`."""

    name: str
    role: Role
    weight: float
    pattern: str

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return compiled(self.pattern)


TITLED_RULE = "don …"  #: nobody calls a pupil so
MY_CHILD_RULE, KIN_RULE, PARENT_OF_RULE, LOCKED_RULE = (
    "mi hija …",
    "mi marido …",
    "…, madre de",
    "… no puede entrar",
)  #: their meaning depends on who writes
