from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.model.claim import Intent, Signal
from bot.parsers.intents.reader import IntentReader
from bot.parsers.intents.rules import IntentRules
from bot.parsers.intents.vocabulary import as_regex
from bot.rules.directory import load_rules, shipped_rules

RULES = load_rules(shipped_rules(), "intents.yaml", IntentRules)
READER = IntentReader(RULES)


@pytest.mark.parametrize(
    ("text", "intent", "topic"),
    [
        ("No puedo entrar en iPasen, se me ha bloqueado el usuario", Intent.RECOVER, "blocked"),
        ("me pone usuario incorrecto", Intent.RECOVER, "wrong_user"),
        ("he olvidado la clave de pasen", Intent.RECOVER, "forgotten"),
        ("Solicito la baja de mi cuenta de iPasen, no deseo contraseña alguna", Intent.OTHER, None),
        ("Iba a pediros la clave pero acaba de llegarme el SMS y ya he entrado", Intent.OTHER, None),
        (
            "Al instalar iPasen otra vez me pide la clave, que la tenía guardada en el otro",
            Intent.RECOVER,
            "forgotten",
        ),
        ("Como madre no consigo entrar en iPasen, con el usuario de docente sí", Intent.RECOVER, "forgotten"),
        ("¿Cómo puedo yo hacerme una cuenta en iPasen?", Intent.REGISTER, "autologin"),
        ("Queríamos instalar la aplicación de iPasen", Intent.REGISTER, "install"),
        ("el sms no me llega nunca", Intent.RECOVER, "still_failing"),
        ("esto no me deja entrar de ninguna manera", Intent.RECOVER, "forgotten"),
        ("ipasen", Intent.RECOVER, "forgotten"),
        ("olvidé cambiar la clave de iPasen en las 48 horas", Intent.RECOVER, "forgotten"),
        ("yo no buede entrar a basen, olvidar kontrasenia", Intent.RECOVER, "forgotten"),
        ("I forgot my iPasen password", Intent.RECOVER, "forgotten"),
        ("J'ai oublié mon mot de passe", Intent.RECOVER, "forgotten"),
        ("am uitat parola de la iPasen", Intent.RECOVER, "forgotten"),
        ("نسيت كلمة السر", Intent.RECOVER, "forgotten"),
        ("我忘记了密码", Intent.RECOVER, "forgotten"),
        ("Я забула пароль", Intent.RECOVER, "forgotten"),
        ("Todavía no tenemos usuario, ¿cómo nos registramos?", Intent.REGISTER, "autologin"),
        ("¿Cómo se instala la aplicación?", Intent.REGISTER, "install"),
        ("We never had an account, how do I sign up?", Intent.REGISTER, "autologin"),
        ("entro bien pero no me aparece mi hijo pequeño", Intent.MISSING_CHILD, "missing_child"),
        ("En la app solo me sale la mayor, puedo entrar sin problema", Intent.MISSING_CHILD, "missing_child"),
        ("Quiero cambiar el teléfono que tienen en la ficha", Intent.CHANGE_DATA, None),
        ("mi número nuevo es otro, actualicen el teléfono", Intent.CHANGE_DATA, None),
        ("Regenera todas las claves de mi tutoría", Intent.BULK, None),
        ("Mi hijo no irá mañana a clase, tiene médico", Intent.OTHER, None),
        ("Quería pedir una cita con la orientadora", Intent.OTHER, None),
        ("No puedo entrar en iPasen. Ya no hace falta, me lo ha arreglado mi hijo", Intent.OTHER, None),
        ("Si algún día se me olvida la clave de iPasen, ¿basta un correo? Entro bien.", Intent.OTHER, None),
        ("El curso pasado me cambiasteis la clave de iPasen. ¿Cuándo es la reunión?", Intent.OTHER, None),
        (
            "El curso pasado me cambiasteis la clave de iPasen y ahora no me entra",
            Intent.RECOVER,
            "forgotten",
        ),
        ("Por orden judicial no le den la clave de iPasen al padre", Intent.OTHER, None),
        ("Me ha llegado una clave de iPasen que yo no he pedido", Intent.OTHER, None),
        ("Alguien ha entrado en mi iPasen con mi contraseña", Intent.OTHER, None),
        ("Mi exmarido está usando mi clave de iPasen. ¿Podéis anularla?", Intent.OTHER, None),
        ("Desde que me actualizaron el teléfono en la tienda no me abre iPasen", Intent.RECOVER, "forgotten"),
        ("¿Cada cuánto se cambia la contraseña de iPasen? A mí me funciona perfecto.", Intent.OTHER, None),
        ("Quiero que me quiten el acceso a iPasen", Intent.OTHER, None),
        ("La semana que viene les voy a pedir contraseña nueva, de momento no la toquen", Intent.OTHER, None),
        (
            "Jesús entra en iPasen sin problema, el que ha perdido la clave soy yo",
            Intent.RECOVER,
            "forgotten",
        ),
        ("La clave de iPasen se me ha ido de la cabeza", Intent.RECOVER, "forgotten"),
        (
            "Al instalar iPasen me pide una contraseña que llevaba guardada. No la sé.",
            Intent.RECOVER,
            "forgotten",
        ),
        ("Yo nunca me lo he puesto, ¿qué hay que hacer pa tener el pasen?", Intent.REGISTER, "autologin"),
        ("Solicito que anulen mi usuario, no quiero seguir usando Pasen", Intent.OTHER, None),
        ("Quisiera recuperar el acceso a iPasen, he olvidado la clave", Intent.RECOVER, "forgotten"),
        (
            "No puedo entrar en iPasen, mi clave no va, y tengo la patria potestad",
            Intent.RECOVER,
            "wrong_user",
        ),
        ("He visto en iPasen una nota de un examen que no es justa, quiero reclamar", Intent.OTHER, None),
        ("La clave de Pasen de mi hija del CEIP Los Pinos", Intent.OTHER, None),
        ("La lotería del ampa", Intent.OTHER, None),
        ("Adjunto el justificante médico de mi hijo, que faltó ayer", Intent.OTHER, None),
        ("Mi hija se dejó una chaqueta en el gimnasio", Intent.OTHER, None),
        ("Me aparecía mi hija y ya no está. Entro con mi clave.", Intent.MISSING_CHILD, "missing_child"),
        ("Nunca he tenido acceso y me pone usuario incorrecto", Intent.RECOVER, "wrong_user"),
        ("¿Podéis generar credenciales para las 25 familias de mi clase?", Intent.BULK, None),
        ("La clave de iPasen ya la tengo, todo arreglado", Intent.OTHER, None),
        ("Mi hijo pequeño no está entre mis hijos", Intent.MISSING_CHILD, "missing_child"),
        ("iPasen. Mi hija no podrá ir mañana, tiene cita en el médico", Intent.OTHER, None),
        ("Las notas de mi hija Eva Sol (1º Bachillerato A) no me salen, ¿están ya?", Intent.OTHER, None),
        ("No me salen las notas porque he olvidado la clave", Intent.RECOVER, "forgotten"),
        ("Entro bien, pero mi hija no me aparece", Intent.MISSING_CHILD, "missing_child"),
        ("En la Play Store no la encuentro, la app de iPasen", Intent.REGISTER, "autologin"),
        ("la clave de iPasen la apunté y no la encuentro", Intent.RECOVER, "forgotten"),
        ("la contrasenia mia no me va, la de ella si", Intent.RECOVER, "wrong_user"),
        ("Leo no se acuerda de la clave de Moodle. En iPasen entro bien.", Intent.OTHER, None),
        ("No puede entrar en classroom, la clave que pide no es la de iPasen", Intent.OTHER, None),
        ("En iPasen sale todo. La clave del aula virtual de mi hija no funciona", Intent.OTHER, None),
        (
            "Estoy viendo en iPasen una falta. La quiero justificar desde la aplicación y no me deja, era fiesta",
            Intent.OTHER,
            None,
        ),
        ("El iPasen me va de maravilla, es mi hijo quien no sabe la clave de educaand", Intent.OTHER, None),
        ("En Moodle entro bien, pero en iPasen he olvidado la clave", Intent.RECOVER, "forgotten"),
        ("En Moodle no entro y en iPasen no entro bien, he olvidado la clave", Intent.RECOVER, "forgotten"),
        ("Olvidé la clave de iPasen. Cambié de terminal, no de número.", Intent.RECOVER, "forgotten"),
        ("no me llega el código, ahora es el 600111222, antes tenía el 600333444", Intent.CHANGE_DATA, None),
        (
            "Usuario bloqueado. Creo que ya he entrado. No, era otra cuenta: sigo igual",
            Intent.RECOVER,
            "blocked",
        ),
        (
            "la contraseña no es y yo no he cambiado nada vamos que yo sepa el teléfono es el de siempre",
            Intent.RECOVER,
            "wrong_user",
        ),
        (
            "Me robaron el celular, ya tengo otro con el mismo chip. No me acuerdo de la contraseña",
            Intent.RECOVER,
            "forgotten",
        ),
        ("I don't have any user or password yet. How can I register?", Intent.REGISTER, "autologin"),
        (
            "Ainda não tenho usuário nem senha do iPasen. Como faço para me cadastrar?",
            Intent.REGISTER,
            "autologin",
        ),
        ("Je n'ai pas encore d'identifiant pour iPasen", Intent.REGISTER, "autologin"),
        ("Încă nu am cont pe iPasen, ce trebuie să fac?", Intent.REGISTER, "autologin"),
        ("Bisher kein Konto bei iPasen", Intent.REGISTER, "autologin"),
        ("He olvidado la clave de iPasen. No hace falta que me llaméis", Intent.RECOVER, "forgotten"),
        ("He olvidado la clave de iPasen. Ya no hace falta que la cambiéis", Intent.OTHER, None),
    ],
)
def test_intent_and_article(text: str, intent: Intent, topic: str | None) -> None:
    reading = READER.read(text, is_reply=False, has_data=False)
    assert (reading.intent, reading.topic) == (intent, topic)


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        (
            "Nunca he tenido acceso, probé el autologin y dice que los datos no coinciden",
            {Signal.AUTOLOGIN_FAILED},
        ),
        ("He olvidado la clave de iPasen, enviádmela a este correo", {Signal.CODE_ELSEWHERE}),
        ("mandad la clave al móvil de mi hijo", {Signal.CODE_ELSEWHERE}),
        ("No llega el código al mío, mejor que llegue al de mi mujer", {Signal.CODE_ELSEWHERE}),
        ("No recuerdo la clave, mándamela a este otro por favor: 600111222", {Signal.CODE_ELSEWHERE}),
        ("He perdido la clave, ¿me la pueden poner en la respuesta?", {Signal.CODE_ELSEWHERE}),
        ("Send me the new password to my email please, I forgot it", {Signal.CODE_ELSEWHERE}),
        ("No puedo entrar en iPasen. También quería pedir el certificado de la beca.", {Signal.ALSO_OTHER}),
        ("No puedo entrar en iPasen y tengo que justificar una falta.", set()),
        ("No puedo entrar en iPasen y además quería el certificado de notas.", {Signal.ALSO_OTHER}),
        ("La clave de iPasen, y lo del certificado, no van", set()),
        ("No recuerdo la clave de iPasen. Contesten a este correo, por favor.", set()),
        ("J'ai oublié mon mot de passe iPasen, envoyez-le par courriel", {Signal.CODE_ELSEWHERE}),
        ("Я забула пароль. Надішліть його на цю електронну пошту", {Signal.CODE_ELSEWHERE}),
        ("我忘记了密码。请发到新号码", {Signal.CODE_ELSEWHERE}),
        ("Esqueci a senha, podem mandar-ma por email?", {Signal.CODE_ELSEWHERE}),
        ("No recuerdo la clave. Llámenme y me la dictan", {Signal.CODE_ELSEWHERE}),
        ("No recuerdo la clave. Dádsela a mi hija en el recreo", {Signal.CODE_ELSEWHERE}),
        ("No recuerdo la clave. Paso mañana por secretaría", {Signal.CODE_ELSEWHERE}),
        ("No recuerdo la clave. Mi ex lee mis mensajes", {Signal.CODE_ELSEWHERE}),
        ("Just tell me the new iPasen password in your answer", {Signal.CODE_ELSEWHERE}),
        ("La clave que tenía apuntada ya no vale", set()),
        ("Me robaron el móvil y no puedo entrar en iPasen", {Signal.CODE_ELSEWHERE}),
        ("Me robaron el móvil y no puedo entrar en iPasen; conservo el mismo número", set()),
        ("He perdido la clave del teléfono viejo, no puedo entrar en iPasen", set()),
        ("Me dice mi hija que os escriba a este correo: no recuerdo la clave de iPasen", set()),
        ("Respondo a este correo porque no puedo entrar en iPasen.", set()),
        ("  \n ", {Signal.EMPTY}),
        (
            "La clave de iPasen no va. El justificante del médico ya lo entregué, ¿me quitáis la falta?",
            {Signal.ALSO_OTHER},
        ),
        ("La clave de iPasen no va. La tutoría con Maribel ya la tengo, eso va aparte.", set()),
    ],
)
def test_signals(text: str, signals: set[Signal]) -> None:
    assert set(READER.read(text, is_reply=False, has_data=False).signals) == signals


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("Ya he podido entrar, muchas gracias", {Signal.THANKS}),
        ("Muchísimas gracias!!", {Signal.THANKS}),
        ("gracias pero sigue sin funcionar", {Signal.STILL_FAILS}),
        ("He puesto la nueva y me dice otra vez que es incorrecta", {Signal.STILL_FAILS}),
        ("El teléfono es 600111222, gracias", set()),
        ("Vielen Dank, es hat geklappt!", {Signal.THANKS}),
        ("Ya entro con mi usuario y necesito también la clave de mi marido", set()),
        ("Ya he entrado con la clave nueva, quería daros las gracias", {Signal.THANKS}),
        ("Yo no he pedido ninguna clave, no he sido yo", {Signal.NOT_ME}),
        ("Sigue sin funcionar. Mandadme la clave a este correo", {Signal.STILL_FAILS, Signal.CODE_ELSEWHERE}),
        ("Mi exmarido tiene acceso a mis mensajes.", {Signal.ODD_DELIVERY}),
        ("Soy su padre, Luis Mora Gil", set()),
    ],
)
def test_follow_ups(text: str, signals: set[Signal]) -> None:
    reading = READER.read(text, is_reply=True, has_data=False)
    assert reading.intent is Intent.FOLLOW_UP
    assert set(reading.signals) == signals


def test_who_gets_in_now_may_miss_a_child() -> None:
    text = "Gracias, ya entro. En la aplicación solo veo a uno de mis dos hijos, falta la niña."
    reading = READER.read(text, is_reply=True, has_data=False)
    assert (reading.intent, reading.topic) == (Intent.MISSING_CHILD, "missing_child")
    ((_, (start, end)),) = reading.evidence
    assert "falta la niña" in text[start:end]


def test_thanks_under_data_end_nothing() -> None:
    text = "La niña Lea Gil Mora 3A, el niño Leo Gil Mora de electricidad. Gracias"
    assert not READER.read(text, is_reply=True, has_data=True).signals
    well = "Ya entro y veo a Lea Gil Mora de 3A, gracias"
    assert set(READER.read(well, is_reply=True, has_data=True).signals) == {Signal.THANKS}


@pytest.mark.parametrize("text", ["¿Cómo borro la cuenta de iPasen?", "Quiero darme de baja de iPasen"])
def test_to_leave_is_no_recovery(text: str) -> None:
    assert (
        READER.read(f"Mi hijo cambia de centro. {text}", is_reply=False, has_data=True).intent is Intent.OTHER
    )


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Pongo el DNI y la contraseña y sale un mensaje en rojo. Lo he probado con wifi y con datos.", Intent.RECOVER),
        ("Con la wifi de casa tampoco: abro la app y me dice que la contraseña está mal", Intent.RECOVER),
        ("No sé la contraseña del wifi del instituto", Intent.OTHER),
        ("Mi hijo no puede conectarse a la wifi de clase, ¿cuál es la clave?", Intent.OTHER),
        ("El wifi no le va en el aula y necesita la contraseña", Intent.OTHER),
    ],
)  # fmt: skip
def test_a_network_that_was_tried_is_no_other_system(text: str, intent: Intent) -> None:
    assert READER.read(text, is_reply=False, has_data=True).intent is intent


_DATA = "Soy Ana Gil Mora, madre de Luis Pardo Gil, de 2º B de la ESO. Mi móvil es el 600111222."


@pytest.mark.parametrize(
    "story",
    [
        "La contraseña de iPasen ha caducado y la nueva no la acepta. Perdón por mi español, lo estudio en la escuela oficial de idiomas.",
        "Vuelvo de viaje y iPasen dice que la contraseña no vale, yo no la he cambiado, a ver si me podéis dar otra mi teléfono el de siempre.",
        "Quería ver la reunión con la tutora y iPasen me pide la contraseña, y la que tengo no me la coge. ¿Me podéis mandar una nueva?",
    ],
)  # fmt: skip
def test_a_plain_request_outweighs_a_word_of_its_story(story: str) -> None:
    reading = READER.read(f"ipasen\n\nHola. {story} {_DATA}", is_reply=False, has_data=True)
    assert reading.intent is Intent.RECOVER
    assert {group for group, _ in reading.evidence} <= {*RULES.trouble, "credential", "app"}


@pytest.mark.parametrize(
    "story",
    [
        "Mi hijo no puede entrar en Moodle, se le ha olvidado la contraseña. ¿Se la podéis cambiar?",
        "No puedo entrar en la Secretaría Virtual para la beca, usuario o contraseña incorrectos.",
        "He hecho la transferencia de la excursión, pero se me olvidó poner el nombre. ¿Hay que hacer algo?",
        "Olvidé justificar la falta del lunes en iPasen, estuvo mala.",
        "¿Se puede cambiar la contraseña de mi hija para los ordenadores del aula? La ha perdido.",
        "La aplicación ROBLE del colegio no me deja entrar, contraseña errónea.",
        "No puedo entrar en iPasen porque el sms va a un móvil que ya no uso. Quiero cambiar el número.",
        "Ayer os escribí que no podía entrar en iPasen. Ya he encontrado la contraseña, no hagáis nada.",
    ],
)
def test_trouble_with_something_else_is_not_outweighed(story: str) -> None:
    reading = READER.read(f"consulta\n\nHola. {story} {_DATA}", is_reply=False, has_data=True)
    assert reading.intent is not Intent.RECOVER


def test_data_alone_ask_for_a_recovery() -> None:
    text = "Ana Gil Mora, madre de Luis Pardo Gil, 600111222"
    assert READER.read(text, is_reply=False, has_data=True, only_data=True).intent is Intent.RECOVER
    assert READER.read(f"¿{text}?", is_reply=False, has_data=True, only_data=True).intent is Intent.OTHER
    assert READER.read(text, is_reply=False, has_data=True).intent is Intent.OTHER
    assert READER.read(text, is_reply=False, has_data=False).intent is Intent.OTHER


def test_evidence_is_the_text() -> None:
    text = "Buenas.\nSe me ha BLOQUEADO el iPasen 😕"
    reading = READER.read(text, is_reply=False, has_data=False)
    assert [text[a:b] for _, (a, b) in reading.evidence] == ["Se me ha BLOQUEADO", "iPasen"]


def test_a_phrase_of_the_vocabulary() -> None:
    assert as_regex("no va") == r"(?:no[ \t,;:()]*[ \t,;:()\n][ \t]*va)"


def test_a_phrase_that_re2_refuses_is_named() -> None:
    data = RULES.model_dump() | {"app": [r"(?=pasen)x"]}
    with pytest.raises(ValidationError, match="no es segura o está mal escrita"):
        IntentRules.model_validate(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ninguno de los dos conseguimos entrar", True),
        ("Necesito dos claves, la mía y la de su padre", True),
        ("A mi marido y a mí nos ha caducado la clave", True),
        ("No entro ni con la mía ni con la de él. La mía es la que quiero.", False),
        ("Mi marido entra bien, yo no puedo", False),
    ],
)
def test_two_accounts_at_once(text: str, expected: bool) -> None:
    assert READER.two_accounts(text, named=True) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Somos los padres de Nuria y no podemos entrar ninguno, Ana y Luis", True),
        ("La contraseña la hemos olvidado los dos, mi marido y yo", True),
        ("Ninguno de nosotros consigue entrar en la aplicación", True),
        ("ninguno de los dos podemos entrar en pasen", True),
        ("Ni uno ni otro entramos desde el lunes", True),
        ("se nos ha bloqueado la cuenta a los dos, a su padre y a mí", True),
        ("no conseguimos acceder a iPasen los dos", True),
        ("We are Leo's parents and neither of us can log in", True),
        ("Ninguno de los dos podemos entrar, pero con la mía me basta: solo la mía, por favor", False),
        ("Somos los padres de Nuria y no podemos entrar", False),
        ("Los dos niños están en 1º y no podemos entrar", False),
        ("Hemos olvidado la clave, los dos están en 2ºB, Ana y Luis", False),
        ("He olvidado la clave. Los dos están en 2ºB, Ana y Luis", False),
        ("no podemos ver ninguna nota de los dos", False),
        ("No puedo entrar con ninguno de los dos móviles", False),
        ("Lo he probado en dos navegadores y en ninguno puedo entrar", False),
    ],
)
def test_two_accounts_without_names(text: str, expected: bool) -> None:
    assert READER.two_accounts(text, named=False) is expected


def test_a_vocabulary_without_the_newer_groups_still_reads() -> None:
    newer = {"nothing_shown", "unsafe_phone", "same_number", "no_request", "another_time"}
    older = IntentReader(IntentRules.model_validate(RULES.model_dump(exclude=newer)))
    assert (
        older.read("he olvidado la clave de pasen", is_reply=False, has_data=False).intent is Intent.RECOVER
    )


def test_what_refers_to_text_below() -> None:
    assert READER.refers_below("Os reenvío los datos que me manda mi cuñada")
    assert READER.refers_below("Este correo creo que es para vosotras")
    assert READER.refers_below("¿Podéis ayudar a esta familia?")
    assert not READER.refers_below("No puedo entrar en iPasen")
