"""A line that breaks when it should: forwards TCP and hangs up on a given word of the server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def cut_line(port: int, *, word: bytes, replacement: bytes | None = None) -> Iterator[int]:
    """Forward to `port` on loopback; yields the port to use.

    When the server's answer holds `word`, it never reaches the client: the line is cut, or the client
    reads `replacement` instead. Later connections pass unharmed.
    """
    cut_once = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def upstream(client: socket.socket, server: socket.socket) -> None:
            with suppress(OSError):
                while data := client.recv(65536):
                    server.sendall(data)
            server.close()

        def serve(client: socket.socket) -> None:
            server = socket.create_connection(("127.0.0.1", port))
            threading.Thread(target=upstream, args=(client, server), daemon=True).start()
            with client, suppress(OSError):
                while data := server.recv(65536):
                    if word in data and not cut_once.is_set():
                        cut_once.set()
                        if replacement is None:
                            client.shutdown(socket.SHUT_RDWR)
                            return
                        data = replacement
                    client.sendall(data)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
