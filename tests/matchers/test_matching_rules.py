from __future__ import annotations

import pytest

from bot.matchers.linkage import MatchingRules, Scale
from bot.matchers.name_words import filed_name, written_name
from bot.matchers.names import NameComparison, NameLevel, Part, compare
from bot.model.register import PersonName
from bot.rules.directory import RulesError, load_rules, shipped_rules


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("  typo: 4 ", "  tipo: 4 ", "«tipo» no es un nivel"),
        ("  own: 20 ", "  # own: 20 ", "falta el peso de «own»"),
        ("tie: 6", "tie: poco", "«tie»"),
        ("guardian_unknown: -10", "guardian_unknown: 10", "«guardian_unknown»"),
    ],
)
def test_a_wrong_weight_is_shown_with_its_line(tmp_path, right, wrong, says):
    text = (shipped_rules() / "matching.yaml").read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "matching.yaml").write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        load_rules(tmp_path, "matching.yaml", MatchingRules)
    assert says in str(caught.value)
    assert caught.value.problems[0].line > 1


@pytest.mark.parametrize("people", [25, 1_000, 100_000, 4_000_000], ids=lambda n: f"{n} on file")
def test_a_rare_surname_says_more_than_a_common_one_at_every_size(rules, lexicon, people):
    surnames = {"garcia": people // 10, "tellechea": 1, "otros": 2 * people - people // 10 - 1}
    scale = Scale(rules, {"ana": people // 25, "otras": people - people // 25}, surnames)
    common, rare = (PersonName("Ana", surname) for surname in ("García", "Tellechea"))
    bits = [
        scale.parts(compare(written_name(str(name)), filed, lexicon), filed)[1]
        for name in (common, rare)
        for filed in [filed_name(name)]
    ]
    assert 0 < bits[0] < rules.surname["exact"]
    assert bits[1] > bits[0] + (0.05 if people == 25 else 1.5)  # one class shows little


def test_better_levels_weigh_more(rules):
    order = ("missing", "initial", "typo", "short", "variant", "exact")
    for weights in (rules.given, rules.surname):
        assert [weights[level] for level in order] == sorted(weights[level] for level in order)


@pytest.mark.parametrize(
    ("name", "levels", "bits"),
    [
        # log2(share * people / bearers), beside 2,000 imagined people who bear average names
        ("Zoe/García/", "EXACT EXACT MISSING", (5.97, 4.16, 0)),
        ("Ana/García/Tellechea", "EXACT EXACT EXACT", (5.28, 4.16, 6.93)),
        ("Ana/García/Tellechea", "EXACT EXACT MISSING", (5.28, 4.16, 0)),  # not written: it says nothing
        ("Ana/García/Tellechea", "SHORT TYPO SOME", (4.49, 3.01, 4.95)),  # 0.7 of what the rarity is worth
        ("Ana Zoe/Gil/", "EXACT EXACT MISSING", (5.97, 6.31, 0)),  # both words: the rarer speaks
        ("Ana Zoe/Gil/", "VARIANT VARIANT MISSING", (5.47, 5.81, 0)),
        ("Ana Zoe/Gil/", "SOME EXACT MISSING", (3.99, 6.31, 0)),  # one of them: the commoner
        ("Ana/Gil/García", "INITIAL INITIAL DIFFERENT", (2, 2, -14)),
        ("Ana/Gil/", "EXTRA EXACT EXTRA", (2.64, 6.31, -2)),
        ("Ana/Gil/Gil", "EXTRA EXACT EXTRA", (2.64, 6.31, -2)),  # however rare: it speaks against
        ("Ana/Muchos/", "DIFFERENT EXACT MISSING", (-12, 0.5, 0)),  # however common: it agrees
        ("/Gil/", "EXACT EXACT MISSING", (6, 6.31, 0)),
    ],
)
def test_what_a_name_weighs(rules, name, levels, bits):
    surnames = {"garcia": 100, "tellechea": 1, "gil": 10, "muchos": 1_000_000}
    scale = Scale(rules, {"ana": 20, "zoe": 1}, surnames)
    how = NameComparison(NameLevel.SAME, *(Part[level] for level in levels.split()))
    assert scale.parts(how, filed_name(PersonName(*name.split("/")))) == pytest.approx(bits, abs=0.006)
