"""The language of a mail, and "es" when in doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsers.language import can_be_told, detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Buenas tardes, no puedo entrar en la aplicación y necesito ver las notas de mi hija.", "es"),
        ("HOLA NO ME DEJA ENTRAR EN IPASEN DICE QUE LA CONTRASEÑA NO ES CORRECTA", "es"),
        ("wenas no m acuerdo d la clave d ipasen xfa mandarme otra q tengo q justificar una falta", "es"),
        ("Yo madre de Wang Xiaoming, clase 2 ESO A. ipasen no entra. contraseña no sabe. Gracias", "es"),
        ("Hello, I have forgotten my password and the text message never arrives. Could you help?", "en"),
        ("Bonjour, je n'arrive plus à me connecter, j'ai oublié le mot de passe de ma fille.", "fr"),
        ("Bună ziua, am uitat parola și nu mai pot intra în aplicație, vă rog să mă ajutați.", "ro"),
        ("Buna ziua, am uitat parola si nu mai pot intra in aplicatie, va rog sa ma ajutati.", "ro"),
        ("Boa tarde, não consigo entrar na aplicação da escola porque esqueci a palavra-passe.", "pt"),
        ("Guten Tag, ich habe mein Passwort vergessen und komme nicht mehr in die App hinein.", "de"),
        ("Buongiorno, ho dimenticato la password e non riesco più ad accedere all'applicazione.", "it"),
        ("Bon dia, no puc entrar a l'aplicació perquè he oblidat la contrasenya, moltes gràcies.", "ca"),
        ("السلام عليكم، أنا أم التلميذ Amine Tazi ولا أستطيع الدخول إلى التطبيق", "ar"),
        ("Добрий день, я мама Dmytro Melnyk, не можу увійти в застосунок, забула пароль", "uk"),
        ("Здравствуйте, я мама Ivan Petrov, не могу войти в приложение, забыла пароль", "ru"),
        ("老师您好，我是 Chen Yu 的妈妈，我忘记了密码，不能登录 iPasen。", "zh"),
        ("Mă numesc Elena Munteanu și sunt mama lui Stefan, am uitat parola. Clasa 2º ESO B", "ro"),
    ],
)
def test_language(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        # Neighbours that share most of their small words with Spanish, none of them ours alone.
        (
            "Ciao, mi dice che la clave con una e me lo ha del tutto bloccata, non se ne va il messaggio.",
            "it",
        ),
        (
            "Hola, la mare del nen ha perdut la clau de pas i no puc entrar, me la podeu tornar a enviar?",
            "ca",
        ),
        ("Boa tarde, a madre de la una perdeu a senha e com isso o aluno hoje nao entra no curso", "pt"),
    ],
)
def test_small_words_shared_with_spanish_decide_nothing(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "hello",
        "654123456",
        "Florin Gheorghe Popa\nAndreea Popa 2 ESO B\n654123456",
        "Wei Zhang, 1º Bach A",
        "Hans-Peter Schneider",
        "Angela Martins\nJ. Ferreira Martins, 1º ESO C\nse ha bloqueado por intentos",
        "Buenas, soy John Smith, padre de Emily Smith Brown. No puedo entrar.",
        "😀😀😀",
    ],
)
def test_short_or_full_of_names_is_spanish(text):
    assert detect_language(text) == "es"


def test_a_catalogue_of_the_schools_own_is_enough_for_its_language_to_be_told():
    text = "Добър ден, забравих паролата и не мога да вляза в приложението на училището"
    assert detect_language(text) in {"uk", "ru"}
    assert detect_language(text, frozenset({"bg", "fr"})) == "bg"


@pytest.mark.parametrize(("code", "can"), [("es", True), ("eu", True), ("xx", False)])
def test_languages_that_can_be_told(code, can):
    assert can_be_told(code) is can


@given(st.text(max_size=200))
def test_any_text_has_a_language(text):
    assert len(detect_language(text)) == 2
