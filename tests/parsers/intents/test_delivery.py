"""Other people, ways, places and hands beside password or phone; and the harmless manners to name them."""

from __future__ import annotations

from pathlib import Path

import pytest
from delivery_cases import ELSEWHERE, HARMLESS

from bot.model.claim import Signal
from bot.parsers.intents.reader import IntentReader
from bot.parsers.intents.rules import IntentRules
from bot.rules.directory import RulesError, load_rules, shipped_rules

READER = IntentReader(load_rules(shipped_rules(), "intents.yaml", IntentRules))
_FORGOT = "He olvidado la clave de iPasen. "


def signals(text: str) -> set[Signal]:
    return set(READER.read(_FORGOT + text, is_reply=False, has_data=True).signals)


def is_odd(text: str) -> bool:
    return bool(signals(text) & {Signal.ODD_DELIVERY, Signal.CODE_ELSEWHERE})


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_key_wanted_elsewhere_is_odd(text: str) -> None:
    assert is_odd(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_are_not(text: str) -> None:
    assert not is_odd(text)


@pytest.mark.parametrize(
    ("odd", "harmless"),
    [
        # what is denied, and what takes its place
        ("No me la mandéis al móvil, a este correo por favor.", "No me la mandéis por correo."),
        ("¿No me la podríais mandar por correo?", "No hace falta que la mandéis por correo."),
        ("Si no me la podéis mandar por correo, a ver cómo.", "Mandádmela al móvil en vez de por correo."),
        ("Por SMS no, que la apunte mi hijo.", "Por correo no, por SMS."),
        ("Su padre lo mira por mí.", "Su padre ni lo mira."),
        # who hands over, and who does not
        ("Mandad la clave a secretaría.", "Ya mandé una nota a secretaría."),
        ("Mandad un mensaje a su tutora con la clave.", "No puedo mandar un mensaje a su tutora."),
        ("Mi marido la recogerá.", "Mi marido entra con la suya."),
        # whose the key is, and who gets it
        ("La clave, para mi mujer.", "La clave de mi mujer va bien."),
        ("Que la clave llegue al móvil de mi mujer.", "Lo intenté con el móvil de mi mujer."),
    ],
)
def test_order_and_denial_decide(odd: str, harmless: str) -> None:
    assert is_odd(odd)
    assert not is_odd(harmless)


@pytest.mark.parametrize(
    "text",
    [
        "Casi mejor se la dais a mi pareja, que está más pendiente.",
        "Mi exmarido tiene acceso a mis mensajes.",
        "Esto me lo teclea mi hija.",
        "Quiero que cambien la contraseña de la madre.",
        "Quitadle el acceso a mi ex.",
        "Creo que mi ex mujer entra con la mía.",
        "La madre no debería tener acceso.",
        "Poned otra clave, y que ella no pueda entrar.",
        "Probad en el móvil de mi hermana.",
        "Comparto piso con mi hermana, mandadle a ella la clave.",
        "El móvil es de mi marido, mandad la clave a mi hijo.",
        "La línea la usa ahora mi hijo.",
        "El 600111222 lo di de baja en agosto.",
        "Me la dejáis apuntada en un sobre y la recogemos.",
        "Mi móvil lo tiene el técnico hasta que avise.",
        "Que no salte ningún aviso en ese teléfono porque lo controla otra persona.",
        "Háganla llegar también a mi letrada.",
        "Autorizo a mi vecina a recibir la contraseña.",
        "Would you mind handing it over? Just give the new password to my sister.",
        "Vous pouvez laisser le mot de passe chez ma voisine.",
        "Geben Sie das neue Passwort bitte meiner Schwester.",
        "Spuneți parola vecinei mele.",
        "Скажіть пароль моєму чоловікові.",
        "密码请告诉我朋友",
        "Пришлите пароль моей сестре.",
        "Deixe a senha com o meu irmão.",
        "El missatge que arribi al mòbil de la meva germana.",
    ],
)
def test_what_nobody_listed_is_odd(text: str) -> None:
    assert is_odd(text)


@pytest.mark.parametrize(
    "text",
    [
        "Soy la madre de Juan y mi móvil es el 600111222.",
        "Mi marido sí entra con la suya.",
        "¿Me podéis cambiar la contraseña? Soy la madre de Leo.",
        "Para quitar el bloqueo de mi cuenta, ¿qué hago?",
        "Comparto el móvil con mi mujer: 600111222.",
        "El 600111222 es mío y de mi marido.",
        "Mi teléfono es el 600111222, y también de mi mujer.",
        "Lo he intentado en mi móvil y en el ordenador de mi hermana.",
        "He probado con el teléfono de mi cuñado y tampoco.",
        "My daughter is Leo Green, my phone 600111222.",
        "Mi hermana me ha regalado un móvil y no recuerdo la clave.",
        "A mi mujer no le llegan los SMS, pero lo mío es la contraseña.",
        "Una amiga me ha pasado esta dirección.",
        "Me lo instaló mi cuñado, que entiende de esto, y la clave no la sé.",
        "La abuela no puede recoger a la niña.",
        "Por favor, solo por SMS al 600111222, nunca por correo.",
        "Avísenme por correo cuando esté hecho.",
        "En la reunión nos dieron un papel con el usuario y la contraseña y lo he perdido.",
        "Mi móvil es 600111222 (el viejo acababa en 460 y ya no existe).",
        "My husband can log in but my password is rejected.",
        "Meine Frau kommt rein, mein Passwort ist falsch.",
        "C'est mon mari qui m'a donné votre adresse. Mot de passe oublié.",
        "Si necesitan algo más, llámenme al 600111222.",
        "iPasen me demande un mot de passe que je n'ai plus.",
        "Mot de passe oublié. Le papa est loin, ne pas l'appeler.",
        "SOY EL PADRE DE LEO Y EVA PARDO GIL SEGUNDO A LOS DOS NO PUEDO ENTRAR PONE CLAVE INCORRECTA",
        "Si alguien pudiera ver por qué la clave me falla y dejarme entrar, mejor.",
        "I forgot my password. My husband's Spanish is better: 600111222.",
        "Mi clave de Pasen, la del padre, está caducada.",
    ],
)
def test_harmless_manners_are_not(text: str) -> None:
    assert not is_odd(text)


def test_the_words_that_show_it_are_told() -> None:
    text = _FORGOT + "La línea la usa ahora mi hijo."
    start, end = READER.read(text, is_reply=False, has_data=True).signals[Signal.ODD_DELIVERY]
    assert text[start:end] == "línea la usa ahora mi"


def test_far_apart_or_in_another_sentence_is_not_beside() -> None:
    assert Signal.ODD_DELIVERY not in signals("Mi móvil es el 600111222. Saludos a mi cuñada.")


def test_a_word_in_braces_must_be_known(tmp_path: Path) -> None:
    shipped = (shipped_rules() / "intents.yaml").read_text("utf-8")
    (tmp_path / "intents.yaml").write_text(shipped.replace("  kin:", "  kith:", 1), "utf-8")
    with pytest.raises(RulesError, match=r"«\{kin\}» no está en words"):
        load_rules(tmp_path, "intents.yaml", IntentRules)
