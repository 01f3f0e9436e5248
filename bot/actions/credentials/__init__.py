"""Systems that hold accounts, one file each, found by their `kind`."""
