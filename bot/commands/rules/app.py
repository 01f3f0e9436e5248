"""`incidencias rules …`: look at the policy, check it, try it on past mails, put it in force."""

from __future__ import annotations

from bot.commands.options import group
from bot.commands.rules.estimate import estimate
from bot.commands.rules.explain import explain
from bot.commands.rules.golden import golden_app
from bot.commands.rules.look import check, diff, schema, show
from bot.commands.rules.publish import publish, rollback, versions
from bot.commands.rules.replay import replay
from bot.commands.rules.shadow import shadow
from bot.commands.rules.thresholds import thresholds

rules_app = group("Las reglas con que se decide: verlas, comprobarlas y probarlas.")
for command in (
    check, show, explain, schema, diff, replay, thresholds, publish, rollback, versions, shadow, estimate,
):  # fmt: skip
    rules_app.command()(command)
rules_app.add_typer(golden_app, name="golden")
