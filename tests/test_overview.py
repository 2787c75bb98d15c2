"""Many submissions on a page: totals add up, charts say what they show, nothing is markup."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.cli import main
from conformance.cli.overview import laboratories
from conformance.model.assessment import Assessment, Finding
from conformance.model.submission import Laboratory, Marking, Submission, TestReport
from conformance.rendering.overview import draw_margins, page
from conformance.rendering.tally import Margins, Tally, percent_text, relative_margin
from conformance.verdicts import Verdict
from conformance.wording.overview import OVERVIEW
from tests.test_formats import ANSWERS
from tests.test_html import FAIL, HOSTILE, MISSING, PASS, SMALL, assessment, measured, parsed

EXAMPLES = Path(__file__).parents[1] / "specs" / "smart-toilet-seat" / "examples"


def of(*answers: Assessment, **documents: str) -> Tally:
    tally = Tally()
    for each in answers:
        tally.take(each, documents)
    return tally


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("answers", ANSWERS.values(), ids=list(ANSWERS))
class TestPage:
    """Any number of assessments make a page that is whole, safe and the same each time."""

    def test_page(self, answers: tuple[Assessment, ...], lang: str) -> None:
        tally = of(*answers, R1=HOSTILE)
        text = page(tally, lang)
        assert text == page(of(*answers, R1=HOSTILE), lang)
        read = parsed(text)
        assert "script" not in read.names
        assert len(read.ids) == len(set(read.ids))
        for each in answers:
            name = (each.submission.get("id") or "—").partition("\x00")[0]
            assert name in "".join(read.text)

    def test_totals_add_up(self, answers: tuple[Assessment, ...], lang: str) -> None:
        tally = of(*answers)
        assert lang
        assert tally.count == len(answers) == tally.verdicts.total()
        assert tally.findings.total() == sum(len(each.findings) for each in answers)
        assert all(count <= len(answers) for _, count in tally.commonest())
        data = json.loads(json.dumps(tally.as_data()))
        assert sum(data["verdicts"].values()) == len(answers)


def margin(limit: str, reading: str, margin: str | None, verdict: Verdict = PASS) -> Finding:
    one = measured(limit, reading, margin=margin)
    return Finding(**{**vars(one), "verdict": verdict})


class TestMargins:
    """A margin is in per cent of the end of the limit that is nearest."""

    @pytest.mark.parametrize(
        ("limit", "reading", "given", "percent"),
        [
            ("≤ 20 mm", "21 mm", "-1 mm", Fraction(-5)),
            ("≤ 20 mm", "15 mm", "5 mm", Fraction(25)),
            ("≥ 5 year", "3 year", "-2 year", Fraction(-40)),
            ("10 mm .. 40 mm", "38 mm", "2 mm", Fraction(5)),
            ("10 mm .. 40 mm", "12 mm", "2 mm", Fraction(20)),
            ("≤ 0 mm", "0 mm", "0 mm", None),
            ("≤ 20 mm", "15 mm", None, None),
            ("≥ IPX4", "IPX4", None, None),
        ],
    )
    def test_per_cent(
        self, limit: str, reading: str, given: str | None, percent: Fraction | None
    ) -> None:
        assert relative_margin(margin(limit, reading, given)) == percent

    @given(st.lists(st.fractions(-300, 300), min_size=1, max_size=300))
    def test_every_mark_is_on_the_line(self, percents: list[Fraction]) -> None:
        found = Margins({"en": "x"}, None, "s", percents=percents)
        drawn = draw_margins(found, "en")
        places = [float(part.partition("%")[0]) for part in drawn.split('x="')[1:]]
        assert all(2 <= place <= 98 for place in places)
        assert drawn.count('class="mark') <= 121
        assert min(percents) <= found.median <= max(percents)
        assert ("outside" in drawn) == (min(percents) < 0) or len(percents) > 120

    def test_smallest_median_comes_first(self) -> None:
        tally = of(assessment(margin("≤ 20 mm", "15 mm", "5 mm"),
                              Finding(**{**vars(margin("≤ 20 mm", "21 mm", "-1 mm", FAIL)),
                                         "requirement": "other"})))  # fmt: skip
        assert [name for (_, name), _ in tally.closest()] == ["other", "gap"]
        assert tally.as_data()["margins"][0] == {
            "spec": "ladder", "requirement": "other", "count": 1, "least": "-5 %",
            "median": "-5 %", "greatest": "-5 %", "fail": 1,
        }  # fmt: skip

    def test_per_cent_is_written_with_one_decimal(self) -> None:
        assert [percent_text(Fraction(n, 100)) for n in (25, -25, 35, 500)] == [
            "0.2", "-0.2", "0.4", "5",
        ]  # fmt: skip


def test_reasons_count_once_for_each_submission() -> None:
    counts = dict(of(SMALL, SMALL).commonest())
    assert counts["missing-evidence", "wrong-model"] == 2
    assert counts["fail", "beyond-limit"] == 2
    assert ("missing-evidence", "no-evidence") not in counts, "a recommendation"
    assert not [reason for _, reason in counts if reason.startswith("group-")]


def test_laboratories_at_odds_come_first() -> None:
    tally = of(SMALL, R1="Lab A", R3="Lab B")
    assert [name for name, _ in tally.by_disagreement()] == ["Lab A", "Lab B"]
    first = tally.laboratories["Lab A"]
    assert (first.findings, first.failed, first.disagreements) == (2, 1, 1)
    assert dict(first.requirements) == {"sway": 1}


def test_laboratories_are_those_that_documents_name() -> None:
    evidence = (
        TestReport(id="R1", laboratory=Laboratory(name="Lab A")),
        TestReport(id="R2", laboratory=Laboratory(cma="1")),
        TestReport(id="R3"),
        Marking(id="M1"),
    )
    assert laboratories(Submission(evidence=evidence)) == {"R1": "Lab A"}


def test_many_are_counted_and_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("tally", "overview"):
        monkeypatch.setattr(f"conformance.rendering.{module}.MOST_LISTED", 2)
    tally = of(*[SMALL] * 5)
    tally.unread = 1
    assert (len(tally.listed), tally.count) == (2, 5)
    text = page(tally, "en")
    assert "Further ones: 3" in text
    assert "left out: 1" in text


def test_long_tables_say_how_much_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_REASONS", "_MARGINS"):
        monkeypatch.setattr(f"conformance.rendering.overview.{name}", 1)
    other = Finding(**{**vars(margin("≤ 20 mm", "21 mm", "-1 mm", FAIL)), "requirement": "b"})
    third = assessment(other, spec={"id": "other", "version": "1", "digest": "x"}, verdict=MISSING,
                       reason="out-of-scope")  # fmt: skip
    text = page(of(SMALL, third), "en")
    assert text.count("Further ones") == 2
    assert "outside" in text


class TestCommand:
    def test_page_and_totals(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        files = [str(EXAMPLES / f"{name}.yaml") for name in ("pass", "fail")]
        out = tmp_path / "o.html"
        options = ["--as-of", "2026-11-23", "--lang", "en"]
        assert main(["overview", *files, *options, "-o", str(out)]) == 0
        assert "Overview of submissions: 2" in out.read_text("utf-8")
        wrong = tmp_path / "wrong.yaml"
        wrong.write_text("evidence: 3\n", "utf-8")
        assert main(["overview", *files, str(wrong), *options, "--format", "json"]) == 65
        data = json.loads(capsys.readouterr().out)
        assert (data["assessments"], data["unreadable"]) == (2, 1)
        assert data["verdicts"] == {"pass": 1, "fail": 1}
        assert main(["overview", str(wrong)]) == 65
        assert main(["overview", *files, "--spec", "none"]) == 64


@pytest.mark.parametrize("key", sorted(OVERVIEW["zh"]))
def test_both_languages_say_every_word(key: str) -> None:
    assert OVERVIEW["zh"].keys() == OVERVIEW["en"].keys()
    assert OVERVIEW["zh"][key]
    assert not any("一" <= letter <= "鿿" for letter in OVERVIEW["en"][key])
