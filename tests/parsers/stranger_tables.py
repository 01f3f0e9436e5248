"""Ways of naming people, courses and phones that strangers had and we had not, a table each.

The people are invented; what stands beside each mail is what a careful secretary takes from it. Pupils are
"given names / surnames | course", in the order of the text; an empty string is what the mail does not give.
"""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """A mail and what it says of whom."""

    body: str
    guardian: str = ""
    students: tuple[str, ...] = ()
    phone: str = ""
    sender: str = ""
    subject: str = "iPasen"


_MINE = "No puedo entrar en iPasen. Mi móvil es 611 20 30 40."
_PHONE = "+34611203040"

#: A name told in pieces: given name here, surnames there.
PIECES = (
    Told(
        f"Soy Begoña Arjona Lillo. Dentro me salía Ainara (Quirós Arjona, 2ºA). {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Hola, es por Ainara (Quirós Arjona) de 2ºA, soy su madre, Begoña Arjona Lillo. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Soy Begoña Arjona Lillo, madre de Ainara. Quirós Arjona. De 2ºA. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Soy Begoña Arjona Lillo, la madre de Ainara y Hugo. Quirós Arjona. Están en 2ºA y 4ºB. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A", "Hugo / Quirós Arjona | 4º B"),
        _PHONE,
    ),
    Told(
        "buenas... soy begoña arjona... la de ainara... de 2a... quiros arjona... que no me deja entrar en pasen... "
        "611203040",
        "begoña arjona",
        ("ainara / quiros arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Sou a Begoña Arjona Lillo, mãe da Ainara (Ainara Quirós Arjona, do 2ºA). {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Soy Begoña Arjona Lillo, la madre de Ainara, de 2ºA, los Quirós Arjona de la calle Real. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Soy Begoña Arjona Lillo, la madre de Lucía del Mar, de 2ºA, los Quirós Arjona de Adra. {_MINE}",
        "Begoña Arjona Lillo",
        ("Lucía del Mar / Quirós Arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Soy Begoña Arjona Lillo. Mi hija se llama Ainara, está en 2ºA. Sus apellidos son Quirós Arjona. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Madre: Begoña Arjona Lillo\nNombre de la alumna: Ainara\nApellidos: Quirós Arjona\nCurso: 2ºA\n{_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Soy Begoña Arjona Lillo. La niña, Quirós Arjona, está en 2ºA. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
        subject="clave de Ainara",
    ),
    Told(
        f"Soy Begoña Arjona Lillo, la madre de Ainara María, de 2ºA. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
        subject="Ainara Quirós Arjona",
    ),
    Told(
        "Ay sí, perdón. Ainara y Hugo. Quirós Arjona. En segundo y en cuarto, los dos en la A. Soy la madre, Begoña "
        f"Arjona Lillo. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A", "Hugo / Quirós Arjona | 4º A"),
        _PHONE,
    ),
    Told(
        f"Soy Begoña Arjona Lillo, madre de Ainara (2ºA), Quirós Arjona de apellidos. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
    ),
    Told(
        f"Ainara, Quirós Arjona, 2ºA. Yo soy Begoña Arjona Lillo, su madre. {_MINE}",
        "Begoña Arjona Lillo",
        ("Ainara / Quirós Arjona | 2º A",),
        _PHONE,
    ),
)

#: The guardian said in an unusual place, in the third person, or only half; others who are not the guardian.
GUARDIANS = (
    Told(
        f"Buenos días, Ana Belén Osuna Prat. Iker está en 3ºB. {_MINE}",
        "Ana Belén Osuna Prat",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
        subject="Clave de Iker Lloret Osuna",
    ),
    Told(
        "Hola, Ramón Lloret Vidal, 611203040. Mi hijo es Iker Lloret Osuna de 3ºB. Se me olvidó la clave de iPasen.",
        "Ramón Lloret Vidal",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
    ),
    Told(
        f"Hola Ramón, soy Ana Belén Osuna Prat, la madre de Iker Lloret Osuna, 3ºB. {_MINE}",
        "Ana Belén Osuna Prat",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
    ),
    Told(
        f"Buenas, soy belén, la de Iker Lloret Osuna de 3ºB. {_MINE}",
        "belén",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
        sender="Belén Osuna",
    ),
    Told(
        "Motivo\tOlvidé la clave\nTutora legal\tAna Belén Osuna Prat\nAlumno\tLloret Osuna, Iker\nGrupo\t3º B\n"
        "Móvil\t611203040\nOtro tutor\tRamón Lloret Vidal (622304050), él sí entra",
        "Ana Belén Osuna Prat",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
    ),
    Told(
        "Tutor 1: Ana Belén Osuna Prat (soy yo)\nTutor 2: Ramón Lloret Vidal\nAlumno: Iker Lloret Osuna\nCurso: 3ºB\n"
        f"{_MINE}",
        "Ana Belén Osuna Prat",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
    ),
    Told(
        f"Os escribo desde el correo de mi marido. Soy la madre de Iker, de 3ºB. {_MINE}",
        "",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
        sender="Ramón Lloret Vidal",
        subject="Iker Lloret Osuna 3ºB",
    ),
    Told(
        f"Este correo es de mi mujer, yo soy el padre de Iker Lloret Osuna, de 3ºB. {_MINE}",
        "",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
        sender="Ana Belén Osuna",
    ),
    Told(
        "Dña. ANA BELÉN OSUNA PRAT, con móvil 611203040, madre del alumno IKER LLORET OSUNA, de 3ºB, SOLICITA nueva "
        "contraseña de iPasen por haberla olvidado.",
        "ANA BELÉN OSUNA PRAT",
        ("IKER / LLORET OSUNA | 3º B",),
        _PHONE,
    ),
    Told(
        f"Me presento: El Mokhtar Saidi, padre de Anwar Saidi, de 3ºB. {_MINE}",
        "El Mokhtar Saidi",
        ("Anwar / Saidi | 3º B",),
        _PHONE,
    ),
    Told(
        "En 3ºB no entra ninguna familia en iPasen. ¿Les generas clave?\nGracias, Charo\nJefatura de Estudios",
        "",
        (),
        "",
        sender="Jefatura de Estudios",
    ),
    Told(
        f"Iker Lloret Osuna, 3ºB. Clave olvidada. {_MINE}\nLa madre: Ana Belén Osuna Prat",
        "Ana Belén Osuna Prat",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
    ),
    Told(
        f"Mi nombre, Ana Belén; mis apellidos, Osuna Prat. Mi hijo, Iker Lloret Osuna, 3ºB. {_MINE}",
        "Ana Belén Osuna Prat",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
    ),
    Told(
        f"Soy Ana Belén, me apellido Osuna Prat y mi hijo es Iker Lloret Osuna, 3ºB. {_MINE}",
        "Ana Belén Osuna Prat",
        ("Iker / Lloret Osuna | 3º B",),
        _PHONE,
    ),
)

_ME = f"Soy Rosa Pineda Tur. {_MINE}"

#: Courses: spelt by ear, told backwards, with words of the trade; whose they are.
COURSES = (
    Told(f"{_ME} Mi hijo Unai Ferrer Pineda está en zegundo de la ezo, en la B.", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 2º ESO B",), _PHONE),
    Told(f"{_ME} Mi hijo Unai Ferrer Pineda está en segundo de electricidad de la básica.", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 2º CFGB ELE",), _PHONE),
    Told(f"{_ME} Mi hijo Unai Ferrer Pineda q sta en primero d electricidá en la basica", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 1º CFGB ELE",), _PHONE),
    Told(f"{_ME} Mi hijo Unai Ferrer Pineda, primero de electricidad (básica).", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 1º CFGB ELE",), _PHONE),
    Told(f"{_ME} Mon fils Unai Ferrer Pineda, formation de base électricité, deuxième année.", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 2º CFGB ELE",), _PHONE),
    Told(f"{_ME} Mon fils Unai Ferrer Pineda est en première année d'integración social (superior).", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 1º CFGS INT",), _PHONE),
    Told(f"{_ME} Mi hijo Unai Ferrer Pineda está en 3º (en la clase esa con pocos niños).", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 3º",), _PHONE),
    Told(f"{_ME} Mi hijo es Unai Ferrer Pineda, está en 3º y la tutora es Lidia.", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 3º",), _PHONE),
    Told(f"{_ME} Mi hijo Unai Ferrer Pineda, 3º, no me acuerdo de la letra.", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 3º",), _PHONE),
    Told(f"{_ME} Unai está en 4ºC.", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 4º C", "Eva / Ferrer Pineda | "), _PHONE, subject="Clave. Unai y Eva Ferrer Pineda"),
    Told(f"{_ME} Mes enfants : Unai Ferrer Pineda, 2º C, et sa soeur Eva, formation de base électricité, première année.",
         "Rosa Pineda Tur", ("Unai / Ferrer Pineda | 2º C", "Eva | 1º CFGB ELE"), _PHONE),
    Told(f"{_ME} Mi hija Eva Ferrer Pineda, terzero de ezo, letra C.", "Rosa Pineda Tur",
         ("Eva / Ferrer Pineda | 3º ESO C",), _PHONE),
    Told(f"{_ME} Mi hija Eva Ferrer Pineda hace 2º de estética, el grado medio.", "Rosa Pineda Tur",
         ("Eva / Ferrer Pineda | 2º CFGM EYB",), _PHONE),
    Told(f"{_ME} Mi hija Eva Ferrer Pineda está en el superior de integración social, primero.", "Rosa Pineda Tur",
         ("Eva / Ferrer Pineda | 1º CFGS INT",), _PHONE),
    Told(f"{_ME} Unai Ferrer Pineda: 2 eso, grupo b.", "Rosa Pineda Tur", ("Unai / Ferrer Pineda | 2º ESO B",), _PHONE),
    Told(f"{_ME} Unai Ferrer Pineda (bilingüe, el 2º B de toda la vida).", "Rosa Pineda Tur",
         ("Unai / Ferrer Pineda | 2º B",), _PHONE),
)  # fmt: skip

_IAN = "Soy Paz Villar Cano, madre de Ian Soto Villar, de 1ºC. No puedo entrar en iPasen."
_IANS = ("Ian / Soto Villar | 1º C",)

#: Several numbers, or one that is hard to read: which is the writer's phone with the app?
PHONES = (
    Told(f"{_IAN} La app la tengo en mi personal, el 611 203 040 (el de la firma es el de la empresa).\nGracias\n\n"
         "MUEBLES VILLAR S.L.\nC/ Ancha 4, 18600 Motril\nMóvil: 696 110 204 / Tel. 958 82 31 07\nventas@muebles.test",
         "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} Mi móvil es el 6II 2O3 O4O.", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} Mi móvil: 611 2O 3O 4O", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} tlf 61l203040", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} Teléfonos: 958 10 20 30 / 611 20 30 40", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN}\nMóvil | 611203040 (mío) / 622304050 (del padre)", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN}\nTeléfono madre: 611203040\nTeléfono padre: 622304050", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN}\nTeléfono padre: 622304050\nTeléfono madre: 611203040", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} El 622 304 050 es el de mi madre, no lo uséis; el mío el 611 203 040.", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} 6 1 1 2 0 3 0 4 0", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} Mi número es seis once, veinte, treinta, cuarenta.", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} Llevo el 611203040 desde hace años.\n\nPaz Villar\nAdministración\nTransportes Soto\n"
         "Tel. 958102030 | Móvil empresa 696110204", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} Mi móvil 611-203-040, y si no lo cojo el de casa 958 102 030.", "Paz Villar Cano", _IANS, _PHONE),
    Told(f"{_IAN} whatsapp y sms al 611.203.040 (no al 696.110.204, que es del trabajo)", "Paz Villar Cano", _IANS, _PHONE),
)  # fmt: skip

#: A chat copied into the mail: who says what.
CHATS = (
    Told("Os copio lo que puse en el grupo, lo mío son mis líneas\n\n"
         "[13/10/26, 21:02:11] Lola Prieto: a alguien le falla el pasen?\n"
         "[13/10/26, 21:02:40] Inés Vidal: a mí, no me acepta la clave\n"
         "[13/10/26, 21:03:05] Juan padre de Noa: yo bien\n"
         "[13/10/26, 21:05:33] Lola Prieto: Yo 622304050 Marta Rey\n"
         "[13/10/26, 21:06:10] Inés Vidal: pues yo Inés Vidal Roca, 611203040, mi Teo Sanz Vidal, 2ºB",
         "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE, sender="Inés Vidal"),
    Told("13/10/26, 21:02 - Lola Prieto: alguien sabe lo del pasen? mi hija Marta Rey Prieto, 622304050\n"
         "13/10/26, 21:04 - Inés Vidal: yo tampoco entro. Inés Vidal Roca, madre de Teo Sanz Vidal, 2ºB, 611203040",
         "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE, sender="Inés Vidal"),
    Told("[21:02, 13/10/2026] Lola Prieto: mándalo al instituto\n"
         "[21:03, 13/10/2026] Inés: Soy Inés Vidal Roca, madre de Teo Sanz Vidal de 2ºB, he olvidado la clave de iPasen\n"
         "[21:03, 13/10/2026] Inés: 611203040", "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE, sender="Inés Vidal"),
    Told("Esto le puse a la tutora por WhatsApp:\n[9:15, 2/10/2026] Inés Vidal: Hola Carmen, no puedo entrar en iPasen\n"
         "[9:16, 2/10/2026] Carmen Tutora 2ºB: escribe a incidencias\n"
         "[9:20, 2/10/2026] Inés Vidal: ok\n\nPues eso, Inés Vidal Roca, madre de Teo Sanz Vidal 2ºB. 611203040",
         "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE, sender="Inés Vidal"),
    Told("Inés: hola no me entra el pasen\nLola: a mi tampoco, 622304050, lo de mi Marta Rey\nInés: yo soy Inés Vidal Roca, "
         "madre de Teo Sanz Vidal, 2ºB, 611203040", "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE,
         sender="Inés Vidal"),
    Told("[2/10/26 9:15:01] Inés Vidal Roca: No entro en iPasen, me dice contraseña incorrecta\n"
         "[2/10/26 9:15:30] Inés Vidal Roca: Mi hijo Teo Sanz Vidal 2ºB\n[2/10/26 9:15:44] Inés Vidal Roca: 611203040",
         "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE, sender="Inés Vidal"),
    Told("02/10/2026 9:15 - Inés Vidal: no entro en iPasen, contraseña incorrecta\n02/10/2026 9:16 - Delegada 2B 🌻: "
         "manda tus datos a incidencias\n\nVale. Soy Inés Vidal Roca, mi hijo Teo Sanz Vidal, 2ºB, móvil 611203040",
         "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE, sender="Inés Vidal"),
    Told("Reenvío mi mensaje del grupo, que la delegada me ha dicho que lo mande aquí\n"
         "2/10/26, 9:15 - +34 622 30 40 50: y a vosotras os va?\n2/10/26, 9:16 - Inés Vidal: No. Inés Vidal Roca, "
         "mi hijo Teo Sanz Vidal 2ºB, 611203040. Contraseña incorrecta",
         "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE, sender="Inés Vidal"),
    Told("[2/10/26, 9:15:01] Mamá de Noa: mi niña es Noa Prado Lara\n[2/10/26, 9:17:01] Inés Vidal: el mío Teo Sanz Vidal de "
         "2ºB y yo Inés Vidal Roca, 611203040\n[2/10/26, 9:18:01] Mamá de Noa: pues mándalo, que no entras en iPasen",
         "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE, sender="Inés Vidal"),
    Told("Inés Vidal, [02.10.26 09:15]\nNo puedo entrar en iPasen. Inés Vidal Roca, madre de Teo Sanz Vidal, 2ºB\n\n"
         "Inés Vidal, [02.10.26 09:16]\n611203040", "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE,
         sender="Inés Vidal"),
    Told("[2/10/26, 9:15:01] Lola Prieto: ¿Alguien con Marta Rey en clase?\n[2/10/26, 9:16:01] Tú: Yo, Teo Sanz Vidal, 2ºB\n"
         "\nPerdón, se me ha pegado el chat. No puedo entrar en iPasen, soy Inés Vidal Roca y mi móvil 611203040.",
         "Inés Vidal Roca", ("Teo / Sanz Vidal | 2º B",), _PHONE, sender="Inés Vidal"),
)  # fmt: skip

#: Long stories with people who have nothing to do with it.
STORIES = (
    Told("En mi casa el que llevaba el iPasen era mi marido, Andrés Mora Gil. Ahora vive con su hermano Pedro, que tiene un "
         "niño ahí, Izan Mora Cruz, en la misma clase que mi pequeño. Mis dos hijos son Vera, que está en 3º de "
         "diversificación, y Andrés como su padre, en 1ºA, Mora Luque los dos. El mío, que soy Celia Luque Díaz, es el "
         "611 20 30 40. Mi clave no la sé.", "Celia Luque Díaz",
         ("Vera / Mora Luque | 3º PDC", "Andrés / Mora Luque | 1º A"), _PHONE),
    Told("Le cuento. El año pasado mi hija Vera iba con su prima Aroa Gil Mora, y la tutora, doña Remedios Pons, las "
         "confundía. Ahora no entro en iPasen. Vera Mora Luque, 3ºB. Soy Celia Luque Díaz, 611203040.",
         "Celia Luque Díaz", ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("El móvil se lo quedó mi suegra, Antonia Gil, y mi cuñada Pilar me ha dicho que escriba. Soy Celia Luque Díaz, la "
         "madre de Vera Mora Luque, 3ºB, la que se sienta con Paula Ríos. No recuerdo la clave. 611203040",
         "Celia Luque Díaz", ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("Mi hermano Luis Miguel Mora tiene también un niño ahí, Manu Mora Cid. Los míos son Vera, de 3ºB, y Luis Miguel, de "
         "1ºA, Mora Luque los dos. Soy Celia Luque Díaz y no puedo entrar en iPasen. 611203040", "Celia Luque Díaz",
         ("Vera / Mora Luque | 3º B", "Luis Miguel / Mora Luque | 1º A"), _PHONE),
    Told("Mi vecina Juani, que tiene allí a su Alba Torres, entra sin problema y yo no. Me llamo Celia Luque Díaz y mi hija "
         "Vera Mora Luque está en 3ºB. Móvil 611203040.", "Celia Luque Díaz", ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("Me atendió en conserjería Jesús Torres y me dijo que pusiera aquí los datos: Celia Luque Díaz, madre de Vera Mora "
         "Luque, 3ºB, 611203040. La contraseña no me vale.", "Celia Luque Díaz", ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("Ayer hablé con la directora, Marisa Font, y con el jefe de estudios, Luis Cid. Los dos me mandan a usted. Celia "
         "Luque Díaz. Vera Mora Luque, 3ºB. 611203040. No me entra iPasen.", "Celia Luque Díaz",
         ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("Mi hijo mayor, Rubén, ya no está ahí, terminó hace dos años. La que está es la pequeña, Vera Mora Luque, en 3ºB. Soy "
         "Celia Luque Díaz y no puedo entrar en iPasen. 611203040", "Celia Luque Díaz",
         ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("Soy Celia Luque Díaz. Un niño de su clase, Marcos Sáez, le ha escondido la mochila a mi hija Vera Mora Luque, de 3ºB, "
         "y quiero ver el parte pero no recuerdo la clave de iPasen. 611203040", "Celia Luque Díaz",
         ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("Soy Celia Luque Díaz, madre de Vera Mora Luque (3ºB). Su hermano Andrés empieza el año que viene. No puedo entrar en "
         "iPasen. 611203040", "Celia Luque Díaz", ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("Mi hermana Sonia, que es la madrina de Vera y vive en Getafe, me hizo el registro. Ahora no va. Celia Luque Díaz, "
         "Vera Mora Luque, 3ºB, 611203040.", "Celia Luque Díaz", ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("Fui con mi padre, Eusebio Luque, a secretaría y nos atendió Nieves. Que escribiera. Soy Celia Luque Díaz y mi hija es "
         "Vera Mora Luque de 3º B. La contraseña de iPasen no la encuentro. 611203040", "Celia Luque Díaz",
         ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("La profesora de Lengua, Elena Ros, ha puesto algo en iPasen y todas las madres lo han visto menos yo, hasta la de "
         "Hugo Paz. Soy la madre de Vera Mora Luque, 3ºB: Celia Luque Díaz, 611203040. Clave olvidada.", "Celia Luque Díaz",
         ("Vera / Mora Luque | 3º B",), _PHONE),
)  # fmt: skip

#: Names of other countries, nicknames, short names, one name for two people, a married name.
NAMES = (
    Told("A la atención de Transformación Digital Educativa. Soy Celia Luque Díaz, madre de Vera Mora Luque. Estudia 3ºB. "
         "No puedo entrar en iPasen. 611203040", "Celia Luque Díaz", ("Vera / Mora Luque | 3º B",), _PHONE),
    Told("Soy Celia Luque Díaz. Mi hija Vera Mora Luque está en 3ºB (hay otra Vera Mora Luque en primero, no es mía). Clave "
         "olvidada. 611203040", "Celia Luque Díaz", ("Vera / Mora Luque | 3º B",), _PHONE),
    Told(f"Soy El Amrani Houssaine, padre de Ayoub El Amrani, 2ºA. {_MINE}", "El Amrani Houssaine",
         ("Ayoub / El Amrani | 2º A",), _PHONE),
    Told(f"Soy Toni, el padre de Toni Ferri Mas, de 2ºA. {_MINE}", "Toni", ("Toni / Ferri Mas | 2º A",), _PHONE,
         sender="Toni Ferri Puig"),
    Told(f"Soy Toni Ferri Puig y mi hijo también es Toni, Toni Ferri Mas, de 2ºA. {_MINE}", "Toni Ferri Puig",
         ("Toni / Ferri Mas | 2º A",), _PHONE),
    Told(f"Hijos:\nAlba Ferri Mas, 2ºA\nToni Ferri Mas, 4ºB\nCarmen Mas Soler\n{_MINE}", "Carmen Mas Soler",
         ("Alba / Ferri Mas | 2º A", "Toni / Ferri Mas | 4º B"), _PHONE),
    Told(f"Hijos: Alba Ferri Mas 2ºA, Toni Ferri Mas 4ºB\nMadre: Carmen Mas Soler\n{_MINE}", "Carmen Mas Soler",
         ("Alba / Ferri Mas | 2º A", "Toni / Ferri Mas | 4º B"), _PHONE),
    Told(f"I'm Helen Baker (Helen Moss on your records), mum of Lily Baker, 2ºA. {_MINE}", "Helen Baker",
         ("Lily / Baker | 2º A",), _PHONE),
    Told(f"Sunt Ionescu Daniela (născută Popa), mama lui Ionescu Radu din 2ºA. {_MINE}", "Ionescu Daniela",
         ("Radu / Ionescu | 2º A",), _PHONE),
    Told(f"Soy Oksana Bondarenko, mamá de Bondarenko Taras, 2ºA. {_MINE}", "Oksana Bondarenko",
         ("Taras / Bondarenko | 2º A",), _PHONE),
    Told(f"Soy Zhang Li, madre de Zhang Wei (Javi), 2ºA. {_MINE}", "Zhang Li", ("Wei / Zhang | 2º A",), _PHONE),
    Told(f"Soy Ndiaye Fatou, maman de Cheikh Ndiaye, 2ºA. {_MINE}", "Ndiaye Fatou", ("Cheikh / Ndiaye | 2º A",), _PHONE),
    Told(f"Soy Mª José Mas Soler, la madre de Fco. Javier Ferri Mas, 2ºA. {_MINE}", "Mª José Mas Soler",
         ("Fco. Javier / Ferri Mas | 2º A",), _PHONE),
    Told(f"Soy Carmen Mas S., madre de Alba F. M., 2ºA. {_MINE}", "Carmen Mas S.", ("Alba / F. M. | 2º A",), _PHONE),
    Told(f"soy chelo mas soler la mama del nono ferri mas de 2a. {_MINE}", "chelo mas soler",
         ("nono / ferri mas | 2º A",), _PHONE),
    Told(f"Soy Carmen, Carmen Mas Soler, madre de Alba, Alba Ferri Mas, 2ºA. {_MINE}", "Carmen Mas Soler",
         ("Alba / Ferri Mas | 2º A",), _PHONE),
)  # fmt: skip

TABLES = {
    "pieces": PIECES,
    "guardians": GUARDIANS,
    "courses": COURSES,
    "phones": PHONES,
    "chats": CHATS,
    "stories": STORIES,
    "names": NAMES,
}
