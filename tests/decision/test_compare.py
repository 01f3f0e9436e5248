"""What a draft changes, told rule by rule."""

from bot.decision.compare import Change, compare, deed
from bot.decision.policy import Policy
from bot.decision.rulebook import Example
from bot.model.decision import Action
from tests.decision.making import POLICY


def draft(rules=None, **limits):
    return Policy(rules=tuple(rules or POLICY.rules), limits=POLICY.limits.model_copy(update=limits))


def named(name):
    return next(rule for rule in POLICY.rules if rule.name == name)


def test_the_same_policy_differs_in_nothing():
    assert list(compare(POLICY, draft())) == []


def test_a_changed_limit():
    assert list(compare(POLICY, draft(probability=0.95))) == [
        Change("límite probability", "valor", "0.999", "0.95")
    ]


def test_other_phrases():
    strike, trip = {"strike": r"\bhuelga\b", "trip": "excursion"}, {"strike": "huelga"}
    assert list(compare(draft(phrases=strike), draft(phrases=trip))) == [
        Change("límite phrases", "valor", r"strike: \bhuelga\b; trip: excursion", "strike: huelga")
    ]
    assert Change("límite phrases", "valor", "–", "strike: huelga") in compare(POLICY, draft(phrases=trip))


def test_a_rule_without_conditions():
    always = named("thanks").model_copy(update={"name": "always", "when": {}, "examples": ()})
    (new,) = [change for change in compare(POLICY, draft([*POLICY.rules, always])) if change.what == "nueva"]
    assert new.after == f"{len(POLICY.rules) + 1}. siempre → {deed(always)}"


def test_a_rule_that_is_gone_and_what_it_leads_to():
    rules = [rule for rule in POLICY.rules if rule.name != "outsider-writes"]
    changes = list(compare(POLICY, draft(rules)))
    assert changes == [
        Change(
            "regla outsider-writes",
            "quitada",
            "writer: third_party, guardian_writes: no o unknown → escalate, motivo not_guardian, respuesta looking",
        ),
        Change(
            "ejemplo «una vecina manda los datos correctos de la madre»",
            "decisión",
            "escalate not_guardian",
            "escalate unsafe_rule",
        ),
    ]


def test_a_new_rule_with_its_place_and_a_changed_one():
    extra = named("thanks").model_copy(
        update={"name": "strike", "when": {"empty": frozenset({"yes"})}, "examples": (Example(says="x"),)}
    )
    others = [r.model_copy(update={"article": "altas"}) if r.name == "tie" else r for r in POLICY.rules]
    changes = list(compare(POLICY, draft([extra, *others])))
    assert Change("regla strike", "nueva", "", "1. empty: yes → close, respuesta –") in changes
    assert not [c for c in changes if c.what == "cambiada de sitio"]
    before, after = "escalate, motivo ambiguous, ", "respuesta looking"
    assert Change("regla tie", "then", before + after, f"{before}artículo altas, {after}") in changes


def test_a_moved_rule():
    tie = named("tie")
    rules = [tie, *(rule for rule in POLICY.rules if rule is not tie)]
    moved = [change for change in compare(POLICY, draft(rules)) if change.what == "cambiada de sitio"]
    assert moved == [
        Change("regla tie", "cambiada de sitio", str(POLICY.rules.index(tie) + 1), "1"),
    ]


def test_changed_conditions_and_deeds():
    change = {
        "when": {"certainty": frozenset({"tie"}), "phone": frozenset({"own"})},
        "then": Action.CLOSE,
        "reply": None,
    }
    rules = [r.model_copy(update=change) if r.name == "tie" else r for r in POLICY.rules]
    assert [c for c in compare(POLICY, draft(rules)) if c.where == "regla tie"] == [
        Change("regla tie", "when", "certainty: tie", "certainty: tie, phone: own"),
        Change(
            "regla tie",
            "then",
            "escalate, motivo ambiguous, respuesta looking",
            "close, motivo ambiguous, respuesta –",
        ),
    ]
