"""What no rule can do, whatever the YAML says: the guarantees of the policy, each stated once.

An admin's wrong rule may cost a needless human step; it can never give a credential to the wrong
person, ignore a person, or answer a machine.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.decision.coverage import Box, holds
from bot.model.decision import Action


def _box(**facts: str) -> Box:
    return {fact: frozenset(values.split()) for fact, values in facts.items()}


#: An action is done only if of each of its gates at least one box holds (POLICY §2).
GATES: Mapping[Action, tuple[tuple[Box, ...], ...]] = {
    Action.REGENERATE: (
        (_box(automatic="no"),),
        (_box(sender="pass none"),),  # row 13
        (_box(intent="recover register follow_up"),),
        (_box(code_elsewhere="no"),),  # row 15
        (  # rows 7, 12
            _box(writer="guardian"),
            _box(writer="unknown", guardian_writes="yes no unknown"),
            _box(writer="third_party", guardian_writes="yes"),
        ),
        (_box(two_accounts="no"),),  # row 9
        (_box(student="unique siblings"),),  # rows 1-4, 8-11
        (_box(guardian="match"),),  # row 7
        (_box(phone="own"),),  # row 6
        (_box(certainty="sure"),),  # row 9
    ),
    Action.IGNORE: ((_box(automatic="yes"),),),
    # A question that nobody gets leaves the family waiting; a loop cut is meant to fall silent.
    Action.ASK: ((_box(answer="allowed loop"),),),
    Action.SELF_HELP: ((_box(answer="allowed loop"),),),
}

#: A machine answers only then (POLICY §3).
ANSWERABLE: Box = _box(automatic="no", answer="allowed")


def allowed(action: Action, values: Mapping[str, str]) -> bool:
    """Do the gates of this action hold for these facts?"""
    return all(any(holds(box, values) for box in gate) for gate in GATES.get(action, ()))
