"""Laws of checking: what must hold for every spec that compiles and every submission."""

import copy
import json
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.checking.sources import read_submissions
from conformance.compiler import compile_spec
from conformance.engine import OpenLibrary, Ready
from conformance.library.authored import read_authored
from conformance.library.library import Library
from conformance.model.assessment import Assessment
from conformance.model.spec import CategorySpec
from conformance.testing import (
    NotPossible,
    Wish,
    can_be,
    passing_submission,
    specs,
    submissions,
    tightened,
)

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 23)
LADDER = OpenLibrary((HERE / "library",)).compile("ladder", AS_OF)
PASSING = passing_submission(LADDER.plan, AS_OF)
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

Data = dict[str, Any]


def readings() -> list[str]:
    """Return every text of the table of readings."""
    cases = yaml.safe_load((HERE / "cases/readings.yaml").read_text(encoding="utf-8"))
    return sorted({str(case["text"]) for group in cases.values() for case in group})


hostile = st.one_of(
    st.text(max_size=30),
    st.sampled_from(readings()),
    st.text(alphabet="0123456789.<>≤≥±~-/ mgkNDPF%℃未检出合格", max_size=20),
)


def passed(assessment: Assessment) -> set[str]:
    """Return what passes, the whole among it."""
    found = {f.requirement for f in assessment.findings if f.verdict == "pass"}
    return found | ({"whole"} if assessment.verdict == "pass" else set())


def verdicts(assessment: Assessment) -> dict[str, str]:
    """Return the verdict of each requirement and of the whole."""
    return {f.requirement: str(f.verdict) for f in assessment.findings} | {
        "whole": str(assessment.verdict)
    }


# ---- generated specs


def ready(spec: Data) -> Ready:
    """Return the validator of a spec given as data."""
    source, problems = read_authored(
        yaml.safe_dump(spec, sort_keys=False).encode(), "spec.yaml", CategorySpec
    )
    assert source is not None, problems
    library = Library({}, {source.model.id: source})
    compiled = compile_spec(library, source)
    assert compiled.plan is not None, compiled.problems
    from conformance.checking.validator import Validator

    return Ready(Validator.of(compiled.plan, AS_OF, "0"))


@st.composite
def specs_with_submissions(draw: st.DrawFn) -> tuple[Data, Data]:
    """Draw a spec, and a submission about it of any kind."""
    spec = draw(specs())
    plan = ready(spec).plan
    try:
        strategy = submissions(plan, draw(st.sampled_from(Wish)), as_of=AS_OF, hostile=hostile)
    except NotPossible:
        strategy = submissions(plan, as_of=AS_OF)
    return spec, draw(strategy).data


# ---- ways to change a submission


def weakenings(data: Data) -> Iterator[tuple[str, Data]]:
    """Yield the submission with one thing that makes evidence admissible taken away or bent."""
    for number, document in enumerate(data["evidence"]):
        for key in ("laboratory", "tested", "complete", "final", "issued", "tested_model", "holder",
                    "models", "standards", "status", "status_checked", "signed", "by", "shown_by",
                    "where", "scheme", "sample", "number"):  # fmt: skip
            if key in document:
                weaker = copy.deepcopy(data)
                del weaker["evidence"][number][key]
                yield f"{document['id']} without {key}", weaker
        for key, value in (("complete", False), ("final", False), ("confidence", "0.1"),
                           ("conclusion", "F"), ("issued", "2026-12-31")):  # fmt: skip
            weaker = copy.deepcopy(data)
            if key in document or (key == "confidence"):
                weaker["evidence"][number][key] = value
                yield f"{document['id']} with {key} {value}", weaker


class TestTotality:
    """Any spec that compiles and any well-formed submission give one finding per requirement."""

    @few
    @given(specs_with_submissions())
    def test_every_requirement_has_its_finding(self, drawn: tuple[Data, Data]) -> None:
        spec, data = drawn
        validator = ready(spec)
        assessment = validator.check(data)
        assert [f.requirement for f in assessment.findings] == list(spec["requirements"])
        assert sum(v for k, v in assessment.counts.items() if k in set(map(str, verdicts_of())))
        for finding in assessment.findings:
            assert finding.message["zh"]
            assert finding.message["en"]

    @few
    @given(specs())
    def test_a_passing_submission_can_be_made(self, spec: Data) -> None:
        validator = ready(spec)
        data = passing_submission(validator.plan, AS_OF)
        for finding in validator.check(data).findings:
            assert finding.verdict in ("pass", "not-applicable"), finding

    @few
    @given(specs(), st.data())
    def test_bent_in_one_requirement_it_fails_there_or_lacks_evidence(
        self, spec: Data, data: st.DataObject
    ) -> None:
        validator = ready(spec)
        for wish, verdict in ((Wish.FAILING, "fail"), (Wish.MISSING, "missing-evidence")):
            able = can_be(validator.plan, wish, as_of=AS_OF)
            if not able:
                continue
            name = data.draw(st.sampled_from(able))
            drawn = data.draw(submissions(validator.plan, wish, as_of=AS_OF, requirement=name))
            assert drawn.requirement == name
            assert verdicts(validator.check(drawn.data))[name] == verdict

    @few
    @given(submissions(LADDER.plan, Wish.FAILING, as_of=AS_OF))
    def test_a_result_beyond_a_limit_fails(self, drawn: Any) -> None:
        assessment = LADDER.check(drawn.data)
        assert verdicts(assessment)[drawn.requirement] == "fail"

    @few
    @given(submissions(LADDER.plan, Wish.MISSING, as_of=AS_OF))
    def test_a_result_left_out_is_missing(self, drawn: Any) -> None:
        assert verdicts(LADDER.check(drawn.data))[drawn.requirement] == "missing-evidence"


def verdicts_of() -> list[str]:
    """Return the words of the four verdicts."""
    return ["pass", "fail", "missing-evidence", "not-applicable"]


class TestNoPassWithoutEvidence:
    """Delete all evidence that a pass cites, and it is no longer a pass."""

    def test_of_each_finding(self) -> None:
        found = [f for f in LADDER.check(PASSING).findings if f.verdict == "pass"]
        assert found
        for finding in found:
            cited = {each.document for each in finding.evidence}
            assert cited
            less = {**PASSING, "evidence": [d for d in PASSING["evidence"] if d["id"] not in cited]}
            assert finding.requirement not in passed(LADDER.check(less))

    @few
    @given(specs())
    def test_nothing_sent_passes_nothing(self, spec: Data) -> None:
        assert passed(ready(spec).check({"subject": {"kind": "product"}})) == set()


class TestOrderUnitAndWidthDoNotMatter:
    """The same things said in another order, unit, width or format have the same verdicts."""

    @few
    @given(specs_with_submissions(), st.randoms(use_true_random=False))
    def test_order(self, drawn: tuple[Data, Data], random: Any) -> None:
        spec, data = drawn
        validator = ready(spec)
        shuffled = copy.deepcopy(data)
        random.shuffle(shuffled["evidence"])
        for document in shuffled["evidence"]:
            random.shuffle(document.get("results", []))
        assert verdicts(validator.check(shuffled)) == verdicts(validator.check(data))

    @few
    @given(submissions(LADDER.plan, Wish.BOUNDARY, as_of=AS_OF))
    def test_width(self, drawn: Any) -> None:
        wide = copy.deepcopy(drawn.data)
        for row in wide["evidence"][0]["results"]:
            row["values"] = [value.translate(FULL_WIDTH) for value in row["values"]]
        assert verdicts(LADDER.check(wide)) == verdicts(LADDER.check(drawn.data))

    @few
    @given(submissions(LADDER.plan, Wish.FAILING, as_of=AS_OF))
    def test_unit(self, drawn: Any) -> None:
        other = copy.deepcopy(drawn.data)
        for row in other["evidence"][0]["results"]:
            row["values"] = [
                f"{float(value[:-3]) / 1000:.9f} m" if value.endswith(" mm") else value
                for value in row["values"]
            ]
        assert verdicts(LADDER.check(other)) == verdicts(LADDER.check(drawn.data))

    @few
    @given(submissions(LADDER.plan, Wish.BOUNDARY, as_of=AS_OF))
    def test_format(self, tmp_path_factory: pytest.TempPathFactory, drawn: Any) -> None:
        folder = tmp_path_factory.mktemp("formats")
        (folder / "a.json").write_text(json.dumps(drawn.data), encoding="utf-8")
        (folder / "b.yaml").write_text(yaml.safe_dump(drawn.data), encoding="utf-8")
        answers = [
            verdicts(LADDER.check_source(source))
            for name in ("a.json", "b.yaml")
            for source in read_submissions(folder / name)
        ]
        assert answers[0] == answers[1] == verdicts(LADDER.check(drawn.data))


class TestHostileReadingsNeverPass:
    """A text that is no conforming result, put into a passing submission, passes nothing."""

    @settings(max_examples=150, deadline=None)
    @given(submissions(LADDER.plan, Wish.HOSTILE, as_of=AS_OF, hostile=st.text(max_size=25)))
    def test_random_text(self, drawn: Any) -> None:
        LADDER.check(drawn.data)

    @pytest.mark.parametrize("text", readings())
    def test_what_laboratories_write(self, text: str) -> None:
        # 4.2 accepts lengths up to 20 mm: nothing of another quantity and no word may pass
        data = copy.deepcopy(PASSING)
        rows = {row["locator"]: row for row in data["evidence"][0]["results"]}
        rows["sway"]["values"] = [text]
        answer = next(f for f in LADDER.check(data).findings if f.requirement == "sway")
        plain = unicodedata.normalize("NFKC", text)
        assert answer.verdict != "pass" or "mm" in plain or "毫米" in plain, answer.message


class TestInadmissibleEvidenceNeverHelps:
    """Adding documents that are not admitted, or weakening one, turns nothing into a pass."""

    @pytest.mark.parametrize(("name", "weaker"), list(weakenings(PASSING)))
    def test_weakening(self, name: str, weaker: Data) -> None:
        assert passed(LADDER.check(weaker)) <= passed(LADDER.check(PASSING)), name

    @few
    @given(submissions(LADDER.plan, Wish.FAILING, as_of=AS_OF), st.data())
    def test_weakening_what_fails(self, drawn: Any, data: st.DataObject) -> None:
        before = passed(LADDER.check(drawn.data))
        _, weaker = data.draw(st.sampled_from(list(weakenings(drawn.data))))
        assert passed(LADDER.check(weaker)) <= before

    @few
    @given(submissions(LADDER.plan, Wish.FAILING, as_of=AS_OF), st.data())
    def test_adding(self, drawn: Any, data: st.DataObject) -> None:
        before = passed(LADDER.check(drawn.data))
        _, weaker = data.draw(st.sampled_from(list(weakenings(PASSING))))
        bad = [{**d, "id": d["id"] + "x", "number": d["id"] + "x"} for d in weaker["evidence"]]
        bad[0].pop("laboratory", None)
        more = {**drawn.data, "evidence": [*drawn.data["evidence"], bad[0]]}
        assert passed(LADDER.check(more)) <= before


class TestUncertaintyNeverHelps:
    """Widening U turns nothing into a pass, under any rule."""

    @few
    @given(specs(), st.sampled_from(["0.1 %", "1 %", "5 %"]), st.sampled_from(["10 %", "60 %"]))
    def test_wider(self, spec: Data, narrow: str, wide: str) -> None:
        validator = ready(spec)
        data = passing_submission(validator.plan, AS_OF)

        def stated(u: str) -> set[str]:
            changed = copy.deepcopy(data)
            for row in changed["evidence"][0]["results"]:
                row["uncertainty"] = {"value": u, "k": "2"}
            return passed(validator.check(changed))

        assert stated(wide) <= stated(narrow)


class TestTighteningNeverHelps:
    """A tighter spec turns no fail into a pass, and no missing evidence either."""

    @few
    @given(specs_with_submissions(), st.data())
    def test_tighter(self, drawn: tuple[Data, Data], data: st.DataObject) -> None:
        spec, submission = drawn
        change, tighter = data.draw(tightened(spec))
        before = passed(ready(spec).check(submission))
        after = passed(ready(tighter).check(submission))
        assert after <= before, change

    @pytest.mark.parametrize(
        ("policy", "cut"),
        [
            ({"laboratory": "CMA or CNAS"}, {"laboratory": {"name": "Lab"}}),
            ({"laboratory": "CMA and CNAS"}, {"laboratory": {"name": "Lab", "cnas": "L1234"}}),
            ({"age": "2 month"}, {"tested": {"from": "2026-08-01", "to": "2026-08-02"}}),
            ({"complete": "required"}, {"complete": None}),
            ({"sample_by": "third-party"}, {"sample": {"drawn_by": "client"}}),
            ({"source": "register", "laboratory": "CMA"}, {}),
            ({"confidence": None}, {"confidence": "0.95"}),
        ],
    )
    def test_each_policy_bites(self, policy: Data, cut: Data) -> None:
        # the law above holds of tightenings that change nothing; these do change a verdict
        own = {"title": {"zh": "一", "en": "one"}, "basis": "enterprise", "measures": "length",
               "limit": "<= 3 mm"}  # fmt: skip
        loose = {"kind": "test-report", "confidence": "0.9"}
        spec: Data = {
            "spec": "bites", "version": "1.0.0", "title": {"zh": "一", "en": "one"},
            "policies": {"report": loose}, "default": {"evidence": ["report"]},
            "sections": {"all": {"zh": "全部", "en": "all"}}, "requirements": {"r": own},
        }  # fmt: skip
        tighter = copy.deepcopy(spec)
        tighter["policies"]["report"] = {
            k: v for k, v in {**loose, **policy}.items() if v is not None
        }
        data = passing_submission(ready(spec).plan, AS_OF)
        data["evidence"][0] |= {**cut, "issued": "2026-11-01"}
        assert verdicts(ready(spec).check(data))["r"] == "pass"
        assert verdicts(ready(tighter).check(data))["r"] == "missing-evidence"


class TestSameInputsSameBytes:
    """An assessment round-trips, and the same inputs and as-of date give the same bytes."""

    @few
    @given(specs_with_submissions())
    def test_bytes(self, drawn: tuple[Data, Data]) -> None:
        spec, data = drawn
        written = ready(spec).check(data).to_json()
        assert ready(copy.deepcopy(spec)).check(copy.deepcopy(data)).to_json() == written
        assert Assessment.from_json(written).to_json() == written
