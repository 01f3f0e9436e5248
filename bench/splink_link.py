"""The same claims by Splink on DuckDB: how many find their family, and in what time."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import process_time

import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bot.model.claim import Claim
from bot.model.register import Guardian, Register, Student
from bot.text.words import fold

_COLUMNS = ("unique_id", "pupil_given", "pupil_surnames", "guardian", "phone")
_BLOCKING = (
    block_on("phone"),
    block_on("pupil_given", "substr(pupil_surnames, 1, 4)"),
    block_on("pupil_surnames"),
    block_on("substr(guardian, 1, 6)", "substr(pupil_surnames, 1, 3)"),
)


@dataclass(frozen=True, slots=True)
class SplinkFigures:
    train_s: float  #: CPU seconds
    claim_ms: float  #: CPU milliseconds a claim, all of them in one batch
    best: list[tuple[str, str] | None]  #: for each claim the most probable (pupil's id, guardian's key)


def link_all(register: Register, claims: Sequence[Claim]) -> SplinkFigures:
    """Link all claims in one batch, with weights trained on them by Splink's own EM."""
    filed, written = _table(_on_file(register)), _table(map(_as_written, range(len(claims)), claims))
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("pupil_given", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("pupil_surnames", [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            cl.JaroWinklerAtThresholds("guardian", [0.92, 0.8]),
            cl.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=list(_BLOCKING),
    )
    api = DuckDBAPI()
    tables = [api.register(filed), api.register(written)]
    linker = Linker(tables, settings, log_level=logging.CRITICAL)
    started = process_time()
    linker.training.estimate_probability_two_random_records_match([block_on("phone", "guardian")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000)
    for rule in (block_on("phone"), block_on("pupil_given", "pupil_surnames")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    train_s, started = process_time() - started, process_time()
    rows = linker.inference.predict(threshold_match_probability=0.5).as_record_list()
    claim_ms = 1000 * (process_time() - started) / len(claims)
    return SplinkFigures(train_s, claim_ms, _best(rows, len(claims)))


def _table(rows: Iterator[tuple[str, ...]]) -> pa.Table:
    return pa.table(dict(zip(_COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))


def _on_file(register: Register) -> Iterator[tuple[str, ...]]:
    """A row for each pupil with each of their guardians and each of these guardians' phones."""
    for student in register.students.values():
        for key in student.guardians:
            guardian = register.guardians[key]
            for phone in guardian.phones or ("",):
                yield _row(f"{student.id}|{key}|{phone}", student, guardian, phone)


def _row(key: str, student: Student, guardian: Guardian, phone: str) -> tuple[str, ...]:
    return key, fold(student.name.given), fold(student.name.surnames), fold(str(guardian.name)), phone


def _as_written(number: int, claim: Claim) -> tuple[str, ...]:
    pupil = claim.students[0]
    guardian = fold(claim.guardian.value) if claim.guardian else ""
    phone = claim.phone.value if claim.phone else ""
    return f"claim|{number}", fold(pupil.given), fold(pupil.surnames), guardian, phone


def _best(rows: Sequence[dict[str, object]], claims: int) -> list[tuple[str, str] | None]:
    best: list[tuple[str, str] | None] = [None] * claims
    for row in sorted(rows, key=lambda row: float(str(row["match_weight"]))):
        one, other = str(row["unique_id_l"]), str(row["unique_id_r"])
        claim, person = (one, other) if one.startswith("claim|") else (other, one)
        student, guardian, _ = person.split("|")
        best[int(claim.removeprefix("claim|"))] = student, guardian
    return best
