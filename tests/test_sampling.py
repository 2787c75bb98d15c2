"""Acceptance of lots: the tables of GB/T 2828.1-2012, and what inspections show."""

from datetime import date
from typing import Any

import pytest
import yaml

from conformance.checking.sampling import lot_plan
from conformance.checking.validator import Validator
from conformance.compiler import compile_spec
from conformance.engine import Ready
from conformance.library.authored import read_authored
from conformance.library.library import Library
from conformance.model.spec import CategorySpec

SPEC = """
spec: lots
version: 1.0.0
title: {zh: 批, en: lots}
subject: lot
sections: {all: {zh: 全部, en: all}}
requirements:
  lot:
    title: {zh: 出货检验, en: outgoing inspection}
    basis: contract
    sampling: {level: II, accept: {major: AQL 1.5, minor: AQL 4.0}}
"""
LOT = """
subject: {kind: lot, model: M, lot: L7, quantity: "1000"}
evidence:
  - {id: I1, kind: inspection, tested_model: M, lot: L7, quantity: "1000", date: 2026-11-01,
     sample: {count: "80"}, results: [{item: major, value: "3"}, {item: minor, value: "7"}]}
"""


def lot_verdict(change: dict[str, Any]) -> list[str]:
    source, problems = read_authored(SPEC.encode(), "spec.yaml", CategorySpec)
    assert source is not None, problems
    compiled = compile_spec(Library({}, {source.model.id: source}), source)
    assert compiled.plan is not None, compiled.problems
    data = yaml.load(LOT, yaml.BaseLoader)
    for key, value in change.items():
        where = data["subject"] if key.startswith("subject.") else data["evidence"][0]
        where[key.removeprefix("subject.")] = value
    ready = Ready(Validator.of(compiled.plan, date(2026, 11, 23), "0"))
    (finding,) = ready.check(data).findings
    assert "{" not in finding.message["zh"]
    return [str(finding.verdict), finding.reason]


@pytest.mark.parametrize(
    ("lot", "level", "aql", "state", "plan"),
    [
        (1000, "II", "1.5", "normal", "n = 80, Ac = 3, Re = 4"),
        (1000, "II", "1.5", "tightened", "n = 80, Ac = 2, Re = 3"),
        (1000, "II", "0.10", "normal", "n = 125, Ac = 0, Re = 1"),
        (600, "II", "0.15", "normal", "n = 80, Ac = 0, Re = 1"),
        (5, "II", "0.65", "normal", "n = 5, Ac = 0, Re = 1"),
    ],
)
def test_plans(lot: int, level: str, aql: str, state: str, plan: str) -> None:
    assert str(lot_plan(lot, level, aql, state)) == plan


def test_a_cell_that_was_not_checked_gives_no_plan() -> None:
    assert lot_plan(5, "II", "10") is None
    assert lot_plan(1, "II", "1.5") is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ["pass", "lot-accepted"]),
        (
            {"results": [{"item": "major", "value": "4"}, {"item": "minor", "value": "0"}]},
            ["fail", "lot-rejected"],
        ),
        (
            {"results": [{"item": "major", "value": "3"}]},
            ["missing-evidence", "defects-not-counted"],
        ),
        ({"sample": {"count": "79"}}, ["missing-evidence", "sample-too-small"]),
        ({"sample": {}}, ["missing-evidence", "sample-count-not-stated"]),
        (
            {"sample": {"count": "200"},
             "results": [{"item": "major", "value": "4"}, {"item": "minor", "value": "0"}]},
            ["missing-evidence", "sample-too-large"],
        ),
        ({"lot": "L8"}, ["missing-evidence", "evidence-not-admissible"]),
        ({"quantity": "50"}, ["missing-evidence", "lot-size-not-stated"]),
        ({"subject.lot": None}, ["missing-evidence", "evidence-not-admissible"]),
        ({"complete": False}, ["missing-evidence", "evidence-not-admissible"]),
    ],
)  # fmt: skip
def test_lots(change: dict[str, Any], expected: list[str]) -> None:
    assert lot_verdict(change) == expected
