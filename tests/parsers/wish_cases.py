"""What families ask for in many voices, class by class: the text, and what a careful secretary hears in it.

One of a class's intents must be read, with exactly these of the signals that change a decision (DECISIVE).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Intent, Signal

DECISIVE = frozenset(
    {
        Signal.ALSO_OTHER,
        Signal.CODE_ELSEWHERE,
        Signal.FOR_ANOTHER,
        Signal.NOT_ME,
        Signal.ODD_DELIVERY,
        Signal.STILL_FAILS,
        Signal.THANKS,
    }
)
_ALSO = frozenset({Signal.ALSO_OTHER})
_NONE: frozenset[Signal] = frozenset()


@dataclass(frozen=True)
class Voices:
    """Texts that all want the same; `signals` are those of DECISIVE that they show."""

    texts: tuple[str, ...]
    intents: frozenset[Intent] = frozenset({Intent.RECOVER})
    signals: frozenset[Signal] | None = _NONE  #: None: whatever they are
    never: frozenset[Signal] = _NONE
    is_reply: bool = False
    has_data: bool = True


CLASSES: dict[str, Voices] = {
    "a child is missing and the own trouble is over": Voices(
        (
            "Soy Marta Ruiz Vela, 600111222. Ayer no me cogía la clave pero ya la recuperé por mi cuenta. Lo que pasa es que veo a Leo (2º B) y a su hermana Eva, de 4º A, no.",
            "Buenas. Me había olvidado de la contraseña y la recuperé con el SMS. Ahora que estoy dentro solo está uno de mis dos hijos, falta Nico. Ana Gil Mora, 600111222",
            "Se me bloqueó el usuario el lunes pero eso ya está. Sigo con otro problema: no está mi hija pequeña Eva Pardo Gil (1º A) en el menú. 600111222",
            "Hola, pude cambiar la clave yo misma. Pero al abrir la aplicación mi hijo mayor no figura, únicamente la chica. Ana Gil, 600111222",
            "La clave ya me funciona, gracias. Sin embargo a Leo Pardo Gil, de 3º C, no lo tengo en la lista y el curso pasado lo tenía.",
            "No os preocupéis por la contraseña, que la encontré. El tema es que me entra y aparece Eva, pero Leo ya no sale por ninguna parte.",
            "I got back in after resetting the password myself. The trouble is that only my daughter is there; my son Leo Pardo has vanished from the list.",
            "J'ai retrouvé mon mot de passe. Mais maintenant mon fils Leo n'apparaît plus dans l'application, seulement sa sœur.",
            "Am recuperat parola singură. Acum intru, dar nu apare băiatul meu Leo, numai fata.",
            "Lo de que no podía entrar lo arreglé ayer. Ahora bien, de los mellizos me sale uno nada más: Leo sí, Eva no. Ana Gil Mora 600111222",
            "Ya pude entrar con la clave que me llegó al móvil. Una cosa, que el mayor se ha borrado y solo está la chica.",
            "Recuperé el acceso yo sola, olvidaos de aquello; lo que falta es el crío: en el desplegable está la hermana y nadie más. Ana Gil 600111222",
            "Al final pude entrar. Lo que no entiendo es por qué han quitado a mi hijo Leo de mi cuenta si sigue matriculado en 2º B.",
        ),
        frozenset({Intent.MISSING_CHILD}),
        None,
    ),
    "a child is missing and the password too": Voices(
        (
            "No puedo entrar en iPasen, clave incorrecta. Además, cuando entraba, no me aparecía mi hijo pequeño. Ana Gil Mora, madre de Leo Pardo Gil, 2º B, 600111222",
            "He olvidado la contraseña de iPasen. Y otra cosa: la última vez solo me salía Eva y no su hermano. Soy Ana Gil Mora, madre de Eva Pardo Gil, 600111222",
            "Se me ha bloqueado el usuario. También os digo que mi hija Eva no sale en la app, solo Leo Pardo Gil, 2º B. 600111222 Ana Gil Mora",
            "Olvidé la clave de Pasen. De paso, añadid a mi hijo pequeño a mi cuenta, que no lo veo. Ana Gil Mora, 600111222, Leo Pardo Gil 2º B",
            "iPasen no me deja entrar y encima la última vez faltaba la niña en el listado. Ana Gil Mora 600111222 Leo Pardo Gil 2º B",
            "I forgot my password for iPasen. Also my younger son has never shown up in the app. Ana Gil Mora, mother of Leo Pardo Gil, 2º B, 600111222",
            "La contraseña me da error. Por otro lado, cuando entraba mi marido tampoco se veía al mayor, solo a Leo Pardo Gil. Ana Gil Mora 600111222",
            "No recuerdo la clave de iPasen; por cierto, me falta un hijo en la aplicación. Ana Gil Mora 600111222 Leo Pardo Gil 2º B",
            "Usuario bloqueado. Ya de paso que me pongan también al hermano, que no está en mi perfil. Ana Gil 600111222 Leo Pardo Gil 2ºB",
            "Mi clave de iPasen está caducada. Aprovecho: desde septiembre la pequeña no me aparece. Ana Gil Mora, 600111222",
            "He perdido la contraseña de iPasen y además Eva dejó de aparecer en mi cuenta el mes pasado. Ana Gil Mora, 600111222",
            "clave olvidada. y tb q la niña no me sale en la app, solo el niño. ana gil mora 600111222 leo pardo gil 2b",
        ),
        frozenset({Intent.RECOVER, Intent.MISSING_CHILD}),
        _ALSO,
    ),
    "voseo": Voices(
        (
            "¿Vos me podés mandar una clave nueva de iPasen? Me la olvidé. Soy la mamá de Leo Pardo Gil, 2º B, Ana Gil Mora, 600111222",
            "Che, no puedo entrar al iPasen, me dice contraseña incorrecta. ¿Me la podés resetear? Ana Gil Mora, mamá de Leo Pardo Gil de 2º B, celu 600111222",
            "Mirá, se me bloqueó el usuario de Pasen y no sé qué hacer. ¿Me ayudás? Ana Gil Mora, 600111222, mi nene es Leo Pardo Gil de 2º B",
            "Necesito que me generés otra contraseña de iPasen, la mía no anda. Soy Ana Gil Mora, mamá de Leo Pardo Gil, 2º B. Mi celular es 600111222",
            "Disculpá la molestia, no me acuerdo de la clave de iPasen. ¿Tenés forma de darme una nueva? Ana Gil Mora, 600111222, Leo Pardo Gil, 2º B",
            "Hola, ¿cómo estás? Perdí la contraseña de iPasen. Mandame una nueva por SMS, porfa. Ana Gil Mora, 600111222, Leo Pardo Gil, 2ºB",
            "No hay caso, pongo la clave y no me reconoce. ¿Me la cambiás vos? Ana Gil Mora, mamá de Leo Pardo Gil, 2º B. 600111222",
            "Se me venció la contraseña del iPasen. Avisame cuando me la renueves. Ana Gil Mora, 600111222, Leo Pardo Gil 2º B",
            "Quería ver si vos me podés destrabar la cuenta de iPasen. Ana Gil Mora, la mamá de Leo Pardo Gil de 2º B, 600111222",
            "Decime qué tengo que hacer, que el iPasen me rebota la contraseña. Ana Gil Mora, 600111222, mamá de Leo Pardo Gil de 2º B",
            "Te pido si podés blanquearme la clave del Pasen. Papá de Leo Pardo Gil, 2º B, Luis Pardo Sanz, 600111222. Sos un crack",
            "Vení, te explico: puse mal la clave tres veces y me bloqueó. ¿Me la destrabás? Luis Pardo Sanz, 600111222, papá de Leo Pardo Gil, 2º B",
        ),
    ),
    "third person of oneself": Voices(
        (
            "La abajo firmante, doña Ana Gil Mora, madre del alumno Leo Pardo Gil de 2º B, SOLICITA le sea restablecida la contraseña de iPasen. Teléfono 600111222",
            "Don Luis Pardo Sanz, padre de Leo Pardo Gil (2º B), EXPONE que ha olvidado su clave de iPasen y SOLICITA que se le facilite una nueva en el 600111222",
            "El que suscribe, Luis Pardo Sanz, solicita la renovación de su contraseña de Pasen. Hijo: Leo Pardo Gil, 2º B. Tfno. 600111222",
            "Quien suscribe, Ana Gil Mora, no puede acceder a iPasen y ruega que se le genere nueva clave. 600111222. Alumno Leo Pardo Gil, 2º B",
            "Se ruega restablezcan la contraseña de iPasen de quien esto escribe, Ana Gil Mora, madre de Leo Pardo Gil, 2º B, 600111222",
            "Por la presente, la arriba firmante comunica que tiene bloqueado el acceso a iPasen y pide su desbloqueo. Ana Gil Mora, 600111222, Leo Pardo Gil 2º B",
            "Esta madre ha perdido la clave de iPasen y agradecería otra. Ana Gil Mora, de Leo Pardo Gil 2º B, 600111222",
            "Un padre desesperado, Luis Pardo Sanz, que no logra entrar en iPasen. Leo Pardo Gil, 2º B. 600111222",
            "El firmante, padre del alumno Leo Pardo Gil, de 2º B, interesa nueva contraseña de acceso a iPasen por haberla olvidado. Luis Pardo Sanz. 600111222",
            "INSTANCIA. Ana Gil Mora, con móvil 600111222, madre de Leo Pardo Gil, 2º B, ha olvidado la clave de iPasen, por lo que suplica se le envíe otra.",
            "Servidora, Ana Gil Mora, ya no atina con la contraseña de iPasen. Madre de Leo Pardo Gil, 2º B. 600111222",
            "Al Sr. Coordinador TDE: la interesada, Ana Gil Mora, madre de Leo Pardo Gil, 2º B, ha extraviado su clave de iPasen y solicita otra. Móvil 600111222",
        ),
    ),
    "staff who ask for a group": Voices(
        (
            "Soy Marga, la tutora de 2º B. ¿Puedes generar las claves de iPasen de las familias de mi grupo? Somos 24.",
            "Compañero, en 3º C no puede entrar casi nadie de las familias. ¿Les reseteas la clave a los 27?",
            "De cara a la evaluación necesito que las familias de 1º A puedan entrar en iPasen: genera claves para todas, porfa. Jefatura",
            "¿Podrías regenerar las contraseñas de los padres de 4º B? Tengo reunión el jueves y no entra ninguno.",
            "Te paso en un Excel los 15 alumnos de 2º PMAR cuyas familias no tienen clave. ¿Se las puedes sacar?",
            "Las familias de FPB no acceden a iPasen. ¿Les mandas a todas una clave nueva? Gracias. Dpto. de Orientación",
            "Hola, necesitaría nuevas credenciales para los tutores legales de 1º de bachillerato, son dieciocho familias.",
            "En la tutoría me han dicho ocho madres que no entran en iPasen. ¿Les renuevas la contraseña? Te pongo la lista abajo.",
            "Buenos días, Paco: hazme el favor de sacar las claves de 1º D entero, que mañana tengo a los padres aquí. Lola, tutora",
            "Ninguna familia de 2º de grado medio tiene acceso a iPasen; ¿les generas contraseña a las doce y me avisas?",
            "Desde jefatura: se necesita renovar la clave de iPasen a todas las familias de primero antes del viernes.",
            "Me llaman varios padres de mi clase porque no pueden entrar. ¿Se les puede reiniciar la clave en bloque?",
        ),
        frozenset({Intent.BULK}),
        None,
        has_data=False,
    ),
    "thanks, it works": Voices(
        (
            "Perfecto, a la primera. Mil gracias.",
            "Brilliant, that worked straight away. Cheers!",
            "Dentro a la primera. Sois unos cracks, gracias!",
            "Ya está, entré sin problema. Un saludo y gracias",
            "Magnífico, recibido el mensaje y todo en orden. Agradecido.",
            "Super, ça marche du premier coup, merci beaucoup !",
            "Lovely, all sorted now. Thank you ever so much.",
            "Gracias, me llegó el SMS y he entrado. Feliz tarde.",
            "Solucionado!!! graciasssss",
            "Muchas gracias por la rapidez, así da gusto.",
            "Gracias guapa, ya lo tengo 😘",
            "Muito obrigada, já entrei!",
            "Funcționează, mulțumesc frumos!",
            "Recibido y funcionando. Gracias por todo.",
            "Wunderbar, ich bin drin. Vielen Dank!",
        ),
        frozenset({Intent.FOLLOW_UP}),
        frozenset({Signal.THANKS}),
        is_reply=True,
    ),
    "thanks, but": Voices(
        (
            "Gracias, pero no me ha llegado nada todavía.",
            "Muchas gracias. Lo he intentado y me sigue saliendo clave incorrecta.",
            "Gracias por contestar, aunque el SMS no llega.",
            "Thanks, but it still says wrong password.",
            "Gracias. Ahora me pide una clave de ocho cifras y no la acepta.",
            "Ok gracias, lo único que no me entra.",
            "Merci, mais ça ne marche toujours pas.",
            "Vale, gracias, ¿y cuánto tarda el mensaje?",
            "Gracias, he puesto lo que me ha llegado y dice usuario bloqueado.",
            "Mulțumesc, dar tot nu pot intra.",
            "Recibido, gracias, pero al cambiarla me da error.",
            "Gracias, el mensaje llegó, pero a las 48 horas y ya no sirve la clave.",
        ),
        frozenset({Intent.FOLLOW_UP}),
        None,
        frozenset({Signal.THANKS}),
        is_reply=True,
    ),
    "the data are told to be given already": Voices(
        (
            "los datos van en la foto mire bien",
            "ya se lo mandé en la imagen",
            "está todo en el papel que adjunto",
            "ya está en el primer correo señora",
            "mira la captura q te mande ahi esta todo",
            "Le adjunto la foto del DNI con todo",
            "ya lo puse arriba",
            "it is all in the picture I sent",
            "tout est dans la photo",
            "ya está puesto en la imagen, léalo",
            "todo está en el pdf",
            "ya os los di la otra vez, miradlo",
        ),
        frozenset({Intent.FOLLOW_UP}),
        None,
        frozenset({Signal.THANKS}),
        is_reply=True,
    ),
    "another matter too": Voices(
        (
            "Se me olvidó la clave de iPasen. Y otra cosa que aprovecho, ¿cuándo empiezan las prácticas? Ana Gil Mora, madre de Leo Pardo Gil, 2º B, 600111222",
            "He perdido la contraseña de iPasen. Ya que os escribo, ¿sabéis si mañana hay clase? Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "No puedo entrar en iPasen. Otra pregunta: ¿qué día dan las notas? Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "Clave de iPasen olvidada (Ana Gil Mora, 600111222, Leo Pardo Gil, 2º B). Aparte, mi hijo ha perdido el estuche, ¿dónde pregunto?",
            "No me acuerdo de la contraseña de Pasen, y de paso me gustaría hablar con el tutor de Leo Pardo Gil, 2º B. Ana Gil Mora 600111222",
            "Forgot my iPasen password. Also, could someone tell me when the school trip is? Ana Gil Mora, mother of Leo Pardo Gil 2º B, 600111222",
            "Usuario bloqueado en iPasen. Por cierto, ¿a quién le pido el certificado de escolaridad? Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "Olvidé la clave. También quería saber cómo va lo del comedor. Ana Gil Mora, Leo Pardo Gil 2º B, 600111222. iPasen",
            "iPasen no me deja entrar. Y una duda: ¿hay que comprar el chándal? Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "se m olvido la clave d ipasen y otra cosilla cuando son los examenes q nadie m dice na. ana gil mora 600111222 leo pardo gil 2b",
            "Necesito clave nueva de iPasen y, además, que me digáis el horario de tutoría. Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "La contraseña de iPasen no va. Segunda cosa: mi hijo necesita un justificante de matrícula para el bus. Ana Gil Mora, Leo Pardo Gil, 2º B, 600111222",
        ),
        signals=_ALSO,
    ),
    "no other matter, only its reason": Voices(
        (
            "No puedo entrar en iPasen y mañana acaba el plazo para justificar la falta de Leo Pardo Gil, 2º B. Ana Gil Mora 600111222",
            "He olvidado la clave de iPasen y la tutora me ha puesto una cita que tengo que confirmar. Ana Gil Mora, Leo Pardo Gil 2º B 600111222",
            "Necesito la clave de iPasen para pedir tutoría. Ana Gil Mora, Leo Pardo Gil 2º B 600111222",
            "Se me bloqueó el usuario y quiero ver las notas. Ana Gil Mora, Leo Pardo Gil 2º B, iPasen, 600111222",
            "No entro en iPasen desde que estuve en el hospital. Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "Olvidé la contraseña de iPasen; la necesito porque las faltas de mi hijo no las veo. Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "iPasen me pide clave y no la sé. Me urge, que el viernes hay excursión y hay que autorizarla por ahí. Ana Gil Mora, Leo Pardo Gil 2º B 600111222",
            "Con el lío de la beca cambié la clave de iPasen y ahora no entro. Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "La clave me caducó. El profesor de mates dice que mira los mensajes por iPasen. Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "Perdí la clave de iPasen. Quería mirar el horario de mi hijo y no me deja. Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "Secretaría me ha dicho que escriba aquí: no puedo entrar en iPasen. Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
            "No consigo entrar en iPasen, y eso que la matrícula la hice sin problema. Ana Gil Mora, Leo Pardo Gil 2º B, 600111222",
        ),
    ),
    "harmless words about phones": Voices(
        (
            "He olvidado la clave de iPasen. Mi móvil personal es el 600111222; el de abajo es el de la empresa y lo coge mi socio. Ana Gil Mora, Leo Pardo Gil 2º B",
            "No puedo entrar en iPasen. La app está en el 600111222, el número de la firma es de la oficina. Ana Gil Mora, Leo Pardo Gil 2º B",
            "Clave olvidada de iPasen. Mi teléfono es 600111222 (el de la firma automática no lo miréis, es del trabajo). Ana Gil Mora, Leo Pardo Gil 2º B",
            "iPasen bloqueado. Uso el 600111222 para iPasen. El otro que veis en el pie es el fijo de la tienda. Ana Gil Mora, Leo Pardo Gil 2º B",
            "I forgot my iPasen password. My own mobile is 600111222, the one in the signature is the company's. Ana Gil Mora, Leo Pardo Gil 2º B",
            "No recuerdo la clave de Pasen. Mi número es el 600111222, no el que sale debajo, que es de la clínica. Ana Gil Mora, Leo Pardo Gil 2º B",
            "Mi contraseña de iPasen no vale. El móvil donde tengo iPasen es 600111222; no hagáis caso del de la firma. Ana Gil Mora, Leo Pardo Gil 2º B",
            "No entro en iPasen. El 600111222 es el mío de siempre, el de ahí abajo es de mi despacho. Ana Gil Mora, Leo Pardo Gil 2º B",
            "iPasen: clave incorrecta. Teléfono 600111222 (el personal; el otro es de empresa). Ana Gil Mora, Leo Pardo Gil 2º B",
            "Olvidé la contraseña de iPasen, mi móvil es 600111222, el de la centralita no vale para esto. Ana Gil Mora, Leo Pardo Gil 2º B",
            "Se me ha olvidado la clave de iPasen. Soy Ana Gil Mora, 600111222 (particular). El de la firma lo atiende la recepcionista. Leo Pardo Gil 2º B",
            "No me deja entrar iPasen. Móvil 600111222. El de la firma es del negocio y lo llevan mis empleados. Ana Gil Mora, Leo Pardo Gil 2º B",
        ),
    ),
}
