"""What a process asks of its machine: memory, signals, sockets, TLS, log lines."""
