"""`incidencias console`: what keeps it from being served is said at once."""

from __future__ import annotations

import socket


def test_a_port_that_somebody_has_is_told_with_the_mend(office, run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        office.add_section("console", port=port)
        said = run("console")
    assert said.code == 2
    assert f"127.0.0.1:{port}" in said.err
    assert "[console]" in said.err
    assert "espera en" not in said.err
