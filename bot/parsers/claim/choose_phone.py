"""Which of the phones in a mail is the one where iPasen is installed (POLICY §2, reading of the rows)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.parsers.phones.numbers import PhoneFinding, PhoneKind
from bot.parsers.scene import ZoneKind
from bot.text.plain import word_set

_OWN = word_set(
    "mi mio mia my mine mon meu mein mea meva movil movill mob mobil app ipasen pasen aplicacion "
    "instalada instalado tengo uso personal"
)
_SENDING = ("mand", "envi", "envoy", "text", "send", "schick", "trimit", "remit", "reenv")
_OWNER = word_set("mi mio mia my mine mon meu minha meva mein meine")
_PHONE = word_set(
    "telefono tlf tfno tel telf tf movil numero num celular phone mobile portable telemovel handy "
    "contacto nº localizar"
)
_NEW = word_set("nuevo nueva new nouveau neue nou noul actual ahora correcto")
_OLD = word_set(
    "viejo vieja antiguo antigua anterior antes old ancien vechi vechiul tenian teniais teniamos baja "
    "existe perdido robado"
)
_REFERENCE = word_set("ref referencia reference incidencia expediente ticket caso")
_OFFICE = word_set(
    "oficina trabajo fax centralita conserjeria despacho empresa ext extension office work bureau "
    "serviciu centro instituto secretaria consulta tienda taller clinica obra nave almacen gerencia "
    "comercial pedidos reservas encargos citas hotel duty"
)
_TO = word_set("al a el en es to")
_HOME = word_set("fijo casa home maison")
_OTHERS = word_set(
    "marido mujer esposo esposa ex padre madre hermana hermano hijo hija suya suyo pareja vecina vecino "
    "abuela abuelo cunada cunado husband wife father mother sister brother son daughter amiga amigo urgencias"
)

_KIN_ABROAD = word_set(
    "suegra suegro nuera yerno tia tio primo prima jefe jefa companera companero vecinos portero "
    "sobrina sobrino sogra sogro marit germana germa irman irma irmao cunhado cunhada patroa mari femme "
    "soeur frere fille fils collegue mann frau bruder schwester sohn tochter nachbarin sotiei sotului "
    "fratelui fratele sora sorei vecinei fiului fiicei marito moglie fratello sorella чоловіка дружини "
    "брата сестри сина доньки подруги мужа жены сестры сына дочери زوجي زوجتي ابني ابنتي اخي اختي 丈夫 妻子 "
    "老公 老婆 女儿 儿子 老板"
)


#: Said between a number and the one that it should have been; the reason may follow at length: "perdona,
#: que ese es el de mi hermana. El mío …".
_TAKEN_BACK = re.compile(
    r"^\W{0,5}(?:(?:uy|ay|no|bueno|anda|huy|ups|oops)\b\W{0,3}){0,2}"
    r"(?:perdon(?:a|ad|e|en)?|disculp(?:a|ad|e|en)|digo|corrijo|rectifico|mejor dicho|quiero decir"
    r"|me he equivocado|me equivoque|sorry|i mean|pardon|scuze|desculpe)\b"
    r"(?:[^.;\n]{0,50}"
    r"|[^.;\n]{0,20}\b(?:ese|este|aquel) (?:es|era) [^\n]{0,160}\b(?:mio|bueno)\b[^\n]{0,30})$"
)
#: Said of a number that came out wrong, a sentence or a postscript later.
_SAID_WRONG = re.compile(
    r"\b(?:mal|equivo[ck]\w*|perdon\w*|corri\w*|correg\w*|correct\w*|rectific\w*|errat\w*|baile|bailad\w*|"
    r"al reves|confund\w*|wrong|mistake\w*|typo|sorry|gresit\w*|tromp\w*|erreur|errad\w*|sbagliat\w*)\b"
)
_SLIPS = 2  #: figures in which a number and its correction differ at most


@dataclass(frozen=True, slots=True)
class PlacedPhone:
    """A phone with the kind of text in which it stands."""

    phone: PhoneFinding
    zone: ZoneKind


@dataclass(frozen=True, slots=True)
class ChosenPhone:
    """The phone that is claimed, or the incomplete number that was meant as one; and the rest."""

    phone: PhoneFinding | None
    incomplete: PhoneFinding | None
    others: tuple[PhoneFinding, ...]


def choose_phone(
    phones: Sequence[PlacedPhone], *, for_another: bool, fits: Callable[[str], bool] = lambda _: False
) -> ChosenPhone:
    """Choose by the words around each number; never by the register alone.

    `for_another`: the writer asks for somebody else's account, whose number is then meant; `fits` tells
    whether a number is on file for the guardian named: it only breaks a tie.
    """
    whole = [p for p in phones if p.phone.kind is not PhoneKind.INCOMPLETE]
    broken = [p for p in phones if p.phone.kind is PhoneKind.INCOMPLETE]
    ranked = sorted(
        ((_weight(p, for_another=for_another), p) for p in whole),
        key=lambda r: (r[0], fits(r[1].phone.value), -r[1].phone.start),
        reverse=True,
    )
    chosen = ranked[0][1].phone if ranked and ranked[0][0] > -3 else None
    if chosen is None or (broken and ranked[0][0] < 0):
        incomplete = broken[0].phone if broken else None
    else:
        incomplete = None
    others = tuple(p.phone for p in whole if chosen is None or p.phone.value != chosen.value)
    return ChosenPhone(chosen, incomplete, others)


def without_withdrawn(phones: Sequence[PlacedPhone], flat: str) -> list[PlacedPhone]:
    """Without numbers that the next words take back: "676 318 045... perdón, 676 813 045".

    All stand in one text, here plain, and in its order.
    """
    taken_back = {
        one.phone.start
        for one, other in pairwise(phones)
        if _TAKEN_BACK.search(between := flat[one.phone.end : other.phone.start])
        or (_is_slip(one.phone.value, other.phone.value) and _SAID_WRONG.search(between))
    }
    return [placed for placed in phones if placed.phone.start not in taken_back]


def _is_slip(one: str, other: str) -> bool:
    """Whether two numbers differ so little that one is the other mistyped."""
    return len(one) == len(other) and 0 < sum(a != b for a, b in zip(one, other, strict=True)) <= _SLIPS


def second_mobile(
    phones: Sequence[PlacedPhone], chosen: PhoneFinding, in_family: Callable[[str], bool]
) -> PhoneFinding | None:
    """Another mobile in the writer's own words that nothing explains: the code may be wanted there (row 15).

    An old number ("ya no lo uso"), an office's, another's ("el suyo es …") and one on file in the same family
    (`in_family`) are explained.
    """
    for placed in phones:
        phone = placed.phone
        if (
            phone.kind in {PhoneKind.MOBILE, PhoneKind.FOREIGN}
            and placed.zone in {ZoneKind.OWN, ZoneKind.SUBJECT}
            and phone.value != chosen.value
            and not _OLD.intersection(phone.before[-5:] + phone.after[:3])
            and (_is_sent_to(phone) or not _OFFICE.intersection(phone.before[-5:] + phone.after[:3]))
            and not _is_denied(phone)
            and "no" not in phone.after[:2]
            and not _REFERENCE.intersection(phone.before[-4:])
            and (_is_sent_to(phone) or not {"suyo", "suya"}.intersection(phone.before[-5:]))
            and not in_family(phone.value)
        ):
            return phone
    return None


def _is_sent_to(phone: PhoneFinding) -> bool:
    """Whether something is to be sent to it: "text it to my work mobile"."""
    return any(word.startswith(_SENDING) for word in phone.before[-7:])


def asked_for(
    phones: Sequence[PlacedPhone], chosen: ChosenPhone, named_before: Callable[[PhoneFinding], bool]
) -> ChosenPhone:
    """The same choice where the code is wanted elsewhere: the phone is then the number asked for (row 15).

    That is another mobile of the writer's; of several the one named last. A number of somebody else (kin
    or, as `named_before` tells, a person with a name) stays an other one: the app is not there.
    """
    if chosen.phone is None:
        return chosen
    wanted = [
        placed.phone
        for placed in phones
        if placed.phone.kind in {PhoneKind.MOBILE, PhoneKind.FOREIGN}
        and placed.zone in {ZoneKind.OWN, ZoneKind.SUBJECT}
        and not _is_called_own(placed.phone)
        and not _is_denied(placed.phone)
        and not _OLD.intersection(placed.phone.before[-4:] + placed.phone.after[:3])
        and not (_OTHERS | _KIN_ABROAD).intersection(placed.phone.before[-6:] + placed.phone.after[:5])
        and not named_before(placed.phone)
    ]
    if not wanted:
        return chosen
    others = (p for p in (chosen.phone, *chosen.others) if p.value != wanted[-1].value)
    return ChosenPhone(wanted[-1], chosen.incomplete, tuple(others))


def _is_called_own(phone: PhoneFinding) -> bool:
    near = phone.before[-4:]
    return not (_NEW | _OFFICE).intersection(near) and bool(
        _OWNER.intersection(near) or {"mio", "mia"}.intersection(phone.after[:2])
    )


def _is_denied(phone: PhoneFinding) -> bool:
    """Whether it is named as the wrong one: "(no al 696 …)"."""
    return phone.before[-1:] == ("no",) or (phone.before[-2:-1] == ("no",) and phone.before[-1] in _TO)


def _is_office(phone: PhoneFinding) -> bool:
    """Whether it is called an office's: "móvil empresa …", but not "oficina 958 …, móvil …"."""
    telling = [word for word in phone.before[-3:] if word in _OFFICE or word in {"movil", "ipasen"}]
    explained = phone.after[:1] in {("que",), ("es",)} and _OFFICE.intersection(phone.after[:5])
    return bool(telling and telling[-1] in _OFFICE) or bool(explained)


def _weight(placed: PlacedPhone, *, for_another: bool) -> float:
    phone = placed.phone
    near, after = phone.before[-5:], phone.after[:2]
    weight = {PhoneKind.MOBILE: 2.0, PhoneKind.FOREIGN: 1.5, PhoneKind.LANDLINE: -1.0}[phone.kind]
    weight += {ZoneKind.SIGNATURE: -2.5, ZoneKind.REFERRED: -1.0}.get(placed.zone, 0.0)
    if _PHONE.intersection(near):
        weight += 1.0
    if _OWN.intersection(near) or {"mio", "mia"}.intersection(after):
        weight += 1.0
    if _NEW.intersection(near) or _NEW.intersection(after[:1]):
        weight += 2.0
    if {"este", "otro"} <= set(near) or {"this", "other"} <= set(near):  # "mándamelo a este otro"
        weight += 2.0
    if _OLD.intersection(near[-4:]) or _OLD.intersection(phone.after[:3]):
        weight -= 4.0
    if _is_office(phone) or _is_denied(phone):  # "(no al 696 …, que es del trabajo)"
        weight -= 4.0
    if _HOME.intersection(near[-3:]):
        weight -= 1.5  # a landline is given all the same when there is nothing else (row 6)
    if (
        not for_another
        and (_OTHERS.intersection(near[-4:]) or _OTHERS.intersection(after))
        and not {"mi", "mio"}.intersection(near[-2:])
    ):
        weight -= 2.5
    return weight
