"""A running worker takes edited and published rules over, and keeps the last good ones; no mail is lost."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import select

from bot.rules.directory import shipped_rules
from bot.rules.files import rules_version
from bot.store.engine import reading
from bot.store.tables.schema import decision
from tests.servers.waiting import wait_until

REFUSED = "rules_refused_last_good_kept"
THRESHOLD = "probability: 0.999"
GOOD = "probability: 0.99{}"
WRONG = "probabilidad: 0.99{}"


@pytest.fixture
def rules(tmp_path):
    return shutil.copytree(shipped_rules(), tmp_path / "reglas")


@pytest.fixture
def edit(rules):
    """Save decisions.yaml with another threshold, as editors do: whole or not at all."""
    path = rules / "decisions.yaml"
    shipped = path.read_text(encoding="utf-8")
    assert THRESHOLD in shipped

    def to(line):
        draft = path.with_name(".decisions.yaml")
        draft.write_text(shipped.replace(THRESHOLD, line), encoding="utf-8")
        draft.replace(path)
        return rules_version(rules)

    return to


def decided(installation):
    """(sender, version of the rules) of every decision, in their order."""
    with installation.house() as house, reading(house.engine) as connection:
        query = select(decision.c.sender, decision.c.policy_version).order_by(decision.c.id)
        return [tuple(row) for row in connection.execute(query)]


def test_edited_wrong_and_published_rules_and_a_restart(
    install, mailserver, everybody, tmp_path, rules, edit
):
    draft = shutil.copytree(rules, tmp_path / "borrador")
    installation = install(school={"rules": str(rules)})
    writers = []

    def decided_by():
        """Another family writes: the version of the rules that its mail is decided by."""
        writers.append(next(everybody))
        mailserver.deliver(writers[-1].lost_password(phone=False))
        return wait_until(lambda: dict(decided(installation)).get(writers[-1].address))

    with installation.ready_worker():
        assert decided_by() == rules_version(rules)
        edited = edit(GOOD.format(99))
        assert decided_by() == edited
        edit(WRONG.format(99))
        assert decided_by() == edited
    assert installation.log().count(REFUSED) == 1
    with installation.ready_worker():  # started over wrong rules
        assert decided_by() == edited
        assert installation.log().count(REFUSED) == 2
        told = installation.run("doctor", code=1)
        assert f"últimas reglas buenas: versión {edited}" in told
        assert "probabilidad" in told
        installation.run("rules", "publish", str(draft))
        assert decided_by() == rules_version(draft)
    assert len(decided(installation)) == len(writers)


def test_edits_while_mails_stream_in(install, mailserver, everybody, rules, edit):
    """A mail that comes after an edit is decided by it or by a later one; none is lost or decided twice."""
    installation = install(school={"rules": str(rules)})
    order, earliest = [rules_version(rules)], {}

    def write(count):
        for parent in (next(everybody) for _ in range(count)):
            earliest[parent.address] = len(order) - 1
            mailserver.deliver(parent.lost_password(phone=False))

    def all_decided():
        wait_until(lambda: len(decided(installation)) == len(earliest))

    with installation.ready_worker():
        for round_ in range(4):
            write(3)
            order.append(edit(GOOD.format(round_)))
            write(3)
            if round_ % 2:
                all_decided()  # so the last good ones are those
                edit(WRONG.format(round_))
                write(3)
                all_decided()
    found = decided(installation)
    assert sorted(sender for sender, _ in found) == sorted(earliest)
    for sender, version in found:
        assert order.index(version) >= earliest[sender]
    assert [order.index(version) for _, version in found] == sorted(order.index(v) for _, v in found)
    assert installation.log().count(REFUSED) == 2
