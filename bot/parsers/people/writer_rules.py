"""What writers say of themselves and of others: who holds the pen, by phrases (POLICY §2 rows 7, 12)."""

from __future__ import annotations

from bot.model.claim import Writer
from bot.parsers.names.kinship import CHILD, COURSE, NAME, PARENT, PUPIL, STAFF, B

_SOY = (
    r"(?:soy|yo soy|i am|i'm|je suis|sunt|eu sunt|sou|eu sou|ich bin|sono|soc|و?انا|я|我是|escribo como|"
    r"le escribe|(?:les? |os |te )?habla|en calidad de|como)"
)
_ART = (
    r"(?:\s+(?:la|el|l[oa]s|un|una|su|una de sus|uno de sus|the|a|an|his|her|der|die|eine?|uma?|o|sa|"
    r"son|l'))?"
)
_INTRO = rf"(?:{NAME}\s*[,(\-]?\s*)"

THIRD = (
    r"abuel[oa]|abuelit[oa]|yay[oa]|ti[oa]|tit[oa]|padrin[oa]|madrina|bisabuel[oa]|hermana mayor|"
    r"hermano mayor|hermana|hermano|prim[oa]|cunad[oa]|vecin[oa]|amig[oa]|pareja|novi[oa]|compa[nñ]er[oa]"
    r"|marido de la madre|mujer del padre|padrastro|madrastra|cuidadora?|nuera|yerno|trabajadora? social|"
    r"educadora?|monitora?|grandmother|grandma|grandfather|grandpa|aunt|uncle|neighbou?r|sister|brother|"
    r"stepfather"
    r"|stepmother|partner|friend|grand-mere|grand-pere|tante|oncle|voisine?|bunica|bunicul|matusa|"
    r"unchiul|vecina|avo|oma|opa|tante|onkel|nonna|nonno|zia|zio|avia|avi"
)
_STAFF_ALONE = (
    r"(?:profesora?|orientadora?|maestr[oa]|jef[ea] de estudios|educadora?|trabajadora? social|coordinadora?|"
    r"secretari[oa]|mediadora?|integradora? social|interprete|traductora?|voluntari[oa]|"
    r"tecnic[oa] de (?:familia|menores|intervencion|acogida))\b"
)
_NOT_PARENT = r"(?![^.\n]{0,60}\b(?:madre|padre|mother|father)\b)"  #: "soy profesora y la madre de …"
NOT_OF_UNIVERSITY = r"(?![^.\n]{0,40}\b(?:master|maes|magisterio|universi\w+|grado en|practicas|facultad)\b)"
SPOUSE = r"mujer|marido|espos[oa]|companer[oa] sentimental|ex ?mujer|ex ?marido|wife|husband"
_INSTITUTION = (
    r"servicios sociales|asociacion|fundacion|ong|caritas|cruz roja|ampa|ayuntamiento|concejalia|hogar|"
    r"centro de (?:acogida|menores|dia|proteccion)|equipo (?:de|educativo|tecnico)|programa de|piso tutelado"
)
PROFESSION = (
    r"trabajadora? social|educadora? (?:social|familiar)|mediadora?(?: intercultural)?|integradora? social|"
    r"orientadora?|psicologa?|psicolog[oa]|tecnic[oa] de (?:familia|menores|intervencion|acogida)"
)
_HELPED = (
    r"vecin[oa]|amig[oa]|conocid[oa]|companer[oa]|emplead[oa]|trabajadora?|clienta?e?|usuaria|representad[oa]|"
    r"defendid[oa]|tutelad[oa]|madre|padre|senora?|mujer|hombre|familias?|persona|mum|mother|father|lady|parent"
)
_GIVE = r"(?:facilit|restabl|restaur|(?:re)?gener|renov|renuev|envi|mand|remit|proporcion|cambi|resete|reenv)"
_PARTNER = (
    r"pareja|novi[oa]|marido|mujer|espos[oa]|companer[oa]|partner|wife|husband|girlfriend|boyfriend|fiancee?"
)
RULES: tuple[tuple[Writer, str], ...] = (
    # "Una compañera no se aclara y escribo yo: …"
    (Writer.THIRD_PARTY, rf"{B}(?:una?|mi)\s+({_HELPED})\b[^.!?\n]{{0,80}}\bescribo yo\b"),
    # "Soy la nueva pareja del padre de …": the parent is somebody else.
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:soy|i'?m|i am)\s+(?:la |el |the )(?:(?:nuev[oa]|actual|new|segund[oa])\s+)?"
            rf"({_PARTNER}|{THIRD})\s+(?:actual\s+)?(?:del? |of )(?:la |el |su |mi |the |his |her )?"
            r"(?:padre|madre|papa|mama|father|mother|dad|mum|mom|tutora?)\b"
        ),
    ),
    # For somebody else, whatever they call themselves: helped, stood for, "se la mandáis" to her.
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:(?:ayud|acompan|asist|apoy|asesor)(?:o|amos|imos|ando|iendo)|helping|supporting)\s+"
            rf"(?:al |(?:a |con )?(?:mi |su |una? |la |el |esta? |my |an? |the ))(?:\w+ )?({_HELPED})\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:mi|nuestr[oa]|my|our)\s+(representad[oa]|defendid[oa]|emplead[oa]|clienta|usuaria|"
            rf"conocid[oa]|employee|client)\b"
        ),
    ),
    # "Una feligresa, Ana Gil, madre de …", "tengo aquí a Ana Gil, la madre de …".
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:una?|otr[oa]) ([a-z]+)(?<!madre)(?<!padre)(?: (?:mia|mio|nuestr[oa]))?,? {NAME},? "
            rf"(?:es )?(?:la |el )?{PARENT}\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:tengo|tenemos|(?:ha )?venido|esta) "
            rf"(?:aqui|delante|conmigo|con nosotros|en (?:la |el |mi )?\w+) "
            rf"(?:a )?{NAME},? (?:la |el )?({PARENT})\b"
        ),
    ),
    (Writer.THIRD_PARTY, rf"{B}yo (?:ser |es )?({THIRD}) (?:de|del) "),
    (
        Writer.THIRD_PARTY,
        rf"{B}escrib(?:e|o)\s+(?:yo\s*,?\s*)?(?:su|el|la)\s+(hij[oa]|niet[oa]|prim[oa]|{THIRD})\b",
    ),
    (
        Writer.GUARDIAN,
        rf"{NAME}\s*(?:[(（][^)）\n]{{0,40}}[)）]\s{{0,2}})?的\s*(妈妈|母亲|爸爸|父亲|家长)",
    ),
    (Writer.THIRD_PARTY, rf"{B}escrib\w+ (?:por|para ayudar a|en favor de) (?:una?|mi) ({_HELPED})\b"),
    (Writer.THIRD_PARTY, rf"{B}(?:de interprete|interprete (?:de|para|del)|a nombre de {NAME})"),
    (Writer.THIRD_PARTY, rf"{NAME}\s*,\s*(?:el|la|su)\s+({THIRD})(?!\s*\w)"),
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:te|os|le|les) (?:paso|mando|reenvio|traslado) (?:esto|este correo|lo) (?:de|que) "
            rf"(?:\w+ ){{0,4}}?(?:una?|la|el) (madre|padre|familia)\b"
        ),
    ),
    (Writer.THIRD_PARTY, rf"{B}nos (?:ha |han )?(?:pide|pedido|solicita|solicitado)n? (ayuda|que)\b"),
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:(?:me |nos )?(?:ha|han) (?:llamado|venido|escrito|pedido|preguntado|contactado|"
            r"avisado)|(?:me|nos) (?:escribe|llama|avisa|pide|cuenta|dice)n?) "
            r"(?:\w+ ){0,3}?(?:una?|la|el|est[ae]) (madre|padre|familia|mama|papa|senora?)\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:pon|poned|pong\w+|manda|mandad|manden|envia|enviad|envien|renueva|renovad|renueven|"
            rf"cambia|cambiad|cambien|genera|generad|generen|da|dad|den)(les?) (?:\w+ ){{0,2}}?"
            r"(?:clave|contrasena)s?\b"
        ),
    ),
    # A petition in the third person: "la que suscribe … SOLICITA le sea renovada".
    (
        Writer.GUARDIAN,
        (
            rf"{B}(?:(?:(?:el|la) que|quien) suscribe|(?:abajo|arriba) firmante|"
            rf"(?:solicita|suplica|ruega|interesa)\s*[:,]?\s*(?:que )?(?:se )?les? (?:sea )?{_GIVE}\w*)\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}(?:les? sea\s+({_GIVE}\w*)|se les? ({_GIVE}\w*(?:e|en|ezca|ezcan|ita|itan)))\b",
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}se (?:la|lo)\s+(?:puede|podei|podeis|pueden|podria)\w*\s+({_GIVE}\w*)\b",
    ),
    (Writer.THIRD_PARTY, rf"{B}({_GIVE}\w*sel[ao]s?)\b"),
    (Writer.THIRD_PARTY, rf"{B}(?:en|de|para|una madre de|un padre de|una familia de)\s+mi (tutoria)\b"),
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:correo|mensaje|mail|nota|whatsapp) (?:que )?(?:me (?:ha|han) (?:llegado|mandado|"
            rf"enviado|escrito|pasado) )?"
            r"(?:de )?una? (madre|padre|familia|alumn[oa])\b"
        ),
    ),
    (Writer.GUARDIAN, rf"{B}(?<!me )(?<!nos )escribe\s+(?:es\s+)?(?:el|la)\s+({PARENT})\b"),
    # A grandmother who is the legal tutor is a guardian.
    (
        Writer.GUARDIAN,
        (
            rf"{B}(?:yo )?soy(?:{_ART})\s+(?:su |l[oa] )?((?:tutora?|guardadora?|responsable|"
            rf"representante)(?: legal)?)\b(?!\s*(?:de|del)?\s*(?:la clase|clase|grupo|l\s)?\s*{COURSE})"
        ),
    ),
    (
        Writer.GUARDIAN,
        (
            rf"{B}(?:soy (?:yo )?(?:la|el) que (?:l[oae]s? )?tiene|(?:l[oae]s? )?(?:tengo|tenemos)) "
            r"(?:yo )?(?:a|bajo) (?:mi|su|nuestr[oa]) "
            r"(cargo|custodia|tutela|guarda)\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"(?:{B}{_SOY}(?:{_ART}|\s+{NAME},?{_ART})|{NAME}\s*\n)\s*({STAFF})\s+(?:de|del|d|of|en)"
            rf"?\s*(?:la clase de |clase |grupo |curso )?{COURSE}"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}{_SOY}(?:\s+{NAME},?)?{_ART}\s+({_STAFF_ALONE}){_NOT_PARENT}",
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}{_SOY}(?:\s+{NAME},?)?{_ART}\s+({THIRD})\b(?!\s*,?\s*(?:y|and)\s+tutora? legal)",
    ),
    (
        Writer.THIRD_PARTY,
        rf"{_INTRO}(?:{_ART})\s*({THIRD})\s+(?:matern[oa] |patern[oa] )?(?:de|del|of|d'|da|lui)\b",
    ),
    # "Mi madre dice que si le mandas otra contraseña".
    (
        Writer.STUDENT,
        (
            rf"{B}mi (madre|padre|mama|papa)\b[^.\n]{{0,80}}\b(?:dice|pide|pregunta)\b"
            rf"[^.\n]{{0,20}}\bles? {_GIVE}"
        ),
    ),
    # "¿Le mandáis clave?", "¿se lo regeneras?", "le hace falta una contraseña a Ana".
    (Writer.THIRD_PARTY, rf"{B}(?:se (?:la|lo)|les?)\s+({_GIVE}\w*(?:as|ais))\b"),
    (
        Writer.THIRD_PARTY,
        rf"{B}les? (?:hace|hacen|haria) falta (?:\w+ ){{0,4}}(clave|contrasena|acceso|usuario)s?\b",
    ),
    # "Contraseña nueva para D. Leo Gil, marinero y padre de …", "el teléfono del interesado".
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:clave|contrasena|acceso|usuario)s? (?:\w+ ){{0,4}}(?:para|a(?: favor de)?)\s+"
            rf"((?:don|dona|d|dna|el senor|la senora|sr|sra)[.ªº]*)\s+{NAME}"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}(?:clave|contrasena|acceso)s? (?:\w+ ){{0,4}}para (?:la|el) ({PARENT}) (?:legal )?del?\b",
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:clave|contrasena|acceso|usuario|ipasen|pasen) (?:de|para) una? "
            r"(client[ae]|usuaria|paciente|emplead[oa])\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}(?:rueg|solicit|pid|rog|ped|agradecer)\w* (?:que )?(?:se )?les? ({_GIVE}\w*(?:e|en|eis|an))\b",
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}(?:telefono|movil|numero|correo) (?:\w+ ){{0,2}}de(?:l| la) (interesad[oa]|afectad[oa])\b",
    ),
    # "Hemos recibido una incidencia del usuario D. Leo Gil".
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:incidencia|consulta|solicitud|peticion|queja|aviso|llamada) (?:\w+ ){{0,3}}?"
            rf"(?:del |(?:de|por parte de) (?:la |el |una? ))(usuari[oa]|familiar?|client[ea])\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}(usuari[oa]) (?:\w+ ){{0,3}}(?:don|dona|d\.|d\.?º\.?|dna\.?|sra?\.?) ?{NAME}",
    ),
    (Writer.THIRD_PARTY, rf"{B}una? (usuari[oa]|familia) de (?:su|vuestro|tu|este) (?:centro|instituto)\b"),
    (Writer.GUARDIAN, rf"{B}{_SOY}{_ART}\s+({PARENT})\b"),
    (Writer.GUARDIAN, rf"{B}{_SOY}\s+{NAME}\s*,\s*(?:su|la|el|his|her)\s+({PARENT})\s*[.,;)\n]"),
    (
        Writer.GUARDIAN,
        (
            rf"{_INTRO}(?:(?:soy|y soy|and i am|sunt|si sunt|e sou|sou|ich bin|sono)\b)"
            rf"?{_ART}\s*({PARENT})(?:\s+(?:biologic|adoptiv|en acog|de acog|y )\w*){{0,2}}\s+(?:(?:de|"
            rf"del|of|d|da|lui|von|di|des)\b|d'|{PUPIL})"
        ),
    ),
    (Writer.GUARDIAN, rf"{B}({CHILD})\s+(?:mei|mele|meu|mea)\s+(?:sunt|este|e|se)\b"),
    (
        Writer.STUDENT,
        (
            rf"{B}{_SOY}{_ART}\s+(?:{NAME},?\s*)?(?:un |una )?(alumn[oa]|estudiante|student|pupil|eleve|"
            rf"etudiante?|elev[a]?|alun[oa]|schulerin|schuler)\b{NOT_OF_UNIVERSITY}"
        ),
    ),
    (
        Writer.STUDENT,
        (
            rf"{B}{_SOY}{_ART}\s+{NAME}\s*[,(]?\s*(?:alumn[oa]\b|"
            rf"(?:estudio|voy|estoy)\b[^.\n]{{0,25}}{COURSE}|de {COURSE}|"
            rf"del {COURSE}|d {COURSE}|{COURSE})"
        ),
    ),
    (
        Writer.STUDENT,
        (
            rf"{B}(?:estudio|estoy (?:estudiando|matriculad[oa])|yo curso|voy) (?:en |a )?(?:el |la )"
            rf"?(?:ciclo |grado )?(?:de )?{COURSE}"
        ),
    ),
    (
        Writer.STUDENT,
        (
            rf"{B}(?:mi|a mi|my|ma|mon|mama|meu|minha|mea)\s+(?:madre|padre|mother|mum|mom|dad|father|"
            rf"mere|pere|mama|papa|mae|pai|tutora? legal|abuel[oa])\b[^.\n]{{0,60}}\b(?:no (?:puede|"
            rf"se entera|sabe|le deja|encuentra|se acuerda|tiene)|ha (?:olvidado|perdido)|me ha dicho|"
            rf"me dijo|can't|cannot|doesn't|forgot|n'arrive|ne peut|nu poate)"
        ),
    ),
    (
        Writer.STUDENT,
        (
            rf"{B}(?:contrasena|clave|ipasen|pasen|cuenta|password|acceso) (?:de|del|d) mi (madre|padre|"
            rf"mama|papa)\b"
        ),
    ),
    (Writer.STUDENT, rf"{B}my (?:mum|mom|mother|dad|father)'s (?:password|account|ipasen)"),
    # "Mi niña Ana …, en la comunión de mi sobrino": the child that is named counts.
    (
        Writer.GUARDIAN,
        rf"{B}(?:mi|mis|my)\s+({CHILD})\s+{NAME}",
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}(?:mi|mis|my)\s+(niet[oa]s?|sobrin[oa]s?|ahijad[oa]|grandson|granddaughter|nephew|niece)\b",
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:de parte de|en nombre de|on behalf of|me (?:ha )?pide(?:n)?(?: mi)?|se lo mando a|"
            rf"lo que me manda)\s+(?:mi\s+|una?\s+|la\s+)?(vecin[oa]|cunad[oa]|amig[oa]|herman[oa]|"
            rf"prim[oa]|companer[oa]|madre de|neighbou?r|friend|sister)\b"
        ),
    ),
    (
        Writer.GUARDIAN,
        (
            rf"{B}(?:mi|mis|nuestr[oa]s?|my|our|ma|mon|mes|meu|minha|mein|meine|mio|mia|la meva|el meu|"
            rf"моя|мій|мой|unser)\s+(?:otr[oa] )?({CHILD})\b"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        rf"{B}{_SOY}(?:\s+{NAME},?)?{_ART}\s+({SPOUSE})\s+(?:actual\s+)?(?:de|del|of)\s{_NOT_PARENT}",
    ),
    # An institution that speaks for a family, or a profession under the name that signs.
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:desde|de parte de|en nombre de|pertenezco a)\s+"
            rf"(?:el |la |los |las |nuestr[oa] )?({_INSTITUTION}|{NAME})"
        ),
    ),
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:apoyando|acompanando|atendiendo|asesorando|trabajando con)"
            r" (?:a )?(?:la|una|esta) (familia)\b"
        ),
    ),
    # "La clave, que no la encuentra": whoever looks for it is somebody else.
    (
        Writer.THIRD_PARTY,
        (
            rf"{B}(?:clave|contrasena|usuario|acceso|pasen)\b[^.!?\n]{{0,20}}"
            r"\b(?:que|y) no (?:la|lo) (encuentra|recuerda|sabe|localiza)\b"
        ),
    ),
    (Writer.THIRD_PARTY, rf"{NAME}\s*[\n,]\s*({PROFESSION})"),
    (
        Writer.GUARDIAN,
        rf"{B}({PARENT})\s+(?:de|d|del|of|lui|da|von|di)\s*(?:l[oa]s? )?(?:alumn[oa]s? )?{NAME}",
    ),
    (Writer.GUARDIAN, rf"{B}(?:{CHILD})\s*[:,]?\s+({NAME})"),
)
