"""The outside of the mailbox: IMAP in, SMTP out, the sign-in of both, and how our answers read."""
