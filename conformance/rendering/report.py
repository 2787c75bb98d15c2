"""The answer as a PDF that is kept: headline, what to do, findings, register, full trace.

Here it is decided what is said, in which order; `report.typ` sets it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any

from conformance.model.assessment import Assessment, Finding
from conformance.model.dates import read_date
from conformance.rendering.actions import ORDER, Action, actions
from conformance.rendering.background import NOTHING_KNOWN, Background
from conformance.rendering.format_words import FORMAT_WORDS
from conformance.rendering.gauge import Axis, Gauge, Mark, gauge_of
from conformance.rendering.page_words import CODES, FACTS, VERDICTS, WORDS
from conformance.rendering.prospects import (
    accepted,
    every_step,
    needed,
    replies_text,
    with_names,
)
from conformance.rendering.register import admissions, editions_of
from conformance.rendering.said import WAITING, document_text, spec_name, subject_name, told
from conformance.rendering.scope import claim_names, left_out, no_statement
from conformance.rendering.typesetting import typeset
from conformance.wording import placed, term, worded
from conformance.wording.outlook import OUTLOOK

Pairs = list[tuple[str, str]]
# About a third of a page of Chinese, in the narrower of two columns.
_KEPT_TOGETHER, _KEPT_REFUSALS = 700, 8


def render(
    assessments: Sequence[Assessment], lang: str, backgrounds: Sequence[Background] = ()
) -> bytes:
    """Return the PDF; raises `IllFormed` where a font is missing.

    `backgrounds`, one for each assessment, are what is behind them.
    """
    latest = read_date(max((each.as_of for each in assessments), default=""))
    assert latest is not None, "an assessment has an as-of date"
    data = {
        "lang": lang,
        "title": _title(assessments, lang),
        "footer": clipped(_title(assessments, lang), 70),
        "words": OUTLOOK[lang] | WORDS[lang] | FORMAT_WORDS[lang],
        "index": list(_index(assessments, lang)) if len(assessments) > 1 else [],
        "answers": [
            _Report(each, lang, number, behind or NOTHING_KNOWN).data()
            for number, (each, behind) in enumerate(zip_longest(assessments, backgrounds))
        ],
    }
    return typeset("report.typ", data, latest)


def _title(assessments: Sequence[Assessment], lang: str) -> str:
    words = WORDS[lang]
    if len(assessments) != 1:
        return words["answers"].format(count=len(assessments))
    (only,) = assessments
    return f"{VERDICTS[lang][only.verdict]} · {subject_name(only)} · {words['title']}"


def _index(assessments: Sequence[Assessment], lang: str) -> Iterator[dict[str, Any]]:
    for number, each in enumerate(assessments):
        yield {
            "label": f"a{number}",
            "submission": each.submission.get("id", ""),
            "name": subject_name(each),
            "spec": spec_name(each),
            "verdict": _verdict(each.verdict, lang),
            "counts": [str(each.counts[verdict]) for verdict in ORDER],
        }


def _verdict(verdict: str, lang: str) -> dict[str, str]:
    return {"code": str(verdict), "word": VERDICTS[lang][verdict]}


def clipped(text: str, most: int) -> str:
    """Return `text`, cut where it would fill a page of its own.

    >>> clipped("a long name", 6)
    'a lon…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


class _Report:
    """What the PDF says of one assessment."""

    def __init__(
        self, assessment: Assessment, lang: str, number: int, background: Background
    ) -> None:
        self.assessment, self.lang, self.number = assessment, lang, number
        self.background = background
        self.words = WORDS[lang] | FORMAT_WORDS[lang]
        self.titles = {name: told(title, lang) for name, title in assessment.sections}

    def data(self) -> dict[str, Any]:
        """Return everything that is said, as plain data."""
        found, lang = self.assessment, self.lang
        return {
            "label": f"a{self.number}",
            "heading": clipped(subject_name(found), 90),
            "verdict": _verdict(found.verdict, lang),
            "reason": worded(found.reason, lang, {}) if found.reason else "",
            "reason_need": self.reason_need(),
            "no_statement": no_statement(found, lang),
            "about": self.about(),
            "rests_on": self.rests_on(),
            "counts": [_verdict(each, lang) | {"count": found.counts[each]} for each in ORDER],
            "steps": [self.step(each) for each in actions(found, lang)],
            "whatif": self.what_if(),
            "sections": list(self.sections()),
            "register": list(self.register()),
            "editions": self.editions(),
            "left_out": [
                {"because": because, "clauses": [list(each) for each in clauses]}
                for because, clauses in left_out(found, lang)
            ],
            "unused": [
                self.line(each.document, each.locator, worded(each.reason, lang, each.facts))
                for each in found.unused
            ],
            "remarks": [
                self.line(each.document, each.locator, worded(each.reason, lang, each.facts))
                for each in found.remarks
            ],
            "upcoming": [
                [each.in_force, each.clause or each.requirement, told(each.title, lang)]
                for each in found.upcoming
            ],
            "digests": [
                (self.words["digest_submission"], found.submission.get("digest", "")),
                (self.words["digest_spec"], found.spec.get("digest", "")),
                (self.words["tool"], " ".join(found.tool.values())),
            ],
        }

    def line(self, document: str | None, locator: str | None, text: str) -> list[str]:
        return [", ".join(filter(None, (document, placed(locator, self.lang)))), text]

    def reason_need(self) -> str:
        reason, lang = self.assessment.reason, self.lang
        return worded(reason, lang, {}, need=True) or worded(reason, lang, {}) if reason else ""

    def about(self) -> Pairs:
        found, words = self.assessment, self.words
        strict = words["strict_yes" if found.strict else "strict_no"]
        return [
            (words["subject"], subject_name(found)),
            (words["submission"], found.submission.get("id", "") or "—"),
            (
                words["spec"],
                " · ".join(
                    filter(
                        None,
                        (
                            told(found.spec_title, self.lang),
                            spec_name(found),
                        ),
                    )
                ),
            ),
            *self.background.subject_pairs(self.lang),
            (words["as_of"], found.as_of),
            (words["strict"], strict),
        ]

    def rests_on(self) -> Pairs:
        """Return the counts behind the verdict; what is not there is left out."""
        found, words = self.assessment, self.words
        evaluated = sum(found.counts[each] for each in ORDER if each in ("pass", "fail"))
        of = words["of"].format(count=evaluated, total=len(found.findings))
        counts = [
            (words["missing-evidence"], found.counts["missing-evidence"]),
            (words["not-applicable"], found.counts["not-applicable"]),
            (words["on_claims"], found.counts["on-claims"]),
            (words["unverified"], found.counts["unverified-figures"]),
            (words["open_clauses"], sum(f.reason == "clause-open" for f in found.findings)),
            (words["left_out"], len(found.left_out)),
            (words["disagreements"], sum(f.disagreement for f in found.findings)),
            (words["concessions"], sum(bool(f.disposition) for f in found.findings)),
        ]
        said = [(name, words["count"].format(count=count)) for name, count in counts if count]
        return [(words["evaluated"], of), *said]

    def step(self, action: Action) -> dict[str, Any]:
        found = [each.verdict for each in action.findings.values()]
        cause = action.cause
        if not cause and len(action.findings) == 1:
            (only,) = action.findings.values()
            cause = only.message[self.lang]
        return {
            "need": with_names(action, self.background.prospects, self.lang),
            "cause": cause,
            "optional": "" if action.mandatory else self.words["optional"],
            "verdicts": [_verdict(each, self.lang) for each in ORDER if each in found],
            "concerns": [
                {
                    "label": self.at(place),
                    "title": told(finding.title, self.lang),
                    "clause": ", ".join(
                        filter(None, (finding.clause, *action.parts.get(place, ())))
                    ),
                }
                for place, finding in action.findings.items()
            ],
        }

    def what_if(self) -> dict[str, Any] | None:
        """Return what would make it pass; None where nothing has to change."""
        found, lang = self.background.prospects, self.lang
        if found is None or not (found.changes.acts or found.values or found.questions):
            return None
        words, acts = OUTLOOK[lang], found.changes.acts
        count = self.words["count"]
        return {
            "few": words["changes"].format(count=len(acts)) if acts else "",
            "maybe": "" if found.changes.smallest else words["maybe"],
            "every_step": bool(acts) and every_step(found),
            "acts": [
                {
                    "need": needed(each, lang),
                    "aside": words["catalogue"] if each.of_the_catalogue else "",
                    "concerns": [self.named(finding) for finding in each.findings],
                }
                for each in acts
            ],
            "values": [
                [self.named(each.finding), "; ".join(each.finding.measured) or "—",
                 [[name, text] for name, text in accepted(each.zones, each.own, lang)]]
                for each in found.values
            ],
            "questions": [
                [each.name(lang), count.format(count=each.waiting),
                 count.format(count=each.settles) if each.replies else "—",
                 replies_text(each, lang)]
                for each in found.questions
            ],
        }  # fmt: skip

    def named(self, finding: Finding) -> dict[str, str]:
        """Return the title of a finding with its label."""
        place = self.places[finding.requirement]
        return {"label": self.at(place), "title": told(finding.title, self.lang)}

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each finding by its requirement."""
        return {each.requirement: place for place, each in enumerate(self.assessment.findings)}

    def at(self, place: int) -> str:
        return f"a{self.number}-f{place}"

    def sections(self) -> Iterator[dict[str, Any]]:
        """Yield the sections in the plan's order, in each what is not a pass first."""
        placed: dict[str, list[tuple[int, Finding]]] = {}
        for place, finding in enumerate(self.assessment.findings):
            placed.setdefault(finding.section, []).append((place, finding))
        for name, some in placed.items():
            some.sort(key=lambda pair: ORDER.index(pair[1].verdict))
            verdicts = [finding.verdict for _, finding in some]
            yield {
                "title": self.titles.get(name, name),
                "counts": [str(verdicts.count(each)) for each in ORDER],
                "findings": [self.finding(place, finding) for place, finding in some],
            }

    def finding(self, place: int, finding: Finding) -> dict[str, Any]:
        words, lang = self.words, self.lang
        gauge = gauge_of(finding)
        figures = [
            (words["limit"], term("limit", finding.limit or "", lang)),
            (words["measured"], "; ".join(finding.measured)),
            (words["margin"], term("margin", finding.margin or "", lang)),
            (words["rule"], self.code(finding.rule)),
            (words["rounding"], self.code(finding.rounding)),
        ]
        tags = [
            finding.clause or "",
            "" if finding.mandatory else words["recommended"],
            words["law"] if finding.law else "",
            words["core"] if finding.core else "",
            words["conceded"] if finding.disposition else "",
        ]
        said: dict[str, Any] = {
            "label": self.at(place),
            "title": told(finding.title, lang),
            "verdict": _verdict(finding.verdict, lang),
            "tags": [tag for tag in tags if tag],
            "message": finding.message[lang],
            "needed": finding.needed[lang] if finding.verdict in WAITING else "",
            "figures": [pair for pair in figures if pair[1]],
            "gauge": None if gauge is None else drawn(gauge),
            "evidence": [document_text(each, lang) for each in finding.evidence],
            "rejected": [
                [
                    ", ".join(filter(None, (each.document, placed(each.locator, lang)))),
                    worded(each.reason, lang, each.facts),
                    worded(each.reason, lang, each.facts, need=True),
                ]
                for each in finding.rejected
            ],
            "trace": self.trace(finding),
            "parts": [
                [each.part, _verdict(each.verdict, lang), worded(each.reason, lang, each.facts)]
                for each in finding.parts
            ],
        }
        return said | {"whole": _fits(said)}

    def code(self, word: str | None) -> str:
        """Return what a code word means, with what stands behind its `=`."""
        name, equals, figure = (word or "").partition("=")
        return CODES[self.lang].get(name, name) + (f" {figure}" if equals else "")

    def trace(self, finding: Finding) -> Pairs:
        """Return every word and figure that the finding came from."""
        words = self.words
        otherwise = [
            f"{self.code(rule)}{words['colon']}{VERDICTS[self.lang].get(verdict, verdict)}"
            for rule, verdict in finding.otherwise.items()
        ]
        names = FACTS if self.lang == "zh" else {}
        pairs = [
            (words["requirement"], finding.requirement),
            (words["reason"], finding.reason),
            (words["basis"], self.code(finding.basis)),
            (words["provenance"], self.code(finding.provenance)),
            (words["rests_on"], claim_names(self.assessment, finding.rests_on, self.lang)),
            (words["otherwise"], words["and"].join(otherwise)),
            (words["disagreement"], words["disagrees"] if finding.disagreement else ""),
            *(
                (names.get(name, name), term(name, text, self.lang, finding.reason))
                for name, text in finding.facts.items()
            ),
        ]
        return [pair for pair in pairs if pair[1]]

    def register(self) -> Iterator[dict[str, Any]]:
        words = self.words
        for document in admissions(self.assessment, self.background.documents):
            yield {
                "name": document.name,
                "number": document.number or self.background.number(document.name),
                "described": self.background.document_lines(document.name, self.lang),
                "cited": words["count"].format(count=len(document.cited)) if document.cited else "",
                "places": [placed(each, self.lang) for each in document.places],
                "idle": words["not_used"] if document.idle else "",
                "refused": [
                    [why, words["count"].format(count=len(some))]
                    for why, some in document.refusals(self.lang)
                ],
                "unused": words["count"].format(count=document.unused) if document.unused else "",
            }

    def editions(self) -> list[tuple[str, str, str]]:
        """Return each edition that findings stand on, its dates, and the number of findings."""
        many, behind = self.words["count"], self.background
        return [
            (edition, behind.edition_dates(edition, self.lang), many.format(count=count))
            for edition, count in editions_of(self.assessment).items()
        ]


def _fits(said: Mapping[str, Any]) -> bool:
    """Return whether a finding is short enough to stay together on a page.

    What is longer than a page would run out of it.
    """
    texts = [said["title"], said["message"], said["needed"], *said["tags"], *said["evidence"]]
    texts += [text for pair in said["figures"] for text in pair]
    texts += [text for refused in said["rejected"] for text in refused]
    return len("".join(texts)) < _KEPT_TOGETHER and len(said["rejected"]) < _KEPT_REFUSALS


# ---- the gauge as places on a line


def drawn(gauge: Gauge) -> dict[str, Any]:
    """Return the gauge as places from 0 to 100 of the width, for the template to draw."""
    axis = Axis.of(gauge)

    def at(value: Any) -> float:
        # A place on paper is no verdict: it may be a float.
        return round(float(axis.at(value)), 2)

    def mark(each: Mark) -> dict[str, Any]:
        low = 2.0 if each.piece.low is None else at(each.piece.low)
        high = 98.0 if each.piece.high is None else at(each.piece.high)
        points = [at(end) for end in dict.fromkeys(each.ends)]
        return {"low": low, "high": high, "points": points, "side": str(each.side)}

    compared = (gauge.compared,) if gauge.compared else gauge.marks
    half = gauge.half_width
    return {
        "accepted": [
            [2.0 if piece.low is None else at(piece.low),
             98.0 if piece.high is None else at(piece.high)]
            for piece in gauge.accepted
        ],
        "limits": [at(bound) for bound in gauge.bounds],
        "marks": [mark(each) for each in gauge.marks],
        "compared": mark(gauge.compared) if gauge.compared else None,
        "whiskers": [
            [at(min(each.ends) - half), at(max(each.ends) + half)] for each in compared
        ] if half else [],
    }  # fmt: skip
