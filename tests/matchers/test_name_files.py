"""The lists of names: what is read, and every mistake in them with its line."""

from __future__ import annotations

import pytest

from bot.matchers.name_files import NameFiles, read_name_files
from bot.rules.directory import RulesError

GOOD = {
    "hypocoristics.csv": "formal,short\nFrancisco,Paco\n\n# de casa\nMaría Isabel, Mari Isa\n",
    "spellings.csv": "# grafías\nOmar,Oumar,Umar\nIván,Iwan\n",
    "known_names.txt": "# nombres\nAna Lucía\nZoe\n# apellidos\nGil\n# de Soria\nRoca\n",
}


def read(folder, **files):
    for name, text in {**GOOD, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_name_files(folder)


def test_what_the_lists_say(tmp_path):
    assert read(tmp_path) == NameFiles(
        pairs=[("Francisco", "Paco"), ("María Isabel", "Mari Isa")],
        spellings=[["Omar", "Oumar", "Umar"], ["Iván", "Iwan"]],
        given=["ana", "lucia", "zoe"],
        surnames=["gil", "roca"],
    )


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("hypocoristics.csv", "largo,corto\nAna,Ani\n", [(1, 1, "la primera línea debe ser")]),
        ("hypocoristics.csv", "formal,short\nAna\nEva,Evi,Ev\n,Isa\n", [(2, 1, "«Ana»"), (3, 1, "«Eva,Evi,Ev»"), (4, 1, "«,Isa»")]),
        ("spellings.csv", "Omar,Oumar\nIván\n", [(2, 1, "«Iván»: escriba todas las grafías")]),
        ("spellings.csv", "Omar,,Umar\n", [(1, 1, "«Omar,,Umar»")]),
        ("known_names.txt", "Ana\n", [(0, 0, "falta la línea «# apellidos»")]),
    ],
)  # fmt: skip
def test_mistakes_with_their_lines(tmp_path, name, text, places):
    with pytest.raises(RulesError) as caught:
        read(tmp_path, **{name: text})
    found = caught.value.problems
    assert [(p.line, p.column) for p in found] == [(line, column) for line, column, _ in places]
    for problem, (_, _, says) in zip(found, places, strict=True):
        assert says in problem.message
        assert problem.file == str(tmp_path / name)


def test_the_mistakes_of_all_three_files_come_at_once(tmp_path):
    with pytest.raises(RulesError) as caught:
        read(tmp_path, **{"hypocoristics.csv": "x\n", "spellings.csv": "Ana\n", "known_names.txt": ""})
    assert [p.line for p in caught.value.problems] == [1, 1, 0]


@pytest.mark.parametrize("name", GOOD)
def test_a_mistake_in_one_file_is_told_alone(tmp_path, name):
    with pytest.raises(RulesError) as caught:
        read(tmp_path, **{name: "x\n"})
    assert len(caught.value.problems) == 1
