"""What the process holds that others are forked from: the program, its model, the shipped rules."""

from __future__ import annotations

from bot.mind.mind import build_mind
from bot.model.register import Register
from bot.parsers.inbound import OwnIdentity
from bot.rules.directory import shipped_rules

_NOBODY = Register(students={}, guardians={}, version="1")
_OWN = OwnIdentity(addresses=frozenset(), authserv_id=None, loop_marker="")
build_mind(_NOBODY, shipped_rules(), _OWN, school="x", domain="x.test", assisted=False)
