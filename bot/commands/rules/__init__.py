"""`incidencias rules …`, one module each."""
