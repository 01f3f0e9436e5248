"""The synthetic schools that demo, benches and corpora stand on."""

from pathlib import Path

import pytest

from bot.model.register import Enrolment
from bot.registry.seneca import read_export
from training.export_files import COLUMNS, write_export
from training.school import generate
from training.special_cases import CASES
from training.units import STYLES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("style", STYLES)
def test_same_seed_same_school(style):
    assert list(generate(5, 120, style)) == list(generate(5, 120, style))
    assert list(generate(5, 120, style)) != list(generate(6, 120, style))


def test_every_special_case_is_there():
    tags = {tag for row in generate(3, 600, "C") for tag in row.tags}
    assert {case.tag for case in CASES} <= tags


def test_every_row_has_the_columns_of_seneca():
    assert all(tuple(row.cells) == COLUMNS for row in generate(3, 200, "A"))


def test_ids_are_unique_over_many_schools():
    ids = [
        row.cells["Nº Id. Escolar"]
        for row in generate(3, 2500, "B")
        if not {"dup-old-row-anulada", "dup-both-active", "previous-year-row"} & row.tags
    ]
    assert len(ids) == len(set(ids)) == pytest.approx(2500, rel=0.02)


@pytest.mark.parametrize("name", ["RegAlum.csv", "RegAlum.txt", "RegAlum.xls"])
def test_every_container_gives_the_same_register(tmp_path, name):
    rows = [
        {column: cell.encode("latin-1", "replace").decode("latin-1") for column, cell in row.cells.items()}
        for row in generate(3, 150, "B")
    ]
    write_export(rows, tmp_path / "reference.csv", separator=";")
    write_export(rows, tmp_path / name)
    reference, _ = read_export(tmp_path / "reference.csv")
    register, _ = read_export(tmp_path / name)
    assert register.students == reference.students
    assert register.guardians == reference.guardians


def test_whatever_was_done_to_a_siblings_row_the_family_is_joined(tmp_path):
    rows = list(generate(3, 600, "A"))
    write_export((row.cells for row in rows), tmp_path / "x.csv")
    register, _ = read_export(tmp_path / "x.csv")
    done = {"siblings-guardian-order-swapped", "siblings-different-phone-for-same-guardian"}
    siblings = [register.students[row.cells["Nº Id. Escolar"]] for row in rows if row.tags & done]
    families = [{i for key in s.guardians for i in register.guardians[key].students} for s in siblings]
    joined = sum(len(family) > 1 for family in families)
    assert joined > 0.9 * len(families) > 10  # a brother or sister of age may have no guardian on file


@pytest.mark.parametrize(
    ("path", "pupils"), [("bot/demo/school/RegAlum.csv", 300), ("tests/corpus/school/RegAlum.csv", 400)]
)
def test_the_shipped_schools_can_be_imported(path, pupils):
    register, report = read_export(ROOT / path)
    active = [s for s in register.students.values() if s.enrolment is Enrolment.ACTIVE]
    assert len(register.students) == pytest.approx(pupils, rel=0.02)
    assert len(active) > 0.9 * pupils
    assert {"homonyms", "phones_disagree", "no_phone", "mojibake"} <= {issue.code for issue in report.issues}
