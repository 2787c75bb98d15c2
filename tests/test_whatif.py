"""What would make it pass: true by re-checking, smallest by looking at every smaller set."""

import json
from datetime import date
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conformance import judge, open_library
from conformance.checking.sources import read_submissions
from conformance.cli import main
from conformance.engine import Ready
from conformance.judging.zones import ROUNDED, zones
from conformance.model.assessment import Assessment, Finding, Rejected
from conformance.model.plan import Ask, GroupAsked, Plan, Requirement, Title
from conformance.model.submission import Submission, TestReport
from conformance.outlook.changes import acts_for, smallest_changes
from conformance.outlook.whatif import what_if
from conformance.outlook.whatif_text import as_text
from conformance.quantities.limit import Accepted, parse_limit, resolve
from conformance.rendering.prospects import UNKNOWN, Changes, WhatIf, needed
from conformance.wording import worded
from conformance.wording.outlook import OUTLOOK
from tests.test_html import FAIL, MISSING, NA, PASS, assessment, finding

EXAMPLES = Path(__file__).parents[1] / "specs" / "smart-toilet-seat" / "examples"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def seat() -> Ready:
    return open_library().compile("smart-toilet-seat", DAY)


def example(name: str) -> Submission:
    return next(read_submissions(EXAMPLES / name)).decode()


numbers = st.integers(1, 400).map(lambda n: f"{n / 100:.2f}")
limits = st.one_of(
    st.builds("{} {} mA".format, st.sampled_from(["≤", "<", "≥", ">"]), numbers),
    st.builds(
        lambda low, wide: f"{low} mA .. {low + wide} mA", st.integers(1, 9), st.integers(1, 9)
    ),
    st.just("< 1 mA or ≥ 3 mA"),
)


class TestZones:
    """What is said to pass passes, and what lies just outside does not."""

    @given(limit=limits, u=st.sampled_from(["0.01", "0.05", "0.30", "1.5"]))
    def test_ends_of_a_zone_pass_and_their_neighbours_do_not(self, limit: str, u: str) -> None:
        for zone in zones(limit, f"{u} mA"):
            rounding = ROUNDED if zone.rule == ROUNDED else "full-value"
            rule = "simple" if zone.rule == ROUNDED else zone.rule

            def verdict(figure: Fraction) -> str:
                return judge(limit, f"{float(figure):.6f} mA", uncertainty=f"{u} mA", rule=rule,  # noqa: B023
                             rounding=rounding).verdict  # noqa: B023  # fmt: skip

            accepted = resolve(parse_limit(zone.accepts)) if zone.accepts else None
            assert zone.known
            if accepted is None:
                middle = resolve(parse_limit(limit))
                assert isinstance(middle, Accepted)
                ends = [end for p in middle.values for end in (p.low, p.high) if end is not None]
                assert all(verdict(end) != "pass" for end in ends)
                continue
            assert isinstance(accepted, Accepted)
            step = Fraction(1, 10**4)
            for piece in accepted.values:
                for end, closed, out in (
                    (piece.low, piece.low_closed, -1), (piece.high, piece.high_closed, 1),
                ):  # fmt: skip
                    if end is None:
                        continue
                    if end >= 0:
                        assert (verdict(end) == "pass") is closed
                    inside = end - out * step
                    if inside in accepted.values and inside >= 0:
                        assert verdict(inside) == "pass"
                    # one more digit than the probability rule is worked out to
                    beyond = end + out * (Fraction(1, 100) if "prob" in zone.rule else step)
                    if beyond not in accepted.values and beyond >= 0:
                        assert verdict(beyond) != "pass"

    def test_without_uncertainty_only_what_needs_none_is_known(self) -> None:
        found = zones("≤ 0.1 Ω")
        assert [zone.rule for zone in found if zone.known] == ["simple", ROUNDED]

    @pytest.mark.parametrize("limit", ["≥ IPX4", "withstands 1000 V for 1 min", "nonsense", ""])
    def test_what_is_no_number_has_none(self, limit: str) -> None:
        assert zones(limit) == ()

    def test_own_rule_keeps_its_figure_and_interval(self) -> None:
        found = {z.rule: z.accepts for z in zones("≤ 10 mm", "1 mm", rule="guarded=0.5")}
        assert found["guarded=0.5"] == "≤ 9.5 mm"
        rounded = {z.rule: z.accepts for z in zones("≤ 10 mm", interval=Fraction(1, 2))}
        assert rounded[ROUNDED] == "≤ 10.25 mm"
        known = {zone.rule: zone.known for zone in zones("≤ 10 mm", "1 kg")}
        assert not known["guarded"]
        assert zones("≤ 10", "1")[1].accepts == "≤ 9"

    def test_uncertainty_that_the_clause_does_not_allow_passes_nothing(self) -> None:
        found = {z.rule: z.accepts for z in zones("≤ 10 mm", "2 mm", largest="1 mm")}
        assert found == {"simple": "≤ 10 mm", "guarded": "", "non-binary": "",
                         "probability=0.95": "", ROUNDED: "≤ 10.5 mm"}  # fmt: skip
        assert {z.rule: z.accepts for z in zones("≤ 10 mm", "1 mm", largest="1 mm")}["guarded"]

    def test_no_uncertainty_draws_nothing_in(self) -> None:
        found = zones("≤ 10 mm", "0 mm")
        assert {zone.accepts for zone in found if zone.rule != ROUNDED} == {"≤ 10 mm"}

    def test_uncertainty_that_cannot_be_read_is_not_known(self) -> None:
        assert [zone.known for zone in zones("≤ 10 mm", "about 1")][1:4] == [False] * 3

    def test_what_is_not_detected_is_not_rounded(self) -> None:
        assert ROUNDED not in {z.rule for z in zones("not detected (DL 0.01 mg/kg)")}


def plan_of(findings: tuple[Finding, ...], **groups: GroupAsked) -> Plan:
    title = Title("x", "x")
    requirements = tuple(
        Requirement(each.requirement, title, "s", (), group=groups.get(each.requirement))
        for each in findings
    )
    return Plan("x", "1", title, "product", (), requirements)


def answer(*found: tuple[str, bool, object], **groups: GroupAsked) -> tuple[Plan, Assessment]:
    """Return plan and answer of (requirement, mandatory, what it waits for or a verdict)."""
    findings = []
    for name, mandatory, waits in found:
        if isinstance(waits, tuple):
            refused = tuple(Rejected(each, "wrong-model", {"found": "a"}) for each in waits)
            findings.append(finding(name, MISSING, "evidence-not-admissible", rejected=refused,
                                    mandatory=mandatory))  # fmt: skip
        else:
            reason = {
                FAIL: "beyond-limit",
                PASS: "within-limit",
                NA: "condition-false",
                MISSING: "no-evidence",
            }[waits]  # type: ignore[index]
            findings.append(finding(name, waits, reason, mandatory=mandatory))  # type: ignore[arg-type]
    return plan_of(tuple(findings), **groups), assessment(*findings)


class TestSmallestChanges:
    """No smaller set of acts would do, and no finding is left waiting."""

    @pytest.mark.parametrize(
        ("found", "groups", "count"),
        [
            ([("a", True, PASS), ("b", True, NA)], {}, 0),
            ([("a", True, FAIL), ("b", True, FAIL)], {}, 2),
            ([("a", False, FAIL)], {}, 0),
            ([("a", True, ("R1",)), ("b", True, ("R1",))], {}, 1),
            ([("a", True, ("R1", "R2")), ("b", True, ("R2", "R3")), ("c", True, ("R3", "R1"))],
             {}, 2),
            ([("a", True, ("R1", "R2")), ("b", True, ("R2",))], {}, 1),
            ([("a", False, FAIL), ("b", False, ("R1",)), ("g", True, MISSING)],
             {"g": GroupAsked("any_of", ("a", "b"))}, 1),
            ([("a", False, FAIL), ("b", False, FAIL), ("g", True, FAIL)],
             {"g": GroupAsked("all_of", ("a", "b"))}, 2),
            ([("a", False, PASS), ("b", False, FAIL), ("c", False, FAIL), ("g", True, FAIL)],
             {"g": GroupAsked("at_least", ("a", "b", "c"), at_least=2)}, 1),
            ([("a", False, PASS), ("b", False, FAIL), ("c", False, FAIL), ("g", True, FAIL)],
             {"g": GroupAsked("score", ("a", "b", "c"), threshold="0.8", weights=("1", "1", "3"))},
             1),
            ([("a", False, FAIL), ("b", False, FAIL), ("h", False, FAIL), ("c", False, FAIL),
              ("g", True, FAIL)],
             {"h": GroupAsked("all_of", ("a", "b")), "g": GroupAsked("any_of", ("h", "c"))}, 1),
        ],
    )  # fmt: skip
    def test_count(
        self, found: list[tuple[str, bool, object]], groups: dict[str, GroupAsked], count: int
    ) -> None:
        changes = smallest_changes(*answer(*found, **groups))
        assert (len(changes.acts), changes.smallest) == (count, True)

    @given(
        st.lists(
            st.sets(st.sampled_from(["R1", "R2", "R3", "R4", "R5"]), min_size=1, max_size=3),
            max_size=6,
        )
    )
    def test_no_smaller_set_of_documents_serves_all(self, wanted: list[set[str]]) -> None:
        found = [(f"r{n}", True, tuple(sorted(names))) for n, names in enumerate(wanted)]
        changes = smallest_changes(*answer(*found))
        chosen = {act.key[0] for act in changes.acts}
        assert all(names & chosen for names in wanted)
        smaller = combinations(["R1", "R2", "R3", "R4", "R5"], max(len(chosen) - 1, 0))
        assert not wanted or not any(all(names & set(few) for names in wanted) for few in smaller)

    def test_too_many_to_look_at_is_said(self) -> None:
        names = [f"a{n}" for n in range(15)]
        found: list[tuple[str, bool, object]] = [(name, False, FAIL) for name in names]
        for group in (
            GroupAsked("at_least", tuple(names), at_least=2),
            GroupAsked("score", tuple(names), threshold="0.5", weights=("1",) * 15),
        ):
            changes = smallest_changes(*answer(*found, ("g", True, FAIL), g=group))
            assert not changes.smallest
            assert changes.acts

    def test_a_finding_that_nothing_is_known_to_help_is_an_act_of_its_own(self) -> None:
        one = finding("a", MISSING, "within-limit")
        assert acts_for(one, {"a": "a"}) == ([], [("", "a", "within-limit", "")])


class TestByCheckingAgain:
    """What is said to make a pass does so when it is put into the submission."""

    def test_values(self, seat: Ready) -> None:
        submission = example("fail.yaml")
        before = seat.validator.check(submission, "x")
        (failed,) = [f for f in before.findings if f.requirement == "earth-resistance"]
        report = submission.evidence[[e.id for e in submission.evidence].index("R1")]
        assert isinstance(report, TestReport)

        def verdict(value: str) -> str:
            results = tuple(
                replace(each, value=value, verdict=None)
                if each.value == failed.measured[0]
                else each
                for each in report.results
            )
            changed = tuple(
                replace(each, results=results, conclusion=None) if each is report else each
                for each in submission.evidence
            )  # fmt: skip
            after = seat.validator.check(replace(submission, evidence=changed), "x")
            return next(f.verdict for f in after.findings if f.requirement == "earth-resistance")

        values = {
            each.finding.requirement: each.zones
            for each in what_if(seat.validator, submission, before).values
        }
        assert values["earth-resistance"][0].accepts == "≤ 0.1 Ω"
        assert (verdict("0.1 Ω"), verdict("0.100001 Ω")) == ("pass", "fail")

    def test_questions(self, seat: Ready) -> None:
        submission = example("pass.yaml")
        assert submission.subject is not None
        bare = replace(submission, subject=replace(submission.subject, attributes={}))
        before = seat.validator.check(bare, "x")
        asked = what_if(seat.validator, bare, before).questions
        assert [each.settles for each in asked] == sorted((q.settles for q in asked), reverse=True)
        first = asked[0]
        assert first.attribute == "protection_class"
        waiting = {f.requirement for f in before.findings if f.reason in UNKNOWN}
        for reply in first.replies:
            subject = replace(submission.subject, attributes={first.attribute: reply.choice})
            after = seat.validator.check(replace(bare, subject=subject), "x")
            still = {f.requirement for f in after.findings if f.reason in UNKNOWN}
            assert (reply.settled, reply.verdict) == (len(waiting - still), after.verdict)
        assert {each.attribute: each.settles for each in asked}["rated_current"] == 0

    @pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
    def test_a_pass_needs_nothing_and_anything_else_something(
        self, path: Path, seat: Ready
    ) -> None:
        if path.stem == "index":
            return
        submission = example(path.name)
        before = seat.validator.check(submission, "x")
        found = what_if(seat.validator, submission, before)
        assert bool(found.changes.acts) == (before.verdict is not PASS)
        for lang in ("zh", "en"):
            text = as_text(found, lang)
            assert all(f"{n}. " in text for n in range(1, len(found.changes.acts) + 1))
        assert json.loads(json.dumps(found.as_data()))["verdict"] == before.verdict


def test_table_has_the_questions_and_the_aside(seat: Ready) -> None:
    submission = example("pass.yaml")
    assert submission.subject is not None
    bare = replace(submission, subject=replace(submission.subject, attributes={}))
    before = seat.validator.check(bare, "x")
    found = what_if(seat.validator, bare, before)
    for lang in ("zh", "en"):
        text = as_text(found, lang)
        assert OUTLOOK[lang]["questions"] in text
        assert "protection_class" in text
    unsure = type(found)(
        assessment=found.assessment, values=(), questions=(),
        changes=type(found.changes)(found.changes.acts, False),
    )  # fmt: skip
    assert OUTLOOK["en"]["maybe"] in as_text(unsure, "en")


def test_an_act_without_advice_is_said_by_its_reason() -> None:
    one = finding("a", MISSING, "within-limit", facts={"value": "1", "limit": "≤ 2"})
    (act,) = smallest_changes(plan_of((one,)), assessment(one)).acts
    assert needed(act, "en") == one.message["en"]


def test_what_the_clause_says_of_rounding_and_uncertainty_counts(seat: Ready) -> None:
    ask = Ask("number", clause="XS 1#2", interval="0.5 mm", max_uncertainty="1 mm")
    title = Title("x", "x")
    plan = Plan("x", "1", title, "product", (), (Requirement("a", title, "s", (ask,)),))
    one = finding("a", FAIL, "beyond-limit", clause="XS 1#2", limit="≤ 10 mm",
                  facts={"uncertainty": "2 mm"})  # fmt: skip
    validator = type(seat.validator).of(plan, DAY, "0")
    (found,) = what_if(validator, Submission(), assessment(one)).values
    some = found.zones
    assert {z.rule: z.accepts for z in some}[ROUNDED] == "≤ 10.25 mm"
    assert {z.rule: z.accepts for z in some}["guarded"] == ""


def test_open_clause_is_not_for_the_submitter(seat: Ready) -> None:
    one = finding("a", MISSING, "clause-open", facts={"detail": "table 3"})
    changes = smallest_changes(plan_of((one,)), assessment(one))
    assert [act.of_the_catalogue for act in changes.acts] == [True]
    empty = assessment(one, reason="nothing-evaluated", verdict=MISSING)
    text = as_text(what_if(seat.validator, Submission(), empty), "en")
    assert OUTLOOK["en"]["catalogue"] in text


def test_what_is_about_the_whole_is_said_where_no_finding_waits() -> None:
    one = finding("a", PASS, "within-limit", facts={"value": "1", "limit": "≤ 2"})
    whole = assessment(one, verdict=MISSING, reason="out-of-scope")
    found = WhatIf(assessment=whole, values=(), changes=Changes(), questions=())
    text = as_text(found, "en")
    assert worded("out-of-scope", "en", {}, need=True) in text
    assert OUTLOOK["en"]["no_changes"] not in text


class TestCommand:
    def run(self, *options: str) -> int:
        return main(["whatif", *options, "--as-of", "2026-11-23", "--lang", "en"])

    def test_table_and_json(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        path = str(EXAMPLES / "fail.yaml")
        assert self.run(path) == 0
        assert "Fewest changes that would make the whole pass: 2" in capsys.readouterr().out
        assert self.run(path, path, "--format", "json", "-o", str(tmp_path / "out")) == 0
        lines = (tmp_path / "out").read_text("utf-8").splitlines()
        assert [json.loads(line)["format"] for line in lines] == ["conformance-whatif/1"] * 2

    def test_wrong_option_and_wrong_file(self, tmp_path: Path) -> None:
        wrong = tmp_path / "wrong.yaml"
        wrong.write_text("evidence: 3\n", "utf-8")
        assert self.run(str(wrong)) == 65
        assert self.run(str(wrong), "--spec", "no-such") == 64


@pytest.mark.parametrize("key", sorted(OUTLOOK["zh"]))
def test_both_languages_say_every_word(key: str) -> None:
    assert OUTLOOK["zh"].keys() == OUTLOOK["en"].keys()
    assert OUTLOOK["zh"][key]
    assert not any("一" <= letter <= "鿿" for letter in OUTLOOK["en"][key])
