"""The whole bot on one machine with nothing to set up: mail servers, a synthetic school, sample mails."""
