"""Who may open what: every route of the console by its name. What is not here cannot be opened.

`Need` ANYBODY: without signing in; SIGNED_IN: any user; a set of roles: whoever has one of them in the
school that the path names (`/{school}/…`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from bot.model.ticket import Role


class Need(Enum):
    """What a route asks for, when it is not a role."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed_in"


ANYBODY, SIGNED_IN = Need.ANYBODY, Need.SIGNED_IN
COORDINATION = frozenset({Role.COORDINATOR, Role.ADMIN})
ADMIN = frozenset({Role.ADMIN})
STAFF = frozenset({Role.STAFF})

ACCESS: Mapping[str, Need | frozenset[Role]] = MappingProxyType(
    {
        # sign_in.py
        "sign_in_page": ANYBODY,
        "sign_in": ANYBODY,
        "sign_in_code_page": ANYBODY,
        "sign_in_code": ANYBODY,
        "choose_language": ANYBODY,
        "sign_out": SIGNED_IN,
        # oidc.py
        "begin_oidc": ANYBODY,
        "finish_oidc": ANYBODY,
        # health.py
        "healthz": ANYBODY,
        "metrics": ANYBODY,  # it asks for a token of its own
        # account.py
        "account": SIGNED_IN,
        "begin_second_factor": SIGNED_IN,
        "set_second_factor": SIGNED_IN,
        "drop_second_factor": SIGNED_IN,
        "change_password": SIGNED_IN,
        # passkeys.py
        "ask_passkey": ANYBODY,
        "sign_in_with_passkey": ANYBODY,
        "begin_passkey": SIGNED_IN,
        "keep_passkey": SIGNED_IN,
        "name_passkey": SIGNED_IN,
        "drop_passkey": SIGNED_IN,
        # home.py
        "home": SIGNED_IN,
        # identity.py
        "identity": SIGNED_IN,
        "prove_identity": SIGNED_IN,
        # sections.py
        "sections": STAFF,
        "section": STAFF,
        "confirm_reset": STAFF,
        "begin_reset": STAFF,
        # resets.py
        "reset": STAFF,
        "fetch_sheet": STAFF,
        # queue.py
        "queue": COORDINATION,
        "search": COORDINATION,
        # case.py
        "case": COORDINATION,
        "read_otherwise": COORDINATION,
        "stay": COORDINATION,
        # decide.py
        "decide": COORDINATION,
        # worklist.py
        "worklist": COORDINATION,
        "worklist_csv": COORDINATION,
        "work_done": COORDINATION,
        # overview.py
        "overview": COORDINATION,
        "overview_csv": COORDINATION,
        # audit.py
        "audit": ADMIN,
        "audit_check": ADMIN,
        # admin.py
        "admin": ADMIN,
        "switch": ADMIN,
        "put_in_force": ADMIN,
        "publish_draft": ADMIN,
        # enrolment.py
        "enrolment": ADMIN,
        "enrolment_preview": ADMIN,
        "enrolment_import": ADMIN,
        # staff.py
        "staff": ADMIN,
        "staff_add": ADMIN,
        "staff_change": ADMIN,
        # mail.py
        "mail_html": COORDINATION,
        "mail_source": COORDINATION,
    }
)
