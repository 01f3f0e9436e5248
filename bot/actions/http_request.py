"""One HTTP request as the settings describe it; each {placeholder} is filled in as its place demands."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Mapping
from typing import Any, Literal
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

import httpx
from pydantic import Field, field_validator

from bot.settings.options import Options
from bot.system.tls import is_loopback

_HOLE = re.compile(r"\{([a-z_]+)\}")
_LIMIT = 1_000_000  #: bytes of an answer that are looked at


class RequestOptions(Options):
    """A request in the settings; at most one of `form`, `json` and `xml`."""

    url: str
    method: Literal["GET", "POST", "PUT"] = "POST"
    headers: Mapping[str, str] = Field(default_factory=dict)
    query: Mapping[str, str] = Field(default_factory=dict)
    form: Mapping[str, str] | None = None
    body_json: Mapping[str, Any] | None = Field(default=None, alias="json")
    xml: str | None = None

    @field_validator("url")
    @classmethod
    def _encrypted(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            raise ValueError("«url» empieza por https://: los SMS llevan claves")
        return url

    def holes(self) -> set[str]:
        """The names of all placeholders."""
        found: set[str] = set()

        def see(text: str) -> str:
            found.update(_HOLE.findall(text))
            return text

        for part in (self.url, dict(self.headers), dict(self.query), self.form, self.body_json, self.xml):
            _everywhere(part, see)
        return found

    def ask(
        self,
        values: Mapping[str, str],
        *,
        tls: ssl.SSLContext,
        auth: tuple[str, str] | None,
        timeout_s: float,
    ) -> tuple[int, str]:
        """Status and text of the answer; redirections are not followed. Raises httpx.HTTPError."""

        def fill(change: Callable[[str], str] = str) -> Callable[[str], str]:
            return lambda text: _HOLE.sub(lambda hole: change(values[hole[1]]), text)

        plain = fill()
        headers = _everywhere(dict(self.headers), plain)
        if self.xml is not None:
            headers = {"Content-Type": "text/xml; charset=utf-8", **headers}
        with (
            httpx.Client(verify=tls, timeout=timeout_s, auth=auth, trust_env=False) as client,
            client.stream(
                self.method,
                fill(lambda value: quote(value, safe=""))(self.url),
                headers=headers,
                params=_everywhere(dict(self.query), plain) or None,
                data=_everywhere(self.form, plain),
                json=_everywhere(self.body_json, plain),
                content=None if self.xml is None else fill(escape)(self.xml).encode(),
            ) as answer,
        ):
            read = b""
            for piece in answer.iter_bytes():
                read += piece
                if len(read) > _LIMIT:
                    break
            return answer.status_code, read.decode(answer.encoding or "utf-8", "replace")


def _everywhere(value: Any, change: Callable[[str], str]) -> Any:
    """A value of the settings with every text in it changed."""
    match value:
        case str():
            return change(value)
        case Mapping():
            return {name: _everywhere(below, change) for name, below in value.items()}
        case list() | tuple():
            return [_everywhere(below, change) for below in value]
        case _:
            return value
