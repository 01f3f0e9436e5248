"""Mails in other voices than those of any corpus, each with what a careful secretary takes from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """`students`: "name | course" each; empty strings for what the mail does not give."""

    name: str
    body: str
    guardian: str = ""
    students: tuple[str, ...] = ()
    phone: str = ""
    intent: str = "recover"
    writer: str = "guardian"
    subject: str = "iPasen"
    sender: str = ""
    loose_course: str = ""
    signals: frozenset[str] = frozenset()


CASES = (
    Case(
        "dictated_with_the_course_inside_the_childs_name",
        "hola soy marisa quesada y mi hijo juan de segundo b bermejo quesada no puedo entrar en pasen 654112233",
        "marisa quesada",
        ("juan bermejo quesada | 2º B",),
        "+34654112233",
    ),
    Case(
        "triplets_with_their_surnames_once",
        "Tengo trillizos en 1º ESO B: Nerea, Adrián y Paco Novoa Carballo. Soy su madre, Felisa Carballo Padín. Perdí "
        "la clave de iPasen. Mi móvil: 611223344",
        "Felisa Carballo Padín",
        (
            "Nerea Novoa Carballo | 1º ESO B",
            "Adrián Novoa Carballo | 1º ESO B",
            "Paco Novoa Carballo | 1º ESO B",
        ),
        "+34611223344",
    ),
    Case(
        "surnames_once_behind_two_courses",
        "Soy Bruno Sales Gil, padre de Mario (3ºB) y Manuel Sales Bonet (1º SMR). He olvidado la clave. 622334455",
        "Bruno Sales Gil",
        ("Mario Sales Bonet | 3º B", "Manuel Sales Bonet | 1º CFGM SMR"),
        "+34622334455",
    ),
    Case(
        "stage_of_both_children_said_once",
        "Soy Ana Gil Mora, madre de Leo Pardo Gil, 2º A, y Eva Pardo Gil, 4º C. Son de la ESO. No puedo entrar en iPasen. "
        "Mi móvil es 600111222.",
        "Ana Gil Mora",
        ("Leo Pardo Gil | 2º ESO A", "Eva Pardo Gil | 4º ESO C"),
        "+34600111222",
    ),
    Case(
        "children_in_the_subject_their_courses_below",
        "No puedo entrar. Los cursos son 2º ESO A y 4º ESO C. Soy Ana Gil Mora 600111222.",
        "Ana Gil Mora",
        ("Leo Pardo Gil | 2º ESO A", "Eva Pardo Gil | 4º ESO C"),
        "+34600111222",
        subject="clave iPasen madre de Leo Pardo Gil y Eva Pardo Gil",
    ),
    Case(
        "groups_told_by_he_and_she_of_children_without_a_course",
        "Soy Ana Gil Mora, madre de Leo y Eva Pardo Gil; él en el A y ella en el C. No puedo entrar en iPasen. 600111222",
        "Ana Gil Mora",
        ("Leo Pardo Gil | ", "Eva Pardo Gil | "),
        "+34600111222",
    ),
    Case(
        "surnames_first_and_then_both_children",
        "Soy Ana Gil Mora, madre de Pardo Gil, Leo y Eva, de 2º B. No entro en iPasen. 600111222",
        "Ana Gil Mora",
        ("Leo Pardo Gil | 2º B", "Eva Pardo Gil | 2º B"),
        "+34600111222",
    ),
    Case(
        "form_whose_field_ends_in_a_sentence",
        "Alumno: Leo Pardo Gil de segundo B, el mayor. Gracias por todo\nMadre: Ana Gil Mora\nMóvil: 600111222. No "
        "entro en iPasen.",
        "Ana Gil Mora",
        ("Leo Pardo Gil | 2º B",),
        "+34600111222",
        writer="unknown",
    ),
    Case(
        "form_whose_value_stands_below_its_label",
        "Madre: Ana Gil Mora\nAlumno:\nLeo Pardo Gil\nMóvil: 600111222. No entro en iPasen",
        "Ana Gil Mora",
        ("Leo Pardo Gil | ",),
        "+34600111222",
        writer="unknown",
    ),
    Case(
        "table_with_a_cell_more_than_headings",
        "No entro en iPasen\nMadre | Alumno | Curso | Móvil\nAna Gil Mora | Leo Pardo Gil | 2º B | 600111222 | nada",
        "Ana Gil Mora",
        ("Leo Pardo Gil | 2º B",),
        "+34600111222",
        writer="unknown",
    ),
    Case(
        "code_wanted_elsewhere_in_the_signature",
        "Soy Ana Gil Mora, madre de Leo Pardo Gil, 2ºB. No puedo entrar en iPasen. Mi móvil es 600111222.\n\n-- \n"
        "Ana Gil Mora\nMandadme la clave a este correo",
        "Ana Gil Mora",
        ("Leo Pardo Gil | 2º B",),
        "+34600111222",
        signals=frozenset({"code_elsewhere"}),
    ),
    Case(
        "signed_by_another_than_the_mother_of_the_text",
        "Eva Sol Ruiz, madre de Leo Pardo Gil 2ºB. No entro en iPasen, 600111222\nUn saludo\nCarmen Duarte Pons",
        "Eva Sol Ruiz",
        ("Leo Pardo Gil | 2º B",),
        "+34600111222",
        writer="third_party",
        signals=frozenset({"for_another"}),
    ),
    Case(
        "signed_shorter_by_the_mother_of_the_text",
        "Eva Sol Ruiz, madre de Leo Pardo Gil 2ºB. No entro en iPasen, 600111222\nUn saludo\nEva Sol",
        "Eva Sol Ruiz",
        ("Leo Pardo Gil | 2º B",),
        "+34600111222",
    ),
    Case(
        "sender_with_initials_is_no_guardian",
        "No puedo entrar en iPasen. Mi hijo es Leo Pardo Gil, 2ºB. Mi móvil es 600111222.",
        "",
        ("Leo Pardo Gil | 2º B",),
        "+34600111222",
        sender="Ana G M",
    ),
    Case(
        "number_too_short_after_another_word",
        "No puedo entrar en iPasen. Mi hijo es Leo Pardo Gil, 2ºB. Soy Ana Gil Mora. Matrícula 6001112.",
        "Ana Gil Mora",
        ("Leo Pardo Gil | 2º B",),
    ),
    Case(
        "surnames_as_the_familys",
        "Soy Rosa Sales, la madre de Juanito y de Mari, los Novoa Sales. Juanito está en 1º de peluquería y Mari en "
        "primero A. No sé la clave de iPasen. 622334455",
        "Rosa Sales",
        ("Juanito Novoa Sales | 1º CFGB PQ", "Mari Novoa Sales | 1º A"),
        "+34622334455",
    ),
    Case(
        "the_child_asks_for_a_father_named_later",
        "hola, mi padre no encuentra la contraseña del pasen y os la pido yo. se llama Hugo Carballo Padín y su movil "
        "es 622334455. soy Noa Carballo Gil 3A",
        "Hugo Carballo Padín",
        ("Noa Carballo Gil | 3º A",),
        "+34622334455",
        writer="student",
        signals=frozenset({"for_another", "odd_delivery"}),
    ),
    Case(
        "new_wife_of_the_father",
        "Buenas, soy Eva, la mujer de Hugo Carballo Padín. Su hija Noa Carballo Gil (3ºA) está con nosotros y él no "
        "atina con iPasen, contraseña errónea. 622334455",
        "Hugo Carballo Padín",
        ("Noa Carballo Gil | 3º A",),
        "+34622334455",
        writer="third_party",
    ),
    Case(
        "teacher_who_is_the_mother",
        "Soy Eva Gil Sanz, profesora de otro centro y madre de Noa Carballo Gil, 3ºA. Olvidé la clave de iPasen. "
        "622334455",
        "Eva Gil Sanz",
        ("Noa Carballo Gil | 3º A",),
        "+34622334455",
    ),
    Case(
        "student_of_the_university",
        "Soy Eva Gil Sanz, estudiante del máster de profesorado, y busco centro para hacer las prácticas con 3º ESO.",
        "Eva Gil Sanz",
        intent="other",
        writer="unknown",
        subject="Prácticas",
    ),
    Case(
        "groups_told_by_pronoun",
        "Soy Bruno Sales Gil, padre de los mellizos Marcos y Daniela Sales Bonet, los dos en 1º de ESO, él en el D y "
        "ella en el B. He olvidado la clave de iPasen. 622334455",
        "Bruno Sales Gil",
        ("Marcos Sales Bonet | 1º ESO D", "Daniela Sales Bonet | 1º ESO B"),
        "+34622334455",
    ),
    Case(
        "institution_for_a_family",
        "Desde Servicios Sociales acompañamos a la familia de Brais Otero Feijóo, de 2º FPB. La madre, Rosalía "
        "Feijóo Lamas, no consigue entrar en iPasen. Su teléfono es 633445566.\n\nLola Caro Roca\nTrabajadora Social",
        "Rosalía Feijóo Lamas",
        ("Brais Otero Feijóo | 2º CFGB",),
        "+34633445566",
        writer="third_party",
    ),
    Case(
        "dictated_without_punctuation",
        "hola buenas tardes mira soy marisa quesada la mama de lucas bermejo quesada de segundo a de la eso que no "
        "me deja entrar en el pasen me pone contraseña erronea mi telefono es el 654 112 233 gracias",
        "marisa quesada",
        ("lucas bermejo quesada | 2º ESO A",),
        "+34654112233",
    ),
    Case(
        "all_capitals",
        "BUENAS TARDES SOY FELISA CARBALLO PADIN MADRE DE ADRIAN NOVOA CARBALLO DE 3 B DE LA ESO. HE OLVIDADO LA "
        "CLAVE DE IPASEN. MI MOVIL ES EL 611223344. UN SALUDO",
        "FELISA CARBALLO PADIN",
        ("ADRIAN NOVOA CARBALLO | 3º ESO B",),
        "+34611223344",
    ),
    Case(
        "form_with_labels",
        "Datos solicitados:\n\nNombre de la madre: Rosalía Feijóo Lamas\nAlumno: Brais Otero Feijóo\nCurso: 1º Bach B\n"
        "Teléfono: 622 33 44 55\n\nNo consigo acceder.",
        "Rosalía Feijóo Lamas",
        ("Brais Otero Feijóo | 1º BACH B",),
        "+34622334455",
        writer="unknown",
    ),
    Case(
        "labels_of_the_schools_page",
        "- El nombre del padre/madre/tutor-a legal. Ernesto Villalba Roca\n- El nombre y apellidos del alumno/a, y el curso "
        "en el que está matriculado: Nil Villalba Sert, 4º ESO C\n- El número de teléfono móvil donde está instalada la App "
        "iPasen: 633445566\nMuchas gracias",
        "Ernesto Villalba Roca",
        ("Nil Villalba Sert | 4º ESO C",),
        "+34633445566",
        writer="unknown",
    ),
    Case(
        "surnames_first",
        "Buenos días, solicito nueva clave de Pasen. Padre: Quintero Salas, Evaristo. Alumna: Quintero Mena, Rocío (2º ESO D). "
        "Tlf 644556677.",
        "Evaristo Quintero Salas",
        ("Rocío Quintero Mena | 2º ESO D",),
        "+34644556677",
        writer="unknown",
    ),
    Case(
        "two_children_sharing_surnames",
        "Hola, soy Beatriz Arenas Coll, madre de Iker y Leire Zubiri Arenas, él en 3ºA y ella en 1ºC. Se nos ha bloqueado iPasen. "
        "Mi número es el 655667788.",
        "Beatriz Arenas Coll",
        ("Iker Zubiri Arenas | 3º A", "Leire Zubiri Arenas | 1º C"),
        "+34655667788",
    ),
    Case(
        "three_children_each_with_course",
        "Buenas. Mis hijos son: Candela Rivas Toro (4º ESO A), Darío Rivas Toro (2º ESO A) y Hugo Rivas Toro (1º ESO E). "
        "Soy su madre, Inés Toro Baena. No recuerdo la contraseña de iPasen. 666778899",
        "Inés Toro Baena",
        ("Candela Rivas Toro | 4º ESO A", "Darío Rivas Toro | 2º ESO A", "Hugo Rivas Toro | 1º ESO E"),
        "+34666778899",
    ),
    Case(
        "other_parent_and_teacher_named",
        "Buenos días: su tutora, Amparo Lledó, me dijo que escribiera aquí. Soy Germán Peiró Sanchis, padre de Vera Peiró "
        "Mulet, de 2ºC. Mi mujer, Lidia Mulet, sí entra, pero yo no puedo entrar en iPasen. Mi móvil: 677889900.",
        "Germán Peiró Sanchis",
        ("Vera Peiró Mulet | 2º C",),
        "+34677889900",
    ),
    Case(
        "brother_only_mentioned",
        "Soy Olga Santamaría Pons, madre de Biel Ferrando Santamaría (1º ESO B). Su hermano Pau ya terminó el año pasado. Me he quedado "
        "sin acceso a iPasen. 688990011",
        "Olga Santamaría Pons",
        ("Biel Ferrando Santamaría | 1º ESO B",),
        "+34688990011",
    ),
    Case(
        "course_of_last_year_mentioned",
        "Buenas noches, soy Eulalia Prats Rius, madre de Aleix Comas Prats, que el año pasado estaba en 1ºB y ahora está en 2ºD. "
        "No me acuerdo de la clave de ipasen. Tfno 699001122",
        "Eulalia Prats Rius",
        ("Aleix Comas Prats | 2º D",),
        "+34699001122",
    ),
    Case(
        "office_phone_in_signature",
        "Buenos días,\n\nno puedo acceder a iPasen, me indica usuario incorrecto. Soy el padre de Jimena Cobos Lara, de 3º ESO D. "
        "Mi móvil es el 600 11 22 33.\n\nAtentamente,\n\n--\nTomás Cobos Iniesta\nDirector comercial\nIniesta Envases, S.L.\nTel. oficina 955 12 34 56 · Fax 955 12 34 57",
        "Tomás Cobos Iniesta",
        ("Jimena Cobos Lara | 3º ESO D",),
        "+34600112233",
    ),
    Case(
        "incomplete_phone",
        "Soy Pilar Vaquero Gil, madre de Asier Leal Vaquero de 2º ESO B, no me va la clave de iPasen, mi móvil 61122334",
        "Pilar Vaquero Gil",
        ("Asier Leal Vaquero | 2º ESO B",),
        "",
    ),
    Case(
        "old_and_new_number",
        "Buenas, soy Nieves Olmo Prieto, la madre de Saúl Cuesta Olmo de 1º ESO A. He cambiado de número: el antiguo era el "
        "600000111 y el nuevo es el 611000222. ¿Lo pueden cambiar en su ficha?",
        "Nieves Olmo Prieto",
        ("Saúl Cuesta Olmo | 1º ESO A",),
        "+34611000222",
        intent="change_data",
    ),
    Case(
        "code_to_the_sons_phone",
        "Soy Marta Alcaide Roig, madre de Joel Pina Alcaide (4º ESO B). Se me ha olvidado la contraseña de iPasen, mi teléfono es "
        "622111000 pero mandad el SMS al móvil de mi hijo, que yo no sé mirarlo.",
        "Marta Alcaide Roig",
        ("Joel Pina Alcaide | 4º ESO B",),
        "+34622111000",
        signals=frozenset({"code_elsewhere"}),
    ),
    Case(
        "password_by_mail",
        "Soy Berta Lorca Moya, madre de Enzo Gil Lorca de 3º ESO A, móvil 633000111. He olvidado la contraseña de iPasen. "
        "¿Pueden enviármela a este correo?",
        "Berta Lorca Moya",
        ("Enzo Gil Lorca | 3º ESO A",),
        "+34633000111",
        signals=frozenset({"code_elsewhere"}),
    ),
    Case(
        "to_be_told_to_a_stranger",
        "Soy Berta Lorca Moya, madre de Enzo Gil Lorca de 3º ESO A, móvil 633000111. He olvidado la contraseña de iPasen. "
        "Cuando esté, avisad a Julián Cobo, que se pasa mañana.",
        "Berta Lorca Moya",
        ("Enzo Gil Lorca | 3º ESO A",),
        "+34633000111",
        signals=frozenset({"odd_delivery"}),
    ),
    Case(
        "to_be_told_at_the_office",
        "Soy Berta Lorca Moya, madre de Enzo Gil Lorca de 3º ESO A, móvil 633000111. No recuerdo la contraseña de iPasen. En "
        "horario de oficina es preferible que comuniquen al 956 22 11 00.",
        "Berta Lorca Moya",
        ("Enzo Gil Lorca | 3º ESO A",),
        "+34633000111",
        signals=frozenset({"odd_delivery"}),
    ),
    Case(
        "pupil_asks_for_mother",
        "hola soy nerea campos de 3C es que mi madre no puede entrar en el pasen y me ha dicho que os escriba. ella se llama "
        "sara ibarra luque y su movil es 644000111",
        "sara ibarra luque",
        ("nerea campos | 3º C",),
        "+34644000111",
        writer="student",
        signals=frozenset({"for_another", "odd_delivery"}),
    ),
    Case(
        "adult_pupil",
        "Buenas, soy alumno de 2º de SMR, me llamo Kevin Robledo Nieto y tengo 19 años. No puedo entrar en mi Pasen. 655000111",
        "",
        ("Kevin Robledo Nieto | 2º CFGM SMR",),
        "+34655000111",
        writer="student",
    ),
    Case(
        "grandmother_without_custody",
        "Buenas tardes, soy la abuela de Marco Egea Ruano, de 1º ESO D. Me llamo Josefa Ruano Peña y quiero ver las notas del niño "
        "pero no puedo entrar en iPasen. Mi teléfono 666000111.",
        "Josefa Ruano Peña",
        ("Marco Egea Ruano | 1º ESO D",),
        "+34666000111",
        writer="third_party",
    ),
    Case(
        "grandmother_who_is_legal_tutor",
        "Soy Dolores Heredia Cortés, abuela y tutora legal de Yeray Heredia Amaya (2º CFGB). Se me ha olvidado la clave de pasen. 677000111",
        "Dolores Heredia Cortés",
        ("Yeray Heredia Amaya | 2º CFGB",),
        "+34677000111",
    ),
    Case(
        "neighbour_for_a_mother",
        "Buenas, escribo de parte de mi vecina, que no se maneja con esto. Se llama Halima Ziani y es la madre de Sanae Ziani, "
        "de 1º ESO B. No puede entrar en iPasen. Su móvil es el 688000111. Gracias, Remedios Cano Luna",
        "Halima Ziani",
        ("Sanae Ziani | 1º ESO B",),
        "+34688000111",
        writer="third_party",
        signals=frozenset({"for_another"}),
    ),
    Case(
        "group_tutor_for_one_mother",
        "Hola, soy Clara Montes, tutora de 2º B. La madre de mi alumno Eric Pardo Solís, Juana Solís Vera, no puede entrar en iPasen. "
        "Su teléfono es 699000111.",
        "Juana Solís Vera",
        ("Eric Pardo Solís | 2º B",),
        "+34699000111",
        writer="third_party",
    ),
    Case(
        "whole_section",
        "Buenas, necesito que regeneréis las claves de todas las familias de mi tutoría, 3º ESO B, antes de la reunión del jueves.",
        intent="bulk",
        writer="third_party",
    ),
    Case(
        "never_had_access",
        "Hola, mi hija Zoe Marín Cid ha empezado este año en 1º ESO A y todavía no tenemos usuario. ¿Cómo nos registramos? "
        "Un saludo, Elías Marín Soto",
        "Elías Marín Soto",
        ("Zoe Marín Cid | 1º ESO A",),
        intent="register",
    ),
    Case(
        "autologin_failed",
        "Nunca he tenido acceso a iPasen. He intentado registrarme con la opción No tengo acceso y me dice que los datos no coinciden. "
        "Soy Ulises Bravo Font, padre de Noa Bravo Gual, 1º ESO C. Móvil 600222333.",
        "Ulises Bravo Font",
        ("Noa Bravo Gual | 1º ESO C",),
        "+34600222333",
        signals=frozenset({"autologin_failed"}),
    ),
    Case(
        "missing_child",
        "Entro bien en iPasen pero solo me sale mi hija mayor, Alma Trigo Vela (4ºA). Mi hijo pequeño, Unai Trigo Vela, de 1ºB, no aparece. "
        "Gracias. Carmela Vela Ríos",
        "Carmela Vela Ríos",
        ("Alma Trigo Vela | 4º A", "Unai Trigo Vela | 1º B"),
        intent="missing_child",
    ),
    Case(
        "absence_only",
        "Buenos días, mi hijo Gael Roca Mas, de 2º ESO A, no irá hoy a clase porque está con fiebre. Un saludo, Mireia Mas Font",
        "Mireia Mas Font",
        ("Gael Roca Mas | 2º ESO A",),
        intent="other",
    ),
    Case(
        "second_request",
        "Soy Fermín Cuevas Gallo, padre de Lola Cuevas Ortiz (3º ESO B), móvil 611222333. No puedo entrar en iPasen porque olvidé la contraseña. "
        "También quería saber cuándo puedo pedir el certificado de matrícula para la beca.",
        "Fermín Cuevas Gallo",
        ("Lola Cuevas Ortiz | 3º ESO B",),
        "+34611222333",
        signals=frozenset({"also_other"}),
    ),
    Case(
        "reason_is_no_second_request",
        "Soy Gema Rosell Bas, madre de Ona Vidal Rosell de 1º ESO C. Necesito entrar en iPasen para justificar una falta de ayer y no recuerdo "
        "la clave. 622333444",
        "Gema Rosell Bas",
        ("Ona Vidal Rosell | 1º ESO C",),
        "+34622333444",
    ),
    Case(
        "english",
        "Dear sir, I am Fiona Gallagher, mother of Rory Walsh in 3º ESO B. I forgot my iPasen password. My mobile is 633 444 555. Kind regards",
        "Fiona Gallagher",
        ("Rory Walsh | 3º ESO B",),
        "+34633444555",
    ),
    Case(
        "english_son_named_later",
        "Hi, I can't log in to iPasen any more. My daughter's name is Poppy Adams, she is in 1º Bachillerato A. My name is Gareth Adams, mobile 644555666.",
        "Gareth Adams",
        ("Poppy Adams | 1º BACH A",),
        "+34644555666",
    ),
    Case(
        "french",
        "Bonjour, je m'appelle Aminata Cissé et je suis la mère de Moussa Traoré, en 2º ESO D. J'ai oublié mon mot de passe iPasen. "
        "Mon numéro : 655 666 777. Merci",
        "Aminata Cissé",
        ("Moussa Traoré | 2º ESO D",),
        "+34655666777",
    ),
    Case(
        "romanian",
        "Bună ziua, sunt Elena Munteanu, mama elevului Vlad Munteanu din clasa 4º ESO A. Nu pot intra în aplicația iPasen. Telefonul meu este 666777888.",
        "Elena Munteanu",
        ("Vlad Munteanu | 4º ESO A",),
        "+34666777888",
    ),
    Case(
        "portuguese",
        "Boa tarde, chamo-me Rui Carvalho e sou o pai da Beatriz Carvalho, do 3º ESO C. Esqueci-me da senha do iPasen. O meu telemóvel é 677888999.",
        "Rui Carvalho",
        ("Beatriz Carvalho | 3º ESO C",),
        "+34677888999",
    ),
    Case(
        "german",
        "Guten Tag, ich bin Sabine Krüger, die Mutter von Jonas Krüger, Klasse 2º ESO B. Ich habe mein Passwort für iPasen vergessen. Handy: 688 999 000.",
        "Sabine Krüger",
        ("Jonas Krüger | 2º ESO B",),
        "+34688999000",
    ),
    Case(
        "italian",
        "Buongiorno, sono Chiara Bianchi, mamma di Matteo Bianchi, 1º ESO D. Ho dimenticato la password di iPasen. Il mio cellulare è 699111222.",
        "Chiara Bianchi",
        ("Matteo Bianchi | 1º ESO D",),
        "+34699111222",
    ),
    Case(
        "catalan",
        "Bon dia, sóc la Montse Puig Serra, mare de l'Arnau Vila Puig de 2º ESO A. He oblidat la contrasenya d'iPasen. El meu mòbil és el 600333444.",
        "Montse Puig Serra",
        ("Arnau Vila Puig | 2º ESO A",),
        "+34600333444",
    ),
    Case(
        "arabic_with_latin_names",
        "السلام عليكم، اسمي Karima Bouzid وأنا أم Ilyas Bouzid في 1º ESO C. نسيت كلمة السر iPasen. رقمي 611333444",
        "Karima Bouzid",
        ("Ilyas Bouzid | 1º ESO C",),
        "+34611333444",
    ),
    Case(
        "ukrainian_with_latin_names",
        "Добрий день, мене звати Oksana Melnyk, я мама Daryna Melnyk з 3º ESO A. Я забула пароль iPasen. Мій телефон 622444555",
        "Oksana Melnyk",
        ("Daryna Melnyk | 3º ESO A",),
        "+34622444555",
    ),
    Case(
        "chinese_with_latin_names",
        "您好，我是Chen Lihua，Chen Yuxuan的妈妈，他在2º ESO C。忘记了iPasen的密码。电话 633555666",
        "Chen Lihua",
        ("Chen Yuxuan | 2º ESO C",),
        "+34633555666",
    ),
    Case(
        "name_only_in_display_name",
        "Buenas, no puedo entrar en iPasen, he olvidado la clave. Mi hija es Abril Conde Rey, de 2º ESO C. Mi móvil 644666777",
        "Estela Rey Amor",
        ("Abril Conde Rey | 2º ESO C",),
        "+34644666777",
        sender="Estela Rey Amor",
    ),
    Case(
        "display_name_of_a_firm",
        "Buenas, no puedo entrar en iPasen. Mi hija es Abril Conde Rey, de 2º ESO C. Mi móvil 644666777",
        "",
        ("Abril Conde Rey | 2º ESO C",),
        "+34644666777",
        sender="Talleres Conde S.L.",
    ),
    Case(
        "everything_in_the_subject",
        "",
        "Paqui Luna Seco",
        ("Izan Torres Luna | 3º ESO C",),
        "+34655777888",
        writer="guardian",
        subject="Paqui Luna Seco madre de Izan Torres Luna 3ESO C clave ipasen tlf 655777888",
    ),
    Case(
        "telegram_style",
        "Clave iPasen bloqueada.\nMadre: Azucena Rey Pozo\nHijo: Álex Vera Rey 4ºD\nMóvil 666888999",
        "Azucena Rey Pozo",
        ("Álex Vera Rey | 4º D",),
        "+34666888999",
    ),
    Case(
        "husbands_phone_not_meant",
        "Soy Manuela Calvo Rico, madre de Pol Sáez Calvo, 1º Bach C. Olvidé la clave de iPasen. El teléfono de mi marido es el 677111222, pero el "
        "mío, donde tengo la aplicación, es el 677333444.",
        "Manuela Calvo Rico",
        ("Pol Sáez Calvo | 1º BACH C",),
        "+34677333444",
    ),
    Case(
        "vocational_cycle_in_words",
        "Hola, soy Ramón Duarte Lago, padre de Uxía Duarte Pena, que estudia segundo del grado superior de desarrollo de aplicaciones web. No "
        "recuerdo mi contraseña de Pasen. Tel. 688222333",
        "Ramón Duarte Lago",
        ("Uxía Duarte Pena | 2º CFGS DAW",),
        "+34688222333",
    ),
    Case(
        "laptop_password",
        "Buenas, el portátil que le prestaron a mi hijo Leo Sanz Grau (3º ESO A) pide una contraseña de administrador que no sabemos. Un saludo, Emma Grau Sol",
        "Emma Grau Sol",
        ("Leo Sanz Grau | 3º ESO A",),
        intent="other",
        subject="Portátil",
    ),
    Case(
        "nothing_but_the_name_of_the_app",
        "",
        subject="ipasen",
        writer="unknown",
    ),
    Case(
        "foster_mother",
        "Buenos días, soy Ascensión Parra Olivares, tutora legal en acogimiento de la menor Kiara Montoya Flores (1º ESO E). La aplicación me dice que la "
        "contraseña ha caducado. Teléfono 699222333.",
        "Ascensión Parra Olivares",
        ("Kiara Montoya Flores | 1º ESO E",),
        "+34699222333",
    ),
    Case(
        "given_name_only",
        "hola soy Tere la madre de Yoli de 2B, no me entra el pasen, mi tlf 600444555",
        "Tere",
        ("Yoli | 2º B",),
        "+34600444555",
    ),
    Case(
        "chat_spelling",
        "wenas soy toñi marquez la mama d ainhoa rios marquez d 4A d la eso, no m acuerdo d la clave dl pasen xfa m la podeis cambiar?? mi num 611555666",
        "toñi marquez",
        ("ainhoa rios marquez | 4º ESO A",),
        "+34611555666",
    ),
    Case(
        "who_writes_is_the_father",
        "El que escribe es el padre, Leandro Parra Olivares. Mi hija Kiara Parra Montoya (1º ESO E). No puedo entrar "
        "en iPasen. 699222333",
        "Leandro Parra Olivares",
        ("Kiara Parra Montoya | 1º ESO E",),
        "+34699222333",
    ),
    Case(
        "a_shop_at_the_foot_with_its_own_mobile",
        "Soy Tere Vigo Sanz. Mi hijo Ciro Bru Vigo, 2º B. Olvidé la clave de iPasen. Mi móvil 600444555.\n\nGracias y "
        "un saludo\n\nQuesos Artesanos La Loma\n\nPedidos y WhatsApp: 600 70 80 91\n\nVisite nuestra tienda",
        "Tere Vigo Sanz",
        ("Ciro Bru Vigo | 2º B",),
        "+34600444555",
    ),
)
