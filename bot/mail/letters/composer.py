"""Planned letters -> mails (`bot.ports.mail.Composer`) for one school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import InputError, TransportError
from bot.mail.letters.mime import Headers, compose
from bot.mail.letters.replies import Letter, Replies
from bot.mail.own import OwnMail
from bot.ports.accounts import VALID_HOURS
from bot.ports.mail import OutgoingMail
from bot.settings.values import ZONES

#: Letters that answer no mail of their reader: their subject is their own, and they say so (RFC 3834 §5).
_UNASKED = frozenset({"notice_owner", "coordinator_notice", "coordinator_digest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolComposer:
    """Writes in the name of one school."""

    school: str  #: its name, as families know it
    country: str
    own: OwnMail
    replies: Replies
    limit_mb: int = 25  #: of incoming mails

    def compose(
        self, payload: Mapping[str, object], results: Mapping[str, object], *, now: datetime
    ) -> OutgoingMail:
        """The mail of a REPLY or NOTICE payload (`actions.plan`).

        Raises TransportError (permanent) when it cannot be written: the ticket then goes to a person.
        """
        letter: Any = payload
        unasked = letter["template"] in _UNASKED
        try:
            return compose(
                self.write(payload, results),
                Headers(
                    message_id=letter["message_id"],
                    date=now.astimezone(ZONES[self.country]),
                    sender_name=self.school,
                    own=self.own,
                    recipient=letter["to"],
                    ticket=letter["ticket"],
                    token=letter["token"],
                    subject=None if unasked else letter["subject"],
                    in_reply_to=letter["in_reply_to"],
                    references=letter["references"],
                    submitted="auto-generated" if unasked else "auto-replied",
                ),
            )
        except InputError as error:
            raise TransportError(
                str(error), permanent=True, detail=f"template {letter['template']}"
            ) from error

    def write(self, payload: Mapping[str, object], results: Mapping[str, object]) -> Letter:
        """What a REPLY or NOTICE payload says, before it is a mail. Raises InputError."""
        letter: Any = payload
        values = {
            "ticket": letter["ticket"],
            "school": self.school,
            "until": self._hour(results.get("valid_until")),
            "limit_mb": self.limit_mb,
            **letter["context"],
        }
        return self.replies.render(letter["template"], letter["language"], values)

    def sms(self, language: str, *, username: str, password: str) -> str:
        """The text message with the credentials, in one language: an SMS has no room for two."""
        values = {"school": self.school, "username": username, "password": password, "hours": VALID_HOURS}
        try:
            return self.replies.sms(language, values)
        except InputError as error:
            raise TransportError(str(error), permanent=True) from error

    def _hour(self, moment: object) -> str:
        """24/11/2026, 10:30 in the school's own time: understood in every language; "" without one."""
        if moment is None:
            return ""
        return f"{datetime.fromisoformat(str(moment)).astimezone(ZONES[self.country]):%d/%m/%Y, %H:%M}"
