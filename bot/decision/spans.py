"""Where a finding stands in a mail."""

from __future__ import annotations

from bot.model.claim import Finding, Region
from bot.model.mail import InboundMessage


def region_text(message: InboundMessage, region: Region) -> str:
    """The text that spans of this region are offsets into."""
    if region is Region.SUBJECT:
        return message.subject
    return message.sender.name if region is Region.SENDER else message.body


def stands_in(message: InboundMessage, finding: Finding) -> bool:
    """Is it from this very mail? In a conversation, findings of earlier mails come along."""
    return region_text(message, finding.region)[finding.start : finding.end] == finding.text
