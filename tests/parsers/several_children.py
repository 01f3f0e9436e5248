"""Lists, tables and sentences in which families name several children, with what a careful secretary reads.

Each is (what is written, the pupils with their courses); Ana Gil Mora writes the first, Marta Solís Vera the others.
Whoever misses a child here renews for a family that does not match (POLICY row 10), or asks for what was said.
"""

ME = "Soy Ana Gil Mora, su madre. No puedo entrar en iPasen. Mi móvil es 600111222."
PAIR = ("Leo Pardo Gil | 2º B", "Eva Pardo Gil | 4º C")

ANAS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (f"{ME}\nHijos:\nLeo Pardo Gil 2ºB\nEva Pardo Gil 4ºC", PAIR),
    (f"{ME}\nHijos:\nLeo Pardo Gil\nEva Pardo Gil\nCursos: 2ºB y 4ºC", PAIR),
    (f"{ME}\nMis hijos: 2ºB, Leo Pardo Gil; 4ºC, Eva Pardo Gil", PAIR),
    (f"{ME} Mis hijos: 2ºB Leo Pardo Gil y 4ºC Eva Pardo Gil.", PAIR),
    (f"{ME}\nMis hijos:\n- 2ºB: Leo Pardo Gil\n- 4ºC: Eva Pardo Gil", PAIR),
    (f"{ME}\nMis hijos:\n- Leo Pardo Gil (2ºB)\n- Eva Pardo Gil (4ºC)", PAIR),
    (f"{ME}\nMis hijos son:\n* Leo Pardo Gil, 2ºB\n* Eva Pardo Gil, 4ºC", PAIR),
    (f"{ME}\nMis hijos son:\n• Leo Pardo Gil – 2ºB\n• Eva Pardo Gil – 4ºC", PAIR),
    (f"{ME}\nMis hijos son:\n– Leo Pardo Gil, 2ºB\n– Eva Pardo Gil, 4ºC", PAIR),
    (f"{ME}\nMis hijos:\n1) Leo Pardo Gil, 2ºB\n2) Eva Pardo Gil, 4ºC", PAIR),
    (f"{ME} Mis hijos: 1) Leo Pardo Gil, 2ºB 2) Eva Pardo Gil, 4ºC", PAIR),
    (f"{ME} Mis hijos: a) Leo Pardo Gil, 2ºB; b) Eva Pardo Gil, 4ºC.", PAIR),
    (f"{ME}\nMis hijos son\n1. Leo Pardo Gil 2ºB\n2. Eva Pardo Gil 4ºC", PAIR),
    (f"{ME}\nMis hijos son\n1.- Leo Pardo Gil 2ºB\n2.- Eva Pardo Gil 4ºC", PAIR),
    (f"{ME}\nHijo 1: Leo Pardo Gil, 2ºB\nHijo 2: Eva Pardo Gil, 4ºC", PAIR),
    (f"{ME} Hijo 1: Leo Pardo Gil, 2ºB. Hijo 2: Eva Pardo Gil, 4ºC.", PAIR),
    (f"{ME}\nAlumno 1: Leo Pardo Gil\nCurso: 2ºB\nAlumno 2: Eva Pardo Gil\nCurso: 4ºC", PAIR),
    (f"{ME}\nPrimer hijo: Leo Pardo Gil (2ºB)\nSegundo hijo: Eva Pardo Gil (4ºC)", PAIR),
    (f"{ME} Mis hijos son Leo (2ºB) y Eva (4ºC), ambos Pardo Gil.", PAIR),
    (f"{ME} Tengo dos hijos, Leo (2ºB) y Eva (4ºC), los dos Pardo Gil.", PAIR),
    (
        f"{ME} Es por los mellizos Leo y Eva Pardo Gil, de 2ºB.",
        ("Leo Pardo Gil | 2º B", "Eva Pardo Gil | 2º B"),
    ),
    (f"{ME} Mis hijos son Leo y Eva Pardo Gil, de 2ºB y 4ºC respectivamente.", PAIR),
    (f"{ME} Mis hijos Leo Pardo Gil y Eva Pardo Gil van a 2ºB y a 4ºC respectivamente.", PAIR),
    (f"{ME} Mis hijos Leo y Eva Pardo Gil están en 2ºB y 4ºC.", PAIR),
    (f"{ME}\nAlumno | Curso\nLeo Pardo Gil | 2ºB\nEva Pardo Gil | 4ºC", PAIR),
    (f"{ME}\nCurso | Alumno\n2ºB | Leo Pardo Gil\n4ºC | Eva Pardo Gil", PAIR),
    (f"{ME}\nNombre\tCurso\nLeo Pardo Gil\t2ºB\nEva Pardo Gil\t4ºC", PAIR),
    (f"{ME}\nAlumnos: Leo Pardo Gil / Eva Pardo Gil\nCursos: 2ºB / 4ºC", PAIR),
    (f"{ME}\nLeo Pardo Gil -> 2ºB\nEva Pardo Gil -> 4ºC", PAIR),
    (f"{ME}\nMis hijos:\nPardo Gil, Leo - 2ºB\nPardo Gil, Eva - 4ºC", PAIR),
    (f"{ME} Mi hijo está en 2ºB y es Leo Pardo Gil, y mi hija en 4ºC y es Eva Pardo Gil.", PAIR),
    (f"{ME} El mayor, Leo Pardo Gil, va a 2ºB y la pequeña, Eva Pardo Gil, a 4ºC.", PAIR),
    (f"{ME} Mi hijo es Leo Pardo Gil, de 2ºB, y su hermana Eva está en 4ºC.", (PAIR[0], "Eva | 4º C")),
    (f"{ME} En 2ºB tengo a Leo Pardo Gil y en 4ºC a Eva Pardo Gil.", PAIR),
    (
        "Soy la madre de Leo Pardo Gil, de 2ºB, Ana Gil Mora. En 4ºC está Eva Pardo Gil, mi hija. 600111222",
        PAIR,
    ),
    (
        "Soy la madre de Leo Pardo Gil, Ana Gil Mora. En 4º ESO C está Eva Pardo Gil, mi hija. Móvil 600111222",
        ("Leo Pardo Gil | ", "Eva Pardo Gil | 4º ESO C"),
    ),
    (
        "I am Ana Gil Mora. My children are Leo Pardo Gil (2ºB) and Eva Pardo Gil (4ºC). I can't log in. 600111222",
        PAIR,
    ),
    (
        "I'm Ana Gil Mora, mother of Leo and Eva Pardo Gil, in 2ºB and 4ºC respectively. Mobile 600111222",
        PAIR,
    ),
    (
        "My kids:\n- Leo Pardo Gil, year 2ºB\n- Eva Pardo Gil, year 4ºC\nI forgot the password. Ana Gil Mora, 600111222",
        PAIR,
    ),
    (
        "Je suis Ana Gil Mora, la mère de Leo Pardo Gil (2ºB) et de Eva Pardo Gil (4ºC). Mobile 600111222",
        PAIR,
    ),
    (
        "Mes enfants sont Leo et Eva Pardo Gil, en 2ºB et 4ºC. Je suis Ana Gil Mora. Mot de passe perdu. 600111222",
        PAIR,
    ),
    ("Sunt Ana Gil Mora, mama lui Leo Pardo Gil (2ºB) și a lui Eva Pardo Gil (4ºC). Telefon 600111222", PAIR),
    ("Copiii mei sunt Leo Pardo Gil, 2ºB, și Eva Pardo Gil, 4ºC. Mă numesc Ana Gil Mora. 600111222", PAIR),
    (
        f"{ME}\nMis tres hijos:\nLeo Pardo Gil 2ºB\nEva Pardo Gil 4ºC\nNora Pardo Gil 1ºA",
        (*PAIR, "Nora Pardo Gil | 1º A"),
    ),
    (
        f"{ME} Mis hijos: Leo (2ºB), Eva (4ºC) y Nora Pardo Gil (1ºA).",
        (*PAIR, "Nora Pardo Gil | 1º A"),
    ),
    (
        f"{ME} Mis hijos: 2ºB, Leo Pardo Gil; 4ºC, Eva Pardo Gil; 1ºA, Nora Pardo Gil",
        (*PAIR, "Nora Pardo Gil | 1º A"),
    ),
    (f"{ME}\nhijos: leo pardo gil de 2b y eva pardo gil de 4c", PAIR),
    (f"{ME} Mis hijos se llaman Leo y Eva, de apellidos Pardo Gil. Él va a 2ºB y ella a 4ºC.", PAIR),
    (f"{ME} Mis hijos: Leo Pardo Gil y Eva Pardo Gil. Cursos: 2ºB y 4ºC.", PAIR),
    (
        f"{ME} Mis hijos, de Bachillerato, son Leo Pardo Gil y Eva Pardo Gil, 1ºA y 2ºB.",
        ("Leo Pardo Gil | 1º BACH A", "Eva Pardo Gil | 2º BACH B"),
    ),
    (f"{ME} Mis hijos son Leo Pardo Gil y Eva Pardo Gil. Eva está en 4ºC.\nLeo está en 2ºB.", PAIR),
    (
        f"{ME} Mi hija se llama Eva Pardo Gil.\nY mi hijo se llama Leo Pardo Gil. Leo está en 2ºB y Eva en 4ºC.",
        PAIR,
    ),
)

MARTA = "Soy Marta Solís Vera, madre de los alumnos. He olvidado la clave de iPasen. Tel 622333444."
OF_ESO = ("Hugo Prado Solís | 1º ESO A", "Vera Prado Solís | 3º ESO D")
TWO = ("Hugo Prado Solís | 1º A", "Vera Prado Solís | 3º D")
MARTAS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (f"{MARTA}\nAlumnos:\n1ºA ESO Hugo Prado Solís\n3ºD ESO Vera Prado Solís", OF_ESO),
    (f"{MARTA}\nAlumnos:\nHugo Prado Solís\n1º ESO A\nVera Prado Solís\n3º ESO D", OF_ESO),
    (f"{MARTA} Los niños son Hugo, de 1ºA, y Vera, de 3ºD. Apellidos Prado Solís los dos.", TWO),
    (f"{MARTA} Tengo a Hugo Prado Solís en 1ºA y a Vera Prado Solís en 3ºD.", TWO),
    (f"{MARTA}\nMis hijas e hijos:\n· Hugo Prado Solís (1ºA)\n· Vera Prado Solís (3ºD)", TWO),
    (f"{MARTA} Mis hijos Hugo y Vera Prado Solís están en 1ºA y en 3ºD, respectivamente.", TWO),
    (f"{MARTA}\nHijos\nHugo Prado Solís 1ºA\nVera Prado Solís 3ºD", TWO),
    (f"{MARTA}\nDatos de mis hijos:\nHugo Prado Solís, 1º ESO A;\nVera Prado Solís, 3º ESO D.", OF_ESO),
    (
        "Hola, no puedo entrar. Mis hijos: Hugo Prado Solís, 1ºA\nVera Prado Solís, 3ºD\nMarta Solís Vera\n622333444",
        TWO,
    ),
    (
        "Hola, no puedo entrar en Pasen.\nAlumnos:\nHugo Prado Solís\nVera Prado Solís\n\nMadre: Marta Solís Vera\n622333444",
        ("Hugo Prado Solís | ", "Vera Prado Solís | "),
    ),
    (
        "Hola, no puedo entrar en Pasen.\nAlumno:\nHugo Prado Solís\nMarta Solís Vera\n622333444",
        ("Hugo Prado Solís | ",),
    ),
    (
        "Hola, no puedo entrar en Pasen.\nHijos: Hugo Prado Solís\nVera Prado Solís\nMadre: Marta Solís Vera\n622333444",
        ("Hugo Prado Solís | ", "Vera Prado Solís | "),
    ),
    (
        "no puedo entrar soy marta solis vera madre de hugo y vera prado solis de primero a y tercero d 622333444",
        TWO,
    ),
    (
        f"{MARTA} Son dos: Hugo Prado Solís, que está en 1ºA, y su hermana Vera Prado Solís, que está en 3ºD.",
        TWO,
    ),
    (f"{MARTA} Hugo Prado Solís, 1ºA. Vera Prado Solís, 3ºD.", TWO),
    (f"{MARTA} Mi hijo Hugo Prado Solís es de 1ºA y mi otra hija, Vera Prado Solís, de 3ºD.", TWO),
    (f"{MARTA}\n1ºA - Hugo Prado Solís\n3ºD - Vera Prado Solís", TWO),
    (
        "My name is Marta Solís Vera. My son Hugo Prado Solís is in 1ºA and my daughter Vera Prado Solís is in 3ºD. Locked out of iPasen. 622333444",
        TWO,
    ),
    (
        "Mes enfants : Hugo Prado Solís (1ºA) et Vera Prado Solís (3ºD). Je m'appelle Marta Solís Vera. J'ai oublié le mot de passe. 622333444",
        TWO,
    ),
    (
        "Sunt Marta Solís Vera, mama lui Hugo și Vera Prado Solís, din 1ºA și 3ºD. Am uitat parola. 622333444",
        TWO,
    ),
    (
        f"{MARTA} Mis gemelas son Nora y Vera Prado Solís (3ºD ambas).",
        ("Nora Prado Solís | 3º D", "Vera Prado Solís | 3º D"),
    ),
    (f"{MARTA}\n| Alumno/a | Grupo |\n| Hugo Prado Solís | 1ºA |\n| Vera Prado Solís | 3ºD |", TWO),
    (f"{MARTA}\nNombre: Hugo Prado Solís   Curso: 1ºA\nNombre: Vera Prado Solís   Curso: 3ºD", TWO),
    (f"{MARTA}\n1º hijo: Hugo Prado Solís - 1ºA\n2º hijo: Vera Prado Solís - 3ºD", TWO),
)
