"""Whatever the facts and whatever the rules say: deciding is total, and never dangerous."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decision.coverage import uncovered
from bot.decision.facts import Facts, built_in
from bot.decision.policy import Policy
from bot.decision.rulebook import Rule
from bot.model.decision import Action, Datum
from bot.rules.directory import shipped_rules
from bot.rules.files import rules_version
from tests.decision.making import POLICY

VALUES = st.fixed_dictionaries(
    {name: st.sampled_from(sorted(fact.values)) for name, fact in built_in().items()}
)
FACTS = st.builds(Facts, values=VALUES, missing=st.lists(st.sampled_from(Datum), unique=True).map(tuple))
USUAL = {name: fact.usual for name, fact in built_in().items()}

#: An admin's worst idea: always this.
RECKLESS = {
    action: Policy(
        rules=(Rule(name="always", about="", then=action, reply="looking"),),
        limits=POLICY.limits,
        version="x",
    )
    for action in Action
}

#: Of each fact, the values with which a credential may go out.
MUST = {
    "automatic": {"no"},
    "sender": {"pass", "none"},
    "intent": {"recover", "register", "follow_up"},
    "code_elsewhere": {"no"},
    "two_accounts": {"no"},
    "writer": {"guardian", "third_party", "unknown"},
    "student": {"unique", "siblings"},
    "guardian": {"match"},
    "phone": {"own"},
    "certainty": {"sure"},
}


def assert_safe(decision, values):
    if decision.action is Action.REGENERATE:
        assert all(values[fact] in allowed for fact, allowed in MUST.items())
        assert values["guardian_writes"] in WRITES[values["writer"]]
    if decision.action is Action.IGNORE:
        assert values["automatic"] == "yes"
    if decision.reply is not None:
        assert values["automatic"] == "no"
        assert values["answer"] == "allowed"


@given(FACTS)
def test_the_shipped_policy_decides_everything_safely_and_always_alike(facts):
    decision = POLICY.decide(facts)
    assert_safe(decision, facts.values)
    assert decision == POLICY.decide(facts)
    assert decision.facts == facts.values
    assert decision.reason != "unsafe_rule"
    if facts.values["automatic"] == "yes":
        assert decision.action is Action.IGNORE


def test_the_shipped_policy_says_something_of_every_combination():
    domain = {name: frozenset(fact.values) for name, fact in built_in().items()}
    assert uncovered({}, [rule.when for rule in POLICY.rules], domain) is None


@given(FACTS, st.sampled_from(Action))
def test_no_rule_however_reckless_can_do_harm(facts, action):
    decision = RECKLESS[action].decide(facts)
    assert_safe(decision, facts.values)
    if decision.action is not action:
        assert (decision.action, decision.reason, decision.rule) == (Action.ESCALATE, "unsafe_rule", "always")


@pytest.mark.parametrize(
    ("fact", "value"), [(fact, value) for fact in MUST for value in built_in()[fact].values]
)
def test_one_gate_that_fails_is_enough(fact, value):
    decision = RECKLESS[Action.REGENERATE].decide(Facts(values={**USUAL, fact: value}))
    assert (decision.action is Action.REGENERATE) == (value in MUST[fact])


#: Of who writes: what must be known of the guardian named (POLICY rows 7 and 12).
WRITES = {
    "guardian": {"yes", "no", "forwarded", "unknown"},
    "unknown": {"yes", "no", "unknown"},  # «te reenvío lo de mi hermana»
    "third_party": {"yes"},
    "student": set(),
}


@pytest.mark.parametrize("writes", built_in()["guardian_writes"].values)
@pytest.mark.parametrize("writer", built_in()["writer"].values)
def test_an_outsider_gets_nothing_unless_the_guardian_named_is_the_writer(writer, writes):
    values = {**USUAL, "writer": writer, "guardian_writes": writes}
    decision = RECKLESS[Action.REGENERATE].decide(Facts(values=values))
    assert (decision.action is Action.REGENERATE) == (writes in WRITES[writer])


@pytest.mark.parametrize("action", [Action.ASK, Action.SELF_HELP])
@pytest.mark.parametrize(
    ("answer", "asked"), [("allowed", True), ("loop", True), ("forbidden", False), ("no_address", False)]
)
def test_nobody_is_asked_what_cannot_reach_them(action, answer, asked):
    decision = RECKLESS[action].decide(Facts(values={**USUAL, "answer": answer}))
    assert (decision.action is action) == asked


def test_no_rule_hit_goes_to_a_person():
    only_thanks = Policy(
        rules=(Rule(name="thanks", about="", when={"thanks": ["yes"]}, then=Action.CLOSE),),
        limits=POLICY.limits,
    )
    decision = only_thanks.decide(Facts(values=USUAL))
    assert (decision.action, decision.reason, decision.rule) == (Action.ESCALATE, "no_rule", "no-rule")
    assert [(t.rule, t.hit) for t in decision.trials] == [("thanks", False), ("no-rule", True)]
    assert [t.because for t in decision.trials] == ["thanks es «no», no «yes»", ""]


def test_a_policy_knows_its_version(tmp_path):
    shipped = shipped_rules() / "decisions.yaml"
    (tmp_path / "decisions.yaml").write_bytes(shipped.read_bytes())
    loaded = Policy.load(tmp_path)
    assert (loaded.rules, loaded.limits) == (POLICY.rules, POLICY.limits)
    before = loaded.version
    assert before == Policy.load(tmp_path).version
    assert len(before) == 12
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("x")
    assert before == Policy.load(tmp_path).version
    other, seen = tmp_path / "other.yaml", {before}
    changes = (
        lambda: other.write_text("x: 1\n"),
        lambda: other.write_text("x: 2\n"),
        lambda: other.rename(tmp_path / "z"),
    )
    for count, change in enumerate(changes, 2):  # a file more, a file changed, a file renamed
        change()
        seen.add(rules_version(tmp_path))
        assert len(seen) == count
    assert POLICY.decide(Facts(values=USUAL)).policy_version == POLICY.version
