"""The command line: which commands there are. Each imports what it needs when it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from bot.commands import in_spanish
from bot.commands.accounts import accounts_app
from bot.commands.bulk import bulk
from bot.commands.console import console
from bot.commands.custody import audit_app, backup, erase, export, keys_app, purge, restore
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.evaluate import evaluate
from bot.commands.import_ import import_
from bot.commands.init_options import init
from bot.commands.link import link
from bot.commands.queue import queue_app
from bot.commands.rules.app import rules_app
from bot.commands.staff import staff_app
from bot.commands.switches import migrate, pause, resume
from bot.commands.tickets import events, tickets
from bot.commands.train import train
from bot.commands.triage import triage
from bot.commands.users import users_app
from bot.commands.worker import worker
from bot.errors import IncidenciasError

#: In the order in which the help lists them.
COMMANDS: tuple[Callable[..., None], ...] = (
    triage, evaluate, demo, worker, console, import_, tickets, events, pause, resume, migrate, doctor, bulk,
    link, train, init, backup, restore, purge, export, erase,
)  # fmt: skip

app = typer.Typer(
    help="incidencias: el asistente del buzón incidenciastde@ de un centro.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def every_command() -> None:
    """Before each: its log lines go to standard error, without the values that a fault was about."""
    if "--help" not in sys.argv:  # which logs nothing, and must answer at once
        from bot.system import logs  # noqa: PLC0415 - as the commands' own imports

        logs.configure()


for command in COMMANDS:
    app.command(command.__name__.strip("_"))(command)
app.add_typer(accounts_app, name="accounts")
app.add_typer(audit_app, name="audit")
app.add_typer(keys_app, name="keys")
app.add_typer(queue_app, name="queue")
app.add_typer(rules_app, name="rules")
app.add_typer(staff_app, name="staff")
app.add_typer(users_app, name="users")


def main() -> None:
    """Entry point: errors that people can mend are one sentence and exit code 2, or 75 when they may pass."""
    try:
        raise SystemExit(in_spanish.run(app))
    except IncidenciasError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from None
