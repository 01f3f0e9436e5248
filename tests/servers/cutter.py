"""A line that breaks when it should: forwards TCP and does harm on a given word of either side."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

_CHUNK = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens, once, when somebody says `word` (a regular expression over what comes at once)."""

    word: bytes
    says: Literal["client", "server"] = "server"
    passes: Literal["nothing", "half", "all"] = "nothing"  #: of the words, before the line is cut
    stall_s: float = 0.0  #: they are held back so long first
    instead: Callable[[bytes], bytes] | None = None  #: what the client reads; the line is not cut then
    name: str = ""


@dataclass(slots=True)
class Line:
    """A forwarded port; faults are waited for one after the other, in their order."""

    port: int
    faults: list[Fault] = field(default_factory=list)
    happened: list[str] = field(default_factory=list)
    refused_until: float = 0.0
    _open: set[socket.socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def cut(self) -> None:
        """Every connection, at once."""
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def refuse(self, seconds: float) -> None:
        """Cut every connection, and hang up on whoever comes meanwhile."""
        self.refused_until = time.monotonic() + seconds
        self.cut()

    def due(self, says: str, data: bytes) -> Fault | None:
        """The next fault, if these words are the ones it waits for."""
        with self._lock:
            fault = self.faults[0] if self.faults else None
            if fault is None or fault.says != says or not re.search(fault.word, data):
                return None
            self.happened.append(fault.name)
            return self.faults.pop(0)

    def serve(self, client: socket.socket, port: int) -> None:
        """Forward one connection to `port`, both ways, until one side hangs up."""
        if time.monotonic() < self.refused_until:
            client.close()
            return
        with suppress(OSError), client, socket.create_connection(("127.0.0.1", port)) as server:
            self._open |= {client, server}
            up = threading.Thread(target=self._pump, args=("client", client, server), daemon=True)
            up.start()
            self._pump("server", server, client)
            up.join()
        self._open -= {client, server}

    def _pump(self, says: str, source: socket.socket, target: socket.socket) -> None:
        client = source if says == "client" else target
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                fault = self.due(says, data)
                if fault is None:
                    target.sendall(data)
                elif fault.instead is not None:
                    client.sendall(fault.instead(data))
                else:
                    time.sleep(fault.stall_s)
                    target.sendall(
                        {"nothing": b"", "half": data[: len(data) // 2], "all": data}[fault.passes]
                    )
                    if fault.passes == "all":
                        time.sleep(0.2)  # so that the other side acts before it learns of the end
                    break
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def faulty_line(port: int) -> Iterator[Line]:
    """Forward to `port` on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        line = Line(listener.getsockname()[1])

        def accept() -> None:
            with suppress(OSError):
                while True:
                    client = listener.accept()[0]
                    threading.Thread(target=line.serve, args=(client, port), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield line
        finally:
            line.cut()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def cut_line(port: int, *, word: bytes, replacement: bytes | None = None) -> Iterator[int]:
    """Yields the port to use; when the server's answer holds `word`, the line is cut, or the client reads
    `replacement` instead. Later connections pass unharmed.
    """
    instead = None if replacement is None else lambda _words: replacement
    with faulty_line(port) as line:
        line.faults.append(Fault(word=re.escape(word), instead=instead))
        yield line.port
