"""A stranger on a bare machine: every command of the README, in its order, on a Debian 12 with nothing in it.

make fresh [FRESH_ARGS="--json FILE --folder FOLDER"]        (as root; needs debootstrap)

The machine is a folder that debootstrap fills with the least there is; the README's own lines install the
rest. The school's mailbox is a Dovecot and a Postfix outside of it. How packages are reached (mirror, proxy,
authorities, pip's variables) is this machine's affair and is handed on. `PYTEST_ARGS` shortens `make test`.
What each command took is printed, what it said is in FOLDER/said.txt; the first that fails ends it, code 1.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from bench.command import keep, options
from tests.servers.mailserver import BOT, PASSWORD, MailServer, private_mailserver
from tests.servers.parents import Parent, parents, read_school, write_school
from tests.servers.waiting import wait_until

PROJECT = Path(__file__).parent.parent
CLONE = "/root/incidencias"
PIP_LOG = "/root/pip.log"  #: where pip tells what it downloads
_HANDED_ON = re.compile(r"(pip|npm_config|pytest)_.+|ssl_cert_.+|node_extra_ca_certs|.+_proxy", re.IGNORECASE)
_ENTER = """
mount -t proc proc "$0/proc"; mount -t tmpfs tmpfs "$0/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$0/dev/pts"
exec chroot "$0" "$@"
"""
_UNTIL_STOPPED = 'set -m; bash -ec "$0" </dev/null & read -r _; kill -INT -- -$!; wait $!'  # as Ctrl-C does
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_LONGEST_S = 600.0
_BYTES = {"kB": 1e3, "MB": 1e6}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the README and how it went."""

    command: str
    seconds: float
    well: bool


@dataclass(frozen=True, slots=True)
class Machine:
    """A bare Debian: a folder, and commands run in it in namespaces of their own."""

    root: Path
    said: Path  #: what the commands printed, one after the other

    @classmethod
    def build(cls, folder: Path) -> Machine:
        """A new one in an emptied folder, with the project cloned into it. Raises CalledProcessError."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        machine = cls(folder / "root", folder / "said.txt")
        which = ("Created-By: Packages", "Origin: Debian")
        places = _told("apt-get", "indextargets", "--format", "$(SITE) $(RELEASE) $(COMPONENT)", *which)
        mirror = re.search("^(.+) bookworm main$", places, re.MULTILINE)
        assert mirror, "apt knows no Debian 12"
        with machine.said.open("ab") as out:
            command = ["debootstrap", "--variant=minbase", "bookworm", str(machine.root), mirror[1]]
            subprocess.run(command, check=True, stdout=out, stderr=out)
        own = map(str, Path("/usr/local/share/ca-certificates").glob("*.crt"))
        machine.hand_on("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt", *own)
        (machine.root / "etc/apt/sources.list").write_text(
            re.sub("^", "deb ", places.strip(), flags=re.MULTILINE)
        )
        (machine.root / "etc/apt/apt.conf.d/99outside").write_text(_told("apt-config", "dump", "Acquire"))
        _told("git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), str(machine.root / CLONE[1:]))
        machine.run("apt-get update")
        return machine

    def hand_on(self, *files: str) -> None:
        """Files of this machine to the same places of the other."""
        for file in files:
            there = self.root / file[1:]
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, there)

    @property
    def environment(self) -> dict[str, str]:
        """A login of root, and how packages are reached; but for what names files that are not there."""
        return {"HOME": "/root", "PATH": _PATH, "TERM": "dumb", "PIP_LOG": PIP_LOG} | {
            name: value
            for name, value in os.environ.items()
            if _HANDED_ON.fullmatch(name) and (value[0] != "/" or (self.root / value[1:]).exists())
        }

    def run(self, script: str, *, typed: str = "") -> bool:
        """Run shell lines to their end with this typed into them; True when all of them went well."""
        process = self._start(script, "bash", "-ec", script)
        process.communicate(typed.encode())
        return process.returncode == 0

    @contextmanager
    def running(self, script: str) -> Iterator[Callable[[], str]]:
        """Shell lines that stay; gives what they have said so far. At the end Ctrl-C is pressed.

        Raises RuntimeError when they end by themselves.
        """
        start = self.said.stat().st_size
        process = self._start(script, "bash", "-c", _UNTIL_STOPPED, script)

        def said_so_far() -> str:
            if process.poll() is not None:
                raise RuntimeError("it has ended")
            return self.said.read_bytes()[start:].decode()

        try:
            yield said_so_far
        finally:
            process.communicate(b"\n", timeout=_LONGEST_S)

    def _start(self, script: str, *command: str) -> subprocess.Popen[bytes]:
        apart = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-ec", _ENTER)
        with self.said.open("ab") as out:
            out.write(f"\n$ {script.splitlines()[-1]}\n".encode())
            out.flush()
            return subprocess.Popen(
                (*apart, self.root, *command),
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                env=self.environment,
                start_new_session=True,  # no terminal: what is typed comes from us
            )


def _told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@dataclass(frozen=True, slots=True)
class Stranger:
    """Who sits before the machine: reads a line of the README, types it, and does what it asks for."""

    machine: Machine
    mail: MailServer
    school: Path  #: the export that Séneca gave
    families: Iterator[Parent]
    before: list[str] = field(default_factory=list)  #: lines that the later ones build upon: cd, export

    def do(self, line: str) -> bool:
        """Type one line and see that it does what the README promises."""
        script = "\n".join([f"cd {CLONE}", *self.before, line])
        stays = {
            "make demo": _open_page,
            "incidencias worker": self._write,
            "incidencias console": _open_page,
        }
        if line in stays:
            try:
                with self.machine.running(script) as said:
                    stays[line](said)
            except (RuntimeError, TimeoutError):
                return False
            return True
        typed = ""
        match line.split():
            case ["incidencias", "init"]:
                typed = self._answers()
            case ["incidencias", "import", file]:
                shutil.copy(self.school, self._folder / file)
            case ["incidencias", "triage", *_, file]:
                (self._folder / file).write_bytes(next(self.families).lost_password().as_bytes())
            case ["incidencias", "users", "add", *_]:
                typed = 2 * "una frase larga de prueba\n"
        if line == "incidencias worker --once":
            parent = self._letter()
        well = self.machine.run(script, typed=typed)
        if line == "incidencias init":
            self._trust_the_mail_server()
        if line == "incidencias worker --once":
            self.mail.wait_for_families(1, parent.address)
        if re.search(r"\bcd |^export ", line):
            self.before.append(line)
        return well

    @property
    def _folder(self) -> Path:
        return self.machine.root / "etc/incidencias"

    def _answers(self) -> str:
        """What `init` asks, in its order; empty where its proposal is taken."""
        imap, smtp = str(self.mail.imaps), str(self.mail.submission)
        school, server = (
            ("IES La Loma", BOT, *5 * ("",)),
            ("localhost", "tls", imap, "localhost", "starttls", smtp),
        )
        return "".join(f"{answer}\n" for answer in (*school, *server, *3 * ("",), PASSWORD))

    def _trust_the_mail_server(self) -> None:
        """Its authority is its own: `ca_file`, as operacion.md says."""
        shutil.copy(self.mail.ca_file, self._folder / "ca.pem")
        settings = self._folder / "incidencias.toml"
        servers = re.compile(r"^\[school\.(imap|smtp)\]$", re.MULTILINE)
        settings.write_text(servers.sub(r'\g<0>\nca_file = "ca.pem"', settings.read_text()))

    def _letter(self) -> Parent:
        """A family writes that forgets its phone: the answer asks for it."""
        parent = next(self.families)
        self.mail.deliver(parent.lost_password(phone=False), sender=parent.address)
        return parent

    def _write(self, said: Callable[[], str]) -> None:
        parent = self._letter()
        self.mail.wait_for_families(1, parent.address)


def _open_page(said: Callable[[], str]) -> None:
    """The page whose address is told."""
    found = wait_until(lambda: re.search(r"http://[\d.]+:\d+/", said()), timeout=_LONGEST_S)
    wait_until(lambda: _answers(found[0]), timeout=_LONGEST_S)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, follow_redirects=True).is_success
    except httpx.TransportError:
        return False


def main() -> None:
    asked = options(__doc__, folder=PROJECT / "var/fresh")
    if os.geteuid() or not shutil.which("debootstrap"):
        raise SystemExit("As root, and with debootstrap: apt-get install debootstrap")
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    lines = "".join(re.findall(r"^```sh\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)).splitlines()
    steps = []
    for step in _steps(asked.folder.resolve(), lines):
        print(f"{step.seconds:6.0f} s  {'✓' if step.well else '✗'}  {step.command}", flush=True)
        steps.append(step)
    _report(asked.folder.resolve())
    keep([asdict(step) for step in steps], asked.json)
    raise SystemExit(not all(step.well for step in steps))


def _steps(folder: Path, lines: Sequence[str]) -> Iterator[Step]:
    """The machine, then line after line until one fails."""
    began = time.monotonic()
    machine = Machine.build(folder)
    yield Step("debootstrap, git clone", time.monotonic() - began, well=True)
    school = folder / "RegAlum.csv"
    write_school(school, pupils=400)
    with private_mailserver() as mail:
        stranger = Stranger(machine, mail, school, parents(read_school(school)))
        for line in lines:
            began = time.monotonic()
            well = stranger.do(line)
            yield Step(line, time.monotonic() - began, well)
            if not well:
                return


def _report(folder: Path) -> None:
    """What was downloaded, and where all that was said stands."""
    debs = sum(file.stat().st_size for file in (folder / "root/var/cache/apt/archives").glob("*.deb"))
    log = (folder / "root" / PIP_LOG[1:]).read_text(encoding="utf-8")
    wheels = sum(
        float(size) * _BYTES[unit] for size, unit in re.findall(r"Downloading \S+ \(([\d.]+) (kB|MB)\)", log)
    )
    print(f"downloaded: {debs / 1e6:.0f} MB by apt, {wheels / 1e6:.0f} MB by pip")
    print(f"what they said: {folder / 'said.txt'}")


if __name__ == "__main__":
    main()
