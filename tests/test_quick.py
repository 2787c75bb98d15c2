"""The quick way gives what the full way gives, finding by finding and byte by byte."""

import copy
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.checking.decode import decode
from conformance.checking.quick import Quick
from conformance.checking.subject import NOBODY
from conformance.checking.validator import Validator
from conformance.engine import OpenLibrary, Ready
from conformance.model.submission import Submission
from conformance.testing import Wish, submissions
from tests.benchmarks.workload import submission as of_workload
from tests.benchmarks.workload import write_library
from tests.test_examples import assessor, every_example, validator
from tests.test_laws import AS_OF, LADDER, PASSING, few, hostile, specs_with_submissions, weakenings
from tests.test_laws import ready as compiled
from tests.test_smuggling import LADDER as SMUGGLED
from tests.test_smuggling import NAMED, changed, ladder

Data = dict[str, Any]
Bends = dict[str, list[Any]]


def both_ways(quick: Quick, submission: Submission) -> bytes:
    """Return the answer, which must be the same the full way, at first and when seen again."""
    full = quick.validator.check(submission, "sha256:0")
    said = [(f.requirement, f.verdict, f.reason) for f in full.findings]
    data = msgspec.json.encode(submission)
    # rows are taken for a template the second time, and looked through from then on
    for answer in (
        quick.check(submission, lambda: "sha256:0"),
        *(quick.found_in(data, lambda: "sha256:0", lambda: decode(data)).assessment()
          for _ in range(3)),
    ):  # fmt: skip
        assert (answer.verdict, answer.reason) == (full.verdict, full.reason)
        assert [(f.requirement, f.verdict, f.reason) for f in answer.findings] == said
        assert answer.to_json() == full.to_json()
    found = quick.found(submission, lambda: "sha256:0")
    for each in full.findings:
        if each.reason == "evidence-not-admissible":
            why = {rejected.reason for rejected in each.rejected} or {each.reason}
            assert found.why(quick.places[each.requirement]) == why
    return full.to_json()


def quick_of(ready: Ready) -> Quick:
    """Return a quick way that has seen nothing yet."""
    return Quick(ready.validator)


@every_example
def test_every_example(library: str, path: Path, day: date, verdict: str) -> None:
    data = path.read_bytes()
    sent = decode(data, format="json" if path.suffix == ".json" else "yaml")
    answer = both_ways(quick_of(validator(library, path.parents[1].name, day)), sent)
    # one that names others, or beside which an assessor speaks, is judged here without them
    alone = not sent.linked and assessor(path) is NOBODY
    assert not alone or json.loads(answer)["verdict"] == verdict


def test_every_way_to_smuggle() -> None:
    """All of them through one validator, so that what is kept of one is there for the next."""
    quicks: dict[date, Quick] = {}
    tried = 0
    for name, case in NAMED:
        if "assessor" in case:
            continue
        day = date.fromisoformat(case.get("as_of", "2026-11-23"))
        quick = quicks.setdefault(day, quick_of(ladder(day)))
        try:
            both_ways(quick, decode(changed(SMUGGLED, case)))
        except AssertionError as different:
            raise AssertionError(name) from different
        tried += 1
    assert tried > 100


def test_every_weakening() -> None:
    quick = quick_of(LADDER)
    for name, data in [("nothing changed", PASSING), *weakenings(PASSING)]:
        try:
            both_ways(quick, decode(data))
        except AssertionError as different:
            raise AssertionError(name) from different


class TestGenerated:
    """Generated specs and submissions of every kind are answered alike both ways."""

    @few
    @given(specs_with_submissions())
    def test_specs(self, drawn: tuple[Data, Data]) -> None:
        spec, data = drawn
        both_ways(quick_of(compiled(spec)), decode(data))

    shared = quick_of(LADDER)

    @few
    @given(st.data())
    def test_submissions_to_one_validator(self, data: st.DataObject) -> None:
        wish = data.draw(st.sampled_from(Wish))
        drawn = data.draw(submissions(LADDER.plan, wish, as_of=AS_OF, hostile=hostile))
        both_ways(self.shared, decode(drawn.data))


# ---- the workload of the benchmark, with every row and head bent in turn

READINGS = (
    "0.7", "0.749 mA", "0.75 mA", "0.750 mA", "0.751 mA", "0.7500000001 mA", "750 µA", "751 µA",
    "750.0000001 uA", "0.00075 A", "1 mA", "0.8 mA", "90 mg/kg", "90.0 mg/kg", "90.1 mg/kg",
    "0.009 %", "0.0090 %", "0.00901 %", "300 mm", "30 cm", "30.0 cm", "300.1 mm", "65.0 K", "65 K",
    "65.1 ℃", "150 N", "0.15 kN", "0.1501 kN", "151 N", "５ mA", "0.5mA", "0.5  mA", " 0.5 mA",
    "+0.5 mA", "-0.5 mA", "< 0.1 mA", "≤ 0.75 mA", "ND", "未检出", "P", "F", "N/A", "—", "", "IPX4",
    "IPX5", "IP44", "IPX3", "0.5. mA", ".5 mA", "5. mA", "1e-1 mA", "0.1 mA 0.2 mA", "0.1/0.2 mA",
    "1_0 mA", "٣ mA", "²5 mA", "0.1~0.2 mA", "0.5±0.1 mA", "0,5 mA", "00.5 mA", "0.5 mA(+)",
    "123456789012345678901234567890123456789012345 mA", "0.1 mA (0.0001 A)", "3 furlong",
)  # fmt: skip
ROW: Bends = {
    "requirement": ["r1", "nothing"], "clause": ["XB 1-2024#4.2", "XB 1-2024#9", "XB 9-2024#4.1"],
    "item": ["项目2", "item 1", "别的"], "part": ["A"], "unit": ["mA", "mg/kg", "%"],
    "detection_limit": ["0.01 mA"], "quantification_limit": ["2 mA"],
    "requirement_text": ["≤ 0.75 mA", "0.5 mA"], "conditions": [{"supply": "230 V"}],
    "method": ["XB 2-2020"], "deviations": ["none", "支架未固定"], "corrected": ["yes", "no"],
    "uncertainty": [{"value": "0.3 mA", "k": 2}], "verdict": ["F", "N/A", "符合", "?", "不合格"],
    "subcontractor": [{"name": "某", "cma": "1"}], "confidence": ["0.5", "1"],
    "locator": ["", "表\"1\"", "\ue0000\ue000"],
}  # fmt: skip
HEAD: Bends = {
    "brand": ["某品牌", "别的"], "part": ["A"], "lot": ["L1"], "confidence": ["0.9"],
    "laboratory": [{"name": "某"}, {"cma": "2" * 12}, {"cnas": "L1"}],
    "tested_model": ["XB-1", "xb - {}", "-"], "covers": [[{"model": "XB-9", "differences": []}]],
    "factory": ["二号工厂"], "sample": [{"count": 0}, {"count": 2}, {"drawn_by": "client"}],
    "received": ["2026-12-01", "2026-08-22"], "issued": ["2026-08-01", "2027-01-01"],
    "tested": [{"from": "2026-08-21"}, {"to": "2024-11-22"}, {"to": "2024-11-23"},
               {"from": "2026-09-03", "to": "2026-09-02"}, {"to": "2023-12-31"}],
    "complete": [False], "final": [False], "conclusion": ["F", "不合格", "见结果"],
    "relations": [[{"amends": "WT"}]], "number": ["X", "", "—", "XXX", "N/A"], "locator": ["annex"],
    "file": ["a.pdf"], "client": ["别的"], "manufacturer": ["别的"],
}  # fmt: skip
PAPER: Bends = {
    "brand": ["别的"], "lot": ["L1"], "confidence": ["0.9"], "scheme": ["S1", "s0", "X"],
    "holder": ["别的", "某 公司"], "models": [["XB-0"], []], "factory": ["二号工厂"],
    "standards": [["XB 1"], ["XB 2-2020"], []], "issued": ["2026-09-11", "2027-01-01"],
    "expires": ["2026-09-09", "2026-09-10"],
    "status": ["withdrawn", "suspended", "cancelled", "expired", "有效", "?"],
    "status_checked": ["2026-09-01", "2027-01-01"], "part": ["A"],
    "number": ["", 'A"1', "\ue000", "—", "0000"],
    "locator": ["p. 1", ""], "file": ["a.pdf"], "issuer": ["某机构"],
}  # fmt: skip
WORDS: Bends = {
    "where": ["packaging"], "text": ["警告!", "警告！小心 54", "小心55"], "model": ["别的"],
    "shown_by": ["applicant", "inspection"], "confidence": ["0.5"], "brand": ["别的"],
    "part": ["A"], "lot": ["L1"], "number": ["N-1", ""], "locator": ["lid", ""],
}  # fmt: skip
SUBJECT: Bends = {
    "kind": ["factory"], "brand": ["别的"], "model": ["XB 1"], "manufacturer": [{"name": "别的"}],
    "factory": [{"name": "二号工厂"}], "manufactured": ["2027-01-01", "2024-05-31", "2026-06-01"],
    "imported": ["2026-09-01"], "sold": ["2026-10-01"], "lot": ["L1"],
    "attributes": [{}, {"class": "I"}, {"class": "X", "power": "1 kW"}, {"power": "200 W"},
                   {"class": "II", "power": "200.1 W", "else": "x"}],
    "parts": [[{"id": "A", "kind": "charger", "model": "B"}]],
}  # fmt: skip


def bent(data: Data, draw: Random) -> Iterator[Data]:
    """Yield the submission with one thing bent, each thing in turn."""

    def with_change(path: tuple[str | int, ...], value: object) -> Data:
        again = copy.deepcopy(data)
        here: Any = again
        for step in path[:-1]:
            here = here[step]
        if value is None:
            here.pop(path[-1], None)
        else:
            here[path[-1]] = value
        return again

    places: list[tuple[tuple[str | int, ...], Bends]] = [(("subject",), SUBJECT)]
    for number, document in enumerate(data["evidence"]):
        kinds = {"test-report": HEAD, "certificate": PAPER, "marking": WORDS}
        places.append((("evidence", number), kinds[document["kind"]]))
        rows = list(range(len(document.get("results", ()))))
        for row in draw.sample(rows, min(1, len(rows))):
            places.append((("evidence", number, "results", row), ROW))
    for place, bends in places:
        for key, values in bends.items():
            for value in (None, *values):
                yield with_change((*place, key), value)
    rows = data["evidence"][0]["results"]
    for reading in READINGS:
        row = draw.randrange(len(rows))
        yield (
            with_change(("evidence", 0, "results", row, "value"), reading)
            if ("value" in rows[row])
            else with_change(("evidence", 0, "results", row, "values"), [reading] * 3)
        )
    for values in (["0.1 mA"], ["0.1 mA"] * 4, [["0.1 mA", "0.2 mA"]] * 3, [None, "0.1 mA", "1 N"]):
        last = len(data["evidence"][1]["results"]) - 1
        yield with_change(("evidence", 1, "results", last, "values"), values)
    for number in range(len(data["evidence"])):
        again = copy.deepcopy(data)
        again["evidence"].append({**again["evidence"][number], "id": "again"})
        yield again
        again = copy.deepcopy(data)
        del again["evidence"][number]
        yield again
    again = copy.deepcopy(data)
    again["evidence"].append({"id": "A", "kind": "audit", "site": "一号工厂", "date": "2026-09-01",
                              "results": [{"requirement": "r1", "value": "符合"}]})  # fmt: skip
    yield again


@pytest.fixture(scope="module")
def workload(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    folder = write_library(tmp_path_factory.mktemp("quick"))
    return OpenLibrary((folder,)).compile("benchmark", date(2026, 11, 23))


def test_workload_with_everything_bent(workload: Ready) -> None:
    quick = quick_of(workload)
    data = json.loads(of_workload(1, bad=True))
    tried = [both_ways(quick, decode(again)) for again in bent(data, Random(1))]
    assert len(tried) > 200


def test_reports_refused_as_a_whole_beside_others(workload: Ready) -> None:
    """Rows of one requirement in a report that is refused, and in one that is or is not."""
    quick = quick_of(workload)
    data = json.loads(of_workload(3))
    first = data["evidence"][0]
    heads: tuple[Data, ...] = (
        {}, {"tested_model": "another"}, {"final": False}, {"issued": "2027-01-01"},
        {"complete": None}, {"conclusion": "F"}, {"laboratory": None}, {"part": "A"},
        {"tested": {"to": "2020-01-01"}, "received": None}, {"brand": "another"},
    )  # fmt: skip
    seen: set[str] = set()
    for one in heads:
        for other in heads:
            for words in ({}, {"verdict": "F"}):
                again = {**first, **other, "id": "R9", "number": "9"}
                again["results"] = [{**row, **words} for row in first["results"][3:9]]
                sent = {**data, "evidence": [{**first, **one}, again, *data["evidence"][1:]]}
                answer = json.loads(both_ways(quick, decode(json.dumps(sent).encode())))
                seen.update(each["reason"] for each in answer["findings"])
    assert {"evidence-not-admissible", "adverse-evidence-unresolved", "within-limit"} <= seen


def test_what_is_kept_of_one_is_not_said_of_another(workload: Ready) -> None:
    """Ids, numbers and places are new in each, values and texts are those of the one before."""
    quick = quick_of(workload)
    for seed in range(12):
        data = json.loads(of_workload(seed % 3, bad=seed % 2 == 1))
        draw = Random(seed)
        for document in draw.sample(data["evidence"], len(data["evidence"])):
            document["id"] = f"{document['id']}-{draw.randrange(10**6)}"
            if draw.random() < 0.5:
                document["number"] = f'№ "{draw.randrange(10**6)}"'
            if draw.random() < 0.3:
                document["locator"] = f"p. {draw.randrange(99)}"
            for row in document.get("results", ()):
                row["locator"] = f"page {draw.randrange(99)}"
            if document.get("sample"):
                document["sample"]["count"] = draw.choice((3, 4))
        draw.shuffle(data["evidence"])
        both_ways(quick, decode(data))


def test_strictly(workload: Ready) -> None:
    changed = msgspec.structs.replace
    recalled = tuple(
        changed(each, asks=tuple(changed(ask, provenance="recalled") for ask in each.asks))
        for each in workload.plan.requirements
    )
    plan = changed(workload.plan, requirements=recalled)
    quick = Quick(Validator.of(plan, date(2026, 11, 23), "0", strict=True))
    for seed in range(4):
        answer = both_ways(quick, decode(of_workload(seed, bad=seed % 2 == 1)))
        assert b"clause-unverified" in answer


def test_plain_submissions_never_take_the_full_way(
    workload: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the quick way would be a second full one, and nobody would notice."""
    quick = quick_of(workload)
    sent = [decode(of_workload(seed, bad=seed % 3 == 0)) for seed in range(30)]
    for each in sent:
        quick.check(each, lambda: "sha256:0")

    def full(*_: object) -> None:
        raise AssertionError("the full way was taken")

    monkeypatch.setattr("conformance.checking.validator.Check.finding", full)
    for each in sent:
        assert [f.verdict for f in quick.check(each, lambda: "sha256:0").findings]
