"""From the mailbox to a recorded outcome."""
