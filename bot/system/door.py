"""Where pages are served."""

from __future__ import annotations

import socket


def open_door(host: str, port: int) -> socket.socket:
    """A listening socket, on a free port for 0; who is early waits. Raises OSError."""
    door = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    # asyncio does so only for sockets of its own making. Without it a page's body is held back until its
    # head is acknowledged: 40 ms a page.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door
