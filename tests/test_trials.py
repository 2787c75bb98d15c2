"""Trials of a spec: boundaries worked out by other means, mutants, cases that notice them."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from conformance import open_library
from conformance.authoring import boundaries
from conformance.authoring.boundaries import try_boundaries
from conformance.authoring.cases import Bench
from conformance.authoring.changes import dropped
from conformance.authoring.mutants import Mutant, mutants
from conformance.authoring.mutation import Score, try_mutants
from conformance.authoring.scenes import scene_of
from conformance.authoring.second_reading import Declared, NotRead, exact, holds, reread
from conformance.authoring.standings import Alone, CannotChange, Standing, outcome, standings
from conformance.authoring.trials import as_case, boundary_lines, cases_file, mutant_lines
from conformance.checking.decode import decode
from conformance.cli import main
from conformance.model.plan import Plan
from conformance.quantities.limit import Accepted, parse_limit, resolve
from conformance.wording.trials import EQUAL, SLIPS, UNTRIED
from tests.authored import Written

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "tests" / "library"
LADDER = LIBRARY / "specs" / "ladder"


@cache
def ladder() -> Plan:
    return open_library(LIBRARY).plan("ladder")


def tried_on(plan: Plan, folder: Path = LADDER) -> list[Standing]:
    bench = Bench(plan, folder, version="test")
    found = standings(bench, list(bench.cases()))
    assert bench.problems == []
    return found


@cache
def on_the_ladder() -> tuple[Standing, ...]:
    return tuple(tried_on(ladder()))


def only(plan: Plan, *names: str) -> Plan:
    """Return a plan of a few of its requirements, without dates of editions to move."""
    few = tuple(each for each in plan.requirements if each.id in names)
    return msgspec.structs.replace(plan, requirements=few, start=None, end=None, editions={})


# ---- the second reading


ACCEPTS = [
    ("≤ 1.5 mg/L", "mass concentration", {}, ["0.0015"], ["0.0015001"]),
    ("35 ℃ .. 42 ℃", "temperature", {}, ["35", "42"], ["34.9", "42.1"]),
    ("35 .. 42 ℃", "temperature", {}, ["35", "42"], ["34.9", "42.1"]),
    ("< 6 mm or ≥ 12 mm", "length", {}, ["0.0059", "0.012"], ["0.006", "0.0119"]),
    ("10.0 mm ± 0.1 mm", "length", {}, ["0.0099", "0.0101"], ["0.0098", "0.0102"]),
    ("220 V ± 10 %", "voltage", {}, ["198", "242"], ["197", "243"]),
    ("≤ max ( 0.75 mA, 0.75 mA/kW * p )", "current", {"p": 1520}, ["0.00114"], ["0.001141"]),
    ("> 35 ℃ and ≤ 42 ℃", "temperature", {}, ["35.1", "42"], ["35", "42.1"]),
    ("= 3", "number", {}, ["3"], ["2", "4"]),
    ("≤ - 10 ℃", "temperature", {}, ["-10"], ["-9.9"]),
]


@pytest.mark.parametrize(("text", "kind", "facts", "good", "bad"), ACCEPTS)
def test_a_limit_is_read_again(
    text: str, kind: str, facts: dict[str, int], good: list[str], bad: list[str]
) -> None:
    limit = reread(text, kind, {name: Fraction(value) for name, value in facts.items()})
    assert [limit.accepts(Fraction(x)) for x in good] == [True] * len(good)
    assert [limit.accepts(Fraction(x)) for x in bad] == [False] * len(bad)


@pytest.mark.parametrize(
    "text", [">= IPX4", "withstands 3 N", "5 mm", "≤ 5 furlong", "≤ x", "≤ 5 %%"]
)
def test_what_it_does_not_know_it_does_not_guess(text: str) -> None:
    with pytest.raises(NotRead):
        reread(text, "length", {})


def limits_of_the_library() -> Iterator[tuple[str, str]]:
    library = open_library(LIBRARY)
    seen = set()
    for name in library.library.known_specs():
        for requirement in library.plan(name).requirements:
            for ask in requirement.asks:
                for row in ask.rows if ask.expects == "number" else ():
                    if not parse_limit(row.limit).attributes:
                        seen.add((row.limit, ask.kind or "number"))
    yield from sorted(seen)


def test_both_readings_of_every_limit_of_the_library_accept_the_same() -> None:
    """Two readers that know nothing of each other agree at, between and beyond all ends."""
    compared = 0
    for text, kind in limits_of_the_library():
        accepted = resolve(parse_limit(text))
        if not isinstance(accepted, Accepted) or "not detected" in text:
            continue
        unit = next((each for each in accepted.units if each.kind == kind), None)
        factor = unit.factor if unit else Fraction(1)
        mine = reread(text, kind, {})
        for bound in mine.bounds:
            for step in (Fraction(0), Fraction(1, 1000), Fraction(-1, 1000)):
                value = bound.value + step * factor
                assert mine.accepts(value) == ((value / factor) in accepted.values), (text, value)
                compared += 1
    assert compared > 100


CONDITIONS = [
    ("material is wood", {"material": "wood"}, True),
    ("material in wood, metal", {"material": "clay"}, False),
    ("material is not wood", {"material": "metal"}, True),
    ("material is wood", {}, None),
    ("material is wood and height > 3 m", {"material": "metal"}, False),
    ("material is wood or height > 3 m", {"height": "3.1 m"}, True),
    ("material is wood or height > 3 m", {"height": "3 m"}, None),
    ("not ( height ≤ 300 cm )", {"height": "3.01 m"}, True),
    ("manufactured from 2025-07-01", {"manufactured": "2025-07-01"}, True),
    ("manufactured until 2025-07-01", {"manufactured": "2025-07-02"}, False),
    ("manufactured before 2025-07-01", {"manufactured": "2025-07-01"}, False),
]


@pytest.mark.parametrize(("text", "facts", "true"), CONDITIONS)
def test_a_condition_is_read_again(text: str, facts: dict[str, str], true: bool | None) -> None:
    assert holds(text, Declared(facts, ladder().attributes)) is true


def test_a_decimal_ends_or_is_none() -> None:
    assert exact(Fraction("1.5"), Fraction(1, 100)) == "1.50"
    assert exact(Fraction(-5, 2)) == "-2.5"
    assert exact(Fraction(1, 3)) is None


# ---- boundaries


def test_the_boundaries_of_the_ladder_come_out_as_worked_out() -> None:
    probed = try_boundaries(ladder(), on_the_ladder())
    assert probed.surprises == ()
    assert probed.untried == ()
    assert probed.tried > 100


def test_every_requirement_that_can_fail_is_seen_to_fail_and_to_pass() -> None:
    seen: dict[str, set[str]] = {}
    for requirement in ladder().requirements:
        for ask in requirement.asks:
            scene = scene_of(ladder(), requirement, ask, on_the_ladder())
            assert scene is not None
            found = seen.setdefault(requirement.id, set())
            found |= {probe.expected for probe in boundaries.probes(scene)}
    assert {name for name, found in seen.items() if "missing-evidence" not in found} == set()
    assert {name for name, found in seen.items() if not {"pass", "fail"} <= found} == {
        "certification"
    }


def test_a_validator_that_judges_wrongly_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The expectation owes nothing to what is tested: a wrong sign there is a surprise here."""
    wrong = next(
        m.plan for m in mutants(ladder()) if m.slip == "operator" and m.after == "< 280 mm"
    )
    true = Alone.of

    def alone(plan: Plan, *rest: Any) -> Alone:
        return true(plan, *rest).with_plan(wrong)

    monkeypatch.setattr(Alone, "of", alone)
    probed = try_boundaries(ladder(), on_the_ladder())
    assert {s.probe.scene.requirement.id for s in probed.surprises} == {"rung-spacing"}
    assert {s.probe.about for s in probed.surprises} == {"on the limit", "in another unit"}
    said = "\n".join(boundary_lines("ladder", probed, "en"))
    assert "on the limit: should be pass and is fail (beyond-limit)" in said
    assert "来" not in said
    assert "应为 pass,实为 fail" in "\n".join(boundary_lines("ladder", probed, "zh"))


def test_what_is_not_tried_is_said() -> None:
    probed = try_boundaries(ladder(), [])
    assert probed.tried == 0
    said = "\n".join(boundary_lines("ladder", probed, "en"))
    assert said.count("no boundary tried: no case or example shows it") == len(probed.untried) > 8


# ---- mutants


def test_a_requirement_by_itself_says_what_the_whole_plan_says() -> None:
    compared = 0
    for standing in on_the_ladder():
        for requirement in ladder().requirements:
            finding = standing.findings.get(requirement.id)
            if finding is None:
                continue
            use = next((a.use for a in requirement.asks if a.clause == finding.clause), None)
            alone = Alone.of(ladder(), requirement, use, standing.base)
            got = alone.check(alone.submission(standing), standing)
            assert got == (str(finding.verdict), finding.reason), (requirement.id, standing.name)
            compared += 1
    assert compared > 200


@cache
def few() -> Plan:
    return only(ladder(), "sway", "foot-friction", "certification", "deflection")


@cache
def score() -> Score:
    return try_mutants(few(), tried_on_few())


@cache
def tried_on_few() -> tuple[Standing, ...]:
    """The submissions of the ladder's cases, with what they expect of a few requirements."""
    bench = Bench(few(), LADDER, version="test")
    found = []
    for old in on_the_ladder():
        standing = replace(old, base=bench.base(old.path, old.as_of), expect=())
        try:
            said = standing.findings
        except CannotChange:  # what it changes is another requirement
            continue
        kept = tuple(e for e in old.expect if e.of in said)
        found.append(replace(standing, expect=kept))
    return tuple(found)


def test_every_mutant_is_another_plan_and_says_where() -> None:
    found = list(mutants(ladder()))
    digests = {mutant.plan.digest for mutant in found}
    assert ladder().digest not in digests
    assert len(digests) > len(found) * 0.95
    assert {mutant.slip for mutant in found} <= SLIPS.keys()
    assert all(mutant.before != mutant.after for mutant in found)


def test_the_slips_are_of_every_kind_that_is_promised() -> None:
    slips = {mutant.slip for mutant in mutants(ladder())}
    assert slips >= {
        "operator", "digit", "unit", "statistic", "specimens", "condition-dropped", "date",
        "level", "document", "policy", "method", "rounding", "rule", "judgement", "correction",
    }  # fmt: skip


def test_for_each_unnoticed_mutant_a_case_is_shown_that_notices_it() -> None:
    """The case that is shown is true of the spec, and is not true of the mutant."""
    shown = [unnoticed for unnoticed in score().unnoticed if unnoticed.case is not None]
    assert len(shown) > 10
    for unnoticed in shown:
        case = unnoticed.case
        assert case is not None
        base = next(s.base for s in tried_on_few() if s.path == case.path)
        standing = Standing("", base.on(case.as_of), case.path, case.as_of, case.change, ())
        submission = decode(dropped(standing.tree()), file="case")
        validator = type(base.validator)
        for plan, met in ((few(), True), (unnoticed.mutant.plan, False)):
            found = validator.of(plan, case.as_of, "").check(submission, "")
            said = (
                (str(found.verdict), found.reason)
                if case.of == "whole"
                else outcome(found, case.of)
            )
            assert (said == case.expected) == met, unnoticed.mutant


def test_cases_that_are_shown_raise_the_score(tmp_path: Path) -> None:
    shutil.copytree(LADDER / "examples", tmp_path / "examples")
    (tmp_path / "cases").mkdir()
    shown = [as_case(each.case) for each in score().unnoticed if each.case is not None]
    (tmp_path / "cases" / "more.yaml").write_text("\n\n".join(shown) + "\n", "utf-8")
    bench = Bench(few(), tmp_path, version="test")
    cases = list(bench.cases())
    assert len(cases) == len(shown)
    for case in cases:
        bench.run(case)
    assert bench.problems == []
    after = try_mutants(few(), [*tried_on_few(), *standings(bench, cases)], search=False)
    assert after.share > score().share
    before = {u.mutant.plan.digest for u in score().unnoticed if u.case is not None}
    assert before & {unnoticed.mutant.plan.digest for unnoticed in after.unnoticed} == set()


def test_what_applies_to_no_product_is_no_mutant() -> None:
    plan = few()
    sway = next(each for each in plan.requirements if each.id == "sway")
    never = msgspec.structs.replace(sway.asks[-1], applies="height > 5 m and height < 4 m")
    dead = msgspec.structs.replace(sway, asks=(*sway.asks[:-1], never))
    dead_plan = msgspec.structs.replace(plan, requirements=(dead,))
    found = try_mutants(dead_plan, [], search=False)
    assert {equal.why for equal in found.equal} == {"never-applies"}
    assert all(equal.mutant.clause == never.clause for equal in found.equal)


def test_how_a_figure_is_compared_that_is_open_is_no_mutant() -> None:
    sway = next(each for each in few().requirements if each.id == "sway")
    unknown = msgspec.structs.replace(sway.asks[-1], open="not established", rows=(), applies=None)
    plan = msgspec.structs.replace(
        few(), requirements=(msgspec.structs.replace(sway, asks=(*sway.asks[:-1], unknown)),)
    )
    found = try_mutants(plan, [], search=False)
    of_it = [each for each in found.equal if each.mutant.clause == unknown.clause]
    assert {each.why for each in of_it} == {"figure-open"}
    assert {each.mutant.slip for each in of_it} >= {"statistic", "rule", "judgement"}
    kept = [u.mutant.slip for u in found.unnoticed if u.mutant.clause == unknown.clause]
    assert set(kept) <= {"condition-dropped", "date", "edition"}


def test_every_word_of_the_trials_is_there_in_both_languages() -> None:
    for table in (SLIPS, UNTRIED, EQUAL):
        assert all(zh and en and zh != en for zh, en in table.values())


def test_the_score_is_said_and_is_cut_not_rounded() -> None:
    mutant = Mutant("digit", few(), "≤ 5 s", "≤ 6 s", "sway", clause="XS 100-2024#4.2")
    nearly = Score(noticed=[mutant] * 1999)
    nearly.unnoticed.extend(score().unnoticed[:1])
    said = list(mutant_lines("ladder", nearly, 100, "en"))
    assert said[0].startswith("mutant-unnoticed: ")
    assert said[-1] == "ladder: 1999 of 2000 mutants noticed (99.9 %), below 100 %"
    assert list(mutant_lines("ladder", nearly, 95, "zh"))[-1] == (
        "ladder:变异 2000 个,发现 1999 个(99.9 %)"
    )


# ---- the command


def test_the_command_tries_boundaries(capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ["test", "ladder", "--library", str(LIBRARY), "--boundaries", "--lang", "en"]
    assert main(arguments) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert out.endswith(" boundaries, all as expected\n")


def test_a_score_that_is_too_low_is_a_problem(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.authoring.mutation.mutants", lambda _: [])
    low = Score(unnoticed=list(score().unnoticed[:2]))
    monkeypatch.setattr("conformance.authoring.mutation.try_mutants", lambda *_: low)
    arguments = ["test", "ladder", "--library", str(LIBRARY), "--mutants", "--lang", "en"]
    assert main(arguments) == 1
    assert "0 of 2 mutants noticed (0 %), below 95 %" in capfd.readouterr().out
    assert main([*arguments, "--score", "0"]) == 0


def test_the_mutants_of_an_undetected_limit_are_tried() -> None:
    undetected = """\
requirements:
  coliforms:
    title: {zh: 大肠菌群, en: coliforms}
    basis: enterprise
    measures: colony count per volume
    limit: not detected (DL 1 CFU/100mL)
"""
    plan = Written(undetected).compile().plan
    assert plan is not None
    slips = [mutant.after for mutant in mutants(plan) if mutant.before.startswith("not detected")]
    assert slips
    assert "not detected (DL 0 CFU/100mL)" not in slips


def test_the_cases_that_would_notice_are_one_file_that_reads() -> None:
    found = score()
    text = cases_file(found)
    told = [each.case for each in found.unnoticed if each.case is not None]
    listed = yaml.safe_load(text)
    assert 0 < len(listed) <= len(told)
    changes = [(case["from"], str(case["as_of"]), str(case["change"])) for case in listed]
    assert len(set(changes)) == len(changes)
    assert {of for case in listed for of in case["expect"]} == {each.of for each in told}
    assert cases_file(Score()) == ""


def test_the_second_reader_knows_what_must_not_be_detected() -> None:
    limit = reread("not detected ( DL 1 CFU/100mL )", "colony count per volume", {})
    (end,) = limit.bounds
    assert (end.closed, limit.unrounded) == (False, True)
    assert limit.verdict(end.value, end.value) == "fail"
    assert limit.verdict(Fraction(0), end.value, high_closed=False) == "pass"


def test_the_second_reader_rounds_to_an_interval() -> None:
    kind = "flow rate"
    litre = Fraction(1, 60_000)
    limit = reread("1.0 L/min .. 3.0 L/min", kind, {}).with_digit(litre / 2)
    assert limit.accepts(litre * 3 / 4, rounded=True)  # halves of 0.5 go to even: 0.75 is 1.0
    assert not limit.accepts(litre * 7 / 10, rounded=True)


@pytest.mark.parametrize(
    ("code", "worse", "better"),
    [("IPX8", ["IPX7"], []), ("IPX4", ["IPX3"], ["IPX5"]), ("IPX7", [], []),
     ("IP54", ["IP44", "IP53"], ["IP64", "IP55"]), ("IP2X", ["IP1X"], ["IP3X"])],
)  # fmt: skip
def test_ip_codes_are_in_an_order_numeral_by_numeral(
    code: str, worse: list[str], better: list[str]
) -> None:
    found = list(boundaries._grades_beside("IP code", code))
    assert [grade for _, grade, than in found if than < 0] == worse
    assert [grade for _, grade, than in found if than > 0] == better
