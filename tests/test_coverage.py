"""What a spec does with its standards: nothing is lost, nothing counted twice."""

import json
from pathlib import Path

import pytest

from conformance.authoring.coverage import Coverage, Status, coverage
from conformance.authoring.coverage_words import coverage_in_words, coverage_page
from conformance.cli import main
from conformance.engine import OpenLibrary
from tests.authored import Written
from tests.golden import compare

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "coverage.md"
LADDERS = ROOT / "tests" / "library"
SHIPPED = OpenLibrary((ROOT,))
NAMES = SHIPPED.library.known_specs()


def of(name: str) -> Coverage:
    return coverage(SHIPPED.library, SHIPPED.plan(name))


class TestEveryClause:
    """Every clause of every edition has one status, which the plan bears out."""

    @pytest.mark.parametrize("name", NAMES)
    def test_is_there_once(self, name: str) -> None:
        plan = SHIPPED.plan(name)
        found = of(name)
        there = [f"{e.standard}#{each.number}" for e in found.editions for each in e.clauses]
        assert sorted(there) == sorted(
            f"{edition}#{number}"
            for edition in plan.editions
            for number in SHIPPED.library.catalogues[edition].model.clauses
        )

    @pytest.mark.parametrize("name", NAMES)
    def test_has_the_status_that_the_plan_gives_it(self, name: str) -> None:
        plan = SHIPPED.plan(name)
        asked = {ask.clause: ask for r in plan.requirements for ask in r.asks if ask.clause}
        left = {each.clause: each for each in plan.left_out}
        for edition in of(name).editions:
            for each in edition.clauses:
                clause = f"{edition.standard}#{each.number}"
                judged = each.status in (Status.COVERED, Status.TIGHTENED)
                assert judged is (clause in asked)
                assert (each.status is Status.EXCEPTED) is (clause in left)
                assert (each.status is Status.TIGHTENED) is (
                    clause in asked and asked[clause].tightened is not None
                )
                assert each.why or each.status not in (Status.EXCEPTED, Status.TIGHTENED)

    @pytest.mark.parametrize("name", NAMES)
    def test_with_force_is_never_left_in_silence(self, name: str) -> None:
        start = SHIPPED.plan(name).start or ""
        for edition in of(name).editions:
            withdrawn = SHIPPED.library.catalogues[edition.standard].model.withdrawn
            if withdrawn is None or withdrawn >= start:
                assert edition.counts(law=True)[Status.NOT_COVERED] == 0

    @pytest.mark.parametrize("name", NAMES)
    def test_requirements_without_one_are_own(self, name: str) -> None:
        plan = SHIPPED.plan(name)
        own = [r.id for r in plan.requirements if not any(ask.clause for ask in r.asks)]
        assert [each.name for each in of(name).own] == own


def test_a_recommended_clause_may_be_left_and_another_category_is_none_of_ours() -> None:
    standard = """\
force: recommended
clauses:
  "4.1": {title: {zh: 间距, en: spacing}, measures: length, limit: <= 300 mm}
  "4.2": {title: {zh: 质量, en: mass}, measures: mass, limit: <= 9 kg}
  "4.3": {title: {zh: 高椅, en: chairs}, measures: mass, limit: <= 9 kg, scope: [chair]}
"""
    written = Written(standard, 'builds_on: [{standard: XS 1-2024, take: ["4.1"]}]\n')
    plan = written.compile().plan
    assert plan is not None
    (edition,) = coverage(written.library, plan).editions
    found = {each.number: each.status for each in edition.clauses}
    assert found == {
        "4.1": Status.COVERED, "4.2": Status.NOT_COVERED, "4.3": Status.OUT_OF_SCOPE,
    }  # fmt: skip
    for lang in ("zh", "en"):
        assert "4.2" in coverage_in_words(coverage(written.library, plan), lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words(lang: str, capsys: pytest.CaptureFixture[str], reset: bool) -> None:
    assert main(["coverage", "ladder", "--library", str(LADDERS), "--lang", lang]) == 0
    compare(f"coverage_{lang}.txt", capsys.readouterr().out, reset=reset)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "ladder", "--library", str(LADDERS), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["spec"]) == ("conformance-coverage/1", "ladder@1.0.0")
    later = next(each for each in found["editions"] if each["standard"] == "XS 100-2024")
    sway = next(each for each in later["clauses"] if each["number"] == "4.2")
    assert (sway["status"], sway["why"]) == ("tightened", "the brand's own limit")
    certification = next(each for each in found["own"] if each["name"] == "certification")
    assert certification["regulation"] == "梯子认证办法"


def test_unknown_spec_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "laddr", "--library", str(LADDERS), "--lang", "en"]) == 64
    assert "did you mean 'ladder'?" in capsys.readouterr().err


def test_page_is_up_to_date(reset: bool) -> None:
    text = coverage_page([of(name) for name in NAMES])
    if reset:
        PAGE.write_text(text, encoding="utf-8")
    assert text == PAGE.read_text(encoding="utf-8"), "if meant, run pytest with --reset"
