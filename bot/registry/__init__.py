"""What the school knows: the enrolment export read into a Register, with a report of its quality."""
