"""Mistakes in decisions.yaml: all at once, each with its line, its column and the mend."""

import re

import pytest

from bot.decision.checks import missing_texts, read_rulebook
from bot.rules.directory import RulesError, shipped_rules

LIMITS = """\
limits:
  probability: 0.99
  margin: 0.5
  asks: 1
  regenerations_24h: 1
  regenerations_30d: 3
  accounts_per_sender_24h: 3
  replies_24h: 4
"""
LAST = """\
  - name: rest
    about: lo demás
    when: {}
    then: escalate
    reason: rest
    reply: looking
"""
FIRST = len(LIMITS.splitlines()) + 2  #: the line of the first rule


def problems(tmp_path, rules, *, limits=LIMITS, last=LAST):
    (tmp_path / "decisions.yaml").write_text(f"{limits}rules:\n{rules}{last}", encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        read_rulebook(tmp_path)
    return [(p.line, p.column, p.message) for p in caught.value.problems]


def rule(name="one", when="{thanks: yes}", then="close", *more):
    lines = [
        f"- name: {name}",
        f"  about: {name}",
        f"  when: {when}",
        f"  then: {then}",
        *(f"  {m}" for m in more),
    ]
    return "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        pytest.param(rule(when="{thank: yes}"), 2, 12, "no existe el hecho «thank»; ¿quería decir «thanks»?", id="unknown fact"),
        pytest.param(rule(when="{phone: mine}"), 2, 12, "«phone» no puede ser «mine»: escriba own, ", id="wrong value"),
        pytest.param(
            rule(when="{phone: [own, mine]}"), 2, 25, "«phone» no puede ser «mine»", id="wrong value in a list"
        ),
        pytest.param(rule(when="{thanks: true}"), 2, 12, "escriba «yes», no «true»", id="a YAML boolean"),
        pytest.param(rule(when="{thanks: false}"), 2, 12, "escriba «no», no «false»", id="the other boolean"),
        pytest.param(rule(when="{thanks: 1}"), 2, 12, "se espera una palabra, no «1»", id="a number"),
        pytest.param(rule(when="{phone: []}"), 2, 12, "la lista de valores está vacía", id="no value"),
        pytest.param(rule() + rule(when="{empty: yes}"), 4, 5, "ya hay otra regla con este nombre", id="one name twice"),
        pytest.param(rule(then="destroy"), 3, 5, "«then» no puede ser «destroy»; aquí vale: regenerate, ask", id="unknown deed"),
        pytest.param(rule("one", "{thanks: yes}", "close", "colour: red"), 4, 5, "«colour» no se conoce aquí", id="unknown key"),
        pytest.param(rule(then="escalate"), 3, 5, "falta «reason»", id="escalation without a reason"),
        pytest.param(rule(then="ask"), 3, 5, "«ask» sin «reply» no dice nada", id="silent question"),
        pytest.param(
            rule("one", "{thanks: yes}", "close", "reply: looking"), 4, 5, "«close» no contesta", id="closing with a reply"
        ),
        pytest.param(
            rule("one", "{thanks: yes}", "escalate", "reason: x", "reply: ask"),
            5, 5, "solo se contesta con «looking»", id="escalation that tells something",
        ),
        pytest.param(rule("one", "{thanks: yes}", "self_help", "reply: self_help"), 3, 5, "falta «article»", id="no article"),
        pytest.param(
            rule("one", "{thanks: yes}", "close", "article: x"), 4, 5, "«article» solo vale con self_help", id="article"
        ),
        pytest.param(
            rule() + rule("two", "{thanks: yes, empty: yes}"), 4, 5, "lo resuelve antes «one»", id="unreachable"
        ),
        pytest.param(
            rule("a", "{thanks: yes}") + rule("b", "{empty: yes}") + rule("c", "{thanks: no, empty: no}")
            + rule("d", "{phone: own}"),
            12, 5, "regla «d»: nunca se llega a ella: todo lo suyo lo resuelve antes «a», «b», «c»", id="unreachable by three together",
        ),
        pytest.param(
            rule("x", "{topic: install}") + rule("a", "{thanks: yes}") + rule("b", "{thanks: no, empty: yes}")
            + rule("c", "{empty: yes}"),
            12, 5, "todo lo suyo lo resuelve antes «a», «b»; súbala", id="unreachable by two of three",
        ),
        pytest.param(
            rule("all", "{}") + rule("b", "{empty: yes}") + rule("c", "{thanks: yes}"),
            0, 5, "regla «all»: se queda también con todo lo de las 3 reglas que van después de ella, desde «b»: bájela o",
            id="one takes everything",
        ),
        pytest.param(
            rule("all", "{thanks: [no, yes]}") + rule("b", "{empty: yes}"),
            4, 5, "regla «b»: nunca se llega a ella: todo lo suyo lo resuelve antes «all»", id="all but one",
        ),
        pytest.param(
            rule("a", "{thanks: yes}") + "".join(rule(f"a{n}", "{thanks: yes, empty: yes}") for n in "123")
            + rule("b", "{empty: yes}") + rule("c", "{empty: yes, phone: own}"),
            20, 5, "regla «c»: nunca se llega a ella: todo lo suyo lo resuelve antes «b»", id="two who take too much",
        ),
        pytest.param(
            rule("one", "{student: unique, guardian: match, certainty: sure}", "regenerate", "reply: regenerated"),
            3, 5, "haría «regenerate» también con phone: different o landline o", id="regenerating without the phone",
        ),
        pytest.param(rule("one", "{empty: yes}", "ignore"), 3, 5, "haría «ignore» también con automatic: no", id="ignoring people"),
        pytest.param(
            rule("one", "{thanks: yes}", "close", "examples: [{says: nada, facts: {empty: yes}}]"),
            4, 16, "falla su ejemplo «nada»: no lo recoge esta regla (thanks es «no», no «yes»)", id="example of nothing",
        ),
        pytest.param(
            rule("one", "{thanks: yes}", "close", "examples: [{says: a, facts: {thanks: yes}}, {says: nada}]"),
            4, 49, "falla su ejemplo «nada»", id="the second example",
        ),
        pytest.param(
            rule() + rule("two", "{empty: yes}", "close", "examples: [{says: nada, facts: {empty: yes, thanks: yes}}]"),
            8, 16, "falla su ejemplo «nada»: lo resuelve antes «one»", id="example taken by another rule",
        ),
        pytest.param(
            rule("one", "{thanks: yes}", "close", "examples: [{says: nada, facts: {thank: yes}}]"),
            4, 37, "no existe el hecho «thank»", id="unknown fact in an example",
        ),
    ],
)  # fmt: skip
def test_mistake(tmp_path, text, line, column, says):
    found = problems(tmp_path, text)
    assert [(at - FIRST, col) for at, col, message in found if says in message] == [(line, column)], found


@pytest.mark.parametrize(
    ("limits", "line", "says"),
    [
        (LIMITS.replace("0.99", "0.5"), 2, "«limits.probability» no puede ser 0.5: debe ser como mínimo 0.9"),
        (LIMITS.replace("asks: 1", "ask: 1"), 4, "«ask» no se conoce aquí"),
        (LIMITS + "  phrases: {x: '(a)\\1'}\n", 9, "la expresión «(a)\\1» no es segura"),
        (LIMITS + "  phrases: {x: '(?=a)b'}\n", 9, "no es segura"),
        (LIMITS + "  phrases: {x: 'excursión'}\n", 9, "escríbala en minúsculas y sin tildes"),
        (LIMITS + "  phrases: {x: '[a'}\n", 9, "está mal escrita"),
    ],
)
def test_mistake_in_the_limits(tmp_path, limits, line, says):
    found = problems(tmp_path, "", limits=limits)
    assert line in [at for at, _, message in found if says in message], found


def test_all_mistakes_come_at_once_in_the_order_of_the_file(tmp_path):
    text = rule(when="{thank: yes}") + rule(when="{phone: mine}", then="ask")
    found = problems(tmp_path, text)
    assert [message for _, _, message in found] == [
        "regla «one»: no existe el hecho «thank»; ¿quería decir «thanks»?",
        "regla «one»: ya hay otra regla con este nombre en la línea 10: cámbielo",
        (
            "regla «one»: «phone» no puede ser «mine»: escriba own, other_guardian, landline, none_on_file,"
            " different, not_given"
        ),
        "regla «one»: «ask» sin «reply» no dice nada: añada reply",
    ]
    assert found == sorted(found, key=lambda p: p[:2])


def test_a_rule_that_cannot_be_read_hides_nothing_of_the_others(tmp_path):
    limits = LIMITS + "  phrases: {strike: huelga}\n"
    text = rule(then="destroy") + rule("two", "{thank: yes, says_strike: yes}")
    assert [message.partition(";")[0] for _, _, message in problems(tmp_path, text, limits=limits)] == [
        "regla «one»: «then» no puede ser «destroy»",
        "regla «two»: no existe el hecho «thank»",
    ]


@pytest.mark.parametrize("pattern", [r"\bhuelga\b", r"\bhuelga\S* "])
def test_a_phrase_of_the_admins_can_be_asked(tmp_path, pattern):
    limits = LIMITS + f"  phrases:\n    strike: '{pattern}'\n"
    text = rule("strike", "{says_strike: yes}", "escalate", "reason: strike", "reply: looking")
    (tmp_path / "decisions.yaml").write_text(f"{limits}rules:\n{text}{LAST}", encoding="utf-8")
    assert read_rulebook(tmp_path).rules[0].when == {"says_strike": frozenset({"yes"})}


def test_texts_that_do_not_exist(tmp_path):
    text = rule("one", "{thanks: yes}", "self_help", "reply: self_hlp", "article: install")
    (tmp_path / "decisions.yaml").write_text(f"{LIMITS}rules:\n{text}{LAST}", encoding="utf-8")
    found = list(missing_texts(tmp_path, {"looking", "self_help"}, {"autologin"}))
    assert [(p.line - FIRST, p.message) for p in found] == [
        (4, "regla «one»: no hay ninguna plantilla «self_hlp» en replies; ¿quería decir «self_help»?"),
        (5, "regla «one»: no hay ningún artículo «install» en replies/articles; aquí vale: autologin"),
    ]


def test_the_shipped_rules_are_sound_and_every_rule_has_an_example():
    book = read_rulebook(shipped_rules())
    assert all(rule.examples and rule.about for rule in book.rules)


def test_the_shipped_rules_give_every_reason_of_the_policy():
    reasons = {rule.reason for rule in read_rulebook(shipped_rules()).rules}
    assert {
        "automatic", "missing_child", "change_data", "bulk_request", "reopened", "not_ours", "incomplete",
        "phone_mismatch", "not_guardian", "student_not_found", "ambiguous", "partial_match", "not_enrolled",
        "student_writes", "sender_not_authenticated", "rate_limited", "also_other",
    } <= reasons  # fmt: skip


def test_the_shipped_file_explains_every_limit_in_spanish():
    text = (shipped_rules() / "decisions.yaml").read_text(encoding="utf-8")
    section = text[text.index("limits:") : text.index("\nrules:")]
    commented = re.findall(r"#.*\n(?:  \w+: .*\n)+", section)
    assert sum(len(re.findall(r"^  \w+: ", block, re.MULTILINE)) for block in commented) == 9
