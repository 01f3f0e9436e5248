"""The rules tried on mails, past or labelled, before they count, and put in force."""
