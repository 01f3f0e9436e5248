"""Where a finding stands in a mail."""

from __future__ import annotations

from bot.model.claim import Finding, Region
from bot.model.mail import InboundMessage


def stands_in(message: InboundMessage, finding: Finding) -> bool:
    """Is it from this very mail? In a conversation, findings of earlier mails come along."""
    texts = {Region.SUBJECT: message.subject, Region.SENDER: message.sender.name, Region.BODY: message.body}
    return texts[finding.region][finding.start : finding.end] == finding.text
