"""What pydantic finds wrong in settings and rules, in Spanish, each sentence with its mend."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.text.mistakes import of_pydantic


class Deed(StrEnum):
    ASK = "ask"
    CLOSE = "close"


def never(_value: str) -> str:
    raise ValueError("así no acertaría nunca")


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Rule(Part):
    name: Annotated[str, Field(pattern="^[a-z]+$")] = "x"
    then: Deed = Deed.ASK
    phrase: Annotated[str, AfterValidator(never)] = ""


class Gateway(Part):
    port: int = Field(default=1, gt=0, lt=65_536)
    token: int = 0


class File(Part):
    rules: tuple[Rule, ...] = ()
    gateways: dict[Annotated[str, Field(pattern="^[a-z]+$")], Gateway] = {}
    share: float = Field(default=0.5, ge=0.5, le=1, multiple_of=0.5)
    often: bool = False
    names: tuple[str, ...] = Field(default=("x",), min_length=1)
    notes: dict[str, str] = {}
    one: Gateway | None = None


class Named(BaseModel):
    name: str


def sentence(given, model: type[BaseModel], *, toml: bool) -> str:
    with pytest.raises(ValidationError) as mistake:
        model.model_validate(given)
    (error,) = mistake.value.errors()
    return of_pydantic(error, model, toml=toml)


def rule(**said):
    return {"rules": [said]}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"shares": 1}, "«shares» no se conoce aquí; ¿quería decir «share»?"),
        (rule(colour="red"), "«colour» no se conoce aquí; aquí vale: name, then, phrase"),
        ({"gateways": {"smpp": {"prot": 1}}}, "«prot» no se conoce aquí; ¿quería decir «port»?"),
        ({"one": {"prot": 1}}, "«prot» no se conoce aquí; ¿quería decir «port»?"),
        (rule(then="asks"), "«then» no puede ser «asks»; ¿quería decir «ask»?"),
        (rule(then="dance"), "«then» no puede ser «dance»; aquí vale: ask, close"),
        ({"share": 0}, "«share» no puede ser 0: debe ser como mínimo 0.5"),
        ({"share": 2}, "«share» no puede ser 2: debe ser como máximo 1"),
        ({"gateways": {"smpp": {"port": 0}}}, "«gateways.smpp.port» no puede ser 0: debe ser más de 0"),
        (
            {"gateways": {"smpp": {"port": 70_000}}},
            "«gateways.smpp.port» no puede ser 70000: debe ser menos de 65536",
        ),
        ({"share": "0,5"}, "«share» debe ser un número, no «0,5»; los decimales, con punto: 0.5"),
        ({"share": "mucho"}, "«share» debe ser un número, no «mucho»"),
        ({"share": 0.75}, "«share» no vale (Input should be a multiple of 0.5)"),  # none of ours
        (
            {"gateways": {"smpp": {"port": "uno"}}},
            "«gateways.smpp.port» debe ser un número entero, no «uno»",
        ),
        (
            {"gateways": {"smpp": {"token": "s3cret"}}},  # what may be a secret is not repeated
            "«gateways.smpp.token» debe ser un número entero, no «…»",
        ),
        ({"often": "quizá"}, "«often» debe ser true o false, no «quizá»"),
        (rule(name=7), "«name» debe ser un texto, no «7»: póngalo entre comillas"),
        ({"names": []}, "«names» está vacío: escriba al menos una"),
        (rule(phrase="x"), "así no acertaría nunca"),
    ],
)
@pytest.mark.parametrize("toml", [False, True])
def test_the_same_in_settings_and_rules(given, says, toml):
    assert sentence(given, File, toml=toml) == says


@pytest.mark.parametrize(
    ("given", "in_yaml", "in_toml"),
    [
        (
            {"names": "x"},
            "«names» debe ser una lista: líneas que empiezan por «- », o [a, b]",
            '«names» debe ser una lista: ["…"] (o varios [[names]])',
        ),
        (
            {"notes": "x"},
            "«notes» debe llevar líneas «palabra: valor»",
            "«notes» debe ser una sección: [notes]",
        ),
        (
            rule(name="Año"),
            "«name: Año» solo puede llevar minúsculas sin tilde, cifras y guiones, y empezar por una letra",
            "«name: Año» solo puede llevar minúsculas sin tilde, cifras y guiones",
        ),
        (
            {"gateways": {"SMPP": {}}},
            "el nombre «SMPP» solo puede llevar minúsculas sin tilde, cifras y guiones, y empezar por una letra",
            "el nombre «SMPP» solo puede llevar minúsculas sin tilde, cifras y guiones",
        ),
    ],
)
def test_each_in_its_own_way(given, in_yaml, in_toml):
    assert sentence(given, File, toml=False) == in_yaml
    assert sentence(given, File, toml=True) == in_toml


def test_a_file_that_is_no_table_at_all():
    assert sentence("x", File, toml=False) == "el fichero debe llevar líneas «palabra: valor»"


def test_what_is_missing_is_named():
    assert sentence({}, Named, toml=False) == "falta «name»"
