"""Mail bytes -> InboundMessage -> Claim: what a mail says, unverified."""
