"""`incidencias rules check · show · schema · diff · explain` as an admin uses them."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from bot.commands.rules.app import rules_app
from bot.decision.facts import built_in
from bot.decision.policy import Policy
from bot.decision.schema import json_schema
from bot.rules.directory import shipped_rules


@pytest.fixture
def draft(tmp_path):
    """A copy of the shipped rules, to be edited."""
    return shutil.copytree(shipped_rules(), tmp_path / "draft")


def edit(directory, name, old, new):
    path = directory / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(directory, name, words):
    lines = (directory / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def run(*arguments):
    return CliRunner().invoke(rules_app, [str(a) for a in arguments], env={"COLUMNS": "250"})


def test_check_of_the_shipped_rules():
    result = run("check")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(f"Todo en orden: {len(Policy.load(shipped_rules()).rules)} reglas y ")


def test_check_lists_the_mistakes_of_all_files_at_once(draft):
    edit(draft, "decisions.yaml", "{phone: [different,", "{phone: [diferent,")
    edit(draft, "decisions.yaml", "article: install", "article: instal")
    edit(draft, "replies/looking.txt", "{{ ticket }}", "{{ tiket }}")
    (draft / "matching.yaml").unlink()
    result = run("check", "--rules", draft)
    assert result.exit_code == 2
    at = line_of(draft, "decisions.yaml", "diferent")
    errors = result.stderr
    assert (
        f"{draft / 'decisions.yaml'}:{at}:20: regla «phone-mismatch»: «phone» no puede ser «diferent»"
        in errors
    )
    at = line_of(draft, "decisions.yaml", "article: instal")
    assert (
        f"{draft / 'decisions.yaml'}:{at}:5: regla «register-install»: no hay ningún artículo «instal»"
        in errors
    )
    assert "¿quería decir «install»?" in errors
    assert f"{draft / 'replies/looking.txt'}:{line_of(draft, 'replies/looking.txt', 'tiket')}:" in errors
    assert f"{draft / 'matching.yaml'}: falta este fichero de reglas" in errors


def test_check_of_a_file_that_is_not_yaml(draft):
    edit(draft, "decisions.yaml", "rules:\n", "rules: [\n")
    result = run("check", "--rules", draft)
    assert result.exit_code == 2
    assert "este corchete «[» no se cierra" in result.stderr


def test_show_prints_every_rule_and_limit():
    result = run("show")
    assert result.exit_code == 0
    policy = Policy.load(shipped_rules())
    assert all(rule.name in result.stdout for rule in policy.rules)
    assert all(name in result.stdout for name in type(policy.limits).model_fields)


def test_schema_for_the_editor_and_for_people():
    assert json.loads(run("schema").stdout) == json_schema()
    table = run("schema", "--table").stdout
    assert all(name in table for name in built_in())


def test_schema_table_knows_the_phrases_of_the_admin(draft):
    edit(draft, "decisions.yaml", "phrases: {}", "phrases: {strike: huelga}")
    assert "says_strike" in run("schema", "--table", "--rules", draft).stdout


def test_diff_with_itself(draft):
    assert run("diff", draft).stdout.startswith("No cambia nada.\nSe compara con las reglas de serie")


def test_diff_tells_limits_rules_cases_and_other_files(draft):
    edit(draft, "decisions.yaml", "probability: 0.999", "probability: 0.95")
    edit(draft, "decisions.yaml", "when: {student: [left, pending]}", "when: {student: left}")
    edit(draft, "replies/ask.txt", "a", "e")
    result = run("diff", draft)
    assert result.exit_code == 0
    for words in ("límite probability", "0.999", "0.95", "regla not-enrolled", "student: left o pending"):
        assert words in result.stdout
    assert "También cambia replies/ask.txt" in result.stdout


MAIL = """\
From: Vecina <vecina@familias.example>
To: incidenciastde@centro.example
Subject: iPasen
Message-ID: <1@familias.example>
Date: Thu, 01 Oct 2026 10:00:00 +0200
Content-Type: text/plain; charset=utf-8

Buenos días, soy Eulalia Zárate Pombo, madre de Fermín Quirós Zárate, de 2º ESO B.
He olvidado la contraseña de iPasen y no puedo entrar. ¿Me mandan otra?
"""


def test_quotation_marks_within_quotation_marks_are_of_the_second_level(draft):
    edit(draft, "decisions.yaml", "then: close\n", "then: escalate\n    reason: thanks\n    reply: looking\n")
    assert "ejemplo «“ya he podido entrar, gracias”»" in run("diff", draft).stdout


def test_check_and_show_and_diff_for_machines(draft):
    edit(draft, "decisions.yaml", "probability: 0.999", "probability: 0.95")
    assert json.loads(run("check", "--json").stdout)["problems"] == []
    shown = json.loads(run("show", "--json", "--rules", draft).stdout)
    assert (shown["limits"]["probability"], shown["rules"][0]["when"]) == (0.95, {"automatic": ["yes"]})
    (change,) = json.loads(run("diff", draft, "--json").stdout)["changes"]
    assert (change["where"], change["before"], change["after"]) == ("límite probability", "0.999", "0.95")
    edit(draft, "decisions.yaml", "asks: 1", "asks: una")
    (problem,) = json.loads(run("check", "--json", "--rules", draft).stdout)["problems"]
    assert (problem["line"], problem["column"]) == (line_of(draft, "decisions.yaml", "asks: una"), 3)


def test_explain_without_any_register_says_what_to_name(tmp_path):
    (tmp_path / "x.eml").write_text(MAIL, encoding="utf-8")
    assert "--registry" in str(run("explain", tmp_path / "x.eml").exception)


def test_explain_shows_mail_facts_and_every_rule_asked(tmp_path):
    mail = tmp_path / "falta-el-telefono.eml"
    mail.write_text(MAIL, encoding="utf-8")
    result = run("explain", mail, "--registry", "tests/corpus/school/RegAlum.csv")
    assert result.exit_code == 0, result.exception
    assert "He olvidado la contraseña" in result.stdout
    assert "no da el teléfono" in result.stdout
    assert "Hechos" in result.stdout
    assert all(name in result.stdout for name in built_in())
    asked = result.stdout[result.stdout.index("Reglas miradas") :]
    names = [rule.name for rule in Policy.load(shipped_rules()).rules]
    upto = names.index("missing-data") + 1
    assert all(name in asked for name in names[:upto])
    assert not any(name in asked for name in names[upto:])
