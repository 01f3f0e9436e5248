"""What the school knows: the enrolment export read into a Register, with a report of its quality."""

from bot.registry.quality import ImportReport, Issue
from bot.registry.seneca import read_export

__all__ = ["ImportReport", "Issue", "read_export"]
