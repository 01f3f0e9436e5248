"""A running worker takes edited and published rules over, and keeps the last good ones; no mail is lost."""

from __future__ import annotations

import shutil

from sqlalchemy import select

from bot.decision.policy import rules_version
from bot.rules import shipped_rules
from bot.store.schema import decision
from tests.servers.installation import wait_until


def test_edited_wrong_and_published_rules_under_a_running_worker(install, mailserver, everybody, tmp_path):
    rules = shutil.copytree(shipped_rules(), tmp_path / "reglas")
    draft = shutil.copytree(shipped_rules(), tmp_path / "borrador")
    limits = rules / "decisions.yaml"
    good = limits.read_text(encoding="utf-8")
    installation = install(school={"rules": str(rules)})
    seen = []

    def decided_by():
        """Another family writes: the version of the rules that its mail is decided by."""
        mailserver.deliver(next(everybody).lost_password(phone=False))
        with installation.house() as house:
            versions = select(decision.c.policy_version).order_by(decision.c.id)

            def newest():
                with house.engine.connect() as connection:
                    found = connection.scalars(versions).all()
                return found[-1] if len(found) > len(seen) else None

            seen.append(wait_until(newest))
        return seen[-1]

    with installation.worker():
        assert decided_by() == rules_version(rules)
        limits.write_text(good.replace("probability: 0.999", "probability: 0.9999"), encoding="utf-8")
        edited = rules_version(rules)
        assert decided_by() == edited
        limits.write_text(good.replace("rules:", "reglas:"), encoding="utf-8")
        assert decided_by() == edited
        assert "rules_refused_last_good_kept" in installation.log()
        assert "últimas reglas que estaban bien" in installation.run("doctor", code=1)
        installation.run("rules", "publish", str(draft))
        assert decided_by() == rules_version(draft)
    assert len(seen) == 4
