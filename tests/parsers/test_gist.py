"""The models that hear what kind of text it is: what they ship, and that they are kept as they were made."""

import numpy as np
import pytest

from bot.model.claim import Intent, Signal
from bot.parsers.gist import BUCKETS, MODELS, Gist, buckets
from bot.parsers.intents.heard import doubt_of
from bot.parsers.intents.reader import IntentReader
from bot.parsers.intents.rules import IntentRules
from bot.parsers.intents.told import Told
from bot.parsers.intents.vocabulary import simplify, vocabulary
from bot.parsers.intents.weighing import weigh
from bot.rules.directory import load_rules, shipped_rules
from bot.text.ascii_text import ascii_text


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: clave", "Ando de congreso y no vuelvo al despacho hasta el 19. Lo que corra prisa, a mi compañera Inma."),
        ("Out till Monday", "I'm currently abroad with patchy access to mail. My deputy can help with anything urgent."),
        ("Solicitud 88121", "Un técnico revisará su solicitud en breve. Puede seguir su estado en el portal."),
        ("Lesebestätigung", "Ihre Nachricht wurde heute gelesen. Dies ist eine automatische Mitteilung."),
        ("Ultimele zile", "Reduceri la toate cursurile. Comandați acum. Dezabonare cu un clic."),
    ],
)  # fmt: skip
def test_machines_are_heard_in_words_nobody_listed(subject, text):
    assert Gist.load("machines").score(ascii_text(subject), ascii_text(text))[0] > 0


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: clave", "Sigo igual, no me llega nada al teléfono. ¿Qué hago ahora?"),
        ("hola", "Estamos en el pueblo hasta el domingo, la niña no irá el viernes a clase."),
        ("thanks", "Thanks, got in at last! Have a nice weekend"),
        ("Bună", "Am primit un mesaj că parola a expirat, ce fac? Elena Pop"),
    ],
)
def test_people_are_not(subject, text):
    assert Gist.load("machines").score(ascii_text(subject), ascii_text(text))[0] < 0


def test_an_empty_mail_sounds_like_nothing():
    assert np.isfinite(Gist.load("machines").score("", "")).all()


def test_what_is_saved_weighs_the_same(tmp_path, monkeypatch):
    rng = np.random.default_rng(7)
    weights = rng.normal(size=(BUCKETS, 2)).astype(np.float32)
    made = Gist(("one", "two"), weights, np.array([0.5, -0.5], dtype=np.float32))
    made.save(tmp_path / "made.npz")
    monkeypatch.setattr("bot.parsers.gist.MODELS", tmp_path)
    loaded = Gist.load("made")
    assert loaded.kinds == ("one", "two")
    assert loaded.score("a b", "c d e?") == pytest.approx(made.score("a b", "c d e?"), abs=0.1)


def test_numbers_weigh_alike_whatever_they_are():
    assert set(buckets("", "cita 12")) == set(buckets("", "cita 99871"))


def test_models_are_small():
    assert all(path.stat().st_size < 256_000 for path in MODELS.glob("*.npz"))


@pytest.mark.parametrize(
    ("subject", "text", "plain"),
    [
        (
            "iPasen",
            "Cambié de móvil, me pide la contraseña y no la recuerdo. Ana Gil, madre de Leo Pardo, 2º B. Muchas gracias.",
            True,
        ),
        (
            "usuario bloqueado",
            "Ana Gil Mora, 600111222, madre de Leo Pardo, 2º B. Tres intentos y bloqueada. Mil gracias, sois un sol",
            True,
        ),
        (
            "iPasen",
            "Mi vecina no se aclara y le hago yo el favor. Es Ana Gil, madre de Leo, de 2º B; pero mejor me la mandáis a mí.",
            False,
        ),
        ("Leo", "Soy la madre de Leo Pardo, 2º B, 600111222. ¿Cuándo es la reunión con su tutora?", False),
    ],
)
def test_a_mail_as_a_whole_is_a_plain_request_or_not(subject, text, plain):
    assert (doubt_of(simplify(f"{subject}\n\n{text}")) < -2.4) is plain


_PLAIN_MAIL = simplify(
    "usuario bloqueado\n\nAna Gil Mora, 600111222, madre de Leo Pardo, 2º B. Tres intentos y bloqueada. Mil gracias."
)


@pytest.mark.parametrize(("kind", "limit"), [("settled", 3.0), ("matter", 3.0), ("alarm", 3.0)])
def test_the_plainer_a_mail_the_louder_must_a_sentence_doubt_it(kind: str, limit: float) -> None:
    """A sentence a little over its limit stops no plain request, a loud one does; an odd mail is stopped by both."""
    rules = load_rules(shipped_rules(), "intents.yaml", IntentRules)
    words = vocabulary(("credential", rules.credential), ("app", rules.app))

    def kinds(flat: str, odds: float) -> str | None:
        heard = dict.fromkeys(Gist.load("wishes").kinds, (-9.0, (0, 0))) | {kind: (odds, (0, 9))}
        told = Told(flat, words, ())
        return weigh(Intent.RECOVER, told, heard, has_data=True).kind

    plainness = -doubt_of(_PLAIN_MAIL)
    assert plainness > 1.4
    enough = limit + (plainness - 1.4) / 0.25
    assert kinds(_PLAIN_MAIL, (limit + enough) / 2) is None
    assert kinds(_PLAIN_MAIL, enough + 0.5) == kind
    odd = simplify(
        "Ana\n\nLeo Pardo, 2º B, 600111222. Es para mi vecina, mejor me la mandáis a mí por correo."
    )
    assert doubt_of(odd) > -1.4
    assert kinds(odd, limit + 0.5) == kind


_SILENT_REQUEST = """el movil

Ola wenas soy la Juani la madre de la Noelia Vargas Vargas la chica esta en 1ºB
mire usté yo entraba to los dias a ver las cosas de la niña y ahora me pone usuario incorresto y no ay manera de
que me coja na de na, le e dao a to los botones y na. yo me llamo Juana Vargas Reyes el telefono 632118905
muchas gracias y q dios os bendiga a tos"""


@pytest.mark.parametrize(
    ("text", "has_data", "intent"),
    [
        (_SILENT_REQUEST, True, Intent.RECOVER),
        (_SILENT_REQUEST, False, Intent.OTHER),
        (_SILENT_REQUEST.replace("632118905", "ya lo tienen"), True, Intent.OTHER),
    ],
)
def test_who_gives_all_data_and_sounds_like_it_asks_for_access(
    text: str, has_data: bool, intent: Intent
) -> None:
    reader = IntentReader(load_rules(shipped_rules(), "intents.yaml", IntentRules))
    reading = reader.read(text, is_reply=False, has_data=has_data)
    assert reading.intent is intent
    assert [group for group, _ in reading.evidence] == ["model: request"] * (intent is Intent.RECOVER)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        (
            "En la academia me piden que os pida la clave de iPasen para que sean ellos quienes vean las faltas.",
            True,
        ),
        ("He olvidado mi clave de iPasen. ¿Podéis renovarla?", False),
        ("J'ai oublié mon mot de passe iPasen, pouvez-vous m'aider ?", False),
    ],
)
def test_who_asks_for_access_in_no_sentence_and_sounds_odd_is_for_a_person(text: str, odd: bool) -> None:
    reader = IntentReader(load_rules(shipped_rules(), "intents.yaml", IntentRules))
    data = "Soy Julia Burgos Álvarez, madre de Ángela Gómez Burgos 2ºA, 637145087."
    reading = reader.read(f"ipasen\n\n{data} {text}", is_reply=False, has_data=True)
    assert (Signal.ODD_REQUEST in reading.signals) is odd
    without = reader.read(f"ipasen\n\n{data[:-11]}. {text}", is_reply=False, has_data=True)
    assert Signal.ODD_REQUEST not in without.signals
