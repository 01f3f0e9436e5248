"""An OpenID provider from npm's `oidc-provider` on a loopback port (see node/oidc.mjs)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.servers.smsc import node_modules


@dataclass(frozen=True, slots=True)
class OpenId:
    """A running provider."""

    issuer: str
    process: subprocess.Popen[str]

    def claims(self, **accounts: dict[str, Any]) -> None:
        """What it tells of these accounts from now on."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(accounts) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:  # it also warns here
            if line == "claims\n":
                return
        raise AssertionError("the provider has ended")


def our_account(port: int) -> dict[str, Any]:
    """What `[console.oidc]` holds when this provider listens there."""
    return {
        "issuer": f"http://127.0.0.1:{port}",
        "client_id": "consola",
        "client_secret": "secreto-de-la-consola",
        "domains": ["ieslaloma.test"],
    }


@contextmanager
def running_openid(redirect_uri: str, port: int) -> Iterator[OpenId]:
    """For the client of `our_account`."""
    script = node_modules().parent / "oidc.mjs"
    node = shutil.which("node") or "nodejs"
    with subprocess.Popen(
        [node, str(script), str(port), redirect_uri],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield OpenId(f"http://127.0.0.1:{port}", process)
        finally:
            process.kill()
