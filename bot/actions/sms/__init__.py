"""SMS gateways, one file each, found by their `kind`."""
