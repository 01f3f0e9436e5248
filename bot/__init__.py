"""incidencias: the mail triage bot of a school's `incidenciastde@` mailbox."""

import os

# Read when numpy is loaded: the name model's matrices are so small that threads of OpenBLAS only wait for
# each other, at twice the CPU time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
