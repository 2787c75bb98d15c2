"""What registers say of laboratories where a spec demands that they are looked up."""

from datetime import date

import pytest

from conformance.checking.assessor_file import read_assessor
from conformance.checking.decode import decode
from conformance.checking.validator import Validator
from conformance.wording import worded
from tests.authored import Written

DAY = date(2026, 11, 23)
SPEC = """\
spec: looked-up
version: 1.0.0
title: {zh: 查询, en: looked up}
policies:
  report: {kind: test-report, laboratory: %s, source: register}
requirements:
  own:
    title: {zh: 自有, en: own}
    basis: enterprise
    items: [own]
"""
SENT = """\
subject: {model: X, manufacturer: {name: M}}
evidence:
  - id: R1
    kind: test-report
    number: N1
    laboratory: {name: Lab, cma: "200000000000", cnas: L1234}
    tested_model: X
    tested: {from: 2026-03-01, to: 2026-03-20}
    results:
      - {clause: XS 1-2024#4.1, value: 280 mm}
      - {requirement: own, value: Pass, method: XM 7-2020}
"""
CMA = '{register: CMA, number: "200000000000", status: valid, checked: 2026-11-20'
CNAS = "{register: CNAS, number: L1234, status: valid, checked: 2026-11-20"
NOT_LISTED = ["standard-not-in-scope"] * 2
BOTH = "scope: [XS 1-2024, XM 7]"


def reasons(lookups: str, sent: str = SENT, laboratory: str = "CMA or CNAS") -> list[str]:
    """Return why the clause and the own requirement are not shown; `pass` where they are."""
    compiled = Written(SPEC % laboratory).compile()
    assert compiled.plan is not None, compiled.problems
    validator = Validator.of(compiled.plan, DAY, "0")
    submission = decode(sent.encode(), file="x", format="yaml")
    answer = validator.check(submission, "", read_assessor(f"lookups: [{lookups}]", "a.yaml"))
    found = []
    for finding in answer.findings:
        if finding.verdict == "pass":
            found.append("pass")
            continue
        (aside,) = finding.rejected
        said = [worded(aside.reason, lang, aside.facts) for lang in ("zh", "en")]
        assert "{" not in "".join(said)
        found.append(aside.reason)
    return found


@pytest.mark.parametrize(
    ("lookups", "expected"),
    [
        ("", ["register-not-consulted"] * 2),
        (f"{CMA}, from: 2024-01-01, {BOTH}}}", ["pass", "pass"]),
        (f"{CMA}, from: 2024-01-01, scope: [XS 1-2024]}}", ["pass", "standard-not-in-scope"]),
        (f"{CMA}, from: 2024-01-01, scope: [xs１-2024, XM 7-2020]}}", ["pass", "pass"]),
        (f"{CMA}, from: 2024-01-01, scope: [XS 1-2020, XM 7-2019]}}", NOT_LISTED),
        (f"{CMA}, from: 2024-01-01}}", ["register-incomplete"] * 2),
        (f"{CMA}, {BOTH}}}", ["register-incomplete"] * 2),
        (f"{CMA}, from: 2026-03-21, {BOTH}}}", ["accreditation-not-then"] * 2),
        (f"{CMA}, from: 2026-03-20, until: 2026-03-20, {BOTH}}}", ["pass", "pass"]),
        (f"{CMA.replace('valid', 'expired')}, from: 2024-01-01, until: 2026-06-30, {BOTH}}}",
         ["pass", "pass"]),
        (f"{CMA.replace('valid', 'expired')}, from: 2024-01-01, {BOTH}}}",
         ["accreditation-not-valid"] * 2),
        (f"{CMA.replace('valid', 'withdrawn')}, from: 2024-01-01, until: 2026-06-30, {BOTH}}}",
         ["accreditation-not-valid"] * 2),
        # the other register has the standard
        (f"{CMA}, from: 2024-01-01, scope: [XS 9]}}, {CNAS}, from: 2024-01-01, {BOTH}}}",
         ["pass", "pass"]),
        (f"{CNAS.replace('2026-11-20', '2026-11-24')}, from: 2024-01-01, {BOTH}}}",
         ["register-not-consulted"] * 2),
    ],
)  # fmt: skip
def test_a_laboratory_is_looked_up(lookups: str, expected: list[str]) -> None:
    assert reasons(lookups) == expected


def test_where_both_are_asked_for_both_have_to_cover_it() -> None:
    good, narrow = (
        f"{CMA}, from: 2024-01-01, {BOTH}}}",
        f"{CNAS}, from: 2024-01-01, scope: [XM 7]}}",
    )
    assert reasons(f"{good}, {narrow}", laboratory="CMA and CNAS") == [
        "standard-not-in-scope", "pass",
    ]  # fmt: skip
    wide = f"{CNAS}, from: 2024-01-01, {BOTH}}}"
    assert reasons(f"{good}, {wide}", laboratory="CMA and CNAS") == ["pass", "pass"]
    assert reasons(good, laboratory="CMA and CNAS") == ["register-not-consulted"] * 2


def test_a_row_that_names_no_standard_cannot_be_looked_for() -> None:
    sent = SENT.replace(", method: XM 7-2020", "")
    assert reasons(f"{CMA}, from: 2024-01-01, {BOTH}}}", sent) == ["pass", "scope-undecided"]
