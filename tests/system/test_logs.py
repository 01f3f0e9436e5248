"""What stands in a log line, and what may not; what a process leaves behind when it falls."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from bot.system import logs


@pytest.fixture
def lines(nothing_private_is_logged):
    """The lines so far, as a service writes them."""
    logs.configure()
    libraries = logs.Libraries()  # pytest has handlers of its own, so `configure` did not add it
    logging.getLogger("some.library").addHandler(libraries)
    yield lambda: [json.loads(line) for line in nothing_private_is_logged]
    logging.getLogger("some.library").removeHandler(libraries)


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 <ana.ruiz@familias.test>: Recipient address rejected",
        "no route to +34600111222",
        "no route to +34 600 111 222",
        "34600111222 is barred, 600111222 too",
        "600 111 222",
        "employeeNumber=12345678Z",
        "employeeID=X1234567-L",
    ],
)
def test_what_a_server_says_of_people_is_masked(lines, said):
    structlog.get_logger("x").warning("refused", detail=said, problems=[said], more={"a": said})
    (line,) = lines()
    for shown in (line["detail"], line["problems"][0], line["more"]["a"]):
        assert "***" in shown
        assert not {"ana.ruiz", "600111222", "111 222", "12345678Z", "1234567"} & {
            part for part in ("ana.ruiz", "111 222", "12345678Z", "1234567") if part in shown
        }


def test_numbers_of_tickets_mails_and_times_stay(lines):
    structlog.get_logger("x").info(
        "decided", ticket="K7QM2X", mail=612345678, rule="row-1", version="3f2a90b1"
    )
    (line,) = lines()
    assert (line["ticket"], line["mail"], line["version"]) == ("K7QM2X", 612345678, "3f2a90b1")
    assert line["timestamp"].endswith("Z")


def test_of_an_exception_the_kind_and_the_place_are_kept(lines):
    try:
        int("la madre de Ana Ruiz")
    except ValueError:
        structlog.get_logger("x").exception("broken")
        logging.getLogger("some.library").exception("Job failed")
    for line in lines():
        assert line["exception"] == "ValueError"
        assert "test_logs.py" in line["where"][-1]
        assert "Ruiz" not in str(line)


def test_what_a_library_warns_of_is_a_line_like_any_other(lines):
    logging.getLogger("some.library").warning("bad answer from %s", "ana@familias.test")
    logging.getLogger("some.library").info("hello")
    (line,) = lines()
    assert (line["event"], line["logger"], line["level"]) == (
        "bad answer from ***",
        "some.library",
        "warning",
    )


def closed():
    with Path(os.devnull).open("w") as log:
        return log


def nobody_reads():
    readable, writable = os.pipe()
    os.close(readable)
    return os.fdopen(writable, "w")


def full():
    return Path("/dev/full").open("w")


@pytest.mark.parametrize("gone", [closed, nobody_reads, full])
def test_a_line_that_cannot_be_written_is_let_go(lines, gone, monkeypatch):
    """As when the log of the service starts anew: whoever spoke goes on, and is heard again afterwards."""
    log = gone()
    with monkeypatch.context() as broken:
        broken.setattr(sys, "stderr", log)
        structlog.get_logger("x").error("unheard")
    with contextlib.suppress(OSError):
        log.close()
    assert [line["event"] for line in lines()] == ["unheard"]


def test_a_line_goes_where_standard_error_is_now(capsys):
    logs.configure()
    logger = structlog.get_logger("x")
    with contextlib.redirect_stderr(io.StringIO()) as elsewhere:
        logger.warning("there")
    logger.warning("here")
    assert ("there" in elsewhere.getvalue(), "here" in capsys.readouterr().err) == (True, True)


def test_a_process_that_falls_leaves_no_memory_behind(tmp_path):
    program = (
        "import ctypes, os, resource\n"
        "from bot.system.private import keep_memory_private\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)\n"
        "keep_memory_private()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)\n"
        "os.abort()\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert said.stdout.split() == ["0", "0"], said.stderr
    assert list(tmp_path.iterdir()) == []
