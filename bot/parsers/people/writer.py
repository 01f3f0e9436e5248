"""Who holds the pen, by what the mail says of itself: guardian, pupil, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.model.claim import Writer
from bot.parsers.names.kinship import CHILD, COURSE, MY, NAME, NAME_CHAR, PUPIL, STAFF, THEIR, TITLE, B
from bot.parsers.people.writer_rules import NOT_OF_UNIVERSITY, PROFESSION, RULES, SPOUSE, THIRD
from bot.text.sieve import Sieve, compiled

ACCOUNT = "cuenta del alumnado"  #: the relation of one who writes from a pupil's account


_ADULT_PUPIL = re.compile(
    rf"{B}(?:soy (?:mayor de edad|un alumno|una alumna|emancipad[oa])|tengo (?:1[6-9]|2\d|3\d) anos|"
    rf"mi propia cuenta|mi cuenta de alumn[oa]|mi pasen de alumn[oa]|i am an? (?:adult )?student)\b"
)
_OF_MY_CHILD = re.compile(
    rf"{B}(?:mi|mis|my|ma|mon)\s+(?:hij[oa]s?|nin[oa]s?|son|daughter|fils|fille)\b|{B}(?:madre|padre|"
    rf"tutora? legal) de\b"
)
_SIBLING = re.compile(rf"{B}soy (?:{NAME},? )?(?:la |el |su )?herman[oa]\b")
_FINDS_OUT = r"(?:se enter\w+|l[oa] (?:se(?:pa|pan)|vea|vean|descubra)|me (?:pille|castigue|regane|mate)n?)"
_MINE = r"(?:mi|mis) (?:madre|padre|padres|mama|papa|viejos?)\b"
#: Who signs "mi madre", or fears her eye, has forgotten for whom they pose.
_POSES = re.compile(
    r"\n[^\S\n]*mi (?:madre|padre|mama|papa)\b[^\n]{0,30}\s*$"
    rf"|{B}(?:antes (?:de )?que|sin que|(?:para|pa) que no) (?:{_FINDS_OUT} {_MINE}|{_MINE} {_FINDS_OUT})"
    rf"|{B}(?:para|pa) que {_MINE} (?:me )?(?:pued|ve|entr|firm|justifi|mir|sep)\w+"
    rf"|{B}cuando {_MINE} (?:llegue|venga|vuelva)n?\b[^.!?\n]{{0,30}}\bse lo (?:enseno|digo|cuento|doy)\b"
    rf"|{B}{_MINE} [^.!?\n]{{0,60}}?(?:firmarme|(?:me (?:lo |la )?)tienen? que firmar)\b"
    rf"|{B}{_MINE} no (?:lo |la |los |las )?(?:pueden?|deben?|tienen? que) (?:ver|enterarse|saber)\w*"
    rf"|{B}me han? puesto (?:un|una|otro|otra) (?:parte|amonestacion|sancion|expulsion)\b(?! (?:a|al|de) )"
    rf"|{B}que (?:nota )?me han? puesto [^.!?\n]{{0,30}}\b(?:examen|control|parcial)\b"
    rf"|{B}los que (?:suspend|aprob)\w+mos\b"
    rf"|{B}cuando (?:llegamos|entramos|salimos|estabamos) (?:nosotr[oa]s )?(?:al?|en|del?) (?:el |la )?"
    r"(?:pasillo|aula|patio|recreo|clase|gimnasio|taller)\b"
)
#: One's own family, child or self; or the staff who told one to write.
_OF_ONESELF = (
    rf"(?:toda\s+)?(?:la|mi|nuestra|my|our|ma|notre)\s+famil|me[ua]\b"
    rf"|(?:(?:{MY}|{THEIR})\s+)?(?:(?:menor\s+)?(?:{CHILD}|{PUPIL})|{STAFF}\b(?!\s+legal))"
)
_ANOTHER = rf"(?:su |la |el |una? )?(?:{THIRD}|{SPOUSE}|{PROFESSION})\b"
#: Who says outright that they stand in for the guardian, whosever name the mail bears.
_STANDS_IN = re.compile(
    "|".join(
        (
            # "en nombre de Ana", but not of one's own family
            (
                rf"{B}(?:en nombre(?: y representacion)? de|en representacion de|por (?:encargo|cuenta) de|"
                r"a peticion de|on behalf of(?! myself)|au nom de|de la part de|im namen von|em nome de|"
                rf"in numele)\s+(?!{_OF_ONESELF})(?:\w+|{NAME})"
            ),
            rf"{B}(?:escrib|mand|envi|pid|solicit)\w* (?:\w+ ){{0,3}}?en su nombre\b",
            # "por orden de Ana", "P.O. Eva"
            rf"{B}por (?:orden|poder) de {TITLE}{NAME}",
            rf"\n[^\S\n]*(?:p\.? ?[oad]\.?|por (?:orden|poder|autorizacion))\s*:?\s*{NAME}",
            rf"\n[^\S\n]*p\.? ?{NAME}\s*:\s*{NAME}",  # the "O." read as an initial
            # "Fdo.: en su nombre, Eva", "del turno de oficio", "he preparado yo este escrito"
            rf"{B}(?:fdo|firmado)\.?\s*:?\s*en (?:su|mi) nombre",
            rf"{B}(?:del|por el) turno de oficio",
            rf"{B}he (?:preparado|redactado|escrito|rellenado) yo (?:este|el|esta|la)\b",
            # who translates or takes down what a parent says
            (
                rf"{B}(?:traduzco|transcribo) (?:lo que|sus palabras|su (?:mensaje|peticion)|literal)"
                rf"|{B}fin de la (?:traduccion|transcripcion)"
                rf"|{B}(?:me|nos) dicta\b(?! (?:el|la) (?:app|aplicacion|movil|telefono))"
            ),
            # who was asked in person: "ha estado en mi despacho", "le he dicho que os escribía yo"
            (
                rf"{B}(?:(?:ha (?:estado|venido)|se ha pasado) (?:\w+ ){{0,2}}|(?:vino|estuvo|se paso) )"
                r"(?:en|a|por) mi (?:despacho|tutoria|oficina|consulta|clase|mesa|ventanilla|tienda)\b"
            ),
            (
                rf"{B}les? (?:he dicho|dije) que (?:yo )?(?:(?:te|os|se|le) )?(?:lo |la )?"
                r"(?:pas|escrib|avis|comunic|mand|traslad)\w+"
            ),
            rf"{B}quede con (?:ella|el) en\b",
            # a brother or sister: "nuestra madre no quiere verlo"
            rf"{B}nuestr[oa]s? (?:madre|padre|padres)\b(?! superior)",
            # a shop: "clienta con iPasen bloqueado"
            rf"{B}client[ea]s? (?:con|sin|que) (?:\w+ ){{0,4}}(?:i?pasen|clave|contrasena|acceso|usuario)\b",
            # "rellenado por: Eva, hermana mayor", "escrito por su sobrina", "lo envía su tía"
            rf"(?:{B}\w+[aiu]d[oa]|{NAME}) por\s*:\s*{NAME}\s*[,(-]\s*{_ANOTHER}(?!\s+y tutora?)",
            (
                rf"(?:{B}(?:escrit|rellenad|cumplimentad|redactad|enviad|mandad|tramitad)[oa]|\n{NAME}) por "
                rf"(?:su|la|el) (?:{THIRD}|sobrin[oa]|hij[oa]|niet[oa])\b"
            ),
            rf"{B}(?:se|os|le) (?:lo )?(?:envia|manda|escribe|remite) (?:su|la|una?|el) (?:{THIRD})\b",
            # a last line "Eva (cuñada)", "Eva (sobrina de Leo, que él no tiene correo)"
            (
                rf"(?:^|\n)[^\S\n]*{NAME}\s*\(\s*(?:{_ANOTHER}|auxiliar\b|(?:la |su )?(?:sobrin|niet)[oa] "
                r"del?\b)(?![^)\n]*\btutor)[^)\n]*\)\s*(?:\n|$)"
            ),
        )
    )
)
_IS_PUPIL = re.compile(
    rf"{B}soy (?:yo )?(?:{NAME},? )?(?:(?:el|la|un|una) )?(alumn[oa])\b"
    rf"(?!\s*(?:[:\x03]|es\b)){NOT_OF_UNIVERSITY}"
    rf"|{B}soy (?:yo )?{NAME},? (?:de|del|d) {COURSE}(?=[\s\S]{{0,200}}\bmi (?:madre|padre|mama|papa)\b)"
)
_SIEVE = Sieve(pattern for _, pattern in RULES)


@dataclass(frozen=True, slots=True)
class WriterReading:
    """Who writes, and the word by which they call themselves."""

    writer: Writer
    relation: str | None = None
    stands_in: bool = False  #: and says outright that they write for the guardian


def read_writer(named: Iterable[str]) -> WriterReading:
    """Who writes, from the marked texts (courses, phones and names as control characters) of a mail.

    The first that holds decides, in the order of this module and then of `RULES`: what writers say of
    themselves comes before what they say of others.
    """
    texts = list(named)
    if any(_ADULT_PUPIL.search(t) for t in texts) and not any(
        _OF_MY_CHILD.search(t) or _SIBLING.search(t) for t in texts
    ):
        return WriterReading(Writer.STUDENT, "alumno/a")
    if any(_POSES.search(t) for t in texts):
        return WriterReading(Writer.STUDENT)
    if any(_STANDS_IN.search(t) for t in texts):
        return WriterReading(Writer.THIRD_PARTY, stands_in=True)
    if any(_IS_PUPIL.search(t) and not _OF_MY_CHILD.search(t) for t in texts):
        return WriterReading(Writer.STUDENT, "alumno/a")
    possible = {number for t in texts for number in _SIEVE.possible(t)}
    for number in sorted(possible):
        who, pattern = RULES[number]
        for text in texts:
            hit = compiled(pattern).search(text)
            if hit and not (who is Writer.STUDENT and _OF_MY_CHILD.search(text)):
                relation = next((g for g in hit.groups() if g and NAME_CHAR not in g), None)
                return WriterReading(who, relation)
    return WriterReading(Writer.UNKNOWN)
