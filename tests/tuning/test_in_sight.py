"""Without `--rules` every command looks at what decides now: the published version, else the directory."""

import json

from bot.rules.files import rules_version
from tests.tuning.conftest import edit


def seen(run):
    return {json.loads(run(command, "--json").stdout)["version"] for command in ("check", "show")}


def test_the_directory_of_the_settings_then_what_is_published(run, school, draft):
    assert seen(run) == {rules_version(school.rules)}
    assert f"las reglas en vigor de IES La Prueba (carpeta {school.rules})" in run("show").stdout
    edit(draft, "decisions.yaml", "probability: 0.999", "probability: 0.9999")
    assert "0.9999" in run("diff", draft).stdout
    run("publish", draft)
    assert seen(run) == {rules_version(draft)}
    assert "(versión 1)" in run("check").stdout
    assert "No cambia nada." in run("diff", draft).stdout


def test_explain_reads_the_register_that_is_loaded(run, school, tmp_path):
    mail = tmp_path / "hola.eml"
    mail.write_bytes(
        b"From: a@familias.test\nTo: incidenciastde@ieslaprueba.test\n\nNo puedo entrar en iPasen"
    )
    told = json.loads(run("explain", mail, "--json").stdout)
    assert (told["decision"], told["rule"]) == ("ask", "missing-data")
    assert told["facts"]["missing"] == "all"
    assert [asked["rule"] for asked in told["rules_asked"] if asked["hit"]] == ["missing-data"]
    assert "las reglas en vigor de IES La Prueba" in run("explain", mail).stdout
