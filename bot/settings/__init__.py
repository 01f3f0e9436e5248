"""What a school sets up: `incidencias.toml` and the environment, read into frozen values."""
