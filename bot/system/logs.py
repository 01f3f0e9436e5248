"""Logging: lines on a terminal, JSON in a service; ticket numbers, never names or phones of people.

What the program says itself holds none of them. What others say (the answer of a server, the words of a
library) may: addresses and numbers in it are masked, and of an exception only its kind and place are kept.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from collections.abc import Mapping

import structlog
from structlog.typing import EventDict

_PRIVATE = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an address
    r"|(?<![\w.])\+\d[\d .-]{7,14}\d(?!\w)"  # a number with its country's prefix
    r"|(?<![\w.])[6-9](?:[ .-]?\d){8}(?!\w)"  # a Spanish one
    r"|(?<!\w)(?:\d{8}|[XYZ]\d{7})-?[A-Z](?!\w)",  # DNI, NIE
    re.IGNORECASE,
)


def configure(*, level: int = logging.INFO) -> None:
    """Set up structlog on standard error: lines for a terminal, else JSON."""
    terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _without_message,
            masked,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=Lines,
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Libraries()])


class Lines:
    """The logger under structlog's: every level is a line."""

    def __init__(self, *_name: str) -> None:
        """As structlog makes them; a logger's name changes nothing."""

    def msg(self, line: str) -> None:
        """Say one line."""
        say(line)

    debug = info = warning = error = critical = log = msg


def say(line: str) -> None:
    """Write a line where standard error is now, and never raise.

    One that cannot be written (its reader is gone, the disk is full) is let go: the mails matter more.
    """
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


class Libraries(logging.Handler):
    """What libraries log goes the same way."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info
        )


def _without_message(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The kind of an exception and where it rose, never its message or local values.

    They may hold what a parent wrote.
    """
    given = event.pop("exc_info", None)
    if given:
        kind, _, trace = given if isinstance(given, tuple) else sys.exc_info()
        places = []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}:{code.co_name}")
            trace = trace.tb_next
        event["exception"] = kind.__name__ if kind else "?"
        event["where"] = places[-6:]
    return event


def masked(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The processor that hides addresses and numbers in what others say."""
    return {name: _mask(value) for name, value in event.items()}


def _mask(value: object) -> object:
    match value:
        case str():
            return _PRIVATE.sub("***", value)
        case Mapping():
            return {name: _mask(one) for name, one in value.items()}
        case list() | tuple():
            return [_mask(one) for one in value]
    return value
