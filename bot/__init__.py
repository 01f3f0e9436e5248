"""incidencias: the mail triage bot of a school's `incidenciastde@` mailbox."""

__version__ = "0.1.0"
