"""IMAP and SMTP, and the sign-in of both."""
