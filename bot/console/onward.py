"""After a step: on to another page."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse


def onward(request: Request, route: str, *, done: str = "", **path: object) -> Response:
    """To the page of this route; `done`: what was just dealt with, which that page tells of."""
    target = request.app.url_path_for(route, **path)
    return RedirectResponse(f"{target}?hecho={done}" if done else target, 303)
