"""An ASGI application on a loopback port, in a thread of this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn

from bot.system.beside import beside
from bot.system.door import open_door

_IDLE_S = 3600  #: a slow client must not meet with a line that is just being closed


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The application on a free port; its address."""
    with open_door("127.0.0.1", 0) as listener:
        config = uvicorn.Config(app, log_level="warning", lifespan="off", timeout_keep_alive=_IDLE_S)
        server = uvicorn.Server(config)
        with beside(partial(server.run, [listener]), partial(setattr, server, "should_exit", True)):
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
