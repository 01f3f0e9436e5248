"""What every part of a rules file has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class RulesModel(BaseModel):
    """A typed value that never changes; a key that it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
