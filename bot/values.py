"""Frozen dataclasses whose making costs no more than that of others: a mail takes a hundred of them and more.

For the type checker `dataclass` is that of the standard library, and `frozen=True` holds: no commit can set a
field. While the program runs nobody stands guard, for `__setattr__` made the thinking a twentieth slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, **how: Any) -> Any:
        """As `dataclasses.dataclass`; a frozen one can be hashed, as there, but is not watched."""

        def made(cls: type) -> type:
            hashed = frozen and how.get("eq", True) and "__hash__" not in vars(cls)
            return dataclasses.dataclass(cls, unsafe_hash=hashed, **how)

        return made if cls is None else made(cls)
