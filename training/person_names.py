"""Names for synthetic families: Spanish ones with their uneven frequencies, and communities' lists.

The frequent names below are general knowledge of who is called what in Andalusia, most frequent
first; the long tail comes from Faker. The communities' lists stand in `names/` (made by hand).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from random import Random

from faker.providers.person.es_ES import Provider as Spain

COMMUNITIES = (
    "moroccan",
    "romanian",
    "latin_american",
    "british_german",
    "chinese",
    "ukrainian_russian",
    "senegalese_malian",
    "pakistani",
)

_SURNAMES = [
    "García",
    "Rodríguez",
    "Sánchez",
    "González",
    "Fernández",
    "López",
    "Martínez",
    "Jiménez",
    "Pérez",
    "Ruiz",
    "Moreno",
    "Martín",
    "Muñoz",
    "Romero",
    "Gómez",
    "Díaz",
    "Álvarez",
    "Gutiérrez",
    "Hernández",
    "Torres",
    "Domínguez",
    "Ramírez",
    "Navarro",
    "Vázquez",
    "Ramos",
    "Serrano",
    "Molina",
    "Castro",
    "Ortega",
    "Ortiz",
    "Delgado",
    "Gil",
    "Rubio",
    "Morales",
    "Suárez",
    "Marín",
    "Reyes",
    "Cruz",
    "Vargas",
    "Campos",
    "León",
    "Herrera",
    "Carmona",
    "Cabrera",
    "Medina",
    "Aguilar",
    "Santos",
    "Vega",
    "Guerrero",
    "Prieto",
    "Flores",
    "Cano",
    "Cortés",
    "Calvo",
    "Gallego",
    "Lozano",
    "Márquez",
    "Peña",
    "Vidal",
    "Cabello",
    "Luque",
    "Pulido",
    "Bermúdez",
    "Baena",
    "Cordero",
    "Barrera",
    "Pineda",
    "Rivero",
    "Arjona",
    "Montilla",
    "Cobos",
    "Palma",
]
_PARTICLE_SURNAMES = (
    "de la Torre",
    "del Río",
    "de la Rosa",
    "de los Santos",
    "del Valle",
    "de Dios",
    "de la Fuente",
)
_HYPHENATED = ("García-Rayo", "López-Cózar", "Fernández-Mota", "Ruiz-Cabello", "Sánchez-Arjona")
_GIVEN = {
    (
        "M",
        False,
    ): """María Carmen/Ana/Isabel/Rosario/Dolores/Francisca/Ana María/Josefa/Pilar/Rocío/Inmaculada/
Manuela/Antonia/Encarnación/Mercedes/Cristina/Rosa María/María José/María del Carmen/Concepción/Yolanda/Susana/
María Jesús/Raquel/Mónica/Silvia/Esther/Beatriz/Macarena/Eva María/Montserrat/María Ángeles/Lourdes/Sonia/Patricia/
Laura/Elena/Marta/Nuria/Gema/Verónica/María Dolores/María Luisa/Teresa/Ángela/Remedios/Consuelo/Inés/Aurora""",
    (
        "H",
        False,
    ): """Antonio/Manuel/José/Francisco/Juan/José Antonio/Francisco Javier/José Manuel/Rafael/Miguel Ángel/
Juan Carlos/José Luis/Jesús/David/Javier/Juan Antonio/Miguel/Carlos/Francisco José/Fernando/Alejandro/Daniel/
José María/Pedro/Luis/Ángel/Juan José/Joaquín/Sergio/Juan Manuel/Ramón/Salvador/Andrés/Alberto/Álvaro/Pablo/
Diego/Enrique/Jorge/Ignacio/Vicente/Eduardo/Víctor Manuel/Óscar/Rubén/Domingo/Sebastián/Cristóbal/Emilio""",
    (
        "M",
        True,
    ): """Lucía/María/Paula/Marta/Carmen/Alba/Sara/Ana/Claudia/Laura/Julia/Daniela/Sofía/Martina/Noa/
Alejandra/Irene/Valeria/Ainhoa/Candela/Carla/Rocío/Nerea/Ángela/Inés/Celia/Elena/Aitana/Natalia/Marina/Lola/Abril/
Adriana/Vega/África/Triana/Macarena/Cayetana/María José/Ana Belén/Noelia/Blanca/Jimena/Leire/Emma/Alma/Chloe""",
    (
        "H",
        True,
    ): """Pablo/Alejandro/Manuel/Daniel/Hugo/Álvaro/Javier/David/Adrián/Antonio/Mario/Diego/Carlos/José/
Francisco/Sergio/Iván/Marcos/Jesús/Lucas/Martín/Miguel/Juan/Rafael/Leo/Mateo/Rubén/Gonzalo/Izan/Marco/Nicolás/
Jorge/Luis/Ángel/Samuel/Víctor/Álex/José Antonio/José Manuel/Francisco Javier/Miguel Ángel/Juan Carlos/Aarón/
Bruno/Enzo/Raúl/Fernando/Héctor/Joel/Darío/Eric/Pedro""",
}
_TAIL = 0.25  # share of names from Faker's long tail


@cache
def community_names(community: str, kind: str) -> tuple[str, ...]:
    """Names of one list; kind is "given_f", "given_m" or "surname"."""
    path = Path(__file__).parent / "names" / f"{community}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(row["name"] for row in csv.DictReader(lines) if row["kind"] == kind)


@cache
def _frequent(sex: str, young: bool) -> tuple[tuple[str, ...], tuple[float, ...]]:
    names = tuple(name.strip() for name in _GIVEN[sex, young].split("/"))
    return names, _falling(len(names))


@cache
def _falling(count: int) -> tuple[float, ...]:
    """Cumulative weights 1/(rank+3): the head is frequent, but nobody is everybody."""
    total, weights = 0.0, []
    for rank in range(count):
        total += 1 / (rank + 3)
        weights.append(total)
    return tuple(weights)


def spanish_given(rng: Random, sex: str, *, young: bool) -> str:
    """A given name, sometimes compound; `sex` is "H" or "M" as in Séneca."""
    if rng.random() < _TAIL:
        return rng.choice(Spain.first_names_female if sex == "M" else Spain.first_names_male)
    names, weights = _frequent(sex, young)
    return rng.choices(names, cum_weights=weights)[0]


def spanish_surname(rng: Random) -> str:
    """One surname; now and then with a particle or a hyphen."""
    dice = rng.random()
    if dice < 0.02:
        return rng.choice(_PARTICLE_SURNAMES)
    if dice < 0.026:
        return rng.choice(_HYPHENATED)
    if dice < 0.026 + _TAIL:
        return rng.choice(Spain.last_names)
    return rng.choices(_SURNAMES, cum_weights=_falling(len(_SURNAMES)))[0]


def given(rng: Random, community: str, sex: str, *, young: bool) -> str:
    """A given name of a community; "spanish" is one."""
    if community == "spanish":
        return spanish_given(rng, sex, young=young)
    names = community_names(community, "given_f" if sex == "M" else "given_m")
    name = rng.choice(names)
    if (
        community in ("romanian", "latin_american", "british_german")
        and " " not in name
        and rng.random() < 0.3
    ):
        return f"{name} {rng.choice(names)}"
    if community == "chinese" and young and rng.random() < 0.4:
        return spanish_given(rng, sex, young=True)
    return name


def surname(rng: Random, community: str, sex: str = "H") -> str:
    """A surname of a community, in the form that this sex bears (Ivanov, Ivanova)."""
    if community == "spanish":
        return spanish_surname(rng)
    return inflected(rng.choice(community_names(community, "surname")), community, sex)


def inflected(name: str, community: str, sex: str) -> str:
    """Slavic surnames in -ov, -ev, -in take an -a for women."""
    if community != "ukrainian_russian":
        return name
    base = name.removesuffix("a") if name.endswith(("ova", "eva", "ina")) else name
    return f"{base}a" if sex == "M" and base.endswith(("ov", "ev", "in")) else base
