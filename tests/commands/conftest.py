"""The office in which commands are tried."""

from tests.offices import office, open_office, run, seneca, template

__all__ = ["office", "open_office", "run", "seneca", "template"]
