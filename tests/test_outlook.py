"""Over time: what changed and why, and what runs out, true by checking again."""

import json
from dataclasses import replace as changed
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from conformance import open_library
from conformance.checking.assessor_file import read_assessor
from conformance.checking.sources import read_submissions
from conformance.checking.subject import NOBODY
from conformance.cli import main
from conformance.diagnostics import IllFormed
from conformance.model.assessment import Assessment, Cited, Rejected
from conformance.model.dates import Period
from conformance.model.submission import Submission
from conformance.outlook.comparing import OF_THE_DATE, compare
from conformance.outlook.comparing_text import as_text as comparison_text
from conformance.outlook.expiring import GOOD, Loss, losses, on
from conformance.outlook.expiring_text import as_calendar, as_text, folded
from conformance.verdicts import Verdict
from conformance.wording import REASONS
from tests.test_html import FAIL, MISSING, PASS, assessment, finding

ROOT = Path(__file__).parents[1]
SPECS = ("smart-toilet-seat", "balance-board", "childrens-furniture")
DAY = date(2026, 11, 23)


def passing(spec: str) -> Submission:
    return next(read_submissions(ROOT / "specs" / spec / "examples" / "pass.yaml")).decode()


class TestExpiring:
    """What is said to hold until a day holds on it, and no longer on the day after."""

    @pytest.mark.parametrize("spec", SPECS)
    def test_the_day_after_says_so_and_the_day_itself_does_not(self, spec: str) -> None:
        ready = open_library().compile(spec, DAY)
        submission = passing(spec)
        found = losses(ready.validator, submission, Period(months=36))
        assert found, "reports and certificates do not last for ever"
        for loss in found:
            held = on(ready.validator, loss.last).check(submission, "")
            lost = on(ready.validator, loss.last + timedelta(days=1)).check(submission, "")
            was = {each.requirement: each.verdict for each in held.findings}
            now = {each.requirement: each.verdict for each in lost.findings}
            assert lost.verdict == loss.verdict
            for each in loss.findings:
                assert was.get(each.requirement, PASS) in GOOD
                assert now[each.requirement] not in GOOD

    def test_nothing_runs_out_on_a_day_that_is_not_tried(self) -> None:
        # From the day before the declaration's last one, day by day.
        first, days = date(2027, 8, 25), 12
        ready = open_library().compile("smart-toilet-seat", first)
        submission = passing("smart-toilet-seat")
        found = losses(ready.validator, submission, Period(days=days))
        daily = set()
        before = on(ready.validator, first).check(submission, "")
        for ahead in range(1, days + 2):
            after = on(ready.validator, first + timedelta(days=ahead)).check(submission, "")
            good = {e.requirement for e in before.findings if e.verdict in GOOD and e.mandatory}
            bad = {e.requirement for e in after.findings if e.verdict not in GOOD}
            if good & bad:
                daily.add(first + timedelta(days=ahead - 1))
            before = after
        assert {loss.last for loss in found} == daily == {date(2027, 8, 31)}

    def test_a_period_ends_with_its_last_day(self) -> None:
        ready = open_library().compile("smart-toilet-seat", date(2027, 8, 1))
        submission = passing("smart-toilet-seat")
        assert losses(ready.validator, submission, Period(days=29)) == ()
        assert len(losses(ready.validator, submission, Period(days=30))) == 1

    def test_a_concession_that_runs_out_is_a_loss(self) -> None:
        path = ROOT / "specs" / "smart-toilet-seat" / "examples" / "fail.yaml"
        submission = next(read_submissions(path)).decode()
        assert submission.subject is not None
        submission = replace(submission, subject=replace(submission.subject, lot="L-1"))
        text = (
            "by: someone\nconcessions:\n  - {requirement: warranty, model: XB-100, lot: L-1, "
            "range: '>= 3 year', approver: A, second_approver: B, reason: stock, "
            "expires: 2026-12-31}\n"
        )
        assessor = read_assessor(text.encode(), "assessor.yaml")
        ready = open_library().compile("smart-toilet-seat", DAY)
        (found,) = losses(ready.validator, submission, Period(months=3), assessor)
        assert found.last == date(2026, 12, 31)
        assert [each.requirement for each in found.findings] == ["warranty"]
        assert "concession" in found.said["en"]

    def test_a_spec_that_ends_is_a_loss_of_the_whole(self) -> None:
        ready = open_library().compile("smart-toilet-seat", DAY)
        ending = replace(ready.validator.plan, end="2026-12-31")
        validator = type(ready.validator).of(ending, DAY, "0")
        (loss,) = losses(validator, passing("smart-toilet-seat"), Period(days=60), NOBODY)
        assert (loss.last, loss.findings, loss.verdict) == (date(2026, 12, 31), (), MISSING)


def loss(**fields: object) -> Loss:
    plain: dict[str, object] = {
        "submission": "T-1, a;b", "last": date(2027, 1, 31),
        "said": {"zh": "文件到期" * 20, "en": "it ends\nhere"}, "documents": ("C1",),
        "findings": (finding("a", MISSING, "no-evidence"),), "verdict": MISSING,
    }  # fmt: skip
    return Loss(**plain | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
class TestCalendar:
    """Lines are folded between characters, signs are escaped, and the text repeats."""

    def test_lines(self, lang: str) -> None:
        text = as_calendar([loss(), loss(last=date.max, documents=())], DAY, lang)
        assert text == as_calendar([loss(), loss(last=date.max, documents=())], DAY, lang)
        lines = text.split("\r\n")
        assert max(len(line.encode()) for line in lines) <= 75
        assert "\n" not in text.replace("\r\n", "")
        whole = text.replace("\r\n ", "")
        assert "SUMMARY:T-1\\, a\\;b · C1" in whole
        assert "DTSTART;VALUE=DATE:20270131\r\nDTEND;VALUE=DATE:20270201" in whole
        assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 2
        ids = [line for line in whole.split("\r\n") if line.startswith("UID:")]
        assert len(set(ids)) == 2

    def test_folding_keeps_every_character(self, lang: str) -> None:
        line = "期限" * 60 if lang == "zh" else "x" * 200
        assert folded(line).replace("\r\n ", "") == line

    def test_table(self, lang: str) -> None:
        until = date(2027, 3, 1)
        assert "2027-01-31" in as_text([loss(), loss(findings=())], until, lang)
        assert "2027-03-01" in as_text([], until, lang)


def seen(verdict: Verdict, reason: str, **fields: object) -> Assessment:
    inputs = {
        name: fields.pop(name) for name in ("as_of", "spec", "submission", "strict", "tool")
        if name in fields
    }  # fmt: skip
    return assessment(finding("a", verdict, reason, **fields), verdict=verdict, **inputs)


OLD = seen(PASS, "within-limit", limit="≤ 2 mm", measured=("1 mm",))
OTHER = {"digest": "sha256:other", "id": "ladder"}


class TestCompare:
    """What changed is said, with the input that it came from."""

    @pytest.mark.parametrize(
        ("new", "causes"),
        [
            (seen(FAIL, "beyond-limit", limit="≤ 2 mm", measured=("3 mm",), submission=OTHER),
             ("evidence",)),
            (seen(FAIL, "beyond-limit", limit="≤ 0.5 mm", measured=("1 mm",), spec=OTHER),
             ("spec",)),
            (seen(MISSING, "evidence-not-admissible", as_of="2028-01-01",
                  rejected=(Rejected("R1", "report-too-old"),)), ("date",)),
            (seen(MISSING, "clause-unverified", strict=True), ("strict",)),
            (seen(FAIL, "beyond-limit", tool={"version": "9"}), ("tool",)),
            (seen(FAIL, "beyond-limit", limit="≤ 2 mm"), ("assessor",)),
        ],
    )  # fmt: skip
    def test_one_input_is_the_cause(self, new: Assessment, causes: tuple[str, ...]) -> None:
        found = compare(OLD, new)
        assert found.causes == causes
        assert [each.causes for each in found.changes] == [causes]

    @pytest.mark.parametrize(
        ("fields", "causes"),
        [
            ({"reason": "beyond-limit", "limit": "≤ 2 mm", "measured": ("3 mm",)}, ("evidence",)),
            ({"reason": "beyond-limit", "limit": "≤ 0.5 mm", "measured": ("1 mm",)}, ("spec",)),
            ({"reason": "document-not-in-force"}, ("date",)),
            ({"reason": "clause-unverified", "limit": "≤ 2 mm", "measured": ("1 mm",)},
             ("strict",)),
            ({"reason": "no-edition-accepted", "limit": "≤ 2 mm",
              "evidence": (Cited("R9"),), "measured": ("7 mm",)}, ("evidence", "date")),
            ({"reason": "laboratory-failed", "limit": "≤ 2 mm", "measured": ("1 mm",)},
             ("evidence", "spec", "date", "strict")),
        ],
    )  # fmt: skip
    def test_of_several_inputs_those_that_show(
        self, fields: dict[str, object], causes: tuple[str, ...]
    ) -> None:
        reason = str(fields.pop("reason"))
        new = seen(MISSING, reason, as_of="2028-01-01", spec=OTHER, submission=OTHER,
                   strict=True, **fields)  # fmt: skip
        (change,) = compare(OLD, new).changes
        assert change.causes == causes

    def test_new_and_gone_requirements(self) -> None:
        new = assessment(finding("b", FAIL, "beyond-limit"), spec=OTHER, as_of="2028-01-01")
        found = compare(OLD, new)
        assert [(e.before is None, e.after is None) for e in found.changes] == [
            (True, False), (False, True),
        ]  # fmt: skip
        assert {each.causes for each in found.changes} == {("spec",)}
        text = comparison_text(found, "en")
        assert "added → fail" in text
        assert "pass → removed" in text

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_same_is_said(self, lang: str) -> None:
        found = compare(OLD, OLD)
        assert found.same
        assert found.causes == ()
        assert len(comparison_text(found, lang).splitlines()) == 4
        assert compare(OLD, changed(OLD, as_of="2027-01-01")).same

    def test_two_subjects_are_not_compared(self) -> None:
        other = assessment(subject={"kind": "product", "brand": "B", "model": "other"})
        with pytest.raises(IllFormed, match="two subjects"):
            compare(OLD, other)
        named = [assessment(subject={"kind": "merchant", "name": name}) for name in "ab"]
        with pytest.raises(IllFormed):
            compare(*named)

    def test_reasons_of_the_date_are_reasons(self) -> None:
        assert set(REASONS) >= OF_THE_DATE


class TestCommands:
    EXAMPLE = str(ROOT / "specs" / "smart-toilet-seat" / "examples" / "pass.yaml")

    def check(self, path: Path, as_of: str) -> str:
        main(["check", self.EXAMPLE, "--as-of", as_of, "--format", "json", "-o", str(path)])
        return str(path)

    def test_compare(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = self.check(tmp_path / "a.json", "2026-11-23")
        after = self.check(tmp_path / "b.json", "2027-09-01")
        assert main(["compare", before, before, "--lang", "en"]) == 0
        assert main(["compare", before, after, "--lang", "en"]) == 1
        assert "the as-of date differs" in capsys.readouterr().out
        assert main(["compare", before, after, "--format", "json"]) == 1
        data = json.loads(capsys.readouterr().out)
        assert data["format"] == "conformance-comparison/1"
        assert data["causes"] == ["date"]

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other"}', "\x00"])
    def test_what_is_no_assessment(self, text: str, tmp_path: Path) -> None:
        path = tmp_path / "x.json"
        path.write_text(text, "utf-8")
        assert main(["compare", str(path), str(path)]) == 65
        assert main(["compare", str(tmp_path / "none"), str(path)]) == 65

    def test_expiring(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        options = ["expiring", self.EXAMPLE, "--as-of", "2027-08-01", "--lang", "en"]
        assert main([*options, "--within", "10d"]) == 0
        assert "Nothing runs out by 2027-08-11" in capsys.readouterr().out
        assert main([*options, "--within", "3 month", "--format", "json"]) == 1
        assert json.loads(capsys.readouterr().out)["expiring"][0]["last"] == "2027-08-31"
        out = tmp_path / "a.ics"
        assert main([*options, "-o", str(out)]) == 1
        assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
        assert main([*options, "--within", "soon"]) == 64
        assert main([*options, "--spec", "none"]) == 64
        wrong = tmp_path / "wrong.yaml"
        wrong.write_text("evidence: 3\n", "utf-8")
        assert main(["expiring", str(wrong)]) == 65
