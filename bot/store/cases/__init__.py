"""Tickets as people meet them: the queue, a case, the steps taken, what it all amounts to, how it stands."""
