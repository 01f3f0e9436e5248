"""What admins see and change: running or paused, rules, users, the audit trail."""

from __future__ import annotations

import re
import shutil

import pytest
from sqlalchemy import update

from bot.model.ticket import Role
from bot.rules.directory import shipped_rules
from bot.rules.files import rules_version
from bot.store.cases.health import health
from bot.store.events import trail
from bot.store.rules.golden import add_golden
from bot.store.rules.versions import active_version, publish
from bot.store.tables.schema import event
from tests.offices import SCHOOL

ADMIN, STAFF, AUDIT = (f"/{SCHOOL}/{page}" for page in ("administracion", "usuarios", "registro"))


BY_HAND = """
  - name: a-mano
    about: Lo mira siempre una persona.
    when: {says_clave: yes}
    then: escalate
    reason: uncertain
    reply: looking
    examples:
      - says: pide una clave
        facts: {says_clave: yes}

"""


@pytest.fixture
def boss(signed_in):
    return signed_in(Role.ADMIN, name="begoña")


# --------------------------------------------------------------------------- on and off


def test_it_is_paused_and_runs_again_in_the_name_of_who_did_it(site, boss):
    boss.submit(f"{ADMIN}/marcha", page=ADMIN, state="off")
    assert health(site.house.engine, SCHOOL, now=site.clock()).paused
    assert "Poner en marcha" in boss.page(ADMIN)
    boss.submit(f"{ADMIN}/marcha", page=ADMIN, state="on")
    assert not health(site.house.engine, SCHOOL, now=site.clock()).paused
    done = [(e.kind, e.actor) for e in trail(site.house.engine, SCHOOL, actor="begoña")]
    assert done[:2] == [("resumed", "begoña"), ("paused", "begoña")]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STAFF])
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (f"{ADMIN}/marcha", {"state": "off"}),
        (f"{ADMIN}/reglas", {"version": "0"}),
        (f"{ADMIN}/publicar", {}),
        (AUDIT, {}),
        (STAFF, {"name": "x", "roles": "admin"}),
        (f"{STAFF}/1", {"step": "disable"}),
    ],
)
def test_nobody_else_administers(site, signed_in, path, fields, role):
    before = trail(site.house.engine, SCHOOL, limit=1)
    assert signed_in(role).submit(path, page="/entrar", **fields).status_code == 403
    after = trail(site.house.engine, SCHOOL, limit=1)
    assert after[0].kind == "roles_changed"  # of the user that this test made
    assert after[0].seq == before[0].seq + 1
    assert site.users.named("x") is None


# --------------------------------------------------------------------------- rules


@pytest.fixture
def draft(site, tmp_path):
    """A rules directory of the school's own."""
    directory = tmp_path / "borrador"
    shutil.copytree(shipped_rules(), directory)
    school = site.house.settings.school[0]
    object.__setattr__(school, "rules", directory)
    return directory


def test_the_rules_in_force_are_listed_in_their_order(site, boss):
    policy = site.house.mind(site.house.school(SCHOOL)).policy
    page = boss.page(ADMIN)
    places = [page.index(f"<code>{rule.name}</code>") for rule in policy.rules]
    assert places == sorted(places)
    assert policy.version in page


def test_a_draft_with_mistakes_is_told_line_by_line_and_the_last_good_rules_stay(site, boss, draft):
    good = rules_version(draft)
    site.house.rules_kept.good(SCHOOL, draft, good)
    decisions = draft / "decisions.yaml"
    text = decisions.read_text(encoding="utf-8")
    decisions.write_text(text.replace("\n    then:", "\n    thn:", 1), encoding="utf-8")
    line = text[: text.index("\n    then:")].count("\n") + 2
    page = boss.page(ADMIN)
    assert f"siguen en vigor las últimas reglas buenas: versión {good}, desde el" in page
    assert "<code>decisions.yaml</code>" in page
    assert f'<td class="number">{line}</td>' in page
    assert "«thn» no se conoce aquí; ¿quería decir «then»?" in page
    boss.submit("/idioma", page=ADMIN, language="en")
    assert "«thn» is not known here; did you mean «then»?" in boss.page(ADMIN)


def test_the_mistakes_of_several_files_stand_file_by_file(site, boss, draft):
    for name, times in (("decisions.yaml", 2), ("matching.yaml", 1)):
        path = draft / name
        lines = path.read_text(encoding="utf-8").replace("\n    then:", "\n    thn:", times)
        path.write_text(lines.replace("\nphone:", "\nfone:", 1), encoding="utf-8")
    listed = re.findall(r'<th scope="row"><code>(\w+\.yaml)</code>', boss.page(ADMIN))
    assert listed == sorted(listed)
    assert set(listed) == {"decisions.yaml", "matching.yaml"}


def test_an_earlier_version_is_put_in_force_again(site, boss, draft):
    engine = site.house.engine
    publish(engine, SCHOOL, draft, by="test", now=site.clock())
    decisions = draft / "decisions.yaml"
    decisions.write_text(decisions.read_text(encoding="utf-8") + "\n# other\n", encoding="utf-8")
    publish(engine, SCHOOL, draft, by="test", now=site.clock())
    boss.submit(f"{ADMIN}/reglas", page=ADMIN, version="1")
    assert active_version(engine, SCHOOL).version == 1
    assert "es distinto de lo que está en vigor" in boss.page(ADMIN)
    boss.submit(f"{ADMIN}/reglas", page=ADMIN, version="0")
    assert active_version(engine, SCHOOL) is None
    assert boss.submit(f"{ADMIN}/reglas", page=ADMIN, version="7").status_code == 422


def test_a_sound_draft_is_published_and_one_that_breaks_a_golden_case_or_has_mistakes_is_not(
    site, boss, draft
):
    engine = site.house.engine
    assert "Publicar" in boss.page(ADMIN)
    assert boss.submit(f"{ADMIN}/publicar", page=ADMIN).status_code == 303
    made = active_version(engine, SCHOOL)
    assert (made.version, made.actor) == (1, "begoña")
    assert "Publicar</button>" not in boss.page(ADMIN)  # it is what is in force

    number = site.office.number("no_phone")
    add_golden(engine, SCHOOL, number, by="test", now=site.clock())
    decisions = draft / "decisions.yaml"
    sound = decisions.read_text(encoding="utf-8")
    other = sound.replace("  phrases: {}", "  phrases: {clave: 'contrasena|clave'}")
    decisions.write_text(other.replace("\nrules:\n", f"\nrules:\n{BY_HAND}"), encoding="utf-8")
    refused = boss.submit(f"{ADMIN}/publicar", page=ADMIN)
    assert refused.status_code == 422
    assert number in refused.text
    decisions.write_text("rules: [", encoding="utf-8")
    assert "Publicar</button>" not in boss.page(ADMIN)
    refused = boss.submit(f"{ADMIN}/publicar", page=ADMIN)
    assert refused.status_code == 422
    assert "decisions.yaml" in refused.text
    assert active_version(engine, SCHOOL) == made


def test_a_broken_directory_is_not_put_in_force(site, boss, draft):
    publish(site.house.engine, SCHOOL, draft, by="test", now=site.clock())
    (draft / "decisions.yaml").write_text("rules: [", encoding="utf-8")
    answer = boss.submit(f"{ADMIN}/reglas", page=ADMIN, version="0")
    assert answer.status_code == 422
    assert "decisions.yaml" in answer.text
    assert active_version(site.house.engine, SCHOOL).version == 1


# --------------------------------------------------------------------------- users


def test_somebody_new_signs_in_with_the_password_shown_once(site, boss, browser):
    answer = boss.submit(
        STAFF, page=STAFF, name="Luis@centro.test", full_name="Luis Gil", roles="coordinator", password="true"
    )
    password = re.search(r'<code data-copy="Copiar">([^<]+)</code>', answer.text)
    assert password
    luis = browser()
    assert luis.sign_in("luis@centro.test", password[1]).status_code == 303
    assert luis.get(f"/{SCHOOL}/cola").status_code == 200
    assert password[1] not in boss.page(STAFF)


def test_without_a_role_nobody_is_added(site, boss):
    assert boss.submit(STAFF, page=STAFF, name="luis").status_code == 422
    assert site.users.named("luis") is None


def test_somebody_of_another_school_works_here_too_and_keeps_their_password(site, boss):
    there = site.add("luis", Role.ADMIN, school="otra")
    answer = boss.submit(STAFF, page=STAFF, name="luis", roles="staff", password="true")
    assert "data-copy" not in answer.text
    now = site.users.named("luis")
    assert now.roles == {"otra": frozenset({Role.ADMIN}), SCHOOL: frozenset({Role.STAFF})}
    assert now.password_hash == there.password_hash


def test_roles_change_and_end(site, boss, signed_in):
    luis = signed_in(Role.COORDINATOR, name="luis")
    user = site.users.named("luis")
    boss.submit(f"{STAFF}/{user.id}", page=STAFF, step="roles", roles=["staff", "admin"])
    assert site.users.named("luis").roles[SCHOOL] == {Role.STAFF, Role.ADMIN}
    assert luis.get(STAFF).status_code == 200
    boss.submit(f"{STAFF}/{user.id}", page=STAFF, step="roles")
    assert luis.get(STAFF).status_code == 404
    assert "Luis" not in boss.page(STAFF)


def test_who_may_not_sign_in_is_out_at_once(site, boss, signed_in):
    luis = signed_in(Role.COORDINATOR, name="luis")
    user = site.users.named("luis").id
    boss.submit(f"{STAFF}/{user}", page=STAFF, step="disable")
    assert luis.get(f"/{SCHOOL}/cola", follow_redirects=False).status_code == 303
    assert "no puede entrar" in boss.page(STAFF)
    boss.submit(f"{STAFF}/{user}", page=STAFF, step="enable")
    assert luis.sign_in("luis").status_code == 303
    noted = [(e.kind, e.data["user"]) for e in trail(site.house.engine, SCHOOL, actor="begoña")]
    assert noted == [("user_enabled", "luis"), ("user_disabled", "luis")]


def test_a_new_password_ends_the_old_one(site, boss, browser):
    user = site.add("luis", Role.STAFF)
    answer = boss.submit(f"{STAFF}/{user.id}", page=STAFF, step="password")
    password = re.search(r'<code data-copy="Copiar">([^<]+)</code>', answer.text)[1]
    assert browser().sign_in("luis").status_code != 303
    assert browser().sign_in("luis", password).status_code == 303


@pytest.mark.parametrize("step", ["password", "disable"])
def test_the_account_of_somebody_who_works_elsewhere_too_is_not_ours(site, boss, step):
    user = site.add("luis", Role.STAFF)
    site.users.grant(user.id, "otra", [Role.ADMIN], by="test", now=site.clock())
    assert boss.submit(f"{STAFF}/{user.id}", page=STAFF, step=step).status_code == 422
    kept = site.users.named("luis")
    assert (kept.password_hash, kept.disabled_at) == (user.password_hash, None)


@pytest.mark.parametrize("step", ["roles", "password", "disable"])
def test_nobody_locks_themselves_out(site, boss, step):
    me = site.users.named("begoña")
    assert boss.submit(f"{STAFF}/{me.id}", page=STAFF, step=step).status_code == 422
    assert site.users.named("begoña") == me


def test_users_of_other_schools_cannot_be_reached_by_number(site, boss):
    other = site.add("luis", Role.ADMIN, school="otra")
    for user in (other.id, 12345):
        assert boss.submit(f"{STAFF}/{user}", page=STAFF, step="disable").status_code == 404
    assert site.users.named("luis").disabled_at is None


# --------------------------------------------------------------------------- audit trail


def numbers(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'<tr>\s*<td class="number">(\d+)</td>', page)]


def test_the_newest_stands_first_and_filters_leave_what_they_name(site, boss):
    ticket = site.office.number("wrong_phone")
    with site.office.review("luis") as review:
        review.close(ticket)
    found = numbers(boss.page(AUDIT))
    assert found == sorted(found, reverse=True)
    for query in (f"caso={ticket.lower()}&tipo=closed", "quien=luis"):
        page = boss.page(f"{AUDIT}?{query}")
        assert len(numbers(page)) == 1
        assert f"/{SCHOOL}/casos/{ticket}" in page
    assert "Nada que coincida" in boss.page(f"{AUDIT}?quien=nadie")


def test_older_events_are_on_the_next_pages(site, boss):
    for _ in range(60):
        for state in ("off", "on"):
            boss.submit(f"{ADMIN}/marcha", page="/entrar", state=state)
    seen: list[int] = []
    path = f"{AUDIT}?quien=begoña"
    while path:
        page = boss.page(path)
        seen += numbers(page)
        more = re.search(r'href="(\?[^"]*antes=\d+)"', page)
        path = f"{AUDIT}{more[1].replace('&amp;', '&')}" if more else ""
    assert len(seen) == 120
    assert seen == sorted(set(seen), reverse=True)


def test_a_trail_that_somebody_changed_is_found(site, boss):
    assert "El registro está entero" in boss.submit(AUDIT, page=AUDIT).text
    with site.house.engine.begin() as connection:
        connection.execute(update(event).where(event.c.seq == 2).values(actor="nobody"))
    answer = boss.submit(AUDIT, page=AUDIT).text
    assert "no está entero" in answer
    assert "Suceso 2" in answer
