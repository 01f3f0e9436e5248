"""Every value that flows through the bot, a module for each stage, in the order in which it flows.

mail -> claim -> (register) match -> decision -> ticket; case: a mail with all of it

All values are frozen; nothing here knows a clock, a file, a socket or a database.
"""
