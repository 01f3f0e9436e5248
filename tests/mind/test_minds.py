"""Hot reload: an edit that is right is in force with the next mail, a wrong one changes nothing."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.mind.mind import build_mind
from bot.mind.minds import Minds
from bot.model.register import Guardian, PersonName, Register
from bot.parsers.inbound import OwnIdentity
from bot.rules.directory import RulesError, shipped_rules
from bot.rules.files import rules_version
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.rules.kept import RulesKept
from tests.servers.waiting import PATIENCE_S
from tests.tuning.conftest import edit

SCHOOL = "loma"
EMPTY = Register(students={}, guardians={}, version="1")


class World:
    """What a mind is made of: rules directories and a register, to be changed by a test."""

    def __init__(self, directory):
        engine = open_engine(f"sqlite:///{directory}/store.db")
        migrate(engine)
        self.kept = RulesKept(engine)
        self.rules = shutil.copytree(shipped_rules(), directory / "rules")
        self.register = EMPTY
        self.indexes = 0
        self.restart()

    def restart(self):
        self.minds = Minds(
            rules=lambda school: self.kept.unless_refused(school, self.rules),
            register_version=lambda _school: self.register.version,
            build=self.build,
            keeper=self.kept,
        )

    def build(self, school, rules, index):
        self.indexes += index is None
        own = OwnIdentity(addresses=frozenset(), authserv_id=None, loop_marker="")
        return build_mind(
            index or self.register, rules, own, school=school, domain="loma.test", assisted=False
        )

    def version(self):
        return self.minds(SCHOOL).policy.version


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def spoil(world):
    edit(world.rules, "decisions.yaml", "then: self_help", "then: selfhelp")


def test_nothing_is_made_anew_while_nothing_changes(world):
    assert world.minds(SCHOOL) is world.minds(SCHOOL)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("decisions.yaml", "probability: 0.999", "probability: 0.9999"),
        ("matching.yaml", "tie: 6", "tie: 7"),
        ("replies/ask.txt", "a", "e"),
    ],
)
def test_an_edit_is_in_force_with_the_next_mail_and_the_index_is_kept(world, name, old, new):
    before = world.version()
    edit(world.rules, name, old, new)
    assert world.version() == rules_version(world.rules) != before
    assert world.indexes == 1


def test_other_names_make_another_index(world):
    world.version()
    edit(world.rules, "known_names.txt", "\n", "\n\n")
    world.version()
    assert world.indexes == 2


def test_a_school_that_takes_long_holds_up_no_other(world):
    """While the mind of one school is being made, that of another is made and asked."""
    elsewhere, build = [], world.build

    def slow(school, rules, index):
        if school == SCHOOL and not elsewhere:
            other = threading.Thread(target=lambda: elsewhere.append(world.minds("otra")))
            other.start()
            other.join(PATIENCE_S)
        return build(school, rules, index)

    world.build = slow
    world.restart()
    world.minds(SCHOOL)
    assert elsewhere


def test_a_new_register_makes_another_index(world):
    world.version()
    world.register = Register(students={}, guardians={}, version="2")
    assert world.minds(SCHOOL).index.register.version == "2"
    assert world.minds.made == 2


def test_an_import_lands_while_a_mail_is_judged(world):
    """The mail under way ends with the register it began with; the next one has the new one."""
    ana = Guardian(key="1", dni=None, name=PersonName("Ana", "Ruiz"), phones=frozenset({"+34611000001"}))
    under_way = world.minds(SCHOOL)
    world.register = Register(students={}, guardians={"1": ana}, version="2")
    following = world.minds(SCHOOL)
    asked = ("+34611000001",)
    assert under_way.index.guardians_by_phone(*asked) == ()
    assert following.index.guardians_by_phone(*asked) == (ana,)
    assert [hit.key for hit in following.index.persons("Ana Ruiz")] == ["1"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("decisions.yaml", "then: self_help", "then: selfhelp"),
        ("decisions.yaml", "reply: ask", "reply: aks"),
        ("matching.yaml", "tie: 6", "tie: seis"),
        ("intents.yaml", "trouble:", "truoble:"),
        ("replies/looking.txt", "{{ ticket }}", "{{ tiket }}"),
    ],
)
def test_a_wrong_edit_leaves_the_last_good_mind_and_is_told_once(world, name, old, new):
    good = world.version()
    edit(world.rules, name, old, new)
    with capture_logs() as logs:
        assert world.version() == good
        assert world.version() == good
    (entry,) = logs
    assert entry["event"] == "rules_refused_last_good_kept"
    assert any(name in problem for problem in entry["problems"])


def test_an_edit_while_rules_are_read_is_not_taken_for_good(world):
    """The files were read before the wrong edit, their version after it."""
    good, build = world.version(), world.build

    def edited_meanwhile(school, rules, index):
        mind = build(school, rules, index)
        if rules != world.rules:
            return mind
        spoil(world)
        return replace(mind, policy=replace(mind.policy, version=rules_version(world.rules)))

    edit(world.rules, "matching.yaml", "tie: 6", "tie: 7")
    world.build = edited_meanwhile
    world.restart()
    assert world.version() == world.kept.state(SCHOOL).policy_version == good


def test_rules_that_are_just_being_saved_are_in_force_once_they_are_whole(world):
    build, half_saved = world.build, []

    def built(school, rules, index):
        if half_saved:
            raise FileNotFoundError(rules / half_saved.pop())
        return build(school, rules, index)

    world.build = built
    world.restart()
    good = world.version()
    edit(world.rules, "matching.yaml", "tie: 6", "tie: 7")
    half_saved.append("matching.yaml")
    assert world.version() == good
    assert world.version() == rules_version(world.rules) != good


def test_a_missing_file_leaves_the_last_good_mind_too(world):
    good = world.version()
    (world.rules / "hypocoristics.csv").unlink()
    assert world.version() == good


def test_a_directory_taken_away_leaves_the_last_good_mind_too(world):
    good = world.version()
    shutil.rmtree(world.rules)
    assert world.version() == good


def test_a_restart_over_wrong_rules_goes_on_with_the_last_good_ones(world):
    good = world.version()
    spoil(world)
    world.restart()
    with capture_logs() as logs:
        assert world.version() == good
    assert [entry["event"] for entry in logs] == ["rules_refused_last_good_kept"]
    world.restart()
    assert world.version() == good


def test_an_import_while_the_rules_are_wrong_is_noticed(world):
    world.version()
    spoil(world)
    world.version()
    world.register = Register(students={}, guardians={}, version="2")
    assert world.minds(SCHOOL).index.register.version == "2"


def test_what_is_in_force_and_what_was_refused_can_be_asked(world):
    assert world.kept.state(SCHOOL) is None
    good = world.version()
    before = world.kept.state(SCHOOL)
    assert (before.policy_version, before.refused_version) == (good, None)
    spoil(world)
    world.version()
    refused = world.kept.state(SCHOOL)
    assert (refused.policy_version, refused.since) == (good, before.since)
    assert refused.refused_version == rules_version(world.rules)
    edit(world.rules, "decisions.yaml", "then: selfhelp", "then: self_help")
    assert world.version() == good
    assert world.kept.state(SCHOOL) == before


def test_the_same_mistake_made_again_is_told_again(world):
    world.version()
    with capture_logs() as logs:
        for _ in range(2):
            spoil(world)
            world.version()
            edit(world.rules, "decisions.yaml", "then: selfhelp", "then: self_help")
            world.version()
    assert [entry["event"] for entry in logs] == ["rules_refused_last_good_kept"] * 2


def test_mended_rules_are_in_force(world):
    world.version()
    spoil(world)
    world.version()
    edit(world.rules, "decisions.yaml", "then: selfhelp", "then: self_help")
    edit(world.rules, "decisions.yaml", "probability: 0.999", "probability: 0.9999")
    assert world.version() == rules_version(world.rules)


def test_a_file_put_back_with_its_old_date_is_noticed(world):
    kept = shutil.copy2(world.rules / "decisions.yaml", world.rules.parent / "kept.yaml")
    before = world.version()
    edit(world.rules, "decisions.yaml", "probability: 0.999", "probability: 0.9999")
    assert world.version() != before
    shutil.copy2(kept, world.rules / "decisions.yaml")
    assert world.version() == before


def test_another_directory_is_in_force_at_once(world):
    before = world.version()
    world.rules = shutil.copytree(world.rules, world.rules.with_name("published"))
    edit(world.rules, "decisions.yaml", "probability: 0.999", "probability: 0.9999")
    assert world.version() == rules_version(world.rules) != before


def test_rules_that_were_never_right_are_an_error(world):
    spoil(world)
    for _ in range(2):
        with pytest.raises(RulesError):
            world.minds(SCHOOL)
    assert world.kept.state(SCHOOL) is None


def test_a_draft_thinks_beside_the_rules_in_force_over_the_same_index(world, tmp_path):
    live = world.minds(SCHOOL)
    draft = shutil.copytree(world.rules, tmp_path / "draft")
    edit(draft, "decisions.yaml", "probability: 0.999", "probability: 0.9999")
    beside = world.minds.under(SCHOOL, draft)
    assert beside.policy.version == rules_version(draft)
    assert beside.index is live.index
    assert world.minds.under(SCHOOL, draft) is beside
    assert world.minds(SCHOOL) is live
