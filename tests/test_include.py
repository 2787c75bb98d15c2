"""What a spec has from others: their facts may be fixed, and force is judged anew for it."""

from pathlib import Path

from conformance.authoring.cases import cases_lacking
from conformance.engine import OpenLibrary
from conformance.model.plan import Plan
from tests.authored import Written

STANDARD = """\
scope: [module]
terms:
  wet: {zh: 用水, en: uses water, one_of: [yes, no]}
clauses:
  "4.1":
    name: spacing
    title: {zh: 踏棍间距, en: rung spacing}
    applies: wet is yes
    measures: length
    limit: <= 300 mm
  "4.2":
    name: rope
    title: {zh: 拉绳, en: rope}
    open: its figure is not established
"""
MODULE = """\
spec: module
builds_on:
  - standard: XS 1-2024
    except:
      "4.2": {because: evidenced-by-other-route, route: by-hand, why: nobody knows}
requirements:
  by-hand: {title: {zh: 手工, en: by hand}, basis: enterprise, measures: inspection}
"""
OUTER = """\
spec: outer
fixed: {wet: no}
builds_on:
  - include: module
requirements:
  colour: {title: {zh: 颜色, en: colour}, basis: enterprise, measures: inspection}
"""


def plan(outer: str = OUTER, standard: str = STANDARD) -> Plan:
    written = Written(outer, MODULE, standard)
    compiled = written.compile()
    assert [written.rendered(problem) for problem in compiled.problems] == []
    assert compiled.plan is not None
    return compiled.plan


def test_what_an_included_spec_declares_can_be_fixed() -> None:
    assert plan().fixed == {"wet": "no"}
    wrong = Written(OUTER.replace("wet: no", "wet: maybe"), MODULE, STANDARD).lint()
    assert [problem.code for problem in wrong] == ["unknown-choice"]
    unknown = Written(OUTER.replace("wet: no", "dry: no"), MODULE, STANDARD).lint()
    assert "undeclared-attribute" in [problem.code for problem in unknown]


def test_force_is_that_for_the_category_that_includes() -> None:
    free, bound = plan(), plan(standard=STANDARD.replace("[module]", "[module, outer]"))
    for found, law in ((free, False), (bound, True)):
        asks = {each.id: each.asks[0].law for each in found.requirements}
        assert asks == {"colour": False, "module/spacing": law, "module/by-hand": False}
        assert [(left.clause, left.law) for left in found.left_out] == [("XS 1-2024#4.2", law)]


def test_included_requirements_want_one_case_for_each_verdict(tmp_path: Path) -> None:
    found = dict(cases_lacking(plan(), tmp_path))
    assert set(found) == {"colour", "module/"}
    assert [str(verdict) for verdict in found["module/"]] == ["pass", "fail", "missing-evidence"]


def test_shipped_modules_bind_as_the_standards_say() -> None:
    library = OpenLibrary((Path(__file__).parents[1],))
    flosser = {each.id: each for each in library.plan("water-flosser").requirements}
    lead = flosser["restricted-substances/lead"].asks
    assert {ask.standard: ask.law for ask in lead}["GB 26572-2025"]
    assert not any(ask.law for ask in flosser["food-contact/plastic-overall-migration"].asks)
