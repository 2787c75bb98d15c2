"""Test conditions that a clause fixes, and last days that are a clause's own."""

import copy
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from conformance.checking.decode import decode
from conformance.checking.editions import born
from conformance.checking.in_order import alive
from conformance.checking.validator import Validator
from conformance.model.assessment import Finding
from conformance.model.submission import Dates, TestReport
from tests.authored import Written

AS_OF = date(2026, 11, 23)
STANDARD = """\
terms:
  heat: {zh: 使用温度, en: temperature of use, a: temperature}
parts:
  tank:
    zh: 水箱
    en: tank
    facts:
      food: {zh: 食品, en: food, one_of: [water, vinegar]}
      held: {zh: 接触时间, en: time of contact, a: time}
clauses:
  "4.1":
    name: migration
    title: {zh: 迁移量, en: migration}
    measures: mass fraction
    each: tank
    limit: <= 10 mg/kg
    conditions:
      place: stated
      temperature: ">= heat"
      duration: [">= tank.held", repeated]
      simulant:
        - {when: tank.food is water, is: [水, water]}
        - {when: tank.food is vinegar, is: [4 % 乙酸, 4 % acetic acid]}
"""
CONDITIONS = {"place": "inside", "temperature": "60 ℃", "duration": "2 h", "simulant": "4％乙酸"}
SUBMISSION: dict[str, Any] = {
    "submission": "S",
    "subject": {
        "kind": "product",
        "model": "M",
        "manufactured": "2026-09-01",
        "attributes": {"heat": "60 ℃"},
        "parts": [{"id": "t", "kind": "tank", "attributes": {"food": "vinegar", "held": "90 min"}}],
    },
    "evidence": [
        {
            "id": "R",
            "kind": "test-report",
            "number": "WT-1",
            "laboratory": {"name": "L", "cma": "200000000000"},
            "tested_model": "M",
            "tested": {"from": "2026-05-01", "to": "2026-05-02"},
            "issued": "2026-05-03",
            "results": [
                {
                    "clause": "XS 1-2024#4.1",
                    "part": "t",
                    "value": "3 mg/kg",
                    "conditions": CONDITIONS,
                }
            ],
        }
    ],
}


def found(written: Written, submission: dict[str, Any]) -> Finding:
    compiled = written.compile()
    assert [written.rendered(problem) for problem in written.lint()] == []
    assert compiled.plan is not None
    answer = Validator.of(compiled.plan, AS_OF, "0").check(decode(submission, file="s"), "")
    (finding,) = answer.findings
    return finding


def with_conditions(conditions: dict[str, str], **attributes: str) -> Finding:
    submission = copy.deepcopy(SUBMISSION)
    submission["evidence"][0]["results"][0]["conditions"] = conditions
    submission["subject"]["parts"][0]["attributes"] |= attributes
    return found(Written(STANDARD), submission)


def reasons(finding: Finding) -> tuple[str, ...]:
    parts = tuple(part.facts.get("first", "") for part in finding.parts)
    return (*(each.reason for each in finding.rejected), *filter(None, parts))


@pytest.mark.parametrize(
    "change",
    [
        {}, {"temperature": "60.0 ℃"}, {"temperature": "100 ℃"}, {"duration": "1.50 h"},
        {"duration": "Repeated"}, {"simulant": "4 % acetic ACID"}, {"place": "anywhere"},
    ],
)  # fmt: skip
def test_conditions_that_are_met(change: dict[str, str]) -> None:
    assert with_conditions(CONDITIONS | change).verdict == "pass"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"place": ""}, "test-condition-not-stated"),
        ({"place": "  "}, "test-condition-not-stated"),
        ({"place": "—"}, "test-condition-not-stated"),
        ({"place": "N/A"}, "test-condition-not-stated"),
        ({"place": "未注明"}, "test-condition-not-stated"),
        ({"place": "Stated"}, "test-condition-not-stated"),
        ({"temperature": "59.9 ℃"}, "test-condition-differs"),
        ({"temperature": "60"}, "test-condition-differs"),
        ({"temperature": "60 K"}, "test-condition-differs"),
        ({"temperature": ">= heat"}, "test-condition-differs"),
        ({"duration": "89 min"}, "test-condition-differs"),
        ({"duration": "符合"}, "test-condition-differs"),
        ({"simulant": "水"}, "test-condition-differs"),
        ({"simulant": "3 % 乙酸"}, "test-condition-differs"),
    ],
)
def test_conditions_that_are_not_met(change: dict[str, str], reason: str) -> None:
    finding = with_conditions(CONDITIONS | change)
    assert (finding.verdict, reasons(finding)) == ("missing-evidence", (reason,))


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_every_condition_must_be_stated(name: str) -> None:
    finding = with_conditions({k: v for k, v in CONDITIONS.items() if k != name})
    assert reasons(finding) == ("test-condition-not-stated",)


def test_all_that_is_not_stated_is_told_at_once_with_the_figures_of_this_product() -> None:
    (rejected,) = with_conditions({"place": "inside"}).rejected
    assert rejected.facts["condition"] == "duration, simulant, temperature"
    assert rejected.facts["wanted"] == "≥ 90 min / repeated; 4 % 乙酸 / 4 % acetic acid; ≥ 60 ℃"
    (rejected,) = with_conditions(CONDITIONS | {"duration": "1 min", "simulant": "水"}).rejected
    assert rejected.facts["condition"] == "duration, simulant"
    assert rejected.facts["found"] == "1 min; 水"


@pytest.mark.parametrize("name", ["food", "held"])
def test_a_condition_that_depends_on_what_is_not_declared_is_met_by_nothing(name: str) -> None:
    finding = with_conditions(CONDITIONS, **{name: "?"})
    assert (finding.verdict, reasons(finding)) == ("missing-evidence", ("test-condition-unknown",))
    assert finding.rejected[0].facts["wanted"] == f"tank.{name}"


def test_a_table_of_conditions_has_one_row_for_every_product() -> None:
    gap = STANDARD.replace("        - {when: tank.food is water, is: [水, water]}\n", "")
    assert [problem.code for problem in Written(gap).lint()] == ["rows-leave-gap"]
    twice = STANDARD.replace("tank.food is vinegar", '"tank.food in water, vinegar"')
    assert [problem.code for problem in Written(twice).lint()] == ["rows-overlap"]
    unknown = STANDARD.replace(">= tank.held", ">= tank.hold")
    assert [problem.code for problem in Written(unknown).lint()] == ["undeclared-attribute"]


# ---- a clause that outlives its edition, or ends before it

OLD = """\
standard: XS 1-2020
line: XS 1
title: {zh: 梯子, en: Ladders}
force: mandatory
withdrawn: 2025-12-31
provenance: text
clauses:
  "4.1":
    name: spacing
    title: {zh: 间距, en: spacing}
    measures: length
    limit: <= 300 mm
  "4.2":
    name: rope
    title: {zh: 拉绳, en: rope}
    measures: length
    limit: <= 10 mm
    withdrawn: 2026-08-31
"""
NEW = """\
standard: XS 1-2024
replaces: [XS 1-2020]
required: [{manufactured: 2026-01-01}]
"""
SPEC = """\
families:
  ladders:
    zh: 梯子
    en: ladders
    decided_by: manufactured
    use:
      - {editions: XS 1-2020, until: 2025-12-31}
      - {editions: XS 1-2024, from: 2024-01-01}
  ropes:
    zh: 拉绳
    en: ropes
    decided_by: manufactured
    use:
      - {editions: XS 1-2020, until: 2026-08-31}
builds_on:
  - {family: ladders, take: ["4.1"]}
  - {family: ropes, take: ["4.2"]}
"""


def rope(tested: str, manufactured: str) -> tuple[str, str | None]:
    submission = copy.deepcopy(SUBMISSION)
    submission["subject"] = {"model": "M", "manufactured": manufactured}
    report = submission["evidence"][0]
    report["tested"] = {"from": tested, "to": tested}
    report["issued"] = "2026-09-20"
    report["results"] = [{"clause": "XS 1-2020#4.2", "value": "8.0 mm"}]
    plan = Written(OLD, NEW, SPEC).compile().plan
    assert plan is not None
    answer = Validator.of(plan, AS_OF, "0").check(decode(submission, file="s"), "")
    finding = next(each for each in answer.findings if each.requirement == "rope")
    return finding.verdict, finding.rejected[0].reason if finding.rejected else None


def test_families_share_a_standard_where_each_names_its_clauses() -> None:
    assert [p.code for p in Written(OLD, NEW, SPEC).lint()] == []
    unnamed = SPEC.replace('{family: ropes, take: ["4.2"]}', "{family: ropes}")
    assert "editions-without-family" in {p.code for p in Written(OLD, NEW, unnamed).lint()}


def test_a_clause_is_used_up_to_its_own_last_day() -> None:
    assert rope("2026-08-31", "2026-08-31") == ("pass", None)
    assert rope("2026-09-01", "2026-08-31") == ("missing-evidence", "edition-withdrawn")


def test_no_spec_uses_a_clause_beyond_its_own_last_day() -> None:
    later = SPEC.replace("until: 2026-08-31", "until: 2026-09-01")
    assert [p.code for p in Written(OLD, NEW, later).lint()] == ["grace-longer-than-law"]
    early = OLD.replace("withdrawn: 2026-08-31", "withdrawn: 2025-06-30")
    found = {p.code for p in Written(early, NEW, SPEC).lint()}
    assert found == {"grace-longer-than-law"}


def test_an_edition_of_no_known_day_of_issue_is_not_older_than_its_year() -> None:
    plan = Written(OLD, NEW, SPEC).compile().plan
    assert plan is not None
    known = plan.editions["XS 1-2020"]
    assert born(known) == known.issued
    for name, first in (
        ("XS 1-2020", "2020-01-01"),
        ("GB/T 26572-2011+A1:2024", "2024-01-01"),
        ("UL 2272 1st ed.", None),
    ):
        edition = replace(known, id=name, issued=None)
        assert born(edition) == first
        day = "2019-12-31" if first == "2020-01-01" else "2023-12-31"
        report = TestReport(id="R", tested=Dates(from_=day, to=day))
        ends_before = edition.withdrawn is None or day <= edition.withdrawn
        assert alive(report, edition) == (first is None and ends_before)
