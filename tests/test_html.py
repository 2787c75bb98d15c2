"""The page that answers: whole, safe, the same every time, its pictures true to the numbers."""

import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from conformance.model.assessment import (
    Assessment,
    Cited,
    Finding,
    LeftOut,
    PartFinding,
    Rejected,
    Remark,
    Upcoming,
)
from conformance.rendering.actions import actions, binding
from conformance.rendering.gauge import Side, gauge_of
from conformance.rendering.html import render
from conformance.verdicts import Verdict
from conformance.wording import REASONS
from tests.golden import compare

PASS, FAIL, MISSING, NA = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.MISSING_EVIDENCE,
    Verdict.NOT_APPLICABLE,
)
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=a>&lt;{0}%s\x00\u202e\ud800"


def finding(requirement: str, verdict: Verdict, reason: str, **fields: object) -> Finding:
    plain: dict[str, object] = {
        "section": "safety",
        "title": {"zh": f"要求 {requirement}", "en": f"requirement {requirement}"},
        "mandatory": True,
    }
    return Finding(requirement=requirement, verdict=verdict, reason=reason, **plain | fields)  # type: ignore[arg-type]


def measured(limit: str, *readings: str, margin: str | None = None, **facts: str) -> Finding:
    told = {"value": "; ".join(readings), "limit": limit, "margin": margin or "", **facts}
    return finding("gap", PASS, "within-limit", limit=limit, measured=readings, margin=margin,
                   facts=told)  # fmt: skip


def assessment(*findings: Finding, verdict: Verdict = FAIL, **fields: object) -> Assessment:
    plain: dict[str, object] = {
        "spec": {"id": "ladder", "version": "1.0.0", "digest": "sha256:5bec"},
        "submission": {"id": "T-1", "digest": "sha256:5ub1"},
        "subject": {"kind": "product", "brand": "某品牌", "model": "L-1"},
        "as_of": "2026-11-23",
        "tool": {"name": "conformance", "version": "0.1.0"},
    }
    return Assessment(verdict=verdict, findings=findings, **plain | fields)  # type: ignore[arg-type]


SMALL = assessment(
    finding("sway", FAIL, "beyond-limit", clause="XS 100-2024#4.2", limit="≤ 20 mm",
            measured=("21 mm",), margin="-1 mm", rule="simple", rounding="full-value",
            facts={"value": "21 mm", "limit": "≤ 20 mm", "margin": "-1 mm", "need": "1"},
            evidence=(Cited("R1", "WT-1", "page 4, row 7"),), law=True, core=True,
            otherwise={"guarded": "fail"}, provenance="recalled", rests_on=("height", "status"),
            disposition="released-under-concession", disagreement=True),
    finding("lead", MISSING, "evidence-not-admissible", clause="XS 100-2024#4.5",
            rejected=(Rejected("R2", "wrong-model", {"found": "L-2", "wanted": "L-1"}, "page 2"),)),
    finding("cadmium", MISSING, "evidence-not-admissible",
            rejected=(Rejected("R2", "wrong-model", {"found": "L-2", "wanted": "L-1"}),)),
    finding("load", MISSING, "clause-open", clause="XS 100-2024#4.6", facts={"detail": "table 3"}),
    finding("coating", PASS, "within-limit", section="use", facts={"value": "1", "limit": "≤ 2"},
            parts=(PartFinding("c1", PASS, "within-limit", {"value": "1", "limit": "≤ 2"}),),
            evidence=(Cited("R1", "WT-1", "page 5"), Cited("R3"))),
    finding("battery", NA, "condition-false", section="use", facts={"condition": "battery = yes"}),
    finding("quiet", MISSING, "no-evidence", section="use", mandatory=False),
    finding("either", MISSING, "group-open", section="use", facts={"members": "lead, load"}),
    unused=(Remark("ambiguous-row", {"item": "铅"}, "R1", "page 5, row 2"),
            Remark("no-requirement", {"item": "镉"})),
    remarks=(Remark("conclusion-against-row", {"item": "lead"}, "R4"),
             Remark("attribute-not-declared", {"attribute": "colour", "near": "color"}),),
    upcoming=(Upcoming("new", {"zh": "新要求", "en": "new requirement"}, "2027-01-01"),),
    sections=(("safety", {"zh": "安全", "en": "Safety"}), ("use", {"zh": "使用", "en": "Use"})),
    left_out=(LeftOut("XS 7-2020#6", "condition-false", "没有电池 · there is no battery"),
              LeftOut("XS 7-2020#5", "outside-claim", "未见原文 · the text has not been seen")),
)  # fmt: skip


class Balanced(HTMLParser):
    """Reads a page and fails where an element is not closed, or an attribute is given twice."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.names: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.names.append(tag)
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if given.get("href"):
            self.links.append(given["href"] or "")
        assert not [name for name in names if name.startswith("on")]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"path", "circle", "rect"}, tag

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.open)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(page: str) -> Balanced:
    reader = Balanced()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def spread(count: int) -> Assessment:
    """Return an assessment with `count` findings of every verdict."""
    one = SMALL.findings
    return assessment(*(replace(one[n % len(one)], requirement=f"r{n}") for n in range(count)))


@pytest.mark.parametrize("lang", ["zh", "en"])
class TestPage:
    @pytest.mark.parametrize("count", [0, 1, 60, 400])
    def test_is_balanced_and_its_links_lead_somewhere(self, lang: str, count: int) -> None:
        page = parsed(render([spread(count)], lang))
        assert len(page.ids) == len(set(page.ids))
        assert {to[1:] for to in page.links} <= set(page.ids)
        assert page.names.count("details") >= count

    def test_has_every_finding_with_its_sentence(self, lang: str) -> None:
        page = parsed(render([SMALL], lang))
        text = "".join(page.text)
        for each in SMALL.findings:
            assert each.requirement in text
            assert each.title[lang] in text
            assert each.message[lang] in text
            assert each.needed[lang] in text or each.verdict in (PASS, NA)

    def test_needs_nothing_from_elsewhere(self, lang: str) -> None:
        page = render([SMALL, spread(60)], lang)
        assert not re.findall(r"https?:|//[a-z]|@import|<script|<link|<iframe|src=", page)
        assert set(re.findall(r"url\((.)", page)) == {"#"}

    def test_is_the_same_twice(self, lang: str) -> None:
        again = Assessment.from_json(SMALL.to_json())
        assert render([SMALL], lang) == render([again], lang)

    def test_reads_as_when_somebody_last_looked(self, lang: str, reset: bool) -> None:
        compare(f"answer-{lang}.html", render([SMALL], lang), reset=reset)

    def test_names_its_language(self, lang: str) -> None:
        assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in render([SMALL], lang)

    def test_of_several_begins_with_an_index(self, lang: str) -> None:
        page = parsed(render([SMALL, assessment(verdict=PASS), SMALL], lang))
        assert page.names.count("h1") == 1
        assert {"#a1-top", "#a2-top", "#a3-top"} <= set(page.links)

    def test_of_none_says_so(self, lang: str) -> None:
        assert "0" in "".join(parsed(render([], lang)).text)

    def test_shows_hostile_text_and_obeys_none_of_it(self, lang: str) -> None:
        facts = dict.fromkeys(
            ("value", "limit", "margin", "detail", "found", "wanted", "item", "near"), HOSTILE
        )
        hostile = finding(
            HOSTILE, MISSING, "evidence-not-admissible", section=HOSTILE, clause=HOSTILE,
            title={"zh": HOSTILE, "en": HOSTILE}, facts=facts, limit=HOSTILE, measured=(HOSTILE,),
            margin=HOSTILE, rule=HOSTILE, rounding=HOSTILE, provenance=HOSTILE, basis=HOSTILE,
            evidence=(Cited(HOSTILE, HOSTILE, HOSTILE),), rests_on=(HOSTILE,),
            rejected=(Rejected(HOSTILE, "wrong-model", facts, HOSTILE),),
            parts=(PartFinding(HOSTILE, FAIL, "beyond-limit", facts),),
            otherwise={HOSTILE: HOSTILE},
        )  # fmt: skip
        remark = Remark("ambiguous-row", facts, HOSTILE, HOSTILE, HOSTILE)
        words = dict.fromkeys(("id", "version", "digest", "name", "model", "kind"), HOSTILE)
        whole = assessment(
            hostile, measured("≤ 20 mm", f"12 mm {HOSTILE}", "12 mm"), spec=words, tool=words,
            submission=words, subject=words, as_of=HOSTILE, unused=(remark,), remarks=(remark,),
            upcoming=(Upcoming(HOSTILE, {"zh": HOSTILE}, HOSTILE, HOSTILE),),
        )  # fmt: skip
        written = render([whole, whole], lang)
        page = parsed(written)
        assert not {"script", "img"} & set(page.names)
        assert "<script>alert(1)</script>" in "".join(page.text)
        assert not re.search("[\x00\u202e\ud800-\udfff]", written)
        assert written.encode()


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reason_has_a_page(reason: str, lang: str) -> None:
    parsed(render([assessment(finding("any", MISSING, reason))], lang))


class TestHeadline:
    def test_says_with_which_standards_no_conformity_is_stated(self) -> None:
        notice = "against the spec, NOT a statement of conformity with"
        assert f"{notice} XS 100-2024, XS 7-2020<" in render([SMALL], "en")
        assert notice not in render([assessment(SMALL.findings[0])], "en")

    def test_lists_what_is_left_out_in_every_way_in_its_language(self) -> None:
        chinese, english = (render([SMALL], lang) for lang in ("zh", "en"))
        assert "没有电池<" in chinese
        assert "未见原文<" in chinese
        assert ">XS 7-2020#6</b>: there is no battery<" in english
        assert "未见原文" not in english

    def test_names_claims_and_what_does_not_apply_because_of_them(self) -> None:
        claimed = replace(SMALL.findings[5], rests_on=("battery", "status"))
        terms = {"battery": {"zh": "带电池", "en": "battery"}, "status": {"zh": "证书状态"}}
        whole = assessment(claimed, terms=terms, spec_title={"zh": "梯子", "en": "Ladder"})
        chinese, english = (render([whole], lang) for lang in ("zh", "en"))
        assert "依据的申报(无证据) 带电池(battery)、证书状态(status)" in chinese
        assert "<dd>梯子 (ladder 1.0.0)</dd>" in chinese
        assert "Rests on claims battery, 证书状态 (status)" in english

    def test_names_what_it_counts(self) -> None:
        page = render([SMALL], "en")
        assert 'aria-label="Clauses whose figure the catalogue lacks: 1"' in page
        assert 'aria-label="Laboratory at odds with its own figures: 1"' in page
        assert 'aria-label="Released under concession (still a fail): 1"' in page
        assert page.count('href="#a1-f4"') >= 2

    def test_names_sections_by_their_titles(self) -> None:
        assert ">安全</h3>" in render([SMALL], "zh")
        assert ">Safety</h3>" in render([SMALL], "en")

    def test_gives_the_reason_of_the_whole(self) -> None:
        page = render([assessment(verdict=MISSING, reason="nothing-evaluated")], "en")
        assert page.count("in some section nothing was evaluated") == 2
        assert "send evidence for every section" in page

    def test_says_strict(self) -> None:
        assert "only figures read in the standard" in render([assessment(strict=True)], "en")

    def test_names_a_submission_that_names_no_subject(self) -> None:
        bare = assessment(subject={}, submission={}, tool={}, spec={})
        assert "<title>fail · — · Conformity assessment</title>" in render([bare], "en")


class TestActions:
    def test_one_bad_document_is_one_thing_to_do(self) -> None:
        (found,) = (each for each in actions(SMALL, "en") if each.document == "R2")
        assert [each.requirement for each in found.findings.values()] == ["lead", "cadmium"]

    def test_fails_come_first_and_recommendations_last(self) -> None:
        order = [next(iter(each.findings.values())) for each in actions(SMALL, "en")]
        assert order[0].requirement == "sway"
        assert order[-1].requirement == "quiet"

    def test_members_of_a_mandatory_group_bind_and_stand_behind_it(self) -> None:
        either = finding("either", MISSING, "group-open",
                         facts={"members": "a, both", "combination": "any_of"})  # fmt: skip
        both = finding("both", MISSING, "group-open", mandatory=False,
                       facts={"members": "b, c", "combination": "all_of"})  # fmt: skip
        some = [
            finding(name, verdict, "no-evidence", mandatory=False, facts={"kind": name})
            for name, verdict in (("a", FAIL), ("b", MISSING), ("c", PASS), ("d", MISSING))
        ]
        whole = assessment(*some, both, either)
        assert binding(whole) == {"either", "a", "both", "b"}
        listed = [each for each in actions(whole, "en") if each.mandatory]
        assert [each.need for each in listed[:2]] == [
            "requirement either: any one of these is enough: requirement a, requirement both",
            "requirement both: every one of these is needed: requirement b, requirement c",
        ]
        assert [next(iter(each.findings.values())).requirement for each in listed[2:]] == ["a", "b"]

    def test_a_page_says_which_parts_and_that_one_of_a_group_is_enough(self) -> None:
        parts = (PartFinding("c2", MISSING, "no-evidence"),)
        group = finding("either", MISSING, "group-open",
                        facts={"members": "lead", "combination": "any_of"})  # fmt: skip
        page = render([assessment(finding("lead", MISSING, "no-evidence", parts=parts), group)],
                      "en")  # fmt: skip
        assert "any one of these is enough: requirement lead" in page
        assert "requirement lead</a> (c2)" in page

    def test_names_the_parts_that_wait(self) -> None:
        parts = (PartFinding("c1", PASS, "within-limit"), PartFinding("c2", MISSING, "no-evidence"))
        (one,) = actions(assessment(finding("lead", MISSING, "no-evidence", parts=parts)), "en")
        assert one.parts == {0: ["c2"]}

    def test_nothing_to_do_for_a_pass(self) -> None:
        done = assessment(SMALL.findings[4], verdict=PASS)
        assert actions(done, "en") == []
        assert "Nothing needs to be put right" in render([done], "en")


class TestGauge:
    @pytest.mark.parametrize(
        ("limit", "reading", "side", "figure"),
        [
            ("≤ 20 mm", "12 mm", Side.INSIDE, "12"),
            ("≤ 20 mm", "2.1 cm", Side.OUTSIDE, "21"),
            ("< 20 mm", "20 mm", Side.OUTSIDE, "20"),
            ("35 ℃ .. 42 ℃", "38.9 ℃", Side.INSIDE, "38.9"),
            ("< 6 mm or ≥ 12 mm", "7 mm", Side.OUTSIDE, "7"),
            ("≤ 90 mg/kg", "ND (DL 5 mg/kg)", Side.INSIDE, "5"),
            ("≤ 4 mg/kg", "<5 mg/kg", Side.OPEN, "5"),
            ("≥ 0.50", "0.55", Side.INSIDE, "0.55"),
        ],
    )
    def test_puts_a_result_on_its_side(
        self, limit: str, reading: str, side: Side, figure: str
    ) -> None:
        gauge = gauge_of(measured(limit, reading))
        assert gauge is not None
        assert gauge.side is side
        assert Fraction(figure) in gauge.marks[0].ends

    @pytest.mark.parametrize(
        ("limit", "reading"),
        [
            ("≥ IPX4", "IPX5"),
            ("withstands 1000 V for 1 min", "1000 V/60 s"),
            ("≤ 20 mm", "符合"),
            ("≤ 20 mm", "3 kg"),
            ("as agreed", "20 mm"),
        ],
    )
    def test_is_left_out_where_there_is_no_line(self, limit: str, reading: str) -> None:
        assert gauge_of(measured(limit, reading)) is None

    def test_is_left_out_where_the_result_copies_the_limit(self) -> None:
        copied = measured("≥ 2 MΩ", "≥ 2 MΩ")
        assert gauge_of(copied) is not None
        assert gauge_of(replace(copied, reason="reading-repeats-limit")) is None

    def test_is_left_out_without_a_limit(self) -> None:
        assert gauge_of(finding("any", PASS, "inspected")) is None

    def test_shows_each_specimen(self) -> None:
        gauge = gauge_of(measured("≤ 280 mm", "270 mm; 271 mm", "269 mm", margin="9 mm"))
        assert gauge is not None
        assert [mark.ends[0] for mark in gauge.marks] == [270, 271, 269]
        assert gauge.compared is None

    def test_shows_what_was_compared_where_it_is_no_result(self) -> None:
        """The mean of 0.55 and 0.61 is 0.58, and a corrected 120 mg/kg is 84 mg/kg."""
        mean = gauge_of(measured("≥ 0.50", "0.55", "0.61", margin="0.08"))
        corrected = gauge_of(measured("≤ 90 mg/kg", "120 mg/kg", margin="6 mg/kg"))
        assert mean is not None
        assert mean.compared is not None
        assert mean.compared.ends[0] == Fraction("0.58")
        assert corrected is not None
        assert corrected.compared is not None
        assert corrected.compared.ends[0] == Fraction(84)
        assert corrected.side is Side.INSIDE

    def test_shows_the_uncertainty(self) -> None:
        gauge = gauge_of(measured("≤ 20 mm", "19 mm", uncertainty="0.1 cm"))
        assert gauge is not None
        assert gauge.half_width == 1

    def test_leaves_out_an_uncertainty_on_another_scale(self) -> None:
        gauge = gauge_of(measured("≤ 20 mm", "19 mm", uncertainty="1 kg"))
        assert gauge is not None
        assert gauge.half_width is None

    @pytest.mark.parametrize("margin", ["?", "2 mm", None])
    def test_shows_no_figure_that_it_cannot_tell(self, margin: str | None) -> None:
        """Of two ends the margin does not say which it is from."""
        gauge = gauge_of(measured("10 mm .. 20 mm", "12 mm", margin=margin, uncertainty="?"))
        assert gauge is not None
        assert gauge.compared is None
        assert gauge.half_width is None

    def test_says_its_numbers(self) -> None:
        page = render([SMALL], "en")
        assert 'aria-label="limit ≤ 20 mm; reported 21 mm; margin -1 mm; outside"' in page

    def test_places_marks_by_their_numbers(self) -> None:
        """21 mm on an axis from 12.. is right of the limit 20 mm, at the places computed by hand.

        The ends are 20 and 21: the span of 1 is widened by 0.4 on both sides, so
        that 20 stands at 2 + 96 · 0.4/1.8 and 21 at 2 + 96 · 1.4/1.8 percent.
        """
        page = render([SMALL], "en")
        assert '<line x1="23.3%" x2="23.3%" y1="19" y2="42" class="limit">' in page
        assert '<svg x="76.7%" y="30" overflow="visible"><path d="M-5 -5' in page

    def test_a_long_text_stays_on_the_page(self) -> None:
        page = render([assessment(measured("≤ 20 mm", *["12.000000000000000001 mm"] * 9))], "en")
        assert "12.000000000000000001 mm … (9) · inside" in page

    def test_a_long_limit_is_cut_in_the_picture_alone(self) -> None:
        limit = "≤ 6.0000000000000 mm or ≥ 12.0000000000000000 mm"
        page = render([assessment(measured(limit, "1 mm"))], "en")
        assert f"{limit[:40]}…</text>" in page
        assert f"1 mm is within the limit {limit}</p>" in page

    @pytest.mark.parametrize("reading", ["12 mm ~ 14 mm", "> 3 mm", "-5 mm", "0 mm", "20 mm"])
    @pytest.mark.parametrize("margin", [None, "3 mm"])
    def test_draws_every_form(self, reading: str, margin: str | None) -> None:
        parsed(render([assessment(measured("≤ 20 mm", reading, margin=margin,
                                           uncertainty="1 mm"))], "zh"))  # fmt: skip
