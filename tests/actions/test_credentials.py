"""The `local` account book keeps what a provider promises."""

from datetime import timedelta

import pytest

from bot.actions.plugins import builder
from bot.errors import InputError, TransportError
from bot.ports.accounts import Account, Order
from bot.settings.values import CredentialsSettings

ANA = Account(guardian="11111111H", dni="11111111H", full_name="Ana María Ruiz Sanz")
NAMESAKE = Account(guardian="22221111J", dni="22221111J", full_name="Ana Ruiz Sanz")
FOREIGNER = Account(guardian="sin-dni-1", dni=None, full_name="Ionuț Țurcanu")


def test_a_user_name_in_paseens_manner(office):
    assert office.provider.set_password(ANA, "x", key="k", now=office.clock()).username == "aruisan111"


def test_two_guardians_never_share_a_user_name(office):
    first = office.provider.set_password(ANA, "x", key="k1", now=office.clock()).username
    second = office.provider.set_password(NAMESAKE, "y", key="k2", now=office.clock()).username
    assert first != second
    assert office.provider.verify(first, "x", now=office.clock()) == "must_change"


def test_nor_when_both_get_theirs_in_one_deed(office):
    orders = [Order(ANA, "x", "k1"), Order(NAMESAKE, "y", "k2")]
    first, second = office.provider.set_passwords(orders, now=office.clock())
    assert first.username == "aruisan111" != second.username
    assert office.provider.verify(second.username, "y", now=office.clock()) == "must_change"


def test_no_dni_no_problem(office):
    username = office.provider.set_password(FOREIGNER, "x", key="k", now=office.clock()).username
    assert username.isascii()
    assert office.provider.verify(username, "x", now=office.clock()) == "must_change"


def test_the_same_key_again_changes_nothing(office):
    first = office.provider.set_password(ANA, "uno", key="k", now=office.clock())
    office.clock.pass_by(timedelta(hours=1))
    assert office.provider.set_password(ANA, "uno", key="k", now=office.clock()) == first


def test_after_48_hours_it_no_longer_holds(office):
    username = office.provider.set_password(ANA, "uno", key="k", now=office.clock()).username
    office.clock.pass_by(timedelta(hours=47, minutes=59))
    assert office.provider.verify(username, "uno", now=office.clock()) == "must_change"
    office.clock.pass_by(timedelta(minutes=2))
    assert office.provider.verify(username, "uno", now=office.clock()) == "expired"


def test_the_change_at_first_entry(office):
    username = office.provider.set_password(ANA, "uno", key="k", now=office.clock()).username
    assert not office.provider.change_password(username, "otra", "lomas-verdes-7", now=office.clock())
    assert office.provider.change_password(username, "uno", "lomas-verdes-7", now=office.clock())
    office.clock.pass_by(timedelta(days=90))
    assert office.provider.verify(username, "lomas-verdes-7", now=office.clock()) == "ok"


@pytest.mark.parametrize("weak", ["uno", "corta1", "contraseña2024", "aruisan111-aruisan111", "solo-letras"])
def test_a_weak_password_of_ones_own_is_refused(office, weak):
    username = office.provider.set_password(ANA, "uno", key="k", now=office.clock()).username
    with pytest.raises(InputError):
        office.provider.change_password(username, "uno", weak, now=office.clock())
    assert office.provider.verify(username, "uno", now=office.clock()) == "must_change"


def test_a_revoked_password_is_gone_for_good(office):
    username = office.provider.set_password(ANA, "uno", key="k", now=office.clock()).username
    office.provider.revoke(ANA, now=office.clock())
    assert office.provider.verify(username, "uno", now=office.clock() - timedelta(hours=1)) == "expired"
    assert not office.provider.expire(username, now=office.clock())


def test_a_locked_account_is_shut_until_it_is_opened(office):
    username = office.provider.set_password(ANA, "uno", key="k1", now=office.clock()).username
    office.provider.lock(username)
    assert office.provider.verify(username, "uno", now=office.clock()) == "locked"
    assert not office.provider.change_password(username, "uno", "lomas-verdes-7", now=office.clock())
    with pytest.raises(TransportError, match="bloqueado"):
        office.provider.set_password(ANA, "dos", key="k2", now=office.clock())
    office.provider.lock(username, locked=False)
    assert office.provider.verify(username, "uno", now=office.clock()) == "must_change"


def test_an_unknown_user_is_just_wrong(office):
    assert office.provider.verify("nadie", "x", now=office.clock()) == "wrong"


def test_seneca_is_never_asked_to_do_it_itself(office):
    provider = builder("bot.actions.credentials", "seneca", "kind")(CredentialsSettings(), None)
    assert provider.assisted
    with pytest.raises(TransportError, match="Séneca"):
        provider.set_password(ANA, "x", key="k", now=office.clock())


def test_an_unknown_kind_names_the_setting_and_what_there_is():
    with pytest.raises(
        InputError, match=r"\[school.credentials\] kind: «oracle» no existe; vale: .*ldap, local.*, seneca"
    ):
        builder("bot.actions.credentials", "oracle", "[school.credentials] kind")
