from dataclasses import replace

from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    given: str
    surname: str = ""


@dataclass(frozen=True, eq=False)
class Place:
    name: str


@dataclass(frozen=True, slots=True)
class Spelt:
    words: tuple[str, ...]

    def __hash__(self) -> int:
        return 7


def test_equal_values_are_one_key():
    assert {Name("Ana"): 1}[replace(Name("Eva"), given="Ana")] == 1


def test_without_comparison_each_is_a_key_of_its_own():
    assert len({Place("aula"), Place("aula")}) == 2


def test_a_hash_of_its_own_is_kept():
    assert hash(Spelt(("ana",))) == 7
